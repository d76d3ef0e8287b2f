//! What the shop's settings decide about stored orders: their calendar days, and which of them count.

use super::payments::store::flow_of;
use super::states::{self, MoneyFlow};
use super::{Order, metrics, record, refunds, store};
use crate::db::{Round, Touch, WriteTransaction};
use crate::records::shop;
use crate::vocabulary::{OrderId, RefundId, Result};

/// Rows read at a time.
const CHUNK: usize = 10_000;

/// The reaction on a change of the settings: days, counts and metrics of all orders and refunds follow.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    if !round.settings {
        return Ok(());
    }
    let settings = shop::settings(tx)?;
    let base = record::base_of(tx)?;
    let mut last = OrderId(0);
    loop {
        let chunk = store::after(tx, last, CHUNK, base)?;
        let Some(end) = chunk.last().map(|order| order.id) else { break };
        for order in &chunk {
            let flow = MoneyFlow {
                total: order.total.minor,
                settled: order.settled,
                refunded: order.refunded.minor,
                ..flow_of(tx, order.id)?
            };
            let day = settings.time_zone.date_of(order.placed_at);
            let counts = states::counts(settings.counts, order.state, flow);
            if (day, counts) != (order.day, order.counts) {
                let after = Order { day, counts, ..order.clone() };
                store::set_counted(tx, &after)?;
                if after.refunded.minor > 0 {
                    refunds::settle(tx, &after)?;
                }
                tx.touch_order(order.customer_id, order.id);
            }
        }
        last = end;
    }
    redate_refunds(tx)?;
    metrics::store::rebuild(tx)
}

fn redate_refunds(tx: &WriteTransaction) -> Result<()> {
    let zone = shop::settings(tx)?.time_zone;
    let base = record::base_of(tx)?;
    let mut last = RefundId(0);
    loop {
        let chunk = refunds::store::after(tx, last, CHUNK, base)?;
        let Some(end) = chunk.last().map(|refund| refund.id) else { return Ok(()) };
        for mut refund in chunk {
            let day = zone.date_of(refund.refunded_at);
            if day != refund.day {
                refund.day = day;
                refunds::store::update(tx, &refund)?;
                match refund.order_id {
                    Some(order) => tx.touch_order(refund.customer_id, order),
                    None => tx.touch(refund.customer_id, Touch::ORDERS),
                }
            }
        }
        last = end;
    }
}
