//! What is talked about in a period, and what that says about demand.

use super::{Community, store_hot};
use crate::db::{ReadTransaction, Reading};
use crate::records::catalog;
use crate::vocabulary::{BoardId, Error, ErrorCode, Result, Timestamp, TopicId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const MAX_LINES: u32 = 100;
const DEFAULT_LINES: u32 = 10;

/// The period for which to tell what is talked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HotPeriod {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub before: Timestamp,
    /// Only in this board.
    #[serde(default)]
    pub board_id: Option<BoardId>,
    /// Lines of each list at the most, 1 to 100; 10 by default.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A topic that is talked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HotTopic {
    /// The topic.
    pub topic_id: TopicId,
    /// Its board.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// Two for each post, three for each of those who wrote, one for each vote.
    pub score: u64,
    /// Posts of the period that are not hidden.
    pub posts: u64,
    /// Votes of the period for the topic and its posts.
    pub votes: u64,
    /// How many wrote in the period, whoever began it included.
    pub authors: u64,
}

/// Something that topics mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TopicDemand {
    /// The article number, category or tag.
    pub value: String,
    /// Topics of the period that mention it.
    pub topics: u64,
    /// Those of the period before, which is as long.
    pub before: u64,
    /// By how many more; negative for less.
    pub change: i64,
}

/// What is talked about, and what that says about demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HotTopics {
    /// The topics with the highest scores.
    pub topics: Vec<HotTopic>,
    /// Articles of the catalogue, the most often mentioned first.
    pub skus: Vec<TopicDemand>,
    /// The categories of these articles, as the catalogue has them now; each with all topics about any of its articles.
    pub categories: Vec<TopicDemand>,
    /// Tags.
    pub tags: Vec<TopicDemand>,
}

/// Topics by what they mention.
type Mentions = BTreeMap<String, BTreeSet<TopicId>>;

impl<T: Reading> Community<'_, T> {
    /// The topics of a period that are most talked about, and which articles, categories and tags they mention,
    /// compared with the period of the same length before. Only what is not hidden counts.
    ///
    /// # Errors
    /// `not_found` for an unknown board; `invalid_input` for a period that ends before it begins; `limit` for a bad
    /// number of lines.
    pub fn hot(&self, period: &HotPeriod) -> Result<HotTopics> {
        let tx = self.tx.reader();
        if period.before <= period.from {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        let lines = match period.limit.unwrap_or(DEFAULT_LINES) {
            lines @ 1..=MAX_LINES => lines as usize,
            _ => return Err(Error::new(ErrorCode::Limit, "a list has 1 to 100 lines").at("/limit")),
        };
        if let Some(board) = period.board_id {
            self.board(board).map_err(|error| error.at("/board_id"))?;
        }
        let length = period.before.millis().saturating_sub(period.from.millis());
        let earlier = (period.from.plus_millis(length.saturating_neg()), period.from);
        let mut topics = store_hot::activity(tx, (period.from, period.before), period.board_id)?;
        topics.sort_by(|one, other| other.score.cmp(&one.score).then(other.topic_id.cmp(&one.topic_id)));
        let now = store_hot::mentions(tx, (period.from, period.before), period.board_id)?;
        let then = store_hot::mentions(tx, earlier, period.board_id)?;
        topics.truncate(lines);
        store_hot::entitle(tx, &mut topics)?;
        let of_kind = |all: &[(TopicId, String, String)], kind: &str| -> Mentions {
            let mut found = Mentions::new();
            for (topic, _, value) in all.iter().filter(|(_, known, _)| known == kind) {
                found.entry(value.clone()).or_default().insert(*topic);
            }
            found
        };
        let (skus, skus_then) = (of_kind(&now, "sku"), of_kind(&then, "sku"));
        let mut known = BTreeMap::new();
        let categories = in_categories(tx, &skus, &mut known)?;
        let categories_then = in_categories(tx, &skus_then, &mut known)?;
        Ok(HotTopics {
            topics,
            skus: demand(&skus, &skus_then, lines),
            categories: demand(&categories, &categories_then, lines),
            tags: demand(&of_kind(&now, "tag"), &of_kind(&then, "tag"), lines),
        })
    }
}

/// The same by the categories of the articles, each looked up once.
fn in_categories(
    tx: &ReadTransaction,
    skus: &Mentions,
    known: &mut BTreeMap<String, Option<String>>,
) -> Result<Mentions> {
    let mut found = Mentions::new();
    for (sku, topics) in skus {
        if !known.contains_key(sku) {
            known.insert(sku.clone(), catalog::category_of(tx, sku)?);
        }
        if let Some(Some(category)) = known.get(sku) {
            found.entry(category.clone()).or_default().extend(topics);
        }
    }
    Ok(found)
}

fn demand(now: &Mentions, then: &Mentions, lines: usize) -> Vec<TopicDemand> {
    let values: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
    let count = |mentions: &Mentions, value: &String| mentions.get(value).map_or(0, BTreeSet::len);
    let mut all: Vec<TopicDemand> = values
        .into_iter()
        .map(|value| {
            let (topics, before) = (count(now, value), count(then, value));
            TopicDemand {
                value: value.clone(),
                topics: topics as u64,
                before: before as u64,
                change: topics as i64 - before as i64,
            }
        })
        .collect();
    all.sort_by(|one, other| {
        other.topics.cmp(&one.topics).then(other.change.cmp(&one.change)).then(one.value.cmp(&other.value))
    });
    all.truncate(lines);
    all
}
