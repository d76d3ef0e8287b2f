//! The SQL of boards, topics and posts.

use super::model::{Board, CommunitySettings, Post, PostFilter, Topic, TopicFilter, TopicState};
use crate::db::{Conditions, Json, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{BoardId, PostId, Result, Timestamp, TopicId};
use rusqlite::params;
use std::collections::BTreeMap;

stored! {
    Board in "crm_board" by BoardId { key, name, language, position, staff_only, club_id, active, created_at }
}

stored! {
    Topic in "crm_topic" by TopicId {
        board_id, customer_id, staff_id, title, body, state, solution_id, rewarded_id, unanswered_due, unanswered_at,
        active_at, created_at, updated_at,
    }
    besides { tags: Vec::new(), skus: Vec::new(), posts: 0, votes: 0 }
}

stored! {
    Post in "crm_post" by PostId { topic_id, customer_id, staff_id, body, hidden_at, created_at, updated_at }
    besides { votes: 0 }
}

/// The table of topics, and their index.
pub(super) const TABLE: &str = "crm_topic";
pub(super) const INDEX: &str = "crm_topic_search";

const SETTINGS: &str = "crm_community_settings";

pub(super) fn settings(tx: &ReadTransaction) -> Result<CommunitySettings> {
    settings_of(tx, SETTINGS)
}

pub(super) fn save_settings_of(tx: &WriteTransaction, settings: &CommunitySettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)
}

pub(super) fn boards(tx: &ReadTransaction) -> Result<Vec<Board>> {
    tx.all(&format!("{} ORDER BY position, id", Board::SELECT), [], Board::from_row)
}

pub(super) fn board_by_key(tx: &ReadTransaction, key: &str) -> Result<Option<BoardId>> {
    tx.one("SELECT id FROM crm_board WHERE key = ?1", [key], |row| row.get(0))
}

/// Topics with what they are about and how many posts and votes they have, read at once.
pub(super) fn with_counts(tx: &ReadTransaction, mut topics: Vec<Topic>) -> Result<Vec<Topic>> {
    let ids: Vec<i64> = topics.iter().map(|topic| topic.id.0).collect();
    let subjects: Vec<(TopicId, String, String)> = tx.all(
        "SELECT topic_id, kind, value FROM crm_topic_subject
         WHERE topic_id IN (SELECT value FROM json_each(?1)) ORDER BY topic_id, kind, value",
        [Json(&ids)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut by_topic: BTreeMap<TopicId, Vec<(String, String)>> = BTreeMap::new();
    for (topic, kind, value) in subjects {
        by_topic.entry(topic).or_default().push((kind, value));
    }
    let posts: BTreeMap<TopicId, i64> = counted(
        tx,
        "SELECT topic_id, count(*) FROM crm_post
         WHERE topic_id IN (SELECT value FROM json_each(?1)) AND hidden_at IS NULL GROUP BY topic_id",
        &ids,
    )?;
    let votes: BTreeMap<TopicId, i64> = counted(
        tx,
        "SELECT topic_id, count(DISTINCT customer_id) FROM crm_forum_vote
         WHERE topic_id IN (SELECT value FROM json_each(?1)) AND post_id = 0 GROUP BY topic_id",
        &ids,
    )?;
    for topic in &mut topics {
        for (kind, value) in by_topic.remove(&topic.id).unwrap_or_default() {
            if kind == "sku" { topic.skus.push(value) } else { topic.tags.push(value) }
        }
        topic.posts = posts.get(&topic.id).map_or(0, |count| count.unsigned_abs());
        topic.votes = votes.get(&topic.id).map_or(0, |count| count.unsigned_abs());
    }
    Ok(topics)
}

fn counted<I: rusqlite::types::FromSql + Ord>(
    tx: &ReadTransaction,
    sql: &str,
    ids: &[i64],
) -> Result<BTreeMap<I, i64>> {
    let rows: Vec<(I, i64)> = tx.all(sql, [Json(ids)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

pub(super) fn replace_subjects(tx: &WriteTransaction, topic: &Topic) -> Result<()> {
    tx.run("DELETE FROM crm_topic_subject WHERE topic_id = ?1", [topic.id])?;
    for (kind, values) in [("sku", &topic.skus), ("tag", &topic.tags)] {
        for value in values {
            let sql = "INSERT INTO crm_topic_subject (topic_id, kind, value) VALUES (?1, ?2, ?3)";
            tx.run(sql, params![topic.id, kind, value])?;
        }
    }
    Ok(())
}

/// Topics by their ids, in the sequence given.
pub(super) fn with_ids(tx: &ReadTransaction, ids: &[TopicId]) -> Result<Vec<Topic>> {
    let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let sql = format!("{} WHERE id IN (SELECT value FROM json_each(?1))", Topic::SELECT);
    let mut found = with_counts(tx, tx.all(&sql, [Json(numbers)], Topic::from_row)?)?;
    found.sort_by_key(|topic| ids.iter().position(|id| *id == topic.id));
    Ok(found)
}

pub(super) fn topics(tx: &ReadTransaction, filter: &TopicFilter, listing: &Listing<2>) -> Result<Vec<Topic>> {
    let mut conditions = Conditions::default();
    conditions.add("board_id = ?", filter.board_id);
    conditions.add("customer_id = ?", filter.customer_id);
    match filter.state {
        None => conditions.add("state <> ?", Some(TopicState::Hidden)),
        state => conditions.add("state = ?", state),
    }
    for (kind, value) in [("sku", &filter.sku), ("tag", &filter.tag)] {
        let condition = format!("id IN (SELECT topic_id FROM crm_topic_subject WHERE kind = '{kind}' AND value = ?)");
        conditions.add(&condition, value.as_deref());
    }
    conditions.add_start("(active_at, id) <", listing.start);
    let found = conditions.read(tx, Topic::SELECT, "active_at DESC, id DESC", listing.limit(), Topic::from_row)?;
    with_counts(tx, found)
}

/// Posts with how many votes they have, read at once.
pub(super) fn with_votes(tx: &ReadTransaction, mut posts: Vec<Post>) -> Result<Vec<Post>> {
    let topics: Vec<i64> = posts.iter().map(|post| post.topic_id.0).collect();
    let votes: BTreeMap<PostId, i64> = counted(
        tx,
        "SELECT post_id, count(DISTINCT customer_id) FROM crm_forum_vote
         WHERE topic_id IN (SELECT value FROM json_each(?1)) AND post_id > 0 GROUP BY post_id",
        &topics,
    )?;
    for post in &mut posts {
        post.votes = votes.get(&post.id).map_or(0, |count| count.unsigned_abs());
    }
    Ok(posts)
}

pub(super) fn posts(tx: &ReadTransaction, filter: &PostFilter, listing: &Listing<1>) -> Result<Vec<Post>> {
    let mut conditions = Conditions::default();
    conditions.add("topic_id = ?", Some(filter.topic_id));
    if !filter.hidden {
        conditions.add_fixed("hidden_at IS NULL");
    }
    conditions.add_start("(id) >", listing.start);
    with_votes(tx, conditions.read(tx, Post::SELECT, "id", listing.limit(), Post::from_row)?)
}

/// Topics that count as unanswered now.
pub(super) fn unanswered(tx: &ReadTransaction, rows: usize) -> Result<Vec<Topic>> {
    let sql = format!(
        "{} WHERE unanswered_due IS NOT NULL AND unanswered_due <= ?1 ORDER BY unanswered_due LIMIT ?2",
        Topic::SELECT
    );
    tx.all(&sql, params![tx.now(), rows as i64], Topic::from_row)
}

/// The next instant at which a topic counts as unanswered.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(unanswered_due) FROM crm_topic WHERE unanswered_due IS NOT NULL", [])
}

/// Topics that meet an expression, the newest first, at most `rows`.
pub(super) fn matching(tx: &ReadTransaction, expression: &str, rows: i64) -> Result<Vec<TopicId>> {
    tx.all(
        "SELECT rowid FROM crm_topic_search WHERE crm_topic_search MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
        params![expression, rows],
        |row| row.get(0),
    )
}

/// The ids of all topics.
pub(super) fn all_ids(tx: &ReadTransaction) -> Result<Vec<TopicId>> {
    tx.all("SELECT id FROM crm_topic ORDER BY id", [], |row| row.get(0))
}

/// Topics in which somebody wrote last at another time than stored.
pub(super) fn misdated(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_topic t WHERE active_at <>
           max(created_at, (SELECT coalesce(max(p.created_at), t.created_at) FROM crm_post p WHERE p.topic_id = t.id))",
        [],
    )
}
