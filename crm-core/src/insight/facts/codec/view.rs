//! From bytes to entries, in place.

use super::columns::{Amounts, DayCell, Days, cells};
use super::error::CodecError;
use super::{CHUNK_BITS, CHUNK_CUSTOMERS, Entry, EntryKind, FIRST_DAY, LAST_DAY, LocalSet, VERSION};
use std::ops::Range;

pub(super) const ORDER_ENDS_WIDE: u16 = 1;
pub(super) const ORDER_DAYS_WIDE: u16 = 2;
pub(super) const ORDER_AMOUNTS_WIDE: u16 = 4;
pub(super) const REFUND_DAYS_WIDE: u16 = 8;
pub(super) const REFUND_AMOUNTS_WIDE: u16 = 16;
const KNOWN_FLAGS: u16 = 31;

/// The integers that stand beside the columns of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChunkHeader {
    /// The layout.
    pub(crate) version: u16,
    /// Which columns are wide, one bit each.
    pub(crate) flags: u16,
    /// The earliest day of any entry, in days since 1970-01-01; offsets count from it.
    pub(crate) base_day: i32,
    /// The latest day of any entry, in days since 1970-01-01.
    pub(crate) max_day: i32,
    /// Number of orders.
    pub(crate) order_count: u32,
    /// Number of refunds.
    pub(crate) refund_count: u32,
}

/// The columns of a chunk as they come out of the file; see the module for their cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChunkBlobs<'a> {
    /// For each local up to the last with an order: the orders of it and all before it.
    pub(crate) order_ends: &'a [u8],
    /// Days of the orders.
    pub(crate) order_days: &'a [u8],
    /// Amounts of the orders.
    pub(crate) order_amounts: &'a [u8],
    /// Locals of the refunds.
    pub(crate) refund_locals: &'a [u8],
    /// Days of the refunds.
    pub(crate) refund_days: &'a [u8],
    /// Amounts of the refunds.
    pub(crate) refund_amounts: &'a [u8],
}

/// A chunk whose columns are known to fit together.
#[derive(Clone, Debug)]
pub(crate) struct ChunkView<'a> {
    pub(super) chunk: i64,
    pub(super) header: ChunkHeader,
    /// Ascending, the last is the number of orders.
    pub(super) ends: Vec<u32>,
    pub(super) order_days: Days<'a>,
    pub(super) order_amounts: Amounts<'a>,
    /// Ascending, each below 4,096.
    refund_locals: &'a [[u8; 2]],
    refund_days: Days<'a>,
    refund_amounts: Amounts<'a>,
}

impl<'a> ChunkView<'a> {
    /// Checks that the columns fit the header and each other, and borrows them.
    ///
    /// The chunk's number gives the customers their ids. Errors: `ChunkOutOfRange`, `UnknownVersion`,
    /// `UnknownFlags`, `WrongLength`, `WrongValues`.
    pub(crate) fn parse(chunk: i64, header: ChunkHeader, blobs: ChunkBlobs<'a>) -> Result<Self, CodecError> {
        check_header(chunk, &header)?;
        let wide = |flag| header.flags & flag != 0;
        let (orders, refunds, base) = (header.order_count, header.refund_count, header.base_day);

        let order_days = Days::parse("order_days", blobs.order_days, wide(ORDER_DAYS_WIDE), orders, base)?;
        let refund_days = Days::parse("refund_days", blobs.refund_days, wide(REFUND_DAYS_WIDE), refunds, base)?;
        check_wide_days("order_days", &order_days, &header)?;
        check_wide_days("refund_days", &refund_days, &header)?;

        Ok(Self {
            chunk,
            header,
            ends: parse_ends(blobs.order_ends, wide(ORDER_ENDS_WIDE), orders)?,
            order_days,
            order_amounts: Amounts::parse("order_amounts", blobs.order_amounts, wide(ORDER_AMOUNTS_WIDE), orders)?,
            refund_locals: parse_locals(blobs.refund_locals, refunds)?,
            refund_days,
            refund_amounts: Amounts::parse("refund_amounts", blobs.refund_amounts, wide(REFUND_AMOUNTS_WIDE), refunds)?,
        })
    }

    /// Checks what a scan takes on trust: days ascend within a customer and lie within the header's.
    ///
    /// Errors: `WrongValues`.
    pub(crate) fn verify(&self) -> Result<(), CodecError> {
        let known = self.header.base_day..=self.header.max_day;
        let mut previous: Option<Entry> = None;
        for entry in self.orders().chain(self.refunds()) {
            let name = match entry.kind {
                EntryKind::Order => "order_days",
                EntryKind::Refund => "refund_days",
            };
            let descends = previous
                .is_some_and(|last| (last.kind, last.local) == (entry.kind, entry.local) && last.day > entry.day);
            if descends || !known.contains(&entry.day) {
                return Err(CodecError::WrongValues(name));
            }
            previous = Some(entry);
        }
        Ok(())
    }

    /// All entries: orders by local and day, then refunds by local and day.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.orders().chain(self.refunds())
    }

    /// Day and amount of a customer's orders, oldest first; empty for a local that is not in the chunk.
    pub(crate) fn orders_of(&self, local: u16) -> impl DoubleEndedIterator<Item = (i32, i64)> + use<'a> {
        let range = self.order_range(local);
        rows(self.order_days.range(range.clone()), self.order_amounts.range(range))
    }

    /// The local and the days of the orders of each customer who has some, ascending, without the members of `skip`.
    ///
    /// The way in for analyses that need more than base values: first orders, cohorts, gaps.
    pub(crate) fn days_of_customers<'v>(
        &'v self,
        skip: &'v LocalSet,
    ) -> impl Iterator<Item = (u16, Days<'a>)> + use<'v, 'a> {
        let mut start = 0;
        let ranges = self.ends.iter().zip(0u16..).map(move |(end, local)| {
            let range = start..*end as usize;
            start = range.end;
            (local, range)
        });
        ranges
            .filter(|(local, range)| !range.is_empty() && !skip.contains(*local))
            .map(|(local, range)| (local, self.order_days.range(range)))
    }

    /// Local, day and amount of all refunds.
    pub(super) fn refund_rows(&self) -> impl Iterator<Item = (u16, i32, i64)> + use<'a> {
        let locals = self.refund_locals.iter().map(|local| u16::from_le_bytes(*local));
        locals.zip(rows(self.refund_days, self.refund_amounts)).map(|(local, (day, amount))| (local, day, amount))
    }

    fn orders(&self) -> impl Iterator<Item = Entry> {
        (0u16..).take(self.ends.len()).flat_map(|local| {
            let entry = move |(day, amount)| Entry { local, kind: EntryKind::Order, day, amount };
            self.orders_of(local).map(entry)
        })
    }

    fn refunds(&self) -> impl Iterator<Item = Entry> {
        self.refund_rows().map(|(local, day, amount)| Entry { local, kind: EntryKind::Refund, day, amount })
    }

    fn order_range(&self, local: u16) -> Range<usize> {
        let end_of = |index: usize| self.ends.get(index).map(|end| *end as usize);
        let local = usize::from(local);
        let start = local.checked_sub(1).and_then(end_of).unwrap_or(0);
        start..end_of(local).unwrap_or(start)
    }
}

fn rows<'a>(days: Days<'a>, amounts: Amounts<'a>) -> impl DoubleEndedIterator<Item = (i32, i64)> + use<'a> {
    (0..days.len()).filter_map(move |at| {
        let (day, amount) = (days.range(at..at + 1), amounts.range(at..at + 1));
        Some((day.first()?, amount.iter().next()?))
    })
}

fn check_header(chunk: i64, header: &ChunkHeader) -> Result<(), CodecError> {
    if !(0..=i64::MAX >> CHUNK_BITS).contains(&chunk) {
        return Err(CodecError::ChunkOutOfRange(chunk));
    }
    if header.version != VERSION {
        return Err(CodecError::UnknownVersion(header.version));
    }
    if header.flags & !KNOWN_FLAGS != 0 {
        return Err(CodecError::UnknownFlags(header.flags & !KNOWN_FLAGS));
    }
    if header.base_day < FIRST_DAY || header.max_day < header.base_day || header.max_day > LAST_DAY {
        return Err(CodecError::WrongValues("base_day, max_day"));
    }
    Ok(())
}

/// Keeps the arithmetic of days within `i32`; narrow offsets cannot leave it.
fn check_wide_days(name: &'static str, days: &Days<'_>, header: &ChunkHeader) -> Result<(), CodecError> {
    let span = header.max_day.abs_diff(header.base_day);
    if days.wide.iter().any(|cell| cell.offset() > span) {
        return Err(CodecError::WrongValues(name));
    }
    Ok(())
}

fn parse_ends(bytes: &[u8], wide: bool, orders: u32) -> Result<Vec<u32>, CodecError> {
    const NAME: &str = "order_ends";
    let width = if wide { 4 } else { 2 };
    let customers = bytes.len() / width;
    if customers > CHUNK_CUSTOMERS {
        return Err(CodecError::WrongLength(NAME));
    }
    let ends: Vec<u32> = if wide {
        cells::<4>(NAME, bytes, customers as u32)?.iter().map(|cell| u32::from_le_bytes(*cell)).collect()
    } else {
        cells::<2>(NAME, bytes, customers as u32)?.iter().map(|cell| cell.offset()).collect()
    };
    if ends.last().copied().unwrap_or(0) != orders || !ends.is_sorted() {
        return Err(CodecError::WrongValues(NAME));
    }
    Ok(ends)
}

fn parse_locals(bytes: &[u8], refunds: u32) -> Result<&[[u8; 2]], CodecError> {
    const NAME: &str = "refund_locals";
    let locals = cells::<2>(NAME, bytes, refunds)?;
    let known = locals.last().is_none_or(|last| usize::from(u16::from_le_bytes(*last)) < CHUNK_CUSTOMERS);
    if !known || !locals.is_sorted_by_key(|local| u16::from_le_bytes(*local)) {
        return Err(CodecError::WrongValues(NAME));
    }
    Ok(locals)
}
