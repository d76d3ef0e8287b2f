//! The operations of leads.

ops! { pub(super) OPS:
}
