//! What callers give: orders, lines, payments, refunds, and changes of them.

use super::{CancelReason, HoldReason, HostPayment, NewOrderLine, OrderState, PaymentKind};
use crate::records::customers::Party;
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::{
    Currency, CustomerId, Money, OrderId, OrderLineId, PageRequest, Patch, Quantity, Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};

/// An order as it is given: with lines, with a total only, or with both if they agree.
///
/// All amounts are of one currency and none is negative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewOrder {
    /// The customer; one of `customer` and `party` is needed.
    pub customer: Option<CustomerId>,
    /// A guest: whoever has one of these identities, or a new customer.
    pub party: Option<Party>,
    /// The system that the order comes from, such as `woocommerce`; needed with `external_id`.
    pub source: Option<String>,
    /// That system's key of the order. Recording the same key again updates the order.
    pub external_id: Option<String>,
    /// The number that people read.
    pub number: Option<String>,
    /// When it was placed; now by default.
    pub placed_at: Option<Timestamp>,
    /// When the host last changed it; an older report never overwrites a newer one.
    pub updated_at: Option<Timestamp>,
    /// Where it stands; pending by default.
    pub state: Option<OrderState>,
    /// Why it was called off, for a cancelled order.
    pub cancel_reason: Option<CancelReason>,
    /// The currency; needed when no amount names it.
    pub currency: Option<Currency>,
    /// What was bought.
    pub lines: Vec<NewOrderLine>,
    /// A discount on the whole order, beside those of the lines.
    pub discount: Option<Money>,
    /// The price of shipping.
    pub shipping: Option<Money>,
    /// All taxes; the sum of the lines' taxes by default.
    pub tax: Option<Money>,
    /// Whether prices, discounts and shipping include the tax.
    pub tax_included: bool,
    /// What is to be paid; computed when there are lines, needed when there are none.
    pub total: Option<Money>,
    /// Payments that are known.
    pub payments: Vec<NewPayment>,
    /// Whether it is paid in full without naming payments.
    pub paid: Option<bool>,
    /// Units of the shop's base currency for one unit; the shop's rate of the day by default.
    pub rate: Option<ExchangeRate>,
    /// Where it was sold, a token such as `web` or `store`.
    pub channel: Option<String>,
    /// When it was promised for; for lines that are made to order, so many calendar days of the shop after the
    /// confirmation as the longest of them takes, by default.
    pub promised_at: Option<Timestamp>,
    /// Whether there is anything to ship.
    pub needs_fulfilment: bool,
    /// Whether a new order is recorded although the customer is blocked from buying.
    pub allow_blocked: bool,
}

impl Default for NewOrder {
    fn default() -> Self {
        NewOrder {
            customer: None,
            party: None,
            source: None,
            external_id: None,
            number: None,
            placed_at: None,
            updated_at: None,
            state: None,
            cancel_reason: None,
            currency: None,
            lines: Vec::new(),
            discount: None,
            shipping: None,
            tax: None,
            tax_included: false,
            total: None,
            payments: Vec::new(),
            paid: None,
            rate: None,
            channel: None,
            promised_at: None,
            needs_fulfilment: true,
            allow_blocked: false,
        }
    }
}

impl NewOrder {
    /// An order of a customer over a total.
    #[must_use]
    pub fn new(customer: CustomerId, total: Money) -> Self {
        NewOrder { customer: Some(customer), total: Some(total), ..NewOrder::default() }
    }

    /// The same order with one more line of a price per unit.
    #[must_use]
    pub fn line(mut self, sku: &str, units: i32, unit_price: Money) -> Self {
        let total = Money::new(unit_price.minor.saturating_mul(i64::from(units)), unit_price.currency);
        let unit_price = UnitPrice::from_money(unit_price).ok();
        self.currency = self.currency.or(Some(total.currency));
        self.lines.push(NewOrderLine {
            sku: sku.to_owned(),
            quantity: Quantity::units(units),
            unit_price,
            total: Some(total),
            ..NewOrderLine::default()
        });
        self
    }

    /// The same order with the key of the system that it comes from.
    #[must_use]
    pub fn from_source(mut self, source: &str, external_id: &str) -> Self {
        self.source = Some(source.to_owned());
        self.external_id = Some(external_id.to_owned());
        self
    }

    /// The same order, placed at a time.
    #[must_use]
    pub fn placed_at(mut self, at: Timestamp) -> Self {
        self.placed_at = Some(at);
        self
    }

    /// The same order, paid in full.
    #[must_use]
    pub fn paid(mut self) -> Self {
        self.paid = Some(true);
        self
    }
}

/// A payment as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// What it does; a capture by default.
    #[serde(default = "capture")]
    pub kind: PaymentKind,
    /// How much, above 0, in the order's currency.
    pub amount: Money,
    /// When; the order's time when it comes with the order, now otherwise.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// How, a token such as `card` or `alipay`.
    #[serde(default)]
    pub method: Option<String>,
    /// The provider's key; the same key of the same order again changes nothing.
    #[serde(default)]
    pub external_id: Option<String>,
}

fn capture() -> PaymentKind {
    PaymentKind::Capture
}

impl NewPayment {
    /// A capture of an amount.
    #[must_use]
    pub fn capture(amount: Money) -> Self {
        NewPayment { kind: PaymentKind::Capture, amount, at: None, method: None, external_id: None }
    }
}

/// A refund as it is given: of an order, of lines of it, or of a customer without an order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewRefund {
    /// The order; one of `order`, `order_external_id`, `customer` and `party` is needed.
    pub order: Option<OrderId>,
    /// The key of the order in the system that the refund comes from, instead of its id.
    pub order_external_id: Option<String>,
    /// The customer of a refund without an order.
    pub customer: Option<CustomerId>,
    /// The guest of a refund without an order.
    pub party: Option<Party>,
    /// The system that the refund comes from; needed with `external_id`.
    pub source: Option<String>,
    /// That system's key of the refund; the same key again changes nothing.
    pub external_id: Option<String>,
    /// How much went back, shipping and taxes included; what the lines, shipping and tax come to by default.
    pub amount: Option<Money>,
    /// How much of it is shipping.
    pub shipping: Option<Money>,
    /// How much of it is tax; the lines' part by default when the amount follows from lines.
    pub tax: Option<Money>,
    /// What came back, line by line.
    pub lines: Vec<NewRefundLine>,
    /// When; now by default. The refund counts on this day.
    pub refunded_at: Option<Timestamp>,
    /// Why, a token such as `damaged`.
    pub reason: Option<String>,
    /// Units of the base currency for one unit, for a refund without an order.
    pub rate: Option<ExchangeRate>,
}

/// A line of a refund.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRefundLine {
    /// The line of the order.
    pub line: OrderLineId,
    /// How much of it, above 0.
    pub quantity: Quantity,
    /// How much went back for it; the line's total in proportion by default.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Whether the goods came back into stock.
    #[serde(default)]
    pub restock: bool,
}

/// Which orders to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderFilter {
    /// Orders of this customer.
    pub customer: Option<CustomerId>,
    /// Orders in this state.
    pub state: Option<OrderState>,
    /// Only orders on hold.
    pub held: bool,
    /// Orders that are on hold for this reason.
    pub hold_reason: Option<HoldReason>,
    /// Orders placed at or after this time.
    pub placed_from: Option<Timestamp>,
    /// Orders placed before this time.
    pub placed_before: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// A change of an order; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderPatch {
    /// Gives the order to another customer.
    pub customer: Option<CustomerId>,
    /// The number that people read.
    pub number: Patch<String>,
    /// Where it was sold.
    pub channel: Patch<String>,
    /// When it was promised for.
    pub promised_at: Patch<Timestamp>,
    /// When it was placed.
    pub placed_at: Option<Timestamp>,
    /// All lines anew; a line with the article number of a known one keeps that one's id and shipped quantity.
    pub lines: Option<Vec<NewOrderLine>>,
    /// The discount on the whole order.
    pub discount: Option<Money>,
    /// The price of shipping.
    pub shipping: Option<Money>,
    /// All taxes.
    pub tax: Option<Money>,
    /// Whether prices include the tax.
    pub tax_included: Option<bool>,
    /// The total of an order without lines.
    pub total: Option<Money>,
    /// Units of the base currency for one unit.
    pub rate: Option<ExchangeRate>,
    /// Whether it is paid in full without naming payments.
    pub paid: Option<bool>,
    /// Whether there is anything to ship.
    pub needs_fulfilment: Option<bool>,
}

/// An order as a host shop reports it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HostOrder {
    /// The order, with source and external id. Its totals are taken as charged.
    pub order: NewOrder,
    /// The host system whose words the states are, such as `woocommerce`; the order's source by default.
    pub host: Option<String>,
    /// The host's word for the state of the order, instead of `order.state`.
    pub host_state: Option<String>,
    /// The host's word for the payment, where it has one of its own.
    pub host_pay_state: Option<String>,
    /// The host's word for the fulfilment, where it has one of its own.
    pub host_fulfil_state: Option<String>,
    /// How much of each line was shipped, in the order of the lines.
    pub fulfilled: Vec<Quantity>,
    /// Refunds of this order; those that are known by their key change nothing.
    pub refunds: Vec<NewRefund>,
}

/// A word of a host for the state of an order, and what it means here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateWord {
    /// The host system, such as `woocommerce`.
    pub host: String,
    /// The host's word.
    pub word: String,
    /// The state that it means.
    pub state: OrderState,
    /// What it says about the payment.
    #[serde(default)]
    pub payment: Option<HostPayment>,
}
