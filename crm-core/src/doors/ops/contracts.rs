//! The operations of contracts.

ops! { pub(super) OPS:
}
