//! How feedback comes, and that nothing waits unnoticed.

use super::model::{FeedbackEntry, FeedbackSettings, FeedbackSettingsPatch, FeedbackState, NewFeedback};
use super::{FeedbackRoom, announce, rules, store, write};
use crate::db::{StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::records::interactions::Reference;
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::{Error, FeedbackId, Result};
use serde_json::json;

/// Feedback that `tick` works off in one transaction.
const BATCH: usize = 500;

impl FeedbackRoom<'_, WriteTransaction> {
    /// Changes until when feedback is answered, and what helpful ideas bring. What has come keeps its time.
    ///
    /// # Errors
    /// `limit` for too many days or points.
    pub fn configure(&self, patch: &FeedbackSettingsPatch) -> Result<FeedbackSettings> {
        let tx = self.tx;
        let known = self.settings()?;
        let after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            store::save(tx, &after, journal::next_seq(tx)?)?;
            let facts = json!({ "answer_within_days": after.answer_within_days, "points": after.points });
            journal::append(tx, Entry::new("feedback.configured").payload(facts))
        })?;
        Ok(after)
    }

    /// Records a feedback.
    ///
    /// # Errors
    /// `not_found` for an unknown customer, competitor or product of one; `invalid_input` and `limit` for a bad field.
    pub fn record(&self, new: NewFeedback) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        if let Some(competitor) = new.competitor_id {
            tx.collateral().competitor(competitor).map_err(|error| error.at("/competitor_id"))?;
        }
        if let Some(product) = new.competitor_product_id {
            let path = "/competitor_product_id";
            let product = tx.collateral().competitor_product(product).map_err(|error| error.at(path))?;
            if new.competitor_id.is_some_and(|competitor| competitor != product.competitor_id) {
                return Err(Error::invalid(path, "this is another competitor's product"));
            }
        }
        let days = self.settings()?.answer_within_days;
        let mut feedback = FeedbackEntry {
            id: FeedbackId(0),
            customer_id: customer,
            kind: new.kind,
            about: new.about,
            sku: new.sku,
            competitor_id: new.competitor_id,
            competitor_product_id: new.competitor_product_id,
            text: new.text,
            reference: new.reference,
            state: FeedbackState::Received,
            idea_id: None,
            supporters: 1,
            answer: None,
            answered_at: None,
            answered_by: None,
            effect_note: None,
            effect_at: None,
            news_at: None,
            told_at: None,
            due_at: (days > 0).then(|| tx.now().plus_days(days.into())),
            reminded_at: None,
            credited_at: None,
            credited_points: None,
            received_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            feedback.id = feedback.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &rules::MACHINE, (feedback.id.0, Some(customer)), feedback.state)?;
            announce(tx, "feedback.received", &feedback, json!({ "sku": feedback.sku, "due_at": feedback.due_at }))
        })?;
        Ok(feedback)
    }
}

/// The step of `tick`: makes a task of each feedback that nobody has answered in time, once, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::due(tx, BATCH)?;
        for mut feedback in due.iter().cloned() {
            let mut task = NewTask::new(TaskKind::Review, "Feedback without an answer");
            task.customer_id = Some(feedback.customer_id);
            task.origin = Some("feedback.unanswered".to_owned());
            task.reference = Some(Reference { entity: "feedback".to_owned(), id: feedback.id.0 });
            tx.tasks().ensure(task)?;
            feedback.reminded_at = Some(tx.now());
            write(tx, &mut feedback)?;
            announce(tx, "feedback.unanswered", &feedback, json!({ "due_at": feedback.due_at }))?;
        }
        Ok(due.len())
    })
}
