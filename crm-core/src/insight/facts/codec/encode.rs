//! From entries to bytes.

use super::error::CodecError;
#[cfg(test)]
use super::view::{ChunkBlobs, ChunkView};
use super::view::{
    ChunkHeader, ORDER_AMOUNTS_WIDE, ORDER_DAYS_WIDE, ORDER_ENDS_WIDE, REFUND_AMOUNTS_WIDE, REFUND_DAYS_WIDE,
};
use super::{CHUNK_CUSTOMERS, Entry, EntryKind, FIRST_DAY, LAST_DAY, VERSION};

/// One chunk as it is stored: a few integers and six columns of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackedChunk {
    /// What is needed to read the columns.
    pub(crate) header: ChunkHeader,
    /// For each local up to the last with an order: the orders of it and all before it.
    pub(crate) order_ends: Vec<u8>,
    /// Days of the orders.
    pub(crate) order_days: Vec<u8>,
    /// Amounts of the orders.
    pub(crate) order_amounts: Vec<u8>,
    /// Locals of the refunds.
    pub(crate) refund_locals: Vec<u8>,
    /// Days of the refunds.
    pub(crate) refund_days: Vec<u8>,
    /// Amounts of the refunds.
    pub(crate) refund_amounts: Vec<u8>,
}

#[cfg(test)]
impl PackedChunk {
    /// The columns as they are read.
    pub(crate) fn blobs(&self) -> ChunkBlobs<'_> {
        ChunkBlobs {
            order_ends: &self.order_ends,
            order_days: &self.order_days,
            order_amounts: &self.order_amounts,
            refund_locals: &self.refund_locals,
            refund_days: &self.refund_days,
            refund_amounts: &self.refund_amounts,
        }
    }

    /// The chunk, ready to be read as the one with this number.
    ///
    /// Errors as [`ChunkView::parse`].
    pub(crate) fn view(&self, chunk: i64) -> Result<ChunkView<'_>, CodecError> {
        ChunkView::parse(chunk, self.header, self.blobs())
    }
}

/// Packs the entries of one chunk, in any order; they are sorted in place.
///
/// Errors: `LocalOutOfRange`, `DayOutOfRange`, `TooManyEntries`.
pub(crate) fn encode(entries: &mut [Entry]) -> Result<PackedChunk, CodecError> {
    check(entries)?;
    // Callers read orders and refunds from an index each; a merge sort makes use of the two runs.
    entries.sort();

    // An empty chunk has some base day too; nothing is measured from it.
    let base_day = entries.iter().map(|entry| entry.day).min().unwrap_or(0);
    let max_day = entries.iter().map(|entry| entry.day).max().unwrap_or(0);
    let orders = Columns::gather(entries, EntryKind::Order, base_day);
    let refunds = Columns::gather(entries, EntryKind::Refund, base_day);

    let ends = ends_of(&orders.locals);
    let ends_wide = orders.locals.len() > usize::from(u16::MAX);
    let (order_days, order_days_wide) = orders.days();
    let (order_amounts, order_amounts_wide) = orders.amounts();
    let (refund_days, refund_days_wide) = refunds.days();
    let (refund_amounts, refund_amounts_wide) = refunds.amounts();
    let flags = [
        (ends_wide, ORDER_ENDS_WIDE),
        (order_days_wide, ORDER_DAYS_WIDE),
        (order_amounts_wide, ORDER_AMOUNTS_WIDE),
        (refund_days_wide, REFUND_DAYS_WIDE),
        (refund_amounts_wide, REFUND_AMOUNTS_WIDE),
    ];

    Ok(PackedChunk {
        header: ChunkHeader {
            version: VERSION,
            flags: flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag).sum(),
            base_day,
            max_day,
            order_count: count(orders.locals.len())?,
            refund_count: count(refunds.locals.len())?,
        },
        order_ends: if ends_wide { bytes(ends) } else { bytes(ends.map(|end| end as u16)) },
        order_days,
        order_amounts,
        refund_locals: bytes(refunds.locals.iter().copied()),
        refund_days,
        refund_amounts,
    })
}

/// The entries of one kind, column by column.
struct Columns {
    locals: Vec<u16>,
    offsets: Vec<u32>,
    amounts: Vec<i64>,
}

impl Columns {
    /// Entries are sorted and on or after the base day.
    fn gather(entries: &[Entry], kind: EntryKind, base_day: i32) -> Self {
        let of_kind = || entries.iter().filter(move |entry| entry.kind == kind);
        Self {
            locals: of_kind().map(|entry| entry.local).collect(),
            offsets: of_kind().map(|entry| entry.day.abs_diff(base_day)).collect(),
            amounts: of_kind().map(|entry| entry.amount).collect(),
        }
    }

    /// The bytes of the days, and whether they are wide.
    fn days(&self) -> (Vec<u8>, bool) {
        match narrowed::<u32, u16>(&self.offsets) {
            Some(narrow) => (bytes(narrow), false),
            None => (bytes(self.offsets.iter().copied()), true),
        }
    }

    /// The bytes of the amounts, and whether they are wide.
    fn amounts(&self) -> (Vec<u8>, bool) {
        match narrowed::<i64, i32>(&self.amounts) {
            Some(narrow) => (bytes(narrow), false),
            None => (bytes(self.amounts.iter().copied()), true),
        }
    }
}

fn check(entries: &[Entry]) -> Result<(), CodecError> {
    for entry in entries {
        if usize::from(entry.local) >= CHUNK_CUSTOMERS {
            return Err(CodecError::LocalOutOfRange(entry.local));
        }
        if !(FIRST_DAY..=LAST_DAY).contains(&entry.day) {
            return Err(CodecError::DayOutOfRange(entry.day));
        }
    }
    count(entries.len()).map(|_| ())
}

fn count(entries: usize) -> Result<u32, CodecError> {
    u32::try_from(entries).map_err(|_| CodecError::TooManyEntries)
}

/// For each local up to the last: how many of the ascending locals are not above it.
fn ends_of(locals: &[u16]) -> impl Iterator<Item = u32> + '_ {
    let customers = locals.last().map_or(0, |last| last + 1);
    let mut end = 0;
    (0..customers).map(move |local| {
        end += locals.iter().skip(end).take_while(|owner| **owner == local).count();
        end as u32
    })
}

/// All values in the narrower type, or nothing when one of them does not fit.
fn narrowed<T: Copy, N: TryFrom<T>>(values: &[T]) -> Option<Vec<N>> {
    values.iter().map(|value| N::try_from(*value).ok()).collect()
}

fn bytes<T: LittleEndian>(values: impl IntoIterator<Item = T>) -> Vec<u8> {
    let values = values.into_iter();
    let mut bytes = Vec::with_capacity(values.size_hint().0 * size_of::<T>());
    for value in values {
        bytes.extend_from_slice(value.to_bytes().as_ref());
    }
    bytes
}

trait LittleEndian {
    fn to_bytes(self) -> impl AsRef<[u8]>;
}

macro_rules! little_endian {
    ($($integer:ty),*) => {$(
        impl LittleEndian for $integer {
            fn to_bytes(self) -> impl AsRef<[u8]> {
                self.to_le_bytes()
            }
        }
    )*};
}

little_endian!(u16, u32, i32, i64);
