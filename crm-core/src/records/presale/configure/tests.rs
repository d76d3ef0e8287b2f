//! Configure to order: checks and nearest choices against brute force, versions, sharing, designs and their votes.

use super::*;
use crate::carts::{CartOrder, NewCart};
use crate::catalog::{NewProduct, ProductState};
use crate::customers::{MergeRequest, NewCustomer};
use crate::orders::{NewOrder, NewOrderLine, OrderPatch};
use crate::quotes::{NewQuote, NewQuoteLine, QuoteOrder};
use crate::vocabulary::{CustomerId, ErrorCode, Money, PageRequest};
use crate::{Crm, Options};
use proptest::prelude::*;
use std::collections::BTreeMap;
use texts::Texts;

fn option(key: &str, cents: i64) -> ModelOption {
    ModelOption {
        key: key.into(),
        sku: None,
        quantity: 1,
        name: Texts::new(),
        price_delta: Some(Money::usd(cents)),
        lead_time_delta_days: 0,
        active: true,
    }
}

fn group(key: &str, min: u32, max: u32, options: Vec<ModelOption>) -> ModelGroup {
    ModelGroup { key: key.into(), name: Texts::new(), min, max, options }
}

fn rule(key: &str, kind: ModelRuleKind, option: Option<&str>, options: &[&str]) -> ModelRule {
    ModelRule {
        key: key.into(),
        kind,
        option: option.map(Into::into),
        options: options.iter().map(|key| (*key).to_owned()).collect(),
        min: None,
        max: None,
        message: Texts::new(),
    }
}

/// A computer: a processor and memory must be chosen, a card may be.
fn computer() -> NewModel {
    NewModel {
        sku: "PC".into(),
        base_price: Money::usd(500_00),
        lead_time_days: 5,
        groups: vec![
            group("cpu", 1, 1, vec![option("i5", 0), option("i7", 150_00)]),
            group("memory", 1, 1, vec![option("16g", 0), option("32g", 80_00), option("64g", 200_00)]),
            group("card", 0, 2, vec![option("gpu", 400_00), option("wifi", 20_00)]),
        ],
        rules: vec![
            rule("gpu-cpu", ModelRuleKind::Requires, Some("gpu"), &["i7"]),
            rule("gpu-memory", ModelRuleKind::Requires, Some("gpu"), &["32g", "64g"]),
            rule("i5-64g", ModelRuleKind::Excludes, Some("i5"), &["64g"]),
        ],
    }
}

fn shop() -> Crm {
    let crm = Crm::in_memory_with(Options::default().seed(7)).unwrap();
    let product = NewProduct {
        sku: "PC".into(),
        name: "Computer".into(),
        category: None,
        brand: None,
        price: None,
        cost: None,
        serialised: false,
        warranty_days: None,
        substitutes: Vec::new(),
        state: ProductState::Active,
    };
    crm.write(|tx| tx.catalog().upsert(product)).unwrap();
    crm
}

fn keys(choices: &[&str]) -> Vec<String> {
    choices.iter().map(|key| (*key).to_owned()).collect()
}

fn ask(choices: &[&str]) -> ConfigurationCheck {
    ConfigurationCheck { sku: "PC".into(), choices: keys(choices), ..ConfigurationCheck::default() }
}

fn refused(model: NewModel) -> Error {
    shop().write(|tx| tx.configure().put_model(model)).unwrap_err()
}

#[test]
fn a_check_prices_names_broken_rules_and_mends() {
    let crm = shop();
    crm.write(|tx| tx.configure().put_model(computer())).unwrap();
    let check = |choices: &[&str]| crm.read(|tx| tx.configure().check(&ask(choices))).unwrap();
    let good = check(&["i7", "32g", "gpu"]);
    assert!(good.valid && good.broken.is_empty() && good.nearest.is_none());
    assert_eq!((good.price, good.lead_time_days), (Some(Money::usd(1_130_00)), 5));
    assert_eq!(good.bill.iter().map(|line| line.option.as_str()).collect::<Vec<_>>(), ["i7", "32g", "gpu"]);
    assert_eq!(good.hash, check(&["gpu", "i7", "32g"]).hash);
    let bad = check(&["i5", "16g", "gpu"]);
    let broken: Vec<_> = bad.broken.iter().map(|rule| rule.rule.as_str()).collect();
    assert_eq!(broken, ["gpu-cpu", "gpu-memory"]);
    // Without the card it is one change; with it four.
    let nearest = bad.nearest.unwrap();
    assert_eq!((nearest.choices, nearest.removed), (keys(&["16g", "i5"]), keys(&["gpu"])));
    // One addition each: the cheapest of the group.
    let empty = check(&[]).nearest.unwrap();
    assert_eq!((empty.choices, empty.price), (keys(&["16g", "i5"]), Some(Money::usd(500_00))));
}

#[test]
fn the_same_model_is_the_same_version_and_a_checks_version_stays() {
    let crm = shop();
    let first = crm.write(|tx| tx.configure().put_model(computer())).unwrap();
    assert_eq!(crm.write(|tx| tx.configure().put_model(computer())).unwrap(), first);
    let mut dearer = computer();
    dearer.groups[0].options[1].price_delta = Some(Money::usd(170_00));
    let second = crm.write(|tx| tx.configure().put_model(dearer)).unwrap();
    assert_eq!((first.version, second.version), (1, 2));
    crm.read(|tx| {
        let old = ConfigurationCheck { version: Some(1), ..ask(&["i7", "16g"]) };
        let (old, new) = (tx.configure().check(&old)?, tx.configure().check(&ask(&["i7", "16g"]))?);
        assert_eq!((old.price, new.price), (Some(Money::usd(650_00)), Some(Money::usd(670_00))));
        assert_ne!(old.hash, new.hash);
        let page = ModelFilter { page: PageRequest::first(1) };
        assert_eq!(tx.configure().models(&page)?.items[0].version, 2);
        Ok(())
    })
    .unwrap();
}

#[test]
fn models_that_nobody_could_order_are_refused() {
    let at = |model: NewModel| refused(model).path().unwrap_or_default().to_owned();
    let with = |change: fn(&mut NewModel)| {
        let mut model = computer();
        change(&mut model);
        model
    };
    assert_eq!(at(with(|m| m.groups[1].key = "cpu".into())), "/groups/1/key");
    assert_eq!(at(with(|m| m.groups[1].options[0].key = "i5".into())), "/groups/1/options/0/key");
    assert_eq!(at(with(|m| m.groups[0].min = 2)), "/groups/0/min");
    assert_eq!(at(with(|m| m.groups[0].max = 0)), "/groups/0/max");
    assert_eq!(at(with(|m| m.groups[0].options.iter_mut().for_each(|o| o.active = false))), "/groups/0/min");
    assert_eq!(at(with(|m| m.rules[0].options[0] = "i9".into())), "/rules/0/options/0");
    assert_eq!(at(with(|m| m.rules[0].option = Some("npu".into()))), "/rules/0/option");
    assert_eq!(at(with(|m| m.rules[0].option = None)), "/rules/0/option");
    assert_eq!(at(with(|m| m.rules[0].options[0] = "gpu".into())), "/rules/0/options/0");
    assert_eq!(at(with(|m| m.rules[1].key = "gpu-cpu".into())), "/rules/1/key");
    assert_eq!(at(with(|m| m.rules[1].options[1] = "32g".into())), "/rules/1/options/1");
    assert_eq!(at(with(|m| m.rules[0].min = Some(1))), "/rules/0/min");
    assert_eq!(at(with(|m| m.base_price.minor = -1)), "/base_price/amount");
    assert_eq!(at(with(|m| m.groups[0].options[0].price_delta = Some(Money::usd(-600_00)))), "/base_price/amount");
    assert_eq!(
        at(with(|m| m.groups[0].options[0].price_delta = Some(Money::cny(1)))),
        "/groups/0/options/0/price_delta"
    );
    assert_eq!(
        at(with(|m| m.groups[0].options[0].price_delta = Some(Money::usd(i64::MAX)))),
        "/groups/0/options/0/price_delta"
    );
    assert_eq!(at(with(|m| m.groups[0].options[0].quantity = 0)), "/groups/0/options/0/quantity");
    assert_eq!(at(with(|m| m.groups[0].name = BTreeMap::from([("?".into(), "x".into())]))), "/groups/0/name");
    // The card excludes the processor that it requires.
    let excludes = with(|m| m.rules.push(rule("no", ModelRuleKind::Excludes, Some("i7"), &["gpu"])));
    assert_eq!(at(excludes), "/groups/2/options/0");
    // Each requires the other, and only one may be chosen.
    let cycle = with(|m| {
        m.rules.push(rule("a", ModelRuleKind::Requires, Some("i5"), &["i7"]));
        m.rules.push(rule("b", ModelRuleKind::Requires, Some("i7"), &["i5"]));
    });
    assert_eq!(at(cycle), "/rules");
    // Only the i5 is left, which does not go with 64g.
    let inactive = with(|m| m.groups[0].options[1].active = false);
    assert_eq!(at(inactive), "/groups/1/options/2");
    let unknown = NewModel { sku: "MAC".into(), ..computer() };
    assert_eq!(refused(unknown).code(), ErrorCode::NotFound);
    let many = with(|m| m.groups[2].options.extend((0..500).map(|at| option(&format!("x{at}"), 0))));
    assert_eq!(refused(many).code(), ErrorCode::Limit);
}

/// Of each of forty pairs one is needed; each of them pulls in one of two far options, and these hang together in a ring.
fn endless() -> NewModel {
    let name = |at: usize| format!("o{at:03}");
    let options = (0..120).map(|at| option(&name(at), 0)).collect();
    let mut model = NewModel { groups: vec![group("all", 0, 120, options)], rules: Vec::new(), ..computer() };
    for at in 0..40 {
        let key = format!("r{at}");
        model.rules.push(ModelRule {
            min: Some(1),
            ..rule(&key, ModelRuleKind::Count, None, &[&name(at * 2), &name(at * 2 + 1)])
        });
        for side in 0..2 {
            let key = format!("n{at}-{side}");
            let far = [name(80 + at), name(80 + (at + 1 + side) % 40)];
            model.rules.push(rule(&key, ModelRuleKind::Requires, Some(&name(at * 2 + side)), &[&far[0], &far[1]]));
        }
    }
    validate::clean(model).unwrap()
}

#[test]
fn a_bound_ends_a_search_that_would_go_on() {
    let compiled = Compiled::new(endless()).unwrap();
    validate::require_possible(&compiled).unwrap();
    let found = checked(&compiled, 1, Bits::default(), None);
    assert!(!found.valid);
    assert_eq!((found.nearest, found.nearest_reason), (None, Some(NoNearest::SearchBound)));
}

#[test]
fn groups_that_nothing_binds_together_do_not_multiply() {
    let groups = (0..60).map(|at| {
        let options = (0..8).map(|side| option(&format!("g{at:02}o{side}"), 100 - side)).collect();
        group(&format!("g{at:02}"), 1, 1, options)
    });
    let model = NewModel { groups: groups.collect(), rules: Vec::new(), ..computer() };
    let compiled = Compiled::new(validate::clean(model).unwrap()).unwrap();
    validate::require_possible(&compiled).unwrap();
    let nearest = checked(&compiled, 1, Bits::default(), None).nearest.unwrap();
    assert_eq!(nearest.added.len(), 60);
    assert!(nearest.choices.iter().all(|key| key.ends_with("o7")));
}

#[test]
fn what_is_saved_is_shared_and_ordered_again() {
    let crm = shop();
    crm.write(|tx| {
        tx.configure().put_model(computer())?;
        let wei = tx.customers().create(NewCustomer::person("Wei"))?.id;
        let new = NewConfiguration {
            sku: "PC".into(),
            customer_id: Some(wei),
            name: Some("Mine".into()),
            choices: keys(&["wifi", "i7", "16g"]),
            ..NewConfiguration::default()
        };
        let saved = tx.configure().save(new.clone())?;
        assert_eq!(saved.choices, ["16g", "i7", "wifi"]);
        assert_eq!(tx.configure().get(saved.id)?, saved);
        let again = tx.configure().save(NewConfiguration { name: None, ..new.clone() })?;
        assert_eq!(again, saved);
        let renamed = tx.configure().save(NewConfiguration { name: Some("Ours".into()), ..new.clone() })?;
        assert_eq!((renamed.id, renamed.name.as_deref()), (saved.id, Some("Ours")));
        let stranger = tx.configure().save(NewConfiguration { customer_id: None, ..new })?;
        assert_ne!(stranger.id, saved.id);
        let token = tx.configure().share(saved.id)?.token.unwrap();
        assert_eq!(token.len(), 32);
        assert_eq!(tx.configure().share(saved.id)?.token.as_deref(), Some(token.as_str()));
        assert_eq!(tx.configure().by_token(&token)?.choices, saved.choices);
        tx.configure().unshare(saved.id)?;
        assert_eq!(tx.configure().by_token(&token).unwrap_err().code(), ErrorCode::NotFound);
        assert_ne!(tx.configure().share(saved.id)?.token, Some(token));
        let same = tx.configure().reorder(&ReorderRequest { id: saved.id, language: None })?;
        assert!(same.is_newest && same.now.valid && same.price_change == Some(Money::usd(0)));

        let mut next = computer();
        next.groups[0].options[1].price_delta = Some(Money::usd(120_00));
        next.groups[2].options.remove(1);
        next.rules.remove(2);
        next.rules.push(rule("fast", ModelRuleKind::Requires, Some("i7"), &["32g", "64g"]));
        next.rules[1].options.remove(0);
        tx.configure().put_model(next)?;
        let changed = tx.configure().reorder(&ReorderRequest { id: saved.id, language: None })?;
        assert!(!changed.is_newest && !changed.now.valid);
        assert_eq!(changed.options_gone, ["wifi"]);
        let repriced: Vec<_> = changed.options_repriced.iter().map(|option| option.option.as_str()).collect();
        assert_eq!(repriced, ["i7"]);
        assert_eq!(changed.price_change, Some(Money::usd(-50_00)));
        assert_eq!((changed.rules_added, changed.rules_gone), (keys(&["fast"]), keys(&["i5-64g"])));
        assert_eq!(changed.rules_changed, ["gpu-memory"]);
        let broken: Vec<_> = changed.now.broken.iter().map(|rule| rule.rule.as_str()).collect();
        assert_eq!(broken, ["fast", "wifi:gone"]);
        let nearest = changed.now.nearest.unwrap();
        // Swapping the processor is cheaper than swapping the memory.
        assert_eq!((nearest.choices, nearest.removed), (keys(&["16g", "i5"]), keys(&["i7", "wifi"])));
        let again = tx.configure().reorder(&ReorderRequest { id: saved.id, language: None })?;
        assert!(!(again.now.valid && again.is_newest));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

fn design(crm: &Crm, customer: CustomerId) -> Design {
    let new = NewDesign { customer_id: customer, text: "A blue one".into(), sku: None, category: Some("bags".into()) };
    crm.write(|tx| tx.configure().propose(new)).unwrap()
}

#[test]
fn every_move_of_a_design_is_allowed_or_lists_what_is() {
    use DesignState::{Declined, Done, Open, Planned, UnderReview};
    let way = |to: DesignState| match to {
        Open => vec![],
        UnderReview => vec![UnderReview],
        Planned => vec![UnderReview, Planned],
        Declined => vec![UnderReview, Declined],
        Done => vec![UnderReview, Planned, Done],
    };
    let crm = shop();
    let ada = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap().id;
    for from in DesignState::ALL {
        for to in DesignState::ALL {
            let id = design(&crm, ada).id;
            crm.write(|tx| {
                for step in way(*from) {
                    tx.configure().set_design_state(id, step, None)?;
                }
                match tx.configure().set_design_state(id, *to, Some("Soon")) {
                    Ok(moved) => {
                        assert!(designs::MACHINE.may(*from, *to));
                        assert_eq!((moved.state, moved.answer.as_deref()), (*to, Some("Soon")));
                    }
                    Err(error) => {
                        assert!(!designs::MACHINE.may(*from, *to));
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        assert_eq!(tx.configure().design(id)?.state, *from);
                    }
                }
                let votable = tx.configure().vote(id, ada);
                let state = tx.configure().design(id)?.state;
                assert_eq!(votable.is_ok(), !designs::MACHINE.allowed(state).is_empty());
                Ok(())
            })
            .unwrap();
        }
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn votes_count_once_and_follow_a_merge_and_back() {
    let crm = shop();
    crm.write(|tx| {
        let people = ["A", "B", "C"].map(|name| tx.customers().create(NewCustomer::person(name)).unwrap().id);
        let [a, b, c] = people;
        let new =
            |customer_id| NewDesign { customer_id, text: "Bigger".into(), sku: Some("PC".into()), category: None };
        let (first, second) = (tx.configure().propose(new(a))?.id, tx.configure().propose(new(b))?.id);
        for customer in [a, b, b] {
            tx.configure().vote(first, customer)?;
        }
        for customer in people {
            tx.configure().vote(second, customer)?;
        }
        let list = || -> Result<Vec<(i64, i64)>> {
            let page = tx.configure().designs(&DesignFilter::default())?;
            Ok(page.items.iter().map(|design| (design.id.0, design.votes)).collect())
        };
        assert_eq!(list()?, [(second.0, 3), (first.0, 2)]);
        let merge = tx.customers().merge(&MergeRequest { winner_id: a, loser_id: b, rules: BTreeMap::new() })?;
        assert_eq!(list()?, [(second.0, 2), (first.0, 1)]);
        assert_eq!(tx.configure().design(second)?.customer_id, a);
        // The merged customer votes as the one that it became.
        assert_eq!(tx.configure().vote(first, b)?.votes, 1);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(list()?, [(second.0, 3), (first.0, 2)]);
        assert_eq!(tx.configure().design(second)?.customer_id, b);
        assert_eq!(tx.configure().unvote(second, c)?.votes, 2);
        assert_eq!(tx.configure().unvote(second, c)?.votes, 2);
        let mut page = DesignFilter { page: PageRequest::first(1), ..DesignFilter::default() };
        let one = tx.configure().designs(&page)?;
        page.page.after = one.next;
        assert_eq!(tx.configure().designs(&page)?.items[0].id, first);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn configurations_follow_a_merge() {
    let crm = shop();
    crm.write(|tx| {
        tx.configure().put_model(computer())?;
        let (a, b) =
            (tx.customers().create(NewCustomer::person("A"))?.id, tx.customers().create(NewCustomer::person("B"))?.id);
        let save = |customer| {
            let choices = keys(&["i5", "16g"]);
            tx.configure().save(NewConfiguration {
                sku: "PC".into(),
                customer_id: Some(customer),
                choices,
                ..NewConfiguration::default()
            })
        };
        let (of_a, of_b) = (save(a)?, save(b)?);
        let merge = tx.customers().merge(&MergeRequest { winner_id: a, loser_id: b, rules: BTreeMap::new() })?;
        let list = ConfigurationFilter { customer_id: Some(b), ..ConfigurationFilter::default() };
        assert_eq!(tx.configure().list(&list)?.items.len(), 2);
        assert_eq!(save(b)?.id, of_a.id);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.configure().get(of_b.id)?.customer_id, Some(b));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

/// A small model from numbers: up to nine options in three groups, and some rules.
fn small_model() -> impl Strategy<Value = (NewModel, u16)> {
    let options = prop::collection::vec((-3_i64..4, 0_u32..10), 3..10);
    let rules = prop::collection::vec((0_u8..3, 0_usize..9, 1_u16..512, 0_u32..3, 0_u32..3), 0..6);
    (options, rules, prop::array::uniform3((0_u32..3, 1_u32..4)), any::<u16>()).prop_map(
        |(options, rules, sizes, chosen)| {
            let count = options.len();
            let name = |at: usize| format!("k{at}");
            let mut groups: Vec<_> = (0..3).map(|at| group(&format!("g{at}"), 0, 1, Vec::new())).collect();
            for (at, (delta, inactive)) in options.into_iter().enumerate() {
                groups[at % 3].options.push(ModelOption { active: inactive != 0, ..option(&name(at), delta) });
            }
            for (group, (min, max)) in groups.iter_mut().zip(sizes) {
                let active = group.options.iter().filter(|option| option.active).count() as u32;
                (group.min, group.max) = (min.min(max).min(active), max);
            }
            let rules = rules.into_iter().enumerate().filter_map(|(number, (kind, about, set, min, more))| {
                let about = about % count;
                let kind = [ModelRuleKind::Requires, ModelRuleKind::Excludes, ModelRuleKind::Count][usize::from(kind)];
                let is_count = kind == ModelRuleKind::Count;
                let members = (0..count).filter(|at| set >> at & 1 == 1 && (is_count || *at != about));
                let options: Vec<String> = members.map(name).collect();
                (!options.is_empty()).then(|| ModelRule {
                    option: (!is_count).then(|| name(about)),
                    options,
                    min: is_count.then_some(min),
                    max: is_count.then_some(min + more),
                    ..rule(&format!("r{number}"), kind, None, &[])
                })
            });
            let rules = rules.collect();
            (NewModel { sku: "PC".into(), base_price: Money::usd(1_000), lead_time_days: 1, groups, rules }, chosen)
        },
    )
}

/// The rules of a model as a person would read them.
fn holds(model: &NewModel, chosen: &[String]) -> bool {
    let has = |key: &String| chosen.contains(key);
    let groups = model.groups.iter().all(|group| {
        let count = group.options.iter().filter(|option| has(&option.key)).count() as u32;
        count >= group.min
            && count <= group.max
            && group.options.iter().all(|option| option.active || !has(&option.key))
    });
    groups
        && model.rules.iter().all(|rule| {
            let count = rule.options.iter().filter(|key| has(key)).count() as u32;
            match rule.kind {
                ModelRuleKind::Requires => !rule.option.as_ref().is_some_and(has) || count > 0,
                ModelRuleKind::Excludes => !rule.option.as_ref().is_some_and(has) || count == 0,
                ModelRuleKind::Count => count >= rule.min.unwrap_or(0) && count <= rule.max.unwrap_or(u32::MAX),
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Checks agree with the rules as they are read, the nearest choices are the best of all valid ones, and a model is
    /// taken exactly when every active option can be ordered.
    #[test]
    fn checks_agree_with_brute_force((model, chosen) in small_model()) {
        let compiled = Compiled::new(validate::clean(model.clone()).unwrap()).unwrap();
        let count = compiled.size();
        let all: Vec<Bits> = (0..1_u16 << count).map(|set| (0..count).filter(|bit| set >> bit & 1 == 1).collect()).collect();
        let start = all[usize::from(chosen) % all.len()];
        let mut valid = Vec::new();
        for set in &all {
            let expected = holds(&model, &compiled.keys_of(*set));
            prop_assert_eq!(compiled.is_valid(*set), expected);
            prop_assert_eq!(compiled.broken(*set, None).is_empty(), expected);
            if expected {
                valid.push(*set);
            }
        }
        let best = valid.iter().copied().min_by_key(|set| {
            let (removed, price) = (start.minus(*set).count(), compiled.price(*set).map(|price| price.minor));
            (start.xor(*set).count(), removed, price, compiled.keys_of(*set))
        });
        prop_assert_eq!(nearest::nearest(&compiled, start), best.ok_or(NoNearest::NoValidChoices));
        let orderable = compiled.active.iter().all(|bit| valid.iter().any(|set| set.has(bit)));
        let taken = validate::require_possible(&compiled);
        prop_assert_eq!(taken.is_ok(), orderable && !valid.is_empty(), "{:?}", taken);
    }

    /// On larger models what is found is valid.
    #[test]
    fn the_nearest_choices_are_valid(
        (sizes, rules) in (
            prop::collection::vec((0_u32..3, 1_u32..4, 1_usize..8), 1..12),
            prop::collection::vec((0_u8..2, any::<prop::sample::Index>(), prop::collection::vec(any::<prop::sample::Index>(), 1..4)), 0..40),
        ),
        picked in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let mut model = NewModel { groups: Vec::new(), rules: Vec::new(), ..computer() };
        let mut names = Vec::new();
        for (at, (min, max, count)) in sizes.iter().enumerate() {
            let options: Vec<_> = (0..*count).map(|side| option(&format!("g{at}o{side}"), (at * 7 + side) as i64 % 5)).collect();
            names.extend(options.iter().map(|option| option.key.clone()));
            model.groups.push(group(&format!("g{at}"), (*min).min(*max).min(*count as u32), *max, options));
        }
        for (number, (kind, about, others)) in rules.iter().enumerate() {
            let about = about.get(&names);
            let mut others: Vec<_> = others.iter().map(|at| at.get(&names).clone()).filter(|key| key != about).collect();
            others.sort();
            others.dedup();
            if !others.is_empty() {
                let kind = [ModelRuleKind::Requires, ModelRuleKind::Excludes][usize::from(*kind)];
                model.rules.push(ModelRule { options: others, ..rule(&format!("r{number}"), kind, Some(about), &[]) });
            }
        }
        let compiled = Compiled::new(validate::clean(model).unwrap()).unwrap();
        let start: Bits = picked.iter().map(|at| compiled.bit_of(&names[at.index(names.len())]).unwrap()).collect();
        let check = checked(&compiled, 1, start, None);
        match check.nearest {
            Some(nearest) => prop_assert!(!check.valid && compiled.is_valid(resolve(&compiled, &nearest.choices).unwrap())),
            None => prop_assert!(check.valid || check.nearest_reason.is_some()),
        }
    }
}

/// `cargo test --release -p crm-core --lib configure::tests::a_large_check -- --ignored --nocapture` tells the time.
#[test]
#[ignore = "measures"]
fn a_large_check() {
    let crm = shop();
    let groups = (0..10).map(|at| {
        let options = (0..6).map(|side| option(&format!("g{at}o{side}"), 100)).collect();
        group(&format!("g{at}"), 0, 6, options)
    });
    let mut model = NewModel { groups: groups.collect(), rules: Vec::new(), ..computer() };
    for number in 0..200 {
        let name = |at: usize| format!("g{}o{}", at % 10, at / 10 % 6);
        let (about, other) = (name(number), name(number * 7 + 1));
        if about != other {
            model.rules.push(rule(&format!("r{number}"), ModelRuleKind::Requires, Some(&about), &[&other]));
        }
    }
    crm.write(|tx| tx.configure().put_model(model)).unwrap();
    let choices: Vec<String> = (0..60).map(|at| format!("g{}o{}", at % 10, at / 10)).collect();
    let check = ConfigurationCheck { sku: "PC".into(), choices, ..ConfigurationCheck::default() };
    crm.read(|tx| {
        let begin = std::time::Instant::now();
        for _ in 0..1_000 {
            assert!(tx.configure().check(&check)?.valid);
        }
        println!("{:?} a check", begin.elapsed() / 1_000);
        Ok(())
    })
    .unwrap();
    let endless = Compiled::new(endless()).unwrap();
    let begin = std::time::Instant::now();
    assert!(checked(&endless, 1, Bits::default(), None).nearest.is_none());
    println!("{:?} to the bound", begin.elapsed());
}

/// A valid configuration of 650.00 in 5 days, one that breaks a rule, and a customer.
fn saved(crm: &Crm) -> (Configuration, Configuration, CustomerId) {
    crm.write(|tx| {
        tx.configure().put_model(computer())?;
        let customer = tx.customers().create(NewCustomer::person("Ada"))?.id;
        let new = |choices: &[&str]| NewConfiguration {
            sku: "PC".into(),
            version: None,
            customer_id: Some(customer),
            name: Some("Ada's own".into()),
            choices: keys(choices),
        };
        let good = tx.configure().save(new(&["i7", "16g"]))?;
        Ok((good, tx.configure().save(new(&["i7", "16g", "gpu"]))?, customer))
    })
    .unwrap()
}

#[test]
fn a_line_of_a_configuration_follows_from_it() {
    let crm = shop();
    let (good, bad, customer) = saved(&crm);
    let order = |line: NewOrderLine| {
        let new = NewOrder { customer: Some(customer), lines: vec![line], ..NewOrder::default() };
        crm.write(|tx| tx.orders().record(new))
    };
    let made = order(NewOrderLine { configuration: Some(good.id), ..NewOrderLine::default() }).unwrap();
    assert_eq!(made.total, Money::usd(650_00));
    let line = &made.lines[0];
    assert_eq!((line.sku.as_str(), line.name.as_deref()), ("PC", Some("Computer")));
    assert_eq!((line.made_to_order, line.lead_time_days, line.configuration), (true, Some(5), Some(good.id)));
    let own = NewOrderLine {
        name: Some("Mine".into()),
        total: Some(Money::usd(600_00)),
        lead_time_days: Some(9),
        configuration: Some(good.id),
        ..NewOrderLine::default()
    };
    let made = order(own.clone()).unwrap();
    assert_eq!((made.total, made.lines[0].lead_time_days), (Money::usd(600_00), Some(9)));
    assert_eq!(made.lines[0].name.as_deref(), Some("Mine"));
    let cases = [
        (NewOrderLine { configuration: Some(ConfigurationId(99)), ..own.clone() }, ErrorCode::NotFound, ""),
        (NewOrderLine { configuration: Some(bad.id), ..own.clone() }, ErrorCode::InvalidInput, "gpu-memory"),
        (NewOrderLine { sku: "MUG".into(), ..own.clone() }, ErrorCode::InvalidInput, "another article"),
    ];
    for (line, code, about) in cases {
        let error = order(line).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some("/lines/0/configuration")), "{error}");
        assert!(error.message().contains(about), "{error}");
    }
    let euros = NewOrder { currency: Some(crate::Currency::EUR), customer: Some(customer), ..NewOrder::default() };
    let line = NewOrderLine { configuration: Some(good.id), ..NewOrderLine::default() };
    let error = crm.write(|tx| tx.orders().record(NewOrder { lines: vec![line.clone()], ..euros })).unwrap_err();
    assert_eq!(error.path(), Some("/lines/0/unit_price"));
    // An edit takes lines of configurations too.
    let patch = OrderPatch { lines: Some(vec![line]), ..OrderPatch::default() };
    let edited = crm.write(|tx| tx.orders().edit(made.id, patch)).unwrap();
    assert_eq!((edited.total, edited.lines[0].configuration), (Money::usd(650_00), Some(good.id)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn carts_and_quotes_carry_a_configuration_into_the_order() {
    let crm = shop();
    let (good, bad, customer) = saved(&crm);
    crm.write(|tx| {
        let line = |id| NewQuoteLine { configuration: Some(id), ..quote_line() };
        let new = |id| NewQuote { lines: vec![line(id)], ..NewQuote::new(customer, crate::Currency::USD) };
        let refused = tx.quotes().create(new(bad.id)).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::InvalidInput, Some("/lines/0/configuration")));
        let refused = tx.quotes().create(new(ConfigurationId(99))).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::NotFound);
        let quote = tx.quotes().create(new(good.id))?;
        assert_eq!((quote.lines[0].sku.as_str(), quote.total), ("PC", Money::usd(650_00)));
        assert_eq!(tx.quotes().get(quote.id)?, quote);
        tx.quotes().send(quote.id)?;
        tx.quotes().accept(quote.id)?;
        let order = tx.quotes().order(quote.id, QuoteOrder::default())?;
        assert_eq!((order.lines[0].configuration, order.lines[0].made_to_order), (Some(good.id), true));

        let mut cart = NewCart::of(customer).line("PC", 2, Money::usd(640_00));
        cart.lines[0].configuration = Some(bad.id);
        let refused = tx.carts().put(cart.clone()).unwrap_err();
        assert_eq!((refused.code(), refused.path()), (ErrorCode::InvalidInput, Some("/lines/0/configuration")));
        cart.lines[0].configuration = Some(good.id);
        let put = tx.carts().put(cart)?.cart;
        assert_eq!(tx.carts().get(put.id)?.lines[0].configuration, Some(good.id));
        let ordered = tx.carts().order(CartOrder { id: put.id, order: NewOrder::default() })?.order;
        assert_eq!((ordered.lines[0].configuration, ordered.total), (Some(good.id), Money::usd(1_280_00)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_saved_configuration_is_ordered_again_at_todays_price() {
    let crm = shop();
    let (good, bad, customer) = saved(&crm);
    let again = |id| crm.read(|tx| tx.configure().reorder(&ReorderRequest { id, language: None })).unwrap();
    assert_eq!(again(bad.id).line, None);
    let dearer = NewModel { base_price: Money::usd(520_00), lead_time_days: 7, ..computer() };
    crm.write(|tx| tx.configure().put_model(dearer)).unwrap();
    let line = again(good.id).line.unwrap();
    let new = NewOrder { customer: Some(customer), currency: Some(crate::Currency::USD), ..NewOrder::default() };
    let order = crm.write(|tx| tx.orders().record(NewOrder { lines: vec![line], ..new })).unwrap();
    assert_eq!((order.total, order.lines[0].lead_time_days), (Money::usd(670_00), Some(7)));
    assert_eq!(order.lines[0].configuration, Some(good.id));
    // What is gone from the model is not ordered again.
    let mut gone = computer();
    gone.groups[0].options.remove(1);
    gone.rules.clear();
    crm.write(|tx| tx.configure().put_model(gone)).unwrap();
    assert_eq!(again(good.id).line, None);
}

fn quote_line() -> NewQuoteLine {
    serde_json::from_value(serde_json::json!({})).unwrap()
}
