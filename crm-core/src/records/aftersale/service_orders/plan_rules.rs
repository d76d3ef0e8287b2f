//! Pure decisions about maintenance: cleaning, and the days of a plan.

use super::plans::{MaintenanceMakes, MaintenancePlan, NewMaintenancePlan};
use super::rules;
use crate::vocabulary::{Currency, Date, Error, Result, text};

const MAX_DAYS: u32 = 36_500;
const MAX_MONTHS: u32 = 1_200;
const MAX_LEAD: u32 = 365;

/// The plan with clean text, or why it is refused.
pub(crate) fn clean(new: NewMaintenancePlan) -> Result<NewMaintenancePlan> {
    if new.asset_id.is_some() == new.sku.is_some() {
        return Err(Error::invalid("/asset_id", "a plan is for one asset, or for all of an article"));
    }
    if new.first_on.is_some() && new.sku.is_some() {
        return Err(Error::invalid("/first_on", "each asset of an article has a first day of its own"));
    }
    match (new.every_days, new.every_months) {
        (Some(1..=MAX_DAYS), None) | (None, Some(1..=MAX_MONTHS)) => {}
        (Some(_), None) => return Err(Error::invalid("/every_days", "1 to 36,500 days")),
        (None, Some(_)) => return Err(Error::invalid("/every_months", "1 to 1,200 months")),
        _ => return Err(Error::invalid("/every_days", "an interval is in days or in months")),
    }
    if new.lead_days > MAX_LEAD {
        return Err(Error::invalid("/lead_days", "at most 365 days before"));
    }
    Ok(NewMaintenancePlan {
        title: text::name("/title", &new.title)?,
        sku: new.sku.as_deref().map(|sku| rules::sku("/sku", sku)).transpose()?,
        ..new
    })
}

/// An order that tick makes has prices, and tick has nobody to ask for their currency.
pub(crate) fn require_currency(makes: MaintenanceMakes, known: Option<Currency>) -> Result<()> {
    if makes == MaintenanceMakes::Order && known.is_none() {
        return Err(Error::invalid("/makes", "an order needs a currency, and the shop has none yet")
            .hint("set base_currency with shop.configure, or make tasks"));
    }
    Ok(())
}

/// The day that lies so many intervals after the first. Months are counted from the first day, so that the 31st comes back
/// after a shorter month.
pub(crate) fn day_of(plan: &MaintenancePlan, first: Date, intervals: u32) -> Date {
    match (plan.every_days, plan.every_months) {
        (Some(days), _) => first.plus_days(i32::try_from(days.saturating_mul(intervals)).unwrap_or(i32::MAX)),
        (None, months) => first.plus_months(months.unwrap_or(1).saturating_mul(intervals)),
    }
}
