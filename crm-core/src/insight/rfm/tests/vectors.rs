//! Published reference scores of real shops, from recorded orders.

use super::{date, noon, shop_on, somebody};
use crate::insight::rfm::{Method, RfmOptions, RfmTable, RfmThresholds};
use crate::orders::NewOrder;
use crate::{Crm, CustomerId, Money};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where reference data lies; tests that need it say so and pass when it is missing.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");

fn rows(path: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let full = PathBuf::from(SHARED).join(path);
    let Ok(text) = std::fs::read_to_string(&full) else {
        println!("skipped: {} is missing", full.display());
        return None;
    };
    Some(csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect())
}

/// Records orders of (customer's name, day, amount) and numbers customers as they first appear.
fn record(crm: &Crm, orders: impl Iterator<Item = (String, String, String)>) -> BTreeMap<String, CustomerId> {
    let mut known = BTreeMap::new();
    let tx = crm.begin_write().unwrap();
    for (name, day, amount) in orders {
        let customer = *known.entry(name).or_insert_with(|| somebody(&tx));
        let total = Money::parse(&amount, crate::Currency::USD).unwrap();
        tx.orders().record(NewOrder::new(customer, total).placed_at(noon(&day)).paid()).unwrap();
    }
    tx.commit().unwrap();
    known
}

fn scores(table: &RfmTable, customer: CustomerId) -> [u8; 3] {
    let row = table.of(customer).unwrap();
    [row.r, row.f, row.m]
}

#[test]
fn cdnow_has_the_reference_scores_by_every_method() {
    let data = rows("data/cdnow_sample.csv");
    let (Some(data), Some(expected)) = (data, rows("vectors/rfm_cdnow_sample_1998-06-30_n5.csv")) else { return };
    let (crm, _) = shop_on("1998-06-30");
    // The order of recording must not matter: the file backwards.
    let orders = data.iter().rev();
    let known =
        record(&crm, orders.map(|row| (row["customer_id"].clone(), row["date"].clone(), row["amount"].clone())));
    let amounts = |cents: [i64; 4]| cents.map(Money::usd).to_vec();
    let thresholds = RfmThresholds {
        recency_days: vec![30, 90, 180, 365],
        frequency: vec![1, 2, 4, 8],
        monetary: amounts([2_000, 5_000, 10_000, 25_000]),
    };
    for packed in [false, true] {
        if packed {
            assert_eq!(crm.pack_facts(None).unwrap(), 1);
        }
        for method in Method::ALL.iter().copied().filter(|method| *method != Method::OneTimer) {
            let fixed = (method == Method::Fixed).then(|| thresholds.clone());
            let options = RfmOptions { thresholds: fixed, ..RfmOptions::as_of(date("1998-06-30")).method(method) };
            let table = crm.read(|tx| tx.rfm().score(&options)).unwrap();
            assert_eq!(table.len(), 2357);
            for row in &expected {
                // Tiles split ties by id, so customers must be numbered as in the file.
                let at = if method == Method::Ntile { None } else { known.get(&row["customer_id"]) };
                let Some(customer) = at else { continue };
                let found = table.of(*customer).unwrap();
                let facts = (found.recency_days.to_string(), found.frequency.to_string(), found.monetary.amount());
                assert_eq!(facts, (row["recency_days"].clone(), row["frequency"].clone(), row["amount"].clone()));
                let wanted: [u8; 3] = ["r", "f", "m"].map(|part| row[&format!("{part}_{method}")].parse().unwrap());
                assert_eq!(scores(&table, *customer), wanted, "{method}, customer {}", row["customer_id"]);
            }
        }
    }
}

#[test]
fn cdnow_has_the_reference_tiles() {
    let data = rows("data/cdnow_sample.csv");
    let (Some(data), Some(expected)) = (data, rows("vectors/rfm_cdnow_sample_1998-06-30_n5.csv")) else { return };
    let (crm, _) = shop_on("1998-06-30");
    // The file is sorted by customer, so the ids here are the customers' numbers there.
    let orders = data.iter();
    let known =
        record(&crm, orders.map(|row| (row["customer_id"].clone(), row["date"].clone(), row["amount"].clone())));
    let table = crm.read(|tx| tx.rfm().score(&RfmOptions::default().method(Method::Ntile))).unwrap();
    for row in &expected {
        let wanted: [u8; 3] = ["r_ntile", "f_ntile", "m_ntile"].map(|column| row[column].parse().unwrap());
        assert_eq!(scores(&table, known[&row["customer_id"]]), wanted, "customer {}", row["customer_id"]);
    }
}

#[test]
fn the_shop_of_the_r_package_has_its_scores() {
    let data = rows("data/rfm_data_orders.csv");
    let (Some(data), Some(expected)) = (data, rows("vectors/rfm_r_package_orders_2006-12-31.csv")) else { return };
    let (crm, _) = shop_on("2006-12-31");
    let orders = data.iter();
    let known =
        record(&crm, orders.map(|row| (row["customer_id"].clone(), row["order_date"].clone(), row["revenue"].clone())));
    let table = crm.read(|tx| tx.rfm().score(&RfmOptions::default().method(Method::RRfm))).unwrap();
    assert_eq!(table.len(), expected.len());
    for row in &expected {
        let found = table.of(known[&row["customer_id"]]).unwrap();
        assert_eq!(found.recency_days.to_string(), row["recency_days"]);
        assert_eq!(found.frequency.to_string(), row["transaction_count"]);
        let wanted: [u8; 3] =
            ["recency_score", "frequency_score", "monetary_score"].map(|column| row[column].parse().unwrap());
        assert_eq!([found.r, found.f, found.m], wanted, "{}", row["customer_id"]);
    }
}

#[test]
fn five_customers_of_the_definition() {
    let (crm, _) = shop_on("2026-04-11");
    let orders: [(&str, &[(&str, i64)]); 5] = [
        ("A", &[("2026-04-01", 20_00)]),
        ("B", &[("2026-04-01", 20_50)]),
        ("C", &[("2026-03-02", 20_50)]),
        ("D", &[("2026-03-02", 60_00), ("2026-01-01", 40_00)]),
        ("E", &[("2026-01-01", 100_00); 5]),
    ];
    let customers = crm
        .write(|tx| {
            let mut customers = Vec::new();
            for (_, orders) in orders {
                let customer = somebody(tx);
                for (day, cents) in orders {
                    tx.orders().record(super::order(customer, day, *cents))?;
                }
                customers.push(customer);
            }
            Ok(customers)
        })
        .unwrap();
    let table = crm.read(|tx| tx.rfm().score(&RfmOptions::as_of(date("2026-04-11")).bins(3))).unwrap();
    let found: Vec<[u8; 3]> = customers.iter().map(|customer| scores(&table, *customer)).collect();
    assert_eq!(found, [[3, 1, 1], [3, 1, 1], [1, 1, 1], [1, 3, 3], [1, 3, 3]]);
    assert!(!table.about.too_few);
    let cuts: Vec<String> = table.about.cut_points.monetary.iter().map(ToString::to_string).collect();
    assert_eq!(cuts, ["2: above 20.50", "3: above 20.50"]);
}
