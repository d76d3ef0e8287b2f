//! What a referral is: the programme, the code of a customer, and what becomes of an invitation.

use crate::vocabulary::{CouponProgramId, CustomerId, OrderId, PageRequest, Patch, ReferralId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a referral stands.
    pub enum ReferralState("referral state") {
        /// The new customer has come with the code and has not ordered.
        Joined = "joined",
        /// The first order was placed; the time for returns runs.
        Ordered = "ordered",
        /// Both sides have their reward.
        Rewarded = "rewarded",
        /// There is no reward.
        Cancelled = "cancelled",
    }
}

/// The programme: what both sides get, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReferralProgram {
    /// Whether customers can join with a code.
    pub active: bool,
    /// How many days after the first order the reward comes; 14 by default.
    pub return_days: u32,
    /// Points for who invited.
    pub referrer_points: u32,
    /// Points for who joined.
    pub friend_points: u32,
    /// The programme of the coupon for who invited.
    pub referrer_program_id: Option<CouponProgramId>,
    /// The programme of the coupon for who joined.
    pub friend_program_id: Option<CouponProgramId>,
}

impl Default for ReferralProgram {
    fn default() -> Self {
        ReferralProgram {
            active: false,
            return_days: 14,
            referrer_points: 0,
            friend_points: 0,
            referrer_program_id: None,
            friend_program_id: None,
        }
    }
}

/// What changes of the programme; it holds for all rewards that are not given yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReferralProgramPatch {
    /// Whether customers can join with a code.
    pub active: Option<bool>,
    /// How many days after the first order the reward comes, at most 3,650; of orders from now on.
    pub return_days: Option<u32>,
    /// Points for who invited.
    pub referrer_points: Option<u32>,
    /// Points for who joined.
    pub friend_points: Option<u32>,
    /// The programme of the coupon for who invited.
    pub referrer_program_id: Patch<CouponProgramId>,
    /// The programme of the coupon for who joined.
    pub friend_program_id: Patch<CouponProgramId>,
}

/// The code by which a customer invites others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReferralCode {
    /// Whose code it is.
    pub customer_id: CustomerId,
    /// The code, in capitals, without spaces and hyphens.
    pub code: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// A referral as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Referral {
    /// The id.
    pub id: ReferralId,
    /// Who joined.
    pub customer_id: CustomerId,
    /// Who invited.
    pub referrer_id: CustomerId,
    /// Where it stands.
    pub state: ReferralState,
    /// The first order.
    pub order_id: Option<OrderId>,
    /// When the time for returns is over.
    pub due_at: Option<Timestamp>,
    /// Why there is no reward, as a token: what was given when it was called off, or `order`, `same_customer`,
    /// `rewarded_before`.
    pub reason: Option<String>,
    /// When the new customer joined.
    pub joined_at: Timestamp,
    /// When it was rewarded or cancelled.
    pub ended_at: Option<Timestamp>,
}

/// Which referrals to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReferralFilter {
    /// Those by this customer.
    pub referrer_id: Option<CustomerId>,
    /// Those of this new customer.
    pub customer_id: Option<CustomerId>,
    /// Those in this state.
    pub state: Option<ReferralState>,
    /// Which page.
    pub page: PageRequest,
}
