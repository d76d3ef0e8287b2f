//! Pure decisions about service orders: moves, cleaning, and what a line comes to.

use super::lines::{ServiceLine, ServiceLineKind, ServiceLinePatch};
use super::{ServiceOrder, ServiceOrderState};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::money::half_even;
use crate::vocabulary::{Error, ErrorCode, Result, ServiceLineId, text};

const MAX_KEY: usize = 128;
const MAX_LINES: usize = 500;
const MAX_MINUTES: u32 = 100_000;
/// The most days for which a price stands.
const MAX_QUOTE_DAYS: u32 = 365;

/// The moves of a service order.
pub(crate) static MACHINE: Machine<ServiceOrderState> = {
    use ServiceOrderState::{
        Cancelled, Closed, Confirmed, Declined, Done, Draft, Expired, InProgress, Invoiced, Quoted, Scheduled,
        ToInvoice, Unrepairable, WaitingParts,
    };
    Machine::new(
        "service_order",
        &[
            (Draft, &[Quoted, Confirmed, Cancelled]),
            (Quoted, &[Confirmed, Declined, Expired]),
            (Confirmed, &[WaitingParts, Scheduled, Cancelled]),
            (WaitingParts, &[Scheduled, Cancelled]),
            (Scheduled, &[InProgress, Scheduled, Cancelled]),
            (InProgress, &[WaitingParts, Done, Unrepairable]),
            (Done, &[ToInvoice, Closed]),
            (Unrepairable, &[ToInvoice, Closed]),
            (ToInvoice, &[Invoiced]),
            (Invoiced, &[Closed]),
            (Closed, &[]),
            (Declined, &[]),
            (Expired, &[]),
            (Cancelled, &[]),
        ],
    )
};

/// The number that people read.
pub(crate) fn number(id: i64) -> String {
    format!("SO-{id:06}")
}

/// An article number in the form in which it is kept.
pub(crate) fn sku(path: &str, given: &str) -> Result<String> {
    text::key(path, given, MAX_KEY)
}

/// Whether what is to be done can still change.
fn is_editable(state: ServiceOrderState) -> bool {
    use ServiceOrderState::{Confirmed, Draft, InProgress, Scheduled, WaitingParts};
    matches!(state, Draft | Confirmed | WaitingParts | Scheduled | InProgress)
}

/// Requires that what is to be done can still change.
pub(crate) fn require_editable(order: &ServiceOrder) -> Result<()> {
    if is_editable(order.state) {
        return Ok(());
    }
    let hint = if order.state == ServiceOrderState::Quoted {
        "let the customer accept or decline the price first"
    } else {
        "create another service order"
    };
    Err(Error::conflict(format!("a service order that is {} does not change", order.state))
        .existing(order.id)
        .hint(hint))
}

/// Requires that what the customer bears of an order is not settled yet.
pub(crate) fn require_not_invoiced(order: &ServiceOrder) -> Result<()> {
    use ServiceOrderState::{Done, Unrepairable};
    if is_editable(order.state) || matches!(order.state, Done | Unrepairable) {
        return Ok(());
    }
    Err(Error::conflict(format!("a service order that is {} does not change", order.state)).existing(order.id))
}

/// Requires that one more line has a place.
pub(crate) fn require_room(order: &ServiceOrder) -> Result<()> {
    if order.lines.len() < MAX_LINES {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Limit, "a service order has at most 500 lines").at("/id"))
}

/// Where a line of an order stands.
pub(crate) fn position(order: &ServiceOrder, line: ServiceLineId) -> Result<usize> {
    let found = order.lines.iter().position(|known| known.id == line);
    found.or_not_found(ServiceLineId::WHAT, line).map_err(|error| error.at("/line_id"))
}

/// Requires that a line makes sense.
pub(crate) fn require_line(line: &ServiceLine) -> Result<()> {
    match (line.kind, line.minutes) {
        (ServiceLineKind::Labour, Some(1..=MAX_MINUTES)) if line.quantity.thousandths() == 1_000 => {}
        (ServiceLineKind::Labour, Some(1..=MAX_MINUTES)) => {
            return Err(Error::invalid("/quantity", "labour has minutes and no quantity"));
        }
        (ServiceLineKind::Labour, _) => return Err(Error::invalid("/minutes", "labour takes 1 to 100,000 minutes")),
        (_, Some(_)) => return Err(Error::invalid("/minutes", "only labour has minutes")),
        (_, None) => {}
    }
    if line.quantity.thousandths() <= 0 {
        return Err(Error::invalid("/quantity", "the quantity must be larger than 0"));
    }
    if line.unit_price.micros() < 0 {
        return Err(Error::invalid("/unit_price", "the price must not be negative"));
    }
    if !(0..=1_000_000).contains(&line.tax_rate.ppm()) {
        return Err(Error::invalid("/tax_rate", "a rate lies between 0 and 1"));
    }
    amount(line).map(drop)
}

/// What a line comes to, rounded once.
pub(crate) fn amount(line: &ServiceLine) -> Result<i64> {
    let currency = line.amount.currency;
    let amount = match line.minutes {
        // Micro-units of an hour times minutes.
        Some(minutes) => {
            let unit = 60 * 10_i128.pow(6 - currency.exponent().min(6));
            half_even(i128::from(line.unit_price.micros()) * i128::from(minutes), unit)
        }
        None => line.unit_price.total(line.quantity, currency).map(|total| total.minor),
    };
    amount.map_err(|error| error.at("/unit_price"))
}

/// The line after a change.
pub(crate) fn patched(known: &ServiceLine, patch: ServiceLinePatch) -> Result<ServiceLine> {
    let mut after = known.clone();
    if let Some(description) = patch.description {
        after.description = text::name("/description", &description)?;
    }
    after.quantity = patch.quantity.unwrap_or(after.quantity);
    after.minutes = patch.minutes.or(after.minutes);
    after.unit_price = patch.unit_price.unwrap_or(after.unit_price);
    after.tax_rate = patch.tax_rate.unwrap_or(after.tax_rate);
    require_line(&after)?;
    Ok(after)
}

/// Requires settings that make sense.
pub(crate) fn require_settings(settings: &super::ServiceSettings) -> Result<()> {
    if settings.hourly_rate.is_some_and(|rate| rate.micros() < 0) {
        return Err(Error::invalid("/hourly_rate", "the price must not be negative"));
    }
    if settings.goodwill_limit.is_some_and(|limit| limit.minor < 0) {
        return Err(Error::invalid("/goodwill_limit", "the amount must not be negative"));
    }
    if settings.quote_days > MAX_QUOTE_DAYS {
        return Err(Error::invalid("/quote_days", "a price stands for at most 365 days"));
    }
    Ok(())
}
