//! Referrals: who may join, the reward exactly once, and what stops it.

use super::*;
use crate::Crm;
use crate::customers::MergeRequest;
use crate::orders::{CancelReason, NewOrder, NewRefund};
use crate::records::sale::coupons::{CouponFilter, NewCouponProgram};
use crate::testing::{OPENING, at, customer};
use crate::vocabulary::{FixedClock, Money, Rate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A shop that rewards both sides, with somebody who invites.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId, String) {
    let (crm, clock) = crate::testing::shop();
    let (wei, code) = crm
        .write(|tx| {
            let program = tx.coupons().create_program(NewCouponProgram::percent("Hello", Rate::from_ppm(100_000)))?;
            tx.referrals().configure(ReferralProgramPatch {
                active: Some(true),
                referrer_points: Some(100),
                friend_program_id: Patch::Set(program.id),
                ..ReferralProgramPatch::default()
            })?;
            let wei = customer(tx, "Wei");
            Ok((wei, tx.referrals().invite(wei)?.code))
        })
        .unwrap();
    (crm, clock, wei, code)
}

fn order(tx: &WriteTransaction, customer: CustomerId) -> OrderId {
    tx.orders().record(NewOrder::new(customer, Money::usd(9_00)).paid()).unwrap().id
}

/// What both sides have: points of who invited, coupons of who joined.
fn rewards(crm: &Crm, referrer: CustomerId, friend: CustomerId) -> (i64, usize) {
    crm.read(|tx| {
        let filter = CouponFilter { customer_id: Some(friend), ..CouponFilter::default() };
        Ok((tx.loyalty().balance(referrer)?.points, tx.coupons().list(&filter)?.items.len()))
    })
    .unwrap()
}

#[test]
fn both_sides_are_rewarded_once_after_the_time_for_returns() {
    let (crm, clock, wei, code) = shop();
    let ada = crm
        .write(|tx| {
            let ada = customer(tx, "Ada");
            let joined = tx.referrals().join(ada, &code.to_lowercase())?;
            assert_eq!((joined.state, joined.referrer_id), (ReferralState::Joined, wei));
            let relations = tx.customers().relations(ada)?;
            assert_eq!((relations[0].to_id, relations[0].kind), (wei, RelationKind::ReferredBy));
            let first = order(tx, ada);
            let noted = tx.referrals().first_order(first)?;
            assert_eq!(noted.due_at, Some(at(OPENING).plus_days(14)));
            assert_eq!(tx.referrals().first_order(first)?, noted);
            let second = order(tx, ada);
            assert_eq!(tx.referrals().first_order(second).unwrap_err().existing_id(), Some(first.0));
            Ok(ada)
        })
        .unwrap();
    clock.set(at(OPENING).plus_days(13));
    crm.tick(None, None).unwrap();
    assert_eq!(rewards(&crm, wei, ada), (0, 0));
    for days in [14, 15, 60] {
        clock.set(at(OPENING).plus_days(days));
        crm.tick(None, None).unwrap();
        assert_eq!(rewards(&crm, wei, ada), (100, 1));
    }
    let referral = crm.read(|tx| tx.referrals().get(ReferralId(1))).unwrap();
    assert_eq!((referral.state, referral.ended_at), (ReferralState::Rewarded, Some(at(OPENING).plus_days(14))));
    crm.write(|tx| {
        let error = tx.referrals().cancel(ReferralId(1), None).unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_order_that_is_called_off_or_refunded_brings_nothing() {
    for refunded in [false, true] {
        let (crm, clock, wei, code) = shop();
        let ada = crm
            .write(|tx| {
                let ada = customer(tx, "Ada");
                tx.referrals().join(ada, &code)?;
                let first = order(tx, ada);
                tx.referrals().first_order(first)?;
                if refunded {
                    let amount = Some(Money::usd(9_00));
                    tx.refunds().record(NewRefund { order: Some(first), amount, ..NewRefund::default() })?;
                } else {
                    tx.orders().cancel(first, CancelReason::Customer, None)?;
                }
                Ok(ada)
            })
            .unwrap();
        clock.set(at(OPENING).plus_days(14));
        crm.tick(None, None).unwrap();
        assert_eq!(rewards(&crm, wei, ada), (0, 0));
        let referral = crm.read(|tx| tx.referrals().get(ReferralId(1))).unwrap();
        assert_eq!((referral.state, referral.reason.as_deref()), (ReferralState::Cancelled, Some("order")));
        assert!(crm.check().unwrap().ok);
    }
}

#[test]
fn who_may_not_join() {
    let (crm, _, wei, code) = shop();
    crm.write(|tx| {
        let refused = |customer| tx.referrals().join(customer, &code).unwrap_err().code();
        assert_eq!(refused(wei), ErrorCode::Conflict);
        let (ada, kim) = (customer(tx, "Ada"), customer(tx, "Kim"));
        order(tx, kim);
        assert_eq!(refused(kim), ErrorCode::Conflict);
        tx.referrals().join(ada, &code)?;
        assert_eq!(refused(ada), ErrorCode::Conflict);
        // Who was called off may come again.
        tx.referrals().cancel(ReferralId(1), Some("fraud"))?;
        tx.referrals().join(ada, &code)?;
        tx.referrals().configure(ReferralProgramPatch { active: Some(false), ..ReferralProgramPatch::default() })?;
        assert_eq!(refused(customer(tx, "Bo")), ErrorCode::Conflict);
        assert!(tx.referrals().join(ada, "nothing").unwrap_err().code() == ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_merge_of_both_sides_brings_nothing_and_can_be_taken_back() {
    let (crm, clock, wei, code) = shop();
    let (ada, merge) = crm
        .write(|tx| {
            let ada = customer(tx, "Ada");
            tx.referrals().join(ada, &code)?;
            tx.referrals().first_order(order(tx, ada))?;
            let request = MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() };
            let merge = tx.customers().merge(&request)?;
            let one = tx.referrals().get(ReferralId(1))?;
            assert_eq!((one.customer_id, one.referrer_id), (ada, ada));
            assert_eq!(tx.referrals().invite(wei)?.code, code);
            tx.customers().unmerge(merge.id)?;
            let one = tx.referrals().get(ReferralId(1))?;
            assert_eq!((one.customer_id, one.referrer_id), (ada, wei));
            Ok((ada, tx.customers().merge(&request)?))
        })
        .unwrap();
    clock.set(at(OPENING).plus_days(14));
    crm.tick(None, None).unwrap();
    assert_eq!(rewards(&crm, ada, ada), (0, 0));
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    let referral = crm.read(|tx| tx.referrals().get(ReferralId(1))).unwrap();
    assert_eq!((referral.state, referral.reason.as_deref()), (ReferralState::Cancelled, Some("same_customer")));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_order_that_is_given_away_was_not_the_first() {
    let (crm, clock, wei, code) = shop();
    let (ada, kim, first) = crm
        .write(|tx| {
            let (ada, kim) = (customer(tx, "Ada"), customer(tx, "Kim"));
            tx.referrals().join(ada, &code)?;
            let first = order(tx, ada);
            tx.referrals().first_order(first)?;
            Ok((ada, kim, first))
        })
        .unwrap();
    let give = |order, customer| {
        let patch = crate::orders::OrderPatch { customer: Some(customer), ..crate::orders::OrderPatch::default() };
        crm.write(|tx| tx.orders().edit(order, patch)).unwrap();
    };
    let referral = || crm.read(|tx| tx.referrals().get(ReferralId(1))).unwrap();
    give(first, kim);
    let waits = referral();
    assert_eq!((waits.customer_id, waits.state), (ada, ReferralState::Joined));
    assert_eq!((waits.order_id, waits.due_at), (None, None));
    clock.set(at(OPENING).plus_days(20));
    crm.tick(None, None).unwrap();
    assert_eq!(rewards(&crm, wei, ada), (0, 0));
    // Another order is the first one, and what was rewarded stays rewarded.
    let second = crm
        .write(|tx| {
            let second = order(tx, ada);
            tx.referrals().first_order(second).map(|_| second)
        })
        .unwrap();
    clock.set(at(OPENING).plus_days(34));
    crm.tick(None, None).unwrap();
    assert_eq!(rewards(&crm, wei, ada), (100, 1));
    give(second, kim);
    assert_eq!((referral().state, referral().order_id), (ReferralState::Rewarded, Some(second)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_side_that_may_not_buy_gets_nothing() {
    let (crm, clock, wei, code) = shop();
    let ada = crm
        .write(|tx| {
            let ada = customer(tx, "Ada");
            tx.referrals().join(ada, &code)?;
            tx.referrals().first_order(order(tx, ada))?;
            tx.customers().block(&customers::NewBlock::new(wei, customers::Block::NoSales, "fraud"))?;
            Ok(ada)
        })
        .unwrap();
    clock.set(at(OPENING).plus_days(14));
    crm.tick(None, None).unwrap();
    assert_eq!(rewards(&crm, wei, ada), (0, 1));
    let events = crm.read(|tx| tx.events().list(0, 999)).unwrap();
    let rewarded = events.iter().find(|event| event.name == "referral.rewarded").unwrap();
    assert_eq!(rewarded.payload["referrer_points"], 0);
}

#[test]
fn one_friend_is_rewarded_once_when_a_merge_brings_two_together() {
    // Both are due in one tick, or one was rewarded before the merge.
    for late in [false, true] {
        let (crm, clock, wei, code) = shop();
        let (kim, ada, bea) = crm
            .write(|tx| {
                let kim = customer(tx, "Kim");
                let other = tx.referrals().invite(kim)?.code;
                let (ada, bea) = (customer(tx, "Ada"), customer(tx, "Bea"));
                tx.referrals().join(ada, &code)?;
                tx.referrals().join(bea, &other)?;
                tx.referrals().first_order(order(tx, ada))?;
                Ok((kim, ada, bea))
            })
            .unwrap();
        clock.set(at(OPENING).plus_days(1));
        crm.write(|tx| tx.referrals().first_order(order(tx, bea))).unwrap();
        let days = if late { 14 } else { 1 };
        clock.set(at(OPENING).plus_days(days));
        crm.tick(None, None).unwrap();
        let request = MergeRequest { winner_id: bea, loser_id: ada, rules: BTreeMap::new() };
        crm.write(|tx| tx.customers().merge(&request)).unwrap();
        clock.set(at(OPENING).plus_days(15));
        crm.tick(None, None).unwrap();
        assert_eq!((rewards(&crm, wei, bea), rewards(&crm, kim, bea)), ((100, 1), (0, 1)));
        let all = crm.read(|tx| tx.referrals().list(&ReferralFilter::default())).unwrap().items;
        let states: Vec<_> = all.iter().map(|one| (one.customer_id, one.state, one.reason.as_deref())).collect();
        let wanted = [(bea, ReferralState::Rewarded, None), (bea, ReferralState::Cancelled, Some("rewarded_before"))];
        assert_eq!(states, wanted);
        assert!(crm.check().unwrap().ok);
    }
}

#[test]
fn nobody_becomes_their_own_referrer_by_a_merge() {
    let (crm, clock, wei, code) = shop();
    let ada = crm
        .write(|tx| {
            // Wei invited Ada, and Kim invited Wei.
            let (ada, kim) = (customer(tx, "Ada"), customer(tx, "Kim"));
            tx.referrals().join(ada, &code)?;
            let other = tx.referrals().invite(kim)?.code;
            tx.referrals().join(wei, &other)?;
            tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() })?;
            // The invitation that holds is the one by somebody else.
            let noted = tx.referrals().first_order(order(tx, ada))?;
            assert_eq!((noted.customer_id, noted.referrer_id, noted.id), (ada, kim, ReferralId(2)));
            Ok(ada)
        })
        .unwrap();
    clock.set(at(OPENING).plus_days(14));
    crm.tick(None, None).unwrap();
    assert_eq!(rewards(&crm, ada, ada), (0, 1));
    assert_eq!(crm.read(|tx| tx.referrals().get(ReferralId(1))).unwrap().state, ReferralState::Joined);
    // Alone it is none at all.
    let (crm, _, wei, code) = shop();
    crm.write(|tx| {
        let ada = customer(tx, "Ada");
        tx.referrals().join(ada, &code)?;
        tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: ada, rules: BTreeMap::new() })?;
        let error = tx.referrals().first_order(order(tx, wei)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::NotFound, Some("/order_id")));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
