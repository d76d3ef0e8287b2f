//! Keeping packed facts true: the list of customers whose facts changed, and packing their chunks again.

use super::codec::{ChunkView, Entry, chunk_of, customer_of, encode};
use super::scan::dirty;
use super::{entries_of, entries_of_chunk, fresh, refuse, store};
use crate::db::{ReadTransaction, Round, StepOutcome, Tick, Touch, WriteTransaction};
use crate::vocabulary::{CustomerId, Result};

/// Customers of one transaction whose facts are written beside their name.
const MOST_LISTED: usize = 1_000;
/// `tick` packs again when this many customers are listed.
const MOST_DIRTY: i64 = 2_000;

/// Lists the customers whose orders changed; drops everything when the days of all facts changed.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    if round.settings {
        return clear(tx);
    }
    let changed: Vec<CustomerId> = round.customers_with(Touch::ORDERS).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut known = None;
    for customer in &changed {
        let chunk = chunk_of(customer.0);
        let is_packed = match known {
            Some((of, is_packed)) if of == chunk => is_packed,
            _ => store::is_packed(tx, chunk)?,
        };
        known = Some((chunk, is_packed));
        // A chunk that is not packed is read from the orders as a whole.
        if is_packed {
            // Bulk work is packed at its end, so its facts need not be written here.
            let listed = if changed.len() <= MOST_LISTED { fresh::pack(&entries_of(tx, *customer)?) } else { None };
            store::mark_dirty(tx, *customer, listed.as_deref())?;
        }
    }
    // A new event tells readers as much, without one more page to write.
    if tx.changes().announced { Ok(()) } else { store::bump_generation(tx) }
}

/// Deletes everything that is packed.
pub(super) fn clear(tx: &WriteTransaction) -> Result<()> {
    tx.step(|| {
        store::delete_chunks(tx)?;
        store::bump_generation(tx)
    })
}

/// The step of `tick`: packs what is not packed, and what many customers have changed in.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    let many = tick.read(|tx| store::are_dirty(tx, MOST_DIRTY))?;
    pack_due(tick, many)
}

/// Packs chunks that are not packed and, if asked to, those with dirty customers; one chunk a transaction.
pub(crate) fn pack_due(tick: &Tick, dirty_too: bool) -> Result<StepOutcome> {
    let mut from = 0;
    let mut outcome = StepOutcome::default();
    while let Some(chunk) = tick.read(|tx| next_due(tx, from, dirty_too))? {
        if tick.is_over() {
            return Ok(outcome);
        }
        tick.write(|tx| pack_chunk(tx, chunk))?;
        outcome.changed += 1;
        from = chunk + 1;
    }
    Ok(StepOutcome { done: true, ..outcome })
}

/// The first chunk from a number on that is to be packed.
fn next_due(tx: &ReadTransaction, from: i64, dirty_too: bool) -> Result<Option<i64>> {
    let dirty = match dirty_too {
        true => store::next_dirty(tx, customer_of(from, 0))?.map(chunk_of),
        false => None,
    };
    let unpacked = next_unpacked(tx, from)?;
    Ok([dirty, unpacked].into_iter().flatten().min())
}

/// The first chunk from a number on that has facts and is not packed.
fn next_unpacked(tx: &ReadTransaction, from: i64) -> Result<Option<i64>> {
    let mut next = from;
    while let Some(customer) = store::next_customer(tx, customer_of(next, 0))? {
        let chunk = chunk_of(customer);
        if store::next_packed(tx, chunk)? != Some(chunk) {
            return Ok(Some(chunk));
        }
        next = chunk + 1;
    }
    Ok(None)
}

/// Packs one chunk from the orders.
fn pack_chunk(tx: &WriteTransaction, chunk: i64) -> Result<()> {
    let packed = encode(&mut entries_of_chunk(tx, chunk)?).map_err(refuse)?;
    tx.step(|| {
        store::save_chunk(tx, chunk, &packed)?;
        store::clean_chunk(tx, chunk)?;
        store::bump_generation(tx)
    })
}

/// For the check of the file: whether packed facts, without the listed customers, are the facts of the orders.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for (chunk, _) in store::chunk_sizes(tx)? {
        let (skip, mut listed) = dirty(tx, chunk)?;
        let (mut changed, mut fresh): (Vec<Entry>, Vec<Entry>) =
            entries_of_chunk(tx, chunk)?.into_iter().partition(|entry| skip.contains(entry.local));
        listed.sort();
        changed.sort();
        if listed != changed {
            problems.push(format!("listed facts of chunk {chunk} differ from the orders"));
        }
        fresh.sort();
        store::each_chunk(tx, &(chunk..=chunk), |chunk, header, blobs| {
            match ChunkView::parse(chunk, header, blobs).and_then(|view| view.verify().map(|()| view)) {
                Err(error) => problems.push(format!("packed facts of chunk {chunk} are damaged: {error}")),
                Ok(view) => {
                    let mut known: Vec<Entry> = view.entries().filter(|entry| !skip.contains(entry.local)).collect();
                    known.sort();
                    if known != fresh {
                        problems.push(format!("packed facts of chunk {chunk} differ from the orders"));
                    }
                }
            }
            Ok(())
        })?;
    }
    Ok(problems)
}
