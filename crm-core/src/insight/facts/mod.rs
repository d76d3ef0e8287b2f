//! Packed facts: every counting order and refund as integers in columns, so that an analysis of all customers is one
//! pass at the speed of memory.
//!
//! Owns chunks of 4,096 customers each, and the list of customers whose facts changed since their chunk was packed.
//! Both are derived from the orders: a reaction lists every customer whose orders changed in the same transaction, a
//! reader leaves listed customers out and reads them from the covering indexes, and a chunk that is missing or damaged
//! is read from there altogether. So results never depend on what is packed; deleting all of it loses nothing but time.
//! Chunks are packed again one a transaction, when enough customers are listed or at the end of an import.
//!
//! Refuses amounts in other bases than the net amount in the base currency: those are summed up from the orders.

mod base;
mod codec;
mod fresh;
mod pack;
mod scan;
mod store;

#[cfg(test)]
mod tests;

pub use base::Basis;
pub(crate) use base::{BaseQuery, base_values, values_from, values_of};
pub(crate) use codec::{BaseColumns, chunk_of, customer_of, local_of};
pub(crate) use pack::{compare, pack_due, react, tick};
pub(crate) use scan::{Scope, median_gap, without_gap};

use crate::db::{ReadTransaction, Reading};
use crate::records::orders;
use crate::vocabulary::{CustomerId, Error, ErrorCode, Result};
use codec::CodecError;
use serde::{Deserialize, Serialize};

room! {
    /// Packed facts of orders.
    Facts, facts
}

/// What is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FactsStatus {
    /// Chunks of 4,096 customers that are packed.
    pub chunks: u64,
    /// Orders in them.
    pub orders: u64,
    /// Customers whose orders changed since; they are read from the orders.
    pub dirty_customers: u64,
}

impl<T: Reading> Facts<'_, T> {
    /// How much is packed, and how many customers wait to be packed again.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn status(&self) -> Result<FactsStatus> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        let sizes = store::chunk_sizes(tx)?;
        Ok(FactsStatus {
            chunks: sizes.len() as u64,
            orders: sizes.iter().map(|(_, orders)| orders.unsigned_abs()).sum(),
            dirty_customers: store::dirty_count(tx)?.unsigned_abs(),
        })
    }
}

impl Facts<'_, crate::WriteTransaction> {
    /// Deletes everything that is packed; results stay the same and take longer until it is packed again.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn clear(&self) -> Result<()> {
        pack::clear(self.tx)
    }
}

/// The last chunk of customers in which somebody has an order or a refund.
pub(crate) fn last_chunk(tx: &ReadTransaction) -> Result<Option<i64>> {
    let last = orders::last_customer(tx)?;
    Ok((last.0 > 0).then_some(chunk_of(last.0)))
}

fn kind_of(fact: &orders::Fact) -> codec::EntryKind {
    if fact.is_refund { codec::EntryKind::Refund } else { codec::EntryKind::Order }
}

/// An order or refund as a chunk holds it.
fn entry(fact: &orders::Fact) -> codec::Entry {
    codec::Entry { local: local_of(fact.customer.0), kind: kind_of(fact), day: fact.day.days(), amount: fact.amount }
}

/// All facts of one customer, from the orders.
fn entries_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<codec::Entry>> {
    Ok(orders::facts_of(tx, customer)?.iter().map(entry).collect())
}

/// All facts of the customers of a chunk, from the orders.
fn entries_of_chunk(tx: &ReadTransaction, chunk: i64) -> Result<Vec<codec::Entry>> {
    let (first, last) = store::customers_of(chunk);
    let mut entries = Vec::new();
    orders::each_fact(tx, CustomerId(first), CustomerId(last), |fact| {
        entries.push(entry(&fact));
        Ok(())
    })?;
    Ok(entries)
}

/// The codec's error as a caller sees it.
fn refuse(error: CodecError) -> Error {
    let code = match error {
        CodecError::MonetaryOverflow(_) | CodecError::TooManyEntries => ErrorCode::Limit,
        CodecError::DayOutOfRange(_) => ErrorCode::InvalidInput,
        error if error.is_corrupt() => ErrorCode::Corrupt,
        _ => ErrorCode::Internal,
    };
    Error::new(code, error.to_string())
}
