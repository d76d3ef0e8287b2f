//! What an idea brings its customer that helped others.

use super::model::{FeedbackEntry, FeedbackState};
use super::{FeedbackRoom, announce, rules, write};
use crate::db::WriteTransaction;
use crate::records::aftersale::credit::NewCreditEntry;
use crate::records::customers;
use crate::records::interactions::Reference;
use crate::records::sale::loyalty::NewPoints;
use crate::vocabulary::{Error, FeedbackId, Result};
use serde_json::json;

impl FeedbackRoom<'_, WriteTransaction> {
    /// Rewards the customer of a feedback that is done: points, and an entry in the credit record, as many as are given
    /// or as the settings say. Again it changes nothing. What was joined to an idea is rewarded on its own.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is not done; `blocked` for a customer to whom the shop sells nothing;
    /// `limit` for too many points.
    pub fn credit(&self, id: FeedbackId, points: Option<u32>, credit: Option<u32>) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let mut feedback = self.get(id)?;
        let (points, credit) = rules::reward(&self.settings()?, points, credit)?;
        if feedback.credited_at.is_some() {
            return Ok(feedback);
        }
        if feedback.state != FeedbackState::Done {
            return Err(Error::conflict(format!("the feedback is {}", feedback.state))
                .existing(id)
                .hint("an idea is rewarded once it is done"));
        }
        customers::require_sellable(tx, feedback.customer_id)?;
        tx.step(|| {
            if points > 0 {
                let reason = Some("helpful_idea".to_owned());
                let key = Some(format!("feedback:{id}"));
                tx.loyalty().bonus(&NewPoints {
                    reason,
                    key,
                    ..NewPoints::new(feedback.customer_id, points.into())
                })?;
            }
            if credit > 0 {
                let entry = NewCreditEntry::manual(feedback.customer_id, credit.into(), "helpful_idea");
                let reference = Some(Reference { entity: "feedback".to_owned(), id: id.0 });
                tx.credit().add(NewCreditEntry { reference, ..entry })?;
            }
            (feedback.credited_at, feedback.credited_points) = (Some(tx.now()), Some(points));
            write(tx, &mut feedback)?;
            announce(tx, "feedback.credited", &feedback, json!({ "points": points, "credit": credit }))
        })?;
        Ok(feedback)
    }
}
