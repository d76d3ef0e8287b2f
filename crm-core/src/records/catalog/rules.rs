//! Pure decisions about products.

use super::{NewProduct, Product};
use crate::vocabulary::text;
use crate::vocabulary::{Error, Result};

const MAX_SKU: usize = 128;
const MAX_SUBSTITUTES: usize = 100;
/// A hundred years.
const MAX_WARRANTY_DAYS: u32 = 36_525;

/// The product with clean text, or why it is refused.
pub(crate) fn clean(mut product: NewProduct) -> Result<NewProduct> {
    product.sku = text::key("/sku", &product.sku, MAX_SKU)?;
    product.name = text::name("/name", &product.name)?;
    product.category = product.category.map(|path| text::name("/category", &path)).transpose()?;
    product.brand = product.brand.map(|brand| text::name("/brand", &brand)).transpose()?;
    if product.warranty_days.is_some_and(|days| days > MAX_WARRANTY_DAYS) {
        return Err(Error::invalid("/warranty_days", "a warranty lasts at most 36,525 days"));
    }
    for (field, amount) in [("/price/amount", product.price), ("/cost/amount", product.cost)] {
        if amount.is_some_and(|money| money.minor < 0) {
            return Err(Error::invalid(field, "the amount must not be negative"));
        }
    }
    if product.substitutes.len() > MAX_SUBSTITUTES {
        return Err(Error::invalid("/substitutes", "a product has at most 100 substitutes"));
    }
    for (at, sku) in product.substitutes.iter_mut().enumerate() {
        *sku = text::key(&format!("/substitutes/{at}"), sku, MAX_SKU)?;
    }
    if product.substitutes.contains(&product.sku) {
        return Err(Error::invalid("/substitutes", "a product cannot be its own substitute"));
    }
    Ok(product)
}

/// Whether the stored product is already as given.
pub(crate) fn is_same(known: &Product, given: &NewProduct) -> bool {
    known.name == given.name
        && known.category == given.category
        && known.brand == given.brand
        && known.price == given.price
        && known.cost == given.cost
        && known.serialised == given.serialised
        && known.warranty_days == given.warranty_days
        && known.substitutes == given.substitutes
        && known.state == given.state
}
