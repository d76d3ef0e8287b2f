//! The operations of warranties.

ops! { pub(super) OPS:
}
