//! The operations of service orders.

ops! { pub(super) OPS:
}
