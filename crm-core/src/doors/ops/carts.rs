//! The operations of carts.

use crate::journal::StageChange;
use crate::records::customers::IdentityInput;
use crate::records::sale::carts::{
    AbandonedCarts, Cart, CartFilter, CartOrder, CartPeriod, CartSettings, CartSettingsPatch, NewCart, OrderedCart,
    PutCart,
};
use crate::vocabulary::{CartId, CustomerId, OrderId, Page};

use super::shapes::{Count, Nothing};

input! {
    /// A cart by its id.
    CartRef {
        /// The id.
        id: CartId,
    }
}

input! {
    /// A cart by the key of another system.
    CartKey {
        /// The system.
        source: String,
        /// Its key.
        external_id: String,
    }
}

input! {
    /// A cart that the host made an order of.
    CartMarkOrdered {
        /// The cart.
        id: CartId,
        /// The order.
        order_id: OrderId,
    }
}

input! {
    /// Who a visitor is.
    CartIdentify {
        /// The cookie or device.
        visitor: IdentityInput,
        /// The customer; follows merges.
        customer_id: CustomerId,
    }
}

ops! { pub(super) OPS:
    Write "carts.put" "Takes a cart as it is now, a new one or the known one of an id or key." [NotFound, Conflict, NotAllowedTransition, Limit]
        |tx, p: NewCart| -> PutCart { tx.carts().put(p) };
    Read "carts.get" "One cart with what is in it." [NotFound]
        |tx, p: CartRef| -> Cart { tx.carts().get(p.id) };
    Read "carts.find" "The cart of a key of another system, or null." []
        |tx, p: CartKey| -> Option<Cart> { tx.carts().find(&p.source, &p.external_id) };
    Read "carts.list" "Carts of a customer, a visitor, a state or a time, the last changed first." [NotFound, Limit]
        |tx, p: CartFilter| -> Page<Cart> { tx.carts().list(&p) };
    Read "carts.history" "The states of a cart, oldest first." [NotFound]
        |tx, p: CartRef| -> Vec<StageChange> { tx.carts().history(p.id) };
    Write "carts.order" "Makes an order of a cart, exactly once." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: CartOrder| -> OrderedCart { tx.carts().order(p) };
    Write "carts.mark_ordered" "Notes that the host made an order of a cart." [NotFound, Conflict]
        |tx, p: CartMarkOrdered| -> Cart { tx.carts().mark_ordered(p.id, p.order_id) };
    Write "carts.identify" "Tells who a visitor is: its carts are the customer's." [NotFound]
        |tx, p: CartIdentify| -> Count { tx.carts().identify(&p.visitor, p.customer_id).map(|count| Count { count }) };
    Read "carts.summary" "What was abandoned in a period and what has become of it, per currency." []
        |tx, p: CartPeriod| -> Vec<AbandonedCarts> { tx.carts().summary(p) };
    Read "carts.settings" "When carts count as abandoned, and when they expire." []
        |tx, _p: Nothing| -> CartSettings { tx.carts().settings() };
    Write "carts.configure" "Changes when carts count as abandoned, and when they expire." []
        |tx, p: CartSettingsPatch| -> CartSettings { tx.carts().configure(p) };
}
