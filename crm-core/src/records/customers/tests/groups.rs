//! Relations, tags, lists, custom fields, filters, search, duplicates.

use super::super::*;
use crate::{Crm, CustomerId, Date, ErrorCode, FixedClock, Options, PageRequest, Timestamp};
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

fn listed(crm: &Crm, filter: CustomerFilter) -> Vec<i64> {
    let page = crm.read(|tx| tx.customers().list(&filter)).unwrap();
    page.items.into_iter().map(|customer| customer.id.0).collect()
}

#[test]
fn relations_are_seen_from_both_ends() {
    let crm = shop();
    let (wei, acme) = (create(&crm, NewCustomer::person("Wei")), create(&crm, NewCustomer::company("ACME")));
    let new = NewRelation { from_id: wei, to_id: acme, kind: RelationKind::ContactOf, since: None, until: None };
    let relation = crm.write(|tx| tx.customers().relate(&new)).unwrap();
    let until = Date::parse("2026-01-31").unwrap();
    let ended = crm.write(|tx| tx.customers().relate(&NewRelation { until: Some(until), ..new.clone() })).unwrap();
    assert_eq!((ended.id, ended.until), (relation.id, Some(until)), "the same pair and kind is one relation");
    let seen = |id| crm.read(|tx| tx.customers().relations(id)).unwrap();
    assert_eq!((seen(wei), seen(acme)), (vec![ended.clone()], vec![ended]));
    let itself = crm.write(|tx| tx.customers().relate(&NewRelation { to_id: wei, ..new.clone() })).unwrap_err();
    assert_eq!(itself.path(), Some("/to_id"));
    let unknown = crm.write(|tx| tx.customers().relate(&NewRelation { to_id: CustomerId(9), ..new })).unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), (ErrorCode::NotFound, Some("/to_id")));
    crm.write(|tx| tx.customers().unrelate(relation.id)).unwrap();
    assert!(seen(wei).is_empty());
}

#[test]
fn tags_and_lists_hold_customers() {
    let crm = shop();
    let ids: Vec<CustomerId> = ["A", "B", "C"].map(|name| create(&crm, NewCustomer::person(name))).to_vec();
    let tag = |id, tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        crm.write(|tx| tx.customers().tag(id, &tags)).unwrap()
    };
    assert_eq!(tag(ids[0], &["vip", " new "]), ["new", "vip"]);
    tag(ids[2], &["vip"]);
    assert_eq!(listed(&crm, CustomerFilter { tag: Some("vip".into()), ..Default::default() }), [1, 3]);
    let counts = crm.read(|tx| tx.customers().tags()).unwrap();
    assert_eq!(
        counts.iter().map(|one| (one.tag.as_str(), one.customers)).collect::<Vec<_>>(),
        [("new", 1), ("vip", 2)]
    );
    assert_eq!(crm.write(|tx| tx.customers().untag(ids[0], &["vip".into(), "none".into()])).unwrap(), ["new"]);

    let list = crm.write(|tx| tx.customers().create_list("Spring", None)).unwrap().id;
    let again = crm.write(|tx| tx.customers().create_list(" Spring ", None)).unwrap_err();
    assert_eq!((again.code(), again.existing_id()), (ErrorCode::Conflict, Some(list.0)));
    assert_eq!(crm.write(|tx| tx.customers().add_to_list(list, &ids, Some("fair"))).unwrap(), 3);
    assert_eq!(crm.write(|tx| tx.customers().add_to_list(list, &ids[..1], None)).unwrap(), 0);
    assert_eq!(crm.write(|tx| tx.customers().remove_from_list(list, &ids[1..2])).unwrap(), 1);
    assert_eq!(listed(&crm, CustomerFilter { list_id: Some(list), ..Default::default() }), [1, 3]);
    let both = CustomerFilter { list_id: Some(list), tag: Some("vip".into()), ..Default::default() };
    assert_eq!(listed(&crm, both), [3]);
    let first = crm.read(|tx| tx.customers().list_members(list, &PageRequest::first(1))).unwrap();
    assert_eq!((first.items[0].customer_id, first.items[0].source.as_deref()), (ids[0], Some("fair")));
    let next = PageRequest { limit: Some(1), after: first.next };
    assert_eq!(crm.read(|tx| tx.customers().list_members(list, &next)).unwrap().items[0].customer_id, ids[2]);
    let of = crm.read(|tx| tx.customers().lists_of(ids[1])).unwrap();
    assert!(of[0].removed_at.is_some());
    let unknown = crm.write(|tx| tx.customers().add_to_list(list, &[ids[0], CustomerId(9)], None)).unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), (ErrorCode::NotFound, Some("/customers/1")));
}

fn define(crm: &Crm, key: &str, kind: FieldType, options: &[&str], indexed: bool) -> CustomField {
    let new = NewField {
        entity: FieldEntity::Customer,
        key: key.into(),
        kind,
        required: false,
        pii: false,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        indexed,
    };
    crm.write(|tx| tx.customers().define_field(new)).unwrap()
}

#[test]
fn custom_fields_are_typed_and_filter_lists() {
    let crm = shop();
    for indexed in [true, false] {
        let suffix = if indexed { "_i" } else { "" };
        let key = |name: &str| format!("{name}{suffix}");
        let wei = create(&crm, NewCustomer::person("Wei"));
        create(&crm, NewCustomer::person("Ada"));
        let cases: [(&str, FieldType, &[&str], Value, Value); 10] = [
            ("flag", FieldType::Bool, &[], json!(true), json!("yes")),
            ("count", FieldType::Int, &[], json!(-3), json!(1.5)),
            ("limit", FieldType::Money, &[], json!({"amount": "9.90", "currency": "USD"}), json!(9)),
            ("size", FieldType::Qty, &[], json!("1.5"), json!("1.2345")),
            ("day", FieldType::Date, &[], json!("2026-02-28"), json!("2026-02-30")),
            ("time", FieldType::Ts, &[], json!("2026-02-28T12:00:00Z"), json!("noon")),
            ("memo", FieldType::Text, &[], json!("a'; DROP TABLE crm_customer; --"), json!(7)),
            ("color", FieldType::Enum, &["red", "blue"], json!("blue"), json!("green")),
            ("likes", FieldType::MultiEnum, &["tea", "coffee", "milk"], json!(["tea", "milk"]), json!(["beer"])),
            ("friend", FieldType::CustomerRef, &[], json!(1), json!(99)),
        ];
        for (name, kind, options, good, bad) in cases {
            let key = key(name);
            define(&crm, &key, kind, options, indexed);
            let set = |value: &Value| {
                let values = BTreeMap::from([(key.clone(), value.clone())]);
                crm.write(|tx| tx.customers().set_fields(wei, &values))
            };
            assert_eq!(set(&good).unwrap()[&key], good);
            let error = set(&bad).unwrap_err();
            assert_eq!(
                error.path(),
                Some(format!("/values/{key}").as_str()).filter(|_| kind != FieldType::CustomerRef).or(error.path())
            );
            assert!(matches!(error.code(), ErrorCode::InvalidInput | ErrorCode::NotFound), "{error}");
            let filter = |value: Value| CustomerFilter {
                custom: vec![FieldEquals { key: key.clone(), value }],
                ..Default::default()
            };
            assert_eq!(listed(&crm, filter(good)), [wei.0], "{name}");
            assert!(!listed(&crm, filter(Value::Null)).contains(&wei.0), "{name}");
        }
        let likes = CustomerFilter {
            custom: vec![FieldEquals { key: key("likes"), value: json!("milk") }],
            ..Default::default()
        };
        assert_eq!(listed(&crm, likes), [wei.0]);
        let values = BTreeMap::from([(key("flag"), Value::Null)]);
        let left = crm.write(|tx| tx.customers().set_fields(wei, &values)).unwrap();
        assert_eq!(left.len(), 9);
    }
    let unknown =
        CustomerFilter { custom: vec![FieldEquals { key: "x".into(), value: json!(1) }], ..Default::default() };
    assert_eq!(crm.read(|tx| tx.customers().list(&unknown)).unwrap_err().path(), Some("/custom/0/key"));
}

#[test]
fn a_definition_guards_what_is_stored() {
    let crm = shop();
    let field = define(&crm, "color", FieldType::Enum, &["red", "blue"], false);
    let new =
        NewCustomer { custom: BTreeMap::from([("color".to_owned(), json!("red"))]), ..NewCustomer::person("Wei") };
    create(&crm, new);
    let redefine = |kind, options: &[&str], required| {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        let new = NewField {
            entity: FieldEntity::Customer,
            key: "color".into(),
            kind,
            required,
            pii: false,
            options,
            indexed: true,
        };
        crm.write(|tx| tx.customers().define_field(new))
    };
    assert_eq!(redefine(FieldType::Text, &[], false).unwrap_err().existing_id(), Some(field.id.0));
    assert_eq!(redefine(FieldType::Enum, &["blue"], false).unwrap_err().path(), Some("/options"));
    assert_eq!(redefine(FieldType::Enum, &[], false).unwrap_err().path(), Some("/options"));
    let changed = redefine(FieldType::Enum, &["red", "green"], true).unwrap();
    assert_eq!((changed.id, changed.required, changed.indexed), (field.id, true, true));
    let filter =
        CustomerFilter { custom: vec![FieldEquals { key: "color".into(), value: json!("red") }], ..Default::default() };
    assert_eq!(listed(&crm, filter), [1], "values follow into the index");
    let error = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap_err();
    assert_eq!(error.path(), Some("/custom/color"));
    assert!(crm.read(|tx| tx.customers().get(CustomerId(2))).is_err(), "nothing half done");
}

#[test]
fn lists_are_filtered_and_paged() {
    let crm = shop();
    for at in 0..5 {
        let name = format!("Customer {at}");
        let new = if at % 2 == 0 { NewCustomer::person(name) } else { NewCustomer::company(name) };
        create(&crm, NewCustomer { country: (at < 3).then(|| "CN".to_owned()), ..new });
    }
    assert_eq!(listed(&crm, CustomerFilter { kind: Some(CustomerKind::Company), ..Default::default() }), [2, 4]);
    assert_eq!(listed(&crm, CustomerFilter { country: Some("CN".into()), ..Default::default() }), [1, 2, 3]);
    let mut filter = CustomerFilter { page: PageRequest::first(2), ..Default::default() };
    let mut seen = Vec::new();
    loop {
        let page = crm.read(|tx| tx.customers().list(&filter)).unwrap();
        seen.extend(page.items.iter().map(|customer| customer.id.0));
        let Some(next) = page.next else { break };
        filter.page.after = Some(next);
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    filter.kind = Some(CustomerKind::Person);
    assert_eq!(crm.read(|tx| tx.customers().list(&filter)).unwrap_err().path(), Some("/page/after"));
}

#[test]
fn a_search_ranks_by_how_well_it_matches() {
    let crm = shop();
    for name in ["王伟", "王伟明", "张王伟", "Wei Wang", "Weiss, Anna", "李娜"] {
        create(&crm, NewCustomer::person(name));
    }
    create(&crm, NewCustomer::person("Bob").email("wei@example.com").phone("+8613812345678"));
    let profile = CompanyProfile { legal_name: Some("上海伟业有限公司".into()), ..Default::default() };
    create(&crm, NewCustomer { company: Some(profile), ..NewCustomer::company("SHWY") });
    let found = |text: &str| {
        let search = CustomerSearch { text: text.into(), limit: None };
        let hits = crm.read(|tx| tx.customers().search(&search)).unwrap();
        hits.into_iter().map(|hit| (hit.id.0, hit.matched)).collect::<Vec<_>>()
    };
    assert_eq!(found("王伟"), [(1, Matched::Name), (2, Matched::NamePrefix), (3, Matched::Words)]);
    assert_eq!(found("王"), [(2, Matched::NamePrefix), (1, Matched::NamePrefix), (3, Matched::Words)]);
    assert_eq!(found("wei"), [(5, Matched::NamePrefix), (4, Matched::NamePrefix), (7, Matched::Words)]);
    assert_eq!(found("wang wei"), [(4, Matched::Words)]);
    assert_eq!(found("WEI@example.com"), [(7, Matched::Identity)]);
    assert_eq!(found("1234"), [(7, Matched::Digits)]);
    assert_eq!(found("138-1234"), [(7, Matched::Digits)]);
    assert_eq!(found("伟业"), [(8, Matched::Words)]);
    assert_eq!(found("'; DROP TABLE crm_customer; --"), []);
    let error = |text: &str, limit| {
        let search = CustomerSearch { text: text.into(), limit };
        crm.read(|tx| tx.customers().search(&search)).unwrap_err()
    };
    assert_eq!(error("!?", None).path(), Some("/text"));
    assert_eq!(error("a", Some(101)).path(), Some("/limit"));
}

#[test]
fn duplicates_are_found_with_reasons() {
    let crm = shop();
    let person = |name: &str| NewCustomer::person(name);
    let born =
        |name: &str, date: &str| NewCustomer { birth_date: Some(BirthDate::parse(date).unwrap()), ..person(name) };
    let address = |postcode: &str| NewAddress {
        kind: AddressKind::Home,
        recipient: None,
        lines: vec![],
        city: None,
        region: None,
        postcode: Some(postcode.into()),
        country: Some("GB".into()),
        geo_cell: None,
        is_default: false,
    };
    let living = |name: &str, postcode: &str| NewCustomer { addresses: vec![address(postcode)], ..person(name) };
    let company = |name: &str, tax: &str| NewCustomer {
        company: Some(CompanyProfile { tax_id: Some(tax.into()), ..Default::default() }),
        ..NewCustomer::company(name)
    };
    let pairs = [
        (person("A").email("wei@example.com"), person("B").email("wei+shop@example.com"), DuplicateReason::SameEmail),
        (
            person("C").phone("+8613800138000"),
            person("D").identity(IdentityKind::Whatsapp, "+8613800138000"),
            DuplicateReason::SamePhone,
        ),
        (company("E", "DE 123-456"), company("F", "de123456"), DuplicateReason::SameTaxId),
        (born("Ada Lovelace", "1815-12-10"), born("ADA LOVELACE", "1815-12-10"), DuplicateReason::NameBirth),
        (living("Mary Shelley", "W1"), living("mary shelley", "W1"), DuplicateReason::NamePostcode),
        (living("Charlotte Bronte", "BD13"), living("Charlote Bronte", "BD13"), DuplicateReason::Fuzzy),
    ];
    for (one, other, reason) in pairs {
        let (first, second) = (create(&crm, one), create(&crm, other));
        let found = crm.read(|tx| tx.customers().find_duplicates(second)).unwrap();
        assert_eq!(found.len(), 1, "{reason}");
        assert_eq!((found[0].first_id, found[0].second_id, found[0].reason), (first, second, reason));
    }
    // Names alone prove nothing.
    for name in ["王伟", "王伟"] {
        create(&crm, person(name));
    }
    let scan = crm.write(|tx| tx.customers().scan_duplicates(CustomerId(0), 10_000)).unwrap();
    assert_eq!((scan.found, scan.last_id, scan.done), (6, CustomerId(14), true));
    let again = crm.write(|tx| tx.customers().scan_duplicates(CustomerId(0), 5)).unwrap();
    assert_eq!((again.found, again.last_id, again.done), (0, CustomerId(5), false));
    let open = || crm.read(|tx| tx.customers().duplicates(&DuplicateFilter::default())).unwrap().items;
    assert_eq!(open().len(), 6);
    assert!(open().windows(2).all(|pair| pair[0].score >= pair[1].score));
    crm.write(|tx| tx.customers().dismiss_duplicate(CustomerId(2), CustomerId(1))).unwrap();
    assert_eq!(open().len(), 5);
    assert!(crm.read(|tx| tx.customers().find_duplicates(CustomerId(1))).unwrap().is_empty());
    let rescan = crm.write(|tx| tx.customers().scan_duplicates(CustomerId(0), 10_000)).unwrap();
    assert_eq!(rescan.found, 0, "a dismissed pair is not proposed again");
}
