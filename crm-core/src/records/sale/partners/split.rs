//! Dividing a whole among parts by the largest remainder: the parts always add up to the whole.

/// The parts of a whole in proportion to weights; the units that rounding down leaves over go to the largest remainders,
/// among equal ones to the first. Weights that are all 0 count as equal.
///
/// The whole and the weights are not negative; no part is.
pub(crate) fn divide(whole: i64, weights: &[i64]) -> Vec<i64> {
    let weighed: Vec<i128> = weights.iter().map(|weight| i128::from((*weight).max(0))).collect();
    let sum: i128 = weighed.iter().sum();
    let weighed = if sum == 0 { vec![1; weights.len()] } else { weighed };
    let sum = sum.max(if sum == 0 { weights.len() as i128 } else { 1 });
    let whole = i128::from(whole.max(0));
    let mut parts: Vec<i128> = weighed.iter().map(|weight| whole * weight / sum).collect();
    let mut left = whole - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(whole * weighed[*at] % sum), *at));
    for at in order {
        if left == 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    // No part is larger than the whole, which came from 64 bits.
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX)).collect()
}
