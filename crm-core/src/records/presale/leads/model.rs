//! What a lead is: its tokens, how it is given, changed, stored and listed.

use crate::records::customers::IdentityInput;
use crate::vocabulary::{CustomerId, LeadId, LeadRuleId, OpportunityId, PageRequest, Patch, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// How a lead came.
    pub enum LeadSource("lead source") {
        /// A form on the site.
        WebForm = "web_form",
        /// A file of another system.
        Import = "import",
        /// A call.
        Call = "call",
        /// A mail.
        Email = "email",
        /// A chat.
        Chat = "chat",
        /// A social network.
        Social = "social",
        /// A fair or another event.
        Event = "event",
        /// Somebody recommended the shop.
        Referral = "referral",
        /// A partner.
        Partner = "partner",
        /// A campaign.
        Campaign = "campaign",
        /// A cart that was left.
        Cart = "cart",
        /// A survey.
        Survey = "survey",
        /// A forum.
        Forum = "forum",
        /// Anything else.
        Other = "other",
    }
}

tokens! {
    /// Where a lead stands.
    pub enum LeadState("lead state") {
        /// Nobody has answered.
        New = "new",
        /// Somebody has spoken with the person.
        Contacted = "contacted",
        /// Not ready yet; kept warm.
        Nurturing = "nurturing",
        /// Wants to buy, and can.
        Qualified = "qualified",
        /// Will not buy, for now.
        Unqualified = "unqualified",
        /// Tried again after it was unqualified.
        Recycled = "recycled",
        /// Became a customer, mostly with an opportunity.
        Converted = "converted",
        /// No lead at all: spam, a test.
        Junk = "junk",
    }
}

tokens! {
    /// Why a lead will not buy.
    pub enum LeadLostReason("reason for an unqualified lead") {
        /// Does not need it.
        NoNeed = "no_need",
        /// Cannot pay for it.
        NoBudget = "no_budget",
        /// Not now.
        Timing = "timing",
        /// Buys elsewhere.
        Competitor = "competitor",
        /// Does not answer.
        NoResponse = "no_response",
        /// Cannot be reached.
        WrongContact = "wrong_contact",
        /// Not somebody whom the shop sells to.
        NotTarget = "not_target",
        /// Is another lead already.
        Duplicate = "duplicate",
        /// Anything else.
        Other = "other",
    }
}

/// A lead as it is given. It needs a name, a company, an identity or a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLead {
    /// How it came.
    pub source: LeadSource,
    /// The name of the person, at most 512 bytes.
    #[serde(default)]
    pub name: Option<String>,
    /// The name of the company, at most 512 bytes.
    #[serde(default)]
    pub company: Option<String>,
    /// How many people work for the company.
    #[serde(default)]
    pub employees: Option<u32>,
    /// How the person can be reached and recognised, at most 20; a customer who has one of them is linked.
    #[serde(default)]
    pub identities: Vec<IdentityInput>,
    /// The customer who it is; found by the identities when absent.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Article numbers of what the person is interested in, at most 100.
    #[serde(default)]
    pub skus: Vec<String>,
    /// The sales territory, as the shop names it.
    #[serde(default)]
    pub territory: Option<String>,
    /// The country as ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// The language as BCP 47.
    #[serde(default)]
    pub language: Option<String>,
    /// What was said, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
    /// Who looks after it; found by the rules when absent.
    #[serde(default)]
    pub owner_id: Option<StaffId>,
    /// When it came; now by default. The first response is due from then on.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// The system that reports it; needed with `external_id`.
    #[serde(default)]
    pub system: Option<String>,
    /// Its id in that system, at most 256 bytes: the same one again updates and does not add.
    #[serde(default)]
    pub external_id: Option<String>,
    /// When it last changed there; a report older than the last one is ignored.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

impl NewLead {
    /// A lead of a source with nothing but a name.
    #[must_use]
    pub fn new(source: LeadSource, name: impl Into<String>) -> Self {
        NewLead {
            source,
            name: Some(name.into()),
            company: None,
            employees: None,
            identities: Vec::new(),
            customer_id: None,
            skus: Vec::new(),
            territory: None,
            country: None,
            language: None,
            note: None,
            owner_id: None,
            at: None,
            system: None,
            external_id: None,
            updated_at: None,
        }
    }
}

/// A lead as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Lead {
    /// The id.
    pub id: LeadId,
    /// The customer who it is or became; null while nobody knows.
    pub customer_id: Option<CustomerId>,
    /// Where it stands.
    pub state: LeadState,
    /// How it came.
    pub source: LeadSource,
    /// The name of the person.
    pub name: Option<String>,
    /// The name of the company.
    pub company: Option<String>,
    /// How many people work for the company.
    pub employees: Option<u32>,
    /// How the person can be reached and recognised, normalised.
    pub identities: Vec<IdentityInput>,
    /// Article numbers of what the person is interested in.
    pub skus: Vec<String>,
    /// The sales territory.
    pub territory: Option<String>,
    /// The country as ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The language as BCP 47.
    pub language: Option<String>,
    /// What was said.
    pub note: Option<String>,
    /// Who looks after it.
    pub owner_id: Option<StaffId>,
    /// The rule that chose the owner; null when a person did, or when it is the customer's own.
    pub rule_id: Option<LeadRuleId>,
    /// How promising it is, 0 to 100; `leads.explain_score` tells why.
    pub score: u8,
    /// When the score was last worked out.
    pub scored_at: Timestamp,
    /// When `tick` works the score out again, because time alone changes it.
    pub look_at: Option<Timestamp>,
    /// When the score first reached the shop's mark for hot leads.
    pub hot_at: Option<Timestamp>,
    /// Why it will not buy, of an unqualified one.
    pub lost_reason: Option<LeadLostReason>,
    /// When it came.
    pub captured_at: Timestamp,
    /// Until when the first response is due: so many minutes after it came or was recycled as the rule that assigned it says,
    /// or the shop.
    pub sla_due_at: Option<Timestamp>,
    /// When somebody first responded.
    pub responded_at: Option<Timestamp>,
    /// When `tick` found the first response overdue.
    pub overdue_at: Option<Timestamp>,
    /// When the person was last heard from or spoken to.
    pub active_at: Timestamp,
    /// When anything about it last changed; it grows stale from then on.
    pub changed_at: Timestamp,
    /// When `tick` found it stale; a change makes it fresh again.
    pub stale_at: Option<Timestamp>,
    /// The opportunity that it became.
    pub opportunity_id: Option<OpportunityId>,
    /// When it became a customer.
    pub converted_at: Option<Timestamp>,
    /// Since when it is not open: unqualified, converted or junk.
    pub ended_at: Option<Timestamp>,
    /// The system that reported it.
    pub system: Option<String>,
    /// Its id there.
    pub external_id: Option<String>,
    /// When it last changed there, as reported.
    pub host_updated_at: Option<Timestamp>,
    /// When it was recorded here.
    pub recorded_at: Timestamp,
    /// When it last changed here.
    pub updated_at: Timestamp,
}

/// What changes of a lead; absent fields stay, null clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadPatch {
    /// How it came.
    pub source: Option<LeadSource>,
    /// The name of the person.
    pub name: Patch<String>,
    /// The name of the company.
    pub company: Patch<String>,
    /// How many people work for the company.
    pub employees: Patch<u32>,
    /// All identities, in place of those before; a lead without a customer is linked by them.
    pub identities: Option<Vec<IdentityInput>>,
    /// The customer who it is.
    pub customer_id: Option<CustomerId>,
    /// All article numbers of what the person is interested in, in place of those before.
    pub skus: Option<Vec<String>>,
    /// The sales territory.
    pub territory: Patch<String>,
    /// The country as ISO 3166-1 alpha-2.
    pub country: Patch<String>,
    /// The language as BCP 47.
    pub language: Patch<String>,
    /// What was said.
    pub note: Patch<String>,
}

/// Which leads to list; those that meet every condition, the newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadFilter {
    /// Leads in this state; open ones by default.
    pub state: Option<LeadState>,
    /// Leads in any state, the ended ones too; false by default.
    pub any_state: bool,
    /// Leads of this member of the staff.
    pub owner_id: Option<StaffId>,
    /// Only leads that nobody has been given.
    pub unassigned: bool,
    /// Leads of this customer; follows merges.
    pub customer_id: Option<CustomerId>,
    /// Leads with this identity.
    pub identity: Option<IdentityInput>,
    /// Leads that came this way.
    pub source: Option<LeadSource>,
    /// Leads of this sales territory.
    pub territory: Option<String>,
    /// Leads of this country.
    pub country: Option<String>,
    /// Leads that are interested in this article.
    pub sku: Option<String>,
    /// Leads with at least this score.
    pub min_score: Option<u8>,
    /// Only leads whose first response is overdue by now.
    pub overdue: bool,
    /// Only leads that `tick` found stale.
    pub stale: bool,
    /// Leads that came at or after this instant.
    pub from: Option<Timestamp>,
    /// Leads that came before this instant.
    pub until: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// What capturing many leads did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadCount {
    /// New leads.
    pub created: u64,
    /// Known ones that changed.
    pub updated: u64,
    /// Known ones that were already as given, were reported later before, or are over.
    pub unchanged: u64,
    /// Of the new ones, those of a known customer.
    pub linked: u64,
    /// Of the new ones, those that somebody looks after.
    pub assigned: u64,
}

/// How the shop handles leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadSettings {
    /// Minutes from the arrival to the first response, 1 to 525,600; 1,440 (24 hours) by default.
    pub response_minutes: u32,
    /// Days without a change after which a lead is stale, 1 to 365; 7 by default.
    pub stale_days: u32,
    /// The score from which on a lead is hot, 1 to 100; 70 by default.
    pub hot_score: u8,
}

/// A change of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadSettingsPatch {
    /// Minutes from the arrival to the first response, 1 to 525,600; for leads that come from now on.
    pub response_minutes: Option<u32>,
    /// Days without a change after which a lead is stale, 1 to 365.
    pub stale_days: Option<u32>,
    /// The score from which on a lead is hot, 1 to 100.
    pub hot_score: Option<u8>,
}
