//! The operations of RFM.

use super::shapes::Nothing;
use crate::insight::facts::{Basis, FactsStatus};
use crate::insight::rfm::{
    LabelMap, Method, RfmExplanation, RfmMoved, RfmMoves, RfmOptions, RfmPage, RfmSettings, RfmSettingsPatch,
    RfmSnapshot, RfmStanding, RfmSummary, RfmThresholds, RfmWhatIf,
};
use crate::vocabulary::{Currency, CustomerId, Date, Page, PageRequest, Patch, Result, SnapshotId};

/// Declares an input that holds the options of scoring beside fields of its own.
macro_rules! scoring_input {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        input! {
            $(#[$meta])*
            $name {
                $($(#[$doc])* $field: $type,)*
                /// The day as of which customers are scored; later orders are ignored. Today in the shop's zone by
                /// default.
                #[serde(default)]
                as_of: Option<Date>,
                /// Days of the window of frequency and monetary, ending with `as_of`; null for all history.
                #[serde(default)]
                window_days: Patch<u32>,
                /// The scoring method.
                #[serde(default)]
                method: Option<Method>,
                /// The number of bins, 2 to 10.
                #[serde(default)]
                bins: Option<u8>,
                /// Thresholds, for the method `fixed` only.
                #[serde(default)]
                thresholds: Option<RfmThresholds>,
                /// Which amount of an order counts.
                #[serde(default)]
                basis: Option<Basis>,
                /// Only orders in this currency, in its own amounts.
                #[serde(default)]
                currency: Option<Currency>,
                /// Another label map.
                #[serde(default)]
                labels: Option<LabelMap>,
            }
        }

        impl $name {
            fn options(&self) -> RfmOptions {
                RfmOptions {
                    as_of: self.as_of,
                    window_days: self.window_days.clone(),
                    method: self.method,
                    bins: self.bins,
                    thresholds: self.thresholds.clone(),
                    basis: self.basis,
                    currency: self.currency,
                    labels: self.labels.clone(),
                }
            }
        }
    };
}

scoring_input! {
    /// How to score, and which page of the customers to return.
    RfmScore {
        /// Only customers with this label.
        #[serde(default)]
        label: Option<String>,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

scoring_input! {
    /// Which customer, and how to score.
    RfmExplain {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// A customer.
    RfmOf {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// A label map, or none for the built-in one.
    RfmSetLabels {
        /// The rules; null brings the built-in map back.
        labels: Option<LabelMap>,
    }
}

input! {
    /// Of which day to take a snapshot.
    RfmTake {
        /// The day; today in the shop's zone by default.
        #[serde(default)]
        as_of: Option<Date>,
    }
}

input! {
    /// Which page of the snapshots.
    RfmSnapshots {
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// Two snapshots.
    RfmPair {
        /// The first snapshot.
        from: SnapshotId,
        /// The second snapshot.
        to: SnapshotId,
    }
}

input! {
    /// One cell of the matrix between two snapshots.
    RfmCell {
        /// The first snapshot.
        from: SnapshotId,
        /// The second snapshot.
        to: SnapshotId,
        /// The label in the first; `prospect` for customers without scores.
        from_label: String,
        /// The label in the second.
        to_label: String,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

fn moved(tx: &crate::db::ReadTransaction, p: &RfmCell) -> Result<Page<RfmMoved>> {
    tx.rfm().moved([p.from, p.to], [&p.from_label, &p.to_label], &p.page)
}

ops! { pub(super) OPS:
    Read "rfm.score" "Scores all customers as of a day and returns a page of them." [Limit]
        |tx, p: RfmScore| -> RfmPage { tx.rfm().score(&p.options()).and_then(|table| table.page(p.label.as_deref(), &p.page)) };
    Read "rfm.summary" "Scores all customers as of a day and returns each label in numbers." [Limit]
        |tx, p: RfmOptions| -> RfmSummary { tx.rfm().summary(&p) };
    Read "rfm.of" "Where a customer stands by the current snapshot." [NotFound]
        |tx, p: RfmOf| -> RfmStanding { tx.rfm().of(p.customer_id) };
    Read "rfm.explain" "Why a customer has its label: facts, cut points, scores, rule." [NotFound]
        |tx, p: RfmExplain| -> RfmExplanation { tx.rfm().explain(p.customer_id, &p.options()) };
    Read "rfm.what_if" "Scores all customers in another way and compares the labels, without storing anything." [Limit]
        |tx, p: RfmOptions| -> RfmWhatIf { tx.rfm().what_if(&p) };
    Read "rfm.settings" "How the shop scores when a call does not say otherwise." []
        |tx, _p: Nothing| -> RfmSettings { tx.rfm().settings() };
    Write "rfm.configure" "Changes how the shop scores; absent fields stay." []
        |tx, p: RfmSettingsPatch| -> RfmSettings { tx.rfm().configure(p) };
    Read "rfm.labels" "The label map of the shop." []
        |tx, _p: Nothing| -> LabelMap { tx.rfm().labels() };
    Write "rfm.set_labels" "Replaces the label map of the shop, or brings the built-in one back." []
        |tx, p: RfmSetLabels| -> LabelMap { tx.rfm().set_labels(p.labels) };
    Write "rfm.snapshot" "Scores all customers by the shop's settings and stores it." []
        |tx, p: RfmTake| -> RfmSnapshot { tx.rfm().snapshot(p.as_of) };
    Read "rfm.snapshots" "Stored snapshots, the latest day first, page by page." [Limit]
        |tx, p: RfmSnapshots| -> Page<RfmSnapshot> { tx.rfm().snapshots(&p.page) };
    Read "rfm.moves" "How customers moved between labels from one snapshot to another." [NotFound]
        |tx, p: RfmPair| -> RfmMoves { tx.rfm().moves(p.from, p.to) };
    Read "rfm.moved" "The customers who moved from one label to another between two snapshots, page by page." [NotFound, Limit]
        |tx, p: RfmCell| -> Page<RfmMoved> { moved(tx, &p) };
    Read "facts.status" "How much is packed for analyses, and how many customers wait to be packed again." []
        |tx, _p: Nothing| -> FactsStatus { tx.facts().status() };
}
