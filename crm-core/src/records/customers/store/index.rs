//! The search index: the words and phone digits of customers that are neither archived nor merged.

use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// What the index holds of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Words {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) company: String,
    pub(crate) digits: String,
}

impl Words {
    fn has_text(&self) -> bool {
        !(self.name.is_empty() && self.email.is_empty() && self.company.is_empty())
    }
}

pub(crate) fn add(tx: &WriteTransaction, id: CustomerId, words: &Words) -> Result<()> {
    if words.has_text() {
        tx.run(
            "INSERT INTO crm_customer_search (rowid, name, email, company) VALUES (?1, ?2, ?3, ?4)",
            params![id, words.name, words.email, words.company],
        )?;
    }
    if !words.digits.is_empty() {
        tx.run("INSERT INTO crm_phone_search (rowid, digits) VALUES (?1, ?2)", params![id, words.digits])?;
    }
    Ok(())
}

pub(crate) fn remove(tx: &WriteTransaction, id: CustomerId, words: &Words) -> Result<()> {
    if words.has_text() {
        tx.run("DELETE FROM crm_customer_search WHERE rowid = ?1", [id])?;
    }
    if !words.digits.is_empty() {
        tx.run("DELETE FROM crm_phone_search WHERE rowid = ?1", [id])?;
    }
    Ok(())
}

/// What the index holds of a customer.
pub(crate) fn of(tx: &ReadTransaction, id: CustomerId) -> Result<Words> {
    let words = tx.one("SELECT name, email, company FROM crm_customer_search WHERE rowid = ?1", [id], |row| {
        Ok(Words { name: row.get(0)?, email: row.get(1)?, company: row.get(2)?, digits: String::new() })
    })?;
    let digits = tx.one("SELECT digits FROM crm_phone_search WHERE rowid = ?1", [id], |row| row.get(0))?;
    Ok(Words { digits: digits.unwrap_or_default(), ..words.unwrap_or_default() })
}
