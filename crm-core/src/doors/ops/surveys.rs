//! The operations of surveys.

ops! { pub(super) OPS:
}
