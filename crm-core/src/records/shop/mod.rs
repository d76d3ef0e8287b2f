//! The shop: how it counts money and days.
//!
//! Owns the settings and the exchange rates. Promises that a setting on which stored values rest is either applied to
//! all of them in the same transaction (time zone, what counts) or refused (another base currency once orders exist).

mod rules;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use rules::{require_language, require_region};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Currency, Date, Error, Patch, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

room! {
    /// Settings and exchange rates of the shop.
    Shop, shop
}

tokens! {
    /// The order in which a display name is put together.
    pub enum NameOrder("name order") {
        /// Ada Lovelace.
        GivenFirst = "given_first",
        /// 王伟.
        FamilyFirst = "family_first",
    }
}

tokens! {
    /// Which orders count in metrics and analyses.
    pub enum Counts("counting rule") {
        /// Those that are paid.
        Paid = "paid",
        /// Those that are placed; for shops that do not record payments.
        Placed = "placed",
    }
}

/// The settings of the shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShopSettings {
    /// The currency of metrics and analyses; null until it is set or the first order sets it to its own.
    pub base_currency: Option<Currency>,
    /// The zone whose calendar days count; UTC by default.
    pub time_zone: Zone,
    /// The language of the shop as BCP 47; `en` by default.
    pub language: String,
    /// The order of names where the customer has none.
    pub name_order: NameOrder,
    /// ISO 3166-1 country of phone numbers that come without a country code.
    pub default_region: Option<String>,
    /// Which orders count.
    pub counts: Counts,
}

/// A change of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShopPatch {
    /// The currency of metrics and analyses.
    pub base_currency: Option<Currency>,
    /// The zone whose calendar days count.
    pub time_zone: Option<Zone>,
    /// The language of the shop as BCP 47.
    pub language: Option<String>,
    /// The order of names where the customer has none.
    pub name_order: Option<NameOrder>,
    /// ISO 3166-1 country of phone numbers that come without a country code; null clears it.
    pub default_region: Patch<String>,
    /// Which orders count.
    pub counts: Option<Counts>,
}

/// The value of a currency from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrencyRate {
    /// The foreign currency.
    pub currency: Currency,
    /// The first day on which the rate holds.
    pub day: Date,
    /// Units of the base currency for one unit.
    pub rate: ExchangeRate,
}

impl<T: Reading> Shop<'_, T> {
    /// The settings.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<ShopSettings> {
        Ok(settings(self.tx.reader())?.as_ref().clone())
    }

    /// The rate of a currency on a day: the latest one that began on or before it. The base currency has the rate 1.
    ///
    /// # Errors
    /// `not_found` when no rate is known for that day.
    pub fn rate(&self, currency: Currency, day: Date) -> Result<ExchangeRate> {
        let tx = self.tx.reader();
        if settings(tx)?.base_currency == Some(currency) {
            return Ok(ExchangeRate::ONE);
        }
        store::rate(tx, currency, day)?.ok_or_else(|| {
            Error::new(crate::ErrorCode::NotFound, format!("no exchange rate of {currency} is known for {day}"))
                .hint("set one with shop.set_rates, or give the rate with the order")
        })
    }
}

impl Shop<'_, WriteTransaction> {
    /// Changes settings; the settings afterwards.
    ///
    /// # Errors
    /// `invalid_input` for an unknown region or language; `conflict` for another base currency once orders exist.
    pub fn configure(&self, patch: ShopPatch) -> Result<ShopSettings> {
        let tx = self.tx;
        let before = settings(tx)?;
        let after = rules::apply(&before, patch)?;
        if after == *before {
            return Ok(after);
        }
        tx.step(|| {
            if before.base_currency.is_some() && after.base_currency != before.base_currency {
                require_no_amounts(tx)?;
            }
            store::save(tx, &after)?;
            tx.forget::<ShopSettings>();
            if rules::moves_stored_values(&before, &after) {
                tx.touch_settings();
            }
            let changed = rules::changed_fields(&before, &after);
            journal::append(tx, Entry::new("shop.configured").payload(json!({ "fields": changed })))?;
            Ok(after)
        })
    }

    /// Sets exchange rates; a rate of the same currency and day is replaced. How many were given.
    ///
    /// # Errors
    /// `invalid_input` for a rate that is not positive or for the base currency itself.
    pub fn set_rates(&self, rates: &[CurrencyRate]) -> Result<usize> {
        let tx = self.tx;
        let base = settings(tx)?.base_currency;
        tx.step(|| {
            for (at, rate) in rates.iter().enumerate() {
                rules::require_rate(rate, base).map_err(|error| error.under(format!("/rates/{at}")))?;
                store::save_rate(tx, rate)?;
            }
            journal::append(tx, Entry::new("shop.rates_set").payload(json!({ "rates": rates.len() })))?;
            Ok(rates.len())
        })
    }
}

/// The settings, read once per transaction.
pub(crate) fn settings(tx: &ReadTransaction) -> Result<Arc<ShopSettings>> {
    tx.memo(|| store::load(tx))
}

/// Today in the shop's zone.
pub(crate) fn today(tx: &ReadTransaction) -> Result<Date> {
    Ok(settings(tx)?.time_zone.date_of(tx.now()))
}

/// The base currency; the first amount of a shop without one sets it.
pub(crate) fn base_currency_or_adopt(tx: &WriteTransaction, first: Currency) -> Result<Currency> {
    match settings(tx)?.base_currency {
        Some(base) => Ok(base),
        None => {
            tx.shop().configure(ShopPatch { base_currency: Some(first), ..ShopPatch::default() })?;
            Ok(first)
        }
    }
}

/// Base amounts are fixed at the rate of their order, so the base currency stands once there is one.
fn require_no_amounts(tx: &ReadTransaction) -> Result<()> {
    if store::has_amounts(tx)? {
        return Err(Error::conflict("the base currency cannot change once orders or refunds exist")
            .at("/base_currency")
            .hint("export the shop and import it into a new file with the other base currency"));
    }
    Ok(())
}
