//! The operations of sla.

ops! { pub(super) OPS:
}
