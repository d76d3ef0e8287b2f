//! The operation table from the shell.

use super::{Failure, Outcome, open, output};
use clap::Args;
use crm::{Crm, Error, ErrorCode, ops};
use std::io::{Read, Write};
use std::path::PathBuf;

/// Calls an operation.
#[derive(Debug, Args)]
pub(crate) struct Call {
    /// The file.
    file: PathBuf,
    /// The operation, such as customers.get.
    operation: String,
    /// Its input as JSON; `-` reads it from the standard input.
    #[arg(default_value = "{}")]
    input: String,
    /// Do it once: the same key with the same input again gives the first answer.
    #[arg(long)]
    once: Option<String>,
}

impl Call {
    pub(crate) fn run(self) -> Outcome {
        let mut input = self.input.into_bytes();
        if input == b"-" {
            input.clear();
            std::io::stdin().lock().read_to_end(&mut input)?;
        }
        let crm = open(&self.file)?;
        let answer = match &self.once {
            Some(key) => crm.call_json_once(&self.operation, key, &input)?,
            None => crm.call_json(&self.operation, &input)?,
        };
        output::bytes(&answer)
    }
}

/// Shows an operation.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// The operation, such as customers.get.
    operation: String,
}

impl Describe {
    pub(crate) fn run(self) -> Outcome {
        let Some(op) = ops::find(&self.operation) else {
            // The table's own answer names what there is instead.
            let error = Crm::in_memory().and_then(|crm| crm.call_json(&self.operation, b"{}")).err();
            return Err(error.unwrap_or_else(|| Error::new(ErrorCode::UnknownOperation, "no such operation")).into());
        };
        output::json(&ops::describe(op))
    }
}

/// Lists all operations.
pub(crate) fn list() -> Result<(), Failure> {
    let all = || ops::ALL.iter().flat_map(|room| room.iter());
    let width = all().map(|op| op.name.len()).max().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    for op in all() {
        writeln!(out, "{:width$}  {}", op.name, op.about)?;
    }
    Ok(())
}
