//! Turns the base values of customers into recency, frequency and monetary scores.
//!
//! This module owns the eight scoring methods and nothing else: no SQL, no clock. A method looks at a column of base values and decides on *cut
//! points*; a score is the number of cut points a customer passes. Because every method is
//! reduced to cut points, one customer can be scored later without all the others, a snapshot
//! can store why everybody got their score, and the bulk path is one tight loop.
//!
//! Promises: scores run from 1 (worst) to `bins` (best) in all three dimensions; a score does not
//! depend on the order of the rows; equal values share a score, except with [`Method::Ntile`],
//! which splits ties by customer id as SQL does; a value is compared with a cut point exactly, in
//! integers. Floating point is used only to search for natural breaks.
//!
//! Refuses: columns of unequal length, bins outside 2..=10, thresholds that are missing, not
//! ascending, or given to a method that has no use for them.

mod cuts;
mod double;
mod edges;
mod fixed;
mod jenks;
mod ntile;
mod quantile;
mod select;

#[cfg(test)]
mod definition_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vector_tests;

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(crate) use cuts::CutPoint;
pub use cuts::RfmCut;
pub(crate) use cuts::{CutPoints, DimensionCuts, Direction};
pub(crate) use fixed::Thresholds;

/// The smallest number of bins a score can have.
pub(crate) const MIN_BINS: u8 = 2;
/// The largest number of bins a score can have.
pub(crate) const MAX_BINS: u8 = 10;
/// The number of bins when the caller does not say.
pub(crate) const DEFAULT_BINS: u8 = 5;

tokens! {
    /// How base values become scores.
    #[derive(Default)]
    #[schemars(rename = "RfmMethod")]
    pub enum Method("scoring method") {
        /// Share of customers strictly worse, against type-7 quantile positions; ties share the lowest score of their
        /// group.
        #[default]
        Quantile = "quantile",
        /// `min(bins, 1 + floor(bins · L / (N − 1)))` with L customers strictly worse.
        PercentRank = "percent_rank",
        /// SQL's `NTILE` over (value from worst to best, customer id ascending).
        Ntile = "ntile",
        /// Type-7 quantile edges, half-open (low, high], recency labels reversed, as pandas does.
        Qcut = "qcut",
        /// Type-7 quantile edges plus one unit of the data, [low, high), as the R package rfm does.
        RRfm = "r_rfm",
        /// The shop's own thresholds.
        Fixed = "fixed",
        /// Natural breaks: the classes with the least squared deviation within.
        Jenks = "jenks",
        /// Customers with at most one order have frequency score 1, the rest share 2 to n by quantile; recency and
        /// monetary as `quantile`.
        OneTimer = "one_timer",
    }
}

/// One of the three dimensions of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dimension {
    /// Days since the last counted order.
    RecencyDays,
    /// Number of counted orders.
    Frequency,
    /// Net amount in minor units.
    Monetary,
}

impl Dimension {
    /// The stable text token.
    #[must_use]
    pub(crate) const fn token(self) -> &'static str {
        match self {
            Self::RecencyDays => "recency_days",
            Self::Frequency => "frequency",
            Self::Monetary => "monetary",
        }
    }
}

/// The base values of the customers to score, one column per value, one row per customer.
///
/// Only customers with a counted order belong here: whoever has none gets no score and is not
/// part of N. Rows may come in any order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    /// Customer ids, each at most once.
    pub(crate) customer: &'a [i64],
    /// Days between the last counted order and the day of scoring.
    pub(crate) recency_days: &'a [i32],
    /// Number of counted orders, 0 when all of them lie before the window.
    pub(crate) frequency: &'a [u32],
    /// Net amount in minor units of the base currency, possibly negative.
    pub(crate) monetary: &'a [i64],
}

impl Facts<'_> {
    /// Number of customers to score.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.customer.len()
    }

    fn check(&self) -> Result<(), RulesError> {
        let rows = self.len();
        let lengths = [self.recency_days.len(), self.frequency.len(), self.monetary.len()];
        if lengths.iter().all(|length| *length == rows) {
            return Ok(());
        }
        Err(RulesError::UnequalColumns)
    }
}

/// The scores of all customers, in the order of the rows of [`Facts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scored {
    /// Recency scores, 1..=bins.
    pub(crate) r: Vec<u8>,
    /// Frequency scores, 1..=bins.
    pub(crate) f: Vec<u8>,
    /// Monetary scores, 1..=bins.
    pub(crate) m: Vec<u8>,
    /// What decided the scores; enough to score any one customer again.
    pub(crate) cuts: CutPoints,
    /// Whether there are fewer customers than bins, so that the scores say little.
    pub(crate) too_few: bool,
}

/// Scores all customers.
///
/// `bins` is 2..=10; `thresholds` belong to [`Method::Fixed`] and to no other method, and have
/// `bins − 1` cut points in each dimension; `minor_per_unit` is the number of minor units in one
/// unit of the currency (100 for USD, 1 for JPY) and matters to [`Method::RRfm`] only.
///
/// # Errors
///
/// A [`RulesError`] when the columns differ in length, when `bins`, `thresholds` or
/// `minor_per_unit` are out of range, or when a cut point leaves the range of `i64`.
pub(crate) fn score(
    facts: &Facts<'_>,
    method: Method,
    bins: u8,
    thresholds: Option<&Thresholds>,
    minor_per_unit: i64,
) -> Result<Scored, RulesError> {
    let cuts = cut_points(facts, method, bins, thresholds, minor_per_unit)?;
    Ok(Scored {
        r: cuts.recency_days.score_all(facts.recency_days, facts.customer),
        f: cuts.frequency.score_all(facts.frequency, facts.customer),
        m: cuts.monetary.score_all(facts.monetary, facts.customer),
        cuts,
        too_few: facts.len() < usize::from(bins),
    })
}

/// Finds the cut points that decide the scores, without scoring.
///
/// # Errors
///
/// As [`score`].
pub(crate) fn cut_points(
    facts: &Facts<'_>,
    method: Method,
    bins: u8,
    thresholds: Option<&Thresholds>,
    minor_per_unit: i64,
) -> Result<CutPoints, RulesError> {
    facts.check()?;
    if !(MIN_BINS..=MAX_BINS).contains(&bins) {
        return Err(RulesError::BinsOutOfRange(bins));
    }
    if minor_per_unit < 1 {
        return Err(RulesError::MinorPerUnit(minor_per_unit));
    }
    if method == Method::Fixed {
        return thresholds.ok_or(RulesError::ThresholdsMissing)?.cut_points(bins);
    }
    if thresholds.is_some() {
        return Err(RulesError::ThresholdsUnused(method));
    }

    let customers = facts.customer;
    let recency = column(facts.recency_days, customers, Direction::LowerIsBetter);
    let frequency = column(facts.frequency, customers, Direction::HigherIsBetter);
    let monetary = column(facts.monetary, customers, Direction::HigherIsBetter);
    Ok(CutPoints {
        recency_days: recency.cuts(method, bins, 1)?,
        frequency: match method {
            Method::OneTimer => quantile::one_timer(facts.frequency, bins),
            _ => frequency.cuts(method, bins, 1)?,
        },
        monetary: monetary.cuts(method, bins, minor_per_unit)?,
    })
}

/// One dimension: its values and which end of them is the good one.
struct Column<'a, T> {
    values: &'a [T],
    customers: &'a [i64],
    direction: Direction,
}

fn column<'a, T>(values: &'a [T], customers: &'a [i64], direction: Direction) -> Column<'a, T> {
    Column { values, customers, direction }
}

impl<T: Copy + Into<i64>> Column<'_, T> {
    /// The cut points of a method that finds them in the data; `unit` is one unit of the data.
    fn cuts(&self, method: Method, bins: u8, unit: i64) -> Result<DimensionCuts, RulesError> {
        let (values, direction) = (self.values, self.direction);
        Ok(match method {
            // Thresholds are nobody's data: `cut_points` answers for them before it comes here.
            Method::Quantile | Method::OneTimer | Method::Fixed => quantile::quantile(values, direction, bins),
            Method::PercentRank => quantile::percent_rank(values, direction, bins),
            Method::Ntile => ntile::ntile(values, self.customers, direction, bins),
            Method::Qcut => edges::qcut(values, direction, bins)?,
            Method::RRfm => edges::r_rfm(values, direction, bins, unit)?,
            Method::Jenks => jenks::jenks(values, direction, bins),
        })
    }
}

/// Why customers could not be scored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum RulesError {
    /// The columns of the facts differ in length.
    UnequalColumns,
    /// The number of bins is not 2..=10.
    BinsOutOfRange(u8),
    /// The currency has less than one minor unit per unit.
    MinorPerUnit(i64),
    /// `fixed` was asked for without thresholds.
    ThresholdsMissing,
    /// Thresholds were given to a method that finds its own cut points.
    ThresholdsUnused(Method),
    /// A dimension's thresholds are not strictly ascending.
    ThresholdsNotAscending(Dimension),
    /// A dimension has another number of thresholds than `bins − 1`.
    ThresholdCount {
        /// The dimension whose thresholds are at fault.
        dimension: Dimension,
        /// How many thresholds it has.
        found: usize,
        /// How many it needs.
        wanted: usize,
    },
    /// An edge plus one unit leaves the range of `i64`.
    Overflow,
}

impl fmt::Display for RulesError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnequalColumns => out.write_str("the columns of base values differ in length"),
            Self::BinsOutOfRange(bins) => {
                write!(out, "{bins} bins; use {MIN_BINS} to {MAX_BINS}")
            }
            Self::MinorPerUnit(found) => {
                write!(out, "{found} minor units per currency unit; use 1 or more")
            }
            Self::ThresholdsMissing => out.write_str("method fixed needs thresholds"),
            Self::ThresholdsUnused(method) => {
                write!(out, "method {method} finds its own cut points; leave the thresholds out or use fixed")
            }
            Self::ThresholdsNotAscending(dimension) => {
                write!(out, "thresholds of {} must be strictly ascending", dimension.token())
            }
            Self::ThresholdCount { dimension, found, wanted } => {
                write!(out, "{} has {found} thresholds; {} bins need {wanted}", dimension.token(), wanted + 1)
            }
            Self::Overflow => out.write_str("a cut point is too large for a 64-bit number"),
        }
    }
}

impl std::error::Error for RulesError {}
