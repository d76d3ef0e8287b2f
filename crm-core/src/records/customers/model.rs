//! What a customer looks like: as given, as stored, as changed.

use super::{
    BirthDate, Block, CompanyProfile, CustomerKind, Gender, Identity, IdentityInput, IdentityKind, NewAddress,
    PreferredChannel,
};
use crate::records::shop::NameOrder;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{CustomerId, Patch, StaffId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

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
    /// What the shop does not do with the customer any more; stored until `tick` notes that its end has passed.
    pub blocked: Block,
    /// Why, as a token.
    pub block_reason: Option<String>,
    /// Since when.
    pub blocked_since: Option<Timestamp>,
    /// When the block is over; null for one without an end.
    pub blocked_until: Option<Timestamp>,
    /// The member of the staff who decided it.
    pub blocked_by: Option<StaffId>,
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
