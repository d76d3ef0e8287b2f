//! Entitlements: every condition on both sides of its bound, the order of rules, exceptions in time, blocks, merges.

use super::facts::Totals;
use super::*;
use crate::insight::lifecycle::Stage;
use crate::records::customers::{CustomerKind, MergeRequest, NewBlock, NewCustomer};
use crate::records::orders::{Fact, NewOrder, NewRefund};
use crate::records::sale::loyalty::NewTier;
use crate::records::tasks::appointments::{AppointmentKind, NewAppointment};
use crate::testing::{at, person, shop, told};
use crate::vocabulary::{Date, Money, Rate, TierId, Timestamp};
use crate::{Crm, FixedClock};
use std::sync::Arc;

fn save(crm: &Crm, rules: Vec<EntitlementRule>) {
    let rules = EntitlementRules { rules, ..EntitlementRules::default() };
    crm.write(|tx| tx.entitlement().save_rules(rules)).unwrap();
}

fn of(crm: &Crm, customer: CustomerId) -> CustomerEntitlement {
    crm.read(|tx| tx.entitlement().of(customer)).unwrap()
}

fn when(conditions: EntitlementConditions, level: ServiceLevel) -> EntitlementRule {
    EntitlementRule { when: conditions, ..EntitlementRule::new(level.token(), level) }
}

/// Somebody with a tag, a tier, two orders 425 and 10 days ago over 100.00, 25.00 of it back yesterday, and costs of 30.00.
fn regular() -> (Crm, Arc<FixedClock>, CustomerId) {
    let (crm, clock) = shop();
    let wei = crm
        .write(|tx| {
            let product =
                serde_json::json!({"sku": "MUG", "name": "Mug", "cost": {"amount": "30.00", "currency": "USD"}});
            tx.catalog().upsert(serde_json::from_value(product).unwrap())?;
            let wei = tx.customers().create(NewCustomer { tags: vec!["vip".into()], ..NewCustomer::person("Wei") })?.id;
            let first = NewOrder::new(wei, Money::usd(40_00)).placed_at(at("2025-01-01T12:00:00Z")).paid();
            tx.orders().record(first)?;
            let second = NewOrder { customer: Some(wei), ..NewOrder::default() }.line("MUG", 1, Money::usd(60_00));
            let second = tx.orders().record(second.placed_at(at("2026-02-20T12:00:00Z")).paid())?;
            let back = NewRefund {
                order: Some(second.id),
                amount: Some(Money::usd(25_00)),
                refunded_at: Some(at("2026-03-01T12:00:00Z")),
                ..NewRefund::default()
            };
            tx.refunds().record(back)?;
            tx.loyalty().create_tier(NewTier::by_spend("Silver", 1, Money::usd(50_00)))?;
            tx.loyalty().create_tier(NewTier::by_spend("Gold", 2, Money::usd(500_00)))?;
            tx.loyalty().evaluate(wei)?;
            Ok(wei)
        })
        .unwrap();
    (crm, clock, wei)
}

#[test]
fn every_condition_holds_up_to_its_bound() {
    let (crm, _, wei) = regular();
    let usd = |minor| Some(Money::usd(minor));
    let all = EntitlementConditions::default;
    let month = || EntitlementConditions { window_days: Some(30), ..all() };
    let cases: Vec<(EntitlementConditions, bool, &str)> = vec![
        (EntitlementConditions { kind: Some(CustomerKind::Person), ..all() }, true, "person"),
        (EntitlementConditions { kind: Some(CustomerKind::Company), ..all() }, false, "person"),
        (EntitlementConditions { tiers: vec![TierId(2), TierId(1)], ..all() }, true, "1"),
        (EntitlementConditions { tiers: vec![TierId(2)], ..all() }, false, "1"),
        (EntitlementConditions { labels: vec!["champions".into()], ..all() }, false, "none"),
        (EntitlementConditions { stages: vec![Stage::Loyal, Stage::WonBack], ..all() }, true, "won_back"),
        (EntitlementConditions { stages: vec![Stage::Loyal], ..all() }, false, "won_back"),
        (EntitlementConditions { tags: vec!["new".into(), "vip".into()], ..all() }, true, "vip"),
        (EntitlementConditions { tags: vec!["new".into()], ..all() }, false, "none"),
        (EntitlementConditions { net_from: usd(75_00), ..all() }, true, "75.00 USD"),
        (EntitlementConditions { net_from: usd(75_01), ..all() }, false, "75.00 USD"),
        (EntitlementConditions { net_below: usd(75_01), ..all() }, true, "75.00 USD"),
        (EntitlementConditions { net_below: usd(75_00), ..all() }, false, "75.00 USD"),
        (EntitlementConditions { net_from: usd(35_00), ..month() }, true, "35.00 USD"),
        (EntitlementConditions { net_from: usd(35_01), ..month() }, false, "35.00 USD"),
        (EntitlementConditions { margin_from: usd(45_00), ..all() }, true, "45.00 USD"),
        (EntitlementConditions { margin_from: usd(45_01), ..all() }, false, "45.00 USD"),
        (EntitlementConditions { margin_below: usd(45_01), ..all() }, true, "45.00 USD"),
        (EntitlementConditions { margin_below: usd(45_00), ..all() }, false, "45.00 USD"),
        (EntitlementConditions { orders_from: Some(2), ..all() }, true, "2"),
        (EntitlementConditions { orders_from: Some(2), ..month() }, false, "1"),
        (EntitlementConditions { orders_below: Some(3), ..all() }, true, "2"),
        (EntitlementConditions { orders_below: Some(2), ..all() }, false, "2"),
        (EntitlementConditions { idle_days_from: Some(10), ..all() }, true, "10"),
        (EntitlementConditions { idle_days_from: Some(11), ..all() }, false, "10"),
        (EntitlementConditions { idle_days_below: Some(11), ..all() }, true, "10"),
        (EntitlementConditions { idle_days_below: Some(10), ..all() }, false, "10"),
        (EntitlementConditions { refund_rate_above: Some(Rate::from_ppm(249_999)), ..all() }, true, "0.25"),
        (EntitlementConditions { refund_rate_above: Some(Rate::from_ppm(250_000)), ..all() }, false, "0.25"),
        (EntitlementConditions { refund_rate_above: Some(Rate::from_ppm(250_000)), ..month() }, true, "0.416666"),
    ];
    for (conditions, holds, fact) in cases {
        save(&crm, vec![when(conditions.clone(), ServiceLevel::None)]);
        let found = of(&crm, wei);
        let [tried] = &found.tried[..] else { panic!("one rule is tried") };
        let [check] = &tried.conditions[..] else { panic!("one condition is asked") };
        assert_eq!((check.holds, check.fact.as_str()), (holds, fact), "{conditions:?}");
        let expected = if holds { EntitlementSource::Rule } else { EntitlementSource::Default };
        assert_eq!((tried.fits, found.decided_by, found.may_serve), (holds, expected, !holds), "{conditions:?}");
        let view = crm.read(|tx| tx.customers().view(wei)).unwrap();
        assert_eq!(view.entitlement, CustomerEntitlement { tried: Vec::new(), ..found }, "the view says the same");
    }
}

#[test]
fn all_conditions_of_a_rule_must_hold_and_are_told() {
    let (crm, _, wei) = regular();
    let both = EntitlementConditions { orders_from: Some(9), tags: vec!["vip".into()], ..Default::default() };
    save(&crm, vec![when(both, ServiceLevel::None)]);
    let found = of(&crm, wei);
    assert_eq!(found.level, ServiceLevel::Free);
    let told: Vec<_> = found.tried[0].conditions.iter().map(|check| (check.condition.token(), check.holds)).collect();
    assert_eq!(told, [("tags", true), ("orders_from", false)]);
}

#[test]
fn the_first_rule_that_fits_decides() {
    let (crm, _, wei) = regular();
    assert_eq!(of(&crm, wei).decided_by, EntitlementSource::Default, "without rules service is free");
    let stranger = person(&crm, "Ada");
    let rich = EntitlementConditions { net_from: Some(Money::usd(1_000_00)), ..Default::default() };
    let buyer = EntitlementConditions { orders_from: Some(1), ..Default::default() };
    let paid = EntitlementRule {
        price: Some(Money::usd(9_00)),
        note: Some("by phone only".into()),
        ..when(buyer, ServiceLevel::Paid)
    };
    let last = EntitlementRule::new("everybody else", ServiceLevel::None);
    let rules = EntitlementRules {
        rules: vec![when(rich, ServiceLevel::Free), paid, last],
        default_level: ServiceLevel::Paid,
        default_price: Some(Money::usd(20_00)),
    };
    crm.write(|tx| tx.entitlement().save_rules(rules.clone())).unwrap();
    assert_eq!(crm.read(|tx| tx.entitlement().rules()).unwrap(), rules);
    let found = of(&crm, wei);
    assert_eq!(
        (found.level, found.price, found.rule.as_deref()),
        (ServiceLevel::Paid, Some(Money::usd(9_00)), Some("paid"))
    );
    assert_eq!(found.note.as_deref(), Some("by phone only"));
    assert_eq!(found.tried.iter().map(|rule| rule.fits).collect::<Vec<_>>(), [false, true]);
    let other = of(&crm, stranger);
    assert_eq!(
        (other.level, other.rule.as_deref(), other.may_serve),
        (ServiceLevel::None, Some("everybody else"), false)
    );
    // Without the last rule the default holds.
    let rules = EntitlementRules { rules: rules.rules[..2].to_vec(), ..rules };
    crm.write(|tx| tx.entitlement().save_rules(rules.clone())).unwrap();
    let other = of(&crm, stranger);
    assert_eq!((other.level, other.price, other.rule), (ServiceLevel::Paid, Some(Money::usd(20_00)), None));
    crm.write(|tx| tx.entitlement().save_rules(rules.clone())).unwrap();
    assert_eq!(told(&crm, "entitlement.").len(), 2, "the same rules again are no change");
}

#[test]
fn labels_come_with_the_first_snapshot() {
    let (crm, _, wei) = regular();
    crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    let label = crm.read(|tx| tx.rfm().of(wei)).unwrap().label.unwrap();
    save(
        &crm,
        vec![when(EntitlementConditions { labels: vec![label.clone()], ..Default::default() }, ServiceLevel::Paid)],
    );
    let found = of(&crm, wei);
    assert_eq!((found.level, found.tried[0].conditions[0].fact.as_str()), (ServiceLevel::Paid, label.as_str()));
}

#[test]
fn what_is_ahead_or_outside_the_window_does_not_count() {
    let day = |text: &str| Date::parse(text).unwrap();
    let fact = |text: &str, amount: i64, is_refund| Fact { customer: CustomerId(1), day: day(text), amount, is_refund };
    let facts = [
        fact("2026-02-28", 1_00, false),
        fact("2026-03-01", 10_00, false),
        fact("2026-03-02", -4_00, true),
        fact("2026-03-03", 100_00, false),
    ];
    let totals = |window| Totals::of(&facts, day("2026-03-02"), window).unwrap();
    let expected = Totals { orders: 1, ordered: 10_00, refunded: 4_00, idle_days: Some(1) };
    assert_eq!(totals(Some(2)), expected);
    assert_eq!(totals(None), Totals { orders: 2, ordered: 11_00, ..expected });
    assert_eq!(totals(Some(1)), Totals { orders: 0, ordered: 0, ..expected });
    assert_eq!(totals(Some(1)).refund_rate(), None);
    assert!(!totals(Some(1)).refunds_pass(Rate::default()), "no share of nothing");
    assert_eq!((totals(Some(2)).net(), totals(Some(2)).refund_rate()), (6_00, Some(Rate::from_ppm(400_000))));
    assert_eq!(Totals::of(&facts, day("2026-02-01"), None).unwrap(), Totals::default());
}

fn exception(crm: &Crm, new: &NewEntitlementOverride) -> EntitlementOverride {
    crm.write(|tx| tx.entitlement().set_override(new)).unwrap()
}

#[test]
fn an_exception_wins_over_rules_until_its_end_and_never_over_a_block() {
    let (crm, clock, wei) = regular();
    save(&crm, vec![EntitlementRule::new("nobody", ServiceLevel::None)]);
    let until = at("2026-03-04T00:00:00Z");
    let new = NewEntitlementOverride {
        until: Some(until),
        price: Some(Money::usd(5_00)),
        staff_id: Some(StaffId(7)),
        ..NewEntitlementOverride::new(wei, ServiceLevel::Paid, "goodwill")
    };
    let made = exception(&crm, &new);
    let found = of(&crm, wei);
    assert_eq!(
        (found.level, found.price, found.decided_by),
        (ServiceLevel::Paid, Some(Money::usd(5_00)), EntitlementSource::Override)
    );
    assert_eq!((found.exception.as_ref(), found.tried.len()), (Some(&made), 0));
    // Its end is looked at by the instant, not by tick.
    clock.set(until.plus_millis(-1));
    assert_eq!(of(&crm, wei).level, ServiceLevel::Paid);
    clock.set(until);
    let over = of(&crm, wei);
    assert_eq!((over.level, over.rule.as_deref(), over.exception), (ServiceLevel::None, Some("nobody"), None));
    // The newest takes the place of the one before.
    exception(&crm, &NewEntitlementOverride::new(wei, ServiceLevel::None, "test"));
    let free = exception(&crm, &NewEntitlementOverride::new(wei, ServiceLevel::Free, "friend"));
    assert_eq!(of(&crm, wei).exception.map(|one| one.id), Some(free.id));
    for (block, level, may) in [
        (Block::NoMarketing, ServiceLevel::Free, (true, false, true)),
        (Block::NoService, ServiceLevel::None, (true, false, false)),
        (Block::NoSales, ServiceLevel::None, (false, false, false)),
    ] {
        crm.write(|tx| tx.customers().block(&NewBlock::new(wei, block, "fraud"))).unwrap();
        let found = of(&crm, wei);
        assert_eq!((found.level, (found.may_sell, found.may_market, found.may_serve)), (level, may), "{block}");
        assert_eq!(found.block.as_ref().map(|one| one.block), Some(block));
        assert_eq!(found.decided_by == EntitlementSource::Block, level == ServiceLevel::None);
        let view = crm.read(|tx| tx.customers().view(wei)).unwrap();
        assert_eq!((view.flags.blocked, view.entitlement), (block, found));
    }
    crm.write(|tx| tx.customers().unblock(wei, None)).unwrap();
    let cleared = crm.write(|tx| tx.entitlement().clear_override(wei, None)).unwrap();
    assert_eq!((cleared.level, cleared.exception), (ServiceLevel::None, None));
    crm.write(|tx| tx.entitlement().clear_override(wei, None)).unwrap();
    let expected = ["rules_saved", "overridden", "overridden", "overridden", "override_cleared"];
    assert_eq!(told(&crm, "entitlement."), expected.map(|name| format!("entitlement.{name}")));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn exceptions_follow_a_merge_and_come_back() {
    let (crm, _) = shop();
    let [wei, ada] = ["Wei", "Ada"].map(|name| person(&crm, name));
    exception(&crm, &NewEntitlementOverride::new(wei, ServiceLevel::Paid, "older"));
    exception(&crm, &NewEntitlementOverride::new(ada, ServiceLevel::None, "newer"));
    let request = MergeRequest { winner_id: wei, loser_id: ada, rules: Default::default() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    let [winner, loser] = [wei, ada].map(|id| of(&crm, id));
    assert_eq!((winner.customer_id, winner.exception.map(|one| one.reason)), (wei, Some("newer".to_owned())));
    assert_eq!((loser.customer_id, loser.level), (wei, ServiceLevel::None), "the loser's id means the winner");
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!([wei, ada].map(|id| of(&crm, id).level), [ServiceLevel::Paid, ServiceLevel::None]);
    // One that is taken back while both are one customer stays taken back.
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    crm.write(|tx| tx.entitlement().clear_override(ada, None)).unwrap();
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!([wei, ada].map(|id| of(&crm, id).level), [ServiceLevel::Free; 2]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let (crm, _, _) = regular();
    let usd = |minor| Some(Money::usd(minor));
    let all = EntitlementConditions::default;
    let conditions = [
        (EntitlementConditions { tiers: vec![TierId(1), TierId(9)], ..all() }, ErrorCode::NotFound, "/tiers/1"),
        (EntitlementConditions { labels: vec!["stars".into()], ..all() }, ErrorCode::InvalidInput, "/labels/0"),
        (EntitlementConditions { tags: vec!["vip".into(), " ".into()], ..all() }, ErrorCode::InvalidInput, "/tags/1"),
        (EntitlementConditions { tags: vec!["vip".into(); 101], ..all() }, ErrorCode::Limit, "/tags"),
        (
            EntitlementConditions { window_days: Some(0), orders_from: Some(1), ..all() },
            ErrorCode::InvalidInput,
            "/window_days",
        ),
        (
            EntitlementConditions { window_days: Some(9), idle_days_from: Some(1), ..all() },
            ErrorCode::InvalidInput,
            "/window_days",
        ),
        (
            EntitlementConditions { net_below: Some(Money::cny(1)), ..all() },
            ErrorCode::InvalidInput,
            "/net_below/currency",
        ),
        (EntitlementConditions { net_from: usd(5), net_below: usd(5), ..all() }, ErrorCode::InvalidInput, "/net_below"),
        (
            EntitlementConditions { margin_from: usd(5), margin_below: usd(4), ..all() },
            ErrorCode::InvalidInput,
            "/margin_below",
        ),
        (
            EntitlementConditions { orders_from: Some(2), orders_below: Some(2), ..all() },
            ErrorCode::InvalidInput,
            "/orders_below",
        ),
        (
            EntitlementConditions { idle_days_from: Some(2), idle_days_below: Some(1), ..all() },
            ErrorCode::InvalidInput,
            "/idle_days_below",
        ),
        (
            EntitlementConditions { refund_rate_above: Some(Rate::from_ppm(1_000_001)), ..all() },
            ErrorCode::InvalidInput,
            "/refund_rate_above",
        ),
    ];
    let refused = |rules: EntitlementRules| crm.write(|tx| tx.entitlement().save_rules(rules.clone())).unwrap_err();
    for (bad, code, path) in conditions {
        let error = refused(EntitlementRules { rules: vec![when(bad, ServiceLevel::Free)], ..Default::default() });
        assert_eq!((error.code(), error.path()), (code, Some(format!("/rules/0/when{path}").as_str())));
    }
    let rule = |name: &str, price| EntitlementRule { price, ..EntitlementRule::new(name, ServiceLevel::Free) };
    let of = |rules| EntitlementRules { rules, ..EntitlementRules::default() };
    let default = EntitlementRules { default_price: usd(1), ..EntitlementRules::default() };
    let paid =
        EntitlementRules { default_level: ServiceLevel::Paid, default_price: usd(0), ..EntitlementRules::default() };
    let many = (0..101).map(|number| rule(&number.to_string(), None)).collect();
    for (bad, code, path) in [
        (of(vec![rule("a", None), rule(" a ", None)]), ErrorCode::InvalidInput, "/rules/1/name"),
        (of(vec![rule(" ", None)]), ErrorCode::InvalidInput, "/rules/0/name"),
        (of(vec![rule("a", usd(1))]), ErrorCode::InvalidInput, "/rules/0/price"),
        (of(many), ErrorCode::Limit, "/rules"),
        (default, ErrorCode::InvalidInput, "/default_price"),
        (paid, ErrorCode::InvalidInput, "/default_price"),
    ] {
        let error = refused(bad);
        assert_eq!((error.code(), error.path()), (code, Some(path)));
    }
    assert_eq!(crm.read(|tx| tx.entitlement().rules()).unwrap(), EntitlementRules::default());
}

#[test]
fn the_first_amount_of_a_shop_sets_its_currency() {
    let (crm, _) = shop();
    let amount =
        |money| when(EntitlementConditions { net_below: Some(money), ..Default::default() }, ServiceLevel::Paid);
    let mixed = EntitlementRules { rules: vec![amount(Money::usd(1)), amount(Money::cny(1))], ..Default::default() };
    assert!(crm.write(|tx| tx.entitlement().save_rules(mixed)).is_err());
    save(&crm, vec![amount(Money::usd(1))]);
    assert_eq!(crm.read(|tx| tx.shop().settings()).unwrap().base_currency, Some(Money::usd(1).currency));
    assert_eq!(of(&crm, person(&crm, "Wei")).level, ServiceLevel::Paid, "nothing bought is below");
}

#[test]
fn a_bad_exception_is_refused() {
    let (crm, clock) = shop();
    let wei = person(&crm, "Wei");
    let good = NewEntitlementOverride::new(wei, ServiceLevel::Paid, "goodwill");
    for (bad, code, path) in [
        (NewEntitlementOverride { customer_id: CustomerId(9), ..good.clone() }, ErrorCode::NotFound, "/customer_id"),
        (NewEntitlementOverride { reason: "so what".into(), ..good.clone() }, ErrorCode::InvalidInput, "/reason"),
        (
            NewEntitlementOverride { until: Some(crate::vocabulary::Clock::now(&*clock)), ..good.clone() },
            ErrorCode::InvalidInput,
            "/until",
        ),
        (NewEntitlementOverride { price: Some(Money::usd(0)), ..good.clone() }, ErrorCode::InvalidInput, "/price"),
        (NewEntitlementOverride { staff_id: Some(StaffId(0)), ..good.clone() }, ErrorCode::InvalidInput, "/staff_id"),
    ] {
        let error = crm.write(|tx| tx.entitlement().set_override(&bad)).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)));
    }
    assert_eq!(of(&crm, wei).exception, None);
}

fn appointment(customer: CustomerId, kind: AppointmentKind, starts_at: Timestamp) -> NewAppointment {
    NewAppointment {
        staff_id: StaffId(7),
        customer_id: Some(customer),
        kind,
        starts_at,
        minutes: 30,
        place: None,
        note: None,
        remind_minutes: None,
        force: true,
        allow_blocked: false,
    }
}

#[test]
fn service_is_not_promised_to_whom_gets_none() {
    let (crm, _, wei) = regular();
    let now = at("2026-03-02T09:00:00Z");
    let book = |kind, days| crm.write(|tx| tx.appointments().book(appointment(wei, kind, now.plus_days(days))));
    let buyers = EntitlementConditions { orders_from: Some(1), ..Default::default() };
    let cases: [(&dyn Fn(), &str); 3] = [
        (&|| save(&crm, vec![when(buyers.clone(), ServiceLevel::None)]), "by the rule \"none\""),
        (
            &|| {
                exception(&crm, &NewEntitlementOverride::new(wei, ServiceLevel::None, "abuse"));
            },
            "by an exception, reason abuse",
        ),
        (
            &|| {
                crm.write(|tx| tx.entitlement().clear_override(wei, None)).unwrap();
                let nothing = EntitlementRules { default_level: ServiceLevel::None, ..EntitlementRules::default() };
                crm.write(|tx| tx.entitlement().save_rules(nothing)).unwrap();
            },
            "because no rule gives any",
        ),
    ];
    for (number, (prepare, why)) in cases.into_iter().enumerate() {
        prepare();
        let error = book(AppointmentKind::Service, 1).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Blocked, Some("/customer_id")));
        assert!(error.message().ends_with(why), "{error}");
        book(AppointmentKind::Store, 2 + i64::try_from(number).unwrap()).expect("selling is another matter");
    }
    let forced = NewAppointment { allow_blocked: true, ..appointment(wei, AppointmentKind::Service, now.plus_days(9)) };
    crm.write(|tx| tx.appointments().book(forced.clone())).unwrap();
    exception(&crm, &NewEntitlementOverride::new(wei, ServiceLevel::Paid, "goodwill"));
    book(AppointmentKind::Service, 10).expect("paid service is service");
}

#[test]
fn the_guard_sees_what_the_same_transaction_wrote() {
    let (crm, _) = shop();
    let wei = person(&crm, "Wei");
    let stage = EntitlementConditions { stages: vec![Stage::FirstTime], ..Default::default() };
    save(&crm, vec![when(stage, ServiceLevel::None)]);
    let start = at("2026-03-10T09:00:00Z");
    let error = crm.write(|tx| {
        tx.appointments().book(appointment(wei, AppointmentKind::Service, start))?;
        tx.orders().record(NewOrder::new(wei, Money::usd(1_00)).paid())?;
        tx.appointments().book(appointment(wei, AppointmentKind::Service, start.plus_days(1)))
    });
    assert_eq!(error.unwrap_err().code(), ErrorCode::Blocked);
}

#[test]
fn the_summary_counts_everybody_once_page_by_page() {
    let (crm, _, wei) = regular();
    let others: Vec<CustomerId> = ["A", "B", "C", "D"].map(|name| person(&crm, name)).to_vec();
    let merged = person(&crm, "E");
    let request = MergeRequest { winner_id: wei, loser_id: merged, rules: Default::default() };
    crm.write(|tx| tx.customers().merge(&request)).unwrap();
    let vip = EntitlementConditions { tags: vec!["vip".into()], ..Default::default() };
    save(&crm, vec![when(vip, ServiceLevel::Free), EntitlementRule::new("rest", ServiceLevel::Paid)]);
    exception(&crm, &NewEntitlementOverride::new(others[0], ServiceLevel::None, "abuse"));
    crm.write(|tx| tx.customers().block(&NewBlock::new(others[1], Block::NoSales, "fraud"))).unwrap();
    let count = |after, limit| crm.read(|tx| tx.entitlement().summary(&EntitlementCounting { after, limit })).unwrap();
    let numbers = |found: &EntitlementSummary| found.levels.iter().map(|one| one.customers).collect::<Vec<_>>();
    let all = count(None, 1_000);
    assert_eq!((numbers(&all), all.blocked, all.next_after), (vec![1, 2, 2], 1, None));
    assert_eq!(all.levels.iter().map(|one| one.level).collect::<Vec<_>>(), ServiceLevel::ALL);
    let (mut sum, mut after, mut pages) = (vec![0; 3], None, 0);
    loop {
        let page = count(after, 2);
        sum.iter_mut().zip(numbers(&page)).for_each(|(sum, more)| *sum += more);
        (after, pages) = (page.next_after, pages + 1);
        if after.is_none() {
            break;
        }
    }
    assert_eq!((sum, pages), (numbers(&all), 4));
    for limit in [0, 10_001] {
        let error = crm.read(|tx| tx.entitlement().summary(&EntitlementCounting { after: None, limit })).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Limit, Some("/limit")));
    }
}
