//! Pairs of customers that may be one.

use super::{IdentityKind, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::vocabulary::{CustomerId, Result};
use serde_json::json;

tokens! {
    /// Why two customers may be one.
    pub enum DuplicateReason("reason of a duplicate") {
        /// They share a mailbox.
        SameEmail = "same_email",
        /// They share a phone number.
        SamePhone = "same_phone",
        /// They share a tax or registration number.
        SameTaxId = "same_tax_id",
        /// They share an identity of another kind.
        SameIdentity = "same_identity",
        /// They share name and date of birth.
        NameBirth = "name_birth",
        /// They share name and postcode.
        NamePostcode = "name_postcode",
        /// Their names are alike and something else fits.
        Fuzzy = "fuzzy",
    }
}

tokens! {
    /// What became of a pair.
    pub enum DuplicateState("state of a duplicate") {
        /// Nobody has judged it.
        Open = "open",
        /// They were one, and were merged.
        Merged = "merged",
        /// They are two.
        Dismissed = "dismissed",
    }
}

impl DuplicateReason {
    /// The reason when one identity was given for two customers.
    pub(crate) fn of_identity(kind: IdentityKind) -> Self {
        match kind {
            IdentityKind::Email => Self::SameEmail,
            IdentityKind::Phone | IdentityKind::Whatsapp => Self::SamePhone,
            IdentityKind::TaxId => Self::SameTaxId,
            _ => Self::SameIdentity,
        }
    }

    /// How sure this reason makes, 0 to 100; a fuzzy one has a score of its own.
    pub(crate) fn score(self) -> u8 {
        match self {
            Self::SameEmail => 95,
            Self::SameTaxId | Self::SamePhone => 90,
            Self::SameIdentity | Self::NameBirth => 85,
            Self::NamePostcode => 75,
            Self::Fuzzy => 50,
        }
    }
}

/// Notes that two customers may be one.
pub(crate) fn note(tx: &WriteTransaction, one: CustomerId, other: CustomerId, reason: DuplicateReason) -> Result<()> {
    let (first, second) = (one.min(other), one.max(other));
    if store::duplicate::note(tx, first, second, reason, reason.score())? {
        let payload = json!({ "other_id": second, "reason": reason, "score": reason.score() });
        journal::append(tx, Entry::new("customer.duplicate_found").customer(first).payload(payload))?;
    }
    Ok(())
}
