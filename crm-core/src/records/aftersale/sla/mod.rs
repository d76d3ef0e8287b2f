//! Service calendars, targets and due times.
//!
//! Owns when the shop serves and what it promises: hours by the wall clock of a zone, with holidays and special days,
//! and SLAs that say how much of that time a ticket may take. Promises that due times and elapsed service time are
//! exact to the millisecond, also on days on which the clocks change, and that they cost the same over ten years as
//! over a day. Refuses calendars in which nothing is ever due.
//!
//! A changed calendar or SLA holds for tickets from the next change of theirs on; what was promised before stays.

mod calendar;
mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{
    CalendarPlan, NewCalendar, NewSla, ServiceCalendar, ServiceHoliday, SlaPause, SlaPlan, SlaPromise, SlaQuestion,
    SlaTarget, TicketKind,
};
pub(crate) use rules::ServiceTime;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::tasks::Priority;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CalendarId, Error, ErrorCode, Rate, Result, SlaId, Timestamp, text};
use serde_json::json;

room! {
    /// Service calendars and SLAs.
    Slas, sla
}

impl<T: Reading> Slas<'_, T> {
    /// All calendars, in the order in which they were made.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn calendars(&self) -> Result<Vec<ServiceCalendar>> {
        store::calendars(self.tx.reader())
    }

    /// All SLAs, in the order in which they were made.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn list(&self) -> Result<Vec<SlaPlan>> {
        store::slas(self.tx.reader())
    }

    /// One SLA.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: SlaId) -> Result<SlaPlan> {
        store::sla(self.tx.reader(), id)?.or_not_found(SlaId::WHAT, id)
    }

    /// The first instant at which so many seconds of a calendar's service time have passed since another; around the
    /// clock without a calendar.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for more than a year of seconds, and for an instant outside the years 1970 to 2099;
    /// `conflict` when so much time does not pass within ten years.
    pub fn due(&self, calendar: Option<CalendarId>, from: Timestamp, seconds: u32) -> Result<Timestamp> {
        if seconds > rules::MAX_SECONDS {
            return Err(Error::invalid("/seconds", "at most 31,536,000 seconds are counted"));
        }
        time_of(self.tx.reader(), calendar)?.due(from, i64::from(seconds) * 1_000)
    }

    /// Whole seconds of a calendar's service time between two instants, 0 when the second is not later; around the
    /// clock without a calendar.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for an instant outside the years 1970 to 2099.
    pub fn elapsed(&self, calendar: Option<CalendarId>, from: Timestamp, until: Timestamp) -> Result<i64> {
        Ok(time_of(self.tx.reader(), calendar)?.elapsed(from, until)? / 1_000)
    }

    /// What an SLA would promise a ticket, without pauses.
    ///
    /// # Errors
    /// `not_found` for an unknown SLA; as [`due`](Self::due).
    pub fn promise(&self, question: &SlaQuestion) -> Result<SlaPromise> {
        let tx = self.tx.reader();
        let from = question.from.unwrap_or(tx.now());
        let category = text::optional_name("/category", question.category.as_deref())?;
        let about = (
            question.priority.unwrap_or(Priority::Normal),
            question.kind.unwrap_or(TicketKind::Incident),
            category.as_deref(),
        );
        let terms = terms(tx, question.sla_id, about).map_err(|error| error.at("/sla_id"))?;
        let due = |seconds: Option<u32>| match &terms {
            Some(terms) => seconds.map(|seconds| terms.time.due(from, i64::from(seconds) * 1_000)).transpose(),
            None => Ok(None),
        };
        let first_response_s = terms.as_ref().and_then(|terms| terms.first_response_s);
        let resolution_s = terms.as_ref().and_then(|terms| terms.resolution_s);
        Ok(SlaPromise {
            sla_id: terms.as_ref().map(|terms| terms.sla_id),
            from,
            first_response_s,
            resolution_s,
            first_due_at: due(first_response_s)?,
            resolve_due_at: due(resolution_s)?,
        })
    }
}

impl Slas<'_, WriteTransaction> {
    /// Makes a calendar, or puts it in the place of one.
    ///
    /// # Errors
    /// `not_found` for an unknown id; `invalid_input` for hours that overlap or do not fit in a day, a special day that
    /// is given twice, and a calendar without working time in the next ten years; `limit` for too many.
    pub fn save_calendar(&self, new: NewCalendar) -> Result<ServiceCalendar> {
        let tx = self.tx;
        let known = match new.id {
            Some(id) => Some(ServiceCalendar::by_id(tx, id)?.or_not_found(CalendarId::WHAT, id)?),
            None if store::calendars(tx)?.len() >= rules::MAX => {
                return Err(Error::new(ErrorCode::Limit, "a shop has at most 100 calendars"));
            }
            None => None,
        };
        let mut after = ServiceCalendar {
            id: new.id.unwrap_or(CalendarId(0)),
            name: text::name("/name", &new.name)?,
            plan: rules::clean_plan(new.plan, tx.now()).map_err(|error| error.under("/plan"))?,
            created_at: known.as_ref().map_or(tx.now(), |known| known.created_at),
            updated_at: tx.now(),
        };
        if let Some(known) = &known
            && (&known.name, &known.plan) == (&after.name, &after.plan)
        {
            return Ok(known.clone());
        }
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            match &known {
                Some(_) => after.update(tx, rev)?,
                None => after.id = after.insert(tx, rev)?,
            }
            let facts = json!({ "time_zone": after.plan.time_zone, "intervals": after.plan.hours.len() });
            let event = Entry::new("sla.calendar_saved").entity("service_calendar", after.id);
            journal::append(tx, event.payload(facts))
        })?;
        Ok(after)
    }

    /// Deletes a calendar that no SLA counts in.
    ///
    /// # Errors
    /// `not_found`; `conflict` with the SLA that counts in its time.
    pub fn delete_calendar(&self, id: CalendarId) -> Result<()> {
        let tx = self.tx;
        ServiceCalendar::by_id(tx, id)?.or_not_found(CalendarId::WHAT, id)?;
        if let Some(user) = store::user_of(tx, id)? {
            return Err(Error::conflict("an SLA counts in the time of this calendar")
                .existing(user)
                .hint("give the SLA another calendar first"));
        }
        tx.step(|| {
            store::delete_calendar(tx, id)?;
            journal::append(tx, Entry::new("sla.calendar_deleted").entity("service_calendar", id)).map(drop)
        })
    }

    /// Makes an SLA, or puts it in the place of one.
    ///
    /// # Errors
    /// `not_found` for an unknown id or calendar; `invalid_input` and `limit` for bad fields.
    pub fn save(&self, new: NewSla) -> Result<SlaPlan> {
        let tx = self.tx;
        let known = match new.id {
            Some(id) => Some(self.get(id)?),
            None if self.list()?.len() >= rules::MAX => {
                return Err(Error::new(ErrorCode::Limit, "a shop has at most 100 SLAs"));
            }
            None => None,
        };
        let new = rules::clean(new)?;
        if let Some(calendar) = new.calendar_id {
            let found = ServiceCalendar::by_id(tx, calendar)?.or_not_found(CalendarId::WHAT, calendar);
            found.map_err(|error| error.at("/calendar_id"))?;
        }
        let mut after = SlaPlan {
            id: new.id.unwrap_or(SlaId(0)),
            name: new.name,
            calendar_id: new.calendar_id,
            targets: new.targets,
            pauses: new.pauses,
            warn_at: new.warn_at,
            is_default: new.is_default,
            is_active: new.is_active,
            created_at: known.as_ref().map_or(tx.now(), |known| known.created_at),
            updated_at: known.as_ref().map_or(tx.now(), |known| known.updated_at),
        };
        if known.as_ref() == Some(&after) {
            return Ok(after);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.id = store::save(tx, &after, journal::next_seq(tx)?)?;
            let facts = json!({
                "calendar_id": after.calendar_id, "targets": after.targets.len(), "is_default": after.is_default,
                "is_active": after.is_active,
            });
            journal::append(tx, Entry::new("sla.saved").entity("sla", after.id).payload(facts))
        })?;
        Ok(after)
    }
}

/// What an SLA promises a ticket, and in whose time.
pub(crate) struct Terms {
    pub(crate) sla_id: SlaId,
    pub(crate) time: ServiceTime,
    pub(crate) first_response_s: Option<u32>,
    pub(crate) resolution_s: Option<u32>,
    /// The states in which the clock stands.
    pub(crate) pauses: Vec<SlaPause>,
    /// The share of the time after which it warns.
    pub(crate) warn_at: Rate,
}

/// What an SLA, or the default one, promises a ticket of a priority, kind and category; none when there is no default one.
///
/// # Errors
/// `not_found` for an unknown SLA.
pub(crate) fn terms(
    tx: &ReadTransaction,
    id: Option<SlaId>,
    about: (Priority, TicketKind, Option<&str>),
) -> Result<Option<Terms>> {
    let sla = match id {
        Some(id) => Some(store::sla(tx, id)?.or_not_found(SlaId::WHAT, id)?),
        None => store::default_sla(tx)?,
    };
    let Some(sla) = sla else { return Ok(None) };
    let target = rules::fitting(&sla.targets, about);
    Ok(Some(Terms {
        sla_id: sla.id,
        time: time_of(tx, sla.calendar_id)?,
        first_response_s: target.and_then(|target| target.first_response_s),
        resolution_s: target.and_then(|target| target.resolution_s),
        pauses: sla.pauses,
        warn_at: sla.warn_at,
    }))
}

/// The SLA of tickets that name none.
pub(crate) fn default_id(tx: &ReadTransaction) -> Result<Option<SlaId>> {
    Ok(store::default_sla(tx)?.map(|sla| sla.id))
}

/// Requires that an SLA can be given to a ticket.
///
/// # Errors
/// `not_found`; `conflict` for one that is not active.
pub(crate) fn require_active(tx: &ReadTransaction, id: SlaId) -> Result<()> {
    if store::sla(tx, id)?.or_not_found(SlaId::WHAT, id)?.is_active {
        return Ok(());
    }
    Err(Error::conflict("the SLA is not active").existing(id).hint("name another one, or activate it with sla.save"))
}

/// The service time of a calendar, or around the clock.
pub(crate) fn time_of(tx: &ReadTransaction, calendar: Option<CalendarId>) -> Result<ServiceTime> {
    match calendar {
        Some(id) => {
            let found = store::calendar(tx, id).map_err(|error| error.at("/calendar_id"))?;
            Ok(ServiceTime(Some(found)))
        }
        None => Ok(ServiceTime::ALWAYS),
    }
}

/// A share of a time, in whole milliseconds, rounded down.
pub(crate) fn share_of(millis: i64, share: Rate) -> i64 {
    rules::share_of(millis, share)
}
