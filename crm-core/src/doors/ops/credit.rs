//! The operations of credit.

ops! { pub(super) OPS:
}
