//! RFM: recency, frequency and monetary of every customer, scored and labelled.
//!
//! Owns how the shop scores, its label map, and stored snapshots. Scores of everybody are computed from packed facts as
//! of any day and window; eight methods reduce to cut points, so that every score can be explained. A customer's label
//! in daily work comes from its own orders and the cut points of the current snapshot: one order never moves anybody
//! else, and an analysis of the past never changes what is believed today.
//!
//! Promises: the same orders give the same scores in whatever order they came and whatever is packed; a snapshot keeps
//! what was believed. Refuses a label map that leaves a combination of scores without a label or gives it two.

mod labels;
mod moves;
mod options;
mod packed;
mod scoring;
mod snapshots;
mod standing;
mod store;
mod summary;
mod table;

#[cfg(test)]
mod tests;

pub use labels::{LABEL_BINS, LabelMap, LabelProfile, LabelRule, PROFILES, PROSPECT, profile_of};
pub use moves::{LabelMove, RfmMoved, RfmMoves, RfmWhatIf};
pub use options::{RfmOptions, RfmSettings, RfmSettingsPatch, RfmThresholds};
pub use scoring::{Method, RfmCut};
pub use snapshots::RfmSnapshot;
pub(crate) use snapshots::{is_evaluated, tick};
pub use standing::{RfmExplanation, RfmFacts, RfmScores, RfmStanding};
pub(crate) use standing::{label_of, shop_median_gap, standing_of};
pub use summary::{LabelSummary, RfmSummary};
pub use table::{RfmAbout, RfmCuts, RfmPage, RfmRow, RfmTable};

use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop;
use crate::vocabulary::{CustomerId, Date, Page, PageRequest, Result, SnapshotId};
use options::Plan;
use serde_json::json;

room! {
    /// Recency, frequency and monetary of customers.
    Rfm, rfm
}

impl<T: Reading> Rfm<'_, T> {
    /// Scores all customers who have a counted order.
    ///
    /// # Errors
    /// `invalid_input` for bins, a window or thresholds that are out of range, or an incomplete label map; `limit` when
    /// a customer's sum exceeds 64 bits.
    pub fn score(&self, options: &RfmOptions) -> Result<RfmTable> {
        let plan = Plan::new(self.tx.reader(), options)?;
        table::compute(self.tx, &plan)
    }

    /// The labels in numbers: customers, share, revenue and usual values of each.
    ///
    /// # Errors
    /// As [`Rfm::score`].
    pub fn summary(&self, options: &RfmOptions) -> Result<RfmSummary> {
        let table = self.score(options)?;
        let prospects = store::customers(self.tx.reader())?.saturating_sub(table.len() as u64);
        table.summary(prospects)
    }

    /// Where a customer stands: its own orders by the cut points of the current snapshot.
    ///
    /// # Errors
    /// `not_found`.
    pub fn of(&self, customer: CustomerId) -> Result<RfmStanding> {
        standing::standing(self.tx, customer)
    }

    /// Why a customer has its label: facts, cut points, scores and rule. Without options by the current snapshot; with
    /// options, or before the first snapshot, everybody is scored.
    ///
    /// # Errors
    /// `not_found`; as [`Rfm::score`].
    pub fn explain(&self, customer: CustomerId, options: &RfmOptions) -> Result<RfmExplanation> {
        standing::explain(self.tx, customer, options)
    }

    /// How the shop scores when a call does not say otherwise.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<RfmSettings> {
        store::settings(self.tx.reader())
    }

    /// The label map of the shop.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn labels(&self) -> Result<LabelMap> {
        store::labels(self.tx.reader())
    }

    /// Stored snapshots, the latest day first.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn snapshots(&self, page: &PageRequest) -> Result<Page<RfmSnapshot>> {
        let listing = page.of("rfm snapshots", &())?;
        let found = store::list(self.tx.reader(), listing.start, listing.rows())?;
        Ok(listing.page(found, |snapshot| [i64::from(snapshot.as_of.days()), snapshot.id.0]))
    }

    /// How customers moved between labels from one snapshot to another.
    ///
    /// # Errors
    /// `not_found` for an unknown snapshot.
    pub fn moves(&self, from: SnapshotId, to: SnapshotId) -> Result<RfmMoves> {
        moves::between(self.tx.reader(), from, to)
    }

    /// The customers who had one label in a snapshot and another in a second, by ascending id.
    ///
    /// # Errors
    /// `not_found` for an unknown snapshot; `invalid_input` for a label that it does not have; `limit` for a bad page.
    pub fn moved(&self, snapshots: [SnapshotId; 2], labels: [&str; 2], page: &PageRequest) -> Result<Page<RfmMoved>> {
        moves::customers(self.tx.reader(), snapshots, labels, page)
    }

    /// Scores everybody in another way and compares with the shop's own, without storing either.
    ///
    /// # Errors
    /// As [`Rfm::score`].
    pub fn what_if(&self, options: &RfmOptions) -> Result<RfmWhatIf> {
        moves::what_if(self.tx, options)
    }
}

impl Rfm<'_, WriteTransaction> {
    /// Changes how the shop scores; the settings afterwards. Labels follow with the next snapshot.
    ///
    /// # Errors
    /// `invalid_input` for bins, a window or thresholds that are out of range.
    pub fn configure(&self, patch: RfmSettingsPatch) -> Result<RfmSettings> {
        let tx = self.tx;
        let before = store::settings(tx)?;
        let after = before.patched(patch);
        if after == before {
            return Ok(after);
        }
        after.require_usable(shop::settings(tx)?.base_currency)?;
        tx.step(|| {
            store::save_settings(tx, &after)?;
            journal::append(tx, Entry::new("rfm.configured").payload(json!({ "settings": after })))?;
            Ok(after)
        })
    }

    /// Replaces the label map, or brings the built-in one back; the map afterwards. Labels follow with the next
    /// snapshot.
    ///
    /// # Errors
    /// `invalid_input` that names every combination of scores without a label or with two.
    pub fn set_labels(&self, labels: Option<LabelMap>) -> Result<LabelMap> {
        let tx = self.tx;
        if let Some(labels) = &labels {
            labels.validate().map_err(|error| options::refuse_labels(&error).under("/labels"))?;
        }
        tx.step(|| {
            store::save_labels(tx, labels.as_ref())?;
            let after = store::labels(tx)?;
            let names = after.display_order();
            journal::append(tx, Entry::new("rfm.labels_set").payload(json!({ "labels": names })))?;
            Ok(after)
        })
    }

    /// Scores everybody by the shop's settings as of a day (today by default) and stores it. A snapshot of the latest
    /// day decides labels from now on: who changed label is announced, and stages follow. All in this transaction; for
    /// large shops let `tick` do it in small ones.
    ///
    /// # Errors
    /// `invalid_input` for a day to come; as [`Rfm::score`].
    pub fn snapshot(&self, as_of: Option<Date>) -> Result<RfmSnapshot> {
        snapshots::take(self.tx, as_of)
    }
}
