//! A set of options, one bit each.

use std::cmp::Ordering;

const WORDS: usize = 8;

/// The most options of a model: what a set can hold, less a few.
pub(super) const MAX_OPTIONS: usize = 500;

/// A set of options of one model. The bits are in the order of the options' keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bits([u64; WORDS]);

impl Bits {
    pub(super) fn has(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }

    pub(super) fn with(mut self, bit: usize) -> Self {
        self.0[bit / 64] |= 1 << (bit % 64);
        self
    }

    pub(super) fn flipped(mut self, bit: usize) -> Self {
        self.0[bit / 64] ^= 1 << (bit % 64);
        self
    }

    pub(super) fn and(self, other: Bits) -> Self {
        self.zip(other, |a, b| a & b)
    }

    pub(super) fn or(self, other: Bits) -> Self {
        self.zip(other, |a, b| a | b)
    }

    pub(super) fn xor(self, other: Bits) -> Self {
        self.zip(other, |a, b| a ^ b)
    }

    pub(super) fn minus(self, other: Bits) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The members, in the order of their keys.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros() as usize;
                    word &= word - 1;
                    at * 64 + bit
                })
            })
        })
    }

    /// The order of keys: at the first option that only one of two sets has, the one that has it comes first.
    pub(super) fn by_keys(&self, other: &Bits) -> Ordering {
        for (a, b) in self.0.iter().zip(&other.0) {
            let differing = a ^ b;
            if differing != 0 {
                let first = differing & differing.wrapping_neg();
                return if a & first != 0 { Ordering::Less } else { Ordering::Greater };
            }
        }
        Ordering::Equal
    }

    fn zip(mut self, other: Bits, of: impl Fn(u64, u64) -> u64) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word = of(*word, other);
        }
        self
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<I: IntoIterator<Item = usize>>(bits: I) -> Self {
        bits.into_iter().fold(Bits::default(), Bits::with)
    }
}
