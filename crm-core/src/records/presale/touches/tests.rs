//! Touches and web events: whose they are, before and after somebody is known, against a plain model; sums; retention.

use super::*;
use crate::Crm;
use crate::customers::{IdentityKind, MergeRequest, NewCustomer};
use crate::testing::{at, done_by, person, shop};
use crate::vocabulary::{ErrorCode, Money, PageRequest};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn cookie(value: &str) -> IdentityInput {
    IdentityInput::new(IdentityKind::CookieId, value)
}

fn viewed(visitor: &str, sku: &str) -> NewWebEvent {
    NewWebEvent { sku: Some(sku.to_owned()), ..NewWebEvent::of_visitor(WebEventKind::ProductViewed, cookie(visitor)) }
}

#[test]
fn whatever_a_visitor_did_joins_the_customer_by_every_way_of_getting_the_cookie() {
    type Way = fn(&WriteTransaction, CustomerId) -> Result<()>;
    let ways: [Way; 3] = [
        |tx, customer| {
            let done = tx.touches().identify(&cookie("c1"), customer)?;
            assert_eq!((done.touches, done.web_events), (2, 1));
            Ok(())
        },
        |tx, customer| tx.customers().add_identity(customer, &cookie("c1")).map(drop),
        |tx, _| {
            let party = NewCustomer::person("Wei").email("wei@example.com").identity(IdentityKind::CookieId, "c1");
            tx.customers().upsert(party, customers::MatchPolicy::Merge).map(drop)
        },
    ];
    for way in ways {
        let (crm, _) = shop();
        let wei =
            crm.write(|tx| tx.customers().create(NewCustomer::person("Wei").email("wei@example.com"))).unwrap().id;
        crm.write(|tx| {
            let late = tx.touches().record(NewTouch::of_visitor(cookie("c1"), "google"))?;
            let first = NewTouch { at: Some(at("2026-03-01T00:00:00Z")), ..NewTouch::of_visitor(cookie("c1"), "news") };
            let first = tx.touches().record(first)?;
            tx.touches().record_web_event(viewed("c1", "MUG"))?;
            tx.touches().record_web_event(viewed("c2", "MUG"))?;
            assert_eq!((late.customer_id, late.visitor_id, first.visitor_id), (None, Some(1), Some(1)));
            Ok(())
        })
        .unwrap();
        crm.write(|tx| way(tx, wei)).unwrap();
        crm.write(|tx| {
            // The earliest of them is the source of the customer, and stays it.
            assert_eq!(tx.customers().get(wei)?.source_touch_id, Some(2));
            let of_wei = TouchFilter { customer_id: Some(wei), ..TouchFilter::default() };
            assert_eq!(tx.touches().list(&of_wei)?.items.iter().map(|one| one.id.0).collect::<Vec<_>>(), [1, 2]);
            let of_wei = WebEventFilter { customer_id: Some(wei), ..WebEventFilter::default() };
            assert_eq!(tx.touches().list_web_events(&of_wei)?.items.len(), 1);
            let next = tx
                .touches()
                .record(NewTouch { at: Some(at("2026-02-01T00:00:00Z")), ..NewTouch::of_visitor(cookie("c1"), "x") })?;
            assert_eq!(next.customer_id, Some(wei));
            assert_eq!(tx.customers().get(wei)?.source_touch_id, Some(2));
            Ok(())
        })
        .unwrap();
        assert!(crm.check().unwrap().ok);
    }
}

#[test]
fn a_browser_of_somebody_else_is_refused_and_a_later_user_gets_only_what_is_new() {
    let (crm, _) = shop();
    let (wei, ada) = (person(&crm, "Wei"), person(&crm, "Ada"));
    crm.write(|tx| tx.touches().record(NewTouch::of_visitor(cookie("c"), "google"))).unwrap();
    crm.write(|tx| tx.touches().identify(&cookie("c"), wei)).unwrap();
    let taken = crm.write(|tx| tx.touches().identify(&cookie("c"), ada)).unwrap_err();
    assert_eq!((taken.code(), taken.existing_id()), (ErrorCode::Conflict, Some(wei.0)));
    let identity = crm.read(|tx| tx.customers().get(wei)).unwrap().identities[0].id;
    crm.write(|tx| tx.customers().remove_identity(identity)).unwrap();
    crm.write(|tx| tx.touches().record(NewTouch::of_visitor(cookie("c"), "bing"))).unwrap();
    let done = crm.write(|tx| tx.touches().identify(&cookie("c"), ada)).unwrap();
    assert_eq!(done.touches, 1);
    let owners: Vec<_> = crm.read(|tx| tx.touches().list(&TouchFilter::default())).unwrap().items;
    assert_eq!(owners.iter().map(|one| one.customer_id).collect::<Vec<_>>(), [Some(ada), Some(wei)]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let (crm, _) = shop();
    let email = IdentityInput::new(IdentityKind::Email, "wei@example.com");
    let touch = || NewTouch::of_visitor(cookie("c"), "google");
    let touches = [
        (NewTouch { visitor: None, ..touch() }, "/visitor", ErrorCode::InvalidInput),
        (NewTouch { customer_id: Some(CustomerId(1)), ..touch() }, "/visitor", ErrorCode::InvalidInput),
        (NewTouch::of_customer(CustomerId(7), "google"), "/customer_id", ErrorCode::NotFound),
        (NewTouch::of_visitor(email.clone(), "google"), "/visitor/kind", ErrorCode::InvalidInput),
        (NewTouch::of_visitor(cookie("a b"), "google"), "/visitor/value", ErrorCode::InvalidInput),
        (NewTouch::of_visitor(cookie("c"), " "), "/source", ErrorCode::InvalidInput),
        (NewTouch { cost: Some(Money::usd(-1)), ..touch() }, "/cost", ErrorCode::InvalidInput),
        (NewTouch { landing: Some("x".repeat(2_049)), ..touch() }, "/landing", ErrorCode::Limit),
    ];
    for (new, path, code) in touches {
        let error = crm.write(|tx| tx.touches().record(new.clone())).unwrap_err();
        assert_eq!((error.path(), error.code()), (Some(path), code));
        let error = crm.write(|tx| tx.touches().record_many(vec![touch(), new])).unwrap_err();
        assert_eq!(error.path(), Some(format!("/touches/1{path}").as_str()));
    }
    let of = |kind| NewWebEvent::of_visitor(kind, cookie("c"));
    let events = [
        (NewWebEvent { visitor: None, ..of(WebEventKind::Visited) }, "/visitor"),
        (of(WebEventKind::ProductViewed), "/sku"),
        (of(WebEventKind::Searched), "/query"),
        (NewWebEvent { visitor: None, ..of(WebEventKind::BackInStock) }, "/sku"),
    ];
    for (new, path) in events {
        let error = crm.write(|tx| tx.touches().record_web_events(vec![new])).unwrap_err();
        assert_eq!(error.path(), Some(format!("/web_events/0{path}").as_str()));
    }
    let product = NewWebEvent { visitor: None, ..viewed("c", "MUG") };
    let dropped = NewWebEvent { kind: WebEventKind::PriceDropped, ..product };
    let stored = crm.write(|tx| tx.touches().record_web_event(dropped)).unwrap();
    assert_eq!((stored.customer_id, stored.visitor_id), (None, None));
    // Nothing of what was refused is left.
    assert!(crm.read(|tx| tx.touches().list(&TouchFilter::default())).unwrap().items.is_empty());
}

#[test]
fn sums_per_source_hold_every_currency_apart() {
    let (crm, _) = shop();
    let wei = person(&crm, "Wei");
    let ad = |visitor: &str, cost| NewTouch {
        medium: Some("cpc".to_owned()),
        campaign: Some("spring".to_owned()),
        cost: Some(cost),
        ..NewTouch::of_visitor(cookie(visitor), "google")
    };
    let count = crm
        .write(|tx| {
            tx.touches().record_many(vec![
                ad("a", Money::usd(30)),
                ad("a", Money::usd(12)),
                ad("b", Money::cny(5)),
                NewTouch::of_customer(wei, "direct"),
            ])
        })
        .unwrap();
    assert_eq!(count, TouchCount { recorded: 4, known: 1, new_visitors: 2 });
    let summary = crm.read(|tx| tx.touches().summary(&TouchSummaryOptions::default())).unwrap();
    let group = |source: &str, medium: Option<&str>, campaign: Option<&str>, counts: [u64; 3], costs| TouchGroup {
        source: source.to_owned(),
        medium: medium.map(str::to_owned),
        campaign: campaign.map(str::to_owned),
        touches: counts[0],
        visitors: counts[1],
        customers: counts[2],
        costs,
    };
    assert_eq!(
        summary,
        [
            group("google", Some("cpc"), Some("spring"), [3, 2, 0], vec![Money::cny(5), Money::usd(42)]),
            group("direct", None, None, [1, 0, 1], Vec::new()),
        ]
    );
    let none = TouchSummaryOptions { until: Some(at("2026-03-02T09:00:00Z")), ..TouchSummaryOptions::default() };
    assert!(crm.read(|tx| tx.touches().summary(&none)).unwrap().is_empty());
    crm.write(|tx| tx.touches().record_many(vec![ad("a", Money::usd(i64::MAX)), ad("a", Money::usd(1))])).unwrap();
    let beyond = crm.read(|tx| tx.touches().summary(&TouchSummaryOptions::default())).unwrap_err();
    assert_eq!(beyond.code(), ErrorCode::InvalidInput);
}

#[test]
fn old_web_events_are_dropped_and_visitors_of_whom_nothing_is_left() {
    let (crm, clock) = shop();
    crm.write(|tx| {
        let many = (0..2_500).map(|number| viewed(&format!("v{}", number % 7), "MUG")).collect();
        tx.touches().record_web_events(many)?;
        tx.touches().record(NewTouch::of_visitor(cookie("v0"), "google"))?;
        tx.touches().configure(TouchSettings { web_event_days: 10 })
    })
    .unwrap();
    let count = |view: &str| -> i64 { crm.read(|tx| tx.value(&format!("SELECT count(*) FROM {view}"), [])).unwrap() };
    let tick = |instant: &str| {
        clock.set(at(instant));
        let report = crm.tick(None, None).unwrap();
        done_by(&report, "touches")
    };
    assert_eq!(tick("2026-03-12T08:59:59Z"), 0);
    assert_eq!(count("crm_visitor"), 7);
    assert_eq!(tick("2026-03-12T09:00:00Z"), 2_500);
    assert_eq!((count("crm_web_event"), count("crm_visitor"), count("crm_touch")), (0, 1, 1));
    assert_eq!(tick("2026-03-12T09:00:00Z"), 0);
    let names: Vec<String> = crm.read(|tx| tx.events().list(0, 100)).unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names.iter().filter(|name| *name == "web_event.many_removed").count(), 2);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn rows_follow_a_merge_and_come_back() {
    let (crm, _) = shop();
    let (a, b) = (person(&crm, "A"), person(&crm, "B"));
    crm.write(|tx| {
        tx.touches().record(NewTouch::of_customer(b, "google"))?;
        tx.touches().identify(&cookie("c"), b)?;
        tx.touches().record_web_event(viewed("c", "MUG"))?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: a, loser_id: b, rules: BTreeMap::new() })?;
        let owners = |tx: &WriteTransaction| -> Result<(Option<CustomerId>, Option<CustomerId>)> {
            let events = tx.touches().list_web_events(&WebEventFilter::default())?.items;
            Ok((tx.touches().get(TouchId(1))?.customer_id, events[0].customer_id))
        };
        assert_eq!(owners(tx)?, (Some(a), Some(a)));
        assert_eq!(tx.touches().record_web_event(viewed("c", "CUP"))?.customer_id, Some(a));
        tx.customers().unmerge(merge.id)?;
        let of_a = WebEventFilter { customer_id: Some(a), ..WebEventFilter::default() };
        assert_eq!(tx.touches().list_web_events(&of_a)?.items[0].sku.as_deref(), Some("CUP"));
        let of_b = WebEventFilter { customer_id: Some(b), ..WebEventFilter::default() };
        assert_eq!(tx.touches().list_web_events(&of_b)?.items[0].sku.as_deref(), Some("MUG"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn lists_filter_and_pages_fit_together() {
    let (crm, clock) = shop();
    for (number, day) in [3_i64, 1, 2, 2].iter().enumerate() {
        clock.set(at("2026-03-02T00:00:00Z").plus_days(*day));
        let new = viewed(&format!("v{}", number % 2), &format!("S{number}"));
        crm.write(|tx| tx.touches().record_web_event(new)).unwrap();
    }
    let list = |filter: WebEventFilter| -> Vec<i64> {
        crm.read(|tx| tx.touches().list_web_events(&filter)).unwrap().items.iter().map(|one| one.id.0).collect()
    };
    let any = WebEventFilter::default;
    assert_eq!(list(any()), [1, 4, 3, 2]);
    assert_eq!(list(WebEventFilter { visitor: Some(cookie("v0")), ..any() }), [1, 3]);
    assert_eq!(list(WebEventFilter { visitor: Some(cookie("unknown")), ..any() }), [] as [i64; 0]);
    assert_eq!(list(WebEventFilter { sku: Some("S2".to_owned()), ..any() }), [3]);
    assert_eq!(list(WebEventFilter { until: Some(at("2026-03-04T00:00:00Z")), ..any() }), [2]);
    let (mut seen, mut page) = (Vec::new(), PageRequest::first(1));
    loop {
        let found =
            crm.read(|tx| tx.touches().list_web_events(&WebEventFilter { page: page.clone(), ..any() })).unwrap();
        seen.extend(found.items.iter().map(|one| one.id.0));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [1, 4, 3, 2]);
}

/// A step of a story with three visitors and two customers.
#[derive(Debug, Clone)]
enum Step {
    Touch(usize),
    Event(usize),
    Identify(usize, usize),
    Leave(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3_usize).prop_map(Step::Touch),
        3 => (0..3_usize).prop_map(Step::Event),
        2 => (0..3_usize, 0..2_usize).prop_map(|(visitor, customer)| Step::Identify(visitor, customer)),
        1 => (0..3_usize).prop_map(Step::Leave),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_row_belongs_to_whom_a_plain_model_says(steps in proptest::collection::vec(step(), 1..40)) {
        let (crm, _) = shop();
        let people = [person(&crm, "A"), person(&crm, "B")];
        // Whose each visitor's browser is, and each row in order: its visitor and customer.
        let mut owner: [Option<usize>; 3] = [None; 3];
        let mut touches: Vec<(usize, Option<usize>)> = Vec::new();
        let mut events: Vec<(usize, Option<usize>)> = Vec::new();
        for step in steps {
            crm.write(|tx| {
                match step {
                    Step::Touch(visitor) => {
                        tx.touches().record(NewTouch::of_visitor(cookie(&visitor.to_string()), "s"))?;
                        touches.push((visitor, owner[visitor]));
                    }
                    Step::Event(visitor) => {
                        tx.touches().record_web_events(vec![viewed(&visitor.to_string(), "S")])?;
                        events.push((visitor, owner[visitor]));
                    }
                    Step::Identify(visitor, customer) => {
                        let done = tx.touches().identify(&cookie(&visitor.to_string()), people[customer]);
                        if owner[visitor].is_some_and(|known| known != customer) {
                            assert_eq!(done.unwrap_err().code(), ErrorCode::Conflict);
                            return Ok(());
                        }
                        done?;
                        owner[visitor] = Some(customer);
                        for row in touches.iter_mut().chain(events.iter_mut()).filter(|row| row.0 == visitor) {
                            row.1 = row.1.or(Some(customer));
                        }
                    }
                    Step::Leave(visitor) => {
                        let customer = owner[visitor].take();
                        let Some(customer) = customer else { return Ok(()) };
                        let identities = tx.customers().get(people[customer])?.identities;
                        let one = identities.iter().find(|one| one.value == visitor.to_string()).unwrap();
                        tx.customers().remove_identity(one.id)?;
                    }
                }
                Ok(())
            }).unwrap();
        }
        let id = |customer: &Option<usize>| customer.map(|customer| people[customer]);
        let mut found = crm.read(|tx| tx.touches().list(&TouchFilter::default())).unwrap().items;
        found.sort_by_key(|touch| touch.id);
        prop_assert_eq!(found.iter().map(|one| one.customer_id).collect::<Vec<_>>(), touches.iter().map(|(_, customer)| id(customer)).collect::<Vec<_>>());
        let mut found = crm.read(|tx| tx.touches().list_web_events(&WebEventFilter::default())).unwrap().items;
        found.sort_by_key(|event| event.id);
        prop_assert_eq!(found.iter().map(|one| one.customer_id).collect::<Vec<_>>(), events.iter().map(|(_, customer)| id(customer)).collect::<Vec<_>>());
        for (at, customer) in people.iter().enumerate() {
            let source = crm.read(|tx| tx.customers().get(*customer)).unwrap().source_touch_id;
            let has_touches = touches.iter().any(|(_, whose)| *whose == Some(at));
            prop_assert_eq!(source.is_some(), has_touches);
        }
        prop_assert!(crm.check().unwrap().ok);
    }
}

/// 100,000 web events of 5,000 visitors in a file, in a second: `cargo test --release -- --ignored web_events_come`.
#[test]
#[ignore = "measures; only meaningful in release"]
fn web_events_come_by_the_hundred_thousand() {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open(folder.path().join("shop.db")).unwrap();
    let page = |number: usize| NewWebEvent {
        url: Some(format!("https://shop.example/p/{}", number % 900)),
        ..viewed(&format!("0f6a2c1e-{}", number % 5_000), &format!("SKU-{}", number % 900))
    };
    let mut best = std::time::Duration::MAX;
    for _ in 0..5 {
        let events: Vec<NewWebEvent> = (0..100_000).map(page).collect();
        let began = std::time::Instant::now();
        crm.write(|tx| tx.touches().record_web_events(events)).unwrap();
        best = best.min(began.elapsed());
    }
    println!("100,000 web events in {best:?}");
    assert!(cfg!(debug_assertions) || best < std::time::Duration::from_secs(1), "{best:?}");
}
