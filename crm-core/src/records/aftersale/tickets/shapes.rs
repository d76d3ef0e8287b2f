//! What goes in and out of the verbs of tickets, beside the ticket itself.

use super::model::{TicketMessage, TicketState};
use crate::journal::StageChange;
use crate::records::aftersale::sla::{SlaPause, TicketKind};
use crate::records::tasks::Priority;
use crate::vocabulary::{
    AssetId, CustomerId, OrderId, OrderLineId, PageRequest, Patch, Rate, SlaId, StaffId, TicketId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// What changes of a ticket; absent fields stay, null clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TicketPatch {
    /// What it is. What becomes a complaint presses at least high, and gets an owner and a time for the answer.
    pub kind: Option<TicketKind>,
    /// What it is about in one line.
    pub subject: Option<String>,
    /// What was said.
    pub body: Patch<String>,
    /// The customer of a ticket that has none; another one than before is refused.
    pub customer_id: Option<CustomerId>,
    /// How somebody is reached whom the shop does not know.
    pub contact: Patch<String>,
    /// The piece that it is about.
    pub asset_id: Patch<AssetId>,
    /// The order that it is about.
    pub order_id: Patch<OrderId>,
    /// The line of the order.
    pub order_line_id: Patch<OrderLineId>,
    /// The language as BCP 47.
    pub language: Patch<String>,
    /// What sort of matter it is.
    pub category: Patch<String>,
    /// How much it presses; due times are worked out anew, the time that was used counts.
    pub priority: Option<Priority>,
    /// The team.
    pub team: Patch<String>,
    /// Tags, in place of those before.
    pub tags: Option<Vec<String>>,
    /// The SLA; null takes the default one. The time that was used counts.
    pub sla_id: Patch<SlaId>,
}

/// Which tickets to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TicketFilter {
    /// Tickets in this state; those that are neither resolved nor over by default.
    pub state: Option<TicketState>,
    /// Tickets in any state.
    pub any_state: bool,
    /// Tickets of this kind.
    pub kind: Option<TicketKind>,
    /// Tickets of this priority.
    pub priority: Option<Priority>,
    /// Tickets of this member of the staff.
    pub assignee_id: Option<StaffId>,
    /// Only tickets that nobody has been given.
    pub unassigned: bool,
    /// Tickets of this team.
    pub team: Option<String>,
    /// Tickets of this customer.
    pub customer_id: Option<CustomerId>,
    /// Tickets about this piece.
    pub asset_id: Option<AssetId>,
    /// Tickets about this order.
    pub order_id: Option<OrderId>,
    /// Tickets of this category and those below it.
    pub category: Option<String>,
    /// Only tickets of which something is due and has not come.
    pub overdue: bool,
    /// Only tickets that were escalated at least so often.
    pub min_escalation: Option<u32>,
    /// Tickets opened at or after this instant.
    pub from: Option<Timestamp>,
    /// Tickets opened before this instant.
    pub until: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// Which messages of a ticket to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketMessageFilter {
    /// The ticket.
    pub id: TicketId,
    /// Only messages that the customer sees.
    #[serde(default)]
    pub public_only: bool,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}

/// A stretch of time in which the clock of a ticket stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketPause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; null while it lasts.
    pub until: Option<Timestamp>,
    /// What was waited for.
    pub reason: SlaPause,
}

/// What became of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketHistory {
    /// Its states, oldest first.
    pub moves: Vec<StageChange>,
    /// When its clock stood, oldest first.
    pub pauses: Vec<TicketPause>,
}

/// What the customer may see of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketTrack {
    /// The number.
    pub number: String,
    /// What it is.
    pub kind: TicketKind,
    /// Where it stands.
    pub state: TicketState,
    /// What it is about.
    pub subject: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Until when somebody answers, while nobody has.
    pub answer_due_at: Option<Timestamp>,
    /// Until when it is resolved, while it is not.
    pub resolve_due_at: Option<Timestamp>,
    /// How it was resolved.
    pub resolution: Option<String>,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
    /// The number of the ticket that took its place.
    pub duplicate_of: Option<String>,
    /// The newest 100 messages that the customer sees, oldest first.
    pub messages: Vec<TicketMessage>,
}

/// A reply of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketReply {
    /// The ticket.
    pub id: TicketId,
    /// What it says, at most 64 KiB.
    pub body: String,
    /// Who of the staff; who does the ticket when absent.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// Whether it is the customer's turn then.
    #[serde(default)]
    pub wait: bool,
}

/// How the shop handles tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TicketSettings {
    /// What numbers begin with, as a token of at most 16 bytes; `T-` by default.
    pub prefix: String,
    /// Days after which `tick` closes a resolved ticket, 1 to 365; 5 by default.
    pub close_after_days: u32,
    /// Days until a complaint is answered when no SLA says so, 1 to 365; 3 by default.
    pub complaint_answer_days: u32,
    /// Who does complaints for which nobody is found; the host's first user by default.
    pub complaint_owner_id: StaffId,
    /// A rating up to this one makes somebody call back, 1 to 5; 2 by default.
    pub csat_low: u8,
}

impl Default for TicketSettings {
    fn default() -> Self {
        TicketSettings {
            prefix: "T-".to_owned(),
            close_after_days: 5,
            complaint_answer_days: 3,
            complaint_owner_id: StaffId(1),
            csat_low: 2,
        }
    }
}

/// Of which time to sum up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketPeriod {
    /// From when on.
    pub from: Timestamp,
    /// Until when, at most ten years later.
    pub until: Timestamp,
}

/// A number of tickets by one of their facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketCount {
    /// The state, priority or cause; null for those without.
    pub of: Option<String>,
    /// How many.
    pub tickets: u32,
}

/// The open tickets of a member of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StaffTickets {
    /// Who; null for those that nobody has been given.
    pub assignee_id: Option<StaffId>,
    /// How many.
    pub tickets: u32,
}

/// How a promise was kept for tickets that were opened in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketPerformance {
    /// How many have got there.
    pub done: u32,
    /// How long it took on average from the opening on, in whole seconds; null for none.
    pub average_s: Option<i64>,
    /// How many were promised and in time.
    pub met: u32,
    /// How many were promised and not in time.
    pub breached: u32,
}

/// How the service does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketSummary {
    /// Tickets that are neither resolved nor over, now.
    pub open: u32,
    /// Those of them of which something is due and has not come.
    pub overdue: u32,
    /// Those of them with a broken promise.
    pub breached: u32,
    /// Those of them by state.
    pub by_state: Vec<TicketCount>,
    /// Those of them by priority.
    pub by_priority: Vec<TicketCount>,
    /// Those of them by who does them.
    pub by_assignee: Vec<StaffTickets>,
    /// Tickets that were opened in the period, but for spam and duplicates.
    pub opened: u32,
    /// Those of them that are complaints.
    pub complaints: u32,
    /// Their first responses.
    pub first_response: TicketPerformance,
    /// Their resolutions, of those that are resolved or closed.
    pub resolution: TicketPerformance,
    /// Those of them that were reopened.
    pub reopened: u32,
    /// The share of them that were reopened.
    pub reopen_rate: Option<Rate>,
    /// How content their customers were on average, in hundredths; null for none.
    pub csat_hundredths: Option<i64>,
    /// The most frequent 20 causes of those that are resolved or closed.
    pub causes: Vec<TicketCount>,
}
