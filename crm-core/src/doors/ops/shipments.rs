//! The operations of shipments.

ops! { pub(super) OPS:
}
