//! How much to write at a time: as much as fits into the time that other writers can spare.

use std::time::Duration;

/// Below the promised 250 ms, so that a slow disk at the commit stays within it too.
const HOLD: Duration = Duration::from_millis(150);
const FIRST: usize = 200;
const LEAST: usize = 20;
const MOST: usize = 50_000;

/// The size of the next slice, learned from the ones before.
pub(crate) struct Pace {
    unbounded: bool,
    groups: usize,
}

impl Pace {
    pub(crate) fn new(exclusive: bool) -> Self {
        Pace { unbounded: exclusive, groups: FIRST }
    }

    /// Groups of the next slice.
    pub(crate) fn groups(&self) -> usize {
        if self.unbounded { usize::MAX } else { self.groups }
    }

    /// Learns how long a slice of so many groups held the writer.
    pub(crate) fn learn(&mut self, groups: usize, took: Duration) {
        if groups == 0 {
            return;
        }
        let fit = groups as f64 * HOLD.as_secs_f64() / took.as_secs_f64().max(1e-6);
        // One quick slice is no reason to try ten times as much.
        self.groups = (fit as usize).clamp(LEAST, MOST).min(self.groups.saturating_mul(2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_slices_shrink_and_quick_ones_grow_at_most_twofold() {
        let mut pace = Pace::new(false);
        pace.learn(200, Duration::from_millis(1));
        assert_eq!(pace.groups(), 400);
        pace.learn(400, Duration::from_millis(600));
        assert_eq!(pace.groups(), 100);
        pace.learn(100, Duration::from_secs(60));
        assert_eq!(pace.groups(), LEAST);
        assert_eq!(Pace::new(true).groups(), usize::MAX);
    }
}
