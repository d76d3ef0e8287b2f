//! What an invitation is: how it is given, stored and listed, and how its questions are read and answered.

use super::model::{InvitationState, QuestionKind, SurveyCondition};
use crate::records::interactions::Reference;
use crate::vocabulary::{CouponId, CustomerId, InvitationId, PageRequest, QuestionId, SurveyId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};

/// An invitation as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// The survey; it is active.
    pub survey_id: SurveyId,
    /// Who is asked; nobody who is known, by default.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// Whether the token goes to one person who is not known as a customer yet, so that the answers can be attached to
    /// a customer later. Answers to any other token without a customer stay anonymous.
    #[serde(default)]
    pub personal: bool,
    /// What it asks about, such as an order or a ticket.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// The language in which it is read, when none is named; the survey's first by default.
    #[serde(default)]
    pub language: Option<String>,
    /// When it expires; after the days of the survey by default, and never after the survey closes.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

impl NewInvitation {
    /// An anonymous invitation to a survey.
    #[must_use]
    pub fn to(survey: SurveyId) -> Self {
        NewInvitation {
            survey_id: survey,
            customer_id: None,
            personal: false,
            reference: None,
            language: None,
            expires_at: None,
        }
    }
}

/// An invitation as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyInvitation {
    /// The id.
    pub id: InvitationId,
    /// The survey.
    pub survey_id: SurveyId,
    /// The version of the questions; fixed when answering begins.
    pub version: Option<u32>,
    /// Who is asked; follows merges.
    pub customer_id: Option<CustomerId>,
    /// Whether the token went to one person.
    pub personal: bool,
    /// The token: whoever has it can answer.
    pub token: String,
    /// Where it stands.
    pub state: InvitationState,
    /// What it asks about.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// The language in which it is read.
    pub language: String,
    /// When it was made.
    pub invited_at: Timestamp,
    /// When the questions were first looked at.
    pub opened_at: Option<Timestamp>,
    /// When answering began.
    pub started_at: Option<Timestamp>,
    /// When the last answer that must be given was.
    pub completed_at: Option<Timestamp>,
    /// When it expires, unless it is completed.
    pub expires_at: Timestamp,
    /// When `tick` reminds of it next.
    pub remind_at: Option<Timestamp>,
    /// How often it did.
    pub reminders: u32,
    /// Since when nothing more can be answered.
    pub ended_at: Option<Timestamp>,
    /// The points that it was rewarded with.
    pub points: Option<u32>,
    /// The coupon that it was rewarded with.
    pub coupon_id: Option<CouponId>,
    /// The ticket that follows up on a bad mark.
    pub ticket_id: Option<TicketId>,
}

/// Which invitations to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InvitationFilter {
    /// Invitations to this survey.
    pub survey_id: Option<SurveyId>,
    /// Invitations of this customer.
    pub customer_id: Option<CustomerId>,
    /// Invitations in this state.
    pub state: Option<InvitationState>,
    /// Which page.
    pub page: PageRequest,
}

/// A question as it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FormQuestion {
    /// The key.
    pub key: String,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// What people read.
    pub text: String,
    /// The options.
    pub options: Vec<FormOption>,
    /// Whether it must be answered, when it is asked.
    pub required: bool,
    /// The least, as its kind says.
    pub min: Option<i64>,
    /// The most, as its kind says.
    pub max: Option<i64>,
    /// When it is asked.
    pub only_if: Option<SurveyCondition>,
    /// What was answered so far.
    pub answer: Option<serde_json::Value>,
}

/// An option as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FormOption {
    /// The key.
    pub key: String,
    /// What people read.
    pub text: String,
}

/// A survey as who was invited sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyForm {
    /// The survey.
    pub survey_id: SurveyId,
    /// The version of the questions.
    pub version: u32,
    /// Where the invitation stands.
    pub state: InvitationState,
    /// The language.
    pub language: String,
    /// The questions, in their order.
    pub questions: Vec<FormQuestion>,
    /// When the invitation expires.
    pub expires_at: Timestamp,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyAnswer {
    /// The key of the question.
    pub question: String,
    /// The answer as the kind of the question says: a key, a list of keys, a number, a text or a day; null takes it
    /// back.
    pub value: serde_json::Value,
}

/// What came of answering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyOutcome {
    /// The invitation.
    pub invitation: SurveyInvitation,
    /// The code of the coupon that it was rewarded with.
    pub coupon_code: Option<String>,
}

/// Free texts that answer a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyTextFilter {
    /// The survey.
    pub survey_id: SurveyId,
    /// The key of the question; all with texts by default.
    #[serde(default)]
    pub question: Option<String>,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}

/// A free text that answers a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyText {
    /// The question.
    pub question_id: QuestionId,
    /// Its key.
    pub question: String,
    /// The invitation.
    pub invitation_id: InvitationId,
    /// Who answered, as far as that is known.
    pub customer_id: Option<CustomerId>,
    /// The text.
    pub text: String,
    /// When the survey was completed.
    pub completed_at: Timestamp,
}
