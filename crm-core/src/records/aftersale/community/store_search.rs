//! The SQL of the index of topics.

use super::search::Indexed;
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::{Result, TopicId};
use rusqlite::params;

/// Writes what is found of a topic, in place of what was; nothing takes it out.
pub(super) fn index(tx: &WriteTransaction, id: TopicId, words: Option<&Indexed>) -> Result<()> {
    tx.run("DELETE FROM crm_topic_search WHERE rowid = ?1", [id])?;
    if let Some(words) = words {
        tx.run(
            "INSERT INTO crm_topic_search (rowid, title, tags, body, facets) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, words.title, words.tags, words.body, words.facets],
        )?;
    }
    Ok(())
}

/// What the index holds of a topic.
pub(super) fn indexed(tx: &ReadTransaction, id: TopicId) -> Result<Option<Indexed>> {
    tx.one("SELECT title, tags, body, facets FROM crm_topic_search WHERE rowid = ?1", [id], |row| {
        let mut columns = Columns::new(row);
        Ok(Indexed { title: columns.next()?, tags: columns.next()?, body: columns.next()?, facets: columns.next()? })
    })
}

/// Topics that meet an expression, the newest first, at most `rows`.
pub(super) fn matching(tx: &ReadTransaction, expression: &str, rows: i64) -> Result<Vec<TopicId>> {
    tx.all(
        "SELECT rowid FROM crm_topic_search WHERE crm_topic_search MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
        params![expression, rows],
        |row| row.get(0),
    )
}

/// How many rows of the index belong to no topic.
pub(super) fn strays(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM crm_topic_search WHERE rowid NOT IN (SELECT id FROM crm_topic)", [])
}
