//! What the credit record is: its tokens, settings, entries and what they come to.

use crate::records::interactions::Reference;
use crate::vocabulary::{CreditEntryId, CustomerId, PageRequest, Quantity, Rate, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What an entry of the credit record rests on.
    pub enum CreditKind("credit kind") {
        /// An order was paid in time.
        OnTimePayment = "on_time_payment",
        /// An order was completed.
        CompletedOrder = "completed_order",
        /// Others found a review helpful.
        ReviewHelpful = "review_helpful",
        /// The shop had to remove a review.
        ReviewRemoved = "review_removed",
        /// Returns were abused.
        ReturnAbuse = "return_abuse",
        /// The bank took a payment back.
        Chargeback = "chargeback",
        /// The customer did not come to an appointment.
        NoShow = "no_show",
        /// The customer did not take a parcel.
        RefusedDelivery = "refused_delivery",
        /// A complaint was justified, as its ticket says.
        ComplaintUpheld = "complaint_upheld",
        /// A complaint was not justified, as its ticket says.
        ComplaintRejected = "complaint_rejected",
        /// It is known that an identity is the customer's.
        VerifiedIdentity = "verified_identity",
        /// Somebody of the staff has decided so.
        Manual = "manual",
    }
}

tokens! {
    /// What a score is worth.
    pub enum CreditLevel("credit level") {
        /// Below all marks.
        Poor = "poor",
        /// As most are.
        Fair = "fair",
        /// Better than most.
        Good = "good",
        /// The best.
        Excellent = "excellent",
    }
}

/// How much an entry of a kind changes the score by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditDelta {
    /// The kind.
    pub kind: CreditKind,
    /// Points, −1,000 to 1,000; 0 enters nothing by itself.
    pub delta: i64,
}

/// How scores are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CreditSettings {
    /// Whether `tick` enters what orders, payments, parcels, returns, appointments, reviews, complaints and identities tell;
    /// not by default.
    pub active: bool,
    /// The score of somebody of whom nothing is known, 0 to 1,000; 500 by default.
    pub base: u32,
    /// After so many days an entry weighs half, up to 36,500; 365 by default, 0 for always all.
    pub half_life_days: u32,
    /// An order is paid in time within so many days after it was placed, up to 3,650; 14 by default.
    pub on_time_days: u32,
    /// A review is helpful when so many people say so, 1 to 10,000; 5 by default.
    pub helpful_votes: u32,
    /// Returns are abused from so many on, 1 to 10,000; 5 by default …
    pub abuse_returns: u32,
    /// … when at least this share of what was bought comes back for reasons that the shop does not answer for, 0 to 1;
    /// 0.5 by default.
    pub abuse_share: Rate,
    /// What each kind changes.
    pub deltas: Vec<CreditDelta>,
    /// The least score that is fair; 400 by default.
    pub fair_from: u32,
    /// The least score that is good; 550 by default.
    pub good_from: u32,
    /// The least score that is excellent; 700 by default.
    pub excellent_from: u32,
}

impl Default for CreditSettings {
    fn default() -> Self {
        let delta = |kind: &CreditKind| {
            let delta = match kind {
                CreditKind::OnTimePayment | CreditKind::ReviewHelpful | CreditKind::ComplaintUpheld => 5,
                CreditKind::CompletedOrder => 10,
                CreditKind::ReviewRemoved => -20,
                CreditKind::ReturnAbuse => -40,
                CreditKind::Chargeback => -80,
                CreditKind::NoShow => -15,
                CreditKind::RefusedDelivery => -30,
                CreditKind::ComplaintRejected => -10,
                CreditKind::VerifiedIdentity => 20,
                CreditKind::Manual => 0,
            };
            CreditDelta { kind: *kind, delta }
        };
        CreditSettings {
            active: false,
            base: 500,
            half_life_days: 365,
            on_time_days: 14,
            helpful_votes: 5,
            abuse_returns: 5,
            abuse_share: Rate::from_ppm(500_000),
            deltas: CreditKind::ALL.iter().map(delta).collect(),
            fair_from: 400,
            good_from: 550,
            excellent_from: 700,
        }
    }
}

/// What changes of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CreditSettingsPatch {
    /// Whether `tick` enters what the file tells.
    pub active: Option<bool>,
    /// The score of somebody of whom nothing is known.
    pub base: Option<u32>,
    /// After so many days an entry weighs half; 0 for always all.
    pub half_life_days: Option<u32>,
    /// An order is paid in time within so many days after it was placed.
    pub on_time_days: Option<u32>,
    /// A review is helpful when so many people say so.
    pub helpful_votes: Option<u32>,
    /// Returns are abused from so many on.
    pub abuse_returns: Option<u32>,
    /// Returns are abused when at least this share comes back for reasons that the shop does not answer for.
    pub abuse_share: Option<Rate>,
    /// What kinds change; kinds that are not listed stay. Entries that there are keep what they have.
    pub deltas: Option<Vec<CreditDelta>>,
    /// The least score that is fair.
    pub fair_from: Option<u32>,
    /// The least score that is good.
    pub good_from: Option<u32>,
    /// The least score that is excellent.
    pub excellent_from: Option<u32>,
}

/// An entry as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCreditEntry {
    /// The customer; follows merges.
    pub customer_id: CustomerId,
    /// What it rests on; manual by default.
    #[serde(default = "manual")]
    pub kind: CreditKind,
    /// Points, −1,000 to 1,000 and not 0; what the settings say of the kind by default. Needed for a manual entry.
    #[serde(default)]
    pub delta: Option<i64>,
    /// The fact that it rests on. The same fact is entered once for each kind.
    #[serde(default, rename = "ref")]
    pub reference: Option<Reference>,
    /// Why, as a token; needed for a manual entry.
    #[serde(default)]
    pub reason: Option<String>,
    /// More about it, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
    /// Who decided so.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
    /// When it happened, not in the future; now by default.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

fn manual() -> CreditKind {
    CreditKind::Manual
}

impl NewCreditEntry {
    /// An entry of a kind with the points of the settings.
    #[must_use]
    pub fn new(customer_id: CustomerId, kind: CreditKind) -> Self {
        NewCreditEntry {
            customer_id,
            kind,
            delta: None,
            reference: None,
            reason: None,
            note: None,
            staff_id: None,
            at: None,
        }
    }

    /// A decision of the staff.
    #[must_use]
    pub fn manual(customer_id: CustomerId, delta: i64, reason: &str) -> Self {
        let reason = Some(reason.to_owned());
        NewCreditEntry { delta: Some(delta), reason, ..NewCreditEntry::new(customer_id, CreditKind::Manual) }
    }
}

/// An entry of the credit record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CreditEntry {
    /// The id.
    pub id: CreditEntryId,
    /// The customer.
    pub customer_id: CustomerId,
    /// What it rests on.
    pub kind: CreditKind,
    /// Points when it was fresh; those of a reversal are the opposite of those that it takes back.
    pub delta: i64,
    /// The fact that it rests on.
    #[serde(rename = "ref")]
    pub reference: Option<Reference>,
    /// Why, as a token.
    pub reason: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// Who decided so.
    pub staff_id: Option<StaffId>,
    /// Whether `tick` entered it.
    pub automatic: bool,
    /// The entry that it takes back.
    pub reverses_id: Option<CreditEntryId>,
    /// When it happened; from then on it loses weight. That of a reversal is that of the entry, so that both together
    /// are nothing at any time.
    pub at: Timestamp,
    /// When it was entered.
    pub recorded_at: Timestamp,
}

/// Which entries to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditFilter {
    /// The customer.
    pub customer_id: CustomerId,
    /// Entries of this kind.
    #[serde(default)]
    pub kind: Option<CreditKind>,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}

/// What an entry weighs in a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WeighedCredit {
    /// The entry; it was not taken back.
    pub entry: CreditEntry,
    /// Its weight: 1 when it is fresh, then half for each half-life, between two halvings in a straight line.
    pub weight: Rate,
    /// Points times weight, rounded to thousandths, half to even.
    pub points: Quantity,
}

/// What the entries of a kind come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CreditSum {
    /// The kind.
    pub kind: CreditKind,
    /// How many entries there are.
    pub count: u64,
    /// The sum of their points.
    pub points: Quantity,
}

/// The score of a customer, and why it is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CreditStanding {
    /// The customer.
    pub customer_id: CustomerId,
    /// For which instant.
    pub as_of: Timestamp,
    /// 0 to 1,000: the base and the points, rounded half to even.
    pub score: u32,
    /// What the score is worth.
    pub level: CreditLevel,
    /// The score of somebody of whom nothing is known.
    pub base: u32,
    /// The sum of all points; the score differs from it and the base only by rounding and by its bounds.
    pub points: Quantity,
    /// The points by kind; they add up to the sum.
    pub sums: Vec<CreditSum>,
    /// The entries that weigh anything, the latest first, up to 1,000.
    pub entries: Vec<WeighedCredit>,
    /// The sum of the points of entries that are not listed.
    pub others: Quantity,
}

/// A score and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CreditScore {
    /// 0 to 1,000.
    pub score: u32,
    /// What it is worth.
    pub level: CreditLevel,
}

/// An entry with what took it back, if anything did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownEntry {
    pub(crate) entry: CreditEntry,
    /// Whether the reversal was automatic; none for an entry that stands.
    pub(crate) reversed: Option<bool>,
}
