//! The operations of import and export.

ops! { pub(super) OPS:
}
