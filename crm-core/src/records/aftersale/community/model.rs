//! What a community is: its settings, boards, topics and posts.

use crate::vocabulary::{BoardId, ClubId, CustomerId, PageRequest, Patch, PostId, StaffId, Timestamp, TopicId};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a topic stands.
    pub enum TopicState("topic state") {
        /// Everybody can answer.
        Open = "open",
        /// One answer was accepted as the solution; more can follow.
        Answered = "answered",
        /// Nobody can answer any more.
        Closed = "closed",
        /// Nobody sees it.
        Hidden = "hidden",
    }
}

/// How the community works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CommunitySettings {
    /// Points for a customer whose answer solves the topic of another one, once a topic; 0 by default.
    pub solution_points: u32,
    /// From how many customers on, who report something, it is hidden by itself; 3 by default, 0 for never.
    pub hide_after_reports: u32,
    /// After how many hours without an answer of another one `tick` makes a task of a topic; 24 by default.
    pub unanswered_hours: u32,
}

impl Default for CommunitySettings {
    fn default() -> Self {
        CommunitySettings { solution_points: 0, hide_after_reports: 3, unanswered_hours: 24 }
    }
}

/// What changes of how the community works.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CommunityPatch {
    /// Points for a solution, at most 1,000,000.
    pub solution_points: Option<u32>,
    /// From how many reports on something is hidden, at most 1,000.
    pub hide_after_reports: Option<u32>,
    /// After how many hours a topic counts as unanswered, 1 to 8,760; of topics from now on.
    pub unanswered_hours: Option<u32>,
}

/// A board as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBoard {
    /// The key, a token.
    pub key: String,
    /// What people read, at most 512 bytes.
    pub name: String,
    /// The language (BCP 47); the shop's by default.
    #[serde(default)]
    pub language: Option<String>,
    /// Its place among the boards; 0 by default.
    #[serde(default)]
    pub position: u32,
    /// Whether only the staff begins topics.
    #[serde(default)]
    pub staff_only: bool,
    /// The club whose members alone write in it, beside the staff.
    #[serde(default)]
    pub club_id: Option<ClubId>,
}

/// A board as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Board {
    /// The id.
    pub id: BoardId,
    /// The key.
    pub key: String,
    /// What people read.
    pub name: String,
    /// The language.
    pub language: String,
    /// Its place among the boards.
    pub position: u32,
    /// Whether only the staff begins topics.
    pub staff_only: bool,
    /// The club whose members alone write in it.
    pub club_id: Option<ClubId>,
    /// Whether topics can be begun.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What changes of a board.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BoardPatch {
    /// What people read.
    pub name: Option<String>,
    /// Its place among the boards.
    pub position: Option<u32>,
    /// Whether only the staff begins topics.
    pub staff_only: Option<bool>,
    /// The club whose members alone write in it.
    pub club_id: Patch<ClubId>,
    /// Whether topics can be begun.
    pub active: Option<bool>,
}

/// A topic as it is given: by a customer or by somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTopic {
    /// The board.
    pub board_id: BoardId,
    /// The customer who writes; follows merges.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Who of the staff writes, instead of a customer.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// The title, at most 512 bytes.
    pub title: String,
    /// The text, at most 64 KiB.
    pub body: String,
    /// Tags in any case, at most 20.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The articles of the catalogue that it mentions, at most 100.
    #[serde(default)]
    pub skus: Vec<String>,
}

impl NewTopic {
    /// A topic of a customer.
    #[must_use]
    pub fn of(board: BoardId, customer: CustomerId, title: impl Into<String>, body: impl Into<String>) -> Self {
        NewTopic {
            board_id: board,
            customer_id: Some(customer),
            staff_id: None,
            title: title.into(),
            body: body.into(),
            tags: Vec::new(),
            skus: Vec::new(),
        }
    }
}

/// A topic as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Topic {
    /// The id.
    pub id: TopicId,
    /// The board.
    pub board_id: BoardId,
    /// The customer who wrote it.
    pub customer_id: Option<CustomerId>,
    /// Who of the staff wrote it.
    pub staff_id: Option<StaffId>,
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
    /// Its tags in small letters, in their order.
    pub tags: Vec<String>,
    /// The articles of the catalogue that it mentions, in their order.
    pub skus: Vec<String>,
    /// Where it stands.
    pub state: TopicState,
    /// The post that solves it.
    pub solution_id: Option<PostId>,
    /// The post whose author got points for it.
    pub rewarded_id: Option<PostId>,
    /// When it counts as unanswered; null once another one has answered.
    #[serde(skip)]
    pub(crate) unanswered_due: Option<Timestamp>,
    /// When `tick` found it unanswered.
    pub unanswered_at: Option<Timestamp>,
    /// Posts that are not hidden.
    pub posts: u64,
    /// Customers who voted for it.
    pub votes: u64,
    /// When somebody last wrote in it.
    pub active_at: Timestamp,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TopicPatch {
    /// The board.
    pub board_id: Option<BoardId>,
    /// The title.
    pub title: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// Its tags; the whole list.
    pub tags: Option<Vec<String>>,
    /// The articles of the catalogue that it mentions; the whole list.
    pub skus: Option<Vec<String>>,
}

/// Which topics to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TopicFilter {
    /// Topics of this board.
    pub board_id: Option<BoardId>,
    /// Topics of this customer.
    pub customer_id: Option<CustomerId>,
    /// Topics in this state; all but hidden ones by default.
    pub state: Option<TopicState>,
    /// Topics with this tag.
    pub tag: Option<String>,
    /// Topics that mention this article of the catalogue.
    pub sku: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// A post as it is given: by a customer or by somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// The topic.
    pub topic_id: TopicId,
    /// The customer who writes; follows merges.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Who of the staff writes, instead of a customer.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// The text, at most 64 KiB.
    pub body: String,
}

impl NewPost {
    /// A post of a customer.
    #[must_use]
    pub fn of(topic: TopicId, customer: CustomerId, body: impl Into<String>) -> Self {
        NewPost { topic_id: topic, customer_id: Some(customer), staff_id: None, body: body.into() }
    }
}

/// A post as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Post {
    /// The id.
    pub id: PostId,
    /// The topic.
    pub topic_id: TopicId,
    /// The customer who wrote it.
    pub customer_id: Option<CustomerId>,
    /// Who of the staff wrote it.
    pub staff_id: Option<StaffId>,
    /// The text.
    pub body: String,
    /// Customers who voted for it.
    pub votes: u64,
    /// Since when nobody sees it.
    pub hidden_at: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which posts to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostFilter {
    /// The topic.
    pub topic_id: TopicId,
    /// Hidden ones too; they are left out by default.
    #[serde(default)]
    pub hidden: bool,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}
