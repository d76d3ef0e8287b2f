//! Writing new orders one after the other, under ids that are counted here instead of asked for.

use crate::db::WriteTransaction;
use crate::journal::timeline;
use crate::records::orders::record::Draft;
use crate::records::orders::{lines, payments, store};
use crate::vocabulary::{OrderId, Result};

/// Writes new orders of a batch.
pub(super) struct Writer<'tx> {
    tx: &'tx WriteTransaction,
    next: i64,
}

impl<'tx> Writer<'tx> {
    pub(super) fn new(tx: &'tx WriteTransaction) -> Result<Self> {
        Ok(Writer { tx, next: store::next_id(tx)? })
    }

    /// Writes an order with its lines, payments and its row of the timeline.
    pub(super) fn write(&mut self, draft: &mut Draft, rev: i64) -> Result<()> {
        let tx = self.tx;
        let order = &mut draft.order;
        order.id = OrderId(self.next);
        self.next += 1;
        store::insert(tx, order, rev)?;
        lines::insert_all(tx, order)?;
        for payment in &draft.payments {
            payments::store::insert(tx, order.id, payment, payment.at.unwrap_or(order.placed_at), rev)?;
        }
        timeline::add(tx, order.customer_id, order.placed_at, timeline::Kind::Order, order.id.0)
    }
}
