//! The operations of quotes.

use super::shapes::Nothing;
use crate::records::orders::Order;
use crate::records::presale::opportunities::LostReason;
use crate::records::presale::quotes::{
    NewQuote, Quote, QuoteFilter, QuoteOrder, QuotePatch, QuoteSettings, QuoteSettingsPatch,
};
use crate::vocabulary::{Date, ExchangeRate, Page, QuoteId, StaffId, Timestamp};

input! {
    /// A quote by its id.
    QuoteRef {
        /// The id.
        id: QuoteId,
    }
}

input! {
    /// A change of a draft.
    QuoteUpdate {
        /// The id.
        id: QuoteId,
        /// What changes; absent fields stay, null clears.
        changes: QuotePatch,
    }
}

input! {
    /// Who approves a draft.
    QuoteApproval {
        /// The id.
        id: QuoteId,
        /// Who approves it.
        staff_id: StaffId,
    }
}

input! {
    /// A quote that was declined.
    QuoteDeclined {
        /// The id.
        id: QuoteId,
        /// Why.
        reason: LostReason,
    }
}

input! {
    /// A quote that holds longer.
    QuoteRenewal {
        /// The id.
        id: QuoteId,
        /// The last day in the shop's zone on which it can be accepted, today or later.
        valid_until: Date,
        /// Whether the customer has accepted it already.
        #[serde(default)]
        accepted: bool,
    }
}

input! {
    /// A quote of which there will be another version.
    QuoteRevision {
        /// The id.
        id: QuoteId,
        /// The last day of the new version; by default as many days from today as the settings say.
        #[serde(default)]
        valid_until: Option<Date>,
    }
}

input! {
    /// A quote that is withdrawn.
    QuoteCancelled {
        /// The id.
        id: QuoteId,
        /// Why, a token such as `by_mistake`.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// How a quote becomes an order.
    QuoteToOrder {
        /// The id.
        id: QuoteId,
        /// The system that will know the order, such as `woocommerce`; needed with `external_id`.
        #[serde(default)]
        source: Option<String>,
        /// That system's key of the order, which must be new.
        #[serde(default)]
        external_id: Option<String>,
        /// The number of the order that people read.
        #[serde(default)]
        number: Option<String>,
        /// When it was placed; now by default.
        #[serde(default)]
        placed_at: Option<Timestamp>,
        /// When it was promised for.
        #[serde(default)]
        promised_at: Option<Timestamp>,
        /// Units of the shop's base currency for one unit; the shop's rate of the day by default.
        #[serde(default)]
        rate: Option<ExchangeRate>,
    }
}

ops! { pub(super) OPS:
    Write "quotes.create" "Writes a draft of a quote with the next number." [NotFound, Limit, Blocked]
        |tx, p: NewQuote| -> Quote { tx.quotes().create(p) };
    Read "quotes.get" "One quote with its lines." [NotFound]
        |tx, p: QuoteRef| -> Quote { tx.quotes().get(p.id) };
    Read "quotes.list" "Quotes by customer, opportunity, owner, state and number, the newest first." [NotFound, Limit]
        |tx, p: QuoteFilter| -> Page<Quote> { tx.quotes().list(&p) };
    Write "quotes.update" "Changes a draft." [NotFound, Conflict, Limit]
        |tx, p: QuoteUpdate| -> Quote { tx.quotes().update(p.id, p.changes) };
    Write "quotes.approve" "Approves the discounts of a draft." [NotFound, Conflict]
        |tx, p: QuoteApproval| -> Quote { tx.quotes().approve(p.id, p.staff_id) };
    Write "quotes.send" "Notes that a draft was sent; a discount above the limit is approved first." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: QuoteRef| -> Quote { tx.quotes().send(p.id) };
    Write "quotes.mark_viewed" "Notes that the customer has looked at a quote." [NotFound, NotAllowedTransition]
        |tx, p: QuoteRef| -> Quote { tx.quotes().mark_viewed(p.id) };
    Write "quotes.accept" "Notes that the customer has said yes." [NotFound, NotAllowedTransition, Blocked]
        |tx, p: QuoteRef| -> Quote { tx.quotes().accept(p.id) };
    Write "quotes.decline" "Notes that the customer has said no, and why." [NotFound, NotAllowedTransition]
        |tx, p: QuoteDeclined| -> Quote { tx.quotes().decline(p.id, p.reason) };
    Write "quotes.renew" "Lets an expired quote hold longer: it counts as sent again, or is accepted at once." [NotFound, NotAllowedTransition, Blocked]
        |tx, p: QuoteRenewal| -> Quote { tx.quotes().renew(p.id, p.valid_until, p.accepted) };
    Write "quotes.revise" "Closes a version and writes the next one with the same number." [NotFound, NotAllowedTransition, Blocked]
        |tx, p: QuoteRevision| -> Quote { tx.quotes().revise(p.id, p.valid_until) };
    Write "quotes.cancel" "Withdraws a quote." [NotFound, NotAllowedTransition]
        |tx, p: QuoteCancelled| -> Quote { tx.quotes().cancel(p.id, p.reason.as_deref()) };
    Write "quotes.order" "Records the order of an accepted quote: the same lines, discounts, taxes and total, once." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: QuoteToOrder| -> Order {
            let QuoteToOrder { id, source, external_id, number, placed_at, promised_at, rate } = p;
            tx.quotes().order(id, QuoteOrder { source, external_id, number, placed_at, promised_at, rate })
        };
    Read "quotes.html" "A quote as one page of HTML to be printed or sent." [NotFound]
        |tx, p: QuoteRef| -> String { tx.quotes().html(p.id) };
    Read "quotes.settings" "How the shop makes quotes." []
        |tx, _p: Nothing| -> QuoteSettings { tx.quotes().settings() };
    Write "quotes.configure" "Changes how the shop makes quotes: limit of discounts, validity, numbers, letterhead." [Limit]
        |tx, p: QuoteSettingsPatch| -> QuoteSettings { tx.quotes().configure(p) };
}
