//! What a review is: its tokens, how it is given, changed, stored and listed.

use super::subject::ReviewSubject;
use crate::db::Json;
use crate::vocabulary::{
    CustomerId, OrderId, PageRequest, Patch, Quantity, Rate, ReviewId, StaffId, TicketId, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

tokens! {
    /// Where a review stands.
    pub enum ReviewState("review state") {
        /// Somebody has to look at it.
        Pending = "pending",
        /// Everybody sees it.
        Published = "published",
        /// The shop does not show it for now.
        Hidden = "hidden",
        /// It was taken away for good.
        Removed = "removed",
    }
}

tokens! {
    /// In which order reviews are listed.
    pub enum ReviewSort("review order") {
        /// The newest first.
        Newest = "newest",
        /// Those that most people found helpful first.
        Helpful = "helpful",
        /// The best ratings first.
        Rating = "rating",
    }
}

tokens! {
    /// Why a review is reported.
    pub enum ReviewReportReason("report reason") {
        /// It is advertising.
        Spam = "spam",
        /// It insults.
        Offensive = "offensive",
        /// It is not true.
        False = "false",
        /// It tells of people what is nobody's matter.
        Privacy = "privacy",
        /// Anything else.
        Other = "other",
    }
}

/// What is published by itself, what is held back, and when customers are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewSettings {
    /// Whether reviews are published without somebody having looked at them; not by default.
    pub auto_publish: bool,
    /// The least rating that is, 1 to 5; 1 by default.
    pub auto_publish_from: u8,
    /// Whether only reviews of verified purchases are; not by default.
    pub auto_publish_verified_only: bool,
    /// Words that hold a review back wherever they stand in it, however they are capitalised; at most 1,000.
    pub hold_words: Vec<String>,
    /// So many reports take a published review back to pending, up to 1,000; 3 by default, 0 for never.
    pub report_limit: u32,
    /// The highest rating that counts as negative, 0 to 4; 2 by default, 0 for none.
    pub negative_until: u8,
    /// Whether a negative review opens a ticket; it does by default.
    pub negative_ticket: bool,
    /// How many days after an order was completed its customer is asked, up to 365; 7 by default.
    pub ask_after_days: u32,
    /// How many days after an order was placed its customer is not asked any more, up to 3,650; 90 by default.
    pub ask_until_days: u32,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        ReviewSettings {
            auto_publish: false,
            auto_publish_from: 1,
            auto_publish_verified_only: false,
            hold_words: Vec::new(),
            report_limit: 3,
            negative_until: 2,
            negative_ticket: true,
            ask_after_days: 7,
            ask_until_days: 90,
        }
    }
}

/// What changes of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewSettingsPatch {
    /// Whether reviews are published without somebody having looked at them.
    pub auto_publish: Option<bool>,
    /// The least rating that is, 1 to 5.
    pub auto_publish_from: Option<u8>,
    /// Whether only reviews of verified purchases are.
    pub auto_publish_verified_only: Option<bool>,
    /// Words that hold a review back; the whole list.
    pub hold_words: Option<Vec<String>>,
    /// So many reports take a published review back to pending; 0 for never.
    pub report_limit: Option<u32>,
    /// The highest rating that counts as negative, 0 to 4.
    pub negative_until: Option<u8>,
    /// Whether a negative review opens a ticket.
    pub negative_ticket: Option<bool>,
    /// How many days after an order was completed its customer is asked.
    pub ask_after_days: Option<u32>,
    /// How many days after an order was placed its customer is not asked any more.
    pub ask_until_days: Option<u32>,
}

/// A review as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// Who wrote it; follows merges.
    pub customer_id: CustomerId,
    /// What it is about.
    pub subject: ReviewSubject,
    /// 1 to 5; 5 is best.
    pub rating: u8,
    /// Ratings of single aspects, 1 to 5, by a token such as `fit`; at most 20.
    #[serde(default)]
    pub aspects: BTreeMap<String, u8>,
    /// Its heading, at most 512 bytes.
    #[serde(default)]
    pub title: Option<String>,
    /// What was written, at most 64 KiB.
    #[serde(default)]
    pub text: Option<String>,
    /// What leads to the pictures: addresses or keys of the host, at most 20 of 512 bytes.
    #[serde(default)]
    pub photos: Vec<String>,
    /// The language, as a tag such as `zh-CN`.
    #[serde(default)]
    pub language: Option<String>,
    /// When it was written, not in the future; now by default.
    #[serde(default)]
    pub posted_at: Option<Timestamp>,
}

impl NewReview {
    /// A rating without words.
    #[must_use]
    pub fn new(customer_id: CustomerId, subject: ReviewSubject, rating: u8) -> Self {
        NewReview {
            customer_id,
            subject,
            rating,
            aspects: BTreeMap::new(),
            title: None,
            text: None,
            photos: Vec::new(),
            language: None,
            posted_at: None,
        }
    }

    /// The same with words.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }
}

/// What its author changes of a review; absent fields stay, null clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewPatch {
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Ratings of single aspects; all of them.
    pub aspects: Option<BTreeMap<String, u8>>,
    /// The heading.
    pub title: Patch<String>,
    /// What was written.
    pub text: Patch<String>,
    /// What leads to the pictures; the whole list.
    pub photos: Option<Vec<String>>,
    /// The language.
    pub language: Patch<String>,
}

/// A review as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Review {
    /// The id.
    pub id: ReviewId,
    /// Who wrote it.
    pub customer_id: CustomerId,
    /// What it is about.
    pub subject: ReviewSubject,
    /// 1 to 5.
    pub rating: u8,
    /// Ratings of single aspects, 1 to 5.
    #[schemars(with = "BTreeMap<String, u8>")]
    pub aspects: Json<BTreeMap<String, u8>>,
    /// Its heading.
    pub title: Option<String>,
    /// What was written.
    pub text: Option<String>,
    /// What leads to the pictures.
    #[schemars(with = "Vec<String>")]
    pub photos: Json<Vec<String>>,
    /// The language.
    pub language: Option<String>,
    /// Where it stands.
    pub state: ReviewState,
    /// How often its author has changed it.
    pub revisions: u32,
    /// The paid order of its author that shows the purchase: the first one with the article, the order itself, or for
    /// the shop any; none when there is none. It follows from the orders as they are known today.
    pub verified_purchase: Option<OrderId>,
    /// How many people found it helpful, without its author.
    pub helpful: u32,
    /// How many reports nobody has looked at.
    pub reports: u32,
    /// The answer of the shop, which everybody sees.
    pub reply: Option<String>,
    /// When the shop answered.
    pub replied_at: Option<Timestamp>,
    /// Who answered.
    pub replied_by: Option<StaffId>,
    /// When it was written.
    pub posted_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// The ticket that it opened when it was first negative.
    pub ticket_id: Option<TicketId>,
}

/// Which reviews to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewFilter {
    /// Reviews of this.
    pub subject: Option<ReviewSubject>,
    /// Reviews by this customer.
    pub customer_id: Option<CustomerId>,
    /// Reviews in this state; published ones by default.
    pub state: Option<ReviewState>,
    /// Reviews with this rating.
    pub rating: Option<u8>,
    /// Reviews in this language.
    pub language: Option<String>,
    /// Only reviews of verified purchases.
    pub verified_only: bool,
    /// Only reviews without an answer.
    pub unanswered: bool,
    /// In which order; the newest first by default.
    pub sort: Option<ReviewSort>,
    /// Which page.
    pub page: PageRequest,
}

/// Who votes or reports: a customer, or a visitor by a key of the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewReader {
    /// The customer.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The host's key of a visitor whom nobody knows, at most 128 bytes.
    #[serde(default)]
    pub visitor: Option<String>,
}

/// The mean rating of one aspect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReviewAspect {
    /// The aspect.
    pub aspect: String,
    /// How many reviews rate it.
    pub count: u64,
    /// Their mean, in thousandths, rounded half to even.
    pub mean: Quantity,
}

/// What the published reviews of a subject come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReviewSummary {
    /// The subject.
    pub subject: ReviewSubject,
    /// How many there are.
    pub count: u64,
    /// Their mean rating, in thousandths, rounded half to even; none without reviews.
    pub mean: Option<Quantity>,
    /// How many give 1, 2, 3, 4 and 5: five numbers that add up to the count.
    pub distribution: Vec<u64>,
    /// How many are of verified purchases.
    pub verified: u64,
    /// Their share; none without reviews.
    pub verified_share: Option<Rate>,
    /// The aspects that are rated, by their tokens.
    pub aspects: Vec<ReviewAspect>,
}

/// An order whose customer may be asked for a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReviewRequest {
    /// The order.
    pub order_id: OrderId,
    /// Whom to ask.
    pub customer_id: CustomerId,
    /// Why: `completed_order`.
    pub reason: String,
    /// When the order was placed.
    pub placed_at: Timestamp,
    /// When it was completed.
    pub completed_at: Timestamp,
    /// Its articles that the customer has not reviewed; none for an order without articles.
    pub skus: Vec<String>,
}

/// That a customer was asked for a review of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReviewAsked {
    /// The order.
    pub order_id: OrderId,
    /// When.
    pub asked_at: Timestamp,
}

/// How readers and the shop took a review, for the credit record of its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReviewConduct {
    pub(crate) id: ReviewId,
    pub(crate) state: ReviewState,
    pub(crate) helpful: u32,
    pub(crate) posted_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}
