//! The operations of the credit record.

use super::shapes::Nothing;
use crate::records::aftersale::credit::{
    CreditEntry, CreditFilter, CreditScore, CreditSettings, CreditSettingsPatch, CreditStanding, NewCreditEntry,
};
use crate::vocabulary::{CreditEntryId, CustomerId, Page, Timestamp};

input! {
    /// Whose score, and when.
    CreditOf {
        /// The customer.
        customer_id: CustomerId,
        /// For which instant; now by default.
        #[serde(default)]
        as_of: Option<Timestamp>,
    }
}

input! {
    /// Whose score.
    CreditScoreOf {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// What is taken back, and why.
    CreditReverse {
        /// The entry.
        id: CreditEntryId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

ops! { pub(super) OPS:
    Read "credit.settings" "How scores are made: base, half-life, what each kind changes, the marks of the levels." []
        |tx, _p: Nothing| -> CreditSettings { tx.credit().settings() };
    Write "credit.configure" "Changes how scores are made; entries keep the points that they have." [Limit]
        |tx, p: CreditSettingsPatch| -> CreditSettings { tx.credit().configure(p) };
    Read "credit.of" "The score of a customer now or at another instant, with the entries that make it." [NotFound]
        |tx, p: CreditOf| -> CreditStanding { tx.credit().of(p.customer_id, p.as_of) };
    Read "credit.score" "The score of a customer now and its level, without the reasons." [NotFound]
        |tx, p: CreditScoreOf| -> CreditScore { tx.credit().score(p.customer_id) };
    Write "credit.add" "Enters something in a customer's credit record; the same fact is entered once." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewCreditEntry| -> CreditEntry { tx.credit().add(p) };
    Read "credit.history" "The ledger of a customer, the latest entry first, with what was taken back." [NotFound, Limit]
        |tx, p: CreditFilter| -> Page<CreditEntry> { tx.credit().history(&p) };
    Write "credit.reverse" "Takes an entry back by another one; nothing is deleted." [NotFound, Conflict]
        |tx, p: CreditReverse| -> CreditEntry { tx.credit().reverse(p.id, p.reason.as_deref()) };
}
