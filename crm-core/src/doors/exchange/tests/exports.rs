use super::*;
use crate::ErrorCode;
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of a folder by its name.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let read = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read_to_string(entry.path()).unwrap())
    };
    entries.map(read).collect()
}

fn shop() -> Crm {
    let crm = Crm::in_memory().unwrap();
    crm.write(|tx| {
        for sku in ["A", "B", "=C"] {
            let product = json!({"sku": sku, "name": format!("-{sku}, \"x\""), "price": {"amount": "3.50", "currency": "EUR"},
                "substitutes": ["X", "Y"]});
            tx.catalog().upsert(serde_json::from_value(product).unwrap())?;
        }
        Ok(())
    })
    .unwrap();
    crm
}

#[test]
fn a_complete_export_gives_an_equal_file() {
    let (crm, folder) = (shop(), tempfile::tempdir().unwrap());
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    export_all(&crm, &first).unwrap();
    let copy = Crm::in_memory().unwrap();
    restore(&copy, &first).unwrap();
    export_all(&copy, &second).unwrap();
    assert_eq!(contents(&first), contents(&second));
    assert!(contents(&first)["product.jsonl"].lines().count() == 3);
    assert!(copy.check().unwrap().ok);
}

#[test]
fn a_restore_is_all_or_nothing_and_only_into_an_empty_file() {
    let (crm, folder) = (shop(), tempfile::tempdir().unwrap());
    let export = folder.path().join("export");
    export_all(&crm, &export).unwrap();
    assert_eq!(restore(&crm, &export).unwrap_err().code(), ErrorCode::Conflict);
    assert_eq!(export_all(&crm, &export).unwrap_err().code(), ErrorCode::Conflict);
    assert_eq!(restore(&Crm::in_memory().unwrap(), folder.path()).unwrap_err().code(), ErrorCode::NotFound);

    let products = export.join("product.jsonl");
    let sound = std::fs::read_to_string(&products).unwrap();
    let spoilt = [
        sound.replacen("\"sku\"", "\"skew\"", 1),
        sound.replacen("\"id\":2", "\"id\":1", 1),
        sound.replacen("\"state\":\"active\"", "\"state\":null", 1),
        sound.replacen("\"id\":3", "\"id\":33", 1),
        sound.lines().take(2).map(|line| format!("{line}\n")).collect(),
        sound.replacen('{', "", 1),
    ];
    for text in spoilt {
        std::fs::write(&products, text).unwrap();
        let empty = Crm::in_memory().unwrap();
        let error = restore(&empty, &export).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput, "{error}");
        assert_eq!(empty.read(|tx| tx.events().last()).unwrap(), 0);
    }
    std::fs::write(&products, sound).unwrap();
    restore(&Crm::in_memory().unwrap(), &export).unwrap();
}

#[test]
fn products_come_back_from_csv_and_json_lines() {
    for format in [Format::Csv, Format::Jsonl] {
        let (crm, folder) = (shop(), tempfile::tempdir().unwrap());
        let path = folder.path().join(format!("products.{format}")).to_str().unwrap().to_owned();
        let entity = Entity::Products;
        let count = export_file(&crm, &ExportFile { path: path.clone(), entity, format }).unwrap();
        assert_eq!(count.rows, 3);
        let copy = Crm::in_memory().unwrap();
        let report = import_file(&copy, &request("products", &path, json!({})), &mut ()).unwrap();
        assert_eq!((report.created, report.rejected), (3, 0), "{:?}", report.rejections);
        for sku in ["A", "B", "=C"] {
            let (mut before, mut after) = (
                crm.read(|tx| tx.catalog().find(sku)).unwrap().unwrap(),
                copy.read(|tx| tx.catalog().find(sku)).unwrap().unwrap(),
            );
            (before.id, before.created_at, before.updated_at) = (after.id, after.created_at, after.updated_at);
            after.updated_at = before.updated_at;
            assert_eq!(before, after);
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.contains("'=C"), format == Format::Csv, "{text}");
    }
}

/// A shop with everything that a flat export holds.
fn whole_shop() -> Crm {
    let crm = Crm::in_memory().unwrap();
    let call = |op: &str, input: serde_json::Value| {
        let answer = crm.call_json(op, input.to_string().as_bytes()).unwrap_or_else(|error| panic!("{op}: {error}"));
        serde_json::from_slice::<serde_json::Value>(&answer).unwrap()
    };
    let usd = |amount: &str| json!({"amount": amount, "currency": "USD"});
    call("shop.configure", json!({"base_currency": "USD", "time_zone": "Asia/Shanghai", "default_region": "CN"}));
    call("shop.set_rates", json!({"rates": [{"currency": "EUR", "day": "2025-01-01", "rate": "1.1"}]}));
    call("customers.define_field", json!({"key": "budget", "type": "money"}));
    call("catalog.upsert", json!({"sku": "TEA", "name": "=Tea", "price": usd("3.50")}));
    let wei = call(
        "customers.create",
        json!({"name": "王伟", "email": "wei@example.com", "phone": "13800138000", "source": "shop",
        "external_id": "7", "tags": ["vip"], "custom": {"budget": usd("99.00")}, "birth_date": "--02-29",
        "addresses": [{"kind": "home", "lines": ["1 Road", "2nd floor"], "city": "北京", "country": "CN"}]}),
    );
    let firm = call(
        "customers.create",
        json!({"kind": "company", "name": "Acme", "company": {"legal_name": "Acme Ltd", "tax_id": "GB1"},
        "email": "-dash@example.com"}),
    );
    let order = call(
        "orders.record",
        json!({"customer": wei["id"], "source": "shop", "external_id": "A1", "currency": "USD",
        "placed_at": "2026-01-05T10:00:00Z", "paid": true, "shipping": usd("4.00"), "channel": "web",
        "lines": [{"sku": "TEA", "quantity": "2", "unit_price": "3.505", "discount": usd("1.00")}, {"sku": "MUG", "unit_price": "9.9"}]}),
    );
    call(
        "orders.record",
        json!({"customer": firm["id"], "total": {"amount": "100.00", "currency": "EUR"}, "paid": true,
        "placed_at": "2026-01-06T10:00:00Z"}),
    );
    call("orders.record", json!({"customer": firm["id"], "total": usd("5.00"), "placed_at": "2026-01-07T10:00:00Z"}));
    call(
        "refunds.record",
        json!({"order": order["id"], "amount": usd("2.00"), "reason": "damaged",
        "refunded_at": "2026-01-08T10:00:00Z"}),
    );
    call(
        "interactions.record",
        json!({"customer_id": wei["id"], "channel": "phone_in", "direction": "in", "kind": "enquiry",
        "body": "=1+1", "at": "2026-01-09T10:00:00Z"}),
    );
    crm
}

#[test]
fn everything_flat_comes_back_equal() {
    for format in [Format::Csv, Format::Jsonl] {
        let (crm, folder) = (whole_shop(), tempfile::tempdir().unwrap());
        let copy = Crm::in_memory().unwrap();
        copy.write(|tx| {
            tx.shop().configure(
                serde_json::from_value(json!({"base_currency": "USD", "time_zone": "Asia/Shanghai"})).unwrap(),
            )?;
            tx.customers().define_field(serde_json::from_value(json!({"key": "budget", "type": "money"})).unwrap())
        })
        .unwrap();
        for entity in Entity::ALL {
            let path =
                |name: &str| folder.path().join(format!("{name}-{entity}.{format}")).to_str().unwrap().to_owned();
            let (first, second) = (path("first"), path("second"));
            let export = |crm: &Crm, path: &str| {
                export_file(crm, &ExportFile { path: path.to_owned(), entity: *entity, format }).unwrap().rows
            };
            let rows = export(&crm, &first);
            assert!(rows > 0, "{entity}");
            let report = import_file(&copy, &request(entity.token(), &first, json!({})), &mut ()).unwrap();
            assert_eq!((report.created, report.rejected), (rows, 0), "{entity}: {:?}", report.rejections);
            export(&copy, &second);
            let read = |path: &str| std::fs::read_to_string(path).unwrap();
            assert_eq!(read(&first), read(&second), "{entity}");
            assert_eq!(
                import_file(&copy, &request(entity.token(), &first, json!({"policy": "update"})), &mut ())
                    .unwrap()
                    .updated,
                0
            );
        }
        assert!(copy.check().unwrap().ok);
    }
}

#[test]
fn a_whole_shop_is_restored_exactly() {
    let (crm, folder) = (whole_shop(), tempfile::tempdir().unwrap());
    crm.tick(None, None).unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    export_all(&crm, &first).unwrap();
    let copy = Crm::open(folder.path().join("copy.db")).unwrap();
    restore(&copy, &first).unwrap();
    export_all(&copy, &second).unwrap();
    assert_eq!(contents(&first), contents(&second));
    let found = copy.call_json("customers.search", json!({"text": "王伟"}).to_string().as_bytes()).unwrap();
    assert!(String::from_utf8(found).unwrap().contains("wei@example.com"));
}
