//! The bytes of packed facts: every order and refund of 4,096 customers in a few integer columns.
//!
//! # What this module owns
//!
//! The layout, and nothing else: no SQL, no dirty list, no clock. [`encode()`] turns the dated, signed
//! entries of one chunk into a [`PackedChunk`], [`ChunkView::parse`] reads such columns back without
//! copying them, and [`ChunkView::base_values`] is the scan that scoring lives on.
//!
//! A chunk covers the customers whose id shares all but the lowest twelve bits; those twelve bits are
//! the customer's *local* number. Its columns are little-endian integers of a fixed width:
//!
//! | column | cell | meaning |
//! |---|---|---|
//! | `order_ends` | u16 or u32, one per local | number of orders of this local and all before it |
//! | `order_days` | u16 or u32, one per order | days since `base_day`, ascending within a customer |
//! | `order_amounts` | i32 or i64, one per order | minor units of the base currency |
//! | `refund_locals` | u16, one per refund | whose refund it is, ascending |
//! | `refund_days` | u16 or u32, one per refund | days since `base_day`, ascending within a customer |
//! | `refund_amounts` | i32 or i64, one per refund | minor units of the base currency, negative |
//!
//! `order_ends` stops at the last customer who has an order. Orders and refunds are apart because
//! recency and frequency count orders only; and because refunds are few, they name their customer
//! instead of carrying an end for each of the 4,096. An order of an ordinary shop takes six bytes, and
//! its customer two.
//!
//! # What it promises
//!
//! - Nothing overflows: each column's width is chosen from its values when the chunk is encoded, and
//!   sums that leave `i64` are an error that names the customer.
//! - The same entries give the same bytes, whatever order they come in.
//! - Bytes that no encoder wrote give a [`CodecError`] or, when only values were changed, other
//!   numbers; never a panic. [`ChunkView::parse`] checks what makes reading safe, at a small part of
//!   a scan's cost; [`ChunkView::verify`] checks the order of the days too. Whether the numbers are
//!   the shop's orders only a comparison with those orders can tell.
//!
//! # What it refuses
//!
//! Days outside the years 1 to 9999, locals of 4,096 and more, versions and flags that it does not
//! know.

mod base;
mod columns;
mod encode;
mod error;
mod gaps;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use base::BaseColumns;
pub(crate) use encode::{PackedChunk, encode};
pub(crate) use error::CodecError;
pub(crate) use gaps::{median, median_gap_days};
pub(crate) use view::{ChunkBlobs, ChunkHeader, ChunkView};

/// The layout that [`encode()`] writes and [`ChunkView::parse`] reads.
pub(crate) const VERSION: u16 = 1;

/// Customers in a chunk, with or without orders.
pub(crate) const CHUNK_CUSTOMERS: usize = 1 << CHUNK_BITS;

/// The first day that a fact may have, 0001-01-01, in days since 1970-01-01.
pub(crate) const FIRST_DAY: i32 = -719_162;

/// The last day that a fact may have, 9999-12-31, in days since 1970-01-01.
pub(crate) const LAST_DAY: i32 = 2_932_896;

/// Bits of a customer's id that are its number within its chunk.
pub(super) const CHUNK_BITS: u32 = 12;

/// The chunk that holds the customer with this id; ids are not negative.
pub(crate) const fn chunk_of(customer: i64) -> i64 {
    customer >> CHUNK_BITS
}

/// The customer's number within its chunk, from 0 to 4,095.
pub(crate) const fn local_of(customer: i64) -> u16 {
    (customer & (CHUNK_CUSTOMERS as i64 - 1)) as u16
}

/// The id of the customer with this number in this chunk.
pub(crate) const fn customer_of(chunk: i64, local: u16) -> i64 {
    (chunk << CHUNK_BITS) | local as i64
}

/// Whether an entry is an order or a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum EntryKind {
    /// Counts in recency, frequency and monetary.
    Order,
    /// Counts in monetary only, on its own day.
    Refund,
}

/// One dated, signed fact of a customer.
///
/// The derived order is the one in which a chunk holds its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Entry {
    /// The customer's number within the chunk, below [`CHUNK_CUSTOMERS`].
    pub(crate) local: u16,
    /// Order or refund.
    pub(crate) kind: EntryKind,
    /// Day in the shop's zone, in days since 1970-01-01, from [`FIRST_DAY`] to [`LAST_DAY`].
    pub(crate) day: i32,
    /// Minor units of the base currency, signed: a refund is negative.
    pub(crate) amount: i64,
}

/// A set of locals, used to leave out customers whose packed facts are out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalSet([u64; CHUNK_CUSTOMERS / 64]);

impl LocalSet {
    /// The set without members.
    pub(crate) const EMPTY: LocalSet = LocalSet([0; CHUNK_CUSTOMERS / 64]);

    /// Adds a local; numbers of 4,096 and more count by their lowest twelve bits.
    pub(crate) fn insert(&mut self, local: u16) {
        self.0[Self::word(local)] |= 1 << (local % 64);
    }

    /// Tells whether the local is a member.
    pub(crate) fn contains(&self, local: u16) -> bool {
        self.0[Self::word(local)] >> (local % 64) & 1 == 1
    }

    /// Tells whether the set has no members.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Masked, so that the index is always in range.
    const fn word(local: u16) -> usize {
        (local as usize / 64) % (CHUNK_CUSTOMERS / 64)
    }
}

impl Default for LocalSet {
    fn default() -> Self {
        Self::EMPTY
    }
}
