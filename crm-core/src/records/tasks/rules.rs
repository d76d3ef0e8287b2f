//! Pure decisions about tasks.

use super::{NewTask, Task, TaskPatch, TaskState};
use crate::records::interactions::clean_reference;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, Patch, Result, Timestamp, ids, text};

/// The moves of a task.
pub(crate) static MACHINE: Machine<TaskState> = {
    use TaskState::{Cancelled, Done, InProgress, Open};
    Machine::new(
        "task",
        &[
            (Open, &[InProgress, Done, Cancelled]),
            (InProgress, &[Open, Done, Cancelled]),
            (Done, &[]),
            (Cancelled, &[]),
        ],
    )
};

/// Whether a task in this state is over.
pub(crate) fn is_over(state: TaskState) -> bool {
    MACHINE.allowed(state).is_empty()
}

/// The task with clean text, or why it is refused.
pub(crate) fn clean(new: NewTask) -> Result<NewTask> {
    ids::require_row_id("/assignee_id", new.assignee_id.map(i64::from))?;
    require_order(new.remind_at, new.due_at)?;
    Ok(NewTask {
        title: text::name("/title", &new.title)?,
        note: text::optional_note("/note", new.note.as_deref())?,
        reference: new.reference.map(clean_reference).transpose()?,
        origin: new.origin.map(|origin| text::token("/origin", &origin)).transpose()?,
        ..new
    })
}

/// The task after a change; a due or reminder time that moves counts anew.
pub(crate) fn patched(known: &Task, patch: TaskPatch) -> Result<Task> {
    let mut after = known.clone();
    if let Some(title) = patch.title {
        after.title = text::name("/title", &title)?;
    }
    if let Patch::Set(staff) = patch.assignee_id {
        ids::require_row_id("/assignee_id", Some(staff.0))?;
    }
    patch.note.cleaned(|note| text::optional_note("/note", Some(note)))?.apply(&mut after.note);
    after.priority = patch.priority.unwrap_or(after.priority);
    patch.assignee_id.apply(&mut after.assignee_id);
    patch.due_at.apply(&mut after.due_at);
    patch.remind_at.apply(&mut after.remind_at);
    require_order(after.remind_at, after.due_at)?;
    if after.due_at != known.due_at {
        after.overdue_at = None;
    }
    if after.remind_at != known.remind_at {
        after.reminded_at = None;
    }
    Ok(after)
}

fn require_order(remind: Option<Timestamp>, due: Option<Timestamp>) -> Result<()> {
    if matches!((remind, due), (Some(remind), Some(due)) if remind > due) {
        return Err(Error::invalid("/remind_at", "a reminder comes before the task is due"));
    }
    Ok(())
}
