//! Figures of reports: shares, means and medians, rounded half to even.

use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{Error, Quantity, Rate, Result};

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A share in millionths, rounded half to even; none of nothing.
pub(crate) fn share(part: i64, whole: i64) -> Result<Option<Rate>> {
    if whole == 0 {
        return Ok(None);
    }
    scale_half_even(part, 1_000_000, whole).map(|ppm| Some(Rate::from_ppm(ppm)))
}

fn in_days(millis: i64, parts: i64) -> Result<Quantity> {
    scale_half_even(millis, 1_000, MILLIS_PER_DAY * parts).map(Quantity::from_thousandths)
}

/// The mean of durations in milliseconds, in days.
pub(crate) fn mean_days(durations: &[i64]) -> Result<Option<Quantity>> {
    if durations.is_empty() {
        return Ok(None);
    }
    let sum = durations.iter().try_fold(0_i64, |sum, one| sum.checked_add(*one));
    let sum = sum.ok_or_else(|| Error::internal("the sum of all durations is too large"))?;
    in_days(sum, durations.len() as i64).map(Some)
}

/// The median of durations in milliseconds, in days; of an even number the mean of the two in the middle.
pub(crate) fn median_days(durations: &mut [i64]) -> Result<Option<Quantity>> {
    durations.sort_unstable();
    let middle = durations.len() / 2;
    match (durations.get(middle.wrapping_sub(1)), durations.get(middle)) {
        (Some(low), Some(high)) if durations.len().is_multiple_of(2) => in_days(low + high, 2).map(Some),
        (_, Some(one)) => in_days(*one, 1).map(Some),
        _ => Ok(None),
    }
}
