//! What a return is: how it is given, stored, moved and listed.

use super::{
    MedusaReturnStatus, ReturnCondition, ReturnDisposition, ReturnReason, ReturnResolution, ReturnState,
    ShopifyReturnStatus, WayBack,
};
use crate::db::Json;
use crate::records::orders::NewOrderLine;
use crate::vocabulary::{
    CustomerId, Money, OrderId, OrderLineId, PageRequest, Patch, Quantity, RefundId, ReturnId, ReturnLineId,
    ServiceOrderId, StaffId, StoredValueId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A line of an order that is to come back, as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturnLine {
    /// The line of the order.
    pub line: OrderLineId,
    /// How much of it, above 0; all that was delivered and is not returned by default.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// Why.
    pub reason: ReturnReason,
    /// In which condition, as the customer says; unknown by default.
    #[serde(default = "unknown")]
    pub condition: ReturnCondition,
    /// Serial numbers of the pieces; of those that were sold, where they are known.
    #[serde(default)]
    pub serials: Vec<String>,
    /// What the customer says about it, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
}

fn unknown() -> ReturnCondition {
    ReturnCondition::Unknown
}

impl NewReturnLine {
    /// All that is left of a line.
    #[must_use]
    pub fn new(line: OrderLineId, reason: ReturnReason) -> Self {
        NewReturnLine {
            line,
            quantity: None,
            reason,
            condition: ReturnCondition::Unknown,
            serials: Vec::new(),
            note: None,
        }
    }

    /// So much of a line.
    #[must_use]
    pub fn of(line: OrderLineId, quantity: Quantity, reason: ReturnReason) -> Self {
        NewReturnLine { quantity: Some(quantity), ..NewReturnLine::new(line, reason) }
    }
}

/// A return as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// The order of which something comes back.
    pub order_id: OrderId,
    /// What comes back, each line of the order at most once.
    pub lines: Vec<NewReturnLine>,
    /// What the customer wants for it; the money by default.
    #[serde(default = "refund")]
    pub wanted: ReturnResolution,
    /// More about it, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
    /// Why a person takes it back although a rule says no, as a token; a person then approves it.
    #[serde(default)]
    pub exception: Option<String>,
}

fn refund() -> ReturnResolution {
    ReturnResolution::Refund
}

impl NewReturn {
    /// A return of lines for their money.
    #[must_use]
    pub fn of(order: OrderId, lines: Vec<NewReturnLine>) -> Self {
        NewReturn { order_id: order, lines, wanted: ReturnResolution::Refund, note: None, exception: None }
    }
}

/// A return as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OrderReturn {
    /// The id.
    pub id: ReturnId,
    /// The number that people read.
    pub number: String,
    /// Whose it is; follows the order.
    pub customer_id: CustomerId,
    /// The order of which something comes back.
    pub order_id: OrderId,
    /// Where it stands.
    pub state: ReturnState,
    /// The state in the words of Shopify.
    pub shopify_status: ShopifyReturnStatus,
    /// The state in the words of Medusa.
    pub medusa_status: MedusaReturnStatus,
    /// What the customer wants for it.
    pub wanted: ReturnResolution,
    /// What the customer got; null until that is clear.
    pub resolution: Option<ReturnResolution>,
    /// What is to be paid back: its lines less the way back. Expected until it is decided, exact since.
    pub amount: Money,
    /// What is taken off for the way back.
    pub way_back_fee: Money,
    /// Who pays the way back.
    pub way_back: WayBack,
    /// What was paid back or credited, shipping included; at most what the order had left of what was paid.
    pub paid_back: Option<Money>,
    /// The same in the base currency.
    pub paid_back_base: Option<Money>,
    /// The refund that took it off the order.
    pub refund_id: Option<RefundId>,
    /// The order of other goods.
    pub exchange_order_id: Option<OrderId>,
    /// What the other goods cost more than what was paid back; negative for what the customer got beside them.
    pub difference: Option<Money>,
    /// The store credit that was given.
    pub stored_value_id: Option<StoredValueId>,
    /// The service order of the repair.
    pub service_order_id: Option<ServiceOrderId>,
    /// Whether the rules approved it.
    pub auto_approved: bool,
    /// Who approved or declined it.
    pub decided_by: Option<StaffId>,
    /// Why it is an exception from the rules, as a token.
    pub exception: Option<String>,
    /// Why it was declined, called off or rejected, as a token.
    pub end_reason: Option<String>,
    /// Where the goods are to be sent, as a token of the shop.
    pub return_to: Option<String>,
    /// What the customer is told about sending them.
    pub instructions: Option<String>,
    /// The host's reference of the label.
    pub label_ref: Option<String>,
    /// Who carries it, a token in small letters.
    pub carrier: Option<String>,
    /// The carrier's number, without spaces and in capitals.
    pub tracking_no: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// Until when it must be sent; `tick` lets it expire then.
    pub expires_at: Option<Timestamp>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When the last of it arrived.
    pub received_at: Option<Timestamp>,
    /// When it was looked over.
    pub inspected_at: Option<Timestamp>,
    /// When the customer got what it came to.
    pub resolved_at: Option<Timestamp>,
    /// When it came to its end.
    pub ended_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What comes back.
    pub lines: Vec<ReturnLine>,
}

/// A line of a return as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnLine {
    /// The id.
    pub id: ReturnLineId,
    /// The return.
    pub return_id: ReturnId,
    /// The line of the order.
    pub line_id: OrderLineId,
    /// The article number.
    pub sku: String,
    /// How much was asked for.
    pub quantity: Quantity,
    /// How much has arrived.
    pub received: Quantity,
    /// How much is accepted; 0 until that is decided.
    pub accepted: Quantity,
    /// How much of what was delivered it holds, so that no other return can have it.
    pub held: Quantity,
    /// Why it comes back.
    pub reason: ReturnReason,
    /// In which condition: as the customer says, then as it was found.
    pub condition: ReturnCondition,
    /// Where it goes.
    pub disposition: Option<ReturnDisposition>,
    /// Serial numbers of the pieces.
    #[schemars(with = "Vec<String>")]
    pub serials: Json<Vec<String>>,
    /// What the customer says about it.
    pub note: Option<String>,
    /// What it was paid with: its part of the order's line, after all discounts, tax included.
    pub value: Money,
    /// How much of that is tax.
    pub tax: Money,
    /// The restocking fee.
    pub fee: Money,
    /// The value less the fee.
    pub amount: Money,
    /// Until when it could be returned; null when nobody knows when it was delivered.
    pub until: Option<Timestamp>,
}

/// What changes of a return that is not over.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnPatch {
    /// The host's reference of the label, at most 512 bytes.
    pub label_ref: Patch<String>,
    /// Who carries it, as a token.
    pub carrier: Patch<String>,
    /// The carrier's number, at most 64 bytes; needs a carrier.
    pub tracking_no: Patch<String>,
    /// Where the goods are to be sent, as a token.
    pub return_to: Patch<String>,
    /// Until when it must be sent.
    pub expires_at: Patch<Timestamp>,
    /// More about it.
    pub note: Patch<String>,
}

/// How much of a line has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReceipt {
    /// The line of the return.
    pub line: ReturnLineId,
    /// How much of it arrived now, above 0; with what arrived before at most what was asked for.
    pub quantity: Quantity,
}

/// What was found of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnFinding {
    /// The line of the return.
    pub line: ReturnLineId,
    /// In which condition it is.
    pub condition: ReturnCondition,
    /// Where it goes.
    #[serde(default)]
    pub disposition: Option<ReturnDisposition>,
}

/// How much of a line is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAcceptance {
    /// The line of the return.
    pub line: ReturnLineId,
    /// How much of it, at most what has arrived.
    pub accepted: Quantity,
    /// The restocking fee, at most its value; as the rules say by default.
    #[serde(default)]
    pub fee: Option<Money>,
}

/// What the customer gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnSettlement {
    /// The return.
    pub id: ReturnId,
    /// What for: refund, exchange, store credit or repair; as it was wanted by default.
    #[serde(default)]
    pub resolution: Option<ReturnResolution>,
    /// How much of the order's shipping goes back too; nothing by default.
    #[serde(default)]
    pub shipping: Option<Money>,
    /// The other goods of an exchange, in the currency of the order.
    #[serde(default)]
    pub exchange: Vec<NewOrderLine>,
    /// The service order of a repair.
    #[serde(default)]
    pub service_order_id: Option<ServiceOrderId>,
}

impl ReturnSettlement {
    /// As the customer wanted it.
    #[must_use]
    pub fn of(id: ReturnId) -> Self {
        ReturnSettlement { id, resolution: None, shipping: None, exchange: Vec::new(), service_order_id: None }
    }

    /// In this way.
    #[must_use]
    pub fn by(id: ReturnId, resolution: ReturnResolution) -> Self {
        ReturnSettlement { resolution: Some(resolution), ..ReturnSettlement::of(id) }
    }
}

/// Which returns to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnFilter {
    /// Returns of this customer.
    pub customer_id: Option<CustomerId>,
    /// Returns of this order.
    pub order_id: Option<OrderId>,
    /// Returns in this state.
    pub state: Option<ReturnState>,
    /// Only returns that are not at their end.
    pub open: bool,
    /// Which page.
    pub page: PageRequest,
}
