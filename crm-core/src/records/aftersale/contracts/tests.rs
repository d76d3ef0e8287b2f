//! Contracts: moves, what they cover, what is used of them against a plain count, and what tick does.

use super::*;
use crate::Crm;
use crate::assets::NewAsset;
use crate::customers::MergeRequest;
use crate::testing::{Chance, at, done_by, person, shop_of, told};
use crate::vocabulary::{Date, Money, Rate};
use std::collections::BTreeMap;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn terms(customer: CustomerId) -> NewContract {
    let given = json!({
        "customer_id": customer, "price": { "amount": "365.00", "currency": "USD" }, "starts_on": "2026-03-02",
        "months": 12, "parts_rate": "0.5", "labour": true, "visits": 2, "response_s": 3600,
    });
    serde_json::from_value(given).unwrap()
}

fn create(crm: &Crm, new: NewContract) -> Result<Contract> {
    crm.write(|tx| tx.contracts().create(new))
}

fn signed(crm: &Crm, new: NewContract) -> Contract {
    crm.write(|tx| {
        let id = tx.contracts().create(new)?.id;
        tx.contracts().send(id)?;
        tx.contracts().sign(id)
    })
    .unwrap()
}

fn get(crm: &Crm, id: ContractId) -> Contract {
    crm.read(|tx| tx.contracts().get(id)).unwrap()
}

#[test]
fn every_verb_of_every_state_goes_where_the_machine_says() {
    use ContractState::{
        Active, Cancelled, Draft, Expired, Expiring, PendingSignature, Renewed, Suspended, Terminated,
    };
    type Verb = (ContractState, fn(&WriteTransaction, ContractId) -> Result<Contract>, &'static [ContractState]);
    let verbs: [Verb; 7] = [
        (PendingSignature, |tx, id| tx.contracts().send(id), &[Draft]),
        (Active, |tx, id| tx.contracts().sign(id), &[PendingSignature]),
        (Cancelled, |tx, id| tx.contracts().cancel(id, Some("asked")), &[Draft, PendingSignature]),
        (Suspended, |tx, id| tx.contracts().suspend(id, Some("unpaid")), &[Active]),
        (Active, |tx, id| tx.contracts().resume(id), &[Suspended]),
        (Terminated, |tx, id| tx.contracts().terminate(id, "asked"), &[Active, Suspended, Expiring]),
        (Renewed, |tx, id| tx.contracts().renew(id, None), &[Expiring]),
    ];
    for state in ContractState::ALL {
        for (to, verb, allowed) in verbs {
            let (crm, clock, wei) = shop_of("Wei");
            let id = create(&crm, terms(wei)).unwrap().id;
            crm.write(|tx| {
                let contracts = tx.contracts();
                if *state == Cancelled {
                    return contracts.cancel(id, None).map(drop);
                }
                if *state != Draft {
                    contracts.send(id)?;
                }
                if !matches!(state, Draft | PendingSignature) {
                    contracts.sign(id)?;
                }
                match state {
                    Suspended => contracts.suspend(id, None).map(drop),
                    Terminated => contracts.terminate(id, "asked").map(drop),
                    _ => Ok(()),
                }
            })
            .unwrap();
            match state {
                Expiring | Renewed => clock.set(at("2027-02-20T00:00:00Z")),
                Expired => clock.set(at("2027-03-20T00:00:00Z")),
                _ => {}
            }
            crm.tick(None, None).unwrap();
            if *state == Renewed {
                crm.write(|tx| tx.contracts().renew(id, None)).unwrap();
            }
            let before = get(&crm, id);
            assert_eq!(before.state, *state);
            match crm.write(|tx| verb(tx, id)) {
                Ok(_) => {
                    assert!(allowed.contains(state), "{state} to {to}");
                    assert_eq!(get(&crm, id).state, to);
                }
                Err(error) => {
                    assert!(!allowed.contains(state), "{state} to {to}: {error}");
                    assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                    let listed: Vec<_> = MACHINE.allowed(*state).iter().map(ToString::to_string).collect();
                    assert_eq!(error.allowed_values(), listed);
                    assert_eq!(get(&crm, id), before);
                }
            }
            assert_eq!(crm.check().unwrap().problems, Vec::<String>::new(), "{state} to {to}");
        }
    }
}

#[test]
fn what_is_covered_follows_days_pieces_and_articles() {
    let (crm, clock, wei) = shop_of("Wei");
    let register =
        |serial: &str, sku: &str| crm.write(|tx| tx.assets().register(NewAsset::new(serial, sku).of(wei))).unwrap().id;
    let (piece, other) = (register("P1", "PUMP"), register("F1", "FAN"));
    let own = signed(&crm, NewContract { asset_ids: vec![piece], ..terms(wei) });
    let articles = NewContract {
        skus: vec!["FAN".into(), "LAMP".into()],
        parts_rate: Rate::from_ppm(1_000_000),
        allow_overlap: true,
        ..terms(wei)
    };
    let articles = signed(&crm, articles);
    let by = |asset: Option<AssetId>, sku: Option<&str>, instant: &str| {
        let found = crm.read(|tx| tx.contracts().covers(wei, asset, sku, Some(at(instant)))).unwrap();
        found.map(|cover| cover.contract_id)
    };
    let now = "2026-03-02T09:00:00Z";
    assert_eq!((by(Some(piece), None, now), by(Some(other), None, now)), (Some(own.id), Some(articles.id)));
    assert_eq!(
        (by(None, Some("LAMP"), now), by(None, Some("PUMP"), now), by(None, None, now)),
        (Some(articles.id), None, None)
    );
    assert_eq!(by(Some(piece), None, "2026-03-01T23:59:59Z"), None);
    assert_eq!(by(Some(piece), None, "2027-03-01T23:59:59Z"), Some(own.id));
    assert_eq!(by(Some(piece), None, "2027-03-02T00:00:00Z"), None);
    // The warranty check knows it too.
    let query = crate::warranties::WarrantyQuery { asset_id: Some(piece), ..Default::default() };
    let found = crm.read(|tx| tx.warranties().check(&query)).unwrap();
    assert_eq!(found.verdict, crate::warranties::WarrantyVerdict::UnderContract);
    assert_eq!(found.assets[0].contract_id, Some(own.id));
    clock.set(at("2026-03-05T00:00:00Z"));
    crm.write(|tx| tx.contracts().suspend(own.id, None)).unwrap();
    assert_eq!((by(Some(piece), None, now), by(Some(piece), None, "2026-03-06T00:00:00Z")), (Some(own.id), None));
    let ended = crm.write(|tx| tx.contracts().terminate(own.id, "sold")).unwrap();
    // 4 of 365 days are gone.
    assert_eq!((ended.unused, by(Some(piece), None, now)), (Some(Money::usd(361_00)), Some(own.id)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn nothing_is_covered_twice_and_bad_terms_are_refused() {
    let (crm, _, wei) = shop_of("Wei");
    let ada = person(&crm, "Ada");
    let piece = crm.write(|tx| tx.assets().register(NewAsset::new("P1", "PUMP").of(ada))).unwrap().id;
    let known = create(&crm, terms(wei)).unwrap();
    assert_eq!((known.number.as_str(), known.ends_on), ("SC-000001", day("2027-03-01")));
    let clash = create(&crm, NewContract { starts_on: known.ends_on, ..terms(wei) }).unwrap_err();
    assert_eq!(
        (clash.code(), clash.path(), clash.existing_id()),
        (ErrorCode::Conflict, Some("/starts_on"), Some(known.id.0))
    );
    create(&crm, NewContract { starts_on: known.ends_on.plus_days(1), ..terms(wei) }).unwrap();
    create(&crm, NewContract { allow_overlap: true, ..terms(wei) }).unwrap();
    let number = create(&crm, NewContract { number: Some("SC-000001".into()), ..terms(ada) }).unwrap_err();
    assert_eq!((number.code(), number.path()), (ErrorCode::Conflict, Some("/number")));
    let refused = [
        (NewContract { months: 0, ..terms(ada) }, "/months"),
        (NewContract { price: Money::usd(-1), ..terms(ada) }, "/price"),
        (NewContract { parts_rate: Rate::from_ppm(1_000_001), ..terms(ada) }, "/parts_rate"),
        (NewContract { response_s: Some(0), ..terms(ada) }, "/response_s"),
        (NewContract { skus: vec![" ".into()], ..terms(ada) }, "/skus/0"),
        (NewContract { asset_ids: vec![piece], allow_overlap: true, ..terms(wei) }, "/asset_ids/0"),
        (NewContract { asset_ids: vec![AssetId(99)], ..terms(ada) }, "/asset_ids/0"),
        (terms(CustomerId(99)), "/customer_id"),
    ];
    for (new, path) in refused {
        assert_eq!(create(&crm, new).unwrap_err().path(), Some(path));
    }
    let cheaper = NewContract { price: Money::usd(100_00), ..terms(wei) };
    let drawn = crm.write(|tx| tx.contracts().update(known.id, cheaper.clone()));
    // Another one without an end to what it covers stands beside it, by name.
    assert_eq!(drawn.unwrap_err().code(), ErrorCode::Conflict);
    let cheaper = NewContract { allow_overlap: true, ..cheaper };
    let drawn = crm.write(|tx| tx.contracts().update(known.id, cheaper.clone())).unwrap();
    assert_eq!((drawn.price, drawn.number.as_str()), (Money::usd(100_00), "SC-000001"));
    crm.write(|tx| tx.contracts().send(known.id)).unwrap();
    assert_eq!(crm.write(|tx| tx.contracts().update(known.id, cheaper)).unwrap_err().code(), ErrorCode::Conflict);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn uses_are_counted_by_the_year_of_the_contract() {
    let (crm, clock, wei) = shop_of("Wei");
    let id = signed(&crm, NewContract { months: 24, ..terms(wei) }).id;
    let mut plain: BTreeMap<i64, (u32, u32)> = BTreeMap::new();
    let mut chance = Chance(7);
    for turn in 0..60_i64 {
        clock.set(at("2026-03-02T12:00:00Z").plus_days(turn * 12));
        let (over, key) = (chance.roll(3) == 0, format!("U{turn}"));
        let year = turn * 12 / 365;
        let (used, beyond) = plain.entry(year).or_default();
        let done = crm.write(|tx| tx.contracts().use_entitlement(id, EntitlementKind::Visit, Some(&key), over));
        if *used - *beyond < 2 || over {
            let done = done.unwrap();
            assert_eq!(done.is_over, *used - *beyond >= 2);
            *beyond += u32::from(done.is_over);
            *used += 1;
            let again = crm.write(|tx| tx.contracts().use_entitlement(id, EntitlementKind::Visit, Some(&key), false));
            assert_eq!(again.unwrap(), done);
        } else {
            assert_eq!(done.unwrap_err().code(), ErrorCode::Limit);
        }
        let usage = crm.read(|tx| tx.contracts().usage(id, None)).unwrap().remove(0);
        assert_eq!((usage.used, usage.over, usage.left), (*used, *beyond, Some(2 - (*used - *beyond))));
    }
    assert_eq!(plain.len(), 2);
    // Calls are included without a number.
    crm.write(|tx| tx.contracts().use_entitlement(id, EntitlementKind::Call, None, false)).unwrap();
    clock.set(at("2028-03-02T00:00:00Z"));
    let late = crm.write(|tx| tx.contracts().use_entitlement(id, EntitlementKind::Call, None, false)).unwrap_err();
    assert_eq!((late.code(), late.path()), (ErrorCode::Conflict, Some("/id")));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_asks_renews_or_lets_expire_once() {
    for renewal in ContractRenewal::ALL {
        let (crm, clock, wei) = shop_of("Wei");
        let first = signed(&crm, NewContract { renewal: *renewal, ..terms(wei) });
        let ticked = |crm: &Crm| done_by(&crm.tick(None, None).unwrap(), "contracts");
        clock.set(at("2027-01-29T23:00:00Z"));
        assert_eq!(ticked(&crm), 0);
        clock.set(at("2027-01-30T00:00:00Z"));
        assert_eq!((ticked(&crm), ticked(&crm)), (1, 0));
        let tasks = crm.read(|tx| tx.tasks().list(&crate::tasks::TaskFilter::default())).unwrap().items;
        assert_eq!(tasks.len(), usize::from(*renewal == ContractRenewal::Ask));
        clock.set(at("2027-03-02T00:00:00Z"));
        assert_eq!((ticked(&crm), ticked(&crm)), (1, 0));
        assert_eq!(told(&crm, "contract.expiring").len(), 1);
        let first = get(&crm, first.id);
        if *renewal == ContractRenewal::Auto {
            let next = get(&crm, first.next_id.unwrap());
            assert_eq!((first.state, next.state), (ContractState::Renewed, ContractState::Active));
            assert_eq!((next.starts_on, next.ends_on), (day("2027-03-02"), day("2028-03-01")));
            assert_eq!((next.previous_id, next.price), (Some(first.id), first.price));
        } else {
            assert_eq!((first.state, first.next_id), (ContractState::Expired, None));
            assert_eq!(told(&crm, "contract.expired").len(), 1);
        }
        assert_eq!(crm.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn contracts_follow_a_merge_and_come_back() {
    let (crm, _, wei) = shop_of("Wei");
    let ada = person(&crm, "Ada");
    let id = signed(&crm, terms(wei)).id;
    let request = MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(get(&crm, id).customer_id, ada);
    let filter = ContractFilter { customer_id: Some(wei), ..ContractFilter::default() };
    assert_eq!(crm.read(|tx| tx.contracts().list(&filter)).unwrap().items.len(), 1);
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(get(&crm, id).customer_id, wei);
    assert_eq!(crm.read(|tx| tx.contracts().history(id)).unwrap().len(), 3);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_number_of_the_host_is_not_given_again() {
    let (crm, _, wei) = shop_of("Wei");
    let mine = NewContract { number: Some("SC-000002".into()), allow_overlap: true, ..terms(wei) };
    create(&crm, mine).unwrap();
    let others = || NewContract { allow_overlap: true, ..terms(wei) };
    let numbers = [others(), others()].map(|new| create(&crm, new).unwrap().number);
    assert_eq!(numbers, ["SC-000003", "SC-000004"]);
}
