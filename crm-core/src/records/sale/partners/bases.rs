//! What a commission is computed of, line by line, and what is left of it after cancellations, edits and refunds.

use super::AttributedLine;
use super::terms::CommissionBasis;
use crate::records::orders::{Order, OrderLine, OrderState, Refund};
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{Money, Result, UnitPrice, split};

/// What the lines of an order bring; an order without lines is one line without id. The net amounts of all lines add up to that of the order.
pub(crate) fn of_order(order: &Order, basis: CommissionBasis) -> Result<Vec<AttributedLine>> {
    if order.lines.is_empty() {
        let base = match basis {
            CommissionBasis::Revenue => order.net_base.minor,
            CommissionBasis::Margin => order.net_base.minor.saturating_sub(order.cost_base.minor).max(0),
            CommissionBasis::Units => order.units.thousandths(),
        };
        return Ok(vec![AttributedLine { line_id: None, base }]);
    }
    if basis == CommissionBasis::Units {
        let of = |line: &OrderLine| AttributedLine { line_id: Some(line.id), base: line.quantity.thousandths() };
        return Ok(order.lines.iter().map(of).collect());
    }
    let included = |line: &OrderLine| if order.tax_included { line.tax.minor } else { 0 };
    let weights: Vec<i64> = order.lines.iter().map(|line| line.total.minor.saturating_sub(included(line))).collect();
    let nets = split::divide(order.net_base.minor, &weights);
    let mut bases = Vec::with_capacity(nets.len());
    for (line, net) in order.lines.iter().zip(nets) {
        let base = match basis {
            CommissionBasis::Margin => net.saturating_sub(cost_of(line, order)?).max(0),
            _ => net,
        };
        bases.push(AttributedLine { line_id: Some(line.id), base });
    }
    Ok(bases)
}

/// What the goods of a line cost the shop, in the base currency.
fn cost_of(line: &OrderLine, order: &Order) -> Result<i64> {
    let Some(cost) = line.cost else { return Ok(0) };
    let total = UnitPrice::from_money(cost)?.total(line.quantity, cost.currency)?;
    Ok(order.rate.convert(total, order.net_base.currency)?.minor)
}

/// What the lines still bring when these refunds count: nothing of a cancelled order or one that went back in full.
pub(crate) fn left(order: &Order, basis: CommissionBasis, refunds: &[Refund]) -> Result<Vec<AttributedLine>> {
    let mut bases = of_order(order, basis)?;
    let refunded = sum(refunds.iter().map(|refund| refund.amount.minor))?;
    if order.state == OrderState::Cancelled || (refunded > 0 && refunded >= order.paid.minor) {
        bases.iter_mut().for_each(|one| one.base = 0);
        return Ok(bases);
    }
    if refunded == 0 {
        return Ok(bases);
    }
    // What was paid beyond the total goes back first and takes nothing of the goods.
    let beyond = (order.paid.minor - order.total.minor).max(0);
    let rest = sum(refunds.iter().map(|refund| rest_of(refund, order)).collect::<Result<Vec<_>>>()?)?;
    let rest = (rest - beyond).max(0);
    let goods = order.subtotal.minor.saturating_sub(order.discount.minor);
    for one in &mut bases {
        let line = one.line_id.and_then(|id| order.lines.iter().find(|line| line.id == id));
        let (whole, mut returned) = match line {
            None => (goods, 0),
            Some(line) => {
                let of_line = refunds.iter().flat_map(|refund| &refund.lines).filter(|part| part.line == line.id);
                match basis {
                    CommissionBasis::Units => {
                        (line.quantity.thousandths(), sum(of_line.map(|part| part.quantity.thousandths()))?)
                    }
                    _ => (line.total.minor, sum(of_line.map(|part| part.amount.minor))?),
                }
            }
        };
        if whole <= 0 {
            continue;
        }
        if goods > 0 {
            returned = add_minor(returned, scale_half_even(whole, rest.min(goods), goods)?)?;
        }
        one.base -= scale_half_even(one.base, returned.min(whole), whole)?;
    }
    Ok(bases)
}

/// What of a refund is for goods but names no line.
fn rest_of(refund: &Refund, order: &Order) -> Result<i64> {
    let named = sum(refund.lines.iter().map(|line| line.amount.minor))?;
    // Where prices include the tax, so do the lines.
    let tax = if order.tax_included { Money::zero(order.currency) } else { refund.tax };
    Ok(
        (i128::from(refund.amount.minor)
            - i128::from(refund.shipping.minor)
            - i128::from(tax.minor)
            - i128::from(named))
        .clamp(0, i128::from(i64::MAX)) as i64,
    )
}

fn sum(parts: impl IntoIterator<Item = i64>) -> Result<i64> {
    parts.into_iter().try_fold(0, add_minor)
}
