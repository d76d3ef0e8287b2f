//! What the shop and the readers do with a review.

use super::model::{Review, ReviewReader, ReviewReportReason, ReviewState};
use super::{Reviews, announce, rules, settle, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::vocabulary::{CustomerId, Error, Result, ReviewId, StaffId, ids, text};
use serde_json::json;

const MAX_VISITOR: usize = 128;

impl Reviews<'_, WriteTransaction> {
    /// Publishes, hides or removes a review; with that its reports are dealt with. Why is a token.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a bad reason.
    pub fn moderate(&self, id: ReviewId, to: ReviewState, reason: Option<&str>) -> Result<Review> {
        let tx = self.tx;
        let mut review = self.get(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        rules::MACHINE.require(review.state, to)?;
        let name = match to {
            ReviewState::Published => "review.published",
            ReviewState::Hidden => "review.hidden",
            ReviewState::Removed => "review.removed",
            ReviewState::Pending => "review.held",
        };
        tx.step(|| {
            store::handle_reports(tx, id, journal::next_seq(tx)?)?;
            let reports = std::mem::take(&mut review.reports);
            settle(tx, &mut review, to, reason.as_deref())?;
            announce(tx, name, &review, json!({ "reason": reason, "reports": reports }))
        })?;
        Ok(review)
    }

    /// Answers a review for everybody to see; another answer takes the place of the first, null takes it back.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that was removed; `limit` and `invalid_input` for a bad text or id.
    pub fn reply(&self, id: ReviewId, reply: Option<&str>, staff: Option<StaffId>) -> Result<Review> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", staff.map(i64::from))?;
        let mut review = self.get(id)?;
        if review.state == ReviewState::Removed {
            return Err(Error::conflict("the review was removed").existing(id).hint("nobody would see the answer"));
        }
        let reply = text::optional_note("/reply", reply)?;
        if reply == review.reply {
            return Ok(review);
        }
        review.replied_at = reply.is_some().then(|| tx.now());
        review.replied_by = reply.is_some().then_some(staff).flatten();
        review.reply = reply;
        review.updated_at = tx.now();
        tx.step(|| {
            review.update(tx, journal::next_seq(tx)?)?;
            let facts = json!({ "staff_id": review.replied_by, "has_reply": review.reply.is_some() });
            announce(tx, "review.replied", &review, facts)
        })?;
        Ok(review)
    }

    /// Counts that a reader found a review helpful, once, or takes it back.
    ///
    /// # Errors
    /// `not_found` for an unknown review or customer; `conflict` for one that is not published, or by its author;
    /// `invalid_input` unless one reader is named.
    pub fn vote(&self, id: ReviewId, reader: &ReviewReader, helpful: bool) -> Result<Review> {
        let tx = self.tx;
        let review = self.readable(id)?;
        let (customer, visitor) = known_reader(tx, reader)?;
        if customer == Some(review.customer_id) {
            return Err(Error::conflict("nobody votes for oneself").at("/customer_id").existing(id));
        }
        let by = (customer, visitor.as_deref());
        if store::has_voted(tx, id, by)? == helpful {
            return Ok(review);
        }
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            if helpful {
                store::insert_vote(tx, id, by, rev)?
            } else {
                store::remove_votes(tx, id, by)?
            }
            store::count_votes(tx, id, rev)?;
            tx.touch(review.customer_id, Touch::CONDUCT);
            let review = self.get(id)?;
            let name = if helpful { "review.voted" } else { "review.unvoted" };
            announce(tx, name, &review, json!({ "helpful": review.helpful, "voter_id": customer }))?;
            Ok(review)
        })
    }

    /// Notes that a reader finds a review improper, once until somebody has looked at it. As many reports as the
    /// settings say take it back to pending.
    ///
    /// # Errors
    /// `not_found` for an unknown review or customer; `conflict` for one that is not published; `limit` for a long
    /// note; `invalid_input` unless one reader is named.
    pub fn report(
        &self,
        id: ReviewId,
        reader: &ReviewReader,
        reason: ReviewReportReason,
        note: Option<&str>,
    ) -> Result<Review> {
        let tx = self.tx;
        let mut review = self.readable(id)?;
        let (customer, visitor) = known_reader(tx, reader)?;
        let note = text::optional_note("/note", note)?;
        let by = (customer, visitor.as_deref());
        if store::has_reported(tx, id, by)? {
            return Ok(review);
        }
        let limit = self.settings()?.report_limit;
        tx.step(|| {
            store::insert_report(tx, id, by, (reason, note.as_deref()), journal::next_seq(tx)?)?;
            review.reports = review.reports.saturating_add(1);
            let is_enough = limit > 0 && review.reports >= limit;
            let to = if is_enough { ReviewState::Pending } else { review.state };
            settle(tx, &mut review, to, Some("reports"))?;
            announce(tx, "review.reported", &review, json!({ "reason": reason, "reports": review.reports }))
        })?;
        Ok(review)
    }

    fn readable(&self, id: ReviewId) -> Result<Review> {
        let review = self.get(id)?;
        if review.state == ReviewState::Published {
            return Ok(review);
        }
        Err(Error::conflict(format!("the review is {}", review.state))
            .existing(id)
            .hint("only published ones are read"))
    }
}

fn known_reader(tx: &WriteTransaction, reader: &ReviewReader) -> Result<(Option<CustomerId>, Option<String>)> {
    match (reader.customer_id, &reader.visitor) {
        (Some(customer), None) => {
            let customer = customers::require_at(tx, customer, "/customer_id")?;
            Ok((Some(customer), None))
        }
        (None, Some(visitor)) => Ok((None, Some(text::key("/visitor", visitor, MAX_VISITOR)?))),
        _ => Err(Error::invalid("/customer_id", "give the customer's id or the key of a visitor, one of them")),
    }
}
