//! What a commission plan pays for what, and how much that makes; pure arithmetic.

use super::{Beneficiary, CommissionShare, CommissionShares};
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{Date, Error, Money, Rate, Result, ids, split, text};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// One, in parts per million.
pub(crate) const WHOLE: i64 = 1_000_000;
/// The most beneficiaries of one order.
const MAX_SHARES: usize = 16;
const MAX_TIERS: usize = 32;
const MAX_LIST: usize = 1_000;
const MAX_CLAWBACK_DAYS: u32 = 3_650;
const MAX_KEY: usize = 128;

tokens! {
    /// What a commission is computed of.
    pub enum CommissionBasis("commission basis") {
        /// The net amount of the order: lines less discounts, without tax and shipping.
        Revenue = "revenue",
        /// The net amount less what the goods cost; a line without a margin earns nothing.
        Margin = "margin",
        /// The number of units.
        Units = "units",
    }
}

tokens! {
    /// How long turnover adds up.
    pub enum TurnoverPeriod("turnover period") {
        /// A calendar month.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
        /// A calendar year.
        Year = "year",
    }
}

/// A rate for the part of the turnover that lies above an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnoverTier {
    /// Where the tier begins, in the base currency; the first begins at 0.
    pub from: Money,
    /// The rate up to the next tier, 0 to 1.
    pub rate: Rate,
}

/// What a plan pays for what. Exactly one of `rate`, `tiers` and `per_unit` is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTerms {
    /// What the commission is computed of.
    pub basis: CommissionBasis,
    /// The rate of revenue or margin, above 0 and at most 1.
    #[serde(default)]
    pub rate: Option<Rate>,
    /// Rates by the turnover of the period, each for the part of the turnover in its tier.
    #[serde(default)]
    pub tiers: Vec<TurnoverTier>,
    /// How long the turnover of the tiers adds up; a month by default.
    #[serde(default = "month")]
    pub period: TurnoverPeriod,
    /// What one unit pays, in the base currency, for the basis `units`.
    #[serde(default)]
    pub per_unit: Option<Money>,
    /// The parts of the beneficiaries in the sequence in which an order names them, adding up to 1; equal parts when
    /// there are none.
    #[serde(default)]
    pub split: Vec<Rate>,
    /// Calendar days after the day of completion within which refunds take back their part, at most 3,650; 30 by default.
    #[serde(default = "thirty")]
    pub clawback_days: u32,
    /// Only for these partners and members of the staff; for everybody when there are none.
    #[serde(default)]
    pub beneficiaries: Vec<Beneficiary>,
    /// Only for these article numbers and the categories beside them.
    #[serde(default)]
    pub skus: Vec<String>,
    /// Only for products of these categories and those below them, and the article numbers beside them.
    #[serde(default)]
    pub categories: Vec<String>,
}

fn month() -> TurnoverPeriod {
    TurnoverPeriod::Month
}

fn thirty() -> u32 {
    30
}

impl PlanTerms {
    /// A rate of the revenue, for everybody and everything.
    #[must_use]
    pub fn revenue(rate: Rate) -> Self {
        PlanTerms {
            basis: CommissionBasis::Revenue,
            rate: Some(rate),
            tiers: Vec::new(),
            period: month(),
            per_unit: None,
            split: Vec::new(),
            clawback_days: thirty(),
            beneficiaries: Vec::new(),
            skus: Vec::new(),
            categories: Vec::new(),
        }
    }

    /// The currencies that the terms name.
    pub(crate) fn amounts(&self) -> impl Iterator<Item = Money> + '_ {
        self.tiers.iter().map(|tier| tier.from).chain(self.per_unit)
    }
}

/// The terms with clean text, or why they are refused.
pub(crate) fn clean(mut terms: PlanTerms) -> Result<PlanTerms> {
    let by_units = terms.basis == CommissionBasis::Units;
    match (by_units, terms.rate, terms.tiers.is_empty(), terms.per_unit) {
        (true, None, true, Some(amount)) if amount.minor > 0 => {}
        (true, None, true, Some(_)) => return Err(Error::invalid("/per_unit", "the amount must be above 0")),
        (true, ..) => return Err(Error::invalid("/per_unit", "a plan by units has an amount per unit and no rates")),
        (false, Some(rate), true, None) if (1..=WHOLE).contains(&rate.ppm()) => {}
        (false, Some(_), true, None) => return Err(Error::invalid("/rate", "a rate lies above 0 and at most at 1")),
        (false, None, false, None) => require_tiers(&terms.tiers)?,
        (false, ..) => {
            return Err(Error::invalid("/rate", "a plan has either a rate or tiers, and no amount per unit"));
        }
    }
    if terms.split.len() > MAX_SHARES || terms.split.iter().any(|share| share.ppm() <= 0) {
        return Err(Error::invalid("/split", "a split has at most 16 parts, each above 0"));
    }
    if !terms.split.is_empty() && terms.split.iter().map(|share| i128::from(share.ppm())).sum::<i128>() != 1_000_000 {
        return Err(Error::invalid("/split", "the parts must add up to 1"));
    }
    if terms.clawback_days > MAX_CLAWBACK_DAYS {
        return Err(Error::invalid("/clawback_days", "a claw-back period has at most 3,650 days"));
    }
    for (path, length) in [
        ("/beneficiaries", terms.beneficiaries.len()),
        ("/skus", terms.skus.len()),
        ("/categories", terms.categories.len()),
    ] {
        if length > MAX_LIST {
            return Err(Error::new(crate::ErrorCode::Limit, "a plan names at most 1,000 of a kind").at(path));
        }
    }
    for (at, beneficiary) in terms.beneficiaries.iter().enumerate() {
        ids::require_row_id(&format!("/beneficiaries/{at}/id"), Some(beneficiary.id))?;
    }
    let keys = |path: &str, given: &[String]| -> Result<Vec<String>> {
        given.iter().enumerate().map(|(at, key)| text::key(&format!("{path}/{at}"), key, MAX_KEY)).collect()
    };
    terms.skus = keys("/skus", &terms.skus)?;
    terms.categories = keys("/categories", &terms.categories)?;
    Ok(terms)
}

fn require_tiers(tiers: &[TurnoverTier]) -> Result<()> {
    if tiers.len() > MAX_TIERS {
        return Err(Error::new(crate::ErrorCode::Limit, "a plan has at most 32 tiers").at("/tiers"));
    }
    for (at, tier) in tiers.iter().enumerate() {
        let path = |field: &str| format!("/tiers/{at}/{field}");
        if !(0..=WHOLE).contains(&tier.rate.ppm()) {
            return Err(Error::invalid(path("rate"), "a rate lies between 0 and 1"));
        }
        let before = at.checked_sub(1).map(|before| tiers[before].from);
        match before {
            None if tier.from.minor != 0 => {
                return Err(Error::invalid(path("from"), "the first tier begins at 0"));
            }
            Some(before) if before.currency != tier.from.currency || before.minor >= tier.from.minor => {
                return Err(Error::invalid(path("from"), "tiers of one currency begin one above the other"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether the plan is for these beneficiaries.
pub(crate) fn is_for(terms: &PlanTerms, shares: &[CommissionShare]) -> bool {
    terms.beneficiaries.is_empty() || shares.iter().all(|share| terms.beneficiaries.contains(&share.beneficiary()))
}

/// Whether the plan covers an article.
pub(crate) fn covers(terms: &PlanTerms, sku: Option<&str>, category: Option<&str>) -> bool {
    if terms.skus.is_empty() && terms.categories.is_empty() {
        return true;
    }
    let below = |path: &String| category.is_some_and(|category| text::is_under(category, path, '/'));
    sku.is_some_and(|sku| terms.skus.iter().any(|known| known == sku)) || terms.categories.iter().any(below)
}

/// The whole commission of a base, on top of a turnover.
pub(crate) fn commission(terms: &PlanTerms, turnover: i64, base: i64) -> Result<i64> {
    if let Some(rate) = terms.rate {
        return scale_half_even(base, rate.ppm(), WHOLE);
    }
    if let Some(per_unit) = terms.per_unit {
        return scale_half_even(per_unit.minor, base, 1_000);
    }
    let after = crate::vocabulary::money::add_minor(turnover, base)?;
    Ok(of_turnover(&terms.tiers, after)? - of_turnover(&terms.tiers, turnover)?)
}

/// What tiers make of a turnover, each of the part that lies in it, rounded once.
fn of_turnover(tiers: &[TurnoverTier], turnover: i64) -> Result<i64> {
    let mut millionths = 0_i128;
    for (at, tier) in tiers.iter().enumerate() {
        let end = tiers.get(at + 1).map_or(i64::MAX, |next| next.from.minor);
        let part = turnover.min(end).saturating_sub(tier.from.minor).max(0);
        millionths += i128::from(part) * i128::from(tier.rate.ppm());
    }
    split::rounded(millionths)
}

/// The first day of the period in which a day lies.
pub(crate) fn period_of(period: TurnoverPeriod, day: Date) -> Result<Date> {
    let naive = day.naive();
    let month = match period {
        TurnoverPeriod::Month => naive.month(),
        TurnoverPeriod::Quarter => (naive.month() - 1) / 3 * 3 + 1,
        TurnoverPeriod::Year => 1,
    };
    Date::from_ymd(naive.year(), month, 1)
}

/// The beneficiaries with their parts: those that were given, those of the plan, or equal ones.
pub(crate) fn shares(terms: &PlanTerms, given: &[CommissionShare]) -> Result<CommissionShares> {
    let parts: Vec<i64> = if given.iter().all(|share| share.share.is_none()) {
        match terms.split.len() {
            0 => split::divide(WHOLE, &vec![1; given.len()]),
            parts if parts == given.len() => terms.split.iter().map(|share| share.ppm()).collect(),
            parts => {
                let message = format!("the plan splits its commission among {parts}");
                return Err(Error::invalid("/beneficiaries", message).hint("name as many, or give each a share"));
            }
        }
    } else {
        given.iter().map(|share| share.share.map_or(0, Rate::ppm)).collect()
    };
    let whole: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    if parts.iter().any(|part| *part <= 0) || whole != 1_000_000 {
        return Err(Error::invalid("/beneficiaries", "each share is above 0, and all add up to 1"));
    }
    let with_part =
        |(share, part): (&CommissionShare, i64)| CommissionShare { share: Some(Rate::from_ppm(part)), ..*share };
    Ok(CommissionShares(given.iter().zip(parts).map(with_part).collect()))
}

/// 1 to 16 beneficiaries, each once.
pub(crate) fn require_shares(given: &[CommissionShare]) -> Result<()> {
    if !(1..=MAX_SHARES).contains(&given.len()) {
        return Err(Error::invalid("/beneficiaries", "a commission has 1 to 16 beneficiaries"));
    }
    for (at, share) in given.iter().enumerate() {
        ids::require_row_id(&format!("/beneficiaries/{at}/id"), Some(share.id))?;
        if given[..at].iter().any(|other| other.beneficiary() == share.beneficiary()) {
            return Err(Error::invalid(format!("/beneficiaries/{at}"), "the beneficiary is named twice"));
        }
    }
    Ok(())
}
