//! Parts that add up to their whole: each is rounded down, and what is left over goes to the largest remainders, among
//! equal ones to the first.

use crate::vocabulary::Result;
use crate::vocabulary::money::{half_even, too_large};
use std::cmp::Reverse;

const MILLION: i128 = 1_000_000;

/// The parts of a whole in proportion to weights. Weights that are all 0 count as equal.
///
/// The whole and the weights are not negative; no part is.
pub(crate) fn divide(whole: i64, weights: &[i64]) -> Vec<i64> {
    let weighed: Vec<i128> = weights.iter().map(|weight| i128::from((*weight).max(0))).collect();
    let sum: i128 = weighed.iter().sum();
    let weighed = if sum == 0 { vec![1; weights.len()] } else { weighed };
    let unit = weighed.iter().sum::<i128>().max(1);
    let whole = i128::from(whole.max(0));
    let exact: Vec<i128> = weighed.iter().map(|weight| whole * weight).collect();
    // No part is larger than the whole, which came from 64 bits.
    parts(&exact, unit, whole).into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX)).collect()
}

/// Whole minor units of millionths, rounded half to even.
///
/// # Errors
/// `invalid_input` when they do not fit.
pub(crate) fn rounded(exact: i128) -> Result<i64> {
    half_even(exact, MILLION)
}

/// Whole minor units for parts in millionths that add up to their rounded sum.
///
/// # Errors
/// `invalid_input` when a part does not fit.
pub(crate) fn shares(exact: &[i128]) -> Result<Vec<i64>> {
    let whole = rounded(exact.iter().sum())?;
    let parts = parts(exact, MILLION, whole.into()).into_iter();
    parts.map(|part| i64::try_from(part).map_err(|_| too_large())).collect()
}

fn parts(exact: &[i128], unit: i128, whole: i128) -> Vec<i128> {
    let mut parts: Vec<i128> = exact.iter().map(|part| part.div_euclid(unit)).collect();
    let mut left = whole - parts.iter().sum::<i128>();
    let mut by_remainder: Vec<(Reverse<i128>, &mut i128)> =
        exact.iter().map(|part| Reverse(part.rem_euclid(unit))).zip(&mut parts).collect();
    by_remainder.sort_by_key(|(remainder, _)| *remainder);
    for (_, part) in by_remainder {
        if left <= 0 {
            break;
        }
        *part += 1;
        left -= 1;
    }
    parts
}
