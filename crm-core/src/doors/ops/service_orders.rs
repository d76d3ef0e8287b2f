//! The operations of service orders, technicians and maintenance.

use crate::journal::StageChange;
use crate::records::aftersale::service_orders::{
    MaintenanceDue, MaintenanceDueFilter, MaintenanceFilter, MaintenancePlan, NewMaintenancePlan, NewServiceLine,
    NewServiceOrder, ServiceBilling, ServiceCosts, ServiceLinePatch, ServiceOrder, ServiceOrderFilter,
    ServiceOrderPatch, ServicePeriod, ServiceReport, ServiceSchedule, ServiceSettings, Technician, TechnicianFilter,
    TechnicianSlot, TechnicianSlotRequest,
};
use crate::vocabulary::{
    CustomerId, Date, MaintenancePlanId, Money, Page, Quantity, ServiceLineId, ServiceOrderId, StaffId,
};

use super::shapes::Nothing;

input! {
    /// A service order by its id.
    ServiceOrderRef {
        /// The id.
        id: ServiceOrderId,
    }
}

input! {
    /// A service order by its number.
    ServiceOrderNumber {
        /// The number that people read.
        number: String,
    }
}

input! {
    /// A change of a service order.
    ServiceOrderUpdate {
        /// The id.
        id: ServiceOrderId,
        /// What changes; absent fields stay, null clears.
        changes: ServiceOrderPatch,
    }
}

input! {
    /// A line for a service order.
    ServiceLineAddition {
        /// The service order.
        id: ServiceOrderId,
        /// The line.
        line: NewServiceLine,
    }
}

input! {
    /// A change of a line of a service order.
    ServiceLineUpdate {
        /// The service order.
        id: ServiceOrderId,
        /// The line.
        line_id: ServiceLineId,
        /// What changes; absent fields stay.
        changes: ServiceLinePatch,
    }
}

input! {
    /// A line of a service order.
    ServiceLineRef {
        /// The service order.
        id: ServiceOrderId,
        /// The line.
        line_id: ServiceLineId,
    }
}

input! {
    /// What of a part was used.
    ServicePartUse {
        /// The service order.
        id: ServiceOrderId,
        /// The line.
        line_id: ServiceLineId,
        /// How much, above 0; what the line has by default.
        #[serde(default)]
        quantity: Option<Quantity>,
        /// The warehouse or van from which it came, as a token; that of the line by default.
        #[serde(default)]
        place: Option<String>,
    }
}

input! {
    /// What the shop bears of its own free will.
    ServiceGoodwill {
        /// The service order.
        id: ServiceOrderId,
        /// The line; all lines by default.
        #[serde(default)]
        line_id: Option<ServiceLineId>,
        /// How much; all that the customer would pay by default, and 0 takes it back.
        #[serde(default)]
        amount: Option<Money>,
        /// Why, at most 512 bytes.
        reason: String,
        /// Who of the staff says so.
        by: StaffId,
    }
}

input! {
    /// The price of a service order.
    ServiceQuote {
        /// The service order.
        id: ServiceOrderId,
        /// The last day in the shop's zone on which it can be accepted; by default as many days from today as the settings
        /// say.
        #[serde(default)]
        valid_until: Option<Date>,
    }
}

input! {
    /// Why a price is not accepted.
    ServiceDecline {
        /// The service order.
        id: ServiceOrderId,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// Why a service order is called off.
    ServiceCancellation {
        /// The service order.
        id: ServiceOrderId,
        /// Why.
        reason: String,
    }
}

input! {
    /// What came of the work.
    ServiceResult {
        /// The service order.
        id: ServiceOrderId,
        /// What came of it, at most 64 KiB.
        result: String,
    }
}

input! {
    /// Whose service.
    ServiceCustomer {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// A maintenance plan by its id.
    MaintenancePlanRef {
        /// The id.
        id: MaintenancePlanId,
    }
}

ops! { pub(super) OPS:
    Write "service_orders.create" "Records a draft of a service order." [NotFound, Conflict]
        |tx, p: NewServiceOrder| -> ServiceOrder { tx.service_orders().create(p) };
    Write "service_orders.update" "Changes what is known of a service order whose work is not over." [NotFound, Conflict]
        |tx, p: ServiceOrderUpdate| -> ServiceOrder { tx.service_orders().update(p.id, p.changes) };
    Read "service_orders.get" "One service order with its lines." [NotFound]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().get(p.id) };
    Read "service_orders.find" "The service order of a number, or null." []
        |tx, p: ServiceOrderNumber| -> Option<ServiceOrder> { tx.service_orders().find(&p.number) };
    Read "service_orders.list" "Service orders by customer, asset, ticket, technician and state, the latest first." [NotFound, Limit]
        |tx, p: ServiceOrderFilter| -> Page<ServiceOrder> { tx.service_orders().list(&p) };
    Read "service_orders.history" "The states of a service order, oldest first." [NotFound]
        |tx, p: ServiceOrderRef| -> Vec<StageChange> { tx.service_orders().history(p.id) };
    Write "service_orders.add_line" "Adds labour, a part, travel or a fee, and decides who bears it." [NotFound, Conflict, Limit]
        |tx, p: ServiceLineAddition| -> ServiceOrder { tx.service_orders().add_line(p.id, p.line) };
    Write "service_orders.update_line" "Changes a line." [NotFound, Conflict]
        |tx, p: ServiceLineUpdate| -> ServiceOrder { tx.service_orders().update_line(p.id, p.line_id, p.changes) };
    Write "service_orders.remove_line" "Takes a line away." [NotFound, Conflict]
        |tx, p: ServiceLineRef| -> ServiceOrder { tx.service_orders().remove_line(p.id, p.line_id) };
    Write "service_orders.assess" "Decides anew who bears the lines." [NotFound, Conflict]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().assess(p.id) };
    Write "service_orders.grant_goodwill" "Lets the shop bear some of what the customer would pay, with a reason." [NotFound, Conflict, Limit]
        |tx, p: ServiceGoodwill| -> ServiceOrder { tx.service_orders().grant_goodwill(p.id, p.line_id, p.amount, (&p.reason, p.by)) };
    Write "service_orders.quote" "Tells the customer the price." [NotFound, NotAllowedTransition, Blocked]
        |tx, p: ServiceQuote| -> ServiceOrder { tx.service_orders().quote(p.id, p.valid_until) };
    Write "service_orders.accept" "Notes that the customer accepts the price; parts are reserved." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().accept(p.id) };
    Write "service_orders.decline" "Notes that the customer does not accept the price." [NotFound, NotAllowedTransition]
        |tx, p: ServiceDecline| -> ServiceOrder { tx.service_orders().decline(p.id, p.reason.as_deref()) };
    Write "service_orders.confirm" "Confirms a draft; parts are reserved." [NotFound, NotAllowedTransition, Blocked]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().confirm(p.id) };
    Write "service_orders.reserve_parts" "Reserves parts that are missing so far." [NotFound, Conflict]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().reserve_parts(p.id) };
    Write "service_orders.schedule" "Gives a service order a technician and a time, or another one." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: ServiceSchedule| -> ServiceOrder { tx.service_orders().schedule(p) };
    Write "service_orders.start" "Begins the work; the asset is in repair." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().start(p.id) };
    Write "service_orders.use_part" "Uses the part of a line, from what is reserved or from stock." [NotFound, Conflict, Limit]
        |tx, p: ServicePartUse| -> ServiceOrder { tx.service_orders().use_part(p.id, p.line_id, p.quantity, p.place.as_deref()) };
    Write "service_orders.return_part" "Gives a part back that was not needed after all." [NotFound, Conflict]
        |tx, p: ServiceLineRef| -> ServiceOrder { tx.service_orders().return_part(p.id, p.line_id) };
    Write "service_orders.complete" "Ends the work with a result; warranty and contract are used." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ServiceResult| -> ServiceOrder { tx.service_orders().complete(p.id, &p.result) };
    Write "service_orders.mark_unrepairable" "Ends the work because nothing can be repaired." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ServiceResult| -> ServiceOrder { tx.service_orders().mark_unrepairable(p.id, &p.result) };
    Write "service_orders.to_invoice" "Puts a service order on the list of those to be invoiced." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().to_invoice(p.id) };
    Write "service_orders.invoice" "Issues the invoice over what the customer bears." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ServiceBilling| -> ServiceOrder { tx.service_orders().invoice(p) };
    Write "service_orders.close" "Closes a service order of which nothing is open." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: ServiceOrderRef| -> ServiceOrder { tx.service_orders().close(p.id) };
    Write "service_orders.cancel" "Calls a service order off before the work begins." [NotFound, NotAllowedTransition]
        |tx, p: ServiceCancellation| -> ServiceOrder { tx.service_orders().cancel(p.id, &p.reason) };
    Read "service_orders.costs" "What finished service for a customer comes to, and who bears it." [NotFound]
        |tx, p: ServiceCustomer| -> Vec<ServiceCosts> { tx.service_orders().costs(p.customer_id) };
    Read "service_orders.report" "The service of a period: how much, how long, and who bears it." []
        |tx, p: ServicePeriod| -> ServiceReport { tx.service_orders().report(&p) };
    Read "service_orders.settings" "How the shop does service." []
        |tx, _p: Nothing| -> ServiceSettings { tx.service_orders().settings() };
    Write "service_orders.save_settings" "Says how the shop does service." []
        |tx, p: ServiceSettings| -> ServiceSettings { tx.service_orders().save_settings(p) };
    Write "technicians.save" "Records a technician, or brings the known one to what is given." [Limit]
        |tx, p: Technician| -> Technician { tx.technicians().save(p) };
    Read "technicians.list" "Technicians by what they know and where they work." []
        |tx, p: TechnicianFilter| -> Vec<Technician> { tx.technicians().list(&p) };
    Read "technicians.free_slots" "The times at which technicians who fit are free." []
        |tx, p: TechnicianSlotRequest| -> Vec<TechnicianSlot> { tx.technicians().free_slots(&p) };
    Write "maintenance.create" "Records a plan by which an asset, or all assets of an article, are looked after." [NotFound, Conflict]
        |tx, p: NewMaintenancePlan| -> MaintenancePlan { tx.maintenance().create(p) };
    Read "maintenance.get" "One maintenance plan." [NotFound]
        |tx, p: MaintenancePlanRef| -> MaintenancePlan { tx.maintenance().get(p.id) };
    Read "maintenance.list" "Maintenance plans, page by page." [Limit]
        |tx, p: MaintenanceFilter| -> Page<MaintenancePlan> { tx.maintenance().list(&p) };
    Write "maintenance.end" "Ends a maintenance plan." [NotFound, Conflict]
        |tx, p: MaintenancePlanRef| -> MaintenancePlan { tx.maintenance().end(p.id) };
    Read "maintenance.upcoming" "When assets are looked after next, the first before the others." [Limit]
        |tx, p: MaintenanceDueFilter| -> Page<MaintenanceDue> { tx.maintenance().upcoming(&p) };
}
