//! What callers give about lines of an order: the lines themselves, what was shipped, what is called off.

use crate::vocabulary::{ConfigurationId, Money, OrderLineId, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

/// A line of an order as it is given: with a price per unit or with a total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewOrderLine {
    /// The article number; the catalog need not know it. That of the configuration by default.
    pub sku: String,
    /// The name as sold; the catalog's name of a configured article by default.
    pub name: Option<String>,
    /// How much of it, at least 0; 1 by default.
    pub quantity: Quantity,
    /// The price of one unit in the order's currency; that of the configuration by default.
    pub unit_price: Option<UnitPrice>,
    /// What the line comes to after its discount; unit price × quantity − discount by default.
    pub total: Option<Money>,
    /// The discount on this line.
    pub discount: Option<Money>,
    /// The tax of this line.
    pub tax: Option<Money>,
    /// What one unit costs the shop, in the order's or the base currency; the catalog's cost by default.
    pub cost: Option<Money>,
    /// Serial numbers of the pieces.
    pub serials: Vec<String>,
    /// Whether it is made for this order; a configured article always is.
    pub made_to_order: bool,
    /// Calendar days from the confirmation until it is made and delivered, at most 3,650; that of the configuration by
    /// default.
    pub lead_time_days: Option<u32>,
    /// The saved configuration that it is made by, which must meet the rules of its model.
    pub configuration: Option<ConfigurationId>,
}

impl Default for NewOrderLine {
    fn default() -> Self {
        NewOrderLine {
            sku: String::new(),
            name: None,
            quantity: Quantity::ONE,
            unit_price: None,
            total: None,
            discount: None,
            tax: None,
            cost: None,
            serials: Vec::new(),
            made_to_order: false,
            lead_time_days: None,
            configuration: None,
        }
    }
}

/// How much of a line has been shipped so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fulfilment {
    /// The line.
    pub line: OrderLineId,
    /// How much of it, all shipments together; at most its quantity.
    pub quantity: Quantity,
}

/// How much of a line is called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineCancellation {
    /// The line.
    pub line: OrderLineId,
    /// How much of it, above 0; at most what is neither shipped nor packed.
    pub quantity: Quantity,
}
