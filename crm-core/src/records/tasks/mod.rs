//! Tasks: what somebody of the staff has to do, for whom, and until when.
//!
//! Owns tasks, whoever made them: a person, or a rule of another room (a lead without an answer, an overdue order). Promises
//! that each is reminded of once and reported overdue once, by `tick`. Refuses to know the staff: who they are is the
//! host's matter.

pub mod appointments;
mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{NewTask, Priority, Task, TaskFilter, TaskKind, TaskPatch, TaskState};

use crate::db::{Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Page, Result, StaffId, TaskId, text};
use rules::MACHINE;
use serde_json::json;

room! {
    /// What somebody of the staff has to do.
    Tasks, tasks
}

customer_rows! { CUSTOMER_ROWS, "crm_task", moving "task" }

/// Tasks that `tick` works off in one transaction.
const BATCH: usize = 1_000;

impl<T: Reading> Tasks<'_, T> {
    /// One task.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: TaskId) -> Result<Task> {
        Task::by_id(self.tx.reader(), id)?.or_not_found(TaskId::WHAT, id)
    }

    /// Tasks, those that are due first before the others, page by page; open ones unless a state is named.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &TaskFilter) -> Result<Page<Task>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("tasks", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, store::key))
    }
}

impl Tasks<'_, WriteTransaction> {
    /// Records a task.
    ///
    /// # Errors
    /// `invalid_input` for a bad field; `not_found` for an unknown customer.
    pub fn create(&self, new: NewTask) -> Result<Task> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let mut task = Task {
            id: TaskId(0),
            customer_id: customer.map_err(|error| error.at("/customer_id"))?,
            kind: new.kind,
            title: new.title,
            note: new.note,
            priority: new.priority,
            state: TaskState::Open,
            assignee_id: new.assignee_id,
            due_at: new.due_at,
            remind_at: new.remind_at,
            reminded_at: None,
            overdue_at: None,
            reference: new.reference,
            origin: new.origin,
            created_at: tx.now(),
            updated_at: tx.now(),
            ended_at: None,
        };
        tx.step(|| {
            task.id = task.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &MACHINE, (task.id.0, task.customer_id), task.state)?;
            let payload = json!({
                "kind": task.kind, "priority": task.priority, "assignee_id": task.assignee_id, "due_at": task.due_at,
                "origin": task.origin,
            });
            announce(tx, "task.created", &task, payload)
        })?;
        Ok(task)
    }

    /// Changes a task that is not over.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is done or cancelled; `invalid_input` for a bad field.
    pub fn update(&self, id: TaskId, patch: TaskPatch) -> Result<Task> {
        let tx = self.tx;
        let known = self.get(id)?;
        if rules::is_over(known.state) {
            return Err(crate::Error::conflict(format!("the task is {}", known.state))
                .existing(id)
                .hint("create a new one"));
        }
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            let payload = json!({
                "priority": after.priority, "assignee_id": after.assignee_id, "due_at": after.due_at,
            });
            announce(tx, "task.updated", &after, payload)
        })?;
        Ok(after)
    }

    /// Takes a task to another state, with a note of what came of it.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow.
    pub fn set_state(&self, id: TaskId, to: TaskState, note: Option<&str>) -> Result<Task> {
        let tx = self.tx;
        let mut task = self.get(id)?;
        let from = std::mem::replace(&mut task.state, to);
        task.note = text::optional_note("/note", note)?.or(task.note);
        task.updated_at = tx.now();
        task.ended_at = rules::is_over(to).then(|| tx.now());
        tx.step(|| {
            journal::go(tx, &MACHINE, (id.0, task.customer_id), (from, to), None)?;
            task.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "task.state_changed", &task, json!({ "from": from, "to": to }))
        })?;
        Ok(task)
    }

    /// Makes the task of a rule, unless an open one of the same rule is about the same entity.
    // Called by the rooms whose rules make tasks.
    pub(crate) fn ensure(&self, new: NewTask) -> Result<Option<Task>> {
        if let (Some(origin), Some(about)) = (&new.origin, &new.reference)
            && store::open_of(self.tx, origin, &about.entity, about.id)?.is_some()
        {
            return Ok(None);
        }
        self.create(new).map(Some)
    }
}

/// Gives the open tasks of one member of the staff to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    Ok(store::transfer(tx, from, to, journal::next_seq(tx)?)? as u64)
}

/// The step of `tick`: reminds of tasks and reports those that are overdue, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::due(tx, tx.now(), BATCH)?;
        for mut task in due.iter().cloned() {
            let rev = journal::next_seq(tx)?;
            if task.reminded_at.is_none() && task.remind_at.is_some_and(|at| at <= tx.now()) {
                task.reminded_at = Some(tx.now());
                announce(
                    tx,
                    "task.reminded",
                    &task,
                    json!({ "assignee_id": task.assignee_id, "due_at": task.due_at }),
                )?;
            }
            if task.overdue_at.is_none() && task.due_at.is_some_and(|at| at <= tx.now()) {
                task.overdue_at = Some(tx.now());
                announce(tx, "task.overdue", &task, json!({ "assignee_id": task.assignee_id, "due_at": task.due_at }))?;
            }
            task.update(tx, rev)?;
        }
        Ok(due.len())
    })
}

fn announce(tx: &WriteTransaction, name: &'static str, task: &Task, payload: serde_json::Value) -> Result<()> {
    let event = Entry::new(name).customer(task.customer_id).entity("task", task.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
