//! The scores against published reference vectors.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::{Facts, Method, Scored, Thresholds, score};

/// Where reference data lies; tests that need it say so and pass when it is missing.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");

fn read(path: &str) -> Option<String> {
    let full = PathBuf::from(SHARED).join(path);
    let text = std::fs::read_to_string(&full).ok();
    if text.is_none() {
        println!("skipped: {} is missing", full.display());
    }
    text
}

#[derive(Default)]
struct Table {
    customer: Vec<i64>,
    recency_days: Vec<i32>,
    frequency: Vec<u32>,
    monetary: Vec<i64>,
}

impl Table {
    fn push(&mut self, recency_days: i32, frequency: u32, monetary: i64) {
        self.customer.push(self.customer.len() as i64 + 1);
        self.recency_days.push(recency_days);
        self.frequency.push(frequency);
        self.monetary.push(monetary);
    }

    fn score(&self, method: Method, bins: u8, thresholds: Option<&Thresholds>) -> Scored {
        let facts = Facts {
            customer: &self.customer,
            recency_days: &self.recency_days,
            frequency: &self.frequency,
            monetary: &self.monetary,
        };
        score(&facts, method, bins, thresholds, 100).expect("valid input")
    }
}

fn cents(decimal: &str) -> i64 {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    assert!(fraction.len() <= 2, "{decimal}");
    let minor: i64 = format!("{whole}{fraction:0<2}").parse().expect("an amount");
    minor
}

/// Rows of a CSV file by column name.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn integers(value: &Value) -> Vec<i64> {
    let list = value.as_array().expect("a list");
    list.iter().map(|item| item.as_i64().expect("an integer")).collect()
}

const CDNOW: &str = "vectors/rfm_cdnow_sample_1998-06-30_n5";

#[test]
fn cdnow_sample_has_the_reference_scores_and_counts() {
    let (Some(text), Some(json)) = (read(&format!("{CDNOW}.csv")), read(&format!("{CDNOW}.json"))) else {
        return;
    };
    let about: Value = serde_json::from_str(&json).expect("json");
    let fixed = &about["fixed_thresholds"];
    let thresholds = Thresholds {
        recency_days: integers(&fixed["recency_days"]),
        frequency: integers(&fixed["frequency"]),
        monetary: integers(&fixed["cents"]),
    };
    let rows = rows(&text);
    assert_eq!(rows.len(), 2357);
    let mut table = Table::default();
    for row in &rows {
        let number = |name: &str| row[name].parse().expect("a number");
        table.push(number("recency_days"), number("frequency") as u32, cents(&row["amount"]));
    }
    let methods = Method::ALL.iter().copied().filter(|method| *method != Method::OneTimer);
    for method in methods {
        let given = (method == Method::Fixed).then_some(&thresholds);
        let scored = table.score(method, 5, given);
        for (letter, scores) in [("r", &scored.r), ("f", &scored.f), ("m", &scored.m)] {
            let column = format!("{letter}_{method}");
            let mut counts: BTreeMap<String, i64> = BTreeMap::new();
            for (row, score) in rows.iter().zip(scores) {
                assert_eq!(row[&column], score.to_string(), "{column} of {}", row["customer_id"]);
                *counts.entry(score.to_string()).or_default() += 1;
            }
            let expected: BTreeMap<String, i64> =
                serde_json::from_value(about["counts"][&column].clone()).expect("counts");
            assert_eq!(counts, expected, "{column}");
        }
    }
}

#[test]
fn cdnow_sample_has_the_reference_cut_points() {
    let (Some(text), Some(json)) = (read(&format!("{CDNOW}.csv")), read(&format!("{CDNOW}.json"))) else {
        return;
    };
    let about: Value = serde_json::from_str(&json).expect("json");
    let mut table = Table::default();
    for row in rows(&text) {
        let number = |name: &str| row[name].parse().expect("a number");
        table.push(number("recency_days"), number("frequency") as u32, cents(&row["amount"]));
    }
    let close = |found: Vec<String>, expected: &Value, name: &str| {
        let expected = expected.as_array().expect("a list");
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(expected) {
            let found: f64 = found.parse().expect("a decimal");
            let expected = expected.as_f64().expect("a number");
            assert!((found - expected).abs() < 1e-6, "{name}: {found} for {expected}");
        }
    };
    let inner = |value: &Value, first: usize, last: usize| {
        let list = value.as_array().expect("a list");
        Value::from(list[first..last].to_vec())
    };
    let decimals = |cuts: &super::DimensionCuts, unit: i64| -> Vec<String> {
        let mut points = cuts.points.clone();
        if cuts.direction == super::Direction::LowerIsBetter {
            points.reverse();
        }
        points.iter().map(|point| point.decimal(unit)).collect()
    };

    let edges = &about["edges_type7"];
    let cuts = table.score(Method::Qcut, 5, None).cuts;
    close(decimals(&cuts.recency_days, 1), &edges["recency_days"], "qcut recency");
    close(decimals(&cuts.frequency, 1), &edges["frequency"], "qcut frequency");
    close(decimals(&cuts.monetary, 1), &edges["cents"], "qcut cents");

    let r_package = &about["r_rfm_thresholds_lower_inclusive_upper_exclusive"];
    let cuts = table.score(Method::RRfm, 5, None).cuts;
    close(decimals(&cuts.recency_days, 1), &inner(&r_package["recency_lower"], 1, 5), "R recency");
    close(decimals(&cuts.frequency, 1), &inner(&r_package["frequency_lower"], 1, 5), "R frequency");
    close(decimals(&cuts.monetary, 100), &inner(&r_package["monetary_lower"], 1, 5), "R monetary");

    let jenks = &about["jenks_breaks_upper_inclusive"];
    let cuts = table.score(Method::Jenks, 5, None).cuts;
    close(decimals(&cuts.recency_days, 1), &inner(&jenks["recency_days"], 1, 5), "jenks recency");
    close(decimals(&cuts.frequency, 1), &inner(&jenks["frequency"], 1, 5), "jenks frequency");
    close(decimals(&cuts.monetary, 1), &inner(&jenks["cents"], 1, 5), "jenks cents");
}

#[test]
fn edge_cases_have_the_reference_scores() {
    let Some(json) = read("vectors/rfm_edge_cases.json") else {
        return;
    };
    let cases: BTreeMap<String, Value> = serde_json::from_str(&json).expect("json");
    let mut compared = 0;
    for (name, case) in &cases {
        let mut table = Table::default();
        let recency = integers(&case["recency_days"]);
        let frequency = integers(&case["frequency"]);
        let amounts = case["monetary"].as_array().expect("a list");
        for ((recency, frequency), amount) in recency.iter().zip(&frequency).zip(amounts) {
            let minor = (amount.as_f64().expect("an amount") * 100.0).round();
            table.push(*recency as i32, *frequency as u32, minor as i64);
        }
        let bins = case["n"].as_u64().expect("bins") as u8;
        for (method, expected) in case["scores"].as_object().expect("scores") {
            let Ok(method) = method.parse::<Method>() else {
                assert!(["pd.qcut actual", "cume_dist"].contains(&method.as_str()));
                continue;
            };
            let scored = table.score(method, bins, None);
            let triples = scored.r.iter().zip(&scored.f).zip(&scored.m);
            let found: Vec<String> = triples.map(|((r, f), m)| format!("{r}{f}{m}")).collect();
            assert_eq!(&Value::from(found), expected, "{name} {method}");
            assert_eq!(scored.too_few, amounts.len() < usize::from(bins), "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, cases.len() * 5);
}

/// Days since 1970-01-01 of a date like 2006-12-31 (days_from_civil, Hinnant).
fn days(date: &str) -> i32 {
    let parts: Vec<i32> = date.split('-').map(|part| part.parse().expect("a date")).collect();
    let (month, day) = (parts[1], parts[2]);
    let year = parts[0] - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[test]
fn r_package_scores_come_out_of_its_own_orders() {
    let (Some(orders), Some(expected), Some(thresholds)) = (
        read("data/rfm_data_orders.csv"),
        read("vectors/rfm_r_package_orders_2006-12-31.csv"),
        read("vectors/rfm_r_package_orders_2006-12-31_thresholds.csv"),
    ) else {
        return;
    };
    let as_of = days("2006-12-31");
    let mut by_name: BTreeMap<String, (i32, u32, i64)> = BTreeMap::new();
    for order in rows(&orders) {
        let entry = by_name.entry(order["customer_id"].clone()).or_insert((i32::MAX, 0, 0));
        entry.0 = entry.0.min(as_of - days(&order["order_date"]));
        entry.1 += 1;
        entry.2 += cents(&order["revenue"]);
    }
    let mut table = Table::default();
    for (recency, frequency, monetary) in by_name.values() {
        table.push(*recency, *frequency, *monetary);
    }
    let scored = table.score(Method::RRfm, 5, None);
    let place: BTreeMap<&String, usize> = by_name.keys().enumerate().map(|(row, name)| (name, row)).collect();
    let expected = rows(&expected);
    assert_eq!(expected.len(), by_name.len());
    for row in &expected {
        let at = place[&row["customer_id"]];
        assert_eq!(table.recency_days[at].to_string(), row["recency_days"]);
        assert_eq!(table.frequency[at].to_string(), row["transaction_count"]);
        assert_eq!(table.monetary[at], cents(&row["amount"]));
        let found = format!("{}{}{}", scored.r[at], scored.f[at], scored.m[at]);
        assert_eq!(found, row["rfm_score"], "{}", row["customer_id"]);
    }

    let lower = |name: &str| -> Vec<String> { rows(&thresholds).iter().skip(1).map(|row| row[name].clone()).collect() };
    let decimals = |cuts: &super::DimensionCuts, unit: i64| -> Vec<String> {
        let points = cuts.points.iter().map(|point| point.decimal(unit));
        points.map(|text| text.trim_end_matches(".00").to_owned()).collect()
    };
    let mut recency = decimals(&scored.cuts.recency_days, 1);
    recency.reverse();
    assert_eq!(recency, lower("recency_lower"));
    assert_eq!(decimals(&scored.cuts.frequency, 1), lower("frequency_lower"));
    let monetary: Vec<f64> =
        decimals(&scored.cuts.monetary, 100).iter().map(|text| text.parse().expect("a decimal")).collect();
    let expected: Vec<f64> = lower("monetary_lower").iter().map(|text| text.parse().expect("a decimal")).collect();
    assert_eq!(monetary, expected);
}
