//! Configurations that are saved, shared and ordered again.

use super::{CheckedConfiguration, Compiled, Configure, checked, known, resolve, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::orders::NewOrderLine;
use crate::records::{catalog, customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    ConfigurationId, CustomerId, Error, Money, Page, PageRequest, Result, Timestamp, UnitPrice, text,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A configuration as it is given. It may still break rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConfiguration {
    /// The article number of the model.
    pub sku: String,
    /// The version of the model; the newest by default.
    #[serde(default)]
    pub version: Option<i64>,
    /// Whose it is; the same choices of the same customer are the same configuration. Follows merges.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// What the customer calls it, at most 512 bytes.
    #[serde(default)]
    pub name: Option<String>,
    /// The keys of the chosen options, each once.
    pub choices: Vec<String>,
}

/// A configuration as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Configuration {
    /// The id.
    pub id: ConfigurationId,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// What the customer calls it.
    pub name: Option<String>,
    /// The article number of the model.
    pub sku: String,
    /// The version of the model.
    pub version: i64,
    /// The chosen options in the order of their keys.
    pub choices: Vec<String>,
    /// Whether they met all the rules of that version.
    pub valid: bool,
    /// The price by that version; null when broken choices would take it below 0.
    pub price: Option<Money>,
    /// Days from the order to the delivery by that version.
    pub lead_time_days: u32,
    /// BLAKE3 over model, version and choices, 64 hexadecimal digits.
    pub hash: String,
    /// The token by which others see it, 32 hexadecimal digits; null while it is not shared.
    pub token: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When its name or token last changed.
    pub updated_at: Timestamp,
}

/// A configuration as others see it: without whose it is and what it is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SharedConfiguration {
    /// The article number of the model.
    pub sku: String,
    /// The version of the model.
    pub version: i64,
    /// The chosen options in the order of their keys.
    pub choices: Vec<String>,
    /// Whether they met all the rules of that version.
    pub valid: bool,
    /// The price by that version.
    pub price: Option<Money>,
    /// Days from the order to the delivery by that version.
    pub lead_time_days: u32,
    /// BLAKE3 over model, version and choices.
    pub hash: String,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// Which configurations to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigurationFilter {
    /// Configurations of this customer.
    pub customer_id: Option<CustomerId>,
    /// Configurations of this model.
    pub sku: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// A configuration that is to be ordered again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderRequest {
    /// The id.
    pub id: ConfigurationId,
    /// The language of the sentences (BCP 47).
    #[serde(default)]
    pub language: Option<String>,
}

/// A saved configuration against the newest version of its model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reorder {
    /// The configuration as it was saved.
    pub configuration: Configuration,
    /// The same choices today. An option that is gone is a broken rule and counts in nothing else.
    pub now: CheckedConfiguration,
    /// Whether the model is still the one of the configuration.
    pub is_newest: bool,
    /// By how much the price has risen; null when one of the two is unknown or the currency is another.
    pub price_change: Option<Money>,
    /// By how many days the lead time has risen.
    pub lead_time_change_days: i64,
    /// Chosen options that the model no longer has.
    pub options_gone: Vec<String>,
    /// Chosen options whose price is another.
    pub options_repriced: Vec<OptionChange>,
    /// Rules that are new.
    pub rules_added: Vec<String>,
    /// Rules that are gone.
    pub rules_gone: Vec<String>,
    /// Rules that say something else.
    pub rules_changed: Vec<String>,
    /// The line that orders it again at today's price, for an order or a quote; null when it breaks rules today, or did
    /// when it was saved.
    pub line: Option<NewOrderLine>,
}

/// An option whose price changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OptionChange {
    /// The option.
    pub option: String,
    /// What it added to the price.
    pub before: Money,
    /// What it adds now.
    pub now: Money,
}

impl<T: Reading> Configure<'_, T> {
    /// One saved configuration.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ConfigurationId) -> Result<Configuration> {
        store::configuration(self.tx.reader(), id)?.or_not_found(ConfigurationId::WHAT, id)
    }

    /// The configuration that a token shows.
    ///
    /// # Errors
    /// `not_found`, also for a token that was taken back.
    pub fn by_token(&self, token: &str) -> Result<SharedConfiguration> {
        let found = store::configuration_of_token(self.tx.reader(), &token.trim().to_ascii_lowercase())?;
        // The token is a secret and is not repeated.
        let found = found.ok_or_else(|| Error::not_found("configuration", "of this token").at("/token"))?;
        Ok(SharedConfiguration {
            sku: found.sku,
            version: found.version,
            choices: found.choices,
            valid: found.valid,
            price: found.price,
            lead_time_days: found.lead_time_days,
            hash: found.hash,
            created_at: found.created_at,
        })
    }

    /// Saved configurations, the newest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ConfigurationFilter) -> Result<Page<Configuration>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("configurations", &filter)?;
        let found = store::configurations(tx, &filter, &listing)?;
        Ok(listing.page(found, |configuration| [configuration.id.0]))
    }

    /// Checks a saved configuration against the newest version of its model: whether it still holds, and what changed.
    ///
    /// # Errors
    /// `not_found`.
    pub fn reorder(&self, request: &ReorderRequest) -> Result<Reorder> {
        let tx = self.tx.reader();
        if let Some(language) = &request.language {
            shop::require_language(language)?;
        }
        let configuration = self.get(request.id)?;
        let then = known(tx, &configuration.sku, Some(configuration.version))?;
        let now = known(tx, &configuration.sku, None)?;
        let language = request.language.as_deref();
        let (old, new) = (&then.compiled, &now.compiled);
        let (here, gone): (Vec<_>, Vec<_>) =
            configuration.choices.iter().cloned().partition(|key| new.bit_of(key).is_some());
        let mut check = checked(new, now.version, resolve(new, &here)?, language);
        for key in &gone {
            check.valid = false;
            let message = format!("{key} is no longer an option");
            check.broken.push(super::BrokenRule { rule: format!("{key}:gone"), message });
        }
        if check.nearest.is_none() && check.nearest_reason.is_none() && !gone.is_empty() {
            let chosen = resolve(new, &here)?;
            check.nearest = Some(super::described(new, now.version, chosen, chosen));
        }
        if let Some(nearest) = &mut check.nearest {
            nearest.removed.extend(gone.iter().cloned());
            nearest.removed.sort();
        }
        let (rules_added, rules_gone, rules_changed) = differences(old, new);
        let line = if check.valid { configured_line(tx, &configuration, &check)? } else { None };
        Ok(Reorder {
            is_newest: then.version == now.version,
            price_change: change(configuration.price, check.price),
            lead_time_change_days: i64::from(check.lead_time_days) - i64::from(configuration.lead_time_days),
            options_gone: gone,
            options_repriced: here.iter().filter_map(|key| repriced(old, new, key)).collect(),
            rules_added,
            rules_gone,
            rules_changed,
            line,
            configuration,
            now: check,
        })
    }
}

/// The line of an order by a configuration, at the price and lead time of a check.
fn configured_line(
    tx: &ReadTransaction,
    saved: &Configuration,
    check: &CheckedConfiguration,
) -> Result<Option<NewOrderLine>> {
    let Some(price) = check.price.filter(|_| saved.valid) else { return Ok(None) };
    Ok(Some(NewOrderLine {
        sku: saved.sku.clone(),
        name: catalog::name_of(tx, &saved.sku)?,
        unit_price: Some(UnitPrice::from_money(price)?),
        made_to_order: true,
        lead_time_days: Some(check.lead_time_days),
        configuration: Some(saved.id),
        ..NewOrderLine::default()
    }))
}

fn change(before: Option<Money>, now: Option<Money>) -> Option<Money> {
    now?.checked_sub(before?).ok()
}

fn repriced(old: &Compiled, new: &Compiled, key: &str) -> Option<OptionChange> {
    let delta = |model: &Compiled| {
        let bit = model.bit_of(key)?;
        Some(Money::new(model.deltas[bit], model.body.base_price.currency))
    };
    let (before, now) = (delta(old)?, delta(new)?);
    (before != now).then(|| OptionChange { option: key.to_owned(), before, now })
}

/// Rules that only the new version has, that only the old one has, and that say something else.
fn differences(old: &Compiled, new: &Compiled) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (mut added, mut gone, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for rule in &new.rules {
        match old.rules.iter().find(|known| known.id == rule.id) {
            None => added.push(rule.id.clone()),
            Some(known) if old.meaning(known) != new.meaning(rule) => changed.push(rule.id.clone()),
            Some(_) => {}
        }
    }
    for rule in &old.rules {
        if !new.rules.iter().any(|known| known.id == rule.id) {
            gone.push(rule.id.clone());
        }
    }
    (added, gone, changed)
}

impl Configure<'_, WriteTransaction> {
    /// Saves a configuration. The same choices of the same customer are the same configuration; a name that is given then
    /// takes the place of the old one.
    ///
    /// # Errors
    /// `not_found` for an unknown customer, model or version; `invalid_input` for a choice that the model does not have.
    pub fn save(&self, new: NewConfiguration) -> Result<Configuration> {
        let tx = self.tx;
        let name = text::optional_name("/name", new.name.as_deref())?;
        let customer = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let customer_id = customer.map_err(|error| error.at("/customer_id"))?;
        let found = known(tx, &new.sku, new.version)?;
        let model = &found.compiled;
        let chosen = resolve(model, &new.choices)?;
        let hash = model.hash(found.version, chosen);
        if let Some(customer) = customer_id
            && let Some(same) = store::same(tx, customer, &hash)?
        {
            return self.rename(same, name);
        }
        let mut configuration = Configuration {
            id: ConfigurationId(0),
            customer_id,
            name,
            sku: model.body.sku.clone(),
            version: found.version,
            choices: model.keys_of(chosen),
            valid: model.is_valid(chosen),
            price: model.price(chosen),
            lead_time_days: model.lead_time_days(chosen),
            hash,
            token: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            configuration.id = store::insert_configuration(tx, &configuration, journal::next_seq(tx)?)?;
            let payload = json!({
                "sku": configuration.sku, "version": configuration.version, "valid": configuration.valid,
                "hash": configuration.hash,
            });
            announce(tx, "configuration.saved", &configuration, payload)
        })?;
        Ok(configuration)
    }

    fn rename(&self, mut known: Configuration, name: Option<String>) -> Result<Configuration> {
        if name.is_none() || name == known.name {
            return Ok(known);
        }
        known.name = name;
        self.change(known, "configuration.renamed")
    }

    /// Gives a configuration a token by which others can see it; the same token again when it has one.
    ///
    /// # Errors
    /// `not_found`.
    pub fn share(&self, id: ConfigurationId) -> Result<Configuration> {
        let mut known = self.get(id)?;
        if known.token.is_some() {
            return Ok(known);
        }
        known.token = Some(store::new_token(self.tx, id)?);
        self.change(known, "configuration.shared")
    }

    /// Takes the token of a configuration back; sharing it again gives another one.
    ///
    /// # Errors
    /// `not_found`.
    pub fn unshare(&self, id: ConfigurationId) -> Result<Configuration> {
        let mut known = self.get(id)?;
        if known.token.take().is_none() {
            return Ok(known);
        }
        self.change(known, "configuration.unshared")
    }

    fn change(&self, mut after: Configuration, event: &'static str) -> Result<Configuration> {
        let tx = self.tx;
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            announce(tx, event, &after, json!({ "sku": after.sku, "version": after.version }))
        })?;
        Ok(after)
    }
}

fn announce(
    tx: &WriteTransaction,
    name: &'static str,
    configuration: &Configuration,
    payload: serde_json::Value,
) -> Result<()> {
    let event = Entry::new(name).customer(configuration.customer_id).entity("configuration", configuration.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
