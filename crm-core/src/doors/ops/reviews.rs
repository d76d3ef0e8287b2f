//! The operations of reviews.

use super::shapes::Nothing;
use crate::journal::StageChange;
use crate::records::aftersale::reviews::{
    NewReview, Review, ReviewAsked, ReviewFilter, ReviewPatch, ReviewReader, ReviewReportReason, ReviewRequest,
    ReviewSettings, ReviewSettingsPatch, ReviewState, ReviewSubject, ReviewSummary,
};
use crate::vocabulary::{CustomerId, OrderId, Page, PageRequest, ReviewId, StaffId};

input! {
    /// A review by its id.
    ReviewRef {
        /// The id.
        id: ReviewId,
    }
}

input! {
    /// A change by the author of a review.
    ReviewUpdate {
        /// The id.
        id: ReviewId,
        /// What changes; absent fields stay, null clears.
        changes: ReviewPatch,
    }
}

input! {
    /// Where the shop takes a review.
    ReviewMove {
        /// The id.
        id: ReviewId,
        /// The new state.
        state: ReviewState,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// The answer of the shop.
    ReviewReply {
        /// The id.
        id: ReviewId,
        /// What everybody sees, at most 64 KiB; null takes it back.
        #[serde(default)]
        reply: Option<String>,
        /// Who answers.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

input! {
    /// A reader who finds a review helpful, or does not any more.
    ReviewVote {
        /// The id.
        id: ReviewId,
        /// The customer who reads.
        #[serde(default)]
        customer_id: Option<CustomerId>,
        /// The host's key of a visitor whom nobody knows, at most 128 bytes.
        #[serde(default)]
        visitor: Option<String>,
        /// Whether it is helpful; false takes the vote back.
        #[serde(default = "yes")]
        helpful: bool,
    }
}

fn yes() -> bool {
    true
}

input! {
    /// A reader who finds a review improper.
    ReviewReport {
        /// The id.
        id: ReviewId,
        /// The customer who reads.
        #[serde(default)]
        customer_id: Option<CustomerId>,
        /// The host's key of a visitor whom nobody knows, at most 128 bytes.
        #[serde(default)]
        visitor: Option<String>,
        /// Why.
        reason: ReviewReportReason,
        /// More about it, at most 64 KiB.
        #[serde(default)]
        note: Option<String>,
    }
}

input! {
    /// What the reviews are about.
    ReviewsOf {
        /// The subject.
        subject: ReviewSubject,
    }
}

input! {
    /// An order whose customer was asked.
    ReviewAsk {
        /// The order.
        order_id: OrderId,
    }
}

input! {
    /// Which page of those who may be asked.
    ReviewsDue {
        /// The page.
        #[serde(default)]
        page: PageRequest,
    }
}

ops! { pub(super) OPS:
    Read "reviews.settings" "What is published by itself, what is held back, and when customers are asked." []
        |tx, _p: Nothing| -> ReviewSettings { tx.reviews().settings() };
    Write "reviews.configure" "Changes what is published by itself, what is held back, and when customers are asked." [Limit]
        |tx, p: ReviewSettingsPatch| -> ReviewSettings { tx.reviews().configure(p) };
    Write "reviews.post" "Records what a customer thinks of a subject; whether the purchase is verified, the orders say." [NotFound, Conflict, Limit]
        |tx, p: NewReview| -> Review { tx.reviews().post(p) };
    Write "reviews.update" "Changes a review as its author wishes; it is looked at again unless the settings publish it." [NotFound, Conflict, Limit]
        |tx, p: ReviewUpdate| -> Review { tx.reviews().update(p.id, p.changes) };
    Read "reviews.get" "One review by its id." [NotFound]
        |tx, p: ReviewRef| -> Review { tx.reviews().get(p.id) };
    Read "reviews.history" "Where a review stood, and since when." [NotFound]
        |tx, p: ReviewRef| -> Vec<StageChange> { tx.reviews().history(p.id) };
    Read "reviews.list" "Reviews of a subject or a customer, the newest, most helpful or best first; published ones unless a state is named." [NotFound, Limit]
        |tx, p: ReviewFilter| -> Page<Review> { tx.reviews().list(&p) };
    Read "reviews.summary" "What the published reviews of a subject come to: count, mean, distribution, aspects, verified purchases." []
        |tx, p: ReviewsOf| -> ReviewSummary { tx.reviews().summary(p.subject) };
    Write "reviews.moderate" "Publishes, hides or removes a review; its reports are dealt with." [NotFound, NotAllowedTransition]
        |tx, p: ReviewMove| -> Review { tx.reviews().moderate(p.id, p.state, p.reason.as_deref()) };
    Write "reviews.reply" "Answers a review for everybody to see." [NotFound, Conflict]
        |tx, p: ReviewReply| -> Review { tx.reviews().reply(p.id, p.reply.as_deref(), p.staff_id) };
    Write "reviews.vote" "Counts that a reader found a review helpful, once, or takes it back." [NotFound, Conflict]
        |tx, p: ReviewVote| -> Review {
            tx.reviews().vote(p.id, &ReviewReader { customer_id: p.customer_id, visitor: p.visitor }, p.helpful)
        };
    Write "reviews.report" "Notes that a reader finds a review improper; enough reports take it back to pending." [NotFound, Conflict]
        |tx, p: ReviewReport| -> Review {
            let reader = ReviewReader { customer_id: p.customer_id, visitor: p.visitor };
            tx.reviews().report(p.id, &reader, p.reason, p.note.as_deref())
        };
    Read "reviews.due" "Orders whose customers may be asked for a review now." [Limit]
        |tx, p: ReviewsDue| -> Page<ReviewRequest> { tx.reviews().due(&p.page) };
    Write "reviews.ask" "Notes that the customer of an order was asked for a review." [NotFound, Conflict]
        |tx, p: ReviewAsk| -> ReviewAsked { tx.reviews().ask(p.order_id) };
}
