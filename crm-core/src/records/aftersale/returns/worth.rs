//! Pure arithmetic: what lines of an order were paid with, part by part.

use crate::records::orders::Order;
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{Result, split};

/// What each line of an order came to, in minor units: after its part of the order's discount, and its tax.
pub(super) struct Worths {
    goods: Vec<i64>,
    taxes: Vec<i64>,
    tax_included: bool,
}

/// What a part of a line was paid with, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Worth {
    /// With its tax.
    pub(super) value: i64,
    /// The tax in it.
    pub(super) tax: i64,
}

/// The discount on the order belongs to its lines in proportion to their totals, and so does a tax that no line names; a
/// tax beside that of the lines is that of shipping.
pub(super) fn worths(order: &Order) -> Result<Worths> {
    let totals: Vec<i64> = order.lines.iter().map(|line| line.total.minor).collect();
    let discounts = split::divide(order.discount.minor, &totals);
    let of_lines = order.lines.iter().try_fold(0, |sum, line| add_minor(sum, line.tax.minor))?;
    let taxes = if of_lines > 0 && of_lines <= order.tax.minor {
        order.lines.iter().map(|line| line.tax.minor).collect()
    } else {
        split::divide(order.tax.minor, &totals)
    };
    let goods = totals.iter().zip(discounts).map(|(total, discount)| (total - discount).max(0)).collect();
    Ok(Worths { goods, taxes, tax_included: order.tax_included })
}

impl Worths {
    /// What a quantity of a line was paid with, of which so much came back before; all parts together make exactly the
    /// line. Quantities in thousandths.
    pub(super) fn part(&self, at: usize, so_far: i64, quantity: i64, of: i64) -> Result<Worth> {
        let (Some(goods), Some(tax)) = (self.goods.get(at), self.taxes.get(at)) else { return Ok(Worth::default()) };
        let goods = share(*goods, so_far, quantity, of)?;
        let tax = share(*tax, so_far, quantity, of)?;
        let value = if self.tax_included { goods } else { add_minor(goods, tax)? };
        Ok(Worth { value, tax: tax.min(value) })
    }
}

/// The difference of two running parts, each rounded half to even.
fn share(whole: i64, so_far: i64, quantity: i64, of: i64) -> Result<i64> {
    if of <= 0 {
        return Ok(0);
    }
    let until = |part: i64| scale_half_even(whole, part.clamp(0, of), of);
    Ok(until(add_minor(so_far, quantity)?)? - until(so_far)?)
}
