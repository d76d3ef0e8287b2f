//! The operations of orders.

ops! { pub(super) OPS:
}
