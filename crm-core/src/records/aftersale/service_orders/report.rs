//! What service costs, what of it is open, and who does it.

use super::{ServiceKind, ServiceOrder, ServiceOrderState, ServiceOrders, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::records::tasks::appointments::AppointmentState;
use crate::vocabulary::{AssetId, Currency, CustomerId, Error, Money, Result, ServiceOrderId, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

/// What finished service comes to in one currency, without tax, and who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceCosts {
    /// The currency.
    pub currency: Currency,
    /// How many orders were finished.
    pub orders: u64,
    /// What warranties bear.
    pub by_warranty: Money,
    /// What service contracts bear.
    pub by_contract: Money,
    /// What the shop bears of its own free will.
    pub by_goodwill: Money,
    /// What customers bear.
    pub by_customer: Money,
}

/// A service order of which something is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceOrderSummary {
    /// The id.
    pub id: ServiceOrderId,
    /// The number that people read.
    pub number: String,
    /// What is done.
    pub kind: ServiceKind,
    /// Where it stands.
    pub state: ServiceOrderState,
    /// The asset on which it is done.
    pub asset_id: Option<AssetId>,
    /// What all lines come to.
    pub total: Money,
    /// What the customer bears.
    pub by_customer: Money,
    /// When it was recorded.
    pub created_at: Timestamp,
}

/// Which period a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServicePeriod {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub before: Timestamp,
}

/// The service of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceReport {
    /// How many orders were recorded.
    pub opened: u64,
    /// How many orders had their work ended.
    pub finished: u64,
    /// How many of those could not be repaired.
    pub unrepairable: u64,
    /// How long the finished ones took from their record to the end of the work on average, in seconds; null without any.
    pub mean_seconds: Option<i64>,
    /// What the finished ones come to, currency by currency.
    pub costs: Vec<ServiceCosts>,
}

impl<T: Reading> ServiceOrders<'_, T> {
    /// The service of a period.
    ///
    /// # Errors
    /// `invalid_input` for a period that ends before it begins.
    pub fn report(&self, period: &ServicePeriod) -> Result<ServiceReport> {
        let tx = self.tx.reader();
        if period.before < period.from {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        let [opened, finished, unrepairable, took] = store::counts_in(tx, period.from, period.before)?;
        Ok(ServiceReport {
            opened: opened.unsigned_abs(),
            finished: finished.unsigned_abs(),
            unrepairable: unrepairable.unsigned_abs(),
            mean_seconds: (finished > 0).then(|| took / finished.max(1) / 1_000),
            costs: store::costs_in(tx, period.from, period.before)?,
        })
    }

    /// What finished service for a customer comes to, currency by currency, and who bears it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn costs(&self, customer: CustomerId) -> Result<Vec<ServiceCosts>> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        costs_of(tx, customer)
    }
}

/// What finished service for a customer comes to.
pub(crate) fn costs_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<ServiceCosts>> {
    store::costs_of(tx, customer)
}

/// The service orders of a customer of which something is open, the latest first.
pub(crate) fn open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<ServiceOrderSummary>> {
    let of = |order: ServiceOrder| ServiceOrderSummary {
        id: order.id,
        number: order.number,
        kind: order.kind,
        state: order.state,
        asset_id: order.asset_id,
        total: order.total,
        by_customer: order.by_customer,
        created_at: order.created_at,
    };
    Ok(store::open_of(tx, customer, rows)?.into_iter().map(of).collect())
}

/// Gives the open service orders of one technician to another, after their appointments went: those whose appointment
/// stayed stay too; how many went.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    let mut moved = 0;
    for mut order in store::open_of_staff(tx, from)? {
        let appointment = order.appointment_id.map(|id| tx.appointments().get(id)).transpose()?;
        let stays = |one: &crate::records::tasks::appointments::Appointment| {
            one.state == AppointmentState::Booked && one.staff_id == from
        };
        if appointment.as_ref().is_some_and(stays) {
            continue;
        }
        (order.staff_id, order.updated_at) = (Some(to), tx.now());
        order.update(tx, journal::next_seq(tx)?)?;
        moved += 1;
    }
    Ok(moved)
}

/// Service orders that contradict themselves; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let what = [
        "service lines whose parts do not add up",
        "service orders that are not the sum of their lines",
        "service orders whose end contradicts their state",
    ];
    let found = what.iter().zip(store::contradictions(tx)?);
    Ok(found.filter(|(_, count)| *count > 0).map(|(what, count)| format!("{count} {what}")).collect())
}
