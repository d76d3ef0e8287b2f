//! Points against a plain model, what orders do to them, tiers through time, and merges.

use super::*;
use crate::customers::MergeRequest;
use crate::orders::{CancelReason, LineCancellation, NewOrder, NewRefund};
use crate::testing::{Chance, at, customer, shop};
use crate::vocabulary::{ErrorCode, OrderId, Patch, Quantity, Rate, TierId, Timestamp};
use std::collections::BTreeMap;

/// A point for each dollar, for a hundred days.
fn configure(tx: &WriteTransaction) -> Result<LoyaltyProgram> {
    tx.loyalty().configure(LoyaltyProgramPatch {
        active: Some(true),
        per_amount: Patch::Set(Money::usd(100)),
        expiry_days: Patch::Set(100),
        ..LoyaltyProgramPatch::default()
    })
}

fn order(tx: &WriteTransaction, customer: CustomerId, minor: i64) -> OrderId {
    tx.orders().record(NewOrder::new(customer, Money::usd(minor)).paid()).unwrap().id
}

fn refund(tx: &WriteTransaction, order: OrderId, minor: i64) {
    let given = NewRefund { order: Some(order), amount: Some(Money::usd(minor)), ..NewRefund::default() };
    tx.refunds().record(given).unwrap();
}

#[test]
fn points_follow_from_amounts_orders_and_units() {
    let (crm, _) = shop();
    crm.write(|tx| {
        configure(tx)?;
        let wei = customer(tx, "Wei");
        let earned = |patch: LoyaltyProgramPatch, order: NewOrder| {
            tx.loyalty().configure(patch).unwrap();
            let order = tx.orders().record(order.paid()).unwrap();
            tx.loyalty().earn_for_order(order.id).unwrap().earned
        };
        let rounding = |rounding| LoyaltyProgramPatch { rounding: Some(rounding), ..LoyaltyProgramPatch::default() };
        let plain = |minor| NewOrder::new(wei, Money::usd(minor));
        assert_eq!(earned(rounding(PointsRounding::Down), plain(1_099)), 10);
        assert_eq!(earned(rounding(PointsRounding::Up), plain(1_001)), 11);
        assert_eq!(earned(rounding(PointsRounding::Nearest), plain(1_050)), 10);
        assert_eq!(earned(rounding(PointsRounding::Nearest), plain(1_150)), 12);
        assert_eq!(earned(rounding(PointsRounding::Down), plain(99)), 0);
        let per_unit = LoyaltyProgramPatch {
            per_amount: Patch::Clear,
            per_order: Some(5),
            per_unit: Some(vec![SkuPoints { sku: "MUG".into(), points: 7 }]),
            ..LoyaltyProgramPatch::default()
        };
        let lines = NewOrder { customer: Some(wei), ..NewOrder::default() };
        let lines = lines.line("MUG", 3, Money::usd(100)).line("TEA", 9, Money::usd(100));
        assert_eq!(earned(per_unit, lines), 26);
        let open = tx.orders().record(plain(900))?;
        assert_eq!(tx.loyalty().earn_for_order(open.id).unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_refund_takes_its_share_and_parts_make_the_whole() {
    let (crm, _) = shop();
    crm.write(|tx| {
        configure(tx)?;
        let wei = customer(tx, "Wei");
        let order = order(tx, wei, 10_000);
        let first = tx.loyalty().earn_for_order(order)?;
        assert_eq!((first.earned, first.balance), (100, 100));
        assert_eq!(tx.loyalty().earn_for_order(order)?, first);
        let mut reversed = 0;
        for (minor, expected) in [(3_333, 33), (3_333, 67), (3_334, 100)] {
            refund(tx, order, minor);
            let done = tx.loyalty().reverse_for_order(order)?;
            assert!(done.reversed > reversed);
            reversed = done.reversed;
            assert_eq!((done.reversed, done.balance, done.short), (expected, 100 - expected, 0));
            assert_eq!(tx.loyalty().reverse_for_order(order)?, done);
        }
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_cancelled_order_gives_back_what_was_spent_and_takes_what_is_left() {
    let (crm, clock) = shop();
    crm.write(|tx| {
        configure(tx)?;
        let wei = customer(tx, "Wei");
        let (first, second) = (order(tx, wei, 10_000), order(tx, wei, 2_000));
        tx.loyalty().earn_for_order(first)?;
        let spend = |points, order| {
            let spent = PointsRedemption { customer_id: wei, points, order_id: Some(order), reason: None, key: None };
            tx.loyalty().redeem(&spent)
        };
        spend(80, second)?;
        assert_eq!(spend(21, second).unwrap_err().code(), ErrorCode::Limit);
        tx.loyalty().earn_for_order(second)?;
        tx.orders().cancel(first, CancelReason::Customer, None)?;
        // 20 of the first order and 20 of the second are left, and never less than none.
        let done = tx.loyalty().reverse_for_order(first)?;
        assert_eq!((done.reversed, done.short, done.balance), (40, 60, 0));
        tx.orders().cancel(second, CancelReason::Customer, None)?;
        let done = tx.loyalty().reverse_for_order(second)?;
        assert_eq!((done.reversed, done.short, done.returned, done.balance), (0, 20, 80, 80));
        let done = tx.loyalty().reverse_for_order(first)?;
        assert_eq!((done.reversed, done.short, done.balance), (100, 0, 20));
        assert_eq!(tx.loyalty().reverse_for_order(second)?.balance, 0);
        Ok(())
    })
    .unwrap();
    clock.set(at("2027-03-02T09:00:00Z"));
    crm.tick(None, None).unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn points_that_expired_are_not_taken_once_more() {
    let (crm, clock) = shop();
    let (wei, order) = crm
        .write(|tx| {
            configure(tx)?;
            let wei = customer(tx, "Wei");
            let order = order(tx, wei, 10_000);
            tx.loyalty().earn_for_order(order)?;
            Ok((wei, order))
        })
        .unwrap();
    clock.set(at("2026-03-02T09:00:00Z").plus_days(100));
    crm.write(|tx| {
        assert_eq!(tx.loyalty().balance(wei)?.points, 0, "before tick too");
        tx.loyalty().bonus(&NewPoints::new(wei, 50))?;
        refund(tx, order, 10_000);
        let done = tx.loyalty().reverse_for_order(order)?;
        assert_eq!((done.reversed, done.balance), (0, 50));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_end_of_points_is_announced_once() {
    let (crm, clock) = shop();
    let names = || -> Vec<String> {
        let events = crm.read(|tx| tx.events().list(0, 1_000)).unwrap();
        events.into_iter().map(|event| event.name).filter(|name| name.starts_with("points.")).collect()
    };
    let wei = crm
        .write(|tx| {
            configure(tx)?;
            let wei = customer(tx, "Wei");
            tx.loyalty().bonus(&NewPoints::new(wei, 50))?;
            Ok(wei)
        })
        .unwrap();
    crm.tick(None, None).unwrap();
    clock.set(at("2026-03-02T09:00:00Z").plus_days(70));
    crm.tick(None, None).unwrap();
    crm.tick(None, None).unwrap();
    assert_eq!(names(), ["points.granted", "points.expiring"]);
    let balance = crm.read(|tx| tx.loyalty().balance(wei)).unwrap();
    assert_eq!(balance.expiring, [ExpiringPoints { at: at("2026-03-02T09:00:00Z").plus_days(100), points: 50 }]);
    crm.write(|tx| tx.loyalty().bonus(&NewPoints::new(wei, 7))).unwrap();
    clock.set(at("2026-03-02T09:00:00Z").plus_days(169));
    // What has expired before anybody looked is not about to: nothing is announced of it.
    let near = crm.read(|tx| store::to_announce(tx, 10)).unwrap();
    assert_eq!(near.iter().map(|entry| entry.points).collect::<Vec<_>>(), [7]);
    clock.set(at("2026-03-02T09:00:00Z").plus_days(170));
    assert!(crm.read(|tx| store::to_announce(tx, 10)).unwrap().is_empty());
    let report = crm.tick(None, None).unwrap();
    let told = ["points.granted", "points.expiring", "points.granted", "points.expired", "points.expired"];
    assert_eq!(names(), told);
    assert!(report.done);
    assert_eq!(crm.read(|tx| tx.loyalty().balance(wei)).unwrap().points, 0);
    assert!(crm.check().unwrap().ok);
}

/// What a customer has, as a list of what expires when.
type Purse = Vec<(Timestamp, i64)>;

fn spend(purse: &mut Purse, mut points: i64) -> Purse {
    purse.sort_by_key(|(at, _)| *at);
    let mut pieces = Purse::new();
    for (at, left) in purse.iter_mut() {
        let taken = points.min(*left);
        (points, *left) = (points - taken, *left - taken);
        if taken > 0 {
            pieces.push((*at, taken));
        }
    }
    purse.retain(|(_, left)| *left > 0);
    pieces
}

#[test]
fn a_balance_is_the_sum_of_its_ledger_and_of_a_plain_model() {
    for seed in 0..10 {
        let mut dice = Chance(seed);
        let (crm, clock) = shop();
        let mut now = at("2026-03-02T09:00:00Z");
        let people = crm
            .write(|tx| {
                configure(tx)?;
                Ok([customer(tx, "Wei"), customer(tx, "Ada"), customer(tx, "Kim")])
            })
            .unwrap();
        let mut purses = [Purse::new(), Purse::new(), Purse::new()];
        for _ in 0..120 {
            let (who, other) = (dice.roll(3) as usize, dice.roll(3) as usize);
            let points = 1 + dice.roll(90) as i64;
            let has: i64 = purses[who].iter().map(|(_, left)| left).sum();
            match dice.roll(10) {
                0..=2 => {
                    let expires = now.plus_days(1 + dice.roll(60) as i64);
                    let new = NewPoints { expires_at: Some(expires), ..NewPoints::new(people[who], points) };
                    crm.write(|tx| tx.loyalty().bonus(&new)).unwrap();
                    purses[who].push((expires, points));
                }
                3 => {
                    let earned = crm.write(|tx| {
                        let order = order(tx, people[who], points * 100 + 99);
                        tx.loyalty().earn_for_order(order)
                    });
                    assert_eq!(earned.unwrap().earned, points);
                    purses[who].push((now.plus_days(100), points));
                }
                4 | 5 => {
                    let spent =
                        PointsRedemption { customer_id: people[who], points, order_id: None, reason: None, key: None };
                    let done = crm.write(|tx| tx.loyalty().redeem(&spent));
                    assert_eq!(done.is_ok(), points <= has, "{done:?}");
                    if done.is_ok() {
                        spend(&mut purses[who], points);
                    }
                }
                6 => {
                    let done = crm.write(|tx| tx.loyalty().adjust(&NewPoints::new(people[who], -points)));
                    assert_eq!(done.is_ok(), points <= has);
                    if done.is_ok() {
                        spend(&mut purses[who], points);
                    }
                }
                7 => {
                    let (from_id, to_id) = (people[who], people[other]);
                    let given = PointsTransfer { from_id, to_id, points, reason: None, key: None };
                    let done = crm.write(|tx| tx.loyalty().transfer(&given));
                    assert_eq!(done.is_ok(), points <= has && who != other);
                    if done.is_ok() {
                        let pieces = spend(&mut purses[who], points);
                        purses[other].extend(pieces);
                    }
                }
                _ => {
                    now = now.plus_days(dice.roll(9) as i64);
                    clock.set(now);
                    if dice.roll(2) == 0 {
                        crm.tick(None, None).unwrap();
                    }
                    purses.iter_mut().for_each(|purse| purse.retain(|(at, _)| *at > now));
                }
            }
            for (person, purse) in people.iter().zip(&purses) {
                let balance = crm.read(|tx| tx.loyalty().balance(*person)).unwrap().points;
                assert_eq!(balance, purse.iter().map(|(_, left)| left).sum::<i64>());
            }
        }
        crm.tick(None, None).unwrap();
        for (person, purse) in people.iter().zip(&purses) {
            let filter = PointsFilter { customer_id: *person, kind: None, page: crate::PageRequest::first(1_000) };
            let entries = crm.read(|tx| tx.loyalty().entries(&filter)).unwrap().items;
            let sum: i64 = entries.iter().map(|entry| entry.points).sum();
            assert_eq!(sum, purse.iter().map(|(_, left)| left).sum::<i64>());
            let mut running = 0;
            assert!(entries.iter().all(|entry| {
                running += entry.points;
                running >= 0
            }));
        }
        assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
    }
}

#[test]
fn points_merge_are_spent_together_and_part_again() {
    let (crm, _) = shop();
    crm.write(|tx| {
        configure(tx)?;
        let (wei, ada) = (customer(tx, "Wei"), customer(tx, "Ada"));
        tx.loyalty().bonus(&NewPoints::new(wei, 10))?;
        tx.loyalty().bonus(&NewPoints { expires_at: Some(at("2026-03-09T00:00:00Z")), ..NewPoints::new(ada, 100) })?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: ada, rules: BTreeMap::new() })?;
        assert_eq!(tx.loyalty().balance(wei)?.points, 110);
        assert_eq!(tx.loyalty().balance(ada)?, tx.loyalty().balance(wei)?);
        let spent =
            PointsRedemption { customer_id: wei, points: 60, order_id: None, reason: None, key: Some("k".into()) };
        let first = tx.loyalty().redeem(&spent)?;
        assert_eq!(tx.loyalty().redeem(&spent)?, first);
        let other = PointsRedemption { points: 61, ..spent };
        assert_eq!(tx.loyalty().redeem(&other).unwrap_err().code(), ErrorCode::IdempotencyConflict);
        tx.customers().unmerge(merge.id)?;
        assert_eq!((tx.loyalty().balance(wei)?.points, tx.loyalty().balance(ada)?.points), (10, 40));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
}

fn silver() -> NewTier {
    NewTier {
        window_days: Some(30),
        grace_days: 10,
        price_percent: Rate::from_ppm(50_000),
        benefits: vec!["Free returns".into()],
        ..NewTier::by_spend("Silver", 1, Money::usd(10_000))
    }
}

#[test]
fn a_tier_is_reached_kept_for_its_grace_and_lost() {
    let (crm, clock) = shop();
    let day = |days: i64| at("2026-03-02T00:00:00Z").plus_days(days);
    let wei = crm
        .write(|tx| {
            tx.loyalty().create_tier(silver())?;
            tx.loyalty().create_tier(NewTier { grace_days: 0, ..NewTier { rank: 2, ..silver() } }).map(drop)?;
            let gold = TierPatch { min_spend: Patch::Set(Money::usd(15_000)), ..TierPatch::default() };
            tx.loyalty().update_tier(TierId(2), gold)?;
            let wei = customer(tx, "Wei");
            order(tx, wei, 9_999);
            assert_eq!(tx.loyalty().evaluate(wei)?.tier_id, None);
            order(tx, wei, 1);
            let now = tx.loyalty().evaluate(wei)?;
            assert_eq!((now.tier_id, now.next_evaluation_at), (Some(TierId(1)), Some(day(30))));
            Ok(wei)
        })
        .unwrap();
    clock.set(day(20));
    crm.write(|tx| {
        order(tx, wei, 5_000);
        assert_eq!(tx.loyalty().evaluate(wei)?.tier_id, Some(TierId(2)));
        let terms = tx.loyalty().terms(wei)?;
        assert_eq!((terms.price_percent, terms.since), (Rate::from_ppm(50_000), Some(day(20))));
        assert_eq!(rank_of(tx, wei)?, Some(2));
        Ok(())
    })
    .unwrap();
    let tier =
        || crm.read(|tx| tx.loyalty().terms(wei)).map(|terms| (terms.tier.map(|tier| tier.id.0), terms.grace_until));
    // On day 30 only the 50 dollars of day 20 count: gold has no grace, and silver is not reached either.
    clock.set(day(29));
    crm.tick(None, None).unwrap();
    assert_eq!(tier().unwrap(), (Some(2), None));
    clock.set(day(30));
    crm.tick(None, None).unwrap();
    assert_eq!(tier().unwrap(), (None, None));
    crm.write(|tx| {
        order(tx, wei, 5_000);
        assert_eq!(tx.loyalty().evaluate(wei)?.tier_id, Some(TierId(1)));
        Ok(())
    })
    .unwrap();
    // On day 50 the 50 dollars of day 20 are gone; the grace begins then, however late somebody looks.
    clock.set(day(53));
    crm.tick(None, None).unwrap();
    assert_eq!(tier().unwrap(), (Some(1), Some(day(60))));
    crm.write(|tx| {
        order(tx, wei, 5_000);
        assert_eq!(tx.loyalty().evaluate(wei)?.grace_until, None);
        refund(tx, OrderId(5), 1);
        tx.loyalty().evaluate(wei).map(drop)
    })
    .unwrap();
    assert_eq!(tier().unwrap(), (Some(1), Some(day(63))));
    clock.set(day(63));
    let report = crm.tick(None, None).unwrap();
    assert!(report.done);
    assert_eq!(tier().unwrap(), (None, None));
    let history = crm.read(|tx| tx.loyalty().tier_history(wei)).unwrap();
    let states: Vec<&str> = history.iter().map(|step| step.to.as_str()).collect();
    assert_eq!(states, ["1", "2", "none", "1", "none"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_day_on_which_a_tier_is_missed_is_that_of_looking_at_every_day() {
    let today = crate::Date::parse("2026-03-02").unwrap();
    let (crm, _) = shop();
    let tier = crm.write(|tx| tx.loyalty().create_tier(NewTier { min_points: Some(400), ..silver() })).unwrap();
    let mut missed = 0;
    for seed in 0..300 {
        let mut dice = Chance(seed);
        let mut entries = |most: u64| -> Vec<_> {
            let one = |dice: &mut Chance| (today.plus_days(5 - dice.roll(40) as i32), dice.roll(most) as i64 - 50);
            (0..dice.roll(30)).map(|_| one(&mut dice)).collect()
        };
        let merits = rules::Merits { base: Some(crate::Currency::USD), spend: entries(4_000), points: entries(200) };
        if merits.reach(&tier, today) {
            let plain = (1..=60).map(|days| today.plus_days(days)).find(|day| !merits.reach(&tier, *day));
            assert_eq!(merits.fails_on(&tier, today), plain);
            missed += usize::from(plain.is_some());
        }
    }
    assert!(missed > 20, "{missed}");
    // Looking at every entry on every day would not come to an end.
    let spend = (0..200_000).map(|day| (today.plus_days(day - 199_990), 10_000)).collect();
    let merits = rules::Merits { base: Some(crate::Currency::USD), spend, points: Vec::new() };
    let long = Tier { window_days: Some(200_000), ..tier };
    assert_eq!(merits.fails_on(&long, today), Some(today.plus_days(9 + 200_000)));
}

#[test]
fn points_that_are_taken_back_move_the_tier_of_who_earned_them() {
    let (crm, _) = shop();
    crm.write(|tx| {
        configure(tx)?;
        tx.loyalty().create_tier(NewTier { min_points: Some(100), min_spend: None, grace_days: 0, ..silver() })?;
        let (wei, ada) = (customer(tx, "Wei"), customer(tx, "Ada"));
        let order = order(tx, wei, 10_000);
        tx.loyalty().earn_for_order(order)?;
        assert_eq!(rank_of(tx, wei)?, Some(1));
        let given = crate::orders::OrderPatch { customer: Some(ada), ..crate::orders::OrderPatch::default() };
        tx.orders().edit(order, given)?;
        assert_eq!(tx.orders().get(order)?.customer_id, ada);
        tx.orders().cancel(order, CancelReason::Customer, None)?;
        assert_eq!(tx.loyalty().reverse_for_order(order)?.reversed, 100);
        assert_eq!((rank_of(tx, wei)?, rank_of(tx, ada)?), (None, None));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn points_reach_a_tier_and_a_merge_evaluates_both() {
    let (crm, _) = shop();
    crm.write(|tx| {
        tx.loyalty().create_tier(NewTier { min_points: Some(100), min_spend: None, ..silver() })?;
        let (wei, ada) = (customer(tx, "Wei"), customer(tx, "Ada"));
        tx.loyalty().bonus(&NewPoints::new(wei, 60))?;
        tx.loyalty().bonus(&NewPoints::new(ada, 40))?;
        assert_eq!(rank_of(tx, wei)?, None);
        let merge = tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: ada, rules: BTreeMap::new() })?;
        assert_eq!((rank_of(tx, wei)?, rank_of(tx, ada)?), (Some(1), Some(1)));
        // Spending does not cost the tier.
        tx.loyalty().adjust(&NewPoints::new(wei, -100))?;
        assert_eq!(tx.loyalty().evaluate(wei)?.tier_id, Some(TierId(1)));
        tx.customers().unmerge(merge.id)?;
        let terms = tx.loyalty().terms(wei)?;
        assert!(terms.grace_until.is_some() && terms.tier.is_some());
        assert_eq!(rank_of(tx, ada)?, None);
        let taken = tx.loyalty().create_tier(silver()).unwrap_err();
        assert_eq!((taken.code(), taken.existing_id()), (ErrorCode::Conflict, Some(1)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
}

#[test]
fn what_was_called_off_earns_nothing() {
    let (crm, _) = shop();
    crm.write(|tx| {
        configure(tx)?;
        let wei = customer(tx, "Wei");
        let new = NewOrder { customer: Some(wei), ..NewOrder::default() }.line("MUG", 4, Money::usd(1_000));
        let order = tx.orders().record(new.paid())?;
        assert_eq!(tx.loyalty().earn_for_order(order.id)?.earned, 40);
        let off = LineCancellation { line: order.lines[0].id, quantity: Quantity::ONE };
        tx.orders().cancel_lines(order.id, &[off], CancelReason::Inventory, None)?;
        for _ in 0..2 {
            let points = tx.loyalty().reverse_for_order(order.id)?;
            assert_eq!((points.reversed, points.balance), (10, 30));
        }
        // A third of what stands goes back.
        refund(tx, order.id, 1_000);
        assert_eq!(tx.loyalty().reverse_for_order(order.id)?.reversed, 20);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
