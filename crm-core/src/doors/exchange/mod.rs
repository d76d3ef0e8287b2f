//! Import and export: whole files in and out.
//!
//! An import reads rows from a CSV file, JSON lines or a table of another language, takes each apart by a mapping, and
//! hands it to the verb of its room. Every row gets a verdict; a bad one costs itself and, if it is a line, its order.
//! Keys make an import idempotent: rows with a key of their own by that key, orders without one by source, content and
//! ordinal among equal rows. So an import that was interrupted is simply run again.
//!
//! Batches hold the writer for about 150 ms unless `exclusive` is asked for; memory does not grow with the file.
//!
//! An export is either flat (one CSV or JSONL of one entity, for people and other programs, taken back by an import)
//! or complete (every table as JSON lines in a folder, taken back into an empty file exactly as it was).

mod cell;
mod custom;
mod export;
mod fields;
mod import;
mod mapping;
mod options;
mod ordinals;
pub mod reader;
mod store;
mod values;

#[cfg(test)]
mod tests;

pub use export::{ExportCount, ExportFile, ExportReport, FileReport, export_all, export_file, restore};
pub use fields::Field;
pub use import::{import, import_file, import_rows};
pub use mapping::{Mapping, Origin};
pub use options::{ImportFile, ImportOptions, ImportReport, ImportRows, Observer, Progress, RowVerdict};
pub use store::ImportJob;
pub use values::{NumberFormat, TimeFormat};

pub(crate) use store::jobs;

tokens! {
    /// What rows are.
    pub enum Entity("entity") {
        /// People and companies.
        Customers = "customers",
        /// Products.
        Products = "products",
        /// Orders; rows that share an order key are its lines.
        Orders = "orders",
        /// Refunds.
        Refunds = "refunds",
        /// Contacts.
        Interactions = "interactions",
    }
}

tokens! {
    /// The format of a file.
    pub enum Format("format") {
        /// Delimited text with a header.
        Csv = "csv",
        /// One JSON object a line.
        Jsonl = "jsonl",
    }
}

tokens! {
    /// What happens to a row whose key is known.
    pub enum Policy("policy") {
        /// What is stored stays as it is.
        Skip = "skip",
        /// What is stored becomes what the row says, as far as the row says it.
        Update = "update",
        /// What is stored stays, and what it lacks is taken from the row.
        Merge = "merge",
    }
}

tokens! {
    /// What became of a row.
    pub enum Verdict("verdict") {
        /// It was new.
        Created = "created",
        /// It was known and now is what the row says.
        Updated = "updated",
        /// It was known and gained something.
        Merged = "merged",
        /// Nothing changed.
        Skipped = "skipped",
        /// It could not be taken.
        Rejected = "rejected",
    }
}
