//! Orders and refunds in short, for lists of many things: the 360° view and the timeline.

mod store;

pub(crate) use store::{orders_with, refunds_with};

use super::{FulfilState, Metrics, OrderState, PayState, metrics};
use crate::db::ReadTransaction;
use crate::vocabulary::{CustomerId, Money, OrderId, Quantity, RefundId, Result, Timestamp};
use serde::{Deserialize, Serialize};

/// An order in short; `orders.get` has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OrderSummary {
    /// The id.
    pub id: OrderId,
    /// The number that people read.
    pub number: Option<String>,
    /// The system that it comes from.
    pub source: Option<String>,
    /// That system's key.
    pub external_id: Option<String>,
    /// Where it was sold.
    pub channel: Option<String>,
    /// Where it stands.
    pub state: OrderState,
    /// How far it is paid.
    pub pay_state: PayState,
    /// How far it is fulfilled.
    pub fulfil_state: FulfilState,
    /// What is to be paid.
    pub total: Money,
    /// What was captured.
    pub paid: Money,
    /// What went back.
    pub refunded: Money,
    /// The sum of the quantities.
    pub units: Quantity,
    /// Whether it counts in metrics and analyses.
    pub counts: bool,
    /// When it was placed.
    pub placed_at: Timestamp,
}

/// A refund in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RefundSummary {
    /// The id.
    pub id: RefundId,
    /// The order, if it is linked to one.
    pub order_id: Option<OrderId>,
    /// How much went back.
    pub amount: Money,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub refunded_at: Timestamp,
}

/// What a customer owes on orders that are neither drafts nor cancelled, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OpenBalance {
    /// The number of such orders.
    pub orders: u64,
    /// What is still to be paid.
    pub amount: Money,
}

/// What an existing, unmerged customer bought: the sums, the latest of each kind, and what is owed.
pub(crate) struct Overview {
    pub(crate) metrics: Metrics,
    pub(crate) recent_orders: Vec<OrderSummary>,
    pub(crate) recent_refunds: Vec<RefundSummary>,
    pub(crate) open_balances: Vec<OpenBalance>,
}

/// What a customer bought, with up to `rows` orders and refunds, newest first. Most customers have no refund and owe
/// nothing: one statement asks for both before they are read.
pub(crate) fn overview(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Overview> {
    let has = store::presence(tx, customer)?;
    Ok(Overview {
        metrics: metrics::of(tx, customer)?,
        recent_orders: store::recent_orders(tx, customer, rows)?,
        recent_refunds: if has.refunds { store::recent_refunds(tx, customer, rows)? } else { Vec::new() },
        open_balances: if has.open_orders { store::open_balances(tx, customer)? } else { Vec::new() },
    })
}
