//! The operations of the lifecycle.

ops! { pub(super) OPS:
}
