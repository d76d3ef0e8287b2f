//! The SQL of import jobs.

use super::options::{ImportOptions, ImportReport};
use super::{Entity, Policy};
use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::{Page, PageRequest, Result, Timestamp};
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// An import as it is remembered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ImportJob {
    /// The number of the import.
    pub id: i64,
    /// What the rows are.
    pub entity: Entity,
    /// The system that the rows come from.
    pub source: String,
    /// What happened to rows whose key was known.
    pub policy: Policy,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; null while it runs or after it was interrupted.
    pub finished_at: Option<Timestamp>,
    /// Rows that are done.
    pub rows: u64,
    /// Rows of which something new came.
    pub created: u64,
    /// Rows whose entity was known and brought to what they say.
    pub updated: u64,
    /// Rows that added to what was known.
    pub merged: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// Customers that did not exist before.
    pub new_customers: u64,
}

const COLUMNS: &str =
    "id, entity, source, policy, started_at, finished_at, position, created, updated, merged, skipped,
    rejected, new_customers";

/// A count; SQLite has no unsigned numbers.
fn count(columns: &mut Columns<'_, '_>) -> rusqlite::Result<u64> {
    columns.next::<i64>().map(i64::unsigned_abs)
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ImportJob> {
    let mut columns = Columns::new(row);
    Ok(ImportJob {
        id: columns.next()?,
        entity: columns.next()?,
        source: columns.next()?,
        policy: columns.next()?,
        started_at: columns.next()?,
        finished_at: columns.next()?,
        rows: count(&mut columns)?,
        created: count(&mut columns)?,
        updated: count(&mut columns)?,
        merged: count(&mut columns)?,
        skipped: count(&mut columns)?,
        rejected: count(&mut columns)?,
        new_customers: count(&mut columns)?,
    })
}

/// Imports, newest first, page by page.
///
/// # Errors
/// `limit` and `invalid_input` for a bad page.
pub(crate) fn jobs(tx: &ReadTransaction, page: &PageRequest) -> Result<Page<ImportJob>> {
    let listing = page.of("import_jobs", &())?;
    let [before] = listing.start.unwrap_or([i64::MAX]);
    let sql = format!("SELECT {COLUMNS} FROM crm_import_job WHERE id < ?1 ORDER BY id DESC LIMIT ?2");
    let found = tx.all(&sql, params![before, listing.limit()], from_row)?;
    Ok(listing.page(found, |job| [job.id]))
}

/// The unfinished import of the same file with the same options, if there is one.
pub(crate) fn unfinished(tx: &ReadTransaction, fingerprint: &[u8; 32]) -> Result<Option<ImportJob>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_import_job WHERE fingerprint = ?1 AND finished_at IS NULL ORDER BY id DESC LIMIT 1"
    );
    tx.one(&sql, params![fingerprint], from_row)
}

/// Begins an import; its number.
pub(crate) fn begin(tx: &WriteTransaction, options: &ImportOptions, fingerprint: Option<&[u8; 32]>) -> Result<i64> {
    tx.insert(
        "INSERT INTO crm_import_job (entity, source, policy, fingerprint, started_at, position, created, updated,
           merged, skipped, rejected, new_customers)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0, 0, 0)",
        params![options.entity, options.source, options.policy, fingerprint, tx.now()],
    )
}

/// Keeps how far an import is.
pub(crate) fn advance(
    tx: &WriteTransaction,
    job: i64,
    position: u64,
    report: &ImportReport,
    finished: bool,
) -> Result<()> {
    tx.run(
        "UPDATE crm_import_job SET position = ?2, created = ?3, updated = ?4, merged = ?5, skipped = ?6, rejected = ?7,
           new_customers = ?8, finished_at = ?9
         WHERE id = ?1",
        params![
            job,
            position as i64,
            report.created as i64,
            report.updated as i64,
            report.merged as i64,
            report.skipped as i64,
            report.rejected as i64,
            report.new_customers as i64,
            finished.then(|| tx.now())
        ],
    )?;
    Ok(())
}
