//! What a service order is: its tokens, as given, as stored, as listed.

use super::lines::ServiceLine;
use crate::vocabulary::{
    AppointmentId, AssetId, ContractId, Currency, CustomerId, Date, InvoiceId, MaintenancePlanId, Money, PageRequest,
    Patch, ServiceOrderId, StaffId, TicketId, Timestamp, UnitPrice, WarrantyId,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// What is done.
    pub enum ServiceKind("kind of service") {
        /// Something is broken.
        Repair = "repair",
        /// Something is looked after before it breaks.
        Maintenance = "maintenance",
        /// Something is set up.
        Installation = "installation",
        /// Something is looked over.
        Inspection = "inspection",
    }
}

tokens! {
    /// Where a service order stands.
    pub enum ServiceOrderState("service order state") {
        /// It is being written.
        Draft = "draft",
        /// The customer has been told the price.
        Quoted = "quoted",
        /// It is to be done.
        Confirmed = "confirmed",
        /// Parts are missing.
        WaitingParts = "waiting_parts",
        /// A technician has a time for it.
        Scheduled = "scheduled",
        /// Somebody is at it.
        InProgress = "in_progress",
        /// The work is done.
        Done = "done",
        /// It cannot be repaired.
        Unrepairable = "unrepairable",
        /// The customer's part of it has to be invoiced.
        ToInvoice = "to_invoice",
        /// It is invoiced.
        Invoiced = "invoiced",
        /// Nothing of it is open any more.
        Closed = "closed",
        /// The customer has said no to the price.
        Declined = "declined",
        /// The customer has not answered in time.
        Expired = "expired",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

tokens! {
    /// What came of the work.
    pub enum ServiceOutcome("service outcome") {
        /// It was done.
        Done = "done",
        /// It could not be repaired.
        Unrepairable = "unrepairable",
    }
}

tokens! {
    /// Who bears what a line costs.
    pub enum CoveredBy("bearer of a service line") {
        /// The warranty of the asset.
        Warranty = "warranty",
        /// The customer's service contract, all of it or a share.
        Contract = "contract",
        /// The shop, of its own free will.
        Goodwill = "goodwill",
        /// The customer.
        Customer = "customer",
    }
}

/// A service order as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewServiceOrder {
    /// What is done.
    pub kind: ServiceKind,
    /// The customer; the owner of the asset by default.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The asset on which it is done, which is the customer's.
    #[serde(default)]
    pub asset_id: Option<AssetId>,
    /// The ticket that led to it.
    #[serde(default)]
    pub ticket_id: Option<TicketId>,
    /// The article, where there is no asset.
    #[serde(default)]
    pub sku: Option<String>,
    /// What the customer complains about, at most 64 KiB.
    #[serde(default)]
    pub complaint: Option<String>,
    /// Where the work is done, at most 512 bytes.
    #[serde(default)]
    pub place: Option<String>,
    /// What the technician has to know, as a token such as `gas`.
    #[serde(default)]
    pub skill: Option<String>,
    /// Where the technician has to work, as a token.
    #[serde(default)]
    pub region: Option<String>,
    /// The currency of all amounts; the shop's base currency by default.
    #[serde(default)]
    pub currency: Option<Currency>,
}

impl NewServiceOrder {
    /// A service order of a kind, for nobody yet.
    #[must_use]
    pub fn new(kind: ServiceKind) -> Self {
        NewServiceOrder {
            kind,
            customer_id: None,
            asset_id: None,
            ticket_id: None,
            sku: None,
            complaint: None,
            place: None,
            skill: None,
            region: None,
            currency: None,
        }
    }
}

/// A service order as it is stored. What warranty, contract, goodwill and customer bear adds up to the total; all amounts
/// are without tax.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceOrder {
    /// The id.
    pub id: ServiceOrderId,
    /// The number that people read, such as `SO-000001`.
    pub number: String,
    /// What is done.
    pub kind: ServiceKind,
    /// Where it stands.
    pub state: ServiceOrderState,
    /// The customer; follows merges.
    pub customer_id: CustomerId,
    /// The asset on which it is done.
    pub asset_id: Option<AssetId>,
    /// The ticket that led to it.
    pub ticket_id: Option<TicketId>,
    /// The maintenance plan that led to it.
    pub plan_id: Option<MaintenancePlanId>,
    /// The article.
    pub sku: Option<String>,
    /// What the customer complains about.
    pub complaint: Option<String>,
    /// Where the work is done.
    pub place: Option<String>,
    /// What the technician has to know.
    pub skill: Option<String>,
    /// Where the technician has to work.
    pub region: Option<String>,
    /// The technician, as a member of the staff.
    pub staff_id: Option<StaffId>,
    /// The appointment at which the work is done.
    pub appointment_id: Option<AppointmentId>,
    /// The warranty that bears some of it.
    pub warranty_id: Option<WarrantyId>,
    /// The service contract that bears some of it.
    pub contract_id: Option<ContractId>,
    /// The last day in the shop's zone on which the price can be accepted.
    pub valid_until: Option<Date>,
    /// What all lines come to.
    pub total: Money,
    /// What the warranty bears.
    pub by_warranty: Money,
    /// What the service contract bears.
    pub by_contract: Money,
    /// What the shop bears of its own free will.
    pub by_goodwill: Money,
    /// What the customer bears.
    pub by_customer: Money,
    /// Why the shop bears some of it.
    pub goodwill_reason: Option<String>,
    /// Who of the staff said so.
    pub goodwill_by: Option<StaffId>,
    /// Whether the asset is in repair because of this order.
    pub holds_asset: bool,
    /// What came of the work.
    pub outcome: Option<ServiceOutcome>,
    /// The same in words.
    pub result: Option<String>,
    /// Why it was declined or called off.
    pub reason: Option<String>,
    /// The invoice over what the customer bears.
    pub invoice_id: Option<InvoiceId>,
    /// When it was recorded; the cover is that of this instant.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When the work began.
    pub started_at: Option<Timestamp>,
    /// When the work ended.
    pub finished_at: Option<Timestamp>,
    /// When it was closed, declined, called off, or expired.
    pub ended_at: Option<Timestamp>,
    /// Labour, parts, travel and fees.
    pub lines: Vec<ServiceLine>,
}

/// What changes of a service order whose work is not over.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceOrderPatch {
    /// What the customer complains about.
    pub complaint: Patch<String>,
    /// Where the work is done.
    pub place: Patch<String>,
    /// What the technician has to know; it counts when a time is found next.
    pub skill: Patch<String>,
    /// Where the technician has to work; it counts when a time is found next.
    pub region: Patch<String>,
}

/// Which service orders to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceOrderFilter {
    /// Orders of this customer.
    pub customer_id: Option<CustomerId>,
    /// Orders on this asset.
    pub asset_id: Option<AssetId>,
    /// Orders of this ticket.
    pub ticket_id: Option<TicketId>,
    /// Orders of this technician.
    pub staff_id: Option<StaffId>,
    /// Orders in this state.
    pub state: Option<ServiceOrderState>,
    /// Orders of this kind.
    pub kind: Option<ServiceKind>,
    /// Only orders of which something is open.
    pub open: bool,
    /// Which page.
    pub page: PageRequest,
}

/// How the shop does service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceSettings {
    /// The price of an hour of labour that is given without one, without tax; none by default.
    pub hourly_rate: Option<UnitPrice>,
    /// The most that goodwill bears of one order, in its currency; without a limit by default.
    pub goodwill_limit: Option<Money>,
    /// Days for which a price stands when nothing else is said, 0 to 365; 14 by default.
    pub quote_days: u32,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        ServiceSettings { hourly_rate: None, goodwill_limit: None, quote_days: 14 }
    }
}
