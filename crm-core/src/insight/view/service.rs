//! What of the after-sale a view shows: what the customer has, what is open, and how customer and shop get along.

use super::store::Presence;
use super::{OPEN, PromotionalEntry};
use crate::db::ReadTransaction;
use crate::records::aftersale::contracts::{Contract, ContractFilter};
use crate::records::aftersale::credit::{self, CreditScore};
use crate::records::aftersale::feedback::{self, FeedbackEntry};
use crate::records::aftersale::returns::{OrderReturn, ReturnFilter};
use crate::records::aftersale::reviews::{self, Review};
use crate::records::aftersale::service_orders::{self, ServiceCosts, ServiceOrderSummary};
use crate::records::aftersale::sla::TicketKind;
use crate::records::aftersale::surveys::{self, LatestMark};
use crate::records::aftersale::tickets::{self, Ticket};
use crate::records::aftersale::warranties::{self, CheckedAsset};
use crate::vocabulary::{CustomerId, PageRequest, Result};
use serde::{Deserialize, Serialize};

/// Tickets of which a view shows the newest of each kind.
const TICKETS: usize = 20;

/// What a customer has and what is open after the sale, at most five of each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceBlock {
    /// Pieces that the customer has, the newest first, with what covers each today.
    pub assets: Vec<CheckedAsset>,
    /// Service contracts, the newest first.
    pub contracts: Vec<Contract>,
    /// Tickets that are not over, but complaints and requests: those are with what was bought.
    pub tickets: Vec<Ticket>,
    /// Service orders of which something is open.
    pub service_orders: Vec<ServiceOrderSummary>,
    /// Returns that are not at their end.
    pub returns: Vec<OrderReturn>,
    /// What finished service for the customer came to, by currency.
    pub costs: Vec<ServiceCosts>,
    /// The newest mark for recommending the shop, 0 to 10.
    pub nps: Option<LatestMark>,
    /// The newest mark for satisfaction, 1 to 5.
    pub csat: Option<LatestMark>,
    /// The latest reviews.
    pub reviews: Vec<Review>,
    /// The credit record.
    pub credit: CreditScore,
}

/// The tickets of a customer that are not over.
pub(super) struct Tickets {
    /// Complaints.
    pub(super) complaints: Vec<Ticket>,
    /// Requests for service and returns.
    pub(super) requests: Vec<Ticket>,
    others: Vec<Ticket>,
}

pub(super) fn tickets(tx: &ReadTransaction, customer: CustomerId, has: &Presence) -> Result<Tickets> {
    let mut found = Tickets { complaints: Vec::new(), requests: Vec::new(), others: Vec::new() };
    if has.tickets {
        for ticket in tickets::alive_of(tx, customer, TICKETS)? {
            let of_kind = match ticket.kind {
                TicketKind::Complaint => &mut found.complaints,
                TicketKind::ServiceRequest | TicketKind::ReturnRequest => &mut found.requests,
                _ => &mut found.others,
            };
            if of_kind.len() < OPEN {
                of_kind.push(ticket);
            }
        }
    }
    Ok(found)
}

fn few() -> PageRequest {
    PageRequest::first(OPEN as u32)
}

pub(super) fn block(
    tx: &ReadTransaction,
    customer: CustomerId,
    has: &Presence,
    tickets: Tickets,
) -> Result<ServiceBlock> {
    let customer_id = Some(customer);
    let contracts = ContractFilter { customer_id, page: few(), ..ContractFilter::default() };
    let returns = ReturnFilter { customer_id, open: true, page: few(), ..ReturnFilter::default() };
    let [nps, csat] = if has.invitations { surveys::latest_of(tx, customer)? } else { [None, None] };
    Ok(ServiceBlock {
        assets: if has.assets { warranties::held_by(tx, customer, OPEN)? } else { Vec::new() },
        contracts: if has.contracts { tx.contracts().list(&contracts)?.items } else { Vec::new() },
        tickets: tickets.others,
        service_orders: if has.service_orders { service_orders::open_of(tx, customer, OPEN)? } else { Vec::new() },
        returns: if has.returns { tx.returns().list(&returns)?.items } else { Vec::new() },
        costs: if has.service_orders { service_orders::costs_of(tx, customer)? } else { Vec::new() },
        nps,
        csat,
        reviews: if has.reviews { reviews::latest_of(tx, customer, OPEN)? } else { Vec::new() },
        credit: credit::score_of(tx, customer)?,
    })
}

/// Invitations to surveys that the customer may still answer.
pub(super) fn open_surveys(
    tx: &ReadTransaction,
    customer: CustomerId,
    has: &Presence,
) -> Result<Vec<PromotionalEntry>> {
    let open = if has.invitations { surveys::open_of(tx, customer, OPEN)? } else { Vec::new() };
    let entry = |one: surveys::OpenInvitation| PromotionalEntry {
        id: one.id.0,
        name: one.survey,
        state: one.state.token().to_owned(),
        at: one.invited_at,
    };
    Ok(open.into_iter().map(entry).collect())
}

/// The latest suggestions and wishes of the customer, with what became of them.
pub(super) fn suggestions(tx: &ReadTransaction, customer: CustomerId, has: &Presence) -> Result<Vec<FeedbackEntry>> {
    if has.feedback { feedback::ideas_of(tx, customer, OPEN) } else { Ok(Vec::new()) }
}
