//! What an asset is: its tokens, how it is given, changed, stored and listed.

use crate::journal::StageChange;
use crate::vocabulary::{
    AssetId, AssetOwnerId, ConfigurationId, CustomerId, OrderId, OrderLineId, PageRequest, Patch, Timestamp,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where an asset stands.
    pub enum AssetState("asset state") {
        /// The shop has it.
        InStock = "in_stock",
        /// It was delivered to a customer, who has not told anything of it.
        Sold = "sold",
        /// Its owner uses it.
        InUse = "in_use",
        /// It is being repaired; its owner stays its owner.
        InRepair = "in_repair",
        /// Its owner gave it back to the shop; nobody owns it.
        Returned = "returned",
        /// It is no more. Its serial may be given to another piece.
        Scrapped = "scrapped",
        /// Its owner gave it on; to whom may be unknown, until the new owner registers it.
        Transferred = "transferred",
    }
}

tokens! {
    /// How an asset came to its owner.
    pub enum AssetOrigin("asset origin") {
        /// It was delivered on an order.
        Sale = "sale",
        /// The owner, or somebody of the staff, registered it.
        Registration = "registration",
        /// The owner before gave it on.
        Transfer = "transfer",
    }
}

/// A piece that is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAsset {
    /// The serial number, 1 to 128 bytes; spaces, dashes and small letters make no difference.
    pub serial: String,
    /// The article number; needed for a piece that is not on file.
    #[serde(default)]
    pub sku: Option<String>,
    /// The brand or manufacturer; the catalog's brand of the article by default.
    #[serde(default)]
    pub maker: Option<String>,
    /// Whose it is; none for a piece that the shop has in stock.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The line of the customer's order on which it was bought.
    #[serde(default)]
    pub order_line_id: Option<OrderLineId>,
    /// When it was installed.
    #[serde(default)]
    pub installed_at: Option<Timestamp>,
    /// Where it stands, at most 512 bytes.
    #[serde(default)]
    pub location: Option<String>,
    /// Refuses a serial that is not on file, so that customers register only what the shop has sold or stocked; a piece
    /// of any seller is accepted by default.
    #[serde(default)]
    pub known_only: bool,
}

impl NewAsset {
    /// A piece of an article, of nobody yet.
    #[must_use]
    pub fn new(serial: impl Into<String>, sku: impl Into<String>) -> Self {
        NewAsset {
            serial: serial.into(),
            sku: Some(sku.into()),
            maker: None,
            customer_id: None,
            order_line_id: None,
            installed_at: None,
            location: None,
            known_only: false,
        }
    }

    /// The same, owned by a customer.
    #[must_use]
    pub fn of(mut self, customer: CustomerId) -> Self {
        self.customer_id = Some(customer);
        self
    }
}

/// An asset as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Asset {
    /// The id.
    pub id: AssetId,
    /// The serial number as it was written first.
    pub serial: String,
    /// The serial number as it is looked up: in capitals, without spaces and dashes.
    pub serial_key: String,
    /// The brand or manufacturer; a maker gives a serial to one piece.
    pub maker: Option<String>,
    /// The article number.
    pub sku: String,
    /// Whose it is; null for one in stock, returned, or given on to somebody unknown.
    pub customer_id: Option<CustomerId>,
    /// Where it stands.
    pub state: AssetState,
    /// The order on which the shop last sold it.
    pub order_id: Option<OrderId>,
    /// The line of that order.
    pub order_line_id: Option<OrderLineId>,
    /// The number of that order that people read.
    pub order_number: Option<String>,
    /// The saved configuration that it was made by.
    pub configuration_id: Option<ConfigurationId>,
    /// Where it stands at its owner's.
    pub location: Option<String>,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
    /// When an owner first registered it.
    pub registered_at: Option<Timestamp>,
    /// When it was installed.
    pub installed_at: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetPatch {
    /// When it was installed; warranties that begin with the installation follow.
    pub installed_at: Patch<Timestamp>,
    /// Where it stands.
    pub location: Patch<String>,
}

/// Which assets to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetFilter {
    /// Assets of this customer.
    pub customer_id: Option<CustomerId>,
    /// Assets of this article.
    pub sku: Option<String>,
    /// Assets in this state.
    pub state: Option<AssetState>,
    /// Assets that were last sold on this order.
    pub order_id: Option<OrderId>,
    /// Assets whose serial begins so; spaces, dashes and small letters make no difference.
    pub serial_prefix: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// One who has, or has had, an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AssetOwner {
    /// The id of this entry.
    pub id: AssetOwnerId,
    /// The asset.
    pub asset_id: AssetId,
    /// Who; follows merges.
    pub customer_id: CustomerId,
    /// How it came to them.
    pub how: AssetOrigin,
    /// The order on which they bought it.
    pub order_id: Option<OrderId>,
    /// The line of that order.
    pub order_line_id: Option<OrderLineId>,
    /// The saved configuration that it was made by.
    pub configuration_id: Option<ConfigurationId>,
    /// Since when.
    pub from_at: Timestamp,
    /// Until when; null for the owner of today.
    pub until_at: Option<Timestamp>,
}

/// What has become of an asset since it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AssetHistory {
    /// Who had it, the first before the others.
    pub owners: Vec<AssetOwner>,
    /// The states it was in, oldest first.
    pub states: Vec<StageChange>,
}
