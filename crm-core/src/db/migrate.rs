//! Versions of the file: what is ours, what is newer, and the steps up.
//!
//! A file with data is copied beside itself (`<db>.bak-v<N>-<time>`) before its first step up; all steps run in one
//! transaction. A newer file says in `crm_meta` which versions may still read or write it.

use crate::db::connection::{self, Wire, assert_build};
use crate::db::database::sibling;
use crate::db::schema::{APPLICATION_ID, STEPS, VERSION};
use crate::vocabulary::{Error, ErrorCode, Result};
use parking_lot::Mutex;
use rusqlite::backup::{Backup, StepResult};
use std::path::Path;
use std::time::Duration;

/// What this library may do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    ReadWrite,
    ReadOnly,
}

/// Looks at a file, creates or upgrades it, and says what may be done with it. The caller holds the gate.
pub(crate) fn prepare(wire: &Wire, path: &Path) -> Result<Access> {
    assert_build(wire)?;
    let version = inspect(wire)?;
    if version > VERSION {
        return newer(wire, version);
    }
    if version == VERSION {
        set_wal(wire)?;
        return Ok(Access::ReadWrite);
    }
    if version == 0 {
        // Before the first page is written: afterwards only VACUUM could change it.
        wire.execute_batch("PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE")?;
    } else {
        copy_aside(wire, path, version)?;
    }
    set_wal(wire)?;
    upgrade(wire, version)?;
    Ok(Access::ReadWrite)
}

/// What the template of a database in memory may cache, in KiB.
const TEMPLATE_CACHE: i32 = 2_048;

/// How long the making of a database in memory waits for its template. Whoever comes later, in the child of a fork whose
/// parent held it too, makes the schema by itself.
const PATIENCE: Duration = Duration::from_millis(100);

/// The schema of a database in memory: made once in a process, then copied page by page, which takes a tenth of the time.
pub(crate) fn create_in_memory(wire: &mut Wire) -> Result<()> {
    static TEMPLATE: Mutex<Option<Wire>> = Mutex::new(None);
    assert_build(wire)?;
    let Some(mut template) = TEMPLATE.try_lock_for(PATIENCE) else { return upgrade(wire, 0) };
    let made = match &mut *template {
        Some(made) => made,
        missing => {
            let made = connection::open(None, false, TEMPLATE_CACHE)?;
            upgrade(&made, 0)?;
            missing.insert(made)
        }
    };
    match Backup::new(made, wire)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(Error::internal("the schema was not copied")),
    }
}

/// The version of a file of ours, 0 for an empty one; refuses files of other programs.
pub(crate) fn inspect(wire: &Wire) -> Result<i32> {
    let application: i32 = wire.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i32 = wire.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let objects: i64 = wire.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == APPLICATION_ID || objects == 0 {
        return Ok(if objects == 0 { 0 } else { version });
    }
    let ours: i64 =
        wire.query_row("SELECT count(*) FROM sqlite_schema WHERE substr(lower(name), 1, 4) = 'crm_'", [], |row| {
            row.get(0)
        })?;
    // A shop's own SQLite file may take our tables in, if it has given its mark to nobody.
    if application == 0 && version == 0 && ours == 0 {
        return Ok(0);
    }
    Err(Error::new(ErrorCode::NotADatabase, "the file is a database of another program; it was left as it is")
        .hint("name another file"))
}

fn newer(wire: &Wire, version: i32) -> Result<Access> {
    let least = |name: &str| -> Result<i64> {
        let sql = "SELECT value FROM crm_meta WHERE name = ?1";
        wire.query_row(sql, [name], |row| row.get::<_, String>(0)).map_err(Error::from).and_then(|text| {
            text.parse().map_err(|_| Error::new(ErrorCode::Corrupt, "crm_meta holds no version number"))
        })
    };
    let (reader, writer) = (least("min_reader")?, least("min_writer")?);
    if writer <= i64::from(VERSION) {
        return Ok(Access::ReadWrite);
    }
    if reader <= i64::from(VERSION) {
        return Ok(Access::ReadOnly);
    }
    Err(Error::new(ErrorCode::TooNew, format!("the file has version {version}, this library knows {VERSION}"))
        .hint("update the library; the file was not touched"))
}

fn set_wal(wire: &Wire) -> Result<()> {
    let mode: String = wire.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode.eq_ignore_ascii_case("wal") {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Io, "the file cannot have a write-ahead log here")
        .hint("keep the file on a local disk, not on a network share"))
}

fn upgrade(wire: &Wire, from: i32) -> Result<()> {
    wire.execute_batch("BEGIN IMMEDIATE")?;
    let result = run_steps(wire, from);
    let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = wire.execute_batch(end).map_err(Error::from);
    result.and(ended)
}

fn run_steps(wire: &Wire, from: i32) -> Result<()> {
    for step in &STEPS[from as usize..] {
        for sql in *step {
            wire.execute_batch(sql)?;
        }
    }
    let broken: i64 = wire.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if broken > 0 {
        return Err(Error::new(ErrorCode::Corrupt, format!("the upgrade met {broken} rows that point nowhere"))
            .hint("the file was left at its old version; run check() on it"));
    }
    wire.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}"))?;
    Ok(())
}

fn copy_aside(wire: &Wire, path: &Path, version: i32) -> Result<()> {
    let stamp: i64 = wire.query_row("SELECT unixepoch()", [], |row| row.get(0))?;
    let copy = sibling(path, &format!(".bak-v{version}-{stamp}"));
    super::backup::copy_into(wire, &copy, |_| Ok(()))
}
