//! What becomes of warranties when their piece, or the order on which it was bought, changes.

use super::rules;
use super::{VoidReason, Warranty, WarrantyState, make, steps, store};
use crate::db::{AssetTurn, Round, WriteTransaction};
use crate::journal;
use crate::records::aftersale::assets;
use crate::records::orders::{Order, OrderLine, PayState};
use crate::records::shop;
use crate::vocabulary::{AssetId, OrderId, Result};
use std::collections::BTreeMap;

/// Brings the warranties of a piece in line with what became of it.
pub(crate) fn follow_asset(tx: &WriteTransaction, id: AssetId, turn: AssetTurn) -> Result<()> {
    match turn {
        AssetTurn::Owned => {
            redate(tx, id)?;
            make::make_all(tx, &assets::require(tx, id)?)
        }
        AssetTurn::Dated => redate(tx, id),
        AssetTurn::GivenOn => end(tx, id, VoidReason::TransferredNoCover, |one| !one.transferable),
        AssetTurn::Scrapped => void_asset(tx, id, VoidReason::Scrapped),
        AssetTurn::Returned => {
            void_asset(tx, id, VoidReason::Returned)?;
            // Whoever buys it next gets warranties of their own.
            for mut warranty in store::of_asset(tx, id)? {
                warranty.past = true;
                warranty.update(tx, journal::next_seq(tx)?)?;
            }
            Ok(())
        }
    }
}

/// Ends all warranties of a piece that are not over, for a reason: the price was given back, the piece was misused.
pub(crate) fn void_asset(tx: &WriteTransaction, id: AssetId, reason: VoidReason) -> Result<()> {
    end(tx, id, reason, |_| true)
}

fn end(tx: &WriteTransaction, id: AssetId, reason: VoidReason, which: impl Fn(&Warranty) -> bool) -> Result<()> {
    for known in store::of_asset(tx, id)? {
        if which(&known) && !is_over(known.state) {
            let mut warranty = steps::current(tx, known.id)?;
            if !is_over(warranty.state) {
                steps::void(tx, &mut warranty, reason)?;
            }
        }
    }
    Ok(())
}

fn is_over(state: WarrantyState) -> bool {
    rules::MACHINE.allowed(state).is_empty()
}

/// Gives the warranties of a piece their days anew, after it was delivered, registered or installed, or a time of that
/// was corrected. One that is used up or void stays; one that had expired may cover again.
fn redate(tx: &WriteTransaction, id: AssetId) -> Result<()> {
    let asset = assets::require(tx, id)?;
    let zone = shop::settings(tx)?.time_zone;
    for known in store::of_asset(tx, id)? {
        let mut warranty = known.clone();
        rules::date(&mut warranty, &asset, zone);
        if (warranty.starts_on, warranty.ends_on) != (known.starts_on, known.ends_on) {
            steps::correct(tx, &mut warranty, zone.date_of(tx.now()))?;
            steps::save(tx, &mut warranty)?;
            let facts = serde_json::json!({ "starts_on": warranty.starts_on, "ends_on": warranty.ends_on });
            steps::announce(tx, "warranty.dated", &warranty, facts)?;
        }
    }
    Ok(())
}

/// The reaction to changed orders: what was refunded in full has no warranty any more.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    for order in &round.orders {
        let pieces = assets::of_order(tx, *order)?;
        if pieces.is_empty() {
            continue;
        }
        let refunded = Refunded::of(tx, *order)?;
        for piece in pieces {
            let line = refunded.order.lines.iter().find(|line| Some(line.id) == piece.order_line_id);
            if line.is_some_and(|line| refunded.in_full(line)) {
                void_asset(tx, piece.id, VoidReason::Refunded)?;
            }
        }
    }
    Ok(())
}

/// An order, and how much of its lines was refunded.
struct Refunded {
    order: Order,
    lines: BTreeMap<i64, i64>,
}

impl Refunded {
    fn of(tx: &WriteTransaction, id: OrderId) -> Result<Self> {
        let order = tx.orders().get(id)?;
        let mut lines: BTreeMap<i64, i64> = BTreeMap::new();
        if order.refunded.minor > 0 {
            for line in tx.refunds().of_order(id)?.into_iter().flat_map(|refund| refund.lines) {
                *lines.entry(line.line.0).or_default() += line.quantity.thousandths();
            }
        }
        Ok(Refunded { order, lines })
    }

    fn in_full(&self, line: &OrderLine) -> bool {
        let back = self.lines.get(&line.id.0).copied().unwrap_or(0);
        self.order.pay_state == PayState::Refunded || (back > 0 && back >= line.quantity.thousandths())
    }
}
