//! What a task is: its tokens, how it is given, changed, stored and listed.

use crate::records::interactions::Reference;
use crate::vocabulary::{CustomerId, PageRequest, Patch, StaffId, TaskId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What is to be done.
    pub enum TaskKind("task kind") {
        /// A call.
        Call = "call",
        /// A mail.
        Email = "email",
        /// A visit.
        Visit = "visit",
        /// A call that the customer asked for.
        Callback = "callback",
        /// Customer care.
        Care = "care",
        /// Looking something over.
        Review = "review",
        /// Anything else.
        Other = "other",
    }
}

tokens! {
    /// How much a task presses.
    pub enum Priority("priority") {
        /// It can wait.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Before the usual.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

tokens! {
    /// Where a task stands.
    pub enum TaskState("task state") {
        /// Nobody has begun.
        Open = "open",
        /// Somebody is at it.
        InProgress = "in_progress",
        /// It is done.
        Done = "done",
        /// It need not be done any more.
        Cancelled = "cancelled",
    }
}

/// A task as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// What is to be done.
    pub kind: TaskKind,
    /// What people see in their list, at most 512 bytes.
    pub title: String,
    /// More about it, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
    /// The customer whom it concerns; follows merges.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Who does it; nobody yet by default.
    #[serde(default)]
    pub assignee_id: Option<StaffId>,
    /// How much it presses; normal by default.
    #[serde(default = "normal")]
    pub priority: Priority,
    /// Until when.
    #[serde(default)]
    pub due_at: Option<Timestamp>,
    /// When `tick` reminds of it by an event; not after `due_at`.
    #[serde(default)]
    pub remind_at: Option<Timestamp>,
    /// What it is about.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// The rule that made it, as a token such as `leads.stale`; none for a person.
    #[serde(default)]
    pub origin: Option<String>,
}

fn normal() -> Priority {
    Priority::Normal
}

impl NewTask {
    /// A task of normal priority with nothing but a title.
    #[must_use]
    pub fn new(kind: TaskKind, title: impl Into<String>) -> Self {
        NewTask {
            kind,
            title: title.into(),
            note: None,
            customer_id: None,
            assignee_id: None,
            priority: Priority::Normal,
            due_at: None,
            remind_at: None,
            reference: None,
            origin: None,
        }
    }
}

/// A task as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Task {
    /// The id.
    pub id: TaskId,
    /// The customer whom it concerns.
    pub customer_id: Option<CustomerId>,
    /// What is to be done.
    pub kind: TaskKind,
    /// What people see in their list.
    pub title: String,
    /// More about it, and what came of it.
    pub note: Option<String>,
    /// How much it presses.
    pub priority: Priority,
    /// Where it stands.
    pub state: TaskState,
    /// Who does it.
    pub assignee_id: Option<StaffId>,
    /// Until when.
    pub due_at: Option<Timestamp>,
    /// When `tick` reminds of it.
    pub remind_at: Option<Timestamp>,
    /// When it did.
    pub reminded_at: Option<Timestamp>,
    /// When `tick` found it overdue.
    pub overdue_at: Option<Timestamp>,
    /// What it is about.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// The rule that made it.
    pub origin: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was done or cancelled.
    pub ended_at: Option<Timestamp>,
}

/// What changes of a task.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskPatch {
    /// The title.
    pub title: Option<String>,
    /// The note.
    pub note: Patch<String>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// Who does it.
    pub assignee_id: Patch<StaffId>,
    /// Until when; a new time can be missed anew.
    pub due_at: Patch<Timestamp>,
    /// When `tick` reminds of it; a new time reminds anew.
    pub remind_at: Patch<Timestamp>,
}

/// Which tasks to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskFilter {
    /// Tasks of this member of the staff.
    pub assignee_id: Option<StaffId>,
    /// Tasks about this customer.
    pub customer_id: Option<CustomerId>,
    /// Tasks of this kind.
    pub kind: Option<TaskKind>,
    /// Tasks in this state; open and in progress by default.
    pub state: Option<TaskState>,
    /// Tasks that are due before this instant.
    pub due_before: Option<Timestamp>,
    /// Only tasks that nobody has been given.
    pub unassigned: bool,
    /// Which page.
    pub page: PageRequest,
}
