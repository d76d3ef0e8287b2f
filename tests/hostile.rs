//! Hostile input: every operation, fed with inputs of the scenarios after a thousand small and large mutilations, gives
//! a result or a typed error that names no value; it never panics, never reports a defect of the library, and leaves a
//! sound file. The seed is printed; the long form is `CRM_FULL=1`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/chance.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod chance;

use chance::Chance;
use crm_core::{Crm, ErrorCode, FixedClock, Options, Timestamp, ops};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

/// A word that is in every hostile text: no error may repeat it.
const MARK: &str = "Zyxwvut";

/// The inputs that the scenarios give to each operation.
fn inputs() -> BTreeMap<String, Vec<Value>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let scenarios: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for scenario in scenarios.as_array().unwrap() {
            let steps = scenario["given"].as_array().into_iter().flatten().chain([&scenario["when"]]);
            for step in steps {
                let input = step.get("input").cloned().unwrap_or_else(|| json!({}));
                found.entry(step["op"].as_str().unwrap().to_owned()).or_default().push(unbound(input));
            }
        }
    }
    found
}

/// References to earlier results become small ids, some of which exist.
fn unbound(value: Value) -> Value {
    match value {
        Value::String(text) if text.starts_with('$') => json!(1),
        Value::Array(items) => items.into_iter().map(unbound).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, field)| (key, unbound(field))).collect(),
        other => other,
    }
}

fn hostile(chance: &mut Chance) -> Value {
    let texts = [
        "'; DROP TABLE crm_customer; --",
        "\" OR 1=1 --",
        "a\0b",
        "\u{202e}evil\u{200f}",
        "9999-99-99",
        "0000-00-00T00:00:00Z",
        "99999-01-01T00:00:00Z",
        "1e400",
        "-9223372036854775809",
        "92233720368547758.08",
        "NaN",
        "XXX",
        "=cmd|' /C calc'!A0",
        "wei@example.com\r\nBcc: all@example.com",
        "*",
        "NEAR(",
        "王",
    ];
    match chance.below(12) {
        0 => Value::Null,
        1 => json!(-1),
        2 => json!(i64::MAX),
        3 => json!(i64::MIN),
        4 => json!(u64::MAX),
        5 => json!(1.5),
        6 => json!(true),
        7 => json!([]),
        8 => json!({}),
        9 => json!(MARK.repeat(1 + chance.below(12_000))),
        10 => json!({"amount": "-1.00", "currency": "USD"}),
        _ => json!(format!("{MARK} {}", texts[chance.below(texts.len())])),
    }
}

/// One change somewhere in the value.
fn mutilate(value: &mut Value, chance: &mut Chance) {
    match value {
        Value::Object(fields) if !fields.is_empty() && chance.below(5) > 0 => {
            let key = fields.keys().nth(chance.below(fields.len())).cloned().unwrap();
            match chance.below(6) {
                0 => drop(fields.remove(&key)),
                1 => drop(fields.insert(format!("{MARK}_{key}"), json!(1))),
                _ => mutilate(fields.get_mut(&key).unwrap(), chance),
            }
        }
        Value::Array(items) if !items.is_empty() && chance.below(5) > 0 => {
            let at = chance.below(items.len());
            match chance.below(4) {
                0 => items.push(items[at].clone()),
                _ => mutilate(&mut items[at], chance),
            }
        }
        other => *other = hostile(chance),
    }
}

#[test]
fn no_input_breaks_an_operation() {
    let seed = std::env::var("CRM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_260_301);
    println!("seed {seed}");
    let rounds = if std::env::var_os("CRM_FULL").is_some() { 3_000 } else { 60 };
    let mut chance = Chance::new(seed);
    let folder = tempfile::tempdir().unwrap();
    // Operations that write files get hostile paths; relative ones end here.
    std::env::set_current_dir(folder.path()).unwrap();
    let clock = Arc::new(FixedClock::new(Timestamp::parse("2026-01-01T00:00:00Z").unwrap()));
    let crm = Crm::open_with(folder.path().join("shop.db"), Options::default().clock(clock).seed(1)).unwrap();
    let inputs = inputs();
    let (mut fine, mut refused) = (0_u32, 0_u32);
    for op in ops::ALL.iter().flat_map(|room| room.iter()) {
        let known = inputs.get(op.name).cloned().unwrap_or_else(|| vec![Value::Object(Map::new())]);
        for round in 0..rounds {
            let mut input = known[chance.below(known.len())].clone();
            for _ in 0..=chance.below(3) {
                mutilate(&mut input, &mut chance);
            }
            let text = input.to_string();
            let answer = catch_unwind(AssertUnwindSafe(|| crm.call_json(op.name, text.as_bytes())));
            let shown: String = text.chars().take(600).collect();
            let Ok(answer) = answer else { panic!("{} panicked in round {round} on {shown}", op.name) };
            match answer {
                Ok(_) => fine += 1,
                Err(error) => {
                    refused += 1;
                    let code = error.code();
                    assert!(
                        !matches!(code, ErrorCode::Internal | ErrorCode::Corrupt),
                        "{}: {error} on {shown}",
                        op.name
                    );
                    // The path may name a field that was given; the message never quotes a value. Only SQL, names of
                    // columns and words for states that the host wrote itself are quoted, and cut.
                    let message: String = error.message().chars().take(500).collect();
                    let may_quote = matches!(op.room(), "host" | "exchange") || op.name == "orders.sync";
                    assert!(may_quote || !message.contains(MARK), "{} repeats its input: {message}", op.name);
                    assert!(error.message().len() <= 1_000, "{}: an endless message", op.name);
                }
            }
        }
    }
    println!("{fine} accepted, {refused} refused");
    assert!(fine > 0 && refused > 0);
    let report = crm.check().unwrap();
    assert!(report.ok, "{:?}", report.problems);
}
