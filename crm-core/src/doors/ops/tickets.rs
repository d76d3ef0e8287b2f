//! The operations of tickets.

ops! { pub(super) OPS:
}
