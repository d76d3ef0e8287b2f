//! The operations of interactions.

ops! { pub(super) OPS:
}
