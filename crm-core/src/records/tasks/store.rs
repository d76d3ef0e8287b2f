//! The SQL of tasks.

use super::{Task, TaskFilter, TaskState, rules};
use crate::db::{Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{Result, StaffId, TaskId, Timestamp};
use rusqlite::params;

stored! {
    Task in "crm_task" by TaskId {
        customer_id, kind, title, note, priority, state, assignee_id, due_at, remind_at, reminded_at, overdue_at,
        reference => (ref_entity, ref_id), origin, created_at, updated_at, ended_at,
    }
}

/// The end of time, for tasks without a due time: they come last.
const NEVER: i64 = i64::MAX;

/// Where a task stands in a list: by its due time.
pub(super) fn key(task: &Task) -> [i64; 2] {
    [task.due_at.map_or(NEVER, Timestamp::millis), task.id.0]
}

pub(super) fn list(tx: &ReadTransaction, filter: &TaskFilter, listing: &Listing<2>) -> Result<Vec<Task>> {
    let mut conditions = Conditions::default();
    match filter.state {
        None => conditions.add_fixed("ended_at IS NULL"),
        Some(state) => {
            // Says the same once more, in the words of the indexes.
            conditions.add_fixed(if rules::is_over(state) { "ended_at IS NOT NULL" } else { "ended_at IS NULL" });
            conditions.add("state = ?", Some(state));
        }
    }
    conditions.add("assignee_id = ?", filter.assignee_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("kind = ?", filter.kind);
    conditions.add("due_at < ?", filter.due_before);
    if filter.unassigned {
        conditions.add_fixed("assignee_id IS NULL");
    }
    conditions.add_start("(coalesce(due_at, 9223372036854775807), id) >", listing.start);
    let order = "coalesce(due_at, 9223372036854775807), id";
    conditions.read(tx, Task::SELECT, order, listing.limit(), Task::from_row)
}

/// Open tasks that are overdue or to be reminded of and were not yet: the oldest `rows` of either.
pub(super) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Task>> {
    let sql = format!(
        "{} WHERE id IN (
           SELECT id FROM (SELECT id FROM crm_task WHERE ended_at IS NULL AND overdue_at IS NULL AND due_at <= ?1
             ORDER BY due_at LIMIT ?2)
           UNION SELECT id FROM (SELECT id FROM crm_task WHERE ended_at IS NULL AND reminded_at IS NULL
             AND remind_at <= ?1 ORDER BY remind_at LIMIT ?2))",
        Task::SELECT
    );
    tx.all(&sql, params![now, rows as i64], Task::from_row)
}

/// The next instant at which a task is due or to be reminded of.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value(
        "SELECT min(at) FROM (SELECT min(due_at) AS at FROM crm_task WHERE ended_at IS NULL AND overdue_at IS NULL
           UNION ALL SELECT min(remind_at) FROM crm_task WHERE ended_at IS NULL AND reminded_at IS NULL)",
        [],
    )
}

/// Gives the open tasks of one member of the staff to another; how many.
pub(super) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId, rev: i64) -> Result<usize> {
    tx.run(
        "UPDATE crm_task SET assignee_id = ?2, updated_at = ?3, rev = ?4
         WHERE assignee_id = ?1 AND ended_at IS NULL",
        params![from, to, tx.now(), rev],
    )
}

/// The open task about an entity that a rule made, if there is one.
pub(super) fn open_of(tx: &ReadTransaction, origin: &str, entity: &str, id: i64) -> Result<Option<TaskId>> {
    tx.one(
        "SELECT id FROM crm_task WHERE ref_entity = ?2 AND ref_id = ?3 AND origin = ?1 AND state IN (?4, ?5)",
        params![origin, entity, id, TaskState::Open, TaskState::InProgress],
        |row| row.get(0),
    )
}
