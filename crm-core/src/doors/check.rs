//! The check of a file: SQLite's own, the journal's chain, and derived values against a recomputation.

use crate::db::{IntegrityReport, ReadTransaction, problems_of_the_file};
use crate::insight::{facts, lifecycle};
use crate::journal;
use crate::records::aftersale::{
    assets, community, compensation, contracts, credit, feedback, knowledge, parts, returns, reviews, service_orders,
    tickets, warranties,
};
use crate::records::presale::{configure, leads, opportunities, quotes};
use crate::records::sale::{carts, coupons, invoices, loyalty, partners, shipments};
use crate::records::{customers, orders};
use crate::vocabulary::Result;

/// What each room compares with a recomputation from its facts: one sentence per kind of difference.
type Comparison = fn(&ReadTransaction) -> Result<Vec<String>>;

static COMPARISONS: &[Comparison] = &[
    customers::compare,
    orders::compare,
    leads::compare,
    opportunities::compare,
    quotes::compare,
    configure::compare,
    carts::compare,
    shipments::compare,
    coupons::compare,
    loyalty::compare,
    partners::compare,
    invoices::compare,
    returns::compare,
    compensation::compare,
    parts::compare,
    service_orders::compare,
    assets::compare,
    reviews::compare,
    credit::compare,
    feedback::compare,
    warranties::compare,
    knowledge::compare,
    community::compare,
    tickets::compare,
    contracts::compare,
    facts::compare,
    lifecycle::differences,
];

/// Looks for damage; finds everything it can and changes nothing.
pub(crate) fn check(tx: &ReadTransaction) -> Result<IntegrityReport> {
    let mut problems = problems_of_the_file(tx)?;
    problems.extend(journal::verify(tx)?);
    for comparison in COMPARISONS {
        problems.extend(comparison(tx)?);
    }
    Ok(IntegrityReport { ok: problems.is_empty(), problems })
}
