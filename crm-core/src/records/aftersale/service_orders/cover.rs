//! Who bears what: the warranty first, then the service contract, then goodwill, and the rest the customer.

use super::lines::{CoverReason, ServiceLine, ServiceLineKind};
use super::{CoveredBy, ServiceOrder, ServiceOrders, consume, lines, rules};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{Error, ErrorCode, Money, Rate, Result, ServiceLineId, ServiceOrderId, StaffId, ids, text};

/// What a warranty covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Warranted {
    pub(crate) parts: bool,
    pub(crate) labour: bool,
    pub(crate) onsite: bool,
}

/// What a service contract bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Contracted {
    pub(crate) parts: Rate,
    pub(crate) labour: bool,
    pub(crate) travel: bool,
}

/// What of a line is borne by whom, in minor units: the parts add up to the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Borne {
    pub(crate) warranty: i64,
    pub(crate) contract: i64,
    pub(crate) goodwill: i64,
    pub(crate) customer: i64,
    pub(crate) by: CoveredBy,
    pub(crate) reason: CoverReason,
}

/// Decides who bears a line. Goodwill bears no more than what warranty and contract leave to the customer.
pub(crate) fn of_line(
    (kind, amount): (ServiceLineKind, i64),
    warranty: Option<Warranted>,
    contract: Option<Contracted>,
    goodwill: i64,
) -> Result<Borne> {
    use ServiceLineKind::{Fee, Labour, Part, Travel};
    let warranted = warranty.unwrap_or_default();
    let contracted = contract.unwrap_or_default();
    let share = match kind {
        Part => contracted.parts.ppm().clamp(0, 1_000_000),
        Labour if contracted.labour => 1_000_000,
        Travel if contracted.travel => 1_000_000,
        _ => 0,
    };
    let by_warranty = match kind {
        Part => warranted.parts,
        Labour => warranted.labour,
        Travel => warranted.onsite,
        Fee => false,
    };
    let (of_warranty, of_contract) =
        if by_warranty { (amount, 0) } else { (0, scale_half_even(amount, share, 1_000_000)?) };
    let left = amount - of_warranty - of_contract;
    let goodwill = goodwill.clamp(0, left);
    let (by, reason) = match kind {
        Part if by_warranty => (CoveredBy::Warranty, CoverReason::WarrantyParts),
        Labour if by_warranty => (CoveredBy::Warranty, CoverReason::WarrantyLabour),
        _ if by_warranty => (CoveredBy::Warranty, CoverReason::WarrantyOnsite),
        Part if share > 0 => (CoveredBy::Contract, CoverReason::ContractParts),
        Labour if share > 0 => (CoveredBy::Contract, CoverReason::ContractLabour),
        _ if share > 0 => (CoveredBy::Contract, CoverReason::ContractTravel),
        _ if warranty.is_some() || contract.is_some() => (rest(goodwill), CoverReason::NotCovered),
        _ => (rest(goodwill), CoverReason::NoCover),
    };
    Ok(Borne { warranty: of_warranty, contract: of_contract, goodwill, customer: left - goodwill, by, reason })
}

/// Who bears a line that neither warranty nor contract bears.
fn rest(goodwill: i64) -> CoveredBy {
    if goodwill > 0 { CoveredBy::Goodwill } else { CoveredBy::Customer }
}

/// Decides who bears the lines of an order, as it stood when the order was recorded, and what it comes to.
pub(super) fn decide(tx: &ReadTransaction, order: &mut ServiceOrder) -> Result<()> {
    let warranty = consume::warranty_at(tx, order)?;
    let contract = consume::contract_at(tx, order)?;
    let (warranted, contracted) = (warranty.map(|(_, cover)| cover), contract.map(|(_, cover)| cover));
    for line in &mut order.lines {
        line.amount.minor = rules::amount(line)?;
        let borne = of_line((line.kind, line.amount.minor), warranted, contracted, line.by_goodwill.minor)?;
        line.by_warranty.minor = borne.warranty;
        line.by_contract.minor = borne.contract;
        line.by_goodwill.minor = borne.goodwill;
        line.by_customer.minor = borne.customer;
        line.covered_by = borne.by;
        line.cover_reason = borne.reason;
    }
    sum(order)?;
    order.warranty_id = warranty.map(|(id, _)| id).filter(|_| order.by_warranty.minor > 0);
    order.contract_id = contract.map(|(id, _)| id).filter(|_| order.by_contract.minor > 0);
    if order.by_goodwill.minor == 0 {
        (order.goodwill_reason, order.goodwill_by) = (None, None);
    }
    Ok(())
}

/// What the lines of an order come to.
fn sum(order: &mut ServiceOrder) -> Result<()> {
    let of = |lines: &[ServiceLine], part: fn(&ServiceLine) -> Money| -> Result<i64> {
        lines.iter().try_fold(0, |sum, line| add_minor(sum, part(line).minor))
    };
    order.total.minor = of(&order.lines, |line| line.amount)?;
    order.by_warranty.minor = of(&order.lines, |line| line.by_warranty)?;
    order.by_contract.minor = of(&order.lines, |line| line.by_contract)?;
    order.by_goodwill.minor = of(&order.lines, |line| line.by_goodwill)?;
    order.by_customer.minor = of(&order.lines, |line| line.by_customer)?;
    Ok(())
}

impl ServiceOrders<'_, WriteTransaction> {
    /// Lets the shop bear some of what the customer would have to pay: of one line, or of all of them in their sequence,
    /// so much, or everything. It takes the place of what was said of these lines before; 0 takes it back. Who says so is
    /// `by`.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is quoted, to be invoiced, or over; `limit` at `/amount` for more than the
    /// settings allow for an order, or than the customer would pay; `invalid_input` for a bad amount or without a reason.
    pub fn grant_goodwill(
        &self,
        id: ServiceOrderId,
        line: Option<ServiceLineId>,
        amount: Option<Money>,
        (reason, by): (&str, StaffId),
    ) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::require_not_invoiced(&order)?;
        let reason = text::name("/reason", reason)?;
        ids::require_row_id("/by", Some(by.0))?;
        let which = match line {
            Some(line) => {
                let at = rules::position(&order, line)?;
                at..at + 1
            }
            None => 0..order.lines.len(),
        };
        if let Some(amount) = amount {
            order.total.same_currency(amount).map_err(|error| error.at("/amount"))?;
            if amount.minor < 0 {
                return Err(Error::invalid("/amount", "the amount must not be negative"));
            }
        }
        let mut open = amount.map(|amount| amount.minor);
        for line in &mut order.lines[which] {
            let most = add_minor(line.by_customer.minor, line.by_goodwill.minor)?;
            let granted = open.map_or(most, |open| open.min(most));
            line.by_goodwill.minor = granted;
            line.by_customer.minor = most - granted;
            if matches!(line.cover_reason, CoverReason::NotCovered | CoverReason::NoCover) {
                line.covered_by = rest(granted);
            }
            open = open.map(|open| open - granted);
        }
        if open.is_some_and(|open| open > 0) {
            return Err(Error::new(ErrorCode::Limit, "the customer would pay less than that").at("/amount"));
        }
        sum(&mut order)?;
        if let Some(limit) = super::settings(tx)?.goodwill_limit {
            limit.same_currency(order.by_goodwill).map_err(|error| error.at("/amount"))?;
            if order.by_goodwill.minor > limit.minor {
                return Err(Error::new(ErrorCode::Limit, format!("goodwill bears at most {limit} of an order"))
                    .at("/amount")
                    .hint("grant less, or raise goodwill_limit with service_orders.save_settings"));
            }
        }
        let grants = order.by_goodwill.minor > 0;
        order.goodwill_reason = Some(reason).filter(|_| grants);
        order.goodwill_by = Some(by).filter(|_| grants);
        tx.step(|| lines::keep(tx, &mut order, "service_order.goodwill_granted"))?;
        Ok(order)
    }
}
