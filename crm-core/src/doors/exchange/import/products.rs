//! Rows of products.

use super::engine::{Kind, Written, one_by_one};
use super::row::{Context, Row};
use crate::db::WriteTransaction;
use crate::doors::exchange::ordinals::Ordinals;
use crate::doors::exchange::{Field, Policy, Verdict, values};
use crate::records::catalog::{NewProduct, Product, ProductState};
use crate::vocabulary::{Money, Result};

/// Products, one row each, known by their article number.
pub(crate) struct ProductRows<'a> {
    pub(crate) context: &'a Context<'a>,
}

/// What a row says of a product; absent fields say nothing.
pub(crate) struct ProductDraft {
    sku: String,
    name: String,
    category: Option<String>,
    brand: Option<String>,
    price: Option<Money>,
    cost: Option<Money>,
    serialised: Option<bool>,
    warranty_days: Option<u32>,
    substitutes: Option<Vec<String>>,
    state: Option<ProductState>,
}

impl Kind for ProductRows<'_> {
    type Draft = ProductDraft;

    fn read(&self, row: &Row<'_>, _ordinals: &mut Ordinals) -> Result<ProductDraft> {
        let amount = |field: Field| match row.text(field) {
            Some(_) => row.money(field, row.currency()?),
            None => Ok(None),
        };
        Ok(ProductDraft {
            sku: row.need(Field::Sku)?.to_owned(),
            name: row.need(Field::Name)?.to_owned(),
            category: row.owned(Field::Category),
            brand: row.owned(Field::Brand),
            price: amount(Field::Price)?,
            cost: amount(Field::Cost)?,
            serialised: row.parsed(Field::Serialised, values::truth)?,
            warranty_days: row.parsed(Field::WarrantyDays, values::count)?,
            substitutes: row.text(Field::Substitutes).map(values::list),
            state: row.parsed(Field::State, ProductState::parse)?,
        })
    }

    fn sort_key<'a>(&self, draft: &'a ProductDraft) -> &'a str {
        &draft.sku
    }

    fn write(&self, tx: &WriteTransaction, drafts: Vec<ProductDraft>) -> Result<Vec<Result<Written>>> {
        one_by_one(tx, drafts, |draft| self.write_one(tx, draft))
    }
}

impl ProductRows<'_> {
    fn write_one(&self, tx: &WriteTransaction, draft: ProductDraft) -> Result<Written> {
        let known = tx.catalog().find(draft.sku.trim())?;
        let policy = self.context.options.policy;
        let (wanted, verdict) = match &known {
            None => (draft.over(None), Verdict::Created),
            Some(known) => match policy {
                Policy::Skip => return Ok(Written::new(Verdict::Skipped, known.id)),
                Policy::Update => (draft.over(Some(known)), Verdict::Updated),
                Policy::Merge => (draft.under(known), Verdict::Merged),
            },
        };
        let after = tx.catalog().upsert(wanted)?;
        let verdict = if known.as_ref() == Some(&after) { Verdict::Skipped } else { verdict };
        Ok(Written::new(verdict, after.id))
    }
}

impl ProductDraft {
    /// What the row says, and what is known where it says nothing.
    fn over(self, known: Option<&Product>) -> NewProduct {
        NewProduct {
            sku: self.sku,
            name: self.name,
            category: self.category.or_else(|| known?.category.clone()),
            brand: self.brand.or_else(|| known?.brand.clone()),
            price: self.price.or_else(|| known?.price),
            cost: self.cost.or_else(|| known?.cost),
            serialised: self.serialised.unwrap_or_else(|| known.is_some_and(|known| known.serialised)),
            warranty_days: self.warranty_days.or_else(|| known?.warranty_days),
            substitutes: self
                .substitutes
                .unwrap_or_else(|| known.map(|known| known.substitutes.clone()).unwrap_or_default()),
            state: self.state.unwrap_or_else(|| known.map_or(ProductState::Active, |known| known.state)),
        }
    }

    /// What is known, and what the row says where nothing is known.
    fn under(self, known: &Product) -> NewProduct {
        let known = known.clone();
        NewProduct {
            sku: known.sku,
            name: known.name,
            category: known.category.or(self.category),
            brand: known.brand.or(self.brand),
            price: known.price.or(self.price),
            cost: known.cost.or(self.cost),
            serialised: known.serialised,
            warranty_days: known.warranty_days.or(self.warranty_days),
            substitutes: if known.substitutes.is_empty() {
                self.substitutes.unwrap_or_default()
            } else {
                known.substitutes
            },
            state: known.state,
        }
    }
}
