//! What a survey is: its questions, its invitations, and how both are given, stored and listed.

use crate::db::Json;
use crate::vocabulary::{CouponProgramId, PageRequest, Patch, QuestionId, SurveyId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

tokens! {
    /// Where a survey stands.
    pub enum SurveyState("survey state") {
        /// It is being written; its questions may change.
        Draft = "draft",
        /// It is answered.
        Active = "active",
        /// It is interrupted.
        Paused = "paused",
        /// It is over.
        Closed = "closed",
        /// It is put away.
        Archived = "archived",
    }
}

tokens! {
    /// Where an invitation to a survey stands.
    pub enum InvitationState("invitation state") {
        /// Nothing came of it yet.
        Invited = "invited",
        /// The questions were looked at.
        Opened = "opened",
        /// Answering has begun; the version of the questions is fixed.
        Started = "started",
        /// Some questions are answered.
        Partial = "partial",
        /// All questions that must be answered are.
        Completed = "completed",
        /// The reward was given.
        Rewarded = "rewarded",
        /// The answers do not count.
        Disqualified = "disqualified",
        /// Its time was over.
        Expired = "expired",
        /// Who was invited did not want to be asked.
        OptedOut = "opted_out",
    }
}

tokens! {
    /// What kind of answer a question takes.
    pub enum QuestionKind("question kind") {
        /// The key of one option.
        Single = "single",
        /// A list of keys of options; `min` and `max` are how many.
        Multi = "multi",
        /// A whole number from `min` to `max`, 1 to 5 by default.
        Scale = "scale",
        /// How likely one recommends the shop, 0 to 10.
        Nps = "nps",
        /// How satisfied one is, 1 to 5.
        Csat = "csat",
        /// How easy the shop made it, 1 to 7.
        Ces = "ces",
        /// A text; `min` and `max` are how many characters, at most 10,000.
        Text = "text",
        /// A day, as `2026-03-02`.
        Date = "date",
        /// A number with at most three decimals, from `min` to `max`.
        Number = "number",
        /// A list of keys of options, the best first; `min` and `max` are how many, all of them by default.
        Ranking = "ranking",
    }
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyOption {
    /// The key, a token; answers name it.
    pub key: String,
    /// What people read, by language (BCP 47).
    pub text: BTreeMap<String, String>,
}

/// When a question is asked: only if an earlier one was answered so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyCondition {
    /// The key of the earlier question.
    pub question: String,
    /// One of these options was chosen, of a question with options.
    #[serde(default)]
    pub options: Vec<String>,
    /// The number was at least this, of a question with numbers.
    #[serde(default)]
    pub from: Option<i64>,
    /// The number was at most this, of a question with numbers.
    #[serde(default)]
    pub to: Option<i64>,
}

/// A question as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestion {
    /// The key, a token; answers name it.
    pub key: String,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// What people read, by language (BCP 47): in each language of the survey.
    pub text: BTreeMap<String, String>,
    /// The options, at most 100, of `single`, `multi` and `ranking`.
    #[serde(default)]
    pub options: Vec<SurveyOption>,
    /// Whether it must be answered, when it is asked.
    #[serde(default)]
    pub required: bool,
    /// The least, as its kind says.
    #[serde(default)]
    pub min: Option<i64>,
    /// The most, as its kind says.
    #[serde(default)]
    pub max: Option<i64>,
    /// When it is asked; always by default.
    #[serde(default)]
    pub only_if: Option<SurveyCondition>,
}

/// A question as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Question {
    /// The id.
    pub id: QuestionId,
    /// Its survey.
    pub survey_id: SurveyId,
    /// The version of the questions to which it belongs.
    pub version: u32,
    /// Its place among the questions, from 0 on.
    pub position: u32,
    /// The key.
    pub key: String,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// What people read, by language.
    #[schemars(with = "BTreeMap<String, String>")]
    pub text: Json<BTreeMap<String, String>>,
    /// The options.
    #[schemars(with = "Vec<SurveyOption>")]
    pub options: Json<Vec<SurveyOption>>,
    /// Whether it must be answered, when it is asked.
    pub required: bool,
    /// The least, as its kind says.
    pub min: Option<i64>,
    /// The most, as its kind says.
    pub max: Option<i64>,
    /// When it is asked.
    #[schemars(with = "Option<SurveyCondition>")]
    pub only_if: Json<Option<SurveyCondition>>,
}

/// What answering a survey is worth, once for each invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyReward {
    /// Points for a customer, at most 1,000,000.
    #[serde(default)]
    pub points: u32,
    /// The programme of a coupon; who is not known as a customer gets one that is bound to nobody.
    #[serde(default)]
    pub program_id: Option<CouponProgramId>,
    /// Whether it is given with the last answer, else by `surveys.reward` after somebody has looked; at once by
    /// default.
    #[serde(default = "yes")]
    pub at_once: bool,
}

fn yes() -> bool {
    true
}

/// A survey as it is given: a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSurvey {
    /// What the shop calls it, at most 512 bytes.
    pub name: String,
    /// Its languages (BCP 47), the first for whoever reads none of them; the shop's by default.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The questions, at most 200.
    #[serde(default)]
    pub questions: Vec<NewQuestion>,
    /// Before this instant nobody can answer.
    #[serde(default)]
    pub opens_at: Option<Timestamp>,
    /// When `tick` closes it.
    #[serde(default)]
    pub closes_at: Option<Timestamp>,
    /// How many days an invitation holds, 1 to 366; 30 by default, and never beyond `closes_at`.
    #[serde(default = "month")]
    pub invitation_days: u32,
    /// After how many days `tick` reminds of an invitation by an event, at most 5, ascending.
    #[serde(default)]
    pub remind_days: Vec<u32>,
    /// What answering is worth.
    #[serde(default)]
    pub reward: Option<SurveyReward>,
    /// Whether a customer who would not recommend the shop (0 to 6) gets a follow-up; it does by default.
    #[serde(default = "yes")]
    pub follow_up: bool,
}

fn month() -> u32 {
    30
}

impl NewSurvey {
    /// A survey with nothing but a name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        NewSurvey {
            name: name.into(),
            languages: Vec::new(),
            questions: Vec::new(),
            opens_at: None,
            closes_at: None,
            invitation_days: month(),
            remind_days: Vec::new(),
            reward: None,
            follow_up: true,
        }
    }
}

/// A survey as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Survey {
    /// The id.
    pub id: SurveyId,
    /// What the shop calls it.
    pub name: String,
    /// Where it stands.
    pub state: SurveyState,
    /// Its languages, the first for whoever reads none of them.
    #[schemars(with = "Vec<String>")]
    pub languages: Json<Vec<String>>,
    /// The version of its questions: 1 for the first.
    pub version: u32,
    /// The questions of this version, in their order.
    pub questions: Vec<Question>,
    /// Before this instant nobody can answer.
    pub opens_at: Option<Timestamp>,
    /// When `tick` closes it.
    pub closes_at: Option<Timestamp>,
    /// How many days an invitation holds.
    pub invitation_days: u32,
    /// After how many days `tick` reminds of an invitation.
    #[schemars(with = "Vec<u32>")]
    pub remind_days: Json<Vec<u32>>,
    /// What answering is worth.
    #[schemars(with = "Option<SurveyReward>")]
    pub reward: Json<Option<SurveyReward>>,
    /// Whether a ticket is opened for detractors.
    pub follow_up: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// What changes of a survey; invitations keep the time that they were given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyPatch {
    /// The name.
    pub name: Option<String>,
    /// Before this instant nobody can answer.
    pub opens_at: Patch<Timestamp>,
    /// When `tick` closes it.
    pub closes_at: Patch<Timestamp>,
    /// How many days an invitation holds.
    pub invitation_days: Option<u32>,
    /// After how many days `tick` reminds of an invitation.
    pub remind_days: Option<Vec<u32>>,
    /// What answering is worth; it holds for all rewards that are not given yet.
    pub reward: Patch<SurveyReward>,
    /// Whether a ticket is opened for detractors.
    pub follow_up: Option<bool>,
}

/// Which surveys to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyFilter {
    /// Surveys in this state.
    pub state: Option<SurveyState>,
    /// Which page.
    pub page: PageRequest,
}
