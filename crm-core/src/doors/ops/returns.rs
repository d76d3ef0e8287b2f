//! The operations of returns.

ops! { pub(super) OPS:
}
