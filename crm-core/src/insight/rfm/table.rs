//! The scores of all customers: one column per value, in the order of the customers' ids.

use super::labels::{LabelTable, PROSPECT};
use super::options::{self, Plan};
use super::scoring::{self, CutPoints, Facts, Method, RfmCut};
use crate::db::Reading;
use crate::insight::facts::{self, BaseColumns, Basis, Scope};
use crate::vocabulary::{Currency, CustomerId, Date, Error, Money, PageRequest, Result};
use serde::{Deserialize, Serialize};

/// The scores of all customers who have a counted order up to `as_of`, one column per value; equal positions belong to
/// one customer, and customers ascend.
#[derive(Debug, Clone)]
pub struct RfmTable {
    /// How and when they were scored.
    pub about: RfmAbout,
    /// Ids of the customers.
    pub customer: Vec<i64>,
    /// Days from the last order to `as_of`.
    pub recency_days: Vec<i32>,
    /// Number of orders in the window; 0 when all lie before it.
    pub frequency: Vec<u32>,
    /// Orders less refunds in the window, in minor units of the currency; may be negative.
    pub monetary: Vec<i64>,
    /// Recency scores, 1 (worst) to the number of bins.
    pub r: Vec<u8>,
    /// Frequency scores.
    pub f: Vec<u8>,
    /// Monetary scores.
    pub m: Vec<u8>,
    /// Positions of the labels in [`RfmTable::labels`].
    pub label: Vec<u8>,
    /// The labels in display order, best first; `prospect`, which no scored customer has, comes last.
    pub labels: Vec<String>,
    pub(super) cuts: CutPoints,
}

/// How and when customers were scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmAbout {
    /// The day as of which they were scored.
    pub as_of: Date,
    /// Days of the window of frequency and monetary; null for all history.
    pub window_days: Option<u32>,
    /// The scoring method.
    pub method: Method,
    /// The number of bins.
    pub bins: u8,
    /// Which amount of an order counted.
    pub basis: Basis,
    /// The currency of the amounts; null while the shop has none.
    pub currency: Option<Currency>,
    /// How many customers have scores.
    pub customers: u64,
    /// Whether there are fewer customers than bins, so that the scores say little.
    pub too_few: bool,
    /// Orders after `as_of`, which were ignored.
    pub future_orders: u64,
    /// What it takes to get each score.
    pub cut_points: RfmCuts,
}

/// The steps between the scores of the three dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmCuts {
    /// In days.
    pub recency_days: Vec<RfmCut>,
    /// In orders.
    pub frequency: Vec<RfmCut>,
    /// In units of the currency.
    pub monetary: Vec<RfmCut>,
}

/// The scores of one customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmRow {
    /// The customer.
    pub customer_id: CustomerId,
    /// Days from the last order to `as_of`.
    pub recency_days: i32,
    /// Number of orders in the window.
    pub frequency: u32,
    /// Orders less refunds in the window.
    pub monetary: Money,
    /// Recency score, 1 (worst) to the number of bins.
    pub r: u8,
    /// Frequency score.
    pub f: u8,
    /// Monetary score.
    pub m: u8,
    /// The label.
    pub label: String,
}

/// One page of the scores of all customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmPage {
    /// How and when they were scored.
    pub about: RfmAbout,
    /// The labels in display order, best first.
    pub labels: Vec<String>,
    /// Customers in the order of their ids.
    pub items: Vec<RfmRow>,
    /// The token of the next page; null on the last one.
    pub next: Option<String>,
}

impl RfmCuts {
    pub(super) fn new(cuts: &CutPoints, minor_per_unit: i64) -> Self {
        RfmCuts {
            recency_days: cuts.recency_days.steps(1),
            frequency: cuts.frequency.steps(1),
            monetary: cuts.monetary.steps(minor_per_unit),
        }
    }
}

/// Scores everybody.
pub(super) fn compute<T: Reading>(tx: &T, plan: &Plan) -> Result<RfmTable> {
    let base = facts::base_values(tx, Scope::Everybody, &plan.query())?;
    score(plan, base)
}

fn facts_of(base: &BaseColumns) -> Facts<'_> {
    Facts {
        customer: &base.customer,
        recency_days: &base.recency_days,
        frequency: &base.frequency,
        monetary: &base.monetary,
    }
}

/// The cut points of a plan in these base values.
pub(super) fn cut_points(plan: &Plan, base: &BaseColumns) -> Result<CutPoints> {
    let unit = plan.minor_per_unit();
    scoring::cut_points(&facts_of(base), plan.method, plan.bins, plan.thresholds.as_ref(), unit)
        .map_err(|error| options::refuse(&error))
}

/// Scores what base values there are.
pub(super) fn score(plan: &Plan, base: BaseColumns) -> Result<RfmTable> {
    let scored =
        scoring::score(&facts_of(&base), plan.method, plan.bins, plan.thresholds.as_ref(), plan.minor_per_unit())
            .map_err(|error| options::refuse(&error))?;
    let names = plan.labels.table(plan.bins).map_err(|error| options::refuse_labels(&error))?;
    let label = positions(&names, &scored.r, &scored.f, &scored.m)?;
    Ok(RfmTable {
        about: RfmAbout {
            as_of: plan.as_of,
            window_days: plan.window_days,
            method: plan.method,
            bins: plan.bins,
            basis: plan.basis,
            currency: plan.currency,
            customers: base.len() as u64,
            too_few: scored.too_few,
            future_orders: base.future_orders,
            cut_points: RfmCuts::new(&scored.cuts, plan.minor_per_unit()),
        },
        customer: base.customer,
        recency_days: base.recency_days,
        frequency: base.frequency,
        monetary: base.monetary,
        r: scored.r,
        f: scored.f,
        m: scored.m,
        label,
        labels: names.labels().to_vec(),
        cuts: scored.cuts,
    })
}

fn positions(names: &LabelTable, r: &[u8], f: &[u8], m: &[u8]) -> Result<Vec<u8>> {
    let scores = r.iter().zip(f).zip(m);
    let found: Option<Vec<u8>> = scores.map(|((r, f), m)| names.position(*r, *f, *m)).collect();
    found.ok_or_else(|| Error::internal("a score lies outside its bins"))
}

impl RfmTable {
    /// Number of customers with scores.
    #[must_use]
    pub fn len(&self) -> usize {
        self.customer.len()
    }

    /// Whether nobody has scores.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.customer.is_empty()
    }

    /// The scores at a position, from 0.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<RfmRow> {
        Some(RfmRow {
            customer_id: CustomerId(*self.customer.get(at)?),
            recency_days: *self.recency_days.get(at)?,
            frequency: *self.frequency.get(at)?,
            // Nobody has an order before the first amount has set the currency.
            monetary: Money::new(*self.monetary.get(at)?, self.about.currency?),
            r: *self.r.get(at)?,
            f: *self.f.get(at)?,
            m: *self.m.get(at)?,
            label: self.label_at(at)?.to_owned(),
        })
    }

    /// The label at a position, from 0.
    #[must_use]
    pub fn label_at(&self, at: usize) -> Option<&str> {
        self.labels.get(usize::from(*self.label.get(at)?)).map(String::as_str)
    }

    /// All customers in the order of their ids.
    pub fn rows(&self) -> impl Iterator<Item = RfmRow> + '_ {
        (0..self.len()).filter_map(|at| self.row(at))
    }

    /// The scores of one customer, if it has any.
    #[must_use]
    pub fn of(&self, customer: CustomerId) -> Option<RfmRow> {
        self.row(self.customer.binary_search(&customer.0).ok()?)
    }

    /// The label of one customer: `prospect` for one without scores.
    #[must_use]
    pub fn label_of(&self, customer: CustomerId) -> &str {
        let position = self.customer.binary_search(&customer.0).ok();
        position.and_then(|at| self.label_at(at)).unwrap_or(PROSPECT)
    }

    /// The customers of one page, with a label or all.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page or an unknown label.
    pub fn page(&self, label: Option<&str>, page: &PageRequest) -> Result<RfmPage> {
        let about = &self.about;
        let options = (about.as_of, about.window_days, about.method, about.bins, about.basis, about.currency);
        let listing = page.of("rfm", &(options, label))?;
        let wanted = match label {
            None => None,
            Some(label) => Some(self.position_of(label)?),
        };
        let [after] = listing.start.unwrap_or([i64::MIN]);
        let from = self.customer.partition_point(|customer| *customer <= after);
        let fits = |at: &usize| wanted.is_none_or(|label| self.label.get(*at) == Some(&label));
        let found = (from..self.len()).filter(fits).take(listing.rows()).filter_map(|at| self.row(at)).collect();
        let page = listing.page(found, |row: &RfmRow| [row.customer_id.0]);
        Ok(RfmPage { about: self.about.clone(), labels: self.labels.clone(), items: page.items, next: page.next })
    }

    fn position_of(&self, label: &str) -> Result<u8> {
        let at = self.labels.iter().position(|known| known == label);
        at.and_then(|at| u8::try_from(at).ok())
            .ok_or_else(|| Error::invalid("/label", "there is no such label").allowed(self.labels.iter().cloned()))
    }
}
