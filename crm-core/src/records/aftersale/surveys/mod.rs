//! Surveys, invitations and answers.
//!
//! Owns surveys with the versions of their questions, who was invited to which, the answers, and what came of them.
//! Promises that questions that may have been answered never change (a change makes a new version), that each answer
//! fits the kind of its question and was asked for, that nothing is answered after the survey or the invitation is
//! over, and that an invitation is rewarded at most once. Who would not recommend the shop gets one ticket.
//!
//! Refuses to send anything: invitations and reminders are events for the host. A token opens an invitation to whoever
//! has it, so it is not in views and not in events. Answers to a token that did not go to one person stay anonymous.

mod answers;
mod asked;
mod invitations;
mod model;
mod respond;
mod results;
mod rules;
mod store;
mod store_results;

#[cfg(test)]
mod tests;

pub use asked::{
    FormOption, FormQuestion, InvitationFilter, NewInvitation, SurveyAnswer, SurveyForm, SurveyInvitation,
    SurveyOutcome, SurveyText, SurveyTextFilter,
};
pub use model::{
    InvitationState, NewQuestion, NewSurvey, Question, QuestionKind, Survey, SurveyCondition, SurveyFilter,
    SurveyOption, SurveyPatch, SurveyReward, SurveyState,
};
pub use results::LatestMark;
pub(crate) use results::latest_of;
pub use results::{
    CesScore, CsatScore, MarkResult, NpsScore, OptionResult, QuestionResult, SurveyMonth, SurveyResultFilter,
    SurveyResults, SurveyScoreFilter, SurveyScores,
};
pub(crate) use store::{OpenInvitation, open_of};

use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, InvitationId, Page, Result, SurveyId};
use rules::{INVITATION, SURVEY};
use serde_json::{Value, json};
use std::collections::BTreeMap;

room! {
    /// Surveys, invitations and answers.
    Surveys, surveys
}

customer_rows! { CUSTOMER_ROWS, "crm_survey_invitation", moving "survey_invitation" }

/// Rows that `tick` works off in one transaction.
const BATCH: usize = 500;

impl<T: Reading> Surveys<'_, T> {
    /// One survey, with the questions of its newest version.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: SurveyId) -> Result<Survey> {
        let tx = self.tx.reader();
        let mut survey = Survey::by_id(tx, id)?.or_not_found(SurveyId::WHAT, id)?;
        survey.questions = store::questions(tx, id, survey.version)?;
        Ok(survey)
    }

    /// Surveys, in the order in which they were made, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &SurveyFilter) -> Result<Page<Survey>> {
        let listing = filter.page.of("surveys", filter)?;
        Ok(listing.page(store::surveys(self.tx.reader(), filter, &listing)?, |survey| [survey.id.0]))
    }

    /// The moves of an invitation, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: InvitationId) -> Result<Vec<StageChange>> {
        self.invitation(id)?;
        journal::stages_of(self.tx.reader(), INVITATION.entity(), id.0)
    }
}

impl Surveys<'_, WriteTransaction> {
    /// Records a survey as a draft.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `not_found` for the programme of its reward.
    pub fn create(&self, new: NewSurvey) -> Result<Survey> {
        let tx = self.tx;
        let mut survey = rules::draft(&new, &shop::settings(tx)?.language, tx.now())?;
        self.require_program(&survey)?;
        let mut questions = rules::questions(&survey, survey.version, new.questions)?;
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            survey.id = survey.insert(tx, rev)?;
            for question in &mut questions {
                question.survey_id = survey.id;
            }
            store::replace_questions(tx, survey.id, survey.version, &mut questions, rev)?;
            journal::begin(tx, &SURVEY, (survey.id.0, None), survey.state)?;
            survey.questions = questions;
            announce(tx, "survey.created", &survey, json!({ "questions": survey.questions.len() }))
        })?;
        Ok(survey)
    }

    /// Changes a survey that is not closed; its questions change by [`Surveys::set_questions`].
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is closed or archived; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: SurveyId, patch: SurveyPatch) -> Result<Survey> {
        let tx = self.tx;
        let known = self.get(id)?;
        require_changeable(&known)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        self.require_program(&after)?;
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "survey.updated", &after, json!({ "closes_at": after.closes_at }))
        })?;
        Ok(after)
    }

    /// Gives a survey other questions. Those of a draft are replaced; of a survey that was active they become the next
    /// version, which holds for whoever has not begun to answer.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is closed or archived; `invalid_input` and `limit` for a bad question.
    pub fn set_questions(&self, id: SurveyId, questions: Vec<NewQuestion>) -> Result<Survey> {
        let tx = self.tx;
        let mut survey = self.get(id)?;
        require_changeable(&survey)?;
        if survey.state != SurveyState::Draft {
            if questions.is_empty() {
                return Err(Error::invalid("/questions", "a survey that is answered has questions"));
            }
            survey.version += 1;
        }
        let mut questions = rules::questions(&survey, survey.version, questions)?;
        survey.updated_at = tx.now();
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            store::replace_questions(tx, id, survey.version, &mut questions, rev)?;
            survey.questions = questions;
            survey.update(tx, rev)?;
            let facts = json!({ "version": survey.version, "questions": survey.questions.len() });
            announce(tx, "survey.questions_changed", &survey, facts)
        })?;
        Ok(survey)
    }

    /// Takes a survey to another state. One that is closed is not answered any more.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `conflict` for one without
    /// questions and one whose time to close has passed.
    pub fn set_state(&self, id: SurveyId, to: SurveyState) -> Result<Survey> {
        let tx = self.tx;
        let mut survey = self.get(id)?;
        SURVEY.require(survey.state, to)?;
        if to == SurveyState::Active {
            if survey.questions.is_empty() {
                return Err(Error::conflict("the survey has no questions")
                    .existing(id)
                    .hint("give it some with surveys.set_questions"));
            }
            if survey.closes_at.is_some_and(|at| at <= tx.now()) {
                return Err(Error::conflict("its time to close has passed")
                    .existing(id)
                    .hint("move `closes_at` with surveys.update"));
            }
        }
        tx.step(|| go(tx, &mut survey, to))?;
        Ok(survey)
    }

    fn require_program(&self, survey: &Survey) -> Result<()> {
        match survey.reward.as_ref().and_then(|reward| reward.program_id) {
            Some(program) => {
                self.tx.coupons().get_program(program).map(drop).map_err(|error| error.at("/reward/program_id"))
            }
            None => Ok(()),
        }
    }
}

fn require_changeable(survey: &Survey) -> Result<()> {
    match survey.state {
        SurveyState::Closed | SurveyState::Archived => Err(Error::conflict(format!("the survey is {}", survey.state))
            .existing(survey.id)
            .hint("make a new one with surveys.create")),
        _ => Ok(()),
    }
}

/// Takes a survey to another state.
fn go(tx: &WriteTransaction, survey: &mut Survey, to: SurveyState) -> Result<()> {
    let from = std::mem::replace(&mut survey.state, to);
    journal::go(tx, &SURVEY, (survey.id.0, None), (from, to), None)?;
    survey.updated_at = tx.now();
    if to == SurveyState::Closed {
        survey.closed_at = Some(tx.now());
    }
    survey.update(tx, journal::next_seq(tx)?)?;
    announce(tx, "survey.state_changed", survey, json!({ "from": from, "to": to }))
}

/// The step of `tick`: closes surveys, lets invitations expire, and reminds of those that wait, in bounded
/// transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let closing = store::closing(tx, BATCH)?;
        for survey in &closing {
            go(tx, &mut survey.clone(), SurveyState::Closed)?;
        }
        let expired = store::expired(tx, BATCH)?;
        for invitation in &expired {
            invitations::expire(tx, invitation.clone())?;
        }
        let waiting = store::to_remind(tx, BATCH)?;
        let mut surveys: BTreeMap<SurveyId, Survey> = BTreeMap::new();
        for invitation in &waiting {
            let survey = match surveys.entry(invitation.survey_id) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(place) => place.insert(survey_of(tx, invitation)?),
            };
            invitations::remind(tx, survey, invitation.clone())?;
        }
        Ok(closing.len() + expired.len() + waiting.len())
    })
}

/// The survey of an invitation, without its questions.
fn survey_of(tx: &ReadTransaction, invitation: &SurveyInvitation) -> Result<Survey> {
    Survey::by_id(tx, invitation.survey_id)?.or_not_found(SurveyId::WHAT, invitation.survey_id)
}

fn announce(tx: &WriteTransaction, name: &'static str, survey: &Survey, payload: Value) -> Result<()> {
    journal::append(tx, Entry::new(name).entity("survey", survey.id).payload(payload)).map(drop)
}
