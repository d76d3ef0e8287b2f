//! The operations of surveys.

use crate::journal::StageChange;
use crate::records::aftersale::surveys::{
    InvitationFilter, NewInvitation, NewQuestion, NewSurvey, Survey, SurveyAnswer, SurveyFilter, SurveyForm,
    SurveyInvitation, SurveyMonth, SurveyOutcome, SurveyPatch, SurveyResultFilter, SurveyResults, SurveyScoreFilter,
    SurveyScores, SurveyState, SurveyText, SurveyTextFilter,
};
use crate::vocabulary::{CustomerId, InvitationId, Page, SurveyId};

input! {
    /// A survey by its id.
    SurveyRef {
        /// The id.
        id: SurveyId,
    }
}

input! {
    /// A change of a survey.
    SurveyUpdate {
        /// The id.
        id: SurveyId,
        /// What changes; absent fields stay, null clears.
        changes: SurveyPatch,
    }
}

input! {
    /// Other questions of a survey.
    SurveyQuestions {
        /// The id.
        id: SurveyId,
        /// All questions, in their order.
        questions: Vec<NewQuestion>,
    }
}

input! {
    /// Where a survey goes.
    SurveyMove {
        /// The id.
        id: SurveyId,
        /// The new state.
        state: SurveyState,
    }
}

input! {
    /// An invitation by its id.
    InvitationRef {
        /// The id.
        id: InvitationId,
    }
}

input! {
    /// To whom a personal token went.
    InvitationAttachment {
        /// The id of the invitation.
        id: InvitationId,
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// Answers that do not count.
    InvitationDisqualification {
        /// The id of the invitation.
        id: InvitationId,
        /// Why, as a token such as `too_fast`.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// An invitation by its token.
    SurveyToken {
        /// The token.
        token: String,
    }
}

input! {
    /// The questions of an invitation.
    SurveyOpening {
        /// The token.
        token: String,
        /// The language (BCP 47); that of the invitation by default.
        #[serde(default)]
        language: Option<String>,
    }
}

input! {
    /// Answers to questions of an invitation.
    SurveyAnswers {
        /// The token.
        token: String,
        /// The answers, at most 1,000.
        #[serde(default)]
        answers: Vec<SurveyAnswer>,
    }
}

ops! { pub(super) OPS:
    Write "surveys.create" "Records a survey as a draft." [NotFound, Limit]
        |tx, p: NewSurvey| -> Survey { tx.surveys().create(p) };
    Read "surveys.get" "One survey, with the questions of its newest version." [NotFound]
        |tx, p: SurveyRef| -> Survey { tx.surveys().get(p.id) };
    Read "surveys.list" "Surveys, in the order in which they were made." [Limit]
        |tx, p: SurveyFilter| -> Page<Survey> { tx.surveys().list(&p) };
    Write "surveys.update" "Changes a survey that is not closed." [NotFound, Conflict, Limit]
        |tx, p: SurveyUpdate| -> Survey { tx.surveys().update(p.id, p.changes) };
    Write "surveys.set_questions" "Gives a survey other questions; one that was active gets a new version." [NotFound, Conflict, Limit]
        |tx, p: SurveyQuestions| -> Survey { tx.surveys().set_questions(p.id, p.questions) };
    Write "surveys.set_state" "Activates, pauses, closes or archives a survey." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: SurveyMove| -> Survey { tx.surveys().set_state(p.id, p.state) };
    Write "surveys.invite" "Invites a customer, or whoever gets the token, to an active survey." [NotFound, Conflict]
        |tx, p: NewInvitation| -> SurveyInvitation { tx.surveys().invite(p) };
    Read "surveys.invitation" "One invitation by its id." [NotFound]
        |tx, p: InvitationRef| -> SurveyInvitation { tx.surveys().invitation(p.id) };
    Read "surveys.invitations" "Invitations by survey, customer and state, in the order in which they were made." [NotFound, Limit]
        |tx, p: InvitationFilter| -> Page<SurveyInvitation> { tx.surveys().invitations(&p) };
    Read "surveys.history" "The moves of an invitation, oldest first." [NotFound]
        |tx, p: InvitationRef| -> Vec<StageChange> { tx.surveys().history(p.id) };
    Write "surveys.open" "Opens an invitation by its token: the questions, with what was answered so far." [NotFound, Conflict]
        |tx, p: SurveyOpening| -> SurveyForm { tx.surveys().open(&p.token, p.language.as_deref()) };
    Write "surveys.start" "Begins to answer; the version of the questions is fixed from then on." [NotFound, Conflict]
        |tx, p: SurveyToken| -> SurveyInvitation { tx.surveys().start(&p.token) };
    Write "surveys.answer" "Answers some questions; more can follow." [NotFound, Conflict, Limit]
        |tx, p: SurveyAnswers| -> SurveyInvitation { tx.surveys().answer(&p.token, &p.answers) };
    Write "surveys.complete" "Completes a survey, with the last answers; the reward comes at once where the survey says so." [NotFound, Conflict, Limit]
        |tx, p: SurveyAnswers| -> SurveyOutcome { tx.surveys().complete(&p.token, &p.answers) };
    Write "surveys.opt_out" "Says that who was invited does not want to be asked." [NotFound, NotAllowedTransition]
        |tx, p: SurveyToken| -> SurveyInvitation { tx.surveys().opt_out(&p.token) };
    Write "surveys.attach" "Says to which customer the personal token of an invitation went." [NotFound, Conflict]
        |tx, p: InvitationAttachment| -> SurveyInvitation { tx.surveys().attach(p.id, p.customer_id) };
    Write "surveys.reward" "Gives the reward of a completed invitation, once." [NotFound, Conflict, NotAllowedTransition, Blocked]
        |tx, p: InvitationRef| -> SurveyOutcome { tx.surveys().reward(p.id) };
    Write "surveys.disqualify" "Says that the answers of a completed invitation do not count." [NotFound, NotAllowedTransition]
        |tx, p: InvitationDisqualification| -> SurveyInvitation { tx.surveys().disqualify(p.id, p.reason.as_deref()) };
    Read "surveys.results" "What came of a survey: how many answered, the scores, and the answers to each question." [NotFound]
        |tx, p: SurveyResultFilter| -> SurveyResults { tx.surveys().results(&p) };
    Read "surveys.texts" "Free texts that were answered, page by page." [NotFound, Limit]
        |tx, p: SurveyTextFilter| -> Page<SurveyText> { tx.surveys().texts(&p) };
    Read "surveys.scores" "NPS, CSAT and CES of a survey or of all, of a period, or about one kind of entity." [NotFound]
        |tx, p: SurveyScoreFilter| -> SurveyScores { tx.surveys().scores(&p) };
    Read "surveys.trend" "NPS, CSAT and CES by month." [NotFound]
        |tx, p: SurveyScoreFilter| -> Vec<SurveyMonth> { tx.surveys().trend(&p) };
}
