//! The operations of feedback.

use super::shapes::Nothing;
use crate::journal::StageChange;
use crate::records::aftersale::feedback::{
    FeedbackEntry, FeedbackFilter, FeedbackPeriod, FeedbackSettings, FeedbackSettingsPatch, FeedbackState,
    FeedbackSummary, NewFeedback,
};
use crate::vocabulary::{CustomerId, FeedbackId, Page, StaffId};

input! {
    /// A feedback by its id.
    FeedbackRef {
        /// The id.
        id: FeedbackId,
    }
}

input! {
    /// Where a feedback goes.
    FeedbackMove {
        /// The id.
        id: FeedbackId,
        /// The new state.
        state: FeedbackState,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// What the shop says to a feedback.
    FeedbackAnswer {
        /// The id.
        id: FeedbackId,
        /// The answer, at most 64 KiB.
        answer: String,
        /// Who answers.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

input! {
    /// What a feedback has changed.
    FeedbackEffect {
        /// The id.
        id: FeedbackId,
        /// What it changed, at most 64 KiB.
        effect_note: String,
    }
}

input! {
    /// What is joined to which idea.
    FeedbackJoin {
        /// The feedback.
        id: FeedbackId,
        /// The idea that says the same.
        idea_id: FeedbackId,
    }
}

input! {
    /// Who wants an idea, or does not any more.
    FeedbackVote {
        /// The feedback.
        id: FeedbackId,
        /// The customer.
        customer_id: CustomerId,
        /// Whether the customer wants it; false takes the vote back.
        #[serde(default = "yes")]
        wants: bool,
    }
}

fn yes() -> bool {
    true
}

input! {
    /// What an idea that helped brings.
    FeedbackCredit {
        /// The feedback.
        id: FeedbackId,
        /// Points of the loyalty programme, up to 1,000,000; as the settings say by default, 0 for none.
        #[serde(default)]
        points: Option<u32>,
        /// What it changes in the credit record, up to 1,000; as the settings say by default, 0 for nothing.
        #[serde(default)]
        credit: Option<u32>,
    }
}

ops! { pub(super) OPS:
    Read "feedback.settings" "Until when feedback is answered, and what helpful ideas bring." []
        |tx, _p: Nothing| -> FeedbackSettings { tx.feedback().settings() };
    Write "feedback.configure" "Changes until when feedback is answered, and what helpful ideas bring." [Limit]
        |tx, p: FeedbackSettingsPatch| -> FeedbackSettings { tx.feedback().configure(&p) };
    Write "feedback.record" "Records what a customer suggests, praises, wishes or complains about." [NotFound, Limit]
        |tx, p: NewFeedback| -> FeedbackEntry { tx.feedback().record(p) };
    Read "feedback.get" "One feedback by its id." [NotFound]
        |tx, p: FeedbackRef| -> FeedbackEntry { tx.feedback().get(p.id) };
    Read "feedback.history" "Where a feedback stood, and since when." [NotFound]
        |tx, p: FeedbackRef| -> Vec<StageChange> { tx.feedback().history(p.id) };
    Read "feedback.list" "Feedback by kind, subject, state and customer, what is unanswered, and who is to be told something." [NotFound, Limit]
        |tx, p: FeedbackFilter| -> Page<FeedbackEntry> { tx.feedback().list(&p) };
    Write "feedback.set_state" "Takes a feedback to another state, and all that was joined to it." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: FeedbackMove| -> FeedbackEntry { tx.feedback().set_state(p.id, p.state, p.reason.as_deref()) };
    Write "feedback.answer" "Answers a feedback and all that was joined to it; the customers are to be told." [NotFound, Conflict]
        |tx, p: FeedbackAnswer| -> FeedbackEntry { tx.feedback().answer(p.id, &p.answer, p.staff_id) };
    Write "feedback.record_effect" "Notes what a feedback has changed; the customers are to be told." [NotFound, Conflict]
        |tx, p: FeedbackEffect| -> FeedbackEntry { tx.feedback().record_effect(p.id, &p.effect_note) };
    Write "feedback.tell" "Notes that the customer knows all that is new." [NotFound, Conflict]
        |tx, p: FeedbackRef| -> FeedbackEntry { tx.feedback().tell(p.id) };
    Write "feedback.join" "Joins a feedback to an idea that says the same; the idea, with its supporters." [NotFound, Conflict]
        |tx, p: FeedbackJoin| -> FeedbackEntry { tx.feedback().join(p.id, p.idea_id) };
    Write "feedback.part" "Parts a feedback from the idea that it was joined to." [NotFound, Conflict]
        |tx, p: FeedbackRef| -> FeedbackEntry { tx.feedback().part(p.id) };
    Write "feedback.vote" "Counts that a customer wants an idea, once, or takes it back." [NotFound, Conflict]
        |tx, p: FeedbackVote| -> FeedbackEntry { tx.feedback().vote(p.id, p.customer_id, p.wants) };
    Write "feedback.credit" "Rewards the customer of an idea that was done, once: points, and an entry in the credit record." [NotFound, Conflict, Blocked, Limit]
        |tx, p: FeedbackCredit| -> FeedbackEntry { tx.feedback().credit(p.id, p.points, p.credit) };
    Read "feedback.summary" "What the feedback of a time comes to: by kind, subject, state and article, what waits, how long answers took, the best teachers." [Limit]
        |tx, p: FeedbackPeriod| -> FeedbackSummary { tx.feedback().summary(&p) };
}
