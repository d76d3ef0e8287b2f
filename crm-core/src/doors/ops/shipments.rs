//! The operations of shipments.

use crate::journal::StageChange;
use crate::records::sale::shipments::{
    CarrierEvent, CarrierReport, IndicatorPeriod, LogisticsIndicators, NewShipment, Reported, Shipment, ShipmentFilter,
    ShipmentPatch, ShipmentState, UnmatchedFilter, Whereabouts,
};
use crate::vocabulary::{OrderId, Page, PageRequest, ShipmentId, Timestamp};

input! {
    /// A parcel by its id.
    ShipmentRef {
        /// The id.
        id: ShipmentId,
    }
}

input! {
    /// A change of a parcel.
    ShipmentUpdate {
        /// The id.
        id: ShipmentId,
        /// What changes; absent fields stay, null clears.
        changes: ShipmentPatch,
    }
}

input! {
    /// Where a parcel goes.
    ShipmentMove {
        /// The id.
        id: ShipmentId,
        /// The new state.
        state: ShipmentState,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
        /// Why, as a token; needed for a claim on a delivered parcel.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// Many reports of carriers.
    CarrierReports {
        /// The reports, at most 10,000.
        reports: Vec<CarrierReport>,
    }
}

input! {
    /// What was reported about a parcel.
    ShipmentEvents {
        /// The parcel.
        id: ShipmentId,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// The order that is looked for.
    WhereIs {
        /// The order.
        order_id: OrderId,
    }
}

ops! { pub(super) OPS:
    Write "shipments.create" "Records a parcel of an order; what its carrier reported before is applied." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: NewShipment| -> Shipment { tx.shipments().create(p) };
    Read "shipments.get" "One parcel with what is in it." [NotFound]
        |tx, p: ShipmentRef| -> Shipment { tx.shipments().get(p.id) };
    Read "shipments.list" "Parcels of an order, a customer, a state or a carrier, the latest first." [NotFound, Limit]
        |tx, p: ShipmentFilter| -> Page<Shipment> { tx.shipments().list(&p) };
    Write "shipments.update" "Changes carrier, number and dates of a parcel." [NotFound, Conflict]
        |tx, p: ShipmentUpdate| -> Shipment { tx.shipments().update(p.id, p.changes) };
    Write "shipments.set_state" "Takes a parcel to another state that the machine allows." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: ShipmentMove| -> Shipment { tx.shipments().set_state(p.id, p.state, p.at, p.reason.as_deref()) };
    Read "shipments.history" "The states of a parcel, oldest first." [NotFound]
        |tx, p: ShipmentRef| -> Vec<StageChange> { tx.shipments().history(p.id) };
    Write "shipments.report" "Takes a report of a carrier, once and in whatever order reports arrive." [Limit]
        |tx, p: CarrierReport| -> Reported { tx.shipments().report(p) };
    Write "shipments.report_many" "Takes many reports of carriers, all or nothing." [Limit]
        |tx, p: CarrierReports| -> Vec<Reported> { tx.shipments().report_many(p.reports) };
    Read "shipments.events" "Everything that a carrier reported about a parcel, the newest first." [NotFound, Limit]
        |tx, p: ShipmentEvents| -> Page<CarrierEvent> { tx.shipments().events(p.id, &p.page) };
    Read "shipments.unmatched" "Reports whose number no parcel has, the longest waiting first." [Limit]
        |tx, p: UnmatchedFilter| -> Page<CarrierEvent> { tx.shipments().unmatched(&p) };
    Read "shipments.where_is" "Where an order is: states, dates, lateness, parcels with the last word of the carrier, and the next step." [NotFound]
        |tx, p: WhereIs| -> Whereabouts { tx.shipments().where_is(p.order_id) };
    Read "shipments.indicators" "The logistics indicators of a period: order cycle, on-time share, accuracy, availability, substitution." []
        |tx, p: IndicatorPeriod| -> LogisticsIndicators { tx.shipments().indicators(p) };
}
