//! Inputs and outputs that several rooms share.

use serde::{Deserialize, Serialize};

/// No input.
#[derive(Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Nothing to tell but success.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub(super) struct Done {
    /// Always true.
    pub(super) done: bool,
}

/// A number of rows.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub(super) struct Count {
    /// How many.
    pub(super) count: u64,
}

/// The answer of a verb that returns nothing.
pub(super) const DONE: Done = Done { done: true };
