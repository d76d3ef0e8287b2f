//! Feedback: what customers suggest, praise and complain about, and what became of it.
//!
//! Owns each feedback from its coming to the moment its customer knows what it changed. Promises that nothing waits for
//! an answer unnoticed, that what several customers say becomes one idea whose supporters count once each, that whoever
//! gave a part of it is to be told whatever is new, and that an idea that helped is rewarded once.
//!
//! Refuses to tell customers anything: [`FeedbackRoom::list`] says who is to be told, the host tells, and
//! [`FeedbackRoom::tell`] notes it.

mod answer;
mod join;
mod model;
mod record;
mod reward;
mod rules;
mod store;
mod summary;

#[cfg(test)]
mod tests;

pub use model::{
    FeedbackAbout, FeedbackCount, FeedbackEntry, FeedbackFilter, FeedbackKind, FeedbackPeriod, FeedbackSettings,
    FeedbackSettingsPatch, FeedbackSort, FeedbackState, FeedbackSummary, FeedbackTeacher, NewFeedback,
};
pub(crate) use record::tick;
pub(crate) use store::ideas_of;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, FeedbackId, Page, Result, text};
use serde_json::{Value, json};

room! {
    /// What customers suggest, praise and complain about.
    FeedbackRoom, feedback
}

customer_rows! { FEEDBACK, "crm_feedback", moving "feedback" }

customer_rows! { VOTES, "crm_feedback_vote" }

impl<T: Reading> FeedbackRoom<'_, T> {
    /// Until when feedback is answered, and what helpful ideas bring.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<FeedbackSettings> {
        store::settings(self.tx.reader())
    }

    /// One feedback.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: FeedbackId) -> Result<FeedbackEntry> {
        FeedbackEntry::by_id(self.tx.reader(), id)?.or_not_found(FeedbackId::WHAT, id)
    }

    /// Where a feedback stood, and since when.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: FeedbackId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), rules::MACHINE.entity(), id.0)
    }

    /// Feedback, the newest or what most customers want first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &FeedbackFilter) -> Result<Page<FeedbackEntry>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id =
            filter.customer_id.map(|customer| customers::require_at(tx, customer, "/customer_id")).transpose()?;
        filter.sku = filter.sku.map(|sku| text::key("/sku", &sku, rules::MAX_SKU)).transpose()?;
        let listing = filter.page.of("feedback", &filter)?;
        let sort = filter.sort.unwrap_or(FeedbackSort::Newest);
        Ok(listing.page(store::list(tx, &filter, &listing)?, |feedback| store::key(sort, feedback)))
    }
}

/// Counts supporters anew after a merge or unmerge.
pub(crate) fn refresh(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    store::recount(tx, customer, journal::next_seq(tx)?)
}

/// Counts and joins that contradict what they rest on.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let problems = [
        (store::miscounted(tx)?, "have another number of supporters"),
        (store::misjoined(tx)?, "contradict the idea that they were joined to"),
    ];
    let wrong = problems.into_iter().filter(|(wrong, _)| *wrong > 0);
    Ok(wrong.map(|(wrong, what)| format!("{wrong} feedbacks {what}")).collect())
}

/// Lets a feedback wait for an answer from now on, if it is one that is to be answered.
fn wait_for_answer(tx: &WriteTransaction, one: &mut FeedbackEntry) -> Result<()> {
    if one.answered_at.is_none() && one.idea_id.is_none() && !rules::is_over(one.state) {
        let days = store::settings(tx)?.answer_within_days;
        one.due_at = (days > 0).then(|| tx.now().plus_days(days.into()));
        one.reminded_at = None;
    }
    Ok(())
}

/// Takes a feedback to another state and stores it as it is then; in the same state it is only stored.
fn settle(tx: &WriteTransaction, feedback: &mut FeedbackEntry, to: FeedbackState, reason: Option<&str>) -> Result<()> {
    if feedback.state != to {
        let whose = (feedback.id.0, Some(feedback.customer_id));
        journal::go(tx, &rules::MACHINE, whose, (feedback.state, to), reason)?;
        feedback.state = to;
    }
    write(tx, feedback)
}

fn write(tx: &WriteTransaction, feedback: &mut FeedbackEntry) -> Result<()> {
    feedback.updated_at = tx.now();
    feedback.update(tx, journal::next_seq(tx)?)
}

fn announce(tx: &WriteTransaction, name: &'static str, feedback: &FeedbackEntry, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(feedback.customer_id).entity("feedback", feedback.id);
    let facts = json!({ "kind": feedback.kind, "about": feedback.about, "state": feedback.state });
    journal::append(tx, event.payload(facts).facts(payload)).map(drop)
}
