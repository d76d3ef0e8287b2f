//! Reports of carriers: once each, in any order, before and after the parcel is known.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn in_any_order(reports: &[CarrierReport]) -> Shipment {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    crm.write(|tx| {
        let parcel = tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))?;
        tx.shipments().report_many(reports.to_vec())?;
        tx.shipments().get(parcel.id)
    })
    .inspect(|_| assert!(crm.check().unwrap().ok))
    .unwrap()
}

fn report(state: ShipmentState, minute: i64) -> CarrierReport {
    CarrierReport::new("dhl", "N1", state, at("2026-03-01T00:00:00Z").plus_millis(minute * 60_000))
}

/// What must not depend on the order of arrival.
fn facts(parcel: &Shipment) -> serde_json::Value {
    json!([
        parcel.state,
        parcel.state_as_of,
        parcel.handed_over_at,
        parcel.ended_at,
        parcel.delivered_at,
        parcel.failed_attempts,
        parcel.exceptions,
        parcel.last_event_at,
        parcel.expected_at,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn the_order_of_arrival_does_not_matter(
        steps in prop::collection::vec((0_usize..ShipmentState::ALL.len(), 0_i64..20, any::<bool>()), 1..12),
        shuffle in any::<prop::sample::Index>(),
    ) {
        // Distinct instants for dates of arrival: of one instant, which word is newer cannot be told.
        let reports: Vec<CarrierReport> = steps
            .iter()
            .enumerate()
            .map(|(number, (state, minute, dated))| {
                let mut report = report(ShipmentState::ALL[*state], *minute);
                report.event_id = Some(format!("e{number}"));
                let distinct = steps.iter().filter(|(_, other, _)| other == minute).count() == 1;
                report.expected_at = (*dated && distinct).then(|| report.at.plus_days(2));
                report
            })
            .collect();
        let mut other = reports.clone();
        other.rotate_left(shuffle.index(reports.len()));
        let mut backwards = reports.clone();
        backwards.reverse();
        let expected = facts(&in_any_order(&reports));
        prop_assert_eq!(&expected, &facts(&in_any_order(&other)));
        prop_assert_eq!(&expected, &facts(&in_any_order(&backwards)));
    }
}

#[test]
fn an_older_report_is_kept_and_moves_nothing() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    let parcel = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))).unwrap();
    let tell = |report| crm.write(|tx| tx.shipments().report(report)).unwrap();
    let moved = tell(report(ShipmentState::OutForDelivery, 30));
    assert_eq!(
        (moved.effect, moved.forced, moved.state),
        (CarrierEffect::Moved, true, Some(ShipmentState::OutForDelivery))
    );
    let older = tell(report(ShipmentState::HandedOver, 10));
    assert_eq!((older.effect, older.state), (CarrierEffect::Older, Some(ShipmentState::OutForDelivery)));
    let again = tell(report(ShipmentState::HandedOver, 10));
    assert_eq!((again.effect, again.event_id), (CarrierEffect::Repeated, older.event_id));
    let delivered = tell(report(ShipmentState::Delivered, 60));
    assert_eq!((delivered.effect, delivered.forced), (CarrierEffect::Moved, false));
    let found = crm.read(|tx| tx.shipments().get(parcel.id)).unwrap();
    assert_eq!(found.handed_over_at, Some(report(ShipmentState::HandedOver, 10).at));
    assert_eq!(found.delivered_at, Some(report(ShipmentState::Delivered, 60).at));
    let log = crm.read(|tx| tx.shipments().events(parcel.id, &PageRequest::default())).unwrap();
    assert_eq!(
        log.items.iter().map(|event| event.effect).collect::<Vec<_>>(),
        [CarrierEffect::Moved, CarrierEffect::Moved, CarrierEffect::Older]
    );
    let history = crm.read(|tx| tx.shipments().history(parcel.id)).unwrap();
    assert_eq!(
        history.iter().map(|step| (step.to.as_str(), step.forced)).collect::<Vec<_>>(),
        [("out_for_delivery", true), ("delivered", false), ("created", false)]
    );
    assert_eq!(fulfilled(&crm, &order).1, FulfilState::Fulfilled);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_parcel_arrived_when_it_is_first_said_to_have_arrived() {
    use ShipmentState::{Delivered, Exception};
    let minute = |minute| Some(report(Delivered, minute).at);
    let arrived = |reports: &[(ShipmentState, i64)]| {
        let reports: Vec<_> = reports.iter().map(|(state, minute)| report(*state, *minute)).collect();
        let parcel = in_any_order(&reports);
        assert_eq!(parcel.ended_at, parcel.delivered_at);
        parcel.delivered_at
    };
    assert_eq!(arrived(&[(Delivered, 10), (Delivered, 30)]), minute(10));
    assert_eq!(arrived(&[(Delivered, 30), (Delivered, 10)]), minute(10));
    // After a claim it arrived anew, whichever of the three is heard of last.
    for way in [[10, 20, 30], [10, 30, 20], [20, 10, 30], [20, 30, 10], [30, 10, 20], [30, 20, 10]] {
        let said = way.map(|minute| (if minute == 20 { Exception } else { Delivered }, minute));
        assert_eq!(arrived(&said), minute(30), "{way:?}");
    }
}

#[test]
fn an_arrival_that_a_person_notes_is_weighed_with_those_of_the_carrier() {
    use ShipmentState::{Delivered, Exception};
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    let minute = |minute| report(Delivered, minute).at;
    crm.write(|tx| {
        let id = tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))?.id;
        tx.shipments().report(report(Delivered, 10))?;
        tx.shipments().set_state(id, Exception, Some(minute(20)), Some("claim"))?;
        tx.shipments().report(report(Delivered, 40))?;
        tx.shipments().report(report(Delivered, 30))?;
        // Before the claim is another arrival.
        tx.shipments().report(report(Delivered, 15))?;
        let found = tx.shipments().get(id)?;
        assert_eq!((found.delivered_at, found.ended_at), (Some(minute(30)), Some(minute(30))));
        assert_eq!(found.state_as_of, Some(minute(40)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
#[test]
fn reports_about_unknown_parcels_wait_for_them() {
    let (crm, _, wei) = shop();
    let (first, second) = (order(&crm, wei), order(&crm, wei));
    let reports = vec![report(ShipmentState::InTransit, 20), report(ShipmentState::HandedOver, 10)];
    let told = crm.write(|tx| tx.shipments().report_many(reports)).unwrap();
    assert!(told.iter().all(|one| one.effect == CarrierEffect::Unmatched && one.shipment_id.is_none()));
    let waiting = |carrier: Option<&str>| {
        let filter = UnmatchedFilter { carrier: carrier.map(str::to_owned), ..UnmatchedFilter::default() };
        crm.read(|tx| tx.shipments().unmatched(&filter)).unwrap().items.len()
    };
    assert_eq!((waiting(None), waiting(Some("DHL")), waiting(Some("ups"))), (2, 2, 0));
    let again = crm.write(|tx| tx.shipments().report(report(ShipmentState::HandedOver, 10))).unwrap();
    assert_eq!((again.effect, again.event_id, again.state), (CarrierEffect::Repeated, told[1].event_id, None));
    let parcel = crm.write(|tx| tx.shipments().create(NewShipment::of(first.id).tracked("dhl", "n 1"))).unwrap();
    assert_eq!((parcel.state, parcel.last_event_id), (ShipmentState::InTransit, Some(told[0].event_id)));
    assert_eq!(crm.read(|tx| tx.shipments().get(parcel.id)).unwrap(), parcel);
    assert_eq!(waiting(None), 0);
    // A parcel that gets its number later gets its past too.
    let late = crm.write(|tx| tx.shipments().create(NewShipment::of(second.id))).unwrap();
    let lost = CarrierReport { tracking_no: "N2".into(), ..report(ShipmentState::Lost, 40) };
    crm.write(|tx| tx.shipments().report(lost)).unwrap();
    let patch = ShipmentPatch {
        carrier: crate::Patch::Set("dhl".into()),
        tracking_no: crate::Patch::Set("N2".into()),
        ..ShipmentPatch::default()
    };
    let known = crm.write(|tx| tx.shipments().update(late.id, patch)).unwrap();
    assert_eq!((known.state, known.ended_at.is_some()), (ShipmentState::Lost, true));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn reports_are_bounded_and_refused_together() {
    let (crm, _, _) = shop();
    let refuse = |report: CarrierReport| crm.write(|tx| tx.shipments().report(report)).unwrap_err();
    let good = || report(ShipmentState::InTransit, 1);
    let fat = CarrierReport { payload: Some(json!({ "text": "x".repeat(16 * 1024) })), ..good() };
    assert_eq!((refuse(fat).code()), ErrorCode::Limit);
    let ahead = CarrierReport { at: at("2026-03-03T09:00:01Z"), ..good() };
    assert_eq!(refuse(ahead).path(), Some("/at"));
    let nameless = CarrierReport { tracking_no: " ".into(), ..good() };
    assert_eq!(refuse(nameless).path(), Some("/tracking_no"));
    let long = CarrierReport { description: Some("x".repeat(513)), ..good() };
    assert_eq!(
        (refuse(long.clone()).code(), refuse(long.clone()).path().map(str::to_owned)),
        (ErrorCode::Limit, Some("/description".to_owned()))
    );
    let error = crm.write(|tx| tx.shipments().report_many(vec![good(), long])).unwrap_err();
    assert_eq!(error.path(), Some("/reports/1/description"));
    assert!(crm.read(|tx| tx.shipments().unmatched(&UnmatchedFilter::default())).unwrap().items.is_empty());
    // The carrier's key decides, and without one every word of the report.
    let tell = |report| crm.write(|tx| tx.shipments().report(report)).unwrap().effect;
    assert_eq!(tell(good()), CarrierEffect::Unmatched);
    assert_eq!(tell(CarrierReport { carrier: "Dhl".into(), ..good() }), CarrierEffect::Repeated);
    assert_eq!(tell(CarrierReport { location: Some("Bonn".into()), ..good() }), CarrierEffect::Unmatched);
    assert_eq!(tell(CarrierReport { event_id: Some("7".into()), ..good() }), CarrierEffect::Unmatched);
    let keyed = CarrierReport { event_id: Some("7".into()), location: Some("Köln".into()), ..good() };
    assert_eq!(tell(keyed), CarrierEffect::Repeated);
}

#[test]
fn exceptions_attempts_and_the_way_back() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    let parcel = crm.write(|tx| tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))).unwrap();
    let way = [
        ShipmentState::HandedOver,
        ShipmentState::InTransit,
        ShipmentState::Exception,
        ShipmentState::InTransit,
        ShipmentState::OutForDelivery,
        ShipmentState::FailedAttempt,
        ShipmentState::OutForDelivery,
        ShipmentState::FailedAttempt,
        ShipmentState::Returning,
        ShipmentState::Returned,
    ];
    for (minute, state) in way.into_iter().enumerate() {
        let told = crm.write(|tx| tx.shipments().report(report(state, minute as i64))).unwrap();
        assert_eq!((told.effect, told.forced), (CarrierEffect::Moved, minute == 0), "{state}");
    }
    let back = crm.read(|tx| tx.shipments().get(parcel.id)).unwrap();
    assert_eq!((back.exceptions, back.failed_attempts, back.state), (1, 2, ShipmentState::Returned));
    assert_eq!(fulfilled(&crm, &order), (vec![0, 0], FulfilState::Unfulfilled));
    let names = events(&crm);
    assert_eq!(names.iter().filter(|name| *name == "shipment.shipped").count(), 1);
    assert_eq!(names.last().map(String::as_str), Some("shipment.returned"));
    // The goods can go out again.
    assert_eq!(crm.write(|tx| tx.shipments().create(NewShipment::of(order.id))).unwrap().lines.len(), 2);
}

#[test]
fn a_carrier_is_believed_even_about_what_was_called_off() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    crm.write(|tx| {
        let parcel = tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))?;
        tx.shipments().set_state(parcel.id, ShipmentState::Cancelled, Some(at("2026-03-01T00:00:00Z")), None)
    })
    .unwrap();
    crm.write(|tx| tx.orders().cancel(order.id, crate::orders::CancelReason::Customer, None)).unwrap();
    let told = crm.write(|tx| tx.shipments().report(report(ShipmentState::Delivered, 5))).unwrap();
    assert_eq!((told.effect, told.forced), (CarrierEffect::Moved, true));
    assert_eq!(fulfilled(&crm, &order).0, [3, 1]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_check_finds_a_parcel_that_contradicts_its_carrier() {
    let (crm, _, wei) = shop();
    let order = order(&crm, wei);
    crm.write(|tx| {
        tx.shipments().report(report(ShipmentState::InTransit, 1))?;
        tx.shipments().create(NewShipment::of(order.id).tracked("dhl", "N1"))
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
    crm.write(|tx| tx.run("UPDATE crm_carrier_event SET shipment_id = NULL", [])).unwrap();
    assert_eq!(crm.check().unwrap().problems, ["2 parcels contradict what their carriers reported"]);
}
