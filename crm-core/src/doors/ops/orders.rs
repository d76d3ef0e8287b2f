//! The operations of orders, payments and refunds.

use crate::journal::StageChange;
use crate::records::orders::{
    CancelReason, Fulfilment, HoldReason, HostOrder, LineCancellation, Metrics, NewOrder, NewPayment, NewRefund, Order,
    OrderFilter, OrderPatch, OrderState, Payment, Recorded, Refund, StateWord,
};
use crate::vocabulary::{CustomerId, OrderId, Page, PageRequest, RefundId, Timestamp};

use super::shapes::Nothing;

input! {
    /// An order by its id.
    OrderRef {
        /// The id.
        id: OrderId,
    }
}

input! {
    /// An order or a refund by the key of another system.
    ExternalKey {
        /// The system.
        source: String,
        /// Its key.
        external_id: String,
    }
}

input! {
    /// Many orders.
    OrdersRecord {
        /// The orders, at most 200,000.
        orders: Vec<NewOrder>,
    }
}

input! {
    /// Whose metrics.
    MetricsOf {
        /// The customer.
        customer: CustomerId,
    }
}

input! {
    /// Where an order goes.
    OrderMove {
        /// The order.
        id: OrderId,
        /// Its next state.
        to: OrderState,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// Why an order is called off.
    OrderCancel {
        /// The order.
        id: OrderId,
        /// Why.
        reason: CancelReason,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// What of an order is called off.
    OrderCancelLines {
        /// The order.
        id: OrderId,
        /// How much of which lines.
        lines: Vec<LineCancellation>,
        /// Why.
        reason: CancelReason,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// Why an order is held back.
    OrderHold {
        /// The order.
        id: OrderId,
        /// Why.
        reason: HoldReason,
        /// More about that, at most 64 KiB.
        #[serde(default)]
        note: Option<String>,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// An order that is not held back any more.
    OrderRelease {
        /// The order.
        id: OrderId,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// What of an order changes.
    OrderEdit {
        /// The order.
        id: OrderId,
        /// The change.
        patch: OrderPatch,
    }
}

input! {
    /// What of an order was shipped.
    OrderFulfil {
        /// The order.
        id: OrderId,
        /// How much of each line so far; everything when there are none.
        #[serde(default)]
        lines: Vec<Fulfilment>,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// A payment of an order.
    OrderPayment {
        /// The order.
        order: OrderId,
        /// The payment.
        payment: NewPayment,
        /// Whether it may be more than what is left to pay.
        #[serde(default)]
        allow_overpayment: bool,
    }
}

input! {
    /// An order.
    OfOrder {
        /// The order.
        order: OrderId,
    }
}

input! {
    /// A refund by its id.
    RefundRef {
        /// The id.
        id: RefundId,
    }
}

input! {
    /// The refunds of a customer.
    RefundFilter {
        /// The customer.
        customer: CustomerId,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

ops! { pub(super) OPS:
    Write "orders.record" "Records an order; one whose key of a host is known is brought to what is given." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: NewOrder| -> Order { tx.orders().record(p) };
    Write "orders.record_many" "Records many orders, all or nothing, with one event for all." [NotFound, NotAllowedTransition, Conflict, Limit, Blocked]
        |tx, p: OrdersRecord| -> Vec<Recorded> { tx.orders().record_many(p.orders) };
    Write "orders.sync" "Brings an order to what its host reports, in whatever order reports arrive." [NotFound, Conflict]
        |tx, p: HostOrder| -> Recorded { tx.orders().sync(p) };
    Read "orders.get" "One order with its lines." [NotFound]
        |tx, p: OrderRef| -> Order { tx.orders().get(p.id) };
    Read "orders.find" "The order of a key of another system, or null." []
        |tx, p: ExternalKey| -> Option<Order> { tx.orders().find(&p.source, &p.external_id) };
    Read "orders.list" "Orders by customer, state and time, the latest first, page by page." [NotFound, Limit]
        |tx, p: OrderFilter| -> Page<Order> { tx.orders().list(&p) };
    Read "orders.history" "The moves of an order through its states, oldest first." [NotFound]
        |tx, p: OrderRef| -> Vec<StageChange> { tx.orders().history(p.id) };
    Read "orders.metrics" "The sums over a customer's orders and refunds." [NotFound]
        |tx, p: MetricsOf| -> Metrics { tx.orders().metrics(p.customer) };
    Write "orders.advance" "Moves an order to its next state." [NotFound, NotAllowedTransition]
        |tx, p: OrderMove| -> Order { tx.orders().advance(p.id, p.to, p.at) };
    Write "orders.cancel" "Calls an order off." [NotFound, NotAllowedTransition]
        |tx, p: OrderCancel| -> Order { tx.orders().cancel(p.id, p.reason, p.at) };
    Write "orders.cancel_lines" "Calls off so much of lines that is neither shipped nor packed." [NotFound, NotAllowedTransition]
        |tx, p: OrderCancelLines| -> Order { tx.orders().cancel_lines(p.id, &p.lines, p.reason, p.at) };
    Write "orders.hold" "Holds an order back until it is released." [NotFound, NotAllowedTransition]
        |tx, p: OrderHold| -> Order { tx.orders().hold(p.id, p.reason, p.note.as_deref(), p.at) };
    Write "orders.release" "Lets an order on hold go on as confirmed." [NotFound, NotAllowedTransition]
        |tx, p: OrderRelease| -> Order { tx.orders().release(p.id, p.at) };
    Write "orders.edit" "Changes what an order says, from the day it was placed on." [NotFound]
        |tx, p: OrderEdit| -> Order { tx.orders().edit(p.id, p.patch) };
    Write "orders.fulfil" "Notes how much of each line was shipped so far." [NotFound, NotAllowedTransition]
        |tx, p: OrderFulfil| -> Order { tx.orders().fulfil(p.id, &p.lines, p.at) };
    Write "orders.add_state_word" "Adds a host's word for the state of an order." []
        |tx, p: StateWord| -> StateWord { tx.orders().add_state_word(p) };
    Read "orders.state_words" "The shop's own words for states of its hosts." []
        |tx, _p: Nothing| -> Vec<StateWord> { tx.orders().state_words() };
    Write "payments.record" "Adds a payment to an order." [NotFound, Conflict]
        |tx, p: OrderPayment| -> Order { tx.payments().record(p.order, &p.payment, p.allow_overpayment) };
    Read "payments.list" "The payments of an order, oldest first." [NotFound]
        |tx, p: OfOrder| -> Vec<Payment> { tx.payments().list(p.order) };
    Write "refunds.record" "Records what went back, of an order or without one." [NotFound, Conflict]
        |tx, p: NewRefund| -> Refund { tx.refunds().record(p) };
    Read "refunds.get" "One refund with its lines." [NotFound]
        |tx, p: RefundRef| -> Refund { tx.refunds().get(p.id) };
    Read "refunds.find" "The refund of a key of another system, or null." []
        |tx, p: ExternalKey| -> Option<Refund> { tx.refunds().find(&p.source, &p.external_id) };
    Read "refunds.of_order" "The refunds of an order, oldest first." []
        |tx, p: OfOrder| -> Vec<Refund> { tx.refunds().of_order(p.order) };
    Read "refunds.list" "The refunds of a customer, the latest first, page by page." [NotFound, Limit]
        |tx, p: RefundFilter| -> Page<Refund> { tx.refunds().list(p.customer, &p.page) };
}
