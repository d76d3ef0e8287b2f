//! Orders, with their lines, payments, refunds, and the metrics of each customer.
//!
//! Owns what was bought, paid and given back. Promises that amounts are exact and consistent (a total that contradicts
//! its lines is refused, unless a host reports what it has charged), that base amounts stay fixed at the order's rate,
//! that the pay and fulfilment states follow from payments, refunds and quantities, and that the metrics of a customer
//! equal a recomputation at any moment. What is recorded twice under one key of a host counts once.
//!
//! Refuses negative quantities and amounts, mixed currencies, refunds above what was paid, and moves that the state
//! machine does not list; [`Orders::sync`] alone takes a host's word for those, and logs the move as forced.

mod buyer;
mod facts;
mod input;
mod lines;
mod metrics;
mod payments;
mod price;
mod record;
mod refunds;
mod states;
mod store;
mod tokens;
mod types;

#[cfg(test)]
mod tests;

pub(crate) use facts::{Fact, each_counted_day, each_fact, facts_of, last_customer};
pub use input::{NewOrder, NewOrderLine, NewPayment, NewRefund, NewRefundLine, OrderFilter};
pub(crate) use metrics::compare;
pub use tokens::{CancelReason, FulfilState, OrderState, Outcome, PayState, PaymentKind};
pub use types::{Metrics, Order, OrderLine, Payment, Recorded, Refund, RefundLine};

use crate::db::{Reading, WriteTransaction};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Money, OrderId, Quantity, Result};
use price::Word;

room! {
    /// Orders, payments and refunds, and the metrics of each customer.
    Orders, orders
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

    /// The sums over a customer's counting orders and refunds; zeros for a customer without any.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn metrics(&self, customer: CustomerId) -> Result<Metrics> {
        let tx = self.tx.reader();
        let sums = metrics::store::get(tx, customer)?.unwrap_or_default();
        let base = crate::records::shop::settings(tx)?.base_currency;
        let money = |minor: i64| base.map(|base| Money::new(minor, base));
        Ok(Metrics {
            customer_id: customer,
            orders: sums.orders.unsigned_abs(),
            units: Quantity::from_thousandths(sums.units),
            gross: money(sums.gross),
            net: money(sums.net),
            cost: money(sums.cost),
            margin: money(sums.net.saturating_sub(sums.cost)),
            refunds: sums.refunds.unsigned_abs(),
            refunded: money(sums.refunded),
            first_at: sums.first_at,
            last_at: sums.last_at,
        })
    }
}

impl Orders<'_, WriteTransaction> {
    /// Records an order; one whose key of a host is known is brought to what is given. The order afterwards.
    ///
    /// # Errors
    /// `invalid_input` for amounts that contradict each other, mixed currencies, negative numbers or a missing rate;
    /// `not_found` for an unknown customer; `not_allowed_transition` for a state that cannot follow the known one.
    pub fn record(&self, order: NewOrder) -> Result<Order> {
        let tx = self.tx;
        tx.step(|| {
            let (mut draft, _problems) = record::draft(tx, order, Word::Checked)?;
            let rule = crate::records::shop::settings(tx)?.counts;
            record::derive_new(&mut draft, rule)?;
            record::create(tx, draft)
        })
    }
}
