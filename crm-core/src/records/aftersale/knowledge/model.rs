//! What an article is: its tokens, how it is given, changed, stored, listed and found.

use crate::db::Json;
use crate::vocabulary::{ArticleId, PageRequest, Patch, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where the newest text of an article stands.
    pub enum ArticleState("article state") {
        /// It is being written.
        Draft = "draft",
        /// Somebody looks it over.
        InReview = "in_review",
        /// It is what readers see.
        Published = "published",
        /// Readers see nothing of the article any more.
        Archived = "archived",
    }
}

tokens! {
    /// Who may read an article.
    pub enum ArticleAudience("audience") {
        /// Everybody.
        Public = "public",
        /// Customers, and the staff.
        Customers = "customers",
        /// The staff alone.
        Staff = "staff",
    }
}

fn public() -> ArticleAudience {
    ArticleAudience::Public
}

/// An article as it is given: a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticle {
    /// The key, a token such as `descale-kettle`: languages of one article share it.
    pub key: String,
    /// The language (BCP 47); the shop's by default.
    #[serde(default)]
    pub language: Option<String>,
    /// The title, at most 512 bytes.
    pub title: String,
    /// The text, such as Markdown, at most 64 KiB.
    pub body: String,
    /// Who may read it; everybody by default.
    #[serde(default = "public")]
    pub audience: ArticleAudience,
    /// The articles of the catalogue that it is about, at most 1,000.
    #[serde(default)]
    pub skus: Vec<String>,
    /// The categories that it is about, as paths, at most 100.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Its tags, at most 100.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Articles to read on, at most 100.
    #[serde(default)]
    pub related: Vec<ArticleId>,
    /// Until when it holds; for ever by default.
    #[serde(default)]
    pub valid_to: Option<Timestamp>,
}

impl NewArticle {
    /// A public article in the shop's language.
    #[must_use]
    pub fn new(key: impl Into<String>, title: impl Into<String>, body: impl Into<String>) -> Self {
        NewArticle {
            key: key.into(),
            language: None,
            title: title.into(),
            body: body.into(),
            audience: ArticleAudience::Public,
            skus: Vec::new(),
            categories: Vec::new(),
            tags: Vec::new(),
            related: Vec::new(),
            valid_to: None,
        }
    }
}

/// An article as it is stored, with its newest text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Article {
    /// The id.
    pub id: ArticleId,
    /// The key: languages of one article share it.
    pub key: String,
    /// The language.
    pub language: String,
    /// The title of the newest text.
    pub title: String,
    /// The newest text.
    pub body: String,
    /// Who may read it.
    pub audience: ArticleAudience,
    /// Where the newest text stands.
    pub state: ArticleState,
    /// The version of the newest text: 1 for the first.
    pub version: u32,
    /// The version that readers see; null when they see none.
    pub published_version: Option<u32>,
    /// The articles of the catalogue that it is about, in their order.
    pub skus: Vec<String>,
    /// The categories that it is about, in their order.
    pub categories: Vec<String>,
    /// Its tags, in their order.
    pub tags: Vec<String>,
    /// Articles to read on.
    #[schemars(with = "Vec<ArticleId>")]
    pub related: Json<Vec<ArticleId>>,
    /// Until when it holds.
    pub valid_to: Option<Timestamp>,
    /// When `tick` announced its end.
    pub expiring_at: Option<Timestamp>,
    /// When `tick` took it out of the search because its time was over.
    pub expired_at: Option<Timestamp>,
    /// How often it was shown.
    pub views: i64,
    /// How many found it helpful.
    pub helpful: i64,
    /// How many did not.
    pub not_helpful: i64,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When what readers see was published.
    pub published_at: Option<Timestamp>,
}

/// What changes of an article. Title and text change in a draft alone; all else holds at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArticlePatch {
    /// The title.
    pub title: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// Who may read it.
    pub audience: Option<ArticleAudience>,
    /// The articles of the catalogue that it is about; the whole list.
    pub skus: Option<Vec<String>>,
    /// The categories that it is about; the whole list.
    pub categories: Option<Vec<String>>,
    /// Its tags; the whole list.
    pub tags: Option<Vec<String>>,
    /// Articles to read on; the whole list.
    pub related: Option<Vec<ArticleId>>,
    /// Until when it holds.
    pub valid_to: Patch<Timestamp>,
}

/// Which articles to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArticleFilter {
    /// Articles whose newest text is in this state.
    pub state: Option<ArticleState>,
    /// Languages of this key.
    pub key: Option<String>,
    /// Articles in exactly this language.
    pub language: Option<String>,
    /// Articles for exactly this audience.
    pub audience: Option<ArticleAudience>,
    /// Articles about this article of the catalogue.
    pub sku: Option<String>,
    /// Articles about exactly this category.
    pub category: Option<String>,
    /// Articles with this tag.
    pub tag: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// A version of an article that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArticleVersion {
    /// The version.
    pub version: u32,
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
    /// When it was published.
    pub published_at: Timestamp,
}
