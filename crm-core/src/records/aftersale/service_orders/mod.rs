//! Service orders: work on what customers have, from the complaint to the invoice.
//!
//! Owns service orders with their lines, technicians, and maintenance plans. Promises that of every line warranty, service
//! contract, goodwill and customer bear parts that add up to it, by a rule that the line names; that parts are promised
//! before a time is found, and used once; that an asset is in repair while somebody is at it, and in use afterwards; that a
//! finished order takes one claim of the warranty and one use of the contract, when they bear something; that what the
//! customer bears is invoiced once, by the invoices' own numbers; and that a visit that is due makes one order or task.
//! Refuses to keep a second calendar: the time of an order is an appointment of its technician.

mod billing;
mod consume;
mod cover;
mod lines;
mod model;
mod moves;
mod plan_rules;
mod plans;
mod report;
mod rules;
mod store;
mod supply;
mod technicians;
mod work;

#[cfg(test)]
mod tests;

pub use billing::ServiceBilling;
pub use lines::{CoverReason, NewServiceLine, ServiceLine, ServiceLineKind, ServiceLinePatch};
pub use model::{
    CoveredBy, NewServiceOrder, ServiceKind, ServiceOrder, ServiceOrderFilter, ServiceOrderPatch, ServiceOrderState,
    ServiceOutcome, ServiceSettings,
};
pub(crate) use moves::tick;
pub use plans::{
    Maintenance, MaintenanceDue, MaintenanceDueFilter, MaintenanceFilter, MaintenanceMakes, MaintenancePlan,
    NewMaintenancePlan,
};
pub(crate) use plans::{follow_asset, tick as tick_maintenance};
pub(crate) use report::compare;
pub(crate) use report::transfer;
pub use report::{ServiceCosts, ServiceOrderSummary, ServicePeriod, ServiceReport};
pub(crate) use report::{costs_of, open_of};
pub use technicians::{Technician, TechnicianFilter, TechnicianSlot, TechnicianSlotRequest, Technicians};
pub use work::ServiceSchedule;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::aftersale::assets;
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, MaintenancePlanId, Money, Page, Result, ServiceOrderId, ids, text};
use serde_json::json;

room! {
    /// Work on what customers have.
    ServiceOrders, service_orders
}

customer_rows! { CUSTOMER_ROWS, "crm_service_order", moving "service_order" }

impl<T: Reading> ServiceOrders<'_, T> {
    /// One service order with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let tx = self.tx.reader();
        whole(tx, ServiceOrder::by_id(tx, id)?.or_not_found(ServiceOrderId::WHAT, id)?)
    }

    /// The service order of a number, if there is one.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, number: &str) -> Result<Option<ServiceOrder>> {
        let tx = self.tx.reader();
        store::numbered(tx, number)?.map(|order| whole(tx, order)).transpose()
    }

    /// Service orders with their lines, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ServiceOrderFilter) -> Result<Page<ServiceOrder>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("service_orders", &filter)?;
        let mut page = listing.page(store::list(tx, &filter, &listing)?, |order| [order.id.0]);
        page.items = store::with_lines(tx, page.items)?;
        Ok(page)
    }

    /// The states of a service order, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: ServiceOrderId) -> Result<Vec<StageChange>> {
        let tx = self.tx.reader();
        ServiceOrder::by_id(tx, id)?.or_not_found(ServiceOrderId::WHAT, id)?;
        journal::stages_of(tx, rules::MACHINE.entity(), id.0)
    }

    /// How the shop does service.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<ServiceSettings> {
        settings(self.tx.reader())
    }
}

impl ServiceOrders<'_, WriteTransaction> {
    /// Records a draft. Nothing is promised yet, so that it can be recorded for every customer.
    ///
    /// # Errors
    /// `not_found` for an unknown customer or asset; `conflict` at `/asset_id` for the asset of somebody else, or of nobody
    /// when no customer is given; `invalid_input` for a bad field, without a customer, and without a currency in a shop
    /// that has none.
    pub fn create(&self, new: NewServiceOrder) -> Result<ServiceOrder> {
        self.draft(new, None)
    }

    /// The draft of a person, or of a maintenance plan.
    pub(super) fn draft(&self, new: NewServiceOrder, plan: Option<MaintenancePlanId>) -> Result<ServiceOrder> {
        let tx = self.tx;
        let asset = new.asset_id.map(|id| assets::require(tx, id)).transpose()?;
        let given = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let given = given.map_err(|error| error.at("/customer_id"))?;
        let owner = asset.as_ref().and_then(|asset| asset.customer_id);
        if let (Some(asset), Some(given)) = (&asset, given)
            && owner.is_some_and(|owner| owner != given)
        {
            return Err(Error::conflict("the asset belongs to another customer").at("/asset_id").existing(asset.id));
        }
        let customer = given.or(owner).ok_or_else(|| {
            Error::invalid("/customer_id", "a service order has a customer")
                .hint("name the customer, or an asset of one")
        })?;
        let base = shop::settings(tx)?.base_currency;
        let currency = new.currency.or(base).ok_or_else(|| {
            Error::invalid("/currency", "the shop has no base currency yet").hint("give one, or set that of the shop")
        })?;
        ids::require_row_id("/ticket_id", new.ticket_id.map(i64::from))?;
        let sku = new.sku.as_deref().map(|sku| rules::sku("/sku", sku)).transpose()?;
        let nothing = Money::zero(currency);
        let token = |path: &str, given: Option<&str>| given.map(|given| text::token(path, given)).transpose();
        let mut order = ServiceOrder {
            id: ServiceOrderId(store::next_id(tx)?),
            number: String::new(),
            kind: new.kind,
            state: ServiceOrderState::Draft,
            customer_id: customer,
            asset_id: new.asset_id,
            ticket_id: new.ticket_id,
            plan_id: plan,
            sku: asset.map(|asset| asset.sku).or(sku),
            complaint: text::optional_note("/complaint", new.complaint.as_deref())?,
            place: text::optional_name("/place", new.place.as_deref())?,
            skill: token("/skill", new.skill.as_deref())?,
            region: token("/region", new.region.as_deref())?,
            staff_id: None,
            appointment_id: None,
            warranty_id: None,
            contract_id: None,
            valid_until: None,
            total: nothing,
            by_warranty: nothing,
            by_contract: nothing,
            by_goodwill: nothing,
            by_customer: nothing,
            goodwill_reason: None,
            goodwill_by: None,
            holds_asset: false,
            outcome: None,
            result: None,
            reason: None,
            invoice_id: None,
            created_at: tx.now(),
            updated_at: tx.now(),
            started_at: None,
            finished_at: None,
            ended_at: None,
            lines: Vec::new(),
        };
        order.number = rules::number(order.id.0);
        tx.step(|| {
            order.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &rules::MACHINE, (order.id.0, Some(customer)), order.state)?;
            announce(tx, "service_order.created", &order)
        })?;
        Ok(order)
    }

    /// Changes what is known of an order whose work is not over.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is quoted or whose work is over; `invalid_input` for a bad field.
    pub fn update(&self, id: ServiceOrderId, patch: ServiceOrderPatch) -> Result<ServiceOrder> {
        let tx = self.tx;
        let known = self.get(id)?;
        rules::require_editable(&known)?;
        let mut after = known.clone();
        patch.complaint.cleaned(|text| text::optional_note("/complaint", Some(text)))?.apply(&mut after.complaint);
        patch.place.cleaned(|text| text::optional_name("/place", Some(text)))?.apply(&mut after.place);
        patch.skill.try_map(|skill| text::token("/skill", &skill))?.apply(&mut after.skill);
        patch.region.try_map(|region| text::token("/region", &region))?.apply(&mut after.region);
        if after != known {
            tx.step(|| write(tx, &mut after, "service_order.updated"))?;
        }
        Ok(after)
    }

    /// Says how the shop does service; takes the place of what was said before.
    ///
    /// # Errors
    /// `invalid_input` for a bad field.
    pub fn save_settings(&self, given: ServiceSettings) -> Result<ServiceSettings> {
        let tx = self.tx;
        rules::require_settings(&given)?;
        if settings(tx)? == given {
            return Ok(given);
        }
        tx.step(|| {
            store::save(tx, &given, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("service_settings.saved").payload(json!({ "quote_days": given.quote_days })))
        })?;
        Ok(given)
    }
}

/// How the shop does service.
fn settings(tx: &ReadTransaction) -> Result<ServiceSettings> {
    store::settings(tx)
}

/// The order with its lines.
fn whole(tx: &ReadTransaction, order: ServiceOrder) -> Result<ServiceOrder> {
    let found = store::with_lines(tx, vec![order])?.pop();
    found.ok_or_else(|| Error::internal("a service order was lost while it was read"))
}

/// Writes an order that changed, without its lines.
fn write(tx: &WriteTransaction, order: &mut ServiceOrder, event: &'static str) -> Result<()> {
    order.updated_at = tx.now();
    order.update(tx, journal::next_seq(tx)?)?;
    announce(tx, event, order)
}

fn announce(tx: &WriteTransaction, name: &'static str, order: &ServiceOrder) -> Result<()> {
    let facts = json!({
        "number": order.number, "kind": order.kind, "state": order.state, "asset_id": order.asset_id,
        "ticket_id": order.ticket_id, "plan_id": order.plan_id, "staff_id": order.staff_id,
        "appointment_id": order.appointment_id, "total": order.total, "by_customer": order.by_customer,
        "warranty_id": order.warranty_id, "contract_id": order.contract_id, "invoice_id": order.invoice_id,
    });
    let event = Entry::new(name).customer(order.customer_id).entity("service_order", order.id);
    journal::append(tx, event.payload(facts)).map(drop)
}
