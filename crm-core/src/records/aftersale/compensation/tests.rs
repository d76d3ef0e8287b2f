//! Compensations: moves, limits of people, the last money of a fund, ledgers against a plain model, and what pays.

use super::*;
use crate::Crm;
use crate::coupons::{CouponKind, NewCouponProgram};
use crate::customers::{MergeRequest, NewCustomer};
use crate::interactions::Reference;
use crate::loyalty::LoyaltyProgramPatch;
use crate::orders::{NewOrder, Order, OrderPatch};
use crate::records::sale::shipments::IndicatorPeriod;
use crate::shop::{CurrencyRate, ShopPatch};
use crate::testing::{Chance, at, customer, shop_of, told};
use crate::vocabulary::{CustomerId, Date, Error, ErrorCode, ExchangeRate, FundId, Money, PageRequest, Patch};
use std::collections::BTreeMap;

fn paid_order(tx: &WriteTransaction, customer: CustomerId, minor: i64) -> Order {
    tx.orders().record(NewOrder::new(customer, Money::usd(minor)).paid()).unwrap()
}

/// A fund with so much in it and such a limit.
fn fund(tx: &WriteTransaction, funded: i64, limit: i64) -> FundId {
    let fund = tx.compensations().create_fund(NewFund::new("Million fund", Money::usd(limit))).unwrap().id;
    tx.compensations().top_up(&FundTopUp::new(fund, Money::usd(funded))).unwrap();
    fund
}

fn credit(customer: CustomerId, minor: i64) -> NewCompensation {
    NewCompensation::new(customer, CompensationKind::Coupon, Money::usd(minor), "late_delivery")
}

fn advance(customer: CustomerId, fund: FundId, minor: i64) -> NewCompensation {
    let kind = CompensationKind::Advance;
    NewCompensation { fund_id: Some(fund), ..NewCompensation::new(customer, kind, Money::usd(minor), "damage") }
}

const BOSS: StaffId = StaffId(1);

/// A compensation that is approved, whatever the settings.
fn approved(tx: &WriteTransaction, new: NewCompensation) -> Result<Compensation> {
    let one = tx.compensations().propose(new)?;
    if one.state == CompensationState::Approved { Ok(one) } else { tx.compensations().approve(one.id, BOSS) }
}

fn given(tx: &WriteTransaction, new: NewCompensation) -> Result<Compensation> {
    let one = approved(tx, new)?;
    tx.compensations().pay(one.id)
}

/// The verb that leads to a state.
fn drive(tx: &WriteTransaction, id: CompensationId, to: CompensationState) -> Result<Compensation> {
    let room = tx.compensations();
    match to {
        CompensationState::Pending => {
            let one = room.get(id)?;
            MACHINE.require(one.state, to).map(|()| one)
        }
        CompensationState::Approved => room.approve(id, BOSS),
        CompensationState::Declined => room.decline(id, BOSS, "no_fault"),
        CompensationState::Cancelled => room.cancel(id, Some("solved")),
        CompensationState::Paid => room.pay(id),
        CompensationState::Recovered => room.recover(&Recovery { id, amount: None, from: RecoveredFrom::Carrier }),
    }
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use CompensationState::*;
    for from in CompensationState::ALL {
        let path: &[CompensationState] = match from {
            Pending => &[],
            Approved => &[Approved],
            Declined => &[Declined],
            Cancelled => &[Cancelled],
            Paid => &[Approved, Paid],
            Recovered => &[Approved, Paid, Recovered],
        };
        let (crm, _, ada) = shop_of("Ada");
        crm.write(|tx| {
            let fund = fund(tx, 1_000_00, 1_000_00);
            for to in CompensationState::ALL {
                let one = tx.compensations().propose(advance(ada, fund, 10_00))?;
                for step in path {
                    drive(tx, one.id, *step)?;
                }
                let before = tx.compensations().get(one.id)?;
                assert_eq!(before.state, *from);
                match drive(tx, one.id, *to) {
                    Ok(after) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!((after.state, tx.compensations().get(one.id)?), (*to, after.clone()));
                        assert_eq!(tx.compensations().history(one.id)?.last().unwrap().to, to.token());
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition, "{from} to {to}: {error}");
                        let allowed: Vec<_> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                        assert_eq!(tx.compensations().get(one.id)?, before);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
        let report = crm.check().unwrap();
        assert!(report.ok, "{from}: {:?}", report.problems);
    }
}

#[test]
fn each_kind_is_paid_through_its_room_and_counted_there() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let order = paid_order(tx, ada, 50_00);
        let refund = NewCompensation {
            order_id: Some(order.id),
            ..NewCompensation::new(ada, CompensationKind::Refund, Money::usd(8_00), "late_delivery")
        };
        let done = given(tx, refund.clone())?;
        assert_eq!(tx.refunds().get(done.refund_id.unwrap())?.reason.as_deref(), Some("late_delivery"));
        assert_eq!(tx.orders().get(order.id)?.refunded, Money::usd(8_00));
        // More than was paid is refused by the room of orders, and nothing is half done.
        let much = approved(tx, NewCompensation { amount: Some(Money::usd(42_01)), ..refund })?;
        assert_eq!(tx.compensations().pay(much.id).unwrap_err().path(), Some("/amount"));
        assert_eq!(tx.compensations().get(much.id)?, much);
        let free = given(tx, NewCompensation::new(ada, CompensationKind::Refund, Money::usd(2_00), "goodwill"))?;
        assert_eq!(tx.refunds().get(free.refund_id.unwrap())?.order_id, None);
        assert_eq!(tx.orders().metrics(ada)?.refunded, Some(Money::usd(10_00)));
        let points = NewCompensation {
            points: Some(300),
            amount: None,
            ..NewCompensation::new(ada, CompensationKind::Points, Money::usd(1), "goodwill")
        };
        assert_eq!(tx.compensations().propose(points.clone()).unwrap_err().path(), Some("/amount"));
        let value = LoyaltyProgramPatch { point_value: Patch::Set(Money::usd(2)), ..Default::default() };
        tx.loyalty().configure(value)?;
        let done = given(tx, points)?;
        assert_eq!((done.amount, tx.loyalty().balance(ada)?.points), (Money::usd(6_00), 300));
        assert!(done.points_entry_id.is_some());
        let done = given(tx, credit(ada, 5_00))?;
        assert_eq!(tx.stored_values().get(done.stored_value_id, None)?.balance, Money::usd(5_00));
        let program = tx.coupons().create_program(NewCouponProgram {
            amount: Some(Money::usd(10_00)),
            ..NewCouponProgram::new(CouponKind::Amount, "Sorry")
        })?;
        let done = given(tx, NewCompensation { program_id: Some(program.id), ..credit(ada, 10_00) })?;
        let filter = crate::coupons::CouponFilter { customer_id: Some(ada), ..Default::default() };
        assert_eq!(Some(tx.coupons().list(&filter)?.items[0].id), done.coupon_id);
        let gift = NewCompensation::new(ada, CompensationKind::Gift, Money::usd(3_00), "goodwill");
        given(tx, NewCompensation { gift_sku: Some("MUG".into()), ..gift })?;
        let goodwill = tx.compensations().goodwill(ada)?;
        assert_eq!((goodwill.paid, goodwill.amount, goodwill.open), (6, Some(Money::usd(34_00)), 1));
        Ok(())
    })
    .unwrap();
    let period = IndicatorPeriod { from: at("2026-03-02T00:00:00Z"), before: at("2026-03-03T00:00:00Z") };
    let found = crm.read(|tx| tx.compensations().statistics(period)).unwrap();
    assert_eq!((found.paid, found.amount, found.net), (6, Some(Money::usd(34_00)), Some(Money::usd(34_00))));
    let causes: Vec<_> =
        found.causes.iter().map(|one| (one.cause.as_str(), one.paid, one.amount.unwrap().minor)).collect();
    assert_eq!(causes, [("late_delivery", 3, 23_00), ("goodwill", 3, 11_00)]);
    assert_eq!(found.kinds.iter().map(|one| one.paid).sum::<u64>(), 6);
    let backwards = IndicatorPeriod { from: period.before, before: period.from };
    assert_eq!(crm.read(|tx| tx.compensations().statistics(backwards)).unwrap_err().path(), Some("/before"));
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn fields_are_those_of_the_kind() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let of = |kind| NewCompensation::new(ada, kind, Money::usd(1_00), "goodwill");
        let order = paid_order(tx, customer(tx, "Bo"), 5_00);
        let refund = of(CompensationKind::Refund);
        for (new, path) in [
            (NewCompensation { points: Some(1), ..refund.clone() }, "/points"),
            (NewCompensation { gift_sku: Some("A".into()), ..refund.clone() }, "/gift_sku"),
            (NewCompensation { amount: None, ..refund.clone() }, "/amount"),
            (NewCompensation { amount: Some(Money::usd(0)), ..refund.clone() }, "/amount"),
            (NewCompensation { cause: "too late".into(), ..refund.clone() }, "/cause"),
            (NewCompensation { customer_id: CustomerId(99), ..refund.clone() }, "/customer_id"),
            (NewCompensation { fund_id: Some(FundId(9)), ..refund.clone() }, "/fund_id"),
            (NewCompensation { order_id: Some(order.id), ..refund.clone() }, "/order_id"),
            (NewCompensation { staff_id: Some(StaffId(0)), ..refund }, "/staff_id"),
            (of(CompensationKind::Points), "/points"),
            (NewCompensation { points: Some(0), ..of(CompensationKind::Points) }, "/points"),
            (of(CompensationKind::Gift), "/gift_sku"),
            (of(CompensationKind::Advance), "/fund_id"),
            (NewCompensation { order_id: Some(order.id), ..of(CompensationKind::Coupon) }, "/order_id"),
            (
                NewCompensation { program_id: Some(crate::CouponProgramId(9)), ..of(CompensationKind::Coupon) },
                "/program_id",
            ),
        ] {
            assert_eq!(tx.compensations().propose(new).unwrap_err().path(), Some(path));
        }
        Ok(())
    })
    .unwrap();
    assert!(told(&crm, "compensation.").is_empty());
    assert!(crm.check().unwrap().ok);
}

#[test]
fn people_approve_within_their_limits_and_not_their_own() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        tx.shop().configure(ShopPatch { base_currency: Some(Money::usd(0).currency), ..ShopPatch::default() })?;
        let limit =
            |staff, minor: Option<i64>| ApprovalLimit { staff_id: StaffId(staff), up_to: minor.map(Money::usd) };
        let room = tx.compensations();
        let settings = CompensationSettings {
            free_up_to: Some(Money::usd(5_00)),
            approvers: vec![limit(1, None), limit(2, Some(20_00))],
        };
        assert_eq!(room.configure(settings.clone())?, settings);
        assert_eq!(room.settings()?, settings);
        for (free_up_to, approvers, path) in [
            (Some(Money::cny(1)), vec![], "/free_up_to"),
            (Some(Money::usd(-1)), vec![], "/free_up_to"),
            (None, vec![limit(1, None), limit(1, None)], "/approvers/1/staff_id"),
            (None, vec![limit(0, None)], "/approvers/0/staff_id"),
            (None, vec![limit(1, Some(-1))], "/approvers/0/up_to"),
        ] {
            let error = room.configure(CompensationSettings { free_up_to, approvers }).unwrap_err();
            assert_eq!(error.path(), Some(path));
        }
        let by = |staff, minor| NewCompensation { staff_id: Some(StaffId(staff)), ..credit(ada, minor) };
        let state = |new| room.propose(new).map(|one| one.state);
        assert_eq!(state(by(7, 5_00))?, CompensationState::Approved);
        assert_eq!(state(by(7, 5_01))?, CompensationState::Pending);
        assert_eq!(state(by(2, 20_00))?, CompensationState::Approved);
        assert_eq!(state(by(1, 900_00))?, CompensationState::Approved);
        let much = room.propose(by(2, 20_01))?;
        assert_eq!(much.state, CompensationState::Pending);
        assert_eq!(room.approve(much.id, StaffId(2)).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(room.approve(much.id, StaffId(7)).unwrap_err().code(), ErrorCode::Limit);
        let done = room.approve(much.id, StaffId(1))?;
        assert_eq!((done.decided_by, done.decided_at), (Some(StaffId(1)), Some(tx.now())));
        let other = room.propose(by(7, 20_01))?;
        assert_eq!(room.approve(other.id, StaffId(2)).unwrap_err().code(), ErrorCode::Limit);
        let declined = room.decline(other.id, StaffId(2), "no_fault")?;
        assert_eq!(declined.end_reason.as_deref(), Some("no_fault"));
        // While nobody is listed, anybody but who proposed it.
        room.configure(CompensationSettings::default())?;
        let small = room.propose(by(7, 1))?;
        assert_eq!(room.approve(small.id, StaffId(7)).unwrap_err().path(), Some("/staff_id"));
        room.approve(small.id, StaffId(8))?;
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn one_cause_and_thing_is_compensated_once_unless_again() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let about = |id| Some(Reference { entity: "ticket".into(), id });
        let of = |id, cause: &str| NewCompensation { reference: about(id), cause: cause.into(), ..credit(ada, 5_00) };
        let room = tx.compensations();
        let first = room.propose(of(4, "sla_breach"))?;
        let error = room.propose(of(4, "sla_breach")).unwrap_err();
        assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(first.id.0)));
        room.propose(of(4, "rudeness"))?;
        room.propose(of(5, "sla_breach"))?;
        room.propose(NewCompensation { again: true, ..of(4, "sla_breach") })?;
        let filter = CompensationFilter { reference: about(4), ..Default::default() };
        assert_eq!(room.list(&filter)?.items.len(), 3);
        // What was given up is no compensation.
        let gone = room.propose(of(6, "sla_breach"))?;
        room.cancel(gone.id, None)?;
        room.propose(of(6, "sla_breach"))?;
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_fund_gives_what_it_has_within_its_period() {
    let (crm, clock, ada) = shop_of("Ada");
    let id = crm
        .write(|tx| {
            let new = NewFund { period: FundPeriod::Month, ..NewFund::new(" March ", Money::usd(30_00)) };
            let fund = tx.compensations().create_fund(new)?;
            assert_eq!((fund.name.as_str(), funds::left(&fund)?), ("March", Money::usd(0)));
            let from = |minor| NewCompensation { fund_id: Some(fund.id), ..credit(ada, minor) };
            assert_eq!(tx.compensations().propose(from(1)).unwrap_err().code(), ErrorCode::Limit);
            let keyed = |minor| FundTopUp { key: Some("t1".into()), ..FundTopUp::new(fund.id, Money::usd(minor)) };
            tx.compensations().top_up(&keyed(50_00))?;
            let same = tx.compensations().top_up(&keyed(50_00))?;
            assert_eq!(same.funded, Money::usd(50_00));
            let error = tx.compensations().top_up(&keyed(50_01)).unwrap_err();
            assert_eq!(error.code(), ErrorCode::IdempotencyConflict);
            let foreign = FundTopUp::new(fund.id, Money::cny(1));
            assert_eq!(tx.compensations().top_up(&foreign).unwrap_err().path(), Some("/amount"));
            // 50.00 are there, 30.00 a month may go.
            let first = tx.compensations().propose(from(20_00))?;
            let error = tx.compensations().propose(from(10_01)).unwrap_err();
            assert!(error.message().contains("10.00 USD is left of the limit"), "{error}");
            tx.compensations().propose(from(10_00))?;
            // What is given up can be promised anew.
            tx.compensations().decline(first.id, BOSS, "no_fault")?;
            let paid = given(tx, from(20_00))?;
            let fund = tx.compensations().get_fund(fund.id)?;
            assert_eq!(
                (fund.reserved, fund.paid, funds::left(&fund)?),
                (Money::usd(10_00), paid.amount, Money::usd(20_00))
            );
            let off = FundPatch { active: Some(false), ..FundPatch::default() };
            tx.compensations().update_fund(fund.id, off)?;
            assert_eq!(tx.compensations().propose(from(1)).unwrap_err().path(), Some("/fund_id"));
            let on = FundPatch { active: Some(true), limit: Some(Money::usd(31_00)), ..FundPatch::default() };
            tx.compensations().update_fund(fund.id, on)?;
            tx.compensations().propose(from(1_00))?;
            let foreign = FundPatch { limit: Some(Money::cny(1)), ..FundPatch::default() };
            assert_eq!(tx.compensations().update_fund(fund.id, foreign).unwrap_err().path(), Some("/limit"));
            Ok(fund.id)
        })
        .unwrap();
    let from = |minor| NewCompensation { fund_id: Some(id), ..credit(ada, minor) };
    let propose = |minor| crm.write(|tx| tx.compensations().propose(from(minor)));
    clock.set(at("2026-03-31T23:59:59Z"));
    assert_eq!(propose(1).unwrap_err().code(), ErrorCode::Limit);
    clock.set(at("2026-04-01T00:00:00Z"));
    // A new month, but only 19.00 are left.
    assert!(propose(19_01).unwrap_err().message().contains("left in the fund"));
    propose(19_00).unwrap();
    let kinds: Vec<_> = crm
        .read(|tx| tx.compensations().fund_entries(id, &PageRequest::default()))
        .unwrap()
        .items
        .into_iter()
        .map(|entry| (entry.kind.token(), entry.amount.minor))
        .collect();
    let reserve = |minor| ("reserve", minor);
    assert_eq!(
        kinds,
        [
            ("top_up", 50_00),
            reserve(20_00),
            reserve(10_00),
            ("release", 20_00),
            reserve(20_00),
            ("pay", 20_00),
            reserve(1_00),
            reserve(19_00),
        ]
    );
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn an_advance_is_reclaimed_and_fills_its_fund() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let fund = fund(tx, 10_00, 100_00);
        let order = paid_order(tx, ada, 10_00);
        let one = given(tx, NewCompensation { order_id: Some(order.id), ..advance(ada, fund, 10_00) })?;
        assert!(tx.compensations().propose(advance(ada, fund, 1)).is_err());
        let back =
            |minor: Option<i64>| Recovery { id: one.id, amount: minor.map(Money::usd), from: RecoveredFrom::Supplier };
        let room = tx.compensations();
        assert_eq!(room.recover(&back(Some(0))).unwrap_err().path(), Some("/amount"));
        assert_eq!(room.recover(&back(Some(10_01))).unwrap_err().path(), Some("/amount"));
        let part = room.recover(&back(Some(4_00)))?;
        assert_eq!((part.state, part.recovered), (CompensationState::Paid, Some(Money::usd(4_00))));
        room.propose(advance(ada, fund, 4_00))?;
        let all = room.recover(&back(None))?;
        assert_eq!((all.state, all.recovered), (CompensationState::Recovered, Some(Money::usd(10_00))));
        assert_eq!((all.recovered_from, all.recovered_base), (Some(RecoveredFrom::Supplier), Some(Money::usd(10_00))));
        assert_eq!(funds::left(&room.get_fund(fund)?)?, Money::usd(6_00));
        let gift = given(tx, credit(ada, 1_00))?;
        let error = room.recover(&Recovery { id: gift.id, ..back(None) }).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::NotAllowedTransition, Some("/id")));
        let goodwill = room.goodwill(ada)?;
        assert_eq!((goodwill.amount, goodwill.recovered), (Some(Money::usd(11_00)), Some(Money::usd(10_00))));
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn foreign_money_costs_what_it_is_worth_on_the_day_and_comes_back_in_full() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        tx.shop().configure(ShopPatch { base_currency: Some(Money::usd(0).currency), ..ShopPatch::default() })?;
        let cny = Money::cny(0).currency;
        let new = |minor| NewCompensation { amount: Some(Money::cny(minor)), ..credit(ada, 1) };
        assert_eq!(tx.compensations().propose(new(1)).unwrap_err().code(), ErrorCode::NotFound);
        let rate = ExchangeRate::from_nanos(140_000_000);
        tx.shop().set_rates(&[CurrencyRate { currency: cny, day: Date::parse("2026-01-01")?, rate }])?;
        assert_eq!(tx.compensations().propose(new(100_00))?.amount_base, Money::usd(14_00));
        let fund = tx.compensations().create_fund(NewFund::new("CN", Money::cny(100_00)))?.id;
        tx.compensations().top_up(&FundTopUp::new(fund, Money::cny(100_00)))?;
        let new = NewCompensation { amount: Some(Money::cny(33_33)), ..advance(ada, fund, 1) };
        let one = given(tx, new)?;
        assert_eq!(one.amount_base, Money::usd(4_67));
        for _ in 0..3 {
            let back = Recovery { id: one.id, amount: Some(Money::cny(11_11)), from: RecoveredFrom::Insurer };
            tx.compensations().recover(&back)?;
        }
        let one = tx.compensations().get(one.id)?;
        assert_eq!((one.state, one.recovered_base), (CompensationState::Recovered, Some(Money::usd(4_67))));
        assert_eq!(tx.compensations().propose(advance(ada, fund, 1)).unwrap_err().path(), Some("/amount"));
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn the_ledger_of_a_fund_agrees_with_a_plain_model() {
    for seed in 0..60_u64 {
        let (crm, _, ada) = shop_of("Ada");
        let mut dice = Chance(seed.wrapping_mul(6_007) + 3);
        crm.write(|tx| {
            let limit = 60_00;
            let id = tx.compensations().create_fund(NewFund::new("F", Money::usd(limit)))?.id;
            let (mut left, mut promised) = (0_i64, 0_i64);
            let mut known: Vec<(CompensationId, i64, i64)> = Vec::new();
            for _ in 0..80 {
                let minor = 1 + dice.roll(15_00) as i64;
                match dice.roll(6) {
                    0 => {
                        tx.compensations().top_up(&FundTopUp::new(id, Money::usd(minor)))?;
                        left += minor;
                    }
                    1 | 2 => {
                        let fits = minor <= left && promised + minor <= limit;
                        let done = tx.compensations().propose(advance(ada, id, minor));
                        assert_eq!(done.is_ok(), fits, "seed {seed}");
                        if let Ok(one) = done {
                            (left, promised) = (left - minor, promised + minor);
                            known.push((one.id, minor, 0));
                        }
                    }
                    _ if known.is_empty() => {}
                    _ => {
                        let pick = dice.roll(known.len() as u64) as usize;
                        let (one, amount, back) = known[pick];
                        let to = CompensationState::ALL[1 + dice.roll(5) as usize];
                        if to == CompensationState::Recovered {
                            let amount = Some(Money::usd(minor));
                            let done =
                                tx.compensations().recover(&Recovery { id: one, amount, from: RecoveredFrom::Other });
                            if done.is_ok() {
                                known[pick].2 += minor;
                                left += minor;
                            }
                            assert!(back + if done.is_ok() { minor } else { 0 } <= known[pick].1, "seed {seed}");
                        } else if let Ok(after) = drive(tx, one, to)
                            && matches!(after.state, CompensationState::Declined | CompensationState::Cancelled)
                        {
                            (left, promised) = (left + amount, promised - amount);
                        }
                    }
                }
                let fund = tx.compensations().get_fund(id)?;
                assert_eq!(funds::left(&fund)?.minor, left, "seed {seed}");
                assert!(left >= 0 && promised <= limit, "seed {seed}");
            }
            Ok(())
        })
        .unwrap();
        let report = crm.check().unwrap();
        assert!(report.ok, "seed {seed}: {:?}", report.problems);
    }
}

#[test]
fn the_last_money_of_a_fund_has_one_winner_with_several_threads_on_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let crm = Crm::open(&path).unwrap();
    let (ada, id) = crm
        .write(|tx| {
            let ada = tx.customers().create(NewCustomer::person("Ada"))?.id;
            // Enough for five, and the limit would be enough for seven.
            Ok((ada, fund(tx, 5_99, 7_00)))
        })
        .unwrap();
    let outcomes: Vec<std::result::Result<(), Error>> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..6)
            .map(|thread| {
                // Half of them share a handle, the others open the file themselves.
                let crm = if thread % 2 == 0 { crm.clone() } else { Crm::open(&path).unwrap() };
                scope.spawn(move || {
                    let one = |_| crm.write(|tx| tx.compensations().propose(advance(ada, id, 1_00))).map(drop);
                    (0..3).map(one).collect::<Vec<_>>()
                })
            })
            .collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 5);
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().err().is_none_or(|e| e.code() == ErrorCode::Limit)));
    let fund = crm.read(|tx| tx.compensations().get_fund(id)).unwrap();
    assert_eq!((fund.reserved, funds::left(&fund).unwrap()), (Money::usd(5_00), Money::usd(99)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn compensations_follow_merges_and_unpaid_ones_their_order() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let bo = customer(tx, "Bo");
        let order = paid_order(tx, bo, 50_00);
        let refund = |minor| NewCompensation {
            order_id: Some(order.id),
            ..NewCompensation::new(bo, CompensationKind::Refund, Money::usd(minor), "late_delivery")
        };
        let (paid, open) = (given(tx, refund(1_00))?, approved(tx, refund(2_00))?);
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bo, rules: BTreeMap::new() })?;
        assert_eq!(tx.compensations().get(paid.id)?.customer_id, ada);
        let of_bo = CompensationFilter { customer_id: Some(bo), ..Default::default() };
        assert_eq!(tx.compensations().list(&of_bo)?.items.len(), 2);
        assert_eq!(tx.compensations().goodwill(bo)?.amount, Some(Money::usd(1_00)));
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.compensations().get(paid.id)?.customer_id, bo);
        tx.orders().edit(order.id, OrderPatch { customer: Some(ada), ..OrderPatch::default() })?;
        assert_eq!(tx.compensations().get(open.id)?.customer_id, ada);
        assert_eq!(tx.compensations().get(paid.id)?.customer_id, bo);
        tx.compensations().pay(open.id)?;
        Ok(())
    })
    .unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}
