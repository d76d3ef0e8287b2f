//! Inputs and outputs that several rooms share.

use serde::{Deserialize, Serialize};

/// No input.
#[derive(Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Nothing to tell but success.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Done {
    /// Always true.
    pub done: bool,
}

/// A number of rows.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Count {
    /// How many.
    pub count: u64,
}

/// The answer of a verb that returns nothing.
pub(super) const DONE: Done = Done { done: true };
