//! Pure decisions about parcels.

use super::{CarrierEffect, CarrierEvent, CarrierReport, NewShipment, Shipment, ShipmentLine, ShipmentState};
use crate::records::orders::{Order, OrderLine, OrderState};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{CarrierEventId, Error, ErrorCode, OrderLineId, Quantity, Result, Timestamp, text};
use std::collections::BTreeMap;

const MAX_KEY: usize = 128;
const MAX_NUMBER: usize = 64;
const MAX_PAYLOAD: usize = 16 * 1024;
const MILLIS_PER_DAY: i64 = 86_400_000;

/// The moves of a parcel that a person may make; carriers and hosts may report others. A claim opens a delivered one.
pub(crate) static MACHINE: Machine<ShipmentState> = {
    use ShipmentState::{
        AtPickupPoint, Cancelled, Created, Delivered, Exception, FailedAttempt, HandedOver, InTransit, LabelPrinted,
        Lost, OutForDelivery, Returned, Returning,
    };
    Machine::new(
        "shipment",
        &[
            (Created, &[LabelPrinted, Cancelled]),
            (LabelPrinted, &[HandedOver, Cancelled]),
            (HandedOver, &[InTransit, Lost]),
            (InTransit, &[OutForDelivery, Exception, AtPickupPoint, Delivered, Lost, Returning]),
            (OutForDelivery, &[Delivered, FailedAttempt, Exception]),
            (FailedAttempt, &[OutForDelivery, AtPickupPoint, Returning]),
            (AtPickupPoint, &[Delivered, Returning]),
            (Exception, &[InTransit, Returning, Lost]),
            (Returning, &[Returned]),
            (Delivered, &[Exception]),
            (Returned, &[]),
            (Lost, &[]),
            (Cancelled, &[]),
        ],
    )
};

/// Whether a parcel in this state is at its end.
pub(crate) fn is_over(state: ShipmentState) -> bool {
    use ShipmentState::{Cancelled, Delivered, Lost, Returned};
    matches!(state, Cancelled | Delivered | Lost | Returned)
}

/// Whether what is in the parcel need not be shipped in another one.
pub(crate) fn holds_goods(state: ShipmentState) -> bool {
    use ShipmentState::{Cancelled, Lost, Returned};
    !matches!(state, Cancelled | Lost | Returned)
}

/// Whether a parcel in this state has left the shop.
pub(super) fn has_left(state: ShipmentState) -> bool {
    use ShipmentState::{Cancelled, Created, LabelPrinted};
    !matches!(state, Created | LabelPrinted | Cancelled)
}

/// Refuses to let a parcel of an order on hold go.
pub(crate) fn require_not_held(order: &Order) -> Result<()> {
    if order.state != OrderState::OnHold {
        return Ok(());
    }
    let why = order.hold_reason.map_or(String::new(), |reason| format!(": {reason}"));
    Err(Error::conflict(format!("the order is on hold{why}"))
        .existing(order.id)
        .hint("release it with orders.release first"))
}

/// The parcel with clean text, or why it is refused.
pub(crate) fn clean(new: NewShipment) -> Result<NewShipment> {
    let carrier = new.carrier.as_deref().map(clean_carrier).transpose()?;
    let tracking_no = new.tracking_no.as_deref().map(clean_number).transpose()?;
    require_carrier(carrier.as_deref(), tracking_no.as_deref())?;
    let source = new.source.map(|source| text::token("/source", &source)).transpose()?;
    let external_id = new.external_id.map(|key| text::key("/external_id", &key, MAX_KEY)).transpose()?;
    if external_id.is_some() && source.is_none() {
        return Err(Error::invalid("/source", "an external id needs the system that it belongs to"));
    }
    Ok(NewShipment { carrier, tracking_no, source, external_id, ..new })
}

/// A carrier in small letters.
pub(crate) fn clean_carrier(carrier: &str) -> Result<String> {
    Ok(text::token("/carrier", carrier)?.to_ascii_lowercase())
}

/// A number without spaces and in capitals, as carriers print it in many ways.
pub(crate) fn clean_number(number: &str) -> Result<String> {
    let compact: String = number.split_whitespace().collect();
    Ok(text::key("/tracking_no", &compact, MAX_NUMBER)?.to_ascii_uppercase())
}

/// A number belongs to a carrier.
pub(crate) fn require_carrier(carrier: Option<&str>, tracking_no: Option<&str>) -> Result<()> {
    if tracking_no.is_some() && carrier.is_none() {
        return Err(Error::invalid("/carrier", "a number needs the carrier that gave it"));
    }
    Ok(())
}

/// Refuses instants so far ahead that every later report would look old.
pub(crate) fn require_past(at: Timestamp, now: Timestamp) -> Result<()> {
    if at > now.plus_millis(MILLIS_PER_DAY) {
        return Err(Error::invalid("/at", "what happened lies at most a day ahead"));
    }
    Ok(())
}

/// How much of each line is in parcels that hold their goods, and how much of that is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct InParcels {
    pub(crate) held: i64,
    pub(crate) delivered: i64,
}

/// How much of a line can go into a parcel: what is not shipped yet, or, when the parcel is `gone` from the shop, what is
/// in no other one, because it may be what was noted as shipped before. What came back into stock beyond what was shipped
/// never has to be.
pub(crate) fn left(line: &OrderLine, parcels: InParcels, gone: bool) -> i64 {
    let shipped = if gone { parcels.held } else { line.fulfilled.thousandths().max(parcels.held) };
    line.left_beside(shipped)
}

/// What goes into a new parcel: what is given if there is so much, everything that is left otherwise.
pub(crate) fn allot(
    ordered: &[OrderLine],
    given: Vec<ShipmentLine>,
    taken: &BTreeMap<OrderLineId, InParcels>,
    state: ShipmentState,
) -> Result<Vec<ShipmentLine>> {
    const GONE: &str = "a parcel that has left the shop already is given with its state";
    let left_of = |line: &OrderLine| left(line, taken.get(&line.id).copied().unwrap_or_default(), has_left(state));
    if given.is_empty() {
        let rest: Vec<ShipmentLine> = ordered
            .iter()
            .map(|line| ShipmentLine { line: line.id, quantity: Quantity::from_thousandths(left_of(line)) })
            .filter(|line| line.quantity.thousandths() > 0)
            .collect();
        if rest.is_empty() && !ordered.is_empty() {
            return Err(Error::invalid("/lines", "nothing of this order is left to ship").hint(GONE));
        }
        return Ok(rest);
    }
    let mut allotted: BTreeMap<OrderLineId, ShipmentLine> = BTreeMap::new();
    for (at, part) in given.into_iter().enumerate() {
        let path = |field: &str| format!("/lines/{at}/{field}");
        let Some(line) = ordered.iter().find(|line| line.id == part.line) else {
            return Err(Error::not_found(OrderLineId::WHAT, part.line).at(path("line")));
        };
        let left = left_of(line);
        if part.quantity.thousandths() <= 0 || part.quantity.thousandths() > left {
            let left = Quantity::from_thousandths(left);
            let message = format!("above 0 and at most {left} of this line can go into the parcel");
            return Err(Error::invalid(path("quantity"), message).hint(GONE));
        }
        if allotted.insert(part.line, part).is_some() {
            return Err(Error::invalid(path("line"), "each line is named once"));
        }
    }
    Ok(allotted.into_values().collect())
}

/// A report in the form in which it is kept, or why it is refused.
pub(crate) fn clean_report(report: CarrierReport, now: Timestamp) -> Result<CarrierEvent> {
    require_past(report.at, now)?;
    let payload = report.payload.map(|payload| payload.to_string());
    if payload.as_ref().is_some_and(|payload| payload.len() > MAX_PAYLOAD) {
        return Err(Error::new(ErrorCode::Limit, "the payload is longer than 16 KiB").at("/payload"));
    }
    let event_id = report.event_id.map(|key| text::key("/event_id", &key, MAX_KEY)).transpose()?;
    let mut event = CarrierEvent {
        id: CarrierEventId(0),
        shipment_id: None,
        carrier: clean_carrier(&report.carrier)?,
        tracking_no: clean_number(&report.tracking_no)?,
        event_key: String::new(),
        state: report.state,
        at: report.at,
        location: text::optional_name("/location", report.location.as_deref())?,
        description: text::optional_name("/description", report.description.as_deref())?,
        expected_at: report.expected_at,
        payload,
        effect: CarrierEffect::Unmatched,
        forced: false,
        received_at: now,
    };
    event.event_key = event_id.map_or_else(|| format!("hash:{}", hash(&event)), |key| format!("id:{key}"));
    Ok(event)
}

/// A hash of what a report says; each part with its length, so that no two reports are written alike.
fn hash(event: &CarrierEvent) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&event.at.millis().to_le_bytes());
    hasher.update(&event.expected_at.map_or(i64::MIN, Timestamp::millis).to_le_bytes());
    let texts = [
        event.state.map(ShipmentState::token),
        event.location.as_deref(),
        event.description.as_deref(),
        event.payload.as_deref(),
    ];
    for part in texts {
        hasher.update(&part.map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
        hasher.update(part.unwrap_or_default().as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// What a state tells of a parcel, whenever it is heard of: since when the carrier has it, and what went wrong.
pub(crate) fn note(shipment: &mut Shipment, state: ShipmentState, at: Timestamp) {
    if has_left(state) {
        shipment.handed_over_at = Some(shipment.handed_over_at.map_or(at, |known| known.min(at)));
    }
    match state {
        ShipmentState::FailedAttempt => shipment.failed_attempts = shipment.failed_attempts.saturating_add(1),
        ShipmentState::Exception => shipment.exceptions = shipment.exceptions.saturating_add(1),
        _ => {}
    }
}

/// Takes a parcel to a state. While it has not left the shop, every report of the carrier is newer.
pub(crate) fn reach(shipment: &mut Shipment, state: ShipmentState, at: Timestamp) {
    shipment.state = state;
    if is_dated(state) {
        shipment.state_as_of = Some(at);
    }
    date(shipment, at);
}

/// Whether a state that a person or host names is compared with the reports of the carrier by its time.
pub(crate) fn is_dated(state: ShipmentState) -> bool {
    has_left(state) || state == ShipmentState::Cancelled
}

/// Notes since when a parcel is in its state, where that is an end.
pub(crate) fn date(shipment: &mut Shipment, since: Timestamp) {
    shipment.delivered_at = (shipment.state == ShipmentState::Delivered).then_some(since);
    shipment.ended_at = is_over(shipment.state).then_some(since);
}

/// Since when a parcel is in the state in which it stands, by everything that was said of it in whatever order: the
/// earliest word of this state after the last word of another one.
pub(crate) fn since(state: ShipmentState, mut said: Vec<(Timestamp, ShipmentState)>) -> Option<Timestamp> {
    said.sort_unstable();
    said.iter().rev().take_while(|(_, one)| *one == state).last().map(|(at, _)| *at)
}

/// The parcel after a report, and what the report did. Reports may come in any order: the newest decides, and of two of
/// one instant the later state.
pub(crate) fn weigh(known: &Shipment, event: &CarrierEvent) -> (Shipment, CarrierEffect) {
    let mut after = known.clone();
    let Some(state) = event.state else { return (after, CarrierEffect::Noted) };
    note(&mut after, state, event.at);
    let is_newer = (Some(event.at), state) > (known.state_as_of, known.state);
    if state == known.state {
        after.state_as_of = known.state_as_of.max(Some(event.at));
        return (after, if is_newer { CarrierEffect::Noted } else { CarrierEffect::Older });
    }
    if !is_newer {
        return (after, CarrierEffect::Older);
    }
    reach(&mut after, state, event.at);
    after.state_as_of = Some(event.at);
    (after, CarrierEffect::Moved)
}
