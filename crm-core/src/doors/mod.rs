//! How the outside comes in: the operation table, import and export, Arrow tables, and the check of a whole file.

#[cfg(feature = "arrow")]
pub mod arrow;
pub(crate) mod check;
pub mod exchange;
pub mod ops;
