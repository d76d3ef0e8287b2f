//! Merging and taking it back.

use super::super::*;
use crate::{Crm, CustomerId, ErrorCode, FixedClock, Options, Patch, StaffId, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

fn shop() -> Crm {
    let clock = FixedClock::new(Timestamp::saturating_from_millis(1_000));
    Crm::in_memory_with(Options::default().seed(7).clock(Arc::new(clock))).unwrap()
}

fn create(crm: &Crm, new: NewCustomer) -> CustomerId {
    crm.write(|tx| tx.customers().create(new)).unwrap().id
}

fn request(winner: CustomerId, loser: CustomerId) -> MergeRequest {
    MergeRequest { winner_id: winner, loser_id: loser, rules: BTreeMap::new() }
}

fn merge(crm: &Crm, winner: CustomerId, loser: CustomerId) -> MergeRecord {
    crm.write(|tx| tx.customers().merge(&request(winner, loser))).unwrap()
}

fn home(city: &str, is_default: bool) -> NewAddress {
    NewAddress {
        kind: AddressKind::Home,
        recipient: None,
        lines: vec![],
        city: Some(city.into()),
        region: None,
        postcode: None,
        country: None,
        geo_cell: None,
        is_default,
    }
}

/// Everything about some customers, as far as it is visible, without the numbers of events.
fn dump(crm: &Crm, ids: &[CustomerId]) -> Value {
    crm.read(|tx| {
        let customers = tx.customers();
        let mut all = Vec::new();
        for id in ids {
            let mut own = json!(customers.get(*id)?);
            own["rev"] = Value::Null;
            all.push(json!({
                "own": own,
                "addresses": customers.addresses(*id)?,
                "tags": customers.tags_of(*id)?,
                "lists": customers.lists_of(*id)?,
                "relations": customers.relations(*id)?,
                "custom": customers.field_values(*id)?,
            }));
        }
        let search = |text: &str| customers.search(&CustomerSearch { text: text.into(), limit: Some(100) });
        let duplicates: Vec<_> = [DuplicateState::Open, DuplicateState::Dismissed, DuplicateState::Merged]
            .into_iter()
            .map(|state| customers.duplicates(&DuplicateFilter { state: Some(state), ..Default::default() }))
            .collect::<crate::Result<_>>()?;
        Ok(json!({ "all": all, "found": [search("c")?, search("example")?, search("138")?], "pairs": duplicates }))
    })
    .unwrap()
}

#[test]
fn the_winner_takes_over_what_the_loser_has() {
    let crm = shop();
    let winner =
        create(&crm, NewCustomer { tags: vec!["vip".into()], ..NewCustomer::person("Wei").email("wei@example.com") });
    let loser = create(
        &crm,
        NewCustomer {
            country: Some("CN".into()),
            tags: vec!["vip".into(), "new".into()],
            addresses: vec![home("Beijing", true)],
            ..NewCustomer::person("Wang Wei").email("old@example.com").phone("+8613800138000")
        },
    );
    let record = merge(&crm, winner, loser);
    assert_eq!(record.changed_fields, ["country"]);
    assert_eq!(record.moved["crm_identity"], 2);
    let after = crm.read(|tx| tx.customers().get(winner)).unwrap();
    assert_eq!((after.name.as_deref(), after.country.as_deref()), (Some("Wei"), Some("CN")));
    let primaries: Vec<&str> =
        after.identities.iter().filter(|one| one.is_primary).map(|one| one.value.as_str()).collect();
    assert_eq!(primaries, ["wei@example.com", "+8613800138000"]);
    assert_eq!(crm.read(|tx| tx.customers().tags_of(winner)).unwrap(), ["new", "vip"]);
    assert_eq!(crm.read(|tx| tx.customers().addresses(loser)).unwrap().len(), 1, "the loser is followed");
    assert_eq!(crm.read(|tx| tx.customers().get(loser)).unwrap().merged_into, Some(winner));
    let by = |value: &str| IdentityInput::new(IdentityKind::Email, value);
    assert_eq!(crm.read(|tx| tx.customers().id_of(&by("old@example.com"))).unwrap(), Some(winner));
    let page = crm.read(|tx| tx.customers().list(&CustomerFilter::default())).unwrap();
    assert_eq!(page.items.len(), 1);
    let update = CustomerPatch { note: Patch::Set("x".into()), ..CustomerPatch::default() };
    assert_eq!(crm.write(|tx| tx.customers().update(loser, update)).unwrap().id, winner);
    let names = crm.read(|tx| tx.host().query_views("SELECT name FROM crm_customers", &[])).unwrap();
    assert_eq!(names.rows.len(), 1);
}

#[test]
fn rules_decide_single_fields() {
    let crm = shop();
    let new = |name: &str, language: &str| NewCustomer { language: Some(language.into()), ..NewCustomer::person(name) };
    let (winner, loser) = (create(&crm, new("Wei", "zh")), create(&crm, new("Wang", "en")));
    let rules = BTreeMap::from([
        ("name".to_owned(), FieldRule::KeepLoser),
        ("language".to_owned(), FieldRule::Newest),
        ("country".to_owned(), FieldRule::KeepWinner),
    ]);
    crm.write(|tx| tx.customers().merge(&MergeRequest { rules, ..request(winner, loser) })).unwrap();
    let after = crm.read(|tx| tx.customers().get(winner)).unwrap();
    assert_eq!((after.name.as_deref(), after.language.as_deref()), (Some("Wang"), Some("zh")), "neither is newer");
    let unknown = BTreeMap::from([("uid".to_owned(), FieldRule::KeepLoser)]);
    let other = create(&crm, NewCustomer::person("Other"));
    let error = crm.write(|tx| tx.customers().merge(&MergeRequest { rules: unknown, ..request(winner, other) }));
    let error = error.unwrap_err();
    assert_eq!(error.path(), Some("/rules"));
    assert!(error.allowed_values().contains(&"name".to_owned()));
}

#[test]
fn merges_that_make_no_sense_are_refused() {
    let crm = shop();
    let [a, b, c] = ["A", "B", "C"].map(|name| create(&crm, NewCustomer::person(name)));
    let refused = |winner, loser| crm.write(|tx| tx.customers().merge(&request(winner, loser))).unwrap_err();
    assert_eq!(refused(a, a).code(), ErrorCode::InvalidInput);
    assert_eq!(refused(a, CustomerId(9)).code(), ErrorCode::NotFound);
    let first = merge(&crm, a, b);
    assert_eq!((refused(a, b).code(), refused(a, b).existing_id()), (ErrorCode::Conflict, Some(a.0)));
    assert_eq!(refused(b, a).path(), Some("/winner_id"), "no circle");
    let second = merge(&crm, c, a);
    assert_eq!(crm.read(|tx| require(tx, b)).unwrap(), c, "chains are followed");
    let early = crm.write(|tx| tx.customers().unmerge(first.id)).unwrap_err();
    assert_eq!((early.code(), early.existing_id()), (ErrorCode::Conflict, Some(c.0)));
    crm.write(|tx| tx.customers().unmerge(second.id)).unwrap();
    crm.write(|tx| tx.customers().unmerge(first.id)).unwrap();
    assert_eq!(crm.write(|tx| tx.customers().unmerge(first.id)).unwrap_err().code(), ErrorCode::Conflict);
    let merges = crm.read(|tx| tx.customers().merges(a)).unwrap();
    assert_eq!(merges.iter().filter(|merge| merge.undone_at.is_some()).count(), 2);
}

#[test]
fn what_came_later_stays_with_the_winner() {
    let crm = shop();
    let winner = create(&crm, NewCustomer::person("C Wei").email("wei@example.com"));
    let loser = create(
        &crm,
        NewCustomer { country: Some("CN".into()), ..NewCustomer::person("C Wang").email("old@example.com") },
    );
    let record = merge(&crm, winner, loser);
    crm.write(|tx| {
        let customers = tx.customers();
        customers.add_identity(loser, &IdentityInput::new(IdentityKind::Email, "new@example.com"))?;
        customers.add_address(winner, &home("Rome", false))?;
        let patch = CustomerPatch { country: Patch::Set("IT".into()), ..CustomerPatch::default() };
        customers.update(winner, patch)?;
        let old = customers.get(winner)?.identities.into_iter().find(|one| one.value == "old@example.com");
        customers.set_primary_identity(old.unwrap().id)
    })
    .unwrap();
    let loser = crm.write(|tx| tx.customers().unmerge(record.id)).unwrap();
    assert_eq!(
        loser.identities.iter().map(|one| (one.value.as_str(), one.is_primary)).collect::<Vec<_>>(),
        [("old@example.com", true)]
    );
    let winner = crm.read(|tx| tx.customers().get(winner)).unwrap();
    assert_eq!(winner.country.as_deref(), Some("IT"), "a field that was changed after the merge stays changed");
    let keys: Vec<(&str, bool)> = winner.identities.iter().map(|one| (one.value.as_str(), one.is_primary)).collect();
    assert_eq!(keys, [("wei@example.com", true), ("new@example.com", false)]);
    assert_eq!(crm.read(|tx| tx.customers().addresses(winner.id)).unwrap().len(), 1);
    assert!(crm.check().unwrap().ok);
}

/// One random change of one of four customers.
fn change(crm: &Crm, ids: &[CustomerId], (what, who, number): (u8, usize, u8)) {
    let id = ids[who % ids.len()];
    let other = ids[(who + 1) % ids.len()];
    crm.write(|tx| {
        let customers = tx.customers();
        match what % 9 {
            0 => drop(customers.tag(id, &[format!("tag {}", number % 3)])?),
            1 => drop(customers.add_address(id, &home(&format!("City {number}"), number % 2 == 0))?),
            2 => {
                let value = format!("{number}@example.com");
                let input = IdentityInput::new(IdentityKind::Email, value);
                if customers.id_of(&input)?.is_none() {
                    customers.add_identity(id, &input)?;
                }
            }
            3 => {
                let list = crate::ListId(i64::from(number % 2) + 1);
                customers.add_to_list(list, &[id], Some("test"))?;
            }
            4 => {
                let values =
                    BTreeMap::from([("color".to_owned(), json!(if number % 2 == 0 { "red" } else { "blue" }))]);
                customers.set_fields(id, &values)?;
            }
            5 => {
                let kind = RelationKind::ALL[usize::from(number) % RelationKind::ALL.len()];
                customers.relate(&NewRelation { from_id: id, to_id: other, kind, since: None, until: None })?;
            }
            6 => {
                let patch = CustomerPatch { note: Patch::Set(format!("note {number}")), ..CustomerPatch::default() };
                customers.update(id, patch)?;
            }
            7 => drop(customers.set_owner(id, Some(StaffId(i64::from(number) + 1)))?),
            _ => {
                let phone = IdentityInput::new(IdentityKind::Phone, format!("+86138001380{:02}", number % 100));
                if customers.id_of(&phone)?.is_none() {
                    customers.add_identity(id, &phone)?;
                }
            }
        }
        Ok(())
    })
    .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever the customers are, a merge that is taken back leaves everything as it was.
    #[test]
    fn unmerge_restores_exactly(
        changes in prop::collection::vec((any::<u8>(), 0_usize..4, 0_u8..100), 0..40),
        winner in 0_usize..4,
        distance in 1_usize..4,
        keep_loser in any::<bool>(),
        noted in any::<bool>(),
    ) {
        let crm = shop();
        let ids: Vec<CustomerId> = (0..4)
            .map(|at| create(&crm, if at == 3 { NewCustomer::company(format!("C{at}")) } else { NewCustomer::person(format!("C{at}")) }))
            .collect();
        crm.write(|tx| {
            tx.customers().create_list("one", None)?;
            tx.customers().create_list("two", None)?;
            tx.customers().set_company(ids[3], Some(CompanyProfile { industry: Some("steel".into()), ..Default::default() }))?;
            tx.customers().define_field(NewField {
                entity: FieldEntity::Customer, key: "color".into(), kind: FieldType::Enum, required: false, pii: false,
                options: vec!["red".into(), "blue".into()], indexed: true,
            })
        }).unwrap();
        for one in changes {
            change(&crm, &ids, one);
        }
        let (winner, loser) = (ids[winner], ids[(winner + distance) % 4]);
        if noted {
            crm.write(|tx| tx.customers().dismiss_duplicate(winner, loser)).unwrap();
        }
        let before = dump(&crm, &ids);
        let rules = if keep_loser {
            BTreeMap::from([("name".to_owned(), FieldRule::KeepLoser), ("note".to_owned(), FieldRule::KeepLoser)])
        } else {
            BTreeMap::new()
        };
        let record = crm.write(|tx| tx.customers().merge(&MergeRequest { rules, ..request(winner, loser) })).unwrap();
        let merged = dump(&crm, &ids);
        prop_assert_ne!(&merged, &before);
        crm.write(|tx| tx.customers().unmerge(record.id)).unwrap();
        prop_assert_eq!(dump(&crm, &ids), before);
        prop_assert!(crm.check().unwrap().ok);
    }
}
