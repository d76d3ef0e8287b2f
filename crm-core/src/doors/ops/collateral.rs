//! The operations of collateral.

ops! { pub(super) OPS:
}
