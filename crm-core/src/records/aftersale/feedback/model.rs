//! What a feedback is: its tokens, how it is given, stored and listed, and what all of it comes to.

use crate::records::interactions::Reference;
use crate::vocabulary::{
    CompetitorId, CompetitorProductId, CustomerId, FeedbackId, PageRequest, Quantity, StaffId, Timestamp,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// What kind of feedback it is.
    pub enum FeedbackKind("feedback kind") {
        /// How something could be better.
        Suggestion = "suggestion",
        /// What is good.
        Praise = "praise",
        /// What is wrong with a thing.
        Defect = "defect",
        /// What went wrong.
        Complaint = "complaint",
        /// What is missing.
        Wish = "wish",
    }
}

tokens! {
    /// What a feedback is about.
    pub enum FeedbackAbout("subject of feedback") {
        /// An article.
        Product = "product",
        /// The service.
        Service = "service",
        /// The web site or app.
        Site = "site",
        /// How things are delivered.
        Delivery = "delivery",
        /// What things cost.
        Price = "price",
        /// What a competitor does.
        Competitor = "competitor",
        /// Anything else.
        Other = "other",
    }
}

tokens! {
    /// Where a feedback stands.
    pub enum FeedbackState("feedback state") {
        /// It has come.
        Received = "received",
        /// Somebody looks at it.
        UnderReview = "under_review",
        /// It will be done.
        Planned = "planned",
        /// It was done.
        Done = "done",
        /// It will not be done.
        Declined = "declined",
    }
}

/// Until when feedback is answered, and what helpful ideas bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackSettings {
    /// After so many days without an answer `tick` makes a task, up to 365; 7 by default, 0 for never.
    pub answer_within_days: u32,
    /// Points of the loyalty programme for an idea that helped, up to 1,000,000; 100 by default.
    pub points: u32,
    /// What such an idea changes in the credit record, 0 to 1,000; 20 by default.
    pub credit: u32,
}

impl Default for FeedbackSettings {
    fn default() -> Self {
        FeedbackSettings { answer_within_days: 7, points: 100, credit: 20 }
    }
}

/// What changes of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackSettingsPatch {
    /// After so many days without an answer `tick` makes a task; 0 for never.
    pub answer_within_days: Option<u32>,
    /// Points of the loyalty programme for an idea that helped.
    pub points: Option<u32>,
    /// What such an idea changes in the credit record.
    pub credit: Option<u32>,
}

/// A feedback as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeedback {
    /// Who gives it; follows merges.
    pub customer_id: CustomerId,
    /// What kind it is.
    pub kind: FeedbackKind,
    /// What it is about.
    pub about: FeedbackAbout,
    /// What was written or said, at most 64 KiB.
    pub text: String,
    /// The article that it is about, at most 128 bytes.
    #[serde(default)]
    pub sku: Option<String>,
    /// The competitor that it is about; only for feedback about one.
    #[serde(default)]
    pub competitor_id: Option<CompetitorId>,
    /// The competitor's product that it is about; only for feedback about a competitor.
    #[serde(default)]
    pub competitor_product_id: Option<CompetitorProductId>,
    /// In what it came, such as an interaction; whether there is such a thing is not checked.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
}

impl NewFeedback {
    /// A feedback in words.
    #[must_use]
    pub fn new(customer_id: CustomerId, kind: FeedbackKind, about: FeedbackAbout, text: &str) -> Self {
        NewFeedback {
            customer_id,
            kind,
            about,
            text: text.to_owned(),
            sku: None,
            competitor_id: None,
            competitor_product_id: None,
            reference: None,
        }
    }
}

/// A feedback as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FeedbackEntry {
    /// The id.
    pub id: FeedbackId,
    /// Who gave it.
    pub customer_id: CustomerId,
    /// What kind it is.
    pub kind: FeedbackKind,
    /// What it is about.
    pub about: FeedbackAbout,
    /// The article that it is about.
    pub sku: Option<String>,
    /// The competitor that it is about.
    pub competitor_id: Option<CompetitorId>,
    /// The competitor's product that it is about.
    pub competitor_product_id: Option<CompetitorProductId>,
    /// What was written or said.
    pub text: String,
    /// In what it came.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// Where it stands; one that is joined to an idea stands where the idea does.
    pub state: FeedbackState,
    /// The idea that it was joined to, which has the answer and the effect; none for one of its own.
    pub idea_id: Option<FeedbackId>,
    /// How many customers want it, each once: who gave it, who gave what was joined to it, and who voted for any of it.
    pub supporters: u32,
    /// What the shop says to it.
    pub answer: Option<String>,
    /// When the shop first answered, it or the idea that it was joined to.
    pub answered_at: Option<Timestamp>,
    /// Who answered.
    pub answered_by: Option<StaffId>,
    /// What it changed.
    pub effect_note: Option<String>,
    /// When that was noted.
    pub effect_at: Option<Timestamp>,
    /// Since when there is something that the customer does not know: an answer, an effect, an end. None when the
    /// customer was told.
    pub news_at: Option<Timestamp>,
    /// When the customer was last told.
    pub told_at: Option<Timestamp>,
    /// Until when it is to be answered; none once it was, and for one that was joined to an idea.
    pub due_at: Option<Timestamp>,
    /// When `tick` made a task because nobody had answered.
    pub reminded_at: Option<Timestamp>,
    /// When the customer was rewarded for it.
    pub credited_at: Option<Timestamp>,
    /// With how many points.
    pub credited_points: Option<u32>,
    /// When it came.
    pub received_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

tokens! {
    /// In which order feedback is listed.
    pub enum FeedbackSort("feedback order") {
        /// The newest first.
        Newest = "newest",
        /// What most customers want first.
        Supporters = "supporters",
    }
}

/// Which feedback to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackFilter {
    /// Feedback of this customer.
    pub customer_id: Option<CustomerId>,
    /// Feedback of this kind.
    pub kind: Option<FeedbackKind>,
    /// Feedback about this.
    pub about: Option<FeedbackAbout>,
    /// Feedback in this state.
    pub state: Option<FeedbackState>,
    /// Feedback about this article.
    pub sku: Option<String>,
    /// Feedback about this competitor.
    pub competitor_id: Option<CompetitorId>,
    /// What was joined to this idea.
    pub idea_id: Option<FeedbackId>,
    /// Only what was joined to nothing.
    pub ideas_only: bool,
    /// Only feedback that nobody has answered and that is neither done nor declined.
    pub unanswered: bool,
    /// Only feedback whose customer is to be told something.
    pub to_tell: bool,
    /// In which order; the newest first by default.
    pub sort: Option<FeedbackSort>,
    /// Which page.
    pub page: PageRequest,
}

/// Of which time feedback is summed up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackPeriod {
    /// From this instant on; from the first one by default.
    pub from: Option<Timestamp>,
    /// Before this instant; until now by default.
    pub before: Option<Timestamp>,
    /// Only feedback about this article.
    pub sku: Option<String>,
}

/// How much feedback there is of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FeedbackCount {
    /// The token of the kind, subject or state, or the article number.
    pub key: String,
    /// How much.
    pub count: u64,
}

/// A customer whose ideas were done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FeedbackTeacher {
    /// The customer.
    pub customer_id: CustomerId,
    /// How many suggestions, wishes and found defects were done.
    pub done: u64,
}

/// What the feedback of a time comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FeedbackSummary {
    /// How much there is.
    pub count: u64,
    /// By kind; adds up to the count, as do the next two.
    pub kinds: Vec<FeedbackCount>,
    /// By what it is about.
    pub about: Vec<FeedbackCount>,
    /// By where it stands.
    pub states: Vec<FeedbackCount>,
    /// The articles with most of it, up to 20.
    pub skus: Vec<FeedbackCount>,
    /// How much is neither done nor declined.
    pub open: u64,
    /// How much of that nobody has answered.
    pub unanswered: u64,
    /// Whose customers are to be told something.
    pub to_tell: u64,
    /// The median of days from coming to the answer, of what was answered; none without any.
    pub median_days: Option<Quantity>,
    /// The customers from whom the shop has learnt most, up to 20.
    pub teachers: Vec<FeedbackTeacher>,
}
