//! The SQL of invoices.

use super::{Invoice, InvoiceFilter, InvoiceKind, InvoiceLine, InvoiceSeries, InvoiceState};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{Currency, InvoiceId, Money, OrderId, RefundId, Result};
use rusqlite::{Row, params};

stored! {
    Invoice in "crm_invoice" by InvoiceId {
        kind, state, prefix, number, customer_id, order_id, refund_id, credited_id, bill_to, note,
        net => (net_minor, net_currency), discount => (discount_minor, discount_currency),
        shipping => (shipping_minor, shipping_currency), tax => (tax_minor, tax_currency),
        total => (total_minor, total_currency), due_days, due_on, issued_at, paid_at, voided_at, void_reason, created_at,
        updated_at,
    }
    besides { lines: Vec::new() }
}

/// The lines of an invoice in their sequence.
pub(super) fn lines_of(tx: &ReadTransaction, id: InvoiceId, currency: Currency) -> Result<Vec<InvoiceLine>> {
    tx.all(
        "SELECT position, order_line_id, credits, sku, description, quantity, unit_price, net, tax_rate, tax
         FROM crm_invoice_line WHERE invoice_id = ?1 ORDER BY position",
        [id],
        |row| {
            let mut columns = Columns::new(row);
            let mut line = InvoiceLine {
                position: columns.next()?,
                order_line_id: columns.next()?,
                credits: columns.next()?,
                sku: columns.next()?,
                description: columns.next()?,
                quantity: columns.next()?,
                unit_price: columns.next()?,
                net: Money::new(columns.next()?, currency),
                tax_rate: columns.next()?,
                tax: Money::new(columns.next()?, currency),
                gross: Money::zero(currency),
            };
            line.gross.minor = line.net.minor.saturating_add(line.tax.minor);
            Ok(line)
        },
    )
}

/// Writes all lines of an invoice anew.
pub(super) fn replace_lines(tx: &WriteTransaction, id: InvoiceId, lines: &[InvoiceLine]) -> Result<()> {
    tx.run("DELETE FROM crm_invoice_line WHERE invoice_id = ?1", [id])?;
    for line in lines {
        tx.run(
            "INSERT INTO crm_invoice_line (invoice_id, position, order_line_id, credits, sku, description, quantity,
               unit_price, net, tax_rate, tax)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                id,
                line.position,
                line.order_line_id,
                line.credits,
                line.sku,
                line.description,
                line.quantity,
                line.unit_price,
                line.net.minor,
                line.tax_rate,
                line.tax.minor
            ],
        )?;
    }
    Ok(())
}

/// The invoice of a number.
pub(super) fn numbered(tx: &ReadTransaction, number: &str) -> Result<Option<Invoice>> {
    tx.one(&format!("{} WHERE number = ?1", Invoice::SELECT), [number], Invoice::from_row)
}

/// The last invoice of an order that is no credit note and not void.
pub(super) fn of_order(tx: &ReadTransaction, order: OrderId) -> Result<Option<Invoice>> {
    let sql = format!("{} WHERE order_id = ?1 AND kind = ?2 AND state <> ?3 ORDER BY id DESC LIMIT 1", Invoice::SELECT);
    tx.one(&sql, params![order, InvoiceKind::Sale, InvoiceState::Void], Invoice::from_row)
}

/// The credit note of a refund that is not void.
pub(super) fn of_refund(tx: &ReadTransaction, refund: RefundId) -> Result<Option<InvoiceId>> {
    let sql = "SELECT id FROM crm_invoice WHERE refund_id = ?1 AND state <> 'void'";
    tx.one(sql, [refund], |row| row.get(0))
}

/// The credit notes of an invoice that are not void, without their lines.
pub(super) fn credits_of(tx: &ReadTransaction, id: InvoiceId) -> Result<Vec<Invoice>> {
    let sql = format!("{} WHERE credited_id = ?1 AND state <> ?2 ORDER BY id", Invoice::SELECT);
    tx.all(&sql, params![id, InvoiceState::Void], Invoice::from_row)
}

pub(super) fn list(tx: &ReadTransaction, filter: &InvoiceFilter, listing: &Listing<1>) -> Result<Vec<Invoice>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("order_id = ?", filter.order_id);
    conditions.add("credited_id = ?", filter.credited_id);
    conditions.add("kind = ?", filter.kind);
    conditions.add("state = ?", filter.state);
    if filter.due_before.is_some() {
        conditions.add_fixed("state = 'issued'");
    }
    conditions.add("due_on < ?", filter.due_before);
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Invoice::SELECT, "id DESC", listing.limit(), Invoice::from_row)
}

fn series_from_row(row: &Row<'_>) -> rusqlite::Result<InvoiceSeries> {
    let mut columns = Columns::new(row);
    Ok(InvoiceSeries {
        prefix: columns.next()?,
        kind: columns.next()?,
        digits: columns.next()?,
        next: columns.next()?,
        is_current: columns.next()?,
    })
}

const SERIES: &str = "SELECT prefix, kind, digits, next, is_current FROM crm_invoice_series";

/// All series, by their prefixes.
pub(super) fn all_series(tx: &ReadTransaction) -> Result<Vec<InvoiceSeries>> {
    tx.all(&format!("{SERIES} ORDER BY prefix"), [], series_from_row)
}

/// The series of a prefix.
pub(super) fn series(tx: &ReadTransaction, prefix: &str) -> Result<Option<InvoiceSeries>> {
    tx.one(&format!("{SERIES} WHERE prefix = ?1"), [prefix], series_from_row)
}

/// The series from which invoices of a kind get their numbers, once there is one.
pub(super) fn current_series(tx: &ReadTransaction, kind: InvoiceKind) -> Result<Option<InvoiceSeries>> {
    tx.one(&format!("{SERIES} WHERE kind = ?1 AND is_current = 1"), [kind], series_from_row)
}

/// Writes a series, which becomes the current one of its kind.
pub(super) fn save_series(tx: &WriteTransaction, series: &InvoiceSeries, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_invoice_series SET is_current = 0, rev = ?2 WHERE kind = ?1 AND is_current = 1",
        params![series.kind, rev],
    )?;
    tx.run(
        "INSERT INTO crm_invoice_series (prefix, kind, digits, next, is_current, rev) VALUES (?1, ?2, ?3, ?4, 1, ?5)
         ON CONFLICT (prefix) DO UPDATE SET digits = excluded.digits, is_current = 1, rev = excluded.rev",
        params![series.prefix, series.kind, series.digits, series.next, rev],
    )
    .map(drop)
}

/// Takes the next number of a series; it goes back with the transaction.
pub(super) fn take_number(tx: &WriteTransaction, prefix: &str, rev: i64) -> Result<i64> {
    let sql = "UPDATE crm_invoice_series SET next = next + 1, rev = ?2 WHERE prefix = ?1 RETURNING next - 1";
    let taken: Vec<i64> = tx.returning(sql, params![prefix, rev], |row| row.get(0))?;
    taken.first().copied().ok_or_else(|| crate::Error::internal("a series of invoices is missing"))
}

/// Rows that contradict each other: totals, lines, series with gaps, and invoices that were credited beyond their total.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<[i64; 4]> {
    Ok([
        tx.value(
            "SELECT count(*) FROM crm_invoice
             WHERE net_minor + tax_minor + shipping_minor - discount_minor <> total_minor OR total_minor < 0",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_invoice i WHERE net_minor <>
               (SELECT coalesce(sum(net), 0) FROM crm_invoice_line l WHERE l.invoice_id = i.id)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_invoice_series s WHERE next - 1 <>
               (SELECT count(*) FROM crm_invoice i WHERE i.prefix = s.prefix AND i.number IS NOT NULL)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_invoice i WHERE kind <> 'credit_note' AND total_minor <
               (SELECT coalesce(sum(c.total_minor), 0) FROM crm_invoice c
                WHERE c.credited_id = i.id AND c.state <> 'void')",
            [],
        )?,
    ])
}
