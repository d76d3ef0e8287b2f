//! Stored snapshots: what was believed on a day, and who changes by it.
//!
//! A snapshot holds the cut points, the label map and everybody's scores. The one of the latest day decides the label of
//! every customer until the next: a customer's own orders count at once, by those cut points, so that nobody is moved by
//! the orders of others. Storing a snapshot therefore evaluates everybody again, chunk by chunk: who changed label since
//! the snapshot before is announced, and whose label or habits look different now is touched, so that the stage follows.

use super::labels::{LabelMap, PROSPECT};
use super::options::{Plan, RfmOptions, window_start};
use super::scoring::{CutPoints, Method};
use super::table::{self, RfmTable};
use super::{packed, store};
use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, Touch, WriteTransaction};
use crate::insight::facts::{self, BaseColumns, BaseQuery, Basis, Scope, chunk_of};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::{Currency, CustomerId, Date, Error, Result, SnapshotId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Days for which every daily snapshot is kept; of older months the last one is.
const DAILY_KEPT: i32 = 35;

/// A stored snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmSnapshot {
    /// The id.
    pub id: SnapshotId,
    /// The day as of which everybody was scored.
    pub as_of: Date,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// The layout of its packed scores.
    pub version: u16,
    /// Whether `tick` took it; such snapshots are thinned after 35 days to one a month.
    pub daily: bool,
    /// The scoring method.
    pub method: Method,
    /// The number of bins.
    pub bins: u8,
    /// Days of the window of frequency and monetary; null for all history.
    pub window_days: Option<u32>,
    /// Which amount of an order counted.
    pub basis: Basis,
    /// The currency of the amounts.
    pub currency: Option<Currency>,
    /// How many customers have scores.
    pub customers: u64,
    /// Whether there are fewer customers than bins.
    pub too_few: bool,
    /// Orders after the day, which were ignored.
    pub future_orders: u64,
    /// The shop's median gap between order days; null while nobody has three order days.
    pub median_gap_days: Option<u32>,
}

/// A snapshot with what scores and labels rest on.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) about: RfmSnapshot,
    pub(super) cuts: Arc<CutPoints>,
    pub(super) labels: Arc<LabelMap>,
    /// The snapshot that decided labels before this one.
    pub(super) previous: Option<SnapshotId>,
    /// The first chunk whose customers were not evaluated again; none when all were.
    pub(super) next_chunk: Option<i64>,
}

impl Stored {
    /// The day up to which orders count for today's labels: orders after the snapshot's day count too.
    pub(super) fn day(&self, tx: &ReadTransaction) -> Result<Date> {
        Ok(self.about.as_of.max(shop::today(tx)?))
    }

    /// What customers' facts are asked for, up to a day.
    pub(super) fn query(&self, day: Date) -> BaseQuery {
        BaseQuery {
            as_of: day,
            window_start: window_start(self.about.as_of, self.about.window_days),
            basis: self.about.basis,
            currency: None,
        }
    }

    /// Days since the last order as the snapshot counts them: later orders are no more recent than its day.
    pub(super) fn recency(&self, as_of: Date, recency_days: i32) -> i32 {
        (recency_days - (as_of.days() - self.about.as_of.days())).max(0)
    }

    /// The scores of one row of facts that were asked for by [`Stored::query`].
    pub(super) fn scores_at(&self, base: &BaseColumns, at: usize, as_of: Date) -> Option<[u8; 3]> {
        let customer = *base.customer.get(at)?;
        let recency = self.recency(as_of, *base.recency_days.get(at)?);
        Some(self.cuts.score(customer, recency, *base.frequency.get(at)?, *base.monetary.get(at)?))
    }

    /// The label of scores; `prospect` without scores.
    pub(super) fn label(&self, scores: Option<[u8; 3]>) -> &str {
        scores.and_then(|[r, f, m]| self.labels.label_of(r, f, m, self.about.bins)).unwrap_or(PROSPECT)
    }
}

/// A snapshot by its id.
pub(super) fn require(tx: &ReadTransaction, id: SnapshotId) -> Result<Stored> {
    store::snapshot(tx, id)?.ok_or_else(|| Error::not_found(SnapshotId::WHAT, id))
}

/// Scores everybody as of a day by the shop's settings.
fn prepare<T: Reading>(tx: &T, as_of: Option<Date>, daily: bool) -> Result<(Stored, RfmTable)> {
    let reader = tx.reader();
    let plan = Plan::new(reader, &RfmOptions { as_of, ..RfmOptions::default() })?;
    if plan.as_of > shop::today(reader)? {
        return Err(Error::invalid("/as_of", "a snapshot cannot be taken of a day to come"));
    }
    let scored = table::compute(tx, &plan)?;
    let about = RfmSnapshot {
        id: SnapshotId(0),
        as_of: plan.as_of,
        taken_at: reader.now(),
        version: packed::VERSION,
        daily,
        method: plan.method,
        bins: plan.bins,
        window_days: plan.window_days,
        basis: plan.basis,
        currency: plan.currency,
        customers: scored.len() as u64,
        too_few: scored.about.too_few,
        future_orders: scored.about.future_orders,
        median_gap_days: facts::median_gap(reader, plan.as_of)?,
    };
    let (cuts, labels) = (Arc::new(scored.cuts.clone()), Arc::new(plan.labels));
    let stored = Stored { about, cuts, labels, previous: None, next_chunk: None };
    Ok((stored, scored))
}

/// Stores what was prepared. If it is of the latest day, customers are then evaluated again by [`evaluate`].
fn save(tx: &WriteTransaction, mut stored: Stored, scored: &RfmTable) -> Result<SnapshotId> {
    let before = store::current(tx)?;
    stored.previous = before.as_ref().map(|before| before.about.id);
    // A snapshot of a day before the current one is kept for comparison and decides nobody's label.
    let is_current = before.is_none_or(|before| before.about.as_of <= stored.about.as_of);
    stored.next_chunk = is_current.then_some(0);
    tx.step(|| {
        stored.about.id = store::insert(tx, &stored)?;
        save_scores(tx, &stored, scored)?;
        announce_taken(tx, &stored, scored)?;
        Ok(stored.about.id)
    })
}

fn save_scores(tx: &WriteTransaction, stored: &Stored, scored: &RfmTable) -> Result<()> {
    let mut from = 0;
    for customers in scored.customer.chunk_by(|a, b| chunk_of(*a) == chunk_of(*b)) {
        let rows = (from..from + customers.len())
            .map(|at| (facts::local_of(scored.customer[at]), [scored.r[at], scored.f[at], scored.m[at]]));
        let bytes = packed::pack(stored.about.bins, rows);
        store::save_scores(tx, stored.about.id, chunk_of(customers[0]), &bytes)?;
        from += customers.len();
    }
    Ok(())
}

fn announce_taken(tx: &WriteTransaction, stored: &Stored, scored: &RfmTable) -> Result<()> {
    let mut counts = vec![0_u64; scored.labels.len()];
    for label in &scored.label {
        if let Some(count) = counts.get_mut(usize::from(*label)) {
            *count += 1;
        }
    }
    let labels: BTreeMap<&str, u64> = scored.labels.iter().map(String::as_str).zip(counts).collect();
    let payload = json!({ "as_of": stored.about.as_of, "customers": stored.about.customers, "labels": labels,
        "previous_id": stored.previous });
    journal::append(tx, Entry::new("rfm.snapshot_taken").entity("rfm_snapshot", stored.about.id).payload(payload))?;
    Ok(())
}

/// Evaluates the customers of the next chunk of the current snapshot again; whether more are to come.
pub(super) fn evaluate(tx: &WriteTransaction) -> Result<bool> {
    let Some(new) = store::current(tx)? else { return Ok(false) };
    let Some(chunk) = new.next_chunk else { return Ok(false) };
    let old = match new.previous {
        Some(id) => store::snapshot(tx, id)?.map(Arc::new),
        None => None,
    };
    if let Some(old) = &old {
        announce_moves(tx, old, &new, chunk)?;
    }
    touch_changed(tx, old.as_deref(), &new, chunk)?;
    let last = last_chunk(tx, &new)?;
    let next = (chunk < last).then_some(chunk + 1);
    store::set_next_chunk(tx, new.about.id, next)?;
    Ok(next.is_some())
}

/// The last chunk in which somebody may have to be evaluated.
fn last_chunk(tx: &ReadTransaction, new: &Stored) -> Result<i64> {
    let mut last = facts::last_chunk(tx)?;
    for id in [Some(new.about.id), new.previous].into_iter().flatten() {
        last = last.max(store::last_chunk(tx, id)?);
    }
    Ok(last.unwrap_or(0))
}

/// One event for each customer whose stored label changed.
fn announce_moves(tx: &WriteTransaction, old: &Stored, new: &Stored, chunk: i64) -> Result<()> {
    let before = store::scores(tx, old.about.id, chunk)?;
    let after = store::scores(tx, new.about.id, chunk)?;
    let places = packed::places(old.about.bins, &before).max(packed::places(new.about.bins, &after));
    for local in (0..u16::MAX).take(places) {
        let from = old.label(packed::unpack(old.about.bins, &before, local));
        let to = new.label(packed::unpack(new.about.bins, &after, local));
        if from != to {
            let customer = CustomerId(facts::customer_of(chunk, local));
            let payload = json!({ "snapshot_id": new.about.id, "from": from, "to": to });
            let event = Entry::new("customer.rfm_group_changed").customer(customer);
            journal::append(tx, event.entity("rfm_snapshot", new.about.id).payload(payload))?;
        }
    }
    Ok(())
}

/// Touches each customer whose label or usual gap is another by the new snapshot than by the old one.
fn touch_changed(tx: &WriteTransaction, old: Option<&Stored>, new: &Stored, chunk: i64) -> Result<()> {
    let day = new.day(tx)?;
    let after = facts::base_values(tx, Scope::Chunk(chunk), &new.query(day))?;
    // The same customers in the same order, for only the windows differ.
    let before = match old {
        Some(old) if old.query(day) != new.query(day) => {
            Some(facts::base_values(tx, Scope::Chunk(chunk), &old.query(day))?)
        }
        _ => None,
    };
    let before = before.as_ref().unwrap_or(&after);
    for at in 0..after.len() {
        let label = new.label(new.scores_at(&after, at, day));
        let known = old.map(|old| old.label(old.scores_at(before, at, day)));
        if known != Some(label) {
            tx.touch(CustomerId(after.customer[at]), Touch::LABEL);
        }
    }
    if old.and_then(|old| old.about.median_gap_days) != new.about.median_gap_days {
        for customer in facts::without_gap(tx, chunk, day)? {
            tx.touch(customer, Touch::LABEL);
        }
    }
    Ok(())
}

/// Whether a customer was evaluated by the current snapshot; stored stages of the others still rest on the one before.
pub(crate) fn is_evaluated(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    let next = store::current(tx)?.and_then(|current| current.next_chunk);
    Ok(next.is_none_or(|next| chunk_of(customer.0) < next))
}

/// The step of `tick`: evaluates customers again, takes the snapshot of the day, and thins old snapshots.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    let mut outcome = StepOutcome::default();
    if !evaluate_all(tick)? {
        return Ok(outcome);
    }
    if tick.read(is_due)? {
        let (stored, scored) = tick.read(|tx| prepare(tx, None, true))?;
        // Another process may have taken it meanwhile.
        let taken = tick.write(|tx| if is_due(tx)? { save(tx, stored, &scored).map(|_| 1) } else { Ok(0) })?;
        outcome.changed += taken;
    }
    if !evaluate_all(tick)? || !thin(tick)? {
        return Ok(outcome);
    }
    Ok(StepOutcome { done: true, next_at: tick.read(next_day)?, ..outcome })
}

/// Evaluates the customers of the current snapshot; whether all were before the time was over.
fn evaluate_all(tick: &Tick) -> Result<bool> {
    while tick.read(is_evaluating)? {
        if tick.is_over() {
            return Ok(false);
        }
        tick.write(evaluate)?;
    }
    Ok(true)
}

/// Deletes old snapshots; whether all were before the time was over.
fn thin(tick: &Tick) -> Result<bool> {
    loop {
        let old = tick.read(|tx| store::thinnable(tx, shop::today(tx)?.plus_days(-DAILY_KEPT)))?;
        if old.is_empty() {
            return Ok(true);
        }
        for id in old {
            if tick.is_over() {
                return Ok(false);
            }
            tick.write(|tx| store::delete(tx, id))?;
        }
    }
}

/// Whether the customers of the current snapshot are still being evaluated.
fn is_evaluating(tx: &ReadTransaction) -> Result<bool> {
    Ok(store::current(tx)?.is_some_and(|current| current.next_chunk.is_some()))
}

/// Whether today's snapshot is to be taken: the shop wants it and has orders, and the one before is done with.
fn is_due(tx: &ReadTransaction) -> Result<bool> {
    let today = shop::today(tx)?;
    Ok(store::settings(tx)?.daily_snapshot
        && store::last_daily(tx)?.is_none_or(|last| last < today)
        && facts::last_chunk(tx)?.is_some()
        && !is_evaluating(tx)?)
}

/// The next midnight of the shop, when the next snapshot is due.
fn next_day(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    let wanted = store::settings(tx)?.daily_snapshot;
    let tomorrow = shop::today(tx)?.plus_days(1);
    Ok(if wanted { Some(shop::settings(tx)?.time_zone.start_of(tomorrow)) } else { None })
}

/// Takes a snapshot and evaluates everybody in one transaction.
pub(super) fn take(tx: &WriteTransaction, as_of: Option<Date>) -> Result<RfmSnapshot> {
    tx.step(|| {
        evaluate_here(tx)?;
        let (stored, scored) = prepare(tx, as_of, false)?;
        let id = save(tx, stored, &scored)?;
        evaluate_here(tx)?;
        Ok(require(tx, id)?.about)
    })
}

fn evaluate_here(tx: &WriteTransaction) -> Result<()> {
    while evaluate(tx)? {
        tx.settle()?;
    }
    Ok(())
}
