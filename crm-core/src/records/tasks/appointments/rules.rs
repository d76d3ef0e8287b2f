//! Pure decisions about appointments: moves, working time as instants, and free slots.

use super::{AppointmentState, DayHours, HoursException, NewAppointment, Slot, SlotRequest, WeekHours};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Date, Error, ErrorCode, Result, Timestamp, ids, text};
use chrono::{Datelike, Duration};

pub(crate) const MINUTE: i64 = 60_000;
/// The longest appointment, in minutes.
pub(crate) const MAX_MINUTES: u32 = 1_440;
const MAX_REMIND: u32 = 43_200;
const MAX_DAYS: i64 = 92;
const MAX_INTERVALS: usize = 100;
/// The most slots of one answer.
const MAX_SLOTS: usize = 1_000;

/// The moves of an appointment.
pub(crate) static MACHINE: Machine<AppointmentState> = {
    use AppointmentState::{Booked, Cancelled, Completed, NoShow};
    Machine::new(
        "appointment",
        &[(Booked, &[Completed, Cancelled, NoShow]), (Completed, &[]), (Cancelled, &[]), (NoShow, &[])],
    )
};

/// A stretch of working time.
pub(crate) type Stretch = (Timestamp, Timestamp);

/// Requires that intervals lie within a day and do not overlap.
pub(crate) fn require_hours(mut hours: Vec<(u8, DayHours)>) -> Result<()> {
    if hours.len() > MAX_INTERVALS {
        return Err(Error::new(ErrorCode::Limit, "working hours have at most 100 intervals").at("/hours"));
    }
    for (at, (weekday, one)) in hours.iter().enumerate() {
        if !(1..=7).contains(weekday) {
            return Err(Error::invalid(format!("/hours/{at}/weekday"), "a week has the days 1 to 7"));
        }
        if one.from_minute >= one.until_minute || one.until_minute > 1_440 {
            let message = "working time begins before it ends, within the 1,440 minutes of the day";
            return Err(Error::invalid(format!("/hours/{at}/until_minute"), message));
        }
    }
    hours.sort_unstable();
    if hours.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1.until_minute > pair[1].1.from_minute) {
        return Err(Error::invalid("/hours", "working times overlap"));
    }
    Ok(())
}

/// How long an appointment lasts, in milliseconds.
pub(crate) fn length(minutes: u32) -> Result<i64> {
    if (5..=MAX_MINUTES).contains(&minutes) {
        return Ok(i64::from(minutes) * MINUTE);
    }
    Err(Error::invalid("/minutes", "an appointment lasts 5 to 1,440 minutes"))
}

/// When to remind of an appointment, so many milliseconds before it begins; never of one that has begun.
pub(crate) fn remind_at(starts_at: Timestamp, before: Option<i64>, now: Timestamp) -> Option<Timestamp> {
    before.filter(|_| starts_at >= now).map(|before| starts_at.plus_millis(-before))
}

/// The appointment with clean text, or why it is refused.
pub(crate) fn clean(new: NewAppointment) -> Result<NewAppointment> {
    ids::require_row_id("/staff_id", Some(new.staff_id.0))?;
    length(new.minutes)?;
    if new.remind_minutes.is_some_and(|minutes| minutes > MAX_REMIND) {
        return Err(Error::invalid("/remind_minutes", "a reminder comes at most 30 days before"));
    }
    Ok(NewAppointment {
        place: text::optional_name("/place", new.place.as_deref())?,
        note: text::optional_note("/note", new.note.as_deref())?,
        ..new
    })
}

/// The working time of days, in instants: in order, and joined where one ends as the next begins. The wall clock decides,
/// so that an hour that is skipped or comes twice makes the day shorter or longer.
pub(crate) fn stretches(
    weekly: &[WeekHours],
    exceptions: &[HoursException],
    (first, last): (Date, Date),
    zone: Zone,
) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut day = first;
    while day <= last {
        let weekday = day.naive().weekday().number_from_monday();
        let own = exceptions.iter().find(|exception| exception.day == day);
        let mut hours: Vec<DayHours> = match own {
            Some(exception) => exception.hours.clone(),
            None => weekly
                .iter()
                .filter(|one| u32::from(one.weekday) == weekday)
                .map(|one| DayHours { from_minute: one.from_minute, until_minute: one.until_minute })
                .collect(),
        };
        hours.sort_unstable();
        for one in hours {
            let at = |minute: u16| {
                zone.instant_of(day.naive().and_time(chrono::NaiveTime::MIN) + Duration::minutes(i64::from(minute)))
            };
            let (from, until) = (at(one.from_minute), at(one.until_minute));
            match found.last_mut() {
                Some(before) if before.1 == from => before.1 = until,
                _ if from < until => found.push((from, until)),
                _ => {}
            }
        }
        if day == day.plus_days(1) {
            break;
        }
        day = day.plus_days(1);
    }
    found
}

/// Whether a time lies within the working time.
pub(crate) fn is_within(stretches: &[Stretch], (from, until): Stretch) -> bool {
    stretches.iter().any(|stretch| stretch.0 <= from && until <= stretch.1)
}

/// The window in which slots are looked for: not in the past.
pub(crate) fn window(request: &SlotRequest, now: Timestamp) -> Result<Stretch> {
    ids::require_row_id("/staff_id", Some(request.staff_id.0))?;
    length(request.minutes)?;
    if request.until <= request.from || request.until > request.from.plus_days(MAX_DAYS) {
        return Err(Error::invalid("/until", "slots are looked for in at most 92 days after `from`"));
    }
    if request.step_minutes.is_some_and(|step| !(5..=MAX_MINUTES).contains(&step)) {
        return Err(Error::invalid("/step_minutes", "slots begin 5 to 1,440 minutes apart"));
    }
    Ok((request.from.max(now), request.until))
}

/// The slots in the working time that begin in steps from its beginning, lie in the window and overlap nothing booked.
pub(crate) fn slots(
    request: &SlotRequest,
    (from, until): Stretch,
    stretches: &[Stretch],
    booked: &[Stretch],
) -> Result<Vec<Slot>> {
    let length = length(request.minutes)?;
    let step = i64::from(request.step_minutes.unwrap_or(request.minutes)) * MINUTE;
    let mut found = Vec::new();
    for stretch in stretches {
        // The first step that does not lie before the window.
        let late = (from.millis() - stretch.0.millis()).max(0);
        let mut starts_at = stretch.0.plus_millis((late + step - 1) / step * step);
        loop {
            let ends_at = starts_at.plus_millis(length);
            if ends_at > stretch.1 || ends_at > until || ends_at == starts_at || found.len() == MAX_SLOTS {
                break;
            }
            if booked.iter().all(|other| other.1 <= starts_at || ends_at <= other.0) {
                found.push(Slot { starts_at, ends_at });
            }
            starts_at = starts_at.plus_millis(step);
        }
    }
    Ok(found)
}
