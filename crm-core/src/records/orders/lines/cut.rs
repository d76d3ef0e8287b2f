//! Pure arithmetic of lines that are called off in part.

use crate::records::orders::price::sum;
use crate::records::orders::{Order, OrderLine};
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{Currency, Quantity, Result, split};

/// What stands of an order, in minor units of its currency.
pub(crate) struct Cut {
    pub(crate) lines: Vec<OrderLine>,
    /// The discount on the whole order.
    pub(crate) discount: i64,
    /// All taxes.
    pub(crate) tax: i64,
}

/// What stands of an order after so many thousandths of each line are called off. The discount on the order belongs to
/// its lines in proportion to their totals, and so does a tax that no line names; a tax beside that of the lines is that
/// of shipping and stays. What belongs to a line shrinks with its quantity, rounded half to even, and never becomes more
/// than the line.
pub(crate) fn cut(order: &Order, off: &[i64]) -> Result<Cut> {
    let totals: Vec<i64> = order.lines.iter().map(|line| line.total.minor).collect();
    let discounts = split::divide(order.discount.minor, &totals);
    let of_lines = sum(order.lines.iter().map(|line| line.tax.minor))?;
    let of_shipping = order.tax.minor - of_lines;
    let by_line = of_lines > 0 && of_shipping >= 0;
    let taxes = if by_line {
        order.lines.iter().map(|line| line.tax.minor).collect()
    } else {
        split::divide(order.tax.minor, &totals)
    };
    let mut cut = Cut { lines: Vec::with_capacity(off.len()), discount: 0, tax: if by_line { of_shipping } else { 0 } };
    for ((line, off), (mut discount, mut tax)) in order.lines.iter().zip(off).zip(discounts.into_iter().zip(taxes)) {
        let mut line = line.clone();
        if *off > 0 {
            let (of, left) = (line.quantity.thousandths(), line.quantity.thousandths() - off);
            let part = |minor: i64| scale_half_even(minor, left, of);
            shrink(&mut line, left, order.currency)?;
            let most_tax = if order.tax_included { line.total.minor } else { i64::MAX };
            line.tax.minor = part(line.tax.minor)?.min(most_tax);
            tax = part(tax)?.min(most_tax);
            let included = if order.tax_included { tax } else { 0 };
            discount = part(discount)?.min(line.total.minor - included);
        }
        cut.discount = add_minor(cut.discount, discount)?;
        cut.tax = add_minor(cut.tax, tax)?;
        cut.lines.push(line);
    }
    // Where prices include it and no line that stands names a tax, it is taken out of the lines.
    if order.tax_included && cut.lines.iter().all(|line| line.tax.minor == 0) {
        let subtotal = sum(cut.lines.iter().map(|line| line.total.minor))?;
        cut.tax = cut.tax.min((subtotal - cut.discount).max(0));
    }
    Ok(cut)
}

/// Brings quantity, discount and total of a line to what stands of it.
fn shrink(line: &mut OrderLine, left: i64, currency: Currency) -> Result<()> {
    let of = line.quantity.thousandths();
    let gross = add_minor(line.total.minor, line.discount.minor)?;
    let quantity = Quantity::from_thousandths(left);
    let gross_left = match line.unit_price {
        // The price holds, unless a host has charged something else.
        Some(price) if price.total(line.quantity, currency)?.minor == gross => price.total(quantity, currency)?.minor,
        _ => scale_half_even(gross, left, of)?,
    };
    line.discount.minor = scale_half_even(line.discount.minor, left, of)?.min(gross_left);
    line.total.minor = gross_left - line.discount.minor;
    line.quantity_cancelled = Quantity::from_thousandths(add_minor(line.quantity_cancelled.thousandths(), of - left)?);
    line.quantity = quantity;
    Ok(())
}
