//! Reviews of products, orders, service, staff and shop.
//!
//! Owns what customers write and rate, what the shop answers, and who found it helpful or reported it. Promises that a
//! customer has one review of a subject and changes that, that a purchase is verified by the orders and never by who
//! claims it, that a voter counts once, that a negative review opens one ticket, and that a summary is that of the
//! published reviews at this moment.
//!
//! Two reviews of a subject that a merge brings to one customer stay two, as they were written. Refuses to send
//! anything: [`Reviews::due`] says who may be asked, the host asks, and [`Reviews::ask`] notes it.

mod ask;
mod model;
mod moderate;
mod post;
mod read;
mod rules;
mod store;
mod subject;

#[cfg(test)]
mod tests;

pub(crate) use model::ReviewConduct;
pub use model::{
    NewReview, Review, ReviewAsked, ReviewAspect, ReviewFilter, ReviewPatch, ReviewReader, ReviewReportReason,
    ReviewRequest, ReviewSettings, ReviewSettingsPatch, ReviewSort, ReviewState, ReviewSummary,
};
pub use subject::{ReviewSubject, ReviewedKind, ReviewedService};

use crate::db::{ReadTransaction, Round, Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::orders::bought::{Goods, paid_order};
use crate::vocabulary::{CustomerId, OrderId, Result, ReviewId, Timestamp};
use serde_json::{Value, json};

room! {
    /// Reviews of products, orders, service, staff and shop.
    Reviews, reviews
}

customer_rows! { REVIEWS, "crm_review", moving "review" }

customer_rows! { VOTES, "crm_review_vote" }

customer_rows! { REPORTS, "crm_review_report" }

/// Rows that the check reads at once.
const BATCH: usize = 1_000;

impl Reviews<'_, WriteTransaction> {
    /// Changes what is published by itself, what is held back, and when customers are asked. Reviews that there are
    /// stay where they stand.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field.
    pub fn configure(&self, patch: ReviewSettingsPatch) -> Result<ReviewSettings> {
        let tx = self.tx;
        let known = self.settings()?;
        let after = rules::patched_settings(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            store::save(tx, &after, journal::next_seq(tx)?)?;
            let facts = json!({ "auto_publish": after.auto_publish, "report_limit": after.report_limit });
            journal::append(tx, Entry::new("review.configured").payload(facts))
        })?;
        Ok(after)
    }
}

/// Keeps the verified purchases true to the orders: before the commit, for the customers whose orders changed.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    let mut customers = round.customers_with(Touch::ORDERS).peekable();
    // An import of orders into a shop without reviews asks once and not for each customer.
    if customers.peek().is_none() || !store::any(tx)? {
        return Ok(());
    }
    for customer in customers {
        for mut review in store::of_customer(tx, customer)? {
            let verified = verified(tx, customer, &review.subject, review.posted_at)?;
            if verified != review.verified_purchase {
                review.verified_purchase = verified;
                review.update(tx, journal::next_seq(tx)?)?;
            }
        }
    }
    Ok(())
}

/// Counts votes anew after a merge or unmerge: two customers that become one have one vote, and none for themselves.
pub(crate) fn refresh(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    store::recount_votes(tx, customer, journal::next_seq(tx)?)?;
    for author in store::voted_authors(tx, customer)? {
        tx.touch(author, Touch::CONDUCT);
    }
    Ok(())
}

/// The latest reviews of an existing, unmerged customer, those that wait for moderation too.
pub(crate) fn latest_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Review>> {
    store::latest_of(tx, customer, rows)
}

/// How readers and the shop took the reviews of an existing, unmerged customer.
pub(crate) fn conduct_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<ReviewConduct>> {
    store::conduct_of(tx, customer)
}

/// The order that shows that a customer had bought a subject by an instant.
fn verified(
    tx: &ReadTransaction,
    customer: CustomerId,
    subject: &ReviewSubject,
    until: Timestamp,
) -> Result<Option<OrderId>> {
    let goods = match (subject.kind, &subject.sku, subject.id) {
        (ReviewedKind::Product, Some(sku), _) => Goods::Article(sku),
        (ReviewedKind::Order, _, Some(id)) => Goods::Order(OrderId(id)),
        (ReviewedKind::Shop, ..) => Goods::Anything,
        // A purchase says nothing about service and staff.
        _ => return Ok(None),
    };
    paid_order(tx, customer, goods, until)
}

/// Counts and verified purchases that differ from what they rest on.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let miscounted = store::miscounted(tx)?;
    let (mut unverified, mut last) = (0, ReviewId(0));
    loop {
        let reviews = store::after(tx, last, BATCH)?;
        let Some(end) = reviews.last() else { break };
        last = end.id;
        for review in &reviews {
            let verified = verified(tx, review.customer_id, &review.subject, review.posted_at)?;
            unverified += i64::from(verified != review.verified_purchase);
        }
    }
    let problems = [
        (miscounted, "have other votes or reports than they count"),
        (unverified, "contradict the orders about the purchase"),
    ];
    let wrong = problems.into_iter().filter(|(wrong, _)| *wrong > 0);
    Ok(wrong.map(|(wrong, what)| format!("{wrong} reviews {what}")).collect())
}

/// Takes a review to another state and stores it as it is then; in the same state it is only stored.
fn settle(tx: &WriteTransaction, review: &mut Review, to: ReviewState, reason: Option<&str>) -> Result<()> {
    if review.state != to {
        let whose = (review.id.0, Some(review.customer_id));
        journal::go(tx, &rules::MACHINE, whose, (review.state, to), reason)?;
        review.state = to;
        tx.touch(review.customer_id, Touch::CONDUCT);
    }
    if to == ReviewState::Published {
        review.published_at = review.published_at.or(Some(tx.now()));
    }
    review.updated_at = tx.now();
    review.update(tx, journal::next_seq(tx)?)
}

fn announce(tx: &WriteTransaction, name: &'static str, review: &Review, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(review.customer_id).entity("review", review.id);
    let facts = json!({ "subject": review.subject.kind, "rating": review.rating, "state": review.state });
    journal::append(tx, event.payload(facts).facts(payload)).map(drop)
}
