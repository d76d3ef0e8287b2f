//! Finding articles: by what somebody types, and for a longer text such as a ticket.
//!
//! Work is bounded whatever the number of articles: each way of looking stops after so many candidates, which come with
//! the newest article first. Ranked by the way, then by how near the language is, then by votes, then by id, so that
//! the same file gives the same answer.

use super::found::{ArticleAdvice, ArticleHit, ArticleMatch, ArticleSearch, ArticleTitle};
use super::model::{Article, ArticleAudience};
use super::store::{self, CANDIDATES, Candidate};
use super::{Knowledge, rules};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers::search_text::{self, facet, narrowed};
use crate::records::shop::require_language;
use crate::vocabulary::{ArticleId, Error, Result};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Articles with one word of a longer text that are looked at.
const ALIKE: i64 = 100;
/// Characters of a question that was not found.
const MAX_GAP: usize = 128;

impl<T: Reading> Knowledge<'_, T> {
    /// Articles that fit what somebody typed, the best first, of each key the one in the nearest language.
    ///
    /// # Errors
    /// `limit` for less than 1 or more than 50 results; `invalid_input` for a text without a letter or digit or a bad
    /// language.
    pub fn search(&self, search: &ArticleSearch) -> Result<Vec<ArticleHit>> {
        let tx = self.tx.reader();
        let limit = search_text::results(search.limit)?;
        let query = search_text::query(&search.text)
            .ok_or_else(|| Error::invalid("/text", "type at least one letter or digit"))?;
        let language = checked(search.language.as_deref())?;
        let mut facets = rules::readable(search.audience, language);
        for (kind, value) in [('s', &search.sku), ('c', &search.category), ('t', &search.tag)] {
            facets.extend(value.iter().map(|value| vec![facet(kind, value.trim())]));
        }
        let mut found: BTreeMap<ArticleId, (ArticleMatch, Candidate)> = BTreeMap::new();
        for (matched, columns, words) in [
            (ArticleMatch::Title, "title", &query.exact_match),
            (ArticleMatch::Words, "title tags body", &query.exact_match),
            (ArticleMatch::Beginning, "title tags", &query.name_match),
        ] {
            for candidate in store::matching(tx, &narrowed(columns, words, &facets), CANDIDATES)? {
                found.entry(candidate.id).or_insert((matched, candidate));
            }
            if found.len() >= limit {
                break;
            }
        }
        let mut ranked: Vec<(ArticleMatch, Candidate)> = found.into_values().collect();
        ranked.sort_by_key(|(matched, one)| {
            let votes = one.helpful - one.not_helpful;
            (*matched, rules::distance(language, &one.language), Reverse(votes), Reverse(one.id))
        });
        shown(tx, nearest(ranked, language, limit))
    }

    /// Articles that may answer a longer text, such as that of a ticket: those that share its most telling words, of
    /// which the rare ones count most.
    ///
    /// # Errors
    /// `limit` for less than 1 or more than 50 results; `invalid_input` for a bad language.
    pub fn suggest(&self, advice: &ArticleAdvice) -> Result<Vec<ArticleHit>> {
        let tx = self.tx.reader();
        let limit = search_text::results(advice.limit)?;
        let language = checked(advice.language.as_deref())?;
        let mut facets = rules::readable(advice.audience, language);
        facets.extend(advice.sku.iter().map(|sku| vec![facet('s', sku.trim()), rules::NO_SKU.to_owned()]));
        let mut found: BTreeMap<ArticleId, (i64, Candidate)> = BTreeMap::new();
        for word in search_text::telling_words(&advice.text) {
            let alike = store::matching(tx, &narrowed("title tags body", &word, &facets), ALIKE)?;
            // What stands in every article tells nothing.
            let weight = 1 + ALIKE - alike.len() as i64;
            for candidate in alike {
                found.entry(candidate.id).or_insert((0, candidate)).0 += weight;
            }
        }
        let mut ranked: Vec<(i64, Candidate)> = found.into_values().collect();
        ranked.sort_by_key(|(weight, one)| {
            let votes = one.helpful - one.not_helpful;
            (Reverse(*weight), rules::distance(language, &one.language), Reverse(votes), Reverse(one.id))
        });
        let ranked = ranked.into_iter().map(|(_, one)| (ArticleMatch::Alike, one)).collect();
        shown(tx, nearest(ranked, language, limit))
    }
}

impl Knowledge<'_, WriteTransaction> {
    /// Searches as [`Knowledge::search`] does, and counts a question that finds nothing among the gaps.
    ///
    /// # Errors
    /// As [`Knowledge::search`].
    pub fn ask(&self, search: &ArticleSearch) -> Result<Vec<ArticleHit>> {
        let tx = self.tx;
        let found = self.search(search)?;
        if found.is_empty() {
            let folded: String = search_text::fold(&search.text).chars().take(MAX_GAP).collect();
            tx.step(|| {
                let language = search.language.as_deref().unwrap_or_default();
                store::count_gap(tx, &folded, language, journal::next_seq(tx)?)?;
                let facts = json!({ "language": search.language, "sku": search.sku });
                journal::append(tx, Entry::new("article.missed").payload(facts)).map(drop)
            })?;
        }
        Ok(found)
    }
}

fn checked(language: Option<&str>) -> Result<Option<&str>> {
    language.map(require_language).transpose()?;
    Ok(language)
}

/// Of each key the article in the nearest language, in the order of the ranks.
fn nearest(
    ranked: Vec<(ArticleMatch, Candidate)>,
    language: Option<&str>,
    limit: usize,
) -> Vec<(ArticleMatch, Candidate)> {
    if language.is_none() {
        return ranked.into_iter().take(limit).collect();
    }
    let mut best: BTreeMap<String, usize> = BTreeMap::new();
    for (_, one) in &ranked {
        let distance = rules::distance(language, &one.language);
        let known = best.entry(one.key.clone()).or_insert(distance);
        *known = distance.min(*known);
    }
    let is_best = |one: &Candidate| best.get(&one.key) == Some(&rules::distance(language, &one.language));
    ranked.into_iter().filter(|(_, one)| is_best(one)).take(limit).collect()
}

fn shown(tx: &ReadTransaction, ranked: Vec<(ArticleMatch, Candidate)>) -> Result<Vec<ArticleHit>> {
    let ids: Vec<i64> = ranked.iter().map(|(_, one)| one.id.0).collect();
    let mut texts = store::shown_texts(tx, &ids)?;
    let hit = |(matched, one): (ArticleMatch, Candidate)| {
        let (title, body) = texts.remove(&one.id)?;
        Some(ArticleHit {
            id: one.id,
            key: one.key,
            language: one.language,
            title,
            excerpt: rules::excerpt(&body),
            matched,
            helpful: one.helpful,
            not_helpful: one.not_helpful,
        })
    };
    Ok(ranked.into_iter().filter_map(hit).collect())
}

/// What a reader may see now of some articles, in the order of their ids.
pub(super) fn visible(tx: &ReadTransaction, ids: &[ArticleId], reader: ArticleAudience) -> Result<Vec<ArticleTitle>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut texts = store::shown_texts(tx, &ids)?;
    let may_see = |article: &Article| rules::may_read(reader, article.audience) && super::is_shown(article, tx.now());
    let found = store::with_ids(tx, &ids)?.into_iter().filter(may_see);
    let title = |article: Article| {
        let (title, _) = texts.remove(&article.id)?;
        Some(ArticleTitle { id: article.id, key: article.key, language: article.language, title })
    };
    Ok(found.filter_map(title).collect())
}
