//! What other systems call the labels of the default map, and what is commonly done about them.

use super::PROSPECT;
use serde::Serialize;

/// What is known about a label of the default map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LabelProfile {
    /// The label's token.
    pub label: &'static str,
    /// What Shopify calls such customers. Names only: the score ranges differ.
    pub shopify: &'static str,
    /// What Klaviyo calls such customers, if it does. Names only: the score ranges differ.
    pub klaviyo: Option<&'static str>,
    /// What is commonly done about them.
    pub action: &'static str,
}

/// The profile of a label of the default map; none for labels of a shop's own.
#[must_use]
pub fn profile_of(label: &str) -> Option<&'static LabelProfile> {
    PROFILES.iter().find(|profile| profile.label == label)
}

const fn profile(
    label: &'static str,
    shopify: &'static str,
    klaviyo: Option<&'static str>,
    action: &'static str,
) -> LabelProfile {
    LabelProfile { label, shopify, klaviyo, action }
}

/// The labels of the default map in display order, best first, and `prospect`.
pub const PROFILES: [LabelProfile; 12] = [
    profile("champions", "CHAMPIONS", Some("Champions"), "referral invitation, early access, ask for a review"),
    profile("loyal", "LOYAL", Some("Loyal"), "tier offer, cross-sell"),
    profile("potential_loyalist", "ACTIVE", Some("Recent"), "coupon for the second or third purchase"),
    profile("new_customer", "NEW", Some("Recent"), "welcome series and a care call task"),
    profile("promising", "PROMISING", Some("Recent"), "product education"),
    profile("needs_attention", "NEEDS_ATTENTION", Some("Needs attention"), "personal offer"),
    profile("about_to_sleep", "ALMOST_LOST", Some("Needs attention"), "reminder"),
    profile("at_risk", "AT_RISK", Some("At risk"), "win-back and a call task"),
    profile("cant_lose", "PREVIOUSLY_LOYAL", Some("At risk"), "staff call within 2 days, no mass mail"),
    profile("hibernating", "DORMANT", Some("Inactive"), "seasonal mail, at most one a month"),
    profile("lost", "DORMANT", Some("Inactive"), "one survey, then silence"),
    profile(PROSPECT, "PROSPECTS", None, "none by default"),
];
