//! Finding topics by what somebody types, as articles of the knowledge base are found.

use super::model::{Board, Topic};
use super::{Community, store};
use crate::db::{ReadTransaction, Reading, Words, WriteTransaction};
use crate::records::customers::search_text::{self, facet, language_facet, narrowed, words};
use crate::records::presale::configure::texts::fallbacks;
use crate::records::shop::require_language;
use crate::vocabulary::{BoardId, Error, Result, TopicId};
use serde::{Deserialize, Serialize};

/// Candidates of each way of looking.
const CANDIDATES: i64 = 200;

/// A search in topics that are not hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicSearch {
    /// What somebody typed; the first 128 characters count.
    pub text: String,
    /// Only in this board.
    #[serde(default)]
    pub board_id: Option<BoardId>,
    /// Only in boards of this language or a wider one.
    #[serde(default)]
    pub language: Option<String>,
    /// Only with this tag.
    #[serde(default)]
    pub tag: Option<String>,
    /// Only about this article of the catalogue.
    #[serde(default)]
    pub sku: Option<String>,
    /// Results at the most, 1 to 50; 10 by default.
    #[serde(default)]
    pub limit: Option<u32>,
}

impl TopicSearch {
    /// A search in all boards.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        TopicSearch { text: text.into(), board_id: None, language: None, tag: None, sku: None, limit: None }
    }
}

impl<T: Reading> Community<'_, T> {
    /// Topics that fit what somebody typed: first those with all words in the title, then those with all words in
    /// title, tags, text and solution, then those whose title or tags have a word that begins so; among equal ones the
    /// newest first. Hidden ones are left out.
    ///
    /// # Errors
    /// `limit` for less than 1 or more than 50 results; `invalid_input` for a text without a letter or digit or a bad
    /// language.
    pub fn search(&self, search: &TopicSearch) -> Result<Vec<Topic>> {
        let tx = self.tx.reader();
        let limit = search_text::results(search.limit)?;
        let query = search_text::query(&search.text)
            .ok_or_else(|| Error::invalid("/text", "type at least one letter or digit"))?;
        search.language.as_deref().map(require_language).transpose()?;
        let mut facets = Vec::new();
        facets.extend(search.board_id.map(|board| vec![board_facet(board)]));
        facets.extend(search.language.as_deref().map(|language| fallbacks(language).map(language_facet).collect()));
        facets.extend(search.tag.iter().map(|tag| vec![facet('t', &tag.trim().to_lowercase())]));
        facets.extend(search.sku.iter().map(|sku| vec![facet('s', sku.trim())]));
        let mut found: Vec<TopicId> = Vec::new();
        for (columns, words) in
            [("title", &query.exact_match), ("title tags body", &query.exact_match), ("title tags", &query.name_match)]
        {
            for topic in store::matching(tx, &narrowed(columns, words, &facets), CANDIDATES)? {
                if !found.contains(&topic) {
                    found.push(topic);
                }
            }
            if found.len() >= limit {
                break;
            }
        }
        found.truncate(limit);
        store::with_ids(tx, &found)
    }
}

fn board_facet(board: BoardId) -> String {
    facet('b', &board.to_string())
}

/// What the index holds of a topic: none of a hidden one.
pub(super) fn found_by(tx: &ReadTransaction, topic: &Topic) -> Result<Option<Words>> {
    if topic.state == super::TopicState::Hidden {
        return Ok(None);
    }
    let Some(board) = Board::by_id(tx, topic.board_id)? else { return Ok(None) };
    let solution = match topic.solution_id {
        Some(solution) => super::Post::by_id(tx, solution)?.filter(|post| post.hidden_at.is_none()),
        None => None,
    };
    let mut facets = vec![board_facet(board.id), language_facet(&board.language)];
    facets.extend(topic.tags.iter().map(|tag| facet('t', tag)));
    facets.extend(topic.skus.iter().map(|sku| facet('s', sku)));
    let body = match solution {
        Some(post) => format!("{}\n{}", topic.body, post.body),
        None => topic.body.clone(),
    };
    Ok(Some(words(&topic.title, &topic.tags, &body, facets)))
}

/// Brings the index up to a topic.
pub(super) fn index(tx: &WriteTransaction, topic: &Topic) -> Result<()> {
    Words::write(tx, store::INDEX, topic.id.0, found_by(tx, topic)?.as_ref())
}
