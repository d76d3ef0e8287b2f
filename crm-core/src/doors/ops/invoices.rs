//! The operations of invoices.

ops! { pub(super) OPS:
}
