//! Pure decisions about quotes: what they come to, and what may follow what.

use super::{NewQuote, NewQuoteLine, QuoteLine, QuoteState};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::money::{add_minor, half_even, scale_half_even, too_large};
use crate::vocabulary::{Currency, Date, Error, ErrorCode, Money, Rate, Result, ids, split, text};

/// The most lines of a quote.
const MAX_LINES: usize = 500;
const MAX_KEY: usize = 128;
const MILLION: i64 = 1_000_000;

/// The moves of a quote.
pub(crate) static MACHINE: Machine<QuoteState> = {
    use QuoteState::{Accepted, Cancelled, Declined, Draft, Expired, Ordered, Revised, Sent, Viewed};
    Machine::new(
        "quote",
        &[
            (Draft, &[Sent, Cancelled]),
            (Sent, &[Viewed, Accepted, Declined, Expired, Revised, Cancelled]),
            (Viewed, &[Accepted, Declined, Expired, Revised, Cancelled]),
            (Declined, &[Revised]),
            (Expired, &[Revised, Sent]),
            (Accepted, &[Ordered, Cancelled]),
            (Revised, &[]),
            (Ordered, &[]),
            (Cancelled, &[]),
        ],
    )
};

/// Whether nothing is expected of a quote in this state any more.
pub(super) fn is_ended(state: QuoteState) -> bool {
    use QuoteState::{Accepted, Draft, Sent, Viewed};
    !matches!(state, Draft | Sent | Viewed | Accepted)
}

/// Whether a quote that customers have has run out.
pub(super) fn has_run_out(state: QuoteState, valid_until: Date, today: Date) -> bool {
    matches!(state, QuoteState::Sent | QuoteState::Viewed) && valid_until < today
}

/// Requires a share between 0 and 1.
pub(super) fn require_share(path: &str, rate: Rate) -> Result<()> {
    if (0..=MILLION).contains(&rate.ppm()) {
        return Ok(());
    }
    Err(Error::invalid(path, "the rate is 0 to 1"))
}

/// Requires a day that is not over.
pub(super) fn require_ahead(valid_until: Date, today: Date) -> Result<()> {
    if valid_until < today {
        return Err(Error::invalid("/valid_until", "a quote holds until today or later"));
    }
    Ok(())
}

/// The quote with clean text, or why it is refused; its lines are cleaned by [`clean_lines`].
pub(super) fn clean(new: NewQuote) -> Result<NewQuote> {
    ids::require_row_id("/owner_id", new.owner_id.map(i64::from))?;
    require_share("/discount_rate", new.discount_rate)?;
    Ok(NewQuote {
        title: text::optional_name("/title", new.title.as_deref())?,
        note: text::optional_note("/note", new.note.as_deref())?,
        channel: new.channel.map(|channel| text::token("/channel", &channel)).transpose()?,
        ..new
    })
}

/// Lines with clean text, or why one is refused.
pub(super) fn clean_lines(lines: Vec<NewQuoteLine>) -> Result<Vec<NewQuoteLine>> {
    if lines.len() > MAX_LINES {
        return Err(Error::new(ErrorCode::Limit, "a quote has at most 500 lines").at("/lines"));
    }
    let under = |at: usize| move |error: Error| error.under(format_args!("/lines/{at}"));
    lines.into_iter().enumerate().map(|(at, line)| clean_line(line).map_err(under(at))).collect()
}

fn clean_line(line: NewQuoteLine) -> Result<NewQuoteLine> {
    if line.quantity.thousandths() <= 0 {
        return Err(Error::invalid("/quantity", "the quantity must be above 0"));
    }
    if line.unit_price.is_some_and(|price| price.micros() < 0) {
        return Err(Error::invalid("/unit_price", "the price must not be negative"));
    }
    require_share("/discount_rate", line.discount_rate)?;
    require_share("/tax_rate", line.tax_rate)?;
    Ok(NewQuoteLine {
        sku: text::key("/sku", &line.sku, MAX_KEY)?,
        name: text::optional_name("/name", line.name.as_deref())?,
        ..line
    })
}

/// What a quote comes to, in minor units of its currency.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Priced {
    pub(super) lines: Vec<QuoteLine>,
    pub(super) gross: i64,
    pub(super) subtotal: i64,
    pub(super) discount: i64,
    pub(super) tax: i64,
    pub(super) total: i64,
}

/// How a quote is priced as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) currency: Currency,
    pub(super) discount_rate: Rate,
    pub(super) tax_included: bool,
}

/// Prices lines of which only the given fields hold. Each line's total is rounded once; the discount on the whole is
/// rounded once and split over the lines by largest remainder; each line's tax is on what remains of it. So an order with
/// the same lines, discounts and taxes comes to the same.
pub(super) fn price(mut lines: Vec<QuoteLine>, terms: Terms) -> Result<Priced> {
    let currency = terms.currency;
    let (mut gross, mut subtotal) = (0, 0);
    for (at, line) in lines.iter_mut().enumerate() {
        let priced = price_line(line, currency).map_err(|error| error.at(format!("/lines/{at}/unit_price")))?;
        gross = add_minor(gross, priced)?;
        subtotal = add_minor(subtotal, line.total.minor)?;
    }
    let off = i128::from(terms.discount_rate.ppm());
    let exact: Vec<i128> = lines.iter().map(|line| i128::from(line.total.minor) * off).collect();
    let (mut discount, mut tax) = (0, 0);
    for (line, share) in lines.iter_mut().zip(split::shares(&exact)?) {
        let rate = line.tax_rate.ppm();
        let whole = if terms.tax_included { MILLION + rate } else { MILLION };
        line.tax = Money::new(scale_half_even(line.total.minor - share, rate, whole)?, currency);
        discount = add_minor(discount, share)?;
        tax = add_minor(tax, line.tax.minor)?;
    }
    let total = add_minor(subtotal - discount, if terms.tax_included { 0 } else { tax })?;
    Ok(Priced { lines, gross, subtotal, discount, tax, total })
}

/// Sets what a line comes to; what it would without its discount.
fn price_line(line: &mut QuoteLine, currency: Currency) -> Result<i64> {
    let gross = line.unit_price.total(line.quantity, currency)?.minor;
    // micros × thousandths × millionths, rounded once. What came to a gross amount above has room here.
    let exact = i128::from(line.unit_price.micros()) * i128::from(line.quantity.thousandths());
    let exact = exact.checked_mul(i128::from(MILLION - line.discount_rate.ppm())).ok_or_else(too_large)?;
    let unit = i128::from(10_i64.pow(9 - currency.exponent().min(9))) * i128::from(MILLION);
    let total = half_even(exact, unit)?;
    line.total = Money::new(total, currency);
    line.discount = Money::new(gross - total, currency);
    Ok(gross)
}

/// Whether any line is given cheaper than the limit allows, its own discount and that on the whole together.
pub(super) fn is_above(limit: Rate, discount_rate: Rate, lines: &[QuoteLine]) -> bool {
    let left = |rate: Rate| i128::from(MILLION - rate.ppm());
    let least = left(limit) * i128::from(MILLION);
    let on_whole = left(discount_rate);
    lines.iter().any(|line| left(line.discount_rate) * on_whole < least)
        || (lines.is_empty() && on_whole * i128::from(MILLION) < least)
}
