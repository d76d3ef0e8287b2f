//! One timeline per customer: contacts, orders, refunds and stage changes in the order of time.
//!
//! The journal holds where each stands in time; the details are read from their rooms, one query per kind.

use crate::db::{ReadTransaction, Reading};
use crate::journal::timeline::{self, Kind, Point};
use crate::journal::{self, StageChange};
use crate::records::customers::{self, Customers};
use crate::records::interactions::{self, InteractionSummary};
use crate::records::orders::{self, OrderSummary, RefundSummary};
use crate::vocabulary::{CustomerId, Page, PageRequest, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

tokens! {
    /// What an entry of a timeline is.
    pub enum TimelineKind("kind of timeline entry") {
        /// A contact.
        Interaction = "interaction",
        /// An order, at the time when it was placed.
        Order = "order",
        /// A refund.
        Refund = "refund",
        /// A move of the lifecycle or of an order.
        StageChange = "stage_change",
    }
}

/// One thing that happened to a customer; the field named like the kind holds the details.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: TimelineKind,
    /// The id of the contact, order, refund or stage change.
    pub id: i64,
    /// The contact.
    pub interaction: Option<InteractionSummary>,
    /// The order.
    pub order: Option<OrderSummary>,
    /// The refund.
    pub refund: Option<RefundSummary>,
    /// The stage change.
    pub stage_change: Option<StageChange>,
}

/// Whose timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineRequest {
    /// The customer; follows merges.
    pub id: CustomerId,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}

impl<T: Reading> Customers<'_, T> {
    /// Everything that happened to a customer, newest first, page by page.
    ///
    /// # Errors
    /// `not_found`; `limit` and `invalid_input` for a bad page.
    pub fn timeline(&self, request: &TimelineRequest) -> Result<Page<TimelineEntry>> {
        self.tx.settle()?;
        let tx = self.tx.reader();
        let customer = customers::require(tx, request.id)?;
        let listing = request.page.of("timeline", &customer)?;
        let points = timeline::before(tx, customer, listing.start, listing.rows())?;
        let page = listing.page(points, |point| [point.at.millis(), point.kind as i64, point.entity_id]);
        Ok(Page { items: entries(tx, &page.items, &[], &[])?, next: page.next })
    }
}

/// The points of a timeline with their details; orders and refunds that are known already are not read again.
pub(crate) fn entries(
    tx: &ReadTransaction,
    points: &[Point],
    known_orders: &[OrderSummary],
    known_refunds: &[RefundSummary],
) -> Result<Vec<TimelineEntry>> {
    let ids_of = |kind: Kind| points.iter().filter(move |point| point.kind == kind).map(|point| point.entity_id);
    let mut contacts =
        details(ids_of(Kind::Interaction), &[], |ids| interactions::summaries_with(tx, ids), |one| one.id.0)?;
    let mut orders = details(ids_of(Kind::Order), known_orders, |ids| orders::orders_with(tx, ids), |one| one.id.0)?;
    let mut refunds =
        details(ids_of(Kind::Refund), known_refunds, |ids| orders::refunds_with(tx, ids), |one| one.id.0)?;
    let mut moves = details(ids_of(Kind::StageChange), &[], |ids| journal::stages_with(tx, ids), |one| one.id)?;
    let entry = |point: &Point| {
        let mut entry = TimelineEntry {
            at: point.at,
            kind: TimelineKind::Interaction,
            id: point.entity_id,
            interaction: None,
            order: None,
            refund: None,
            stage_change: None,
        };
        match point.kind {
            Kind::Interaction => entry.interaction = contacts.remove(&point.entity_id),
            Kind::Order => {
                entry.kind = TimelineKind::Order;
                entry.order = orders.remove(&point.entity_id);
            }
            Kind::Refund => {
                entry.kind = TimelineKind::Refund;
                entry.refund = refunds.remove(&point.entity_id);
            }
            Kind::StageChange => {
                entry.kind = TimelineKind::StageChange;
                entry.stage_change = moves.remove(&point.entity_id);
            }
        }
        entry
    };
    Ok(points.iter().map(entry).collect())
}

/// The details of one kind by their ids; what is not known is read, with no query where nothing is missing.
fn details<D: Clone>(
    ids: impl Iterator<Item = i64>,
    known: &[D],
    read: impl FnOnce(Vec<i64>) -> Result<Vec<D>>,
    id_of: impl Fn(&D) -> i64,
) -> Result<HashMap<i64, D>> {
    let mut details = HashMap::new();
    let mut missing = Vec::new();
    for id in ids {
        match known.iter().find(|one| id_of(one) == id) {
            Some(one) => drop(details.insert(id, one.clone())),
            None => missing.push(id),
        }
    }
    if !missing.is_empty() {
        details.extend(read(missing)?.into_iter().map(|one| (id_of(&one), one)));
    }
    Ok(details)
}
