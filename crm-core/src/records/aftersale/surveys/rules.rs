//! Pure decisions about surveys: moves, questions, and when there is a reminder.

use super::model::{
    InvitationState, NewQuestion, NewSurvey, Question, QuestionKind, Survey, SurveyCondition, SurveyOption,
    SurveyPatch, SurveyReward, SurveyState,
};
use crate::db::Json;
use crate::records::presale::configure::texts::{self, Texts};
use crate::records::shop::require_language;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Patch, QuestionId, Result, SurveyId, Timestamp, text};
use std::collections::BTreeSet;

const MAX_QUESTIONS: usize = 200;
const MAX_OPTIONS: usize = 100;
const MAX_LANGUAGES: usize = 20;
const MAX_REMINDERS: usize = 5;
const MAX_DAYS: u32 = 366;
const MAX_POINTS: u32 = 1_000_000;
/// Characters of a text that answers.
pub(super) const MAX_TEXT: i64 = 10_000;
/// Bounds of numbers, so that their thousandths fit.
pub(super) const MAX_NUMBER: i64 = 1_000_000_000;

/// The moves of a survey.
pub(crate) static SURVEY: Machine<SurveyState> = {
    use SurveyState::{Active, Archived, Closed, Draft, Paused};
    Machine::new(
        "survey",
        &[
            (Draft, &[Active, Archived]),
            (Active, &[Paused, Closed]),
            (Paused, &[Active, Closed]),
            (Closed, &[Archived]),
            (Archived, &[]),
        ],
    )
};

/// The moves of an invitation.
pub(crate) static INVITATION: Machine<InvitationState> = {
    use InvitationState::{Completed, Disqualified, Expired, Invited, Opened, OptedOut, Partial, Rewarded, Started};
    Machine::new(
        "survey_invitation",
        &[
            (Invited, &[Opened, Started, Expired, OptedOut]),
            (Opened, &[Started, Expired]),
            (Started, &[Partial, Completed]),
            (Partial, &[Completed, Expired]),
            (Completed, &[Rewarded, Disqualified]),
            (Rewarded, &[]),
            (Disqualified, &[]),
            (Expired, &[]),
            (OptedOut, &[]),
        ],
    )
};

/// The draft of a survey, without its questions, or why it is refused.
pub(super) fn draft(new: &NewSurvey, shop_language: &str, now: Timestamp) -> Result<Survey> {
    let given = if new.languages.is_empty() { vec![shop_language.to_owned()] } else { new.languages.clone() };
    if given.len() > MAX_LANGUAGES {
        return Err(Error::new(ErrorCode::Limit, "a survey has at most 20 languages").at("/languages"));
    }
    for (at, language) in given.iter().enumerate() {
        require_language(language).map_err(|error| error.at(format!("/languages/{at}")))?;
        if given[..at].contains(language) {
            return Err(Error::invalid(format!("/languages/{at}"), "this language is there already"));
        }
    }
    let survey = Survey {
        id: SurveyId(0),
        name: text::name("/name", &new.name)?,
        state: SurveyState::Draft,
        languages: Json(given),
        version: 1,
        questions: Vec::new(),
        opens_at: new.opens_at,
        closes_at: new.closes_at,
        invitation_days: new.invitation_days,
        remind_days: Json(new.remind_days.clone()),
        reward: Json(new.reward.clone()),
        follow_up: new.follow_up,
        created_at: now,
        updated_at: now,
        closed_at: None,
    };
    require_sound(&survey)?;
    Ok(survey)
}

/// The survey after a change.
pub(super) fn patched(known: &Survey, patch: SurveyPatch) -> Result<Survey> {
    let mut after = known.clone();
    if let Some(name) = patch.name {
        after.name = text::name("/name", &name)?;
    }
    patch.opens_at.apply(&mut after.opens_at);
    patch.closes_at.apply(&mut after.closes_at);
    after.invitation_days = patch.invitation_days.unwrap_or(after.invitation_days);
    after.remind_days = patch.remind_days.map_or(after.remind_days, Json);
    match patch.reward {
        Patch::Keep => {}
        Patch::Clear => after.reward = Json(None),
        Patch::Set(reward) => after.reward = Json(Some(reward)),
    }
    after.follow_up = patch.follow_up.unwrap_or(after.follow_up);
    require_sound(&after)?;
    Ok(after)
}

fn require_sound(survey: &Survey) -> Result<()> {
    if !(1..=MAX_DAYS).contains(&survey.invitation_days) {
        return Err(Error::new(ErrorCode::Limit, "an invitation holds 1 to 366 days").at("/invitation_days"));
    }
    if survey.remind_days.len() > MAX_REMINDERS {
        return Err(Error::new(ErrorCode::Limit, "there are at most 5 reminders").at("/remind_days"));
    }
    let mut last = 0;
    for (at, days) in survey.remind_days.iter().enumerate() {
        if *days <= last || *days > MAX_DAYS {
            return Err(Error::invalid(format!("/remind_days/{at}"), "days ascend, from 1 to 366"));
        }
        last = *days;
    }
    if matches!((survey.opens_at, survey.closes_at), (Some(opens), Some(closes)) if closes <= opens) {
        return Err(Error::invalid("/closes_at", "a survey closes after it opens"));
    }
    require_reward(survey.reward.as_ref())
}

fn require_reward(reward: Option<&SurveyReward>) -> Result<()> {
    let Some(reward) = reward else { return Ok(()) };
    if reward.points > MAX_POINTS {
        return Err(Error::new(ErrorCode::Limit, "at most 1,000,000 points").at("/reward/points"));
    }
    if reward.points == 0 && reward.program_id.is_none() {
        return Err(Error::invalid("/reward", "a reward is points or a coupon").hint("leave it out for none"));
    }
    Ok(())
}

/// The instant of the reminder after so many, or none when the invitation is over by then.
pub(super) fn reminder(survey: &Survey, invited: Timestamp, expires: Timestamp, sent: u32) -> Option<Timestamp> {
    let days = survey.remind_days.get(sent as usize)?;
    let at = invited.plus_days(i64::from(*days));
    (at < expires).then_some(at)
}

/// The questions of a version in their stored form, or why one is refused.
pub(super) fn questions(survey: &Survey, version: u32, given: Vec<NewQuestion>) -> Result<Vec<Question>> {
    if given.len() > MAX_QUESTIONS {
        return Err(Error::new(ErrorCode::Limit, "a survey has at most 200 questions").at("/questions"));
    }
    let mut questions: Vec<Question> = Vec::with_capacity(given.len());
    for (position, new) in (0_u32..).zip(given) {
        let place = |error: Error| error.under(format_args!("/questions/{position}"));
        let question = question(survey, (version, position), new, &questions).map_err(place)?;
        questions.push(question);
    }
    Ok(questions)
}

fn question(
    survey: &Survey,
    (version, position): (u32, u32),
    new: NewQuestion,
    earlier: &[Question],
) -> Result<Question> {
    let key = text::token("/key", &new.key)?;
    if earlier.iter().any(|known| known.key == key) {
        return Err(Error::invalid("/key", "an earlier question has this key"));
    }
    let options = options(survey, new.kind, new.options)?;
    let (min, max) = bounds(new.kind, new.min, new.max, options.len())?;
    if let Some(condition) = &new.only_if {
        require_condition(condition, earlier).map_err(|error| error.under("/only_if"))?;
    }
    Ok(Question {
        id: QuestionId(0),
        survey_id: survey.id,
        version,
        position,
        key,
        kind: new.kind,
        text: Json(all_languages(survey, "/text", new.text)?),
        options: Json(options),
        required: new.required,
        min,
        max,
        only_if: Json(new.only_if),
    })
}

/// Texts in each language of the survey.
fn all_languages(survey: &Survey, path: &str, given: Texts) -> Result<Texts> {
    let texts = texts::clean(path, given)?;
    match survey.languages.iter().find(|language| !texts.contains_key(*language)) {
        Some(missing) => Err(Error::invalid(path, format!("the text in {missing} is missing"))),
        None => Ok(texts),
    }
}

/// Whether a kind takes keys of options.
pub(super) fn has_options(kind: QuestionKind) -> bool {
    matches!(kind, QuestionKind::Single | QuestionKind::Multi | QuestionKind::Ranking)
}

/// Whether a kind takes a number.
pub(super) fn has_number(kind: QuestionKind) -> bool {
    use QuestionKind::{Ces, Csat, Nps, Number, Scale};
    matches!(kind, Scale | Nps | Csat | Ces | Number)
}

fn options(survey: &Survey, kind: QuestionKind, given: Vec<SurveyOption>) -> Result<Vec<SurveyOption>> {
    if !has_options(kind) {
        return if given.is_empty() { Ok(given) } else { Err(Error::invalid("/options", "this kind has no options")) };
    }
    if given.len() < 2 {
        return Err(Error::invalid("/options", "a choice has at least two options"));
    }
    if given.len() > MAX_OPTIONS {
        return Err(Error::new(ErrorCode::Limit, "a question has at most 100 options").at("/options"));
    }
    let mut keys = BTreeSet::new();
    let clean = |(at, option): (usize, SurveyOption)| {
        let key = text::token(&format!("/options/{at}/key"), &option.key)?;
        if !keys.insert(key.clone()) {
            return Err(Error::invalid(format!("/options/{at}/key"), "an earlier option has this key"));
        }
        Ok(SurveyOption { key, text: all_languages(survey, &format!("/options/{at}/text"), option.text)? })
    };
    given.into_iter().enumerate().map(clean).collect()
}

/// What a kind says of the least and the most.
fn bounds(
    kind: QuestionKind,
    min: Option<i64>,
    max: Option<i64>,
    options: usize,
) -> Result<(Option<i64>, Option<i64>)> {
    use QuestionKind::{Ces, Csat, Date, Multi, Nps, Number, Ranking, Scale, Single, Text};
    let options = options as i64;
    let (least, most, found) = match kind {
        Nps => (0, 10, (None, None)),
        Csat => (1, 5, (None, None)),
        Ces => (1, 7, (None, None)),
        Single | Date => (0, 0, (None, None)),
        Scale => (-1_000, 1_000, (min.or(Some(1)), max.or(Some(5)))),
        Multi => (0, options, (min, max)),
        Ranking => (1, options, (min.or(max).or(Some(options)), max.or(min).or(Some(options)))),
        Text => (0, MAX_TEXT, (min, max.or(Some(MAX_TEXT)))),
        Number => (-MAX_NUMBER, MAX_NUMBER, (min, max)),
    };
    let fixed = match kind {
        Nps | Csat | Ces => (Some(least), Some(most)),
        _ => found,
    };
    if matches!(kind, Nps | Csat | Ces | Single | Date) {
        for (path, given, own) in [("/min", min, fixed.0), ("/max", max, fixed.1)] {
            if given.is_some() && given != own {
                return Err(Error::invalid(path, "the bounds of this kind are fixed").hint("leave it out"));
            }
        }
        return Ok(fixed);
    }
    for (path, given) in [("/min", fixed.0), ("/max", fixed.1)] {
        if given.is_some_and(|given| !(least..=most).contains(&given)) {
            return Err(Error::invalid(path, format!("it lies between {least} and {most}")));
        }
    }
    let broken = match (fixed.0, fixed.1) {
        (Some(min), Some(max)) => min > max || (kind == Scale && min == max),
        _ => false,
    };
    if broken { Err(Error::invalid("/max", "the most is above the least")) } else { Ok(fixed) }
}

fn require_condition(condition: &SurveyCondition, earlier: &[Question]) -> Result<()> {
    let asked = earlier.iter().find(|question| question.key == condition.question).ok_or_else(|| {
        Error::invalid("/question", "no earlier question has this key")
            .allowed(earlier.iter().map(|question| question.key.clone()))
    })?;
    let (by_option, by_number) = (!condition.options.is_empty(), condition.from.is_some() || condition.to.is_some());
    if by_option && !has_options(asked.kind) {
        return Err(Error::invalid("/options", "the earlier question has no options"));
    }
    if by_number && !has_number(asked.kind) {
        return Err(Error::invalid("/from", "the earlier question takes no number"));
    }
    let known = |key: &String| asked.options.iter().any(|option| option.key == *key);
    if let Some(at) = condition.options.iter().position(|key| !known(key)) {
        return Err(Error::invalid(format!("/options/{at}"), "the earlier question has no such option")
            .allowed(asked.options.iter().map(|option| option.key.clone())));
    }
    if matches!((condition.from, condition.to), (Some(from), Some(to)) if from > to) {
        return Err(Error::invalid("/to", "it is below `from`"));
    }
    Ok(())
}
