use super::*;
use crate::FixedClock;
use crate::vocabulary::Timestamp;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type, UInt8Type};
use serde_json::{Value, json};

fn shop() -> Crm {
    let clock = Arc::new(FixedClock::new(Timestamp::parse("2026-03-01T12:00:00Z").unwrap()));
    let crm = Crm::in_memory_with(Crm::options().clock(clock).seed(1)).unwrap();
    for (name, amount) in [("王伟", "129.00"), ("Ann", "10.50")] {
        let customer = call(&crm, "customers.create", json!({"name": name, "country": "CN"}));
        let total = json!({"amount": amount, "currency": "CNY"});
        call(
            &crm,
            "orders.record",
            json!({"customer": customer["id"], "total": total, "paid": true, "placed_at": "2026-02-01T00:00:00Z"}),
        );
    }
    call(&crm, "customers.create", json!({"name": "Nobody yet"}));
    crm
}

fn call(crm: &Crm, op: &str, input: Value) -> Value {
    serde_json::from_slice(&crm.call_json(op, input.to_string().as_bytes()).unwrap()).unwrap()
}

fn arrow(crm: &Crm, name: &str, input: Value) -> Result<ArrowTable> {
    crm.arrow(name, &mut <dyn erased_serde::Deserializer<'_>>::erase(input))
}

#[test]
fn scores_are_those_of_the_operation() {
    let crm = shop();
    let table = arrow(&crm, "rfm.score", json!({"as_of": "2026-02-28"})).unwrap();
    let page = call(&crm, "rfm.score", json!({"as_of": "2026-02-28"}));
    assert_eq!(table.rows(), page["items"].as_array().unwrap().len());
    let batch = &table.batches[0];
    let monetary = batch.column_by_name("monetary").unwrap().as_primitive::<Decimal128Type>();
    let label = batch.column_by_name("label").unwrap().as_dictionary::<UInt8Type>();
    let label = label.downcast_dict::<arrow_array::StringArray>().unwrap();
    for (at, row) in page["items"].as_array().unwrap().iter().enumerate() {
        assert_eq!(monetary.value_as_string(at), row["monetary"]["amount"].as_str().unwrap());
        assert_eq!(label.into_iter().nth(at).flatten(), row["label"].as_str());
        let r = batch.column_by_name("r").unwrap().as_primitive::<UInt8Type>();
        assert_eq!(json!(r.value(at)), row["r"]);
    }
}

#[test]
fn customers_come_with_their_metrics() {
    let crm = shop();
    let table = arrow(&crm, "customers", json!({})).unwrap();
    assert_eq!(table.rows(), 3);
    let batch = &table.batches[0];
    assert_eq!(batch.column(0).as_primitive::<Int64Type>().values(), &[1, 2, 3]);
    assert_eq!(batch.column_by_name("name").unwrap().as_string::<i32>().value(0), "王伟");
    assert_eq!(batch.column_by_name("orders").unwrap().as_primitive::<Int64Type>().values(), &[1, 1, 0]);
    let net = batch.column_by_name("net").unwrap().as_primitive::<Decimal128Type>();
    assert_eq!((net.value_as_string(1).as_str(), net.scale()), ("10.50", 2));
    assert!(batch.column_by_name("last_order_at").unwrap().is_null(2));
}

#[test]
fn an_empty_shop_gives_empty_tables() {
    let crm = Crm::in_memory().unwrap();
    for name in TABLES {
        let table = arrow(&crm, name, json!({})).unwrap();
        assert_eq!(table.rows(), 0, "{name}");
        assert!(table.schema.fields().len() > 5, "{name}");
    }
}

#[test]
fn unknown_tables_and_fields_are_refused() {
    let crm = Crm::in_memory().unwrap();
    let unknown = arrow(&crm, "nothing", json!({})).unwrap_err();
    assert_eq!(unknown.allowed_values(), TABLES);
    assert_eq!(arrow(&crm, "customers", json!({"all": true})).unwrap_err().path(), Some("/all"));
}

#[test]
fn json_is_bounded_like_everywhere() {
    let crm = shop();
    assert_eq!(crm.arrow_json("rfm.score", b"").unwrap().rows(), 2);
    assert_eq!(crm.arrow_json("rfm.score", b"{} {}").unwrap_err().code(), ErrorCode::InvalidInput);
    assert_eq!(crm.arrow_json("customers", "[".repeat(40).as_bytes()).unwrap_err().code(), ErrorCode::Limit);
}
