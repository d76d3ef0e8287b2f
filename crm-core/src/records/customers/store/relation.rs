//! Rows of `crm_relation`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::{NewRelation, Relation};
use crate::vocabulary::{CustomerId, Error, RelationId, Result};
use rusqlite::{Row, params};

const COLUMNS: &str = "id, from_customer, to_customer, kind, since, until, created_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Relation> {
    let mut columns = Columns::new(row);
    Ok(Relation {
        id: columns.next()?,
        from_id: columns.next()?,
        to_id: columns.next()?,
        kind: columns.next()?,
        since: columns.next()?,
        until: columns.next()?,
        created_at: columns.next()?,
    })
}

pub(crate) fn get(tx: &ReadTransaction, id: RelationId) -> Result<Option<Relation>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_relation WHERE id = ?1"), [id], from_row)
}

/// Both directions; a relation that stayed behind with a merged customer is not shown.
pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Relation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM (
           SELECT r.*, r.to_customer AS other FROM crm_relation r WHERE r.from_customer = ?1
           UNION ALL
           SELECT r.*, r.from_customer AS other FROM crm_relation r WHERE r.to_customer = ?1)
         WHERE (SELECT merged_into FROM crm_customer WHERE id = other) IS NULL
         ORDER BY id"
    );
    tx.all(&sql, [customer], from_row)
}

pub(crate) fn save(
    tx: &WriteTransaction,
    from: CustomerId,
    to: CustomerId,
    new: &NewRelation,
    rev: i64,
) -> Result<RelationId> {
    let ids = tx.returning(
        "INSERT INTO crm_relation (from_customer, to_customer, kind, since, until, created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (from_customer, to_customer, kind) DO UPDATE SET since = excluded.since, until = excluded.until,
           rev = excluded.rev
         RETURNING id",
        params![from, to, new.kind, new.since, new.until, tx.now(), rev],
        |row| row.get(0),
    )?;
    ids.first().copied().ok_or_else(|| Error::internal("a relation was not stored"))
}

pub(crate) fn remove(tx: &WriteTransaction, id: RelationId) -> Result<()> {
    tx.run("DELETE FROM crm_relation WHERE id = ?1", [id])?;
    Ok(())
}
