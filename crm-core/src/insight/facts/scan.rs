//! Reading the facts of many customers: packed chunks where they are whole, the orders' indexes where they are not.
//!
//! A scan of everything may be split over a few threads, each with a reader of its own; they are joined before the call
//! returns. Readers begin one after the other, so another process may commit between them: they count as one snapshot
//! only if all of them read the same generation of the facts, and the scan falls back to one reader otherwise.

use super::codec::{
    ChunkBlobs, ChunkHeader, ChunkView, Entry, EntryKind, LocalSet, chunk_of, customer_of, local_of, median,
    median_gap_days,
};
use super::{entries_of, entries_of_chunk, fresh, last_chunk, refuse, store};
use crate::db::ReadTransaction;
use crate::vocabulary::{CustomerId, Date, Error, Result};
use std::ops::RangeInclusive;

/// A further reader pays off from this many packed orders on.
const ORDERS_PER_READER: i64 = if cfg!(test) { 4 } else { 250_000 };
const MOST_READERS: usize = 4;
/// Gaps between order days from which on a customer's own median says something.
const LEAST_GAPS: usize = 2;

/// Which customers a scan is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of them.
    Everybody,
    /// Those of one chunk of 4,096.
    Chunk(i64),
}

impl Scope {
    /// The first and the last customer; none for everybody.
    pub(super) fn customers(self) -> Option<(i64, i64)> {
        match self {
            Scope::Everybody => None,
            Scope::Chunk(chunk) => Some(store::customers_of(chunk)),
        }
    }
}

/// The facts of one chunk of customers: those that are packed, and those of the customers who changed since.
pub(super) struct ChunkFacts<'a> {
    pub(super) chunk: i64,
    /// Packed facts, and the customers to leave out of them.
    pub(super) packed: Option<(ChunkView<'a>, LocalSet)>,
    /// Facts of the customers that were left out, or of all when nothing is packed: by customer, days of orders
    /// ascending.
    pub(super) fresh: Vec<Entry>,
}

/// Calls `visit` for each chunk of a range that has facts, ascending.
fn each_chunk(
    tx: &ReadTransaction,
    range: RangeInclusive<i64>,
    visit: &mut impl FnMut(&ChunkFacts<'_>) -> Result<()>,
) -> Result<()> {
    let mut next = *range.start();
    store::each_chunk(tx, &range, |chunk, header, blobs| {
        unpacked(tx, next..=chunk - 1, visit)?;
        next = chunk + 1;
        packed(tx, chunk, header, blobs, visit)
    })?;
    unpacked(tx, next..=*range.end(), visit)
}

/// A packed chunk without its dirty customers, and theirs.
fn packed(
    tx: &ReadTransaction,
    chunk: i64,
    header: ChunkHeader,
    blobs: ChunkBlobs<'_>,
    visit: &mut impl FnMut(&ChunkFacts<'_>) -> Result<()>,
) -> Result<()> {
    let view = match ChunkView::parse(chunk, header, blobs) {
        // What cannot be read is read from the orders; the check of the file reports it.
        Err(error) if error.is_corrupt() => return unpacked(tx, chunk..=chunk, visit),
        view => view.map_err(refuse)?,
    };
    let (skip, fresh) = dirty(tx, chunk)?;
    visit(&ChunkFacts { chunk, packed: Some((view, skip)), fresh })
}

/// The dirty customers of a chunk and their facts.
pub(super) fn dirty(tx: &ReadTransaction, chunk: i64) -> Result<(LocalSet, Vec<Entry>)> {
    let (mut skip, mut entries) = (LocalSet::EMPTY, Vec::new());
    let (mut unlisted, mut damaged) = (false, Vec::new());
    store::each_dirty(tx, chunk, |customer, listed| {
        let local = local_of(customer);
        skip.insert(local);
        match listed {
            None => unlisted = true,
            Some(bytes) if fresh::unpack(local, bytes, &mut entries) => {}
            Some(_) => damaged.push(customer),
        }
        Ok(())
    })?;
    if unlisted {
        store::unlisted_entries(tx, chunk, &mut entries)?;
    }
    for customer in &damaged {
        entries.extend(entries_of(tx, CustomerId(*customer))?);
    }
    if unlisted || !damaged.is_empty() {
        entries.sort();
    }
    Ok((skip, entries))
}

/// Chunks that are not packed, from the orders.
fn unpacked(
    tx: &ReadTransaction,
    range: RangeInclusive<i64>,
    visit: &mut impl FnMut(&ChunkFacts<'_>) -> Result<()>,
) -> Result<()> {
    let mut next = *range.start();
    while next <= *range.end()
        && let Some(customer) = store::next_customer(tx, customer_of(next, 0))?
        && chunk_of(customer) <= *range.end()
    {
        let chunk = chunk_of(customer);
        visit(&ChunkFacts { chunk, packed: None, fresh: entries_of_chunk(tx, chunk)? })?;
        next = chunk + 1;
    }
    Ok(())
}

/// Reads all chunks of a scope with `read`, split over a few threads where that pays off; the parts in order.
pub(super) fn split<R>(
    tx: &ReadTransaction,
    scope: Scope,
    read: impl Fn(&mut R, &ChunkFacts<'_>) -> Result<()> + Sync,
) -> Result<Vec<R>>
where
    R: Default + Send,
{
    let part = |tx: &ReadTransaction, range: RangeInclusive<i64>| -> Result<R> {
        let mut result = R::default();
        each_chunk(tx, range, &mut |facts| read(&mut result, facts))?;
        Ok(result)
    };
    let last = match scope {
        Scope::Chunk(chunk) => return Ok(vec![part(tx, chunk..=chunk)?]),
        Scope::Everybody => last_chunk(tx)?.unwrap_or(0),
    };
    let sizes = store::chunk_sizes(tx)?;
    let last = sizes.last().map_or(last, |(chunk, _)| last.max(*chunk));
    let starts = starts(&sizes);
    let readers = further_readers(tx, starts.len().saturating_sub(1))?;
    if readers.is_empty() {
        return Ok(vec![part(tx, 0..=last)?]);
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([last]);
    let mut ranges = starts.iter().zip(ends).map(|(start, end)| *start..=end);
    let own = ranges.next().unwrap_or(0..=last);
    std::thread::scope(|scope| {
        let part = &part;
        let running: Vec<_> =
            readers.into_iter().zip(ranges).map(|(reader, range)| scope.spawn(move || part(&reader, range))).collect();
        let mut parts = vec![part(tx, own)?];
        for thread in running {
            parts.push(thread.join().map_err(|_| Error::internal("a thread of a scan ended in a panic"))??);
        }
        Ok(parts)
    })
}

/// Where each reader begins, so that all have about equally many packed orders; the first begins with chunk 0.
fn starts(sizes: &[(i64, i64)]) -> Vec<i64> {
    let orders: i64 = sizes.iter().map(|(_, orders)| orders).sum();
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_READERS) as i64;
    let readers = (orders / ORDERS_PER_READER).clamp(1, cores);
    let mut starts = vec![0];
    let mut before = 0;
    for (chunk, count) in sizes {
        let begun = starts.len() as i64;
        if begun < readers && before * readers >= begun * orders {
            starts.push(*chunk);
        }
        before += count;
    }
    starts
}

/// Readers of the same facts as `tx`, at most this many; none when they cannot be had.
fn further_readers(tx: &ReadTransaction, wanted: usize) -> Result<Vec<ReadTransaction>> {
    if wanted == 0 || tx.database().path.is_none() {
        return Ok(Vec::new());
    }
    let generation = store::generation(tx)?;
    let mut readers = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let reader = ReadTransaction::begin(tx.database())?;
        if store::generation(&reader)? != generation {
            return Ok(Vec::new());
        }
        reader.share_deadline(tx);
        readers.push(reader);
    }
    Ok(readers)
}

/// The usual gap of each customer who has ordered, if it has one: fewer than three order days make none.
fn each_gap(facts: &ChunkFacts<'_>, as_of: Date, scratch: &mut Vec<u32>, visit: &mut impl FnMut(i64, Option<u32>)) {
    let mut gap = |days: &mut dyn Iterator<Item = i32>| {
        let gap = median_gap_days(days, as_of.days(), scratch);
        gap.filter(|_| scratch.len() >= LEAST_GAPS)
    };
    if let Some((view, skip)) = &facts.packed {
        for (local, days) in view.days_of_customers(skip) {
            visit(customer_of(facts.chunk, local), gap(&mut days.iter()));
        }
    }
    for customer in facts.fresh.chunk_by(|a, b| a.local == b.local) {
        let mut days = customer.iter().filter(|entry| entry.kind == EntryKind::Order).map(|entry| entry.day).peekable();
        if days.peek().is_some() {
            visit(customer_of(facts.chunk, customer[0].local), gap(&mut days));
        }
    }
}

/// The shop's median gap in days: the median, over the customers with at least three order days up to a day, of the
/// median gap between each one's order days. With an even number the mean of the two in the middle, rounded half up.
pub(crate) fn median_gap(tx: &ReadTransaction, as_of: Date) -> Result<Option<u32>> {
    let parts = split(tx, Scope::Everybody, |(gaps, scratch): &mut (Vec<u32>, Vec<u32>), facts| {
        each_gap(facts, as_of, scratch, &mut |_, gap| gaps.extend(gap));
        Ok(())
    })?;
    let mut all: Vec<u32> = parts.into_iter().flat_map(|(gaps, _)| gaps).collect();
    Ok(median(&mut all))
}

/// The customers of a chunk who have ordered but have no usual gap of their own up to a day.
pub(crate) fn without_gap(tx: &ReadTransaction, chunk: i64, as_of: Date) -> Result<Vec<CustomerId>> {
    let mut found = Vec::new();
    each_chunk(tx, chunk..=chunk, &mut |facts| {
        each_gap(facts, as_of, &mut Vec::new(), &mut |customer, gap| {
            if gap.is_none() {
                found.push(CustomerId(customer));
            }
        });
        Ok(())
    })?;
    Ok(found)
}
