//! The parts of a service order: reserved, used, and given back.

use super::lines::{self, ServiceLine};
use super::{ServiceOrder, ServiceOrderState, ServiceOrders, moves, rules};
use crate::db::WriteTransaction;
use crate::records::aftersale::parts::{NewPartReservation, NewStockMove, PartReservationState};
use crate::records::interactions::Reference;
use crate::vocabulary::{Error, ErrorCode, Quantity, Result, ServiceLineId, ServiceOrderId, text};

impl ServiceOrders<'_, WriteTransaction> {
    /// Reserves the parts that are kept in stock and not reserved yet, or those that take their place. When some are
    /// missing, the order waits for them; call it again when they have come.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is not confirmed, waiting or in progress.
    pub fn reserve_parts(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        if !matches!(
            order.state,
            ServiceOrderState::Confirmed | ServiceOrderState::WaitingParts | ServiceOrderState::InProgress
        ) {
            return Err(Error::conflict(format!("nothing is reserved for a service order that is {}", order.state))
                .existing(id)
                .hint("parts are reserved once the order is confirmed"));
        }
        tx.step(|| {
            if !reserve(tx, &mut order)? {
                return lines::keep(tx, &mut order, "service_order.parts_reserved");
            }
            if order.state != ServiceOrderState::WaitingParts {
                moves::go(tx, &mut order, ServiceOrderState::WaitingParts, None)?;
            }
            lines::keep(tx, &mut order, "service_order.parts_missing")
        })?;
        Ok(order)
    }

    /// Uses the part of a line: what is reserved for it, or what is free in the place of the line or in another one, such
    /// as the technician's van. All of it, or less: what is left over of a reservation is free again.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is not in progress, and for a part that was used already; `invalid_input`
    /// for a line without a part from stock and for more than the line has; `limit` for more than there is.
    pub fn use_part(
        &self,
        id: ServiceOrderId,
        line: ServiceLineId,
        quantity: Option<Quantity>,
        place: Option<&str>,
    ) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        require_in_progress(&order)?;
        let at = rules::position(&order, line)?;
        let known = &order.lines[at];
        let Some(part_id) = known.part_id else {
            return Err(Error::invalid("/line_id", "the line has no part that is kept in stock"));
        };
        if known.used.thousandths() > 0 {
            return Err(Error::conflict("the part was used").at("/line_id").existing(line));
        }
        let wanted = quantity.unwrap_or(known.quantity);
        if wanted.thousandths() <= 0 || wanted > known.quantity {
            let message = format!("above 0 and at most {}, as the line says", known.quantity);
            return Err(Error::invalid("/quantity", message).hint("change the line first"));
        }
        let place = place.map(|place| text::token("/place", place)).transpose()?;
        tx.step(|| {
            let elsewhere = place.as_ref().is_some_and(|place| *place != order.lines[at].place);
            if elsewhere {
                free(tx, &mut order.lines[at])?;
            }
            match open(tx, &order.lines[at])? {
                Some(reservation) => tx.parts().issue_reserved(reservation, Some(wanted))?,
                None => {
                    // What was promised of another part is no more; so this one is what comes back.
                    order.lines[at].reservation_id = None;
                    tx.parts().issue(NewStockMove {
                        place: place.clone().unwrap_or_else(|| order.lines[at].place.clone()),
                        reference: Some(reference(id)),
                        ..NewStockMove::new(part_id, wanted)
                    })?
                }
            };
            let line = &mut order.lines[at];
            line.used = wanted;
            line.place = place.clone().unwrap_or_else(|| line.place.clone());
            // The customer pays for what was used.
            line.quantity = wanted;
            lines::save(tx, &mut order, "service_order.part_used")
        })?;
        Ok(order)
    }

    /// Gives a part back that was not needed after all; it lies in stock again, in the place from which it came.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is not in progress, and for a part that was not used.
    pub fn return_part(&self, id: ServiceOrderId, line: ServiceLineId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        require_in_progress(&order)?;
        let at = rules::position(&order, line)?;
        let known = order.lines[at].clone();
        let Some(part_id) = known.part_id.filter(|_| known.used.thousandths() > 0) else {
            return Err(Error::conflict("the part was not used").at("/line_id").existing(line));
        };
        // What was used may be what took the part's place.
        let used = match known.reservation_id {
            Some(reservation) => tx.parts().reservation(reservation)?.part_id,
            None => part_id,
        };
        tx.step(|| {
            tx.parts().take_back(NewStockMove {
                place: known.place.clone(),
                reference: Some(reference(id)),
                ..NewStockMove::new(used, known.used)
            })?;
            let line = &mut order.lines[at];
            (line.used, line.reservation_id) = (Quantity::default(), None);
            lines::save(tx, &mut order, "service_order.part_returned")
        })?;
        Ok(order)
    }
}

fn require_in_progress(order: &ServiceOrder) -> Result<()> {
    if order.state == ServiceOrderState::InProgress {
        return Ok(());
    }
    Err(Error::conflict(format!("nothing is used for a service order that is {}", order.state))
        .existing(order.id)
        .hint("begin the work with service_orders.start"))
}

/// What stock is reserved and used for.
fn reference(id: ServiceOrderId) -> Reference {
    Reference { entity: "service_order".to_owned(), id: id.0 }
}

/// The reservation of a line that still stands.
fn open(tx: &WriteTransaction, line: &ServiceLine) -> Result<Option<crate::vocabulary::PartReservationId>> {
    let Some(id) = line.reservation_id else { return Ok(None) };
    let known = tx.parts().reservation(id)?;
    Ok((known.state == PartReservationState::Reserved).then_some(id))
}

/// Frees what is reserved for a line.
pub(super) fn free(tx: &WriteTransaction, line: &mut ServiceLine) -> Result<()> {
    if let Some(id) = open(tx, line)? {
        tx.parts().release(id)?;
        line.reservation_id = None;
    }
    Ok(())
}

/// Whether a part is missing that an order needs.
pub(super) fn is_missing(tx: &WriteTransaction, order: &ServiceOrder) -> Result<bool> {
    for line in order.lines.iter().filter(|line| line.part_id.is_some() && line.used.thousandths() == 0) {
        if open(tx, line)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reserves what is not reserved yet, as far as there is enough; whether something is missing.
pub(super) fn reserve(tx: &WriteTransaction, order: &mut ServiceOrder) -> Result<bool> {
    let mut missing = false;
    for line in order.lines.iter_mut().filter(|line| line.used.thousandths() == 0) {
        let Some(part_id) = line.part_id else { continue };
        if open(tx, line)?.is_some() {
            continue;
        }
        let made = tx.parts().reserve(NewPartReservation {
            part_id,
            quantity: line.quantity,
            place: line.place.clone(),
            or_successor: true,
            reference: Some(reference(order.id)),
            expires_at: None,
        });
        match made {
            Ok(made) => line.reservation_id = Some(made.id),
            // A part that is not kept any more is missing as one is that has run out.
            Err(error) if matches!(error.code(), ErrorCode::Limit | ErrorCode::Conflict) => {
                line.reservation_id = None;
                missing = true;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(missing)
}
