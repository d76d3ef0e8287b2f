//! What the labels look like: customers, revenue and usual values of each.

use super::labels::PROSPECT;
use super::table::{RfmAbout, RfmTable};
use crate::vocabulary::{Error, ErrorCode, Money, Quantity, Rate, Result};
use serde::{Deserialize, Serialize};

/// The labels of all customers in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RfmSummary {
    /// How and when they were scored.
    pub about: RfmAbout,
    /// One entry per label in display order, best first; `prospect` stands last.
    pub labels: Vec<LabelSummary>,
    /// What the scored customers brought in, in the window; null while the shop has no currency.
    pub revenue: Option<Money>,
}

/// One label in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LabelSummary {
    /// The label.
    pub label: String,
    /// How many customers have it.
    pub customers: u64,
    /// Their share in all customers with scores; null for `prospect`.
    pub share: Option<Rate>,
    /// What they brought in, in the window; null for `prospect`.
    pub revenue: Option<Money>,
    /// Their share in the revenue; null for `prospect` and where the revenue is not positive.
    pub revenue_share: Option<Rate>,
    /// The median of the days since the last order; of an even number the mean of the two in the middle.
    pub median_recency_days: Option<Quantity>,
    /// The median number of orders.
    pub median_frequency: Option<Quantity>,
    /// The median amount, rounded half up.
    pub median_monetary: Option<Money>,
}

impl RfmTable {
    /// The labels in numbers; `prospects` is the number of customers without scores.
    ///
    /// # Errors
    /// `limit` when the revenue exceeds 64 bits.
    pub fn summary(&self, prospects: u64) -> Result<RfmSummary> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.labels.len()];
        for (at, label) in self.label.iter().enumerate() {
            if let Some(group) = groups.get_mut(usize::from(*label)) {
                group.push(at);
            }
        }
        let all: i128 = self.monetary.iter().map(|amount| i128::from(*amount)).sum();
        let named = self.labels.iter().zip(groups);
        let labels = named
            .map(|(label, group)| match label.as_str() {
                PROSPECT => Ok(prospect(prospects)),
                label => self.group(label, &group, all),
            })
            .collect::<Result<_>>()?;
        Ok(RfmSummary { about: self.about.clone(), labels, revenue: self.money(all)? })
    }

    fn group(&self, label: &str, group: &[usize], all: i128) -> Result<LabelSummary> {
        let column = |value: &dyn Fn(usize) -> i64| -> Vec<i64> { group.iter().map(|at| value(*at)).collect() };
        let monetary = column(&|at| self.monetary[at]);
        let revenue: i128 = monetary.iter().map(|amount| i128::from(*amount)).sum();
        let thousandths = |doubled: i64| Quantity::from_thousandths(doubled * 500);
        Ok(LabelSummary {
            label: label.to_owned(),
            customers: group.len() as u64,
            share: share(group.len() as i128, self.len() as i128),
            revenue: self.money(revenue)?,
            revenue_share: share(revenue, all),
            median_recency_days: doubled_median(column(&|at| i64::from(self.recency_days[at]))).map(thousandths),
            median_frequency: doubled_median(column(&|at| i64::from(self.frequency[at]))).map(thousandths),
            median_monetary: match median(monetary) {
                Some(amount) => self.money(i128::from(amount))?,
                None => None,
            },
        })
    }

    fn money(&self, minor: i128) -> Result<Option<Money>> {
        let minor = i64::try_from(minor).map_err(|_| Error::new(ErrorCode::Limit, "the revenue exceeds 64 bits"))?;
        Ok(self.about.currency.map(|currency| Money::new(minor, currency)))
    }
}

fn prospect(customers: u64) -> LabelSummary {
    LabelSummary {
        label: PROSPECT.to_owned(),
        customers,
        share: None,
        revenue: None,
        revenue_share: None,
        median_recency_days: None,
        median_frequency: None,
        median_monetary: None,
    }
}

/// A part of a positive whole in millionths, rounded half up.
fn share(part: i128, whole: i128) -> Option<Rate> {
    if whole <= 0 {
        return None;
    }
    let ppm = (part * 2_000_000 + whole).div_euclid(whole * 2);
    i64::try_from(ppm).ok().map(Rate::from_ppm)
}

/// The two values in the middle; of an odd number twice the same.
fn middle(mut values: Vec<i64>) -> Option<(i64, i64)> {
    let upper_at = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let is_odd = values.len() % 2 == 1;
    let (below, upper, _) = values.select_nth_unstable(upper_at);
    let upper = *upper;
    let lower = if is_odd { upper } else { below.iter().copied().max().unwrap_or(upper) };
    Some((lower, upper))
}

/// Twice the median, which is an integer.
fn doubled_median(values: Vec<i64>) -> Option<i64> {
    middle(values).map(|(lower, upper)| lower + upper)
}

/// The median, rounded half up.
fn median(values: Vec<i64>) -> Option<i64> {
    let (lower, upper) = middle(values)?;
    i64::try_from((i128::from(lower) + i128::from(upper) + 1).div_euclid(2)).ok()
}
