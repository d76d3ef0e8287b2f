//! Reports of carriers about goods on their way back, in whatever order and however often they arrive.

use super::policy;
use super::{OrderReturn, ReturnState, moves, rules, store};
use crate::db::WriteTransaction;
use crate::vocabulary::{Error, ErrorCode, Result, ReturnId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What a carrier says about goods on their way back.
    pub enum ReturnSighting("sighting of a return") {
        /// The carrier has them.
        InTransit = "in_transit",
        /// They were delivered to the shop.
        Received = "received",
    }
}

tokens! {
    /// What a report of a carrier did.
    pub enum ReturnEffect("effect of a report") {
        /// It moved the return.
        Moved = "moved",
        /// It only told when.
        Dated = "dated",
        /// It said what was known.
        Known = "known",
    }
}

/// A report of a carrier about a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReport {
    /// Who carries it, a token.
    pub carrier: String,
    /// The carrier's number.
    pub tracking_no: String,
    /// What is seen.
    pub state: ReturnSighting,
    /// When; now by default.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnReported {
    /// The return.
    pub return_id: ReturnId,
    /// Where it stands now.
    pub state: ReturnState,
    /// What the report did.
    pub effect: ReturnEffect,
    /// Whether it moved the return as the machine does not list: the goods came although it had ended.
    pub forced: bool,
}

/// Takes the word of a carrier: what has happened is a fact, whatever the return was thought to be.
pub(super) fn report(tx: &WriteTransaction, report: &ReturnReport) -> Result<ReturnReported> {
    let (carrier, number) = (rules::carrier(&report.carrier)?, rules::tracking_no(&report.tracking_no)?);
    let at = report.at.unwrap_or(tx.now());
    if at > tx.now() {
        return Err(Error::invalid("/at", "a report is about what has happened"));
    }
    let Some(mut one) = store::tracked(tx, &carrier, &number)? else {
        return Err(Error::new(ErrorCode::NotFound, "no return has this number")
            .at("/tracking_no")
            .hint("name it with returns.update or returns.ship first"));
    };
    let before = one.clone();
    let to = apply(&mut one, report.state, at);
    let (effect, forced) = match to {
        Some(to) => {
            require_room(tx, &before)?;
            (ReturnEffect::Moved, moves::take(tx, &mut one, to, at)?)
        }
        None if one == before => (ReturnEffect::Known, false),
        None => {
            moves::write(tx, &mut one)?;
            moves::say(tx, "rma.dated", &one)?;
            (ReturnEffect::Dated, false)
        }
    };
    Ok(ReturnReported { return_id: one.id, state: one.state, effect, forced })
}

/// Notes what is seen; the state that follows, if it is another one.
fn apply(one: &mut OrderReturn, seen: ReturnSighting, at: Timestamp) -> Option<ReturnState> {
    use ReturnState::{Approved, Cancelled, Declined, Expired, InTransit, PartiallyReceived, Requested};
    let is_away = !matches!(one.state, Requested | Approved | Declined | Cancelled | Expired);
    match seen {
        ReturnSighting::InTransit => {
            one.sent_at = Some(one.sent_at.map_or(at, |known| known.min(at)));
            (!is_away).then_some(InTransit)
        }
        ReturnSighting::Received => {
            if is_away && !matches!(one.state, InTransit | PartiallyReceived) {
                return None;
            }
            one.lines.iter_mut().for_each(|line| line.received = line.quantity);
            one.received_at = Some(at);
            Some(ReturnState::Received)
        }
    }
}

/// What had ended holds nothing: another return may have its goods by now.
fn require_room(tx: &WriteTransaction, one: &OrderReturn) -> Result<()> {
    if !rules::is_over(one.state) {
        return Ok(());
    }
    let ground = policy::ground(tx, tx.orders().get(one.order_id)?, Some(one.id))?;
    for line in &one.lines {
        let sold = &ground.order.lines[ground.place(line.line_id)?];
        if line.quantity.thousandths() > ground.left(sold) {
            return Err(Error::conflict("other returns hold what this one was for")
                .existing(one.id)
                .hint("receive the goods with the other return"));
        }
    }
    Ok(())
}
