//! The operations of partners.

ops! { pub(super) OPS:
}
