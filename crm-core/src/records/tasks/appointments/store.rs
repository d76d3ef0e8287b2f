//! The SQL of appointments and working hours.

use super::{Appointment, AppointmentFilter, DayHours, HoursException, WeekHours, rules};
use crate::db::{Conditions, Json, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{AppointmentId, CustomerId, Date, Result, StaffId, Timestamp};
use rusqlite::params;

stored! {
    Appointment in "crm_appointment" by AppointmentId {
        staff_id, customer_id, kind, state, starts_at, ends_at, place, note, remind_at, reminded_at, created_at,
        updated_at, ended_at,
    }
}

/// The hours of the week of a member of the staff.
pub(super) fn weekly(tx: &ReadTransaction, staff: StaffId) -> Result<Vec<WeekHours>> {
    tx.all(
        "SELECT weekday, from_minute, until_minute FROM crm_working_hours WHERE staff_id = ?1
         ORDER BY weekday, from_minute",
        [staff],
        |row| Ok(WeekHours { weekday: row.get(0)?, from_minute: row.get(1)?, until_minute: row.get(2)? }),
    )
}

/// Writes the hours of the week anew.
pub(super) fn replace_weekly(tx: &WriteTransaction, staff: StaffId, hours: &[WeekHours]) -> Result<()> {
    tx.run("DELETE FROM crm_working_hours WHERE staff_id = ?1", [staff])?;
    for one in hours {
        tx.run(
            "INSERT INTO crm_working_hours (staff_id, weekday, from_minute, until_minute) VALUES (?1, ?2, ?3, ?4)",
            params![staff, one.weekday, one.from_minute, one.until_minute],
        )?;
    }
    Ok(())
}

/// The days with hours of their own, from a day to another.
pub(super) fn exceptions(
    tx: &ReadTransaction,
    staff: StaffId,
    (first, last): (Date, Date),
) -> Result<Vec<HoursException>> {
    tx.all(
        "SELECT day, hours FROM crm_working_exception WHERE staff_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
        params![staff, first, last],
        |row| Ok(HoursException { day: row.get(0)?, hours: row.get::<_, Json<_>>(1)?.0 }),
    )
}

/// Gives a day hours of its own, or those of its week again.
pub(super) fn save_exception(
    tx: &WriteTransaction,
    staff: StaffId,
    day: Date,
    hours: Option<&[DayHours]>,
) -> Result<()> {
    let Some(hours) = hours else {
        return tx
            .run("DELETE FROM crm_working_exception WHERE staff_id = ?1 AND day = ?2", params![staff, day])
            .map(drop);
    };
    tx.run(
        "INSERT INTO crm_working_exception (staff_id, day, hours) VALUES (?1, ?2, ?3)
         ON CONFLICT (staff_id, day) DO UPDATE SET hours = excluded.hours",
        params![staff, day, Json(hours)],
    )
    .map(drop)
}

/// What is booked with a member of the staff and touches a time: no appointment is longer than a day.
pub(super) fn booked(
    tx: &ReadTransaction,
    staff: StaffId,
    (from, until): rules::Stretch,
) -> Result<Vec<(AppointmentId, rules::Stretch)>> {
    let earliest = from.plus_millis(-i64::from(rules::MAX_MINUTES) * rules::MINUTE);
    tx.all(
        "SELECT id, starts_at, ends_at FROM crm_appointment
         WHERE staff_id = ?1 AND state = 'booked' AND starts_at >= ?2 AND starts_at < ?4 AND ends_at > ?3
         ORDER BY starts_at",
        params![staff, earliest, from, until],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )
}

/// What is booked with a member of the staff and has not begun, the first one first.
pub(super) fn coming(tx: &ReadTransaction, staff: StaffId) -> Result<Vec<Appointment>> {
    let sql = format!(
        "{} WHERE staff_id = ?1 AND state = 'booked' AND starts_at >= ?2 ORDER BY starts_at, id",
        Appointment::SELECT
    );
    tx.all(&sql, params![staff, tx.now()], Appointment::from_row)
}

pub(super) fn list(tx: &ReadTransaction, filter: &AppointmentFilter, listing: &Listing<2>) -> Result<Vec<Appointment>> {
    let mut conditions = Conditions::default();
    conditions.add("staff_id = ?", filter.staff_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add("starts_at >= ?", filter.from);
    conditions.add("starts_at < ?", filter.before);
    conditions.add_start("(starts_at, id) >", listing.start);
    conditions.read(tx, Appointment::SELECT, "starts_at, id", listing.limit(), Appointment::from_row)
}

/// Appointments to be reminded of, the oldest first.
pub(super) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Appointment>> {
    let sql = format!(
        "{} WHERE state = 'booked' AND reminded_at IS NULL AND remind_at <= ?1 ORDER BY remind_at LIMIT ?2",
        Appointment::SELECT
    );
    tx.all(&sql, params![now, rows as i64], Appointment::from_row)
}

/// When the next reminder is due.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(remind_at) FROM crm_appointment WHERE state = 'booked' AND reminded_at IS NULL", [])
}

/// The appointments to which a customer did not come, and when they were.
pub(super) fn missed_by(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(AppointmentId, Timestamp)>> {
    tx.all(
        "SELECT id, starts_at FROM crm_appointment WHERE customer_id = ?1 AND state = 'no_show' ORDER BY id",
        [customer],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
