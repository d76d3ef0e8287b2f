//! What open opportunities come to: whole, weighted, and by whatever they are grouped by.

use super::pipelines;
use super::store::{self, Open};
use crate::db::ReadTransaction;
use crate::records::{customers, shop};
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{Currency, CustomerId, Date, ExchangeRate, Money, PipelineId, Result, StaffId, split};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which open opportunities a forecast counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ForecastFilter {
    /// Those of this customer.
    pub customer_id: Option<CustomerId>,
    /// Those of this member of the staff.
    pub owner_id: Option<StaffId>,
    /// Those in this pipeline.
    pub pipeline_id: Option<PipelineId>,
    /// Those that should close on this day or later.
    pub closing_from: Option<Date>,
    /// Those that should close before this day.
    pub closing_before: Option<Date>,
}

/// What open opportunities come to, in the shop's base currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Forecast {
    /// The day whose exchange rates were used: today in the shop's zone.
    pub day: Date,
    /// How many there are.
    pub opportunities: u64,
    /// The sum of their amounts; null while the shop has no base currency, and so no opportunity.
    pub total: Option<Money>,
    /// The sum of their amounts times their probabilities, rounded once, half to even.
    pub weighted: Option<Money>,
    /// By the month of the expected close, as `2026-03`.
    pub by_month: Vec<ForecastPart>,
    /// By the owner's id.
    pub by_owner: Vec<ForecastPart>,
    /// By the key of the pipeline.
    pub by_pipeline: Vec<ForecastPart>,
    /// By the channel.
    pub by_channel: Vec<ForecastPart>,
}

/// A part of a forecast. All parts of one kind add up to the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ForecastPart {
    /// What these have in common; null for those that have none, which come last.
    pub key: Option<String>,
    /// How many there are.
    pub opportunities: u64,
    /// The sum of their amounts.
    pub total: Money,
    /// Their part of the weighted sum.
    pub weighted: Money,
}

/// What a group has so far; the weighted sum is in millionths of minor units.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) count: u64,
    pub(super) total: i64,
    pub(super) weighted: i128,
}

impl Sums {
    fn add(&mut self, minor: i64, ppm: i64) -> Result<()> {
        self.count += 1;
        self.total = add_minor(self.total, minor)?;
        self.weighted += i128::from(minor) * i128::from(ppm);
        Ok(())
    }
}

/// The groups of one kind: those without a key last, then by number and text.
type Groups = BTreeMap<(bool, i64, String), Sums>;

pub(super) fn forecast(tx: &ReadTransaction, filter: &ForecastFilter) -> Result<Forecast> {
    let mut filter = filter.clone();
    filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
    if filter.pipeline_id.is_some() {
        pipelines::of(tx, filter.pipeline_id)?;
    }
    let settings = shop::settings(tx)?;
    let day = settings.time_zone.date_of(tx.now());
    let Some(base) = settings.base_currency else { return Ok(empty(day)) };
    let mut rates: BTreeMap<Currency, ExchangeRate> = BTreeMap::new();
    let mut whole = Sums::default();
    let mut groups: [Groups; 4] = Default::default();
    for row in store::open(tx, &filter)? {
        let currency = row.amount.currency;
        let rate = match rates.get(&currency) {
            Some(rate) => *rate,
            None => *rates.entry(currency).or_insert(tx.shop().rate(currency, day)?),
        };
        let minor = rate.convert(row.amount, base)?.minor;
        whole.add(minor, row.probability.ppm())?;
        for (groups, key) in groups.iter_mut().zip(keys(&row)) {
            groups.entry(key).or_default().add(minor, row.probability.ppm())?;
        }
    }
    let [by_month, by_owner, by_pipeline, by_channel] = groups.map(|groups| parts(groups, base));
    Ok(Forecast {
        day,
        opportunities: whole.count,
        total: Some(Money::new(whole.total, base)),
        weighted: Some(Money::new(split::rounded(whole.weighted)?, base)),
        by_month: by_month?,
        by_owner: by_owner?,
        by_pipeline: by_pipeline?,
        by_channel: by_channel?,
    })
}

fn empty(day: Date) -> Forecast {
    Forecast {
        day,
        opportunities: 0,
        total: None,
        weighted: None,
        by_month: Vec::new(),
        by_owner: Vec::new(),
        by_pipeline: Vec::new(),
        by_channel: Vec::new(),
    }
}

/// Month, owner, pipeline and channel of an opportunity.
fn keys(row: &Open) -> [(bool, i64, String); 4] {
    let key = |number: i64, text: Option<String>| (text.is_none(), number, text.unwrap_or_default());
    // The first seven letters of a date are its year and month, which sort as they read.
    let month = row.expected_close.map(|day| day.to_string().chars().take(7).collect());
    [
        key(0, month),
        key(row.owner_id.map_or(0, |owner| owner.0), row.owner_id.map(|owner| owner.to_string())),
        key(row.pipeline_id.0, Some(row.pipeline.clone())),
        key(0, row.channel.clone()),
    ]
}

fn parts(groups: Groups, base: Currency) -> Result<Vec<ForecastPart>> {
    let exact: Vec<i128> = groups.values().map(|sums| sums.weighted).collect();
    let shares = split::shares(&exact)?;
    let made = groups.into_iter().zip(shares).map(|(((keyless, _, key), sums), weighted)| ForecastPart {
        key: (!keyless).then_some(key),
        opportunities: sums.count,
        total: Money::new(sums.total, base),
        weighted: Money::new(weighted, base),
    });
    Ok(made.collect())
}
