//! The step of `tick`: open opportunities that stand still are reported once a stage, and somebody is to look at them.

use super::{moves, store};
use crate::db::{StepOutcome, Tick, WriteTransaction};
use crate::records::interactions::Reference;
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::Result;

/// Days in one stage after which an open opportunity stands still.
pub(super) const STILL_DAYS: i64 = 14;
/// Days that somebody has to look at it.
const TASK_DAYS: i64 = 1;
/// Opportunities that `tick` works off in one transaction.
const BATCH: usize = 500;

pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(
        |tx| Ok(store::first_still(tx)?.map(|since| since.plus_days(STILL_DAYS))),
        |tx| {
            let due = store::still(tx, tx.now().plus_days(-STILL_DAYS), BATCH)?;
            let count = due.len();
            for row in due {
                let stalled = moves::stall(tx, row)?;
                remind(tx, &stalled)?;
            }
            Ok(count)
        },
    )
}

fn remind(tx: &WriteTransaction, row: &super::Opportunity) -> Result<()> {
    let task = NewTask {
        customer_id: Some(row.customer_id),
        assignee_id: row.owner_id,
        due_at: Some(tx.now().plus_days(TASK_DAYS)),
        reference: Some(Reference { entity: "opportunity".to_owned(), id: row.id.0 }),
        origin: Some("opportunities.stalled".to_owned()),
        ..NewTask::new(TaskKind::Review, "Opportunity without a change of stage")
    };
    tx.tasks().ensure(task).map(drop)
}
