//! Orders with lines that are made to order: what may go into production, and when it is promised for.

use super::{Order, OrderLine, OrderState};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Error, ErrorCode, Result, Timestamp};

fn made(order: &Order) -> impl Iterator<Item = &OrderLine> {
    order.lines.iter().filter(|line| line.made_to_order && line.quantity.thousandths() > 0)
}

/// Whether anything of an order is made for it.
fn is_made_to_order(order: &Order) -> bool {
    made(order).next().is_some()
}

/// Refuses the production of an order of which nothing is made to order.
pub(crate) fn require_makeable(order: &Order) -> Result<()> {
    if order.state != OrderState::InProduction || is_made_to_order(order) {
        return Ok(());
    }
    let message = "nothing of this order is made to order";
    Err(Error::new(ErrorCode::NotAllowedTransition, message).hint("mark the lines that are made with made_to_order"))
}

/// Promises an order that was confirmed, unless a time is promised: at the same time of the day, so many calendar days
/// later as the longest of its lines takes to be made.
pub(crate) fn promise(order: &mut Order, zone: Zone, confirmed_at: Timestamp) {
    use OrderState::{Confirmed, InProduction, Processing};
    if order.promised_at.is_some() || !matches!(order.state, Confirmed | InProduction | Processing) {
        return;
    }
    let longest = made(order).filter_map(|line| line.lead_time_days).max();
    order.promised_at = longest.map(|days| zone.plus_days(confirmed_at, days));
}
