//! Runs every scenario file from Rust and requires one for every operation.
//!
//! A scenario is `{name, clock?, seed?, given: [{op, input, as?}], when: {op, input}, then | error}`. A string
//! `"$name.path.to.value"` in an input or expectation stands for a result bound by `as`. `then` is a subset match:
//! objects may hold more, arrays have the same length, `"$any"` matches everything but null.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crm_core::{Crm, FixedClock, Options, Timestamp, ops};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn scenarios() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for file in files() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let content: Value =
            serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        for scenario in content.as_array().unwrap_or_else(|| panic!("{name}: an array of scenarios")) {
            all.push((format!("{name}: {}", scenario["name"].as_str().unwrap_or("without a name")), scenario.clone()));
        }
    }
    all
}

/// Replaces "$name.path" by what was bound.
fn bind(value: &Value, bound: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) if text.starts_with('$') && text != "$any" => {
            let mut parts = text[1..].split('.');
            let root =
                bound.get(parts.next().unwrap_or_default()).unwrap_or_else(|| panic!("nothing is bound to {text}"));
            parts
                .fold(root, |at, part| match part.parse::<usize>() {
                    Ok(index) if at.is_array() => &at[index],
                    _ => &at[part],
                })
                .clone()
        }
        Value::Array(items) => items.iter().map(|item| bind(item, bound)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, item)| (key.clone(), bind(item, bound))).collect(),
        other => other.clone(),
    }
}

/// Where the result differs from the expectation, as a path.
fn difference(expected: &Value, actual: &Value, path: &str) -> Option<String> {
    match (expected, actual) {
        (Value::String(any), actual) if any == "$any" => actual.is_null().then(|| format!("{path}: null")),
        (Value::Object(fields), Value::Object(found)) => fields.iter().find_map(|(key, item)| {
            let path = format!("{path}/{key}");
            found.get(key).map_or(Some(format!("{path}: missing")), |value| difference(item, value, &path))
        }),
        (Value::Array(items), Value::Array(found)) if items.len() == found.len() => items
            .iter()
            .zip(found)
            .enumerate()
            .find_map(|(at, (item, value))| difference(item, value, &format!("{path}/{at}"))),
        (expected, actual) if expected == actual => None,
        (expected, actual) => Some(format!("{path}: expected {expected}, found {actual}")),
    }
}

fn run(scenario: &Value) -> Result<(), String> {
    let clock = scenario["clock"].as_str().unwrap_or("2026-01-01T00:00:00Z");
    let clock = Arc::new(FixedClock::new(Timestamp::parse(clock).map_err(|e| e.to_string())?));
    let options = Options::default().clock(clock).seed(scenario["seed"].as_u64().unwrap_or(1));
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let crm = Crm::open_with(folder.path().join("shop.db"), options).map_err(|e| e.to_string())?;
    let mut bound = Map::new();
    let call = |step: &Value, bound: &Map<String, Value>| {
        let input = step.get("input").map_or(Value::Object(Map::new()), |input| bind(input, bound));
        let op = step["op"].as_str().unwrap_or_default();
        crm.call_json(op, input.to_string().as_bytes()).map(|json| serde_json::from_slice::<Value>(&json).unwrap())
    };
    for step in scenario["given"].as_array().into_iter().flatten() {
        let result = call(step, &bound).map_err(|error| format!("given {}: {error}", step["op"]))?;
        if let Some(name) = step["as"].as_str() {
            bound.insert(name.to_owned(), result);
        }
    }
    let result = call(&scenario["when"], &bound);
    match (scenario.get("then"), scenario.get("error"), result) {
        (Some(then), None, Ok(result)) => difference(&bind(then, &bound), &result, "").map_or(Ok(()), Err),
        (None, Some(error), Err(found)) => difference(&bind(error, &bound), &found.to_json(), "").map_or(Ok(()), Err),
        (Some(_), None, Err(error)) => Err(format!("failed: {error}")),
        (None, Some(_), Ok(result)) => Err(format!("an error was expected, found {result}")),
        _ => Err("a scenario has either `then` or `error`".to_owned()),
    }
}

#[test]
fn every_scenario_holds() {
    let all = scenarios();
    assert!(!all.is_empty());
    let failures = |part: &[(String, Value)]| -> Vec<String> {
        part.iter().filter_map(|(name, scenario)| run(scenario).err().map(|why| format!("{name}\n    {why}"))).collect()
    };
    let (one, other) = all.split_at(all.len() / 2);
    let failed: Vec<String> = std::thread::scope(|threads| {
        let other = threads.spawn(|| failures(other));
        [failures(one), other.join().unwrap()].concat()
    });
    assert!(failed.is_empty(), "{} of {} scenarios failed:\n{}", failed.len(), all.len(), failed.join("\n"));
    println!("{} scenarios hold", all.len());
}

#[test]
fn every_operation_has_a_scenario() {
    let tried: BTreeSet<String> =
        scenarios().iter().filter_map(|(_, scenario)| scenario["when"]["op"].as_str().map(str::to_owned)).collect();
    let missing: Vec<&str> =
        ops::ALL.iter().flat_map(|room| room.iter()).map(|op| op.name).filter(|name| !tried.contains(*name)).collect();
    assert!(missing.is_empty(), "operations without a scenario whose `when` calls them: {missing:?}");
}
