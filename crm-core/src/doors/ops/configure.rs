//! The operations of configure.

ops! { pub(super) OPS:
}
