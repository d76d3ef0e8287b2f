//! The SQL of calendars and SLAs.

use super::calendar::Calendar;
use super::model::{CalendarPlan, ServiceCalendar, SlaPause, SlaPlan, SlaTarget};
use crate::db::{Columns, Json, ReadTransaction, WriteTransaction};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CalendarId, Error, Result, SlaId};
use rusqlite::{Row, params};
use std::collections::BTreeMap;
use std::sync::Arc;

stored! {
    ServiceCalendar in "crm_service_calendar" by CalendarId { name, plan, created_at, updated_at }
}

// Plans are read whole and never searched.
as_json!(CalendarPlan);

/// All calendars, prepared once and kept while none of them changes.
struct Calendars(BTreeMap<CalendarId, Arc<Calendar>>);

/// A calendar to calculate with.
pub(super) fn calendar(tx: &ReadTransaction, id: CalendarId) -> Result<Arc<Calendar>> {
    let text: Option<String> = tx.value(
        "SELECT group_concat(id || ' ' || plan, char(10)) FROM (SELECT id, plan FROM crm_service_calendar ORDER BY id)",
        [],
    )?;
    let all = tx.made_from(&text.unwrap_or_default(), |text| {
        let broken = || Error::internal("a stored calendar cannot be read");
        let prepare = |line: &str| {
            let (id, plan) = line.split_once(' ').ok_or_else(broken)?;
            let plan: CalendarPlan = serde_json::from_str(plan).map_err(|_| broken())?;
            Ok((CalendarId(id.parse().map_err(|_| broken())?), Arc::new(Calendar::of(&plan))))
        };
        text.lines().map(prepare).collect::<Result<_>>().map(Calendars)
    })?;
    all.0.get(&id).map(Arc::clone).or_not_found(CalendarId::WHAT, id)
}

/// All calendars, in the order in which they were made.
pub(super) fn calendars(tx: &ReadTransaction) -> Result<Vec<ServiceCalendar>> {
    tx.all(&format!("{} ORDER BY id", ServiceCalendar::SELECT), [], ServiceCalendar::from_row)
}

pub(super) fn delete_calendar(tx: &WriteTransaction, id: CalendarId) -> Result<()> {
    tx.run("DELETE FROM crm_service_calendar WHERE id = ?1", [id]).map(drop)
}

/// An SLA that counts in the time of a calendar.
pub(super) fn user_of(tx: &ReadTransaction, id: CalendarId) -> Result<Option<SlaId>> {
    tx.one("SELECT id FROM crm_sla WHERE calendar_id = ?1 ORDER BY id LIMIT 1", [id], |row| row.get(0))
}

const COLUMNS: &str = "SELECT id, name, calendar_id, targets, pauses, warn_at, is_default, is_active, created_at, updated_at FROM crm_sla";

fn from_row(row: &Row<'_>) -> rusqlite::Result<SlaPlan> {
    let mut columns = Columns::new(row);
    let (id, name, calendar_id) = (columns.next()?, columns.next()?, columns.next()?);
    let Json(targets): Json<Vec<SlaTarget>> = columns.next()?;
    let Json(pauses): Json<Vec<SlaPause>> = columns.next()?;
    Ok(SlaPlan {
        id,
        name,
        calendar_id,
        targets,
        pauses,
        warn_at: columns.next()?,
        is_default: columns.next()?,
        is_active: columns.next()?,
        created_at: columns.next()?,
        updated_at: columns.next()?,
    })
}

pub(super) fn sla(tx: &ReadTransaction, id: SlaId) -> Result<Option<SlaPlan>> {
    tx.one(&format!("{COLUMNS} WHERE id = ?1"), [id], from_row)
}

pub(super) fn default_sla(tx: &ReadTransaction) -> Result<Option<SlaPlan>> {
    tx.one(&format!("{COLUMNS} WHERE is_default = 1"), [], from_row)
}

/// All SLAs, in the order in which they were made.
pub(super) fn slas(tx: &ReadTransaction) -> Result<Vec<SlaPlan>> {
    tx.all(&format!("{COLUMNS} ORDER BY id"), [], from_row)
}

/// Writes an SLA, a new one under the id 0; the id. A default one takes the place of the one before.
pub(super) fn save(tx: &WriteTransaction, sla: &SlaPlan, rev: i64) -> Result<SlaId> {
    if sla.is_default {
        let sql = "UPDATE crm_sla SET is_default = 0, updated_at = ?2, rev = ?3 WHERE is_default = 1 AND id <> ?1";
        tx.run(sql, params![sla.id, sla.updated_at, rev])?;
    }
    let (targets, pauses) = (Json(&sla.targets), Json(&sla.pauses));
    if sla.id == SlaId(0) {
        let id = tx.insert(
            "INSERT INTO crm_sla (name, calendar_id, targets, pauses, warn_at, is_default, is_active, created_at,
               updated_at, rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                sla.name,
                sla.calendar_id,
                targets,
                pauses,
                sla.warn_at,
                sla.is_default,
                sla.is_active,
                sla.created_at,
                sla.updated_at,
                rev
            ],
        )?;
        return Ok(SlaId(id));
    }
    tx.run(
        "UPDATE crm_sla SET name = ?2, calendar_id = ?3, targets = ?4, pauses = ?5, warn_at = ?6, is_default = ?7,
           is_active = ?8, updated_at = ?9, rev = ?10
         WHERE id = ?1",
        params![
            sla.id,
            sla.name,
            sla.calendar_id,
            targets,
            pauses,
            sla.warn_at,
            sla.is_default,
            sla.is_active,
            sla.updated_at,
            rev
        ],
    )?;
    Ok(sla.id)
}
