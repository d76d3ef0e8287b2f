//! The SQL of payments.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::orders::states::MoneyFlow;
use crate::records::orders::{Payment, PaymentKind};
use crate::vocabulary::{Currency, Money, OrderId, PaymentId, Result, Timestamp};
use rusqlite::params;

/// The payments of an order, oldest first.
pub(crate) fn of(tx: &ReadTransaction, order: OrderId, currency: Currency) -> Result<Vec<Payment>> {
    let sql = "SELECT id, order_id, kind, amount, at, method, external_id FROM crm_payment WHERE order_id = ?1
               ORDER BY at, id";
    tx.all(sql, [order], |row| {
        let mut columns = Columns::new(row);
        Ok(Payment {
            id: columns.next()?,
            order_id: columns.next()?,
            kind: columns.next()?,
            amount: Money::new(columns.next()?, currency),
            at: columns.next()?,
            method: columns.next()?,
            external_id: columns.next()?,
        })
    })
}

/// The sums of an order's payments by kind.
pub(crate) fn flow_of(tx: &ReadTransaction, order: OrderId) -> Result<MoneyFlow> {
    let mut flow = MoneyFlow::default();
    tx.each("SELECT kind, sum(amount) FROM crm_payment WHERE order_id = ?1 GROUP BY kind", [order], |row| {
        let amount = row.get(1)?;
        match row.get(0)? {
            PaymentKind::Authorization => flow.authorized = amount,
            PaymentKind::Capture => flow.captured = amount,
            PaymentKind::Void => flow.voided = amount,
        }
        Ok(())
    })?;
    Ok(flow)
}

/// Inserts a payment.
pub(crate) fn insert(
    tx: &WriteTransaction,
    order: OrderId,
    payment: &super::CleanPayment,
    at: Timestamp,
    rev: i64,
) -> Result<PaymentId> {
    let id = tx.insert(
        "INSERT INTO crm_payment (order_id, kind, amount, at, method, external_id, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![order, payment.kind, payment.amount, at, payment.method, payment.external_id, rev],
    )?;
    Ok(PaymentId(id))
}
