//! The SQL of votes and complaints.

use super::votes::{ForumReport, ForumReportFilter};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, PostId, Result, TopicId};
use rusqlite::{Row, params};

/// A topic, or a post of it.
type About = (TopicId, Option<PostId>);

/// The number that stands for the topic itself.
fn number(post: Option<PostId>) -> i64 {
    post.map_or(0, i64::from)
}

pub(super) fn has_voted(tx: &ReadTransaction, (topic, post): About, customer: CustomerId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_forum_vote WHERE topic_id = ?1 AND post_id = ?2 AND customer_id = ?3)",
        params![topic, number(post), customer],
    )
}

pub(super) fn vote(tx: &WriteTransaction, (topic, post): About, customer: CustomerId, rev: i64) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_forum_vote (topic_id, post_id, customer_id, at, rev) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![topic, number(post), customer, tx.now(), rev],
    )
    .map(drop)
}

pub(super) fn unvote(tx: &WriteTransaction, (topic, post): About, customer: CustomerId) -> Result<()> {
    let sql = "DELETE FROM crm_forum_vote WHERE topic_id = ?1 AND post_id = ?2 AND customer_id = ?3";
    tx.run(sql, params![topic, number(post), customer]).map(drop)
}

/// How many customers voted for something.
pub(super) fn votes(tx: &ReadTransaction, (topic, post): About) -> Result<u64> {
    let count: i64 = tx.value(
        "SELECT count(DISTINCT customer_id) FROM crm_forum_vote WHERE topic_id = ?1 AND post_id = ?2",
        params![topic, number(post)],
    )?;
    Ok(count.unsigned_abs())
}

const REPORT: &str =
    "SELECT id, topic_id, nullif(post_id, 0), customer_id, reason, at, handled_at FROM crm_forum_report";

fn report_row(row: &Row<'_>) -> rusqlite::Result<ForumReport> {
    let mut columns = Columns::new(row);
    Ok(ForumReport {
        id: columns.next()?,
        topic_id: columns.next()?,
        post_id: columns.next()?,
        customer_id: columns.next()?,
        reason: columns.next()?,
        at: columns.next()?,
        handled_at: columns.next()?,
    })
}

pub(super) fn report(
    tx: &WriteTransaction,
    (topic, post): About,
    (customer, reason): (CustomerId, &str),
    rev: i64,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO crm_forum_report (topic_id, post_id, customer_id, reason, at, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![topic, number(post), customer, reason, tx.now(), rev],
    )
}

pub(super) fn report_by_id(tx: &ReadTransaction, id: i64) -> Result<ForumReport> {
    use crate::vocabulary::error::OrNotFound;
    tx.one(&format!("{REPORT} WHERE id = ?1"), [id], report_row)?.or_not_found("report", id)
}

/// The complaint of a customer about something that waits.
pub(super) fn waiting(tx: &ReadTransaction, (topic, post): About, customer: CustomerId) -> Result<Option<ForumReport>> {
    let sql = format!(
        "{REPORT} WHERE topic_id = ?1 AND post_id = ?2 AND customer_id = ?3 AND handled_at IS NULL ORDER BY id LIMIT 1"
    );
    tx.one(&sql, params![topic, number(post), customer], report_row)
}

/// How many customers complain about something, of those whose complaint waits.
pub(super) fn complainants(tx: &ReadTransaction, (topic, post): About) -> Result<i64> {
    tx.value(
        "SELECT count(DISTINCT customer_id) FROM crm_forum_report
         WHERE topic_id = ?1 AND post_id = ?2 AND handled_at IS NULL",
        params![topic, number(post)],
    )
}

/// Notes that complaints about something were decided about.
pub(super) fn handle(tx: &WriteTransaction, (topic, post): About) -> Result<()> {
    tx.run(
        "UPDATE crm_forum_report SET handled_at = ?3 WHERE topic_id = ?1 AND post_id = ?2 AND handled_at IS NULL",
        params![topic, number(post), tx.now()],
    )
    .map(drop)
}

pub(super) fn reports(
    tx: &ReadTransaction,
    filter: &ForumReportFilter,
    listing: &Listing<1>,
) -> Result<Vec<ForumReport>> {
    let mut conditions = Conditions::default();
    conditions.add("topic_id = ?", filter.topic_id);
    if !filter.handled {
        conditions.add_fixed("handled_at IS NULL");
    }
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, REPORT, "id", listing.limit(), report_row)
}
