//! Service time against an oracle that looks at every minute, what is refused, and what SLAs promise.

use super::calendar::{Calendar, PROBE, changes};
use super::*;
use crate::ErrorCode;
use crate::records::tasks::appointments::{DayHours, HoursException, WeekHours};
use crate::testing::{Chance, at, shop, told};
use crate::vocabulary::Date;
use crate::vocabulary::time::Zone;
use chrono::{Datelike, NaiveDate};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn week(days: &[u8], hours: &[(u16, u16)]) -> Vec<WeekHours> {
    let of = |weekday: u8| {
        hours.iter().map(move |(from_minute, until_minute)| WeekHours {
            weekday,
            from_minute: *from_minute,
            until_minute: *until_minute,
        })
    };
    days.iter().flat_map(|weekday| of(*weekday)).collect()
}

fn plan(zone_name: &str, hours: Vec<WeekHours>) -> CalendarPlan {
    CalendarPlan { time_zone: zone(zone_name), hours, holidays: Vec::new(), special_days: Vec::new() }
}

/// Monday to Friday, 09:00 to 17:00.
fn office(zone_name: &str) -> CalendarPlan {
    plan(zone_name, week(&[1, 2, 3, 4, 5], &[(540, 1_020)]))
}

fn holiday(text: &str, yearly: bool) -> ServiceHoliday {
    ServiceHoliday { day: day(text), yearly, name: None }
}

fn special(text: &str, hours: &[(u16, u16)]) -> HoursException {
    let hours = hours
        .iter()
        .map(|(from_minute, until_minute)| DayHours { from_minute: *from_minute, until_minute: *until_minute });
    HoursException { day: day(text), hours: hours.collect() }
}

/// The hours of a day, looked up without any preparation.
fn hours_on(plan: &CalendarPlan, date: NaiveDate) -> Vec<(u16, u16)> {
    if let Some(special) = plan.special_days.iter().find(|special| special.day.naive() == date) {
        return special.hours.iter().map(|one| (one.from_minute, one.until_minute)).collect();
    }
    let is_holiday = |holiday: &ServiceHoliday| {
        let day = holiday.day.naive();
        day == date || holiday.yearly && (day.month(), day.day()) == (date.month(), date.day())
    };
    if plan.holidays.iter().any(is_holiday) {
        return Vec::new();
    }
    let of_day = |one: &&WeekHours| u32::from(one.weekday) == date.weekday().number_from_monday();
    plan.hours.iter().filter(of_day).map(|one| (one.from_minute, one.until_minute)).collect()
}

/// Whether the minute that begins at an instant is service time.
fn serves(plan: &CalendarPlan, at: i64) -> bool {
    let local = at + plan.time_zone.offset_at(Timestamp::from_millis(at).unwrap());
    let date = NaiveDate::from_num_days_from_ce_opt(i32::try_from(local.div_euclid(DAY)).unwrap() + 719_163).unwrap();
    let minute = local.rem_euclid(DAY) / MINUTE;
    hours_on(plan, date).iter().any(|(from, until)| (i64::from(*from)..i64::from(*until)).contains(&minute))
}

/// Service time between two instants, minute by minute.
fn counted(plan: &CalendarPlan, from: i64, until: i64) -> i64 {
    let (mut at, mut sum) = (from, 0);
    while at < until {
        let minute = at.div_euclid(MINUTE) * MINUTE;
        let next = (minute + MINUTE).min(until);
        if serves(plan, minute) {
            sum += next - at;
        }
        at = next;
    }
    sum
}

/// Zones with changes of half an hour and two hours, at midnight and a minute after it, and one that skipped a day.
const ZONES: &[&str] = &[
    "UTC",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "America/Santiago",
    "America/Havana",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Antarctica/Troll",
    "Asia/Kathmandu",
];

fn random_hours(chance: &mut Chance) -> Vec<(u16, u16)> {
    let mut marks: Vec<u16> = (0..2 * chance.below(4)).map(|_| u16::try_from(chance.below(1_441)).unwrap()).collect();
    marks.sort_unstable();
    marks.chunks_exact(2).map(|pair| (pair[0], pair[1])).filter(|(from, until)| from < until).collect()
}

fn random_plan(chance: &mut Chance, around: i64) -> CalendarPlan {
    let mut made = plan(chance.of::<&str>(ZONES), Vec::new());
    for weekday in 1..=7 {
        made.hours.extend(week(&[weekday], &random_hours(chance)));
    }
    if made.hours.is_empty() {
        made.hours = week(&[1], &[(1_439, 1_440)]);
    }
    let near = |chance: &mut Chance| {
        let days = around / DAY + chance.below(40) - 20;
        Date::from_days(i32::try_from(days).unwrap()).unwrap()
    };
    for _ in 0..chance.below(6) {
        let yearly = chance.below(2) == 0;
        made.holidays.push(ServiceHoliday { day: near(chance), yearly, name: None });
    }
    for _ in 0..chance.below(4) {
        let day = near(chance);
        if made.special_days.iter().all(|special| special.day != day) {
            let hours = random_hours(chance).into_iter();
            let hours = hours.map(|(from_minute, until_minute)| DayHours { from_minute, until_minute }).collect();
            made.special_days.push(HoursException { day, hours });
        }
    }
    made
}

#[test]
fn service_time_is_what_counting_minutes_gives() {
    let mut chance = Chance(11);
    // Changes of the clocks, a leap day, a turn of the year, and the day that Samoa skipped.
    let around = [
        "2026-03-29",
        "2026-03-08",
        "2026-10-25",
        "2026-11-01",
        "2026-04-05",
        "2024-02-29",
        "2025-12-31",
        "2011-12-30",
    ];
    for run in 0..160 {
        let middle = at(&format!("{}T12:00:00Z", chance.of(&around))).millis();
        let plan = random_plan(&mut chance, middle);
        let calendar = Calendar::of(&plan);
        let from = middle - chance.below(7 * DAY / 1_000) * 1_000;
        let until = from + chance.below(12 * DAY / 1_000) * 1_000;
        let elapsed = calendar.elapsed(from, until);
        assert_eq!(elapsed, counted(&plan, from, until), "run {run}: {plan:?} {from} {until}");
        assert_eq!(calendar.elapsed(until, from), 0);
        let service = chance.below(elapsed / 1_000 + 2) * 1_000;
        let Some(due) = calendar.due(from, service) else { continue };
        if service == 0 {
            assert_eq!(due, from);
            continue;
        }
        // It is the first instant before which there is so much service time.
        assert_eq!(calendar.elapsed(from, due), service, "run {run}");
        assert_eq!(calendar.elapsed(from, due - 1), service - 1, "run {run}");
        assert_eq!(counted(&plan, from, due), service, "run {run}");
    }
}

#[test]
fn service_time_over_years_adds_up() {
    let mut chance = Chance(5);
    for run in 0..200 {
        let start = chance.below(125 * 365 * DAY);
        let plan = random_plan(&mut chance, start);
        let calendar = Calendar::of(&plan);
        let mut marks = [start, start + chance.below(4 * 365 * DAY), start + chance.below(4 * 365 * DAY)];
        marks.sort_unstable();
        let [a, b, c] = marks;
        assert_eq!(calendar.elapsed(a, c), calendar.elapsed(a, b) + calendar.elapsed(b, c), "run {run}");
        let whole = calendar.elapsed(a, c);
        if whole > 0 {
            let due = calendar.due(a, whole).unwrap();
            assert!(due <= c && calendar.elapsed(a, due) == whole && calendar.elapsed(a, due - 1) == whole - 1);
        }
    }
    // Every minute of a year and a half, with its changes of the clocks.
    let mut plan = office("America/New_York");
    plan.hours.extend(week(&[7], &[(60, 240), (1_380, 1_440)]));
    plan.holidays = vec![holiday("2020-12-25", true), holiday("2025-07-04", false)];
    plan.special_days = vec![special("2026-12-25", &[(600, 720)])];
    let (from, until) = (at("2025-06-30T00:00:00Z").millis(), at("2026-12-31T00:00:00Z").millis());
    assert_eq!(Calendar::of(&plan).elapsed(from, until), counted(&plan, from, until));
}

#[test]
fn no_zone_changes_its_clocks_twice_within_a_probe() {
    for variant in chrono_tz::TZ_VARIANTS {
        let zone = zone(variant.name());
        let found = changes(zone);
        assert!(found.windows(2).all(|pair| pair[1].0 - pair[0].0 > PROBE || pair[0].0 == 0), "{variant}");
        // Looking at every second day finds no others.
        let offset = |at: i64| zone.offset_at(Timestamp::from_millis(at).unwrap());
        let mut seen = offset(0);
        let mut number = 1;
        for at in (0..4_102_444_800_000).step_by(2 * 86_400_000) {
            if offset(at) != seen {
                (seen, number) = (offset(at), number + 1);
            }
        }
        assert_eq!(number, found.len(), "{variant}");
    }
}

#[test]
fn due_times_keep_to_hours_holidays_and_the_wall_clock() {
    let due = |plan: &CalendarPlan, from: &str, seconds: i64| {
        let due = Calendar::of(plan).due(at(from).millis(), seconds * 1_000).unwrap();
        Timestamp::from_millis(due).unwrap()
    };
    let mut berlin = office("Europe/Berlin");
    // Friday 16:00 and two hours: Monday 10:00; in the weekend the clocks go forward.
    assert_eq!(due(&berlin, "2026-03-27T15:00:00Z", 7_200), at("2026-03-30T08:00:00Z"));
    // What is used up exactly as the day ends is due then, and not on the next day.
    assert_eq!(due(&berlin, "2026-03-27T15:00:00Z", 3_600), at("2026-03-27T16:00:00Z"));
    berlin.holidays.push(holiday("2000-12-25", true));
    berlin.special_days.push(special("2026-12-26", &[(600, 660)]));
    // Thursday evening, a holiday on Friday, an hour on Saturday, then Monday.
    assert_eq!(due(&berlin, "2026-12-24T17:00:00Z", 3_600), at("2026-12-26T10:00:00Z"));
    assert_eq!(due(&berlin, "2026-12-24T17:00:00Z", 3_601), at("2026-12-28T08:00:01Z"));
    // A night in which an hour is skipped, and one in which it comes twice.
    let nights = plan("Europe/Berlin", week(&[7], &[(0, 360)]));
    let elapsed = |from: &str, until: &str| Calendar::of(&nights).elapsed(at(from).millis(), at(until).millis());
    assert_eq!(elapsed("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 5 * 3_600_000);
    assert_eq!(elapsed("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 7 * 3_600_000);
    // Hours that go on over midnight.
    let late = plan("UTC", [week(&[1], &[(1_320, 1_440)]), week(&[2], &[(0, 120)])].concat());
    assert_eq!(due(&late, "2026-03-02T23:00:00Z", 7_200), at("2026-03-03T01:00:00Z"));
}

#[test]
fn calendars_without_working_time_are_refused() {
    let (crm, _) = shop();
    let refused = |plan: CalendarPlan| {
        let new = NewCalendar { id: None, name: "Hours".into(), plan };
        let error = crm.write(|tx| tx.sla().save_calendar(new)).unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_owned())
    };
    let invalid = |path: &str| (ErrorCode::InvalidInput, path.to_owned());
    assert_eq!(refused(plan("UTC", Vec::new())), invalid("/plan/hours"));
    // Its only day has passed.
    let mut passed = plan("UTC", Vec::new());
    passed.special_days = vec![special("2026-01-05", &[(0, 600)])];
    assert_eq!(refused(passed), invalid("/plan/hours"));
    // Open on Mondays, and all of them are holidays for more than ten years.
    let mut swallowed = plan("UTC", week(&[1], &[(0, 600)]));
    let monday = day("2026-03-02");
    swallowed.holidays =
        (0..530).map(|week| ServiceHoliday { day: monday.plus_days(week * 7), yearly: false, name: None }).collect();
    assert_eq!(refused(swallowed), invalid("/plan/hours"));
    assert_eq!(refused(plan("UTC", week(&[1], &[(0, 600), (599, 700)]))), invalid("/plan/hours"));
    assert_eq!(refused(plan("UTC", week(&[8], &[(0, 600)]))), invalid("/plan/hours/0/weekday"));
    assert_eq!(refused(plan("UTC", week(&[1], &[(0, 1_441)]))), invalid("/plan/hours/0/until_minute"));
    let mut twice = office("UTC");
    twice.special_days = vec![special("2026-04-01", &[]), special("2026-04-01", &[(0, 60)])];
    assert_eq!(refused(twice), invalid("/plan/special_days/1/day"));
    let mut wrong = office("UTC");
    wrong.special_days = vec![special("2026-04-01", &[(60, 60)])];
    assert_eq!(refused(wrong), invalid("/plan/special_days/0/hours/0/until_minute"));
    assert_eq!(told(&crm, "sla."), Vec::<String>::new());
}

#[test]
fn time_that_never_comes_is_an_error() {
    let (crm, _) = shop();
    let mut once = plan("UTC", Vec::new());
    once.special_days = vec![special("2026-03-10", &[(0, 60)])];
    crm.write(|tx| {
        let calendar = tx.sla().save_calendar(NewCalendar { id: None, name: "Once".into(), plan: once.clone() })?;
        let due = |seconds| tx.sla().due(Some(calendar.id), tx.now(), seconds);
        assert_eq!(due(3_600)?, at("2026-03-10T01:00:00Z"));
        let error = due(3_601).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Conflict);
        assert!(error.message().contains("too little working time") && error.next_step().is_some());
        assert_eq!(due(31_536_001).unwrap_err().path(), Some("/seconds"));
        let early = tx.sla().due(Some(calendar.id), at("1969-12-31T00:00:00Z"), 1).unwrap_err();
        assert_eq!((early.code(), early.path()), (ErrorCode::InvalidInput, Some("/from")));
        // Around the clock there is no such bound.
        assert_eq!(tx.sla().due(None, at("1969-12-31T00:00:00Z"), 60)?, at("1969-12-31T00:01:00Z"));
        assert_eq!(tx.sla().elapsed(None, at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:59.999Z"))?, 59);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_changed_calendar_counts_at_once_and_one_in_use_stays() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let new = |id, plan| NewCalendar { id, name: "Office".into(), plan };
        let calendar = tx.sla().save_calendar(new(None, office("UTC")))?;
        let other = tx.sla().save_calendar(new(None, office("Asia/Shanghai")))?;
        let due = |id| tx.sla().due(Some(id), at("2026-03-02T07:00:00Z"), 3_600);
        assert_eq!((due(calendar.id)?, due(other.id)?), (at("2026-03-02T10:00:00Z"), at("2026-03-02T08:00:00Z")));
        tx.sla().save_calendar(new(Some(calendar.id), plan("UTC", week(&[2], &[(0, 1_440)]))))?;
        assert_eq!(due(calendar.id)?, at("2026-03-03T01:00:00Z"));
        // The same again is no change.
        let again = tx.sla().save_calendar(new(Some(other.id), office("Asia/Shanghai")))?;
        assert_eq!(again, other);
        let target = SlaTarget { resolution_s: Some(60), ..SlaTarget::default() };
        let sla = NewSla { calendar_id: Some(other.id), ..NewSla::new("Gold", vec![target]) };
        let sla = tx.sla().save(sla)?;
        let used = tx.sla().delete_calendar(other.id).unwrap_err();
        assert_eq!((used.code(), used.existing_id()), (ErrorCode::Conflict, Some(sla.id.0)));
        tx.sla().delete_calendar(calendar.id)?;
        assert_eq!(due(calendar.id).unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(tx.sla().calendars()?, [other]);
        Ok(())
    })
    .unwrap();
    let names = ["sla.calendar_saved", "sla.calendar_saved", "sla.calendar_saved", "sla.saved", "sla.calendar_deleted"];
    assert_eq!(told(&crm, "sla."), names);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_first_target_that_fits_is_promised() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let none = tx.sla().promise(&SlaQuestion::default())?;
        assert_eq!((none.sla_id, none.first_due_at, none.resolve_due_at), (None, None, None));
        let targets = vec![
            SlaTarget { category: Some("delivery".into()), resolution_s: Some(100), ..SlaTarget::default() },
            SlaTarget { kind: Some(TicketKind::Complaint), first_response_s: Some(7), ..SlaTarget::default() },
            SlaTarget {
                priority: Some(Priority::Urgent),
                first_response_s: Some(60),
                resolution_s: Some(600),
                ..SlaTarget::default()
            },
        ];
        let sla = tx.sla().save(NewSla { is_default: true, ..NewSla::new("Shop", targets.clone()) })?;
        let ask = |priority, kind, category: Option<&str>| {
            let question =
                SlaQuestion { priority, kind, category: category.map(str::to_owned), ..SlaQuestion::default() };
            let promise = tx.sla().promise(&question).unwrap();
            assert_eq!(promise.sla_id, Some(sla.id));
            assert_eq!(promise.first_due_at.is_some(), promise.first_response_s.is_some());
            (promise.first_response_s, promise.resolution_s)
        };
        assert_eq!(ask(None, None, None), (None, None));
        assert_eq!(ask(Some(Priority::Urgent), None, None), (Some(60), Some(600)));
        assert_eq!(ask(Some(Priority::Urgent), Some(TicketKind::Complaint), None), (Some(7), None));
        assert_eq!(ask(None, Some(TicketKind::Complaint), Some("delivery/late")), (None, Some(100)));
        assert_eq!(ask(None, None, Some("deliverynote")), (None, None));
        // There is one default.
        let other = tx.sla().save(NewSla { is_default: true, ..NewSla::new("Other", targets) })?;
        assert_eq!(tx.sla().promise(&SlaQuestion::default())?.sla_id, Some(other.id));
        assert!(!tx.sla().get(sla.id)?.is_default);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn bad_slas_are_refused_and_named() {
    let (crm, _) = shop();
    let target = |first, whole| SlaTarget { first_response_s: first, resolution_s: whole, ..SlaTarget::default() };
    let good = NewSla::new("Gold", vec![target(Some(1), Some(2))]);
    let cases = [
        (NewSla { targets: Vec::new(), ..good.clone() }, ErrorCode::InvalidInput, "/targets"),
        (NewSla { name: " ".into(), ..good.clone() }, ErrorCode::InvalidInput, "/name"),
        (
            NewSla { targets: vec![target(Some(0), None)], ..good.clone() },
            ErrorCode::InvalidInput,
            "/targets/0/first_response_s",
        ),
        (
            NewSla { targets: vec![target(Some(9), Some(8))], ..good.clone() },
            ErrorCode::InvalidInput,
            "/targets/0/first_response_s",
        ),
        (NewSla { targets: vec![target(None, Some(1)); 101], ..good.clone() }, ErrorCode::Limit, "/targets"),
        (NewSla { warn_at: Rate::from_ppm(1_000_000), ..good.clone() }, ErrorCode::InvalidInput, "/warn_at"),
        (NewSla { is_default: true, is_active: false, ..good.clone() }, ErrorCode::InvalidInput, "/is_default"),
        (NewSla { calendar_id: Some(CalendarId(9)), ..good.clone() }, ErrorCode::NotFound, "/calendar_id"),
    ];
    for (new, code, path) in cases {
        let error = crm.write(|tx| tx.sla().save(new)).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)));
    }
    let unknown = crm.write(|tx| tx.sla().save(NewSla { id: Some(SlaId(4)), ..good })).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::NotFound);
}
