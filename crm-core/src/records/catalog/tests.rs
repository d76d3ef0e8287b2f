use super::*;
use crate::{Crm, ErrorCode};

fn mug() -> NewProduct {
    NewProduct {
        sku: "MUG-1".into(),
        name: "Mug".into(),
        category: Some("home/kitchen".into()),
        brand: None,
        price: Some(Money::usd(9_90)),
        cost: Some(Money::usd(3_00)),
        serialised: false,
        warranty_days: Some(30),
        substitutes: vec!["MUG-2".into()],
        state: ProductState::Active,
    }
}

#[test]
fn upsert_creates_updates_and_leaves_alone() {
    let crm = Crm::in_memory().unwrap();
    let created = crm.write(|tx| tx.catalog().upsert(mug())).unwrap();
    assert_eq!((created.sku.as_str(), created.substitutes.as_slice()), ("MUG-1", ["MUG-2".to_owned()].as_slice()));
    let count =
        crm.write(|tx| tx.catalog().upsert_many(vec![mug(), NewProduct { name: "Big mug".into(), ..mug() }])).unwrap();
    assert_eq!(count, UpsertCount { created: 0, updated: 1, unchanged: 1 });
    let found = crm.read(|tx| tx.catalog().find("MUG-1")).unwrap().unwrap();
    assert_eq!((found.id, found.name.as_str()), (created.id, "Big mug"));
    let names: Vec<_> = crm.read(|tx| tx.events().list(0, 9)).unwrap().into_iter().map(|event| event.name).collect();
    assert_eq!(names, ["product.created", "product.updated"]);
}

#[test]
fn a_bad_product_leaves_none() {
    let crm = Crm::in_memory().unwrap();
    let bad = NewProduct { sku: "X\0".into(), ..mug() };
    let error = crm.write(|tx| tx.catalog().upsert_many(vec![mug(), bad])).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/products/1/sku")));
    assert!(crm.read(|tx| tx.catalog().find("MUG-1")).unwrap().is_none());
    let negative = NewProduct { price: Some(Money::usd(-1)), ..mug() };
    assert_eq!(crm.write(|tx| tx.catalog().upsert(negative)).unwrap_err().path(), Some("/price/amount"));
}

#[test]
fn lists_go_page_by_page_and_by_category() {
    let crm = Crm::in_memory().unwrap();
    let product = |at: i32, category: &str| NewProduct {
        sku: format!("S{at}"),
        category: Some(category.into()),
        substitutes: vec![],
        ..mug()
    };
    let products = vec![product(1, "home"), product(2, "home/kitchen"), product(3, "homeware"), product(4, "home")];
    crm.write(|tx| tx.catalog().upsert_many(products)).unwrap();
    let filter =
        ProductFilter { category: Some("home".into()), page: PageRequest::first(2), ..ProductFilter::default() };
    let first = crm.read(|tx| tx.catalog().list(&filter)).unwrap();
    assert_eq!(first.items.iter().map(|item| item.sku.as_str()).collect::<Vec<_>>(), ["S1", "S2"]);
    let next = ProductFilter { page: PageRequest { limit: Some(2), after: first.next }, ..filter };
    let second = crm.read(|tx| tx.catalog().list(&next)).unwrap();
    assert_eq!((second.items.len(), second.items[0].sku.as_str(), second.next.is_none()), (1, "S4", true));
}
