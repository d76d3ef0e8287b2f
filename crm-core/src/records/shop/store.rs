//! The SQL of the settings and rates.

use super::{CurrencyRate, ShopSettings};
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Currency, Date, Result};
use rusqlite::params;

pub(crate) fn load(tx: &ReadTransaction) -> Result<ShopSettings> {
    let sql =
        "SELECT time_zone, base_currency, language, name_order, default_region, counts FROM crm_shop WHERE id = 1";
    let found = tx.one(sql, [], |row| {
        let mut columns = Columns::new(row);
        let zone: String = columns.next()?;
        let settings = ShopSettings {
            time_zone: Zone::UTC,
            base_currency: columns.next()?,
            language: columns.next()?,
            name_order: columns.next()?,
            default_region: columns.next()?,
            counts: columns.next()?,
        };
        Ok((zone, settings))
    })?;
    let (zone, settings) = found.or_not_found("the row of settings", 1)?;
    Ok(ShopSettings { time_zone: Zone::parse(&zone)?, ..settings })
}

pub(crate) fn save(tx: &WriteTransaction, settings: &ShopSettings) -> Result<()> {
    tx.run(
        "UPDATE crm_shop SET base_currency = ?1, time_zone = ?2, language = ?3, name_order = ?4, default_region = ?5,
           counts = ?6 WHERE id = 1",
        params![
            settings.base_currency,
            settings.time_zone.name(),
            settings.language,
            settings.name_order,
            settings.default_region,
            settings.counts
        ],
    )?;
    Ok(())
}

pub(crate) fn rate(tx: &ReadTransaction, currency: Currency, day: Date) -> Result<Option<ExchangeRate>> {
    let sql = "SELECT rate FROM crm_exchange_rate WHERE currency = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 1";
    tx.one(sql, params![currency, day], |row| row.get(0))
}

pub(crate) fn save_rate(tx: &WriteTransaction, rate: &CurrencyRate) -> Result<()> {
    tx.run(
        "INSERT INTO crm_exchange_rate (currency, day, rate) VALUES (?1, ?2, ?3)
         ON CONFLICT (currency, day) DO UPDATE SET rate = excluded.rate",
        params![rate.currency, rate.day, rate.rate],
    )?;
    Ok(())
}

/// Whether any amount in the base currency is stored.
pub(crate) fn has_amounts(tx: &ReadTransaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_timeline WHERE kind IN (2, 3))", [])
}
