//! The operation table: every verb of the library by name, over JSON or any other serde format.
//!
//! One line per operation: its name, one sentence, the errors of its own, and a closure over the public typed method.
//! Inputs and outputs are the same structs that Rust users see. The bindings are generated from the table's
//! description (`include/ops.json`); nothing is removed or renamed without a major version.

#[macro_use]
mod table;
mod batch;
mod care;
mod carts;
mod catalog;
mod collateral;
mod configure;
mod coupons;
mod customers;
mod describe;
mod entitlement;
mod events;
mod exchange;
mod host;
pub(in crate::doors) mod input;
mod interactions;
mod invoices;
mod leads;
mod lifecycle;
mod loyalty;
mod opportunities;
mod orders;
mod partners;
mod quotes;
mod referrals;
mod rfm;
mod run;
mod shapes;
mod shipments;
mod shop;
mod staff;
mod system;
mod tasks;
mod touches;

mod assets;
mod community;
mod compensation;
mod contracts;
mod credit;
mod feedback;
mod knowledge;
mod parts;
mod returns;
mod reviews;
mod service_orders;
mod sla;
mod surveys;
#[cfg(test)]
mod tests;
mod tickets;
mod warranties;

pub use describe::{describe, describe_all, schema_sql, schema_version};
pub use input::decode;
#[cfg(feature = "arrow")]
pub(in crate::doors) use run::from_json;
pub use table::{Answer, Kind, Op};

/// Every operation, room by room.
pub static ALL: &[&[Op]] = &[
    system::OPS,
    events::OPS,
    host::OPS,
    shop::OPS,
    catalog::OPS,
    customers::OPS,
    interactions::OPS,
    orders::OPS,
    tasks::OPS,
    staff::OPS,
    touches::OPS,
    leads::OPS,
    opportunities::OPS,
    quotes::OPS,
    collateral::OPS,
    configure::OPS,
    carts::OPS,
    shipments::OPS,
    invoices::OPS,
    partners::OPS,
    loyalty::OPS,
    coupons::OPS,
    referrals::OPS,
    assets::OPS,
    warranties::OPS,
    contracts::OPS,
    sla::OPS,
    tickets::OPS,
    parts::OPS,
    service_orders::OPS,
    returns::OPS,
    compensation::OPS,
    reviews::OPS,
    credit::OPS,
    feedback::OPS,
    surveys::OPS,
    knowledge::OPS,
    community::OPS,
    rfm::OPS,
    lifecycle::OPS,
    entitlement::OPS,
    care::OPS,
    exchange::OPS,
];

/// The operation of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Op> {
    use std::collections::HashMap;
    use std::sync::LazyLock;
    static BY_NAME: LazyLock<HashMap<&'static str, &'static Op>> =
        LazyLock::new(|| ALL.iter().flat_map(|room| room.iter()).map(|op| (op.name, op)).collect());
    BY_NAME.get(name).copied()
}
