//! Pure decisions about parts: cleaning, moves, and the arithmetic of stock.

use super::{NewPart, NewPartReservation, NewStockMove, Part, PartPatch, PartReservationState, StockTransfer};
use crate::records::interactions::clean_reference;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Money, Quantity, Result, Timestamp, text};

const MAX_KEY: usize = 128;
const MAX_FITS: usize = 1_000;
/// The most of one article that is kept: a million million units.
const MAX_STOCK: i64 = 1_000_000_000_000_000;

/// The moves of a reservation.
pub(crate) static MACHINE: Machine<PartReservationState> = {
    use PartReservationState::{Expired, Issued, Released, Reserved};
    Machine::new(
        "part_reservation",
        &[(Reserved, &[Issued, Released, Expired]), (Issued, &[]), (Released, &[]), (Expired, &[])],
    )
};

/// An article number in the form in which it is kept.
pub(crate) fn sku(path: &str, given: &str) -> Result<String> {
    text::key(path, given, MAX_KEY)
}

fn fits(given: Vec<String>) -> Result<Vec<String>> {
    if given.len() > MAX_FITS {
        return Err(Error::new(ErrorCode::Limit, "a part fits at most 1,000 articles").at("/fits"));
    }
    let clean = given.iter().enumerate().map(|(at, one)| sku(&format!("/fits/{at}"), one));
    let mut fits = clean.collect::<Result<Vec<_>>>()?;
    fits.sort_unstable();
    fits.dedup();
    Ok(fits)
}

fn require_amount(path: &str, amount: Option<Money>) -> Result<()> {
    match amount {
        Some(amount) if amount.minor < 0 => Err(Error::invalid(path, "the amount must not be negative")),
        _ => Ok(()),
    }
}

fn require_reorder(point: Option<Quantity>, quantity: Option<Quantity>) -> Result<()> {
    if point.is_some_and(|point| !(0..=MAX_STOCK).contains(&point.thousandths())) {
        return Err(Error::invalid("/reorder_point", "a reorder point lies between 0 and 1,000,000,000,000"));
    }
    if let Some(quantity) = quantity {
        self::quantity("/reorder_quantity", quantity)?;
    }
    Ok(())
}

/// Requires a quantity above 0 that can be kept.
pub(crate) fn quantity(path: &str, quantity: Quantity) -> Result<i64> {
    match quantity.thousandths() {
        thousandths @ 1..=MAX_STOCK => Ok(thousandths),
        _ => Err(Error::invalid(path, "a quantity lies above 0 and at most at 1,000,000,000,000")),
    }
}

/// The part with clean text, or why it is refused.
pub(crate) fn clean(new: NewPart) -> Result<NewPart> {
    require_amount("/cost", new.cost)?;
    require_amount("/price", new.price)?;
    require_reorder(new.reorder_point, new.reorder_quantity)?;
    Ok(NewPart {
        sku: sku("/sku", &new.sku)?,
        name: text::name("/name", &new.name)?,
        fits: fits(new.fits)?,
        unit: text::token("/unit", &new.unit)?,
        ..new
    })
}

/// The part after a change.
pub(crate) fn patched(known: &Part, patch: PartPatch) -> Result<Part> {
    let mut after = known.clone();
    if let Some(name) = patch.name {
        after.name = text::name("/name", &name)?;
    }
    if let Some(given) = patch.fits {
        after.fits = fits(given)?;
    }
    patch.cost.apply(&mut after.cost);
    patch.price.apply(&mut after.price);
    patch.reorder_point.apply(&mut after.reorder_point);
    patch.reorder_quantity.apply(&mut after.reorder_quantity);
    after.active = patch.active.unwrap_or(after.active);
    require_amount("/cost", after.cost)?;
    require_amount("/price", after.price)?;
    require_reorder(after.reorder_point, after.reorder_quantity)?;
    Ok(after)
}

/// The movement with clean text, or why it is refused. The sign of an adjustment is free.
pub(crate) fn clean_move(new: NewStockMove, adjusts: bool) -> Result<NewStockMove> {
    let reason = new.reason.as_deref().map(|reason| text::token("/reason", reason)).transpose()?;
    if adjusts {
        if reason.is_none() {
            return Err(Error::invalid("/reason", "an adjustment says why").hint("use a token such as counted"));
        }
        let size = new.quantity.thousandths().checked_abs().map(Quantity::from_thousandths);
        let size = size.ok_or_else(|| Error::invalid("/quantity", "the quantity is too large"))?;
        quantity("/quantity", size)?;
    } else {
        quantity("/quantity", new.quantity)?;
    }
    Ok(NewStockMove {
        place: text::token("/place", &new.place)?,
        reason,
        reference: new.reference.map(clean_reference).transpose()?,
        key: new.key.as_deref().map(|key| text::key("/key", key, MAX_KEY)).transpose()?,
        ..new
    })
}

/// The transfer with clean text, or why it is refused.
pub(crate) fn clean_transfer(given: StockTransfer) -> Result<StockTransfer> {
    quantity("/quantity", given.quantity)?;
    let (from, to) = (text::token("/from", &given.from)?, text::token("/to", &given.to)?);
    if from == to {
        return Err(Error::invalid("/to", "stock goes from one place to another"));
    }
    let key = given.key.as_deref().map(|key| text::key("/key", key, MAX_KEY)).transpose()?;
    Ok(StockTransfer { from, to, key, ..given })
}

/// The reservation with clean text, or why it is refused.
pub(crate) fn clean_reservation(new: NewPartReservation, now: Timestamp) -> Result<NewPartReservation> {
    quantity("/quantity", new.quantity)?;
    if new.expires_at.is_some_and(|at| at <= now) {
        return Err(Error::invalid("/expires_at", "a reservation ends after now"));
    }
    Ok(NewPartReservation {
        place: text::token("/place", &new.place)?,
        reference: new.reference.map(clean_reference).transpose()?,
        ..new
    })
}

/// How much lies somewhere, and how much of it is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Level {
    pub(crate) on_hand: i64,
    pub(crate) reserved: i64,
}

impl Level {
    /// What is free.
    pub(crate) fn available(self) -> i64 {
        self.on_hand - self.reserved
    }

    /// The level after a change: nothing is ever below 0, and no more is promised than there is.
    pub(crate) fn after(self, change: Level) -> Result<Level> {
        let overflow =
            || Error::new(ErrorCode::Limit, "at most 1,000,000,000,000 of an article are kept").at("/quantity");
        let on_hand = self.on_hand.checked_add(change.on_hand).ok_or_else(overflow)?;
        let reserved = self.reserved.checked_add(change.reserved).ok_or_else(overflow)?;
        if on_hand > MAX_STOCK {
            return Err(overflow());
        }
        if on_hand < 0 || reserved < 0 || reserved > on_hand {
            let free = Quantity::from_thousandths(self.available());
            return Err(Error::new(ErrorCode::Limit, format!("only {free} are free in this place"))
                .at("/quantity")
                .hint("receive or move stock, or release what is reserved"));
        }
        Ok(Level { on_hand, reserved })
    }
}

/// Whether a part has to be ordered.
pub(crate) fn is_low(part: &Part) -> bool {
    let free = part.on_hand.thousandths() - part.reserved.thousandths();
    part.active && part.superseded_by.is_none() && part.reorder_point.is_some_and(|point| free <= point.thousandths())
}

/// How much of a part to order.
pub(crate) fn to_reorder(part: &Part) -> Quantity {
    let missing = part.reorder_point.unwrap_or_default().thousandths() - part.available.thousandths();
    let least = missing.max(0) + Quantity::ONE.thousandths();
    Quantity::from_thousandths(least.max(part.reorder_quantity.unwrap_or_default().thousandths()))
}
