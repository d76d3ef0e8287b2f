//! Scores by rank: `quantile`, `percent_rank` and `one_timer`.
//!
//! All three ask how many customers L are strictly worse than a value. "More than j customers are
//! worse" says the same as "the value is strictly better than the one at rank j, counted from the
//! worst", so that a condition on L becomes a cut point taken from the data.

use super::cuts::{CutPoint, DimensionCuts, Direction, Passing};
use super::select::order_statistics;

/// Orders up to which a customer counts as a one-timer.
const ONE_ORDER: u32 = 1;

/// score = 1 + #{k in 1..n : L·n > k·(N−1)}.
///
/// L·n > k·(N−1) holds exactly when L > floor(k·(N−1)/n).
pub(super) fn quantile<T: Copy + Into<i64>>(values: &[T], direction: Direction, bins: u8) -> DimensionCuts {
    by_rank(values, direction, bins, worse_allowed)
}

/// score = min(n, 1 + floor(n·L/(N−1))), and 1 for a single customer.
///
/// floor(n·L/(N−1)) reaches k exactly when L ≥ ceil(k·(N−1)/n), which is L > that − 1. A single
/// customer is not better than himself, so that he passes nothing.
pub(super) fn percent_rank<T: Copy + Into<i64>>(values: &[T], direction: Direction, bins: u8) -> DimensionCuts {
    by_rank(values, direction, bins, |k, bins, others| (k * others).div_ceil(bins).saturating_sub(1))
}

/// Frequency of at most one order → 1, the rest by `quantile` among themselves into 2..=n.
///
/// The rest is the upper end of the column, so that its ranks are ranks of the column moved up.
pub(super) fn one_timer(frequency: &[u32], bins: u8) -> DimensionCuts {
    let one_timers = frequency.iter().filter(|orders| **orders <= ONE_ORDER).count();
    let repeaters = frequency.len() - one_timers;
    let rest_bins = usize::from(bins) - 1;
    let mut points = vec![CutPoint::at(i64::from(ONE_ORDER))];
    if let Some(others) = repeaters.checked_sub(1) {
        let ranks: Vec<usize> = (1..rest_bins).map(|k| one_timers + worse_allowed(k, rest_bins, others)).collect();
        points.extend(points_at(frequency, &ranks));
    }
    DimensionCuts { direction: Direction::HigherIsBetter, passing: Passing::Better, lowest: 1, points }
}

/// floor(k·(N−1)/n): how many may be strictly worse before `quantile` counts k.
fn worse_allowed(k: usize, bins: usize, others: usize) -> usize {
    k * others / bins
}

/// Points at the ranks, counted from the worst, that `rank(k, bins, N − 1)` names for k in 1..n.
fn by_rank<T: Copy + Into<i64>>(
    values: &[T],
    direction: Direction,
    bins: u8,
    rank: impl Fn(usize, usize, usize) -> usize,
) -> DimensionCuts {
    let bins = usize::from(bins);
    let others = values.len().saturating_sub(1);
    let from_worst = (1..bins).map(|k| rank(k, bins, others));
    let ranks: Vec<usize> = match direction {
        Direction::HigherIsBetter => from_worst.collect(),
        Direction::LowerIsBetter => from_worst.map(|rank| others - rank).collect(),
    };
    DimensionCuts { direction, passing: Passing::Better, lowest: 1, points: points_at(values, &ranks) }
}

fn points_at<T: Copy + Into<i64>>(values: &[T], ranks: &[usize]) -> Vec<CutPoint> {
    let found = order_statistics(values, ranks);
    found.into_iter().map(CutPoint::at).collect()
}
