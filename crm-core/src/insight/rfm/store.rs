//! The SQL of RFM: settings, label map and stored snapshots.

use super::labels::LabelMap;
use super::options::RfmSettings;
use super::snapshots::{RfmSnapshot, Stored};
use crate::db::{Columns, Json, ReadTransaction, WriteTransaction};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Date, Result, SnapshotId};
use rusqlite::types::FromSqlError;
use rusqlite::{Row, params};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// How the shop scores and labels, read once per transaction.
struct Settings {
    scoring: RfmSettings,
    labels: Option<LabelMap>,
}

fn row(tx: &ReadTransaction) -> Result<Arc<Settings>> {
    tx.memo(|| {
        let sql =
            "SELECT method, bins, window_days, basis, thresholds, daily, labels FROM crm_rfm_setting WHERE id = 1";
        let found = tx.one(sql, [], |row| {
            let mut columns = Columns::new(row);
            let scoring = RfmSettings {
                method: columns.next()?,
                bins: columns.next()?,
                window_days: columns.next()?,
                basis: columns.next()?,
                thresholds: columns.next::<Option<Json<_>>>()?.map(|json| json.0),
                daily_snapshot: columns.next()?,
            };
            Ok(Settings { scoring, labels: columns.next::<Option<Json<_>>>()?.map(|json| json.0) })
        })?;
        found.or_not_found("the row of RFM settings", 1)
    })
}

pub(super) fn settings(tx: &ReadTransaction) -> Result<RfmSettings> {
    Ok(row(tx)?.scoring.clone())
}

/// The shop's label map, or the built-in one.
pub(super) fn labels(tx: &ReadTransaction) -> Result<LabelMap> {
    Ok(row(tx)?.labels.clone().unwrap_or_default())
}

pub(super) fn save_settings(tx: &WriteTransaction, settings: &RfmSettings) -> Result<()> {
    tx.run(
        "UPDATE crm_rfm_setting SET method = ?1, bins = ?2, window_days = ?3, basis = ?4, thresholds = ?5, daily = ?6
         WHERE id = 1",
        params![
            settings.method,
            settings.bins,
            settings.window_days,
            settings.basis,
            settings.thresholds.as_ref().map(Json),
            settings.daily_snapshot
        ],
    )?;
    tx.forget::<Settings>();
    Ok(())
}

pub(super) fn save_labels(tx: &WriteTransaction, labels: Option<&LabelMap>) -> Result<()> {
    tx.run("UPDATE crm_rfm_setting SET labels = ?1 WHERE id = 1", [labels.map(Json)])?;
    tx.forget::<Settings>();
    Ok(())
}

/// Customers of the shop, without those that were merged into another.
pub(super) fn customers(tx: &ReadTransaction) -> Result<u64> {
    let count: i64 = tx.value(
        "SELECT (SELECT count(*) FROM crm_customer)
           - (SELECT count(*) FROM crm_customer WHERE merged_into IS NOT NULL)",
        [],
    )?;
    Ok(count.unsigned_abs())
}

const COLUMNS: &str = "id, as_of, taken_at, version, daily, method, bins, window_days, basis, currency, customers,
  too_few, future_orders, median_gap_days, cut_points, labels, previous_id, next_chunk";

/// A count, which the file holds as a signed integer.
fn count(columns: &mut Columns<'_, '_>) -> rusqlite::Result<u64> {
    columns.next::<i64>().map(i64::unsigned_abs)
}

/// A value of a snapshot that is stored as JSON. The texts are long and the same for most calls, so what is made of them
/// is kept.
fn made<T: DeserializeOwned + Send + Sync + 'static>(
    tx: &ReadTransaction,
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Arc<T>> {
    let text = row.get_ref(column)?.as_str()?;
    let refused = |error| FromSqlError::Other(Box::new(error));
    Ok(tx.made_from(text, |text| serde_json::from_str(text).map_err(refused))?)
}

fn from_row(tx: &ReadTransaction, row: &Row<'_>) -> rusqlite::Result<Stored> {
    let mut columns = Columns::new(row);
    let about = RfmSnapshot {
        id: columns.next()?,
        as_of: columns.next()?,
        taken_at: columns.next()?,
        version: columns.next()?,
        daily: columns.next()?,
        method: columns.next()?,
        bins: columns.next()?,
        window_days: columns.next()?,
        basis: columns.next()?,
        currency: columns.next()?,
        customers: count(&mut columns)?,
        too_few: columns.next()?,
        future_orders: count(&mut columns)?,
        median_gap_days: columns.next()?,
    };
    Ok(Stored {
        about,
        cuts: made(tx, row, "cut_points")?,
        labels: made(tx, row, "labels")?,
        previous: row.get("previous_id")?,
        next_chunk: row.get("next_chunk")?,
    })
}

pub(super) fn snapshot(tx: &ReadTransaction, id: SnapshotId) -> Result<Option<Stored>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_rfm_snapshot WHERE id = ?1"), [id], |row| from_row(tx, row))
}

/// What is known of the snapshot that labels rest on, read once per transaction.
struct Current(Option<Arc<Stored>>);

/// The snapshot that labels and stages rest on: the latest day, and of one day the one taken last.
pub(super) fn current(tx: &ReadTransaction) -> Result<Option<Arc<Stored>>> {
    let known = tx.memo(|| {
        let sql = format!("SELECT {COLUMNS} FROM crm_rfm_snapshot ORDER BY as_of DESC, id DESC LIMIT 1");
        Ok(Current(tx.one(&sql, [], |row| from_row(tx, row))?.map(Arc::new)))
    })?;
    Ok(known.0.clone())
}

/// Up to `rows` snapshots, latest first, before a position (day, id).
pub(super) fn list(tx: &ReadTransaction, before: Option<[i64; 2]>, rows: usize) -> Result<Vec<RfmSnapshot>> {
    let [as_of, id] = before.unwrap_or([i64::MAX; 2]);
    let sql = format!(
        "SELECT {COLUMNS} FROM crm_rfm_snapshot WHERE (as_of, id) < (?1, ?2) ORDER BY as_of DESC, id DESC LIMIT ?3"
    );
    tx.all(&sql, params![as_of, id, rows as i64], |row| from_row(tx, row).map(|stored| stored.about))
}

pub(super) fn insert(tx: &WriteTransaction, stored: &Stored) -> Result<SnapshotId> {
    let about = &stored.about;
    let id = tx.insert(
        "INSERT INTO crm_rfm_snapshot (as_of, taken_at, version, daily, method, bins, window_days, basis, currency,
           customers, too_few, future_orders, median_gap_days, cut_points, labels, previous_id, next_chunk)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            about.as_of,
            about.taken_at,
            about.version,
            about.daily,
            about.method,
            about.bins,
            about.window_days,
            about.basis,
            about.currency,
            about.customers as i64,
            about.too_few,
            about.future_orders as i64,
            about.median_gap_days,
            Json(&*stored.cuts),
            Json(&*stored.labels),
            stored.previous,
            stored.next_chunk
        ],
    )?;
    tx.forget::<Current>();
    Ok(SnapshotId(id))
}

/// Notes up to which chunk the customers of a snapshot were evaluated again; none when all were.
pub(super) fn set_next_chunk(tx: &WriteTransaction, id: SnapshotId, next_chunk: Option<i64>) -> Result<()> {
    tx.run("UPDATE crm_rfm_snapshot SET next_chunk = ?2 WHERE id = ?1", params![id, next_chunk])?;
    tx.forget::<Current>();
    Ok(())
}

pub(super) fn save_scores(tx: &WriteTransaction, id: SnapshotId, chunk: i64, scores: &[u8]) -> Result<()> {
    tx.run(
        "INSERT INTO crm_rfm_snapshot_chunk (snapshot_id, chunk, scores) VALUES (?1, ?2, ?3)",
        params![id, chunk, scores],
    )?;
    Ok(())
}

/// The packed scores of one chunk; empty where nobody has scores.
pub(super) fn scores(tx: &ReadTransaction, id: SnapshotId, chunk: i64) -> Result<Vec<u8>> {
    let sql = "SELECT scores FROM crm_rfm_snapshot_chunk WHERE snapshot_id = ?1 AND chunk = ?2";
    Ok(tx.one(sql, params![id, chunk], |row| row.get(0))?.unwrap_or_default())
}

/// The last chunk of a snapshot that holds scores.
pub(super) fn last_chunk(tx: &ReadTransaction, id: SnapshotId) -> Result<Option<i64>> {
    tx.value("SELECT max(chunk) FROM crm_rfm_snapshot_chunk WHERE snapshot_id = ?1", [id])
}

/// The latest day of which a daily snapshot is stored.
pub(super) fn last_daily(tx: &ReadTransaction) -> Result<Option<Date>> {
    tx.value("SELECT max(as_of) FROM crm_rfm_snapshot WHERE daily = 1", [])
}

/// Daily snapshots before a day that are not the last of their month.
pub(super) fn thinnable(tx: &ReadTransaction, before: Date) -> Result<Vec<SnapshotId>> {
    tx.all(
        "SELECT id FROM crm_rfm_snapshot AS old WHERE daily = 1 AND as_of < ?1 AND EXISTS (
           SELECT 1 FROM crm_rfm_snapshot AS later WHERE later.daily = 1 AND (later.as_of, later.id) > (old.as_of, old.id)
             AND strftime('%Y-%m', later.as_of * 86400, 'unixepoch') = strftime('%Y-%m', old.as_of * 86400, 'unixepoch'))
         ORDER BY id LIMIT 100",
        [before],
        |row| row.get(0),
    )
}

pub(super) fn delete(tx: &WriteTransaction, id: SnapshotId) -> Result<()> {
    tx.run("UPDATE crm_rfm_snapshot SET previous_id = NULL WHERE previous_id = ?1", [id])?;
    tx.run("DELETE FROM crm_rfm_snapshot_chunk WHERE snapshot_id = ?1", [id])?;
    tx.run("DELETE FROM crm_rfm_snapshot WHERE id = ?1", [id])?;
    Ok(())
}
