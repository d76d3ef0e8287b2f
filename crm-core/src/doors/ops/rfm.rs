//! The operations of RFM.

ops! { pub(super) OPS:
}
