//! Competitors, their products, and how ours stand against them.

use super::{Benefit, BenefitQuery, Collateral, MAX_SKU, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    CompetitorId, CompetitorProductId, Date, Error, Money, Page, PageRequest, Patch, Result, Timestamp, text,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, btree_map};

/// A competitor as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompetitor {
    /// The name, at most 512 bytes, unique.
    pub name: String,
    /// What it is good at, at most 64 KiB.
    #[serde(default)]
    pub strengths: Option<String>,
    /// Where it is weak, at most 64 KiB.
    #[serde(default)]
    pub weaknesses: Option<String>,
}

/// A competitor as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Competitor {
    /// The id.
    pub id: CompetitorId,
    /// The name.
    pub name: String,
    /// What it is good at.
    pub strengths: Option<String>,
    /// Where it is weak.
    pub weaknesses: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a competitor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompetitorPatch {
    /// The name.
    pub name: Option<String>,
    /// What it is good at.
    pub strengths: Patch<String>,
    /// Where it is weak.
    pub weaknesses: Patch<String>,
}

/// Which competitors to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompetitorFilter {
    /// Which page.
    pub page: PageRequest,
}

/// A product of a competitor as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompetitorProduct {
    /// Whose product it is.
    pub competitor_id: CompetitorId,
    /// The name, at most 512 bytes.
    pub name: String,
    /// Our article that competes with it.
    #[serde(default)]
    pub sku: Option<String>,
    /// What it is good at, at most 64 KiB.
    #[serde(default)]
    pub strengths: Option<String>,
    /// Where it is weak, at most 64 KiB.
    #[serde(default)]
    pub weaknesses: Option<String>,
    /// Its price, not below 0.
    #[serde(default)]
    pub price: Option<Money>,
    /// The day on which the price was seen; today by default, none without a price.
    #[serde(default)]
    pub price_on: Option<Date>,
}

/// A product of a competitor as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CompetitorProduct {
    /// The id.
    pub id: CompetitorProductId,
    /// Whose product it is.
    pub competitor_id: CompetitorId,
    /// The name.
    pub name: String,
    /// Our article that competes with it.
    pub sku: Option<String>,
    /// What it is good at.
    pub strengths: Option<String>,
    /// Where it is weak.
    pub weaknesses: Option<String>,
    /// Its price.
    pub price: Option<Money>,
    /// The day on which the price was seen.
    pub price_on: Option<Date>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a product of a competitor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompetitorProductPatch {
    /// The name.
    pub name: Option<String>,
    /// Our article that competes with it.
    pub sku: Patch<String>,
    /// What it is good at.
    pub strengths: Patch<String>,
    /// Where it is weak.
    pub weaknesses: Patch<String>,
    /// Its price; one that is given without a day was seen today, and one that is cleared takes its day along.
    pub price: Patch<Money>,
    /// The day on which the price was seen.
    pub price_on: Patch<Date>,
}

/// Which products of competitors to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompetitorProductFilter {
    /// Products of this competitor.
    pub competitor_id: Option<CompetitorId>,
    /// Products that compete with this article of ours.
    pub sku: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// Our product against those of competitors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Comparison {
    /// Our article.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its list price.
    pub price: Option<Money>,
    /// What it is good for, in the language that was asked for.
    pub benefit: Option<Benefit>,
    /// What competes with it, at most 1,000: with a price in our currency first, the cheapest before the others.
    pub rivals: Vec<Rival>,
}

/// A product of a competitor against ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Rival {
    /// The competitor.
    pub competitor: Competitor,
    /// Its product.
    pub product: CompetitorProduct,
    /// By how much it is dearer than ours, negative when it is cheaper; null unless both have a price in one currency.
    pub price_difference: Option<Money>,
}

impl<T: Reading> Collateral<'_, T> {
    /// One competitor.
    ///
    /// # Errors
    /// `not_found`.
    pub fn competitor(&self, id: CompetitorId) -> Result<Competitor> {
        Competitor::by_id(self.tx.reader(), id)?.or_not_found(CompetitorId::WHAT, id)
    }

    /// Competitors in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn competitors(&self, filter: &CompetitorFilter) -> Result<Page<Competitor>> {
        let listing = filter.page.of("competitors", filter)?;
        Ok(listing.page(store::competitors(self.tx.reader(), &listing)?, |competitor| [competitor.id.0]))
    }

    /// One product of a competitor.
    ///
    /// # Errors
    /// `not_found`.
    pub fn competitor_product(&self, id: CompetitorProductId) -> Result<CompetitorProduct> {
        CompetitorProduct::by_id(self.tx.reader(), id)?.or_not_found(CompetitorProductId::WHAT, id)
    }

    /// Products of competitors in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn competitor_products(&self, filter: &CompetitorProductFilter) -> Result<Page<CompetitorProduct>> {
        let listing = filter.page.of("competitor_products", filter)?;
        Ok(listing.page(store::competitor_products(self.tx.reader(), filter, &listing)?, |product| [product.id.0]))
    }

    /// A product of ours against those of competitors: prices, strengths and weaknesses, and what ours is good for.
    ///
    /// # Errors
    /// `not_found` for an article that the catalogue does not hold; `invalid_input` for a bad language.
    pub fn compare(&self, sku: &str, language: Option<&str>) -> Result<Comparison> {
        let tx = self.tx.reader();
        let ours = tx.catalog().find(sku)?;
        let ours = ours.ok_or_else(|| Error::not_found("product", "of this sku").at("/sku"))?;
        let ask =
            BenefitQuery { sku: ours.sku.clone(), option: None, language: language.map(str::to_owned), country: None };
        let mut rivals = Vec::new();
        let mut competitors = BTreeMap::new();
        for product in store::rivals(tx, &ours.sku)? {
            let competitor: &Competitor = match competitors.entry(product.competitor_id) {
                btree_map::Entry::Occupied(known) => known.into_mut(),
                btree_map::Entry::Vacant(place) => place.insert(self.competitor(product.competitor_id)?),
            };
            let competitor = competitor.clone();
            let price_difference = product.price.zip(ours.price).and_then(|(theirs, own)| theirs.checked_sub(own).ok());
            rivals.push(Rival { competitor, product, price_difference });
        }
        rivals.sort_by_key(|rival| {
            let difference = rival.price_difference.map(|difference| difference.minor);
            (difference.is_none(), difference, rival.product.id)
        });
        Ok(Comparison { sku: ours.sku, name: ours.name, price: ours.price, benefit: self.find_benefit(&ask)?, rivals })
    }
}

impl Collateral<'_, WriteTransaction> {
    /// Records a competitor.
    ///
    /// # Errors
    /// `conflict` for a name that is taken; `invalid_input` and `limit` for a bad field.
    pub fn create_competitor(&self, new: NewCompetitor) -> Result<Competitor> {
        let tx = self.tx;
        let mut competitor = Competitor {
            id: CompetitorId(0),
            name: text::name("/name", &new.name)?,
            strengths: text::optional_note("/strengths", new.strengths.as_deref())?,
            weaknesses: text::optional_note("/weaknesses", new.weaknesses.as_deref())?,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        self.require_free(&competitor)?;
        tx.step(|| {
            competitor.id = competitor.insert(tx, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("competitor.created").entity("competitor", competitor.id))
        })?;
        Ok(competitor)
    }

    /// Changes a competitor.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a name that is taken; `invalid_input` and `limit` for a bad field.
    pub fn update_competitor(&self, id: CompetitorId, patch: CompetitorPatch) -> Result<Competitor> {
        let tx = self.tx;
        let known = self.competitor(id)?;
        let mut after = known.clone();
        if let Some(name) = patch.name {
            after.name = text::name("/name", &name)?;
        }
        note("/strengths", patch.strengths, &mut after.strengths)?;
        note("/weaknesses", patch.weaknesses, &mut after.weaknesses)?;
        if after == known {
            return Ok(known);
        }
        self.require_free(&after)?;
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("competitor.updated").entity("competitor", id))
        })?;
        Ok(after)
    }

    fn require_free(&self, competitor: &Competitor) -> Result<()> {
        match store::competitor_of_name(self.tx, &competitor.name)? {
            Some(other) if other != competitor.id => {
                Err(Error::conflict("another competitor has this name").at("/name").existing(other))
            }
            _ => Ok(()),
        }
    }

    /// Records a product of a competitor.
    ///
    /// # Errors
    /// `not_found` for an unknown competitor; `invalid_input` and `limit` for a bad field.
    pub fn create_competitor_product(&self, new: NewCompetitorProduct) -> Result<CompetitorProduct> {
        let tx = self.tx;
        self.competitor(new.competitor_id).map_err(|error| error.at("/competitor_id"))?;
        let mut product = CompetitorProduct {
            id: CompetitorProductId(0),
            competitor_id: new.competitor_id,
            name: new.name,
            sku: new.sku,
            strengths: text::optional_note("/strengths", new.strengths.as_deref())?,
            weaknesses: text::optional_note("/weaknesses", new.weaknesses.as_deref())?,
            price: new.price,
            price_on: new.price_on.or(if new.price.is_some() { Some(shop::today(tx)?) } else { None }),
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        clean(&mut product)?;
        tx.step(|| {
            product.id = product.insert(tx, journal::next_seq(tx)?)?;
            announce(tx, "competitor_product.created", &product)
        })?;
        Ok(product)
    }

    /// Changes a product of a competitor, such as its price.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` and `limit` for a bad field.
    pub fn update_competitor_product(
        &self,
        id: CompetitorProductId,
        patch: CompetitorProductPatch,
    ) -> Result<CompetitorProduct> {
        let tx = self.tx;
        let known = self.competitor_product(id)?;
        let mut after = known.clone();
        after.name = patch.name.unwrap_or(after.name);
        patch.sku.apply(&mut after.sku);
        note("/strengths", patch.strengths, &mut after.strengths)?;
        note("/weaknesses", patch.weaknesses, &mut after.weaknesses)?;
        match patch.price {
            Patch::Keep => {}
            Patch::Clear => (after.price, after.price_on) = (None, None),
            Patch::Set(price) => (after.price, after.price_on) = (Some(price), Some(shop::today(tx)?)),
        }
        patch.price_on.apply(&mut after.price_on);
        clean(&mut after)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "competitor_product.updated", &after)
        })?;
        Ok(after)
    }

    /// Takes a product of a competitor away; what it was.
    ///
    /// # Errors
    /// `not_found`.
    pub fn remove_competitor_product(&self, id: CompetitorProductId) -> Result<CompetitorProduct> {
        let tx = self.tx;
        let known = self.competitor_product(id)?;
        tx.step(|| {
            store::remove_competitor_product(tx, id)?;
            announce(tx, "competitor_product.removed", &known)
        })?;
        Ok(known)
    }
}

fn note(path: &str, patch: Patch<String>, field: &mut Option<String>) -> Result<()> {
    patch.cleaned(|note| text::optional_note(path, Some(note)))?.apply(field);
    Ok(())
}

fn clean(product: &mut CompetitorProduct) -> Result<()> {
    product.name = text::name("/name", &product.name)?;
    product.sku = product.sku.take().map(|sku| text::key("/sku", &sku, MAX_SKU)).transpose()?;
    if product.price.is_some_and(|price| price.minor < 0) {
        return Err(Error::invalid("/price/amount", "the amount must not be negative"));
    }
    if product.price.is_some() != product.price_on.is_some() {
        return Err(Error::invalid("/price_on", "a price has the day on which it was seen, and only a price has one"));
    }
    Ok(())
}

fn announce(tx: &WriteTransaction, name: &'static str, product: &CompetitorProduct) -> Result<()> {
    let payload = json!({ "competitor_id": product.competitor_id, "sku": product.sku, "price": product.price });
    journal::append(tx, Entry::new(name).entity("competitor_product", product.id).payload(payload)).map(drop)
}
