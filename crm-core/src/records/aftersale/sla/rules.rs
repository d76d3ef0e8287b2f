//! Pure decisions about calendars and SLAs.

use super::calendar::{Calendar, never, require_known};
use super::model::{CalendarPlan, NewSla, ServiceHoliday, SlaTarget, TicketKind};
use crate::records::tasks::Priority;
use crate::records::tasks::appointments::{DayHours, require_hours};
use crate::vocabulary::{Error, ErrorCode, Rate, Result, Timestamp, text};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Calendars and SLAs of a shop.
pub(super) const MAX: usize = 100;
const MAX_DAYS: usize = 1_000;
const MAX_TARGETS: usize = 100;
/// A year.
pub(super) const MAX_SECONDS: u32 = 31_536_000;

/// In whose time something counts: a calendar's, or around the clock.
#[derive(Clone)]
pub(crate) struct ServiceTime(pub(super) Option<Arc<Calendar>>);

impl ServiceTime {
    /// Around the clock.
    pub(crate) const ALWAYS: ServiceTime = ServiceTime(None);

    /// The first instant at which so many milliseconds of service time have passed.
    ///
    /// # Errors
    /// `conflict` when they do not pass within ten years; `invalid_input` for an instant outside the years 1970 to 2099.
    pub(crate) fn due(&self, from: Timestamp, service: i64) -> Result<Timestamp> {
        let Some(calendar) = &self.0 else { return Ok(from.plus_millis(service.max(0))) };
        require_known("/from", from)?;
        let due = calendar.due(from.millis(), service).ok_or_else(never)?;
        Ok(Timestamp::saturating_from_millis(due))
    }

    /// Milliseconds of service time between two instants; 0 when the second is not later.
    ///
    /// # Errors
    /// `invalid_input` for an instant outside the years 1970 to 2099.
    pub(crate) fn elapsed(&self, from: Timestamp, until: Timestamp) -> Result<i64> {
        let Some(calendar) = &self.0 else { return Ok((until.millis() - from.millis()).max(0)) };
        require_known("/from", from)?;
        require_known("/until", until)?;
        Ok(calendar.elapsed(from.millis(), until.millis()))
    }
}

/// The plan with clean text in its order, or why it is refused.
pub(super) fn clean_plan(plan: CalendarPlan, now: Timestamp) -> Result<CalendarPlan> {
    let mut plan = plan;
    let weekly = plan
        .hours
        .iter()
        .map(|one| (one.weekday, DayHours { from_minute: one.from_minute, until_minute: one.until_minute }));
    require_hours(weekly.collect())?;
    plan.hours.sort_unstable();
    require_few("/holidays", plan.holidays.len(), MAX_DAYS)?;
    require_few("/special_days", plan.special_days.len(), MAX_DAYS)?;
    let named = plan.holidays.into_iter().enumerate().map(|(at, holiday)| {
        let name = text::optional_name(&format!("/holidays/{at}/name"), holiday.name.as_deref())?;
        Ok(ServiceHoliday { name, ..holiday })
    });
    plan.holidays = named.collect::<Result<_>>()?;
    let mut days = BTreeSet::new();
    for (at, special) in plan.special_days.iter_mut().enumerate() {
        let of_day = special.hours.iter().map(|one| (1, *one)).collect();
        require_hours(of_day).map_err(|error| error.under(format!("/special_days/{at}")))?;
        special.hours.sort_unstable();
        if !days.insert(special.day) {
            return Err(Error::invalid(format!("/special_days/{at}/day"), "a special day is given once"));
        }
    }
    plan.special_days.sort_by_key(|special| special.day);
    require_known("", now)?;
    if Calendar::of(&plan).due(now.millis(), 1).is_none() {
        let message = "a calendar needs working time within the next ten years";
        return Err(Error::invalid("/hours", message).hint("give it hours of the week that are no holidays"));
    }
    Ok(plan)
}

/// The SLA with clean text, or why it is refused.
pub(super) fn clean(new: NewSla) -> Result<NewSla> {
    if new.targets.is_empty() {
        return Err(Error::invalid("/targets", "an SLA promises something").hint("give it a target without conditions"));
    }
    require_few("/targets", new.targets.len(), MAX_TARGETS)?;
    let mut new = NewSla { name: text::name("/name", &new.name)?, ..new };
    for (at, target) in new.targets.iter_mut().enumerate() {
        *target = clean_target(target).map_err(|error| error.under(format!("/targets/{at}")))?;
    }
    if !(1..1_000_000).contains(&new.warn_at.ppm()) {
        return Err(Error::invalid("/warn_at", "it warns after a share above 0 and below 1").hint("0.8 is usual"));
    }
    if new.is_default && !new.is_active {
        return Err(Error::invalid("/is_default", "an SLA that is not active cannot be the default one")
            .hint("make another one the default first"));
    }
    new.pauses.sort_unstable();
    new.pauses.dedup();
    Ok(new)
}

fn clean_target(target: &SlaTarget) -> Result<SlaTarget> {
    for (path, seconds) in [("/first_response_s", target.first_response_s), ("/resolution_s", target.resolution_s)] {
        if let Some(seconds) = seconds {
            require_seconds(path, seconds)?;
        }
    }
    if let (Some(first), Some(whole)) = (target.first_response_s, target.resolution_s)
        && first > whole
    {
        return Err(Error::invalid("/first_response_s", "the first response comes before the resolution"));
    }
    Ok(SlaTarget { category: text::optional_name("/category", target.category.as_deref())?, ..target.clone() })
}

/// Service seconds that can be promised.
pub(super) fn require_seconds(path: &str, seconds: u32) -> Result<()> {
    if (1..=MAX_SECONDS).contains(&seconds) {
        return Ok(());
    }
    Err(Error::invalid(path, "a target is 1 to 31,536,000 seconds"))
}

fn require_few(path: &str, count: usize, most: usize) -> Result<()> {
    if count > most {
        return Err(Error::new(ErrorCode::Limit, format!("at most {most} are allowed")).at(path));
    }
    Ok(())
}

/// The first target that fits a ticket.
pub(super) fn fitting<'a>(
    targets: &'a [SlaTarget],
    (priority, kind, category): (Priority, TicketKind, Option<&str>),
) -> Option<&'a SlaTarget> {
    let below = |wanted: &str| category.is_some_and(|category| text::is_under(category, wanted, '/'));
    targets.iter().find(|target| {
        target.priority.is_none_or(|wanted| wanted == priority)
            && target.kind.is_none_or(|wanted| wanted == kind)
            && target.category.as_deref().is_none_or(below)
    })
}

/// A share of a time, in whole milliseconds, rounded down.
pub(super) fn share_of(millis: i64, share: Rate) -> i64 {
    let exact = i128::from(millis) * i128::from(share.ppm()) / 1_000_000;
    i64::try_from(exact).unwrap_or(millis)
}
