//! The operations of referrals.

use super::shapes::Nothing;
use crate::records::sale::referrals::{Referral, ReferralCode, ReferralFilter, ReferralProgram, ReferralProgramPatch};
use crate::vocabulary::{CustomerId, OrderId, Page, ReferralId};

input! {
    /// Who invites.
    ReferralInvite {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// Who joins, by which code.
    ReferralJoin {
        /// The new customer.
        customer_id: CustomerId,
        /// The code, however it is typed.
        code: String,
    }
}

input! {
    /// The first order of a customer who has joined.
    ReferralOrder {
        /// The order.
        order_id: OrderId,
    }
}

input! {
    /// A referral by its id.
    ReferralRef {
        /// The id.
        id: ReferralId,
    }
}

input! {
    /// Which referral is called off, and why.
    ReferralCancel {
        /// The id.
        id: ReferralId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

ops! { pub(super) OPS:
    Read "referrals.program" "The programme: what both sides get, and when." []
        |tx, _p: Nothing| -> ReferralProgram { tx.referrals().program() };
    Write "referrals.configure" "Changes the programme; it holds for all rewards that are not given yet." [NotFound, Limit]
        |tx, p: ReferralProgramPatch| -> ReferralProgram { tx.referrals().configure(p) };
    Write "referrals.invite" "The code by which a customer invites others; made the first time." [NotFound]
        |tx, p: ReferralInvite| -> ReferralCode { tx.referrals().invite(p.customer_id) };
    Write "referrals.join" "A new customer joins with the code of another one." [NotFound, Conflict]
        |tx, p: ReferralJoin| -> Referral { tx.referrals().join(p.customer_id, &p.code) };
    Write "referrals.first_order" "Notes the first order of a customer who has joined; the reward comes after the time for returns." [NotFound, Conflict]
        |tx, p: ReferralOrder| -> Referral { tx.referrals().first_order(p.order_id) };
    Write "referrals.cancel" "Calls a referral off that was not rewarded yet." [NotFound, NotAllowedTransition]
        |tx, p: ReferralCancel| -> Referral { tx.referrals().cancel(p.id, p.reason.as_deref()) };
    Read "referrals.get" "One referral by its id." [NotFound]
        |tx, p: ReferralRef| -> Referral { tx.referrals().get(p.id) };
    Read "referrals.list" "Referrals by who invited, who joined or where they stand, page by page." [NotFound, Limit]
        |tx, p: ReferralFilter| -> Page<Referral> { tx.referrals().list(&p) };
}
