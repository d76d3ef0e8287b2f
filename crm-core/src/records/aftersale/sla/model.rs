//! What a service calendar and an SLA are, how they are given and stored.

use crate::records::tasks::Priority;
use crate::records::tasks::appointments::{HoursException, WeekHours};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{CalendarId, Date, Rate, SlaId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What a ticket is.
    pub enum TicketKind("kind of ticket") {
        /// Somebody wants to know something.
        Question = "question",
        /// Something does not work.
        Incident = "incident",
        /// The cause behind incidents.
        Problem = "problem",
        /// Somebody is not content with the shop.
        Complaint = "complaint",
        /// Somebody wants service.
        ServiceRequest = "service_request",
        /// Somebody wants to send something back.
        ReturnRequest = "return_request",
        /// Somebody is content with the shop.
        Praise = "praise",
    }
}

tokens! {
    /// A state of a ticket in which the clock of its SLA may stand.
    pub enum SlaPause("pausing state") {
        /// It is the customer's turn.
        WaitingCustomer = "waiting_customer",
        /// It is somebody else's turn.
        WaitingThirdParty = "waiting_third_party",
        /// A part is to come.
        WaitingParts = "waiting_parts",
    }
}

/// A day on which the shop does not serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceHoliday {
    /// The day.
    pub day: Date,
    /// Whether it is the same day of every year, whatever the year of `day`; 29 February comes in leap years only.
    #[serde(default)]
    pub yearly: bool,
    /// What people call it, at most 512 bytes.
    #[serde(default)]
    pub name: Option<String>,
}

/// When the shop serves: by the wall clock of a zone, so that a day on which the clocks change is shorter or longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarPlan {
    /// The zone whose wall clock counts.
    pub time_zone: Zone,
    /// The hours of the week, several a day if need be; they do not overlap. At most 100.
    #[serde(default)]
    pub hours: Vec<WeekHours>,
    /// Days without service, at most 1,000.
    #[serde(default)]
    pub holidays: Vec<ServiceHoliday>,
    /// Days with hours of their own, in place of the week and of holidays; at most 1,000, each day once.
    #[serde(default)]
    pub special_days: Vec<HoursException>,
}

/// A service calendar as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCalendar {
    /// The calendar that it takes the place of; a new one when absent.
    #[serde(default)]
    pub id: Option<CalendarId>,
    /// What people call it, at most 512 bytes.
    pub name: String,
    /// When the shop serves.
    pub plan: CalendarPlan,
}

/// A service calendar as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceCalendar {
    /// The id.
    pub id: CalendarId,
    /// What people call it.
    pub name: String,
    /// When the shop serves.
    pub plan: CalendarPlan,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What an SLA promises for tickets of a sort.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SlaTarget {
    /// Tickets of this priority; of any by default.
    pub priority: Option<Priority>,
    /// Tickets of this kind; of any by default.
    pub kind: Option<TicketKind>,
    /// Tickets of this category and those below it: `delivery` fits `delivery/late` too; of any by default.
    pub category: Option<String>,
    /// Service seconds to the first response, 1 to 31,536,000; nothing is promised when null.
    pub first_response_s: Option<u32>,
    /// Service seconds to the resolution, 1 to 31,536,000; nothing is promised when null.
    pub resolution_s: Option<u32>,
}

/// An SLA as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSla {
    /// The SLA that it takes the place of; a new one when absent.
    #[serde(default)]
    pub id: Option<SlaId>,
    /// What people call it, at most 512 bytes.
    pub name: String,
    /// In whose time it counts; around the clock when null.
    #[serde(default)]
    pub calendar_id: Option<CalendarId>,
    /// What it promises, 1 to 100: of those that fit a ticket the first one holds.
    pub targets: Vec<SlaTarget>,
    /// The states in which the clock stands; all that wait by default.
    #[serde(default = "all_pauses")]
    pub pauses: Vec<SlaPause>,
    /// The share of the time after which it warns, above 0 and below 1; 0.8 by default.
    #[serde(default = "four_fifths")]
    pub warn_at: Rate,
    /// Whether it holds for tickets that name none; then no other one does.
    #[serde(default)]
    pub is_default: bool,
    /// Whether it can be given to tickets.
    #[serde(default = "yes")]
    pub is_active: bool,
}

fn all_pauses() -> Vec<SlaPause> {
    SlaPause::ALL.to_vec()
}

fn four_fifths() -> Rate {
    Rate::from_ppm(800_000)
}

fn yes() -> bool {
    true
}

impl NewSla {
    /// An SLA around the clock that is used for nothing yet.
    #[must_use]
    pub fn new(name: impl Into<String>, targets: Vec<SlaTarget>) -> Self {
        NewSla {
            id: None,
            name: name.into(),
            calendar_id: None,
            targets,
            pauses: all_pauses(),
            warn_at: four_fifths(),
            is_default: false,
            is_active: true,
        }
    }
}

/// An SLA as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SlaPlan {
    /// The id.
    pub id: SlaId,
    /// What people call it.
    pub name: String,
    /// In whose time it counts; around the clock when null.
    pub calendar_id: Option<CalendarId>,
    /// What it promises, in the order in which it is tried.
    pub targets: Vec<SlaTarget>,
    /// The states in which the clock stands.
    pub pauses: Vec<SlaPause>,
    /// The share of the time after which it warns.
    pub warn_at: Rate,
    /// Whether it holds for tickets that name none.
    pub is_default: bool,
    /// Whether it can be given to tickets.
    pub is_active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// For which ticket a promise is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SlaQuestion {
    /// The SLA; the default one when absent.
    pub sla_id: Option<SlaId>,
    /// The priority; normal when absent.
    pub priority: Option<Priority>,
    /// The kind; an incident when absent.
    pub kind: Option<TicketKind>,
    /// The category.
    pub category: Option<String>,
    /// When the clock begins; now when absent.
    pub from: Option<Timestamp>,
}

/// What an SLA would promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SlaPromise {
    /// The SLA; null when the shop has no default one.
    pub sla_id: Option<SlaId>,
    /// When the clock begins.
    pub from: Timestamp,
    /// Service seconds to the first response.
    pub first_response_s: Option<u32>,
    /// Service seconds to the resolution.
    pub resolution_s: Option<u32>,
    /// Until when somebody answers, without pauses.
    pub first_due_at: Option<Timestamp>,
    /// Until when it is resolved, without pauses.
    pub resolve_due_at: Option<Timestamp>,
}
