//! Relations between customers: who is whose contact, legal representative, parent, partner.

use super::find::require;
use super::update::{announce, current};
use super::{Customers, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Date, Error, RelationId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

tokens! {
    /// How one customer is related to another: `from` is the … of `to`.
    pub enum RelationKind("kind of relation") {
        /// The contact of a company.
        ContactOf = "contact_of",
        /// Who decides for a company.
        DecisionMaker = "decision_maker",
        /// The legal representative of a company.
        LegalRep = "legal_rep",
        /// The spouse.
        Spouse = "spouse",
        /// A parent, or the parent company.
        Parent = "parent",
        /// `from` was referred by `to`.
        ReferredBy = "referred_by",
        /// A partner.
        PartnerOf = "partner_of",
        /// A distributor.
        DistributorOf = "distributor_of",
    }
}

/// A relation as it is given; the same pair and kind again changes its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelation {
    /// Who is related.
    pub from_id: CustomerId,
    /// To whom.
    pub to_id: CustomerId,
    /// How.
    pub kind: RelationKind,
    /// Since which day.
    #[serde(default)]
    pub since: Option<Date>,
    /// Until which day.
    #[serde(default)]
    pub until: Option<Date>,
}

/// A relation as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Relation {
    /// The id.
    pub id: RelationId,
    /// Who is related.
    pub from_id: CustomerId,
    /// To whom.
    pub to_id: CustomerId,
    /// How.
    pub kind: RelationKind,
    /// Since which day.
    pub since: Option<Date>,
    /// Until which day.
    pub until: Option<Date>,
    /// When it was recorded.
    pub created_at: Timestamp,
}

impl<T: Reading> Customers<'_, T> {
    /// The relations of a customer in both directions, in the order in which they were recorded.
    ///
    /// # Errors
    /// `not_found`.
    pub fn relations(&self, id: CustomerId) -> Result<Vec<Relation>> {
        let tx = self.tx.reader();
        store::relation::of(tx, require(tx, id)?)
    }
}

impl Customers<'_, WriteTransaction> {
    /// Relates two customers.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a customer with itself or an end before the beginning.
    pub fn relate(&self, new: &NewRelation) -> Result<Relation> {
        let tx = self.tx;
        let from = current(tx, new.from_id).map_err(|error| error.at("/from_id"))?.id;
        let to = current(tx, new.to_id).map_err(|error| error.at("/to_id"))?.id;
        if from == to {
            return Err(Error::invalid("/to_id", "a customer has no relation to itself"));
        }
        if new.since.zip(new.until).is_some_and(|(since, until)| until < since) {
            return Err(Error::invalid("/until", "the end lies before the beginning"));
        }
        let id = tx.step(|| {
            let id = store::relation::save(tx, from, to, new, journal::next_seq(tx)?)?;
            let payload = json!({ "relation_id": id, "to_id": to, "kind": new.kind });
            announce(tx, Entry::new("customer.relation_added"), from, payload)?;
            Ok(id)
        })?;
        store::relation::get(tx, id)?.or_not_found(RelationId::WHAT, id)
    }

    /// Removes a relation; to end one, give it an `until` instead.
    ///
    /// # Errors
    /// `not_found`.
    pub fn unrelate(&self, id: RelationId) -> Result<()> {
        let tx = self.tx;
        let relation = store::relation::get(tx, id)?.or_not_found(RelationId::WHAT, id)?;
        tx.step(|| {
            store::relation::remove(tx, id)?;
            let payload = json!({ "relation_id": id, "to_id": relation.to_id, "kind": relation.kind });
            announce(tx, Entry::new("customer.relation_removed"), relation.from_id, payload)
        })
    }
}
