//! From the draft to the confirmed order: quoted, accepted, declined, expired, called off.

use super::{ServiceOrder, ServiceOrderState, ServiceOrders, lines, rules, store, supply, write};
use crate::db::{StepOutcome, Tick, WriteTransaction};
use crate::journal;
use crate::records::tasks::appointments::AppointmentState;
use crate::records::{customers, shop};
use crate::vocabulary::{Date, Error, Result, ServiceOrderId, text};

/// Prices that end by themselves in one transaction.
const BATCH: usize = 200;

impl ServiceOrders<'_, WriteTransaction> {
    /// Tells the customer the price, which stands until the end of a day in the shop's zone.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is no draft; `blocked` for a customer whom the shop does not
    /// serve; `invalid_input` without lines and for a day in the past.
    pub fn quote(&self, id: ServiceOrderId, valid_until: Option<Date>) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::MACHINE.require(order.state, ServiceOrderState::Quoted)?;
        customers::require_serviceable(tx, order.customer_id)?;
        if order.lines.is_empty() {
            return Err(Error::invalid("/id", "an order without lines has no price").hint("add them first"));
        }
        let today = shop::today(tx)?;
        let days = i32::try_from(super::settings(tx)?.quote_days).unwrap_or(i32::MAX);
        let until = valid_until.unwrap_or_else(|| today.plus_days(days));
        if until < today {
            return Err(Error::invalid("/valid_until", "the day is over already"));
        }
        order.valid_until = Some(until);
        tx.step(|| {
            go(tx, &mut order, ServiceOrderState::Quoted, None)?;
            lines::save(tx, &mut order, "service_order.quoted")
        })?;
        Ok(order)
    }

    /// Notes that the customer accepts the price; the order is confirmed, and its parts are reserved.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not quoted; `conflict` when the price stands no more;
    /// `blocked` for a customer whom the shop does not serve.
    pub fn accept(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let order = self.get(id)?;
        if order.state != ServiceOrderState::Quoted {
            return Err(rules::MACHINE.refuse(order.state, format!("an order that is {} is not accepted", order.state)));
        }
        let today = shop::today(self.tx)?;
        if order.valid_until.is_some_and(|day| day < today) {
            return Err(Error::conflict("the price stands no more").existing(id).hint("create another service order"));
        }
        self.confirmed(order, "service_order.accepted")
    }

    /// Confirms a draft, for which nobody has to accept a price; its parts are reserved.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is no draft; `blocked` for a customer whom the shop does not
    /// serve.
    pub fn confirm(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let order = self.get(id)?;
        if order.state != ServiceOrderState::Draft {
            return Err(rules::MACHINE
                .refuse(order.state, format!("an order that is {} is not confirmed", order.state))
                .hint("accept a price that is quoted with service_orders.accept"));
        }
        self.confirmed(order, "service_order.confirmed")
    }

    /// Confirms an order and reserves its parts; it waits for those that are missing.
    fn confirmed(&self, mut order: ServiceOrder, event: &'static str) -> Result<ServiceOrder> {
        let tx = self.tx;
        customers::require_serviceable(tx, order.customer_id)?;
        tx.step(|| {
            go(tx, &mut order, ServiceOrderState::Confirmed, None)?;
            if supply::reserve(tx, &mut order)? {
                go(tx, &mut order, ServiceOrderState::WaitingParts, None)?;
            }
            lines::keep(tx, &mut order, event)
        })?;
        Ok(order)
    }

    /// Notes that the customer does not accept the price.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not quoted.
    pub fn decline(&self, id: ServiceOrderId, reason: Option<&str>) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        order.reason = text::optional_note("/reason", reason)?;
        tx.step(|| {
            go(tx, &mut order, ServiceOrderState::Declined, None)?;
            write(tx, &mut order, "service_order.declined")
        })?;
        Ok(order)
    }

    /// Calls an order off before the work begins; its parts and its time are free again.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` without a reason; `not_allowed_transition` for one that is quoted or whose work has
    /// begun.
    pub fn cancel(&self, id: ServiceOrderId, reason: &str) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        let reason = text::optional_note("/reason", Some(reason))?;
        order.reason = Some(reason.ok_or_else(|| Error::invalid("/reason", "calling off takes a reason"))?);
        tx.step(|| {
            go(tx, &mut order, ServiceOrderState::Cancelled, None)?;
            for line in &mut order.lines {
                supply::free(tx, line)?;
            }
            end_appointment(tx, &order, false)?;
            release_asset(tx, &mut order)?;
            lines::keep(tx, &mut order, "service_order.cancelled")
        })?;
        Ok(order)
    }
}

/// Takes an order to another state; it is written by the caller.
pub(super) fn go(
    tx: &WriteTransaction,
    order: &mut ServiceOrder,
    to: ServiceOrderState,
    reason: Option<&str>,
) -> Result<()> {
    journal::go(tx, &rules::MACHINE, (order.id.0, Some(order.customer_id)), (order.state, to), reason)?;
    order.state = to;
    if rules::MACHINE.allowed(to).is_empty() {
        order.ended_at = Some(tx.now());
    }
    Ok(())
}

/// Ends the appointment of an order that still stands: it took place, or it is called off.
pub(super) fn end_appointment(tx: &WriteTransaction, order: &ServiceOrder, took_place: bool) -> Result<()> {
    let Some(id) = order.appointment_id else { return Ok(()) };
    if tx.appointments().get(id)?.state != AppointmentState::Booked {
        return Ok(());
    }
    if took_place { tx.appointments().complete(id, None) } else { tx.appointments().cancel(id, None) }.map(drop)
}

/// Gives the asset back to its use that is in repair because of an order.
pub(super) fn release_asset(tx: &WriteTransaction, order: &mut ServiceOrder) -> Result<()> {
    use crate::records::aftersale::assets::AssetState;
    let Some(asset) = order.asset_id.filter(|_| order.holds_asset) else { return Ok(()) };
    order.holds_asset = false;
    if tx.assets().get(asset)?.state == AssetState::InRepair {
        tx.assets().set_state(asset, AssetState::InUse, Some("service_done"))?;
    }
    Ok(())
}

/// The step of `tick`: prices that were not accepted in time expire, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(
        |tx| {
            let day = store::next_expiry(tx)?;
            let zone = shop::settings(tx)?.time_zone;
            Ok(day.map(|day| zone.start_of(day.plus_days(1))))
        },
        |tx| {
            let due = store::expired(tx, shop::today(tx)?, BATCH)?;
            let many = due.len();
            for mut order in due {
                go(tx, &mut order, ServiceOrderState::Expired, None)?;
                write(tx, &mut order, "service_order.expired")?;
            }
            Ok(many)
        },
    )
}
