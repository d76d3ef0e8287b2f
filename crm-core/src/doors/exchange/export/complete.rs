//! The whole file as a folder of JSON lines, one file per table, and back.
//!
//! Nothing is left out but the host's own tables, the versions that a file keeps of itself, and request keys, whose
//! answers are of no use elsewhere. Columns are those of `docs/schema.md`: amounts in minor units, times in
//! milliseconds, bytes as `{"hex": …}`. A restore goes into a new file in one transaction and ends with the check of
//! everything that is derived, so that it either gives the same shop or nothing.

use super::create;
use crate::Crm;
use crate::db::dump::{self, Table};
use crate::db::{io_error, schema};
use crate::doors::check;
use crate::doors::exchange::reader::{lines_of, parse_object};
use crate::vocabulary::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

const MANIFEST: &str = "manifest.json";
/// Answers to request keys may name people and are replayed to nobody else.
const LEFT_OUT: [&str; 1] = ["request"];
/// Bytes of one line: a chunk of packed facts is the largest row.
const MAX_LINE: u64 = 64 * 1024 * 1024;

/// What is in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExportReport {
    /// The version of the schema whose tables these are.
    pub schema: i32,
    /// One entry per table.
    pub files: Vec<FileReport>,
}

/// One table in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FileReport {
    /// The name of the file in the folder.
    pub file: String,
    /// Its rows.
    pub rows: u64,
}

fn file_of(table: &Table) -> String {
    format!("{}.jsonl", table.name)
}

/// Writes every table into a folder, in one snapshot. The manifest is written last: a folder without one is no export.
///
/// # Errors
/// `conflict` when the folder holds an export already; `io`, `disk_full`, `permission`.
pub fn export_all(crm: &Crm, folder: &Path) -> Result<ExportReport> {
    let failed = |error: std::io::Error| io_error("the export cannot be written", &error).at("/folder");
    std::fs::create_dir_all(folder).map_err(failed)?;
    crm.read(|tx| {
        let mut report = ExportReport { schema: schema::VERSION, files: Vec::new() };
        for table in dump::tables(tx)?.iter().filter(|table| !LEFT_OUT.contains(&table.name.as_str())) {
            let mut file = create(&folder.join(file_of(table)), "/folder")?;
            let mut rows = 0;
            dump::each_row(tx, table, |row| {
                rows += 1;
                serde_json::to_writer(&mut file, row).map_err(|error| failed(error.into()))?;
                file.write_all(b"\n").map_err(failed)
            })?;
            file.flush().map_err(failed)?;
            report.files.push(FileReport { file: file_of(table), rows });
        }
        let mut manifest = create(&folder.join(MANIFEST), "/folder")?;
        serde_json::to_writer_pretty(&mut manifest, &report).map_err(|error| failed(error.into()))?;
        manifest.flush().map_err(failed)?;
        Ok(report)
    })
}

/// Takes a complete export back into a file that has recorded nothing yet: afterwards both are equal.
///
/// # Errors
/// `conflict` for a file that is not empty; `not_found` for a folder without an export; `too_new` for one of a newer
/// schema; `invalid_input` with the file and line of a row that does not fit, or with what the final check found.
pub fn restore(crm: &Crm, folder: &Path) -> Result<ExportReport> {
    let manifest = read_manifest(folder)?;
    crm.write(|tx| {
        let tables: Vec<Table> =
            dump::tables(tx)?.into_iter().filter(|table| !LEFT_OUT.contains(&table.name.as_str())).collect();
        dump::begin_restore(tx, &tables)?;
        for listed in &manifest.files {
            let table = tables.iter().find(|table| file_of(table) == listed.file).ok_or_else(|| {
                Error::invalid("/folder", format!("the manifest lists {:?}, which is no table", listed.file))
            })?;
            let mut rows = 0;
            let file = BufReader::with_capacity(256 * 1024, open(folder, &listed.file)?);
            lines_of(file, MAX_LINE, |line, text| {
                rows += 1;
                let place = |error: Error| error.under(format_args!("/{} line {line}", listed.file));
                match parse_object(text).map_err(|reason| Error::invalid("", reason)) {
                    Ok(Value::Object(fields)) => dump::restore_row(tx, table, &fields).map_err(place),
                    Ok(_) => Err(place(Error::invalid("", "the line is not a JSON object"))),
                    Err(error) => Err(place(error)),
                }
            })?;
            if rows != listed.rows {
                return Err(Error::invalid(
                    "/folder",
                    format!("{} has {rows} rows, the manifest says {}", listed.file, listed.rows),
                ));
            }
        }
        dump::end_restore(tx)?;
        let found = check::check(tx)?;
        match found.problems.first() {
            None => Ok(()),
            Some(problem) => Err(Error::invalid("/folder", format!("the export contradicts itself: {problem}"))),
        }
    })?;
    Ok(manifest)
}

fn open(folder: &Path, name: &str) -> Result<File> {
    File::open(folder.join(name)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::new(ErrorCode::NotFound, format!("the folder holds no {name}")).at("/folder")
        }
        _ => io_error("the export cannot be read", &error).at("/folder"),
    })
}

fn read_manifest(folder: &Path) -> Result<ExportReport> {
    let manifest: ExportReport = serde_json::from_reader(BufReader::new(open(folder, MANIFEST)?))
        .map_err(|_| Error::invalid("/folder", "the manifest of the export cannot be read"))?;
    if manifest.schema > schema::VERSION {
        return Err(Error::new(ErrorCode::TooNew, "the export was written by a newer library").at("/folder"));
    }
    if manifest.schema < schema::VERSION {
        return Err(Error::invalid("/folder", "the export was written by an older schema")
            .hint("restore it with the library that wrote it, and open that file with this one"));
    }
    Ok(manifest)
}
