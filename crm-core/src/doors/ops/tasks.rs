//! The operations of tasks.

use crate::records::tasks::{NewTask, Task, TaskFilter, TaskPatch, TaskState};
use crate::vocabulary::{Page, TaskId};

input! {
    /// A task by its id.
    TaskRef {
        /// The id.
        id: TaskId,
    }
}

input! {
    /// A change of a task.
    TaskUpdate {
        /// The id.
        id: TaskId,
        /// What changes; absent fields stay, null clears.
        changes: TaskPatch,
    }
}

input! {
    /// Where a task goes.
    TaskMove {
        /// The id.
        id: TaskId,
        /// The new state.
        state: TaskState,
        /// What came of it; takes the place of the note.
        #[serde(default)]
        note: Option<String>,
    }
}

ops! { pub(super) OPS:
    Write "tasks.create" "Records a task." [NotFound]
        |tx, p: NewTask| -> Task { tx.tasks().create(p) };
    Read "tasks.get" "One task by its id." [NotFound]
        |tx, p: TaskRef| -> Task { tx.tasks().get(p.id) };
    Read "tasks.list" "Tasks of a person, a customer or a time, the first due first; open ones unless a state is named." [NotFound, Limit]
        |tx, p: TaskFilter| -> Page<Task> { tx.tasks().list(&p) };
    Write "tasks.update" "Changes a task that is not over." [NotFound, Conflict]
        |tx, p: TaskUpdate| -> Task { tx.tasks().update(p.id, p.changes) };
    Write "tasks.set_state" "Takes a task to another state, with a note of what came of it." [NotFound, NotAllowedTransition]
        |tx, p: TaskMove| -> Task { tx.tasks().set_state(p.id, p.state, p.note.as_deref()) };
}
