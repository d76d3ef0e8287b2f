//! The facade of the library: everything of `crm_core` under a short name.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub use crm_core::*;

/// The Rust examples of the README and the tour are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
