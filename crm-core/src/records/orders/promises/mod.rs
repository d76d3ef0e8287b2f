//! What an order promises, and whether it is due: what shipments ask of orders.

mod store;

#[cfg(test)]
pub(crate) use store::{DUE, NEXT};
pub(crate) use store::{
    articles_sold, due, is_made_to_order, next, placed, set_checked, standing, standings, units_sold,
};

use super::{CancelReason, FulfilState, OrderState, PayState};
use crate::vocabulary::{CustomerId, OrderId, Timestamp};

/// Where an order stands, without its amounts and lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) id: OrderId,
    pub(crate) customer_id: CustomerId,
    pub(crate) number: Option<String>,
    pub(crate) state: OrderState,
    pub(crate) pay_state: PayState,
    pub(crate) fulfil_state: FulfilState,
    pub(crate) cancel_reason: Option<CancelReason>,
    pub(crate) placed_at: Timestamp,
    pub(crate) promised_at: Option<Timestamp>,
    pub(crate) completed_at: Option<Timestamp>,
}
