//! What parts and their levels of stock are: as given, as stored, as listed.

use crate::vocabulary::{Money, PageRequest, PartId, Patch, Quantity, Rate, Timestamp};
use serde::{Deserialize, Serialize};

/// A part, or goods for sale that are kept in stock, as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// The article number, 1 to 128 bytes, unique among what is kept in stock; for goods, that of the catalog.
    pub sku: String,
    /// The name, at most 512 bytes.
    pub name: String,
    /// The articles that it fits, at most 1,000.
    #[serde(default)]
    pub fits: Vec<String>,
    /// What it is counted in, as a token; `piece` by default.
    #[serde(default = "piece")]
    pub unit: String,
    /// What one unit costs the shop.
    #[serde(default)]
    pub cost: Option<Money>,
    /// What one unit is sold for, without tax.
    #[serde(default)]
    pub price: Option<Money>,
    /// It is low when no more than this is available; never by default.
    #[serde(default)]
    pub reorder_point: Option<Quantity>,
    /// How much is ordered at a time, above 0.
    #[serde(default)]
    pub reorder_quantity: Option<Quantity>,
}

fn piece() -> String {
    "piece".to_owned()
}

impl NewPart {
    /// A part with nothing but its article number and name.
    #[must_use]
    pub fn new(sku: impl Into<String>, name: impl Into<String>) -> Self {
        NewPart {
            sku: sku.into(),
            name: name.into(),
            fits: Vec::new(),
            unit: piece(),
            cost: None,
            price: None,
            reorder_point: None,
            reorder_quantity: None,
        }
    }
}

/// A part, or goods for sale that are kept in stock, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Part {
    /// The id.
    pub id: PartId,
    /// The article number.
    pub sku: String,
    /// The name.
    pub name: String,
    /// The articles that it fits, in the order of their numbers.
    pub fits: Vec<String>,
    /// What it is counted in.
    pub unit: String,
    /// What one unit costs the shop.
    pub cost: Option<Money>,
    /// What one unit is sold for, without tax.
    pub price: Option<Money>,
    /// It is low when no more than this is available.
    pub reorder_point: Option<Quantity>,
    /// How much is ordered at a time.
    pub reorder_quantity: Option<Quantity>,
    /// The part that takes its place.
    pub superseded_by: Option<PartId>,
    /// Whether it is still kept; one that is not can be used up, but not reserved.
    pub active: bool,
    /// How much lies in all places.
    pub on_hand: Quantity,
    /// How much of it is promised.
    pub reserved: Quantity,
    /// How much of it is free: what is on hand less what is promised.
    pub available: Quantity,
    /// Since when it is low; null while it is not, and for one that is superseded or not kept.
    pub low_since: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it or its stock last changed.
    pub updated_at: Timestamp,
}

/// What changes of a part.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartPatch {
    /// The name.
    pub name: Option<String>,
    /// The articles that it fits; takes the place of the known ones.
    pub fits: Option<Vec<String>>,
    /// What one unit costs the shop.
    pub cost: Patch<Money>,
    /// What one unit is sold for, without tax.
    pub price: Patch<Money>,
    /// It is low when no more than this is available.
    pub reorder_point: Patch<Quantity>,
    /// How much is ordered at a time.
    pub reorder_quantity: Patch<Quantity>,
    /// Whether it is still kept.
    pub active: Option<bool>,
}

/// Which parts to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartFilter {
    /// Parts that are said to fit this article.
    pub fits: Option<String>,
    /// Parts that are kept, or not; both by default.
    pub active: Option<bool>,
    /// Which page.
    pub page: PageRequest,
}

/// What an article number leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PartLookup {
    /// The part of the number.
    pub part: Part,
    /// The part that is current now: the same, or the last of those that take its place.
    pub current: Part,
    /// Whether another part takes its place.
    pub superseded: bool,
    /// The article numbers from the one asked for to the current one.
    pub chain: Vec<String>,
}

/// What lies in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlaceStock {
    /// The warehouse or van.
    pub place: String,
    /// How much lies there.
    pub on_hand: Quantity,
    /// How much of it is promised.
    pub reserved: Quantity,
    /// How much of it is free.
    pub available: Quantity,
}

/// What takes the place of an article, and how much of it is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SuccessorStock {
    /// The part.
    pub part_id: PartId,
    /// Its article number.
    pub sku: String,
    /// How much of it is free.
    pub available: Quantity,
}

/// How much there is of an article. A reservation whose time is over holds its stock until `tick`, or the next change of
/// the article's stock, frees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StockAvailability {
    /// The part.
    pub part_id: PartId,
    /// The article number.
    pub sku: String,
    /// What it is counted in.
    pub unit: String,
    /// How much lies in all places.
    pub on_hand: Quantity,
    /// How much of it is promised.
    pub reserved: Quantity,
    /// How much of it is free.
    pub available: Quantity,
    /// Whether it is low.
    pub low: bool,
    /// Place by place.
    pub places: Vec<PlaceStock>,
    /// The current part that takes its place.
    pub successor: Option<SuccessorStock>,
}

/// How well the shop is stocked: of everything that is kept and not superseded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StockLevels {
    /// How many articles are kept.
    pub kept: u64,
    /// How many of them are available.
    pub available: u64,
    /// How many have nothing that is free.
    pub out_of_stock: u64,
    /// How many are low, out of stock or not.
    pub low: u64,
    /// The share that is available; null when nothing is kept.
    pub availability: Option<Rate>,
}

/// A part that has to be ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StockToReorder {
    /// The part.
    pub part: Part,
    /// How much to order: the quantity that is ordered at a time, or what lifts it one unit above its reorder point when
    /// that is more.
    pub quantity: Quantity,
}
