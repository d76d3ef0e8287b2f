//! What belongs to a customer: identities, addresses, the profile of a company.

use super::{AddressKind, CompanyCategory, IdentityKind, SizeBand, Verified};
use crate::vocabulary::{AddressId, CustomerId, IdentityId, Money, Timestamp};
use serde::{Deserialize, Serialize};

/// An identity as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityInput {
    /// What kind of identity.
    pub kind: IdentityKind,
    /// The value in any usual spelling; an external id is written `source:id`.
    pub value: String,
}

impl IdentityInput {
    /// An identity of a kind.
    #[must_use]
    pub fn new(kind: IdentityKind, value: impl Into<String>) -> Self {
        IdentityInput { kind, value: value.into() }
    }
}

/// An identity as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Identity {
    /// The id.
    pub id: IdentityId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What kind of identity.
    pub kind: IdentityKind,
    /// The key: unique per kind, normalised.
    pub value: String,
    /// The value as it was given, to show and to write to.
    pub display: String,
    /// Whether it was verified.
    pub verified: Verified,
    /// When it was verified, or when that failed.
    pub verified_at: Option<Timestamp>,
    /// Whether it is the first choice among those of its kind; every kind has exactly one.
    pub is_primary: bool,
    /// Since when the customer has it.
    pub valid_from: Option<Timestamp>,
    /// Until when the customer had it.
    pub valid_to: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// An address as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    /// What it is for.
    pub kind: AddressKind,
    /// Who receives there, at most 512 bytes.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Street and house, at most 8 lines of 512 bytes.
    #[serde(default)]
    pub lines: Vec<String>,
    /// The city.
    #[serde(default)]
    pub city: Option<String>,
    /// The province or state.
    #[serde(default)]
    pub region: Option<String>,
    /// The postcode.
    #[serde(default)]
    pub postcode: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// A cell of a geographic grid, as the host numbers it; at most 64 bytes.
    #[serde(default)]
    pub geo_cell: Option<String>,
    /// Whether it is the default of its kind; the first of a kind is anyway.
    #[serde(default)]
    pub is_default: bool,
}

/// An address as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Address {
    /// The id.
    pub id: AddressId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What it is for.
    pub kind: AddressKind,
    /// Who receives there.
    pub recipient: Option<String>,
    /// Street and house.
    pub lines: Vec<String>,
    /// The city.
    pub city: Option<String>,
    /// The province or state.
    pub region: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// A cell of a geographic grid.
    pub geo_cell: Option<String>,
    /// Whether it is the default of its kind.
    pub is_default: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// The profile of a company.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompanyProfile {
    /// The registered name.
    pub legal_name: Option<String>,
    /// The tax or registration number.
    pub tax_id: Option<String>,
    /// The name of the legal representative; the person as a customer is a relation of kind `legal_rep`.
    pub legal_representative: Option<String>,
    /// The industry.
    pub industry: Option<String>,
    /// The number of employees.
    pub employees: Option<u32>,
    /// The yearly revenue, not negative.
    pub annual_revenue: Option<Money>,
    /// The market.
    pub category: Option<CompanyCategory>,
    /// The size; follows from `employees` when that is given alone.
    pub size_band: Option<SizeBand>,
}
