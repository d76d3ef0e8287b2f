//! `orders.sync`: what a host reports is true, in whatever order it arrives.

use super::meaning;
use super::words::{Axis, Goods, Meaning};
use crate::db::WriteTransaction;
use crate::records::orders::price::{self, Word};
use crate::records::orders::{
    HostOrder, HostPayment, NewOrder, NewPayment, OrderState, Outcome, PaymentKind, Recorded, configuration, ingest,
    refunds,
};
use crate::vocabulary::{Error, Money, Quantity, Result};

/// Brings an order to what its host reports.
pub(crate) fn sync(tx: &WriteTransaction, report: HostOrder) -> Result<Recorded> {
    let HostOrder { mut order, host, host_state, host_pay_state, host_fulfil_state, fulfilled, refunds } = report;
    if order.external_id.is_none() {
        return Err(Error::invalid("/order/external_id", "a host's order has a key"));
    }
    configuration::fill_order(tx, &mut order).map_err(|error| error.under("/order"))?;
    let host = host.or_else(|| order.source.clone()).unwrap_or_default();
    let axes = [
        (Axis::Order, host_state, "/host_state"),
        (Axis::Payment, host_pay_state, "/host_pay_state"),
        (Axis::Fulfilment, host_fulfil_state, "/host_fulfil_state"),
    ];
    let mut said = Meaning::default();
    for (axis, word, path) in axes {
        if let Some(word) = word {
            let meant = meaning(tx, &host, axis, &word, path)?;
            said = Meaning {
                state: meant.state.or(said.state),
                payment: meant.payment.or(said.payment),
                goods: meant.goods.or(said.goods),
                reason: meant.reason.or(said.reason),
            };
        }
    }
    let mut problems = Vec::new();
    take_state(&mut order, said, &mut problems)?;
    if let Some(payment) = said.payment {
        take_payment(&mut order, payment, &mut problems)?;
    }
    let fulfilled = shipped(&order, said.goods, fulfilled, &mut problems);
    let taken = ingest::ingest(tx, order, Word::OfHost, &fulfilled).map_err(|error| match error.path() {
        Some(path) if path.starts_with("/fulfilled") => error,
        _ => error.under("/order"),
    })?;
    problems.extend(taken.problems);
    let mut outcome = taken.outcome;
    for (at, mut refund) in refunds.into_iter().enumerate() {
        refund.order = Some(taken.order.id);
        refund.source = refund.source.or_else(|| taken.order.source.clone());
        let path = format!("/refunds/{at}");
        if refund.external_id.is_none() {
            return Err(Error::invalid(format!("{path}/external_id"), "a host's refund has a key"));
        }
        let (_, became) = refunds::record::record(tx, refund, Word::OfHost).map_err(|error| error.under(path))?;
        if became == Outcome::Created && matches!(outcome, Outcome::Unchanged | Outcome::Ignored) {
            outcome = Outcome::Updated;
        }
    }
    let order = tx.orders().get(taken.order.id)?;
    if said.payment == Some(HostPayment::Refunded) && order.refunded.minor < order.paid.minor {
        problems.push("the host says that all was refunded, but the refunds it reports are less".to_owned());
    }
    Ok(Recorded { id: order.id, customer_id: order.customer_id, outcome, problems })
}

fn take_state(order: &mut NewOrder, said: Meaning, problems: &mut Vec<String>) -> Result<()> {
    let Some(mut state) = said.state else { return Ok(()) };
    if order.state.is_some_and(|given| given != state) {
        return Err(Error::invalid("/host_state", "the order's state and the host's word contradict each other"));
    }
    if state == OrderState::Confirmed && said.goods == Some(Goods::Shipped) {
        state = OrderState::Completed;
    }
    if said.goods == Some(Goods::Restocked) && state != OrderState::Cancelled {
        problems.push("the host says that all came back into stock; record it as refund lines to count it".to_owned());
    }
    order.state = Some(state);
    order.cancel_reason = order.cancel_reason.or(said.reason);
    Ok(())
}

/// Turns the host's word for the payment into what it takes to say the same here, unless payments are given.
fn take_payment(order: &mut NewOrder, said: HostPayment, problems: &mut Vec<String>) -> Result<()> {
    if !order.payments.is_empty() || order.paid.is_some() {
        return Ok(());
    }
    order.paid = Some(matches!(said, HostPayment::Paid | HostPayment::PartiallyRefunded | HostPayment::Refunded));
    match said {
        HostPayment::Authorized | HostPayment::Voided => {
            let total = total_of(order)?;
            let kind = |kind| NewPayment { kind, ..NewPayment::capture(total) };
            if total.minor > 0 {
                order.payments.push(kind(PaymentKind::Authorization));
                if said == HostPayment::Voided {
                    order.payments.push(kind(PaymentKind::Void));
                }
            }
        }
        HostPayment::PartiallyPaid => {
            problems.push("the host says that a part was paid, but reports no payment".to_owned());
        }
        _ => {}
    }
    Ok(())
}

fn total_of(order: &NewOrder) -> Result<Money> {
    let currency = price::currency_of(order)?;
    let lines = price::price_lines(order.lines.clone(), currency, Word::OfHost)?;
    let priced = price::add_up(lines, price::Parts::of(order), currency, Word::OfHost)?;
    Ok(Money::new(priced.total, currency))
}

fn shipped(order: &NewOrder, said: Option<Goods>, given: Vec<Quantity>, problems: &mut Vec<String>) -> Vec<Quantity> {
    match said {
        Some(Goods::Shipped) if given.is_empty() => order.lines.iter().map(|line| line.quantity).collect(),
        Some(Goods::PartlyShipped) if given.is_empty() => {
            problems.push("the host says that a part was shipped, but not how much of each line".to_owned());
            given
        }
        _ => given,
    }
}
