//! Coupons: what is given and why not, limits under contention, moves, and the ledgers against a plain model.

use super::*;
use crate::Crm;
use crate::customers::{MergeRequest, NewCustomer};
use crate::orders::{CancelReason, NewOrder};
use crate::testing::{Chance, at, shop};
use crate::vocabulary::{Money, Quantity, Rate, StoredValueId};
use std::collections::BTreeMap;

fn percent(ppm: i64) -> NewCouponProgram {
    NewCouponProgram::percent("Spring", Rate::from_ppm(ppm))
}

fn line(sku: &str, units: i32, minor: i64) -> BasketLine {
    BasketLine { sku: sku.to_owned(), quantity: Quantity::units(units), total: Money::usd(minor) }
}

fn basket(lines: Vec<BasketLine>) -> Basket {
    let total = lines.iter().map(|line| line.total.minor).sum();
    Basket { lines, ..Basket::of(Money::usd(total)) }
}

fn reservation(code: &str, minor: i64, key: &str) -> NewReservation {
    NewReservation {
        code: code.to_owned(),
        customer_id: None,
        basket: Basket::of(Money::usd(minor)),
        key: key.to_owned(),
        minutes: None,
    }
}

/// What a fresh coupon of a programme gives for a basket.
fn offer(program: NewCouponProgram, basket: Basket) -> std::result::Result<i64, Refusal> {
    let (crm, _) = shop();
    crm.write(|tx| {
        let program = tx.coupons().create_program(program)?;
        let code = tx.coupons().issue(&NewCoupons::of(program.id))?.remove(0).code;
        let offer = tx.coupons().check(&CouponCheck { code, customer_id: None, basket, key: None })?;
        assert_eq!(offer.ok, offer.reason.is_none());
        Ok(offer.reason.map_or(Ok(offer.amount.minor), Err))
    })
    .unwrap()
}

#[test]
fn discounts_are_exact() {
    let of = |minor| Basket::of(Money::usd(minor));
    // Half to even: 0.5 down, 1.5 up.
    assert_eq!(offer(percent(100_000), of(5)), Err(Refusal::NothingToDiscount));
    assert_eq!(offer(percent(100_000), of(15)), Ok(2));
    assert_eq!(offer(percent(100_000), of(25)), Ok(2));
    assert_eq!(offer(percent(333_333), of(1_000_000)), Ok(333_333));
    assert_eq!(offer(percent(1_000_000), of(i64::MAX)), Ok(i64::MAX));
    let capped = NewCouponProgram { max_discount: Some(Money::usd(500)), ..percent(200_000) };
    assert_eq!(offer(capped.clone(), of(2_000)), Ok(400));
    assert_eq!(offer(capped.clone(), of(9_000)), Ok(500));
    assert_eq!(offer(capped, Basket::of(Money::cny(9_000))), Err(Refusal::OtherCurrency));
    let amount = NewCouponProgram::amount("Five", Money::usd(500));
    assert_eq!(offer(amount.clone(), of(300)), Ok(300));
    assert_eq!(offer(amount.clone(), of(0)), Err(Refusal::NothingToDiscount));
    let least = NewCouponProgram { min_amount: Some(Money::usd(1_000)), ..amount };
    assert_eq!(offer(least.clone(), of(999)), Err(Refusal::BelowMinimum));
    assert_eq!(offer(least, of(1_000)), Ok(500));
    let shipping = NewCouponProgram::new(CouponKind::FreeShipping, "Free");
    assert_eq!(offer(shipping.clone(), Basket { shipping: Some(Money::usd(499)), ..of(1) }), Ok(499));
    assert_eq!(offer(shipping, of(1)), Ok(0));
    let gift = NewCouponProgram { gift_sku: Some("TEA".into()), ..NewCouponProgram::new(CouponKind::Gift, "Tea") };
    assert_eq!(offer(gift, of(1)), Ok(0));
}

#[test]
fn only_the_articles_of_the_programme_count() {
    let lines = || basket(vec![line("MUG", 2, 2_000), line("TEA", 1, 701)]);
    let of = |sku: &str| NewCouponProgram { skus: vec![sku.to_owned()], ..percent(500_000) };
    assert_eq!(offer(of("MUG"), lines()), Ok(1_000));
    assert_eq!(offer(of("TEA"), lines()), Ok(350));
    assert_eq!(offer(of("CUP"), lines()), Err(Refusal::NoMatchingLines));
    let (crm, _) = shop();
    crm.write(|tx| {
        let tea = serde_json::json!({ "sku": "TEA", "name": "Tea", "category": "kitchen/tea" });
        tx.catalog().upsert(serde_json::from_value(tea).unwrap())?;
        for (wanted, gives) in [("kitchen", true), ("kitchen/tea", true), ("kit", false), ("kitchen/tea/green", false)]
        {
            let program = NewCouponProgram { categories: vec![wanted.to_owned()], ..percent(500_000) };
            let program = tx.coupons().create_program(program)?;
            let code = tx.coupons().issue(&NewCoupons::of(program.id))?.remove(0).code;
            let offer = tx.coupons().check(&CouponCheck { code, customer_id: None, basket: lines(), key: None })?;
            assert_eq!((offer.ok, offer.amount.minor), (gives, if gives { 350 } else { 0 }), "{wanted}");
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_cheapest_units_of_full_groups_are_free() {
    let program = |rate| NewCouponProgram {
        buy_quantity: Some(2),
        get_quantity: Some(1),
        rate,
        ..NewCouponProgram::new(CouponKind::BuyXGetY, "Three for two")
    };
    let lines = |units| basket(vec![line("DEAR", units, 1_000 * i64::from(units)), line("CHEAP", 1, 300)]);
    assert_eq!(offer(program(None), lines(1)), Err(Refusal::TooFewUnits));
    assert_eq!(offer(program(None), lines(2)), Ok(300));
    assert_eq!(offer(program(None), lines(4)), Ok(300));
    assert_eq!(offer(program(None), lines(5)), Ok(1_300));
    assert_eq!(offer(program(Some(Rate::from_ppm(500_000))), lines(5)), Ok(650));
    assert_eq!(offer(program(None), Basket::of(Money::usd(5_000))), Err(Refusal::TooFewUnits));
    // A third of 10.00 is 3.33; what two of three units come to is rounded once.
    let three = NewCouponProgram { buy_quantity: Some(1), get_quantity: Some(2), ..program(None) };
    assert_eq!(offer(three, basket(vec![line("SET", 3, 1_000)])), Ok(667));
}

#[test]
fn every_move_of_a_coupon_is_allowed_or_lists_what_is() {
    for from in CouponState::ALL {
        for to in CouponState::ALL {
            let (crm, clock) = shop();
            crm.write(|tx| {
                let wei = tx.customers().create(NewCustomer::person("Wei"))?;
                let order = tx.orders().record(NewOrder::new(wei.id, Money::usd(900)))?;
                let program = tx.coupons().create_program(percent(100_000))?;
                let new = NewCoupons { expires_at: Some(at("2026-03-03T00:00:00Z")), ..NewCoupons::of(program.id) };
                let mut coupon = tx.coupons().issue(&new)?.remove(0);
                reach(tx, &mut coupon, *from, order.id)?;
                assert_eq!(coupon.state, *from);
                match reach_one(tx, &mut coupon, *to, order.id) {
                    Ok(()) => assert!(COUPON.may(*from, *to), "{from} to {to}"),
                    Err(error) => {
                        assert!(!COUPON.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(tx.coupons().get(&coupon.code)?.state, *from);
                    }
                }
                let log = tx.coupons().history(&coupon.code)?;
                assert_eq!(log.last().unwrap().to, tx.coupons().get(&coupon.code)?.state.token());
                Ok(())
            })
            .unwrap();
            assert!(crm.check().unwrap().ok, "{from} to {to}: {:?}", crm.check().unwrap().problems);
            clock.set(at("2026-03-02T09:00:00Z"));
        }
    }
}

fn reach(tx: &WriteTransaction, coupon: &mut Coupon, to: CouponState, order: crate::OrderId) -> Result<()> {
    match to {
        CouponState::Issued => return Ok(()),
        CouponState::Redeemed => reach_one(tx, coupon, CouponState::Reserved, order)?,
        _ => {}
    }
    reach_one(tx, coupon, to, order)
}

/// One move, by the verb that makes it.
fn reach_one(tx: &WriteTransaction, coupon: &mut Coupon, to: CouponState, order: crate::OrderId) -> Result<()> {
    let code = coupon.code.clone();
    match to {
        CouponState::Reserved => drop(tx.coupons().reserve(&reservation(&code, 900, coupon.state.token()))?),
        CouponState::Redeemed if coupon.state == CouponState::Redeemed => {
            let other = tx.orders().record(NewOrder::new(tx.orders().get(order)?.customer_id, Money::usd(1)))?;
            drop(tx.coupons().redeem(&code, other.id, None)?);
        }
        CouponState::Redeemed => drop(tx.coupons().redeem(&code, order, None)?),
        CouponState::Issued if coupon.state == CouponState::Redeemed => {
            tx.orders().cancel(order, CancelReason::Customer, None)?;
            tx.coupons().reverse(order)?;
        }
        CouponState::Issued => drop(tx.coupons().release(&code, None)?),
        CouponState::Expired => go(tx, coupon, CouponState::Expired, None)?,
        CouponState::Revoked => drop(tx.coupons().revoke(&code, Some("fraud"))?),
    }
    *coupon = tx.coupons().get(&code)?;
    Ok(())
}

#[test]
fn a_basket_prices_its_reservation_anew_and_gives_it_back_in_time() {
    let (crm, clock) = shop();
    let code = crm
        .write(|tx| {
            let program = NewCouponProgram { budget: Some(Money::usd(1_000)), ..percent(100_000) };
            let program = tx.coupons().create_program(program)?;
            tx.coupons().issue(&NewCoupons { codes: vec!["spring - 26".into()], ..NewCoupons::of(program.id) })
        })
        .unwrap()
        .remove(0)
        .code;
    assert_eq!(code, "SPRING26");
    let program = || crm.read(|tx| tx.coupons().get_program(CouponProgramId(1))).unwrap();
    let reserve = |minor, key: &str| crm.write(|tx| tx.coupons().reserve(&reservation("Spring26", minor, key)));
    let first = reserve(5_000, "cart-1").unwrap();
    assert_eq!((first.amount, first.expires_at), (Money::usd(500), at("2026-03-02T09:30:00Z")));
    let again = reserve(7_000, "cart-1").unwrap();
    assert_eq!((again.id, again.amount), (first.id, Money::usd(700)));
    assert_eq!((program().uses, program().spent), (1, Some(Money::usd(700))));
    let other = reserve(100, "cart-2").unwrap_err();
    assert_eq!((other.code(), other.message()), (ErrorCode::Conflict, "the coupon cannot be used: reserved"));
    let budget = reserve(10_010, "cart-1").unwrap_err();
    assert_eq!((budget.code(), budget.message()), (ErrorCode::Limit, "the coupon cannot be used: budget"));
    assert_eq!(program().spent, Some(Money::usd(700)));
    clock.set(at("2026-03-02T09:30:00Z"));
    // The time is over: it stands in nobody's way, with or without tick.
    let check = CouponCheck {
        code: code.clone(),
        customer_id: None,
        basket: Basket::of(Money::usd(10_000)),
        key: Some("cart-2".into()),
    };
    assert!(crm.read(|tx| tx.coupons().check(&check)).unwrap().ok);
    let next = reserve(10_000, "cart-2").unwrap();
    assert_eq!((program().uses, program().spent), (1, Some(Money::usd(1_000))));
    clock.set(at("2026-03-02T10:00:00Z"));
    crm.tick(None, None).unwrap();
    assert_eq!((program().uses, program().spent), (0, Some(Money::usd(0))));
    let released = crm.read(|tx| tx.coupons().redemptions(&RedemptionFilter::default())).unwrap().items;
    assert_eq!(released.iter().map(|one| one.state).collect::<Vec<_>>(), [RedemptionState::Released; 2]);
    assert_eq!(released[1].id, next.id);
    assert_eq!(crm.read(|tx| tx.coupons().get(&code)).unwrap().state, CouponState::Issued);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn who_may_use_it() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let (wei, ada) = (
            tx.customers().create(NewCustomer::person("Wei"))?.id,
            tx.customers().create(NewCustomer::person("Ada"))?.id,
        );
        let list = tx.customers().create_list("Friends", None)?.id;
        tx.customers().add_to_list(list, &[wei], None)?;
        let reason = |program: NewCouponProgram, bound: Option<CustomerId>, customer: Option<CustomerId>| {
            let program = tx.coupons().create_program(program)?;
            let new = NewCoupons { customer_ids: bound.into_iter().collect(), ..NewCoupons::of(program.id) };
            let code = tx.coupons().issue(&new)?.remove(0).code;
            let basket = Basket::of(Money::usd(1_000));
            tx.coupons()
                .check(&CouponCheck { code, customer_id: customer, basket, key: None })
                .map(|offer| offer.reason)
        };
        let plain = || percent(100_000);
        let listed = || NewCouponProgram { list_id: Some(list), ..plain() };
        assert_eq!(reason(plain(), None, None)?, None);
        assert_eq!(reason(plain(), Some(wei), None)?, Some(Refusal::CustomerNeeded));
        assert_eq!(reason(plain(), Some(wei), Some(ada))?, Some(Refusal::OtherCustomer));
        assert_eq!(reason(plain(), Some(wei), Some(wei))?, None);
        assert_eq!(reason(listed(), None, Some(ada))?, Some(Refusal::NotOnList));
        assert_eq!(reason(listed(), None, Some(wei))?, None);
        let tier = NewCouponProgram { min_tier_rank: Some(1), ..plain() };
        assert_eq!(reason(tier, None, Some(wei))?, Some(Refusal::TierTooLow));
        let off = NewCouponProgram { active: false, ..plain() };
        assert_eq!(reason(off, None, None)?, Some(Refusal::Inactive));
        let later = NewCouponProgram { starts_at: Some(at("2026-03-02T09:00:01Z")), ..plain() };
        assert_eq!(reason(later, None, None)?, Some(Refusal::NotStarted));
        Ok(())
    })
    .unwrap();
}

#[test]
fn one_customer_a_shared_code_and_what_stands_alone() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
        let ada = tx.customers().create(NewCustomer::person("Ada"))?.id;
        let shared = |stackable: bool, code: &str| {
            let program = NewCouponProgram { per_customer: Some(1), stackable, ..percent(100_000) };
            let program = tx.coupons().create_program(program)?.id;
            tx.coupons().issue(&NewCoupons { shared: true, codes: vec![code.into()], ..NewCoupons::of(program) })
        };
        shared(true, "SUMMER")?;
        shared(true, "AUTUMN")?;
        shared(false, "ALONE")?;
        let reserve = |code: &str, customer, key: &str| {
            tx.coupons().reserve(&NewReservation { customer_id: Some(customer), ..reservation(code, 1_000, key) })
        };
        reserve("summer", wei, "a")?;
        reserve("autumn", wei, "a")?;
        let alone = reserve("alone", wei, "a").unwrap_err();
        assert_eq!((alone.code(), alone.message()), (ErrorCode::Conflict, "the coupon cannot be used: not_stackable"));
        reserve("alone", ada, "b")?;
        assert!(reserve("summer", ada, "b").unwrap_err().message().ends_with("not_stackable"));
        let twice = reserve("summer", wei, "c").unwrap_err();
        assert_eq!((twice.code(), twice.message()), (ErrorCode::Limit, "the coupon cannot be used: customer_limit"));
        reserve("summer", ada, "d")?;
        assert_eq!(tx.coupons().release("summer", None).unwrap_err().path(), Some("/key"));
        let order = tx.orders().record(NewOrder::new(ada, Money::usd(900)))?;
        assert_eq!(tx.coupons().redeem("summer", order.id, Some("a")).unwrap_err().path(), Some("/order_id"));
        let used = tx.coupons().redeem("summer", order.id, Some("d"))?;
        assert_eq!(tx.coupons().redeem("summer", order.id, None)?, used);
        assert_eq!(tx.coupons().get("summer")?.state, CouponState::Issued);
        // The limit follows the customers into one.
        tx.coupons().release("autumn", Some("a"))?;
        reserve("autumn", ada, "e")?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: ada, rules: BTreeMap::new() })?;
        assert!(reserve("autumn", wei, "f").unwrap_err().message().ends_with("customer_limit"));
        tx.customers().unmerge(merge.id)?;
        reserve("autumn", wei, "f")?;
        assert!(tx.coupons().reverse(order.id).unwrap_err().code() == ErrorCode::Conflict);
        tx.orders().cancel(order.id, CancelReason::Customer, None)?;
        assert_eq!(tx.coupons().reverse(order.id)?.redemptions.len(), 1);
        assert_eq!(tx.coupons().reverse(order.id)?.redemptions.len(), 0);
        reserve("summer", ada, "g").map(drop)
    })
    .unwrap();
    assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
}

#[test]
fn a_shared_coupon_is_revoked_while_baskets_hold_it() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
        let program = tx.coupons().create_program(percent(100_000))?.id;
        tx.coupons().issue(&NewCoupons { shared: true, codes: vec!["LEAK".into()], ..NewCoupons::of(program) })?;
        for key in ["a", "b"] {
            tx.coupons().reserve(&reservation("leak", 1_000, key))?;
        }
        assert_eq!(tx.coupons().revoke("leak", Some("leaked"))?.state, CouponState::Revoked);
        // Nobody new gets it, and nobody holds it longer than before.
        for key in ["a", "c"] {
            let refused = tx.coupons().reserve(&reservation("leak", 1_000, key)).unwrap_err();
            assert_eq!(
                (refused.code(), refused.message()),
                (ErrorCode::Conflict, "the coupon cannot be used: revoked")
            );
        }
        let order = tx.orders().record(NewOrder::new(wei, Money::usd(900)))?;
        assert_eq!(tx.coupons().redeem("leak", order.id, Some("a"))?.state, RedemptionState::Redeemed);
        assert_eq!(tx.coupons().release("leak", Some("b"))?.state, RedemptionState::Released);
        assert_eq!(tx.coupons().get("leak")?.state, CouponState::Revoked);
        assert_eq!(tx.coupons().get_program(program)?.uses, 1);
        let twice = tx.coupons().revoke("leak", None).unwrap_err();
        assert_eq!(twice.code(), ErrorCode::NotAllowedTransition);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn reservations_that_are_over_make_way_as_far_as_they_must() {
    let (crm, clock) = shop();
    let wei = crm
        .write(|tx| {
            let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
            let limits = [
                ("NOLIMIT", NewCouponProgram::amount("None", Money::usd(100))),
                ("TOTAL", NewCouponProgram { total_limit: Some(50), ..NewCouponProgram::amount("T", Money::usd(100)) }),
                (
                    "BUDGET",
                    NewCouponProgram {
                        budget: Some(Money::usd(5_000)),
                        ..NewCouponProgram::amount("B", Money::usd(100))
                    },
                ),
                ("EACH", NewCouponProgram { per_customer: Some(50), ..NewCouponProgram::amount("E", Money::usd(100)) }),
            ];
            for (code, program) in limits {
                let program = tx.coupons().create_program(program)?.id;
                tx.coupons().issue(&NewCoupons {
                    shared: true,
                    codes: vec![code.into()],
                    ..NewCoupons::of(program)
                })?;
                for number in 0..50 {
                    let held = reservation(code, 1_000, &format!("{code}-old-{number}"));
                    tx.coupons().reserve(&NewReservation { customer_id: Some(wei), ..held })?;
                }
            }
            Ok(wei)
        })
        .unwrap();
    let held = |program: i64| {
        let filter = RedemptionFilter {
            program_id: Some(CouponProgramId(program)),
            state: Some(RedemptionState::Reserved),
            page: crate::PageRequest::first(100),
            ..RedemptionFilter::default()
        };
        crm.read(|tx| tx.coupons().redemptions(&filter)).unwrap().items.len()
    };
    let reserve = |code: &str, key: &str| {
        let new = NewReservation { customer_id: Some(wei), ..reservation(code, 1_000, &format!("{code}-{key}")) };
        crm.write(|tx| tx.coupons().reserve(&new))
    };
    for code in ["TOTAL", "BUDGET", "EACH"] {
        assert_eq!(reserve(code, "early").unwrap_err().code(), ErrorCode::Limit, "{code}");
    }
    clock.set(at("2026-03-02T09:30:00Z"));
    for (program, code) in (1..).zip(["NOLIMIT", "TOTAL", "BUDGET", "EACH"]) {
        let check = CouponCheck {
            code: code.to_owned(),
            customer_id: Some(wei),
            basket: Basket::of(Money::usd(1_000)),
            key: None,
        };
        assert!(crm.read(|tx| tx.coupons().check(&check)).unwrap().ok, "{code}");
        reserve(code, "late").unwrap();
        // Without a limit nothing is in the way; below one a few make room, and not all.
        assert_eq!(held(program), if program == 1 { 51 } else { 31 }, "{code}");
        let all = (0..49).map(|number| reserve(code, &format!("new-{number}")));
        assert!(all.into_iter().all(|made| made.is_ok()), "{code}");
        assert_eq!(held(program), if program == 1 { 100 } else { 50 }, "{code}");
        assert_eq!(reserve(code, "more").is_ok(), program == 1, "{code}");
    }
    crm.tick(None, None).unwrap();
    assert_eq!((1..=4).map(held).collect::<Vec<_>>(), [51, 50, 50, 50]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_announces_once_and_lets_coupons_expire() {
    let (crm, clock) = shop();
    let names = || -> Vec<String> {
        let events = crm.read(|tx| tx.events().list(0, 1_000)).unwrap();
        events.into_iter().map(|event| event.name).filter(|name| name.starts_with("coupon.")).collect()
    };
    crm.write(|tx| {
        let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
        let program = NewCouponProgram { ends_at: Some(at("2026-03-10T00:00:00Z")), ..percent(100_000) };
        let program = tx.coupons().create_program(program)?.id;
        tx.coupons().issue(&NewCoupons { customer_ids: vec![wei], ..NewCoupons::of(program) })?;
        tx.coupons().issue(&NewCoupons::of(program))
    })
    .unwrap();
    let report = crm.tick(None, None).unwrap();
    assert!(report.next_at.is_some_and(|next| next <= at("2026-03-07T00:00:00Z")));
    clock.set(at("2026-03-07T00:00:00Z"));
    crm.tick(None, None).unwrap();
    crm.tick(None, None).unwrap();
    assert_eq!(names(), ["coupon.issued", "coupon.expiring"]);
    let later =
        CouponProgramPatch { ends_at: crate::Patch::Set(at("2026-03-12T00:00:00Z")), ..CouponProgramPatch::default() };
    crm.write(|tx| tx.coupons().update_program(CouponProgramId(1), later)).unwrap();
    clock.set(at("2026-03-10T00:00:00Z"));
    crm.tick(None, None).unwrap();
    assert_eq!(names(), ["coupon.issued", "coupon.expiring", "coupon.expiring"]);
    clock.set(at("2026-03-12T00:00:00Z"));
    crm.tick(None, None).unwrap();
    assert_eq!(names()[3..], ["coupon.expired", "coupon.expired"]);
    let states = crm.read(|tx| tx.coupons().list(&CouponFilter::default())).unwrap();
    assert!(states.items.iter().all(|coupon| coupon.state == CouponState::Expired));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_last_one_has_one_winner() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let crm = Crm::open(&path).unwrap();
    // Ten may use it, and the money is enough for seven; one coupon is for one basket.
    let single = crm
        .write(|tx| {
            let program = NewCouponProgram {
                total_limit: Some(10),
                budget: Some(Money::usd(799)),
                ..NewCouponProgram::amount("One dollar", Money::usd(100))
            };
            let program = tx.coupons().create_program(program)?.id;
            tx.coupons().issue(&NewCoupons {
                shared: true,
                codes: vec!["ALLOFUS".into()],
                ..NewCoupons::of(program)
            })?;
            let program =
                tx.coupons().create_program(NewCouponProgram { total_limit: Some(1), ..percent(500_000) })?.id;
            tx.coupons().issue(&NewCoupons { count: Some(2), ..NewCoupons::of(program) })
        })
        .unwrap();
    let outcomes: Vec<(Vec<String>, Vec<String>)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..6)
            .map(|thread| {
                // Half of them share a handle, the others open the file themselves.
                let crm = if thread % 2 == 0 { crm.clone() } else { Crm::open(&path).unwrap() };
                let single = &single;
                scope.spawn(move || {
                    let take = |code: &str, key: String| {
                        let done = crm.write(|tx| tx.coupons().reserve(&reservation(code, 1_000, &key)));
                        done.map_or_else(
                            |error| format!("{} {}", error.code().token(), error.message()),
                            |_| "won".into(),
                        )
                    };
                    let shared = (0..3).map(|number| take("allofus", format!("{thread}-{number}"))).collect();
                    let one =
                        single.iter().map(|coupon| take(&coupon.code, format!("{thread}/{}", coupon.id))).collect();
                    (shared, one)
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    let tally = |all: Vec<&String>| {
        let mut tally: BTreeMap<String, usize> = BTreeMap::new();
        all.into_iter().for_each(|one| *tally.entry(one.clone()).or_default() += 1);
        tally
    };
    let shared = tally(outcomes.iter().flat_map(|(shared, _)| shared).collect());
    let budget = "limit the coupon cannot be used: budget".to_owned();
    assert_eq!(shared, BTreeMap::from([("won".to_owned(), 7), (budget, 11)]));
    let one = tally(outcomes.iter().flat_map(|(_, one)| one).collect());
    assert_eq!(one["won"], 1, "{one:?}");
    let typed = ["limit the coupon cannot be used: total_limit", "conflict the coupon cannot be used: reserved"];
    assert!(one.keys().all(|outcome| outcome == "won" || typed.contains(&outcome.as_str())), "{one:?}");
    let program = crm.read(|tx| tx.coupons().get_program(CouponProgramId(1))).unwrap();
    assert_eq!((program.uses, program.spent), (7, Some(Money::usd(700))));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn generated_codes_are_plain_and_differ() {
    let (crm, _) = shop();
    let codes: Vec<String> = crm
        .write(|tx| {
            let program = tx.coupons().create_program(percent(100_000))?.id;
            let new = NewCoupons { count: Some(500), prefix: Some("vip".into()), ..NewCoupons::of(program) };
            tx.coupons().issue(&new)
        })
        .unwrap()
        .into_iter()
        .map(|coupon| coupon.code)
        .collect();
    assert!(codes.iter().all(|code| code.len() == 15 && code.starts_with("VIP")));
    assert!(codes.iter().all(|code| !code[3..].contains(['0', 'O', '1', 'I'])));
    assert_eq!(codes.iter().collect::<std::collections::BTreeSet<_>>().len(), 500);
    // Another file without a seed has other codes.
    let other = Crm::in_memory().unwrap();
    let code = other
        .write(|tx| {
            let program = tx.coupons().create_program(percent(100_000))?.id;
            tx.coupons().issue(&NewCoupons { prefix: Some("vip".into()), ..NewCoupons::of(program) })
        })
        .unwrap()
        .remove(0)
        .code;
    assert!(!codes.contains(&code));
}

#[test]
fn a_balance_is_the_sum_of_its_ledger() {
    for seed in 0..8 {
        let mut dice = Chance(seed);
        let (crm, clock) = shop();
        let mut now = at("2026-03-02T09:00:00Z");
        let (card, orders) = crm
            .write(|tx| {
                let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
                let orders =
                    (0..3).map(|_| tx.orders().record(NewOrder::new(wei, Money::usd(900))).map(|order| order.id));
                let orders = orders.collect::<Result<Vec<_>>>()?;
                let card = NewStoredValue {
                    expires_at: Some(now.plus_days(40)),
                    ..NewStoredValue::gift_card(Money::usd(5_000))
                };
                Ok((tx.stored_values().issue(&card)?.id, orders))
            })
            .unwrap();
        let (mut balance, mut expires) = (5_000_i64, now.plus_days(40));
        let mut paid = [0_i64; 3];
        let mut off = [false; 3];
        for _ in 0..60 {
            let amount = 1 + dice.roll(1_500) as i64;
            let which = dice.roll(3) as usize;
            let change = StoredValueChange {
                id: Some(card),
                amount: Some(Money::usd(amount)),
                order_id: Some(orders[which]),
                up_to: dice.roll(3) == 0,
                ..StoredValueChange::default()
            };
            match dice.roll(10) {
                0..=4 => {
                    let taken = if change.up_to { amount.min(balance) } else { amount };
                    let allowed = taken <= balance && taken > 0 && now < expires;
                    let done = crm.write(|tx| tx.stored_values().charge(&change));
                    assert_eq!(done.is_ok(), allowed, "{done:?}");
                    if allowed {
                        balance -= taken;
                        paid[which] += taken;
                    }
                }
                5 | 6 => {
                    let plain = StoredValueChange { order_id: None, ..change };
                    let done = crm.write(|tx| tx.stored_values().credit(&plain));
                    assert_eq!(done.is_ok(), now < expires);
                    balance += if done.is_ok() { amount } else { 0 };
                }
                7 => {
                    let done = crm.write(|tx| {
                        if !off[which] {
                            tx.orders().cancel(orders[which], CancelReason::Customer, None)?;
                        }
                        tx.coupons().reverse(orders[which])
                    });
                    assert_eq!(done.unwrap().entries.len(), usize::from(paid[which] > 0));
                    off[which] = true;
                    if paid[which] > 0 && expires <= now {
                        expires = now.plus_days(30);
                    }
                    balance += std::mem::take(&mut paid[which]);
                }
                _ => {
                    now = now.plus_days(dice.roll(6) as i64);
                    clock.set(now);
                    crm.tick(None, None).unwrap();
                    if expires <= now {
                        balance = 0;
                    }
                }
            }
            let value = crm.read(|tx| tx.stored_values().get(Some(card), None)).unwrap();
            assert_eq!((value.balance.minor, value.expires_at), (balance, Some(expires)));
            let entries = crm.read(|tx| tx.stored_values().entries(card, &crate::PageRequest::default())).unwrap();
            assert_eq!(entries.items.iter().map(|entry| entry.amount.minor).sum::<i64>(), balance);
        }
        assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
    }
}

#[test]
fn a_charge_with_a_key_is_made_once_and_credit_follows_a_merge() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
        let ada = tx.customers().create(NewCustomer::person("Ada"))?.id;
        let credit = tx.stored_values().issue(&NewStoredValue::store_credit(ada, Money::usd(1_000)))?;
        let change = |minor, key: &str| StoredValueChange {
            id: Some(credit.id),
            amount: Some(Money::usd(minor)),
            key: Some(key.to_owned()),
            ..StoredValueChange::default()
        };
        let first = tx.stored_values().charge(&change(400, "k"))?;
        assert_eq!(tx.stored_values().charge(&change(400, "k"))?, first);
        assert_eq!(tx.stored_values().charge(&change(300, "k")).unwrap_err().code(), ErrorCode::IdempotencyConflict);
        assert_eq!(tx.stored_values().credit(&change(400, "k")).unwrap_err().code(), ErrorCode::IdempotencyConflict);
        assert_eq!(tx.stored_values().charge(&change(601, "l")).unwrap_err().code(), ErrorCode::Limit);
        let merge = tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: ada, rules: BTreeMap::new() })?;
        assert_eq!(balances_of(tx, wei)?, [Money::usd(600)]);
        tx.customers().unmerge(merge.id)?;
        assert_eq!((balances_of(tx, wei)?, balances_of(tx, ada)?), (vec![], vec![Money::usd(600)]));
        let missing = tx.stored_values().get(Some(StoredValueId(9)), None);
        assert!(missing.unwrap_err().is_not_found());
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_use_of_a_coupon_follows_its_order_to_another_customer() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let [ada, bob] = ["Ada", "Bob"].map(|name| crate::testing::customer(tx, name));
        let program = tx.coupons().create_program(NewCouponProgram { per_customer: Some(1), ..percent(100_000) })?;
        let of_ada = NewCoupons { customer_ids: vec![ada], ..NewCoupons::of(program.id) };
        let coupon = tx.coupons().issue(&of_ada)?.remove(0);
        let order = tx.orders().record(NewOrder::new(ada, Money::usd(9_00)))?;
        let held = NewReservation { customer_id: Some(ada), ..reservation(&coupon.code, 10_00, "a") };
        tx.coupons().reserve(&held)?;
        let used = tx.coupons().redeem(&coupon.code, order.id, None)?;
        let give = |customer| {
            let patch = crate::orders::OrderPatch { customer: Some(customer), ..crate::orders::OrderPatch::default() };
            tx.orders().edit(order.id, patch).unwrap()
        };
        let uses = |customer| {
            let filter = RedemptionFilter { customer_id: Some(customer), ..RedemptionFilter::default() };
            tx.coupons().redemptions(&filter).unwrap().items.iter().map(|one| one.id).collect::<Vec<_>>()
        };
        let request = MergeRequest { winner_id: bob, loser_id: ada, rules: BTreeMap::new() };
        let merge = tx.customers().merge(&request)?;
        let kim = crate::testing::customer(tx, "Kim");
        give(kim);
        tx.customers().unmerge(merge.id)?;
        assert_eq!((uses(ada), uses(bob), uses(kim)), (vec![], vec![], vec![used.id]));
        let log = journal::stages_of(tx, rules::REDEMPTION.entity(), used.id.0)?;
        assert!(log.iter().all(|step| step.customer_id == Some(kim)));
        // It counts against the share of who bought; the coupon itself is still Ada's.
        assert_eq!(tx.coupons().get(&coupon.code)?.customer_id, Some(ada));
        let more = |customer| {
            let one = tx.coupons().issue(&NewCoupons::of(program.id)).unwrap().remove(0);
            let basket = Basket::of(Money::usd(10_00));
            let check = CouponCheck { code: one.code, customer_id: Some(customer), basket, key: None };
            tx.coupons().check(&check).unwrap().ok
        };
        assert_eq!((more(ada), more(kim)), (true, false));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
