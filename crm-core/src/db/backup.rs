//! Backup and the check of a file.
//!
//! A backup is `VACUUM INTO`: consistent, compact, without residue of deleted rows, and never a copy of the bytes by
//! our own hands (opening the file beside SQLite would drop its locks).

use crate::db::connection::{self, Wire};
use crate::db::database::{create_private, io_error, sibling};
use crate::db::{ReadTransaction, migrate};
use crate::vocabulary::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

const BACKUP_CACHE_KIB: i32 = 4 * 1024;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BackupReport {
    /// Bytes of the backup.
    pub bytes: u64,
    /// Events in it; the number of the last one.
    pub last_event: i64,
    /// The version of its schema.
    pub schema_version: i32,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct IntegrityReport {
    /// Whether nothing was found.
    pub ok: bool,
    /// One sentence per finding, without personal data.
    pub problems: Vec<String>,
}

/// Writes a compact copy into a new file that only its owner may read.
///
/// Until it is whole and `verify` has looked at it, the copy has another name (`.partial` behind its own): a file of the
/// target's name is a whole copy, whatever ends this process.
pub(crate) fn copy_into<T>(wire: &Wire, target: &Path, verify: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    if target.try_exists().unwrap_or(true) {
        return Err(exists());
    }
    let partial = sibling(target, ".partial");
    // What an earlier process left when it was killed.
    let _ = std::fs::remove_file(&partial);
    create_private(&partial)?;
    let made = vacuum_into(wire, &partial).and_then(|()| verify(&partial)).and_then(|verified| {
        give_name(&partial, target)?;
        Ok(verified)
    });
    // Ours alone: after an error unfinished, otherwise a second name of the target.
    let _ = std::fs::remove_file(&partial);
    made
}

fn exists() -> Error {
    Error::conflict("the target of the backup exists already").at("/path").hint("name a new file")
}

fn vacuum_into(wire: &Wire, target: &Path) -> Result<()> {
    let name = target.to_str().ok_or_else(|| Error::invalid("/path", "the path of the backup must be UTF-8"))?;
    // A reader's `query_only` also forbids this write, although it goes into another file.
    let guarded: bool = wire.query_row("PRAGMA query_only", [], |row| row.get(0))?;
    wire.execute_batch("PRAGMA query_only = OFF")?;
    let copied = wire.execute("VACUUM INTO ?1", [name]).map(|_| ()).map_err(Error::from);
    if guarded {
        wire.execute_batch("PRAGMA query_only = ON")?;
    }
    copied
}

/// Gives a finished file its name, never in place of another file.
fn give_name(partial: &Path, target: &Path) -> Result<()> {
    match std::fs::hard_link(partial, target) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(exists()),
        // A file system without links.
        Err(_) => std::fs::rename(partial, target).map_err(|error| io_error("the target of the backup", &error)),
    }?;
    keep_name(target)
}

/// Writes the folder's entry to the disk, so that the name outlives a power failure as the contents do.
fn keep_name(target: &Path) -> Result<()> {
    // Windows has no handle for that and keeps its names by itself.
    if cfg!(unix)
        && let Some(folder) = target.parent()
    {
        let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
        return synced.map_err(|error| io_error("the folder of the backup", &error));
    }
    Ok(())
}

/// Copies the file and verifies the copy by opening it. The check is SQLite's quick one: the indexes were built from the
/// rows a moment ago, and to look every entry up in a large copy takes longer than to make it.
pub(crate) fn backup(wire: &Wire, target: &Path) -> Result<BackupReport> {
    let expected: i64 = wire.query_row("SELECT coalesce(max(seq), 0) FROM crm_event", [], |row| row.get(0))?;
    let target = std::path::absolute(target).map_err(|error| io_error("the target of the backup", &error))?;
    copy_into(wire, &target, |partial| {
        let copy = connection::open(Some(partial), true, BACKUP_CACHE_KIB)?;
        let schema_version = migrate::inspect(&copy)?;
        let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let last_event: i64 = copy.query_row("SELECT coalesce(max(seq), 0) FROM crm_event", [], |row| row.get(0))?;
        if verdict != "ok" || last_event < expected {
            return Err(Error::new(ErrorCode::Corrupt, "the backup does not verify, so it was not kept").at("/path"));
        }
        let bytes = std::fs::metadata(partial).map_err(|error| io_error("the backup", &error))?.len();
        Ok(BackupReport { bytes, last_event, schema_version })
    })
}

/// What SQLite itself finds wrong: damaged pages, broken indexes, rows that point nowhere.
pub(crate) fn problems_of_the_file(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut problems: Vec<String> = tx.all("PRAGMA integrity_check(20)", [], |row| row.get(0))?;
    problems.retain(|verdict| verdict != "ok");
    let dangling: Vec<(String, i64)> =
        tx.all("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    problems.extend(dangling.into_iter().map(|(table, rows)| format!("{rows} rows of {table} point nowhere")));
    Ok(problems)
}
