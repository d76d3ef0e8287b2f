//! Payments of an order: authorizations, captures and voids. What was paid is the sum of the captures.

pub(crate) mod store;

use super::apply::{self, Change};
use super::{Order, lines, store as orders};
use crate::db::WriteTransaction;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Money, OrderId};

use super::price::minor;
use super::states::MoneyFlow;
use super::{NewPayment, Payment, PaymentKind};
use crate::vocabulary::money::add_minor;
use crate::vocabulary::text;
use crate::vocabulary::{Currency, Error, Result, Timestamp};

const MAX_KEY: usize = 128;
const MAX_PAYMENTS: usize = 1_000;

/// A payment in its stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CleanPayment {
    pub(crate) kind: PaymentKind,
    pub(crate) amount: i64,
    pub(crate) at: Option<Timestamp>,
    pub(crate) method: Option<String>,
    pub(crate) external_id: Option<String>,
}

/// A payment with clean text, in the order's currency.
pub(crate) fn clean(payment: &NewPayment, currency: Currency) -> Result<CleanPayment> {
    let amount = minor("/amount", Some(payment.amount), currency)?;
    if amount == 0 {
        return Err(Error::invalid("/amount", "a payment is larger than 0"));
    }
    Ok(CleanPayment {
        kind: payment.kind,
        amount,
        at: payment.at,
        method: payment.method.as_deref().map(|method| text::token("/method", method)).transpose()?,
        external_id: payment.external_id.as_deref().map(|key| text::key("/external_id", key, MAX_KEY)).transpose()?,
    })
}

/// All payments that come with an order.
pub(crate) fn clean_all(payments: &[NewPayment], currency: Currency) -> Result<Vec<CleanPayment>> {
    if payments.len() > MAX_PAYMENTS {
        return Err(Error::new(crate::ErrorCode::Limit, "an order comes with at most 1,000 payments").at("/payments"));
    }
    let one = |(at, payment): (usize, &NewPayment)| {
        clean(payment, currency).map_err(|error| error.under(format_args!("/payments/{at}")))
    };
    payments.iter().enumerate().map(one).collect()
}

/// The sums with one more payment.
pub(crate) fn flow_with(mut flow: MoneyFlow, payment: &CleanPayment) -> Result<MoneyFlow> {
    let slot = match payment.kind {
        PaymentKind::Authorization => &mut flow.authorized,
        PaymentKind::Capture => &mut flow.captured,
        PaymentKind::Void => &mut flow.voided,
    };
    *slot = add_minor(*slot, payment.amount)?;
    Ok(flow)
}

/// Which of the given payments are not known yet: by the provider's key, otherwise by kind, amount and time.
pub(crate) fn new_ones(given: Vec<CleanPayment>, known: &[Payment]) -> Vec<CleanPayment> {
    let mut unmatched: Vec<&Payment> = known.iter().collect();
    let mut is_new = |payment: &CleanPayment| {
        let same = |stored: &&Payment| match (&payment.external_id, &stored.external_id) {
            (None, None) => {
                (payment.kind, payment.amount, payment.at) == (stored.kind, stored.amount.minor, Some(stored.at))
            }
            // A provider may use one key for the authorization and the capture.
            (given, stored_key) => given == stored_key && payment.kind == stored.kind,
        };
        match unmatched.iter().position(same) {
            Some(at) => {
                unmatched.remove(at);
                false
            }
            None => true,
        }
    };
    given.into_iter().filter(|payment| is_new(payment)).collect()
}

/// Adds a payment to an order; the order afterwards. A payment whose key is known changes nothing.
pub(crate) fn pay(tx: &WriteTransaction, id: OrderId, given: &NewPayment, allow_overpayment: bool) -> Result<Order> {
    let base = super::record::base_of(tx)?;
    let before = orders::get(tx, id, base)?.or_not_found(OrderId::WHAT, id)?;
    let before = lines::with_lines(tx, before)?;
    let mut payment = clean(given, before.currency)?;
    payment.at = payment.at.or(Some(tx.now()));
    if payment.external_id.is_some() {
        let known = store::of(tx, id, before.currency)?;
        let key = (payment.kind, &payment.external_id);
        if let Some(same) = known.iter().find(|known| (known.kind, &known.external_id) == key) {
            return if same.amount.minor == payment.amount { Ok(before) } else { Err(other_amount(same)) };
        }
    }
    require_possible(&before, store::flow_of(tx, id)?, &payment, allow_overpayment)?;
    let mut after = before.clone();
    let change = Change { payments: vec![payment], ..Change::at(tx.now()) };
    apply::apply(tx, &before, &mut after, change)?;
    Ok(after)
}

fn other_amount(same: &Payment) -> Error {
    Error::conflict("a payment with this key is known with another amount").at("/external_id").existing(same.id)
}

/// A capture fits what is left to pay, a void what is reserved.
fn require_possible(order: &Order, flow: MoneyFlow, payment: &CleanPayment, allow_overpayment: bool) -> Result<()> {
    let left = match payment.kind {
        PaymentKind::Capture if !allow_overpayment => (order.total.minor - order.paid.minor).max(0),
        PaymentKind::Void => flow.reserved(),
        _ => return Ok(()),
    };
    if payment.amount <= left {
        return Ok(());
    }
    let left = Money::new(left, order.currency);
    Err(match payment.kind {
        PaymentKind::Void => Error::invalid("/amount", format!("only {left} is reserved")),
        _ => Error::invalid("/amount", format!("only {left} is left to pay"))
            .hint("allow the overpayment by name if the customer really paid more"),
    })
}
