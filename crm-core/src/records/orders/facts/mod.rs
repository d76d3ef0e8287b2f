//! What analyses read: signed, dated entries of counting orders and refunds, from the covering indexes alone.

mod store;

#[cfg(test)]
pub(super) use store::EACH;
pub(crate) use store::{each_fact, facts_of, last_customer};

use crate::vocabulary::{CustomerId, Date};

/// One entry: an order, or a refund on its own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) customer: CustomerId,
    /// The calendar day in the shop's zone.
    pub(crate) day: Date,
    /// The net amount in minor units of the base currency; not positive for a refund.
    pub(crate) amount: i64,
    pub(crate) is_refund: bool,
}
