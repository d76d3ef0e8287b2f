//! The operations of reviews.

ops! { pub(super) OPS:
}
