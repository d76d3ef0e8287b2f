//! Names for score combinations: champions, loyal, at_risk and so on.
//!
//! This module owns the label map, which is data a shop can replace, the default map with what
//! other systems call its labels and what is commonly done about them, and the fast look-up for
//! many customers. A map speaks of recency R (1..=5) and of S = F + M (2..=10); scores of another
//! number of bins are brought to five first, for labels only.
//!
//! Promises: a map that passes [`LabelMap::validate`] gives each of the 125 score combinations
//! exactly one label. Refuses: a map that leaves a combination without a label or gives it two,
//! and names every such combination; and the label `prospect` for scored customers, because it
//! says that there is no counted order to score.

mod profiles;
#[cfg(test)]
mod tests;

pub use profiles::{LabelProfile, PROFILES, profile_of};

use serde::{Deserialize, Serialize};
use std::fmt;

/// The label of customers without a counted order; they have no scores.
pub const PROSPECT: &str = "prospect";

/// The number of bins that label rules speak of.
pub const LABEL_BINS: u8 = 5;

/// The longest token of a label in bytes.
const LABEL_MAX_BYTES: usize = 64;

/// A combination of recency, frequency and monetary score on the scale of five.
pub(super) type Cell = [u8; 3];

/// One rule: a label for an area of R and S = F + M.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RfmLabelRule")]
pub struct LabelRule {
    /// The label's snake_case token; several rules may share it.
    pub label: String,
    /// Lowest and highest recency score, within 1..=5.
    pub r: (u8, u8),
    /// Lowest and highest sum of frequency and monetary score, within 2..=10.
    pub s: (u8, u8),
}

impl LabelRule {
    fn covers(&self, [r, f, m]: Cell) -> bool {
        (self.r.0..=self.r.1).contains(&r) && (self.s.0..=self.s.1).contains(&(f + m))
    }

    fn is_in_range(&self) -> bool {
        let inside = |(low, high): Span, least: u8, most: u8| least <= low && low <= high && high <= most;
        inside(self.r, 1, LABEL_BINS) && inside(self.s, 2, 2 * LABEL_BINS)
    }
}

impl fmt::Display for LabelRule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = |(low, high): Span| {
            if low == high { low.to_string() } else { format!("{low}-{high}") }
        };
        let (r, s) = (span(self.r), span(self.s));
        write!(out, "{}: R {r}, F + M {s}", self.label)
    }
}

/// The rules that give every score combination its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RfmLabelMap")]
pub struct LabelMap {
    /// The rules; labels are shown in the order in which they first appear, best first.
    pub rules: Vec<LabelRule>,
}

impl Default for LabelMap {
    fn default() -> Self {
        let rule = |(label, r, s): &(&str, Span, Span)| LabelRule { label: (*label).to_owned(), r: *r, s: *s };
        Self { rules: DEFAULT_RULES.iter().map(rule).collect() }
    }
}

/// Lowest and highest, both included.
type Span = (u8, u8);

const DEFAULT_RULES: [(&str, Span, Span); 11] = [
    ("champions", (5, 5), (8, 10)),
    ("loyal", (3, 4), (8, 10)),
    ("potential_loyalist", (4, 5), (4, 7)),
    ("new_customer", (5, 5), (2, 3)),
    ("promising", (4, 4), (2, 3)),
    ("needs_attention", (3, 3), (6, 7)),
    ("about_to_sleep", (3, 3), (2, 5)),
    ("at_risk", (1, 2), (6, 8)),
    ("cant_lose", (1, 2), (9, 10)),
    ("hibernating", (2, 2), (2, 5)),
    ("lost", (1, 1), (2, 5)),
];

/// All 125 combinations, from 1-1-1 to 5-5-5.
fn cells() -> impl Iterator<Item = Cell> {
    let scores = || 1..=LABEL_BINS;
    scores().flat_map(move |r| scores().flat_map(move |f| scores().map(move |m| [r, f, m])))
}

impl LabelMap {
    /// Checks that labels are usable and that each of the 125 cells has exactly one.
    ///
    /// # Errors
    ///
    /// A `LabelMapError` that names the offending rule or all offending cells.
    pub fn validate(&self) -> Result<(), LabelMapError> {
        for (at, rule) in self.rules.iter().enumerate() {
            if !is_token(&rule.label) || rule.label == PROSPECT {
                return Err(LabelMapError::BadLabel(at));
            }
            if !rule.is_in_range() {
                return Err(LabelMapError::OutOfRange(at));
            }
        }
        let matches = |cell: Cell| self.rules.iter().filter(|rule| rule.covers(cell)).count();
        let uncovered: Vec<Cell> = cells().filter(|cell| matches(*cell) == 0).collect();
        let doubly_covered: Vec<Cell> = cells().filter(|cell| matches(*cell) > 1).collect();
        if uncovered.is_empty() && doubly_covered.is_empty() {
            return Ok(());
        }
        Err(LabelMapError::Cover { uncovered, doubly_covered })
    }

    /// The labels in display order, best first, each once; `prospect` comes last.
    #[must_use]
    pub fn display_order(&self) -> Vec<&str> {
        let mut order: Vec<&str> = Vec::new();
        let labels = self.rules.iter().map(|rule| rule.label.as_str());
        for label in labels.chain([PROSPECT]) {
            if !order.contains(&label) {
                order.push(label);
            }
        }
        order
    }

    /// The rule that fits scores of `bins` bins; none when a score is not 1..=bins or no rule
    /// covers it.
    #[must_use]
    pub fn rule_of(&self, r: u8, f: u8, m: u8, bins: u8) -> Option<&LabelRule> {
        let cell = [scaled_to_five(r, bins)?, scaled_to_five(f, bins)?, scaled_to_five(m, bins)?];
        self.rules.iter().find(|rule| rule.covers(cell))
    }

    /// The label of scores of `bins` bins; none when a score is not 1..=bins or no rule covers it.
    #[must_use]
    pub fn label_of(&self, r: u8, f: u8, m: u8, bins: u8) -> Option<&str> {
        Some(self.rule_of(r, f, m, bins)?.label.as_str())
    }

    /// How many of the 125 cells have each label, in display order, without `prospect`.
    #[must_use]
    pub fn cell_counts(&self) -> Vec<(&str, usize)> {
        let count = |label: &str| {
            let labels = cells().filter_map(|[r, f, m]| self.label_of(r, f, m, LABEL_BINS));
            labels.filter(|found| *found == label).count()
        };
        let scored = self.display_order().into_iter().filter(|label| *label != PROSPECT);
        scored.map(|label| (label, count(label))).collect()
    }

    /// A table that labels many customers scored with `bins` bins.
    ///
    /// # Errors
    ///
    /// As [`LabelMap::validate`], and when `bins` is not 2..=10.
    pub fn table(&self, bins: u8) -> Result<LabelTable, LabelMapError> {
        self.validate()?;
        if !(2..=10).contains(&bins) {
            return Err(LabelMapError::BinsOutOfRange(bins));
        }
        let labels: Vec<String> = self.display_order().into_iter().map(str::to_owned).collect();
        let position = |label: &str| labels.iter().position(|known| known == label);
        let width = usize::from(bins) + 1;
        let mut positions = vec![None; width * width * width];
        for r in 1..=bins {
            for f in 1..=bins {
                for m in 1..=bins {
                    let found = self.label_of(r, f, m, bins).and_then(position);
                    // A map has fewer labels than cells, so that a byte holds every position.
                    positions[index_of(width, r, f, m)] = found.map(|place| place as u8);
                }
            }
        }
        Ok(LabelTable { bins, labels, positions })
    }
}

/// A label map unrolled for one number of bins.
#[derive(Debug, Clone)]
pub struct LabelTable {
    bins: u8,
    labels: Vec<String>,
    positions: Vec<Option<u8>>,
}

impl LabelTable {
    /// The labels in display order, best first; `prospect` comes last.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The position among [`LabelTable::labels`] of a customer's label; none when a score is not
    /// 1..=bins.
    #[must_use]
    pub fn position(&self, r: u8, f: u8, m: u8) -> Option<u8> {
        if r.max(f).max(m) > self.bins {
            return None;
        }
        let width = usize::from(self.bins) + 1;
        self.positions.get(index_of(width, r, f, m)).copied()?
    }

    /// A customer's label; none when a score is not 1..=bins.
    #[must_use]
    pub fn label(&self, r: u8, f: u8, m: u8) -> Option<&str> {
        let position = usize::from(self.position(r, f, m)?);
        self.labels.get(position).map(String::as_str)
    }
}

fn index_of(width: usize, r: u8, f: u8, m: u8) -> usize {
    (usize::from(r) * width + usize::from(f)) * width + usize::from(m)
}

/// Brings a score of `bins` bins to the scale of five, for labels only:
/// 1 + round half up((score − 1) · 4 / (bins − 1)).
///
/// None when the score is not 1..=bins or there are fewer than two bins.
#[must_use]
pub(super) fn scaled_to_five(score: u8, bins: u8) -> Option<u8> {
    if bins < 2 || !(1..=bins).contains(&score) {
        return None;
    }
    let steps = u16::from(bins - 1);
    let above = u16::from(score - 1) * u16::from(LABEL_BINS - 1);
    u8::try_from(1 + (2 * above + steps) / (2 * steps)).ok()
}

fn is_token(label: &str) -> bool {
    let starts_with_letter = label.starts_with(|first: char| first.is_ascii_lowercase());
    let plain = |other: char| other.is_ascii_lowercase() || other.is_ascii_digit() || other == '_';
    starts_with_letter && label.len() <= LABEL_MAX_BYTES && label.chars().all(plain)
}

/// Why a label map is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LabelMapError {
    /// The label of the rule at this position is not a snake_case token, or is `prospect`.
    BadLabel(usize),
    /// The rule at this position leaves R 1..=5 or S 2..=10, or its lowest is above its highest.
    OutOfRange(usize),
    /// Cells without a label, or with more than one.
    Cover {
        /// Cells no rule covers.
        uncovered: Vec<Cell>,
        /// Cells that more than one rule covers.
        doubly_covered: Vec<Cell>,
    },
    /// The number of bins is not 2..=10.
    BinsOutOfRange(u8),
}

/// The most cells of each kind that a message names.
const MOST_CELLS: usize = 20;

impl fmt::Display for LabelMapError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |cells: &[Cell]| {
            let name = |[r, f, m]: &Cell| format!("({r},{f},{m})");
            let shown = cells.iter().take(MOST_CELLS).map(name).collect::<Vec<_>>().join(" ");
            match cells.len().saturating_sub(MOST_CELLS) {
                0 => shown,
                more => format!("{shown} and {more} more"),
            }
        };
        match self {
            Self::BadLabel(_) => write!(out, "a label has lower-case letters, digits and _, and is not {PROSPECT}"),
            Self::OutOfRange(_) => out.write_str("R must lie in 1-5 and F + M in 2-10, lowest first"),
            Self::Cover { uncovered, doubly_covered } => {
                out.write_str("each (r,f,m) needs exactly one label")?;
                if !uncovered.is_empty() {
                    write!(out, "; without a label: {}", names(uncovered))?;
                }
                if !doubly_covered.is_empty() {
                    write!(out, "; with more than one: {}", names(doubly_covered))?;
                }
                Ok(())
            }
            Self::BinsOutOfRange(bins) => write!(out, "{bins} bins; use 2 to 10"),
        }
    }
}

impl std::error::Error for LabelMapError {}
