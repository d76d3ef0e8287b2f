//! SQL's `NTILE(n)` over (value from worst to best, then customer id ascending).
//!
//! Tiles differ by at most one customer, larger tiles first. Where a tile starts within a group
//! of equal values, its cut point names the first customer of the tile.

use super::cuts::{CutPoint, DimensionCuts, Direction, Passing};
use super::select::order_statistics;

pub(super) fn ntile<T: Copy + Into<i64>>(
    values: &[T],
    customers: &[i64],
    direction: Direction,
    bins: u8,
) -> DimensionCuts {
    let starts = tile_starts(values.len(), usize::from(bins));
    let ranks: Vec<usize> = match direction {
        Direction::HigherIsBetter => starts.clone(),
        Direction::LowerIsBetter => starts.iter().map(|row| values.len() - 1 - row).collect(),
    };
    let first_values = order_statistics(values, &ranks);
    let rows: Vec<(i64, usize)> = first_values.into_iter().zip(starts).collect();
    let mut points = Vec::with_capacity(rows.len());
    for tied in rows.chunk_by(|a, b| a.0 == b.0) {
        let group = Ties::of(tied[0].0, values, customers, direction);
        points.extend(
            tied.iter().map(|(value, row)| CutPoint { customer: group.customer_at(*row), ..CutPoint::at(*value) }),
        );
    }
    DimensionCuts { direction, passing: Passing::AtLeastAsGood, lowest: 1, points }
}

/// The rows at which the second and all later tiles start; fewer rows than tiles leave the last
/// tiles empty.
fn tile_starts(rows: usize, tiles: usize) -> Vec<usize> {
    let (size, larger) = (rows / tiles, rows % tiles);
    (1..tiles.min(rows)).map(|tile| tile * size + tile.min(larger)).collect()
}

/// The customers that share a value, and how many customers come before them.
struct Ties {
    worse: usize,
    customers: Vec<i64>,
}

impl Ties {
    fn of<T: Copy + Into<i64>>(value: i64, values: &[T], customers: &[i64], direction: Direction) -> Self {
        let worse = |other: i64| match direction {
            Direction::HigherIsBetter => other < value,
            Direction::LowerIsBetter => other > value,
        };
        let mut tied: Vec<i64> = values
            .iter()
            .zip(customers)
            .filter(|(other, _)| (**other).into() == value)
            .map(|(_, customer)| *customer)
            .collect();
        if !tied.is_sorted() {
            tied.sort_unstable();
        }
        Self { worse: values.iter().filter(|other| worse((**other).into())).count(), customers: tied }
    }

    fn customer_at(&self, row: usize) -> Option<i64> {
        self.customers.get(row.checked_sub(self.worse)?).copied()
    }
}
