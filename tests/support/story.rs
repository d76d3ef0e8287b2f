//! The work that crashes interrupt: a sale, with the shop's own order row and its CRM facts in one transaction.

use crm_core::{Crm, HostRows, HostValue, Options, Result};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

/// The database of a story in a folder.
pub(crate) const FILE: &str = "shop.db";

/// Opens the shop of a story; the first opener makes the host's table.
pub(crate) fn open(folder: &Path, options: Options) -> Result<Crm> {
    let crm = Crm::open_with(folder.join(FILE), options)?;
    crm.write(|tx| {
        tx.host()
            .execute("CREATE TABLE IF NOT EXISTS shop_order (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)", &[])
    })?;
    Ok(crm)
}

/// One sale: the shop's row, a product and its event, all or nothing.
pub(crate) fn sell(crm: &Crm, number: u64) -> Result<()> {
    crm.write(|tx| {
        let params =
            [HostValue::Integer(number as i64), HostValue::Blob { hex: "ab".repeat((number % 1500) as usize) }];
        tx.host().execute("INSERT INTO shop_order VALUES (?1, ?2)", &params)?;
        let product =
            json!({"sku": format!("S{number}"), "name": "Tea", "price": {"amount": "1.50", "currency": "USD"}});
        tx.call_json("catalog.upsert", product.to_string().as_bytes())?;
        Ok(())
    })
}

/// What is in the file after a crash: the numbers of the sales. Panics for half a sale or any damage.
pub(crate) fn survivors(folder: &Path) -> BTreeSet<u64> {
    let crm = Crm::open(folder.join(FILE)).unwrap();
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
    let tx = crm.begin_read().unwrap();
    let shop = numbers(|from| {
        tx.host().query("SELECT number FROM shop_order WHERE number > ?1 ORDER BY 1 LIMIT 5000", &[from])
    });
    let facts = numbers(|from| {
        let sql = "SELECT number FROM (SELECT CAST(substr(sku, 2) AS INTEGER) AS number FROM crm_products)
                   WHERE number > ?1 ORDER BY 1 LIMIT 5000";
        tx.host().query_views(sql, &[from])
    });
    assert_eq!(shop, facts, "half a sale");
    facts
}

/// All numbers of a query that is asked page by page; none when its table is not there, as after a power loss under
/// relaxed durability.
fn numbers(page: impl Fn(HostValue) -> Result<HostRows>) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    while let Ok(rows) = page(HostValue::Integer(found.last().map_or(0, |last| *last as i64))) {
        if rows.rows.is_empty() {
            break;
        }
        found.extend(rows.rows.iter().map(|row| match &row[0] {
            HostValue::Integer(number) => *number as u64,
            other => panic!("{other:?}"),
        }));
    }
    found
}
