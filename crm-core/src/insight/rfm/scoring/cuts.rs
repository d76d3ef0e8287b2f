//! Cut points: what every scoring method is reduced to, and how they score.
//!
//! The points of a dimension are ordered from worst to best, so that whoever passes one has
//! passed all before it, and the score is the lowest score plus the number of points passed.
//! A point is an integer and a proper fraction; base values are integers, so that comparing a
//! value with a point never needs more than the integer part and whether a fraction is left.

use crate::vocabulary::CustomerId;
use std::fmt;
use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};

/// How many values are compared with all points before going on; keeps them in the first cache.
const CHUNK: usize = 2048;

/// Values within this distance of zero are compared as 32-bit numbers, several at a time.
const NARROW: i64 = 1 << 30;

/// Digits a described point may have beyond those of the unit.
const EXTRA_DIGITS: u32 = 4;

/// Which end of a dimension is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    /// Frequency and monetary.
    HigherIsBetter,
    /// Recency.
    LowerIsBetter,
}

/// What it takes to pass a cut point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Passing {
    /// The value must be strictly better than the point.
    Better,
    /// The value may also equal the point.
    AtLeastAsGood,
}

/// One cut point: `whole + numerator / denominator` in the unit of the dimension (days, orders,
/// minor units).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct CutPoint {
    /// The largest integer that is not above the point.
    pub(crate) whole: i64,
    /// What is above `whole`, in parts of `denominator`; less than the denominator.
    pub(crate) numerator: u8,
    /// Number of parts of one, 1..=10.
    pub(crate) denominator: NonZeroU8,
    /// Where ties are split: values equal to the point pass from this customer id on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customer: Option<i64>,
}

impl CutPoint {
    /// A point at an integer.
    #[must_use]
    pub(crate) const fn at(whole: i64) -> Self {
        Self { whole, numerator: 0, denominator: NonZeroU8::MIN, customer: None }
    }

    /// The point as a decimal number of units, `minor_per_unit` of the dimension's own unit each
    /// (1 for days and orders); rounded half away from zero four digits behind the unit's own.
    #[must_use]
    pub(crate) fn decimal(&self, minor_per_unit: i64) -> String {
        let unit = i128::from(minor_per_unit.max(1));
        let unit_digits = unit.ilog10();
        let digits = unit_digits + EXTRA_DIGITS;
        let parts = i128::from(self.denominator.get());
        let exact = i128::from(self.whole) * parts + i128::from(self.numerator);
        let scale = 10_u128.pow(digits);
        let divisor = (parts * unit).unsigned_abs();
        let rounded = (exact.unsigned_abs() * scale * 2 + divisor) / (divisor * 2);

        let fraction = format!("{:0width$}", rounded % scale, width = digits as usize);
        let significant = fraction.trim_end_matches('0').len();
        let kept = significant.max(unit_digits as usize);
        let sign = if exact < 0 && rounded > 0 { "-" } else { "" };
        let whole = rounded / scale;
        if kept == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{}", &fraction[..kept])
    }

    const fn is_whole(&self) -> bool {
        self.numerator == 0
    }
}

/// A step from one score to the next, for people: "3: above 31.958".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmCut {
    /// The score of those who take this step and no further one.
    pub score: u8,
    /// What the value must be: `above`, `at least`, `below` or `at most`.
    pub condition: String,
    /// The cut point in days, orders or units of the currency, as a decimal with at most four digits more than those.
    pub value: String,
    /// Where a group of equal values is split: the first customer of it who takes the step.
    pub from_customer: Option<CustomerId>,
}

impl fmt::Display for RfmCut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} {}", self.score, self.condition, self.value)?;
        match self.from_customer {
            Some(customer) => write!(out, ", ties from customer {customer} on"),
            None => Ok(()),
        }
    }
}

/// The cut points of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DimensionCuts {
    /// Which end is the good one.
    pub(crate) direction: Direction,
    /// What it takes to pass a point.
    pub(crate) passing: Passing,
    /// The score of whoever passes no point. It is 1, except where natural breaks find fewer
    /// classes than bins and the best recency keeps the best score.
    pub(crate) lowest: u8,
    /// The points, from worst to best.
    pub(crate) points: Vec<CutPoint>,
}

impl DimensionCuts {
    /// Scores one value: `lowest` plus the number of points passed.
    ///
    /// `customer` only matters where points split ties.
    #[must_use]
    pub(crate) fn score(&self, value: i64, customer: i64) -> u8 {
        let passed = self.points.iter().filter(|point| self.passes(point, value, customer)).count();
        self.lowest.saturating_add(u8::try_from(passed).unwrap_or(u8::MAX))
    }

    /// One step per point: the score it opens and what it takes, in units of `minor_per_unit`.
    #[must_use]
    pub(crate) fn steps(&self, minor_per_unit: i64) -> Vec<RfmCut> {
        let condition = match (self.direction, self.passing) {
            (Direction::HigherIsBetter, Passing::Better) => "above",
            (Direction::HigherIsBetter, Passing::AtLeastAsGood) => "at least",
            (Direction::LowerIsBetter, Passing::Better) => "below",
            (Direction::LowerIsBetter, Passing::AtLeastAsGood) => "at most",
        };
        let opened = self.lowest.saturating_add(1)..;
        let step = |(score, point): (u8, &CutPoint)| RfmCut {
            score,
            condition: condition.to_owned(),
            value: point.decimal(minor_per_unit),
            from_customer: point.customer.map(CustomerId),
        };
        opened.zip(&self.points).map(step).collect()
    }

    /// Scores a column; `customers` has the same length and only matters where points split ties.
    #[must_use]
    pub(super) fn score_all<T: Copy + Into<i64>>(&self, values: &[T], customers: &[i64]) -> Vec<u8> {
        if self.points.iter().any(|point| point.customer.is_some()) {
            return self.score_with_ties(values, customers);
        }
        // "Strictly above an integer" covers every kind of point and compiles to one comparison.
        let limits: Vec<i64> = self.points.iter().map(|point| self.limit(point)).collect();
        let narrow_limits: Vec<i32> = limits.iter().copied().map(narrowed).collect();
        let mut scores = vec![self.lowest; values.len()];
        let (mut wide, mut narrow) = ([0; CHUNK], [0; CHUNK]);
        for (values, scores) in values.chunks(CHUNK).zip(scores.chunks_mut(CHUNK)) {
            for (wide, value) in wide.iter_mut().zip(values) {
                *wide = (*value).into();
            }
            if narrow_all(&wide[..values.len()], &mut narrow) {
                self.count_passed(&narrow, &narrow_limits, scores);
            } else {
                self.count_passed(&wide, &limits, scores);
            }
        }
        scores
    }

    /// Adds to each score the number of limits that its value passes.
    fn count_passed<T: Copy + PartialOrd>(&self, values: &[T], limits: &[T], scores: &mut [u8]) {
        for limit in limits.iter().copied() {
            let rows = scores.iter_mut().zip(values.iter().copied());
            match self.direction {
                Direction::HigherIsBetter => {
                    rows.for_each(|(score, value)| *score += u8::from(value > limit));
                }
                Direction::LowerIsBetter => {
                    rows.for_each(|(score, value)| *score += u8::from(value <= limit));
                }
            }
        }
    }

    fn score_with_ties<T: Copy + Into<i64>>(&self, values: &[T], customers: &[i64]) -> Vec<u8> {
        let rows = values.iter().zip(customers);
        rows.map(|(value, customer)| self.score((*value).into(), *customer)).collect()
    }

    fn passes(&self, point: &CutPoint, value: i64, customer: i64) -> bool {
        if value == point.whole && point.is_whole() {
            return self.passing == Passing::AtLeastAsGood && point.customer.is_none_or(|first| customer >= first);
        }
        match self.direction {
            Direction::HigherIsBetter => value > point.whole,
            Direction::LowerIsBetter => value <= point.whole,
        }
    }

    /// The integer L with: a value passes exactly when it is above L (higher is better), or at
    /// most L (lower is better).
    fn limit(&self, point: &CutPoint) -> i64 {
        let equal_is_above = match (self.direction, self.passing) {
            (Direction::HigherIsBetter, Passing::AtLeastAsGood) | (Direction::LowerIsBetter, Passing::Better) => true,
            (Direction::HigherIsBetter, Passing::Better) | (Direction::LowerIsBetter, Passing::AtLeastAsGood) => false,
        };
        if equal_is_above && point.is_whole() {
            return point.whole.saturating_sub(1);
        }
        point.whole
    }
}

/// Copies `wide` into the start of `narrow`; false when a value is not below [`NARROW`].
fn narrow_all(wide: &[i64], narrow: &mut [i32; CHUNK]) -> bool {
    let mut beyond = 0;
    for (narrow, wide) in narrow.iter_mut().zip(wide) {
        *narrow = *wide as i32;
        beyond |= wide.wrapping_add(NARROW) & !(2 * NARROW - 1);
    }
    beyond == 0
}

/// A limit for values below [`NARROW`]; one that lies further out keeps its side.
fn narrowed(limit: i64) -> i32 {
    limit.clamp(-2 * NARROW, 2 * NARROW - 1) as i32
}

/// The cut points of all three dimensions: what a snapshot stores and an explanation shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CutPoints {
    /// In days.
    pub(crate) recency_days: DimensionCuts,
    /// In orders.
    pub(crate) frequency: DimensionCuts,
    /// In minor units of the base currency.
    pub(crate) monetary: DimensionCuts,
}

impl CutPoints {
    /// Scores one customer: recency, frequency and monetary score.
    #[must_use]
    pub(crate) fn score(&self, customer: i64, recency_days: i32, frequency: u32, monetary: i64) -> [u8; 3] {
        [
            self.recency_days.score(i64::from(recency_days), customer),
            self.frequency.score(i64::from(frequency), customer),
            self.monetary.score(monetary, customer),
        ]
    }
}
