//! The SQL of the shop's own state words.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::orders::StateWord;
use crate::vocabulary::Result;
use rusqlite::{Row, params};

fn from_row(row: &Row<'_>) -> rusqlite::Result<StateWord> {
    let mut columns = Columns::new(row);
    Ok(StateWord { host: columns.next()?, word: columns.next()?, state: columns.next()?, payment: columns.next()? })
}

/// The meaning of a word.
pub(super) fn find(tx: &ReadTransaction, host: &str, word: &str) -> Result<Option<StateWord>> {
    let sql = "SELECT host, word, state, payment FROM crm_order_state_word WHERE host = ?1 AND word = ?2";
    tx.one(sql, params![host, word], from_row)
}

/// All words.
pub(super) fn all(tx: &ReadTransaction) -> Result<Vec<StateWord>> {
    tx.all("SELECT host, word, state, payment FROM crm_order_state_word ORDER BY host, word", [], from_row)
}

/// Adds a word or replaces its meaning.
pub(super) fn save(tx: &WriteTransaction, word: &StateWord) -> Result<()> {
    tx.run(
        "INSERT OR REPLACE INTO crm_order_state_word (host, word, state, payment) VALUES (?1, ?2, ?3, ?4)",
        params![word.host, word.word, word.state, word.payment],
    )?;
    Ok(())
}
