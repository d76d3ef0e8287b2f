//! What to import and how, and what came of it.

use super::{Entity, Format, Mapping, NumberFormat, Policy, TimeFormat, Verdict};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Currency, Error, Result, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most rejected rows that a report lists; the verdict file has all of them.
pub(crate) const MAX_LISTED: usize = 100;
/// Where imports come from unless they say so.
const DEFAULT_SOURCE: &str = "import";

/// How to import rows of an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOptions {
    /// What the rows are.
    pub entity: Entity,
    /// Which column means what; columns named like fields by default.
    pub mapping: Mapping,
    /// The system that the rows come from: the first part of every external key.
    pub source: String,
    /// The currency of amounts without one; the shop's base currency by default.
    pub currency: Option<Currency>,
    /// What happens to a row whose key is known.
    pub policy: Policy,
    /// How times are written.
    pub time_format: TimeFormat,
    /// The zone of times without one; the shop's by default.
    pub time_zone: Option<Zone>,
    /// How numbers are written.
    pub number_format: NumberFormat,
    /// Judge every row and keep nothing.
    pub dry_run: bool,
    /// Keep other writers out for longer than 250 ms at a time, for speed.
    pub exclusive: bool,
}

impl ImportOptions {
    /// The defaults for an entity.
    #[must_use]
    pub fn new(entity: Entity) -> Self {
        ImportOptions {
            entity,
            mapping: Mapping::default(),
            source: DEFAULT_SOURCE.to_owned(),
            currency: None,
            policy: Policy::Skip,
            time_format: TimeFormat::Iso,
            time_zone: None,
            number_format: NumberFormat::Plain,
            dry_run: false,
            exclusive: false,
        }
    }

    pub(crate) fn check(&self) -> Result<()> {
        text::token("/source", &self.source).map(|_| ())
    }
}

/// Declares the input of an import: its own fields, then those that all imports share.
macro_rules! import_input {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// What the rows are.
            pub entity: Entity,
            $($(#[$doc])* pub $field: $type,)*
            /// Which column means what: `customer=customer_id,placed_at=date,currency='USD'`, or an object; columns
            /// named like fields by default.
            #[serde(default)]
            pub mapping: Mapping,
            /// The system that the rows come from, a token; `import` by default.
            #[serde(default)]
            pub source: Option<String>,
            /// The currency of amounts without one; the shop's base currency by default.
            #[serde(default)]
            pub currency: Option<Currency>,
            /// What happens to a row whose key is known; `skip` by default.
            #[serde(default)]
            pub policy: Option<Policy>,
            /// How times are written; `iso` by default.
            #[serde(default)]
            pub time_format: Option<TimeFormat>,
            /// The zone of times without one; the shop's by default.
            #[serde(default)]
            pub time_zone: Option<Zone>,
            /// How numbers are written; `plain` by default.
            #[serde(default)]
            pub number_format: Option<NumberFormat>,
            /// Judge every row and keep nothing.
            #[serde(default)]
            pub dry_run: bool,
        }

        impl $name {
            /// The part that does not say where the rows are.
            #[must_use]
            pub fn options(&self) -> ImportOptions {
                let defaults = ImportOptions::new(self.entity);
                ImportOptions {
                    mapping: self.mapping.clone(),
                    source: self.source.clone().unwrap_or(defaults.source),
                    currency: self.currency,
                    policy: self.policy.unwrap_or(defaults.policy),
                    time_format: self.time_format.unwrap_or(defaults.time_format),
                    time_zone: self.time_zone,
                    number_format: self.number_format.unwrap_or(defaults.number_format),
                    dry_run: self.dry_run,
                    ..ImportOptions::new(self.entity)
                }
            }
        }
    };
}

import_input! {
    /// A file to import.
    ImportFile {
        /// The file; UTF-8.
        path: String,
        /// Its format; by the ending of its name by default.
        #[serde(default)]
        format: Option<Format>,
        /// The delimiter of a CSV file, one character; the header decides by default.
        #[serde(default)]
        delimiter: Option<String>,
        /// A new file for one verdict per row, as JSON lines.
        #[serde(default)]
        verdicts: Option<String>,
        /// Keep other writers out for longer than 250 ms at a time, for speed.
        #[serde(default)]
        exclusive: bool,
    }
}

import_input! {
    /// A few rows to import, in the transaction of the call.
    ImportRows {
        /// The rows: texts, numbers or truth values by column; at most 10,000.
        rows: Vec<BTreeMap<String, serde_json::Value>>,
    }
}

impl ImportFile {
    /// The format, by its name or the ending of the path.
    ///
    /// # Errors
    /// `invalid_input` for an ending that says nothing.
    pub(crate) fn format(&self) -> Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let path = self.path.to_ascii_lowercase();
        match path.rsplit('.').next() {
            Some("csv" | "tsv" | "txt") => Ok(Format::Csv),
            Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
            _ => Err(Error::invalid("/format", "the name of the file does not tell its format")
                .allowed(Format::ALL.iter().map(|format| format.token()))),
        }
    }

    /// The delimiter as one byte.
    pub(crate) fn delimiter_byte(&self) -> Result<Option<u8>> {
        let Some(text) = &self.delimiter else { return Ok(None) };
        match text.as_bytes() {
            b"\\t" => Ok(Some(b'\t')),
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(Some(*byte)),
            _ => {
                Err(Error::invalid("/delimiter", "a delimiter is one ASCII character").allowed([",", ";", "\\t", "|"]))
            }
        }
    }
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RowVerdict {
    /// The line of the file, or the number of the row; from 1.
    pub line: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// The id of what it belongs to, where there is one.
    pub id: Option<i64>,
    /// Why it was rejected or skipped, or what was left out; never a value of the row.
    pub reason: Option<String>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ImportReport {
    /// The number of the import; null for a dry run.
    pub job: Option<i64>,
    /// What the rows are.
    pub entity: Entity,
    /// Rows that were read.
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
    /// The first 100 rejected rows.
    pub rejections: Vec<RowVerdict>,
    /// Columns that nothing reads.
    pub unused_columns: Vec<String>,
    /// Rows that an earlier, interrupted run of the same import had finished.
    pub resumed_after: u64,
    /// Whether nothing was kept.
    pub dry_run: bool,
}

impl ImportReport {
    pub(crate) fn new(options: &ImportOptions, unused_columns: Vec<String>) -> Self {
        ImportReport {
            job: None,
            entity: options.entity,
            rows: 0,
            created: 0,
            updated: 0,
            merged: 0,
            skipped: 0,
            rejected: 0,
            new_customers: 0,
            rejections: Vec::new(),
            unused_columns,
            resumed_after: 0,
            dry_run: options.dry_run,
        }
    }

    /// Counts a row.
    pub(crate) fn count(&mut self, row: &RowVerdict) {
        match row.verdict {
            Verdict::Created => self.created += 1,
            Verdict::Updated => self.updated += 1,
            Verdict::Merged => self.merged += 1,
            Verdict::Skipped => self.skipped += 1,
            Verdict::Rejected => {
                self.rejected += 1;
                if self.rejections.len() < MAX_LISTED {
                    self.rejections.push(row.clone());
                }
            }
        }
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes (of a file) or rows (of a table) that are done.
    pub done: u64,
    /// Of how many, where that is known.
    pub of: Option<u64>,
    /// Rows that are done.
    pub rows: u64,
}

/// Watches an import. Every method may end it by an error; what was committed stays.
pub trait Observer {
    /// One row is done; rows come in the order of their lines, batch by batch, once they are committed.
    ///
    /// # Errors
    /// Any error ends the import.
    fn row(&mut self, row: &RowVerdict) -> Result<()> {
        let _ = row;
        Ok(())
    }

    /// A batch is done.
    ///
    /// # Errors
    /// Any error ends the import.
    fn progress(&mut self, progress: Progress) -> Result<()> {
        let _ = progress;
        Ok(())
    }
}

/// Watches nothing.
impl Observer for () {}
