//! One state machine for every entity that has states: the allowed moves are data, the log is the journal's.

use crate::vocabulary::{Error, ErrorCode, Result};
use std::fmt::Display;

/// The allowed moves of one entity. A state without moves is terminal.
#[derive(Debug)]
pub struct Machine<S: 'static> {
    entity: &'static str,
    moves: &'static [(S, &'static [S])],
}

impl<S: Copy + PartialEq + Display> Machine<S> {
    /// A machine from its table of moves.
    pub const fn new(entity: &'static str, moves: &'static [(S, &'static [S])]) -> Self {
        Machine { entity, moves }
    }

    /// The name of the entity.
    pub const fn entity(&self) -> &'static str {
        self.entity
    }

    /// The states that may follow, empty for a terminal state.
    pub fn allowed(&self, from: S) -> &'static [S] {
        self.moves.iter().find(|(state, _)| *state == from).map_or(&[], |(_, next)| next)
    }

    /// Whether a move is allowed.
    pub fn may(&self, from: S, to: S) -> bool {
        self.allowed(from).contains(&to)
    }

    /// Why a move is refused that a rule beside the table forbids; it lists the states that may follow.
    pub(crate) fn refuse(&self, from: S, message: impl Into<String>) -> Error {
        Error::new(ErrorCode::NotAllowedTransition, message).allowed(self.allowed(from).iter().map(ToString::to_string))
    }

    /// Requires that a move is allowed.
    ///
    /// # Errors
    /// `not_allowed_transition` that lists the states that may follow.
    pub fn require(&self, from: S, to: S) -> Result<()> {
        if self.may(from, to) {
            return Ok(());
        }
        let error = self.refuse(from, format!("{} cannot go from {from} to {to}", self.entity));
        Err(if self.allowed(from).is_empty() { error.hint(format!("{from} is a final state")) } else { error })
    }
}
