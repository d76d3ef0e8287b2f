//! Each reason comes on its days and goes when somebody notes what became of it; pages fit together.

use super::*;
use crate::Crm;
use crate::customers::{BirthDate, NewCustomer};
use crate::testing::{at, call, person, shop_at, told};
use crate::vocabulary::{CustomerId, Date, ErrorCode, FixedClock, PageRequest};
use serde_json::{Value, json};
use std::sync::Arc;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn born(crm: &Crm, name: &str, date: &str) -> CustomerId {
    let new = NewCustomer { birth_date: Some(BirthDate::parse(date).unwrap()), ..NewCustomer::person(name) };
    crm.write(|tx| tx.customers().create(new)).unwrap().id
}

fn due(crm: &Crm, filter: CareFilter) -> Vec<CareItem> {
    crm.read(|tx| tx.care().due(&filter)).unwrap().items
}

fn on(crm: &Crm, date: &str, reason: CareReason) -> Vec<CustomerId> {
    let filter = CareFilter { day: Some(day(date)), reasons: Some(vec![reason]), ..CareFilter::default() };
    due(crm, filter).into_iter().map(|item| item.customer_id).collect()
}

fn order(crm: &Crm, customer: CustomerId, placed_at: &str) -> i64 {
    let line = json!({ "sku": "TEA", "quantity": 1, "unit_price": "9.00" });
    let input =
        json!({ "customer": customer, "currency": "USD", "lines": [line], "paid": true, "placed_at": placed_at });
    call(crm, "orders.record", input)["id"].as_i64().unwrap()
}

fn shop() -> (Crm, Arc<FixedClock>) {
    shop_at("2026-03-02T09:00:00Z")
}

#[test]
fn birthdays_come_by_month_and_day() {
    let (crm, _) = shop();
    let wei = born(&crm, "Wei", "1990-05-17");
    let ada = born(&crm, "Ada", "--05-16");
    let leap = born(&crm, "Leap", "2000-02-29");
    assert_eq!(on(&crm, "2026-05-15", CareReason::Birthday), []);
    assert_eq!(on(&crm, "2026-05-16", CareReason::Birthday), [ada]);
    // The earlier occasion first; three days after the day it is over.
    assert_eq!(on(&crm, "2026-05-17", CareReason::Birthday), [ada, wei]);
    assert_eq!(on(&crm, "2026-05-20", CareReason::Birthday), [wei]);
    assert_eq!(on(&crm, "2026-05-21", CareReason::Birthday), []);
    // Born on 29 February: on the 28th in years without it.
    assert_eq!(on(&crm, "2027-02-28", CareReason::Birthday), [leap]);
    assert_eq!(on(&crm, "2028-02-28", CareReason::Birthday), []);
    assert_eq!(on(&crm, "2028-02-29", CareReason::Birthday), [leap]);
    let years = |date| due(&crm, CareFilter { day: Some(day(date)), ..CareFilter::default() })[0].years;
    assert_eq!(years("2026-05-18"), None, "no year of birth");
    assert_eq!(years("2027-02-28"), Some(27));
}

#[test]
fn the_first_order_has_anniversaries() {
    let (crm, _) = shop();
    let (wei, ada) = (person(&crm, "Wei"), person(&crm, "Ada"));
    order(&crm, wei, "2024-03-01T22:00:00Z");
    order(&crm, wei, "2025-03-02T10:00:00Z");
    order(&crm, ada, "2026-03-01T10:00:00Z");
    assert_eq!(on(&crm, "2026-03-02", CareReason::Anniversary), [wei]);
    let item = &due(&crm, CareFilter { reasons: Some(vec![CareReason::Anniversary]), ..CareFilter::default() })[0];
    assert_eq!((item.occasion, item.until), (day("2026-03-01"), day("2026-03-08")));
    assert_eq!((item.years, item.action, item.about.clone()), (Some(2), CareAction::Thank, None));
    assert_eq!(on(&crm, "2027-03-01", CareReason::Anniversary), [wei, ada]);
    // Days are those of the shop's zone: the order of 1 March 22:00 in London is one of 2 March in Shanghai.
    call(&crm, "shop.configure", json!({ "time_zone": "Asia/Shanghai" }));
    assert_eq!(on(&crm, "2027-03-01", CareReason::Anniversary), [ada]);
    assert_eq!(on(&crm, "2027-03-02", CareReason::Anniversary), [ada, wei]);
}

#[test]
fn silence_is_noticed_when_the_stage_says_so() {
    let (crm, clock) = shop();
    let wei = person(&crm, "Wei");
    order(&crm, wei, "2026-03-01T10:00:00Z");
    assert_eq!(on(&crm, "2026-03-02", CareReason::Silent), []);
    clock.set(at("2026-08-01T09:00:00Z"));
    crm.tick(None, None).unwrap();
    let stage = crm.read(|tx| tx.lifecycle().of(wei)).unwrap();
    let since = day(&stage.since.to_string()[..10]);
    assert_eq!(on(&crm, &since.to_string(), CareReason::Silent), [wei]);
    assert_eq!(on(&crm, &since.plus_days(29).to_string(), CareReason::Silent), [wei]);
    assert_eq!(on(&crm, &since.plus_days(30).to_string(), CareReason::Silent), []);
    // A new order ends the silence.
    order(&crm, wei, "2026-08-01T08:00:00Z");
    assert_eq!(on(&crm, &since.to_string(), CareReason::Silent), []);
}

#[test]
fn deliveries_warranties_and_complaints_name_what_they_are_about() {
    let (crm, clock) = shop();
    let wei = person(&crm, "Wei");
    call(&crm, "catalog.upsert", json!({ "sku": "CAM", "name": "Camera", "serialised": true, "warranty_days": 20 }));
    let asset = call(&crm, "assets.register", json!({ "serial": "S1", "sku": "CAM", "customer_id": wei }));
    let bought = order(&crm, wei, "2026-03-01T10:00:00Z");
    let parcel = call(&crm, "shipments.create", json!({ "order_id": bought, "state": "in_transit" }));
    let ticket = call(&crm, "tickets.open", json!({ "kind": "complaint", "subject": "Late", "customer_id": wei }));
    // While the complaint is open, everything else is on hold.
    let held = |held| due(&crm, CareFilter { held: Some(held), day: Some(day("2026-03-02")), ..CareFilter::default() });
    assert_eq!(held(false), []);
    let warranty = &held(true)[0];
    assert_eq!((warranty.reason, warranty.action), (CareReason::WarrantyEnding, CareAction::Remind));
    assert_eq!(warranty.holds, [CareHold::OpenComplaint]);
    let warranties = call(&crm, "warranties.list", json!({ "asset_id": asset["id"] }));
    assert_eq!(json!(warranty.about), json!({ "entity": "warranty", "id": warranties["items"][0]["id"] }));

    clock.set(at("2026-03-04T09:00:00Z"));
    call(&crm, "shipments.set_state", json!({ "id": parcel["id"], "state": "delivered" }));
    call(&crm, "tickets.set_state", json!({ "id": ticket["id"], "state": "open" }));
    call(&crm, "tickets.resolve", json!({ "id": ticket["id"], "cause": "carrier", "resolution": "Sent again" }));
    assert_eq!(held(true), []);
    let of = |date: &str, reason| {
        let filter = CareFilter { day: Some(day(date)), reasons: Some(vec![reason]), ..CareFilter::default() };
        due(&crm, filter).into_iter().map(|item| json!(item.about)).collect::<Vec<_>>()
    };
    let (order, ticket) =
        (json!({ "entity": "order", "id": bought }), json!({ "entity": "ticket", "id": ticket["id"] }));
    assert_eq!(of("2026-03-06", CareReason::Delivered), [Value::Null; 0]);
    assert_eq!(of("2026-03-07", CareReason::Delivered), std::slice::from_ref(&order));
    assert_eq!(of("2026-03-13", CareReason::Delivered), [order]);
    assert_eq!(of("2026-03-14", CareReason::Delivered), [Value::Null; 0]);
    assert_eq!(of("2026-03-05", CareReason::ComplaintResolved), [Value::Null; 0]);
    assert_eq!(of("2026-03-06", CareReason::ComplaintResolved), [ticket]);
    // A longer warranty of the same piece takes the place of the one that ends.
    let longer = json!({ "name": "Plus", "kind": "extended", "months": 24 });
    let plan = call(&crm, "warranties.save_plan", longer);
    assert_eq!(on(&crm, "2026-03-06", CareReason::WarrantyEnding), [wei]);
    call(&crm, "warranties.add", json!({ "asset_id": asset["id"], "plan_id": plan["id"] }));
    assert_eq!(on(&crm, "2026-03-06", CareReason::WarrantyEnding), []);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_was_noted_leaves_the_list_and_follows_a_merge() {
    let (crm, _) = shop();
    let (wei, ada) = (born(&crm, "Wei", "1990-03-02"), born(&crm, "Ada", "1991-03-02"));
    assert_eq!(on(&crm, "2026-03-02", CareReason::Birthday), [wei, ada]);
    let note = |outcome| NewCare {
        customer_id: wei,
        reason: CareReason::Birthday,
        occasion: day("2026-03-02"),
        about_id: None,
        outcome,
        staff_id: None,
        note: Some("Sang".into()),
    };
    let first = crm.write(|tx| tx.care().note(note(CareOutcome::Skipped))).unwrap();
    assert_eq!(crm.write(|tx| tx.care().note(note(CareOutcome::Skipped))).unwrap(), first);
    let second = crm.write(|tx| tx.care().note(note(CareOutcome::Given))).unwrap();
    assert_eq!((second.id, second.outcome), (first.id, CareOutcome::Given));
    assert_eq!(told(&crm, "care."), ["care.skipped", "care.given"]);
    assert_eq!(on(&crm, "2026-03-02", CareReason::Birthday), [ada]);
    // Next year is another occasion.
    assert_eq!(on(&crm, "2027-03-02", CareReason::Birthday), [wei, ada]);

    call(&crm, "customers.merge", json!({ "winner_id": ada, "loser_id": wei }));
    assert_eq!(on(&crm, "2026-03-02", CareReason::Birthday), []);
    let of = CareHistory { customer_id: wei, page: PageRequest::default() };
    let history = crm.read(|tx| tx.care().history(&of)).unwrap().items;
    assert_eq!((history.len(), history[0].customer_id), (1, ada));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn pages_owners_and_blocks() {
    let (crm, _) = shop();
    for name in ["A", "B", "C", "D", "E"] {
        let id = born(&crm, name, "1980-03-02");
        order(&crm, id, "2025-03-02T10:00:00Z");
    }
    call(&crm, "customers.set_owner", json!({ "id": 2, "owner_id": 7 }));
    call(&crm, "customers.block", json!({ "id": 3, "block": "no_sales", "reason": "fraud" }));
    let reasons = Some(vec![CareReason::Anniversary, CareReason::Birthday]);
    let all = due(&crm, CareFilter { reasons: reasons.clone(), ..CareFilter::default() });
    assert_eq!(all.len(), 10);
    let mut paged = Vec::new();
    let mut filter = CareFilter { page: PageRequest::first(3), reasons: reasons.clone(), ..CareFilter::default() };
    loop {
        let page = crm.read(|tx| tx.care().due(&filter)).unwrap();
        paged.extend(page.items);
        match page.next {
            Some(next) => filter.page.after = Some(next),
            None => break,
        }
    }
    assert_eq!(paged, all);
    let mine =
        due(&crm, CareFilter { owner_id: Some(crate::StaffId(7)), reasons: reasons.clone(), ..CareFilter::default() });
    assert_eq!(mine.iter().map(|item| item.customer_id).collect::<Vec<_>>(), [CustomerId(2); 2]);
    let held = due(&crm, CareFilter { held: Some(true), reasons, ..CareFilter::default() });
    assert!(held.iter().all(|item| item.customer_id == CustomerId(3) && item.holds == [CareHold::Blocked]));
    assert_eq!(held.len(), 2);
}

#[test]
fn rules_are_checked_and_decide() {
    let (crm, _) = shop();
    born(&crm, "Wei", "1990-03-09");
    let rule =
        |reason, from_day, until_day| CareRule { reason, action: CareAction::Call, from_day, until_day, active: true };
    let save = |rules| crm.write(|tx| tx.care().save_rules(CareRules { rules }));
    for (rules, path) in [
        (vec![rule(CareReason::Silent, -61, -59)], "/rules/0/from_day"),
        (vec![rule(CareReason::Silent, 1, 1)], "/rules/0/until_day"),
        (vec![rule(CareReason::Silent, 0, 61)], "/rules/0/until_day"),
        (vec![rule(CareReason::Silent, 0, 1), rule(CareReason::Silent, 1, 2)], "/rules/1/reason"),
    ] {
        let error = save(rules).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some(path)));
    }
    assert_eq!(on(&crm, "2026-03-02", CareReason::Birthday), []);
    save(vec![rule(CareReason::Birthday, -7, 1)]).unwrap();
    assert_eq!(on(&crm, "2026-03-02", CareReason::Birthday).len(), 1);
    assert_eq!(on(&crm, "2026-03-10", CareReason::Birthday).len(), 0);
    let off = CareRule { active: false, ..rule(CareReason::Birthday, -7, 1) };
    save(vec![off]).unwrap();
    assert_eq!(due(&crm, CareFilter::default()), []);
    assert_eq!(told(&crm, "care."), ["care.rules_saved", "care.rules_saved"]);
}

#[test]
fn an_order_is_thanked_for_when_its_last_parcel_came() {
    let (crm, clock) = shop();
    let wei = person(&crm, "Wei");
    let bought = order(&crm, wei, "2026-03-01T10:00:00Z");
    let line = call(&crm, "orders.get", json!({ "id": bought }))["lines"][0]["id"].clone();
    let half = json!([{ "line": line, "quantity": "0.5" }]);
    for day in ["2026-03-10", "2026-03-11"] {
        clock.set(at(&format!("{day}T09:00:00Z")));
        let parcel = json!({ "order_id": bought, "state": "in_transit", "lines": half });
        let parcel = call(&crm, "shipments.create", parcel);
        call(&crm, "shipments.set_state", json!({ "id": parcel["id"], "state": "delivered" }));
    }
    assert_eq!(on(&crm, "2026-03-13", CareReason::Delivered), []);
    let filter = CareFilter { day: Some(day("2026-03-14")), ..CareFilter::default() };
    let occasions: Vec<Date> = due(&crm, filter).into_iter().map(|item| item.occasion).collect();
    assert_eq!(occasions, [day("2026-03-11")]);
    call(&crm, "customers.archive", json!({ "id": wei }));
    assert_eq!(on(&crm, "2026-03-14", CareReason::Delivered), []);
}
