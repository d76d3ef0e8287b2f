//! Answers: read by the kind of their question, asked only when their condition holds.

use super::asked::SurveyAnswer;
use super::model::{Question, QuestionKind, SurveyCondition};
use super::rules::{MAX_NUMBER, has_number, has_options};
use crate::vocabulary::{Date, Error, Quantity, QuestionId, Result, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What was answered, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answered {
    /// Keys of options, in the order in which they were given.
    Options(Vec<String>),
    /// A number, in thousandths; a day as a number of days.
    Number(i64),
    /// A text.
    Text(String),
}

/// Answers by their questions.
pub(super) type Answers = BTreeMap<QuestionId, Answered>;

/// The answers so far with those that are given, of which each must be asked. What is no longer asked, because an
/// earlier answer changed, goes.
pub(super) fn merged(questions: &[Question], known: &Answers, given: &[SurveyAnswer]) -> Result<Answers> {
    let mut answers = known.clone();
    let mut places = BTreeMap::new();
    for (at, answer) in given.iter().enumerate() {
        let unknown = || {
            let keys = questions.iter().map(|question| question.key.clone());
            Error::invalid(format!("/answers/{at}/question"), "the survey has no such question").allowed(keys)
        };
        let question = questions.iter().find(|question| question.key == answer.question).ok_or_else(unknown)?;
        if places.insert(question.id, at).is_some() {
            return Err(Error::invalid(format!("/answers/{at}/question"), "it is answered twice"));
        }
        let read = read(question, &answer.value).map_err(|error| error.under(format_args!("/answers/{at}")))?;
        match read {
            Some(read) => answers.insert(question.id, read),
            None => answers.remove(&question.id),
        };
    }
    // In the order of the questions: what is not asked cannot let another one be asked.
    for question in questions {
        if is_asked(question, questions, &answers) {
            continue;
        }
        if answers.remove(&question.id).is_some()
            && let Some(at) = places.get(&question.id)
        {
            return Err(Error::invalid(format!("/answers/{at}/question"), "this question is not asked")
                .hint("it follows only on other answers to an earlier question"));
        }
    }
    Ok(answers)
}

/// Requires that every question that must be answered is.
pub(super) fn require_complete(questions: &[Question], answers: &Answers) -> Result<()> {
    let missing = |question: &&Question| {
        question.required && is_asked(question, questions, answers) && !answers.contains_key(&question.id)
    };
    let open: Vec<String> = questions.iter().filter(missing).map(|question| question.key.clone()).collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Error::invalid("/answers", "questions that must be answered are open").allowed(open))
}

fn is_asked(question: &Question, questions: &[Question], answers: &Answers) -> bool {
    let Some(condition) = question.only_if.as_ref() else { return true };
    let earlier = questions.iter().find(|earlier| earlier.key == condition.question);
    earlier.and_then(|earlier| answers.get(&earlier.id)).is_some_and(|answer| holds(condition, answer))
}

fn holds(condition: &SurveyCondition, answer: &Answered) -> bool {
    match answer {
        Answered::Options(chosen) => {
            condition.options.is_empty() || chosen.iter().any(|key| condition.options.contains(key))
        }
        Answered::Number(number) => {
            condition.from.is_none_or(|from| *number >= from.saturating_mul(1_000))
                && condition.to.is_none_or(|to| *number <= to.saturating_mul(1_000))
        }
        Answered::Text(_) => true,
    }
}

/// An answer of a question; none for null and for what is empty.
fn read(question: &Question, value: &Value) -> Result<Option<Answered>> {
    if value.is_null() {
        return Ok(None);
    }
    match question.kind {
        QuestionKind::Single => {
            let key = value.as_str().ok_or_else(|| wrong("the key of an option"))?;
            Ok(Some(Answered::Options(vec![option(question, "/value", key)?])))
        }
        QuestionKind::Multi | QuestionKind::Ranking => chosen(question, value),
        QuestionKind::Text => {
            let given = value.as_str().ok_or_else(|| wrong("a text"))?;
            let Some(clean) = text::optional_note("/value", Some(given))? else { return Ok(None) };
            within(question, clean.chars().count() as i64, "characters")?;
            Ok(Some(Answered::Text(clean)))
        }
        QuestionKind::Date => {
            let given = value.as_str().ok_or_else(|| wrong("a day as YYYY-MM-DD"))?;
            let day = Date::parse(given).map_err(|error| error.at("/value"))?;
            Ok(Some(Answered::Number(day.days().into())))
        }
        QuestionKind::Number => {
            let thousandths = match value {
                Value::String(given) => Quantity::parse(given).map_err(|error| error.at("/value"))?.thousandths(),
                _ => whole(value, "a number: an integer, or a decimal string")?
                    .checked_mul(1_000)
                    .ok_or_else(|| Error::invalid("/value", "the number is too large"))?,
            };
            let bounds = (question.min.unwrap_or(-MAX_NUMBER), question.max.unwrap_or(MAX_NUMBER));
            if !(bounds.0 * 1_000..=bounds.1 * 1_000).contains(&thousandths) {
                return Err(Error::invalid("/value", format!("a number from {} to {}", bounds.0, bounds.1)));
            }
            Ok(Some(Answered::Number(thousandths)))
        }
        QuestionKind::Scale | QuestionKind::Nps | QuestionKind::Csat | QuestionKind::Ces => {
            let mark = whole(value, "a whole number")?;
            let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(0));
            if !(min..=max).contains(&mark) {
                return Err(Error::invalid("/value", format!("a whole number from {min} to {max}")));
            }
            Ok(Some(Answered::Number(mark * 1_000)))
        }
    }
}

fn wrong(wanted: &str) -> Error {
    Error::invalid("/value", format!("the answer is {wanted}"))
}

fn whole(value: &Value, wanted: &str) -> Result<i64> {
    value.as_i64().ok_or_else(|| wrong(wanted))
}

fn option(question: &Question, path: &str, key: &str) -> Result<String> {
    match question.options.iter().find(|option| option.key == key) {
        Some(option) => Ok(option.key.clone()),
        None => Err(Error::invalid(path, "the question has no such option")
            .allowed(question.options.iter().map(|option| option.key.clone()))),
    }
}

fn chosen(question: &Question, value: &Value) -> Result<Option<Answered>> {
    let given = value.as_array().ok_or_else(|| wrong("a list of keys of options"))?;
    if given.is_empty() {
        return Ok(None);
    }
    let mut keys: Vec<String> = Vec::with_capacity(given.len());
    for (at, key) in given.iter().enumerate() {
        let path = format!("/value/{at}");
        let key = key.as_str().ok_or_else(|| Error::invalid(path.clone(), "the answer is the key of an option"))?;
        let key = option(question, &path, key)?;
        if keys.contains(&key) {
            return Err(Error::invalid(path, "this option is there already"));
        }
        keys.push(key);
    }
    within(question, keys.len() as i64, "options")?;
    Ok(Some(Answered::Options(keys)))
}

fn within(question: &Question, count: i64, what: &str) -> Result<()> {
    let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(i64::MAX));
    if (min..=max).contains(&count) {
        return Ok(());
    }
    let bound = if count < min { format!("at least {min}") } else { format!("at most {max}") };
    Err(Error::invalid("/value", format!("{bound} {what}")))
}

/// An answer as it was given.
pub(super) fn shown(question: &Question, answer: &Answered) -> Result<Value> {
    Ok(match answer {
        Answered::Options(keys) if question.kind == QuestionKind::Single => json!(keys.first()),
        Answered::Options(keys) => json!(keys),
        Answered::Text(text) => json!(text),
        Answered::Number(days) if question.kind == QuestionKind::Date => {
            json!(Date::from_days(i32::try_from(*days).unwrap_or(i32::MAX))?)
        }
        Answered::Number(number) if question.kind == QuestionKind::Number => {
            json!(Quantity::from_thousandths(*number))
        }
        Answered::Number(number) => json!(number / 1_000),
    })
}

/// The lowest and the highest mark that was given to questions of a kind.
pub(super) fn marks(questions: &[Question], answers: &Answers, kind: QuestionKind) -> Option<(i64, i64)> {
    let of_kind = questions.iter().filter(|question| question.kind == kind);
    let marks = of_kind.filter_map(|question| match answers.get(&question.id) {
        Some(Answered::Number(number)) => Some(number / 1_000),
        _ => None,
    });
    marks.fold(None, |found, mark| match found {
        None => Some((mark, mark)),
        Some((low, high)) => Some((mark.min(low), mark.max(high))),
    })
}

/// Whether answers to a kind of question lie in options, numbers or texts; for reading them back.
pub(super) fn from_rows(
    kind: QuestionKind,
    rows: Vec<(Option<String>, Option<i64>, Option<String>)>,
) -> Option<Answered> {
    if has_options(kind) {
        return Some(Answered::Options(rows.into_iter().filter_map(|(option, ..)| option).collect()));
    }
    let (_, number, text) = rows.into_iter().next()?;
    if has_number(kind) || kind == QuestionKind::Date {
        return number.map(Answered::Number);
    }
    text.map(Answered::Text)
}
