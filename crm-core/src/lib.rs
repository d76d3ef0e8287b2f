//! An embedded CRM for shops: customers, orders, lifecycle and RFM in one SQLite file.
//!
//! Open a file with [`Crm::open`] and use its two doors: [`Crm::read`] gives a snapshot, [`Crm::write`] a transaction
//! that commits when the closure returns `Ok`. Every room is a handle on the transaction (`tx.catalog()`), every verb a
//! method of it, and any number of verbs compose in one transaction.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[macro_use]
mod vocabulary;
#[macro_use]
mod db;
#[macro_use]
mod journal;
mod crm;
mod doors;
mod insight;
mod records;
#[cfg(test)]
mod testing;

pub use crm::Crm;
pub use db::{
    BackupReport, Durability, HostRows, HostValue, IntegrityReport, Interrupter, Json, Options, ReadTransaction,
    Reading, TickReport, TickStepReport, WriteTransaction, forked, forks, sqlite_version, watch_forks,
};
#[cfg(feature = "arrow")]
pub use doors::arrow;
pub use doors::exchange;
pub use doors::ops;
pub use insight::{care, entitlement, facts, lifecycle, rfm, view};
pub use journal::{Event, EventBatch, StageChange};
pub use records::aftersale::{
    assets, community, compensation, contracts, credit, feedback, knowledge, parts, returns, reviews, service_orders,
    sla, surveys, tickets, warranties,
};
pub use records::presale::{collateral, configure, leads, opportunities, quotes, touches};
pub use records::sale::{carts, coupons, invoices, loyalty, partners, referrals, shipments};
pub use records::tasks::appointments;
pub use records::{catalog, customers, interactions, orders, shop, staff, tasks};
pub use vocabulary::*;
