//! The SQL of knowledge.

use super::found::{ArticleGap, ArticleGapFilter, ArticleLink, NewArticleVote};
use super::model::{Article, ArticleFilter, ArticleVersion};
use crate::db::{Columns, Conditions, Json, ReadTransaction, WriteTransaction};
use crate::records::interactions::Reference;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{ArticleId, Result, Timestamp};
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// The table of articles, and their index.
pub(super) const TABLE: &str = "crm_article";
pub(super) const INDEX: &str = "crm_article_search";

/// Candidates of each way of looking.
pub(super) const CANDIDATES: i64 = 200;

/// Whether readers can find an article at the instant `?1`.
const VISIBLE: &str = "a.published_version IS NOT NULL AND (a.valid_to IS NULL OR a.valid_to > ?1)";

stored! {
    Article in "crm_article" by ArticleId {
        key, language, title, body, audience, state, version, published_version, related, valid_to, expiring_at,
        expired_at, views, helpful, not_helpful, created_at, updated_at, published_at,
    }
    besides { skus: Vec::new(), categories: Vec::new(), tags: Vec::new() }
}

/// What articles are about, read at once.
pub(super) fn with_subjects(tx: &ReadTransaction, mut articles: Vec<Article>) -> Result<Vec<Article>> {
    let ids: Vec<i64> = articles.iter().map(|article| article.id.0).collect();
    let rows: Vec<(ArticleId, String, String)> = tx.all(
        "SELECT article_id, kind, value FROM crm_article_subject
         WHERE article_id IN (SELECT value FROM json_each(?1)) ORDER BY article_id, kind, value",
        [Json(ids)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut by_article: BTreeMap<ArticleId, Vec<(String, String)>> = BTreeMap::new();
    for (article, kind, value) in rows {
        by_article.entry(article).or_default().push((kind, value));
    }
    for article in &mut articles {
        for (kind, value) in by_article.remove(&article.id).unwrap_or_default() {
            match kind.as_str() {
                "sku" => article.skus.push(value),
                "category" => article.categories.push(value),
                _ => article.tags.push(value),
            }
        }
    }
    Ok(articles)
}

pub(super) fn replace_subjects(tx: &WriteTransaction, article: &Article) -> Result<()> {
    tx.run("DELETE FROM crm_article_subject WHERE article_id = ?1", [article.id])?;
    for (kind, values) in [("sku", &article.skus), ("category", &article.categories), ("tag", &article.tags)] {
        for value in values {
            let sql = "INSERT INTO crm_article_subject (article_id, kind, value) VALUES (?1, ?2, ?3)";
            tx.run(sql, params![article.id, kind, value])?;
        }
    }
    Ok(())
}

pub(super) fn by_key(tx: &ReadTransaction, key: &str, language: &str) -> Result<Option<ArticleId>> {
    tx.one("SELECT id FROM crm_article WHERE key = ?1 AND language = ?2", [key, language], |row| row.get(0))
}

/// What readers may see now of a key, in the order of the languages.
pub(super) fn shown_of_key(tx: &ReadTransaction, key: &str) -> Result<Vec<Article>> {
    let sql = format!("SELECT id FROM crm_article a WHERE a.key = ?2 AND {VISIBLE} ORDER BY a.language");
    let ids: Vec<i64> = tx.all(&sql, params![tx.now(), key], |row| row.get(0))?;
    with_ids(tx, &ids)
}

/// Articles by their ids, without what they are about, in the order of the ids.
pub(super) fn with_ids(tx: &ReadTransaction, ids: &[i64]) -> Result<Vec<Article>> {
    let sql = format!("{} WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id", Article::SELECT);
    tx.all(&sql, [Json(ids)], Article::from_row)
}

pub(super) fn list(tx: &ReadTransaction, filter: &ArticleFilter, listing: &Listing<1>) -> Result<Vec<Article>> {
    let mut conditions = Conditions::default();
    conditions.add("state = ?", filter.state);
    conditions.add("key = ?", filter.key.as_deref());
    conditions.add("language = ?", filter.language.as_deref());
    conditions.add("audience = ?", filter.audience);
    for (kind, value) in [("sku", &filter.sku), ("category", &filter.category), ("tag", &filter.tag)] {
        let condition =
            format!("id IN (SELECT article_id FROM crm_article_subject WHERE kind = '{kind}' AND value = ?)");
        conditions.add(&condition, value.as_deref());
    }
    conditions.add_start("(id) >", listing.start);
    let found = conditions.read(tx, Article::SELECT, "id", listing.limit(), Article::from_row)?;
    with_subjects(tx, found)
}

fn version_row(row: &Row<'_>) -> rusqlite::Result<ArticleVersion> {
    let mut columns = Columns::new(row);
    Ok(ArticleVersion {
        version: columns.next()?,
        title: columns.next()?,
        body: columns.next()?,
        published_at: columns.next()?,
    })
}

pub(super) fn versions(tx: &ReadTransaction, id: ArticleId) -> Result<Vec<ArticleVersion>> {
    let sql = "SELECT version, title, body, published_at FROM crm_article_version WHERE article_id = ?1
               ORDER BY version";
    tx.all(sql, [id], version_row)
}

pub(super) fn version(tx: &ReadTransaction, id: ArticleId, version: u32) -> Result<Option<ArticleVersion>> {
    let sql =
        "SELECT version, title, body, published_at FROM crm_article_version WHERE article_id = ?1 AND version = ?2";
    tx.one(sql, params![id, version], version_row)
}

pub(super) fn last_version(tx: &ReadTransaction, id: ArticleId) -> Result<u32> {
    tx.value("SELECT coalesce(max(version), 0) FROM crm_article_version WHERE article_id = ?1", [id])
}

/// The titles and texts that readers see of some articles.
pub(super) fn shown_texts(tx: &ReadTransaction, ids: &[i64]) -> Result<BTreeMap<ArticleId, (String, String)>> {
    let rows: Vec<(ArticleId, (String, String))> = tx.all(
        "SELECT a.id, v.title, substr(v.body, 1, 1000)
         FROM crm_article a JOIN crm_article_version v ON v.article_id = a.id AND v.version = a.published_version
         WHERE a.id IN (SELECT value FROM json_each(?1))",
        [Json(ids)],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(rows.into_iter().collect())
}

pub(super) fn keep_version(tx: &WriteTransaction, article: &Article) -> Result<()> {
    tx.run(
        "INSERT INTO crm_article_version (article_id, version, title, body, published_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![article.id, article.version, article.title, article.body, tx.now()],
    )
    .map(drop)
}

/// What ranks an article among others that were found in the same way.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) id: ArticleId,
    pub(super) key: String,
    pub(super) language: String,
    pub(super) helpful: i64,
    pub(super) not_helpful: i64,
}

/// Articles that readers may see now and that meet an expression, the newest first, at most `rows`.
pub(super) fn matching(tx: &ReadTransaction, expression: &str, rows: i64) -> Result<Vec<Candidate>> {
    let sql = format!(
        "SELECT a.id, a.key, a.language, a.helpful, a.not_helpful
         FROM crm_article_search s CROSS JOIN crm_article a ON a.id = s.rowid
         WHERE s.crm_article_search MATCH ?2 AND {VISIBLE} ORDER BY s.rowid DESC LIMIT ?3"
    );
    tx.all(&sql, params![tx.now(), expression, rows], |row| {
        let mut columns = Columns::new(row);
        Ok(Candidate {
            id: columns.next()?,
            key: columns.next()?,
            language: columns.next()?,
            helpful: columns.next()?,
            not_helpful: columns.next()?,
        })
    })
}

pub(super) fn count_view(tx: &WriteTransaction, id: ArticleId) -> Result<()> {
    tx.run("UPDATE crm_article SET views = views + 1 WHERE id = ?1", [id]).map(drop)
}

/// Stores a vote in place of the one that its voter had; whether anything changed.
pub(super) fn vote(tx: &WriteTransaction, vote: &NewArticleVote, rev: i64) -> Result<bool> {
    let voter = "article_id = ?1 AND customer_id IS ?2 AND visitor IS ?3";
    let values = params![vote.article_id, vote.customer_id, vote.visitor];
    // Two customers that became one may have two votes: both say what the one says now.
    let known: Vec<bool> =
        tx.all(&format!("SELECT helpful FROM crm_article_vote WHERE {voter}"), values, |row| row.get(0))?;
    if known.is_empty() {
        tx.insert(
            "INSERT INTO crm_article_vote (article_id, customer_id, visitor, helpful, at, rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![vote.article_id, vote.customer_id, vote.visitor, vote.helpful, tx.now(), rev],
        )?;
        return Ok(true);
    }
    if known.iter().all(|helpful| *helpful == vote.helpful) {
        return Ok(false);
    }
    tx.run(
        &format!("UPDATE crm_article_vote SET helpful = ?4, at = ?5, rev = ?6 WHERE {voter}"),
        params![vote.article_id, vote.customer_id, vote.visitor, vote.helpful, tx.now(), rev],
    )?;
    Ok(true)
}

/// How many votes say that an article is helpful, and how many that it is not.
pub(super) fn votes(tx: &ReadTransaction, id: ArticleId) -> Result<(i64, i64)> {
    let sql = "SELECT coalesce(sum(helpful), 0), coalesce(sum(1 - helpful), 0) FROM crm_article_vote
               WHERE article_id = ?1";
    Ok(tx.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
}

pub(super) fn link(tx: &WriteTransaction, id: ArticleId, about: &Reference, resolved: bool, rev: i64) -> Result<bool> {
    let changed = tx.run(
        "INSERT INTO crm_article_link (article_id, entity, entity_id, resolved, at, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (article_id, entity, entity_id) DO UPDATE
         SET resolved = excluded.resolved, at = excluded.at, rev = excluded.rev
         WHERE resolved <> excluded.resolved",
        params![id, about.entity, about.id, resolved, tx.now(), rev],
    )?;
    Ok(changed > 0)
}

/// The articles that were used for something, in the order of their ids.
pub(super) fn links(tx: &ReadTransaction, about: &Reference) -> Result<Vec<ArticleLink>> {
    tx.all(
        "SELECT l.article_id, a.key, a.title, l.resolved, l.at
         FROM crm_article_link l JOIN crm_article a ON a.id = l.article_id
         WHERE l.entity = ?1 AND l.entity_id = ?2 ORDER BY l.article_id",
        params![about.entity, about.id],
        |row| {
            let mut columns = Columns::new(row);
            Ok(ArticleLink {
                article_id: columns.next()?,
                key: columns.next()?,
                title: columns.next()?,
                reference: about.clone(),
                resolved: columns.next()?,
                at: columns.next()?,
            })
        },
    )
}

/// Counts a question that found nothing.
pub(super) fn count_gap(tx: &WriteTransaction, text: &str, language: &str, rev: i64) -> Result<()> {
    tx.run(
        "INSERT INTO crm_article_gap (text, language, count, first_at, last_at, rev) VALUES (?1, ?2, 1, ?3, ?3, ?4)
         ON CONFLICT (text, language) DO UPDATE
         SET count = count + 1, last_at = excluded.last_at, rev = excluded.rev",
        params![text, language, tx.now(), rev],
    )
    .map(drop)
}

pub(super) fn gaps(tx: &ReadTransaction, filter: &ArticleGapFilter, listing: &Listing<2>) -> Result<Vec<ArticleGap>> {
    let mut conditions = Conditions::default();
    conditions.add("language = ?", filter.language.as_deref());
    conditions.add("last_at >= ?", filter.since);
    conditions.add_start("(count, id) <", listing.start);
    let select = "SELECT id, text, nullif(language, ''), count, first_at, last_at FROM crm_article_gap";
    conditions.read(tx, select, "count DESC, id DESC", listing.limit(), |row| {
        let mut columns = Columns::new(row);
        Ok(ArticleGap {
            id: columns.next()?,
            text: columns.next()?,
            language: columns.next()?,
            count: columns.next()?,
            first_at: columns.next()?,
            last_at: columns.next()?,
        })
    })
}

/// Published articles that end until this instant and were not announced.
pub(super) fn expiring(tx: &ReadTransaction, until: Timestamp, rows: usize) -> Result<Vec<Article>> {
    let sql = format!(
        "{} WHERE published_version IS NOT NULL AND expiring_at IS NULL AND valid_to IS NOT NULL AND valid_to <= ?1
         ORDER BY valid_to LIMIT ?2",
        Article::SELECT
    );
    tx.all(&sql, params![until, rows as i64], Article::from_row)
}

/// Published articles that have ended and are still in the index.
pub(super) fn expired(tx: &ReadTransaction, rows: usize) -> Result<Vec<Article>> {
    let sql = format!(
        "{} WHERE published_version IS NOT NULL AND expired_at IS NULL AND valid_to IS NOT NULL AND valid_to <= ?1
         ORDER BY valid_to LIMIT ?2",
        Article::SELECT
    );
    tx.all(&sql, params![tx.now(), rows as i64], Article::from_row)
}

/// The next instant at which tick has something to do, when ends are announced so many days before.
pub(super) fn next_due(tx: &ReadTransaction, notice_days: i64) -> Result<Option<Timestamp>> {
    let (announced, ended): (Option<Timestamp>, Option<Timestamp>) = tx
        .one(
            "SELECT
               (SELECT min(valid_to) FROM crm_article
                WHERE published_version IS NOT NULL AND expiring_at IS NULL AND valid_to IS NOT NULL),
               (SELECT min(valid_to) FROM crm_article
                WHERE published_version IS NOT NULL AND expired_at IS NULL AND valid_to IS NOT NULL)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .unwrap_or_default();
    Ok(announced.map(|at| at.plus_days(-notice_days)).into_iter().chain(ended).min())
}

/// The ids of all articles.
pub(super) fn all_ids(tx: &ReadTransaction) -> Result<Vec<ArticleId>> {
    tx.all("SELECT id FROM crm_article ORDER BY id", [], |row| row.get(0))
}
