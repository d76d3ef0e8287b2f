//! How articles are shown, found, voted for and used.

use super::model::ArticleAudience;
use crate::records::interactions::Reference;
use crate::vocabulary::{ArticleId, CustomerId, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};

fn public() -> ArticleAudience {
    ArticleAudience::Public
}

fn staff() -> ArticleAudience {
    ArticleAudience::Staff
}

fn yes() -> bool {
    true
}

/// Which article to show: one of its id, or the one of a key that fits the language best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleQuery {
    /// The id.
    #[serde(default)]
    pub id: Option<ArticleId>,
    /// The key, instead of the id.
    #[serde(default)]
    pub key: Option<String>,
    /// The language (BCP 47), with a key; the shop's by default.
    #[serde(default)]
    pub language: Option<String>,
    /// Who reads; everybody by default.
    #[serde(default = "public")]
    pub audience: ArticleAudience,
}

/// An article as readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShownArticle {
    /// The id.
    pub id: ArticleId,
    /// The key.
    pub key: String,
    /// The language.
    pub language: String,
    /// The version.
    pub version: u32,
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Articles to read on that this reader may see.
    pub related: Vec<ArticleTitle>,
    /// Until when it holds.
    pub valid_to: Option<Timestamp>,
    /// How many found it helpful.
    pub helpful: i64,
    /// How many did not.
    pub not_helpful: i64,
    /// When it was published.
    pub published_at: Timestamp,
}

/// An article to read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArticleTitle {
    /// The id.
    pub id: ArticleId,
    /// The key.
    pub key: String,
    /// The language.
    pub language: String,
    /// The title.
    pub title: String,
}

tokens! {
    /// Where the words of a search stand; the better place first.
    pub enum ArticleMatch("place of words") {
        /// All of them in the title.
        Title = "title",
        /// All of them in title, tags and text.
        Words = "words",
        /// In title and tags, the last one as the beginning of a word.
        Beginning = "beginning",
        /// Some of them: the article is about much of the same.
        Alike = "alike",
    }
}

/// A search in what is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleSearch {
    /// What somebody typed; the first 128 characters count.
    pub text: String,
    /// The language (BCP 47): articles in it or in a wider one (`zh` for `zh-TW`); all languages by default.
    #[serde(default)]
    pub language: Option<String>,
    /// Who reads; everybody by default.
    #[serde(default = "public")]
    pub audience: ArticleAudience,
    /// Only about this article of the catalogue.
    #[serde(default)]
    pub sku: Option<String>,
    /// Only about this category or one below it.
    #[serde(default)]
    pub category: Option<String>,
    /// Only with this tag.
    #[serde(default)]
    pub tag: Option<String>,
    /// Results at the most, 1 to 50; 10 by default.
    #[serde(default)]
    pub limit: Option<u32>,
}

impl ArticleSearch {
    /// A search in what everybody may read.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        ArticleSearch {
            text: text.into(),
            language: None,
            audience: ArticleAudience::Public,
            sku: None,
            category: None,
            tag: None,
            limit: None,
        }
    }
}

/// A text, such as that of a ticket, for which there may be an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleAdvice {
    /// The text; its most telling words count.
    pub text: String,
    /// Articles about this article of the catalogue, or about none.
    #[serde(default)]
    pub sku: Option<String>,
    /// The language (BCP 47): articles in it or in a wider one; all languages by default.
    #[serde(default)]
    pub language: Option<String>,
    /// Who reads; the staff by default.
    #[serde(default = "staff")]
    pub audience: ArticleAudience,
    /// Results at the most, 1 to 50; 10 by default.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArticleHit {
    /// The id.
    pub id: ArticleId,
    /// The key.
    pub key: String,
    /// The language.
    pub language: String,
    /// The title.
    pub title: String,
    /// How the text begins, at most 200 characters.
    pub excerpt: String,
    /// Where the words stand.
    pub matched: ArticleMatch,
    /// How many found it helpful.
    pub helpful: i64,
    /// How many did not.
    pub not_helpful: i64,
}

/// A vote on an article, by a customer or by somebody who is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticleVote {
    /// The article.
    pub article_id: ArticleId,
    /// The customer; follows merges.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The host's token of somebody who is not known, instead of a customer; at most 64 bytes.
    #[serde(default)]
    pub visitor: Option<String>,
    /// Whether it helped.
    pub helpful: bool,
}

/// A use of an article for something, such as a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArticleLink {
    /// The article.
    pub article_id: ArticleId,
    /// What it was used for.
    #[serde(rename = "ref")]
    pub reference: Reference,
    /// Whether it solved it; it did by default.
    #[serde(default = "yes")]
    pub resolved: bool,
}

/// A use of an article as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArticleLink {
    /// The article.
    pub article_id: ArticleId,
    /// Its key.
    pub key: String,
    /// The title of its newest text.
    pub title: String,
    /// What it was used for.
    #[serde(rename = "ref")]
    pub reference: Reference,
    /// Whether it solved it.
    pub resolved: bool,
    /// When it was last said.
    pub at: Timestamp,
}

/// Which gaps to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArticleGapFilter {
    /// Asked in this language.
    pub language: Option<String>,
    /// Asked last at or after this instant.
    pub since: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// Something that was asked and not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArticleGap {
    /// The id.
    pub id: i64,
    /// What was asked, without case, accents and punctuation.
    pub text: String,
    /// The language in which it was looked for; null for all.
    pub language: Option<String>,
    /// How often.
    pub count: i64,
    /// When first.
    pub first_at: Timestamp,
    /// When last.
    pub last_at: Timestamp,
}
