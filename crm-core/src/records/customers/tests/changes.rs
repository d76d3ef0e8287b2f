//! Updates, upserts, identities, addresses, flags.

use super::super::*;
use crate::vocabulary::error::Error;
use crate::{Crm, CustomerId, ErrorCode, Options, Patch, StaffId};

fn shop() -> Crm {
    Crm::in_memory_with(Options::default().seed(7)).unwrap()
}

fn create(crm: &Crm, new: NewCustomer) -> Customer {
    crm.write(|tx| tx.customers().create(new)).unwrap()
}

/// The events of this room: stages have a room of their own.
fn events(crm: &Crm) -> Vec<crate::Event> {
    let mut all = crm.read(|tx| tx.events().list(0, 999)).unwrap();
    all.retain(|event| event.name != "customer.stage_changed");
    all
}

fn event_names(crm: &Crm) -> Vec<String> {
    events(crm).into_iter().map(|event| event.name).collect()
}

fn refused<T: std::fmt::Debug>(result: crate::Result<T>) -> Error {
    result.unwrap_err()
}

#[test]
fn a_patch_keeps_clears_and_sets() {
    let crm = shop();
    let ada = create(
        &crm,
        NewCustomer {
            given_name: Some("Ada".into()),
            family_name: Some("Lovelace".into()),
            country: Some("GB".into()),
            ..NewCustomer::default()
        },
    );
    let patch = CustomerPatch {
        family_name: Patch::Set("Byron".into()),
        country: Patch::Clear,
        language: Patch::Set("en".into()),
        ..CustomerPatch::default()
    };
    let after = crm.write(|tx| tx.customers().update(ada.id, patch.clone())).unwrap();
    assert_eq!(after.name.as_deref(), Some("Ada Byron"), "a name made of its parts follows them");
    assert_eq!((after.country, after.language.as_deref()), (None, Some("en")));
    crm.write(|tx| tx.customers().update(ada.id, patch)).unwrap();
    assert_eq!(event_names(&crm), ["customer.created", "customer.updated"], "a change that changes nothing is none");
    let event = events(&crm).remove(1);
    assert_eq!(event.payload["fields"], serde_json::json!(["country", "family_name", "language", "name"]));
    let found = |text: &str| {
        let search = CustomerSearch { text: text.into(), limit: None };
        crm.read(|tx| tx.customers().search(&search)).unwrap().len()
    };
    assert_eq!((found("byron"), found("lovelace")), (1, 0), "the index follows");
    let written = CustomerPatch { name: Patch::Set("Countess".into()), ..CustomerPatch::default() };
    crm.write(|tx| tx.customers().update(ada.id, written)).unwrap();
    let parts = CustomerPatch { family_name: Patch::Set("King".into()), ..CustomerPatch::default() };
    let after = crm.write(|tx| tx.customers().update(ada.id, parts)).unwrap();
    assert_eq!(after.name.as_deref(), Some("Countess"), "a written name stays");
    let missing = refused(crm.write(|tx| tx.customers().update(CustomerId(9), CustomerPatch::default())));
    assert_eq!(missing.code(), ErrorCode::NotFound);
}

#[test]
fn an_upsert_follows_its_policy() {
    let crm = shop();
    let given = |name: &str, phone: Option<&str>| NewCustomer {
        name: Some(name.into()),
        phone: phone.map(str::to_owned),
        email: Some("wei@example.com".into()),
        note: Some(format!("note of {name}")),
        addresses: vec![NewAddress {
            kind: AddressKind::Home,
            recipient: None,
            lines: vec!["1 High St".into()],
            city: None,
            region: None,
            postcode: None,
            country: None,
            geo_cell: None,
            is_default: false,
        }],
        tags: vec!["vip".into()],
        ..NewCustomer::default()
    };
    let upsert = |new: NewCustomer, policy| crm.write(|tx| tx.customers().upsert(new, policy)).unwrap();
    let first = upsert(given("Wei", None), MatchPolicy::Update);
    assert_eq!(first.outcome, UpsertOutcome::Created);
    let id = first.customer.id;
    assert_eq!(upsert(given("Wei", None), MatchPolicy::Update).outcome, UpsertOutcome::Unchanged);
    assert_eq!(upsert(given("Other", None), MatchPolicy::Skip).outcome, UpsertOutcome::Skipped);
    let merged = upsert(given("Other", Some("+8613800138000")), MatchPolicy::Merge);
    assert_eq!((merged.outcome, merged.customer.id), (UpsertOutcome::Updated, id));
    assert_eq!(merged.customer.name.as_deref(), Some("Wei"));
    assert_eq!(merged.customer.identities.len(), 2, "a gap is filled");
    let updated = upsert(given("Other", None), MatchPolicy::Update).customer;
    assert_eq!((updated.name.as_deref(), updated.note.as_deref()), (Some("Other"), Some("note of Other")));
    assert_eq!(crm.read(|tx| tx.customers().addresses(id)).unwrap().len(), 1, "the same address is one");
    assert_eq!(crm.read(|tx| tx.customers().tags_of(id)).unwrap(), ["vip"]);
    let ada = create(&crm, NewCustomer::person("Ada").email("ada@example.com"));
    let both = NewCustomer::person("Wei").email("wei@example.com").email("ada@example.com");
    assert_eq!(upsert(both, MatchPolicy::Update).customer.id, id);
    let pairs = crm.read(|tx| tx.customers().duplicates(&DuplicateFilter::default())).unwrap().items;
    assert_eq!((pairs.len(), pairs[0].first_id, pairs[0].second_id), (1, id, ada.id));
    assert_eq!((pairs[0].reason, pairs[0].score), (DuplicateReason::SameEmail, 95));
}

#[test]
fn every_kind_has_one_primary_identity() {
    let crm = shop();
    let wei = create(&crm, NewCustomer::person("Wei").email("a@example.com"));
    let add = |kind, value: &str| crm.write(|tx| tx.customers().add_identity(wei.id, &IdentityInput::new(kind, value)));
    let second = add(IdentityKind::Email, "b@example.com").unwrap();
    assert!(!second.is_primary);
    assert_eq!(add(IdentityKind::Email, "B@example.com").unwrap(), second, "what it has already is returned");
    let made = crm.write(|tx| tx.customers().set_primary_identity(second.id)).unwrap();
    assert!(made.is_primary);
    let primaries = || {
        let wei = crm.read(|tx| tx.customers().get(wei.id)).unwrap();
        wei.identities.into_iter().filter(|one| one.is_primary).map(|one| one.value).collect::<Vec<_>>()
    };
    assert_eq!(primaries(), ["b@example.com"]);
    crm.write(|tx| tx.customers().remove_identity(second.id)).unwrap();
    assert_eq!(primaries(), ["a@example.com"]);
    assert_eq!(refused(crm.write(|tx| tx.customers().remove_identity(second.id))).code(), ErrorCode::NotFound);
    let ada = create(&crm, NewCustomer::person("Ada"));
    let taken =
        crm.write(|tx| tx.customers().add_identity(ada.id, &IdentityInput::new(IdentityKind::Email, "A@EXAMPLE.com")));
    assert_eq!(refused(taken).existing_id(), Some(wei.id.0));
    let verified =
        crm.write(|tx| tx.customers().verify_identity(wei.identities[0].id, Verified::Verified, None)).unwrap();
    assert!(verified.verified_at.is_some());
}

#[test]
fn every_kind_has_one_default_address() {
    let crm = shop();
    let wei = create(&crm, NewCustomer::person("Wei"));
    let address = |city: &str, is_default| NewAddress {
        kind: AddressKind::Shipping,
        recipient: None,
        lines: vec![],
        city: Some(city.into()),
        region: None,
        postcode: None,
        country: None,
        geo_cell: None,
        is_default,
    };
    let defaults = || {
        let all = crm.read(|tx| tx.customers().addresses(wei.id)).unwrap();
        all.into_iter().filter(|one| one.is_default).filter_map(|one| one.city).collect::<Vec<_>>()
    };
    let first = crm.write(|tx| tx.customers().add_address(wei.id, &address("Paris", false))).unwrap();
    assert_eq!(defaults(), ["Paris"]);
    let second = crm.write(|tx| tx.customers().add_address(wei.id, &address("Rome", true))).unwrap();
    assert_eq!(defaults(), ["Rome"]);
    crm.write(|tx| tx.customers().update_address(first.id, &address("Lyon", true))).unwrap();
    assert_eq!(defaults(), ["Lyon"]);
    let home = NewAddress { kind: AddressKind::Home, ..address("Lyon", false) };
    crm.write(|tx| tx.customers().update_address(first.id, &home)).unwrap();
    assert_eq!(defaults(), ["Lyon", "Rome"]);
    crm.write(|tx| tx.customers().remove_address(second.id)).unwrap();
    assert_eq!(defaults(), ["Lyon"]);
    let empty = NewAddress { city: None, ..address("", false) };
    let error = refused(crm.write(|tx| tx.customers().add_address(wei.id, &empty)));
    assert_eq!(error.path(), Some("/address/lines"));
}

#[test]
fn flags_have_events_of_their_own() {
    let crm = shop();
    let wei = create(&crm, NewCustomer::person("Wei")).id;
    crm.write(|tx| {
        let customers = tx.customers();
        assert_eq!(customers.set_owner(wei, Some(StaffId(7)))?.owner_id, Some(StaffId(7)));
        assert_eq!(customers.block(&NewBlock::new(wei, Block::NoMarketing, "asked"))?.blocked, Block::NoMarketing);
        assert_eq!(customers.unblock(wei, None)?.block_reason, None);
        assert!(customers.archive(wei)?.archived_at.is_some());
        assert!(customers.archive(wei)?.archived_at.is_some());
        assert!(customers.search(&CustomerSearch { text: "wei".into(), limit: None })?.is_empty());
        assert!(customers.list(&CustomerFilter::default())?.items.is_empty());
        assert_eq!(customers.unarchive(wei)?.archived_at, None);
        assert_eq!(customers.search(&CustomerSearch { text: "wei".into(), limit: None })?.len(), 1);
        Ok(())
    })
    .unwrap();
    let expected = ["created", "owner_changed", "blocked", "unblocked", "archived", "unarchived"];
    assert_eq!(event_names(&crm), expected.map(|name| format!("customer.{name}")));
    assert_eq!(
        refused(crm.write(|tx| tx.customers().block(&NewBlock::new(wei, Block::None, "asked")))).path(),
        Some("/block")
    );
    assert_eq!(refused(crm.write(|tx| tx.customers().set_owner(wei, Some(StaffId(0))))).path(), Some("/owner_id"));
}

#[test]
fn only_companies_have_a_profile() {
    let crm = shop();
    let acme = create(&crm, NewCustomer::company("ACME")).id;
    let profile = CompanyProfile { tax_id: Some("91-350100 M000100Y43".into()), ..CompanyProfile::default() };
    let after = crm.write(|tx| tx.customers().set_company(acme, Some(profile.clone()))).unwrap();
    assert_eq!(after.company, Some(profile.clone()));
    let to_person = CustomerPatch { kind: Some(CustomerKind::Person), ..CustomerPatch::default() };
    assert_eq!(refused(crm.write(|tx| tx.customers().update(acme, to_person.clone()))).path(), Some("/kind"));
    crm.write(|tx| tx.customers().set_company(acme, None)).unwrap();
    let person = crm.write(|tx| tx.customers().update(acme, to_person)).unwrap();
    assert_eq!(person.kind, CustomerKind::Person);
    assert_eq!(refused(crm.write(|tx| tx.customers().set_company(acme, Some(profile)))).path(), Some("/company"));
}
