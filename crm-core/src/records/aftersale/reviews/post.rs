//! What customers write, and what they change of it.

use super::model::{NewReview, Review, ReviewPatch, ReviewSettings, ReviewState};
use super::subject::{ReviewSubject, ReviewedKind};
use super::{Reviews, announce, rules, settle, store, verified};
use crate::db::{Json, Touch, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::records::interactions::Reference;
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::{CustomerId, Error, OrderId, Result, ReviewId, Timestamp};
use serde_json::json;

impl Reviews<'_, WriteTransaction> {
    /// Records what a customer thinks of a subject. It waits for somebody to look at it unless the settings publish it.
    ///
    /// # Errors
    /// `not_found` for an unknown customer or order; `conflict` when the customer has a review of the subject;
    /// `invalid_input` and `limit` for a bad field.
    pub fn post(&self, new: NewReview) -> Result<Review> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer = customers::require(tx, new.customer_id).map_err(|error| error.at("/customer_id"))?;
        require_reviewable(tx, customer, &new.subject)?;
        let posted_at = past(new.posted_at, tx.now())?;
        if let Some(known) = store::of(tx, customer, &new.subject)? {
            return Err(Error::conflict("the customer has a review of this")
                .at("/subject")
                .existing(known)
                .hint("change it with reviews.update"));
        }
        let mut review = Review {
            id: ReviewId(0),
            customer_id: customer,
            rating: new.rating,
            aspects: Json(new.aspects),
            title: new.title,
            text: new.text,
            photos: Json(new.photos),
            language: new.language,
            state: ReviewState::Pending,
            revisions: 0,
            verified_purchase: verified(tx, customer, &new.subject, posted_at)?,
            subject: new.subject,
            helpful: 0,
            reports: 0,
            reply: None,
            replied_at: None,
            replied_by: None,
            posted_at,
            updated_at: tx.now(),
            published_at: None,
        };
        let settings = self.settings()?;
        tx.step(|| {
            review.id = review.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &rules::MACHINE, (review.id.0, Some(customer)), review.state)?;
            tx.touch(customer, Touch::CONDUCT);
            announce(tx, "review.posted", &review, json!({ "is_verified": review.verified_purchase.is_some() }))?;
            if rules::publishes_itself(&settings, &review) {
                settle(tx, &mut review, ReviewState::Published, Some("settings"))?;
                announce(tx, "review.published", &review, json!({}))?;
            }
            note_negative(tx, &settings, &review)
        })?;
        Ok(review)
    }

    /// Changes a review as its author wishes; what was published is looked at again unless the settings publish it.
    /// Without a difference nothing happens.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that was removed; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: ReviewId, patch: ReviewPatch) -> Result<Review> {
        let tx = self.tx;
        let known = self.get(id)?;
        if known.state == ReviewState::Removed {
            return Err(Error::conflict("the review was removed").existing(id).hint("post a new one"));
        }
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        let settings = self.settings()?;
        after.revisions = after.revisions.saturating_add(1);
        let to = rules::after_change(&settings, &after);
        tx.step(|| {
            settle(tx, &mut after, to, Some("changed"))?;
            let facts = json!({ "revisions": after.revisions, "rating_before": known.rating, "was": known.state });
            announce(tx, "review.updated", &after, facts)?;
            if known.rating > settings.negative_until { note_negative(tx, &settings, &after) } else { Ok(()) }
        })?;
        Ok(after)
    }
}

/// Announces a negative review, and has the customer called.
fn note_negative(tx: &WriteTransaction, settings: &ReviewSettings, review: &Review) -> Result<()> {
    if review.rating > settings.negative_until {
        return Ok(());
    }
    announce(tx, "review.negative", review, json!({}))?;
    if settings.negative_task {
        let mut task = NewTask::new(TaskKind::Callback, "Negative review");
        task.customer_id = Some(review.customer_id);
        task.origin = Some("reviews.negative".to_owned());
        task.reference = Some(Reference { entity: "review".to_owned(), id: review.id.0 });
        tx.tasks().ensure(task)?;
    }
    Ok(())
}

/// An order is reviewed by who placed it.
fn require_reviewable(tx: &WriteTransaction, customer: CustomerId, subject: &ReviewSubject) -> Result<()> {
    let (ReviewedKind::Order, Some(order)) = (subject.kind, subject.id) else { return Ok(()) };
    let order = tx.orders().get(OrderId(order)).map_err(|error| error.at("/subject/id"))?;
    if order.customer_id != customer {
        return Err(Error::invalid("/subject/id", "this is another customer's order"));
    }
    Ok(())
}

fn past(at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp> {
    match at {
        Some(at) if at > now => Err(Error::invalid("/posted_at", "a review is not of the future")),
        at => Ok(at.unwrap_or(now)),
    }
}
