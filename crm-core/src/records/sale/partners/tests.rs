//! Partners and commissions: who gets what, what goes back, and accounts against a plain model.

use super::*;
use crate::Crm;
use crate::catalog::{NewProduct, ProductState};
use crate::customers::{MergeRequest, NewCustomer};
use crate::loyalty::{NewPoints, NewTier};
use crate::orders::{
    CancelReason, HostOrder, LineCancellation, NewOrder, NewPayment, NewRefund, NewRefundLine, Order, OrderState,
};
use crate::quotes::{NewQuote, NewQuoteLine};
use crate::testing::{Chance, at, done_by, shop_of};
use crate::vocabulary::{Currency, CustomerId, ErrorCode, FixedClock, Money, Patch, Quantity, Rate, UnitPrice, split};
use std::collections::BTreeMap;
use std::sync::Arc;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    shop_of("Ada")
}

fn plan(terms: PlanTerms) -> NewCommissionPlan {
    NewCommissionPlan {
        name: "Sales".to_owned(),
        terms,
        priority: 0,
        starts_at: Some(at("2026-01-01T00:00:00Z")),
        ends_at: None,
    }
}

fn percent(percent: i64) -> PlanTerms {
    PlanTerms::revenue(Rate::from_ppm(percent * 10_000))
}

fn staff(ids: &[i64]) -> Vec<CommissionShare> {
    ids.iter().map(|id| CommissionShare::of(Beneficiary::staff(*id))).collect()
}

/// An order over these lines, paid.
fn order(customer: CustomerId, lines: &[i64]) -> NewOrder {
    let mut new = NewOrder { customer: Some(customer), currency: Some(Currency::USD), ..NewOrder::default() };
    for (number, minor) in lines.iter().enumerate() {
        new = new.line(&format!("SKU-{number}"), 1, Money::usd(*minor));
    }
    new.paid()
}

fn complete(tx: &WriteTransaction, order: &Order) -> Result<Order> {
    for to in [OrderState::Confirmed, OrderState::Processing, OrderState::Completed] {
        tx.orders().advance(order.id, to, None)?;
    }
    tx.orders().get(order.id)
}

fn march(tx: &ReadTransaction, of: Beneficiary) -> Result<[i64; 5]> {
    let one = tx.partners().statement(of, day("2026-03-01"), day("2026-04-01"))?;
    Ok([one.opening, one.earned, one.clawed_back, one.paid, one.closing].map(|money| money.minor))
}

#[test]
fn parts_add_up_to_the_whole() {
    assert_eq!(split::divide(100, &[1, 1, 1]), [34, 33, 33]);
    assert_eq!(split::divide(5, &[3, 3, 4]), [2, 1, 2]);
    assert_eq!(split::divide(7, &[0, 0]), [4, 3]);
    assert_eq!(split::divide(i64::MAX, &[i64::MAX, i64::MAX]), [i64::MAX / 2 + 1, i64::MAX / 2]);
    let mut chance = Chance(7);
    for _ in 0..2_000 {
        let weights: Vec<i64> = (0..1 + chance.below(9)).map(|_| chance.below(1_000)).collect();
        let whole = chance.below(100_000);
        let parts = split::divide(whole, &weights);
        assert_eq!(parts.iter().sum::<i64>(), whole);
        let sum: i64 = weights.iter().sum();
        for (part, weight) in parts.iter().zip(&weights).filter(|_| sum > 0) {
            assert!((part * sum - whole * weight).abs() < sum, "{whole} {weights:?} {parts:?}");
        }
    }
}

#[test]
fn the_machine_is_the_one_of_the_model() {
    use CommissionState::{Approved, ClawedBack, Earned, Paid, Pending};
    for from in CommissionState::ALL {
        for to in CommissionState::ALL {
            let steps = [(Pending, Earned), (Earned, Approved), (Approved, Paid)];
            let expected = steps.contains(&(*from, *to)) || (*to == ClawedBack && *from != ClawedBack);
            assert_eq!(rules::MACHINE.may(*from, *to), expected, "{from} to {to}");
        }
    }
}

#[test]
fn an_order_is_attributed_once_and_its_parts_add_up() {
    let (crm, _, ada) = shop();
    crm.write(|tx| {
        let plan = tx.partners().create_plan(plan(percent(7)))?;
        let order = tx.orders().record(order(ada, &[10_01, 33_33, 5]))?;
        let made = tx.partners().attribute(order.id, &staff(&[1, 2, 3]), None)?;
        assert_eq!(made.len(), 1);
        let one = &made[0];
        assert_eq!((one.plan_id, one.base, one.amount), (plan.id, 43_39, Money::usd(3_04)));
        let lines: Vec<i64> = order
            .lines
            .iter()
            .map(|line| one.commissions.iter().filter(|c| c.line_id == Some(line.id)).map(|c| c.amount.minor).sum())
            .collect();
        assert_eq!(lines, [70, 2_34, 0]);
        assert!(one.commissions.iter().all(|commission| commission.state == CommissionState::Pending));
        assert_eq!(tx.partners().attribute(order.id, &staff(&[1, 2, 3]), None)?, made);
        assert_eq!(tx.partners().attribute(order.id, &staff(&[1, 2, 3]), Some(plan.id))?, made);
        let other = tx.partners().attribute(order.id, &staff(&[1, 2]), None).unwrap_err();
        assert_eq!((other.code(), other.existing_id()), (ErrorCode::Conflict, Some(one.id.0)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn lines_go_to_the_first_plan_that_covers_them() {
    let (crm, _, ada) = shop();
    crm.write(|tx| {
        let product = |sku: &str, category: &str| NewProduct {
            sku: sku.to_owned(),
            name: sku.to_owned(),
            category: Some(category.to_owned()),
            brand: None,
            price: None,
            cost: None,
            serialised: false,
            warranty_days: None,
            substitutes: Vec::new(),
            state: ProductState::Active,
        };
        tx.catalog().upsert(product("SKU-0", "home/kitchen"))?;
        tx.catalog().upsert(product("SKU-1", "homework"))?;
        let all = tx.partners().create_plan(plan(percent(1)))?;
        let home = PlanTerms { categories: vec!["home".to_owned()], ..percent(10) };
        let home = tx.partners().create_plan(NewCommissionPlan { priority: 5, ..plan(home) })?;
        let sku =
            PlanTerms { skus: vec!["SKU-2".to_owned()], beneficiaries: vec![Beneficiary::staff(9)], ..percent(50) };
        let sku = tx.partners().create_plan(NewCommissionPlan { priority: 9, ..plan(sku) })?;
        let past = NewCommissionPlan { ends_at: Some(at("2026-02-01T00:00:00Z")), priority: 99, ..plan(percent(90)) };
        tx.partners().create_plan(past)?;
        let new = || order(ada, &[100_00, 100_00, 100_00]);
        let amounts = |made: &[Attribution]| made.iter().map(|one| (one.plan_id, one.amount.minor)).collect::<Vec<_>>();
        let first = tx.orders().record(new())?;
        let made = tx.partners().attribute(first.id, &staff(&[9]), None)?;
        assert_eq!(amounts(&made), [(home.id, 10_00), (all.id, 1_00), (sku.id, 50_00)]);
        let second = tx.orders().record(new())?;
        let made = tx.partners().attribute(second.id, &staff(&[8]), None)?;
        assert_eq!(amounts(&made), [(home.id, 10_00), (all.id, 2_00)]);
        let refused = tx.partners().attribute(second.id, &staff(&[8]), Some(sku.id)).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::Conflict, Some("/plan_id")));
        Ok(())
    })
    .unwrap();
}

#[test]
fn margin_and_units_and_tiers_pay_what_they_say() {
    let (crm, _, ada) = shop();
    crm.write(|tx| {
        let mut new = order(ada, &[100_00, 20_00]);
        new.lines[0].cost = Some(Money::usd(60_00));
        new.lines[1].cost = Some(Money::usd(30_00));
        new.lines[1].quantity = Quantity::units(2);
        new.lines[1].unit_price = None;
        let order = tx.orders().record(new.clone())?;
        let only = |tx: &WriteTransaction, terms: PlanTerms| -> Result<Attribution> {
            let plan = tx.partners().create_plan(plan(terms))?;
            Ok(tx.partners().attribute(order.id, &staff(&[1]), Some(plan.id))?.remove(0))
        };
        let margin = only(tx, PlanTerms { basis: CommissionBasis::Margin, ..percent(10) })?;
        assert_eq!((margin.base, margin.amount), (40_00, Money::usd(4_00)));
        let per_unit = Some(Money::usd(1_50));
        let units = only(tx, PlanTerms { basis: CommissionBasis::Units, rate: None, per_unit, ..percent(1) })?;
        assert_eq!((units.base, units.amount), (3_000, Money::usd(4_50)));
        let tier =
            |from: i64, percent: i64| TurnoverTier { from: Money::usd(from), rate: Rate::from_ppm(percent * 10_000) };
        let tiers = vec![tier(0, 0), tier(100_00, 10), tier(200_00, 20)];
        let plan = tx.partners().create_plan(plan(PlanTerms { rate: None, tiers, ..percent(1) }))?;
        let mut amounts = Vec::new();
        for placed in ["2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"] {
            let order = tx.orders().record(NewOrder { placed_at: Some(at(placed)), ..self::order(ada, &[150_00]) })?;
            amounts.push(tx.partners().attribute(order.id, &staff(&[1]), Some(plan.id))?[0].amount.minor);
        }
        assert_eq!(amounts, [5_00, 5_00 + 20_00, 5_00]);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn refunds_take_back_their_part_before_and_after_it_was_paid() {
    let (crm, clock, ada) = shop();
    let seven = Beneficiary::staff(7);
    let order = crm
        .write(|tx| {
            tx.partners().create_plan(plan(percent(10)))?;
            let order = tx.orders().record(order(ada, &[100_00, 50_00]).from_source("web", "1"))?;
            tx.partners().attribute(order.id, &staff(&[7]), None)?;
            let pending = tx.partners().settle(order.id)?;
            assert_eq!(pending[0].commissions[0].state, CommissionState::Pending);
            complete(tx, &order)?;
            let refund = NewRefund { order: Some(order.id), amount: Some(Money::usd(15_00)), ..NewRefund::default() };
            tx.refunds().record(refund)?;
            Ok(order)
        })
        .unwrap();
    crm.write(|tx| {
        let earned = tx.partners().settle(order.id)?;
        let of = |one: &Commission| (one.amount.minor, one.clawed.minor, one.state);
        let all: Vec<_> = earned[0].commissions.iter().map(of).collect();
        assert_eq!(all, [(10_00, 1_00, CommissionState::Earned), (5_00, 50, CommissionState::Earned)]);
        assert_eq!(march(tx, seven)?, [0, 13_50, 0, 0, 13_50]);
        let early = tx.partners().pay(seven, day("2026-03-01"), day("2026-04-01")).unwrap_err();
        assert_eq!(early.code(), ErrorCode::Conflict);
        let ids: Vec<_> = earned[0].commissions.iter().map(|one| one.id).collect();
        tx.partners().approve(&ids)?;
        let twice = tx.partners().approve(&ids).unwrap_err();
        assert_eq!((twice.code(), twice.path()), (ErrorCode::NotAllowedTransition, Some("/ids/0")));
        let payout = tx.partners().pay(seven, day("2026-03-01"), day("2026-04-01"))?;
        assert_eq!((payout.commissions, payout.amount), (2, Money::usd(13_50)));
        let line = order.lines[0].id;
        let lines = vec![NewRefundLine { line, quantity: Quantity::ONE, amount: None, restock: true }];
        tx.refunds().record(NewRefund { order: Some(order.id), lines, ..NewRefund::default() }).map(drop)
    })
    .unwrap();
    crm.write(|tx| {
        assert_eq!(march(tx, seven)?, [0, 13_50, 9_00, 13_50, -9_00]);
        let first = &tx.partners().commissions(&CommissionFilter::default())?.items[0];
        assert_eq!((first.state, first.clawed), (CommissionState::ClawedBack, Money::usd(10_00)));
        // The next payout sets it off, as soon as there is enough.
        let small = tx.orders().record(self::order(ada, &[50_00]))?;
        tx.partners().attribute(small.id, &staff(&[7]), None)?;
        complete(tx, &small)?;
        let ids: Vec<_> = tx.partners().settle(small.id)?[0].commissions.iter().map(|one| one.id).collect();
        tx.partners().approve(&ids)?;
        let refused = tx.partners().pay(seven, day("2026-03-01"), day("2026-04-01")).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::Conflict, Some("/beneficiary")));
        let large = tx.orders().record(self::order(ada, &[100_00]))?;
        tx.partners().attribute(large.id, &staff(&[7]), None)?;
        complete(tx, &large)?;
        let ids: Vec<_> = tx.partners().settle(large.id)?[0].commissions.iter().map(|one| one.id).collect();
        tx.partners().approve(&ids)?;
        let payout = tx.partners().pay(seven, day("2026-03-01"), day("2026-04-01"))?;
        let parts = [payout.gross.minor, payout.set_off.minor, payout.amount.minor];
        assert_eq!(parts, [15_00, 9_00, 6_00]);
        assert_eq!(march(tx, seven)?, [0, 28_50, 9_00, 19_50, 0]);
        // A host cancels the first order: what is left of it goes back, and never more than was given.
        let report = NewOrder { state: Some(OrderState::Cancelled), ..self::order(ada, &[100_00, 50_00]) };
        tx.orders().sync(HostOrder { order: report.from_source("web", "1"), ..HostOrder::default() }).map(drop)
    })
    .unwrap();
    clock.set(at("2027-01-01T00:00:00Z"));
    crm.tick(None, None).unwrap();
    crm.read(|tx| {
        assert_eq!(march(tx, seven)?, [0, 28_50, 9_00 + 4_50, 19_50, -4_50]);
        let all = tx.partners().commissions(&CommissionFilter::default())?.items;
        assert!(all.iter().take(2).all(|one| one.clawed == one.amount && one.state == CommissionState::ClawedBack));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
}

#[test]
fn tick_earns_after_the_period_and_later_refunds_take_nothing() {
    let (crm, clock, ada) = shop();
    let order = crm
        .write(|tx| {
            tx.partners().create_plan(plan(PlanTerms { clawback_days: 10, ..percent(10) }))?;
            let order = tx.orders().record(order(ada, &[100_00]))?;
            tx.partners().attribute(order.id, &staff(&[7]), None)?;
            complete(tx, &order)
        })
        .unwrap();
    let step = |now: &str| {
        clock.set(at(now));
        let report = crm.tick(None, None).unwrap();
        done_by(&report, "partners")
    };
    assert_eq!(step("2026-03-11T23:59:59Z"), 0);
    assert_eq!(step("2026-03-12T00:00:00Z"), 1);
    assert_eq!(step("2026-03-13T00:00:00Z"), 0);
    crm.write(|tx| {
        let refund = NewRefund { order: Some(order.id), amount: Some(Money::usd(50_00)), ..NewRefund::default() };
        tx.refunds().record(refund)?;
        let settled = tx.partners().settle(order.id)?;
        let one = &settled[0].commissions[0];
        assert_eq!((one.state, one.clawed.minor), (CommissionState::Earned, 0));
        assert_eq!(one.earned_at, Some(at("2026-03-12T00:00:00Z")));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn partners_are_customers_and_follow_merges() {
    let (crm, _, ada) = shop();
    crm.write(|tx| {
        let bob = tx.customers().create(NewCustomer::person("Bob"))?;
        let new = |customer_id, kind, code: &str| NewPartner {
            customer_id,
            kind,
            code: code.to_owned(),
            territory: Some("North".to_owned()),
            level: None,
            agreement: None,
            discount_rate: Rate::default(),
        };
        let partner = tx.partners().create(new(bob.id, PartnerKind::Agent, "B-1"))?;
        let same = tx.partners().create(new(ada, PartnerKind::Agent, "B-1")).unwrap_err();
        assert_eq!((same.code(), same.path()), (ErrorCode::Conflict, Some("/code")));
        let twice = tx.partners().create(new(bob.id, PartnerKind::Agent, "B-2")).unwrap_err();
        assert_eq!((twice.path(), twice.existing_id()), (Some("/customer_id"), Some(partner.id.0)));
        let retailer = tx.partners().create(new(bob.id, PartnerKind::Retailer, "B-3"))?;
        let kind = |kind| PartnerPatch { kind: Some(kind), ..PartnerPatch::default() };
        let twice = tx.partners().update(retailer.id, kind(PartnerKind::Agent)).unwrap_err();
        assert_eq!(
            (twice.code(), twice.path(), twice.existing_id()),
            (ErrorCode::Conflict, Some("/kind"), Some(partner.id.0))
        );
        assert_eq!(tx.partners().update(retailer.id, kind(PartnerKind::Retailer))?, retailer);
        assert_eq!(tx.partners().update(retailer.id, kind(PartnerKind::Reseller))?.kind, PartnerKind::Reseller);
        tx.partners().create_plan(plan(percent(10)))?;
        let order = tx.orders().record(order(bob.id, &[10_00]))?;
        let given = [CommissionShare::of(Beneficiary::partner(partner.id))];
        tx.partners().attribute(order.id, &given, None)?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bob.id, rules: BTreeMap::new() })?;
        assert_eq!(tx.partners().get(partner.id)?.customer_id, ada);
        assert_eq!(store::attributions_of(tx, order.id)?[0].customer_id, ada);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.partners().get(partner.id)?.customer_id, bob.id);
        assert_eq!(store::attributions_of(tx, order.id)?[0].customer_id, bob.id);
        let patch = PartnerPatch { active: Some(false), territory: Patch::Clear, ..PartnerPatch::default() };
        let left = tx.partners().update(partner.id, patch)?;
        assert_eq!((left.active, left.territory), (false, None));
        let next = tx.orders().record(self::order(bob.id, &[10_00]))?;
        let refused = tx.partners().attribute(next.id, &given, None).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::Conflict, Some("/beneficiaries/0/id")));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn only_the_commissions_of_the_order_that_changed_are_looked_at() {
    let (crm, _, ada) = shop();
    let [first, second] = crm
        .write(|tx| {
            tx.partners().create_plan(plan(percent(10)))?;
            let orders = [tx.orders().record(order(ada, &[100_00]))?, tx.orders().record(order(ada, &[100_00]))?];
            for order in &orders {
                tx.partners().attribute(order.id, &staff(&[7]), None)?;
            }
            Ok(orders.map(|order| order.id))
        })
        .unwrap();
    crm.write(|tx| {
        // What somebody would see to who looked at it.
        let other = store::attributions_of(tx, second)?.remove(0);
        Attribution { due_at: Some(at("2026-05-01T00:00:00Z")), ..other }.update(tx, journal::next_seq(tx)?)?;
        let refund = NewRefund { order: Some(first), amount: Some(Money::usd(50_00)), ..NewRefund::default() };
        tx.refunds().record(refund).map(drop)
    })
    .unwrap();
    crm.read(|tx| {
        let [one, other] =
            [store::attributions_of(tx, first)?.remove(0), store::attributions_of(tx, second)?.remove(0)];
        assert_eq!((one.kept, other.kept), (50_00, 100_00));
        assert_eq!(other.due_at, Some(at("2026-05-01T00:00:00Z")));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

/// What the plain model knows of an order: one line, and 7 % of it for two members of the staff, 3 : 1.
struct Sale {
    order: Order,
    refunded: i64,
    paid: bool,
    /// 0 pending, 1 confirmed, 2 processing, 3 completed.
    progress: usize,
    cancelled: bool,
    /// Given, taken back, and 0 pending, 1 earned, 2 approved, 3 paid, of each beneficiary.
    parts: [(i64, i64, u8); 2],
}

/// Half to even, in another way than the library's.
fn rounded(numerator: i128, denominator: i128) -> i64 {
    let double = numerator * 2 / denominator;
    let up = double % 2 == 1 && (numerator * 2 % denominator != 0 || double / 2 % 2 == 1);
    (double / 2 + i128::from(up)) as i64
}

impl Sale {
    /// Takes back what is not the beneficiary's any more; what was paid is owed.
    fn follow(&mut self, balance: &mut [i64; 2], owed: &mut [i64; 2]) {
        let whole = self.order.total.minor;
        let left = if self.cancelled || self.refunded >= whole { 0 } else { whole - self.refunded };
        for (who, (given, taken, stage)) in self.parts.iter_mut().enumerate() {
            let more = *given - rounded(i128::from(*given) * i128::from(left), i128::from(whole)) - *taken;
            if more > 0 {
                *taken += more;
                balance[who] -= if *stage > 0 { more } else { 0 };
                owed[who] += if *stage == 3 { more } else { 0 };
            }
        }
    }

    fn earn(&mut self, balance: &mut [i64; 2]) {
        for (who, (given, taken, stage)) in self.parts.iter_mut().enumerate() {
            if self.paid && self.progress == 3 && *stage == 0 && taken < given {
                *stage = 1;
                balance[who] += *given - *taken;
            }
        }
    }
}

#[test]
fn accounts_equal_a_plain_model() {
    for seed in 0..12 {
        let mut chance = Chance(seed);
        let (crm, _, ada) = shop();
        let split = vec![Rate::from_ppm(750_000), Rate::from_ppm(250_000)];
        crm.write(|tx| tx.partners().create_plan(plan(PlanTerms { split, ..percent(7) })).map(drop)).unwrap();
        let mut sales: Vec<Sale> = Vec::new();
        let (mut balance, mut owed) = ([0_i64; 2], [0_i64; 2]);
        for _ in 0..120 {
            let pick = chance.below(sales.len().max(1) as i64) as usize;
            match chance.below(8) {
                0 => {
                    let total = 1 + chance.below(9_999);
                    let new = NewOrder { paid: None, ..order(ada, &[total]) };
                    let order = crm.write(|tx| tx.orders().record(new)).unwrap();
                    crm.write(|tx| tx.partners().attribute(order.id, &staff(&[1, 2]), None).map(drop)).unwrap();
                    let whole = rounded(i128::from(total) * 7, 100);
                    let large = whole * 3 / 4 + i64::from(whole * 3 % 4 > whole % 4);
                    // Exactly half and half of a unit goes to the first.
                    let large = if whole % 4 == 2 { whole * 3 / 4 + 1 } else { large };
                    let parts = [(large, 0, 0), (whole - large, 0, 0)];
                    sales.push(Sale { order, refunded: 0, paid: false, progress: 0, cancelled: false, parts });
                }
                1 if !sales.is_empty() => {
                    let sale = &mut sales[pick];
                    let payment = NewPayment::capture(sale.order.total);
                    let done = crm.write(|tx| tx.payments().record(sale.order.id, &payment, false));
                    sale.paid |= done.is_ok();
                }
                2 | 3 if !sales.is_empty() => {
                    let sale = &mut sales[pick];
                    let next = [OrderState::Confirmed, OrderState::Processing, OrderState::Completed];
                    if let Some(to) = next.get(sale.progress).filter(|_| !sale.cancelled) {
                        crm.write(|tx| tx.orders().advance(sale.order.id, *to, None)).unwrap();
                        sale.progress += 1;
                    }
                }
                4 if !sales.is_empty() => {
                    let sale = &mut sales[pick];
                    let left = if sale.paid { sale.order.total.minor - sale.refunded } else { 0 };
                    if left > 0 {
                        let amount = if chance.below(3) == 0 { left } else { 1 + chance.below(left) };
                        let order = Some(sale.order.id);
                        let refund = NewRefund { order, amount: Some(Money::usd(amount)), ..NewRefund::default() };
                        crm.write(|tx| tx.refunds().record(refund)).unwrap();
                        sale.refunded += amount;
                        sale.follow(&mut balance, &mut owed);
                    }
                }
                5 if !sales.is_empty() && chance.below(3) == 0 => {
                    let sale = &mut sales[pick];
                    let done = crm.write(|tx| tx.orders().cancel(sale.order.id, CancelReason::Customer, None));
                    sale.cancelled |= done.is_ok();
                    sale.follow(&mut balance, &mut owed);
                }
                6 if !sales.is_empty() => {
                    let sale = &mut sales[pick];
                    crm.write(|tx| tx.partners().settle(sale.order.id).map(drop)).unwrap();
                    sale.earn(&mut balance);
                    let filter = CommissionFilter {
                        order_id: Some(sale.order.id),
                        state: Some(CommissionState::Earned),
                        ..CommissionFilter::default()
                    };
                    let earned = crm.read(|tx| tx.partners().commissions(&filter)).unwrap().items;
                    let ids: Vec<_> = earned.iter().map(|one| one.id).collect();
                    crm.write(|tx| tx.partners().approve(&ids)).unwrap();
                    for (given, taken, stage) in &mut sale.parts {
                        *stage = if *stage == 1 && taken < given { 2 } else { *stage };
                    }
                }
                _ => {
                    let who = chance.below(2) as usize;
                    let to = Beneficiary::staff(who as i64 + 1);
                    let approved =
                        || sales.iter().map(|sale| sale.parts[who]).filter(|part| part.2 == 2 && part.1 < part.0);
                    let gross: i64 = approved().map(|(given, taken, _)| given - taken).sum();
                    let done = crm.write(|tx| tx.partners().pay(to, day("2026-03-01"), day("2026-04-01")));
                    let may = approved().next().is_some() && gross >= owed[who];
                    assert_eq!(done.is_ok(), may, "seed {seed}: {done:?}");
                    if let Ok(payout) = done {
                        assert_eq!(payout.amount.minor, gross - owed[who]);
                        balance[who] -= gross - owed[who];
                        owed[who] = 0;
                        for sale in &mut sales {
                            let part = &mut sale.parts[who];
                            part.2 = if part.2 == 2 && part.1 < part.0 { 3 } else { part.2 };
                        }
                    }
                }
            }
            crm.read(|tx| {
                for (who, expected) in balance.iter().enumerate() {
                    let of = Beneficiary::staff(who as i64 + 1);
                    let [opening, earned, clawed, paid, closing] = march(tx, of)?;
                    assert_eq!(opening + earned - clawed - paid, closing);
                    assert_eq!(closing, *expected, "seed {seed}, {of:?}");
                    for sale in &sales {
                        let filter = CommissionFilter {
                            order_id: Some(sale.order.id),
                            beneficiary: Some(of),
                            ..CommissionFilter::default()
                        };
                        let found = tx.partners().commissions(&filter)?.items;
                        let sums = found.iter().map(|one| (one.amount.minor, one.clawed.minor)).collect::<Vec<_>>();
                        let (given, taken, _) = sale.parts[who];
                        let expected = if given > 0 { vec![(given, taken)] } else { Vec::new() };
                        assert_eq!(sums, expected, "seed {seed}, order {}", sale.order.id);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
        let report = crm.check().unwrap();
        assert!(report.ok, "seed {seed}: {:?}", report.problems);
    }
}

#[test]
fn what_was_called_off_brings_no_commission() {
    let (crm, _, ada) = shop();
    let order = crm
        .write(|tx| {
            tx.partners().create_plan(plan(percent(10)))?;
            let new = NewOrder { paid: None, ..order(ada, &[10_00, 50_00]) };
            let order =
                tx.orders().record(NewOrder { payments: vec![NewPayment::capture(Money::usd(60_00))], ..new })?;
            tx.partners().attribute(order.id, &staff(&[1]), None)?;
            Ok(order)
        })
        .unwrap();
    let clawed = || {
        let filter = CommissionFilter { order_id: Some(order.id), ..CommissionFilter::default() };
        let found = crm.read(|tx| tx.partners().commissions(&filter)).unwrap().items;
        found.into_iter().map(|one| (one.amount.minor, one.clawed.minor)).collect::<Vec<_>>()
    };
    crm.write(|tx| {
        let off = LineCancellation { line: order.lines[0].id, quantity: Quantity::ONE };
        tx.orders().cancel_lines(order.id, &[off], CancelReason::Inventory, None)
    })
    .unwrap();
    assert_eq!(clawed(), [(1_00, 1_00), (5_00, 0)]);
    let back = |minor| NewRefund { order: Some(order.id), amount: Some(Money::usd(minor)), ..NewRefund::default() };
    // What was paid beyond the new total takes nothing; what goes back of the rest does.
    crm.write(|tx| tx.refunds().record(back(10_00))).unwrap();
    assert_eq!(clawed(), [(1_00, 1_00), (5_00, 0)]);
    crm.write(|tx| tx.refunds().record(back(25_00))).unwrap();
    assert_eq!(clawed(), [(1_00, 1_00), (5_00, 2_50)]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_larger_discount_holds_and_none_is_added() {
    let rate = |percent: i64| Rate::from_ppm(percent * 10_000);
    // Of a tier, of a partner, whether the partner is active, and what holds: the discount, of the tier, of the partner.
    let cases = [
        (0, 0, true, (0, false, false)),
        (5, 0, true, (5, true, false)),
        (0, 20, true, (20, false, true)),
        (5, 20, true, (20, false, true)),
        (30, 20, true, (30, true, false)),
        (20, 20, true, (20, true, false)),
        (5, 20, false, (5, true, false)),
    ];
    for (tier, partner, active, (holds, of_tier, of_partner)) in cases {
        let (crm, _, ada) = shop();
        let (terms, quote, own) = crm
            .write(|tx| {
                let made = NewTier {
                    price_percent: rate(tier),
                    free_shipping: tier > 0,
                    min_points: Some(1),
                    ..NewTier::by_spend("Silver", 1, Money::usd(1_00))
                };
                tx.loyalty().create_tier(made)?;
                tx.loyalty().bonus(&NewPoints::new(ada, 5))?;
                tx.loyalty().evaluate(ada)?;
                let of = |kind, code: &str, discount_rate| NewPartner {
                    customer_id: ada,
                    kind,
                    code: code.to_owned(),
                    territory: None,
                    level: None,
                    agreement: None,
                    discount_rate,
                };
                tx.partners().create(of(PartnerKind::Agent, "A-1", Rate::default()))?;
                let made = tx.partners().create(of(PartnerKind::Wholesaler, "W-1", rate(partner)))?;
                tx.partners().update(made.id, PartnerPatch { active: Some(active), ..PartnerPatch::default() })?;
                let quote = |apply_terms, discount_rate| NewQuote {
                    lines: vec![NewQuoteLine::new("MUG", Quantity::ONE, UnitPrice::from_micros(100_000_000))],
                    apply_terms,
                    discount_rate,
                    ..NewQuote::new(ada, Currency::USD)
                };
                assert_eq!(tx.quotes().create(quote(false, Rate::default()))?.discount_rate, Rate::default());
                let own = tx.quotes().create(quote(true, rate(1)))?.discount_rate;
                Ok((tx.partners().price_terms(ada)?, tx.quotes().create(quote(true, Rate::default()))?, own))
            })
            .unwrap();
        assert_eq!(terms.discount_rate, rate(holds), "{tier} {partner}");
        assert_eq!((terms.tier_id.is_some(), terms.partner_id.is_some()), (of_tier, of_partner), "{tier} {partner}");
        assert_eq!(terms.free_shipping, tier > 0, "{tier} {partner}");
        assert_eq!((quote.discount_rate, quote.total), (rate(holds), Money::usd(100_00 - holds * 1_00)));
        assert_eq!(own, rate(1));
    }
    let (crm, _, _) = shop();
    let nobody = crm.read(|tx| tx.partners().price_terms(CustomerId(77))).unwrap_err();
    assert_eq!((nobody.code(), nobody.path()), (ErrorCode::NotFound, Some("/customer_id")));
}
