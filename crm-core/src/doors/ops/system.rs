//! Operations on the open file as a whole, and the batch.

use super::batch::{Batch, BatchResults, run_batch};
use super::shapes::Nothing;
use crate::db::{BackupReport, IntegrityReport, sqlite_version};
use serde::{Deserialize, Serialize};

/// Versions of the library and the file.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Version {
    /// The version of the library.
    pub library: String,
    /// The version of the linked SQLite.
    pub sqlite: String,
    /// The schema version that this library writes.
    pub schema: i32,
}

/// Where to write a backup.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupTo {
    /// A path that does not exist yet.
    pub path: String,
}

ops! { pub(super) OPS:
    Handle "system.version" "The versions of the library, the linked SQLite and the schema." []
        |_crm, _p: Nothing| -> Version { version() };
    Handle "system.backup" "Writes a verified, compact copy into a new file." [Conflict, DiskFull]
        |crm, p: BackupTo| -> BackupReport { crm.backup(&p.path) };
    Handle "system.check" "Looks for damage and compares every derived value with a recomputation." []
        |crm, _p: Nothing| -> IntegrityReport { crm.check() };
    Write "system.batch" "Runs operations in one transaction, all or nothing; later ones can refer to earlier results." [NotFound, Conflict]
        |tx, p: Batch| -> BatchResults { run_batch(tx, p) };
}

fn version() -> crate::Result<Version> {
    Ok(Version {
        library: env!("CARGO_PKG_VERSION").to_owned(),
        sqlite: sqlite_version().to_owned(),
        schema: crate::db::schema::VERSION,
    })
}
