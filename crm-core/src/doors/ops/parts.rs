//! The operations of parts.

ops! { pub(super) OPS:
}
