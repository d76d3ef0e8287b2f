//! The facade of the library: everything of `crm_core` under a short name.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub use crm_core::*;
