//! What a ticket is: its tokens, how it is given and stored.

use crate::records::aftersale::sla::TicketKind;
use crate::records::interactions::Channel;
use crate::records::tasks::Priority;
use crate::vocabulary::{
    AssetId, CustomerId, InteractionId, OrderId, OrderLineId, SlaId, StaffId, TicketId, TicketMessageId, Timestamp,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a ticket stands.
    pub enum TicketState("ticket state") {
        /// Nobody has been given it.
        New = "new",
        /// Somebody has it and has not begun.
        Assigned = "assigned",
        /// Somebody is at it.
        Open = "open",
        /// It is the customer's turn.
        WaitingCustomer = "waiting_customer",
        /// It is somebody else's turn.
        WaitingThirdParty = "waiting_third_party",
        /// A part is to come.
        WaitingParts = "waiting_parts",
        /// Somebody higher up is at it.
        Escalated = "escalated",
        /// The shop thinks that it is done.
        Resolved = "resolved",
        /// It was not done after all.
        Reopened = "reopened",
        /// It is over.
        Closed = "closed",
        /// It never was one.
        Spam = "spam",
        /// Another ticket is about the same.
        Duplicate = "duplicate",
    }
}

tokens! {
    /// Whether a promise of an SLA is kept.
    pub enum SlaStatus("SLA status") {
        /// The clock runs.
        Pending = "pending",
        /// It was kept.
        Met = "met",
        /// It was broken, and stays so.
        Breached = "breached",
        /// The clock stands.
        Paused = "paused",
        /// It holds no more: the ticket ended otherwise.
        Cancelled = "cancelled",
    }
}

tokens! {
    /// What an SLA promises.
    pub enum SlaTargetKind("kind of target") {
        /// Somebody of the staff answers.
        FirstResponse = "first_response",
        /// It is resolved.
        Resolution = "resolution",
    }
}

tokens! {
    /// Who wrote a message.
    pub enum TicketAuthor("author") {
        /// The customer.
        Customer = "customer",
        /// Somebody of the staff.
        Staff = "staff",
        /// The library, such as when tickets are merged.
        System = "system",
    }
}

/// A ticket as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTicket {
    /// What it is.
    pub kind: TicketKind,
    /// What it is about in one line, at most 512 bytes.
    pub subject: String,
    /// What was said, at most 64 KiB.
    #[serde(default)]
    pub body: Option<String>,
    /// The customer; follows merges. That of the order or contact when absent.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// How somebody is reached whom the shop does not know, at most 512 bytes; needed without a customer.
    #[serde(default)]
    pub contact: Option<String>,
    /// The piece that it is about.
    #[serde(default)]
    pub asset_id: Option<AssetId>,
    /// The order that it is about.
    #[serde(default)]
    pub order_id: Option<OrderId>,
    /// The line of the order.
    #[serde(default)]
    pub order_line_id: Option<OrderLineId>,
    /// How it came; `web` by default. One that comes by `system` was opened by a rule and is no contact.
    #[serde(default = "web")]
    pub channel: Channel,
    /// The contact by which it came; one is recorded when absent.
    #[serde(default)]
    pub interaction_id: Option<InteractionId>,
    /// The language as BCP 47; the customer's when absent.
    #[serde(default)]
    pub language: Option<String>,
    /// What sort of matter it is, as a path such as `delivery/late`, at most 512 bytes.
    #[serde(default)]
    pub category: Option<String>,
    /// How much it presses; normal by default, and at least high for a complaint.
    #[serde(default = "normal")]
    pub priority: Priority,
    /// Who does it; whom the rules choose when absent.
    #[serde(default)]
    pub assignee_id: Option<StaffId>,
    /// The team, as a token of the shop's own.
    #[serde(default)]
    pub team: Option<String>,
    /// Tags, each at most 128 bytes.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The SLA; the default one when absent.
    #[serde(default)]
    pub sla_id: Option<SlaId>,
    /// Promises service to a customer whom the shop does not serve, too.
    #[serde(default)]
    pub allow_blocked: bool,
}

fn web() -> Channel {
    Channel::Web
}

fn normal() -> Priority {
    Priority::Normal
}

impl NewTicket {
    /// A ticket of normal priority that a rule opens.
    #[must_use]
    pub fn new(kind: TicketKind, subject: impl Into<String>) -> Self {
        NewTicket {
            kind,
            subject: subject.into(),
            body: None,
            customer_id: None,
            contact: None,
            asset_id: None,
            order_id: None,
            order_line_id: None,
            channel: Channel::System,
            interaction_id: None,
            language: None,
            category: None,
            priority: Priority::Normal,
            assignee_id: None,
            team: None,
            tags: Vec::new(),
            sla_id: None,
            allow_blocked: false,
        }
    }

    /// The same for a customer.
    #[must_use]
    pub fn with(mut self, customer: CustomerId) -> Self {
        self.customer_id = Some(customer);
        self
    }
}

/// The tags of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct TicketTags(pub Vec<String>);

// They are read with the ticket and never searched.
as_json!(TicketTags);

/// A ticket as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Ticket {
    /// The id.
    pub id: TicketId,
    /// The number that customers are told, such as `T-000001`.
    pub number: String,
    /// What it is.
    pub kind: TicketKind,
    /// Where it stands.
    pub state: TicketState,
    /// The customer.
    pub customer_id: Option<CustomerId>,
    /// How somebody is reached whom the shop does not know.
    pub contact: Option<String>,
    /// The piece that it is about.
    pub asset_id: Option<AssetId>,
    /// The order that it is about.
    pub order_id: Option<OrderId>,
    /// The line of the order.
    pub order_line_id: Option<OrderLineId>,
    /// How it came.
    pub channel: Channel,
    /// The contact by which it came.
    pub interaction_id: Option<InteractionId>,
    /// The language as BCP 47.
    pub language: Option<String>,
    /// What sort of matter it is.
    pub category: Option<String>,
    /// How much it presses.
    pub priority: Priority,
    /// What it is about in one line.
    pub subject: String,
    /// What was said.
    pub body: Option<String>,
    /// Who does it.
    pub assignee_id: Option<StaffId>,
    /// The team.
    pub team: Option<String>,
    /// The rule that chose who does it, by its key.
    pub rule: Option<String>,
    /// Tags, in order.
    pub tags: TicketTags,
    /// How often it was escalated, by people and by broken promises.
    pub escalation_level: u32,
    /// Why it was escalated last.
    pub escalation_reason: Option<String>,
    /// The ticket that took its place.
    pub duplicate_of_id: Option<TicketId>,
    /// The SLA that holds.
    pub sla_id: Option<SlaId>,
    /// Service time that it has used up to `clock_since`, in milliseconds.
    pub clock_ms: i64,
    /// Since when its clock runs; null while it stands.
    pub clock_since: Option<Timestamp>,
    /// Since when its clock stands because it waits.
    pub paused_since: Option<Timestamp>,
    /// Service seconds to the first response that are promised.
    pub first_target_s: Option<u32>,
    /// Until when somebody answers; null while the clock stands and nobody has.
    pub first_due_at: Option<Timestamp>,
    /// When it is warned of.
    pub first_warn_at: Option<Timestamp>,
    /// When it was.
    pub first_warned_at: Option<Timestamp>,
    /// Whether the first response came in time; null when none is promised.
    pub first_status: Option<SlaStatus>,
    /// When somebody of the staff first answered.
    pub first_at: Option<Timestamp>,
    /// Service seconds to the resolution that are promised.
    pub resolve_target_s: Option<u32>,
    /// Until when it is resolved; null while the clock stands and it is not.
    pub resolve_due_at: Option<Timestamp>,
    /// When it is warned of.
    pub resolve_warn_at: Option<Timestamp>,
    /// When it was.
    pub resolve_warned_at: Option<Timestamp>,
    /// Whether it was resolved in time; null when that is not promised.
    pub resolve_status: Option<SlaStatus>,
    /// When it was resolved; null after it was reopened.
    pub resolved_at: Option<Timestamp>,
    /// What of both is due next.
    pub due_at: Option<Timestamp>,
    /// When `tick` looks at it next.
    pub look_at: Option<Timestamp>,
    /// How often it was reopened.
    pub reopen_count: u32,
    /// What caused it, as a token.
    pub cause: Option<String>,
    /// How it was resolved.
    pub resolution: Option<String>,
    /// Whether a complaint turned out to be justified; null while that is undecided, and for other kinds.
    pub upheld: Option<bool>,
    /// How content the customer was, 1 to 5.
    pub csat: Option<u8>,
    /// What the customer said to that.
    pub csat_comment: Option<String>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was closed, or found to be spam or a duplicate.
    pub ended_at: Option<Timestamp>,
}

/// A message or note of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TicketMessage {
    /// The id.
    pub id: TicketMessageId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// Who wrote it.
    pub author: TicketAuthor,
    /// Whether the customer sees it.
    pub is_public: bool,
    /// Who of the staff wrote it.
    pub staff_id: Option<StaffId>,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub at: Timestamp,
}
