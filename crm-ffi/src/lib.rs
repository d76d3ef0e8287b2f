//! The C ABI of the library: one call over the operation table, and typed functions for what is hot or structural.
//!
//! Every function goes through one guard (`guard`): it checks pointers and text, turns errors into a code and an error
//! object, and stops panics, after which the handle answers `poisoned`. Handles are numbers in a table that is checked
//! on every use (`handles`), so that NULL, a closed handle, a handle of another kind and one that came through a fork
//! are errors and not crashes. Nothing else of the library is here: what an operation does is decided in crm-core.
//!
//! The names are C's, hence the lint below. `include/crm.h` is generated from these sources by `cargo xtask generate`.
#![warn(missing_docs)]
#![deny(unsafe_op_in_unsafe_fn)]
#![allow(unreachable_pub, reason = "what is public here is reached by its symbol")]
#![allow(non_camel_case_types, reason = "types carry the names that they have in C")]
#![allow(clippy::missing_safety_doc, reason = "the contract of every pointer is in crm.h, at its function")]

mod arrow;
mod buffer;
mod call;
mod codes;
mod customers;
mod error;
mod events;
#[cfg(feature = "fault")]
mod fault;
mod guard;
mod handles;
mod open;
mod orders;
mod structs;
mod text;
mod transaction;
