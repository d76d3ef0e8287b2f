//! The SQL of what is talked about.

use super::hot::HotTopic;
use crate::db::{Json, ReadTransaction};
use crate::vocabulary::{BoardId, Result, Timestamp, TopicId};
use rusqlite::params;
use std::collections::BTreeMap;

/// Everything that was written in a period and that is not hidden: the topic, whether it is a post, and who wrote.
const WRITTEN: &str = "SELECT id AS topic_id, 0 AS is_post, customer_id, staff_id
    FROM crm_topic WHERE created_at >= ?1 AND created_at < ?2
  UNION ALL SELECT topic_id, 1, customer_id, staff_id
    FROM crm_post WHERE created_at >= ?1 AND created_at < ?2 AND hidden_at IS NULL";

/// How much every topic was talked about, without its title.
pub(super) fn activity(
    tx: &ReadTransaction,
    (from, before): (Timestamp, Timestamp),
    board: Option<BoardId>,
) -> Result<Vec<HotTopic>> {
    let values = params![from, before, board];
    let sql = format!(
        "SELECT w.topic_id, t.board_id, sum(w.is_post), count(DISTINCT w.customer_id) + count(DISTINCT w.staff_id)
         FROM ({WRITTEN}) w JOIN crm_topic t ON t.id = w.topic_id
         WHERE t.state <> 'hidden' AND (?3 IS NULL OR t.board_id = ?3) GROUP BY w.topic_id"
    );
    let written: Vec<(TopicId, BoardId, i64, i64)> =
        tx.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let voted: Vec<(TopicId, BoardId, i64)> = tx.all(
        "SELECT v.topic_id, t.board_id, count(DISTINCT v.post_id || '/' || v.customer_id)
         FROM crm_forum_vote v JOIN crm_topic t ON t.id = v.topic_id LEFT JOIN crm_post p ON p.id = v.post_id
         WHERE v.at >= ?1 AND v.at < ?2 AND t.state <> 'hidden' AND p.hidden_at IS NULL
           AND (?3 IS NULL OR t.board_id = ?3)
         GROUP BY v.topic_id",
        values,
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut topics: BTreeMap<TopicId, HotTopic> = BTreeMap::new();
    let none = |topic_id, board_id| HotTopic {
        topic_id,
        board_id,
        title: String::new(),
        score: 0,
        posts: 0,
        votes: 0,
        authors: 0,
    };
    for (topic, board, posts, authors) in written {
        let one = topics.entry(topic).or_insert_with(|| none(topic, board));
        (one.posts, one.authors) = (posts.unsigned_abs(), authors.unsigned_abs());
    }
    for (topic, board, votes) in voted {
        topics.entry(topic).or_insert_with(|| none(topic, board)).votes = votes.unsigned_abs();
    }
    let scored = topics.into_values().map(|one| HotTopic { score: 2 * one.posts + 3 * one.authors + one.votes, ..one });
    Ok(scored.collect())
}

/// What the topics in which something was written in a period mention: the topic, the kind, the value.
pub(super) fn mentions(
    tx: &ReadTransaction,
    (from, before): (Timestamp, Timestamp),
    board: Option<BoardId>,
) -> Result<Vec<(TopicId, String, String)>> {
    let sql = format!(
        "SELECT DISTINCT s.topic_id, s.kind, s.value
         FROM ({WRITTEN}) w JOIN crm_topic t ON t.id = w.topic_id JOIN crm_topic_subject s ON s.topic_id = t.id
         WHERE t.state <> 'hidden' AND (?3 IS NULL OR t.board_id = ?3) ORDER BY s.topic_id, s.kind, s.value"
    );
    tx.all(&sql, params![from, before, board], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Gives topics their titles.
pub(super) fn entitle(tx: &ReadTransaction, topics: &mut [HotTopic]) -> Result<()> {
    let ids: Vec<i64> = topics.iter().map(|topic| topic.topic_id.0).collect();
    let rows: Vec<(TopicId, String)> =
        tx.all("SELECT id, title FROM crm_topic WHERE id IN (SELECT value FROM json_each(?1))", [Json(ids)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut titles: BTreeMap<TopicId, String> = rows.into_iter().collect();
    for topic in topics {
        topic.title = titles.remove(&topic.topic_id).unwrap_or_default();
    }
    Ok(())
}
