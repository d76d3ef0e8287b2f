//! Arithmetic with service time, in closed form.
//!
//! An instant is service time when the wall clock of the zone shows a time within the hours of its day. Between two
//! changes of the clocks wall time runs as time does, so that whole weeks are counted by multiplication and days that
//! differ by a sorted list of sums. How much service time lies before each change is summed up once; everything else
//! is a difference of two look-ups.

use super::model::{CalendarPlan, ServiceHoliday};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Date, Error, Result, Timestamp};
use chrono::Datelike;
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;
/// Service time is known from 1970-01-01 on.
const FIRST: i64 = 0;
const FIRST_YEAR: i32 = 1970;
/// And until 2100-01-01.
const LAST: i64 = 4_102_444_800_000;
const LAST_YEAR: i32 = 2100;
/// A due time lies at most ten years ahead.
const HORIZON: i64 = 3_653 * DAY;
/// The clocks of no zone have changed twice within so many milliseconds.
pub(super) const PROBE: i64 = 3 * DAY;

/// The hours of a day, in minutes of it: sorted, apart.
type Hours = Vec<(u16, u16)>;

/// A stretch of time in which the wall clock is never changed.
struct Span {
    /// When it begins.
    from: i64,
    /// How far the wall clock is ahead of UTC.
    offset: i64,
    /// How much service time lies before it.
    before: i64,
}

/// A day with hours other than those of its weekday.
struct OwnDay {
    day: i64,
    hours: Hours,
    /// By how many minutes the days before it and of its sort differ from the week.
    differs: i64,
}

/// A calendar that can be calculated with.
pub(crate) struct Calendar {
    spans: Vec<Span>,
    week: [Hours; 7],
    /// Minutes of the week before each weekday, and of the whole week.
    before: [i64; 8],
    own: Vec<OwnDay>,
    /// By how many minutes all days of their own differ from the week.
    differs: i64,
}

impl Calendar {
    /// Prepares a plan; what it holds was checked when it was saved.
    pub(super) fn of(plan: &CalendarPlan) -> Self {
        let mut week: [Hours; 7] = Default::default();
        for one in &plan.hours {
            if let Some(day) = usize::from(one.weekday).checked_sub(1).and_then(|day| week.get_mut(day)) {
                day.push((one.from_minute, one.until_minute));
            }
        }
        week.iter_mut().for_each(|hours| hours.sort_unstable());
        let mut before = [0; 8];
        for (at, hours) in week.iter().enumerate() {
            before[at + 1] = before[at] + minutes(hours);
        }
        let mut calendar = Calendar { spans: Vec::new(), week, before, own: Vec::new(), differs: 0 };
        let days = own_days(plan);
        for (day, hours) in days {
            let differs = calendar.differs;
            calendar.differs += minutes(&hours) - minutes(&calendar.week[weekday(day)]);
            calendar.own.push(OwnDay { day, hours, differs });
        }
        let mut sum = 0;
        let changes = changes(plan.time_zone);
        for (at, (from, offset)) in changes.iter().copied().enumerate() {
            calendar.spans.push(Span { from, offset, before: sum });
            let until = changes.get(at + 1).map_or(LAST, |next| next.0);
            sum += calendar.nominal(until + offset) - calendar.nominal(from + offset);
        }
        calendar
    }

    /// Service time between two instants, in milliseconds; 0 when the second is not later.
    pub(super) fn elapsed(&self, from: i64, until: i64) -> i64 {
        if until <= from { 0 } else { self.total(until) - self.total(from) }
    }

    /// The first instant at which so much service time has passed; none within ten years.
    pub(super) fn due(&self, from: i64, service: i64) -> Option<i64> {
        if service <= 0 {
            return Some(from);
        }
        self.reached(self.total(from) + service).filter(|due| *due <= (from + HORIZON).min(LAST))
    }

    /// Service time before an instant.
    fn total(&self, at: i64) -> i64 {
        let place = self.spans.partition_point(|span| span.from <= at).saturating_sub(1);
        self.spans
            .get(place)
            .map_or(0, |span| span.before + self.nominal(at + span.offset) - self.nominal(span.from + span.offset))
    }

    /// The first instant before which so much service time, above 0, lies.
    fn reached(&self, total: i64) -> Option<i64> {
        let place = self.spans.partition_point(|span| span.before < total).checked_sub(1)?;
        let span = self.spans.get(place)?;
        let until = self.spans.get(place + 1).map_or(LAST, |next| next.from);
        let from = span.from + span.offset;
        let wanted = self.nominal(from) + total - span.before;
        // The first day at whose end there is enough.
        let (mut low, mut high) = (from.div_euclid(DAY), (until + span.offset).div_euclid(DAY) + 1);
        if self.before_day(high + 1) * MINUTE < wanted {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.before_day(middle + 1) * MINUTE < wanted { low = middle + 1 } else { high = middle }
        }
        let mut left = wanted - self.before_day(low) * MINUTE;
        for (begin, end) in self.hours_of(low) {
            let length = (i64::from(*end) - i64::from(*begin)) * MINUTE;
            if left <= length {
                return Some(low * DAY + i64::from(*begin) * MINUTE + left - span.offset);
            }
            left -= length;
        }
        None
    }

    /// Service time up to a time of the wall clock, counted from a fixed day, as if the clocks were never changed.
    fn nominal(&self, wall: i64) -> i64 {
        let (day, passed) = (wall.div_euclid(DAY), wall.rem_euclid(DAY));
        let today = self.hours_of(day).iter().map(|(begin, end)| {
            let (begin, end) = (i64::from(*begin) * MINUTE, i64::from(*end) * MINUTE);
            passed.clamp(begin, end) - begin
        });
        self.before_day(day) * MINUTE + today.sum::<i64>()
    }

    /// Minutes of service before a day, counted from a fixed day.
    fn before_day(&self, day: i64) -> i64 {
        let place = self.own.partition_point(|own| own.day < day);
        let differs = self.own.get(place).map_or(self.differs, |own| own.differs);
        (day + 3).div_euclid(7) * self.before[7] + self.before[weekday(day)] + differs
    }

    fn hours_of(&self, day: i64) -> &[(u16, u16)] {
        match self.own.binary_search_by_key(&day, |own| own.day) {
            Ok(place) => &self.own[place].hours,
            Err(_) => &self.week[weekday(day)],
        }
    }
}

/// The day of the week of a day since 1970, 0 for Monday.
fn weekday(day: i64) -> usize {
    // It is 0 to 6.
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

fn minutes(hours: &[(u16, u16)]) -> i64 {
    hours.iter().map(|(begin, end)| i64::from(*end) - i64::from(*begin)).sum()
}

/// The days with hours of their own: holidays, and over them the special days.
fn own_days(plan: &CalendarPlan) -> BTreeMap<i64, Hours> {
    let mut days = BTreeMap::new();
    for holiday in &plan.holidays {
        days.extend(dates_of(holiday).map(|date| (i64::from(date.days()), Hours::new())));
    }
    for special in &plan.special_days {
        let mut hours: Hours = special.hours.iter().map(|one| (one.from_minute, one.until_minute)).collect();
        hours.sort_unstable();
        days.insert(i64::from(special.day.days()), hours);
    }
    days
}

fn dates_of(holiday: &ServiceHoliday) -> impl Iterator<Item = Date> {
    let day = holiday.day.naive();
    let years = if holiday.yearly { FIRST_YEAR - 1..=LAST_YEAR } else { day.year()..=day.year() };
    years.filter_map(move |year| Date::from_ymd(year, day.month(), day.day()).ok())
}

/// When the clocks of a zone are changed, and how far they are ahead of UTC from then on; the beginning of time first.
pub(super) fn changes(zone: Zone) -> Vec<(i64, i64)> {
    let offset = |at: i64| zone.offset_at(Timestamp::saturating_from_millis(at));
    let mut known = offset(FIRST);
    let mut found = vec![(FIRST, known)];
    let mut at = FIRST;
    while at < LAST {
        let next = (at + PROBE).min(LAST);
        let after = offset(next);
        if after != known {
            // The clocks are changed at whole seconds.
            let (mut low, mut high) = (at / 1_000, next / 1_000);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(middle * 1_000) == known { low = middle } else { high = middle }
            }
            found.push((high * 1_000, after));
            known = after;
        }
        at = next;
    }
    found
}

/// Requires that service time is known at an instant.
pub(super) fn require_known(path: &str, at: Timestamp) -> Result<()> {
    if (FIRST..=LAST).contains(&at.millis()) {
        return Ok(());
    }
    Err(Error::invalid(path, "service time is counted in the years 1970 to 2099"))
}

/// Why no due time can be given.
pub(super) fn never() -> Error {
    Error::conflict("the calendar has too little working time within ten years")
        .hint("give it more hours or fewer holidays with sla.save_calendar")
}
