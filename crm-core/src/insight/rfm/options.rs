//! How scores are made: the options of one call, the shop's settings, and both together.

use super::labels::{LabelMap, LabelMapError};
use super::scoring::{self, DEFAULT_BINS, MAX_BINS, MIN_BINS, Method, RulesError};
use super::store;
use crate::db::ReadTransaction;
use crate::insight::facts::{BaseQuery, Basis};
use crate::records::shop;
use crate::vocabulary::{Currency, Date, Error, Money, Patch, Result};
use serde::{Deserialize, Serialize};

/// The longest window in days, about 270 years.
const MOST_WINDOW_DAYS: u32 = 100_000;

/// The shop's own thresholds, for the method `fixed`: one less than there are bins, strictly ascending.
///
/// Frequency and monetary score 1 + the number of thresholds strictly below the value; recency scores the number of
/// bins less that number. A value on a threshold belongs to the bin below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RfmThresholds {
    /// Days since the last order.
    pub recency_days: Vec<u32>,
    /// Numbers of orders.
    pub frequency: Vec<u32>,
    /// Amounts, in the currency in which customers are scored.
    pub monetary: Vec<Money>,
}

/// How to score; what is absent is as the shop has configured it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RfmOptions {
    /// The day as of which customers are scored; later orders are ignored. Today in the shop's zone by default.
    pub as_of: Option<Date>,
    /// Days of the window of frequency and monetary, ending with `as_of`, 1 to 100,000; null for all history.
    pub window_days: Patch<u32>,
    /// The scoring method.
    pub method: Option<Method>,
    /// The number of bins, 2 to 10.
    pub bins: Option<u8>,
    /// Thresholds, for the method `fixed` only.
    pub thresholds: Option<RfmThresholds>,
    /// Which amount of an order counts.
    pub basis: Option<Basis>,
    /// Only orders in this currency, in its own amounts; by default all orders in the base currency.
    pub currency: Option<Currency>,
    /// Another label map.
    pub labels: Option<LabelMap>,
}

impl RfmOptions {
    /// As of a day, otherwise as the shop has configured it.
    #[must_use]
    pub fn as_of(day: Date) -> Self {
        RfmOptions { as_of: Some(day), ..RfmOptions::default() }
    }

    /// With another scoring method.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// With another number of bins, 2 to 10.
    #[must_use]
    pub fn bins(mut self, bins: u8) -> Self {
        self.bins = Some(bins);
        self
    }

    /// With a window of frequency and monetary that ends with `as_of`.
    #[must_use]
    pub fn window_days(mut self, days: u32) -> Self {
        self.window_days = Patch::Set(days);
        self
    }
}

/// How the shop scores when a call does not say otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmSettings {
    /// The scoring method; `quantile` at first.
    pub method: Method,
    /// The number of bins; 5 at first.
    pub bins: u8,
    /// Days of the window of frequency and monetary; null for all history.
    pub window_days: Option<u32>,
    /// Which amount of an order counts; `net` at first.
    pub basis: Basis,
    /// The shop's thresholds, for the method `fixed`.
    pub thresholds: Option<RfmThresholds>,
    /// Whether `tick` stores a snapshot a day; true at first.
    pub daily_snapshot: bool,
}

/// A change of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RfmSettingsPatch {
    /// The scoring method.
    pub method: Option<Method>,
    /// The number of bins, 2 to 10.
    pub bins: Option<u8>,
    /// Days of the window, 1 to 100,000; null for all history.
    pub window_days: Patch<u32>,
    /// Which amount of an order counts.
    pub basis: Option<Basis>,
    /// The shop's thresholds, for the method `fixed`; null removes them.
    pub thresholds: Patch<RfmThresholds>,
    /// Whether `tick` stores a snapshot a day.
    pub daily_snapshot: Option<bool>,
}

impl RfmSettings {
    pub(super) fn patched(&self, patch: RfmSettingsPatch) -> RfmSettings {
        let mut after = self.clone();
        patch.window_days.apply(&mut after.window_days);
        patch.thresholds.apply(&mut after.thresholds);
        after.method = patch.method.unwrap_or(after.method);
        after.bins = patch.bins.unwrap_or(after.bins);
        after.basis = patch.basis.unwrap_or(after.basis);
        after.daily_snapshot = patch.daily_snapshot.unwrap_or(after.daily_snapshot);
        after
    }

    /// Refuses settings by which nothing could be scored.
    pub(super) fn require_usable(&self, currency: Option<Currency>) -> Result<()> {
        require_bins(self.bins)?;
        require_window(self.window_days)?;
        match (self.method, &self.thresholds) {
            (Method::Fixed, None) => Err(refuse(&RulesError::ThresholdsMissing)),
            (_, Some(thresholds)) => {
                in_minor_units(thresholds, currency)?.cut_points(self.bins).map(|_| ()).map_err(|error| refuse(&error))
            }
            (_, None) => Ok(()),
        }
    }
}

/// Everything that decides the scores of one call.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) as_of: Date,
    pub(super) window_days: Option<u32>,
    pub(super) method: Method,
    pub(super) bins: u8,
    pub(super) thresholds: Option<scoring::Thresholds>,
    pub(super) basis: Basis,
    /// The currency that the orders are limited to.
    pub(super) only: Option<Currency>,
    /// The currency of the amounts; none while the shop has no amounts.
    pub(super) currency: Option<Currency>,
    pub(super) labels: LabelMap,
}

impl Plan {
    /// The options of a call over the settings of the shop.
    pub(super) fn new(tx: &ReadTransaction, options: &RfmOptions) -> Result<Plan> {
        let settings = store::settings(tx)?;
        let method = options.method.unwrap_or(settings.method);
        let thresholds = match (&options.thresholds, method) {
            (Some(given), _) => Some(given),
            (None, Method::Fixed) => settings.thresholds.as_ref(),
            (None, _) => None,
        };
        let default_bins = thresholds.map_or(settings.bins, |given| (given.recency_days.len() + 1) as u8);
        let currency = options.currency.or(shop::settings(tx)?.base_currency);
        let mut window_days = settings.window_days;
        options.window_days.clone().apply(&mut window_days);
        let plan = Plan {
            as_of: match options.as_of {
                Some(day) => day,
                None => shop::today(tx)?,
            },
            window_days,
            method,
            bins: options.bins.unwrap_or(default_bins),
            thresholds: thresholds.map(|given| in_minor_units(given, currency)).transpose()?,
            basis: options.basis.unwrap_or(settings.basis),
            only: options.currency,
            currency,
            labels: match &options.labels {
                Some(labels) => labels.clone(),
                None => store::labels(tx)?,
            },
        };
        require_bins(plan.bins)?;
        require_window(plan.window_days)?;
        if options.labels.is_some() {
            plan.labels.validate().map_err(|error| refuse_labels(&error).under("/labels"))?;
        }
        Ok(plan)
    }

    pub(super) fn query(&self) -> BaseQuery {
        BaseQuery {
            as_of: self.as_of,
            window_start: window_start(self.as_of, self.window_days),
            basis: self.basis,
            currency: self.only,
        }
    }

    /// Minor units in one unit of the currency.
    pub(super) fn minor_per_unit(&self) -> i64 {
        self.currency.map_or(1, Currency::minor_per_unit)
    }
}

/// The first day of a window that ends with `as_of`, both included.
pub(super) fn window_start(as_of: Date, window_days: Option<u32>) -> Option<Date> {
    let days = i32::try_from(window_days?).unwrap_or(i32::MAX);
    Some(as_of.plus_days(1 - days))
}

fn in_minor_units(thresholds: &RfmThresholds, currency: Option<Currency>) -> Result<scoring::Thresholds> {
    let mut monetary = Vec::with_capacity(thresholds.monetary.len());
    for (at, amount) in thresholds.monetary.iter().enumerate() {
        if currency.is_some_and(|currency| currency != amount.currency) {
            return Err(Error::invalid(
                format!("/thresholds/monetary/{at}/currency"),
                "a threshold must be in the currency in which customers are scored",
            )
            .allowed(currency.map(|currency| currency.code().to_owned())));
        }
        monetary.push(amount.minor);
    }
    Ok(scoring::Thresholds {
        recency_days: thresholds.recency_days.iter().copied().map(i64::from).collect(),
        frequency: thresholds.frequency.iter().copied().map(i64::from).collect(),
        monetary,
    })
}

fn require_bins(bins: u8) -> Result<()> {
    if (MIN_BINS..=MAX_BINS).contains(&bins) {
        return Ok(());
    }
    Err(Error::invalid("/bins", format!("scores have {MIN_BINS} to {MAX_BINS} bins"))
        .hint(format!("{DEFAULT_BINS} is usual")))
}

fn require_window(window_days: Option<u32>) -> Result<()> {
    if window_days.is_none_or(|days| (1..=MOST_WINDOW_DAYS).contains(&days)) {
        return Ok(());
    }
    Err(Error::invalid("/window_days", "a window has 1 to 100,000 days").hint("null takes all history"))
}

/// An error of the scoring rules as a caller sees it.
pub(super) fn refuse(error: &RulesError) -> Error {
    let path = match error {
        RulesError::BinsOutOfRange(_) => "/bins".to_owned(),
        RulesError::ThresholdsMissing | RulesError::ThresholdsUnused(_) => "/thresholds".to_owned(),
        RulesError::ThresholdsNotAscending(dimension) | RulesError::ThresholdCount { dimension, .. } => {
            format!("/thresholds/{}", dimension.token())
        }
        RulesError::UnequalColumns | RulesError::MinorPerUnit(_) | RulesError::Overflow => String::new(),
    };
    Error::invalid(path, error.to_string())
}

/// An error of a label map as a caller sees it.
pub(super) fn refuse_labels(error: &LabelMapError) -> Error {
    let refused = Error::invalid("/rules", error.to_string());
    match error {
        LabelMapError::BinsOutOfRange(_) => refused.at("/bins"),
        LabelMapError::Cover { .. } => refused.hint("R runs from 1 to 5, F + M from 2 to 10"),
        LabelMapError::BadLabel(at) => refused.at(format!("/rules/{at}/label")),
        LabelMapError::OutOfRange(at) => refused.at(format!("/rules/{at}")),
    }
}
