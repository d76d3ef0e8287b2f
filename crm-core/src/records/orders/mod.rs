//! Orders, with their lines, payments, refunds, and the metrics of each customer.
//!
//! Owns what was bought, paid and given back. Promises that amounts are exact and consistent (a total that contradicts
//! its lines is refused, unless a host reports what it has charged), that base amounts stay fixed at the order's rate,
//! that the pay and fulfilment states follow from payments, refunds and quantities, and that the metrics of a customer
//! equal a recomputation at any moment. What is recorded twice under one key of a host counts once.
//! What is called off of its lines leaves an order whose parts add up; only what is neither shipped nor packed is, and an
//! order on hold goes nowhere until it is released. Parcels and saved configurations are asked for through the wiring.
//!
//! Refuses negative quantities and amounts, mixed currencies, refunds above what was paid, and moves that the state
//! machine does not list; [`Orders::sync`] alone takes a host's word for those, and logs the move as forced.

mod apply;
pub(crate) mod bulk;
mod buyer;
mod cancel_lines;
mod configuration;
mod edit;
mod facts;
mod hold;
mod hosts;
mod ingest;
mod input;
mod lines;
mod made;
mod metrics;
pub(crate) mod moves;
mod payments;
mod price;
pub(crate) mod promises;
mod record;
mod refunds;
mod settings;
mod states;
mod store;
mod summary;
mod tokens;
mod types;

#[cfg(test)]
mod tests;

pub(crate) use edit::{Delivered, deliver};
pub(crate) use facts::{Fact, each_fact, facts_of, last_customer};
pub use input::{HostOrder, NewOrder, NewPayment, NewRefund, NewRefundLine, OrderFilter, OrderPatch, StateWord};
pub use lines::{Fulfilment, LineCancellation, NewOrderLine};
pub(crate) use metrics::compare;
pub(crate) use settings::react;
pub use summary::{OpenBalance, OrderSummary, RefundSummary};
pub(crate) use summary::{orders_with, overview, refunds_with};
pub use tokens::{CancelReason, FulfilState, HoldReason, HostPayment, OrderState, Outcome, PayState, PaymentKind};
pub use types::{Metrics, Order, OrderCount, OrderLine, Payment, Recorded, Refund, RefundLine};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, StageChange};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, OrderId, OrderLineId, Page, PageRequest, RefundId, Result, Timestamp};
pub(crate) use price::Word;

room! {
    /// Orders, and the metrics of each customer.
    Orders, orders
}

room! {
    /// Payments of orders.
    Payments, payments
}

room! {
    /// What went back to customers.
    Refunds, refunds
}

/// The order of a key of another system.
pub(crate) fn id_of(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<OrderId>> {
    store::find(tx, source, external_id)
}

/// The order that a line belongs to.
pub(crate) fn order_of(line: OrderLineId) -> OrderId {
    OrderId(line.0.div_euclid(lines::WIDTH))
}

/// Whether any line of an order names serials.
pub(crate) fn has_serials(tx: &ReadTransaction, order: OrderId) -> Result<bool> {
    lines::store::has_serials(tx, order)
}

/// The refund of a key of another system.
pub(crate) fn refund_id_of(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<RefundId>> {
    refunds::store::find(tx, source, external_id)
}

/// Refunds after an id, in the order of their ids, without their lines.
pub(crate) fn refunds_after(tx: &ReadTransaction, id: RefundId, rows: usize) -> Result<Vec<Refund>> {
    refunds::store::after(tx, id, rows, record::base_of(tx)?)
}

/// Takes orders as a file reports them: totals as charged, states as they are. One verdict per order; a refused one
/// leaves the others alone.
pub(crate) fn import(tx: &WriteTransaction, orders: Vec<NewOrder>) -> Result<Vec<Result<Recorded>>> {
    bulk::record_each(tx, orders, Word::OfHost)
}

/// Refuses an order that [`import`] would refuse if it were new, whoever its customer is.
pub(crate) fn require_recordable(tx: &WriteTransaction, order: &NewOrder) -> Result<()> {
    let mut given = order.clone();
    let (currency, _, _) = record::prepare(tx, &mut given, Word::OfHost)?;
    let ground = record::ground(tx, currency)?;
    record::rate_of(tx, given.rate, currency, &ground, given.placed_at.unwrap_or(ground.now)).map(|_| ())
}

impl<T: Reading> Orders<'_, T> {
    /// One order with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: OrderId) -> Result<Order> {
        let tx = self.tx.reader();
        let order = store::get(tx, id, record::base_of(tx)?)?.or_not_found(OrderId::WHAT, id)?;
        lines::with_lines(tx, order)
    }

    /// The order of a key of another system, if it is known.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, source: &str, external_id: &str) -> Result<Option<Order>> {
        store::find(self.tx.reader(), source, external_id)?.map(|id| self.get(id)).transpose()
    }

    /// Orders with their lines, the latest first, page by page. A merged customer's orders are the survivor's.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &OrderFilter) -> Result<Page<Order>> {
        let tx = self.tx.reader();
        let customer = filter.customer.map(|id| customers::require(tx, id)).transpose()?;
        let listing = filter.page.of("orders", &OrderFilter { customer, ..filter.clone() })?;
        let found = store::list(tx, filter, customer, listing.start, listing.rows(), record::base_of(tx)?)?;
        let mut page = listing.page(found, |order| [order.placed_at.millis(), order.id.0]);
        page.items = page.items.into_iter().map(|order| lines::with_lines(tx, order)).collect::<Result<_>>()?;
        Ok(page)
    }

    /// The moves of an order through its states, oldest first. Its first state has no move.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: OrderId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), states::MACHINE.entity(), id.0)
    }

    /// The sums over a customer's counting orders and refunds; zeros for a customer without any.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn metrics(&self, customer: CustomerId) -> Result<Metrics> {
        let tx = self.tx.reader();
        metrics::of(tx, customers::require(tx, customer)?)
    }

    /// The shop's own words for states of its hosts.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn state_words(&self) -> Result<Vec<StateWord>> {
        hosts::own_words(self.tx.reader())
    }
}

impl Orders<'_, WriteTransaction> {
    /// Records an order; one whose key of a host is known is brought to what is given, unless a newer report is known
    /// already. The order afterwards.
    ///
    /// # Errors
    /// `invalid_input` for amounts that contradict each other, mixed currencies, negative numbers, a configuration that
    /// breaks rules or a missing customer; `not_found` for an unknown customer, configuration or exchange rate;
    /// `not_allowed_transition` for a state that cannot follow the known one, and for the production of an order of which
    /// nothing is made to order; `conflict` for another currency once payments are known; `blocked` for a new order of a
    /// customer to whom the shop sells nothing, unless `allow_blocked` is set.
    pub fn record(&self, order: NewOrder) -> Result<Order> {
        self.tx.step(|| ingest::ingest(self.tx, order, Word::Checked, &[])).map(|done| done.order)
    }

    /// Records up to 200,000 orders, all or nothing, with one event for all: the same orders and metrics as recording
    /// one by one, many times as fast. What became of each, in the sequence given.
    ///
    /// # Errors
    /// As [`Orders::record`], with the position of the order in the path; `limit` for more orders.
    pub fn record_many(&self, orders: Vec<NewOrder>) -> Result<Vec<Recorded>> {
        bulk::record_all(self.tx, orders, Word::Checked)
    }

    /// Brings an order to what its host reports, in whatever order reports arrive: totals are taken as charged, moves
    /// that the machine does not list are logged as forced, a report older than the known one is ignored.
    ///
    /// # Errors
    /// `invalid_input` for an unknown word of the host, and as [`Orders::record`] for what cannot be read.
    pub fn sync(&self, report: HostOrder) -> Result<Recorded> {
        self.tx.step(|| hosts::sync(self.tx, report))
    }

    /// Moves an order to its next state; the order afterwards. The state that it has already changes nothing.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for `cancelled`.
    pub fn advance(&self, id: OrderId, to: OrderState, at: Option<Timestamp>) -> Result<Order> {
        self.tx.step(|| edit::advance(self.tx, id, to, at))
    }

    /// Calls an order off: it does not count any more, from the day it was placed. The order afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` when it is completed or was shipped in part.
    pub fn cancel(&self, id: OrderId, reason: CancelReason, at: Option<Timestamp>) -> Result<Order> {
        self.tx.step(|| edit::cancel(self.tx, id, reason, at))
    }

    /// Calls off so much of lines that is neither shipped nor packed in a parcel; the order afterwards. Its totals follow
    /// from what stands, from the day it was placed: a line's discount and tax and its part of the order's discount
    /// shrink with its quantity, each rounded half to even; shipping stays. When nothing would be left, the order is
    /// cancelled as [`Orders::cancel`] does it, with its amounts.
    ///
    /// # Errors
    /// `not_found` for an unknown order or line; `invalid_input` that lists what is open of each line;
    /// `not_allowed_transition` for an order that is completed, closed or cancelled.
    pub fn cancel_lines(
        &self,
        id: OrderId,
        lines: &[LineCancellation],
        reason: CancelReason,
        at: Option<Timestamp>,
    ) -> Result<Order> {
        self.tx.step(|| cancel_lines::cancel_lines(self.tx, id, lines, reason, at))
    }

    /// Holds a pending or confirmed order back: no parcel of it leaves until it is released. The order afterwards. One
    /// that is on hold already stays so since then, with the reason and note that are given now.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `invalid_input` for a bad note.
    pub fn hold(&self, id: OrderId, reason: HoldReason, note: Option<&str>, at: Option<Timestamp>) -> Result<Order> {
        self.tx.step(|| hold::hold(self.tx, id, reason, note, at))
    }

    /// Lets an order on hold go on as confirmed; the order afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for an order that is not on hold.
    pub fn release(&self, id: OrderId, at: Option<Timestamp>) -> Result<Order> {
        self.tx.step(|| hold::release(self.tx, id, at))
    }

    /// Changes what an order says; the order afterwards. The change is retroactive: the order counts with its new
    /// amounts from the day it was placed.
    ///
    /// # Errors
    /// `not_found`, and `invalid_input` as [`Orders::record`].
    pub fn edit(&self, id: OrderId, patch: OrderPatch) -> Result<Order> {
        self.tx.step(|| edit::edit(self.tx, id, patch))
    }

    /// Notes how much of each line was shipped so far, all of it without lines; the order afterwards.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for more than was bought; `not_allowed_transition` for a draft or cancelled order.
    pub fn fulfil(&self, id: OrderId, shipped: &[Fulfilment], at: Option<Timestamp>) -> Result<Order> {
        self.tx.step(|| edit::fulfil(self.tx, id, shipped, at))
    }

    /// Adds a host's word for the state of an order, or gives a word another meaning.
    ///
    /// # Errors
    /// `invalid_input` for an empty host or word.
    pub fn add_state_word(&self, word: StateWord) -> Result<StateWord> {
        hosts::add_word(self.tx, word)
    }
}

impl<T: Reading> Payments<'_, T> {
    /// The payments of an order, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn list(&self, order: OrderId) -> Result<Vec<Payment>> {
        let tx = self.tx.reader();
        let known = store::get(tx, order, record::base_of(tx)?)?.or_not_found(OrderId::WHAT, order)?;
        payments::store::of(tx, order, known.currency)
    }
}

impl Payments<'_, WriteTransaction> {
    /// Adds a payment to an order; the order afterwards. A payment whose key is known for the order changes nothing.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a capture above what is left to pay unless it is allowed by name, for a void
    /// above what is reserved, and for another currency; `conflict` for a known key with another amount.
    pub fn record(&self, order: OrderId, payment: &NewPayment, allow_overpayment: bool) -> Result<Order> {
        self.tx.step(|| payments::pay(self.tx, order, payment, allow_overpayment))
    }
}

impl<T: Reading> Refunds<'_, T> {
    /// One refund with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: RefundId) -> Result<Refund> {
        let tx = self.tx.reader();
        let refund = refunds::store::get(tx, id, record::base_of(tx)?)?.or_not_found(RefundId::WHAT, id)?;
        refunds::with_lines(tx, refund)
    }

    /// The refund of a key of another system, if it is known.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, source: &str, external_id: &str) -> Result<Option<Refund>> {
        refunds::store::find(self.tx.reader(), source, external_id)?.map(|id| self.get(id)).transpose()
    }

    /// The refunds of an order, oldest first.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn of_order(&self, order: OrderId) -> Result<Vec<Refund>> {
        let tx = self.tx.reader();
        let found = refunds::store::of_order(tx, order, record::base_of(tx)?)?;
        found.into_iter().map(|refund| refunds::with_lines(tx, refund)).collect()
    }

    /// The refunds of a customer, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, customer: CustomerId, page: &PageRequest) -> Result<Page<Refund>> {
        let tx = self.tx.reader();
        let customer = customers::require(tx, customer)?;
        let listing = page.of("refunds", &customer)?;
        let found = refunds::store::of_customer(tx, customer, listing.start, listing.rows(), record::base_of(tx)?)?;
        let mut page = listing.page(found, |refund| [refund.refunded_at.millis(), refund.id.0]);
        page.items = page.items.into_iter().map(|refund| refunds::with_lines(tx, refund)).collect::<Result<_>>()?;
        Ok(page)
    }
}

impl Refunds<'_, WriteTransaction> {
    /// Records what went back: of an order, of lines of it, or to a customer without an order. One whose key is known
    /// changes nothing.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` above what was paid or for more than was bought; `conflict` for a known key with
    /// another amount.
    pub fn record(&self, refund: NewRefund) -> Result<Refund> {
        self.tx.step(|| refunds::record::record(self.tx, refund, Word::Checked)).map(|(refund, _)| refund)
    }
}
