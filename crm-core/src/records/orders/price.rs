//! Pure arithmetic of an order: what its lines come to, and whether a given total agrees.
//!
//! Subtotal = the lines after their own discounts; total = subtotal − discount + shipping (+ tax unless prices include
//! it); net = subtotal − discount (− tax if prices include it). With a total only, the subtotal is what remains of it.

use super::{NewOrder, NewOrderLine, OrderLine};
use crate::vocabulary::money::{add_minor, too_large};
use crate::vocabulary::text;
use crate::vocabulary::{Currency, Error, Money, OrderLineId, Quantity, Result, UnitPrice};

/// The most lines of an order: the width of a line's position in its id.
pub(crate) const MAX_LINES: usize = 4_096;
const MAX_KEY: usize = 128;
const MAX_SERIALS: usize = 10_000;
const MAX_LEAD_TIME: u32 = 3_650;

/// Whose word counts when a given total contradicts the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// The caller's input must be consistent.
    Checked,
    /// A host reports what it has charged: its totals stand, and the difference is noted.
    OfHost,
}

/// An order's amounts, in its own currency.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Priced {
    pub(crate) lines: Vec<OrderLine>,
    pub(crate) subtotal: i64,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    pub(crate) tax: i64,
    pub(crate) total: i64,
    pub(crate) difference: i64,
    pub(crate) net: i64,
    pub(crate) units: Quantity,
}

/// The one currency of an order's amounts.
pub(crate) fn currency_of(order: &NewOrder) -> Result<Currency> {
    let lines = order.lines.iter().flat_map(|line| [line.total, line.discount, line.tax]);
    let amounts = [order.total, order.discount, order.shipping, order.tax].into_iter().chain(lines);
    let named = amounts.flatten().map(|money| money.currency);
    let paid = order.payments.iter().map(|payment| payment.amount.currency);
    let currency = order.currency.into_iter().chain(named).chain(paid).next();
    currency.ok_or_else(|| Error::invalid("/currency", "the currency is missing").hint("name it, such as CNY or USD"))
}

/// An order's amounts beside its lines, as given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) discount: Option<Money>,
    pub(crate) shipping: Option<Money>,
    /// The sum of the lines' taxes when it is absent.
    pub(crate) tax: Option<Money>,
    pub(crate) tax_included: bool,
    /// Computed from the lines when it is absent.
    pub(crate) total: Option<Money>,
}

impl Parts {
    /// The parts of a new order.
    pub(crate) fn of(order: &NewOrder) -> Self {
        Parts {
            discount: order.discount,
            shipping: order.shipping,
            tax: order.tax,
            tax_included: order.tax_included,
            total: order.total,
        }
    }
}

/// Prices the lines of an order.
pub(crate) fn price_lines(given: Vec<NewOrderLine>, currency: Currency, word: Word) -> Result<Vec<OrderLine>> {
    if given.len() > MAX_LINES {
        return Err(Error::new(crate::ErrorCode::Limit, "an order has at most 4,096 lines").at("/lines"));
    }
    let mut lines = Vec::with_capacity(given.len());
    for (at, line) in given.into_iter().enumerate() {
        lines.push(price_line(line, currency, word).map_err(|error| error.under(format_args!("/lines/{at}")))?);
    }
    Ok(lines)
}

/// Adds up an order from its lines and parts.
pub(crate) fn add_up(lines: Vec<OrderLine>, parts: Parts, currency: Currency, word: Word) -> Result<Priced> {
    let discount = minor("/discount", parts.discount, currency)?;
    let shipping = minor("/shipping", parts.shipping, currency)?;
    let total = parts.total.map(|total| minor("/total", Some(total), currency)).transpose()?;
    let line_tax = sum(lines.iter().map(|line| line.tax.minor))?;
    let tax = match parts.tax {
        Some(tax) => minor("/tax", Some(tax), currency)?,
        None => line_tax,
    };
    if tax < line_tax && word == Word::Checked {
        return Err(Error::invalid("/tax", "the tax is less than the sum of the lines' taxes"));
    }
    let added_tax = if parts.tax_included { 0 } else { tax };
    let subtotal = match (lines.is_empty(), total) {
        (true, None) => return Err(Error::invalid("/total", "an order has lines or a total")),
        (true, Some(total)) => sum([total, -shipping, -added_tax, discount])?,
        (false, _) => sum(lines.iter().map(|line| line.total.minor))?,
    };
    let computed = sum([subtotal, -discount, shipping, added_tax])?;
    if let Some(total) = total
        && total != computed
        && word == Word::Checked
    {
        let (total, computed) = (Money::new(total, currency), Money::new(computed, currency));
        return Err(Error::invalid(
            "/total",
            format!("the total {total} contradicts the parts, which make {computed}"),
        )
        .hint("leave the total out, or correct the lines, discount, shipping or tax"));
    }
    let included = match (parts.tax_included, line_tax) {
        (false, _) => 0,
        (true, 0) => tax,
        // The rest of the tax belongs to shipping.
        (true, of_lines) => of_lines,
    };
    let net = sum([subtotal, -discount, -included])?;
    if subtotal < 0 || computed < 0 || net < 0 {
        return Err(Error::invalid("/discount", "discounts and taxes are larger than what they are taken from"));
    }
    let units = Quantity::from_thousandths(sum(lines.iter().map(|line| line.quantity.thousandths()))?);
    let total = total.unwrap_or(computed);
    let difference = total - computed;
    Ok(Priced { lines, subtotal, discount, shipping, tax, total, difference, net, units })
}

fn price_line(line: NewOrderLine, currency: Currency, word: Word) -> Result<OrderLine> {
    let sku = text::key("/sku", &line.sku, MAX_KEY)?;
    let name = text::optional_name("/name", line.name.as_deref())?;
    if line.quantity.thousandths() < 0 {
        return Err(
            Error::invalid("/quantity", "the quantity must not be negative").hint("record what came back as a refund")
        );
    }
    if line.unit_price.is_some_and(|price| price.micros() < 0) {
        return Err(Error::invalid("/unit_price", "the price must not be negative"));
    }
    let discount = minor("/discount", line.discount, currency)?;
    let tax = minor("/tax", line.tax, currency)?;
    let total = line_total(&line, discount, currency, word)?;
    if let Some(cost) = line.cost {
        require_amount("/cost/amount", cost)?;
    }
    if line.serials.len() > MAX_SERIALS {
        return Err(Error::invalid("/serials", "a line has at most 10,000 serial numbers"));
    }
    if line.lead_time_days.is_some_and(|days| days > MAX_LEAD_TIME) {
        return Err(Error::invalid("/lead_time_days", "a line is made in at most 3,650 days"));
    }
    let serial = |(at, serial): (usize, &String)| text::key(&format!("/serials/{at}"), serial, MAX_KEY);
    Ok(OrderLine {
        id: OrderLineId(0),
        sku,
        name,
        quantity: line.quantity,
        quantity_cancelled: Quantity::default(),
        unit_price: line.unit_price,
        discount: Money::new(discount, currency),
        tax: Money::new(tax, currency),
        total: Money::new(total, currency),
        cost: line.cost,
        fulfilled: Quantity::default(),
        restocked: Quantity::default(),
        serials: line.serials.iter().enumerate().map(serial).collect::<Result<_>>()?,
        made_to_order: line.made_to_order,
        lead_time_days: line.lead_time_days,
        configuration: line.configuration,
    })
}

/// Unit price × quantity − discount, or the given total.
fn line_total(line: &NewOrderLine, discount: i64, currency: Currency, word: Word) -> Result<i64> {
    let given = line.total.map(|total| minor("/total", Some(total), currency)).transpose()?;
    let Some(unit_price) = line.unit_price else {
        return given.ok_or_else(|| Error::invalid("/unit_price", "a line has a unit price or a total"));
    };
    let before = unit_price.total(line.quantity, currency).map_err(|error| error.at("/unit_price"))?.minor;
    let computed = before - discount;
    match given {
        Some(given) if given != computed && word == Word::Checked => {
            let (given, computed) = (Money::new(given, currency), Money::new(computed, currency));
            Err(Error::invalid(
                "/total",
                format!("the total {given} contradicts price and quantity, which make {computed}"),
            ))
        }
        Some(given) => Ok(given),
        None if computed < 0 => Err(Error::invalid("/discount", "the discount is larger than the line")),
        None => Ok(computed),
    }
}

/// Requires an amount that is not negative.
pub(crate) fn require_amount(path: &str, amount: Money) -> Result<()> {
    if amount.minor < 0 {
        return Err(Error::invalid(path, "the amount must not be negative"));
    }
    Ok(())
}

/// The minor units of an amount in the order's currency; 0 when it is absent.
pub(crate) fn minor(path: &str, amount: Option<Money>, currency: Currency) -> Result<i64> {
    let Some(amount) = amount else { return Ok(0) };
    Money::zero(currency).same_currency(amount).map_err(|error| error.at(path))?;
    require_amount(path, amount)?;
    Ok(amount.minor)
}

/// A checked sum of minor units.
pub(crate) fn sum(parts: impl IntoIterator<Item = i64>) -> Result<i64> {
    parts.into_iter().try_fold(0, add_minor).map_err(|_| too_large().at("/total"))
}

/// What the goods of a line cost the shop, in the base currency.
pub(crate) fn line_cost(
    line: &OrderLine,
    currency: Currency,
    to_base: impl Fn(Money) -> Result<i64>,
    base: Currency,
) -> Result<i64> {
    let Some(cost) = line.cost else { return Ok(0) };
    let total = UnitPrice::from_money(cost)?.total(line.quantity, cost.currency)?;
    if cost.currency == base {
        return Ok(total.minor);
    }
    if cost.currency == currency {
        return to_base(total);
    }
    Err(Error::invalid("/cost", format!("a cost in {} is neither in {currency} nor in {base}", cost.currency)))
}

/// Whether two lines say the same, shipped quantities aside.
pub(crate) fn same_line(a: &OrderLine, b: &OrderLine) -> bool {
    (&a.sku, &a.name, a.quantity, a.unit_price) == (&b.sku, &b.name, b.quantity, b.unit_price)
        && (a.discount, a.tax, a.total, a.cost) == (b.discount, b.tax, b.total, b.cost)
        && a.serials == b.serials
        && (a.quantity_cancelled, a.configuration) == (b.quantity_cancelled, b.configuration)
        && (a.made_to_order, a.lead_time_days) == (b.made_to_order, b.lead_time_days)
}
