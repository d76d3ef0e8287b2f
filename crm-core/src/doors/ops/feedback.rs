//! The operations of feedback.

ops! { pub(super) OPS:
}
