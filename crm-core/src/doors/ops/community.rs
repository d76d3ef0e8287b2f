//! The operations of community.

ops! { pub(super) OPS:
}
