//! Packed facts.
