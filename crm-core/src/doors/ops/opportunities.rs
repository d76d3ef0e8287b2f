//! The operations of opportunities.

ops! { pub(super) OPS:
}
