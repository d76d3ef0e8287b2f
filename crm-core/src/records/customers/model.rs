//! What a customer looks like: as given, as stored, as changed.

use super::{
    AddressKind, BirthDate, Block, CompanyCategory, CustomerKind, Gender, IdentityKind, PreferredChannel, SizeBand,
    Verified,
};
use crate::records::shop::NameOrder;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{AddressId, CustomerId, IdentityId, Money, Patch, StaffId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

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

/// A customer as it is given. A customer needs a name or an identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewCustomer {
    /// Person or company; person by default.
    pub kind: CustomerKind,
    /// The display name; made of the two parts, or of the registered name, when it is absent.
    pub name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// Which part comes first; by default what the script suggests, then what the shop says.
    pub name_order: Option<NameOrder>,
    /// An e-mail address, a short form of an identity.
    pub email: Option<String>,
    /// A phone number, a short form of an identity.
    pub phone: Option<String>,
    /// The system that knows this customer under `external_id`.
    pub source: Option<String>,
    /// The id that `source` gave, a short form of an identity of kind `external_id`.
    pub external_id: Option<String>,
    /// Whatever identifies the customer; the first of each kind becomes the primary one.
    pub identities: Vec<IdentityInput>,
    /// Addresses.
    pub addresses: Vec<NewAddress>,
    /// The profile of a company.
    pub company: Option<CompanyProfile>,
    /// Tags, made when they are new.
    pub tags: Vec<String>,
    /// Values of custom fields by their keys.
    pub custom: BTreeMap<String, Value>,
    /// The gender.
    pub gender: Gender,
    /// The date of birth.
    pub birth_date: Option<BirthDate>,
    /// The income band, as the shop numbers them.
    pub income_band: Option<u8>,
    /// The host's keyed hash of an identity document, 32 to 128 hexadecimal digits.
    pub id_document_hash: Option<String>,
    /// The language as BCP 47.
    pub language: Option<String>,
    /// The country as ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The time zone as an IANA name.
    pub time_zone: Option<Zone>,
    /// When the customer was first seen; now by default.
    pub first_seen_at: Option<Timestamp>,
    /// The touch that brought the customer.
    pub source_touch_id: Option<i64>,
    /// Who looks after the customer.
    pub owner_id: Option<StaffId>,
    /// The channel on which the customer likes to be reached.
    pub preferred_channel: Option<PreferredChannel>,
    /// The beginning of the quiet hours, in minutes of the customer's day, 0 to 1,439.
    pub quiet_from: Option<u16>,
    /// The end of the quiet hours, in minutes of the customer's day, 0 to 1,439.
    pub quiet_to: Option<u16>,
    /// A note, at most 64 KiB.
    pub note: Option<String>,
}

impl Default for NewCustomer {
    fn default() -> Self {
        NewCustomer {
            kind: CustomerKind::Person,
            name: None,
            given_name: None,
            family_name: None,
            name_order: None,
            email: None,
            phone: None,
            source: None,
            external_id: None,
            identities: Vec::new(),
            addresses: Vec::new(),
            company: None,
            tags: Vec::new(),
            custom: BTreeMap::new(),
            gender: Gender::Unknown,
            birth_date: None,
            income_band: None,
            id_document_hash: None,
            language: None,
            country: None,
            time_zone: None,
            first_seen_at: None,
            source_touch_id: None,
            owner_id: None,
            preferred_channel: None,
            quiet_from: None,
            quiet_to: None,
            note: None,
        }
    }
}

impl NewCustomer {
    /// A person with a display name.
    #[must_use]
    pub fn person(name: impl Into<String>) -> Self {
        NewCustomer { name: Some(name.into()), ..NewCustomer::default() }
    }

    /// A company with a display name.
    #[must_use]
    pub fn company(name: impl Into<String>) -> Self {
        NewCustomer { kind: CustomerKind::Company, ..NewCustomer::person(name) }
    }

    /// With an e-mail address.
    #[must_use]
    pub fn email(self, value: impl Into<String>) -> Self {
        self.identity(IdentityKind::Email, value)
    }

    /// With a phone number.
    #[must_use]
    pub fn phone(self, value: impl Into<String>) -> Self {
        self.identity(IdentityKind::Phone, value)
    }

    /// With an identity of any kind.
    #[must_use]
    pub fn identity(mut self, kind: IdentityKind, value: impl Into<String>) -> Self {
        self.identities.push(IdentityInput::new(kind, value));
        self
    }

    /// With the id that another system gave.
    #[must_use]
    pub fn external_id(mut self, source: impl Into<String>, id: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self.external_id = Some(id.into());
        self
    }
}

/// A customer as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Customer {
    /// The id in this file.
    pub id: CustomerId,
    /// The id across files: 32 hexadecimal digits.
    pub uid: String,
    /// Person or company.
    pub kind: CustomerKind,
    /// The display name; null while unknown.
    pub name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// Which part comes first; null follows the script and the shop.
    pub name_order: Option<NameOrder>,
    /// The gender.
    pub gender: Gender,
    /// The date of birth.
    pub birth_date: Option<BirthDate>,
    /// The income band, as the shop numbers them.
    pub income_band: Option<u8>,
    /// The host's keyed hash of an identity document.
    pub id_document_hash: Option<String>,
    /// The language as BCP 47.
    pub language: Option<String>,
    /// The country as ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The time zone as an IANA name.
    pub time_zone: Option<Zone>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When its own fields last changed.
    pub updated_at: Timestamp,
    /// When the customer was first seen.
    pub first_seen_at: Timestamp,
    /// The touch that brought the customer.
    pub source_touch_id: Option<i64>,
    /// Who looks after the customer.
    pub owner_id: Option<StaffId>,
    /// What the shop does not do with the customer any more.
    pub blocked: Block,
    /// Why.
    pub block_reason: Option<String>,
    /// The channel on which the customer likes to be reached.
    pub preferred_channel: Option<PreferredChannel>,
    /// The beginning of the quiet hours, in minutes of the customer's day.
    pub quiet_from: Option<u16>,
    /// The end of the quiet hours, in minutes of the customer's day.
    pub quiet_to: Option<u16>,
    /// A note.
    pub note: Option<String>,
    /// When the customer was archived: hidden from lists and search, still counted.
    pub archived_at: Option<Timestamp>,
    /// The customer that this one was merged into.
    pub merged_into: Option<CustomerId>,
    /// When the personal data was erased.
    pub erased_at: Option<Timestamp>,
    /// The number of the event that last wrote this row.
    pub rev: i64,
    /// The identities, in the order in which they were recorded.
    pub identities: Vec<Identity>,
    /// The profile of a company.
    pub company: Option<CompanyProfile>,
}

impl Customer {
    /// The primary identity of a kind.
    #[must_use]
    pub fn primary(&self, kind: IdentityKind) -> Option<&Identity> {
        self.identities.iter().find(|identity| identity.kind == kind && identity.is_primary)
    }
}

/// A change of a customer's own fields; absent fields stay, null clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerPatch {
    /// Person or company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<CustomerKind>,
    /// The display name; cleared, it is made of the parts again.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    /// The given name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub given_name: Patch<String>,
    /// The family name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub family_name: Patch<String>,
    /// Which part comes first.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name_order: Patch<NameOrder>,
    /// The gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The date of birth.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub birth_date: Patch<BirthDate>,
    /// The income band.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub income_band: Patch<u8>,
    /// The host's keyed hash of an identity document.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub id_document_hash: Patch<String>,
    /// The language as BCP 47.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub language: Patch<String>,
    /// The country as ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub country: Patch<String>,
    /// The time zone as an IANA name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub time_zone: Patch<Zone>,
    /// When the customer was first seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen_at: Option<Timestamp>,
    /// The touch that brought the customer.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub source_touch_id: Patch<i64>,
    /// The channel on which the customer likes to be reached.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub preferred_channel: Patch<PreferredChannel>,
    /// The beginning of the quiet hours, in minutes of the customer's day.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub quiet_from: Patch<u16>,
    /// The end of the quiet hours, in minutes of the customer's day.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub quiet_to: Patch<u16>,
    /// A note.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub note: Patch<String>,
}

/// Who stands behind something that a host reports: an order, a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Party {
    /// The display name, used only when the customer is new or has none.
    pub name: Option<String>,
    /// Whatever identifies the customer.
    pub identities: Vec<IdentityInput>,
    /// The language as BCP 47, for a new customer.
    pub language: Option<String>,
    /// The country as ISO 3166-1 alpha-2, for a new customer.
    pub country: Option<String>,
}

/// The customer behind a [`Party`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The customer.
    pub(crate) customer: CustomerId,
    /// Whether it is new.
    pub(crate) created: bool,
    /// What was left out because it could not be read, one sentence each without the value.
    pub(crate) problems: Vec<String>,
}
