//! The SQL that sums tickets up.

use super::model::TicketState;
use super::shapes::{TicketCount, TicketPerformance};
use crate::db::{Columns, ReadTransaction};
use crate::records::tasks::Priority;
use crate::vocabulary::{Result, StaffId, Timestamp};
use rusqlite::params;

/// Open tickets that are alike.
pub(super) struct OpenGroup {
    pub(super) state: TicketState,
    pub(super) priority: Priority,
    pub(super) assignee_id: Option<StaffId>,
    pub(super) tickets: u32,
    pub(super) overdue: u32,
    pub(super) breached: u32,
}

/// The open tickets by state, priority and who does them.
pub(super) fn open(tx: &ReadTransaction, now: Timestamp) -> Result<Vec<OpenGroup>> {
    tx.all(
        "SELECT state, priority, assignee_id, count(*), count(*) FILTER (WHERE due_at < ?1),
           count(*) FILTER (WHERE first_status = 'breached' OR resolve_status = 'breached')
         FROM crm_ticket INDEXED BY crm_ticket_open
         WHERE resolved_at IS NULL AND ended_at IS NULL GROUP BY state, priority, assignee_id",
        [now],
        |row| {
            let mut columns = Columns::new(row);
            Ok(OpenGroup {
                state: columns.next()?,
                priority: columns.next()?,
                assignee_id: columns.next()?,
                tickets: columns.next()?,
                overdue: columns.next()?,
                breached: columns.next()?,
            })
        },
    )
}

/// What became of the tickets of a period.
#[derive(Default)]
pub(super) struct Opened {
    pub(super) tickets: u32,
    pub(super) complaints: u32,
    pub(super) reopened: u32,
    pub(super) rated: i64,
    pub(super) ratings: i64,
    pub(super) first_response: TicketPerformance,
    pub(super) resolution: TicketPerformance,
}

/// Tickets that were opened in a period, but for spam and duplicates.
const PERIOD: &str = "opened_at >= ?1 AND opened_at < ?2 AND state NOT IN ('spam', 'duplicate')";

pub(super) fn opened(tx: &ReadTransaction, from: Timestamp, until: Timestamp) -> Result<Opened> {
    let sql = format!(
        "SELECT count(*), count(*) FILTER (WHERE kind = 'complaint'), count(*) FILTER (WHERE reopen_count > 0),
           count(csat), coalesce(sum(csat), 0),
           count(first_at), coalesce(sum(first_at - opened_at), 0) / 1000 / max(count(first_at), 1),
           count(*) FILTER (WHERE first_status = 'met'), count(*) FILTER (WHERE first_status = 'breached'),
           count(resolved_at), coalesce(sum(resolved_at - opened_at), 0) / 1000 / max(count(resolved_at), 1),
           count(*) FILTER (WHERE resolve_status = 'met'), count(*) FILTER (WHERE resolve_status = 'breached')
         FROM crm_ticket WHERE {PERIOD}"
    );
    let found = tx.one(&sql, params![from, until], |row| {
        let mut columns = Columns::new(row);
        let mut opened = Opened {
            tickets: columns.next()?,
            complaints: columns.next()?,
            reopened: columns.next()?,
            rated: columns.next()?,
            ratings: columns.next()?,
            ..Opened::default()
        };
        for one in [&mut opened.first_response, &mut opened.resolution] {
            one.done = columns.next()?;
            let average: i64 = columns.next()?;
            one.average_s = Some(average).filter(|_| one.done > 0);
            (one.met, one.breached) = (columns.next()?, columns.next()?);
        }
        Ok(opened)
    })?;
    Ok(found.unwrap_or_default())
}

/// The most frequent causes of tickets of a period that are resolved or closed.
pub(super) fn causes(tx: &ReadTransaction, from: Timestamp, until: Timestamp, rows: i64) -> Result<Vec<TicketCount>> {
    let sql = format!(
        "SELECT cause, count(*) FROM crm_ticket WHERE {PERIOD} AND resolved_at IS NOT NULL
         GROUP BY cause ORDER BY count(*) DESC, cause LIMIT ?3"
    );
    tx.all(&sql, params![from, until, rows], |row| Ok(TicketCount { of: row.get(0)?, tickets: row.get(1)? }))
}
