//! Collateral: every move, one published version, notice once, fallbacks of languages, comparisons and guides.

use super::content::MACHINE;
use super::*;
use crate::Crm;
use crate::catalog::{NewProduct, ProductState};
use crate::customers::{CompanyCategory, CompanyProfile, NewCustomer, SizeBand};
use crate::testing::{at, shop};
use crate::vocabulary::{ErrorCode, Money, Patch, Result};
use std::collections::BTreeMap;

fn brochure(language: &str) -> NewContent {
    NewContent {
        key: "bags".into(),
        kind: ContentKind::Brochure,
        language: language.into(),
        title: "Bags".into(),
        uri: Some("https://shop.example/bags.pdf".into()),
        text: None,
        valid_from: None,
        valid_to: None,
        skus: vec!["BAG-2".into(), "BAG-1".into(), "BAG-2".into()],
    }
}

fn product(sku: &str, cents: Option<i64>) -> NewProduct {
    NewProduct {
        sku: sku.into(),
        name: format!("Product {sku}"),
        category: None,
        brand: None,
        price: cents.map(Money::usd),
        cost: None,
        serialised: false,
        warranty_days: None,
        substitutes: Vec::new(),
        state: ProductState::Active,
    }
}

fn published(crm: &Crm, new: NewContent) -> ContentItem {
    crm.write(|tx| {
        let id = tx.collateral().create_content(new)?.id;
        tx.collateral().set_content_state(id, ContentState::InReview)?;
        tx.collateral().set_content_state(id, ContentState::Published)
    })
    .unwrap()
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use ContentState::{Archived, Draft, InReview, Published};
    let way = |to: ContentState| match to {
        Draft => vec![],
        InReview => vec![InReview],
        Published => vec![InReview, Published],
        Archived => vec![Archived],
    };
    let (crm, _) = shop();
    for from in ContentState::ALL {
        for to in ContentState::ALL {
            crm.write(|tx| {
                let id = tx.collateral().create_content(brochure("en"))?.id;
                for step in way(*from) {
                    tx.collateral().set_content_state(id, step)?;
                }
                match tx.collateral().set_content_state(id, *to) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(
                            (moved.state, moved.published_at.is_some()),
                            (*to, *to == Published || *from == Published)
                        );
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        assert_eq!(tx.collateral().content(id)?.state, *from);
                    }
                }
                let after = tx.collateral().content(id)?;
                assert_eq!(after.skus, ["BAG-1", "BAG-2"]);
                let patch = ContentPatch { title: Some("More bags".into()), ..ContentPatch::default() };
                let changed = tx.collateral().update_content(id, patch);
                assert_eq!(changed.is_ok(), matches!(after.state, Draft | InReview));
                Ok(())
            })
            .unwrap();
        }
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_new_version_takes_the_place_of_the_published_one() {
    let (crm, _) = shop();
    let first = published(&crm, brochure("en"));
    let chinese = published(&crm, brochure("zh"));
    let second = published(&crm, brochure("en"));
    assert_eq!((first.version, second.version, chinese.version), (1, 2, 1));
    crm.read(|tx| {
        let state = |item: &ContentItem| tx.collateral().content(item.id).map(|item| item.state);
        assert_eq!(state(&first)?, ContentState::Archived);
        assert_eq!((state(&second)?, state(&chinese)?), (ContentState::Published, ContentState::Published));
        let current = |language: &str| {
            let ask = CurrentContent { key: "bags".into(), language: Some(language.into()) };
            tx.collateral().current(&ask).map(|item| item.id)
        };
        assert_eq!((current("en-GB")?, current("zh-Hant-TW")?, current("fr")?), (second.id, chinese.id, second.id));
        let all = tx.collateral().contents(&ContentFilter { sku: Some("BAG-1".into()), ..Default::default() })?;
        assert_eq!(all.items.iter().map(|item| item.id).collect::<Vec<_>>(), [second.id, chinese.id]);
        Ok(())
    })
    .unwrap();
    // A draft from before cannot push a newer version aside.
    crm.write(|tx| {
        let old = tx.collateral().create_content(brochure("de"))?.id;
        let new = tx.collateral().create_content(brochure("de"))?.id;
        for id in [old, new] {
            tx.collateral().set_content_state(id, ContentState::InReview)?;
        }
        tx.collateral().set_content_state(new, ContentState::Published)?;
        let error = tx.collateral().set_content_state(old, ContentState::Published).unwrap_err();
        assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(new.0)));
        assert_eq!(tx.collateral().content(new)?.state, ContentState::Published);
        let other = NewContent { kind: ContentKind::Video, ..brochure("fr") };
        assert_eq!(tx.collateral().create_content(other).unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_end_is_announced_thirty_days_before_and_once() {
    let (crm, clock) = shop();
    let end = at("2026-05-01T00:00:00Z");
    let item = published(&crm, NewContent { valid_to: Some(end), ..brochure("en") });
    crm.write(|tx| tx.collateral().create_content(NewContent { valid_to: Some(end), ..brochure("zh") })).unwrap();
    let notices = || {
        crm.tick(None, None).unwrap();
        let events = crm.read(|tx| tx.events().list(0, 1_000)).unwrap();
        events.iter().filter(|event| event.name == "content.expiring").map(|event| event.entity_id).collect::<Vec<_>>()
    };
    clock.set(at("2026-03-31T23:59:59Z"));
    assert_eq!(notices(), []);
    clock.set(at("2026-04-01T00:00:00Z"));
    assert_eq!(notices(), [Some(item.id.0)]);
    clock.set(at("2026-04-20T00:00:00Z"));
    assert_eq!(notices(), [Some(item.id.0)]);
    let ask = CurrentContent { key: "bags".into(), language: None };
    assert_eq!(crm.read(|tx| tx.collateral().current(&ask)).unwrap().id, item.id);
    clock.set(end);
    assert_eq!(crm.read(|tx| tx.collateral().current(&ask)).unwrap_err().code(), ErrorCode::NotFound);
    let late = crm.write(|tx| {
        let id = tx.collateral().create_content(NewContent { valid_to: Some(end), ..brochure("en") })?.id;
        tx.collateral().set_content_state(id, ContentState::InReview)?;
        tx.collateral().set_content_state(id, ContentState::Published)
    });
    assert_eq!(late.unwrap_err().code(), ErrorCode::Conflict);
}

#[test]
fn benefits_fall_back_by_language_and_never_to_another_country() {
    let (crm, _) = shop();
    let set = |language: &str, country: Option<&str>, text: Option<&str>| {
        crm.write(|tx| {
            tx.collateral().set_benefit(NewBenefit {
                sku: "BAG".into(),
                option: None,
                language: language.into(),
                country: country.map(Into::into),
                text: text.map(Into::into),
            })
        })
        .unwrap()
    };
    let get = |language: &str, country: Option<&str>| -> Option<String> {
        let ask = BenefitQuery {
            sku: "BAG".into(),
            option: None,
            language: Some(language.into()),
            country: country.map(Into::into),
        };
        crm.read(|tx| tx.collateral().benefit(&ask)).ok().map(|benefit| benefit.text)
    };
    assert_eq!(get("en", None), None);
    set("de", Some("CH"), Some("Robust (CH)"));
    assert_eq!((get("de", None), get("en", Some("CH"))), (None, Some("Robust (CH)".into())));
    set("zh", None, Some("耐用"));
    set("de", None, Some("Robust"));
    assert_eq!(set("zh-TW", None, Some("耐久")).len(), 4);
    assert_eq!(get("zh-TW", None), Some("耐久".into()));
    assert_eq!(get("zh-CN", None), Some("耐用".into()));
    assert_eq!((get("de-CH", Some("CH")), get("de", Some("AT"))), (Some("Robust (CH)".into()), Some("Robust".into())));
    assert_eq!((get("fr", None), get("fr", Some("CH"))), (Some("Robust".into()), Some("Robust (CH)".into())));
    assert_eq!(set("zh-TW", None, None).len(), 3);
    assert_eq!(get("zh-TW", None), Some("耐用".into()));
    let events = || crm.read(|tx| tx.events().list(0, 1_000)).unwrap().len();
    let before = events();
    set("zh", None, Some("耐用"));
    set("zh-TW", None, None);
    assert_eq!(events(), before);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn rivals_come_with_the_cheapest_first() {
    let (crm, clock) = shop();
    crm.write(|tx| {
        tx.catalog().upsert(product("BAG", Some(100_00)))?;
        let acme = tx.collateral().create_competitor(NewCompetitor { name: "Acme".into(), ..Default::default() })?;
        let same = tx.collateral().create_competitor(NewCompetitor { name: " ACME ".into(), ..Default::default() });
        assert_eq!(same.unwrap_err().existing_id(), Some(acme.id.0));
        let add = |name: &str, price: Option<Money>| {
            tx.collateral().create_competitor_product(NewCompetitorProduct {
                competitor_id: acme.id,
                name: name.into(),
                sku: Some("BAG".into()),
                strengths: Some("light".into()),
                weaknesses: None,
                price,
                price_on: None,
            })
        };
        let unknown = add("Unknown", None)?;
        let dear = add("Dear", Some(Money::usd(120_00)))?;
        let foreign = add("Foreign", Some(Money::cny(1_00)))?;
        let cheap = add("Cheap", Some(Money::usd(90_50)))?;
        assert_eq!((unknown.price_on, dear.price_on), (None, Some(crate::Date::parse("2026-03-02")?)));
        let ids = || -> Result<Vec<_>> {
            Ok(tx
                .collateral()
                .compare("BAG", None)?
                .rivals
                .into_iter()
                .map(|rival| (rival.product.id, rival.price_difference))
                .collect())
        };
        let expected = [
            (cheap.id, Some(Money::usd(-9_50))),
            (dear.id, Some(Money::usd(20_00))),
            (unknown.id, None),
            (foreign.id, None),
        ];
        assert_eq!(ids()?, expected);
        let undated = CompetitorProductPatch { price_on: Patch::Clear, ..Default::default() };
        assert_eq!(tx.collateral().update_competitor_product(dear.id, undated).unwrap_err().path(), Some("/price_on"));
        let cleared = CompetitorProductPatch { price: Patch::Clear, ..Default::default() };
        assert_eq!(tx.collateral().update_competitor_product(cheap.id, cleared)?.price_on, None);
        tx.collateral().remove_competitor_product(foreign.id)?;
        assert_eq!(ids()?.len(), 3);
        assert_eq!(tx.collateral().compare("BOX", None).unwrap_err().code(), ErrorCode::NotFound);
        Ok(dear.id)
    })
    .map(|dear| {
        clock.set(at("2026-04-02T00:00:00Z"));
        let cheaper = CompetitorProductPatch { price: Patch::Set(Money::usd(110_00)), ..Default::default() };
        let after = crm.write(|tx| tx.collateral().update_competitor_product(dear, cheaper)).unwrap();
        assert_eq!(after.price_on.map(|day| day.to_string()).as_deref(), Some("2026-04-02"));
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_guide_fits_the_category_and_size_of_the_customer() {
    let (crm, _) = shop();
    crm.write(|tx| {
        tx.catalog().upsert(product("A", Some(10_00)))?;
        tx.catalog().upsert(NewProduct { state: ProductState::Discontinued, ..product("OLD", None) })?;
        let entry = |sku: &str| GuideEntry {
            sku: sku.into(),
            reason: BTreeMap::from([("en".into(), "It lasts".into()), ("zh".into(), "耐用".into())]),
        };
        let set = |category, size_band, skus: &[&str]| {
            let entries = skus.iter().map(|sku| entry(sku)).collect();
            tx.collateral().set_guide(NewGuide { category, size_band, entries })
        };
        let home = set(CompanyCategory::Home, None, &["B", "OLD", "A"])?;
        let large = set(CompanyCategory::Education, Some(SizeBand::From400), &["A"])?;
        assert_eq!(set(CompanyCategory::Home, None, &["B", "OLD", "A"])?, home);
        let person = NewCustomer { language: Some("zh-CN".into()), ..NewCustomer::person("Wei") };
        let wei = tx.customers().create(person)?.id;
        let guide = tx.collateral().guide_for(wei, None)?;
        assert_eq!(guide.guide_id, home.id);
        let lines: Vec<_> =
            guide.lines.iter().map(|line| (line.sku.as_str(), line.price, line.reason.as_deref())).collect();
        assert_eq!(lines, [("B", None, Some("耐用")), ("A", Some(Money::usd(10_00)), Some("耐用"))]);
        assert_eq!(tx.collateral().guide_for(wei, Some("en"))?.lines[0].reason.as_deref(), Some("It lasts"));
        let small = set(CompanyCategory::Home, Some(SizeBand::Under400), &["A"])?;
        assert_eq!(tx.collateral().guide_for(wei, None)?.guide_id, small.id);
        let company = |category, employees| {
            let profile = CompanyProfile { category, employees, ..CompanyProfile::default() };
            let new = NewCustomer { company: Some(profile), ..NewCustomer::company("Firm") };
            tx.customers().create(new).map(|customer| customer.id)
        };
        let school = company(Some(CompanyCategory::Education), Some(400))?;
        assert_eq!(tx.collateral().guide_for(school, None)?.guide_id, large.id);
        let nursery = company(Some(CompanyCategory::Education), Some(399))?;
        assert_eq!(tx.collateral().guide_for(nursery, None).unwrap_err().code(), ErrorCode::NotFound);
        let firm = company(None, None)?;
        assert_eq!(tx.collateral().guide_for(firm, None).unwrap_err().code(), ErrorCode::NotFound);
        let business = set(CompanyCategory::Business, None, &["A"])?;
        assert_eq!(tx.collateral().guide_for(firm, None)?.guide_id, business.id);
        let replaced = set(CompanyCategory::Business, None, &["B", "A"])?;
        assert_eq!((replaced.id, tx.collateral().guide(business.id)?.entries.len()), (business.id, 2));
        tx.collateral().remove_guide(business.id)?;
        assert_eq!(tx.collateral().guides()?.len(), 3);
        assert_eq!(set(CompanyCategory::Special, None, &["A", "A"]).unwrap_err().path(), Some("/entries/1/sku"));
        assert_eq!(set(CompanyCategory::Special, None, &[]).unwrap_err().path(), Some("/entries"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
