//! The SQL that counts answers.

use super::model::QuestionKind;
use super::results::{SurveyResultFilter, SurveyScoreFilter};
use crate::db::ReadTransaction;
use crate::vocabulary::{CustomerId, QuestionId, Result, SurveyId, Timestamp};
use rusqlite::params;

/// The end of time, for a period without an end.
const NEVER: i64 = i64::MAX;

/// Which answers count: those of completed invitations that were not disqualified.
const COUNTED: &str = "i.completed_at IS NOT NULL AND i.state <> 'disqualified'";

fn period(from: Option<Timestamp>, before: Option<Timestamp>) -> (i64, i64) {
    (from.map_or(i64::MIN, Timestamp::millis), before.map_or(NEVER, Timestamp::millis))
}

/// Visits every mark of the three scores, in the order in which surveys were completed.
pub(super) fn each_mark(
    tx: &ReadTransaction,
    filter: &SurveyScoreFilter,
    mut visit: impl FnMut(Timestamp, QuestionKind, i64),
) -> Result<()> {
    let (from, before) = period(filter.from, filter.before);
    let sql = format!(
        "SELECT i.completed_at, q.kind, a.number / 1000
         FROM crm_survey_invitation i CROSS JOIN crm_survey_answer a ON a.invitation_id = i.id
         JOIN crm_survey_question q ON q.id = a.question_id
         WHERE {COUNTED} AND i.completed_at >= ?1 AND i.completed_at < ?2 AND q.kind IN ('nps', 'csat', 'ces')
           AND (?3 IS NULL OR i.survey_id = ?3) AND (?4 IS NULL OR i.ref_entity = ?4)
         ORDER BY i.completed_at"
    );
    tx.each(&sql, params![from, before, filter.survey_id, filter.ref_entity], |row| {
        visit(row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(())
    })
}

/// How many were invited in a period, and how many of all invitations were completed in it.
pub(super) fn counts(tx: &ReadTransaction, filter: &SurveyResultFilter) -> Result<(u64, u64)> {
    let (from, before) = period(filter.from, filter.before);
    let sql = format!(
        "SELECT coalesce(sum(invited_at >= ?2 AND invited_at < ?3), 0),
           coalesce(sum({COUNTED} AND completed_at >= ?2 AND completed_at < ?3), 0)
         FROM crm_survey_invitation i WHERE survey_id = ?1 AND (?4 IS NULL OR ref_entity = ?4)"
    );
    let values = params![filter.survey_id, from, before, filter.ref_entity];
    let (invited, completed): (i64, i64) =
        tx.one(&sql, values, |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default();
    Ok((invited.unsigned_abs(), completed.unsigned_abs()))
}

/// How one value of a question was answered.
pub(super) struct Tally {
    pub(super) question: QuestionId,
    /// The key of an option, or none for a number, text or day.
    pub(super) option: Option<String>,
    /// The number in thousandths; null of texts, and of numbers that are summed up.
    pub(super) number: Option<i64>,
    /// How many rows there are.
    pub(super) count: i64,
    /// The sum of their places, the first being 1.
    pub(super) places: i64,
    /// The sum of their numbers in thousandths.
    pub(super) sum: i64,
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

/// The answers to the questions of a version: by option, by mark, and in sum for numbers and days.
pub(super) fn tallies(tx: &ReadTransaction, filter: &SurveyResultFilter, version: u32) -> Result<Vec<Tally>> {
    let (from, before) = period(filter.from, filter.before);
    let sql = format!(
        "SELECT a.question_id, a.option, CASE WHEN q.kind IN ('number', 'date') THEN NULL ELSE a.number END AS mark,
           count(*), sum(a.position + 1), coalesce(sum(a.number), 0), min(a.number), max(a.number)
         FROM crm_survey_question q JOIN crm_survey_answer a ON a.question_id = q.id
         JOIN crm_survey_invitation i ON i.id = a.invitation_id
         WHERE q.survey_id = ?1 AND q.version = ?2 AND {COUNTED} AND i.completed_at >= ?3 AND i.completed_at < ?4
           AND (?5 IS NULL OR i.ref_entity = ?5)
         GROUP BY a.question_id, a.option, mark ORDER BY a.question_id, a.option, mark"
    );
    tx.all(&sql, params![filter.survey_id, version, from, before, filter.ref_entity], |row| {
        Ok(Tally {
            question: row.get(0)?,
            option: row.get(1)?,
            number: row.get(2)?,
            count: row.get(3)?,
            places: row.get(4)?,
            sum: row.get(5)?,
            least: row.get(6)?,
            most: row.get(7)?,
        })
    })
}

/// How many have answered each question of a version.
pub(super) fn answered(
    tx: &ReadTransaction,
    filter: &SurveyResultFilter,
    version: u32,
) -> Result<Vec<(QuestionId, i64)>> {
    let (from, before) = period(filter.from, filter.before);
    let sql = format!(
        "SELECT a.question_id, count(*)
         FROM crm_survey_question q JOIN crm_survey_answer a ON a.question_id = q.id AND a.position = 0
         JOIN crm_survey_invitation i ON i.id = a.invitation_id
         WHERE q.survey_id = ?1 AND q.version = ?2 AND {COUNTED} AND i.completed_at >= ?3 AND i.completed_at < ?4
           AND (?5 IS NULL OR i.ref_entity = ?5)
         GROUP BY a.question_id"
    );
    let values = params![filter.survey_id, version, from, before, filter.ref_entity];
    tx.all(&sql, values, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The newest mark of a kind that a customer gave, and when.
pub(super) fn latest(
    tx: &ReadTransaction,
    customer: CustomerId,
    kind: QuestionKind,
) -> Result<Option<(i64, Timestamp, SurveyId)>> {
    let sql = format!(
        "SELECT a.number / 1000, i.completed_at, i.survey_id
         FROM crm_survey_invitation i JOIN crm_survey_answer a ON a.invitation_id = i.id
         JOIN crm_survey_question q ON q.id = a.question_id
         WHERE i.customer_id = ?1 AND {COUNTED} AND q.kind = ?2
         ORDER BY i.completed_at DESC, i.id DESC, q.position DESC LIMIT 1"
    );
    tx.one(&sql, params![customer, kind], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}
