//! The operations of loyalty.

ops! { pub(super) OPS:
}
