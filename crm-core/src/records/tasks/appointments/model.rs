//! What appointments look like: tokens, working hours, as given, as stored, as listed.

use crate::vocabulary::{AppointmentId, CustomerId, Date, PageRequest, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where and how the two meet.
    pub enum AppointmentKind("kind of appointment") {
        /// At the customer's.
        Visit = "visit",
        /// By phone.
        Call = "call",
        /// By video.
        Video = "video",
        /// In the store.
        Store = "store",
        /// For work on something.
        Service = "service",
    }
}

tokens! {
    /// Where an appointment stands.
    pub enum AppointmentState("appointment state") {
        /// It will take place.
        Booked = "booked",
        /// It took place.
        Completed = "completed",
        /// It was called off.
        Cancelled = "cancelled",
        /// The customer did not come.
        NoShow = "no_show",
    }
}

/// Working time of a day, in minutes of the day in the shop's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// When it begins, 0 to 1,439: 540 is 09:00.
    pub from_minute: u16,
    /// When it ends, 1 to 1,440.
    pub until_minute: u16,
}

/// Working time of a day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekHours {
    /// The day of the week: 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// When it begins, in minutes of the day, 0 to 1,439: 540 is 09:00.
    pub from_minute: u16,
    /// When it ends, in minutes of the day, 1 to 1,440.
    pub until_minute: u16,
}

/// A day with hours of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HoursException {
    /// The day.
    pub day: Date,
    /// The working time of that day; none is a day off.
    pub hours: Vec<DayHours>,
}

/// When a member of the staff works, in the shop's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WorkingHours {
    /// Who.
    pub staff_id: StaffId,
    /// The hours of the week.
    pub weekly: Vec<WeekHours>,
    /// Days with hours of their own, from today on.
    pub exceptions: Vec<HoursException>,
}

/// Which slots are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotRequest {
    /// Whose.
    pub staff_id: StaffId,
    /// Not before this instant, and never in the past.
    pub from: Timestamp,
    /// Until this instant, at most 92 days after `from`.
    pub until: Timestamp,
    /// How long, 5 to 1,440 minutes.
    pub minutes: u32,
    /// How far apart slots begin, counted from the beginning of the working time; their length by default.
    #[serde(default)]
    pub step_minutes: Option<u32>,
}

/// A time at which nothing is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Slot {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// An appointment as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppointment {
    /// With whom of the staff.
    pub staff_id: StaffId,
    /// The customer.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Where and how the two meet.
    pub kind: AppointmentKind,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long, 5 to 1,440 minutes.
    pub minutes: u32,
    /// Where, at most 512 bytes.
    #[serde(default)]
    pub place: Option<String>,
    /// What it is about, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
    /// How many minutes before it `tick` reminds of it by an event, at most 43,200; no reminder by default, and none of
    /// what began in the past.
    #[serde(default)]
    pub remind_minutes: Option<u32>,
    /// Books in the past and outside the working hours too; never over another appointment.
    #[serde(default)]
    pub force: bool,
    /// Books although the customer is blocked, or gets no service.
    #[serde(default)]
    pub allow_blocked: bool,
}

/// An appointment as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Appointment {
    /// The id.
    pub id: AppointmentId,
    /// With whom of the staff.
    pub staff_id: StaffId,
    /// The customer; follows merges.
    pub customer_id: Option<CustomerId>,
    /// Where and how the two meet.
    pub kind: AppointmentKind,
    /// Where it stands.
    pub state: AppointmentState,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Where.
    pub place: Option<String>,
    /// What it is about, and what came of it.
    pub note: Option<String>,
    /// When `tick` reminds of it.
    pub remind_at: Option<Timestamp>,
    /// When it did.
    pub reminded_at: Option<Timestamp>,
    /// When it was booked.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was completed, called off or missed.
    pub ended_at: Option<Timestamp>,
}

/// Which appointments to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AppointmentFilter {
    /// Appointments of this member of the staff.
    pub staff_id: Option<StaffId>,
    /// Appointments of this customer.
    pub customer_id: Option<CustomerId>,
    /// Appointments in this state; all by default.
    pub state: Option<AppointmentState>,
    /// Those that begin at or after this instant.
    pub from: Option<Timestamp>,
    /// Those that begin before this instant.
    pub before: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}
