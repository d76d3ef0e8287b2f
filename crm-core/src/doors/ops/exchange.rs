//! The operations of import and export.

use crate::doors::exchange::{
    self, ExportCount, ExportFile, ExportReport, ImportFile, ImportJob, ImportReport, ImportRows,
};
use crate::vocabulary::{Page, PageRequest};
use std::path::Path;

input! {
    /// A folder.
    Folder {
        /// Its path.
        folder: String,
    }
}

/// Which page of the imports.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct JobsPage {
    /// Which page.
    pub page: PageRequest,
}

ops! { pub(super) OPS:
    Handle "exchange.import_file" "Imports customers, products, orders, refunds or contacts from a CSV or JSONL file, batch by batch; again after an interruption." [NotFound, Conflict, Permission]
        |crm, p: ImportFile| -> ImportReport { exchange::import_file(crm, &p, &mut ()) };
    Write "exchange.import_rows" "Imports a few rows with a verdict for each, in this transaction." []
        |tx, p: ImportRows| -> ImportReport { exchange::import_rows(tx, p) };
    Handle "exchange.export_file" "Writes one entity flat into a new CSV or JSONL file that an import takes back." [Conflict, Permission]
        |crm, p: ExportFile| -> ExportCount { exchange::export_file(crm, &p) };
    Handle "exchange.export_all" "Writes everything into a new folder as JSON lines, one file per table." [Conflict, Permission]
        |crm, p: Folder| -> ExportReport { exchange::export_all(crm, Path::new(&p.folder)) };
    Handle "exchange.restore" "Takes a complete export back into a file that has recorded nothing yet." [NotFound, Conflict, TooNew, Permission]
        |crm, p: Folder| -> ExportReport { exchange::restore(crm, Path::new(&p.folder)) };
    Read "exchange.jobs" "Imports that were run, newest first, page by page." []
        |tx, p: JobsPage| -> Page<ImportJob> { exchange::jobs(tx, &p.page) };
}
