use super::*;
use crate::{Crm, ErrorCode};
use serde_json::{Value, json};

fn call(crm: &Crm, op: &str, input: Value) -> crate::Result<Value> {
    crm.call_json(op, input.to_string().as_bytes()).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn names_are_unique_room_dot_verb() {
    let mut names: Vec<&str> = ALL.iter().flat_map(|room| room.iter()).map(|op| op.name).collect();
    assert!(names.iter().all(|name| name.split('.').count() == 2));
    names.sort_unstable();
    let before = names.len();
    names.dedup();
    assert_eq!(names.len(), before);
    assert!(describe_all()["operations"].as_array().is_some_and(|all| all.len() == before));
}

#[test]
fn operations_read_and_write() {
    let crm = Crm::in_memory().unwrap();
    let product = call(
        &crm,
        "catalog.upsert",
        json!({"sku": "A", "name": "Tea", "price": {"amount": "3.50", "currency": "EUR"}}),
    )
    .unwrap();
    assert_eq!(product["price"]["amount"], "3.50");
    assert_eq!(call(&crm, "catalog.find", json!({"sku": "A"})).unwrap()["id"], product["id"]);
    assert_eq!(call(&crm, "catalog.find", json!({"sku": "B"})).unwrap(), Value::Null);
    assert_eq!(crm.call_json("shop.settings", b"").unwrap(), crm.call_json("shop.settings", b"{}").unwrap());
}

#[test]
fn bad_input_names_the_field_and_not_the_value() {
    let crm = Crm::in_memory().unwrap();
    let cases = [
        ("catalog.upsert", json!({"sku": 7, "name": "secret"}), "/sku"),
        (
            "catalog.upsert",
            json!({"sku": "A", "name": "n", "price": {"amount": "secret", "currency": "EUR"}}),
            "/price",
        ),
        ("catalog.upsert", json!({"sku": "A", "name": "n", "state": "secret"}), "/state"),
        (
            "catalog.upsert_many",
            json!({"products": [{"sku": "A", "name": "n"}, {"sku": "B", "nme": "secret"}]}),
            "/products/1/nme",
        ),
        ("catalog.upsert", json!(["secret"]), ""),
    ];
    for (op, input, path) in cases {
        let error = call(&crm, op, input).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput, "{error}");
        assert!(error.path().unwrap_or_default().starts_with(path), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    let state = call(&crm, "catalog.upsert", json!({"sku": "A", "name": "n", "state": "gone"})).unwrap_err();
    assert_eq!(state.allowed_values(), ["active", "discontinued"]);
}

#[test]
fn hostile_json_is_refused() {
    let crm = Crm::in_memory().unwrap();
    let nested = [vec![b'['; 10_000_000 / 2], vec![b']'; 10_000_000 / 2]].concat();
    assert_eq!(crm.call_json("shop.settings", &nested).unwrap_err().code(), ErrorCode::Limit);
    let deep = [vec![b'['; 40], vec![b']'; 40]].concat();
    assert_eq!(crm.call_json("shop.settings", &deep).unwrap_err().code(), ErrorCode::Limit);
    for bad in [&b"{"[..], b"\xff\xfe", b"{\"a\":\"\xff\"}", b"nul", b"{} {}"] {
        assert_eq!(crm.call_json("shop.settings", bad).unwrap_err().code(), ErrorCode::InvalidInput);
    }
    // What follows the input is seen before anything is changed.
    let twice = br#"{"sku":"A","name":"Tea"} {"sku":"B","name":"Mug"}"#;
    assert_eq!(crm.call_json("catalog.upsert", twice).unwrap_err().code(), ErrorCode::InvalidInput);
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
    let unknown = crm.call_json("shop.close", b"{}").unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::UnknownOperation);
    assert!(unknown.allowed_values().contains(&"shop.settings".to_owned()));
}

#[test]
fn batches_are_all_or_nothing_and_refer_back() {
    let crm = Crm::in_memory().unwrap();
    let tea = json!({"op": "catalog.upsert", "input": {"sku": "A", "name": "Tea"}});
    let get = json!({"op": "catalog.get", "input": {"id": {"$result": 0, "path": "/id"}}});
    let results = call(&crm, "system.batch", json!({"steps": [tea, get]})).unwrap();
    assert_eq!(results["results"][1]["ok"]["sku"], "A");
    let bad = json!({"op": "catalog.upsert", "input": {"sku": "", "name": "x"}});
    let other = json!({"op": "catalog.upsert", "input": {"sku": "B", "name": "Mug"}});
    let error = call(&crm, "system.batch", json!({"steps": [other, bad]})).unwrap_err();
    assert_eq!(error.path(), Some("/steps/1/input/sku"));
    assert_eq!(call(&crm, "catalog.find", json!({"sku": "B"})).unwrap(), Value::Null);
    let partial = call(&crm, "system.batch", json!({"steps": [bad, other], "partial": true})).unwrap();
    assert_eq!(partial["results"][0]["error"]["code"], "invalid_input");
    assert_eq!(call(&crm, "catalog.find", json!({"sku": "B"})).unwrap()["name"], "Mug");
}

#[test]
fn a_request_key_has_effect_once() {
    let crm = Crm::in_memory().unwrap();
    let first = crm.call_json_once("catalog.upsert", "k1", br#"{"sku":"A","name":"Tea"}"#).unwrap();
    let again = crm.call_json_once("catalog.upsert", "k1", br#"{ "name":"Tea", "sku":"A" }"#).unwrap();
    assert_eq!(first, again);
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 1);
    let other = crm.call_json_once("catalog.upsert", "k1", br#"{"sku":"A","name":"Coffee"}"#).unwrap_err();
    assert_eq!(other.code(), ErrorCode::IdempotencyConflict);
}
