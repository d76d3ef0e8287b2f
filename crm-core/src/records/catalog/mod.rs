//! The catalog: what the shop sells.
//!
//! Owns products and their substitutes. A product is named by its sku everywhere; an order line may name a sku that the
//! catalog does not hold, because hosts report orders before products. Products are never deleted, only discontinued.

mod rules;
mod store;

#[cfg(test)]
mod tests;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Money, Page, PageRequest, ProductId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

room! {
    /// Products of the shop.
    Catalog, catalog
}

tokens! {
    /// Whether a product is still sold.
    pub enum ProductState("product state") {
        /// It is sold.
        Active = "active",
        /// It is not sold any more; its history stays.
        Discontinued = "discontinued",
    }
}

/// A product as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// The shop's article number, 1 to 128 bytes, unique.
    pub sku: String,
    /// The name, at most 512 bytes.
    pub name: String,
    /// The category as a path such as `home/kitchen`.
    #[serde(default)]
    pub category: Option<String>,
    /// The brand.
    #[serde(default)]
    pub brand: Option<String>,
    /// The list price.
    #[serde(default)]
    pub price: Option<Money>,
    /// What one unit costs the shop.
    #[serde(default)]
    pub cost: Option<Money>,
    /// Whether each piece has a serial number.
    #[serde(default)]
    pub serialised: bool,
    /// Days of warranty from delivery, at least 0.
    #[serde(default)]
    pub warranty_days: Option<u32>,
    /// Article numbers that can be sold instead, in the order of preference.
    #[serde(default)]
    pub substitutes: Vec<String>,
    /// Whether it is sold; active by default.
    #[serde(default = "active")]
    pub state: ProductState,
}

fn active() -> ProductState {
    ProductState::Active
}

/// A product as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Product {
    /// The id.
    pub id: ProductId,
    /// The shop's article number.
    pub sku: String,
    /// The name.
    pub name: String,
    /// The category as a path.
    pub category: Option<String>,
    /// The brand.
    pub brand: Option<String>,
    /// The list price.
    pub price: Option<Money>,
    /// What one unit costs the shop.
    pub cost: Option<Money>,
    /// Whether each piece has a serial number.
    pub serialised: bool,
    /// Days of warranty from delivery.
    pub warranty_days: Option<u32>,
    /// Article numbers that can be sold instead.
    pub substitutes: Vec<String>,
    /// Whether it is sold.
    pub state: ProductState,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which products to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductFilter {
    /// Products of this category and of those below it.
    pub category: Option<String>,
    /// Products in this state.
    pub state: Option<ProductState>,
    /// Which page.
    pub page: PageRequest,
}

/// What an upsert did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct UpsertCount {
    /// New rows.
    pub created: u64,
    /// Rows that changed.
    pub updated: u64,
    /// Rows that were already as given.
    pub unchanged: u64,
}

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upserted {
    Created(ProductId),
    Updated(ProductId),
    Unchanged(ProductId),
}

impl<T: Reading> Catalog<'_, T> {
    /// One product by its id.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ProductId) -> Result<Product> {
        store::get(self.tx.reader(), id)?.or_not_found(ProductId::WHAT, id)
    }

    /// One product by its article number, if the catalog holds it.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, sku: &str) -> Result<Option<Product>> {
        store::find(self.tx.reader(), sku)
    }

    /// Products in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ProductFilter) -> Result<Page<Product>> {
        let listing = filter.page.of("products", filter)?;
        let [after] = listing.start.unwrap_or([0]);
        let found = store::list(self.tx.reader(), filter, ProductId(after), listing.rows())?;
        Ok(listing.page(found, |product| [product.id.0]))
    }
}

impl Catalog<'_, WriteTransaction> {
    /// Creates the product or brings it to what is given; its state afterwards.
    ///
    /// # Errors
    /// `invalid_input` for a bad field.
    pub fn upsert(&self, product: NewProduct) -> Result<Product> {
        let (Upserted::Created(id) | Upserted::Updated(id) | Upserted::Unchanged(id)) = self.upsert_one(product)?;
        self.get(id)
    }

    /// Creates or updates many products, all or nothing.
    ///
    /// # Errors
    /// `invalid_input` with the position of the product in the path.
    pub fn upsert_many(&self, products: Vec<NewProduct>) -> Result<UpsertCount> {
        self.tx.step(|| {
            let mut count = UpsertCount::default();
            for (at, product) in products.into_iter().enumerate() {
                match self.upsert_one(product).map_err(|error| error.under(format!("/products/{at}")))? {
                    Upserted::Created(_) => count.created += 1,
                    Upserted::Updated(_) => count.updated += 1,
                    Upserted::Unchanged(_) => count.unchanged += 1,
                }
            }
            Ok(count)
        })
    }

    pub(crate) fn upsert_one(&self, product: NewProduct) -> Result<Upserted> {
        let tx = self.tx;
        let product = rules::clean(product)?;
        let known = store::find(tx, &product.sku)?;
        if let Some(known) = &known
            && rules::is_same(known, &product)
        {
            return Ok(Upserted::Unchanged(known.id));
        }
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            let (id, event) = match &known {
                None => (store::insert(tx, &product, rev)?, "product.created"),
                Some(known) => (store::update(tx, known.id, &product, rev)?, "product.updated"),
            };
            store::replace_substitutes(tx, id, &product.substitutes)?;
            journal::append(tx, Entry::new(event).entity("product", id).payload(json!({ "sku": product.sku })))?;
            Ok(if known.is_none() { Upserted::Created(id) } else { Upserted::Updated(id) })
        })
    }
}

/// What one unit of an article costs the shop, if the catalog knows it.
pub(crate) fn cost_of(tx: &ReadTransaction, sku: &str) -> Result<Option<Money>> {
    store::cost(tx, sku)
}

/// The category of an article; none for one that the catalog does not know.
pub(crate) fn category_of(tx: &ReadTransaction, sku: &str) -> Result<Option<String>> {
    store::category(tx, sku)
}

/// The name of an article; none for one that the catalog does not know.
pub(crate) fn name_of(tx: &ReadTransaction, sku: &str) -> Result<Option<String>> {
    store::name(tx, sku)
}

/// How many of these articles, each named once, the catalog knows, and for how many of those it names a substitute.
pub(crate) fn substitutable(tx: &ReadTransaction, skus: &[String]) -> Result<(i64, i64)> {
    store::substitutable(tx, skus)
}
