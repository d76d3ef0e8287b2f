//! The 360° view: everything about one customer in one snapshot, and the timeline of what happened.
//!
//! Owns no table: it puts together what the rooms know, by a fixed number of look-ups along indexes, so that the view of a
//! customer costs the same in a small shop and in a large one. Promises that all of it belongs to one moment. Refuses to
//! decide anything.

mod service;
mod store;
mod timeline;

#[cfg(test)]
mod tests;

pub use service::ServiceBlock;
pub use timeline::{TimelineEntry, TimelineKind, TimelineRequest};

use crate::db::{ReadTransaction, Reading};
use crate::insight::entitlement::{self, CustomerEntitlement, Facts};
use crate::insight::lifecycle::{self, CustomerStage};
use crate::insight::rfm::{self, RfmStanding};
use crate::journal;
use crate::records::aftersale::feedback::FeedbackEntry;
use crate::records::aftersale::tickets::{self, Ticket};
use crate::records::customers::{self, Address, Block, Customer, Customers, DuplicateCandidate, ListMember, Relation};
use crate::records::orders::{self, Metrics, OpenBalance, OrderSummary, RefundSummary};
use crate::records::presale::leads::{self, Lead};
use crate::records::presale::opportunities::{self, OpportunitySummary};
use crate::records::presale::quotes::{self, QuoteSummary};
use crate::records::sale::carts::{self, CartSummary};
use crate::records::sale::coupons;
use crate::records::sale::loyalty::LoyaltyTerms;
use crate::vocabulary::{CustomerId, Error, ErrorCode, Money, Result, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use store::Presence;

/// Entries of a timeline or rows of a list that a view holds at the most.
const MOST_RECENT: u32 = 100;
/// What is open before the sale: so much of each kind.
const OPEN: usize = 5;

/// Whose view, and how much of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewRequest {
    /// The customer; follows merges.
    pub id: CustomerId,
    /// The latest orders and refunds to show, at most 100 of each; 5 by default.
    #[serde(default = "five")]
    pub orders: u32,
    /// The latest entries of the timeline to show, at most 100; 10 by default.
    #[serde(default = "ten")]
    pub timeline: u32,
}

fn five() -> u32 {
    5
}

fn ten() -> u32 {
    10
}

impl From<CustomerId> for ViewRequest {
    fn from(id: CustomerId) -> Self {
        ViewRequest { id, orders: five(), timeline: ten() }
    }
}

/// Everything about a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerView {
    /// The moment to which all of it belongs.
    pub at: Timestamp,
    /// Who it is.
    pub descriptive: DescriptiveBlock,
    /// What the shop offered.
    pub promotional: PromotionalBlock,
    /// What may be bought.
    pub presale: PresaleBlock,
    /// What was bought.
    pub transactional: TransactionalBlock,
    /// What the customer has, and what is open after the sale.
    pub service: ServiceBlock,
    /// Facts, scores and label.
    pub rfm: RfmStanding,
    /// The stage.
    pub lifecycle: CustomerStage,
    /// How the customer is served, and the block.
    pub entitlement: CustomerEntitlement,
    /// What happened last, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Relations in both directions.
    pub relations: Vec<Relation>,
    /// What to mind.
    pub flags: ViewFlags,
}

/// Who a customer is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DescriptiveBlock {
    /// The customer's own fields, identities and company profile.
    pub customer: Customer,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Values of custom fields by their keys.
    pub custom: BTreeMap<String, Value>,
    /// Tags.
    pub tags: Vec<String>,
    /// Static lists that the customer is on.
    pub lists: Vec<ListMember>,
}

/// What a customer may buy: what is open before the sale, at most five of each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PresaleBlock {
    /// Open leads, newest first.
    pub leads: Vec<Lead>,
    /// Open opportunities.
    pub opportunities: Vec<OpportunitySummary>,
    /// Quotes that are not decided, or accepted and not ordered.
    pub quotes: Vec<QuoteSummary>,
    /// Carts that are neither ordered nor expired.
    pub carts: Vec<CartSummary>,
}

/// What the shop offered to a customer; segments, campaigns and messages are filled as they come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PromotionalBlock {
    /// Segments that the customer is in.
    pub segments: Vec<PromotionalEntry>,
    /// Campaigns that reached the customer.
    pub campaigns: Vec<PromotionalEntry>,
    /// The latest messages.
    pub messages: Vec<PromotionalEntry>,
    /// Coupons of the customer's own that can be used; the codes are in `coupons.list`.
    pub coupons: Vec<PromotionalEntry>,
    /// Store credit and gift cards, by currency.
    pub store_credit: Vec<Money>,
    /// Points and tier; null for somebody who never had any.
    pub loyalty: Option<LoyaltyTerms>,
    /// Invitations to surveys that the customer may still answer, the newest first.
    pub surveys: Vec<PromotionalEntry>,
    /// The latest suggestions and wishes of the customer, with what became of them.
    pub suggestions: Vec<FeedbackEntry>,
}

/// One thing that was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PromotionalEntry {
    /// Its id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Where it stands, as a token of its own room.
    pub state: String,
    /// When it got there.
    pub at: Timestamp,
}

/// What a customer bought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TransactionalBlock {
    /// Sums over all counting orders and refunds.
    pub metrics: Metrics,
    /// The latest orders, newest first.
    pub recent_orders: Vec<OrderSummary>,
    /// The latest refunds, newest first.
    pub recent_refunds: Vec<RefundSummary>,
    /// What is still to be paid, by currency.
    pub open_balances: Vec<OpenBalance>,
    /// Complaints that are not over, the newest first.
    pub complaints: Vec<Ticket>,
    /// Requests for service and returns that are not over, the newest first.
    pub requests: Vec<Ticket>,
}

/// What to mind with a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ViewFlags {
    /// What the shop does not do with the customer now.
    pub blocked: Block,
    /// The oldest complaint that is not over: nothing is advertised meanwhile, and whoever sells should know.
    pub open_complaint: Option<TicketId>,
    /// Whether the customer is hidden from lists.
    pub archived: bool,
    /// Whether the personal data was erased.
    pub erased: bool,
    /// Whether the question was for a customer who was merged into this one.
    pub followed_merge: bool,
    /// Customers who were merged into this one.
    pub merged_from: Vec<CustomerId>,
    /// Candidates for duplicates that nobody has judged yet.
    pub open_duplicates: Vec<DuplicateCandidate>,
}

impl<T: Reading> Customers<'_, T> {
    /// Everything about a customer in one snapshot: who it is, what was bought, RFM and stage, what happened last, and
    /// what to mind.
    ///
    /// # Errors
    /// `not_found`; `limit` for more than 100 orders or entries.
    pub fn view(&self, request: impl Into<ViewRequest>) -> Result<CustomerView> {
        let request = request.into();
        require_bounded("/orders", request.orders)?;
        require_bounded("/timeline", request.timeline)?;
        self.tx.settle()?;
        view(self.tx.reader(), request)
    }
}

fn presale(tx: &ReadTransaction, customer: CustomerId, has: &Presence) -> Result<PresaleBlock> {
    Ok(PresaleBlock {
        leads: if has.leads { leads::open_of(tx, customer, OPEN)? } else { Vec::new() },
        opportunities: if has.opportunities { opportunities::open_of(tx, customer, OPEN)? } else { Vec::new() },
        quotes: if has.quotes { quotes::open_of(tx, customer, OPEN)? } else { Vec::new() },
        carts: if has.carts { carts::open_of(tx, customer, OPEN)? } else { Vec::new() },
    })
}

fn promotional(tx: &ReadTransaction, customer: CustomerId, has: &Presence) -> Result<PromotionalBlock> {
    let usable = if has.coupons { coupons::usable_of(tx, customer)? } else { Vec::new() };
    let coupons = usable.into_iter().map(|coupon| PromotionalEntry {
        id: coupon.id.0,
        name: coupon.program,
        state: coupon.state.token().to_owned(),
        at: coupon.at,
    });
    let in_programme = has.points || has.tier;
    Ok(PromotionalBlock {
        segments: Vec::new(),
        campaigns: Vec::new(),
        messages: Vec::new(),
        coupons: coupons.collect(),
        store_credit: if has.stored_values { coupons::balances_of(tx, customer)? } else { Vec::new() },
        loyalty: if in_programme { Some(tx.loyalty().terms(customer)?) } else { None },
        surveys: service::open_surveys(tx, customer, has)?,
        suggestions: service::suggestions(tx, customer, has)?,
    })
}

fn require_bounded(path: &str, rows: u32) -> Result<()> {
    if rows > MOST_RECENT {
        return Err(Error::new(ErrorCode::Limit, "a view shows at most 100 of each")
            .at(path)
            .hint("page through orders.list or customers.timeline"));
    }
    Ok(())
}

fn view(tx: &ReadTransaction, request: ViewRequest) -> Result<CustomerView> {
    let details = customers::details(tx, request.id)?;
    let id = details.customer.id;
    let bought = orders::overview(tx, id, request.orders as usize)?;
    let has = store::presence(tx, id)?;
    let points = journal::timeline::before(tx, id, None, request.timeline as usize)?;
    let promotional = promotional(tx, id, &has)?;
    let (rfm, lifecycle) = (rfm::standing_of(tx, id)?, lifecycle::stage_of(tx, id)?);
    // Rules ask for what the view has read already; only their sums over a window read the orders once more.
    let block = details.customer.block_at(tx.now());
    let blocked = block.as_ref().map_or(Block::None, |block| block.block);
    let (rules, stored) = entitlement::stored_if(tx, id, (has.entitlement_rules, has.entitlement_override), block)?;
    let facts = Facts {
        kind: details.customer.kind.into(),
        tier: promotional.loyalty.as_ref().and_then(|terms| terms.tier.as_ref()).map(|tier| tier.id).into(),
        label: rfm.label.clone().into(),
        stage: lifecycle.stage.into(),
        tags: details.tags.clone().into(),
        margin: bought.metrics.margin.into(),
        ..Facts::of(tx, id)
    };
    let entitlement = entitlement::decide(tx, &rules, stored, &facts, false)?;
    let mut tickets = service::tickets(tx, id, &has)?;
    let complaints = std::mem::take(&mut tickets.complaints);
    let requests = std::mem::take(&mut tickets.requests);
    Ok(CustomerView {
        at: tx.now(),
        flags: ViewFlags {
            blocked,
            open_complaint: if has.tickets { tickets::open_complaint(tx, id)? } else { None },
            archived: details.customer.archived_at.is_some(),
            erased: details.customer.erased_at.is_some(),
            followed_merge: id != request.id,
            merged_from: details.merged_from,
            open_duplicates: details.open_duplicates,
        },
        descriptive: DescriptiveBlock {
            customer: details.customer,
            addresses: details.addresses,
            custom: details.custom,
            tags: details.tags,
            lists: details.lists,
        },
        promotional,
        presale: presale(tx, id, &has)?,
        rfm,
        lifecycle,
        entitlement,
        timeline: timeline::entries(tx, &points, &bought.recent_orders, &bought.recent_refunds)?,
        transactional: TransactionalBlock {
            metrics: bought.metrics,
            recent_orders: bought.recent_orders,
            recent_refunds: bought.recent_refunds,
            open_balances: bought.open_balances,
            complaints,
            requests,
        },
        service: service::block(tx, id, &has, tickets)?,
        relations: details.relations,
    })
}
