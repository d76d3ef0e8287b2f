//! Packed facts.

mod codec;
