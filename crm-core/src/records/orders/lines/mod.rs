//! The lines of an order. They lie together in the file: a line's id is its order's id × 4,096 + its position.

pub(crate) mod cut;
mod input;
pub(crate) mod store;

pub use input::{Fulfilment, LineCancellation, NewOrderLine};

use super::{Order, OrderLine};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{Error, OrderId, OrderLineId, Quantity, Result};
use std::collections::{HashMap, VecDeque};

/// Lines per order in a line's id.
pub(crate) const WIDTH: i64 = 4_096;

/// The id of the line at a position.
pub(crate) fn id_of(order: OrderId, position: usize) -> OrderLineId {
    OrderLineId(order.0 * WIDTH + position as i64)
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

/// Gives the lines of an order that is reported anew the ids of the known ones: a line goes on as the first known line
/// of the same article that is not taken yet, and keeps what was shipped of it, its cost and how it is made; others are
/// new. What was called off of it stays noted as far as the given quantity leaves it out.
///
/// # Errors
/// `limit` when the positions are used up.
pub(crate) fn match_up(order: OrderId, known: &[OrderLine], given: Vec<OrderLine>) -> Result<Vec<OrderLine>> {
    let mut by_sku: HashMap<&str, VecDeque<&OrderLine>> = HashMap::new();
    for line in known {
        by_sku.entry(&line.sku).or_default().push_back(line);
    }
    let mut next = known.last().map_or(0, |line| line.id.0.rem_euclid(WIDTH) + 1);
    let mut lines = Vec::with_capacity(given.len());
    for mut line in given {
        match by_sku.get_mut(line.sku.as_str()).and_then(VecDeque::pop_front) {
            Some(old) => {
                line.id = old.id;
                line.cost = line.cost.or(old.cost);
                line.fulfilled = line.fulfilled.max(old.fulfilled).min(line.quantity);
                line.restocked = old.restocked.min(line.quantity);
                let ordered = old.quantity.thousandths().saturating_add(old.quantity_cancelled.thousandths());
                let missing = ordered.saturating_sub(line.quantity.thousandths()).max(0);
                line.quantity_cancelled = Quantity::from_thousandths(missing).min(old.quantity_cancelled);
                line.made_to_order |= old.made_to_order;
                line.lead_time_days = line.lead_time_days.or(old.lead_time_days);
                line.configuration = line.configuration.or(old.configuration);
            }
            None if next >= WIDTH => {
                let message = "the order has had 4,096 different lines";
                return Err(Error::new(crate::ErrorCode::Limit, message).at("/lines"));
            }
            None => {
                line.id = OrderLineId(order.0 * WIDTH + next);
                next += 1;
            }
        }
        lines.push(line);
    }
    lines.sort_by_key(|line| line.id);
    Ok(lines)
}

/// Writes the lines that differ, and removes those that are gone.
pub(crate) fn replace(tx: &WriteTransaction, before: &[OrderLine], after: &[OrderLine]) -> Result<()> {
    let old: HashMap<OrderLineId, &OrderLine> = before.iter().map(|line| (line.id, line)).collect();
    for line in after.iter().filter(|line| old.get(&line.id) != Some(line)) {
        store::insert(tx, line)?;
    }
    for line in before {
        if after.binary_search_by_key(&line.id, |line| line.id).is_err() {
            store::delete(tx, line.id)?;
        }
    }
    Ok(())
}
