//! The work itself: a time and a technician, the beginning, and the end.

use super::{
    ServiceOrder, ServiceOrderState, ServiceOrders, ServiceOutcome, consume, lines, moves, rules, supply, technicians,
    write,
};
use crate::db::WriteTransaction;
use crate::records::aftersale::assets::{self, AssetState};
use crate::records::tasks::appointments::{AppointmentKind, AppointmentState, NewAppointment};
use crate::vocabulary::{AppointmentId, Error, Result, ServiceOrderId, StaffId, Timestamp, text};
use serde::{Deserialize, Serialize};

/// When a service order is done, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceSchedule {
    /// The service order.
    pub id: ServiceOrderId,
    /// The technician.
    pub staff_id: StaffId,
    /// When the work begins.
    pub starts_at: Timestamp,
    /// How long it takes, 5 to 1,440 minutes.
    pub minutes: u32,
    /// Books in the past and outside the working hours too; never over another appointment.
    #[serde(default)]
    pub force: bool,
}

impl ServiceOrders<'_, WriteTransaction> {
    /// Gives an order a technician and a time, or another one: an appointment is booked or moved.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for an order that is not confirmed; `conflict` while parts are missing, for a
    /// technician who lacks what the order asks for, and with the other appointment for a time that is taken;
    /// `invalid_input` for a time in the past; `blocked` for a customer whom the shop does not serve.
    pub fn schedule(&self, given: ServiceSchedule) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(given.id)?;
        rules::MACHINE.require(order.state, ServiceOrderState::Scheduled)?;
        technicians::require_fit(tx, given.staff_id, order.skill.as_deref(), order.region.as_deref())?;
        if supply::is_missing(tx, &order)? {
            return Err(Error::conflict("parts of the order are missing")
                .at("/id")
                .hint("receive them and call service_orders.reserve_parts"));
        }
        tx.step(|| {
            order.appointment_id = Some(book(tx, &order, given)?);
            order.staff_id = Some(given.staff_id);
            moves::go(tx, &mut order, ServiceOrderState::Scheduled, None)?;
            write(tx, &mut order, "service_order.scheduled")
        })?;
        Ok(order)
    }

    /// Begins the work; the asset is in repair from now on.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for an order without a time; `conflict` for an asset that is scrapped.
    pub fn start(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        tx.step(|| {
            moves::go(tx, &mut order, ServiceOrderState::InProgress, None)?;
            order.started_at = order.started_at.or(Some(tx.now()));
            hold_asset(tx, &mut order)?;
            write(tx, &mut order, "service_order.started")
        })?;
        Ok(order)
    }

    /// Ends the work with a result: a claim of the warranty and a use of the service contract are consumed, as far as they
    /// bear something; the asset is in use again.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for an order that is not in progress; `conflict` for a part that was neither
    /// used nor taken away, and for a warranty or contract that bears nothing any more; `invalid_input` without a result.
    pub fn complete(&self, id: ServiceOrderId, result: &str) -> Result<ServiceOrder> {
        self.finish(id, ServiceOutcome::Done, result)
    }

    /// Ends the work because nothing can be repaired; what was done all the same is borne as the lines say.
    ///
    /// # Errors
    /// As [`ServiceOrders::complete`].
    pub fn mark_unrepairable(&self, id: ServiceOrderId, result: &str) -> Result<ServiceOrder> {
        self.finish(id, ServiceOutcome::Unrepairable, result)
    }

    fn finish(&self, id: ServiceOrderId, outcome: ServiceOutcome, result: &str) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        let (to, event) = match outcome {
            ServiceOutcome::Done => (ServiceOrderState::Done, "service_order.done"),
            ServiceOutcome::Unrepairable => (ServiceOrderState::Unrepairable, "service_order.unrepairable"),
        };
        rules::MACHINE.require(order.state, to)?;
        let result = text::optional_note("/result", Some(result))?;
        order.result = Some(result.ok_or_else(|| Error::invalid("/result", "say what came of the work"))?);
        order.outcome = Some(outcome);
        let unused = order.lines.iter().find(|line| line.part_id.is_some() && line.used.thousandths() == 0);
        if let Some(line) = unused {
            return Err(Error::conflict("a part was not used")
                .at("/id")
                .existing(line.id)
                .hint("use it with service_orders.use_part, or take the line away"));
        }
        tx.step(|| {
            moves::go(tx, &mut order, to, None)?;
            order.finished_at = Some(tx.now());
            consume::consume(tx, &order)?;
            moves::end_appointment(tx, &order, true)?;
            moves::release_asset(tx, &mut order)?;
            lines::keep(tx, &mut order, event)
        })?;
        Ok(order)
    }
}

/// Books the time, or moves the appointment of the same technician that still stands.
fn book(tx: &WriteTransaction, order: &ServiceOrder, given: ServiceSchedule) -> Result<AppointmentId> {
    let known = order.appointment_id.map(|id| tx.appointments().get(id)).transpose()?;
    let known = known.filter(|known| known.state == AppointmentState::Booked);
    if let Some(known) = known {
        if known.staff_id == given.staff_id {
            let moved = tx.appointments().reschedule(known.id, given.starts_at, Some(given.minutes), given.force)?;
            return Ok(moved.id);
        }
        tx.appointments().cancel(known.id, None)?;
    }
    let new = NewAppointment {
        staff_id: given.staff_id,
        customer_id: Some(order.customer_id),
        kind: AppointmentKind::Service,
        starts_at: given.starts_at,
        minutes: given.minutes,
        place: order.place.clone(),
        note: None,
        remind_minutes: None,
        force: given.force,
        allow_blocked: false,
    };
    tx.appointments().book(new).map(|booked| booked.id)
}

/// Takes the asset into repair, unless it is so already or does not belong to a customer.
fn hold_asset(tx: &WriteTransaction, order: &mut ServiceOrder) -> Result<()> {
    let Some(id) = order.asset_id else { return Ok(()) };
    let asset = assets::require(tx, id)?;
    match asset.state {
        AssetState::Scrapped => {
            return Err(Error::conflict("the asset is scrapped")
                .at("/id")
                .existing(id)
                .hint("cancel the service order"));
        }
        AssetState::Sold | AssetState::InUse | AssetState::Transferred if asset.customer_id.is_some() => {}
        _ => return Ok(()),
    }
    tx.assets().set_state(id, AssetState::InRepair, Some("service_started"))?;
    order.holds_asset = true;
    Ok(())
}
