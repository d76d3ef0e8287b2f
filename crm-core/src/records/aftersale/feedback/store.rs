//! The SQL of feedback.

use super::model::{
    FeedbackCount, FeedbackEntry, FeedbackFilter, FeedbackKind, FeedbackPeriod, FeedbackSettings, FeedbackSort,
    FeedbackTeacher,
};
use crate::db::{Conditions, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, FeedbackId, Result, Timestamp};
use rusqlite::params;

stored! {
    FeedbackEntry in "crm_feedback" by FeedbackId {
        customer_id, kind, about, sku, competitor_id, competitor_product_id, text, reference => (ref_entity, ref_id),
        state, idea_id, supporters, answer, answered_at, answered_by, effect_note, effect_at, news_at, told_at, due_at,
        reminded_at, credited_at, credited_points, received_at, updated_at,
    }
}

const SETTINGS: &str = "crm_feedback_settings";

pub(super) fn settings(tx: &ReadTransaction) -> Result<FeedbackSettings> {
    settings_of(tx, SETTINGS)
}

pub(super) fn save(tx: &WriteTransaction, settings: &FeedbackSettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)
}

/// What is neither done nor declined, in the words of the index by state.
const OPEN: &str = "state IN ('received', 'under_review', 'planned')";

/// Where a feedback stands in a list.
pub(super) fn key(sort: FeedbackSort, feedback: &FeedbackEntry) -> [i64; 2] {
    let first = match sort {
        FeedbackSort::Newest => feedback.received_at.millis(),
        FeedbackSort::Supporters => feedback.supporters.into(),
    };
    [first, feedback.id.0]
}

/// The latest suggestions and wishes of a customer.
pub(crate) fn ideas_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<FeedbackEntry>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND kind IN (?2, ?3) ORDER BY received_at DESC, id DESC LIMIT ?4",
        FeedbackEntry::SELECT
    );
    let values = params![customer, FeedbackKind::Suggestion, FeedbackKind::Wish, rows as i64];
    tx.all(&sql, values, FeedbackEntry::from_row)
}

pub(super) fn list(tx: &ReadTransaction, filter: &FeedbackFilter, listing: &Listing<2>) -> Result<Vec<FeedbackEntry>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("idea_id = ?", filter.idea_id);
    conditions.add("sku = ?", filter.sku.as_deref());
    // What one customer or idea has is little, and found by its own index.
    let is_narrow = filter.customer_id.is_some() || filter.idea_id.is_some();
    conditions.add(if is_narrow { "+state = ?" } else { "state = ?" }, filter.state);
    conditions.add("kind = ?", filter.kind);
    conditions.add("about = ?", filter.about);
    conditions.add("competitor_id = ?", filter.competitor_id);
    if filter.ideas_only {
        conditions.add_fixed("idea_id IS NULL");
    }
    if filter.unanswered {
        conditions.add_fixed("answered_at IS NULL");
        conditions.add_fixed(OPEN);
    }
    if filter.to_tell {
        conditions.add_fixed("news_at IS NOT NULL");
    }
    let (place, order) = match filter.sort.unwrap_or(FeedbackSort::Newest) {
        FeedbackSort::Newest => ("(received_at, id) <", "received_at DESC, id DESC"),
        FeedbackSort::Supporters => ("(supporters, id) <", "supporters DESC, id DESC"),
    };
    conditions.add_start(place, listing.start);
    conditions.read(tx, FeedbackEntry::SELECT, order, listing.limit(), FeedbackEntry::from_row)
}

/// What was joined to an idea.
pub(super) fn joined(tx: &ReadTransaction, idea: FeedbackId) -> Result<Vec<FeedbackEntry>> {
    tx.all(&format!("{} WHERE idea_id = ?1 ORDER BY id", FeedbackEntry::SELECT), [idea], FeedbackEntry::from_row)
}

/// An idea and what was joined to it.
const GROUP: &str =
    "(SELECT id FROM crm_feedback WHERE id = ?1 UNION ALL SELECT id FROM crm_feedback WHERE idea_id = ?1)";

/// Whether a customer votes for an idea or for anything that was joined to it.
pub(super) fn has_voted(tx: &ReadTransaction, idea: FeedbackId, customer: CustomerId) -> Result<bool> {
    let sql =
        format!("SELECT EXISTS (SELECT 1 FROM crm_feedback_vote WHERE customer_id = ?2 AND feedback_id IN {GROUP})");
    tx.value(&sql, params![idea, customer])
}

pub(super) fn insert_vote(tx: &WriteTransaction, idea: FeedbackId, customer: CustomerId, rev: i64) -> Result<()> {
    let sql = "INSERT INTO crm_feedback_vote (feedback_id, customer_id, voted_at, rev) VALUES (?1, ?2, ?3, ?4)";
    tx.insert(sql, params![idea, customer, tx.now(), rev]).map(drop)
}

pub(super) fn remove_votes(tx: &WriteTransaction, idea: FeedbackId, customer: CustomerId) -> Result<()> {
    let sql = format!("DELETE FROM crm_feedback_vote WHERE customer_id = ?2 AND feedback_id IN {GROUP}");
    tx.run(&sql, params![idea, customer]).map(drop)
}

/// How many customers want an idea, each once.
const SUPPORTERS: &str = "(SELECT count(DISTINCT s.customer_id) FROM (
    SELECT f.customer_id FROM crm_feedback f WHERE f.id = crm_feedback.id
    UNION ALL SELECT f.customer_id FROM crm_feedback f WHERE f.idea_id = crm_feedback.id
    UNION ALL SELECT v.customer_id FROM crm_feedback_vote v WHERE v.feedback_id = crm_feedback.id
    UNION ALL SELECT v.customer_id FROM crm_feedback f JOIN crm_feedback_vote v ON v.feedback_id = f.id
      WHERE f.idea_id = crm_feedback.id) s)";

pub(super) fn count_supporters(tx: &WriteTransaction, id: FeedbackId, rev: i64) -> Result<()> {
    let sql = format!("UPDATE crm_feedback SET supporters = {SUPPORTERS}, rev = ?2 WHERE id = ?1");
    tx.run(&sql, params![id, rev]).map(drop)
}

/// Counts anew what a customer gave, voted for, or had joined to something.
pub(super) fn recount(tx: &WriteTransaction, customer: CustomerId, rev: i64) -> Result<()> {
    let sql = format!(
        "UPDATE crm_feedback SET supporters = {SUPPORTERS}, rev = ?2
         WHERE id IN (SELECT coalesce(idea_id, id) FROM crm_feedback WHERE customer_id = ?1
           UNION SELECT id FROM crm_feedback WHERE customer_id = ?1
           UNION SELECT v.feedback_id FROM crm_feedback_vote v WHERE v.customer_id = ?1
           UNION SELECT coalesce(f.idea_id, f.id) FROM crm_feedback_vote v JOIN crm_feedback f ON f.id = v.feedback_id
             WHERE v.customer_id = ?1) AND supporters <> {SUPPORTERS}"
    );
    tx.run(&sql, params![customer, rev]).map(drop)
}

/// Feedback that nobody has answered in time and of which nobody was reminded, behind a SELECT.
pub(super) const DUE: &str =
    "WHERE due_at IS NOT NULL AND reminded_at IS NULL AND due_at <= ?1 ORDER BY due_at LIMIT ?2";

/// The next time to answer.
pub(super) const NEXT: &str = "SELECT min(due_at) FROM crm_feedback WHERE due_at IS NOT NULL AND reminded_at IS NULL";

pub(super) fn due(tx: &ReadTransaction, rows: usize) -> Result<Vec<FeedbackEntry>> {
    tx.all(&format!("{} {DUE}", FeedbackEntry::SELECT), params![tx.now(), rows as i64], FeedbackEntry::from_row)
}

pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value(NEXT, [])
}

/// The feedback of a period, and of an article when one is named, in the words of their indexes.
fn within(period: &FeedbackPeriod) -> Conditions {
    let mut conditions = Conditions::default();
    conditions.add("sku = ?", period.sku.as_deref());
    conditions.add("received_at >= ?", period.from);
    conditions.add("received_at < ?", period.before);
    conditions
}

/// By what feedback is counted.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Kind,
    About,
    State,
    Sku,
}

/// How much feedback of a period there is by something, the most first.
pub(super) fn counts(tx: &ReadTransaction, period: &FeedbackPeriod, by: By, rows: i64) -> Result<Vec<FeedbackCount>> {
    let column = match by {
        By::Kind => "kind",
        By::About => "about",
        By::State => "state",
        By::Sku => "sku",
    };
    let mut conditions = within(period);
    conditions.add_fixed(&format!("{column} IS NOT NULL GROUP BY {column}"));
    let select = format!("SELECT {column}, count(*) FROM crm_feedback");
    let counts: Vec<(String, i64)> =
        conditions.read(tx, &select, "2 DESC, 1", rows, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(counts.into_iter().map(|(key, count)| FeedbackCount { key, count: count.unsigned_abs() }).collect())
}

/// How much feedback of a period is open, unanswered, and to be told of.
pub(super) fn left(tx: &ReadTransaction, period: &FeedbackPeriod) -> Result<[i64; 3]> {
    let select = format!(
        "SELECT coalesce(sum({OPEN}), 0), coalesce(sum({OPEN} AND answered_at IS NULL), 0), count(news_at)
         FROM crm_feedback"
    );
    let row = within(period).read(tx, &select, "1", 1, |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    Ok(row.first().copied().unwrap_or_default())
}

/// How long the answers took, in milliseconds.
pub(super) fn waits(tx: &ReadTransaction, period: &FeedbackPeriod) -> Result<Vec<i64>> {
    let mut conditions = within(period);
    conditions.add_fixed("answered_at IS NOT NULL");
    let select = "SELECT max(answered_at - received_at, 0) FROM crm_feedback";
    conditions.read(tx, select, "1", i64::MAX, |row| row.get(0))
}

/// The customers with most ideas of a period that were done.
pub(super) fn teachers(tx: &ReadTransaction, period: &FeedbackPeriod, rows: i64) -> Result<Vec<FeedbackTeacher>> {
    let mut conditions = within(period);
    conditions.add_fixed("state = 'done' AND kind IN ('suggestion', 'wish', 'defect') GROUP BY customer_id");
    let select = "SELECT customer_id, count(*) FROM crm_feedback";
    conditions.read(tx, select, "2 DESC, 1", rows, |row| {
        let done: i64 = row.get(1)?;
        Ok(FeedbackTeacher { customer_id: row.get(0)?, done: done.unsigned_abs() })
    })
}

/// Feedback with another number of supporters than it has.
pub(super) fn miscounted(tx: &ReadTransaction) -> Result<i64> {
    tx.value(&format!("SELECT count(*) FROM crm_feedback WHERE supporters <> {SUPPORTERS}"), [])
}

/// Feedback that was joined to something that is no idea of its own, or that stands elsewhere than its idea.
pub(super) fn misjoined(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_feedback f JOIN crm_feedback i ON i.id = f.idea_id
         WHERE i.idea_id IS NOT NULL OR i.state <> f.state OR i.id = f.id",
        [],
    )
}
