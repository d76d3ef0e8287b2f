//! Who changed label: between two snapshots, or between the shop's scores and others that are not stored.

use super::labels::PROSPECT;
use super::options::{Plan, RfmOptions};
use super::snapshots::{self, Stored};
use super::standing::RfmScores;
use super::summary::RfmSummary;
use super::table::{self, RfmTable};
use super::{packed, store};
use crate::db::{ReadTransaction, Reading};
use crate::insight::facts;
use crate::vocabulary::{CustomerId, Date, Error, Page, PageRequest, Result, SnapshotId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How customers moved between labels from one snapshot to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmMoves {
    /// The day of the first snapshot.
    pub from: Date,
    /// The day of the second snapshot.
    pub to: Date,
    /// The cells of the matrix that are not empty, stays included, in display order of both labels.
    pub cells: Vec<LabelMove>,
}

/// One cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LabelMove {
    /// The label before; `prospect` for a customer without scores.
    pub from: String,
    /// The label after.
    pub to: String,
    /// How many customers.
    pub customers: u64,
}

/// A customer of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmMoved {
    /// The customer.
    pub customer_id: CustomerId,
    /// The scores before; null for a customer without scores.
    pub from: Option<RfmScores>,
    /// The scores after.
    pub to: Option<RfmScores>,
}

/// Scores that are not stored, beside the shop's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmWhatIf {
    /// The labels as they would be.
    pub summary: RfmSummary,
    /// How customers would move from the label that the shop's settings give them, stays included.
    pub cells: Vec<LabelMove>,
}

/// Two snapshots side by side, chunk by chunk.
struct Pair {
    from: Stored,
    to: Stored,
    last_chunk: i64,
}

/// The scores of one customer in both snapshots; at least one of them.
type Both = (CustomerId, Option<[u8; 3]>, Option<[u8; 3]>);

impl Pair {
    fn open(tx: &ReadTransaction, from: SnapshotId, to: SnapshotId) -> Result<Pair> {
        let named = |id, path: &str| snapshots::require(tx, id).map_err(|error| error.at(path.to_owned()));
        let (from, to) = (named(from, "/from")?, named(to, "/to")?);
        let last = store::last_chunk(tx, from.about.id)?.max(store::last_chunk(tx, to.about.id)?);
        Ok(Pair { from, to, last_chunk: last.unwrap_or(-1) })
    }

    /// The customers of a chunk who have scores in one of the snapshots.
    fn chunk(&self, tx: &ReadTransaction, chunk: i64) -> Result<Vec<Both>> {
        let (old, new) = (&self.from.about, &self.to.about);
        let (before, after) = (store::scores(tx, old.id, chunk)?, store::scores(tx, new.id, chunk)?);
        let places = packed::places(old.bins, &before).max(packed::places(new.bins, &after));
        let both = (0..u16::MAX).take(places).map(|local| {
            let scores = |bins, bytes| packed::unpack(bins, bytes, local);
            (CustomerId(facts::customer_of(chunk, local)), scores(old.bins, &before), scores(new.bins, &after))
        });
        Ok(both.filter(|(_, from, to)| from.is_some() || to.is_some()).collect())
    }
}

/// The matrix between two snapshots.
pub(super) fn between(tx: &ReadTransaction, from: SnapshotId, to: SnapshotId) -> Result<RfmMoves> {
    let pair = Pair::open(tx, from, to)?;
    let (rows, columns) = (pair.from.labels.display_order(), pair.to.labels.display_order());
    let mut counts = BTreeMap::new();
    for chunk in 0..=pair.last_chunk {
        for (_, from, to) in pair.chunk(tx, chunk)? {
            *counts.entry((pair.from.label(from), pair.to.label(to))).or_insert(0_u64) += 1;
        }
    }
    Ok(RfmMoves { from: pair.from.about.as_of, to: pair.to.about.as_of, cells: cells(&rows, &columns, &counts) })
}

fn cells(rows: &[&str], columns: &[&str], counts: &BTreeMap<(&str, &str), u64>) -> Vec<LabelMove> {
    let every = rows.iter().flat_map(|from| columns.iter().map(move |to| (*from, *to)));
    let counted = every.filter_map(|(from, to)| counts.get(&(from, to)).map(|count| (from, to, *count)));
    counted.map(|(from, to, customers)| LabelMove { from: from.to_owned(), to: to.to_owned(), customers }).collect()
}

/// The customers of one cell, by ascending id.
pub(super) fn customers(
    tx: &ReadTransaction,
    [from, to]: [SnapshotId; 2],
    [from_label, to_label]: [&str; 2],
    page: &PageRequest,
) -> Result<Page<RfmMoved>> {
    let pair = Pair::open(tx, from, to)?;
    require_label(&pair.from, from_label, "/from_label")?;
    require_label(&pair.to, to_label, "/to_label")?;
    let listing = page.of("rfm moves", &(from, to, from_label, to_label))?;
    let [after] = listing.start.unwrap_or([-1]);
    let mut found = Vec::new();
    for chunk in facts::chunk_of((after + 1).max(0))..=pair.last_chunk {
        let fits = |(customer, from, to): &Both| {
            customer.0 > after && pair.from.label(*from) == from_label && pair.to.label(*to) == to_label
        };
        found.extend(pair.chunk(tx, chunk)?.into_iter().filter(fits).map(|(customer_id, from, to)| RfmMoved {
            customer_id,
            from: from.map(RfmScores::from),
            to: to.map(RfmScores::from),
        }));
        if found.len() >= listing.rows() {
            break;
        }
    }
    Ok(listing.page(found, |moved| [moved.customer_id.0]))
}

fn require_label(stored: &Stored, label: &str, path: &str) -> Result<()> {
    let known = stored.labels.display_order();
    if known.contains(&label) {
        return Ok(());
    }
    Err(Error::invalid(path, "the snapshot has no such label").allowed(known))
}

/// The shop's own scores and others as of the same day, without storing either.
pub(super) fn what_if<T: Reading>(tx: &T, options: &RfmOptions) -> Result<RfmWhatIf> {
    tx.settle()?;
    let reader = tx.reader();
    let other = Plan::new(reader, options)?;
    let own = Plan::new(reader, &RfmOptions::as_of(other.as_of))?;
    let base = facts::base_values(tx, facts::Scope::Everybody, &own.query())?;
    let (own, other) = if own.query() == other.query() {
        (table::score(&own, base.clone())?, table::score(&other, base)?)
    } else {
        (table::score(&own, base)?, table::compute(tx, &other)?)
    };
    let prospects = store::customers(reader)?.saturating_sub(other.len() as u64);
    Ok(RfmWhatIf { summary: other.summary(prospects)?, cells: compare(&own, &other) })
}

/// How customers move from one table to another.
fn compare(own: &RfmTable, other: &RfmTable) -> Vec<LabelMove> {
    let mut counts = BTreeMap::new();
    let (mut left, mut right) = (0, 0);
    while left < own.len() || right < other.len() {
        let (a, b) = (own.customer.get(left), other.customer.get(right));
        let next = a.into_iter().chain(b).min().copied();
        let (in_own, in_other) = (a.copied() == next, b.copied() == next);
        let from = if in_own { own.label_at(left) } else { None }.unwrap_or(PROSPECT);
        let to = if in_other { other.label_at(right) } else { None }.unwrap_or(PROSPECT);
        *counts.entry((from, to)).or_insert(0_u64) += 1;
        left += usize::from(in_own);
        right += usize::from(in_other);
    }
    let names = |table: &RfmTable| table.labels.clone();
    let (rows, columns) = (names(own), names(other));
    let (rows, columns): (Vec<&str>, Vec<&str>) =
        (rows.iter().map(String::as_str).collect(), columns.iter().map(String::as_str).collect());
    cells(&rows, &columns, &counts)
}
