use super::*;
use crate::customers::{IdentityInput, IdentityKind};

const PEOPLE: &str = "no,mail,tel,given,family,born,street,town,land,labels,size\n\
1,ada@example.com,+442071838750,Ada,Lovelace,1815-12-10,\"St James's Square 12\nTop floor\",London,GB,\"vip,poet\",7\n\
2,not an address,,Alan,Turing,,,,,,\n\
3,alan@example.com,,Alan,Turing,--06-23,,,,,\n\
,,,Nobody,,,,,,,\n\
4,grace@example.com,,Grace,Hopper,,,,,,large\n";

fn shop() -> Crm {
    let crm = Crm::in_memory().unwrap();
    let field = serde_json::from_value(json!({"key": "size", "type": "int"})).unwrap();
    crm.write(|tx| tx.customers().define_field(field)).unwrap();
    crm
}

fn mapping() -> serde_json::Value {
    json!({"source": "shop", "mapping": "customer=no,email=mail,phone=tel,given_name=given,family_name=family,birth_date=born,\
        address_lines=street,city=town,address_country=land,tags=labels,custom.size=size"})
}

fn find(crm: &Crm, key: &str) -> crate::customers::Customer {
    let identity = IdentityInput::new(IdentityKind::ExternalId, key);
    crm.read(|tx| tx.customers().find(&identity)).unwrap().unwrap()
}

#[test]
fn people_come_with_identities_addresses_tags_and_own_fields() {
    let crm = shop();
    let (report, kept) = import_text(&crm, "customers", PEOPLE, mapping()).unwrap();
    use Verdict::{Created, Rejected};
    assert_eq!(
        kept.verdicts(),
        [(2, Created), (4, Rejected), (5, Created), (6, Rejected), (7, Rejected)],
        "{:?}",
        kept.0
    );
    assert_eq!(report.new_customers, 2);
    let reason = kept.0[4].reason.as_deref().unwrap();
    assert!(reason.starts_with("custom/size: ") && !reason.contains("large"), "{reason}");
    let ada = find(&crm, "shop:1");
    assert_eq!(ada.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(ada.primary(IdentityKind::Phone).map(|phone| phone.value.as_str()), Some("+442071838750"));
    crm.read(|tx| {
        let addresses = tx.customers().addresses(ada.id)?;
        assert_eq!(addresses[0].lines, ["St James's Square 12", "Top floor"]);
        assert_eq!(tx.customers().tags_of(ada.id)?, ["poet", "vip"]);
        assert_eq!(tx.customers().field_values(ada.id)?["size"], 7);
        Ok(())
    })
    .unwrap();
}

#[test]
fn policies_decide_about_known_people() {
    let crm = shop();
    import_text(&crm, "customers", PEOPLE, mapping()).unwrap();
    let newer = "no,mail,tel,given,family,born,street,town,land,labels,size\n1,ada@example.org,,Augusta,Lovelace,,,,,countess,\n3,alan@example.com,,Alan,Turing,,,,,,9\n";
    let run = |policy: &str| {
        let mut more = mapping();
        more["policy"] = json!(policy);
        import_text(&crm, "customers", newer, more).unwrap().1.verdicts()
    };
    assert_eq!(run("skip"), [(2, Verdict::Skipped), (3, Verdict::Skipped)]);
    assert_eq!(find(&crm, "shop:1").identities.len(), 3);
    assert_eq!(run("merge"), [(2, Verdict::Merged), (3, Verdict::Merged)]);
    let ada = find(&crm, "shop:1");
    assert_eq!((ada.given_name.as_deref(), ada.identities.len()), (Some("Ada"), 4));
    assert_eq!(run("update"), [(2, Verdict::Updated), (3, Verdict::Skipped)]);
    assert_eq!(find(&crm, "shop:1").given_name.as_deref(), Some("Augusta"));
    assert_eq!(run("update"), [(2, Verdict::Skipped), (3, Verdict::Skipped)]);
}

#[test]
fn an_own_field_must_be_defined() {
    let crm = Crm::in_memory().unwrap();
    let error = import_text(&crm, "customers", PEOPLE, mapping()).unwrap_err();
    assert_eq!(error.path(), Some("/mapping/custom.size"));
}
