//! Purchase guides: what each kind of customer should buy, and why.

use super::{Collateral, MAX_SKU, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::catalog::ProductState;
use crate::records::customers::{self, CompanyCategory, CustomerKind, SizeBand};
use crate::records::presale::configure::texts::{self, Texts};
use crate::records::shop::require_language;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, ErrorCode, GuideId, Money, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashSet;

const MAX_ENTRIES: usize = 200;

/// A guide as it is given, whole; the same category and size again replace it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGuide {
    /// The market for which it is.
    pub category: CompanyCategory,
    /// The size for which it is; all sizes that have no guide of their own by default.
    #[serde(default)]
    pub size_band: Option<SizeBand>,
    /// What to buy, in this order; at most 200.
    pub entries: Vec<GuideEntry>,
}

/// What to buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuideEntry {
    /// The article, once in a guide.
    pub sku: String,
    /// Why, by language (BCP 47).
    #[serde(default)]
    pub reason: Texts,
}

/// A guide as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Guide {
    /// The id.
    pub id: GuideId,
    /// The market for which it is.
    pub category: CompanyCategory,
    /// The size for which it is; null for all.
    pub size_band: Option<SizeBand>,
    /// What to buy, in this order.
    pub entries: Vec<GuideEntry>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The guide of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct GuideForCustomer {
    /// The guide.
    pub guide_id: GuideId,
    /// The market for which it is.
    pub category: CompanyCategory,
    /// The size for which it is; null for all.
    pub size_band: Option<SizeBand>,
    /// What to buy, in this order, without products that are discontinued.
    pub lines: Vec<GuideLine>,
}

/// A line of a customer's guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct GuideLine {
    /// The article.
    pub sku: String,
    /// Its name; null when the catalogue does not hold it.
    pub name: Option<String>,
    /// Its list price.
    pub price: Option<Money>,
    /// Why, in the language.
    pub reason: Option<String>,
}

impl<T: Reading> Collateral<'_, T> {
    /// One guide.
    ///
    /// # Errors
    /// `not_found`.
    pub fn guide(&self, id: GuideId) -> Result<Guide> {
        let tx = self.tx.reader();
        store::with_entries(tx, Guide::by_id(tx, id)?.or_not_found(GuideId::WHAT, id)?)
    }

    /// All guides, in the order in which they were first given.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn guides(&self) -> Result<Vec<Guide>> {
        store::guides(self.tx.reader())
    }

    /// The guide of a customer's own category and size, else that of the category for all sizes. A person is `home` and
    /// small, a company without a category `business`. Reasons are in the language that is given, by default the
    /// customer's, then the shop's.
    ///
    /// # Errors
    /// `not_found` for an unknown customer, and when there is no guide; `invalid_input` for a bad language.
    pub fn guide_for(&self, customer: CustomerId, language: Option<&str>) -> Result<GuideForCustomer> {
        let tx = self.tx.reader();
        if let Some(language) = language {
            require_language(language)?;
        }
        let id = customers::require_at(tx, customer, "/customer_id")?;
        let customer = tx.customers().get(id)?;
        let (category, size) = match customer.kind {
            CustomerKind::Person => (CompanyCategory::Home, Some(SizeBand::Under400)),
            CustomerKind::Company => {
                let profile = customer.company.unwrap_or_default();
                (profile.category.unwrap_or(CompanyCategory::Business), profile.size_band)
            }
        };
        let mut found = None;
        for size in [size, None] {
            found = found.or(store::guide_of(tx, category, size)?);
        }
        let guide = found.ok_or_else(|| {
            let error = Error::not_found("purchase guide", format!("for {category}"));
            error.hint("set one with collateral.set_guide, or record the size of the company")
        })?;
        let shop = tx.shop().settings()?.language.clone();
        let language = language.or(customer.language.as_deref()).unwrap_or(&shop);
        let guide = store::with_entries(tx, guide)?;
        let mut lines = Vec::new();
        for entry in &guide.entries {
            let product = tx.catalog().find(&entry.sku)?;
            if product.as_ref().is_some_and(|product| product.state == ProductState::Discontinued) {
                continue;
            }
            lines.push(GuideLine {
                sku: entry.sku.clone(),
                price: product.as_ref().and_then(|product| product.price),
                name: product.map(|product| product.name),
                reason: texts::pick(&entry.reason, Some(language)).map(str::to_owned),
            });
        }
        Ok(GuideForCustomer { guide_id: guide.id, category: guide.category, size_band: guide.size_band, lines })
    }
}

impl Collateral<'_, WriteTransaction> {
    /// Sets the guide of a category and size, whole.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for bad entries.
    pub fn set_guide(&self, new: NewGuide) -> Result<Guide> {
        let tx = self.tx;
        let entries = clean(new.entries)?;
        let known = store::guide_of(tx, new.category, new.size_band)?;
        let known = known.map(|guide| store::with_entries(tx, guide)).transpose()?;
        if let Some(same) = known.as_ref().filter(|known| known.entries == entries) {
            return Ok(same.clone());
        }
        let mut guide = Guide {
            id: known.as_ref().map_or(GuideId(0), |known| known.id),
            category: new.category,
            size_band: new.size_band,
            entries,
            created_at: known.as_ref().map_or(tx.now(), |known| known.created_at),
            updated_at: tx.now(),
        };
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            match known {
                None => guide.id = guide.insert(tx, rev)?,
                Some(_) => guide.update(tx, rev)?,
            }
            store::replace_entries(tx, &guide)?;
            let payload = json!({
                "category": guide.category, "size_band": guide.size_band, "entries": guide.entries.len(),
            });
            journal::append(tx, Entry::new("guide.set").entity("guide", guide.id).payload(payload))
        })?;
        Ok(guide)
    }

    /// Takes a guide away; what it was.
    ///
    /// # Errors
    /// `not_found`.
    pub fn remove_guide(&self, id: GuideId) -> Result<Guide> {
        let tx = self.tx;
        let known = self.guide(id)?;
        tx.step(|| {
            store::remove_guide(tx, id)?;
            let payload = json!({ "category": known.category, "size_band": known.size_band });
            journal::append(tx, Entry::new("guide.removed").entity("guide", id).payload(payload))
        })?;
        Ok(known)
    }
}

fn clean(mut entries: Vec<GuideEntry>) -> Result<Vec<GuideEntry>> {
    if entries.is_empty() {
        return Err(Error::invalid("/entries", "a guide has at least one entry"));
    }
    if entries.len() > MAX_ENTRIES {
        return Err(Error::new(ErrorCode::Limit, "a guide has at most 200 entries").at("/entries"));
    }
    let mut seen = HashSet::new();
    for (at, entry) in entries.iter_mut().enumerate() {
        entry.sku = text::key(&format!("/entries/{at}/sku"), &entry.sku, MAX_SKU)?;
        entry.reason = texts::clean(&format!("/entries/{at}/reason"), std::mem::take(&mut entry.reason))?;
        if !seen.insert(entry.sku.clone()) {
            return Err(Error::invalid(format!("/entries/{at}/sku"), "the article stands there twice"));
        }
    }
    Ok(entries)
}
