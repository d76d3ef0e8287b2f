//! Many orders at once, for imports and for hosts that hand over an array.
//!
//! Gives the same orders, customers and metrics as recording one by one, and is faster by doing once what the single
//! verb does for every order: customers, article costs and rates are looked up once, new orders are written in the
//! order of their customers, so that the indexes are filled in their own sequence, and the metrics of a customer are
//! added up before they are written. Only the ids of new orders differ: they follow the customers, not the input. One
//! event tells of all orders of a batch. Orders whose key is known already, or comes twice, go the way of the single
//! verb.

mod cache;
mod store;

use super::metrics::{self, Sums};
use super::price::Word;
use super::record::{self, Draft};
use super::{NewOrder, OrderCount, Outcome, Recorded, ingest};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::{CustomerId, Error, ErrorCode, OrderId, Result};
use cache::{Cache, Known};
use serde_json::json;

/// The most orders of one call.
pub(crate) const MAX_ORDERS: usize = 200_000;

/// What became of one order of a batch.
pub(crate) type Verdict = Result<Recorded>;

/// A new order that is ready to be written, and where it stood in the input.
struct Ready {
    at: usize,
    /// Apart, for orders are large and are sorted.
    draft: Box<Draft>,
    problems: Vec<String>,
}

/// Records a batch; one verdict per order, in the sequence of the input. A refused order leaves the others alone.
///
/// Runs in no step of its own, because to remember every page for an undo costs more than the writing: after an error
/// the transaction must be given up.
///
/// # Errors
/// `limit` for more than 200,000 orders; what the file itself causes.
pub(crate) fn record_each(
    tx: &WriteTransaction,
    orders: impl IntoIterator<Item = NewOrder>,
    word: Word,
) -> Result<Vec<Verdict>> {
    let verdicts = tx.quietly(|| in_batch(tx, orders.into_iter(), word))?;
    let count = count(verdicts.iter().flatten());
    if count.created + count.updated > 0 {
        let facts = json!({ "created": count.created, "updated": count.updated });
        journal::append(tx, Entry::new("orders.imported").payload(facts))?;
    }
    Ok(verdicts)
}

/// Records a batch, all or nothing.
pub(crate) fn record_all(tx: &WriteTransaction, orders: Vec<NewOrder>, word: Word) -> Result<Vec<Recorded>> {
    tx.step(|| {
        let verdicts = record_each(tx, orders, word)?;
        let one = |(at, verdict): (usize, Verdict)| verdict.map_err(|error| error.under(format_args!("/orders/{at}")));
        verdicts.into_iter().enumerate().map(one).collect()
    })
}

/// How many orders became what.
pub(crate) fn count<'a>(recorded: impl Iterator<Item = &'a Recorded>) -> OrderCount {
    let mut count = OrderCount::default();
    for one in recorded {
        match one.outcome {
            Outcome::Created => count.created += 1,
            Outcome::Updated => count.updated += 1,
            Outcome::Unchanged => count.unchanged += 1,
            Outcome::Ignored => count.ignored += 1,
        }
    }
    count
}

fn in_batch(tx: &WriteTransaction, orders: impl Iterator<Item = NewOrder>, word: Word) -> Result<Vec<Verdict>> {
    let mut cache = Cache::default();
    let mut verdicts: Vec<Option<Verdict>> = Vec::new();
    let mut ready: Vec<Ready> = Vec::new();
    for (at, order) in orders.enumerate() {
        if at == MAX_ORDERS {
            return Err(Error::new(ErrorCode::Limit, "a batch has at most 200,000 orders").at("/orders"));
        }
        verdicts.push(None);
        let known = cache.known(tx, &order)?;
        if known == Known::InBatch {
            write_new(tx, std::mem::take(&mut ready), &mut verdicts)?;
        }
        if known != Known::Not {
            verdicts[at] = Some(one_by_itself(tx, order, word)?);
            continue;
        }
        match draft(tx, order, word, &mut cache) {
            Ok((draft, problems)) => ready.push(Ready { at, draft: Box::new(draft), problems }),
            Err(error) => verdicts[at] = Some(refused(error)?),
        }
    }
    write_new(tx, ready, &mut verdicts)?;
    let missing = || Error::internal("an order of a batch got no verdict");
    verdicts.into_iter().map(|verdict| verdict.ok_or_else(missing)).collect()
}

/// An order that may change a known one.
fn one_by_itself(tx: &WriteTransaction, order: NewOrder, word: Word) -> Result<Verdict> {
    match tx.step(|| ingest::ingest(tx, order, word, &[])) {
        Ok(done) => Ok(Ok(Recorded {
            id: done.order.id,
            customer_id: done.order.customer_id,
            outcome: done.outcome,
            problems: done.problems,
        })),
        Err(error) => refused(error),
    }
}

/// An error of the input is the order's; one of the file ends the batch.
fn refused(error: Error) -> Result<Verdict> {
    match error.code() {
        ErrorCode::InvalidInput
        | ErrorCode::NotFound
        | ErrorCode::Conflict
        | ErrorCode::Limit
        | ErrorCode::Blocked
        | ErrorCode::NotAllowedTransition => Ok(Err(error)),
        _ => Err(error),
    }
}

/// A new order up to the writing.
fn draft(tx: &WriteTransaction, mut given: NewOrder, word: Word, cache: &mut Cache) -> Result<(Draft, Vec<String>)> {
    let prepared = record::prepare(tx, &mut given, word)?;
    record::draft(tx, given, prepared, word, cache)
}

/// Writes new orders in the order of their customers and times.
fn write_new(tx: &WriteTransaction, mut ready: Vec<Ready>, verdicts: &mut [Option<Verdict>]) -> Result<()> {
    ready.sort_by_key(|one| (one.draft.order.customer_id, one.draft.order.placed_at, one.at));
    let rev = journal::next_seq(tx)?;
    let mut writer = store::Writer::new(tx)?;
    let mut open: Option<(CustomerId, Sums)> = None;
    for one in ready {
        let Ready { at, mut draft, problems } = one;
        let customer = draft.order.customer_id;
        writer.write(&mut draft, rev)?;
        if draft.order.has_delivered_serials() {
            tx.touch_order(customer, draft.order.id);
        }
        let more = Sums::of_order(&draft.order);
        open = Some(match open {
            Some((same, sums)) if same == customer => (same, sums.plus(more)?),
            Some((before, sums)) => {
                close(tx, before, sums)?;
                (customer, more)
            }
            None => (customer, more),
        });
        let id: OrderId = draft.order.id;
        verdicts[at] = Some(Ok(Recorded { id, customer_id: customer, outcome: Outcome::Created, problems }));
    }
    match open {
        Some((customer, sums)) => close(tx, customer, sums),
        None => Ok(()),
    }
}

/// All new orders of a customer are written.
fn close(tx: &WriteTransaction, customer: CustomerId, sums: Sums) -> Result<()> {
    tx.touch(customer, Touch::ORDERS);
    metrics::add(tx, customer, sums).map(|_| ())
}
