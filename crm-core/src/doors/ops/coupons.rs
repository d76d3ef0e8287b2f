//! The operations of coupons.

ops! { pub(super) OPS:
}
