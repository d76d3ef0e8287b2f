//! What the shop makes of a feedback and says to it, and that the customer was told. What was joined to an idea goes
//! with it: its customers are to be told the same.

use super::model::{FeedbackEntry, FeedbackState};
use super::{FeedbackRoom, announce, rules, settle, store, write};
use crate::db::WriteTransaction;
use crate::vocabulary::{Error, FeedbackId, Result, StaffId, ids, text};
use serde_json::json;

impl FeedbackRoom<'_, WriteTransaction> {
    /// Takes a feedback to another state, and all that was joined to it; why is a token. When it is done or declined,
    /// the customers are to be told.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `conflict` for one that was joined
    /// to an idea; `invalid_input` for a bad reason.
    pub fn set_state(&self, id: FeedbackId, to: FeedbackState, reason: Option<&str>) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let mut idea = self.own(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        let from = idea.state;
        rules::MACHINE.require(from, to)?;
        tx.step(|| {
            let mut joined = store::joined(tx, id)?;
            for one in std::iter::once(&mut idea).chain(&mut joined) {
                if rules::is_over(to) {
                    one.news_at = Some(tx.now());
                    // An end is an answer of a kind: nobody has to be reminded any more.
                    one.due_at = None;
                }
                settle(tx, one, to, reason.as_deref())?;
                if rules::is_over(from) && one.due_at.is_none() {
                    super::wait_for_answer(tx, one)?;
                    write(tx, one)?;
                }
            }
            let facts = json!({ "from": from, "reason": reason, "joined": joined.len() });
            announce(tx, "feedback.state_changed", &idea, facts)
        })?;
        Ok(idea)
    }

    /// Answers a feedback, and with it all that was joined to it; another answer takes the place of the first. The
    /// customers are to be told.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that was joined to an idea; `invalid_input` and `limit` for a bad text or id.
    pub fn answer(&self, id: FeedbackId, answer: &str, staff: Option<StaffId>) -> Result<FeedbackEntry> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", staff.map(i64::from))?;
        let mut idea = self.own(id)?;
        let answer = text::note("/answer", answer)?;
        if idea.answer.as_ref() == Some(&answer) {
            return Ok(idea);
        }
        (idea.answer, idea.answered_by) = (Some(answer), staff);
        tx.step(|| {
            self.tell_all(&mut idea, |one| {
                one.answered_at = one.answered_at.or(Some(tx.now()));
                one.due_at = None;
            })?;
            announce(tx, "feedback.answered", &idea, json!({ "staff_id": staff }))
        })?;
        Ok(idea)
    }

    /// Notes what a feedback has changed, once it is planned or done. The customers are to be told.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is neither, or that was joined to an idea; `invalid_input` and `limit` for
    /// a bad text.
    pub fn record_effect(&self, id: FeedbackId, effect_note: &str) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let mut idea = self.own(id)?;
        if !matches!(idea.state, FeedbackState::Planned | FeedbackState::Done) {
            return Err(Error::conflict(format!("the feedback is {}", idea.state))
                .existing(id)
                .hint("plan it with feedback.set_state first"));
        }
        let effect_note = text::note("/effect_note", effect_note)?;
        if idea.effect_note.as_ref() == Some(&effect_note) {
            return Ok(idea);
        }
        (idea.effect_note, idea.effect_at) = (Some(effect_note), Some(tx.now()));
        tx.step(|| {
            self.tell_all(&mut idea, |_| {})?;
            announce(tx, "feedback.effect_recorded", &idea, json!({}))
        })?;
        Ok(idea)
    }

    /// Notes that the customer knows all that is new by now; told twice is told once.
    ///
    /// # Errors
    /// `not_found`; `conflict` when there never was anything to tell.
    pub fn tell(&self, id: FeedbackId) -> Result<FeedbackEntry> {
        let tx = self.tx;
        let mut feedback = self.get(id)?;
        if feedback.news_at.is_none() {
            if feedback.told_at.is_some() {
                return Ok(feedback);
            }
            return Err(Error::conflict("there is nothing to tell")
                .existing(id)
                .hint("answer it with feedback.answer"));
        }
        (feedback.news_at, feedback.told_at) = (None, Some(tx.now()));
        tx.step(|| {
            write(tx, &mut feedback)?;
            announce(tx, "feedback.told", &feedback, json!({ "idea_id": feedback.idea_id }))
        })?;
        Ok(feedback)
    }

    /// A feedback that was joined to nothing.
    pub(super) fn own(&self, id: FeedbackId) -> Result<FeedbackEntry> {
        let feedback = self.get(id)?;
        match feedback.idea_id {
            Some(idea) => Err(Error::conflict("the feedback was joined to an idea")
                .existing(idea)
                .hint("name the idea, or part them with feedback.part")),
            None => Ok(feedback),
        }
    }

    /// Stores an idea and what was joined to it as something that their customers are to be told.
    fn tell_all(&self, idea: &mut FeedbackEntry, mut change: impl FnMut(&mut FeedbackEntry)) -> Result<()> {
        let tx = self.tx;
        let mut joined = store::joined(tx, idea.id)?;
        for one in std::iter::once(idea).chain(&mut joined) {
            change(one);
            one.news_at = Some(tx.now());
            write(tx, one)?;
        }
        Ok(())
    }
}
