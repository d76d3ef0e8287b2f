//! Carts that become orders: here, or at the host.

use super::moves;
use super::{Cart, CartOrder, CartState, Carts, OrderedCart, store};
use crate::db::{Reading, WriteTransaction};
use crate::records::customers;
use crate::records::orders::{NewOrder, NewOrderLine, Order};
use crate::vocabulary::{CartId, CustomerId, Error, ErrorCode, OrderId, Result};

impl Carts<'_, WriteTransaction> {
    /// Makes an order of a cart, with the same lines, in one step. A cart that was ordered already gives its order and
    /// changes nothing, so that the call can be repeated.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for an empty cart, for lines or a currency beside the cart's, and as `orders.record`;
    /// `conflict` with the owner's id when a customer or party is given who is not the one whose cart it is;
    /// `not_allowed_transition` for an expired cart; `blocked` as `orders.record`.
    pub fn order(&self, request: CartOrder) -> Result<OrderedCart> {
        let tx = self.tx;
        let mut cart = self.get(request.id)?;
        if let Some(order) = cart.order_id {
            return Ok(OrderedCart { order: tx.orders().get(order)?, cart });
        }
        if cart.lines.is_empty() {
            return Err(Error::invalid("/id", "the cart is empty"));
        }
        let given = order_of(tx, &cart, request.order).map_err(|error| error.under("/order"))?;
        tx.step(|| {
            // The moves come first, so that an expired cart is refused before anything is bought.
            ordered(tx, &mut cart, false)?;
            let order = tx.orders().record(given).map_err(|error| error.under("/order"))?;
            if let Some(owner) = cart.customer_id.filter(|owner| *owner != order.customer_id) {
                return Err(of_another(owner, "/order/party"));
            }
            if let Some(other) = store::of_order(tx, order.id)? {
                return Err(already(other));
            }
            finish(tx, &mut cart, &order)?;
            Ok(OrderedCart { cart, order })
        })
    }

    /// Notes that the host made an order of a cart, whatever state the cart is in; it is the cart of whoever ordered. The
    /// same again changes nothing.
    ///
    /// # Errors
    /// `not_found` for an unknown cart or order; `conflict` for a cart of another order, or an order of another cart.
    pub fn mark_ordered(&self, id: CartId, order: OrderId) -> Result<Cart> {
        let tx = self.tx;
        let mut cart = self.get(id)?;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        match cart.order_id {
            Some(known) if known == order.id => return Ok(cart),
            Some(known) => {
                return Err(Error::conflict("the cart became another order").at("/order_id").existing(known));
            }
            None => {}
        }
        if let Some(other) = store::of_order(tx, order.id)? {
            return Err(already(other));
        }
        tx.step(|| {
            ordered(tx, &mut cart, true)?;
            finish(tx, &mut cart, &order)?;
            Ok(cart)
        })
    }
}

fn already(cart: CartId) -> Error {
    Error::conflict("another cart became this order").at("/order_id").existing(cart)
}

fn of_another(owner: CustomerId, path: &str) -> Error {
    Error::conflict(format!("the cart is that of customer {owner}"))
        .at(path)
        .existing(owner)
        .hint("leave out who orders, or put the cart of the one who does")
}

/// Requires that a cart may be ordered, and takes one that was left through its recovery.
fn ordered(tx: &WriteTransaction, cart: &mut Cart, by_host: bool) -> Result<()> {
    if cart.state == CartState::Abandoned {
        moves::go(tx, cart, CartState::Recovered, false)?;
    }
    if by_host { Ok(()) } else { super::rules::MACHINE.require(cart.state, CartState::Ordered) }
}

/// Writes a cart that has become an order.
fn finish(tx: &WriteTransaction, cart: &mut Cart, order: &Order) -> Result<()> {
    moves::give(tx, cart, order.customer_id)?;
    cart.order_id = Some(order.id);
    moves::go(tx, cart, CartState::Ordered, true)?;
    moves::write(tx, cart)
}

/// The order of a cart: what is given with it, and the cart's lines.
fn order_of(tx: &impl Reading, cart: &Cart, given: NewOrder) -> Result<NewOrder> {
    if !given.lines.is_empty() {
        return Err(Error::invalid("/lines", "the lines of the order are the cart's").hint("put the cart first"));
    }
    if given.currency.is_some_and(|currency| currency != cart.value.currency) {
        return Err(Error::invalid("/currency", "the currency of the order is the cart's"));
    }
    let mut order = NewOrder {
        currency: Some(cart.value.currency),
        channel: given.channel.clone().or_else(|| cart.channel.clone()),
        lines: cart.lines.iter().map(line_of).collect(),
        ..given
    };
    match (cart.customer_id, order.customer, &order.party) {
        (Some(owner), None, None) => order.customer = Some(owner),
        (Some(owner), Some(given), _) => {
            let given = customers::require(tx.reader(), given).map_err(|error| error.at("/customer"))?;
            if given != owner {
                return Err(of_another(owner, "/customer"));
            }
        }
        (None, None, None) => {
            return Err(Error::new(ErrorCode::InvalidInput, "nobody knows whose cart this is")
                .at("/customer")
                .hint("name the customer, or give the guest as a party"));
        }
        _ => {}
    }
    Ok(order)
}

fn line_of(line: &super::CartLine) -> NewOrderLine {
    NewOrderLine {
        sku: line.sku.clone(),
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: Some(line.unit_price),
        configuration: line.configuration,
        ..NewOrderLine::default()
    }
}
