//! What a contact is: its tokens, how it is given, changed, stored and listed.

use crate::db::{Columns, Pair};
use crate::records::customers::IdentityInput;
use crate::vocabulary::{CustomerId, InteractionId, PageRequest, Patch, StaffId, Timestamp};
use rusqlite::ToSql;
use rusqlite::types::{Null, ToSqlOutput};
use serde::{Deserialize, Serialize};

tokens! {
    /// The way on which a contact took place.
    pub enum Channel("channel") {
        /// The shop's web site.
        Web = "web",
        /// The shop's app.
        App = "app",
        /// E-mail.
        Email = "email",
        /// Text message.
        Sms = "sms",
        /// A call to the shop.
        PhoneIn = "phone_in",
        /// A call by the shop.
        PhoneOut = "phone_out",
        /// Live chat.
        Chat = "chat",
        /// WeChat.
        Wechat = "wechat",
        /// QQ.
        Qq = "qq",
        /// A social network.
        Social = "social",
        /// A forum.
        Forum = "forum",
        /// Fax.
        Fax = "fax",
        /// A letter.
        Letter = "letter",
        /// A visit at the customer's.
        Visit = "visit",
        /// In the store.
        Store = "store",
        /// The message system of a marketplace.
        Marketplace = "marketplace",
        /// A program.
        System = "system",
    }
}

tokens! {
    /// Who turned to whom.
    pub enum Direction("direction") {
        /// The customer to the shop.
        In = "in",
        /// The shop to the customer.
        Out = "out",
        /// Within the shop, about the customer.
        Internal = "internal",
    }
}

tokens! {
    /// What a contact was for.
    pub enum InteractionKind("interaction kind") {
        /// A question before a purchase.
        Enquiry = "enquiry",
        /// Advice.
        Consult = "consult",
        /// A complaint.
        Complaint = "complaint",
        /// Help with an order.
        OrderHelp = "order_help",
        /// Following something up.
        FollowUp = "follow_up",
        /// A survey.
        Survey = "survey",
        /// Customer care.
        Care = "care",
        /// A notice to the customer.
        Notice = "notice",
        /// Feedback of the customer.
        Feedback = "feedback",
        /// A call of no other kind.
        Call = "call",
        /// A note.
        Note = "note",
    }
}

tokens! {
    /// What came of a contact.
    pub enum InteractionOutcome("outcome") {
        /// Nothing, or nothing yet.
        None = "none",
        /// It is settled.
        Resolved = "resolved",
        /// The shop calls back.
        Callback = "callback",
        /// The customer is lost.
        Lost = "lost",
        /// It led to an order.
        Converted = "converted",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// The number was wrong.
        WrongNumber = "wrong_number",
        /// The line was busy.
        Busy = "busy",
    }
}

/// What a contact was about: an entity of this file or of the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The kind of the entity, such as `order`.
    pub entity: String,
    /// Its id, above 0; whether it exists is not checked.
    pub id: i64,
}

/// The kind of the entity and its id.
impl Pair for Option<Reference> {
    fn read(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        let (entity, id): (Option<String>, Option<i64>) = (columns.next()?, columns.next()?);
        Ok(entity.zip(id).map(|(entity, id)| Reference { entity, id }))
    }
    fn split(&self) -> rusqlite::Result<[ToSqlOutput<'_>; 2]> {
        match self {
            Some(reference) => Ok([reference.entity.to_sql()?, reference.id.to_sql()?]),
            None => Ok([Null.to_sql()?, Null.to_sql()?]),
        }
    }
}

/// A contact as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInteraction {
    /// The customer; follows merges.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Who called or wrote, when the customer's id is not at hand. An identity that nobody owns is kept with the
    /// contact, which stays without a customer until it is attached.
    #[serde(default)]
    pub identity: Option<IdentityInput>,
    /// The way on which it took place.
    pub channel: Channel,
    /// Who turned to whom.
    pub direction: Direction,
    /// What it was for.
    pub kind: InteractionKind,
    /// When it began; now by default.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// Seconds that it lasted, at most 31,622,400 (a year).
    #[serde(default)]
    pub duration_s: Option<u32>,
    /// Who of the staff took part.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// The subject, at most 512 bytes.
    #[serde(default)]
    pub subject: Option<String>,
    /// What was said or written, at most 64 KiB.
    #[serde(default)]
    pub body: Option<String>,
    /// What came of it; `none` by default.
    #[serde(default = "no_outcome")]
    pub outcome: InteractionOutcome,
    /// The host's name of the conversation, at most 256 bytes.
    #[serde(default)]
    pub thread_id: Option<String>,
    /// What it was about.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// The customer's mood, −100 (angry) to 100 (delighted).
    #[serde(default)]
    pub sentiment: Option<i8>,
    /// The system that reports it; needed with `external_id`.
    #[serde(default)]
    pub source: Option<String>,
    /// Its id in that system, at most 256 bytes: the same one again updates and does not add.
    #[serde(default)]
    pub external_id: Option<String>,
    /// When it last changed there; a report older than the last one is ignored.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

fn no_outcome() -> InteractionOutcome {
    InteractionOutcome::None
}

impl NewInteraction {
    /// A contact now, with nobody yet; set the other fields as needed.
    #[must_use]
    pub fn new(channel: Channel, direction: Direction, kind: InteractionKind) -> Self {
        NewInteraction {
            customer_id: None,
            identity: None,
            channel,
            direction,
            kind,
            at: None,
            duration_s: None,
            staff_id: None,
            subject: None,
            body: None,
            outcome: InteractionOutcome::None,
            thread_id: None,
            reference: None,
            sentiment: None,
            source: None,
            external_id: None,
            updated_at: None,
        }
    }

    /// The same contact with a customer.
    #[must_use]
    pub fn with(mut self, customer: CustomerId) -> Self {
        self.customer_id = Some(customer);
        self
    }
}

/// A contact as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Interaction {
    /// The id.
    pub id: InteractionId,
    /// The customer; null for a caller whom nobody knows yet.
    pub customer_id: Option<CustomerId>,
    /// The identity by which it came, normalised, where one was given.
    pub identity: Option<IdentityInput>,
    /// The way on which it took place.
    pub channel: Channel,
    /// Who turned to whom.
    pub direction: Direction,
    /// What it was for.
    pub kind: InteractionKind,
    /// When it began.
    pub at: Timestamp,
    /// Seconds that it lasted.
    pub duration_s: Option<u32>,
    /// Who of the staff took part.
    pub staff_id: Option<StaffId>,
    /// The subject.
    pub subject: Option<String>,
    /// What was said or written.
    pub body: Option<String>,
    /// What came of it.
    pub outcome: InteractionOutcome,
    /// The host's name of the conversation.
    pub thread_id: Option<String>,
    /// What it was about.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// The customer's mood, −100 to 100.
    pub sentiment: Option<i8>,
    /// The system that reported it.
    pub source: Option<String>,
    /// Its id there.
    pub external_id: Option<String>,
    /// When it last changed there, as reported.
    pub host_updated_at: Option<Timestamp>,
    /// When it was recorded here.
    pub recorded_at: Timestamp,
    /// When it last changed here.
    pub updated_at: Timestamp,
}

/// A contact in short, without what was said; `interactions.get` has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InteractionSummary {
    /// The id.
    pub id: InteractionId,
    /// The way on which it took place.
    pub channel: Channel,
    /// Who turned to whom.
    pub direction: Direction,
    /// What it was for.
    pub kind: InteractionKind,
    /// What came of it.
    pub outcome: InteractionOutcome,
    /// When it began.
    pub at: Timestamp,
    /// Seconds that it lasted.
    pub duration_s: Option<u32>,
    /// Who of the staff took part.
    pub staff_id: Option<StaffId>,
    /// The subject.
    pub subject: Option<String>,
    /// The customer's mood, −100 to 100.
    pub sentiment: Option<i8>,
    /// What it was about.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
}

/// A change of a contact; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InteractionPatch {
    /// What came of it.
    pub outcome: Option<InteractionOutcome>,
    /// What it was for.
    pub kind: Option<InteractionKind>,
    /// Seconds that it lasted; null clears it.
    pub duration_s: Patch<u32>,
    /// Who of the staff took part; null clears it.
    pub staff_id: Patch<StaffId>,
    /// The subject; null clears it.
    pub subject: Patch<String>,
    /// What was said or written; null clears it.
    pub body: Patch<String>,
    /// The host's name of the conversation; null clears it.
    pub thread_id: Patch<String>,
    /// What it was about; null clears it.
    #[serde(rename = "ref")]
    pub reference: Patch<Reference>,
    /// The customer's mood, −100 to 100; null clears it.
    pub sentiment: Patch<i8>,
}

/// Which contacts to list; those that meet every condition, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InteractionFilter {
    /// Contacts of this customer; follows merges.
    pub customer_id: Option<CustomerId>,
    /// Contacts of this conversation.
    pub thread_id: Option<String>,
    /// Contacts on this channel.
    pub channel: Option<Channel>,
    /// Contacts in this direction.
    pub direction: Option<Direction>,
    /// Contacts of this kind.
    pub kind: Option<InteractionKind>,
    /// Contacts with this outcome.
    pub outcome: Option<InteractionOutcome>,
    /// Contacts of this member of the staff.
    pub staff_id: Option<StaffId>,
    /// Only contacts without a customer.
    pub unattached: bool,
    /// Contacts at or after this instant.
    pub from: Option<Timestamp>,
    /// Contacts before this instant.
    pub until: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// What recording many contacts did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InteractionCount {
    /// New contacts.
    pub created: u64,
    /// Known ones that changed.
    pub updated: u64,
    /// Known ones that were already as given, or reported later before.
    pub unchanged: u64,
    /// Of the new ones, those without a customer.
    pub unattached: u64,
}
