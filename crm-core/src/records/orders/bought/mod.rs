//! What a customer bought and how that went: what reviews and the credit record ask of orders.

mod store;

pub(crate) use store::{chargebacks_of, completed, conduct_of, paid_order};

use crate::vocabulary::{CustomerId, OrderId, Timestamp};

/// What was to be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goods<'a> {
    /// An article.
    Article(&'a str),
    /// A whole order.
    Order(OrderId),
    /// Anything at all.
    Anything,
}

/// An order that was completed, with its articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CompletedOrder {
    pub(crate) id: OrderId,
    pub(crate) customer_id: CustomerId,
    pub(crate) placed_at: Timestamp,
    pub(crate) completed_at: Timestamp,
    pub(crate) skus: Vec<String>,
}

/// How an order went that is no draft and of which something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderConduct {
    pub(crate) id: OrderId,
    pub(crate) placed_at: Timestamp,
    /// When the whole amount was there; none while it is not.
    pub(crate) paid_at: Option<Timestamp>,
    pub(crate) completed_at: Option<Timestamp>,
}
