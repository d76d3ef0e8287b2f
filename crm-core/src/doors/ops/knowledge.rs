//! The operations of knowledge.

ops! { pub(super) OPS:
}
