//! The operations of customers.

ops! { pub(super) OPS:
}
