//! What a cart is: its tokens, how it is given, stored, listed and summed up.

use crate::records::customers::IdentityInput;
use crate::records::orders::{NewOrder, Order, Outcome};
use crate::vocabulary::{
    CartId, ConfigurationId, Currency, CustomerId, Money, OrderId, PageRequest, Quantity, Rate, Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a cart stands.
    pub enum CartState("cart state") {
        /// Somebody is filling it.
        Active = "active",
        /// Nobody has touched it for a while.
        Abandoned = "abandoned",
        /// Somebody came back to it.
        Recovered = "recovered",
        /// It was bought.
        Ordered = "ordered",
        /// Nobody came back.
        Expired = "expired",
    }
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CartLine {
    /// The article number; the catalog need not know it.
    pub sku: String,
    /// The name as shown, at most 512 bytes.
    #[serde(default)]
    pub name: Option<String>,
    /// How much of it, above 0; 1 by default.
    #[serde(default = "one")]
    pub quantity: Quantity,
    /// The price of one unit in the cart's currency, at least 0.
    pub unit_price: UnitPrice,
    /// The saved configuration that is bought, which must meet the rules of its model.
    #[serde(default)]
    pub configuration: Option<ConfigurationId>,
}

fn one() -> Quantity {
    Quantity::ONE
}

/// A cart as it is given: all of it, whether it is new or known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewCart {
    /// The known cart that is given anew; not together with a key.
    pub id: Option<CartId>,
    /// The system that the cart comes from, such as `woocommerce`; needed with `external_id`.
    pub source: Option<String>,
    /// That system's key of the cart; the same key again brings the known cart to what is given.
    pub external_id: Option<String>,
    /// Whose cart it is; a new cart needs the customer or the visitor. Follows merges.
    pub customer_id: Option<CustomerId>,
    /// The browser or app of somebody who has not said who it is: a `cookie_id` or `device_id`. One that a customer has
    /// makes the cart the customer's.
    pub visitor: Option<IdentityInput>,
    /// Where it is filled, a token such as `web` or `app`; stays when it is left out.
    pub channel: Option<String>,
    /// The currency of its prices; that of the known cart, or the shop's base currency, by default.
    pub currency: Option<Currency>,
    /// What is in it now, at most 1,000 lines; none for a cart that was emptied.
    pub lines: Vec<CartLine>,
    /// When it was changed; now by default. A report older than the known one is ignored.
    pub updated_at: Option<Timestamp>,
}

impl NewCart {
    /// The cart of a customer.
    #[must_use]
    pub fn of(customer: CustomerId) -> Self {
        NewCart { customer_id: Some(customer), ..NewCart::default() }
    }

    /// The cart of a visitor.
    #[must_use]
    pub fn of_visitor(visitor: IdentityInput) -> Self {
        NewCart { visitor: Some(visitor), ..NewCart::default() }
    }

    /// The same cart with one more line.
    #[must_use]
    pub fn line(mut self, sku: &str, units: i32, unit_price: Money) -> Self {
        self.currency = self.currency.or(Some(unit_price.currency));
        let unit_price = UnitPrice::from_money(unit_price).unwrap_or_default();
        let quantity = Quantity::units(units);
        self.lines.push(CartLine { sku: sku.to_owned(), name: None, quantity, unit_price, configuration: None });
        self
    }

    /// The same cart with the key of the system that it comes from.
    #[must_use]
    pub fn from_source(mut self, source: &str, external_id: &str) -> Self {
        self.source = Some(source.to_owned());
        self.external_id = Some(external_id.to_owned());
        self
    }
}

/// A cart as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Cart {
    /// The id.
    pub id: CartId,
    /// Whose cart it is; null while nobody knows.
    pub customer_id: Option<CustomerId>,
    /// The browser or app in which it was filled.
    pub visitor: Option<IdentityInput>,
    /// The system that the cart comes from.
    pub source: Option<String>,
    /// That system's key.
    pub external_id: Option<String>,
    /// Where it is filled.
    pub channel: Option<String>,
    /// Where it stands.
    pub state: CartState,
    /// The sum of its lines, each rounded once.
    pub value: Money,
    /// The sum of the quantities.
    pub units: Quantity,
    /// The order that it became.
    pub order_id: Option<OrderId>,
    /// When somebody last changed it.
    pub last_at: Timestamp,
    /// When it was last abandoned.
    pub abandoned_at: Option<Timestamp>,
    /// What it was worth then.
    pub abandoned_value: Option<Money>,
    /// When somebody last came back to it.
    pub recovered_at: Option<Timestamp>,
    /// When it was ordered or expired.
    pub ended_at: Option<Timestamp>,
    /// The time of the newest report of the host.
    pub host_updated_at: Option<Timestamp>,
    /// When it was first recorded.
    pub created_at: Timestamp,
    /// When its row last changed.
    pub updated_at: Timestamp,
    /// What is in it.
    pub lines: Vec<CartLine>,
}

/// A cart after it was given, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PutCart {
    /// The cart.
    pub cart: Cart,
    /// What became of it; ignored when a newer report is known, or when it was ordered already.
    pub outcome: Outcome,
}

/// A cart that is ordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CartOrder {
    /// The cart.
    pub id: CartId,
    /// The rest of the order: payments, shipping, the guest. Its lines and currency are the cart's, as are its customer
    /// and channel where they are left out.
    #[serde(default)]
    pub order: NewOrder,
}

/// A cart that was ordered, and its order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OrderedCart {
    /// The cart.
    pub cart: Cart,
    /// The order.
    pub order: Order,
}

/// Which carts to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartFilter {
    /// Carts of this customer.
    pub customer_id: Option<CustomerId>,
    /// Carts of this visitor.
    pub visitor: Option<IdentityInput>,
    /// Carts in this state.
    pub state: Option<CartState>,
    /// Carts of this channel.
    pub channel: Option<String>,
    /// Only carts with something in them that are neither ordered nor expired.
    pub open: bool,
    /// Carts that were last changed at or after this instant.
    pub changed_from: Option<Timestamp>,
    /// Carts that were last changed before this instant.
    pub changed_before: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// When a cart counts as abandoned, and when it expires; both after its last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CartSettings {
    /// Minutes until it counts as abandoned.
    pub abandon_after_minutes: u32,
    /// Days until an abandoned one expires.
    pub expire_after_days: u32,
}

/// A change of the settings; absent fields stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CartSettingsPatch {
    /// Minutes until a cart counts as abandoned, 1 to 43,200; 60 in a new shop.
    pub abandon_after_minutes: Option<u32>,
    /// Days until an abandoned one expires, 1 to 3,650 and not before it is abandoned; 30 in a new shop.
    pub expire_after_days: Option<u32>,
}

/// The period of a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CartPeriod {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end, which does not belong to it.
    pub before: Timestamp,
}

/// What was abandoned in a period in one currency, and what has become of it. Each cart counts once, where it was last
/// abandoned, with what it was worth then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AbandonedCarts {
    /// Carts that were abandoned.
    pub abandoned: u64,
    /// What they were worth.
    pub abandoned_value: Money,
    /// Those of them to which somebody came back, ordered ones included.
    pub recovered: u64,
    /// What they were worth when they were abandoned.
    pub recovered_value: Money,
    /// Those of them that were ordered.
    pub ordered: u64,
    /// What they were worth when they were abandoned.
    pub ordered_value: Money,
    /// Those of them that expired.
    pub expired: u64,
    /// What they were worth.
    pub expired_value: Money,
    /// Which share of the carts was recovered.
    pub recovery_rate: Rate,
}

/// A cart in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CartSummary {
    /// The id.
    pub id: CartId,
    /// Where it stands.
    pub state: CartState,
    /// What it is worth.
    pub value: Money,
    /// The sum of the quantities.
    pub units: Quantity,
    /// When somebody last changed it.
    pub last_at: Timestamp,
}
