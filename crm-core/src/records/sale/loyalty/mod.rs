//! Points and tiers.
