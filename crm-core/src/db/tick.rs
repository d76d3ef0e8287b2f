//! The frame of `tick`: rooms do their due work in bounded transactions of their own.

use crate::db::{Database, ReadTransaction, WriteTransaction};
use crate::vocabulary::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;

/// One call of `tick`: its instant, and how long it may work.
pub(crate) struct Tick {
    database: Arc<Database>,
    now: Timestamp,
    deadline: Option<Instant>,
}

/// What became of one room's due work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct StepOutcome {
    /// Whether nothing is due any more.
    pub(crate) done: bool,
    /// How many things were done.
    pub(crate) changed: u64,
    /// When something will be due next, if that is known.
    pub(crate) next_at: Option<Timestamp>,
}

/// What `tick` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TickReport {
    /// Whether nothing is due any more; otherwise the time was used up, and the next call goes on.
    pub done: bool,
    /// When something will be due next; at once when this call was not done, null when nothing is known to come.
    pub next_at: Option<Timestamp>,
    /// What each room did, in the order of the work.
    pub steps: Vec<TickStepReport>,
}

/// What one room did in `tick`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TickStepReport {
    /// The room.
    pub room: String,
    /// Whether nothing is due any more.
    pub done: bool,
    /// How many things were done: packed chunks, snapshots, evaluated customers.
    pub changed: u64,
}

/// The due work of one room.
pub(crate) type TickStep = fn(&Tick) -> Result<StepOutcome>;

impl Tick {
    pub(crate) fn new(database: &Arc<Database>, now: Option<Timestamp>, deadline: Option<Instant>) -> Self {
        // One instant for the whole call, however long it takes.
        let now = now.unwrap_or_else(|| database.options.clock.now());
        Tick { database: Arc::clone(database), now, deadline }
    }

    /// Lets the rooms do their work in this order.
    pub(crate) fn run(&self, steps: &[(&str, TickStep)]) -> Result<TickReport> {
        let mut report = TickReport { done: true, next_at: None, steps: Vec::with_capacity(steps.len()) };
        for (room, step) in steps {
            let outcome = step(self)?;
            report.done &= outcome.done;
            let next_at = if outcome.done { outcome.next_at } else { Some(self.now()) };
            report.next_at = report.next_at.into_iter().chain(next_at).min();
            let step = TickStepReport { room: (*room).to_owned(), done: outcome.done, changed: outcome.changed };
            report.steps.push(step);
        }
        Ok(report)
    }

    /// The instant for which the work is done.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Whether the time is used up; asked between two transactions.
    pub(crate) fn is_over(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Works off what is due, one bounded transaction after the other: `next_due` tells when something is due next, `work`
    /// does some of it and says how much.
    pub(crate) fn repeat(
        &self,
        next_due: impl Fn(&ReadTransaction) -> Result<Option<Timestamp>>,
        mut work: impl FnMut(&WriteTransaction) -> Result<usize>,
    ) -> Result<StepOutcome> {
        let mut outcome = StepOutcome::default();
        loop {
            let next_at = self.read(&next_due)?;
            if next_at.is_none_or(|at| at > self.now()) {
                return Ok(StepOutcome { done: true, next_at, ..outcome });
            }
            if self.is_over() {
                return Ok(outcome);
            }
            let changed = self.write(&mut work)? as u64;
            outcome.changed += changed;
            if changed == 0 {
                // Another process was faster; or what is due cannot be done, and asking again at once would not end.
                return Ok(outcome);
            }
        }
    }

    /// Reads in one snapshot at the instant of this call.
    pub(crate) fn read<T>(&self, call: impl FnOnce(&ReadTransaction) -> Result<T>) -> Result<T> {
        let mut transaction = ReadTransaction::begin(&self.database)?;
        transaction.pretend_now(self.now());
        call(&transaction)
    }

    /// Changes in one transaction at the instant of this call; rooms keep each below a quarter of a second.
    pub(crate) fn write<T>(&self, call: impl FnOnce(&WriteTransaction) -> Result<T>) -> Result<T> {
        let mut transaction = WriteTransaction::begin(&self.database)?;
        transaction.pretend_now(self.now());
        let value = call(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }
}
