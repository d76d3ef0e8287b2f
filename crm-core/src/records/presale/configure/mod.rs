//! Configure to order: options, constraints, configurations and design requests.
//!
//! Owns models (options of a product and the rules between them, in versions that stay), the configurations that customers
//! save and share, and the designs that customers ask for and vote on. Promises that a check names every broken rule and,
//! where the bounded search finds them, the valid choices that are nearest. Refuses models that nobody could order: rules
//! that cannot be met, options that can never be chosen, prices below 0.

mod bits;
mod compile;
mod designs;
mod model;
mod nearest;
mod saved;
mod store;
pub(crate) mod texts;
mod validate;

#[cfg(test)]
mod tests;

pub use designs::{Design, DesignFilter, DesignState, NewDesign};
pub use model::{
    BillLine, BrokenRule, CheckedConfiguration, ConfigurationCheck, Model, ModelFilter, ModelGroup, ModelOption,
    ModelRule, ModelRuleKind, ModelSummary, NearestConfiguration, NewModel, NoNearest,
};
pub use saved::{
    Configuration, ConfigurationFilter, NewConfiguration, OptionChange, Reorder, ReorderRequest, SharedConfiguration,
};

pub(crate) use designs::{compare, votes_follow};

use crate::db::{Configured, CustomerRows, ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{catalog, shop};
use crate::vocabulary::{ConfigurationId, Error, Page, Result};
use bits::Bits;
use compile::Compiled;
use serde_json::json;

room! {
    /// Configure to order, and designs that customers ask for.
    Configure, configure
}

customer_rows! { CONFIGURATIONS, "crm_configuration" }
customer_rows! { DESIGNS, "crm_design", moving "design" }

/// The votes that follow a merge, with the counts of their designs.
pub(crate) const VOTES: CustomerRows = votes_follow();

impl<T: Reading> Configure<'_, T> {
    /// One version of a model; the newest by default.
    ///
    /// # Errors
    /// `not_found`.
    pub fn model(&self, sku: &str, version: Option<i64>) -> Result<Model> {
        let found = known(self.tx.reader(), sku, version)?;
        let body = found.compiled.body.clone();
        Ok(Model {
            id: found.id,
            sku: body.sku,
            version: found.version,
            base_price: body.base_price,
            lead_time_days: body.lead_time_days,
            groups: body.groups,
            rules: body.rules,
            created_at: found.created_at,
        })
    }

    /// The newest version of every model, page by page, the one that was given last at the end.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn models(&self, filter: &ModelFilter) -> Result<Page<ModelSummary>> {
        let listing = filter.page.of("models", filter)?;
        let found = store::models(self.tx.reader(), &listing)?;
        Ok(listing.page(found, |model| [model.id.0]))
    }

    /// Checks choices: every broken rule, price, lead time, what is built in, and the nearest valid choices.
    ///
    /// # Errors
    /// `not_found` for an unknown model or version; `invalid_input` for a choice that the model does not have.
    pub fn check(&self, ask: &ConfigurationCheck) -> Result<CheckedConfiguration> {
        let tx = self.tx.reader();
        if let Some(language) = &ask.language {
            shop::require_language(language)?;
        }
        let found = known(tx, &ask.sku, ask.version)?;
        let chosen = resolve(&found.compiled, &ask.choices)?;
        Ok(checked(&found.compiled, found.version, chosen, ask.language.as_deref()))
    }
}

impl Configure<'_, WriteTransaction> {
    /// Gives a model whole; what differs from the newest version becomes the next one.
    ///
    /// # Errors
    /// `not_found` for a product that the catalogue does not hold; `invalid_input` and `limit` for a bad field, unknown or
    /// repeated keys, and rules that cannot be met.
    pub fn put_model(&self, new: NewModel) -> Result<Model> {
        let tx = self.tx;
        let body = validate::clean(new)?;
        if tx.catalog().find(&body.sku)?.is_none() {
            return Err(Error::not_found("product", "of this sku").at("/sku").hint("record it with catalog.upsert"));
        }
        let text = serde_json::to_string(&body).map_err(|error| Error::internal(error.to_string()))?;
        let newest = store::newest(tx, &body.sku)?;
        if newest.as_ref().is_some_and(|(_, known)| *known == text) {
            return self.model(&body.sku, None);
        }
        let compiled = Compiled::new(body)?;
        validate::require_possible(&compiled)?;
        let version = newest.map_or(1, |(version, _)| version + 1);
        tx.step(|| {
            let id = store::insert_model(tx, &compiled, version, &text, journal::next_seq(tx)?)?;
            let payload = json!({ "sku": compiled.body.sku, "version": version });
            journal::append(tx, Entry::new("model.published").entity("model", id).payload(payload))
        })?;
        self.model(&compiled.body.sku, Some(version))
    }
}

/// A version of a model, ready for checks.
///
/// # Errors
/// `not_found`.
pub(crate) fn known(tx: &ReadTransaction, sku: &str, version: Option<i64>) -> Result<store::Known> {
    store::model(tx, sku, version)?.ok_or_else(|| match version {
        None => Error::not_found("configurable model", "of this sku").at("/sku"),
        Some(version) => Error::not_found("version", format!("{version} of this model")).at("/version"),
    })
}

/// What is ordered with a saved configuration, for an article that is named, or none.
///
/// # Errors
/// `not_found`; `invalid_input` for the configuration of another article, and for one that breaks rules of its model.
pub(crate) fn configured(tx: &ReadTransaction, id: ConfigurationId, sku: &str) -> Result<Configured> {
    let found = tx.configure().get(id).map_err(|error| error.at("/configuration"))?;
    if !sku.trim().is_empty() && sku.trim() != found.sku {
        return Err(Error::invalid("/configuration", "the configuration is of another article").existing(id));
    }
    let hint = "save one that a check calls valid";
    if !found.valid {
        let model = known(tx, &found.sku, Some(found.version))?.compiled;
        let broken = model.broken(resolve(&model, &found.choices)?, None);
        let rules = broken.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Error::invalid("/configuration", format!("the configuration breaks {rules}")).hint(hint));
    }
    let price = found.price.ok_or_else(|| Error::invalid("/configuration", "it has no price").hint(hint))?;
    let name = catalog::name_of(tx, &found.sku)?;
    Ok(Configured { sku: found.sku, name, price, lead_time_days: found.lead_time_days })
}

/// Whether the newest model of an article has an option.
pub(crate) fn has_option(tx: &ReadTransaction, sku: &str, option: &str) -> Result<bool> {
    Ok(store::model(tx, sku, None)?.is_some_and(|known| known.compiled.bit_of(option).is_some()))
}

/// The chosen options by their keys.
fn resolve(model: &Compiled, choices: &[String]) -> Result<Bits> {
    let mut chosen = Bits::default();
    for (at, key) in choices.iter().enumerate() {
        let path = || format!("/choices/{at}");
        let bit = model.bit_of(key).ok_or_else(|| {
            Error::invalid(path(), "the model has no option of this key").hint("read its options with configure.model")
        })?;
        if chosen.has(bit) {
            return Err(Error::invalid(path(), "the option stands there twice"));
        }
        chosen = chosen.with(bit);
    }
    Ok(chosen)
}

fn checked(model: &Compiled, version: i64, chosen: Bits, language: Option<&str>) -> CheckedConfiguration {
    let broken = model.broken(chosen, language);
    let nearest = if broken.is_empty() { None } else { Some(nearest::nearest(model, chosen)) };
    let (nearest, reason) = match nearest {
        None => (None, None),
        Some(Ok(mended)) => (Some(described(model, version, chosen, mended)), None),
        Some(Err(reason)) => (None, Some(reason)),
    };
    CheckedConfiguration {
        sku: model.body.sku.clone(),
        version,
        choices: model.keys_of(chosen),
        valid: broken.is_empty(),
        broken,
        price: model.price(chosen),
        lead_time_days: model.lead_time_days(chosen),
        bill: model.bill(chosen, language),
        hash: model.hash(version, chosen),
        nearest,
        nearest_reason: reason,
    }
}

fn described(model: &Compiled, version: i64, chosen: Bits, mended: Bits) -> NearestConfiguration {
    NearestConfiguration {
        choices: model.keys_of(mended),
        added: model.keys_of(mended.minus(chosen)),
        removed: model.keys_of(chosen.minus(mended)),
        price: model.price(mended),
        lead_time_days: model.lead_time_days(mended),
        hash: model.hash(version, mended),
    }
}
