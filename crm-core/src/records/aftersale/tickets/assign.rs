//! Who gets a ticket: rules as data, and the decision.

use super::model::Ticket;
use super::store;
use super::{Tickets, announce_rules};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal;
use crate::records::aftersale::sla::TicketKind;
use crate::records::shop;
use crate::records::tasks::Priority;
use crate::vocabulary::{Error, ErrorCode, Result, StaffId, roster, text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const MAX_RULES: usize = 200;
const MAX_CHOICES: usize = 100;

tokens! {
    /// How a rule chooses among its staff.
    pub enum TicketMethod("method of a ticket rule") {
        /// In turn.
        RoundRobin = "round_robin",
        /// The one who has the fewest open tickets.
        LeastLoad = "least_load",
    }
}

/// A rule that assigns tickets for which nobody is named. Every list that is not empty must have something that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketRule {
    /// What the shop calls it, as a token; whose turn it is stays known under it.
    pub key: String,
    /// Tickets of these kinds.
    #[serde(default)]
    pub kinds: Vec<TicketKind>,
    /// Tickets of these categories and those below them.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Tickets of these priorities.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// Tickets in these languages as BCP 47; `zh` fits `zh-CN` too.
    #[serde(default)]
    pub languages: Vec<String>,
    /// How it chooses.
    pub method: TicketMethod,
    /// Among whom, 1 to 1,000; who stands there twice gets twice as many in turn.
    pub staff: Vec<StaffId>,
    /// The team that the ticket gets when it has none, as a token.
    #[serde(default)]
    pub team: Option<String>,
}

/// The rules that assign tickets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketRules {
    /// In the order in which they are tried, at most 200; the first that fits decides.
    pub rules: Vec<TicketRule>,
}

impl<T: Reading> Tickets<'_, T> {
    /// The rules that assign tickets.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn rules(&self) -> Result<TicketRules> {
        let rules = store::rules(self.tx.reader())?.into_iter().map(|(rule, _)| rule).collect();
        Ok(TicketRules { rules })
    }
}

impl Tickets<'_, WriteTransaction> {
    /// Puts rules in the place of those before; tickets that are assigned stay so.
    ///
    /// # Errors
    /// `invalid_input` for a bad field, a key that is given twice or a rule without staff; `limit` for too many.
    pub fn save_rules(&self, given: TicketRules) -> Result<TicketRules> {
        let tx = self.tx;
        if given.rules.len() > MAX_RULES {
            return Err(Error::new(ErrorCode::Limit, "a shop has at most 200 rules for tickets").at("/rules"));
        }
        let mut keys = BTreeSet::new();
        let mut after = TicketRules::default();
        for (at, rule) in given.rules.into_iter().enumerate() {
            let rule = clean(rule).map_err(|error| error.under(format!("/rules/{at}")))?;
            if !keys.insert(rule.key.clone()) {
                return Err(Error::invalid(format!("/rules/{at}/key"), "a key is given once"));
            }
            after.rules.push(rule);
        }
        if after == self.rules()? {
            return Ok(after);
        }
        tx.step(|| write(tx, &after.rules))?;
        Ok(after)
    }
}

fn write(tx: &WriteTransaction, rules: &[TicketRule]) -> Result<()> {
    store::replace_rules(tx, rules, journal::next_seq(tx)?)?;
    announce_rules(tx, rules.len())
}

fn clean(rule: TicketRule) -> Result<TicketRule> {
    roster::require(&rule.staff)?;
    for (path, count) in [
        ("/kinds", rule.kinds.len()),
        ("/categories", rule.categories.len()),
        ("/priorities", rule.priorities.len()),
        ("/languages", rule.languages.len()),
    ] {
        if count > MAX_CHOICES {
            return Err(Error::new(ErrorCode::Limit, format!("at most {MAX_CHOICES} are allowed")).at(path));
        }
    }
    for (at, language) in rule.languages.iter().enumerate() {
        shop::require_language(language).map_err(|error| error.at(format!("/languages/{at}")))?;
    }
    let categories = rule.categories.iter().enumerate();
    Ok(TicketRule {
        key: text::token("/key", &rule.key)?,
        categories: categories
            .map(|(at, path)| text::name(&format!("/categories/{at}"), path))
            .collect::<Result<_>>()?,
        team: rule.team.map(|team| text::token("/team", &team)).transpose()?,
        ..rule
    })
}

fn fits(rule: &TicketRule, ticket: &Ticket) -> bool {
    let below = |wanted: &String| ticket.category.as_deref().is_some_and(|path| text::is_under(path, wanted, '/'));
    let speaks = |wanted: &String| ticket.language.as_deref().is_some_and(|has| text::is_under(has, wanted, '-'));
    (rule.kinds.is_empty() || rule.kinds.contains(&ticket.kind))
        && (rule.categories.is_empty() || rule.categories.iter().any(below))
        && (rule.priorities.is_empty() || rule.priorities.contains(&ticket.priority))
        && (rule.languages.is_empty() || rule.languages.iter().any(speaks))
}

/// Lets the first rule that fits choose who gets a ticket, and counts it; whether there was one.
pub(super) fn choose(tx: &WriteTransaction, ticket: &mut Ticket) -> Result<bool> {
    let Some((rule, assigned)) = store::rules(tx)?.into_iter().find(|(rule, _)| fits(rule, ticket)) else {
        return Ok(false);
    };
    let staff = match rule.method {
        TicketMethod::RoundRobin => roster::in_turn(&rule.staff, assigned),
        TicketMethod::LeastLoad => roster::least_loaded(&rule.staff, &loads(tx, &rule.staff)?),
    };
    store::count_assigned(tx, &rule.key, journal::next_seq(tx)?)?;
    ticket.assignee_id = staff;
    ticket.team = ticket.team.take().or(rule.team);
    ticket.rule = Some(rule.key);
    Ok(staff.is_some())
}

fn loads(tx: &ReadTransaction, staff: &[StaffId]) -> Result<BTreeMap<StaffId, i64>> {
    let staff: BTreeSet<StaffId> = staff.iter().copied().collect();
    let counts = store::open_counts(tx, &staff)?;
    Ok(staff.into_iter().zip(counts).collect())
}

/// Puts one member of the staff in place of another in the rules; how many rules changed.
pub(crate) fn transfer_rules(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    let mut changed = 0;
    let mut rules = Vec::new();
    for (mut rule, _) in store::rules(tx)? {
        changed += u64::from(roster::replace(&mut rule.staff, from, to));
        rules.push(rule);
    }
    if changed > 0 {
        write(tx, &rules)?;
    }
    Ok(changed)
}
