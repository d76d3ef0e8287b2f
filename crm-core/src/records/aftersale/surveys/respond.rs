//! Answering: whoever has the token looks at the questions, answers some or all of them, or wants none of it.

use super::asked::{FormOption, FormQuestion, SurveyAnswer, SurveyForm, SurveyInvitation, SurveyOutcome};
use super::model::{InvitationState, Question, QuestionKind, Survey, SurveyState};
use super::{Surveys, answers, invitations, store, survey_of};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::presale::configure::texts::{self, Texts};
use crate::records::shop::require_language;
use crate::vocabulary::{Error, ErrorCode, Result, Timestamp};
use serde_json::json;

/// Answers of one call.
const MAX_ANSWERS: usize = 1_000;

impl Surveys<'_, WriteTransaction> {
    /// Opens an invitation by its token: the questions in a language, with what was answered so far. By default in the
    /// language of the invitation.
    ///
    /// # Errors
    /// `not_found` for an unknown token; `conflict` when nothing can be answered any more or yet; `invalid_input` for a
    /// bad language.
    pub fn open(&self, token: &str, language: Option<&str>) -> Result<SurveyForm> {
        let tx = self.tx;
        let (survey, mut invitation) = answerable(tx, token)?;
        if let Some(language) = language {
            require_language(language)?;
        }
        let language = spoken(&survey, language.unwrap_or(&invitation.language));
        if invitation.state == InvitationState::Invited {
            invitation.opened_at = Some(tx.now());
            tx.step(|| {
                invitations::go(tx, &mut invitation, InvitationState::Opened, None)?;
                invitations::announce(tx, "survey.opened", &invitation, json!({ "survey_id": survey.id }))
            })?;
        }
        let version = invitation.version.unwrap_or(survey.version);
        let questions = store::questions(tx, survey.id, version)?;
        let known = store::answers(tx, invitation.id, &questions)?;
        let shown = questions.into_iter().map(|question| {
            let answer = known.get(&question.id).map(|answer| answers::shown(&question, answer)).transpose()?;
            Ok(form_question(question, &language, answer))
        });
        Ok(SurveyForm {
            survey_id: survey.id,
            version,
            state: invitation.state,
            questions: shown.collect::<Result<_>>()?,
            expires_at: invitation.expires_at,
            language,
        })
    }

    /// Begins to answer: from now on the version of the questions is fixed.
    ///
    /// # Errors
    /// `not_found` for an unknown token; `conflict` when nothing can be answered any more or yet.
    pub fn start(&self, token: &str) -> Result<SurveyInvitation> {
        self.respond(token, &[], false).map(|outcome| outcome.invitation)
    }

    /// Answers some questions; more can follow, and a question that is answered again has the last answer. What is no
    /// longer asked because of an answer goes.
    ///
    /// # Errors
    /// `not_found` for an unknown token; `conflict` when nothing can be answered any more or yet; `invalid_input` with
    /// the place of the answer that does not fit its question or was not asked for; `limit` for too many.
    pub fn answer(&self, token: &str, given: &[SurveyAnswer]) -> Result<SurveyInvitation> {
        self.respond(token, given, false).map(|outcome| outcome.invitation)
    }

    /// Completes a survey, with the last answers if there are more. The reward is given at once where the survey says
    /// so and nothing stands in its way; a customer who would not recommend the shop is to be called back.
    ///
    /// # Errors
    /// As [`Surveys::answer`]; `invalid_input` that lists the questions that must be answered and are not.
    pub fn complete(&self, token: &str, given: &[SurveyAnswer]) -> Result<SurveyOutcome> {
        self.respond(token, given, true)
    }

    /// Says that who was invited does not want to be asked by this survey.
    ///
    /// # Errors
    /// `not_found` for an unknown token; `not_allowed_transition` once it was opened.
    pub fn opt_out(&self, token: &str) -> Result<SurveyInvitation> {
        let tx = self.tx;
        let mut invitation = by_token(tx, token)?;
        invitation.ended_at = Some(tx.now());
        tx.step(|| {
            invitations::go(tx, &mut invitation, InvitationState::OptedOut, None)?;
            let facts = json!({ "survey_id": invitation.survey_id });
            invitations::announce(tx, "survey.opted_out", &invitation, facts)
        })?;
        Ok(invitation)
    }

    fn respond(&self, token: &str, given: &[SurveyAnswer], to_end: bool) -> Result<SurveyOutcome> {
        let tx = self.tx;
        if given.len() > MAX_ANSWERS {
            return Err(Error::new(ErrorCode::Limit, "a call has at most 1,000 answers").at("/answers"));
        }
        let (survey, mut invitation) = answerable(tx, token)?;
        let version = invitation.version.unwrap_or(survey.version);
        let questions = store::questions(tx, survey.id, version)?;
        let known = store::answers(tx, invitation.id, &questions)?;
        let after = answers::merged(&questions, &known, given)?;
        if to_end {
            answers::require_complete(&questions, &after)?;
        }
        let code = tx.step(|| {
            if matches!(invitation.state, InvitationState::Invited | InvitationState::Opened) {
                (invitation.version, invitation.started_at) = (Some(version), Some(tx.now()));
                invitations::go(tx, &mut invitation, InvitationState::Started, None)?;
                let facts = json!({ "survey_id": survey.id, "version": version });
                invitations::announce(tx, "survey.started", &invitation, facts)?;
            }
            if after != known {
                store::replace_answers(tx, invitation.id, &after)?;
            }
            if to_end {
                return finish(tx, &survey, &mut invitation, &questions, &after);
            }
            if invitation.state == InvitationState::Started && !after.is_empty() {
                invitations::go(tx, &mut invitation, InvitationState::Partial, None)?;
            }
            if after != known {
                let facts = json!({ "survey_id": survey.id, "answered": after.len() });
                invitations::announce(tx, "survey.answered", &invitation, facts)?;
            }
            Ok(None)
        })?;
        Ok(SurveyOutcome { invitation, coupon_code: code })
    }
}

/// Completes an invitation, with all that follows from its marks; the code of the coupon that it was rewarded with.
fn finish(
    tx: &WriteTransaction,
    survey: &Survey,
    invitation: &mut SurveyInvitation,
    questions: &[Question],
    given: &answers::Answers,
) -> Result<Option<String>> {
    (invitation.completed_at, invitation.ended_at) = (Some(tx.now()), Some(tx.now()));
    invitations::go(tx, invitation, InvitationState::Completed, None)?;
    let mark = |kind| answers::marks(questions, given, kind);
    let nps = mark(QuestionKind::Nps);
    let facts = json!({
        "survey_id": survey.id, "version": invitation.version, "ref": invitation.reference,
        "nps": nps.map(|(low, _)| low), "csat": mark(QuestionKind::Csat).map(|(low, _)| low),
        "ces": mark(QuestionKind::Ces).map(|(low, _)| low),
    });
    invitations::announce(tx, "survey.completed", invitation, facts)?;
    if let Some((low, high)) = nps {
        // A survey may ask twice: who would not recommend one thing is no promoter.
        let told = if low <= 6 { Some("survey.nps_detractor") } else { (low >= 9).then_some("survey.nps_promoter") };
        if let Some(name) = told {
            let facts = json!({ "survey_id": survey.id, "low": low, "high": high, "ref": invitation.reference });
            invitations::announce(tx, name, invitation, facts)?;
        }
    }
    invitations::follow_up(tx, survey, invitation)?;
    invitations::reward_at_once(tx, survey, invitation)
}

fn by_token(tx: &ReadTransaction, token: &str) -> Result<SurveyInvitation> {
    store::by_token(tx, token.trim())?
        .ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such invitation").at("/token"))
}

/// The invitation of a token and its survey, when they can be answered now.
fn answerable(tx: &ReadTransaction, token: &str) -> Result<(Survey, SurveyInvitation)> {
    let invitation = by_token(tx, token)?;
    let survey = survey_of(tx, &invitation)?;
    let refused = |why: String| Err(Error::conflict(why).at("/token").existing(invitation.id));
    if invitation.ended_at.is_some() {
        return refused(format!("the invitation is {}", invitation.state));
    }
    match survey.state {
        SurveyState::Active => {}
        SurveyState::Paused => return refused("the survey is paused; try again later".to_owned()),
        _ => return refused("the survey is closed".to_owned()),
    }
    if is_over(survey.closes_at, tx.now()) {
        return refused("the survey is closed".to_owned());
    }
    if survey.opens_at.is_some_and(|at| at > tx.now()) {
        return refused("the survey is not open yet".to_owned());
    }
    if is_over(Some(invitation.expires_at), tx.now()) {
        return refused("the invitation has expired".to_owned());
    }
    Ok((survey, invitation))
}

fn is_over(at: Option<Timestamp>, now: Timestamp) -> bool {
    at.is_some_and(|at| at <= now)
}

/// The language of the survey in which somebody reads it: that one, a wider one, else the first.
fn spoken(survey: &Survey, language: &str) -> String {
    let wanted = texts::fallbacks(language).find(|tag| survey.languages.iter().any(|one| one == tag));
    wanted.map(str::to_owned).or_else(|| survey.languages.first().cloned()).unwrap_or_default()
}

fn form_question(question: Question, language: &str, answer: Option<serde_json::Value>) -> FormQuestion {
    let read = |texts: &Texts| texts::pick(texts, Some(language)).unwrap_or_default().to_owned();
    FormQuestion {
        text: read(&question.text),
        options: question
            .options
            .0
            .iter()
            .map(|option| FormOption { key: option.key.clone(), text: read(&option.text) })
            .collect(),
        key: question.key,
        kind: question.kind,
        required: question.required,
        min: question.min,
        max: question.max,
        only_if: question.only_if.0,
        answer,
    }
}
