//! The SQL of surveys and invitations.

use super::answers::{self, Answered, Answers};
use super::asked::{InvitationFilter, SurveyInvitation, SurveyText, SurveyTextFilter};
use super::model::{InvitationState, Question, Survey, SurveyFilter};
use crate::db::{Columns, Conditions, Json, ReadTransaction, WriteTransaction, chance};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, InvitationId, QuestionId, Result, SurveyId, Timestamp};
use rusqlite::params;
use std::collections::BTreeMap;

stored! {
    Survey in "crm_survey" by SurveyId {
        name, state, languages, version, opens_at, closes_at, invitation_days, remind_days, reward, follow_up,
        created_at, updated_at, closed_at,
    }
    besides { questions: Vec::new() }
}

stored! {
    Question in "crm_survey_question" by QuestionId {
        survey_id, version, position, key, kind, text, options, required, min, max, only_if,
    }
}

stored! {
    SurveyInvitation in "crm_survey_invitation" by InvitationId {
        survey_id, version, customer_id, personal, token, state, reference => (ref_entity, ref_id), language,
        invited_at, opened_at, started_at, completed_at, expires_at, remind_at, reminders, ended_at, points, coupon_id,
        ticket_id,
    }
}

pub(super) fn surveys(tx: &ReadTransaction, filter: &SurveyFilter, listing: &Listing<1>) -> Result<Vec<Survey>> {
    let mut conditions = Conditions::default();
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) >", listing.start);
    let mut found = conditions.read(tx, Survey::SELECT, "id", listing.limit(), Survey::from_row)?;
    let ids: Vec<i64> = found.iter().map(|survey| survey.id.0).collect();
    let sql = format!(
        "{} WHERE survey_id IN (SELECT value FROM json_each(?1))
           AND version = (SELECT version FROM crm_survey s WHERE s.id = survey_id)
         ORDER BY survey_id, position",
        Question::SELECT
    );
    let mut questions: BTreeMap<SurveyId, Vec<Question>> = BTreeMap::new();
    for question in tx.all(&sql, [Json(ids)], Question::from_row)? {
        questions.entry(question.survey_id).or_default().push(question);
    }
    for survey in &mut found {
        survey.questions = questions.remove(&survey.id).unwrap_or_default();
    }
    Ok(found)
}

/// The questions of a version, in their order.
pub(super) fn questions(tx: &ReadTransaction, survey: SurveyId, version: u32) -> Result<Vec<Question>> {
    let sql = format!("{} WHERE survey_id = ?1 AND version = ?2 ORDER BY position", Question::SELECT);
    tx.all(&sql, params![survey, version], Question::from_row)
}

/// Writes the questions of a version in place of those that it had.
pub(super) fn replace_questions(
    tx: &WriteTransaction,
    survey: SurveyId,
    version: u32,
    questions: &mut [Question],
    rev: i64,
) -> Result<()> {
    tx.run("DELETE FROM crm_survey_question WHERE survey_id = ?1 AND version = ?2", params![survey, version])?;
    for question in questions {
        question.id = question.insert(tx, rev)?;
    }
    Ok(())
}

/// A token that nobody can guess; in a seeded file it follows from the seed, the survey and the number of the event.
pub(super) fn new_token(tx: &WriteTransaction, survey: SurveyId, rev: i64) -> Result<String> {
    let bytes = chance(tx, "survey", &[survey.0, rev])?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) fn by_token(tx: &ReadTransaction, token: &str) -> Result<Option<SurveyInvitation>> {
    tx.one(&format!("{} WHERE token = ?1", SurveyInvitation::SELECT), [token], SurveyInvitation::from_row)
}

/// What a customer was invited to in a survey, oldest first.
pub(super) fn of_customer(
    tx: &ReadTransaction,
    survey: SurveyId,
    customer: CustomerId,
) -> Result<Vec<SurveyInvitation>> {
    let sql = format!("{} WHERE customer_id = ?1 AND survey_id = ?2 ORDER BY id", SurveyInvitation::SELECT);
    tx.all(&sql, params![customer, survey], SurveyInvitation::from_row)
}

/// An invitation that its customer may still answer.
pub(crate) struct OpenInvitation {
    pub(crate) id: InvitationId,
    /// The name of the survey.
    pub(crate) survey: String,
    pub(crate) state: InvitationState,
    pub(crate) invited_at: Timestamp,
}

/// The invitations that a customer may still answer, the newest first.
pub(crate) fn open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<OpenInvitation>> {
    tx.all(
        "SELECT i.id, s.name, i.state, i.invited_at
         FROM crm_survey_invitation i JOIN crm_survey s ON s.id = i.survey_id
         WHERE i.customer_id = ?1 AND i.state IN ('invited', 'opened', 'started', 'partial') AND i.expires_at > ?2
         ORDER BY i.invited_at DESC, i.id DESC LIMIT ?3",
        params![customer, tx.now(), rows as i64],
        |row| Ok(OpenInvitation { id: row.get(0)?, survey: row.get(1)?, state: row.get(2)?, invited_at: row.get(3)? }),
    )
}

pub(super) fn invitations(
    tx: &ReadTransaction,
    filter: &InvitationFilter,
    listing: &Listing<1>,
) -> Result<Vec<SurveyInvitation>> {
    let mut conditions = Conditions::default();
    conditions.add("survey_id = ?", filter.survey_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, SurveyInvitation::SELECT, "id", listing.limit(), SurveyInvitation::from_row)
}

/// The answers of an invitation to these questions.
pub(super) fn answers(tx: &ReadTransaction, invitation: InvitationId, questions: &[Question]) -> Result<Answers> {
    type Row = (Option<String>, Option<i64>, Option<String>);
    let rows: Vec<(QuestionId, Row)> = tx.all(
        "SELECT question_id, option, number, text FROM crm_survey_answer WHERE invitation_id = ?1
         ORDER BY question_id, position",
        [invitation],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))),
    )?;
    let mut by_question: BTreeMap<QuestionId, Vec<_>> = BTreeMap::new();
    for (question, row) in rows {
        by_question.entry(question).or_default().push(row);
    }
    let read = |question: &Question| {
        let rows = by_question.remove(&question.id)?;
        Some((question.id, answers::from_rows(question.kind, rows)?))
    };
    Ok(questions.iter().filter_map(read).collect())
}

pub(super) fn replace_answers(tx: &WriteTransaction, invitation: InvitationId, answers: &Answers) -> Result<()> {
    tx.run("DELETE FROM crm_survey_answer WHERE invitation_id = ?1", [invitation])?;
    let sql = "INSERT INTO crm_survey_answer (invitation_id, question_id, position, option, number, text)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (question, answer) in answers {
        match answer {
            Answered::Options(keys) => {
                for (position, key) in keys.iter().enumerate() {
                    tx.run(sql, params![invitation, question, position as i64, key, None::<i64>, None::<&str>])?;
                }
            }
            Answered::Number(number) => {
                tx.run(sql, params![invitation, question, 0, None::<&str>, number, None::<&str>])?;
            }
            Answered::Text(text) => {
                tx.run(sql, params![invitation, question, 0, None::<&str>, None::<i64>, text])?;
            }
        }
    }
    Ok(())
}

/// Surveys that close now.
pub(super) fn closing(tx: &ReadTransaction, rows: usize) -> Result<Vec<Survey>> {
    let sql = format!(
        "{} WHERE state IN ('active', 'paused') AND closes_at <= ?1 ORDER BY closes_at LIMIT ?2",
        Survey::SELECT
    );
    tx.all(&sql, params![tx.now(), rows as i64], Survey::from_row)
}

/// Open invitations whose time is over.
pub(super) fn expired(tx: &ReadTransaction, rows: usize) -> Result<Vec<SurveyInvitation>> {
    let sql = format!(
        "{} WHERE ended_at IS NULL AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
        SurveyInvitation::SELECT
    );
    tx.all(&sql, params![tx.now(), rows as i64], SurveyInvitation::from_row)
}

/// Open invitations to be reminded of.
pub(super) fn to_remind(tx: &ReadTransaction, rows: usize) -> Result<Vec<SurveyInvitation>> {
    let sql =
        format!("{} WHERE ended_at IS NULL AND remind_at <= ?1 ORDER BY remind_at LIMIT ?2", SurveyInvitation::SELECT);
    tx.all(&sql, params![tx.now(), rows as i64], SurveyInvitation::from_row)
}

/// The next instant at which tick has something to do.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value(
        "SELECT min(at) FROM (
           SELECT min(closes_at) AS at FROM crm_survey WHERE state IN ('active', 'paused')
           UNION ALL SELECT min(expires_at) FROM crm_survey_invitation WHERE ended_at IS NULL
           UNION ALL SELECT min(remind_at) FROM crm_survey_invitation WHERE ended_at IS NULL)",
        [],
    )
}

/// Where a text stands in its list.
pub(super) fn text_key(text: &SurveyText) -> [i64; 2] {
    [text.invitation_id.0, text.question_id.0]
}

pub(super) fn texts(tx: &ReadTransaction, filter: &SurveyTextFilter, listing: &Listing<2>) -> Result<Vec<SurveyText>> {
    let mut conditions = Conditions::default();
    conditions.add("i.survey_id = ?", Some(filter.survey_id));
    conditions.add_fixed("i.completed_at IS NOT NULL AND a.text IS NOT NULL");
    conditions.add("i.state <> ?", Some(InvitationState::Disqualified));
    conditions.add("q.key = ?", filter.question.as_deref());
    conditions.add_start("(i.id, a.question_id) >", listing.start);
    let select = "SELECT a.question_id, q.key, i.id, i.customer_id, a.text, i.completed_at
                  FROM crm_survey_invitation i CROSS JOIN crm_survey_answer a ON a.invitation_id = i.id
                  JOIN crm_survey_question q ON q.id = a.question_id";
    conditions.read(tx, select, "i.id, a.question_id", listing.limit(), |row| {
        let mut columns = Columns::new(row);
        Ok(SurveyText {
            question_id: columns.next()?,
            question: columns.next()?,
            invitation_id: columns.next()?,
            customer_id: columns.next()?,
            text: columns.next()?,
            completed_at: columns.next()?,
        })
    })
}
