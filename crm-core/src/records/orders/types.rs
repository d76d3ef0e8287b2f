//! What is stored, as callers see it.

use super::{CancelReason, FulfilState, HoldReason, OrderState, Outcome, PayState, PaymentKind};
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::{
    ConfigurationId, Currency, CustomerId, Date, Money, OrderId, OrderLineId, PaymentId, Quantity, RefundId, Timestamp,
    UnitPrice,
};
use serde::{Deserialize, Serialize};

/// An order as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Order {
    /// The id.
    pub id: OrderId,
    /// Whose order it is.
    pub customer_id: CustomerId,
    /// The system that it comes from.
    pub source: Option<String>,
    /// That system's key.
    pub external_id: Option<String>,
    /// The number that people read.
    pub number: Option<String>,
    /// Where it was sold.
    pub channel: Option<String>,
    /// Where it stands.
    pub state: OrderState,
    /// How far it is paid.
    pub pay_state: PayState,
    /// How far it is fulfilled.
    pub fulfil_state: FulfilState,
    /// Why it was called off.
    pub cancel_reason: Option<CancelReason>,
    /// Why it is held back, while it is on hold and a reason was given.
    pub hold_reason: Option<HoldReason>,
    /// More about that, as written.
    pub hold_note: Option<String>,
    /// Since when it is on hold; null while it is not.
    pub held_at: Option<Timestamp>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The sum of its lines after their discounts.
    pub subtotal: Money,
    /// The discount on the whole order.
    pub discount: Money,
    /// The price of shipping.
    pub shipping: Money,
    /// All taxes.
    pub tax: Money,
    /// Whether prices include the tax.
    pub tax_included: bool,
    /// What is to be paid.
    pub total: Money,
    /// How much the total of the host exceeds what its parts come to; zero unless a host reported it so.
    pub difference: Money,
    /// What was captured.
    pub paid: Money,
    /// What went back.
    pub refunded: Money,
    /// Units of the base currency for one unit, fixed for this order.
    pub rate: ExchangeRate,
    /// Lines less discounts, without tax and shipping; the total where only that is known.
    pub net: Money,
    /// The total in the base currency.
    pub total_base: Money,
    /// The net amount in the base currency: what analyses sum up.
    pub net_base: Money,
    /// What its goods cost the shop, in the base currency.
    pub cost_base: Money,
    /// The sum of the quantities.
    pub units: Quantity,
    /// Whether it counts in metrics and analyses.
    pub counts: bool,
    /// Whether it is paid in full by the host's word, without payments.
    pub settled: bool,
    /// Whether there is anything to ship.
    pub needs_fulfilment: bool,
    /// The calendar day in the shop's zone on which it counts.
    pub day: Date,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was promised for: as given, or so many days after it was confirmed as its lines take to be made.
    pub promised_at: Option<Timestamp>,
    /// When it was paid in full.
    pub paid_at: Option<Timestamp>,
    /// When it was completed.
    pub completed_at: Option<Timestamp>,
    /// When it was called off.
    pub cancelled_at: Option<Timestamp>,
    /// When the host last changed it.
    pub updated_at: Option<Timestamp>,
    /// When it was first recorded here.
    pub recorded_at: Timestamp,
    /// What was bought.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// Whether nothing of the order stands: it was cancelled, or every payment was given back or up.
    pub(crate) fn is_called_off(&self) -> bool {
        self.state == OrderState::Cancelled || matches!(self.pay_state, PayState::Refunded | PayState::Voided)
    }
}

impl Order {
    /// Whether pieces with serials of it are delivered although it was only now recorded.
    pub(crate) fn has_delivered_serials(&self) -> bool {
        matches!(self.state, OrderState::Completed | OrderState::Closed)
            && self.lines.iter().any(|line| !line.serials.is_empty())
    }
}

impl OrderLine {
    /// How much of the line is left, in thousandths, when so much of it is shipped or packed. What came back into stock
    /// beyond what was shipped need not be shipped any more.
    pub(crate) fn left_beside(&self, taken: i64) -> i64 {
        let called_off = (self.restocked.thousandths() - self.fulfilled.thousandths()).max(0);
        (self.quantity.thousandths() - taken - called_off).max(0)
    }
}

/// A line of an order as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OrderLine {
    /// The id.
    pub id: OrderLineId,
    /// The article number.
    pub sku: String,
    /// The name as sold.
    pub name: Option<String>,
    /// How much of it is ordered, without what was called off.
    pub quantity: Quantity,
    /// How much of it was called off after it was ordered.
    pub quantity_cancelled: Quantity,
    /// The price of one unit, where it was given.
    pub unit_price: Option<UnitPrice>,
    /// The discount on this line.
    pub discount: Money,
    /// The tax of this line.
    pub tax: Money,
    /// What the line comes to after its discount.
    pub total: Money,
    /// What one unit costs the shop.
    pub cost: Option<Money>,
    /// How much of it was shipped.
    pub fulfilled: Quantity,
    /// How much of it came back into stock.
    pub restocked: Quantity,
    /// Serial numbers of the pieces.
    pub serials: Vec<String>,
    /// Whether it is made for this order.
    pub made_to_order: bool,
    /// Calendar days from the confirmation until it is made and delivered.
    pub lead_time_days: Option<u32>,
    /// The saved configuration that it is made by.
    pub configuration: Option<ConfigurationId>,
}

/// A payment as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Payment {
    /// The id.
    pub id: PaymentId,
    /// The order that it pays.
    pub order_id: OrderId,
    /// What it does.
    pub kind: PaymentKind,
    /// How much.
    pub amount: Money,
    /// When.
    pub at: Timestamp,
    /// How.
    pub method: Option<String>,
    /// The provider's key.
    pub external_id: Option<String>,
}

/// A refund as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Refund {
    /// The id.
    pub id: RefundId,
    /// To whom it went.
    pub customer_id: CustomerId,
    /// The order, if it is linked to one.
    pub order_id: Option<OrderId>,
    /// The system that it comes from.
    pub source: Option<String>,
    /// That system's key.
    pub external_id: Option<String>,
    /// How much went back.
    pub amount: Money,
    /// How much of it is shipping.
    pub shipping: Money,
    /// How much of it is tax.
    pub tax: Money,
    /// The amount in the base currency.
    pub amount_base: Money,
    /// What analyses take off, in the base currency: without shipping and tax, at most what the order counted with.
    pub net_base: Money,
    /// Why.
    pub reason: Option<String>,
    /// Whether it counts: it does unless its order does not.
    pub counts: bool,
    /// The calendar day in the shop's zone on which it counts.
    pub day: Date,
    /// When.
    pub refunded_at: Timestamp,
    /// What came back, line by line.
    pub lines: Vec<RefundLine>,
}

/// A line of a refund as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RefundLine {
    /// The line of the order.
    pub line: OrderLineId,
    /// How much of it.
    pub quantity: Quantity,
    /// How much went back for it.
    pub amount: Money,
    /// Whether the goods came back into stock.
    pub restock: bool,
}

/// Sums over the counting orders and refunds of a customer, future ones included, in the base currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Metrics {
    /// Whose they are.
    pub customer_id: CustomerId,
    /// The number of orders.
    pub orders: u64,
    /// The sum of quantities.
    pub units: Quantity,
    /// What the orders came to, tax and shipping included, before refunds.
    pub gross: Option<Money>,
    /// Lines less discounts and refunds, without tax and shipping.
    pub net: Option<Money>,
    /// What the goods cost the shop.
    pub cost: Option<Money>,
    /// Net less cost.
    pub margin: Option<Money>,
    /// The number of refunds.
    pub refunds: u64,
    /// What went back.
    pub refunded: Option<Money>,
    /// When the first order was placed.
    pub first_at: Option<Timestamp>,
    /// When the last order was placed.
    pub last_at: Option<Timestamp>,
}

/// What became of an order that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Recorded {
    /// The order.
    pub id: OrderId,
    /// Whose order it is.
    pub customer_id: CustomerId,
    /// What became of it.
    pub outcome: Outcome,
    /// What was left out of a guest's identities, and why; never their values.
    pub problems: Vec<String>,
}

/// How many orders of a batch became what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OrderCount {
    /// New orders.
    pub created: u64,
    /// Orders that changed.
    pub updated: u64,
    /// Orders that were already as given.
    pub unchanged: u64,
    /// Orders of which a newer report is known.
    pub ignored: u64,
}
