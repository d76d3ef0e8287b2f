//! Who gets a lead: rules as data, the decision, and what it rests on.

use super::desk::Desk;
use super::{LeadSource, Leads, rules, score, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, LeadRuleId, Patch, Result, StaffId, Timestamp, roster, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

const MAX_CHOICES: usize = 1_000;
/// Active rules that are looked at.
pub(super) const MAX_RULES: usize = 1_000;

tokens! {
    /// How a rule assigns leads.
    pub enum LeadRuleKind("kind of lead rule") {
        /// Its staff in turn.
        RoundRobin = "round_robin",
        /// Leads of certain territories or countries, to its staff in turn.
        Territory = "territory",
        /// Leads that are interested in certain goods, to its staff in turn.
        ProductLine = "product_line",
        /// The one of its staff who has the fewest open leads.
        Load = "load",
    }
}

/// What a lead must be like. Every list that is not empty must have something that fits; territories and countries count
/// as one list, product lines and articles too.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadCondition {
    /// Ways in which it came.
    pub sources: Vec<LeadSource>,
    /// Sales territories, as the shop names them.
    pub territories: Vec<String>,
    /// Countries as ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Languages as BCP 47; `zh` fits `zh-CN` too.
    pub languages: Vec<String>,
    /// Categories of the catalogue; `home` fits `home/kitchen` too.
    pub product_lines: Vec<String>,
    /// Article numbers.
    pub skus: Vec<String>,
    /// The least score.
    pub min_score: Option<u8>,
}

/// A rule that assigns leads, as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLeadRule {
    /// What people call it, at most 512 bytes.
    pub name: String,
    /// How it chooses. `territory` needs territories or countries in its condition, `product_line` product lines or articles.
    pub kind: LeadRuleKind,
    /// Where it stands: rules are tried from the lowest position on, those of one position in the order of their ids.
    #[serde(default)]
    pub position: u32,
    /// What a lead must be like; any lead fits by default.
    #[serde(default)]
    pub condition: LeadCondition,
    /// Among whom it chooses, 1 to 1,000; who stands there twice gets twice as many in turn.
    pub staff: Vec<StaffId>,
    /// Minutes to the first response for its leads, 1 to 525,600; those of the shop by default.
    #[serde(default)]
    pub response_minutes: Option<u32>,
}

/// A rule that assigns leads, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadRule {
    /// The id.
    pub id: LeadRuleId,
    /// What people call it.
    pub name: String,
    /// How it chooses.
    pub kind: LeadRuleKind,
    /// Where it stands.
    pub position: u32,
    /// What a lead must be like.
    pub condition: LeadCondition,
    /// Among whom it chooses.
    pub staff: Vec<StaffId>,
    /// Minutes to the first response for its leads.
    pub response_minutes: Option<u32>,
    /// Whether it is used.
    pub is_active: bool,
    /// How many leads it has assigned; whose turn it is follows from that.
    pub assigned: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A change of a rule; absent fields stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LeadRulePatch {
    /// What people call it.
    pub name: Option<String>,
    /// How it chooses.
    pub kind: Option<LeadRuleKind>,
    /// Where it stands.
    pub position: Option<u32>,
    /// What a lead must be like, in place of the condition before.
    pub condition: Option<LeadCondition>,
    /// Among whom it chooses, in place of those before.
    pub staff: Option<Vec<StaffId>>,
    /// Minutes to the first response for its leads; null takes those of the shop.
    pub response_minutes: Patch<u32>,
    /// Whether it is used.
    pub is_active: Option<bool>,
}

/// What one rule says of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadRuleVerdict {
    /// The rule.
    pub rule_id: LeadRuleId,
    /// What people call it.
    pub name: String,
    /// How it chooses.
    pub kind: LeadRuleKind,
    /// Whether the lead meets its condition.
    pub fits: bool,
    /// The parts of the condition that the lead does not meet.
    pub missed: Vec<String>,
}

/// Why a lead has its owner, and what the rules say today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeadAssignment {
    /// Who looks after it.
    pub owner_id: Option<StaffId>,
    /// The rule that chose the owner; null when a person did, or when it is the customer's own.
    pub rule_id: Option<LeadRuleId>,
    /// Whom the first rule that fits would choose now.
    pub next_owner_id: Option<StaffId>,
    /// The rules in the order in which they are tried.
    pub rules: Vec<LeadRuleVerdict>,
}

impl<T: Reading> Leads<'_, T> {
    /// The rules in the order in which they are tried, the inactive ones too.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn list_rules(&self) -> Result<Vec<LeadRule>> {
        store::rules(self.tx.reader(), false, MAX_RULES)
    }

    /// Why a lead has its owner, and what each rule says of it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn explain_assignment(&self, id: crate::LeadId) -> Result<LeadAssignment> {
        let tx = self.tx.reader();
        let lead = super::get(tx, id)?;
        let mut desk = Desk::read(tx)?;
        let (mut next_owner_id, mut rules) = (None, Vec::new());
        for (at, missed) in desk.judge(tx, &lead)?.into_iter().enumerate() {
            if missed.is_empty() && next_owner_id.is_none() {
                next_owner_id = desk.choose(tx, at)?;
            }
            let rule = &desk.rules[at];
            rules.push(LeadRuleVerdict {
                rule_id: rule.id,
                name: rule.name.clone(),
                kind: rule.kind,
                fits: missed.is_empty(),
                missed: missed.into_iter().map(str::to_owned).collect(),
            });
        }
        Ok(LeadAssignment { owner_id: lead.owner_id, rule_id: lead.rule_id, next_owner_id, rules })
    }
}

impl Leads<'_, WriteTransaction> {
    /// Makes a rule that assigns leads.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field, a rule without staff or a kind without its condition.
    pub fn create_rule(&self, new: NewLeadRule) -> Result<LeadRule> {
        let tx = self.tx;
        let mut rule = clean(LeadRule {
            id: LeadRuleId(0),
            name: new.name,
            kind: new.kind,
            position: new.position,
            condition: new.condition,
            staff: new.staff,
            response_minutes: new.response_minutes,
            is_active: true,
            assigned: 0,
            created_at: tx.now(),
            updated_at: tx.now(),
        })?;
        if store::rules(tx, false, MAX_RULES)?.len() >= MAX_RULES {
            return Err(Error::new(ErrorCode::Limit, "a shop has at most 1,000 rules for leads"));
        }
        tx.step(|| {
            rule.id = store::insert_rule(tx, &rule, journal::next_seq(tx)?)?;
            announce(tx, "lead_rule.created", &rule)
        })?;
        Ok(rule)
    }

    /// Changes a rule; leads that have an owner keep it.
    ///
    /// # Errors
    /// `not_found`; as [`create_rule`](Self::create_rule).
    pub fn update_rule(&self, id: LeadRuleId, patch: LeadRulePatch) -> Result<LeadRule> {
        let tx = self.tx;
        let known = store::rule(tx, id)?.or_not_found(LeadRuleId::WHAT, id)?;
        let mut after = known.clone();
        after.name = patch.name.unwrap_or(after.name);
        after.kind = patch.kind.unwrap_or(after.kind);
        after.position = patch.position.unwrap_or(after.position);
        after.condition = patch.condition.unwrap_or(after.condition);
        after.staff = patch.staff.unwrap_or(after.staff);
        patch.response_minutes.apply(&mut after.response_minutes);
        after.is_active = patch.is_active.unwrap_or(after.is_active);
        let mut after = clean(after)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            store::update_rule(tx, &after, journal::next_seq(tx)?)?;
            announce(tx, "lead_rule.updated", &after)
        })?;
        Ok(after)
    }
}

fn announce(tx: &WriteTransaction, name: &'static str, rule: &LeadRule) -> Result<()> {
    let payload = json!({
        "kind": rule.kind, "position": rule.position, "staff": rule.staff, "is_active": rule.is_active,
    });
    journal::append(tx, Entry::new(name).entity("lead_rule", rule.id).payload(payload)).map(drop)
}

/// Puts one member of the staff in place of another in the rules; how many rules changed. Where the new one stands
/// already, the places of the other fall away.
pub(crate) fn transfer_rules(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    let mut changed = 0;
    for mut rule in store::rules(tx, false, MAX_RULES)? {
        if !roster::replace(&mut rule.staff, from, to) {
            continue;
        }
        rule.updated_at = tx.now();
        store::update_rule(tx, &rule, journal::next_seq(tx)?)?;
        announce(tx, "lead_rule.updated", &rule)?;
        changed += 1;
    }
    Ok(changed)
}

/// The rule with clean text, or why it is refused.
fn clean(rule: LeadRule) -> Result<LeadRule> {
    roster::require(&rule.staff)?;
    for (path, count, most) in [
        ("/condition/sources", rule.condition.sources.len(), MAX_CHOICES),
        ("/condition/territories", rule.condition.territories.len(), MAX_CHOICES),
        ("/condition/countries", rule.condition.countries.len(), MAX_CHOICES),
        ("/condition/languages", rule.condition.languages.len(), MAX_CHOICES),
        ("/condition/product_lines", rule.condition.product_lines.len(), MAX_CHOICES),
        ("/condition/skus", rule.condition.skus.len(), MAX_CHOICES),
    ] {
        if count > most {
            return Err(Error::new(ErrorCode::Limit, format!("at most {most} are allowed")).at(path));
        }
    }
    rules::require_minutes(rule.response_minutes)?;
    let name = text::name("/name", &rule.name)?;
    let condition = clean_condition(rule.condition.clone()).map_err(|error| error.under("/condition"))?;
    let needs = match rule.kind {
        LeadRuleKind::Territory if condition.territories.is_empty() && condition.countries.is_empty() => {
            Some(("/condition/territories", "a territory rule needs territories or countries"))
        }
        LeadRuleKind::ProductLine if condition.product_lines.is_empty() && condition.skus.is_empty() => {
            Some(("/condition/product_lines", "a product line rule needs product lines or articles"))
        }
        _ => None,
    };
    match needs {
        Some((path, message)) => Err(Error::invalid(path, message)),
        None => Ok(LeadRule { name, condition, ..rule }),
    }
}

fn clean_condition(condition: LeadCondition) -> Result<LeadCondition> {
    let names = |list: Vec<String>, field: &str| -> Result<Vec<String>> {
        list.iter().enumerate().map(|(at, name)| text::name(&format!("/{field}/{at}"), name)).collect()
    };
    for (at, country) in condition.countries.iter().enumerate() {
        shop::require_region(country).map_err(|error| error.at(format!("/countries/{at}")))?;
    }
    for (at, language) in condition.languages.iter().enumerate() {
        shop::require_language(language).map_err(|error| error.at(format!("/languages/{at}")))?;
    }
    if condition.min_score.is_some_and(|least| least > score::MAX) {
        return Err(Error::invalid("/min_score", "a score is 0 to 100"));
    }
    Ok(LeadCondition {
        territories: names(condition.territories, "territories")?,
        product_lines: names(condition.product_lines, "product_lines")?,
        skus: names(condition.skus, "skus")?,
        ..condition
    })
}
