//! What customers write, and what they change of it.

use super::model::{NewReview, Review, ReviewPatch, ReviewSettings, ReviewState};
use super::subject::{ReviewSubject, ReviewedKind};
use super::{Reviews, announce, rules, settle, store, verified};
use crate::db::{Json, Touch, WriteTransaction};
use crate::journal;
use crate::records::aftersale::tickets::{self, NewTicket, TicketKind};
use crate::records::customers;
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
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
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
            ticket_id: None,
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
            note_negative(tx, &settings, &mut review)
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
            if known.rating > settings.negative_until { note_negative(tx, &settings, &mut after) } else { Ok(()) }
        })?;
        Ok(after)
    }
}

/// Announces a negative review, and opens a ticket for it once, however often it changes.
fn note_negative(tx: &WriteTransaction, settings: &ReviewSettings, review: &mut Review) -> Result<()> {
    if review.rating > settings.negative_until {
        return Ok(());
    }
    announce(tx, "review.negative", review, json!({}))?;
    if !settings.negative_ticket || review.ticket_id.is_some() {
        return Ok(());
    }
    let opened = tx.tickets().open(complaint(tx, review)?)?;
    review.ticket_id = Some(opened.id);
    review.update(tx, journal::next_seq(tx)?)
}

/// The ticket of a negative review: with the order that is reviewed or shows the purchase, and its line with the article.
fn complaint(tx: &WriteTransaction, review: &Review) -> Result<NewTicket> {
    let subject = &review.subject;
    let what = format!("Negative review: {} {}", subject.kind, subject.key());
    let reviewed = subject.id.filter(|_| subject.kind == ReviewedKind::Order).map(OrderId);
    let order = match reviewed.or(review.verified_purchase) {
        Some(order) => tickets::order_of(tx, review.customer_id, order)?,
        None => None,
    };
    let line = order.iter().flat_map(|order| &order.lines).find(|line| Some(&line.sku) == subject.sku.as_ref());
    Ok(NewTicket {
        body: review.text.clone(),
        order_id: order.as_ref().map(|order| order.id),
        order_line_id: line.map(|line| line.id),
        allow_blocked: true,
        ..NewTicket::new(TicketKind::Complaint, what.trim_end()).with(review.customer_id)
    })
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
