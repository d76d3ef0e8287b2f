//! The SQL of reviews.

use super::model::{
    Review, ReviewAsked, ReviewAspect, ReviewConduct, ReviewFilter, ReviewReportReason, ReviewSettings, ReviewSort,
    ReviewState,
};
use super::subject::ReviewSubject;
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, OrderId, Quantity, Result, ReviewId};
use rusqlite::params;

stored! {
    Review in "crm_review" by ReviewId {
        customer_id, subject => (subject, subject_key), rating, aspects, title, text, photos, language, state,
        revisions, verified_purchase, helpful, reports, reply, replied_at, replied_by, posted_at, updated_at, published_at,
        ticket_id,
    }
}

const SETTINGS: &str = "crm_review_settings";

pub(super) fn settings(tx: &ReadTransaction) -> Result<ReviewSettings> {
    settings_of(tx, SETTINGS)
}

pub(super) fn save(tx: &WriteTransaction, settings: &ReviewSettings, rev: i64) -> Result<()> {
    save_settings(tx, SETTINGS, settings, rev)
}

/// Where a review stands in a list.
pub(super) fn key(sort: ReviewSort, review: &Review) -> [i64; 2] {
    let first = match sort {
        ReviewSort::Newest => review.posted_at.millis(),
        ReviewSort::Helpful => review.helpful.into(),
        ReviewSort::Rating => review.rating.into(),
    };
    [first, review.id.0]
}

/// The latest reviews of a customer that were not removed.
pub(super) fn latest_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Review>> {
    let sql =
        format!("{} WHERE customer_id = ?1 AND state <> ?2 ORDER BY posted_at DESC, id DESC LIMIT ?3", Review::SELECT);
    tx.all(&sql, params![customer, ReviewState::Removed, rows as i64], Review::from_row)
}

pub(super) fn list(tx: &ReadTransaction, filter: &ReviewFilter, listing: &Listing<2>) -> Result<Vec<Review>> {
    let mut conditions = Conditions::default();
    if let Some(subject) = &filter.subject {
        conditions.add_all("subject = ? AND subject_key = ?", &[&subject.kind, &subject.key()]);
    }
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", Some(filter.state.unwrap_or(ReviewState::Published)));
    conditions.add("rating = ?", filter.rating);
    conditions.add("language = ?", filter.language.as_deref());
    if filter.verified_only {
        conditions.add_fixed("verified_purchase IS NOT NULL");
    }
    if filter.unanswered {
        conditions.add_fixed("reply IS NULL");
    }
    let (place, order) = match filter.sort.unwrap_or(ReviewSort::Newest) {
        ReviewSort::Newest => ("(posted_at, id) <", "posted_at DESC, id DESC"),
        ReviewSort::Helpful => ("(helpful, id) <", "helpful DESC, id DESC"),
        ReviewSort::Rating => ("(rating, id) <", "rating DESC, id DESC"),
    };
    conditions.add_start(place, listing.start);
    conditions.read(tx, Review::SELECT, order, listing.limit(), Review::from_row)
}

/// The review of a subject by a customer that was not taken away.
pub(super) fn of(tx: &ReadTransaction, customer: CustomerId, subject: &ReviewSubject) -> Result<Option<ReviewId>> {
    tx.one(
        "SELECT id FROM crm_review WHERE customer_id = ?1 AND subject = ?2 AND subject_key = ?3 AND state <> 'removed'
         ORDER BY id DESC LIMIT 1",
        params![customer, subject.kind, subject.key()],
        |row| row.get(0),
    )
}

/// Whether there is any review at all.
pub(super) fn any(tx: &ReadTransaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_review)", [])
}

pub(super) fn of_customer(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Review>> {
    tx.all(&format!("{} WHERE customer_id = ?1 ORDER BY id", Review::SELECT), [customer], Review::from_row)
}

/// How readers and the shop took the reviews of a customer.
pub(super) fn conduct_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<ReviewConduct>> {
    tx.all(
        "SELECT id, state, helpful, posted_at, updated_at FROM crm_review WHERE customer_id = ?1 ORDER BY id",
        [customer],
        |row| {
            let mut columns = Columns::new(row);
            Ok(ReviewConduct {
                id: columns.next()?,
                state: columns.next()?,
                helpful: columns.next()?,
                posted_at: columns.next()?,
                updated_at: columns.next()?,
            })
        },
    )
}

/// How many published reviews of a subject give each rating, and how many of these are of verified purchases.
pub(super) fn ratings(tx: &ReadTransaction, subject: &ReviewSubject) -> Result<Vec<(i64, i64, i64)>> {
    tx.all(
        "SELECT rating, count(*), count(verified_purchase) FROM crm_review
         WHERE subject = ?1 AND subject_key = ?2 AND state = 'published' GROUP BY rating",
        params![subject.kind, subject.key()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The aspects that the published reviews of a subject rate.
pub(super) fn aspects(tx: &ReadTransaction, subject: &ReviewSubject) -> Result<Vec<ReviewAspect>> {
    let sums: Vec<(String, i64, i64)> = tx.all(
        "SELECT a.key, count(*), sum(a.value) FROM crm_review r, json_each(r.aspects) a
         WHERE r.subject = ?1 AND r.subject_key = ?2 AND r.state = 'published' GROUP BY a.key ORDER BY a.key",
        params![subject.kind, subject.key()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    sums.into_iter()
        .map(|(aspect, count, sum)| {
            let mean = Quantity::from_thousandths(scale_half_even(sum, 1_000, count)?);
            Ok(ReviewAspect { aspect, count: count.unsigned_abs(), mean })
        })
        .collect()
}

/// Who reads: a customer or a visitor.
pub(super) type Reader<'a> = (Option<CustomerId>, Option<&'a str>);

const BY: &str = "review_id = ?1 AND (customer_id = ?2 OR visitor = ?3)";

pub(super) fn has_voted(tx: &ReadTransaction, id: ReviewId, (customer, visitor): Reader<'_>) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM crm_review_vote WHERE {BY})");
    tx.value(&sql, params![id, customer, visitor])
}

pub(super) fn insert_vote(
    tx: &WriteTransaction,
    id: ReviewId,
    (customer, visitor): Reader<'_>,
    rev: i64,
) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_review_vote (review_id, customer_id, visitor, voted_at, rev) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, customer, visitor, tx.now(), rev],
    )
    .map(drop)
}

/// Takes the votes of a reader back; after a merge there may be two.
pub(super) fn remove_votes(tx: &WriteTransaction, id: ReviewId, (customer, visitor): Reader<'_>) -> Result<()> {
    tx.run(&format!("DELETE FROM crm_review_vote WHERE {BY}"), params![id, customer, visitor]).map(drop)
}

/// How many people found a review helpful: a customer once, however often a merge has brought votes together, and its
/// author not at all.
const HELPFUL: &str = "(SELECT count(DISTINCT v.customer_id) + count(v.visitor) FROM crm_review_vote v
  WHERE v.review_id = crm_review.id AND v.customer_id IS NOT crm_review.customer_id)";

pub(super) fn count_votes(tx: &WriteTransaction, id: ReviewId, rev: i64) -> Result<()> {
    tx.run(&format!("UPDATE crm_review SET helpful = {HELPFUL}, rev = ?2 WHERE id = ?1"), params![id, rev]).map(drop)
}

/// Counts the votes anew for the reviews of a customer and those that the customer voted for.
pub(super) fn recount_votes(tx: &WriteTransaction, customer: CustomerId, rev: i64) -> Result<()> {
    let sql = format!(
        "UPDATE crm_review SET helpful = {HELPFUL}, rev = ?2
         WHERE id IN (SELECT id FROM crm_review WHERE customer_id = ?1
           UNION SELECT review_id FROM crm_review_vote WHERE customer_id = ?1) AND helpful <> {HELPFUL}"
    );
    tx.run(&sql, params![customer, rev]).map(drop)
}

/// The authors of reviews that a customer voted for.
pub(super) fn voted_authors(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT DISTINCT r.customer_id FROM crm_review_vote v JOIN crm_review r ON r.id = v.review_id
         WHERE v.customer_id = ?1",
        [customer],
        |row| row.get(0),
    )
}

/// Whether a reader's report of a review waits to be looked at.
pub(super) fn has_reported(tx: &ReadTransaction, id: ReviewId, (customer, visitor): Reader<'_>) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM crm_review_report WHERE {BY} AND handled_at IS NULL)");
    tx.value(&sql, params![id, customer, visitor])
}

pub(super) fn insert_report(
    tx: &WriteTransaction,
    id: ReviewId,
    (customer, visitor): Reader<'_>,
    (reason, note): (ReviewReportReason, Option<&str>),
    rev: i64,
) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_review_report (review_id, customer_id, visitor, reason, note, reported_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![id, customer, visitor, reason, note, tx.now(), rev],
    )
    .map(drop)
}

/// Notes that somebody has looked at the reports of a review.
pub(super) fn handle_reports(tx: &WriteTransaction, id: ReviewId, rev: i64) -> Result<()> {
    let sql = "UPDATE crm_review_report SET handled_at = ?2, rev = ?3 WHERE review_id = ?1 AND handled_at IS NULL";
    tx.run(sql, params![id, tx.now(), rev]).map(drop)
}

pub(super) fn asked(tx: &ReadTransaction, order: OrderId) -> Result<Option<ReviewAsked>> {
    let sql = "SELECT order_id, asked_at FROM crm_review_request WHERE order_id = ?1";
    tx.one(sql, [order], |row| Ok(ReviewAsked { order_id: row.get(0)?, asked_at: row.get(1)? }))
}

pub(super) fn insert_asked(tx: &WriteTransaction, asked: &ReviewAsked, rev: i64) -> Result<()> {
    let sql = "INSERT INTO crm_review_request (order_id, asked_at, rev) VALUES (?1, ?2, ?3)";
    tx.run(sql, params![asked.order_id, asked.asked_at, rev]).map(drop)
}

/// Those of the orders whose customers were asked.
pub(super) fn asked_of(tx: &ReadTransaction, orders: impl Iterator<Item = OrderId>) -> Result<Vec<OrderId>> {
    let sql = "SELECT order_id FROM crm_review_request WHERE order_id = ?1";
    tx.all_of(sql, orders.map(|order| order.0), |row| row.get(0))
}

/// What customers have reviewed.
pub(super) fn reviewed_by(
    tx: &ReadTransaction,
    customers: impl Iterator<Item = CustomerId>,
) -> Result<Vec<(CustomerId, ReviewSubject)>> {
    let sql = "SELECT customer_id, subject, subject_key FROM crm_review
               WHERE customer_id = ?1 AND subject IN ('product', 'order')";
    tx.all_of(sql, customers.map(|customer| customer.0), |row| {
        let mut columns = Columns::new(row);
        Ok((columns.next()?, crate::db::Pair::read(&mut columns)?))
    })
}

/// Reviews whose votes or reports are counted wrong.
pub(super) fn miscounted(tx: &ReadTransaction) -> Result<i64> {
    let sql = format!(
        "SELECT count(*) FROM crm_review WHERE helpful <> {HELPFUL} OR reports <> (SELECT count(*)
           FROM crm_review_report p WHERE p.review_id = crm_review.id AND p.handled_at IS NULL)"
    );
    tx.value(&sql, [])
}

/// Up to so many reviews after an id, for the check.
pub(super) fn after(tx: &ReadTransaction, id: ReviewId, rows: usize) -> Result<Vec<Review>> {
    let sql = format!("{} WHERE id > ?1 ORDER BY id LIMIT ?2", Review::SELECT);
    tx.all(&sql, params![id, rows as i64], Review::from_row)
}
