//! Carts: what somebody is about to buy.
