//! The operations of quotes.

ops! { pub(super) OPS:
}
