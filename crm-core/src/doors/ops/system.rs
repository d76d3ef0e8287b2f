//! Operations on the open file as a whole, and the batch.

use super::batch::{Batch, BatchResults, run_batch};
use super::shapes::Nothing;
use crate::db::{BackupReport, IntegrityReport, TickReport, sqlite_version};
use crate::vocabulary::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Versions of the library and the file.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub(super) struct Version {
    /// The version of the library.
    pub(super) library: String,
    /// The version of the linked SQLite.
    pub(super) sqlite: String,
    /// The schema version that this library writes.
    pub(super) schema: i32,
}

/// Where to write a backup.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BackupTo {
    /// A path that does not exist yet.
    pub(super) path: String,
}

input! {
    /// When and for how long to work.
    TickAt {
        /// The instant for which the work is done; now by default.
        #[serde(default)]
        now: Option<Timestamp>,
        /// Milliseconds after which the call ends and the next one goes on; until all is done by default.
        #[serde(default)]
        budget_ms: Option<u64>,
    }
}

ops! { pub(super) OPS:
    Handle "system.version" "The versions of the library, the linked SQLite and the schema." []
        |_crm, _p: Nothing| -> Version { version() };
    Handle "system.backup" "Writes a verified, compact copy into a new file." [Conflict, DiskFull]
        |crm, p: BackupTo| -> BackupReport { crm.backup(&p.path) };
    Handle "system.check" "Looks for damage and compares every derived value with a recomputation." []
        |crm, _p: Nothing| -> IntegrityReport { crm.check() };
    Handle "system.tick" "Does what is due: packs facts, takes the RFM snapshot of the day, moves customers on." []
        |crm, p: TickAt| -> TickReport { crm.tick(p.now, p.budget_ms.map(Duration::from_millis)) };
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
