//! The operations of compensation.

ops! { pub(super) OPS:
}
