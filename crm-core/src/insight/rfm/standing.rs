//! One customer: where it stands by the current snapshot, and why.

use super::labels::{LabelMap, LabelRule, PROSPECT};
use super::options::{Plan, RfmOptions};
use super::scoring::CutPoints;
use super::snapshots::Stored;
use super::table::{self, RfmCuts};
use super::{options, scoring, store};
use crate::db::{ReadTransaction, Reading};
use crate::insight::facts::{self, BaseColumns, Scope};
use crate::records::orders::{self, Fact};
use crate::records::{customers, shop};
use crate::vocabulary::{Currency, CustomerId, Date, Money, Result, SnapshotId};
use serde::{Deserialize, Serialize};

/// Where a customer stands: its own orders up to today by the cut points of the current snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmStanding {
    /// The customer; the one that it was merged into, if it was.
    pub customer_id: CustomerId,
    /// The snapshot whose cut points apply; null before the first.
    pub snapshot_id: Option<SnapshotId>,
    /// The day as of which recency counts: that of the snapshot, or today before the first.
    pub as_of: Date,
    /// The facts; null without a counted order.
    pub facts: Option<RfmFacts>,
    /// The scores; null without a counted order and before the first snapshot.
    pub scores: Option<RfmScores>,
    /// The label; null before the first snapshot.
    pub label: Option<String>,
}

/// The facts that scores rest on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmFacts {
    /// Days since the last order; 0 when it was placed after `as_of`.
    pub recency_days: i32,
    /// The day of the last order.
    pub last_order: Date,
    /// Number of orders in the window.
    pub frequency: u32,
    /// Orders less refunds in the window.
    pub monetary: Money,
}

/// The three scores, 1 (worst) to the number of bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmScores {
    /// Recency.
    pub r: u8,
    /// Frequency.
    pub f: u8,
    /// Monetary.
    pub m: u8,
}

/// Why a customer has its label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmExplanation {
    /// The customer; the one that it was merged into, if it was.
    pub customer_id: CustomerId,
    /// The snapshot whose cut points apply; null when everybody was scored for this answer.
    pub snapshot_id: Option<SnapshotId>,
    /// The day as of which the customer is scored.
    pub as_of: Date,
    /// Days of the window of frequency and monetary; null for all history.
    pub window_days: Option<u32>,
    /// The scoring method.
    pub method: scoring::Method,
    /// The number of bins.
    pub bins: u8,
    /// The facts; null without a counted order.
    pub facts: Option<RfmFacts>,
    /// What it takes to get each score.
    pub cut_points: RfmCuts,
    /// The scores; null without a counted order.
    pub scores: Option<RfmScores>,
    /// The rule of the label map that fits; null for `prospect`.
    pub rule: Option<LabelRule>,
    /// The label.
    pub label: String,
    /// All of it in one sentence.
    pub sentence: String,
}

impl From<[u8; 3]> for RfmScores {
    fn from([r, f, m]: [u8; 3]) -> Self {
        RfmScores { r, f, m }
    }
}

/// The base values of one customer who has ordered.
struct Own {
    customer: i64,
    last_order: Date,
    recency_days: i32,
    frequency: u32,
    monetary: i64,
}

impl Own {
    /// The one row of base values up to a day; none without an order by then.
    fn of(base: &BaseColumns, day: Date) -> Option<Own> {
        let recency_days = *base.recency_days.first()?;
        Some(Own {
            customer: *base.customer.first()?,
            last_order: day.plus_days(-recency_days),
            recency_days,
            frequency: *base.frequency.first()?,
            monetary: *base.monetary.first()?,
        })
    }

    /// As a snapshot counts them, from the customer's orders and refunds up to a day.
    fn by(
        tx: &ReadTransaction,
        stored: &Stored,
        customer: CustomerId,
        history: &[Fact],
        day: Date,
    ) -> Result<Option<Own>> {
        let base = facts::values_from(tx, customer, history, &stored.query(day))?;
        let own = Own::of(&base, day);
        Ok(own.map(|own| Own { recency_days: stored.recency(day, own.recency_days), ..own }))
    }

    fn scores(&self, cuts: &CutPoints) -> [u8; 3] {
        cuts.score(self.customer, self.recency_days, self.frequency, self.monetary)
    }

    fn facts(&self, currency: Option<Currency>) -> Option<RfmFacts> {
        Some(RfmFacts {
            recency_days: self.recency_days,
            last_order: self.last_order,
            frequency: self.frequency,
            monetary: Money::new(self.monetary, currency?),
        })
    }
}

/// The label of a customer by the current snapshot and, of its orders and refunds, those up to a day; none before the
/// first snapshot, `prospect` without a counted order.
pub(crate) fn label_of(
    tx: &ReadTransaction,
    customer: CustomerId,
    history: &[Fact],
    day: Date,
) -> Result<Option<String>> {
    let Some(stored) = store::current(tx)? else { return Ok(None) };
    let own = Own::by(tx, &stored, customer, history, day.max(stored.about.as_of))?;
    Ok(Some(stored.label(own.map(|own| own.scores(&stored.cuts))).to_owned()))
}

/// The shop's median gap between order days by the current snapshot, in days.
pub(crate) fn shop_median_gap(tx: &ReadTransaction) -> Result<Option<u32>> {
    Ok(store::current(tx)?.and_then(|stored| stored.about.median_gap_days))
}

/// Where a customer stands.
pub(super) fn standing<T: Reading>(tx: &T, customer: CustomerId) -> Result<RfmStanding> {
    tx.settle()?;
    let tx = tx.reader();
    standing_of(tx, customers::require(tx, customer)?)
}

/// Where an existing customer who was not merged into another stands.
pub(crate) fn standing_of(tx: &ReadTransaction, customer_id: CustomerId) -> Result<RfmStanding> {
    let base_currency = shop::settings(tx)?.base_currency;
    let Some(stored) = store::current(tx)? else {
        let plan = Plan::new(tx, &RfmOptions::default())?;
        let own = Own::of(&facts::values_of(tx, customer_id, &plan.query())?, plan.as_of);
        let facts = own.and_then(|own| own.facts(base_currency));
        return Ok(RfmStanding { customer_id, snapshot_id: None, as_of: plan.as_of, facts, scores: None, label: None });
    };
    let day = stored.day(tx)?;
    let own = Own::by(tx, &stored, customer_id, &orders::facts_of(tx, customer_id)?, day)?;
    let scores = own.as_ref().map(|own| own.scores(&stored.cuts));
    Ok(RfmStanding {
        customer_id,
        snapshot_id: Some(stored.about.id),
        as_of: stored.about.as_of,
        facts: own.and_then(|own| own.facts(base_currency)),
        scores: scores.map(RfmScores::from),
        label: Some(stored.label(scores).to_owned()),
    })
}

/// Why a customer has its label: by the current snapshot, or by options, for which everybody is scored.
pub(super) fn explain<T: Reading>(tx: &T, customer: CustomerId, options: &RfmOptions) -> Result<RfmExplanation> {
    tx.settle()?;
    let reader = tx.reader();
    let customer_id = customers::require(reader, customer)?;
    let current = if *options == RfmOptions::default() { store::current(reader)? } else { None };
    if let Some(stored) = current {
        let about = &stored.about;
        let plan = Plan {
            as_of: about.as_of,
            window_days: about.window_days,
            method: about.method,
            bins: about.bins,
            thresholds: None,
            basis: about.basis,
            only: None,
            currency: about.currency.or(shop::settings(reader)?.base_currency),
            labels: LabelMap::clone(&stored.labels),
        };
        let own = Own::by(reader, &stored, customer_id, &orders::facts_of(reader, customer_id)?, stored.day(reader)?)?;
        return words(customer_id, Some(about.id), &plan, &stored.cuts, own);
    }
    let plan = Plan::new(reader, options)?;
    let everybody = facts::base_values(tx, Scope::Everybody, &plan.query())?;
    let cuts = table::cut_points(&plan, &everybody)?;
    let own = Own::of(&facts::values_of(reader, customer_id, &plan.query())?, plan.as_of);
    words(customer_id, None, &plan, &cuts, own)
}

fn words(
    customer_id: CustomerId,
    snapshot_id: Option<SnapshotId>,
    plan: &Plan,
    cuts: &CutPoints,
    own: Option<Own>,
) -> Result<RfmExplanation> {
    plan.labels.validate().map_err(|error| options::refuse_labels(&error))?;
    let scores = own.as_ref().map(|own| own.scores(cuts));
    let facts = own.and_then(|own| own.facts(plan.currency));
    let rule = scores.and_then(|[r, f, m]| plan.labels.rule_of(r, f, m, plan.bins)).cloned();
    let label = rule.as_ref().map_or(PROSPECT, |rule| rule.label.as_str()).to_owned();
    Ok(RfmExplanation {
        customer_id,
        snapshot_id,
        as_of: plan.as_of,
        window_days: plan.window_days,
        method: plan.method,
        bins: plan.bins,
        facts,
        cut_points: RfmCuts::new(cuts, plan.minor_per_unit()),
        scores: scores.map(RfmScores::from),
        sentence: sentence(plan, facts.as_ref(), scores, rule.as_ref()),
        rule,
        label,
    })
}

fn sentence(plan: &Plan, facts: Option<&RfmFacts>, scores: Option<[u8; 3]>, rule: Option<&LabelRule>) -> String {
    let (Some(facts), Some([r, f, m]), Some(rule)) = (facts, scores, rule) else {
        return format!("No counted order up to {}, so the customer is a prospect.", plan.as_of);
    };
    let window = plan.window_days.map_or(String::new(), |days| format!(" in the {days} days up to then"));
    let scaled = if plan.bins == super::labels::LABEL_BINS { "" } else { ", on the scale of five," };
    format!(
        "As of {} the last order was {} days ago (R {r} of {bins}), with {} orders (F {f}) and {} (M {m}){window}; \
         that{scaled} fits the rule \"{rule}\".",
        plan.as_of,
        facts.recency_days,
        facts.frequency,
        facts.monetary,
        bins = plan.bins,
    )
}
