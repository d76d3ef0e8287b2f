//! Full-text indexes of things with a title, tags and a text: one row for each thing that can be found, under its id.
//!
//! The table is FTS5 with the columns `title`, `tags`, `body` and `facets`; what they hold is cut into words before.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::vocabulary::Result;
use rusqlite::params;

/// What an index holds of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) tags: String,
    pub(crate) body: String,
    /// Tokens by which a search is narrowed down.
    pub(crate) facets: String,
}

impl Words {
    /// What the index holds of a thing.
    pub(crate) fn read(tx: &ReadTransaction, index: &str, id: i64) -> Result<Option<Self>> {
        let sql = format!("SELECT title, tags, body, facets FROM {index} WHERE rowid = ?1");
        tx.one(&sql, [id], |row| {
            let mut columns = Columns::new(row);
            Ok(Words { title: columns.next()?, tags: columns.next()?, body: columns.next()?, facets: columns.next()? })
        })
    }

    /// Writes what is found of a thing, in place of what was; nothing takes it out.
    pub(crate) fn write(tx: &WriteTransaction, index: &str, id: i64, words: Option<&Self>) -> Result<()> {
        tx.run(&format!("DELETE FROM {index} WHERE rowid = ?1"), [id])?;
        let Some(words) = words else { return Ok(()) };
        let sql = format!("INSERT INTO {index} (rowid, title, tags, body, facets) VALUES (?1, ?2, ?3, ?4, ?5)");
        tx.run(&sql, params![id, words.title, words.tags, words.body, words.facets]).map(drop)
    }

    /// How many rows of an index belong to no row of its table.
    pub(crate) fn strays(tx: &ReadTransaction, index: &str, table: &str) -> Result<i64> {
        tx.value(&format!("SELECT count(*) FROM {index} WHERE rowid NOT IN (SELECT id FROM {table})"), [])
    }
}
