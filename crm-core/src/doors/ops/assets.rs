//! The operations of assets.

ops! { pub(super) OPS:
}
