//! The operations of carts.

ops! { pub(super) OPS:
}
