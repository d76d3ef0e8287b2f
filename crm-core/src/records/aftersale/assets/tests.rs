//! Assets: moves, how pieces come on file, whose they are, and what history says.

use super::rules::MACHINE;
use super::*;
use crate::Crm;
use crate::catalog::NewProduct;
use crate::customers::MergeRequest;
use crate::orders::{Fulfilment, NewOrder, NewOrderLine, Order, OrderPatch, OrderState};
use crate::testing::{at, person, shop, shop_of, told};
use crate::vocabulary::{ErrorCode, Money, PageRequest, Patch, Quantity};
use std::collections::BTreeMap;

/// A camera of a brand, whose pieces have serials.
fn camera(crm: &Crm) {
    let product = json!({ "sku": "CAM", "name": "Camera", "brand": "Lux", "serialised": true });
    crm.write(|tx| tx.catalog().upsert(serde_json::from_value::<NewProduct>(product).unwrap())).unwrap();
}

/// An order of cameras with these serials.
fn order(crm: &Crm, customer: CustomerId, serials: &[&str]) -> Order {
    let line = NewOrderLine {
        sku: "CAM".into(),
        quantity: Quantity::units(serials.len() as i32),
        total: Some(Money::usd(900_00)),
        serials: serials.iter().map(ToString::to_string).collect(),
        ..NewOrderLine::default()
    };
    let new = NewOrder { customer: Some(customer), lines: vec![line], paid: Some(true), ..NewOrder::default() };
    crm.write(|tx| tx.orders().record(new)).unwrap()
}

fn of(crm: &Crm, customer: CustomerId) -> Vec<Asset> {
    let filter = AssetFilter { customer_id: Some(customer), ..AssetFilter::default() };
    crm.read(|tx| tx.assets().list(&filter)).unwrap().items
}

fn register(crm: &Crm, new: NewAsset) -> Result<Asset> {
    crm.write(|tx| tx.assets().register(new))
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use AssetState::{InRepair, InStock, InUse, Returned, Scrapped, Sold, Transferred};
    let ways: [(AssetState, &[AssetState]); 7] = [
        (InStock, &[Returned, InStock]),
        (Sold, &[]),
        (InUse, &[InUse]),
        (InRepair, &[InRepair]),
        (Returned, &[Returned]),
        (Scrapped, &[Scrapped]),
        (Transferred, &[Transferred]),
    ];
    let (crm, _, wei) = shop_of("Wei");
    camera(&crm);
    let mut number = 0;
    for (from, way) in ways {
        for to in AssetState::ALL {
            number += 1;
            let serial = format!("S{number}");
            let sold = order(&crm, wei, &[serial.as_str()]);
            crm.write(|tx| tx.orders().fulfil(sold.id, &[], None)).unwrap();
            crm.write(|tx| {
                let id = tx.assets().by_serial(&serial, None)?[0].id;
                way.iter().try_for_each(|state| tx.assets().set_state(id, *state, None).map(drop))?;
                let before = tx.assets().get(id)?;
                assert_eq!(before.state, from);
                match tx.assets().set_state(id, *to, Some("as_seen")) {
                    Ok(after) => {
                        assert!(MACHINE.may(from, *to), "{from} to {to}");
                        assert_eq!(after.state, *to);
                        assert_eq!(
                            after.customer_id.is_none(),
                            matches!(to, InStock | Returned | Transferred)
                                || from == Transferred
                                || (from == InStock && *to == Scrapped)
                                || (from == Returned && *to == Scrapped)
                        );
                        let states = tx.assets().history(id)?.states;
                        let last = states.last().unwrap();
                        assert_eq!((last.to.as_str(), last.reason.as_deref()), (to.token(), Some("as_seen")));
                    }
                    Err(error) if error.code() == ErrorCode::Conflict => {
                        // Only the owner is missing.
                        assert!(MACHINE.may(from, *to) && matches!(to, Sold | InUse), "{from} to {to}: {error}");
                        assert_eq!((before.customer_id, error.existing_id()), (None, Some(id.0)));
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = MACHINE.allowed(from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                        assert_eq!(tx.assets().get(id)?, before);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
    assert_eq!(crm.check().unwrap().problems, Vec::<String>::new());
}

#[test]
fn what_is_delivered_is_on_file_once() {
    let (crm, clock, wei) = shop_of("Wei");
    camera(&crm);
    let sold = order(&crm, wei, &["lux-1", "LUX 2", "lux—3"]);
    assert_eq!(of(&crm, wei), []);
    clock.set(at("2026-03-05T10:00:00Z"));
    let two = [Fulfilment { line: sold.lines[0].id, quantity: Quantity::units(2) }];
    crm.write(|tx| tx.orders().fulfil(sold.id, &two, None)).unwrap();
    let keys = |crm: &Crm| of(crm, wei).into_iter().map(|asset| asset.serial_key).collect::<Vec<_>>();
    assert_eq!(keys(&crm), ["LUX2", "LUX1"]);
    crm.write(|tx| tx.orders().fulfil(sold.id, &[], None)).unwrap();
    crm.write(|tx| tx.orders().advance(sold.id, OrderState::Confirmed, None)).unwrap();
    assert_eq!(keys(&crm), ["LUX3", "LUX2", "LUX1"]);
    let first = of(&crm, wei).pop().unwrap();
    assert_eq!((first.serial.as_str(), first.maker.as_deref(), first.state), ("lux-1", Some("Lux"), AssetState::Sold));
    assert_eq!((first.order_id, first.order_line_id), (Some(sold.id), Some(sold.lines[0].id)));
    assert_eq!(first.delivered_at, Some(at("2026-03-05T10:00:00Z")));
    assert_eq!(told(&crm, "asset.").len(), 3);
    // The owner registers what was bought: it is the same piece, now in use, and again nothing changes.
    let used = register(&crm, NewAsset::new("LUX1", "CAM").of(wei)).unwrap();
    assert_eq!((used.id, used.state, used.registered_at), (first.id, AssetState::InUse, Some(tx_now(&crm))));
    let seen = told(&crm, "").len();
    assert_eq!(register(&crm, NewAsset::new("l u x 1", "CAM").of(wei)).unwrap(), used);
    assert_eq!(told(&crm, "").len(), seen);
    assert!(crm.check().unwrap().ok);
}

fn tx_now(crm: &Crm) -> crate::Timestamp {
    crm.read(|tx| Ok(tx.now())).unwrap()
}

#[test]
fn an_order_that_is_recorded_as_completed_has_delivered_its_pieces() {
    let (crm, _, wei) = shop_of("Wei");
    let new = |serial: &str, sku: &str| {
        json!({
            "customer": wei, "currency": "USD", "state": "completed", "paid": true,
            "lines": [{ "sku": sku, "unit_price": "9.00", "serials": [serial] }],
        })
    };
    let given = |value| serde_json::from_value::<NewOrder>(value).unwrap();
    // The catalog need not know the article; where it says that pieces have no serials, a number is none.
    crm.write(|tx| tx.catalog().upsert(serde_json::from_value(json!({ "sku": "TEA", "name": "Tea" })).unwrap()))
        .unwrap();
    crm.write(|tx| tx.orders().record(given(new("A1", "CAM")))).unwrap();
    crm.write(|tx| tx.orders().record_many(vec![given(new("A2", "CAM")), given(new("A3", "TEA"))])).unwrap();
    let keys: Vec<_> = of(&crm, wei).into_iter().map(|asset| (asset.serial_key, asset.maker)).collect();
    assert_eq!(keys, [("A2".to_owned(), None), ("A1".to_owned(), None)]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_piece_of_somebody_is_never_taken_and_nobody_is_told_whose_it_is() {
    let (crm, _, wei) = shop_of("Wei");
    let ada = person(&crm, "Ada");
    camera(&crm);
    let own = register(&crm, NewAsset::new("lux-1", "CAM").of(wei)).unwrap();
    let refused = register(&crm, NewAsset::new("LUX1", "CAM").of(ada)).unwrap_err();
    assert_eq!((refused.code(), refused.path(), refused.existing_id()), (ErrorCode::Conflict, Some("/serial"), None));
    assert!(!refused.to_string().contains("Wei"));
    // Nor by a delivery: the order stands, and the staff is asked once.
    let sold = order(&crm, ada, &["LUX-1"]);
    crm.write(|tx| tx.orders().fulfil(sold.id, &[], None)).unwrap();
    crm.write(|tx| tx.orders().advance(sold.id, OrderState::Confirmed, None)).unwrap();
    assert_eq!((of(&crm, ada), of(&crm, wei)), (vec![], vec![own.clone()]));
    let tasks = crm.read(|tx| tx.tasks().list(&crate::tasks::TaskFilter::default())).unwrap().items;
    assert_eq!(tasks.len(), 1);
    assert_eq!((tasks[0].origin.as_deref(), tasks[0].customer_id), (Some("assets.serial_conflict"), Some(ada)));
    // Another maker gives the same number; the same maker after the piece is no more.
    let other = NewAsset { maker: Some("Rex".into()), ..NewAsset::new("LUX1", "REX-9").of(ada) };
    let other = register(&crm, other).unwrap();
    assert_ne!(other.id, own.id);
    let which = NewAsset { sku: None, ..NewAsset::new("LUX1", "").of(ada) };
    assert_eq!(register(&crm, which).unwrap_err().path(), Some("/maker"));
    let article = NewAsset { maker: Some("lux".into()), ..NewAsset::new("LUX1", "LENS").of(wei) };
    assert_eq!(register(&crm, article).unwrap_err().path(), Some("/sku"));
    crm.write(|tx| tx.assets().set_state(own.id, AssetState::Scrapped, None)).unwrap();
    let again = register(&crm, NewAsset::new("LUX1", "CAM").of(ada)).unwrap();
    let found = crm.read(|tx| tx.assets().by_serial("lux 1", None)).unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [again.id, other.id, own.id]);
    let found = crm.read(|tx| tx.assets().by_serial("lux 1", Some("LUX"))).unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [again.id, own.id]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn unknown_serials_are_accepted_unless_only_known_ones_are_wanted() {
    let (crm, _, wei) = shop_of("Wei");
    let only = NewAsset { known_only: true, ..NewAsset::new("N1", "CAM").of(wei) };
    let refused = register(&crm, only.clone()).unwrap_err();
    assert_eq!((refused.code(), refused.path()), (ErrorCode::NotFound, Some("/serial")));
    let bare = NewAsset { sku: None, ..NewAsset::new("N1", "").of(wei) };
    assert_eq!(register(&crm, bare.clone()).unwrap_err().path(), Some("/sku"));
    let stocked = register(&crm, NewAsset::new("N1", "CAM")).unwrap();
    assert_eq!((stocked.state, stocked.customer_id), (AssetState::InStock, None));
    assert_eq!(register(&crm, NewAsset::new("n-1", "CAM")).unwrap(), stocked);
    // A number that is on file needs no article.
    let own = register(&crm, NewAsset { known_only: true, ..bare }).unwrap();
    assert_eq!((own.id, own.state, own.customer_id), (stocked.id, AssetState::InUse, Some(wei)));
    let stock = register(&crm, NewAsset::new("n-1", "CAM")).unwrap_err();
    assert_eq!((stock.code(), stock.path()), (ErrorCode::Conflict, Some("/serial")));
    for bad in ["", " - ", "a\u{7}b"] {
        assert_eq!(register(&crm, NewAsset::new(bad, "CAM")).unwrap_err().code(), ErrorCode::InvalidInput);
    }
    assert_eq!(register(&crm, NewAsset::new("x".repeat(129), "CAM")).unwrap_err().code(), ErrorCode::Limit);
    let future = NewAsset { installed_at: Some(at("2026-03-04T09:00:01Z")), ..NewAsset::new("N2", "CAM").of(wei) };
    assert_eq!(register(&crm, future).unwrap_err().path(), Some("/installed_at"));
    assert_eq!(register(&crm, NewAsset::new("N2", "CAM").of(CustomerId(99))).unwrap_err().path(), Some("/customer_id"));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_piece_is_registered_on_the_line_on_which_it_was_bought() {
    let (crm, _, wei) = shop_of("Wei");
    let ada = person(&crm, "Ada");
    camera(&crm);
    let sold = order(&crm, wei, &[]);
    let on = |line, customer| NewAsset { sku: None, order_line_id: Some(line), ..NewAsset::new("B1", "").of(customer) };
    let line = sold.lines[0].id;
    let own = register(&crm, on(line, wei)).unwrap();
    assert_eq!((own.sku.as_str(), own.order_id, own.order_line_id), ("CAM", Some(sold.id), Some(line)));
    let owners = crm.read(|tx| tx.assets().history(own.id)).unwrap().owners;
    assert_eq!((owners[0].how, owners[0].order_line_id), (AssetOrigin::Registration, Some(line)));
    assert_eq!(register(&crm, on(line, ada)).unwrap_err().path(), Some("/order_line_id"));
    let unknown = register(&crm, on(crate::OrderLineId(77 * 4_096), wei)).unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), (ErrorCode::NotFound, Some("/order_line_id")));
    let other = NewAsset { sku: Some("LENS".into()), ..on(line, wei) };
    assert_eq!(register(&crm, other).unwrap_err().path(), Some("/sku"));
    let nobody = NewAsset { customer_id: None, ..on(line, wei) };
    assert_eq!(register(&crm, nobody).unwrap_err().path(), Some("/customer_id"));
    // Registered before the delivery was noted: the delivery finds it.
    let early = register(&crm, NewAsset::new("E1", "CAM").of(wei)).unwrap();
    let sold = order(&crm, wei, &["E1"]);
    crm.write(|tx| tx.orders().fulfil(sold.id, &[], None)).unwrap();
    let early = crm.read(|tx| tx.assets().get(early.id)).unwrap();
    assert_eq!((early.order_id, early.state), (Some(sold.id), AssetState::InUse));
    assert!(early.delivered_at.is_some());
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_resale_keeps_who_had_it_and_on_which_order_it_was_bought() {
    let (crm, clock, wei) = shop_of("Wei");
    let ada = person(&crm, "Ada");
    camera(&crm);
    let sold = order(&crm, wei, &["T1"]);
    crm.write(|tx| tx.orders().fulfil(sold.id, &[], None)).unwrap();
    let id = of(&crm, wei)[0].id;
    let place = AssetPatch { location: Patch::Set(" Attic ".into()), installed_at: Patch::Set(tx_now(&crm)) };
    let placed = crm.write(|tx| tx.assets().update(id, place.clone())).unwrap();
    assert_eq!(placed.location.as_deref(), Some("Attic"));
    assert_eq!(crm.write(|tx| tx.assets().update(id, place)).unwrap(), placed);
    clock.set(at("2026-04-01T00:00:00Z"));
    let same = crm.write(|tx| tx.assets().transfer(id, Some(wei), None)).unwrap_err();
    assert_eq!((same.code(), same.path()), (ErrorCode::InvalidInput, Some("/to_customer_id")));
    let moved = crm.write(|tx| tx.assets().transfer(id, Some(ada), Some("resale"))).unwrap();
    assert_eq!((moved.state, moved.customer_id, &moved.location), (AssetState::Transferred, Some(ada), &None));
    assert_eq!((moved.order_id, moved.installed_at), (Some(sold.id), placed.installed_at));
    clock.set(at("2026-05-01T00:00:00Z"));
    crm.write(|tx| tx.assets().transfer(id, None, None)).unwrap();
    // Whoever has it now registers it.
    let bob = person(&crm, "Bob");
    let own = register(&crm, NewAsset::new("T1", "CAM").of(bob)).unwrap();
    assert_eq!((own.id, own.state, own.customer_id), (id, AssetState::InUse, Some(bob)));
    let history = crm.read(|tx| tx.assets().history(id)).unwrap();
    let owners: Vec<_> = history.owners.iter().map(|one| (one.customer_id, one.how, one.order_id)).collect();
    let expected = [
        (wei, AssetOrigin::Sale, Some(sold.id)),
        (ada, AssetOrigin::Transfer, None),
        (bob, AssetOrigin::Registration, Some(sold.id)),
    ];
    assert_eq!(owners, expected);
    assert_eq!(history.owners[0].until_at, Some(at("2026-04-01T00:00:00Z")));
    assert_eq!(history.owners[2].until_at, None);
    let states: Vec<_> = history.states.iter().map(|step| step.to.as_str()).collect();
    assert_eq!(states, ["sold", "transferred", "transferred", "in_use"]);
    // The order changes once more: the piece stays where it is.
    crm.write(|tx| tx.orders().advance(sold.id, OrderState::Confirmed, None)).unwrap();
    assert_eq!(of(&crm, wei), []);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_piece_that_came_back_is_sold_anew() {
    let (crm, _, wei) = shop_of("Wei");
    let ada = person(&crm, "Ada");
    camera(&crm);
    let first = order(&crm, wei, &["R1"]);
    crm.write(|tx| tx.orders().fulfil(first.id, &[], None)).unwrap();
    let id = of(&crm, wei)[0].id;
    let back = crm.write(|tx| tx.assets().set_state(id, AssetState::Returned, Some("changed_mind"))).unwrap();
    assert_eq!((back.customer_id, back.order_id), (None, Some(first.id)));
    let early = register(&crm, NewAsset::new("R1", "CAM").of(ada)).unwrap_err();
    assert_eq!(early.code(), ErrorCode::NotAllowedTransition);
    // The first order changes: it has given its piece already.
    crm.write(|tx| tx.orders().advance(first.id, OrderState::Confirmed, None)).unwrap();
    assert_eq!(of(&crm, wei), []);
    let second = order(&crm, ada, &["R1"]);
    crm.write(|tx| tx.orders().fulfil(second.id, &[], None)).unwrap();
    let sold = of(&crm, ada).pop().unwrap();
    assert_eq!((sold.id, sold.state, sold.order_id), (id, AssetState::Sold, Some(second.id)));
    let states = crm.read(|tx| tx.assets().history(id)).unwrap().states;
    let states: Vec<_> = states.iter().map(|step| step.to.as_str()).collect();
    assert_eq!(states, ["sold", "returned", "in_stock", "sold"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn assets_follow_merges_and_orders() {
    let (crm, clock, wei) = shop_of("Wei");
    let (ada, bob) = (person(&crm, "Ada"), person(&crm, "Bob"));
    camera(&crm);
    let sold = order(&crm, wei, &["M1"]);
    crm.write(|tx| tx.orders().fulfil(sold.id, &[], None)).unwrap();
    let id = of(&crm, wei)[0].id;
    clock.set(at("2026-04-01T00:00:00Z"));
    crm.write(|tx| tx.assets().transfer(id, Some(ada), None)).unwrap();
    let whose = |crm: &Crm| {
        let history = crm.read(|tx| tx.assets().history(id)).unwrap();
        let owners: Vec<_> = history.owners.iter().map(|one| one.customer_id).collect();
        let states: Vec<_> = history.states.iter().map(|step| step.customer_id.unwrap()).collect();
        (owners, states, crm.read(|tx| tx.assets().get(id)).unwrap().customer_id)
    };
    assert_eq!(whose(&crm), (vec![wei, ada], vec![wei, ada], Some(ada)));
    // The owner of today is merged: what the one before did stays with the one before.
    let request = |winner_id, loser_id| MergeRequest { winner_id, loser_id, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request(bob, ada))).unwrap();
    assert_eq!(whose(&crm), (vec![wei, bob], vec![wei, bob], Some(bob)));
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(whose(&crm), (vec![wei, ada], vec![wei, ada], Some(ada)));
    // Both owners are one person.
    let merge = crm.write(|tx| tx.customers().merge(&request(ada, wei))).unwrap();
    assert_eq!(whose(&crm), (vec![ada, ada], vec![ada, ada], Some(ada)));
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(whose(&crm), (vec![wei, ada], vec![wei, ada], Some(ada)));
    // The order was another customer's all the time.
    let patch = OrderPatch { customer: Some(bob), ..OrderPatch::default() };
    crm.write(|tx| tx.orders().edit(sold.id, patch)).unwrap();
    assert_eq!(whose(&crm), (vec![bob, ada], vec![bob, ada], Some(ada)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn lists_filter_and_page() {
    let (crm, _) = shop();
    let wei = person(&crm, "Wei");
    for (serial, sku, owned) in [("ab-1", "A", true), ("AB 2", "A", false), ("ac1", "B", true), ("b1", "B", true)] {
        let new = NewAsset::new(serial, sku);
        register(&crm, if owned { new.of(wei) } else { new }).unwrap();
    }
    let list = |filter: AssetFilter| crm.read(|tx| tx.assets().list(&filter)).unwrap();
    let ids = |filter: AssetFilter| list(filter).items.iter().map(|one| one.id.0).collect::<Vec<_>>();
    let all = AssetFilter::default;
    assert_eq!(ids(all()), [4, 3, 2, 1]);
    assert_eq!(ids(AssetFilter { serial_prefix: Some("a-b".into()), ..all() }), [2, 1]);
    assert_eq!(ids(AssetFilter { serial_prefix: Some("a".into()), customer_id: Some(wei), ..all() }), [3, 1]);
    assert_eq!(ids(AssetFilter { sku: Some("B".into()), ..all() }), [4, 3]);
    assert_eq!(ids(AssetFilter { state: Some(AssetState::InStock), ..all() }), [2]);
    assert!(ids(AssetFilter { order_id: Some(OrderId(9)), ..all() }).is_empty());
    let mut seen = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found = list(AssetFilter { customer_id: Some(wei), page: page.clone(), ..all() });
        seen.extend(found.items.iter().map(|one| one.id.0));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [4, 3, 1]);
    let unknown = AssetFilter { customer_id: Some(CustomerId(99)), ..all() };
    assert!(crm.read(|tx| tx.assets().list(&unknown)).unwrap_err().is_not_found());
    let foreign = crm.read(|tx| tx.assets().list(&AssetFilter { page, ..all() })).unwrap_err();
    assert_eq!(foreign.path(), Some("/page/after"));
    assert!(crm.read(|tx| tx.assets().history(AssetId(99))).unwrap_err().is_not_found());
}
