//! Rows of `crm_merge`, and the statements that move rows of this room between two customers.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::merge::{Changes, MergeRecord, MergeRequest, Moved};
use crate::vocabulary::{CustomerId, Error, MergeId, Result};
use rusqlite::{Row, params};
use serde_json::json;

/// A table of this room whose rows follow a merge.
pub(crate) struct MovedTable {
    /// What the record of a merge calls it.
    pub(crate) key: &'static str,
    /// From ?1 to ?2, returning what names each row.
    forth: &'static str,
    /// From ?1 to ?2, those named in the JSON array ?3.
    back: &'static str,
}

impl MovedTable {
    pub(crate) const ALL: &'static [MovedTable] = &[
        MovedTable {
            key: "crm_identity",
            forth: "UPDATE crm_identity SET customer_id = ?2 WHERE customer_id = ?1 RETURNING id",
            back: "UPDATE crm_identity SET customer_id = ?2
                   WHERE customer_id = ?1 AND id IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_address",
            forth: "UPDATE crm_address SET customer_id = ?2 WHERE customer_id = ?1 RETURNING id",
            back: "UPDATE crm_address SET customer_id = ?2
                   WHERE customer_id = ?1 AND id IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_company",
            forth: "UPDATE crm_company SET customer_id = ?2
                    WHERE customer_id = ?1 AND NOT EXISTS (SELECT 1 FROM crm_company WHERE customer_id = ?2)
                      AND (SELECT kind FROM crm_customer WHERE id = ?2) = 'company'
                    RETURNING ?1",
            back: "UPDATE crm_company SET customer_id = ?2
                   WHERE customer_id = ?1 AND ?2 IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_customer_tag",
            forth: "UPDATE crm_customer_tag SET customer_id = ?2
                    WHERE customer_id = ?1
                      AND tag_id NOT IN (SELECT tag_id FROM crm_customer_tag WHERE customer_id = ?2)
                    RETURNING tag_id",
            back: "UPDATE crm_customer_tag SET customer_id = ?2
                   WHERE customer_id = ?1 AND tag_id IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_list_member",
            forth: "UPDATE crm_list_member SET customer_id = ?2
                    WHERE customer_id = ?1
                      AND list_id NOT IN (SELECT list_id FROM crm_list_member WHERE customer_id = ?2)
                    RETURNING list_id",
            back: "UPDATE crm_list_member SET customer_id = ?2
                   WHERE customer_id = ?1 AND list_id IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_custom_value",
            forth: "UPDATE crm_custom_value SET customer_id = ?2
                    WHERE customer_id = ?1
                      AND field_id NOT IN (SELECT field_id FROM crm_custom_value WHERE customer_id = ?2)
                    RETURNING field_id",
            back: "UPDATE crm_custom_value SET customer_id = ?2
                   WHERE customer_id = ?1 AND field_id IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_relation.from_customer",
            forth: "UPDATE crm_relation SET from_customer = ?2
                    WHERE from_customer = ?1 AND to_customer <> ?2 AND NOT EXISTS (
                      SELECT 1 FROM crm_relation o WHERE o.from_customer = ?2
                        AND o.to_customer = crm_relation.to_customer AND o.kind = crm_relation.kind)
                    RETURNING id",
            back: "UPDATE crm_relation SET from_customer = ?2
                   WHERE from_customer = ?1 AND id IN (SELECT value FROM json_each(?3))",
        },
        MovedTable {
            key: "crm_relation.to_customer",
            forth: "UPDATE crm_relation SET to_customer = ?2
                    WHERE to_customer = ?1 AND from_customer <> ?2 AND NOT EXISTS (
                      SELECT 1 FROM crm_relation o WHERE o.to_customer = ?2
                        AND o.from_customer = crm_relation.from_customer AND o.kind = crm_relation.kind)
                    RETURNING id",
            back: "UPDATE crm_relation SET to_customer = ?2
                   WHERE to_customer = ?1 AND id IN (SELECT value FROM json_each(?3))",
        },
    ];

    pub(crate) fn move_all(&self, tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
        let mut ids: Vec<i64> = tx.returning(self.forth, params![from, to], |row| row.get(0))?;
        ids.sort_unstable();
        Ok(ids)
    }

    pub(crate) fn move_back(&self, tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
        if !ids.is_empty() {
            tx.run(self.back, params![from, to, json!(ids).to_string()])?;
        }
        Ok(())
    }
}

/// What only one row of a kind can be: the primary identity, the default address.
pub(crate) struct Flag {
    /// What the record of a merge calls the rows that had it.
    pub(crate) key: &'static str,
    /// Their table.
    pub(crate) table: &'static str,
    held: &'static str,
    step_back: &'static str,
    clear: &'static str,
    set: &'static str,
}

impl Flag {
    pub(crate) const ALL: &'static [Flag] = &[
        Flag {
            key: "primary_identities",
            table: "crm_identity",
            held: "SELECT id FROM crm_identity WHERE customer_id = ?1 AND is_primary = 1 ORDER BY id",
            step_back: "UPDATE crm_identity SET is_primary = 0 WHERE customer_id = ?1 AND is_primary = 1
                          AND kind IN (SELECT kind FROM crm_identity WHERE customer_id = ?2 AND is_primary = 1)",
            clear: "UPDATE crm_identity SET is_primary = 0
                    WHERE customer_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
            set: "UPDATE crm_identity SET is_primary = 1
                  WHERE customer_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
        },
        Flag {
            key: "default_addresses",
            table: "crm_address",
            held: "SELECT id FROM crm_address WHERE customer_id = ?1 AND is_default = 1 ORDER BY id",
            step_back: "UPDATE crm_address SET is_default = 0 WHERE customer_id = ?1 AND is_default = 1
                          AND kind IN (SELECT kind FROM crm_address WHERE customer_id = ?2 AND is_default = 1)",
            clear: "UPDATE crm_address SET is_default = 0
                    WHERE customer_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
            set: "UPDATE crm_address SET is_default = 1
                  WHERE customer_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
        },
    ];

    /// Takes the flag from rows of the loser where the winner has a row with it; which rows of the loser had it.
    pub(crate) fn yield_to(&self, tx: &WriteTransaction, loser: CustomerId, winner: CustomerId) -> Result<Vec<i64>> {
        let held = tx.all(self.held, [loser], |row| row.get(0))?;
        tx.run(self.step_back, params![loser, winner])?;
        Ok(held)
    }

    pub(crate) fn clear(&self, tx: &WriteTransaction, customer: CustomerId, ids: &[i64]) -> Result<()> {
        tx.run(self.clear, params![customer, json!(ids).to_string()])?;
        Ok(())
    }

    pub(crate) fn set(&self, tx: &WriteTransaction, customer: CustomerId, ids: &[i64]) -> Result<()> {
        tx.run(self.set, params![customer, json!(ids).to_string()])?;
        Ok(())
    }
}

/// A merge with what it needs to be taken back.
pub(crate) struct StoredMerge {
    pub(crate) record: MergeRecord,
    pub(crate) fields: Changes,
    pub(crate) moved: Moved,
}

const COLUMNS: &str = "id, winner_id, loser_id, at, rules, fields, moved, undone_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<(MergeRecord, [String; 3])> {
    let mut columns = Columns::new(row);
    let (id, winner_id, loser_id, at) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    let texts = [columns.next()?, columns.next()?, columns.next()?];
    let undone_at = columns.next()?;
    let record = MergeRecord {
        id,
        winner_id,
        loser_id,
        at,
        rules: Default::default(),
        changed_fields: Vec::new(),
        moved: Default::default(),
        undone_at,
    };
    Ok((record, texts))
}

fn read((mut record, [rules, fields, moved]): (MergeRecord, [String; 3])) -> Result<StoredMerge> {
    let unreadable = |_| Error::internal("the record of a merge cannot be read");
    let fields: Changes = serde_json::from_str(&fields).map_err(unreadable)?;
    let moved: Moved = serde_json::from_str(&moved).map_err(unreadable)?;
    record.rules = serde_json::from_str(&rules).map_err(unreadable)?;
    record.changed_fields = fields
        .iter()
        .filter(|(field, change)| *field != "updated_at" && change.before != change.after)
        .map(|(field, _)| field.clone())
        .collect();
    record.moved = moved.iter().map(|(key, ids)| (key.clone(), ids.len() as u64)).collect();
    Ok(StoredMerge { record, fields, moved })
}

pub(crate) fn get(tx: &ReadTransaction, id: MergeId) -> Result<Option<StoredMerge>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_merge WHERE id = ?1"), [id], from_row)?.map(read).transpose()
}

/// The merges that a customer won or lost, oldest first.
pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<StoredMerge>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_merge WHERE winner_id = ?1 OR loser_id = ?1 ORDER BY id");
    tx.all(&sql, [customer], from_row)?.into_iter().map(read).collect()
}

pub(crate) fn insert(
    tx: &WriteTransaction,
    request: &MergeRequest,
    fields: &Changes,
    moved: &Moved,
    rev: i64,
) -> Result<MergeId> {
    let id = tx.insert(
        "INSERT INTO crm_merge (winner_id, loser_id, at, rules, fields, moved, rev) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            request.winner_id,
            request.loser_id,
            tx.now(),
            json!(request.rules).to_string(),
            json!(fields).to_string(),
            json!(moved).to_string(),
            rev
        ],
    )?;
    Ok(MergeId(id))
}

pub(crate) fn set_undone(tx: &WriteTransaction, id: MergeId) -> Result<()> {
    tx.run("UPDATE crm_merge SET undone_at = ?2 WHERE id = ?1", params![id, tx.now()])?;
    Ok(())
}

pub(crate) fn set_merged_into(
    tx: &WriteTransaction,
    loser: CustomerId,
    winner: Option<CustomerId>,
    rev: i64,
) -> Result<()> {
    tx.run("UPDATE crm_customer SET merged_into = ?2, rev = ?3 WHERE id = ?1", params![loser, winner, rev])?;
    Ok(())
}
