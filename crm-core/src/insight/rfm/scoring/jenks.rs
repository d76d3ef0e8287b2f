//! Natural breaks (Jenks 1967, Fisher 1958): the classes whose values deviate least, squared and
//! summed, from the mean of their class.
//!
//! The least deviation within the classes is the greatest Σ S²/W over the classes, where S is the
//! sum and W the number of a class's values, both taken from prefix sums. Dynamic programming over
//! the distinct values finds it: the best q classes of the first j values end with a class that
//! starts at some p. The best p never moves back as j grows, so that divide and conquer looks at
//! O(distinct · log distinct) candidates per class. S and W are exact integers; candidates are
//! compared in f64 with a safe error bound and, when they are closer than that, with twice the
//! digits: only sums that agree in their first 29 digits count as equal. Among equal optima the
//! one whose last class starts lowest wins, then the one before it, and so on.

use super::cuts::{CutPoint, DimensionCuts, Direction, Passing};
use super::double::Double;

/// Ten terms S²/W, each with four roundings, and nine additions are off by less than 2e-15 of
/// their sum; two such sums that differ by more than this are truly different.
const CLOSE: f64 = 4e-15;

/// Values on a break belong to the class below it. With fewer distinct values than bins, each
/// value is its own class; frequency and monetary then use the lowest scores and recency the
/// highest, as with repeated edges.
pub(super) fn jenks<T: Copy + Into<i64>>(values: &[T], direction: Direction, bins: u8) -> DimensionCuts {
    let breaks = natural_breaks(values, usize::from(bins));
    let points = breaks.iter().copied().map(CutPoint::at);
    match direction {
        Direction::HigherIsBetter => {
            DimensionCuts { direction, passing: Passing::Better, lowest: 1, points: points.collect() }
        }
        Direction::LowerIsBetter => DimensionCuts {
            direction,
            passing: Passing::AtLeastAsGood,
            lowest: breaks.iter().fold(bins, |lowest, _| lowest - 1),
            points: points.rev().collect(),
        },
    }
}

/// The greatest value of each class but the last, ascending.
fn natural_breaks<T: Copy + Into<i64>>(values: &[T], classes: usize) -> Vec<i64> {
    let sums = Sums::of(values);
    let distinct = sums.values.len();
    if distinct <= classes {
        return sums.values.split_last().map_or(Vec::new(), |(_, rest)| rest.to_vec());
    }
    let mut table = Table::of_one_class(sums);
    while table.classes() + 1 < classes {
        table.add_class();
    }
    let starts = table.starts_with_one_more_class();
    starts.into_iter().map(|start| table.sums.values[start - 1]).collect()
}

/// The distinct values with running sums over them.
struct Sums {
    /// Ascending.
    values: Vec<i64>,
    /// Number of customers in the first j values.
    weight: Vec<u64>,
    /// Sum over the customers in the first j values, each less the common mean: small numbers
    /// keep the floating point error small.
    total: Vec<i128>,
}

impl Sums {
    fn of<T: Copy + Into<i64>>(values: &[T]) -> Self {
        let mut sorted: Vec<i64> = values.iter().map(|value| (*value).into()).collect();
        sorted.sort_unstable();
        let sum: i128 = sorted.iter().copied().map(i128::from).sum();
        let mean = sum / (sorted.len().max(1) as i128);
        let mut sums = Self { values: Vec::new(), weight: vec![0], total: vec![0] };
        let (mut weight, mut total) = (0, 0);
        for equal in sorted.chunk_by(|a, b| a == b) {
            weight += equal.len() as u64;
            total += (i128::from(equal[0]) - mean) * equal.len() as i128;
            sums.values.push(equal[0]);
            sums.weight.push(weight);
            sums.total.push(total);
        }
        sums
    }

    /// S²/W of the class of the values `from..to`, to 16 digits.
    fn share(&self, from: usize, to: usize) -> f64 {
        let total = self.total[to] - self.total[from];
        // The narrow conversion is one instruction, the wide one is a function.
        let total = i64::try_from(total).map_or(total as f64, |narrow| narrow as f64);
        let weight = (self.weight[to] - self.weight[from]) as f64;
        total * total / weight
    }

    /// The same to 31 digits.
    fn precise_share(&self, from: usize, to: usize) -> Double {
        Double::share(self.total[to] - self.total[from], self.weight[to] - self.weight[from])
    }
}

/// What dynamic programming knows so far.
struct Table {
    sums: Sums,
    /// Greatest Σ S²/W of the first j values in the current number of classes.
    best: Vec<Double>,
    /// For every number of classes from two on: where the last class of the first j values starts.
    starts: Vec<Vec<u32>>,
}

/// A row of the table while it is filled.
struct Row {
    best: Vec<Double>,
    start: Vec<u32>,
}

impl Table {
    fn of_one_class(sums: Sums) -> Self {
        let shares = (1..=sums.values.len()).map(|to| sums.precise_share(0, to));
        Self { best: std::iter::once(Double::default()).chain(shares).collect(), starts: Vec::new(), sums }
    }

    fn classes(&self) -> usize {
        self.starts.len() + 1
    }

    fn add_class(&mut self) {
        let (classes, distinct) = (self.classes(), self.sums.values.len());
        let mut row = Row { best: vec![Double::default(); distinct + 1], start: vec![0; distinct + 1] };
        self.fill(&mut row, classes + 1..distinct + 1, classes, distinct - 1);
        self.best = row.best;
        self.starts.push(row.start);
    }

    /// Fills the ends `ends`, whose last class is known to start within `first..=last`.
    fn fill(&self, row: &mut Row, ends: std::ops::Range<usize>, first: usize, last: usize) {
        if ends.is_empty() {
            return;
        }
        let end = usize::midpoint(ends.start, ends.end);
        let (start, best) = self.last_start(end, first, last);
        row.best[end] = best;
        // Customers are counted in memory; more distinct values than u32 holds do not fit there.
        row.start[end] = start as u32;
        self.fill(row, ends.start..end, first, start);
        self.fill(row, end + 1..ends.end, start, last);
    }

    /// Where the class that ends before `end` starts best, the lowest of equals, and the Σ S²/W.
    fn last_start(&self, end: usize, first: usize, last: usize) -> (usize, Double) {
        let rough = |start: usize| self.best[start].high + self.sums.share(start, end);
        let precise = |start: usize| self.best[start].plus(self.sums.precise_share(start, end));
        let (mut best_start, mut best) = (first, rough(first));
        let mut best_precise = None;
        for start in first + 1..=last.min(end - 1) {
            let found = rough(start);
            let margin = CLOSE * found.max(best);
            if found < best - margin {
                continue;
            }
            if found > best + margin {
                (best_start, best, best_precise) = (start, found, None);
                continue;
            }
            let challenger = precise(start);
            let champion = *best_precise.get_or_insert_with(|| precise(best_start));
            if challenger.compare(champion).is_gt() {
                (best_start, best, best_precise) = (start, found, Some(challenger));
            }
        }
        (best_start, best_precise.unwrap_or_else(|| precise(best_start)))
    }

    /// The classes of the first `end` values when the last one starts at `start`, last first.
    fn class_bounds(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let mut bounds = vec![(start, end)];
        let mut to = start;
        for starts in self.starts.iter().rev() {
            let from = starts[to] as usize;
            bounds.push((from, to));
            to = from;
        }
        bounds.push((0, to));
        bounds
    }

    /// The starts of all classes but the first when all values get one class more than the table
    /// has; the last row of a table is needed at its end only.
    fn starts_with_one_more_class(&self) -> Vec<usize> {
        let distinct = self.sums.values.len();
        let (start, _) = self.last_start(distinct, self.classes(), distinct - 1);
        let bounds = self.class_bounds(start, distinct);
        bounds.iter().rev().skip(1).map(|(from, _)| *from).collect()
    }
}
