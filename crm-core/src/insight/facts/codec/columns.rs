//! Columns of fixed-width integers, read in place.
//!
//! A column has one of two widths. Instead of an enum it is kept as two slices of which one is empty:
//! iteration is then a chain of two loops, each over cells of one width, which the compiler turns into
//! vector code; an enum would be asked at every cell.

use super::error::CodecError;
use std::ops::Range;

/// Below this many cells, counting all of them in vectors beats a binary search.
const COUNT_LINEARLY: usize = 64;

/// A day's offset from the chunk's base day.
pub(super) trait DayCell: Copy {
    fn offset(self) -> u32;

    /// How many of these ascending days are not after `last`.
    fn count_through(days: &[Self], last: u32) -> usize;
}

impl DayCell for [u8; 2] {
    fn offset(self) -> u32 {
        u32::from(u16::from_le_bytes(self))
    }

    fn count_through(days: &[Self], last: u32) -> usize {
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        if days.len() > COUNT_LINEARLY {
            return days.partition_point(|day| u16::from_le_bytes(*day) <= last);
        }
        // The counter has the width of a cell, so that a vector holds as many of one as of the other.
        let count = |n: u16, day: &Self| n + u16::from(u16::from_le_bytes(*day) <= last);
        usize::from(days.iter().fold(0, count))
    }
}

impl DayCell for [u8; 4] {
    fn offset(self) -> u32 {
        u32::from_le_bytes(self)
    }

    fn count_through(days: &[Self], last: u32) -> usize {
        days.partition_point(|day| u32::from_le_bytes(*day) <= last)
    }
}

/// An amount in minor units.
pub(super) trait AmountCell: Copy {
    fn amount(self) -> i64;

    /// The exact sum.
    fn sum(amounts: &[Self]) -> i128;
}

impl AmountCell for [u8; 4] {
    fn amount(self) -> i64 {
        i64::from(i32::from_le_bytes(self))
    }

    /// A chunk has fewer than 2^32 entries of at most 2^31 each, which `i64` holds.
    fn sum(amounts: &[Self]) -> i128 {
        i128::from(amounts.iter().map(|cell| cell.amount()).sum::<i64>())
    }
}

impl AmountCell for [u8; 8] {
    fn amount(self) -> i64 {
        i64::from_le_bytes(self)
    }

    fn sum(amounts: &[Self]) -> i128 {
        amounts.iter().map(|cell| i128::from(cell.amount())).sum()
    }
}

/// Days of one customer's orders or refunds, ascending.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days<'a> {
    base: i32,
    pub(super) narrow: &'a [[u8; 2]],
    pub(super) wide: &'a [[u8; 4]],
}

impl<'a> Days<'a> {
    pub(super) fn parse(
        name: &'static str,
        bytes: &'a [u8],
        wide: bool,
        count: u32,
        base: i32,
    ) -> Result<Self, CodecError> {
        let (narrow, wide) = split(name, bytes, wide, count)?;
        Ok(Self { base, narrow, wide })
    }

    /// Number of days; equal days count each.
    pub(crate) fn len(&self) -> usize {
        self.narrow.len() + self.wide.len()
    }

    /// The earliest day, in days since 1970-01-01.
    pub(crate) fn first(&self) -> Option<i32> {
        self.day(self.narrow.first(), self.wide.first())
    }

    /// All days in ascending order, in days since 1970-01-01.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = i32> + use<'a> {
        let base = self.base;
        // Offsets stay within the calendar, see `ChunkView::parse`.
        let day = move |offset: u32| base.wrapping_add_unsigned(offset);
        let narrow = self.narrow.iter().map(move |cell| day(cell.offset()));
        narrow.chain(self.wide.iter().map(move |cell| day(cell.offset())))
    }

    #[cfg(test)]
    /// How many days are not after `day`: the length of the part of the history that `day` knows.
    pub(crate) fn count_through(&self, day: i32) -> usize {
        let Ok(last) = u32::try_from(i64::from(day) - i64::from(self.base)) else {
            return 0;
        };
        DayCell::count_through(self.narrow, last) + DayCell::count_through(self.wide, last)
    }

    /// The days at these positions; none when the range does not lie within the column.
    pub(crate) fn range(&self, range: Range<usize>) -> Self {
        let (narrow, wide) = (part(self.narrow, range.clone()), part(self.wide, range));
        Self { base: self.base, narrow, wide }
    }

    /// The day of the one cell that is there.
    fn day(&self, narrow: Option<&[u8; 2]>, wide: Option<&[u8; 4]>) -> Option<i32> {
        let offset = narrow.map(|cell| cell.offset()).or(wide.map(|cell| cell.offset()))?;
        Some(self.base.wrapping_add_unsigned(offset))
    }
}

/// Amounts of one customer's orders or refunds, in the order of their days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amounts<'a> {
    pub(super) narrow: &'a [[u8; 4]],
    pub(super) wide: &'a [[u8; 8]],
}

impl<'a> Amounts<'a> {
    pub(super) fn parse(name: &'static str, bytes: &'a [u8], wide: bool, count: u32) -> Result<Self, CodecError> {
        let (narrow, wide) = split(name, bytes, wide, count)?;
        Ok(Self { narrow, wide })
    }

    /// All amounts in the order of their days, in minor units.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = i64> + use<'a> {
        let narrow = self.narrow.iter().map(|cell| cell.amount());
        narrow.chain(self.wide.iter().map(|cell| cell.amount()))
    }

    /// The amounts at these positions; none when the range does not lie within the column.
    pub(crate) fn range(&self, range: Range<usize>) -> Self {
        let (narrow, wide) = (part(self.narrow, range.clone()), part(self.wide, range));
        Self { narrow, wide }
    }
}

/// The cells of a column at either width, one of them empty.
type Widths<'a, const N: usize, const W: usize> = (&'a [[u8; N]], &'a [[u8; W]]);

/// Exactly `count` cells of one width, and none of the other.
fn split<'a, const N: usize, const W: usize>(
    name: &'static str,
    bytes: &'a [u8],
    wide: bool,
    count: u32,
) -> Result<Widths<'a, N, W>, CodecError> {
    if wide {
        return Ok((&[], cells(name, bytes, count)?));
    }
    Ok((cells(name, bytes, count)?, &[]))
}

/// Exactly `count` cells.
pub(super) fn cells<'a, const N: usize>(
    name: &'static str,
    bytes: &'a [u8],
    count: u32,
) -> Result<&'a [[u8; N]], CodecError> {
    let (cells, rest) = bytes.as_chunks::<N>();
    if !rest.is_empty() || u32::try_from(cells.len()) != Ok(count) {
        return Err(CodecError::WrongLength(name));
    }
    Ok(cells)
}

pub(super) fn part<T>(cells: &[T], range: Range<usize>) -> &[T] {
    cells.get(range).unwrap_or(&[])
}
