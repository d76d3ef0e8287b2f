//! Which days a list looks at. Pure decisions.

use super::{CareReason, CareRule, CareRules};
use crate::vocabulary::{Date, Error, Result};
use chrono::Datelike;

const EARLIEST: i32 = -60;
const LATEST: i32 = 365;
const MOST_DAYS: i32 = 60;

/// Rules as they are stored: each reason once, in the order of the reasons.
pub(super) fn clean(mut given: CareRules) -> Result<CareRules> {
    for (at, rule) in given.rules.iter().enumerate() {
        if !(EARLIEST..=LATEST).contains(&rule.from_day) {
            return Err(Error::invalid(
                format!("/rules/{at}/from_day"),
                "a list begins 60 days before to 365 days after",
            ));
        }
        let days = i64::from(rule.until_day) - i64::from(rule.from_day);
        if !(1..=i64::from(MOST_DAYS)).contains(&days) {
            return Err(Error::invalid(
                format!("/rules/{at}/until_day"),
                "an occasion is on the list for 1 to 60 days",
            ));
        }
        if given.rules[..at].iter().any(|other| other.reason == rule.reason) {
            return Err(Error::invalid(format!("/rules/{at}/reason"), "the reason has a rule already"));
        }
    }
    given.rules.sort_by_key(|rule| rule.reason as usize);
    Ok(given)
}

/// The occasions that are on the list on a day, the first before the others.
pub(super) fn occasions(rule: &CareRule, day: Date) -> Vec<Date> {
    ((day.days() - rule.until_day + 1)..=(day.days() - rule.from_day))
        .filter_map(|day| Date::from_days(day).ok())
        .collect()
}

/// The birthdays that are kept on a day, as `MM-DD`: on 28 February those of the 29th too, in years without it.
pub(super) fn birthdays_on(day: Date) -> Vec<String> {
    let naive = day.naive();
    let mut found = vec![naive.format("%m-%d").to_string()];
    if naive.month() == 2 && naive.day() == 28 && !naive.leap_year() {
        found.push("02-29".to_owned());
    }
    found
}

/// The days of earlier years of which a date is the anniversary, back to a year.
pub(super) fn earlier(day: Date, first_year: i32) -> Vec<Date> {
    let naive = day.naive();
    let mut found = Vec::new();
    for year in first_year..naive.year() {
        found.extend(Date::from_ymd(year, naive.month(), naive.day()));
        if naive.month() == 2 && naive.day() == 28 && !naive.leap_year() {
            found.extend(Date::from_ymd(year, 2, 29));
        }
    }
    found
}

/// Full years from a year to a day that is an anniversary; none for a year that is not known.
pub(super) fn years(reason: CareReason, since: Option<i32>, occasion: Date) -> Option<u32> {
    let counted = matches!(reason, CareReason::Birthday | CareReason::Anniversary);
    since.filter(|_| counted).and_then(|year| u32::try_from(occasion.naive().year() - year).ok())
}
