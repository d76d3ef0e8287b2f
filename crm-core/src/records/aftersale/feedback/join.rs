//! What several customers say becomes one idea, and others vote for it.

use super::model::{FeedbackEntry, FeedbackState};
use super::{FeedbackRoom, announce, rules, store, write};
use crate::db::WriteTransaction;
use crate::journal::{self, Move};
use crate::records::customers;
use crate::vocabulary::{CustomerId, Error, FeedbackId, Result};
use serde_json::{Value, json};

impl FeedbackRoom<'_, WriteTransaction> {
    /// Joins a feedback, and all that was joined to it, to an idea that says the same: it stands where the idea does
    /// from now on, and its customer is to be told what the idea's are. The idea.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that was joined to another idea, and for an idea that was joined itself;
    /// `invalid_input` for a feedback with itself.
    pub fn join(&self, id: FeedbackId, idea: FeedbackId) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let feedback = self.get(id)?;
        if id == idea {
            return Err(Error::invalid("/idea_id", "a feedback is not joined to itself"));
        }
        let idea = self.own(idea).map_err(|error| error.at("/idea_id"))?;
        if feedback.idea_id == Some(idea.id) {
            return Ok(idea);
        }
        self.own(id)?;
        tx.step(|| {
            let mut all = store::joined(tx, id)?;
            all.push(feedback);
            for one in &mut all {
                one.idea_id = Some(idea.id);
                one.due_at = None;
                if idea.answered_at.is_some() || rules::is_over(idea.state) {
                    one.news_at = Some(tx.now());
                    one.answered_at = one.answered_at.or(idea.answered_at.map(|_| tx.now()));
                }
                follow(tx, one, idea.state)?;
            }
            store::count_supporters(tx, id, journal::next_seq(tx)?)?;
            self.counted(idea.id, "feedback.joined", json!({ "feedback_id": id }))
        })
    }

    /// Parts a feedback from the idea that it was joined to; it stays where it stands, for itself.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that was joined to nothing.
    pub fn part(&self, id: FeedbackId) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let mut feedback = self.get(id)?;
        let Some(idea) = feedback.idea_id.take() else {
            return Err(Error::conflict("the feedback was joined to nothing").existing(id));
        };
        super::wait_for_answer(tx, &mut feedback)?;
        tx.step(|| {
            write(tx, &mut feedback)?;
            store::count_supporters(tx, idea, journal::next_seq(tx)?)?;
            self.counted(id, "feedback.parted", json!({ "idea_id": idea }))
        })
    }

    /// Counts that a customer wants an idea, once, or takes it back; a vote for what was joined to an idea is one for
    /// the idea. Who gave it wants it anyway. The idea.
    ///
    /// # Errors
    /// `not_found` for an unknown feedback or customer; `conflict` for one that is done or declined.
    pub fn vote(&self, id: FeedbackId, customer: CustomerId, wants: bool) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let feedback = self.get(id)?;
        let idea = feedback.idea_id.map_or(Ok(feedback), |idea| self.get(idea))?;
        if rules::is_over(idea.state) {
            return Err(Error::conflict(format!("the idea is {}", idea.state)).existing(idea.id));
        }
        if store::has_voted(tx, idea.id, customer)? == wants {
            return Ok(idea);
        }
        tx.step(|| {
            if wants {
                store::insert_vote(tx, idea.id, customer, journal::next_seq(tx)?)?;
            } else {
                store::remove_votes(tx, idea.id, customer)?;
                for one in store::joined(tx, idea.id)? {
                    store::count_supporters(tx, one.id, journal::next_seq(tx)?)?;
                }
            }
            let name = if wants { "feedback.voted" } else { "feedback.unvoted" };
            self.counted(idea.id, name, json!({ "voter_id": customer }))
        })
    }

    /// Counts the supporters of a feedback, announces what happened, and reads it anew.
    fn counted(&self, id: FeedbackId, name: &'static str, mut facts: Value) -> Result<FeedbackEntry> {
        let tx = self.tx;
        store::count_supporters(tx, id, journal::next_seq(tx)?)?;
        let feedback = self.get(id)?;
        if let Some(facts) = facts.as_object_mut() {
            facts.insert("supporters".to_owned(), feedback.supporters.into());
        }
        announce(tx, name, &feedback, facts)?;
        Ok(feedback)
    }
}

/// Stores a feedback in the state of its idea. That is no move of its own, so its machine is not asked.
fn follow(tx: &WriteTransaction, feedback: &mut FeedbackEntry, to: FeedbackState) -> Result<()> {
    if feedback.state != to {
        journal::record(
            tx,
            &Move {
                customer: Some(feedback.customer_id),
                entity: rules::MACHINE.entity(),
                entity_id: feedback.id.0,
                from: Some(feedback.state.token()),
                to: to.token(),
                at: tx.now(),
                reason: Some("joined"),
                forced: !rules::MACHINE.may(feedback.state, to),
            },
        )?;
        feedback.state = to;
    }
    write(tx, feedback)
}
