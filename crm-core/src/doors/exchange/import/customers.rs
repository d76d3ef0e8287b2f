//! Rows of customers.

use super::engine::{Kind, Written, one_by_one};
use super::party::identities;
use super::row::{Context, Row};
use crate::db::WriteTransaction;
use crate::doors::exchange::ordinals::Ordinals;
use crate::doors::exchange::{Field, Policy, Verdict, custom, values};
use crate::records::customers::{
    AddressKind, BirthDate, CompanyProfile, CustomerKind, Gender, MatchPolicy, NewAddress, NewCustomer, UpsertOutcome,
};
use crate::records::shop::NameOrder;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// Customers, one row each, known by any of their identities.
pub(crate) struct CustomerRows<'a> {
    pub(crate) context: &'a Context<'a>,
}

/// Columns that make an address.
const ADDRESS: [Field; 6] =
    [Field::Recipient, Field::AddressLines, Field::City, Field::Region, Field::Postcode, Field::AddressCountry];

pub(crate) struct CustomerDraft {
    key: String,
    customer: NewCustomer,
}

impl Kind for CustomerRows<'_> {
    type Draft = CustomerDraft;

    fn read(&self, row: &Row<'_>, _ordinals: &mut Ordinals) -> Result<CustomerDraft> {
        let identities = identities(row);
        let Some(first) = identities.first() else {
            return Err(Error::invalid("/customer", "the row does not identify a customer")
                .hint("map customer, email, phone or another identity"));
        };
        let company = company(row);
        let kind = row.parsed(Field::Kind, CustomerKind::parse)?;
        let implied = if company.is_some() { CustomerKind::Company } else { CustomerKind::Person };
        let customer = NewCustomer {
            kind: kind.unwrap_or(implied),
            name: row.owned(Field::Name),
            given_name: row.owned(Field::GivenName),
            family_name: row.owned(Field::FamilyName),
            name_order: row.parsed(Field::NameOrder, NameOrder::parse)?,
            addresses: address(row)?.into_iter().collect(),
            company,
            tags: row.text(Field::Tags).map(values::list).unwrap_or_default(),
            custom: self.custom(row)?,
            gender: row.parsed(Field::Gender, Gender::parse)?.unwrap_or(Gender::Unknown),
            birth_date: row.parsed(Field::BirthDate, BirthDate::parse)?,
            language: row.owned(Field::Language),
            country: row.owned(Field::Country),
            time_zone: row.parsed(Field::TimeZone, Zone::parse)?,
            first_seen_at: row.time(Field::FirstSeenAt)?,
            note: row.owned(Field::Note),
            ..NewCustomer::default()
        };
        let key = first.value.clone();
        Ok(CustomerDraft { key, customer: NewCustomer { identities, ..customer } })
    }

    fn sort_key<'a>(&self, draft: &'a CustomerDraft) -> &'a str {
        &draft.key
    }

    fn write(&self, tx: &WriteTransaction, drafts: Vec<CustomerDraft>) -> Result<Vec<Result<Written>>> {
        let policy = match self.context.options.policy {
            Policy::Skip => MatchPolicy::Skip,
            Policy::Update => MatchPolicy::Update,
            Policy::Merge => MatchPolicy::Merge,
        };
        one_by_one(tx, drafts, |draft| {
            let upserted = tx.customers().upsert(draft.customer, policy)?;
            let verdict = match upserted.outcome {
                UpsertOutcome::Created => Verdict::Created,
                UpsertOutcome::Updated if policy == MatchPolicy::Merge => Verdict::Merged,
                UpsertOutcome::Updated => Verdict::Updated,
                UpsertOutcome::Unchanged | UpsertOutcome::Skipped => Verdict::Skipped,
            };
            let new_customer = verdict == Verdict::Created;
            Ok(Written { new_customer, ..Written::new(verdict, upserted.customer.id) })
        })
    }
}

impl CustomerRows<'_> {
    /// The shop's own fields, typed as they are defined.
    fn custom(&self, row: &Row<'_>) -> Result<BTreeMap<String, Value>> {
        let cells = self.context.plan.custom(row.record);
        let known = cells.filter_map(|(key, text)| Some((self.context.custom.get(key)?, text)));
        known
            .map(|(field, text)| {
                let value = custom::value(self.context, field, text);
                Ok((field.key.clone(), value.map_err(|error| error.under(format_args!("/custom/{}", field.key)))?))
            })
            .collect()
    }
}

fn company(row: &Row<'_>) -> Option<CompanyProfile> {
    let profile = CompanyProfile {
        legal_name: row.owned(Field::LegalName),
        tax_id: row.owned(Field::TaxId),
        industry: row.owned(Field::Industry),
        ..CompanyProfile::default()
    };
    (profile != CompanyProfile::default()).then_some(profile)
}

fn address(row: &Row<'_>) -> Result<Option<NewAddress>> {
    if ADDRESS.iter().all(|field| row.text(*field).is_none()) {
        return Ok(None);
    }
    let lines = row.text(Field::AddressLines).map(|text| text.lines().map(str::to_owned).collect());
    Ok(Some(NewAddress {
        kind: row.parsed(Field::AddressKind, AddressKind::parse)?.unwrap_or(AddressKind::Shipping),
        recipient: row.owned(Field::Recipient),
        lines: lines.unwrap_or_default(),
        city: row.owned(Field::City),
        region: row.owned(Field::Region),
        postcode: row.owned(Field::Postcode),
        country: row.owned(Field::AddressCountry),
        geo_cell: None,
        is_default: false,
    }))
}
