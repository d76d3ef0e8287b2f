//! What a batch looks up once.

use crate::db::WriteTransaction;
use crate::records::catalog;
use crate::records::customers::{self, Party};
use crate::records::orders::record::Source;
use crate::records::orders::{NewOrder, buyer, store};
use crate::vocabulary::{CustomerId, Money, Result};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Where the key of an order is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nowhere: the order is new.
    Not,
    /// In the file, since before the batch.
    InFile,
    /// It has come in this batch already.
    InBatch,
}

/// Keys, customers and article costs that the batch has met.
#[derive(Default)]
pub(super) struct Cache {
    /// Hashes of the keys; when two keys share one, the later order goes the slow way for nothing.
    keys: HashSet<u64>,
    hasher: RandomState,
    customers: HashMap<CustomerId, CustomerId>,
    sellable: HashSet<CustomerId>,
    costs: HashMap<String, Option<Money>>,
    /// Whether the file had any order with a key before the batch.
    has_keys: Option<bool>,
}

impl Cache {
    /// Where the key of an order is known.
    pub(super) fn known(&mut self, tx: &WriteTransaction, order: &NewOrder) -> Result<Known> {
        let (Some(source), Some(external_id)) = (&order.source, &order.external_id) else { return Ok(Known::Not) };
        let (source, external_id) = (source.trim(), external_id.trim());
        if !self.keys.insert(self.hasher.hash_one((source, external_id))) {
            return Ok(Known::InBatch);
        }
        let has_keys = match self.has_keys {
            Some(known) => known,
            None => *self.has_keys.insert(store::has_keys(tx)?),
        };
        let in_file = has_keys && store::find(tx, source, external_id)?.is_some();
        Ok(if in_file { Known::InFile } else { Known::Not })
    }
}

impl Source for Cache {
    fn buyer(
        &mut self,
        tx: &WriteTransaction,
        customer: Option<CustomerId>,
        party: Option<&Party>,
    ) -> Result<(CustomerId, Vec<String>)> {
        let (Some(given), None) = (customer, party) else { return buyer::of(tx, customer, party, None) };
        if let Some(known) = self.customers.get(&given) {
            return Ok((*known, Vec::new()));
        }
        let found = buyer::of(tx, Some(given), None, None)?;
        self.customers.insert(given, found.0);
        Ok(found)
    }

    fn require_sellable(&mut self, tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
        if !self.sellable.contains(&customer) {
            customers::require_sellable(tx, customer)?;
            self.sellable.insert(customer);
        }
        Ok(())
    }

    fn cost(&mut self, tx: &WriteTransaction, sku: &str) -> Result<Option<Money>> {
        if let Some(known) = self.costs.get(sku) {
            return Ok(*known);
        }
        let cost = catalog::cost_of(tx, sku)?;
        self.costs.insert(sku.to_owned(), cost);
        Ok(cost)
    }
}
