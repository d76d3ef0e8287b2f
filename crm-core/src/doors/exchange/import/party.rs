//! Whom a row is about.

use super::row::Row;
use crate::db::WriteTransaction;
use crate::doors::exchange::Field;
use crate::records::customers::{self, IdentityInput, IdentityKind, Party};
use crate::vocabulary::{CustomerId, Error, Result};

/// Columns that identify a customer, beside the source's own key.
pub(crate) const IDENTITIES: [(Field, IdentityKind); 7] = [
    (Field::HostUserId, IdentityKind::HostUserId),
    (Field::Email, IdentityKind::Email),
    (Field::Phone, IdentityKind::Phone),
    (Field::WechatUnionid, IdentityKind::WechatUnionid),
    (Field::Qq, IdentityKind::Qq),
    (Field::AccountName, IdentityKind::AccountName),
    (Field::LoyaltyCard, IdentityKind::LoyaltyCard),
];

/// What a row says of its customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Who {
    /// What customers are sorted by: the first identity.
    pub(crate) key: String,
    pub(crate) party: Party,
}

/// The identities of a row; the source's key as an external id of the source.
pub(crate) fn identities(row: &Row<'_>) -> Vec<IdentityInput> {
    let source = row.text(Field::CustomerSource).unwrap_or(&row.context.options.source);
    let key = row.text(Field::Customer);
    let external = key.map(|key| IdentityInput::new(IdentityKind::ExternalId, format!("{source}:{key}")));
    let others = IDENTITIES.iter().filter_map(|(field, kind)| Some(IdentityInput::new(*kind, row.text(*field)?)));
    external.into_iter().chain(others).collect()
}

/// Whom a row is about.
pub(crate) fn who(row: &Row<'_>) -> Who {
    let identities = identities(row);
    let key = identities.first().map(|identity| identity.value.clone()).unwrap_or_default();
    Who {
        key,
        party: Party {
            name: row.owned(Field::Name),
            identities,
            language: row.owned(Field::Language),
            country: row.owned(Field::Country),
        },
    }
}

/// A customer that was found or made for a row.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) customer: CustomerId,
    pub(crate) created: bool,
    pub(crate) problems: Vec<String>,
}

impl Found {
    /// What to tell beside the verdict.
    pub(crate) fn problem(&self, ignored: bool) -> Option<String> {
        if ignored {
            return Some("a newer report is already known".to_owned());
        }
        (!self.problems.is_empty()).then(|| self.problems.join("; "))
    }
}

/// Finds or makes the customers of rows that are sorted by customer: equal parties one after the other are asked once.
#[derive(Default)]
pub(crate) struct Resolver {
    last: Option<(Party, CustomerId)>,
}

impl Resolver {
    /// The customer of a row.
    ///
    /// # Errors
    /// `invalid_input` when nothing that can be read identifies one.
    pub(crate) fn resolve(&mut self, tx: &WriteTransaction, who: &Who) -> Result<Found> {
        if let Some((party, customer)) = &self.last
            && *party == who.party
        {
            return Ok(Found { customer: *customer, created: false, problems: Vec::new() });
        }
        if who.party.identities.is_empty() {
            return Err(Error::invalid("/customer", "the row does not say whose it is"));
        }
        let resolved = customers::resolve(tx, &who.party)?;
        if resolved.problems.is_empty() {
            self.last = Some((who.party.clone(), resolved.customer));
        }
        Ok(Found { customer: resolved.customer, created: resolved.created, problems: resolved.problems })
    }
}
