//! Appointments: when somebody of the staff and a customer meet.
//!
//! Owns working hours and appointments. Promises that no two booked appointments of one member of the staff overlap, that
//! a free slot lies in the working time, not in the past and over nothing booked, also on days on which the clocks change,
//! and that `tick` reminds once, and never of what is over. Refuses to book outside the working hours unless that is
//! asked for by name.

mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{
    Appointment, AppointmentFilter, AppointmentKind, AppointmentState, DayHours, HoursException, NewAppointment, Slot,
    SlotRequest, WeekHours, WorkingHours,
};

pub(crate) use rules::require_hours;

use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{AppointmentId, CustomerId, Date, Error, Page, Result, StaffId, Timestamp, ids, text};
use rules::{MACHINE, Stretch};
use serde_json::json;

room! {
    /// When somebody of the staff and a customer meet.
    Appointments, appointments
}

customer_rows! { CUSTOMER_ROWS, "crm_appointment", moving "appointment" }

/// Appointments that `tick` reminds of in one transaction.
const BATCH: usize = 1_000;

impl<T: Reading> Appointments<'_, T> {
    /// One appointment.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: AppointmentId) -> Result<Appointment> {
        Appointment::by_id(self.tx.reader(), id)?.or_not_found(AppointmentId::WHAT, id)
    }

    /// Appointments, the first before the others, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &AppointmentFilter) -> Result<Page<Appointment>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("appointments", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |one| [one.starts_at.millis(), one.id.0]))
    }

    /// When a member of the staff works: the week, and the days from today on that differ.
    ///
    /// # Errors
    /// `invalid_input` for an id that is no positive number.
    pub fn hours(&self, staff: StaffId) -> Result<WorkingHours> {
        let tx = self.tx.reader();
        ids::require_row_id("/staff_id", Some(staff.0))?;
        let today = shop::settings(tx)?.time_zone.date_of(tx.now());
        let exceptions = store::exceptions(tx, staff, (today, today.plus_days(i32::MAX)))?;
        Ok(WorkingHours { staff_id: staff, weekly: store::weekly(tx, staff)?, exceptions })
    }

    /// The times at which nothing is booked, the first 1,000.
    ///
    /// # Errors
    /// `invalid_input` for a bad length or window.
    pub fn free_slots(&self, request: &SlotRequest) -> Result<Vec<Slot>> {
        let tx = self.tx.reader();
        let window = rules::window(request, tx.now())?;
        let stretches = working_time(tx, request.staff_id, window)?;
        let booked: Vec<Stretch> =
            store::booked(tx, request.staff_id, window)?.into_iter().map(|(_, stretch)| stretch).collect();
        rules::slots(request, window, &stretches, &booked)
    }
}

impl Appointments<'_, WriteTransaction> {
    /// Says when a member of the staff works in a week, in the shop's zone; takes the place of what was said before.
    ///
    /// # Errors
    /// `invalid_input` for hours that overlap or do not fit in a day.
    pub fn set_hours(&self, staff: StaffId, weekly: &[WeekHours]) -> Result<WorkingHours> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", Some(staff.0))?;
        let of = |one: &WeekHours| DayHours { from_minute: one.from_minute, until_minute: one.until_minute };
        require_hours(weekly.iter().map(|one| (one.weekday, of(one))).collect())?;
        tx.step(|| {
            store::replace_weekly(tx, staff, weekly)?;
            let event = Entry::new("working_hours.set").entity("staff", staff);
            journal::append(tx, event.payload(json!({ "intervals": weekly.len() })))?;
            self.hours(staff)
        })
    }

    /// Gives a day hours of its own: none is a day off, null is as every week. What is booked stays.
    ///
    /// # Errors
    /// `invalid_input` for hours that overlap or do not fit in a day.
    pub fn set_exception(&self, staff: StaffId, day: Date, hours: Option<&[DayHours]>) -> Result<WorkingHours> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", Some(staff.0))?;
        require_hours(hours.unwrap_or_default().iter().map(|one| (1, *one)).collect())?;
        tx.step(|| {
            store::save_exception(tx, staff, day, hours)?;
            let event = Entry::new("working_hours.set").entity("staff", staff);
            journal::append(tx, event.payload(json!({ "day": day, "intervals": hours.map(<[_]>::len) })))?;
            self.hours(staff)
        })
    }

    /// Books an appointment. One for service asks whether the shop serves the customer, every other one whether it sells
    /// to the customer. One that began in the past, which force records, is not reminded of.
    ///
    /// # Errors
    /// `conflict` with the other one for a time that is taken, and for a time outside the working hours unless it is
    /// forced; `invalid_input` for a time in the past unless it is forced; `not_found` for an unknown customer; `blocked`
    /// for a customer whom the shop does not serve or sell to, unless `allow_blocked` is set.
    pub fn book(&self, new: NewAppointment) -> Result<Appointment> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let customer = customer.map_err(|error| error.at("/customer_id"))?;
        if let Some(customer) = customer.filter(|_| !new.allow_blocked) {
            require_allowed(tx, customer, new.kind)?;
        }
        let mut booked = Appointment {
            id: AppointmentId(0),
            staff_id: new.staff_id,
            customer_id: customer,
            kind: new.kind,
            state: AppointmentState::Booked,
            starts_at: new.starts_at,
            ends_at: new.starts_at.plus_millis(rules::length(new.minutes)?),
            place: new.place,
            note: new.note,
            remind_at: rules::remind_at(
                new.starts_at,
                new.remind_minutes.map(|minutes| i64::from(minutes) * rules::MINUTE),
                tx.now(),
            ),
            reminded_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
            ended_at: None,
        };
        require_free(tx, &booked, new.force)?;
        tx.step(|| {
            booked.id = booked.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &MACHINE, (booked.id.0, booked.customer_id), booked.state)?;
            announce(tx, "appointment.booked", &booked)
        })?;
        Ok(booked)
    }

    /// Moves an appointment to another time, of the same length unless another is given; it is reminded of anew, as long
    /// before as it was to be; in the past, which takes force, no more.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is over, and as [`Appointments::book`].
    pub fn reschedule(
        &self,
        id: AppointmentId,
        starts_at: Timestamp,
        minutes: Option<u32>,
        force: bool,
    ) -> Result<Appointment> {
        let tx = self.tx;
        let mut after = self.get(id)?;
        if after.state != AppointmentState::Booked {
            return Err(Error::conflict(format!("the appointment is {}", after.state))
                .existing(id)
                .hint("book another"));
        }
        let length = minutes.map_or(Ok(after.ends_at.millis() - after.starts_at.millis()), rules::length)?;
        let before = after.remind_at.map(|at| after.starts_at.millis() - at.millis());
        after.starts_at = starts_at;
        after.ends_at = starts_at.plus_millis(length);
        after.remind_at = rules::remind_at(starts_at, before, tx.now());
        after.reminded_at = None;
        after.updated_at = tx.now();
        require_free(tx, &after, force)?;
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "appointment.rescheduled", &after)
        })?;
        Ok(after)
    }

    /// Calls an appointment off; its time is free again.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is over.
    pub fn cancel(&self, id: AppointmentId, note: Option<&str>) -> Result<Appointment> {
        self.end(id, AppointmentState::Cancelled, note, "appointment.cancelled")
    }

    /// Notes that an appointment took place, and what came of it.
    ///
    /// # Errors
    /// As [`Appointments::cancel`].
    pub fn complete(&self, id: AppointmentId, note: Option<&str>) -> Result<Appointment> {
        self.end(id, AppointmentState::Completed, note, "appointment.completed")
    }

    /// Notes that the customer did not come.
    ///
    /// # Errors
    /// As [`Appointments::cancel`].
    pub fn no_show(&self, id: AppointmentId, note: Option<&str>) -> Result<Appointment> {
        self.end(id, AppointmentState::NoShow, note, "appointment.missed")
    }

    fn end(
        &self,
        id: AppointmentId,
        to: AppointmentState,
        note: Option<&str>,
        event: &'static str,
    ) -> Result<Appointment> {
        let tx = self.tx;
        let mut after = self.get(id)?;
        let from = std::mem::replace(&mut after.state, to);
        after.note = text::optional_note("/note", note)?.or(after.note);
        after.updated_at = tx.now();
        after.ended_at = Some(tx.now());
        tx.step(|| {
            journal::go(tx, &MACHINE, (id.0, after.customer_id), (from, to), None)?;
            after.update(tx, journal::next_seq(tx)?)?;
            if let (Some(customer), AppointmentState::NoShow) = (after.customer_id, to) {
                tx.touch(customer, Touch::CONDUCT);
            }
            announce(tx, event, &after)
        })?;
        Ok(after)
    }
}

/// The appointments to which a customer did not come, and when they were.
pub(crate) fn missed_by(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(AppointmentId, Timestamp)>> {
    store::missed_by(tx, customer)
}

/// Requires that the shop may promise a customer an appointment of this kind.
fn require_allowed(tx: &WriteTransaction, customer: CustomerId, kind: AppointmentKind) -> Result<()> {
    let allowed = match kind {
        AppointmentKind::Service => customers::require_serviceable(tx, customer),
        _ => customers::require_sellable(tx, customer),
    };
    allowed.map_err(|error| error.hint("book it all the same with allow_blocked, or lift what forbids it first"))
}

/// The working time that touches a window.
fn working_time(tx: &ReadTransaction, staff: StaffId, (from, until): Stretch) -> Result<Vec<Stretch>> {
    let zone = shop::settings(tx)?.time_zone;
    // A day more at each end: working time may go on over midnight.
    let days = (zone.date_of(from).plus_days(-1), zone.date_of(until).plus_days(1));
    Ok(rules::stretches(&store::weekly(tx, staff)?, &store::exceptions(tx, staff, days)?, days, zone))
}

/// Requires that a time is free, and, unless it is forced, in the working hours and not in the past.
fn require_free(tx: &ReadTransaction, wanted: &Appointment, force: bool) -> Result<()> {
    let time = (wanted.starts_at, wanted.ends_at);
    if wanted.starts_at < tx.now() && !force {
        return Err(Error::invalid("/starts_at", "the time is in the past").hint("force records it all the same"));
    }
    let taken = store::booked(tx, wanted.staff_id, time)?.into_iter().find(|(id, _)| *id != wanted.id);
    if let Some((other, _)) = taken {
        return Err(Error::conflict("the time is taken by another appointment")
            .at("/starts_at")
            .existing(other)
            .hint("appointments.free_slots lists what is free"));
    }
    if !force && !rules::is_within(&working_time(tx, wanted.staff_id, time)?, time) {
        return Err(Error::conflict("the time lies outside the working hours")
            .at("/starts_at")
            .hint("appointments.free_slots lists what is free; force books it all the same"));
    }
    Ok(())
}

/// Gives the booked appointments of one member of the staff that are still to come to another, as far as that one has the
/// time: how many went, and which stay.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<(u64, Vec<AppointmentId>)> {
    let (mut moved, mut kept) = (0, Vec::new());
    for mut one in store::coming(tx, from)? {
        if !store::booked(tx, to, (one.starts_at, one.ends_at))?.is_empty() {
            kept.push(one.id);
            continue;
        }
        (one.staff_id, one.updated_at) = (to, tx.now());
        one.update(tx, journal::next_seq(tx)?)?;
        moved += 1;
    }
    Ok((moved, kept))
}

/// The step of `tick`: reminds of appointments, once each, in bounded transactions. When it comes so late that one is over,
/// that one has no reminder any more.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::due(tx, tx.now(), BATCH)?;
        for mut appointment in due.iter().cloned() {
            if appointment.ends_at <= tx.now() {
                appointment.remind_at = None;
                appointment.update(tx, journal::next_seq(tx)?)?;
                continue;
            }
            appointment.reminded_at = Some(tx.now());
            appointment.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "appointment.reminded", &appointment)?;
        }
        Ok(due.len())
    })
}

fn announce(tx: &WriteTransaction, name: &'static str, one: &Appointment) -> Result<()> {
    let facts = json!({
        "staff_id": one.staff_id, "kind": one.kind, "state": one.state, "starts_at": one.starts_at, "ends_at": one.ends_at,
    });
    let event = Entry::new(name).customer(one.customer_id).entity("appointment", one.id);
    journal::append(tx, event.payload(facts)).map(drop)
}
