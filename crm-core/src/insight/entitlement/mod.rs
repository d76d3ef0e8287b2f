//! Entitlement: how the shop serves a customer, more or less according to what the customer is worth to it.
//!
//! Owns the shop's rules and exceptions for single customers; blocks belong to the room of customers. Rules are tried in
//! their order and the first that fits decides: service is free, costs something, or is not given. An exception wins over
//! the rules, a block that forbids service wins over both. Promises that the answer is worked out for the moment at which
//! it is asked, so that no `tick` has to run for it, and that it explains itself by the facts that were read.
//!
//! Verbs that promise service refuse customers of the level `none`; what they do with `paid` is theirs. Refuses to judge
//! by anything but facts, and to sell or charge anything.

mod facts;
mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use facts::Facts;
pub use model::{
    ConditionCheck, CustomerEntitlement, EntitlementCondition, EntitlementConditions, EntitlementCounting,
    EntitlementOverride, EntitlementRule, EntitlementRules, EntitlementSource, EntitlementSummary, LevelCount,
    NewEntitlementOverride, RuleCheck, ServiceLevel,
};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers::{self, Block, CustomerBlock};
use crate::records::shop;
use crate::vocabulary::{CustomerId, EntitlementOverrideId, Error, ErrorCode, Result, StaffId, ids, text};
use serde_json::json;

room! {
    /// How customers are served.
    Entitlement, entitlement
}

customer_rows! { CUSTOMER_ROWS, "crm_entitlement_override" }

/// The most customers that one call counts.
const MOST_COUNTED: u32 = 10_000;

/// What of a customer's entitlement is stored, as far as a caller knows it already.
pub(crate) struct Stored {
    pub(crate) exception: Option<EntitlementOverride>,
    pub(crate) block: Option<CustomerBlock>,
}

impl<T: Reading> Entitlement<'_, T> {
    /// The rules; none, and free service for everybody, until they are saved.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn rules(&self) -> Result<EntitlementRules> {
        store::rules(self.tx.reader())
    }

    /// How a customer is served now, what decided it, and the facts that were read for it; follows merges.
    ///
    /// # Errors
    /// `not_found`.
    pub fn of(&self, customer: CustomerId) -> Result<CustomerEntitlement> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        let customer = customers::require(tx, customer)?;
        decide(tx, &store::rules(tx)?, stored(tx, customer)?, &Facts::of(tx, customer), true)
    }

    /// How many customers are served on each level now, of those after an id in the order of ids. Each is judged by its
    /// own facts, a few look-ups along indexes for each, so that a call costs as much as the customers that it looks at:
    /// go on with `next_after` and add up.
    ///
    /// # Errors
    /// `limit` for more than 10,000 customers or none.
    pub fn summary(&self, counting: &EntitlementCounting) -> Result<EntitlementSummary> {
        if !(1..=MOST_COUNTED).contains(&counting.limit) {
            return Err(Error::new(ErrorCode::Limit, "a call counts 1 to 10,000 customers").at("/limit"));
        }
        self.tx.settle()?;
        let tx = self.tx.reader();
        let ids = customers::ids_after(tx, counting.after.unwrap_or(CustomerId(0)), counting.limit as usize)?;
        let rules = store::rules(tx)?;
        let (mut blocked, mut counts) = (0, [0; ServiceLevel::ALL.len()]);
        for customer in &ids {
            // Somebody who was merged into another one is counted there.
            if customers::standing(tx, *customer)?.is_none() {
                continue;
            }
            let found = decide(tx, &rules, stored(tx, *customer)?, &Facts::of(tx, *customer), false)?;
            blocked += u64::from(found.decided_by == EntitlementSource::Block);
            counts[found.level as usize] += 1;
        }
        let levels =
            ServiceLevel::ALL.iter().map(|level| LevelCount { level: *level, customers: counts[*level as usize] });
        let next_after = ids.last().copied().filter(|_| ids.len() == counting.limit as usize);
        Ok(EntitlementSummary { levels: levels.collect(), blocked, next_after })
    }
}

impl Entitlement<'_, WriteTransaction> {
    /// Puts rules in the place of those before; they hold at once. The rules afterwards.
    ///
    /// # Errors
    /// `invalid_input` for a bad field, bounds between which nothing lies, an amount in another currency than the shop's,
    /// a label that nobody can have, or a price without paid service; `not_found` for an unknown tier; `limit` for more
    /// than 100 rules or choices.
    pub fn save_rules(&self, given: EntitlementRules) -> Result<EntitlementRules> {
        let tx = self.tx;
        let first = given.rules.iter().flat_map(|rule| rules::amounts(&rule.when)).find_map(|(_, amount)| amount);
        let labels = tx.rfm().labels()?;
        let known = rules::Known {
            currency: shop::settings(tx)?.base_currency.or(first.map(|amount| amount.currency)),
            tiers: tx.loyalty().tiers()?.into_iter().map(|tier| tier.id).collect(),
            labels: labels.display_order(),
        };
        let after = rules::clean(given, &known)?;
        if after == self.rules()? {
            return Ok(after);
        }
        tx.step(|| {
            if let Some(amount) = first {
                shop::base_currency_or_adopt(tx, amount.currency)?;
            }
            store::save_rules(tx, &after, journal::next_seq(tx)?)?;
            let facts = json!({ "rules": after.rules.len(), "default_level": after.default_level });
            journal::append(tx, Entry::new("entitlement.rules_saved").payload(facts))
        })?;
        Ok(after)
    }

    /// Serves a customer otherwise than the rules say, in place of the exception before. No exception wins over a block.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for a reason that is no token, an end that has passed, or a
    /// price without paid service.
    pub fn set_override(&self, new: &NewEntitlementOverride) -> Result<EntitlementOverride> {
        let tx = self.tx;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        rules::require_price("/price", new.level, new.price)?;
        ids::require_row_id("/staff_id", new.staff_id.map(i64::from))?;
        if new.until.is_some_and(|until| until <= tx.now()) {
            return Err(Error::invalid("/until", "the exception would be over already"));
        }
        let mut made = EntitlementOverride {
            id: EntitlementOverrideId(0),
            customer_id: customer,
            level: new.level,
            price: new.price,
            reason: text::token("/reason", &new.reason)?,
            until: new.until,
            staff_id: new.staff_id,
            created_at: tx.now(),
            ended_at: None,
        };
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            store::end_exceptions(tx, customer, rev)?;
            made.id = made.insert(tx, rev)?;
            let facts = json!({
                "level": made.level, "reason": made.reason, "until": made.until, "staff_id": made.staff_id,
            });
            announce(tx, "entitlement.overridden", customer, facts)
        })?;
        Ok(made)
    }

    /// Takes the exception of a customer back; without one nothing happens. How the customer is served afterwards.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for a bad id of the staff.
    pub fn clear_override(&self, customer: CustomerId, staff: Option<StaffId>) -> Result<CustomerEntitlement> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", staff.map(i64::from))?;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        tx.step(|| match store::end_exceptions(tx, customer, journal::next_seq(tx)?)? {
            0 => Ok(()),
            _ => announce(tx, "entitlement.override_cleared", customer, json!({ "staff_id": staff })),
        })?;
        self.of(customer)
    }
}

fn announce(tx: &WriteTransaction, name: &'static str, customer: CustomerId, facts: serde_json::Value) -> Result<()> {
    journal::append(tx, Entry::new(name).customer(customer).entity("customer", customer).payload(facts)).map(drop)
}

fn stored(tx: &ReadTransaction, customer: CustomerId) -> Result<Stored> {
    Ok(Stored { exception: store::exception(tx, customer)?, block: customers::block_of(tx, customer)? })
}

/// The rules and what is stored of a customer, read only where a view has found that there is something.
pub(crate) fn stored_if(
    tx: &ReadTransaction,
    customer: CustomerId,
    (has_rules, has_exception): (bool, bool),
    block: Option<CustomerBlock>,
) -> Result<(EntitlementRules, Stored)> {
    let rules = if has_rules { store::rules(tx)? } else { EntitlementRules::default() };
    let exception = if has_exception { store::exception(tx, customer)? } else { None };
    Ok((rules, Stored { exception, block }))
}

/// Works out how an existing, unmerged customer is served; `explain` asks every condition of every rule that is tried.
pub(crate) fn decide(
    tx: &ReadTransaction,
    rules: &EntitlementRules,
    stored: Stored,
    facts: &Facts<'_>,
    explain: bool,
) -> Result<CustomerEntitlement> {
    let Stored { exception, block } = stored;
    let kind = block.as_ref().map_or(Block::None, |block| block.block);
    let mut found = CustomerEntitlement {
        customer_id: facts.customer,
        at: tx.now(),
        level: rules.default_level,
        price: rules.default_price,
        decided_by: EntitlementSource::Default,
        rule: None,
        note: None,
        exception,
        block,
        may_sell: kind.allows_sales(),
        may_market: kind.allows_marketing(),
        may_serve: true,
        tried: Vec::new(),
    };
    if !kind.allows_service() {
        (found.level, found.price, found.decided_by) = (ServiceLevel::None, None, EntitlementSource::Block);
    } else if let Some(exception) = &found.exception {
        (found.level, found.price) = (exception.level, exception.price);
        found.decided_by = EntitlementSource::Override;
    } else {
        for rule in &rules.rules {
            let conditions = rules::check(&rule.when, facts, explain)?;
            let fits = conditions.iter().all(|check| check.holds);
            if explain {
                found.tried.push(RuleCheck { rule: rule.name.clone(), fits, conditions });
            }
            if fits {
                (found.level, found.price, found.note) = (rule.level, rule.price, rule.note.clone());
                (found.decided_by, found.rule) = (EntitlementSource::Rule, Some(rule.name.clone()));
                break;
            }
        }
    }
    found.may_serve = found.level != ServiceLevel::None;
    Ok(found)
}

/// Refuses to promise service to a customer who gets none.
pub(crate) fn require_served(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    let rules = store::rules(tx)?;
    if !rules.rules.is_empty() {
        tx.settle()?;
    }
    let found = decide(tx, &rules, stored(tx, customer)?, &Facts::of(tx, customer), false)?;
    if found.may_serve {
        return Ok(());
    }
    let why = match (&found.rule, &found.exception) {
        (Some(rule), _) => format!("by the rule \"{rule}\""),
        (None, Some(exception)) => format!("by an exception, reason {}", exception.reason),
        (None, None) => "because no rule gives any".to_owned(),
    };
    Err(Error::new(ErrorCode::Blocked, format!("the shop gives this customer no service, {why}"))
        .at("/customer_id")
        .existing(customer)
        .hint("entitlement.of explains it; entitlement.set_override makes an exception"))
}
