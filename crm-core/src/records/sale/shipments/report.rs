//! Reports of carriers: kept once each, applied in the order in which things happened, whenever they arrive.

use super::moves::{self, How};
use super::rules::{self, MACHINE};
use super::{
    CarrierEffect, CarrierEvent, CarrierReport, Reported, Shipment, ShipmentState, Shipments, UnmatchedFilter, store,
};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal;
use crate::vocabulary::{Error, ErrorCode, Page, PageRequest, Result, ShipmentId, Timestamp};

/// Reports of one call.
const MAX_REPORTS: usize = 10_000;

impl<T: Reading> Shipments<'_, T> {
    /// Everything that a carrier reported about a parcel, the newest first, page by page.
    ///
    /// # Errors
    /// `not_found`; `limit` and `invalid_input` for a bad page.
    pub fn events(&self, id: ShipmentId, page: &PageRequest) -> Result<Page<CarrierEvent>> {
        self.get(id)?;
        let listing = page.of("shipment_events", &id)?;
        let found = store::events(self.tx.reader(), id, &listing)?;
        Ok(listing.page(found, |event| [event.at.millis(), event.id.0]))
    }

    /// Reports whose number no parcel has, the longest waiting first, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page or carrier.
    pub fn unmatched(&self, filter: &UnmatchedFilter) -> Result<Page<CarrierEvent>> {
        let mut filter = filter.clone();
        filter.carrier = filter.carrier.as_deref().map(rules::clean_carrier).transpose()?;
        let listing = filter.page.of("unmatched_events", &filter)?;
        let found = store::unmatched(self.tx.reader(), &filter, &listing)?;
        Ok(listing.page(found, |event| [event.received_at.millis(), event.id.0]))
    }
}

impl Shipments<'_, WriteTransaction> {
    /// Takes a report of a carrier, in whatever order reports arrive: each is kept once; an older one never takes a
    /// newer state back; one about an unknown parcel waits for it; a move that the machine does not list is logged as
    /// forced.
    ///
    /// # Errors
    /// `invalid_input` for a bad field; `limit` for a long one.
    pub fn report(&self, report: CarrierReport) -> Result<Reported> {
        self.tx.step(|| take(self.tx, report))
    }

    /// Takes up to 10,000 reports, all or nothing; what became of each, in the sequence given.
    ///
    /// # Errors
    /// As [`Shipments::report`], with the position of the report in the path; `limit` for more reports.
    pub fn report_many(&self, reports: Vec<CarrierReport>) -> Result<Vec<Reported>> {
        if reports.len() > MAX_REPORTS {
            return Err(Error::new(ErrorCode::Limit, "a call has at most 10,000 reports").at("/reports"));
        }
        let one = |(at, report)| take(self.tx, report).map_err(|error| error.under(format_args!("/reports/{at}")));
        self.tx.step(|| reports.into_iter().enumerate().map(one).collect())
    }
}

fn take(tx: &WriteTransaction, report: CarrierReport) -> Result<Reported> {
    let mut event = rules::clean_report(report, tx.now())?;
    let shipment = store::of_number(tx, &event.carrier, &event.tracking_no)?;
    if let Some(known) = store::known_event(tx, &event)? {
        let state = shipment.map(|shipment| shipment.state);
        let effect = CarrierEffect::Repeated;
        return Ok(Reported { event_id: known.id, shipment_id: known.shipment_id, effect, state, forced: false });
    }
    let Some(shipment) = shipment else {
        event.id = event.insert(tx, journal::next_seq(tx)?)?;
        let effect = CarrierEffect::Unmatched;
        return Ok(Reported { event_id: event.id, shipment_id: None, effect, state: None, forced: false });
    };
    let (after, event) = apply(tx, &shipment, event)?;
    Ok(Reported {
        event_id: event.id,
        shipment_id: Some(after.id),
        effect: event.effect,
        state: Some(after.state),
        forced: event.forced,
    })
}

/// Applies an event to its parcel, and keeps it.
fn apply(tx: &WriteTransaction, known: &Shipment, mut event: CarrierEvent) -> Result<(Shipment, CarrierEvent)> {
    let (mut after, effect) = rules::weigh(known, &event);
    event.shipment_id = Some(known.id);
    event.effect = effect;
    event.forced = effect == CarrierEffect::Moved && !MACHINE.may(known.state, after.state);
    let rev = journal::next_seq(tx)?;
    if event.id.0 == 0 {
        event.id = event.insert(tx, rev)?;
    } else {
        event.update(tx, rev)?;
    }
    // A word that moves nothing may still tell that the parcel came to its end earlier, or had left it in between.
    if effect != CarrierEffect::Moved
        && event.state.is_some()
        && rules::is_over(after.state)
        && let Some(since) = rules::since(after.state, said(tx, known.id)?)
    {
        rules::date(&mut after, since);
    }
    if known.last_event_at.is_none_or(|last| event.at >= last) {
        (after.last_event_id, after.last_event_at) = (Some(event.id), Some(event.at));
    }
    if event.expected_at.is_some() {
        after.expected_at = store::expected(tx, known.id)?;
    }
    after.updated_at = tx.now();
    moves::write(tx, known, &after, How { at: event.at, reason: None, forced: event.forced })?;
    Ok((after, event))
}

/// Every word about the state of a parcel: those of its carrier, and the moves that a person or host made.
fn said(tx: &ReadTransaction, id: ShipmentId) -> Result<Vec<(Timestamp, ShipmentState)>> {
    let mut said = store::said(tx, id)?;
    for step in journal::stages_of(tx, MACHINE.entity(), id.0)? {
        let state = ShipmentState::parse(&step.to)?;
        if rules::is_dated(state) {
            said.push((step.at, state));
        }
    }
    Ok(said)
}

/// Applies what was reported of a parcel's number before the parcel was known; the parcel afterwards.
pub(super) fn adopt(tx: &WriteTransaction, mut shipment: Shipment) -> Result<Shipment> {
    let (Some(carrier), Some(number)) = (&shipment.carrier, &shipment.tracking_no) else { return Ok(shipment) };
    for event in store::waiting(tx, carrier, number)? {
        (shipment, _) = apply(tx, &shipment, event)?;
    }
    Ok(shipment)
}
