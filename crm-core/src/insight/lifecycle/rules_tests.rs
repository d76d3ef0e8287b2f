//! The derivation, branch by branch and at its boundaries.

use super::Stage;
use super::rules::{Facts, Presale, next_look, numbers_on, stage_on};
use crate::vocabulary::Date;

const LAST: i32 = 20_000;

fn day(days: i32) -> Date {
    Date::from_days(days).unwrap()
}

/// Orders this many days before [`LAST`].
fn with_orders(before: &[i32]) -> Facts {
    let mut order_days: Vec<Date> = before.iter().map(|ago| day(LAST - ago)).collect();
    order_days.sort_unstable();
    Facts { order_days, ..Facts::default() }
}

fn stage_after(facts: &Facts, days: i32) -> Stage {
    stage_on(facts, day(LAST + days))
}

#[test]
fn without_orders_the_first_rule_that_fits_decides() {
    let of = |opportunity, lead, prospect, consent| {
        let presale = Presale { opportunity, lead, prospect, consent };
        stage_on(&Facts { presale, ..Facts::default() }, day(LAST))
    };
    assert_eq!(of(false, false, false, false), Stage::Anonymous);
    assert_eq!(of(false, false, false, true), Stage::Subscriber);
    assert_eq!(of(false, false, true, true), Stage::Prospect);
    assert_eq!(of(false, true, true, true), Stage::Lead);
    assert_eq!(of(true, true, true, true), Stage::Opportunity);
}

#[test]
fn erased_and_blocked_come_first_and_never_change_by_themselves() {
    for (erased, blocked, expected) in
        [(true, true, Stage::Erased), (true, false, Stage::Erased), (false, true, Stage::Blocked)]
    {
        let facts = Facts { erased, blocked, ..with_orders(&[0]) };
        assert_eq!(stage_after(&facts, 5), expected);
        assert_eq!(next_look(&facts, day(LAST)), None);
    }
}

#[test]
fn a_gap_of_the_shop_sets_the_boundaries() {
    // (the shop's gap, last day of at_risk's, dormant's and lost's predecessor)
    let cases = [
        (None, 120, 180, 365),
        (Some(1), 90, 180, 365),
        (Some(45), 90, 180, 365),
        (Some(46), 92, 180, 365),
        (Some(61), 122, 183, 366),
        (Some(1_000), 730, 1_095, 2_190),
    ];
    for (shop_gap, active, at_risk, dormant) in cases {
        let facts = Facts { shop_gap, ..with_orders(&[0]) };
        assert_eq!(stage_after(&facts, 0), Stage::FirstTime);
        assert_eq!(stage_after(&facts, active), Stage::FirstTime, "{shop_gap:?}");
        assert_eq!(stage_after(&facts, active + 1), Stage::AtRisk, "{shop_gap:?}");
        assert_eq!(stage_after(&facts, at_risk), Stage::AtRisk, "{shop_gap:?}");
        assert_eq!(stage_after(&facts, at_risk + 1), Stage::Dormant, "{shop_gap:?}");
        assert_eq!(stage_after(&facts, dormant), Stage::Dormant, "{shop_gap:?}");
        assert_eq!(stage_after(&facts, dormant + 1), Stage::Lost, "{shop_gap:?}");
    }
}

#[test]
fn three_orders_give_a_gap_of_ones_own() {
    let gap = |before: &[i32]| {
        let numbers = numbers_on(&Facts { shop_gap: Some(33), ..with_orders(before) }, day(LAST));
        (numbers.gap_days, numbers.own_gap)
    };
    assert_eq!(gap(&[]), (None, false));
    assert_eq!(gap(&[0]), (Some(33), false));
    assert_eq!(gap(&[0, 50]), (Some(33), false), "two orders");
    assert_eq!(gap(&[0, 0, 0]), (Some(33), false), "one day");
    assert_eq!(gap(&[0, 0, 50]), (Some(50), true), "three orders on two days");
    assert_eq!(gap(&[0, 100, 150]), (Some(75), true), "the mean of two");
    assert_eq!(gap(&[0, 100, 151]), (Some(76), true), "rounded up");
    assert_eq!(gap(&[0, 0, 10, 30, 100]), (Some(20), true), "the middle of 10, 20 and 70");
    assert_eq!(gap(&[0, 1, 2]), (Some(7), true), "at least a week");
    assert_eq!(gap(&[0, 1_000, 2_000]), (Some(365), true), "at most a year");
}

#[test]
fn won_back_needs_a_gap_of_the_dormant_length_and_lasts_90_days() {
    let facts = |gap, shop_gap| Facts { shop_gap, ..with_orders(&[0, gap]) };
    assert_eq!(stage_after(&facts(179, None), 0), Stage::Repeat);
    assert_eq!(stage_after(&facts(180, None), 0), Stage::WonBack);
    assert_eq!(stage_after(&facts(180, Some(61)), 0), Stage::Repeat, "dormant after 183 days");
    assert_eq!(stage_after(&facts(183, Some(61)), 0), Stage::WonBack);
    assert_eq!(stage_after(&facts(400, None), 90), Stage::WonBack);
    assert_eq!(stage_after(&facts(400, None), 91), Stage::Repeat);
    assert_eq!(stage_after(&with_orders(&[0, 10, 400]), 0), Stage::Repeat, "only the last gap counts");
    assert_eq!(
        stage_after(&with_orders(&[0, 0, 180]), 0),
        Stage::Repeat,
        "three orders: dormant after three times 180"
    );
}

#[test]
fn labels_and_orders_of_a_year_make_champions_and_loyals() {
    let of = |label: Option<&str>, before: &[i32], days| {
        stage_after(&Facts { label: label.map(str::to_owned), ..with_orders(before) }, days)
    };
    assert_eq!(of(Some("champions"), &[0], 0), Stage::FirstTime, "one order stays the first");
    assert_eq!(of(Some("champions"), &[0, 9], 0), Stage::Champion);
    assert_eq!(of(Some("loyal"), &[0, 9], 0), Stage::Loyal);
    assert_eq!(of(Some("promising"), &[0, 9], 0), Stage::Repeat);
    assert_eq!(of(Some("champions"), &[0, 9], 121), Stage::AtRisk, "absence weighs more than the label");
    assert_eq!(of(None, &[0, 120, 240, 364], 0), Stage::Loyal);
    assert_eq!(of(None, &[0, 120, 240, 365], 0), Stage::Repeat, "the fourth is 365 days old");
    assert_eq!(of(None, &[0, 120, 240, 300], 64), Stage::Loyal);
    assert_eq!(of(None, &[0, 120, 240, 300], 65), Stage::Repeat);
    assert_eq!(of(None, &[0, 0, 0, 0], 0), Stage::Loyal, "orders, not days");
}

#[test]
fn orders_ahead_count_from_their_day_on() {
    let facts = Facts { presale: Presale { prospect: true, ..Presale::default() }, ..with_orders(&[0, -10]) };
    assert_eq!(stage_after(&facts, -1), Stage::Prospect);
    assert_eq!(stage_after(&facts, 9), Stage::FirstTime);
    assert_eq!(stage_after(&facts, 10), Stage::Repeat);
    assert_eq!(next_look(&facts, day(LAST - 1)), Some(day(LAST)));
    assert_eq!(next_look(&facts, day(LAST)), Some(day(LAST + 10)));
    assert_eq!(next_look(&facts, day(LAST + 10)), Some(day(LAST + 131)));
}

#[test]
fn the_end_of_the_calendar_is_no_boundary() {
    let last = Date::from_ymd(9999, 12, 31).unwrap();
    let facts = Facts { order_days: vec![last.plus_days(-1)], ..Facts::default() };
    assert_eq!(next_look(&facts, last), None);
    assert_eq!(stage_on(&facts, last), Stage::FirstTime);
}

/// Numbers that look random and follow from a seed.
pub(super) fn numbers(seed: u64) -> impl FnMut(i32) -> i32 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % u64::try_from(below).unwrap()) as i32
    }
}

#[test]
fn the_next_look_is_the_first_day_that_differs() {
    for seed in 1..=150 {
        let mut draw = numbers(seed);
        let count = draw(9);
        let spread = [30, 200, 900][draw(3) as usize];
        let before: Vec<i32> = (0..count).map(|_| draw(spread) - 40).collect();
        let label = [None, Some("champions"), Some("loyal"), Some("lost")][draw(4) as usize];
        let shop_gap = [None, Some(5), Some(80), Some(500)][draw(4) as usize];
        let facts = Facts { label: label.map(str::to_owned), shop_gap, ..with_orders(&before) };
        let mut today = day(LAST - 60);
        for _ in 0..8 {
            let stage = stage_on(&facts, today);
            // Nothing changes later than six capped gaps after the last order.
            let first_other =
                (1..3_400).map(|days| today.plus_days(days)).find(|other| stage_on(&facts, *other) != stage);
            let ahead = facts.order_days.iter().copied().find(|order| *order > today);
            let expected = first_other.into_iter().chain(ahead).min();
            assert_eq!(next_look(&facts, today), expected, "seed {seed}, on {today}");
            let Some(next) = expected else { break };
            today = next.plus_days(draw(3));
        }
    }
}
