//! Reservations: stock that is promised, until it is handed out, released, or its time is over.

use super::rules::{self, Level, MACHINE};
use super::{
    NewPartReservation, Part, PartReservation, PartReservationFilter, PartReservationState, Parts, StockMove,
    StockMoveKind, chain_of, ledger, store,
};
use crate::db::{Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::interactions::clean_reference;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, Page, PartId, PartReservationId, Quantity, Result};
use serde_json::json;

/// Reservations that end by themselves in one transaction.
const BATCH: usize = 500;
/// Reservations of one part that end at once before its stock changes.
const MAX_OVERDUE: usize = 10_000;

impl<T: Reading> Parts<'_, T> {
    /// One reservation.
    ///
    /// # Errors
    /// `not_found`.
    pub fn reservation(&self, id: PartReservationId) -> Result<PartReservation> {
        PartReservation::by_id(self.tx.reader(), id)?.or_not_found(PartReservationId::WHAT, id)
    }

    /// Reservations in the order in which they were made, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page or reference.
    pub fn reservations(&self, filter: &PartReservationFilter) -> Result<Page<PartReservation>> {
        let mut filter = filter.clone();
        filter.reference = filter.reference.map(clean_reference).transpose()?;
        let listing = filter.page.of("part_reservations", &filter)?;
        Ok(listing.page(store::reservations(self.tx.reader(), &filter, &listing)?, |one| [one.id.0]))
    }
}

impl Parts<'_, WriteTransaction> {
    /// Promises stock of a place. With `or_successor`, a part of which there is not enough there makes way for the nearest
    /// one that takes its place and has enough.
    ///
    /// # Errors
    /// `not_found`; `limit` for more than is free in the place; `conflict` for a part that is not kept any more;
    /// `invalid_input` for a bad field.
    pub fn reserve(&self, new: NewPartReservation) -> Result<PartReservation> {
        let tx = self.tx;
        let new = rules::clean_reservation(new, tx.now())?;
        let quantity = new.quantity.thousandths();
        tx.step(|| {
            let wanted = Part::by_id(tx, new.part_id)?.or_not_found(PartId::WHAT, new.part_id);
            let part = self.with_enough(wanted.map_err(|error| error.at("/part_id"))?, &new)?;
            if !part.active {
                return Err(Error::conflict("the part is not kept any more")
                    .at("/part_id")
                    .existing(part.id)
                    .hint("hand what is left out with parts.issue, or make the part active"));
            }
            let mut made = PartReservation {
                id: PartReservationId(0),
                part_id: part.id,
                wanted_part_id: Some(new.part_id).filter(|wanted| *wanted != part.id),
                place: new.place.clone(),
                quantity: new.quantity,
                issued: Quantity::default(),
                state: PartReservationState::Reserved,
                reference: new.reference.clone(),
                expires_at: new.expires_at,
                created_at: tx.now(),
                updated_at: tx.now(),
                ended_at: None,
            };
            ledger::change(tx, (part.id, &made.place), Level { on_hand: 0, reserved: quantity })?;
            made.id = made.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &MACHINE, (made.id.0, None), made.state)?;
            announce(tx, "part.reserved", &made)?;
            Ok(made)
        })
    }

    /// The part itself, or the nearest of those that take its place of which there is enough, if that is asked for.
    fn with_enough(&self, wanted: Part, new: &NewPartReservation) -> Result<Part> {
        let tx = self.tx;
        let others = if new.or_successor { chain_of(tx, &wanted)? } else { Vec::new() };
        for part in std::iter::once(&wanted).chain(&others) {
            expire(tx, Some(part.id))?;
            let free = store::level(tx, part.id, &new.place)?.available();
            if part.active && free >= new.quantity.thousandths() {
                return Ok(part.clone());
            }
        }
        if wanted.superseded_by.is_some() && !new.or_successor {
            let free = Quantity::from_thousandths(store::level(tx, wanted.id, &new.place)?.available());
            return Err(Error::new(
                ErrorCode::Limit,
                format!("only {free} of the superseded part are free in this place"),
            )
            .at("/quantity")
            .hint("set or_successor to reserve the part that takes its place"));
        }
        Ok(wanted)
    }

    /// Hands reserved stock out, all of it or less; what is left over is free again.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for a reservation that has ended or whose time is over; `invalid_input` for
    /// more than is reserved.
    pub fn issue_reserved(&self, id: PartReservationId, quantity: Option<Quantity>) -> Result<StockMove> {
        let tx = self.tx;
        let mut known = self.reservation(id)?;
        let given = quantity.unwrap_or(known.quantity);
        let taken = rules::quantity("/quantity", given)?;
        if taken > known.quantity.thousandths() {
            return Err(Error::invalid("/quantity", format!("only {} are reserved", known.quantity)));
        }
        let over = known.state == PartReservationState::Reserved && known.expires_at.is_some_and(|at| at <= tx.now());
        if over {
            return Err(MACHINE
                .refuse(PartReservationState::Expired, "the time of the reservation is over")
                .hint("reserve anew with parts.reserve"));
        }
        let reserved = known.quantity.thousandths();
        known.issued = given;
        tx.step(|| {
            end(tx, &mut known, PartReservationState::Issued)?;
            let entry = StockMove {
                reservation_id: Some(id),
                reference: known.reference.clone(),
                ..ledger::blank(tx, StockMoveKind::Issue, (known.part_id, &known.place), -taken)
            };
            let entry = ledger::enter(tx, entry, Level { on_hand: -taken, reserved: -reserved })?;
            ledger::announce_move(tx, "stock.issued", &entry)?;
            Ok(entry)
        })
    }

    /// Frees reserved stock.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for a reservation that has ended.
    pub fn release(&self, id: PartReservationId) -> Result<PartReservation> {
        let mut known = self.reservation(id)?;
        self.tx.step(|| free(self.tx, &mut known, PartReservationState::Released, "part.released"))?;
        Ok(known)
    }
}

/// Ends a reservation whose stock is free again.
pub(super) fn free(
    tx: &WriteTransaction,
    known: &mut PartReservation,
    to: PartReservationState,
    event: &'static str,
) -> Result<()> {
    end(tx, known, to)?;
    ledger::change(tx, (known.part_id, &known.place), Level { on_hand: 0, reserved: -known.quantity.thousandths() })?;
    announce(tx, event, known)
}

fn end(tx: &WriteTransaction, known: &mut PartReservation, to: PartReservationState) -> Result<()> {
    journal::go(tx, &MACHINE, (known.id.0, None), (known.state, to), None)?;
    known.state = to;
    known.updated_at = tx.now();
    known.ended_at = Some(tx.now());
    known.update(tx, journal::next_seq(tx)?)
}

/// Lets reservations expire whose time is over, of one part or of all; how many.
pub(super) fn expire(tx: &WriteTransaction, part: Option<PartId>) -> Result<usize> {
    let mut due = store::overdue(tx, part, if part.is_some() { MAX_OVERDUE } else { BATCH })?;
    for known in &mut due {
        free(tx, known, PartReservationState::Expired, "part.reservation_expired")?;
    }
    Ok(due.len())
}

/// The step of `tick`: lets reservations expire, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| expire(tx, None))
}

fn announce(tx: &WriteTransaction, name: &'static str, known: &PartReservation) -> Result<()> {
    let facts = json!({
        "part_id": known.part_id, "wanted_part_id": known.wanted_part_id, "place": known.place,
        "quantity": known.quantity, "ref": known.reference, "expires_at": known.expires_at,
    });
    journal::append(tx, Entry::new(name).entity("part_reservation", known.id).payload(facts)).map(drop)
}
