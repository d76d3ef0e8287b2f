//! Attributing an order: which plan covers which line, how much it makes, and who gets which part.

use super::terms::{self, PlanTerms};
use super::{
    AttributedLine, AttributedLines, Attribution, Beneficiary, BeneficiaryKind, Commission, CommissionPlan,
    CommissionShare, CommissionState, bases, rules, settle, store,
};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::catalog;
use crate::records::orders::{Order, OrderState};
use crate::vocabulary::{
    AttributionId, CommissionId, CommissionPlanId, Error, Money, OrderId, PartnerId, Rate, Result, split,
};
use serde_json::json;

/// Computes the commissions of an order, or returns those that are known.
pub(super) fn attribute(
    tx: &WriteTransaction,
    id: OrderId,
    given: &[CommissionShare],
    plan: Option<CommissionPlanId>,
) -> Result<Vec<Attribution>> {
    terms::require_shares(given)?;
    let order = tx.orders().get(id).map_err(|error| error.at("/order_id"))?;
    let known: Vec<Attribution> =
        store::attributions_of(tx, id)?.into_iter().filter(|one| plan.is_none_or(|plan| one.plan_id == plan)).collect();
    if let Some(other) = known.iter().find(|one| !is_same(&one.shares.0, given)) {
        return Err(Error::conflict("the commissions of this order are known for others")
            .at("/beneficiaries")
            .existing(other.id));
    }
    if !known.is_empty() {
        return known.into_iter().map(|one| super::with_commissions(tx, one)).collect();
    }
    if matches!(order.state, OrderState::Draft | OrderState::Cancelled) {
        return Err(Error::conflict(format!("an order that is {} has no commissions", order.state)).at("/order_id"));
    }
    require_partners(tx, given)?;
    let plans = plans_for(tx, &order, given, plan)?;
    let covered = cover(tx, &order, &plans)?;
    if covered.is_empty() {
        return Err(Error::conflict("no commission plan covers this order for these beneficiaries")
            .at(if plan.is_some() { "/plan_id" } else { "/order_id" })
            .hint("partners.plans lists the plans; one holds for orders placed while it was in force"));
    }
    let mut made = Vec::with_capacity(covered.len());
    for (plan, lines) in covered {
        made.push(record(tx, &order, plan, &lines, given)?);
    }
    Ok(made)
}

/// Whether known beneficiaries are the ones that were given, in the same sequence, with the same parts as far as given.
fn is_same(known: &[CommissionShare], given: &[CommissionShare]) -> bool {
    let fits = |(known, given): (&CommissionShare, &CommissionShare)| {
        known.beneficiary() == given.beneficiary() && (given.share.is_none() || given.share == known.share)
    };
    known.len() == given.len() && known.iter().zip(given).all(fits)
}

fn require_partners(tx: &ReadTransaction, given: &[CommissionShare]) -> Result<()> {
    for (at, share) in given.iter().enumerate().filter(|(_, share)| share.kind == BeneficiaryKind::Partner) {
        let path = format!("/beneficiaries/{at}/id");
        let partner = tx.partners().get(PartnerId(share.id)).map_err(|error| error.at(path.clone()))?;
        if !partner.active {
            return Err(Error::conflict("the partner is not active any more").at(path).existing(partner.id));
        }
    }
    Ok(())
}

/// The plans that were in force when the order was placed and are for these beneficiaries, the first one first.
fn plans_for(
    tx: &ReadTransaction,
    order: &Order,
    given: &[CommissionShare],
    plan: Option<CommissionPlanId>,
) -> Result<Vec<CommissionPlan>> {
    if let Some(plan) = plan {
        tx.partners().plan(plan).map_err(|error| error.at("/plan_id"))?;
    }
    let in_force = store::plans_at(tx, order.placed_at)?.into_iter();
    let fits = |one: &CommissionPlan| plan.is_none_or(|plan| one.id == plan) && terms::is_for(&one.terms, given);
    Ok(in_force.filter(fits).collect())
}

/// Each line goes to the first plan that covers it: the plans with the positions of their lines.
fn cover<'a>(
    tx: &ReadTransaction,
    order: &Order,
    plans: &'a [CommissionPlan],
) -> Result<Vec<(&'a CommissionPlan, Vec<usize>)>> {
    let mut covered: Vec<(&CommissionPlan, Vec<usize>)> = Vec::new();
    let by_category = plans.iter().any(|plan| !plan.terms.categories.is_empty());
    for at in 0..order.lines.len().max(1) {
        let sku = order.lines.get(at).map(|line| line.sku.as_str());
        let category = match sku {
            Some(sku) if by_category => catalog::category_of(tx, sku)?,
            _ => None,
        };
        let Some(plan) = plans.iter().find(|plan| terms::covers(&plan.terms, sku, category.as_deref())) else {
            continue;
        };
        match covered.iter_mut().find(|(other, _)| other.id == plan.id) {
            Some((_, lines)) => lines.push(at),
            None => covered.push((plan, vec![at])),
        }
    }
    Ok(covered)
}

/// Writes the commissions of the lines that a plan covers.
fn record(
    tx: &WriteTransaction,
    order: &Order,
    plan: &CommissionPlan,
    lines: &[usize],
    given: &[CommissionShare],
) -> Result<Attribution> {
    let currency = order.net_base.currency;
    require_currency(&plan.terms, currency)?;
    let all = bases::of_order(order, plan.terms.basis)?;
    let covered: Vec<AttributedLine> = lines.iter().filter_map(|at| all.get(*at).copied()).collect();
    let base = covered.iter().try_fold(0, |sum, one| crate::vocabulary::money::add_minor(sum, one.base))?;
    let shares = terms::shares(&plan.terms, given)?;
    let lead = given.first().map_or(Beneficiary::staff(0), CommissionShare::beneficiary);
    let period = match plan.terms.tiers.is_empty() {
        true => None,
        false => Some(terms::period_of(plan.terms.period, order.day)?),
    };
    let turnover = period.map_or(Ok(0), |period| store::turnover(tx, plan.id, lead, period))?;
    let whole = terms::commission(&plan.terms, turnover, base)?;
    let mut made = Attribution {
        id: AttributionId(0),
        order_id: order.id,
        customer_id: order.customer_id,
        plan_id: plan.id,
        lead,
        shares,
        lines: AttributedLines(covered.clone()),
        period,
        base,
        kept: base,
        amount: Money::new(whole, currency),
        due_at: None,
        closed_at: None,
        created_at: tx.now(),
        commissions: Vec::new(),
    };
    let rev = journal::next_seq(tx)?;
    made.id = made.insert(tx, rev)?;
    let parts: Vec<i64> = made.shares.0.iter().map(|share| share.share.map_or(0, Rate::ppm)).collect();
    let of_lines = split::divide(whole, &covered.iter().map(|one| one.base).collect::<Vec<_>>());
    for (line, amount) in covered.iter().zip(of_lines) {
        for (share, part) in made.shares.0.iter().zip(split::divide(amount, &parts)) {
            if part > 0 {
                insert(tx, &made, line, share.beneficiary(), Money::new(part, currency), rev)?;
            }
        }
    }
    let facts = json!({ "order_id": order.id, "plan_id": plan.id, "attribution_id": made.id, "amount": made.amount });
    let event = Entry::new("commission.created").customer(order.customer_id).entity("attribution", made.id);
    journal::append(tx, event.payload(facts))?;
    // What went back before is taken off at once.
    settle::settle(tx, made, settle::How::Follow)
}

/// One base currency for all commissions.
fn require_currency(terms: &PlanTerms, base: crate::Currency) -> Result<()> {
    match terms.amounts().find(|amount| amount.currency != base) {
        Some(other) => {
            Err(Error::conflict(format!("the plan is in {} and not in {base}", other.currency)).at("/plan_id"))
        }
        None => Ok(()),
    }
}

fn insert(
    tx: &WriteTransaction,
    of: &Attribution,
    line: &AttributedLine,
    beneficiary: Beneficiary,
    amount: Money,
    rev: i64,
) -> Result<()> {
    let commission = Commission {
        id: CommissionId(0),
        attribution_id: of.id,
        order_id: of.order_id,
        line_id: line.line_id,
        plan_id: of.plan_id,
        beneficiary,
        base: line.base,
        amount,
        clawed: Money::zero(amount.currency),
        state: CommissionState::Pending,
        earned_at: None,
        approved_at: None,
        paid_at: None,
        payout_id: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let id = commission.insert(tx, rev)?;
    journal::begin(tx, &rules::MACHINE, (id.0, None), CommissionState::Pending)
}
