//! The journal: what happened, in order, for hosts and for the audit.
//!
//! Owns events, their consumers, stage changes and the thin timeline. Every verb that changes something appends an
//! event in its own transaction, with ids and facts that are not personal. Each row is chained to the one before by its
//! hash, so that a later change of the past shows in [`verify`]. The rows of the rooms are the truth; the journal is
//! never replayed to build them.

#[macro_use]
mod rows;
mod events;
mod stages;
pub(crate) mod timeline;

#[cfg(test)]
mod tests;

pub(crate) use events::{Entry, append, last_seq, next_seq, verify};
pub use events::{Event, EventBatch};
pub use stages::StageChange;
pub(crate) use stages::{
    Move, begin, follow, follow_held, go, last_stage_of, record, record_since, stages_of, stages_with,
};
