//! The usual time between a customer's orders.

/// Median gap between a customer's consecutive order days up to `as_of_day`, in days.
///
/// `days` ascend, in days since 1970-01-01; several orders of one day are one day. With an even number
/// of gaps the median is the mean of the two in the middle, rounded half up. `None` with fewer than two
/// different days. `scratch` is working memory, so that a scan over many customers allocates once.
pub(crate) fn median_gap_days(
    days: impl IntoIterator<Item = i32>,
    as_of_day: i32,
    scratch: &mut Vec<u32>,
) -> Option<u32> {
    scratch.clear();
    let mut previous = None;
    for day in days.into_iter().take_while(|day| *day <= as_of_day) {
        let gap = previous.map_or(0, |last: i32| day.abs_diff(last));
        if gap > 0 {
            scratch.push(gap);
        }
        previous = Some(day);
    }
    median(scratch)
}

/// The median; of an even number of values the mean of the two in the middle, rounded half up. Reorders the values.
pub(crate) fn median(values: &mut [u32]) -> Option<u32> {
    if values.is_empty() {
        return None;
    }
    let (odd, middle) = (values.len() % 2 == 1, values.len() / 2);
    let (below, upper, _) = values.select_nth_unstable(middle);
    let upper = *upper;
    if odd {
        return Some(upper);
    }
    let lower = below.iter().copied().max().unwrap_or(upper);
    // Half the difference rounded up: the sum of both could leave u32.
    Some(lower + (upper - lower).div_ceil(2))
}
