//! How the outside comes in: the operation table, and the check of a whole file.

pub(crate) mod check;
pub mod exchange;
pub mod ops;
