//! The SQL of products.

use super::{NewProduct, Product, ProductFilter};
use crate::db::{Columns, Json, ReadTransaction, WriteTransaction};
use crate::vocabulary::{Currency, Money, ProductId, Result};
use rusqlite::{Params, Row, params};

const COLUMNS: &str =
    "id, sku, name, category, brand, price_minor, price_currency, cost_minor, cost_currency, serialised,
  warranty_days, state, created_at, updated_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Product> {
    let mut columns = Columns::new(row);
    let product = Product {
        id: columns.next()?,
        sku: columns.next()?,
        name: columns.next()?,
        category: columns.next()?,
        brand: columns.next()?,
        price: money(columns.next()?, columns.next()?),
        cost: money(columns.next()?, columns.next()?),
        serialised: columns.next()?,
        warranty_days: columns.next()?,
        state: columns.next()?,
        created_at: columns.next()?,
        updated_at: columns.next()?,
        substitutes: Vec::new(),
    };
    Ok(product)
}

fn money(minor: Option<i64>, currency: Option<Currency>) -> Option<Money> {
    Some(Money::new(minor?, currency?))
}

fn one<P: Params>(tx: &ReadTransaction, filter: &str, params: P) -> Result<Option<Product>> {
    let found = tx.one(&format!("SELECT {COLUMNS} FROM crm_product WHERE {filter}"), params, from_row)?;
    found.map(|product| with_substitutes(tx, product)).transpose()
}

fn with_substitutes(tx: &ReadTransaction, mut product: Product) -> Result<Product> {
    let sql = "SELECT sku FROM crm_product_substitute WHERE product_id = ?1 ORDER BY position";
    product.substitutes = tx.all(sql, [product.id], |row| row.get(0))?;
    Ok(product)
}

pub(crate) fn get(tx: &ReadTransaction, id: ProductId) -> Result<Option<Product>> {
    one(tx, "id = ?1", [id])
}

pub(crate) fn find(tx: &ReadTransaction, sku: &str) -> Result<Option<Product>> {
    one(tx, "sku = ?1", [sku])
}

/// What one unit of an article costs the shop.
pub(crate) fn cost(tx: &ReadTransaction, sku: &str) -> Result<Option<Money>> {
    let found = tx.one("SELECT cost_minor, cost_currency FROM crm_product WHERE sku = ?1", [sku], |row| {
        Ok(money(row.get(0)?, row.get(1)?))
    })?;
    Ok(found.flatten())
}

pub(crate) fn category(tx: &ReadTransaction, sku: &str) -> Result<Option<String>> {
    Ok(tx.one("SELECT category FROM crm_product WHERE sku = ?1", [sku], |row| row.get(0))?.flatten())
}

pub(crate) fn name(tx: &ReadTransaction, sku: &str) -> Result<Option<String>> {
    tx.one("SELECT name FROM crm_product WHERE sku = ?1", [sku], |row| row.get(0))
}

pub(crate) fn list(
    tx: &ReadTransaction,
    filter: &ProductFilter,
    after: ProductId,
    rows: usize,
) -> Result<Vec<Product>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_product
         WHERE id > ?1 AND (?2 IS NULL OR state = ?2)
           AND (?3 IS NULL OR category = ?3 OR substr(category, 1, length(?3) + 1) = ?3 || '/')
         ORDER BY id LIMIT ?4"
    );
    let found = tx.all(&sql, params![after, filter.state, filter.category, rows as i64], from_row)?;
    found.into_iter().map(|product| with_substitutes(tx, product)).collect()
}

pub(crate) fn insert(tx: &WriteTransaction, product: &NewProduct, rev: i64) -> Result<ProductId> {
    let id = tx.insert(
        "INSERT INTO crm_product (sku, name, category, brand, price_minor, price_currency, cost_minor, cost_currency,
           serialised, warranty_days, state, created_at, updated_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13)",
        params![
            product.sku,
            product.name,
            product.category,
            product.brand,
            product.price.map(|price| price.minor),
            product.price.map(|price| price.currency),
            product.cost.map(|cost| cost.minor),
            product.cost.map(|cost| cost.currency),
            product.serialised,
            product.warranty_days,
            product.state,
            tx.now(),
            rev
        ],
    )?;
    Ok(ProductId(id))
}

pub(crate) fn update(tx: &WriteTransaction, id: ProductId, product: &NewProduct, rev: i64) -> Result<ProductId> {
    tx.run(
        "UPDATE crm_product SET name = ?2, category = ?3, brand = ?4, price_minor = ?5, price_currency = ?6,
           cost_minor = ?7, cost_currency = ?8, serialised = ?9, warranty_days = ?10, state = ?11, updated_at = ?12,
           rev = ?13
         WHERE id = ?1",
        params![
            id,
            product.name,
            product.category,
            product.brand,
            product.price.map(|price| price.minor),
            product.price.map(|price| price.currency),
            product.cost.map(|cost| cost.minor),
            product.cost.map(|cost| cost.currency),
            product.serialised,
            product.warranty_days,
            product.state,
            tx.now(),
            rev
        ],
    )?;
    Ok(id)
}

pub(crate) fn replace_substitutes(tx: &WriteTransaction, id: ProductId, substitutes: &[String]) -> Result<()> {
    tx.run("DELETE FROM crm_product_substitute WHERE product_id = ?1", [id])?;
    for (position, sku) in substitutes.iter().enumerate() {
        tx.run(
            "INSERT INTO crm_product_substitute (product_id, position, sku) VALUES (?1, ?2, ?3)",
            params![id, position as i64, sku],
        )?;
    }
    Ok(())
}

/// How many of these articles are known, and how many of those have a substitute.
pub(crate) fn substitutable(tx: &ReadTransaction, skus: &[String]) -> Result<(i64, i64)> {
    let found = tx.one(
        "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM crm_product_substitute WHERE product_id = p.id)), 0)
         FROM crm_product p WHERE sku IN (SELECT value FROM json_each(?1))",
        [Json(skus)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}
