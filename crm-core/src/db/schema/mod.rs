//! The tables: one commented SQL file per room and schema version.
//!
//! Tables are singular (`crm_customer`) and ours alone; views are plural (`crm_customers`), documented, and what people
//! query. Every TEXT or BLOB column says behind it whether it holds personal data (see `vocabulary::pii`).

#[cfg(test)]
use crate::vocabulary::pii::{MarkedColumn, marked_columns};
use std::sync::LazyLock;

/// The beginning of every name of ours.
pub(crate) const PREFIX: &str = "crm_";
/// `CRMc`: marks a file as ours.
pub(crate) const APPLICATION_ID: i32 = 0x4352_4d63;
/// The version that this library writes.
pub(crate) const VERSION: i32 = 1;

/// The whole schema of version 1, room by room in the order of the layers.
pub(crate) const V1: &[&str] = &[
    include_str!("v1/kernel.sql"),
    include_str!("v1/shop.sql"),
    include_str!("v1/catalog.sql"),
    include_str!("v1/customers.sql"),
    include_str!("v1/interactions.sql"),
    include_str!("v1/orders.sql"),
    include_str!("v1/tasks.sql"),
    include_str!("v1/touches.sql"),
    include_str!("v1/leads.sql"),
    include_str!("v1/opportunities.sql"),
    include_str!("v1/quotes.sql"),
    include_str!("v1/collateral.sql"),
    include_str!("v1/configure.sql"),
    include_str!("v1/carts.sql"),
    include_str!("v1/shipments.sql"),
    include_str!("v1/invoices.sql"),
    include_str!("v1/partners.sql"),
    include_str!("v1/loyalty.sql"),
    include_str!("v1/coupons.sql"),
    include_str!("v1/referrals.sql"),
    include_str!("v1/assets.sql"),
    include_str!("v1/warranties.sql"),
    include_str!("v1/contracts.sql"),
    include_str!("v1/sla.sql"),
    include_str!("v1/tickets.sql"),
    include_str!("v1/parts.sql"),
    include_str!("v1/service_orders.sql"),
    include_str!("v1/returns.sql"),
    include_str!("v1/compensation.sql"),
    include_str!("v1/reviews.sql"),
    include_str!("v1/credit.sql"),
    include_str!("v1/feedback.sql"),
    include_str!("v1/surveys.sql"),
    include_str!("v1/knowledge.sql"),
    include_str!("v1/community.sql"),
    include_str!("v1/facts.sql"),
    include_str!("v1/rfm.sql"),
    include_str!("v1/lifecycle.sql"),
    include_str!("v1/entitlement.sql"),
    include_str!("v1/care.sql"),
    include_str!("v1/exchange.sql"),
];

/// Every step from an empty file to the newest version.
pub(crate) const STEPS: &[&[&str]] = &[V1];

/// The views that a person's query may read.
static VIEWS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = STEPS.iter().flat_map(|step| step.iter()).flat_map(|sql| sql.lines());
    lines.filter_map(|line| line.strip_prefix("CREATE VIEW ")?.split_whitespace().next()).collect()
});

/// Whether a name is one of the documented views.
pub(crate) fn is_view(name: &str) -> bool {
    VIEWS.iter().any(|view| view.eq_ignore_ascii_case(name))
}

/// The commented SQL of the newest version, for `docs/schema.md`.
pub(crate) fn whole() -> String {
    STEPS.iter().flat_map(|step| step.iter()).copied().collect::<Vec<_>>().join("\n")
}

/// Every column with its declaration as personal or plain.
#[cfg(test)]
pub(crate) fn columns() -> &'static [MarkedColumn] {
    static COLUMNS: LazyLock<Vec<MarkedColumn>> = LazyLock::new(|| marked_columns(&whole()));
    &COLUMNS
}
