//! What rooms above lend to rooms below, wired in `crm.rs`: rooms never call up.

use crate::db::{Reaction, WriteTransaction};
use crate::vocabulary::{CustomerId, OrderId, Result};

/// Rows of a room that belong to a customer and follow a merge.
pub(crate) struct CustomerRows {
    /// The table, as the record of the merge names it.
    pub(crate) table: &'static str,
    /// Moves every row from one customer to another (timeline rows with them); the ids of the moved rows.
    pub(crate) move_all: fn(&WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>>,
    /// Moves these rows, as far as they still belong to `from`, back to a customer.
    pub(crate) move_back: fn(&WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()>,
}

/// Brings a derived value of one customer up to date at once, after its facts moved by a merge or unmerge.
pub(crate) type Refresh = fn(&WriteTransaction, CustomerId) -> Result<()>;

/// Gives the rows of an order in a later room to the customer to whom the order now belongs.
pub(crate) type FollowOrder = fn(&WriteTransaction, OrderId, CustomerId) -> Result<()>;

/// What a room above has to say before the shop promises service to a customer: an error refuses.
pub(crate) type ServiceGuard = fn(&WriteTransaction, CustomerId) -> Result<()>;

/// Everything that is wired.
pub(crate) struct Wiring {
    /// Run before every commit, in this order, over what was touched.
    pub(crate) reactions: &'static [Reaction],
    /// Rows that follow a merge.
    pub(crate) customer_rows: &'static [CustomerRows],
    /// Rows that follow an order which is given to another customer by hand.
    pub(crate) order_followers: &'static [FollowOrder],
    /// Derived values that follow a merge.
    pub(crate) refreshes: &'static [Refresh],
    /// Asked before service is promised.
    pub(crate) service_guards: &'static [ServiceGuard],
}
