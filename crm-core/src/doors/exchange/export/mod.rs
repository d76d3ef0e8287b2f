//! Writing out: one entity flat, or the whole file.

mod complete;
mod flat;
mod rows;
mod who;

pub use complete::{ExportReport, FileReport, export_all, restore};
pub use flat::export_file;

use super::{Entity, Format};
use crate::db::io_error;
use crate::vocabulary::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// One entity to be written into a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportFile {
    /// A path that does not exist yet.
    pub path: String,
    /// What to write.
    pub entity: Entity,
    /// How to write it.
    pub format: Format,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExportCount {
    /// Rows, the header not counted.
    pub rows: u64,
}

/// A new file that only its owner may read; never an existing one.
pub(crate) fn create(path: &Path, field: &str) -> Result<BufWriter<File>> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(file) => Ok(BufWriter::with_capacity(256 * 1024, file)),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::conflict("the file exists already").at(field).hint("name a new file"))
        }
        Err(error) => Err(io_error("the file cannot be created", &error).at(field)),
    }
}
