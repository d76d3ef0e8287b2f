//! The decision who gets a lead: the active rules, read once for any number of leads.

use super::assign::{LeadCondition, LeadRule, LeadRuleKind, MAX_RULES};
use super::{Lead, store};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal;
use crate::records::catalog;
use crate::vocabulary::{LeadRuleId, Result, StaffId, roster, text};
use std::collections::BTreeMap;

/// The active rules, and what is known of how much everybody has to do.
pub(super) struct Desk {
    pub(super) rules: Vec<LeadRule>,
    /// How many open leads somebody has, once that was asked for.
    open: BTreeMap<StaffId, i64>,
}

/// Whom the rules have chosen.
pub(super) struct Choice {
    pub(super) owner: StaffId,
    pub(super) rule_id: LeadRuleId,
    /// The rule's own time for the answer.
    pub(super) minutes: Option<u32>,
}

impl Desk {
    pub(super) fn read(tx: &ReadTransaction) -> Result<Self> {
        Ok(Desk { rules: store::rules(tx, true, MAX_RULES)?, open: BTreeMap::new() })
    }

    /// Lets the rules choose an owner for a lead that is not stored yet or has none. The rule counts it.
    pub(super) fn assign(&mut self, tx: &WriteTransaction, lead: &Lead) -> Result<Option<Choice>> {
        for (at, missed) in self.judge(tx, lead)?.into_iter().enumerate() {
            if missed.is_empty()
                && let Some(owner) = self.choose(tx, at)?
            {
                let rule = &mut self.rules[at];
                rule.assigned = rule.assigned.saturating_add(1);
                store::count_assigned(tx, rule, journal::next_seq(tx)?)?;
                return Ok(Some(Choice { owner, rule_id: rule.id, minutes: rule.response_minutes }));
            }
        }
        Ok(None)
    }

    /// Notes that an open lead was stored with another owner than before.
    pub(super) fn moved(&mut self, from: Option<StaffId>, to: Option<StaffId>) {
        for (staff, change) in [(from, -1), (to, 1)] {
            // Whoever was not asked for is counted with it when it comes to that.
            if let Some(count) = staff.and_then(|staff| self.open.get_mut(&staff)) {
                *count += change;
            }
        }
    }

    /// The parts of each rule's condition that a lead does not meet.
    pub(super) fn judge(&self, tx: &ReadTransaction, lead: &Lead) -> Result<Vec<Vec<&'static str>>> {
        let asks = self.rules.iter().any(|rule| !rule.condition.product_lines.is_empty());
        let lines = if asks { product_lines(tx, lead)? } else { Vec::new() };
        Ok(self.rules.iter().map(|rule| missed(&rule.condition, lead, &lines)).collect())
    }

    /// Whom a rule that fits chooses now.
    pub(super) fn choose(&mut self, tx: &ReadTransaction, at: usize) -> Result<Option<StaffId>> {
        let rule = &self.rules[at];
        if rule.kind != LeadRuleKind::Load {
            return Ok(roster::in_turn(&rule.staff, rule.assigned));
        }
        let unknown: Vec<StaffId> = rule.staff.iter().copied().filter(|one| !self.open.contains_key(one)).collect();
        self.open.extend(unknown.iter().copied().zip(store::open_counts(tx, &unknown)?));
        Ok(roster::least_loaded(&rule.staff, &self.open))
    }
}

/// The categories of the articles that a lead is interested in, as far as the catalogue knows them.
fn product_lines(tx: &ReadTransaction, lead: &Lead) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for sku in &lead.skus {
        lines.extend(catalog::category_of(tx, sku)?);
    }
    Ok(lines)
}

/// The parts of a condition that a lead does not meet.
fn missed(condition: &LeadCondition, lead: &Lead, lines: &[String]) -> Vec<&'static str> {
    let holds = |list: &[String], value: &Option<String>| value.as_ref().is_some_and(|value| list.contains(value));
    let wants_place = !condition.territories.is_empty() || !condition.countries.is_empty();
    let has_place = holds(&condition.territories, &lead.territory) || holds(&condition.countries, &lead.country);
    let speaks = |wanted: &String| lead.language.as_deref().is_some_and(|has| text::is_under(has, wanted, '-'));
    let wants_goods = !condition.product_lines.is_empty() || !condition.skus.is_empty();
    let has_goods =
        lines.iter().any(|line| condition.product_lines.iter().any(|wanted| text::is_under(line, wanted, '/')))
            || lead.skus.iter().any(|sku| condition.skus.contains(sku));
    let checks = [
        ("sources", condition.sources.is_empty() || condition.sources.contains(&lead.source)),
        ("territories", !wants_place || has_place),
        ("languages", condition.languages.is_empty() || condition.languages.iter().any(speaks)),
        ("product_lines", !wants_goods || has_goods),
        ("min_score", condition.min_score.is_none_or(|least| lead.score >= least)),
    ];
    checks.into_iter().filter(|(_, met)| !met).map(|(name, _)| name).collect()
}
