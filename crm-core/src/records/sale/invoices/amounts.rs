//! Pure arithmetic of invoices: lines + tax + shipping − discount = total, of whole orders, of lines, and of credits.

use super::{CreditedLine, Invoice, InvoiceLine, NewInvoiceLine};
use crate::records::orders::{Order, OrderLine, Refund};
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{Currency, Error, Money, Quantity, Rate, Result, split, text};

const MAX_KEY: usize = 128;
/// The most lines of an invoice, as many as an order has.
const MAX_LINES: usize = 4_097;

/// The amounts of an invoice, in minor units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amounts {
    pub(crate) lines: Vec<InvoiceLine>,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    pub(crate) tax: i64,
}

impl Amounts {
    pub(crate) fn net(&self) -> Result<i64> {
        sum(self.lines.iter().map(|line| line.net.minor))
    }

    pub(crate) fn total(&self) -> Result<i64> {
        sum([self.net()?, self.tax, self.shipping, -self.discount])
    }
}

/// A checked sum of minor units.
pub(crate) fn sum(parts: impl IntoIterator<Item = i64>) -> Result<i64> {
    parts.into_iter().try_fold(0, add_minor)
}

/// A line at its place.
fn line(currency: Currency, description: String, (net, tax): (i64, i64)) -> Result<InvoiceLine> {
    Ok(InvoiceLine {
        position: 0,
        order_line_id: None,
        credits: None,
        sku: None,
        description,
        quantity: Quantity::ONE,
        unit_price: None,
        net: Money::new(net, currency),
        tax_rate: rate_of(net, tax)?,
        tax: Money::new(tax, currency),
        gross: Money::new(add_minor(net, tax)?, currency),
    })
}

/// The lines with their positions.
fn placed(mut lines: Vec<InvoiceLine>) -> Vec<InvoiceLine> {
    for (position, line) in (1..).zip(&mut lines) {
        line.position = position;
    }
    lines
}

/// The roundest rate that makes this tax of this net amount; the nearest one where none does.
pub(crate) fn rate_of(net: i64, tax: i64) -> Result<Rate> {
    if net <= 0 || tax <= 0 {
        return Ok(Rate::default());
    }
    let exact = scale_half_even(tax, 1_000_000, net)?;
    for step in [10_000, 5_000, 1_000, 100, 10] {
        let round = scale_half_even(exact, 1, step)? * step;
        if scale_half_even(net, round, 1_000_000)? == tax {
            return Ok(Rate::from_ppm(round));
        }
    }
    Ok(Rate::from_ppm(exact))
}

/// The amounts of given lines.
pub(crate) fn of_lines(
    given: Vec<NewInvoiceLine>,
    currency: Currency,
    (discount, shipping, shipping_tax): (i64, i64, i64),
) -> Result<Amounts> {
    if given.is_empty() || given.len() >= MAX_LINES {
        return Err(Error::invalid("/lines", "an invoice has 1 to 4,096 lines"));
    }
    let mut lines = Vec::with_capacity(given.len());
    for (at, one) in given.into_iter().enumerate() {
        lines.push(priced(one, currency).map_err(|error| error.under(format_args!("/lines/{at}")))?);
    }
    let tax = sum(lines.iter().map(|line| line.tax.minor).chain([shipping_tax]))?;
    let amounts = Amounts { lines: placed(lines), discount, shipping, tax };
    if amounts.total()? < 0 {
        return Err(Error::invalid("/discount", "the discount is larger than what it is taken from"));
    }
    Ok(amounts)
}

fn priced(given: NewInvoiceLine, currency: Currency) -> Result<InvoiceLine> {
    if given.quantity.thousandths() <= 0 {
        return Err(Error::invalid("/quantity", "the quantity must be larger than 0"));
    }
    if given.unit_price.micros() < 0 {
        return Err(Error::invalid("/unit_price", "the price must not be negative"));
    }
    if !(0..=1_000_000).contains(&given.tax_rate.ppm()) {
        return Err(Error::invalid("/tax_rate", "a rate lies between 0 and 1"));
    }
    let net = given.unit_price.total(given.quantity, currency).map_err(|error| error.at("/unit_price"))?.minor;
    let tax = scale_half_even(net, given.tax_rate.ppm(), 1_000_000)?;
    Ok(InvoiceLine {
        sku: given.sku.map(|sku| text::key("/sku", &sku, MAX_KEY)).transpose()?,
        quantity: given.quantity,
        unit_price: Some(given.unit_price),
        tax_rate: given.tax_rate,
        ..line(currency, text::name("/description", &given.description)?, (net, tax))?
    })
}

/// The amounts of an order; they come to its total. Where prices include the tax, it is taken out of lines and shipping.
pub(crate) fn of_order(order: &Order) -> Result<Amounts> {
    let currency = order.currency;
    let (taxes, rest) = taxes_of(order)?;
    let mut lines = Vec::with_capacity(order.lines.len() + 1);
    if order.lines.is_empty() {
        let name =
            order.number.clone().map_or_else(|| format!("Order {}", order.id), |number| format!("Order {number}"));
        let tax = order.tax.minor - rest;
        let net = order.subtotal.minor - if order.tax_included { tax } else { 0 };
        lines.push(line(currency, name, (net, tax))?);
    }
    for (sold, tax) in order.lines.iter().zip(taxes) {
        // All of it was called off.
        if sold.quantity.thousandths() == 0 && sold.quantity_cancelled.thousandths() > 0 {
            continue;
        }
        let net = sold.total.minor - if order.tax_included { tax } else { 0 };
        lines.push(InvoiceLine {
            order_line_id: Some(sold.id),
            sku: Some(sold.sku.clone()),
            quantity: sold.quantity,
            unit_price: sold.unit_price,
            ..line(currency, sold.name.clone().unwrap_or_else(|| sold.sku.clone()), (net, tax))?
        });
    }
    if lines.iter().any(|line| line.net.minor < 0) {
        return Err(Error::conflict("the taxes of the order are larger than its lines").at("/order_id"));
    }
    // What the host has charged beside the parts.
    let difference = order.difference.minor;
    if difference > 0 {
        lines.push(line(currency, "Adjustment".to_owned(), (difference, 0))?);
    }
    let shipping = order.shipping.minor - if order.tax_included { rest } else { 0 };
    let discount = add_minor(order.discount.minor, (-difference).max(0))?;
    Ok(Amounts { lines: placed(lines), discount, shipping, tax: order.tax.minor })
}

/// The taxes of the lines, and the rest that belongs to shipping.
fn taxes_of(order: &Order) -> Result<(Vec<i64>, i64)> {
    let tax = order.tax.minor;
    if order.lines.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let of_lines = sum(order.lines.iter().map(|line| line.tax.minor))?;
    let rest = tax - of_lines;
    let too_much = |line: &OrderLine| order.tax_included && line.tax.minor > line.total.minor;
    let contradicts =
        rest < 0 || (order.tax_included && rest > order.shipping.minor) || order.lines.iter().any(too_much);
    if contradicts || (of_lines == 0 && tax > 0) {
        let totals: Vec<i64> = order.lines.iter().map(|line| line.total.minor).collect();
        return Ok((split::divide(tax, &totals), 0));
    }
    Ok((order.lines.iter().map(|line| line.tax.minor).collect(), rest))
}

/// What is left of an invoice after its credit notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) total: i64,
    pub(crate) tax: i64,
}

pub(crate) fn left(invoice: &Invoice, credits: &[Invoice]) -> Result<Left> {
    let total = sum(credits.iter().map(|credit| -credit.total.minor).chain([invoice.total.minor]))?;
    let tax = sum(credits.iter().map(|credit| -credit.tax.minor).chain([invoice.tax.minor]))?;
    Ok(Left { total, tax })
}

/// Whether every credit note names the lines that it credits.
fn is_by_lines(credits: &[Invoice]) -> bool {
    credits.iter().flat_map(|credit| &credit.lines).all(|line| line.credits.is_some())
}

/// All that is left of an invoice.
pub(crate) fn credit_rest(invoice: &Invoice, credits: &[Invoice]) -> Result<Amounts> {
    let left = left(invoice, credits)?;
    if !is_by_lines(credits) {
        let rest = line(invoice.total.currency, "Remaining amount".to_owned(), (left.total - left.tax, left.tax))?;
        return Ok(Amounts { lines: placed(vec![rest]), discount: 0, shipping: 0, tax: left.tax });
    }
    let mut lines = Vec::with_capacity(invoice.lines.len());
    for known in &invoice.lines {
        let (quantity, net, tax) = credited(known, credits)?;
        if (quantity, net) == (known.quantity.thousandths(), known.net.minor) && quantity > 0 {
            continue;
        }
        let amounts = (known.net.minor - net, known.tax.minor - tax);
        lines.push(InvoiceLine {
            order_line_id: known.order_line_id,
            credits: Some(known.position),
            sku: known.sku.clone(),
            quantity: Quantity::from_thousandths(known.quantity.thousandths() - quantity),
            unit_price: known.unit_price,
            tax_rate: known.tax_rate,
            ..line(invoice.total.currency, known.description.clone(), amounts)?
        });
    }
    let given = |of: fn(&Invoice) -> Money| sum(credits.iter().map(|credit| of(credit).minor));
    Ok(Amounts {
        lines: placed(lines),
        discount: invoice.discount.minor - given(|credit| credit.discount)?,
        shipping: invoice.shipping.minor - given(|credit| credit.shipping)?,
        tax: left.tax,
    })
}

/// Quantity, net and tax of a line that credit notes hold.
fn credited(known: &InvoiceLine, credits: &[Invoice]) -> Result<(i64, i64, i64)> {
    let of = || credits.iter().flat_map(|credit| &credit.lines).filter(|line| line.credits == Some(known.position));
    Ok((
        sum(of().map(|line| line.quantity.thousandths()))?,
        sum(of().map(|line| line.net.minor))?,
        sum(of().map(|line| line.tax.minor))?,
    ))
}

/// Parts of lines, with their parts of the discount.
pub(crate) fn credit_lines(invoice: &Invoice, credits: &[Invoice], given: &[CreditedLine]) -> Result<Amounts> {
    let nets: Vec<i64> = invoice.lines.iter().map(|line| line.net.minor).collect();
    let discounts = split::divide(invoice.discount.minor, &nets);
    let (mut lines, mut discount) = (Vec::with_capacity(given.len()), 0);
    for (at, part) in given.iter().enumerate() {
        let path = |field: &str| format!("/lines/{at}/{field}");
        let found = invoice.lines.iter().zip(&discounts).find(|(line, _)| line.position == part.position);
        let Some((known, of_discount)) = found else {
            return Err(Error::not_found("line", part.position).at(path("position")));
        };
        if given[..at].iter().any(|other| other.position == part.position) {
            return Err(Error::invalid(path("position"), "the credit note names this line twice"));
        }
        let (so_far, _, _) = credited(known, credits)?;
        let (wanted, whole) = (part.quantity.thousandths(), known.quantity.thousandths());
        if wanted <= 0 || wanted > whole - so_far {
            let left = Quantity::from_thousandths(whole - so_far);
            return Err(Error::invalid(path("quantity"), format!("above 0, and only {left} of this line is left")));
        }
        let share = |amount: i64| -> Result<i64> {
            Ok(scale_half_even(amount, so_far + wanted, whole)? - scale_half_even(amount, so_far, whole)?)
        };
        let (net, tax) = (share(known.net.minor)?, share(known.tax.minor)?);
        discount = add_minor(discount, share(*of_discount)?.min(add_minor(net, tax)?))?;
        lines.push(InvoiceLine {
            order_line_id: known.order_line_id,
            credits: Some(known.position),
            sku: known.sku.clone(),
            quantity: part.quantity,
            unit_price: known.unit_price,
            tax_rate: known.tax_rate,
            ..line(invoice.total.currency, known.description.clone(), (net, tax))?
        });
    }
    let tax = sum(lines.iter().map(|line| line.tax.minor))?;
    Ok(Amounts { lines: placed(lines), discount, shipping: 0, tax })
}

/// What a refund gave back, line by line as far as it names them; its tax in proportion where it names none.
pub(crate) fn credit_refund(invoice: &Invoice, credits: &[Invoice], refund: &Refund) -> Result<Amounts> {
    let left = left(invoice, credits)?;
    let currency = invoice.total.currency;
    let amount = refund.amount.minor;
    if amount > left.total {
        let left = Money::new(left.total, currency);
        return Err(Error::invalid("/refund_id", format!("only {left} of the invoice is left to credit")));
    }
    let named = refund.tax.minor;
    let tax = if named > 0 { named } else { scale_half_even(invoice.tax.minor, amount, invoice.total.minor.max(1))? };
    // What stays holds no more tax than it comes to, and no less than none.
    let least = (left.tax - (left.total - amount)).max(0);
    let tax = tax.min(left.tax).min(amount).max(least);
    let shipping = refund.shipping.minor.min(amount - tax);
    let net = amount - tax - shipping;
    let mut lines = Vec::new();
    if refund.lines.is_empty() {
        if net > 0 {
            lines.push(line(currency, "Refund".to_owned(), (net, tax))?);
        }
    } else {
        let weights: Vec<i64> = refund.lines.iter().map(|line| line.amount.minor).collect();
        let nets = split::divide(net, &weights);
        let taxes = split::divide(tax, &nets);
        for ((part, net), tax) in refund.lines.iter().zip(nets).zip(taxes) {
            let known = invoice.lines.iter().find(|known| known.order_line_id == Some(part.line));
            let name = known.map_or_else(|| "Refund".to_owned(), |known| known.description.clone());
            lines.push(InvoiceLine {
                order_line_id: Some(part.line),
                sku: known.and_then(|known| known.sku.clone()),
                quantity: part.quantity,
                ..line(currency, name, (net, tax))?
            });
        }
    }
    Ok(Amounts { lines: placed(lines), discount: 0, shipping, tax })
}
