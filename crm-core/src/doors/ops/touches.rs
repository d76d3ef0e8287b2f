//! The operations of touches.

ops! { pub(super) OPS:
}
