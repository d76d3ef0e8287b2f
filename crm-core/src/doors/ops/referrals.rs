//! The operations of referrals.

ops! { pub(super) OPS:
}
