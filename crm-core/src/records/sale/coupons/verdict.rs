//! What a coupon gives for a basket: the facts that a programme asks for, the verdict, and room below a limit.

use super::rules::{self, Case};
use super::store::Aside;
use super::uses::end_overdue;
use super::{Basket, Coupon, CouponProgram, CouponState, Redemption, Refusal, program_of, store};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::catalog;
use crate::records::sale::loyalty;
use crate::vocabulary::{CouponProgramId, CustomerId, Money, Result, text};

/// Overdue reservations that are ended at a time to make room below a limit; `tick` ends the others.
const ROOM: usize = 20;

/// Who wants to reserve a coupon, and for what.
pub(super) struct Buyer<'a> {
    pub(super) customer: Option<CustomerId>,
    pub(super) basket: &'a Basket,
    pub(super) key: &'a str,
    /// What the basket holds of the coupon already.
    pub(super) own: Option<&'a Redemption>,
}

/// What a coupon gives to a buyer, or why it gives nothing. Where only reservations whose time is over stand between the
/// buyer and a limit, they are ended until there is room: whoever held them cannot redeem them any more.
pub(super) fn granted(
    tx: &WriteTransaction,
    program_id: CouponProgramId,
    coupon: &Coupon,
    buyer: &Buyer<'_>,
) -> Result<std::result::Result<Money, Refusal>> {
    let judge = |aside: Aside| {
        let program = program_of(tx, program_id)?;
        let aside = aside.with(buyer.own, &program, buyer.customer);
        verdict(tx, &program, coupon, buyer.customer, buyer.basket, Some(buyer.key), aside)
    };
    let mut verdict = judge(Aside::default())?;
    let is_limit = |refusal: Refusal| matches!(refusal, Refusal::TotalLimit | Refusal::CustomerLimit | Refusal::Budget);
    if !verdict.is_err_and(is_limit) {
        return Ok(verdict);
    }
    // Without all of them: whether it is worth the work.
    let program = program_of(tx, program_id)?;
    let without = judge(store::overdue_sums(tx, &program, coupon, buyer.customer)?)?;
    if without.is_err() {
        return Ok(without);
    }
    while let Err(refusal) = verdict {
        let whose = buyer.customer.filter(|_| refusal == Refusal::CustomerLimit);
        if end_overdue(tx, store::overdue_of(tx, program_id, whose, ROOM)?)? == 0 {
            break;
        }
        verdict = judge(Aside::default())?;
    }
    Ok(verdict)
}

/// Judges a coupon for a basket; uses that are set aside do not count.
pub(super) fn verdict(
    tx: &ReadTransaction,
    program: &CouponProgram,
    coupon: &Coupon,
    customer: Option<CustomerId>,
    basket: &Basket,
    key: Option<&str>,
    aside: Aside,
) -> Result<std::result::Result<Money, Refusal>> {
    let state = match coupon.state {
        CouponState::Reserved if aside.holds_coupon => CouponState::Issued,
        state => state,
    };
    let mut case = Case {
        program,
        coupon,
        state,
        customer,
        is_listed: false,
        tier_rank: None,
        stands_alone: false,
        uses: program.uses - aside.uses,
        spent: program.spent.map_or(0, |spent| spent.minor) - aside.spent,
        uses_of_customer: 0,
        basket,
        eligible: eligible(tx, program, basket)?,
        now: tx.now(),
    };
    if let Some(customer) = customer {
        if program.per_customer.is_some() {
            case.uses_of_customer = store::uses_of(tx, program.id, customer)? - aside.of_customer;
        }
        if let Some(list) = program.list_id {
            let lists = tx.customers().lists_of(customer)?;
            case.is_listed = lists.iter().any(|one| one.list_id == list && one.removed_at.is_none());
        }
        if program.min_tier_rank.is_some() {
            case.tier_rank = loyalty::rank_of(tx, customer)?;
        }
    }
    if let Some(key) = key {
        let others = store::stackable_in(tx, key, coupon.id)?;
        let all_stack = program.stackable && others.iter().all(|stackable| *stackable);
        case.stands_alone = !others.is_empty() && !all_stack;
    }
    rules::judge(&case)
}

/// The lines for which a programme holds: by article, or by the category that the catalog knows.
fn eligible<'a>(
    tx: &ReadTransaction,
    program: &CouponProgram,
    basket: &'a Basket,
) -> Result<Vec<&'a super::BasketLine>> {
    if program.skus.is_empty() && program.categories.is_empty() {
        return Ok(basket.lines.iter().collect());
    }
    let mut lines = Vec::new();
    for line in &basket.lines {
        let mut fits = program.skus.contains(&line.sku);
        if !fits && !program.categories.is_empty() {
            let category = catalog::category_of(tx, &line.sku)?;
            let below = |path: &str| program.categories.iter().any(|wanted| text::is_under(path, wanted, '/'));
            fits = category.as_deref().is_some_and(below);
        }
        if fits {
            lines.push(line);
        }
    }
    Ok(lines)
}
