//! Whether a model is one: clean text, known keys, amounts that add up, and rules that can be met.

use super::bits::{Bits, MAX_OPTIONS};
use super::compile::{Compiled, Component};
use super::model::{ModelGroup, ModelOption, ModelRule, ModelRuleKind, NewModel};
use super::nearest::{self, Passed};
use super::texts;
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{Error, ErrorCode, Result, text};
use std::collections::HashSet;

const MAX_GROUPS: usize = 60;
const MAX_RULES: usize = 1_000;
const MAX_NAMED: usize = 10_000;
const MAX_SKU: usize = 128;
const MAX_DAYS: u32 = 3_650;
const MAX_PIECES: u32 = 10_000;

fn limit(path: &str, message: &str) -> Error {
    Error::new(ErrorCode::Limit, message).at(path)
}

/// The model with clean text, or why it is refused.
pub(super) fn clean(mut model: NewModel) -> Result<NewModel> {
    model.sku = text::key("/sku", &model.sku, MAX_SKU)?;
    if model.base_price.minor < 0 {
        return Err(Error::invalid("/base_price/amount", "the amount must not be negative"));
    }
    if model.lead_time_days > MAX_DAYS {
        return Err(Error::invalid("/lead_time_days", "a lead time is at most 3,650 days"));
    }
    if model.groups.is_empty() {
        return Err(Error::invalid("/groups", "a model has at least one group of options"));
    }
    if model.groups.len() > MAX_GROUPS {
        return Err(limit("/groups", "a model has at most 60 groups"));
    }
    if model.groups.iter().map(|group| group.options.len()).sum::<usize>() > MAX_OPTIONS {
        return Err(limit("/groups", "a model has at most 500 options"));
    }
    if model.rules.len() > MAX_RULES {
        return Err(limit("/rules", "a model has at most 1,000 rules"));
    }
    if model.rules.iter().map(|rule| rule.options.len()).sum::<usize>() > MAX_NAMED {
        return Err(limit("/rules", "the rules of a model name at most 10,000 options"));
    }
    let (mut groups, mut options) = (HashSet::new(), HashSet::new());
    for (at, group) in model.groups.iter_mut().enumerate() {
        clean_group(group).map_err(|error| error.under(format!("/groups/{at}")))?;
        if !groups.insert(group.key.clone()) {
            return Err(twice(format!("/groups/{at}/key"), "group"));
        }
        for (position, option) in group.options.iter().enumerate() {
            if !options.insert(option.key.clone()) {
                return Err(twice(format!("/groups/{at}/options/{position}/key"), "option"));
            }
        }
    }
    let mut rules = HashSet::new();
    for (at, rule) in model.rules.iter_mut().enumerate() {
        clean_rule(rule).map_err(|error| error.under(format!("/rules/{at}")))?;
        if !rules.insert(rule.key.clone()) {
            return Err(twice(format!("/rules/{at}/key"), "rule"));
        }
    }
    require_amounts(&model)?;
    Ok(model)
}

fn twice(path: String, what: &str) -> Error {
    Error::invalid(path, format!("another {what} has this key"))
}

fn clean_group(group: &mut ModelGroup) -> Result<()> {
    group.key = text::token("/key", &group.key)?;
    group.name = texts::clean("/name", std::mem::take(&mut group.name))?;
    if group.options.is_empty() {
        return Err(Error::invalid("/options", "a group has at least one option"));
    }
    if group.max == 0 {
        return Err(Error::invalid("/max", "at least one option of a group may be chosen"));
    }
    if group.min > group.max {
        return Err(Error::invalid("/min", "the least number is above the greatest"));
    }
    let active = group.options.iter().filter(|option| option.active).count();
    if group.min as usize > active {
        return Err(Error::invalid("/min", "the group has fewer active options than must be chosen"));
    }
    for (at, option) in group.options.iter_mut().enumerate() {
        clean_option(option).map_err(|error| error.under(format!("/options/{at}")))?;
    }
    Ok(())
}

fn clean_option(option: &mut ModelOption) -> Result<()> {
    option.key = text::token("/key", &option.key)?;
    option.sku = option.sku.take().map(|sku| text::key("/sku", &sku, MAX_SKU)).transpose()?;
    option.name = texts::clean("/name", std::mem::take(&mut option.name))?;
    if !(1..=MAX_PIECES).contains(&option.quantity) {
        return Err(Error::invalid("/quantity", "an option has 1 to 10,000 pieces of its article"));
    }
    if option.lead_time_delta_days.unsigned_abs() > MAX_DAYS {
        return Err(Error::invalid("/lead_time_delta_days", "an option adds or takes away at most 3,650 days"));
    }
    Ok(())
}

fn clean_rule(rule: &mut ModelRule) -> Result<()> {
    rule.key = text::token("/key", &rule.key)?;
    rule.message = texts::clean("/message", std::mem::take(&mut rule.message))?;
    if rule.options.is_empty() {
        return Err(Error::invalid("/options", "a rule names at least one option"));
    }
    let mut seen = HashSet::new();
    if let Some(at) = rule.options.iter().position(|key| !seen.insert(key.as_str())) {
        return Err(Error::invalid(format!("/options/{at}"), "the option stands there twice"));
    }
    if rule.kind == ModelRuleKind::Count {
        if rule.option.is_some() {
            return Err(Error::invalid("/option", "a count has no option of its own"));
        }
        if rule.min.is_none() && rule.max.is_none() {
            return Err(Error::invalid("/min", "a count has a least or a greatest number"));
        }
        if rule.min.unwrap_or(0) > rule.max.unwrap_or(u32::MAX) {
            return Err(Error::invalid("/min", "the least number is above the greatest"));
        }
        return Ok(());
    }
    if rule.min.is_some() || rule.max.is_some() {
        return Err(Error::invalid("/min", "only a count has a least or greatest number"));
    }
    let Some(option) = &rule.option else {
        return Err(Error::invalid("/option", "this rule needs the option that it is about"));
    };
    if let Some(at) = rule.options.iter().position(|key| key == option) {
        return Err(Error::invalid(format!("/options/{at}"), "an option neither requires nor excludes itself"));
    }
    Ok(())
}

/// One currency, sums that fit, and no allowed choice of a group that takes the price below 0.
fn require_amounts(model: &NewModel) -> Result<()> {
    let base = model.base_price;
    let (mut greatest, mut least) = (base.minor, base.minor);
    for (at, group) in model.groups.iter().enumerate() {
        let mut reductions = Vec::new();
        for (position, option) in group.options.iter().enumerate() {
            let Some(delta) = option.price_delta else { continue };
            let path = format!("/groups/{at}/options/{position}/price_delta");
            base.same_currency(delta).map_err(|error| error.at(path.as_str()))?;
            let size =
                delta.minor.checked_abs().ok_or_else(|| crate::vocabulary::money::too_large().at(path.as_str()))?;
            greatest = add_minor(greatest, size).map_err(|error| error.at(path.as_str()))?;
            if delta.minor < 0 && option.active {
                reductions.push(size);
            }
        }
        reductions.sort_unstable_by(|a, b| b.cmp(a));
        least -= reductions.iter().take(group.max as usize).sum::<i64>();
    }
    if least < 0 {
        return Err(Error::invalid("/base_price/amount", "options could take the price below 0")
            .hint("raise the base price, or lower what options take away"));
    }
    Ok(())
}

/// Requires that there are valid choices, and valid choices with each active option, as far as the search comes.
pub(super) fn require_possible(model: &Compiled) -> Result<()> {
    let mut work = nearest::MAX_WORK;
    // Options that stand in valid choices that were found.
    let mut proven = Bits::default();
    for component in &model.components {
        match nearest::any(model, component, None, &mut work) {
            Ok(Some(found)) => proven = proven.or(found),
            Ok(None) => return Err(contradiction(model, component)),
            Err(Passed) => return Ok(()),
        }
    }
    for component in &model.components {
        for bit in component.options.and(model.active).iter() {
            if proven.has(bit) {
                continue;
            }
            match nearest::any(model, component, Some(bit), &mut work) {
                Ok(Some(found)) => proven = proven.or(found),
                Ok(None) => {
                    let (group, at) = model.place(bit);
                    let path = format!("/groups/{group}/options/{at}");
                    return Err(Error::invalid(path, "no choices with this option meet all the rules")
                        .hint("mend its rules, or make it inactive"));
                }
                Err(Passed) => return Ok(()),
            }
        }
    }
    Ok(())
}

/// The error of rules that no choices meet together.
fn contradiction(model: &Compiled, component: &Component) -> Error {
    // The rules that were given stand behind those of groups and options.
    let before = model.rules.len() - model.body.rules.len();
    let given = component.rules.iter().filter_map(|rule| rule.checked_sub(before));
    let places: Vec<String> = given.take(10).map(|place| place.to_string()).collect();
    let message = format!("no choices meet the rules {} together with their groups", places.join(", "));
    Error::invalid("/rules", message).hint("rules are counted from 0")
}
