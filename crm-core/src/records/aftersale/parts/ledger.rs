//! The ledger of stock: every change of what is on hand or promised goes through [`change`], so that the places, the part
//! and the ledger never part.

use super::rules::{self, Level};
use super::{
    NewStockMove, Part, Parts, StockMove, StockMoveFilter, StockMoveKind, StockTransfer, announce, reserve, store,
};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, Page, PartId, Quantity, Result, StockMoveId};
use serde_json::json;

impl<T: Reading> Parts<'_, T> {
    /// The ledger of stock, the latest entries first, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn moves(&self, filter: &StockMoveFilter) -> Result<Page<StockMove>> {
        let listing = filter.page.of("stock_moves", filter)?;
        Ok(listing.page(store::moves(self.tx.reader(), filter, &listing)?, |entry| [entry.id.0]))
    }
}

impl Parts<'_, WriteTransaction> {
    /// Takes stock in that came from a supplier.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field; `limit` for more than can be kept; `idempotency_conflict` for a key
    /// that came with another request.
    pub fn receive(&self, new: NewStockMove) -> Result<StockMove> {
        book(self.tx, StockMoveKind::Receive, new)
    }

    /// Hands stock out that nobody has reserved.
    ///
    /// # Errors
    /// `not_found`; `limit` for more than is free in the place; otherwise as [`Parts::receive`].
    pub fn issue(&self, new: NewStockMove) -> Result<StockMove> {
        book(self.tx, StockMoveKind::Issue, new)
    }

    /// Takes stock back that was handed out.
    ///
    /// # Errors
    /// As [`Parts::receive`].
    pub fn take_back(&self, new: NewStockMove) -> Result<StockMove> {
        book(self.tx, StockMoveKind::Return, new)
    }

    /// Corrects the stock after it was counted, or when some broke or was lost; never below what is reserved.
    ///
    /// # Errors
    /// `invalid_input` without a reason; otherwise as [`Parts::issue`].
    pub fn adjust(&self, new: NewStockMove) -> Result<StockMove> {
        book(self.tx, StockMoveKind::Adjust, new)
    }

    /// Brings stock from one place to another: two entries of the ledger, of which the one that leaves is the answer.
    ///
    /// # Errors
    /// `not_found`; `limit` for more than is free; `invalid_input` for one place; `idempotency_conflict`.
    pub fn transfer(&self, given: StockTransfer) -> Result<StockMove> {
        let tx = self.tx;
        let given = rules::clean_transfer(given)?;
        let quantity = given.quantity.thousandths();
        let leaves = StockMove {
            other_place: Some(given.to.clone()),
            key: given.key,
            ..blank(tx, StockMoveKind::Move, (given.part_id, &given.from), -quantity)
        };
        if let Some(known) = replayed(tx, &leaves)? {
            return Ok(known);
        }
        tx.step(|| {
            reserve::expire(tx, Some(given.part_id))?;
            Part::by_id(tx, given.part_id)?
                .or_not_found(PartId::WHAT, given.part_id)
                .map_err(|error| error.at("/part_id"))?;
            let mut comes = StockMove {
                other_place: Some(given.from.clone()),
                ..blank(tx, StockMoveKind::Move, (given.part_id, &given.to), quantity)
            };
            // The shop has as much as before, and is not short of it for a moment.
            let mut gone = leaves.clone();
            for entry in [&mut gone, &mut comes] {
                let change = Level { on_hand: entry.quantity.thousandths(), reserved: 0 };
                shift(tx, (entry.part_id, &entry.place), change)?;
                entry.id = entry.insert(tx, journal::next_seq(tx)?)?;
            }
            announce_move(tx, "stock.moved", &gone)?;
            Ok(gone)
        })
    }
}

/// An entry with nothing but what, where and how much.
pub(super) fn blank(
    tx: &WriteTransaction,
    kind: StockMoveKind,
    (part, place): (PartId, &str),
    quantity: i64,
) -> StockMove {
    StockMove {
        id: StockMoveId(0),
        part_id: part,
        place: place.to_owned(),
        kind,
        quantity: Quantity::from_thousandths(quantity),
        other_place: None,
        reservation_id: None,
        reason: None,
        reference: None,
        key: None,
        at: tx.now(),
    }
}

fn book(tx: &WriteTransaction, kind: StockMoveKind, new: NewStockMove) -> Result<StockMove> {
    let new = rules::clean_move(new, kind == StockMoveKind::Adjust)?;
    let given = new.quantity.thousandths();
    let quantity = if kind == StockMoveKind::Issue { -given } else { given };
    let entry = StockMove {
        reason: new.reason,
        reference: new.reference,
        key: new.key,
        ..blank(tx, kind, (new.part_id, &new.place), quantity)
    };
    if let Some(known) = replayed(tx, &entry)? {
        return Ok(known);
    }
    let name = match kind {
        StockMoveKind::Receive => "stock.received",
        StockMoveKind::Issue => "stock.issued",
        StockMoveKind::Adjust => "stock.adjusted",
        StockMoveKind::Move => "stock.moved",
        StockMoveKind::Return => "stock.returned",
    };
    tx.step(|| {
        reserve::expire(tx, Some(entry.part_id))?;
        let entry = enter(tx, entry.clone(), Level { on_hand: quantity, reserved: 0 })?;
        announce_move(tx, name, &entry)?;
        Ok(entry)
    })
}

/// The entry that a request with the same key has made already.
fn replayed(tx: &WriteTransaction, wanted: &StockMove) -> Result<Option<StockMove>> {
    let Some(key) = &wanted.key else { return Ok(None) };
    let Some(known) = store::move_of_key(tx, key)? else { return Ok(None) };
    let same = StockMove { id: known.id, at: known.at, ..wanted.clone() } == known;
    if same {
        return Ok(Some(known));
    }
    Err(Error::new(ErrorCode::IdempotencyConflict, "this key came with another request").at("/key").existing(known.id))
}

/// Writes an entry of the ledger and what it changes.
pub(super) fn enter(tx: &WriteTransaction, mut entry: StockMove, level: Level) -> Result<StockMove> {
    change(tx, (entry.part_id, &entry.place), level)?;
    entry.id = entry.insert(tx, journal::next_seq(tx)?)?;
    Ok(entry)
}

/// Changes what is on hand and promised in a place, or refuses; the part afterwards.
pub(super) fn change(tx: &WriteTransaction, (part, place): (PartId, &str), change: Level) -> Result<Part> {
    let mut part = Part::by_id(tx, part)?.or_not_found(PartId::WHAT, part).map_err(|error| error.at("/part_id"))?;
    shift(tx, (part.id, place), change)?;
    let whole = Level { on_hand: part.on_hand.thousandths(), reserved: part.reserved.thousandths() }.after(change)?;
    part.on_hand = Quantity::from_thousandths(whole.on_hand);
    part.reserved = Quantity::from_thousandths(whole.reserved);
    settle(tx, &mut part)?;
    Ok(part)
}

/// Changes what lies in one place, or refuses.
fn shift(tx: &WriteTransaction, (part, place): (PartId, &str), change: Level) -> Result<()> {
    store::save_level(tx, part, place, store::level(tx, part, place)?.after(change)?)
}

/// Writes a part whose stock or reorder point changed; one that has become low says so, once until it has recovered.
pub(super) fn settle(tx: &WriteTransaction, part: &mut Part) -> Result<()> {
    part.available = Quantity::from_thousandths(part.on_hand.thousandths() - part.reserved.thousandths());
    part.updated_at = tx.now();
    let low = rules::is_low(part);
    let crossed = low && part.low_since.is_none();
    part.low_since = if low { part.low_since.or(Some(tx.now())) } else { None };
    part.update(tx, journal::next_seq(tx)?)?;
    if crossed { announce(tx, "part.low_stock", part) } else { Ok(()) }
}

pub(super) fn announce_move(tx: &WriteTransaction, name: &'static str, entry: &StockMove) -> Result<()> {
    let facts = json!({
        "part_id": entry.part_id, "place": entry.place, "quantity": entry.quantity, "other_place": entry.other_place,
        "reservation_id": entry.reservation_id, "reason": entry.reason, "ref": entry.reference,
    });
    journal::append(tx, Entry::new(name).entity("stock_move", entry.id).payload(facts)).map(drop)
}
