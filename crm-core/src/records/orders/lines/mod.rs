//! The lines of an order. They lie together in the file: a line's id is its order's id × 4,096 + its position.

pub(crate) mod store;

use super::Order;
use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{OrderId, OrderLineId, Result};

/// Lines per order in a line's id.
pub(crate) const WIDTH: i64 = 4_096;

/// The id of the line at a position.
pub(crate) fn id_of(order: OrderId, position: usize) -> OrderLineId {
    OrderLineId(order.0 * WIDTH + position as i64)
}

/// The order to which a line belongs.
pub(crate) fn order_of(line: OrderLineId) -> OrderId {
    OrderId(line.0.div_euclid(WIDTH))
}

/// The order with its lines.
pub(crate) fn with_lines(tx: &ReadTransaction, mut order: Order) -> Result<Order> {
    order.lines = store::of(tx, order.id, order.currency)?;
    Ok(order)
}

/// Numbers the lines of an order in their sequence and inserts them.
pub(crate) fn insert_all(tx: &WriteTransaction, order: &mut Order) -> Result<()> {
    for (position, line) in order.lines.iter_mut().enumerate() {
        line.id = id_of(order.id, position);
        store::insert(tx, line)?;
    }
    Ok(())
}
