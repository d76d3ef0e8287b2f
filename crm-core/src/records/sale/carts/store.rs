//! The SQL of carts.

use super::rules::Fate;
use super::{Cart, CartFilter, CartLine, CartSettings, CartState, CartSummary};
use crate::db::{Columns, Conditions, Pair, ReadTransaction, WriteTransaction};
use crate::records::customers::{IdentityInput, IdentityKind};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CartId, CustomerId, Money, OrderId, Quantity, Result, Timestamp};
use rusqlite::types::{Null, ToSqlOutput};
use rusqlite::{ToSql, params};

stored! {
    Cart in "crm_cart" by CartId {
        customer_id, visitor => (visitor_kind, visitor_value), source, external_id, channel, state,
        value => (value_minor, value_currency), units, order_id, last_at, abandoned_at,
        abandoned_value => (abandoned_value_minor, abandoned_value_currency), recovered_at, ended_at, host_updated_at,
        created_at, updated_at,
    }
    besides { lines: Vec::new() }
}

/// The kind of the identity and its value.
impl Pair for Option<IdentityInput> {
    fn read(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        let (kind, value): (Option<IdentityKind>, Option<String>) = (columns.next()?, columns.next()?);
        Ok(kind.zip(value).map(|(kind, value)| IdentityInput { kind, value }))
    }
    fn split(&self) -> rusqlite::Result<[ToSqlOutput<'_>; 2]> {
        match self {
            Some(identity) => Ok([identity.kind.to_sql()?, identity.value.to_sql()?]),
            None => Ok([Null.to_sql()?, Null.to_sql()?]),
        }
    }
}

/// The cart with what is in it.
pub(super) fn with_lines(tx: &ReadTransaction, mut cart: Cart) -> Result<Cart> {
    let sql = format!("SELECT {LINE} FROM crm_cart_line l WHERE cart_id = ?1 ORDER BY position");
    cart.lines = tx.all(&sql, [cart.id], |row| {
        let mut columns = Columns::new(row);
        let sku = columns.next()?;
        line(sku, &mut columns)
    })?;
    Ok(cart)
}

/// The columns of a line.
const LINE: &str = "l.sku, l.name, l.quantity, l.unit_price, l.configuration_id";

/// A line from what follows its article number.
fn line(sku: String, columns: &mut Columns<'_, '_>) -> rusqlite::Result<CartLine> {
    Ok(CartLine {
        sku,
        name: columns.next()?,
        quantity: columns.next()?,
        unit_price: columns.next()?,
        configuration: columns.next()?,
    })
}

/// Writes what is in a cart in the place of what was.
pub(super) fn replace_lines(tx: &WriteTransaction, id: CartId, lines: &[CartLine]) -> Result<()> {
    tx.run("DELETE FROM crm_cart_line WHERE cart_id = ?1", [id])?;
    for (position, line) in (1_i64..).zip(lines) {
        tx.run(
            "INSERT INTO crm_cart_line (cart_id, position, sku, name, quantity, unit_price, configuration_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![id, position, line.sku, line.name, line.quantity, line.unit_price, line.configuration],
        )?;
    }
    Ok(())
}

/// The cart of a key of another system.
pub(super) fn find(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<CartId>> {
    let sql = "SELECT id FROM crm_cart WHERE external_id = ?1 AND source = ?2";
    tx.one(sql, params![external_id, source], |row| row.get(0))
}

/// The cart that became an order.
pub(super) fn of_order(tx: &ReadTransaction, order: OrderId) -> Result<Option<CartId>> {
    tx.one("SELECT id FROM crm_cart WHERE order_id = ?1", [order], |row| row.get(0))
}

/// Where a cart stands in a list: by its last change.
pub(super) fn key(cart: &Cart) -> [i64; 2] {
    [cart.last_at.millis(), cart.id.0]
}

/// Carts without their lines, the last changed first.
pub(super) fn list(tx: &ReadTransaction, filter: &CartFilter, listing: &Listing<2>) -> Result<Vec<Cart>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("visitor_value = ?", filter.visitor.as_ref().map(|visitor| &visitor.value));
    conditions.add("visitor_kind = ?", filter.visitor.as_ref().map(|visitor| visitor.kind));
    conditions.add("state = ?", filter.state);
    conditions.add("channel = ?", filter.channel.as_ref());
    if filter.open {
        conditions.add_fixed("ended_at IS NULL AND units > 0");
    }
    conditions.add("last_at >= ?", filter.changed_from);
    conditions.add("last_at < ?", filter.changed_before);
    conditions.add_start("(last_at, id) <", listing.start);
    conditions.read(tx, Cart::SELECT, "last_at DESC, id DESC", listing.limit(), Cart::from_row)
}

/// Whether there are carts that nobody owns.
pub(super) const HAS_OWNERLESS: &str = "SELECT EXISTS (SELECT 1 FROM crm_cart WHERE customer_id IS NULL)";

pub(super) fn has_ownerless(tx: &ReadTransaction) -> Result<bool> {
    tx.value(HAS_OWNERLESS, [])
}

/// The carts of a visitor that nobody owns yet.
pub(super) fn ownerless(tx: &ReadTransaction, visitor: &IdentityInput) -> Result<Vec<Cart>> {
    let sql =
        format!("{} WHERE visitor_value = ?1 AND visitor_kind = ?2 AND customer_id IS NULL ORDER BY id", Cart::SELECT);
    tx.all(&sql, params![visitor.value, visitor.kind], Cart::from_row)
}

/// Whether a customer has a cart with something in it that was not left.
pub(super) fn has_active(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_cart WHERE customer_id = ?1 AND ended_at IS NULL AND units > 0
           AND (state = 'active' OR state = 'recovered'))",
        [customer],
    )
}

/// The carts of a customer with something in them that are neither ordered nor expired, the last changed first.
pub(super) fn open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<CartSummary>> {
    tx.all(
        "SELECT id, state, value_minor, value_currency, units, last_at FROM crm_cart
         WHERE customer_id = ?1 AND ended_at IS NULL AND units > 0 ORDER BY last_at DESC, id DESC LIMIT ?2",
        params![customer, rows as i64],
        |row| {
            let mut columns = Columns::new(row);
            Ok(CartSummary {
                id: columns.next()?,
                state: columns.next()?,
                value: Money::read(&mut columns)?,
                units: columns.next()?,
                last_at: columns.next()?,
            })
        },
    )
}

/// When a cart was last changed that is the next to be abandoned.
pub(super) const NEXT_IDLE: &str = "SELECT min(last_at) FROM crm_cart
  WHERE ended_at IS NULL AND units > 0 AND (state = 'active' OR state = 'recovered')";

/// When a cart was last changed that is the next to expire.
pub(super) const NEXT_WAITING: &str = "SELECT min(last_at) FROM crm_cart WHERE state = 'abandoned'";

/// The last changes of the carts that are the next to be abandoned and to expire.
pub(super) fn next(tx: &ReadTransaction) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
    Ok((tx.value(NEXT_IDLE, [])?, tx.value(NEXT_WAITING, [])?))
}

/// Carts that were last changed up to an instant: those that somebody fills, or those that were abandoned, the oldest
/// change first.
pub(super) fn idle(tx: &ReadTransaction, is_abandoned: bool, until: Timestamp, rows: usize) -> Result<Vec<Cart>> {
    let which = if is_abandoned {
        "state = 'abandoned'"
    } else {
        "ended_at IS NULL AND units > 0 AND (state = 'active' OR state = 'recovered')"
    };
    let sql = format!("{} WHERE {which} AND last_at <= ?1 ORDER BY last_at LIMIT ?2", Cart::SELECT);
    tx.all(&sql, params![until, rows as i64], Cart::from_row)
}

/// Visits the carts that were last abandoned in a period.
pub(super) fn each_abandoned(
    tx: &ReadTransaction,
    from: Timestamp,
    before: Timestamp,
    mut visit: impl FnMut(Fate) -> Result<()>,
) -> Result<()> {
    let sql = "SELECT state, abandoned_at, recovered_at, abandoned_value_minor, abandoned_value_currency FROM crm_cart
               WHERE abandoned_at >= ?1 AND abandoned_at < ?2";
    tx.each(sql, [from, before], |row| {
        let read = || -> rusqlite::Result<(CartState, Timestamp, Option<Timestamp>, Option<Money>)> {
            let mut columns = Columns::new(row);
            Ok((columns.next()?, columns.next()?, columns.next()?, Pair::read(&mut columns)?))
        };
        let (state, abandoned, recovered, value) = read().map_err(|error| tx.note(error))?;
        let Some(value) = value else { return Ok(()) };
        visit(Fate {
            value,
            recovered: recovered.is_some_and(|at| at >= abandoned),
            ordered: state == CartState::Ordered,
            expired: state == CartState::Expired,
        })
    })
}

/// Visits what every cart is worth and how much is in it, with its lines, in one reading.
pub(super) fn each_sum(tx: &ReadTransaction, mut visit: impl FnMut((Money, Quantity), &[CartLine])) -> Result<()> {
    let sql = format!(
        "SELECT c.id, c.value_minor, c.value_currency, c.units, {LINE}
         FROM crm_cart c LEFT JOIN crm_cart_line l ON l.cart_id = c.id ORDER BY c.id, l.position"
    );
    let mut last: Option<(CartId, (Money, Quantity))> = None;
    let mut lines = Vec::new();
    tx.each(&sql, [], |row| {
        let read = || -> rusqlite::Result<_> {
            let mut columns = Columns::new(row);
            let cart: CartId = columns.next()?;
            let sums = (Money::read(&mut columns)?, columns.next()?);
            let sku: Option<String> = columns.next()?;
            Ok((cart, sums, sku.map(|sku| line(sku, &mut columns)).transpose()?))
        };
        let (cart, sums, next) = read().map_err(|error| tx.note(error))?;
        if let Some((known, stored)) = last
            && known != cart
        {
            visit(stored, &lines);
            lines.clear();
        }
        last = Some((cart, sums));
        lines.extend(next);
        Ok(())
    })?;
    if let Some((_, stored)) = last {
        visit(stored, &lines);
    }
    Ok(())
}

pub(super) fn settings(tx: &ReadTransaction) -> Result<CartSettings> {
    let sql = "SELECT abandon_after_minutes, expire_after_days FROM crm_cart_settings WHERE id = 1";
    let found =
        tx.one(sql, [], |row| Ok(CartSettings { abandon_after_minutes: row.get(0)?, expire_after_days: row.get(1)? }))?;
    found.or_not_found("the row of cart settings", 1)
}

pub(super) fn save_settings(tx: &WriteTransaction, settings: CartSettings) -> Result<()> {
    let sql = "UPDATE crm_cart_settings SET abandon_after_minutes = ?1, expire_after_days = ?2 WHERE id = 1";
    tx.run(sql, [settings.abandon_after_minutes, settings.expire_after_days]).map(drop)
}
