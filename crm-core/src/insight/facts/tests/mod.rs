//! Packed facts in a file: several chunks, several readers, damage.

use super::base::{BaseQuery, base_values};
use super::{Basis, FactsStatus, Scope, median_gap, store};
use crate::facts::Basis::Net;
use crate::vocabulary::Result;
use crate::{Crm, Date, Options, Timestamp, WriteTransaction};

const DAY: i32 = 20_000;

fn query(as_of: i32) -> BaseQuery {
    BaseQuery { as_of: Date::from_days(as_of).unwrap(), window_start: None, basis: Net, currency: None }
}

/// An order row without all that the orders room does, for customers by the thousand.
fn insert(tx: &WriteTransaction, customer: i64, day: i32, cents: i64) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_order (customer_id, state, pay_state, fulfil_state, currency, subtotal, discount, shipping, tax,
           tax_included, total, difference, settled, needs_fulfilment, paid, refunded, rate, total_base, net, net_base,
           cost_base, units, counts, day, placed_at, recorded_at, rev)
         VALUES (?1, 'completed', 'paid', 'fulfilled', 'USD', ?2, 0, 0, 0, 0, ?2, 0, 0, 1, ?2, 0, 1000000000, ?2, ?2, ?2,
           0, 1000, 1, ?3, ?3 * 86400000, 0, 0)",
        (customer, cents, day),
    )?;
    Ok(())
}

/// A shop in a file with three orders of every seventh customer among 20,000, which are five chunks.
fn shop() -> (tempfile::TempDir, Crm) {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open_with(folder.path().join("shop.db"), Options::default()).unwrap();
    crm.write(|tx| {
        tx.run(
            "WITH RECURSIVE number (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM number WHERE id < 20000)
             INSERT INTO crm_customer (id, uid, kind, gender, created_at, updated_at, first_seen_at, blocked, rev)
             SELECT id, randomblob(16), 'person', 'unknown', 0, 0, 0, 'none', 0 FROM number",
            [],
        )?;
        for customer in (1..20_000).step_by(7) {
            for order in 0..3 {
                insert(tx, customer, DAY + order * (1 + (customer % 5) as i32), customer * 100)?;
            }
        }
        Ok(())
    })
    .unwrap();
    (folder, crm)
}

fn touch_orders(tx: &WriteTransaction, customer: i64) {
    tx.touch(crate::CustomerId(customer), crate::db::Touch::ORDERS);
}

#[test]
fn readers_side_by_side_give_what_one_gives() {
    let (_folder, crm) = shop();
    let unpacked = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 5))).unwrap();
    assert_eq!(unpacked.len(), 2_857);
    assert_eq!(crm.pack_facts(None).unwrap(), 5);
    let packed = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 5))).unwrap();
    assert_eq!(packed, unpacked);
    assert!(packed.customer.is_sorted());
    let by_chunk: usize =
        (0..5).map(|chunk| crm.read(|tx| base_values(tx, Scope::Chunk(chunk), &query(DAY + 5))).unwrap().len()).sum();
    assert_eq!(by_chunk, packed.len());
    // Gaps of 1 to 5 days are equally frequent.
    let gap = crm.read(|tx| median_gap(tx, Date::from_days(DAY + 100).unwrap())).unwrap();
    assert_eq!(gap, Some(3));
    assert_eq!(crm.read(|tx| median_gap(tx, Date::from_days(DAY).unwrap())).unwrap(), None);
}

#[test]
fn changed_customers_are_listed_with_their_facts() {
    let (_folder, crm) = shop();
    crm.pack_facts(None).unwrap();
    let before = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap();
    crm.write(|tx| {
        // A customer with facts, one without, and one with so many that they are not listed.
        for (customer, orders) in [(8, 1), (9, 2), (15_002, 600)] {
            (0..orders).try_for_each(|_| insert(tx, customer, DAY + 40, 1))?;
            touch_orders(tx, customer);
        }
        Ok(())
    })
    .unwrap();
    let status = crm.read(|tx| tx.facts().status()).unwrap();
    assert_eq!(status, FactsStatus { chunks: 5, orders: 8_571, dirty_customers: 3 });
    let after = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap();
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.customer.is_sorted());
    let of =
        |customer: i64| after.customer.binary_search(&customer).map(|at| (after.recency_days[at], after.frequency[at]));
    assert_eq!([of(8), of(9), of(15_002)], [Ok((10, 4)), Ok((10, 2)), Ok((10, 603))]);
    assert!(crm.check().unwrap().problems.iter().all(|problem| !problem.contains("facts")));
    // Packing again empties the list and changes nothing.
    assert_eq!(crm.pack_facts(None).unwrap(), 2);
    assert_eq!(crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap(), after);
    assert_eq!(crm.read(|tx| tx.facts().status()).unwrap().dirty_customers, 0);
}

#[test]
fn bulk_work_lists_names_only() {
    let (_folder, crm) = shop();
    crm.pack_facts(None).unwrap();
    crm.write(|tx| {
        (1..=2_000).for_each(|customer| touch_orders(tx, customer));
        insert(tx, 1_500, DAY + 40, 7)
    })
    .unwrap();
    let listed: i64 =
        crm.read(|tx| tx.value("SELECT count(*) FROM crm_fact_dirty WHERE facts IS NOT NULL", [])).unwrap();
    assert_eq!(listed, 0);
    let after = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap();
    assert!(after.customer.is_sorted() && after.customer.binary_search(&1_500).is_ok());
    // tick packs because many are listed.
    let report = crm.tick(Some(Timestamp::parse("2026-01-01T00:00:00Z").unwrap()), None).unwrap();
    let packed = report.steps.iter().find(|step| step.room == "facts").unwrap();
    assert_eq!(packed.changed, 1);
}

#[test]
fn damaged_facts_are_reported_and_do_no_harm() {
    let (_folder, crm) = shop();
    let whole = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap();
    crm.pack_facts(None).unwrap();
    crm.write(|tx| {
        touch_orders(tx, 8);
        Ok(())
    })
    .unwrap();
    crm.write(|tx| {
        tx.run("UPDATE crm_fact_chunk SET order_days = x'00' WHERE chunk = 1", [])?;
        tx.run("UPDATE crm_fact_dirty SET facts = x'010203'", [])
    })
    .unwrap();
    assert_eq!(crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap(), whole);
    let damaged = "packed facts of chunk 1 are damaged: column order_days of packed facts has a wrong length";
    assert!(crm.check().unwrap().problems.contains(&damaged.to_owned()));
    // A number that only a comparison with the orders can tell is wrong.
    crm.write(|tx| {
        tx.run("UPDATE crm_fact_chunk SET order_amounts = zeroblob(length(order_amounts)) WHERE chunk = 2", [])
    })
    .unwrap();
    let problems = crm.check().unwrap().problems;
    assert!(problems.contains(&"packed facts of chunk 2 differ from the orders".to_owned()), "{problems:?}");
}

#[test]
fn a_reader_of_another_moment_is_not_used() {
    let (_folder, crm) = shop();
    crm.pack_facts(None).unwrap();
    let old = crm.begin_read().unwrap();
    let before = base_values(&old, Scope::Everybody, &query(DAY + 50)).unwrap();
    crm.write(|tx| {
        insert(tx, 19_000, DAY + 49, 1)?;
        touch_orders(tx, 19_000);
        Ok(())
    })
    .unwrap();
    assert_ne!(store::generation(&old).unwrap(), crm.read(store::generation).unwrap());
    assert_eq!(base_values(&old, Scope::Everybody, &query(DAY + 50)).unwrap(), before);
    drop(old);
    let after = crm.read(|tx| base_values(tx, Scope::Everybody, &query(DAY + 50))).unwrap();
    assert_ne!(after, before);
    assert_eq!(Basis::default(), Net);
}

#[test]
fn another_zone_drops_what_is_packed() {
    let (_folder, crm) = shop();
    crm.pack_facts(None).unwrap();
    let zone = crate::time::Zone::parse("Asia/Shanghai").unwrap();
    crm.write(|tx| tx.shop().configure(crate::shop::ShopPatch { time_zone: Some(zone), ..Default::default() }))
        .unwrap();
    assert_eq!(crm.read(|tx| tx.facts().status()).unwrap().chunks, 0);
}
