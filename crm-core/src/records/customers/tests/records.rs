use super::super::*;
use crate::{Crm, CustomerId, ErrorCode, Options};

fn shop() -> Crm {
    Crm::in_memory_with(Options::default().seed(7)).unwrap()
}

#[test]
fn a_customer_is_created_read_and_found() {
    let crm = shop();
    let new = NewCustomer::person("王伟").email("Wei@Example.com").phone("+86 138 0013 8000").external_id("web", "42");
    let wei = crm.write(|tx| tx.customers().create(new)).unwrap();
    assert_eq!((wei.id, wei.name.as_deref(), wei.uid.len()), (CustomerId(1), Some("王伟"), 32));
    let keys: Vec<(&str, bool)> = wei.identities.iter().map(|one| (one.value.as_str(), one.is_primary)).collect();
    assert_eq!(keys, [("web:42", true), ("wei@example.com", true), ("+8613800138000", true)]);
    let found = |kind, value: &str| crm.read(|tx| tx.customers().find(&IdentityInput::new(kind, value))).unwrap();
    assert_eq!(found(IdentityKind::Email, " WEI@example.com").as_ref(), Some(&wei));
    assert_eq!(found(IdentityKind::Phone, "0086 13800138000").as_ref(), Some(&wei));
    assert_eq!(found(IdentityKind::ExternalId, "web:42").as_ref(), Some(&wei));
    assert_eq!(found(IdentityKind::ExternalId, "web:43"), None);
    let events = crm.read(|tx| tx.events().list(0, 9)).unwrap();
    let names: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["customer.created", "customer.stage_changed"]);
    assert!(!events[0].payload.to_string().contains("example"));
    let again = shop().write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap();
    assert_eq!(again.uid, wei.uid, "the same seed and number give the same id across files");
}

#[test]
fn a_taken_identity_names_its_owner_and_nothing_else() {
    let crm = shop();
    let wei = crm.write(|tx| tx.customers().create(NewCustomer::person("王伟").email("wei@example.com"))).unwrap();
    let error = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada").email("WEI@example.com"))).unwrap_err();
    assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(wei.id.0)));
    assert_eq!(error.path(), Some("/identities/0/value"));
    assert!(!error.to_string().contains("wei@"), "{error}");
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 2, "created, and its first stage");
}

#[test]
fn bad_fields_are_named() {
    let crm = shop();
    let bad = |new: NewCustomer| crm.write(|tx| tx.customers().create(new)).unwrap_err();
    let person = || NewCustomer::person("Ada");
    let table = [
        (NewCustomer::default(), "/name"),
        (NewCustomer::person("a\0b"), "/name"),
        (NewCustomer::person("x".repeat(513)), "/name"),
        (NewCustomer { note: Some("x".repeat(70_000)), ..person() }, "/note"),
        (NewCustomer { country: Some("China".into()), ..person() }, "/country"),
        (NewCustomer { language: Some("?".into()), ..person() }, "/language"),
        (NewCustomer { quiet_from: Some(1_440), quiet_to: Some(0), ..person() }, "/quiet_from"),
        (NewCustomer { quiet_from: Some(60), ..person() }, "/quiet_to"),
        (NewCustomer { external_id: Some("7".into()), ..person() }, "/source"),
        (NewCustomer { id_document_hash: Some("secret".into()), ..person() }, "/id_document_hash"),
        (NewCustomer { birth_date: Some(BirthDate::parse("9999-01-01").unwrap()), ..person() }, "/birth_date"),
        (NewCustomer { company: Some(CompanyProfile::default()), ..person() }, "/company"),
        (NewCustomer { tags: vec![" ".into()], ..person() }, "/tags/0"),
        (person().phone("12"), "/identities/0/value"),
        (person().email("a@b\r\nc"), "/identities/0/value"),
    ];
    for (new, path) in table {
        let error = bad(new);
        assert_eq!(error.path(), Some(path), "{error}");
        assert!(matches!(error.code(), ErrorCode::InvalidInput | ErrorCode::Limit), "{error}");
    }
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
}

#[test]
fn names_are_made_of_their_parts() {
    let crm = shop();
    let named = |given: &str, family: &str| {
        let new =
            NewCustomer { given_name: Some(given.into()), family_name: Some(family.into()), ..NewCustomer::default() };
        crm.write(|tx| tx.customers().create(new)).unwrap().name.unwrap()
    };
    assert_eq!(named("伟", "王"), "王伟");
    assert_eq!(named("Ada", "Lovelace"), "Ada Lovelace");
    let profile = CompanyProfile { legal_name: Some("ACME Ltd".into()), employees: Some(400), ..Default::default() };
    let new = NewCustomer { kind: CustomerKind::Company, company: Some(profile), ..NewCustomer::default() };
    let acme = crm.write(|tx| tx.customers().create(new)).unwrap();
    assert_eq!(acme.name.as_deref(), Some("ACME Ltd"));
    assert_eq!(acme.company.unwrap().size_band, Some(SizeBand::From400));
}

#[test]
fn parties_are_resolved_in_the_order_of_their_identities() {
    let crm = shop();
    let party = |name: &str, identities: &[(IdentityKind, &str)]| Party {
        name: Some(name.into()),
        identities: identities.iter().map(|(kind, value)| IdentityInput::new(*kind, *value)).collect(),
        ..Party::default()
    };
    let resolved = |party: &Party| crm.write(|tx| resolve(tx, party)).unwrap();
    let by_mail = resolved(&party("Wei", &[(IdentityKind::Email, "wei@example.com")]));
    let by_phone = resolved(&party("Wang", &[(IdentityKind::Phone, "+8613800138000")]));
    assert!(by_mail.created && by_phone.created && by_mail.customer != by_phone.customer);
    let both = resolved(&party(
        "Somebody",
        &[
            (IdentityKind::Phone, "+8613800138000"),
            (IdentityKind::Email, "WEI@example.com"),
            (IdentityKind::ExternalId, "web:1"),
            (IdentityKind::Whatsapp, "bad"),
        ],
    ));
    assert_eq!((both.customer, both.created, both.problems.len()), (by_mail.customer, false, 1));
    assert!(!both.problems[0].contains("bad"));
    let found = crm.read(|tx| tx.customers().id_of(&IdentityInput::new(IdentityKind::ExternalId, "web:1"))).unwrap();
    assert_eq!(found, Some(by_mail.customer), "an identity of nobody goes to the found customer");
    let events = crm.read(|tx| tx.events().list(0, 99)).unwrap();
    let names = events.into_iter().map(|event| event.name).filter(|name| name != "customer.stage_changed");
    let names: Vec<String> = names.collect();
    assert_eq!(names, ["customer.created", "customer.created", "customer.identity_added", "customer.duplicate_found"]);
    let nobody = resolved(&party("", &[(IdentityKind::Phone, "12")]));
    assert!(nobody.created, "an order needs a customer");
    let named = crm.read(|tx| tx.customers().get(by_mail.customer)).unwrap();
    assert_eq!(named.name.as_deref(), Some("Wei"), "a known name stays");
}
