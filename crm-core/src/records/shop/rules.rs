//! Pure decisions about settings.

use super::{CurrencyRate, ShopPatch, ShopSettings};
use crate::vocabulary::{Currency, Error, Patch, Result};

/// The settings after a change.
pub(crate) fn apply(before: &ShopSettings, patch: ShopPatch) -> Result<ShopSettings> {
    let mut after = before.clone();
    if let Some(currency) = patch.base_currency {
        after.base_currency = Some(currency);
    }
    if let Some(zone) = patch.time_zone {
        after.time_zone = zone;
    }
    if let Some(language) = patch.language {
        require_language(&language)?;
        after.language = language;
    }
    if let Some(order) = patch.name_order {
        after.name_order = order;
    }
    if let Some(counts) = patch.counts {
        after.counts = counts;
    }
    if let Patch::Set(region) = &patch.default_region {
        require_region(region)?;
    }
    patch.default_region.apply(&mut after.default_region);
    Ok(after)
}

/// BCP 47 in shape: groups of 1 to 8 letters or digits, joined by '-'.
pub(crate) fn require_language(language: &str) -> Result<()> {
    let fits = language.len() <= 35
        && language
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && language
            .split('-')
            .next()
            .is_some_and(|first| (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic()));
    if fits { Ok(()) } else { Err(Error::invalid("/language", "a language is a BCP 47 tag such as zh-CN")) }
}

/// ISO 3166-1 alpha-2 in shape.
pub(crate) fn require_region(region: &str) -> Result<()> {
    if region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(Error::invalid("/default_region", "a region is two capital letters of ISO 3166-1 such as CN"))
}

/// Whether values of other rooms were computed with what changed.
pub(crate) fn moves_stored_values(before: &ShopSettings, after: &ShopSettings) -> bool {
    before.time_zone != after.time_zone || before.counts != after.counts
}

/// The names of the changed settings, for the journal.
pub(crate) fn changed_fields(before: &ShopSettings, after: &ShopSettings) -> Vec<&'static str> {
    let pairs = [
        ("base_currency", before.base_currency != after.base_currency),
        ("time_zone", before.time_zone != after.time_zone),
        ("language", before.language != after.language),
        ("name_order", before.name_order != after.name_order),
        ("default_region", before.default_region != after.default_region),
        ("counts", before.counts != after.counts),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

/// A rate must be positive and of a foreign currency.
pub(crate) fn require_rate(rate: &CurrencyRate, base: Option<Currency>) -> Result<()> {
    if rate.rate.nanos() <= 0 {
        return Err(Error::invalid("/rate", "an exchange rate must be positive"));
    }
    if base == Some(rate.currency) {
        return Err(Error::invalid("/currency", "the base currency has the rate 1 by definition"));
    }
    Ok(())
}
