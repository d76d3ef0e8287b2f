//! Numbers of two f64, about 31 digits (Dekker 1971, Knuth), for candidates of natural breaks
//! that 16 digits cannot tell apart.

use std::cmp::Ordering;

/// Ten squares over weights and nine additions are off by less than 1e-30 of their sum; sums
/// that differ by less than this part count as equal.
const EQUAL: f64 = 1e-29;

/// Splits a f64 into two halves of 26 bits: 2^27 + 1.
const SPLITTER: f64 = 134_217_729.0;

/// The unevaluated sum `high + low`, with `high` the nearest f64; never negative here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Double {
    pub(super) high: f64,
    low: f64,
}

impl Double {
    /// `total² / weight`; exact inputs below 2^106 and 2^53.
    pub(super) fn share(total: i128, weight: u64) -> Self {
        let high = total as f64;
        let low = (total - high as i128) as f64;
        let (square, error) = product(high, high);
        let square = renormalised(square, error + 2.0 * high * low + low * low);

        let weight = weight as f64;
        let quotient = square.high / weight;
        let (back, error) = product(quotient, weight);
        let rest = ((square.high - back) - error) + square.low;
        renormalised(quotient, rest / weight)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let sum = self.high + other.high;
        let taken = sum - self.high;
        let error = (self.high - (sum - taken)) + (other.high - taken);
        renormalised(sum, error + self.low + other.low)
    }

    /// Compares, taking numbers for equal that rounding may have set apart.
    pub(super) fn compare(self, other: Self) -> Ordering {
        let difference = (self.high - other.high) + (self.low - other.low);
        if difference.abs() <= EQUAL * self.high.max(other.high) {
            return Ordering::Equal;
        }
        difference.total_cmp(&0.0)
    }
}

fn renormalised(high: f64, low: f64) -> Double {
    let sum = high + low;
    Double { high: sum, low: low - (sum - high) }
}

/// The rounded product and what rounding took from it.
fn product(a: f64, b: f64) -> (f64, f64) {
    let halves = |number: f64| {
        let scaled = SPLITTER * number;
        let high = scaled - (scaled - number);
        (high, number - high)
    };
    let rounded = a * b;
    let ((a_high, a_low), (b_high, b_low)) = (halves(a), halves(b));
    let error = ((a_high * b_high - rounded) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (rounded, error)
}
