//! Several operations in one transaction, with references to earlier results.

use super::input::MAX_DEPTH;
use crate::db::WriteTransaction;
use crate::vocabulary::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const MAX_STEPS: usize = 10_000;

/// Operations to run in order.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Batch {
    /// The operations, at most 10,000.
    pub(super) steps: Vec<BatchStep>,
    /// Keep what succeeded when a step fails; false by default.
    #[serde(default)]
    pub(super) partial: bool,
}

/// One operation of a batch.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchStep {
    /// The name of the operation.
    pub(super) op: String,
    /// Its input. `{"$result": 0, "path": "/id"}` anywhere in it stands for a value of an earlier result.
    #[serde(default)]
    pub(super) input: Value,
}

/// What became of the steps.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub(super) struct BatchResults {
    /// One entry per step, in their order.
    pub(super) results: Vec<StepResult>,
}

/// What became of one step: a result or an error.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub(super) struct StepResult {
    /// The result of the operation.
    pub(super) ok: Option<Value>,
    /// Its error, in a partial batch.
    pub(super) error: Option<Value>,
}

pub(super) fn run_batch(tx: &WriteTransaction, batch: Batch) -> Result<BatchResults> {
    if batch.steps.len() > MAX_STEPS {
        return Err(Error::new(ErrorCode::Limit, "a batch has at most 10,000 steps").at("/steps"));
    }
    tx.step(|| {
        let mut results: Vec<StepResult> = Vec::with_capacity(batch.steps.len());
        for (at, step) in batch.steps.into_iter().enumerate() {
            match tx.step(|| run_step(tx, step, &results)) {
                Ok(value) => results.push(StepResult { ok: Some(value), error: None }),
                Err(error) if batch.partial => {
                    results.push(StepResult { ok: None, error: Some(error.to_json()) });
                }
                Err(error) => return Err(error.under(format!("/steps/{at}/input"))),
            }
        }
        Ok(BatchResults { results })
    })
}

fn run_step(tx: &WriteTransaction, step: BatchStep, results: &[StepResult]) -> Result<Value> {
    if step.op == "system.batch" {
        return Err(Error::conflict("a batch cannot hold a batch"));
    }
    let mut input = step.input;
    resolve(&mut input, results, 0)?;
    if input.is_null() {
        input = Value::Object(serde_json::Map::new());
    }
    let output = tx.call(&step.op, &mut <dyn erased_serde::Deserializer<'_>>::erase(input))?;
    serde_json::to_value(output.any()).map_err(|error| Error::internal(format!("an answer cannot be written: {error}")))
}

/// Replaces `{"$result": step, "path": pointer}` by the value it names.
fn resolve(value: &mut Value, results: &[StepResult], depth: usize) -> Result<()> {
    if depth > MAX_DEPTH {
        return Err(Error::new(ErrorCode::Limit, "the input is nested more than 32 deep"));
    }
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, results, depth + 1)),
        Value::Object(fields) => {
            let Some(step) = fields.get("$result") else {
                return fields.values_mut().try_for_each(|field| resolve(field, results, depth + 1));
            };
            let path = fields.get("path").and_then(Value::as_str).unwrap_or_default();
            let found = step
                .as_u64()
                .and_then(|step| results.get(usize::try_from(step).ok()?)?.ok.as_ref())
                .and_then(|result| result.pointer(path));
            *value = found.cloned().ok_or_else(|| {
                Error::new(ErrorCode::NotFound, "a reference names no value of an earlier step").hint(
                    "\"$result\" is the number of an earlier step from 0, \"path\" a JSON pointer into its result",
                )
            })?;
            Ok(())
        }
        _ => Ok(()),
    }
}
