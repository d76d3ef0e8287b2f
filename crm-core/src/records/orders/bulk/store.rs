//! Writing new orders one after the other: statements are held open, and ids are counted instead of asked for.

use crate::db::WriteTransaction;
use crate::journal::timeline;
use crate::records::orders::record::Draft;
use crate::records::orders::{lines, payments, store};
use crate::vocabulary::{OrderId, Result};
use rusqlite::{CachedStatement, params};

/// Writes new orders of a batch.
pub(super) struct Writer<'tx> {
    tx: &'tx WriteTransaction,
    order: CachedStatement<'tx>,
    line: CachedStatement<'tx>,
    timeline: CachedStatement<'tx>,
    next: i64,
}

impl<'tx> Writer<'tx> {
    pub(super) fn new(tx: &'tx WriteTransaction) -> Result<Self> {
        let next = store::next_id(tx)?;
        Ok(Writer {
            tx,
            order: tx.statement_of(store::INSERT)?,
            line: tx.statement_of(lines::store::INSERT)?,
            timeline: tx.statement_of(timeline::INSERT)?,
            next,
        })
    }

    /// Writes an order with its lines, payments and its row of the timeline.
    pub(super) fn write(&mut self, draft: &mut Draft, rev: i64) -> Result<()> {
        let tx = self.tx;
        let order = &mut draft.order;
        order.id = OrderId(self.next);
        self.next += 1;
        store::insert_with(&mut self.order, order, rev).map_err(|error| tx.failed(error))?;
        for (position, line) in order.lines.iter_mut().enumerate() {
            line.id = lines::id_of(order.id, position);
            lines::store::insert_with(&mut self.line, line).map_err(|error| tx.failed(error))?;
        }
        for payment in &draft.payments {
            payments::store::insert(tx, order.id, payment, payment.at.unwrap_or(order.placed_at), rev)?;
        }
        let point = params![order.customer_id, order.placed_at, timeline::Kind::Order as i64, order.id];
        self.timeline.execute(point).map_err(|error| tx.failed(error))?;
        Ok(())
    }
}
