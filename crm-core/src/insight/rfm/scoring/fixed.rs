//! The shop's own thresholds.

use serde::{Deserialize, Serialize};

use super::cuts::{CutPoint, CutPoints, DimensionCuts, Direction, Passing};
use super::{Dimension, RulesError};

/// Thresholds of the method `fixed`: `bins − 1` per dimension, strictly ascending.
///
/// Frequency and monetary score 1 + the number of thresholds strictly below the value; recency
/// scores `bins` − that number. A value on a threshold belongs to the bin below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Thresholds {
    /// In days.
    pub(crate) recency_days: Vec<i64>,
    /// In orders.
    pub(crate) frequency: Vec<i64>,
    /// In minor units of the base currency.
    pub(crate) monetary: Vec<i64>,
}

impl Thresholds {
    /// The cut points for `bins` bins.
    ///
    /// # Errors
    ///
    /// When a dimension has another number of thresholds than `bins − 1`, or not in strictly
    /// ascending order.
    pub(crate) fn cut_points(&self, bins: u8) -> Result<CutPoints, RulesError> {
        check(&self.recency_days, Dimension::RecencyDays, bins)?;
        check(&self.frequency, Dimension::Frequency, bins)?;
        check(&self.monetary, Dimension::Monetary, bins)?;
        Ok(CutPoints {
            recency_days: DimensionCuts {
                direction: Direction::LowerIsBetter,
                passing: Passing::AtLeastAsGood,
                lowest: 1,
                points: self.recency_days.iter().rev().copied().map(CutPoint::at).collect(),
            },
            frequency: ascending(&self.frequency),
            monetary: ascending(&self.monetary),
        })
    }
}

fn ascending(thresholds: &[i64]) -> DimensionCuts {
    DimensionCuts {
        direction: Direction::HigherIsBetter,
        passing: Passing::Better,
        lowest: 1,
        points: thresholds.iter().copied().map(CutPoint::at).collect(),
    }
}

fn check(thresholds: &[i64], dimension: Dimension, bins: u8) -> Result<(), RulesError> {
    let wanted = usize::from(bins.saturating_sub(1));
    if thresholds.len() != wanted {
        return Err(RulesError::ThresholdCount { dimension, found: thresholds.len(), wanted });
    }
    if !thresholds.is_sorted_by(|a, b| a < b) {
        return Err(RulesError::ThresholdsNotAscending(dimension));
    }
    Ok(())
}
