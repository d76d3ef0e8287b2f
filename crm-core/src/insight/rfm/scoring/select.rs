//! Order statistics: the values that a sorted column would have at a few ranks, without sorting.
//!
//! A counting histogram over equal ranges finds the range each rank falls in; only values of
//! those ranges are looked at again. Days and orders span so few values that one pass is exact;
//! amounts take two or three. A pass narrows the range at least 8192-fold, so that no input can
//! make it slow.

/// Histograms have at most 2 to this power of ranges, which fits the nearest caches.
const RANGE_BITS: u32 = 13;

/// Columns up to this length are simply sorted, and so are those too long for 32-bit counters.
const SORTED_BELOW: usize = 256;

/// The values at `ranks` (0 = smallest) of the ascending column, in the order of `ranks`.
///
/// Ranks beyond the column are taken as its last one; an empty column has no values.
pub(super) fn order_statistics<T: Copy + Into<i64>>(values: &[T], ranks: &[usize]) -> Vec<i64> {
    let Some(last) = values.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut ascending: Vec<usize> = ranks.iter().map(|rank| (*rank).min(last)).collect();
    ascending.sort_unstable();
    ascending.dedup();
    let mut found = Vec::with_capacity(ascending.len());
    select(values, &ascending, &mut found);
    ranks.iter().map(|rank| found[ascending.partition_point(|known| known < rank).min(found.len() - 1)]).collect()
}

/// Appends the values at `ranks`, which are ascending and inside the column.
fn select<T: Copy + Into<i64>>(values: &[T], ranks: &[usize], found: &mut Vec<i64>) {
    if values.len() <= SORTED_BELOW || u32::try_from(values.len()).is_err() {
        let mut sorted: Vec<i64> = values.iter().map(|value| (*value).into()).collect();
        sorted.sort_unstable();
        found.extend(ranks.iter().map(|rank| sorted[*rank]));
        return;
    }
    let ranges = Ranges::over(values);
    let counts = ranges.count(values);
    let places = locate(&counts, ranks);
    if ranges.shift == 0 {
        found.extend(places.iter().map(|place| ranges.start(place.range)));
        return;
    }
    for (values, group) in ranges.gather(values, &counts, &places) {
        let ranks: Vec<usize> = group.iter().map(|place| place.rank).collect();
        select(&values, &ranks, found);
    }
}

/// Where a rank falls: a range, and the rank among the values of that range.
struct Place {
    range: usize,
    rank: usize,
}

fn locate(counts: &[u32], ranks: &[usize]) -> Vec<Place> {
    let mut range = 0;
    let mut below = 0;
    let place = |rank: &usize| {
        while below + counts[range] as usize <= *rank {
            below += counts[range] as usize;
            range += 1;
        }
        Place { range, rank: rank - below }
    };
    ranks.iter().map(place).collect()
}

/// Equal ranges of 2^shift integers each, from `low` on.
struct Ranges {
    low: i64,
    shift: u32,
    number: usize,
}

impl Ranges {
    fn over<T: Copy + Into<i64>>(values: &[T]) -> Self {
        let mut low = i64::MAX;
        let mut high = i64::MIN;
        for value in values {
            let value = (*value).into();
            low = low.min(value);
            high = high.max(value);
        }
        let span = high.wrapping_sub(low).cast_unsigned();
        let shift = (u64::BITS - span.leading_zeros()).saturating_sub(RANGE_BITS);
        Self { low, shift, number: (span >> shift) as usize + 1 }
    }

    fn of(&self, value: i64) -> usize {
        (value.wrapping_sub(self.low).cast_unsigned() >> self.shift) as usize
    }

    fn start(&self, range: usize) -> i64 {
        self.low.wrapping_add_unsigned((range as u64) << self.shift)
    }

    fn count<T: Copy + Into<i64>>(&self, values: &[T]) -> Vec<u32> {
        // Two histograms in turn: a run of equal values does not wait for its own last increment.
        let mut even = vec![0; self.number];
        let mut odd = vec![0; self.number];
        let mut pairs = values.chunks_exact(2);
        for pair in &mut pairs {
            even[self.of(pair[0].into())] += 1;
            odd[self.of(pair[1].into())] += 1;
        }
        for value in pairs.remainder() {
            even[self.of((*value).into())] += 1;
        }
        for (sum, other) in even.iter_mut().zip(odd) {
            *sum += other;
        }
        even
    }

    /// The values of each range that holds a place, with the places in it.
    fn gather<'p, T: Copy + Into<i64>>(
        &self,
        values: &[T],
        counts: &[u32],
        places: &'p [Place],
    ) -> Vec<(Vec<i64>, &'p [Place])> {
        const UNWANTED: u8 = u8::MAX;
        let mut slot_of = vec![UNWANTED; self.number];
        let mut gathered = Vec::new();
        for (slot, group) in (0..UNWANTED).zip(places.chunk_by(|a, b| a.range == b.range)) {
            let range = group[0].range;
            slot_of[range] = slot;
            gathered.push((Vec::with_capacity(counts[range] as usize), group));
        }
        for value in values {
            let value = (*value).into();
            let slot = slot_of[self.of(value)];
            if slot != UNWANTED {
                gathered[usize::from(slot)].0.push(value);
            }
        }
        gathered
    }
}
