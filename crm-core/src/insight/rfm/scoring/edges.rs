//! Scores by type-7 quantile edges: `qcut` as pandas does it and `r_rfm` as the R package does.
//!
//! Type 7 (Hyndman and Fan 1996): the edge for k of n lies at position k·(N−1)/n of the ascending
//! column, interpolated between its two neighbours. It is kept as an integer and a fraction with
//! denominator n. Repeated edges are counted: a value that passes one passes all of them.

use std::num::NonZeroU8;

use super::RulesError;
use super::cuts::{CutPoint, DimensionCuts, Direction, Passing};
use super::select::order_statistics;

/// Bins (low, high] between the edges, labels reversed for recency: whoever is on an edge belongs
/// to the bin below it, so that ties on recency go up and ties on the others go down.
pub(super) fn qcut<T: Copy + Into<i64>>(
    values: &[T],
    direction: Direction,
    bins: u8,
) -> Result<DimensionCuts, RulesError> {
    let passing = match direction {
        Direction::HigherIsBetter => Passing::Better,
        Direction::LowerIsBetter => Passing::AtLeastAsGood,
    };
    from_edges(values, direction, passing, bins, 0)
}

/// Bins [low, high) between the edges plus one unit of the data.
pub(super) fn r_rfm<T: Copy + Into<i64>>(
    values: &[T],
    direction: Direction,
    bins: u8,
    unit: i64,
) -> Result<DimensionCuts, RulesError> {
    let passing = match direction {
        Direction::HigherIsBetter => Passing::AtLeastAsGood,
        Direction::LowerIsBetter => Passing::Better,
    };
    from_edges(values, direction, passing, bins, unit)
}

fn from_edges<T: Copy + Into<i64>>(
    values: &[T],
    direction: Direction,
    passing: Passing,
    bins: u8,
    shift: i64,
) -> Result<DimensionCuts, RulesError> {
    let mut points = type7_edges(values, bins);
    for point in &mut points {
        point.whole = point.whole.checked_add(shift).ok_or(RulesError::Overflow)?;
    }
    if direction == Direction::LowerIsBetter {
        points.reverse();
    }
    Ok(DimensionCuts { direction, passing, lowest: 1, points })
}

/// The n − 1 inner edges, ascending.
fn type7_edges<T: Copy + Into<i64>>(values: &[T], bins: u8) -> Vec<CutPoint> {
    let others = values.len().saturating_sub(1);
    let positions = || (1..bins).map(|k| usize::from(k) * others);
    let ranks: Vec<usize> = positions()
        .flat_map(|position| {
            let rank = position / usize::from(bins);
            [rank, rank + 1]
        })
        .collect();
    let neighbours = order_statistics(values, &ranks);
    neighbours
        .chunks_exact(2)
        .zip(positions())
        .map(|(pair, position)| between(pair[0], pair[1], position % usize::from(bins), bins))
        .collect()
}

/// `low + (high − low) · part / parts`, exactly; `part` is less than `parts`.
fn between(low: i64, high: i64, part: usize, parts: u8) -> CutPoint {
    let scaled = u128::from(high.abs_diff(low)) * part as u128;
    let parts_wide = u128::from(parts);
    // The quotient is below high − low and the remainder below parts: neither cast loses a bit.
    let whole = low.wrapping_add_unsigned((scaled / parts_wide) as u64);
    let numerator = (scaled % parts_wide) as u8;
    match NonZeroU8::new(parts) {
        Some(denominator) if numerator > 0 => CutPoint { whole, numerator, denominator, customer: None },
        _ => CutPoint::at(whole),
    }
}
