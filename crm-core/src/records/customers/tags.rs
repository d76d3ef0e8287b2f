//! Tags: free words on customers.

use super::find::require;
use super::update::{announce, current};
use super::{Customers, rules, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::Entry;
use crate::vocabulary::{CustomerId, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A tag and how many customers have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// Customers that have it, archived ones too.
    pub customers: u32,
}

impl<T: Reading> Customers<'_, T> {
    /// The tags of a customer, in alphabetical order.
    ///
    /// # Errors
    /// `not_found`.
    pub fn tags_of(&self, id: CustomerId) -> Result<Vec<String>> {
        let tx = self.tx.reader();
        store::tag::of(tx, require(tx, id)?)
    }

    /// Every tag in use, in alphabetical order.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn tags(&self) -> Result<Vec<TagCount>> {
        store::tag::all(self.tx.reader())
    }
}

impl Customers<'_, WriteTransaction> {
    /// Adds tags; those that the customer has already stay. The tags afterwards.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a bad tag.
    pub fn tag(&self, id: CustomerId, tags: &[String]) -> Result<Vec<String>> {
        let tx = self.tx;
        let customer = current(tx, id)?.id;
        let tags = rules::clean_tags("/tags", tags)?;
        tx.step(|| add(tx, customer, &tags))?;
        store::tag::of(tx, customer)
    }

    /// Takes tags away; those that the customer does not have are ignored. The tags afterwards.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a bad tag.
    pub fn untag(&self, id: CustomerId, tags: &[String]) -> Result<Vec<String>> {
        let tx = self.tx;
        let customer = current(tx, id)?.id;
        let tags = rules::clean_tags("/tags", tags)?;
        tx.step(|| {
            for tag in &tags {
                if let Some(tag_id) = store::tag::find(tx, tag)?
                    && store::tag::remove(tx, customer, tag_id)?
                {
                    announce(tx, Entry::new("customer.tag_removed"), customer, json!({ "tag_id": tag_id }))?;
                }
            }
            Ok(())
        })?;
        store::tag::of(tx, customer)
    }
}

/// Adds clean tags; how many were new to the customer. Events name a tag by its number: its words may be personal.
pub(crate) fn add(tx: &WriteTransaction, customer: CustomerId, tags: &[String]) -> Result<usize> {
    let mut added = 0;
    for tag in tags {
        let tag_id = store::tag::require(tx, tag)?;
        if store::tag::add(tx, customer, tag_id)? {
            announce(tx, Entry::new("customer.tag_added"), customer, json!({ "tag_id": tag_id }))?;
            added += 1;
        }
    }
    Ok(added)
}
