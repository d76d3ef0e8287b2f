//! Writing carts and taking them to their next state.

use super::rules::{self, MACHINE};
use super::{Cart, CartState, store};
use crate::db::{Touch, WriteTransaction};
use crate::journal::{self, Entry, Move};
use crate::vocabulary::{CustomerId, OrderId, Result, Timestamp};
use serde_json::json;

/// Takes a cart to another state: the log, its times, its event. The row is written by the caller.
pub(super) fn go(tx: &WriteTransaction, cart: &mut Cart, to: CartState, by_host: bool) -> Result<()> {
    let from = std::mem::replace(&mut cart.state, to);
    let forced = !MACHINE.may(from, to);
    if forced && !by_host {
        cart.state = from;
        return MACHINE.require(from, to);
    }
    let step = Move {
        customer: cart.customer_id,
        entity: MACHINE.entity(),
        entity_id: cart.id.0,
        from: Some(from.token()),
        to: to.token(),
        at: tx.now(),
        reason: None,
        forced,
    };
    journal::record(tx, &step)?;
    cart.ended_at = rules::is_over(to).then(|| tx.now());
    let name = match to {
        CartState::Abandoned => {
            (cart.abandoned_at, cart.abandoned_value) = (Some(tx.now()), Some(cart.value));
            "cart.abandoned"
        }
        CartState::Recovered => {
            cart.recovered_at = Some(tx.now());
            "cart.recovered"
        }
        CartState::Ordered => "cart.ordered",
        CartState::Expired => "cart.expired",
        CartState::Active => "cart.updated",
    };
    announce(tx, name, cart)
}

/// Writes the row of a cart, and lets its customer's stage be looked at.
pub(super) fn write(tx: &WriteTransaction, cart: &mut Cart) -> Result<()> {
    cart.updated_at = tx.now();
    cart.update(tx, journal::next_seq(tx)?)?;
    touch(tx, cart);
    Ok(())
}

/// Lets the stage of a cart's customer be looked at.
pub(super) fn touch(tx: &WriteTransaction, cart: &Cart) {
    if let Some(customer) = cart.customer_id {
        tx.touch(customer, Touch::PRESALE);
    }
}

/// Gives a cart that nobody owned, or that was somebody else's, to a customer, with its moves.
pub(super) fn give(tx: &WriteTransaction, cart: &mut Cart, customer: CustomerId) -> Result<()> {
    if cart.customer_id == Some(customer) {
        return Ok(());
    }
    touch(tx, cart);
    cart.customer_id = Some(customer);
    journal::follow(tx, MACHINE.entity(), cart.id.0, customer)
}

/// The cart that became an order follows it to another customer.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    let Some(mut cart) = store::of_order(tx, order)?.map(|id| Cart::by_id(tx, id)).transpose()?.flatten() else {
        return Ok(());
    };
    if cart.customer_id == Some(customer) {
        return Ok(());
    }
    give(tx, &mut cart, customer)?;
    write(tx, &mut cart)
}

pub(super) fn announce(tx: &WriteTransaction, name: &'static str, cart: &Cart) -> Result<()> {
    let facts = json!({
        "state": cart.state, "value": cart.value, "units": cart.units, "channel": cart.channel,
        "order_id": cart.order_id, "last_at": cart.last_at,
    });
    journal::append(tx, Entry::new(name).customer(cart.customer_id).entity("cart", cart.id).payload(facts)).map(drop)
}

/// The step of `tick`: leaves carts that nobody touched, and lets abandoned ones expire, in bounded transactions.
pub(crate) fn tick(tick: &crate::db::Tick) -> Result<crate::db::StepOutcome> {
    tick.repeat(
        |tx| {
            let settings = store::settings(tx)?;
            let (idle, waiting) = store::next(tx)?;
            let abandon = idle.map(|last| rules::due(settings, last).0);
            let expire = waiting.map(|last| rules::due(settings, last).1);
            Ok(abandon.into_iter().chain(expire).min())
        },
        |tx| {
            let (abandon, expire) = rules::horizon(store::settings(tx)?, tx.now());
            let left = end(tx, false, abandon, CartState::Abandoned)?;
            Ok(left + end(tx, true, expire, CartState::Expired)?)
        },
    )
}

/// Carts that `tick` works off in one transaction, of each kind.
const BATCH: usize = 500;

fn end(tx: &WriteTransaction, is_abandoned: bool, until: Timestamp, to: CartState) -> Result<usize> {
    let mut due = store::idle(tx, is_abandoned, until, BATCH)?;
    for cart in &mut due {
        go(tx, cart, to, false)?;
        write(tx, cart)?;
    }
    Ok(due.len())
}
