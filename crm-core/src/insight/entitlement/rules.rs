//! Decisions about rules: what may be saved, and whether the conditions of a rule hold.

use super::facts::Facts;
use super::{
    ConditionCheck, EntitlementCondition as Condition, EntitlementConditions, EntitlementRule, EntitlementRules,
    ServiceLevel,
};
use crate::vocabulary::{Currency, Error, ErrorCode, Money, Rate, Result, TierId, text};
use std::fmt::Display;

const MAX_RULES: usize = 100;
const MAX_CHOICES: usize = 100;
const MAX_WINDOW: u32 = 100_000;
/// The fact where there is none.
const NOTHING: &str = "none";

/// What the shop knows that rules may name.
pub(super) struct Known<'a> {
    pub(super) currency: Option<Currency>,
    pub(super) tiers: Vec<TierId>,
    pub(super) labels: Vec<&'a str>,
}

/// The rules with clean text, or why they are refused.
pub(super) fn clean(given: EntitlementRules, known: &Known<'_>) -> Result<EntitlementRules> {
    if given.rules.len() > MAX_RULES {
        return Err(Error::new(ErrorCode::Limit, "at most 100 rules").at("/rules"));
    }
    require_price("/default_price", given.default_level, given.default_price)?;
    let mut rules: Vec<EntitlementRule> = Vec::with_capacity(given.rules.len());
    for (at, rule) in given.rules.into_iter().enumerate() {
        let rule = clean_rule(rule, known).map_err(|error| error.under(format_args!("/rules/{at}")))?;
        if rules.iter().any(|other| other.name == rule.name) {
            return Err(Error::invalid(format!("/rules/{at}/name"), "another rule has this name"));
        }
        rules.push(rule);
    }
    Ok(EntitlementRules { rules, ..given })
}

fn clean_rule(rule: EntitlementRule, known: &Known<'_>) -> Result<EntitlementRule> {
    require_price("/price", rule.level, rule.price)?;
    Ok(EntitlementRule {
        name: text::name("/name", &rule.name)?,
        note: text::optional_note("/note", rule.note.as_deref())?,
        when: clean_conditions(rule.when, known).map_err(|error| error.under("/when"))?,
        ..rule
    })
}

fn clean_conditions(when: EntitlementConditions, known: &Known<'_>) -> Result<EntitlementConditions> {
    for (path, count) in [("/tiers", when.tiers.len()), ("/labels", when.labels.len()), ("/tags", when.tags.len())] {
        if count > MAX_CHOICES {
            return Err(Error::new(ErrorCode::Limit, "at most 100 are allowed").at(path));
        }
    }
    if let Some(at) = when.tiers.iter().position(|tier| !known.tiers.contains(tier)) {
        return Err(Error::not_found(TierId::WHAT, when.tiers[at]).at(format!("/tiers/{at}")));
    }
    if let Some(at) = when.labels.iter().position(|label| !known.labels.contains(&label.as_str())) {
        return Err(Error::invalid(format!("/labels/{at}"), "no customer can have this label")
            .allowed(known.labels.iter().copied()));
    }
    if when.window_days.is_some_and(|days| !(1..=MAX_WINDOW).contains(&days)) {
        return Err(Error::invalid("/window_days", "a window has 1 to 100,000 days").hint("null takes all history"));
    }
    let counts = [when.net_from.is_some(), when.net_below.is_some(), when.orders_from.is_some()];
    let counts_too = [when.orders_below.is_some(), when.refund_rate_above.is_some()];
    if when.window_days.is_some() && !counts.iter().chain(&counts_too).any(|is_set| *is_set) {
        return Err(Error::invalid("/window_days", "nothing is counted in the window")
            .hint("it is for net revenue, orders and refunds"));
    }
    for (path, amount) in amounts(&when) {
        if let Some(amount) = amount.filter(|amount| known.currency.is_some_and(|base| base != amount.currency)) {
            let message = format!("{} is not the shop's currency", amount.currency);
            return Err(
                Error::invalid(format!("{path}/currency"), message).allowed(known.currency.map(|c| c.to_string()))
            );
        }
    }
    require_order("/net_below", when.net_from.map(|one| one.minor), when.net_below.map(|one| one.minor))?;
    require_order("/margin_below", when.margin_from.map(|one| one.minor), when.margin_below.map(|one| one.minor))?;
    require_order("/orders_below", when.orders_from, when.orders_below)?;
    require_order("/idle_days_below", when.idle_days_from, when.idle_days_below)?;
    if when.refund_rate_above.is_some_and(|share| !(0..=1_000_000).contains(&share.ppm())) {
        return Err(Error::invalid("/refund_rate_above", "a share is from 0 to 1"));
    }
    let tag = |(at, tag): (usize, &String)| text::name(&format!("/tags/{at}"), tag);
    Ok(EntitlementConditions { tags: when.tags.iter().enumerate().map(tag).collect::<Result<_>>()?, ..when })
}

/// The amounts that conditions name, with their fields.
pub(super) fn amounts(when: &EntitlementConditions) -> [(&'static str, Option<Money>); 4] {
    [
        ("/net_from", when.net_from),
        ("/net_below", when.net_below),
        ("/margin_from", when.margin_from),
        ("/margin_below", when.margin_below),
    ]
}

fn require_order<T: PartialOrd>(path: &str, from: Option<T>, below: Option<T>) -> Result<()> {
    match from.zip(below) {
        Some((from, below)) if from >= below => Err(Error::invalid(path, "nothing lies between both bounds")),
        _ => Ok(()),
    }
}

/// A price goes with paid service, and is more than nothing.
pub(super) fn require_price(path: &str, level: ServiceLevel, price: Option<Money>) -> Result<()> {
    let Some(price) = price else { return Ok(()) };
    if level != ServiceLevel::Paid {
        return Err(Error::invalid(path, format!("service of the level {level} has no price")));
    }
    if price.minor <= 0 {
        return Err(Error::invalid(path, "a price is more than nothing").hint("free service has the level free"));
    }
    Ok(())
}

/// What the conditions of a rule find: all of them, or up to the first that does not hold.
pub(super) fn check(when: &EntitlementConditions, facts: &Facts<'_>, all: bool) -> Result<Vec<ConditionCheck>> {
    let mut checks = Vec::new();
    for condition in Condition::ALL {
        let Some((holds, fact)) = check_one(*condition, when, facts)? else { continue };
        checks.push(ConditionCheck { condition: *condition, holds, fact });
        if !holds && !all {
            break;
        }
    }
    Ok(checks)
}

/// Whether a condition holds, and the fact behind it; none for a condition that the rule does not have.
fn check_one(condition: Condition, when: &EntitlementConditions, facts: &Facts<'_>) -> Result<Option<(bool, String)>> {
    let totals = || facts.totals(when.window_days);
    let net = || facts.money(totals()?.net());
    match condition {
        Condition::Kind => {
            let Some(wanted) = when.kind else { return Ok(None) };
            let kind = facts.kind()?;
            Ok(Some((kind == wanted, kind.to_string())))
        }
        Condition::Tiers if when.tiers.is_empty() => Ok(None),
        Condition::Tiers => {
            let tier = facts.tier()?;
            Ok(Some((tier.is_some_and(|tier| when.tiers.contains(&tier)), shown(tier))))
        }
        Condition::Labels if when.labels.is_empty() => Ok(None),
        Condition::Labels => {
            let label = facts.label()?;
            Ok(Some((label.is_some_and(|label| when.labels.iter().any(|one| one == label)), shown(label))))
        }
        Condition::Stages if when.stages.is_empty() => Ok(None),
        Condition::Stages => {
            let stage = facts.stage()?;
            Ok(Some((when.stages.contains(&stage), stage.to_string())))
        }
        Condition::Tags if when.tags.is_empty() => Ok(None),
        Condition::Tags => {
            let found = facts.tags()?.iter().find(|tag| when.tags.contains(tag));
            Ok(Some((found.is_some(), shown(found))))
        }
        Condition::NetFrom => at_least(when.net_from, net),
        Condition::NetBelow => below(when.net_below, net),
        Condition::MarginFrom => at_least(when.margin_from, || facts.margin()),
        Condition::MarginBelow => below(when.margin_below, || facts.margin()),
        Condition::OrdersFrom => {
            number(when.orders_from, || Ok(Some(totals()?.orders)), |orders, least| orders >= least)
        }
        Condition::OrdersBelow => number(when.orders_below, || Ok(Some(totals()?.orders)), |orders, end| orders < end),
        Condition::IdleDaysFrom => number(when.idle_days_from, || Ok(totals()?.idle_days), |days, least| days >= least),
        Condition::IdleDaysBelow => number(when.idle_days_below, || Ok(totals()?.idle_days), |days, end| days < end),
        Condition::RefundRateAbove => {
            let Some(share) = when.refund_rate_above else { return Ok(None) };
            let totals = totals()?;
            Ok(Some((totals.refunds_pass(share), shown::<Rate>(totals.refund_rate()))))
        }
    }
}

type Checked = Result<Option<(bool, String)>>;

fn at_least(least: Option<Money>, fact: impl FnOnce() -> Result<Option<Money>>) -> Checked {
    number(least, fact, |fact, least| fact.currency == least.currency && fact.minor >= least.minor)
}

fn below(end: Option<Money>, fact: impl FnOnce() -> Result<Option<Money>>) -> Checked {
    number(end, fact, |fact, end| fact.currency == end.currency && fact.minor < end.minor)
}

/// Compares a fact with a bound, where the rule has one; a fact that is not there meets none.
fn number<T: Copy + Display>(
    bound: Option<T>,
    fact: impl FnOnce() -> Result<Option<T>>,
    meets: impl FnOnce(T, T) -> bool,
) -> Checked {
    let Some(bound) = bound else { return Ok(None) };
    let fact = fact()?;
    Ok(Some((fact.is_some_and(|fact| meets(fact, bound)), shown(fact))))
}

fn shown<T: Display>(fact: Option<T>) -> String {
    fact.map_or_else(|| NOTHING.to_owned(), |fact| fact.to_string())
}
