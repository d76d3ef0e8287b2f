//! Which columns hold personal data. The declaration stands beside the column in the schema's SQL:
//!
//! ```sql
//! name TEXT NOT NULL, -- pii: display name
//! kind TEXT NOT NULL, -- plain: token
//! ```
//!
//! Every TEXT, BLOB or ANY column carries one of the two marks; export, erasure, masking and the tests read them here.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Personal data that erasure must reach.
    Personal,
    /// Nothing about a person.
    Plain,
}

/// One marked column of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedColumn {
    /// The table, for example `crm_customer`.
    pub table: String,
    /// The column.
    pub column: String,
    /// What it holds.
    pub class: Class,
}

/// Reads the marks out of schema SQL: one column a line, `-- pii` or `-- plain` behind it.
#[must_use]
pub fn marked_columns(sql: &str) -> Vec<MarkedColumn> {
    let mut table: Option<String> = None;
    let mut found = Vec::new();
    for line in sql.lines() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE VIRTUAL TABLE ")) {
            table = rest.split([' ', '(']).next().map(str::to_owned);
            continue;
        }
        if line.starts_with(')') {
            table = None;
            continue;
        }
        let (Some(table), Some((declaration, comment))) = (&table, line.split_once("--")) else {
            continue;
        };
        let class = match comment.trim_start() {
            mark if mark.starts_with("pii") => Class::Personal,
            mark if mark.starts_with("plain") => Class::Plain,
            _ => continue,
        };
        if let Some(column) = declaration.split_whitespace().next() {
            let column = column.trim_end_matches(',').to_owned();
            found.push(MarkedColumn { table: table.clone(), column, class });
        }
    }
    found
}
