//! What rooms above lend to rooms below, wired in `crm.rs`: rooms never call up.

use crate::db::{Reaction, ReadTransaction, WriteTransaction};
use crate::vocabulary::{AssetId, ConfigurationId, CustomerId, Money, OrderId, OrderLineId, Result};

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

/// How much of each line of an order is in parcels that hold their goods, in thousandths.
pub(crate) type Packed = fn(&ReadTransaction, OrderId) -> Result<Vec<(OrderLineId, i64)>>;

/// What a line of a saved configuration comes to.
pub(crate) struct Configured {
    /// The article number.
    pub(crate) sku: String,
    /// The catalog's name of the article.
    pub(crate) name: Option<String>,
    /// The price of one.
    pub(crate) price: Money,
    /// Days from the order to the delivery.
    pub(crate) lead_time_days: u32,
}

/// What a configuration that meets the rules of its model comes to, for an article that is named, or none; an error
/// names the field of the line.
pub(crate) type Configure = fn(&ReadTransaction, ConfigurationId, sku: &str) -> Result<Configured>;

/// What became of an asset, for rooms whose rows rest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AssetTurn {
    /// It came to its owner from the shop: by a sale, or because the owner registered it.
    Owned,
    /// It was registered or installed, or the time of that changed.
    Dated,
    /// Its owner gave it on.
    GivenOn,
    /// It came back to the shop.
    Returned,
    /// It is no more.
    Scrapped,
}

/// Brings the rows of a later room in line with what became of an asset.
pub(crate) type FollowAsset = fn(&WriteTransaction, AssetId, AssetTurn) -> Result<()>;

/// Everything that is wired.
pub(crate) struct Wiring {
    /// Run before every commit, in this order, over what was touched.
    pub(crate) reactions: &'static [Reaction],
    /// Rows that follow a merge.
    pub(crate) customer_rows: &'static [CustomerRows],
    /// Rows that follow an order which is given to another customer by hand.
    pub(crate) order_followers: &'static [FollowOrder],
    /// Rows that follow an asset.
    pub(crate) asset_followers: &'static [FollowAsset],
    /// What of an order is packed.
    pub(crate) packed: Packed,
    /// What is ordered with a configuration.
    pub(crate) configured: Configure,
    /// Derived values that follow a merge.
    pub(crate) refreshes: &'static [Refresh],
    /// Asked before service is promised.
    pub(crate) service_guard: ServiceGuard,
}
