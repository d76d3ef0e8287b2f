//! The operations of sla.

use super::shapes::{DONE, Done, Nothing};
use crate::records::aftersale::sla::{NewCalendar, NewSla, ServiceCalendar, SlaPlan, SlaPromise, SlaQuestion};
use crate::vocabulary::{CalendarId, SlaId, Timestamp};

input! {
    /// An SLA by its id.
    SlaRef {
        /// The id.
        id: SlaId,
    }
}

input! {
    /// A service calendar by its id.
    CalendarRef {
        /// The id.
        id: CalendarId,
    }
}

input! {
    /// A time of service that is added to an instant.
    SlaDueRequest {
        /// In whose time it counts; around the clock when absent.
        #[serde(default)]
        calendar_id: Option<CalendarId>,
        /// From when on.
        from: Timestamp,
        /// Service seconds, 0 to 31,536,000.
        seconds: u32,
    }
}

input! {
    /// A stretch of time.
    SlaElapsedRequest {
        /// In whose time it counts; around the clock when absent.
        #[serde(default)]
        calendar_id: Option<CalendarId>,
        /// From when on.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    }
}

/// All calendars.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(super) struct ServiceCalendars {
    /// The calendars, in the order in which they were made.
    pub(super) calendars: Vec<ServiceCalendar>,
}

/// All SLAs.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(super) struct SlaList {
    /// The SLAs, in the order in which they were made.
    pub(super) slas: Vec<SlaPlan>,
}

/// When something is due.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(super) struct DueTime {
    /// The first instant at which the time has passed.
    pub(super) due_at: Timestamp,
}

/// How much service time there was.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(super) struct ElapsedTime {
    /// Whole seconds of service time.
    pub(super) seconds: i64,
}

ops! { pub(super) OPS:
    Write "sla.save_calendar" "Makes a service calendar, or puts it in the place of one." [NotFound, Limit]
        |tx, p: NewCalendar| -> ServiceCalendar { tx.sla().save_calendar(p) };
    Read "sla.calendars" "The service calendars, in the order in which they were made." []
        |tx, _p: Nothing| -> ServiceCalendars { tx.sla().calendars().map(|calendars| ServiceCalendars { calendars }) };
    Write "sla.delete_calendar" "Deletes a service calendar that no SLA counts in." [NotFound, Conflict]
        |tx, p: CalendarRef| -> Done { tx.sla().delete_calendar(p.id).map(|()| DONE) };
    Write "sla.save" "Makes an SLA, or puts it in the place of one." [NotFound, Limit]
        |tx, p: NewSla| -> SlaPlan { tx.sla().save(p) };
    Read "sla.list" "The SLAs, in the order in which they were made." []
        |tx, _p: Nothing| -> SlaList { tx.sla().list().map(|slas| SlaList { slas }) };
    Read "sla.get" "One SLA by its id." [NotFound]
        |tx, p: SlaRef| -> SlaPlan { tx.sla().get(p.id) };
    Read "sla.promise" "What an SLA would promise a ticket." [NotFound, Conflict]
        |tx, p: SlaQuestion| -> SlaPromise { tx.sla().promise(&p) };
    Read "sla.due" "The first instant at which so much service time has passed." [NotFound, Conflict]
        |tx, p: SlaDueRequest| -> DueTime {
            tx.sla().due(p.calendar_id, p.from, p.seconds).map(|due_at| DueTime { due_at })
        };
    Read "sla.elapsed" "How much service time lies between two instants." [NotFound]
        |tx, p: SlaElapsedRequest| -> ElapsedTime {
            tx.sla().elapsed(p.calendar_id, p.from, p.until).map(|seconds| ElapsedTime { seconds })
        };
}
