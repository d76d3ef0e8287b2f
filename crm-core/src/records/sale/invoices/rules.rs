//! Pure decisions about invoices: moves, text, and the prefix of a series.

use super::{InvoiceKind, InvoiceState};
use crate::records::orders::{Order, OrderState};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, Result, text};

/// Days until an invoice is due when nothing else is said.
pub(crate) const DUE_DAYS: u32 = 14;
const MAX_DUE_DAYS: u32 = 365;
const MAX_PREFIX: usize = 32;
const MAX_DIGITS: u32 = 12;

/// The moves of an invoice.
pub(crate) static MACHINE: Machine<InvoiceState> = {
    use InvoiceState::{Draft, Issued, Paid, Void};
    Machine::new("invoice", &[(Draft, &[Issued, Void]), (Issued, &[Paid, Void]), (Paid, &[]), (Void, &[])])
};

/// Requires that an order stands, so that it can be invoiced.
pub(crate) fn require_order(order: &Order) -> Result<()> {
    if matches!(order.state, OrderState::Draft | OrderState::Cancelled) {
        return Err(Error::conflict(format!("an order that is {} is not invoiced", order.state)));
    }
    Ok(())
}

/// The days until an invoice is due.
pub(crate) fn due_days(given: Option<u32>) -> Result<u32> {
    match given {
        Some(days) if days > MAX_DUE_DAYS => Err(Error::invalid("/due_days", "an invoice is due within 365 days")),
        given => Ok(given.unwrap_or(DUE_DAYS)),
    }
}

/// The prefix of a series. It ends with no digit, so that no two series make the same number.
pub(crate) fn prefix(given: &str) -> Result<String> {
    let prefix = text::key("/prefix", given, MAX_PREFIX)?;
    if prefix.ends_with(|last: char| last.is_ascii_digit()) {
        return Err(Error::invalid("/prefix", "a prefix ends with no digit").hint("write it as 2026- or INV/"));
    }
    Ok(prefix)
}

/// The least number of digits of a number.
pub(crate) fn digits(given: u32) -> Result<u32> {
    if (1..=MAX_DIGITS).contains(&given) {
        return Ok(given);
    }
    Err(Error::invalid("/digits", "a number has 1 to 12 digits"))
}

/// The prefix of a kind for which the shop has set none.
pub(crate) const fn default_prefix(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::Sale => "INV-",
        InvoiceKind::Service => "SRV-",
        InvoiceKind::CreditNote => "CN-",
    }
}

/// The number as people read it.
pub(crate) fn number(prefix: &str, digits: u32, taken: i64) -> String {
    format!("{prefix}{taken:0width$}", width = digits as usize)
}
