//! Importing rows: from a file, from any source, or in a transaction of the caller.

mod batch;
mod contacts;
mod customers;
mod engine;
mod orders;
mod pace;
mod party;
mod products;
mod refunds;
mod row;

use super::options::{ImportFile, ImportOptions, ImportReport, ImportRows, Observer, RowVerdict};
use super::reader::{CsvSource, JsonLines, RecordSource, TableSource};
use super::{Entity, Field, Format};
use crate::Crm;
use crate::db::{ReadTransaction, WriteTransaction, io_error};
use crate::doors::exchange::mapping::Plan;
use crate::records::shop;
use crate::vocabulary::{Error, ErrorCode, Result};
use engine::Engine;
pub(crate) use party::IDENTITIES;
pub(crate) use row::Context;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

const MAX_ROWS: usize = 10_000;
/// Bytes at both ends of a file that tell it from another.
const FINGERPRINT_BYTES: u64 = 64 * 1024;

/// What an import does with a prepared engine.
enum Target<'a> {
    /// Transactions of its own.
    Handle(&'a Crm, Option<[u8; 32]>),
    /// The caller's transaction.
    Within(&'a WriteTransaction),
}

/// Imports every row of a source. Batches are committed one by one; the observer sees each row once it is committed.
///
/// ```
/// # fn main() -> crm_core::Result<()> {
/// use crm_core::exchange::{Entity, ImportOptions, Mapping, import, reader::TableSource};
/// let crm = crm_core::Crm::in_memory()?;
/// let rows = [[Some("7"), Some("2026-01-05"), Some("12.50")]];
/// let mut table = TableSource::new(vec!["who".into(), "day".into(), "amount".into()], rows.into_iter(), Some(1));
/// let mapping = Mapping::parse("customer=who,placed_at=day,total=amount,currency='USD'")?;
/// let options = ImportOptions { mapping, ..ImportOptions::new(Entity::Orders) };
/// let report = import(&crm, &mut table, &options, &mut ())?;
/// assert_eq!((report.created, report.new_customers), (1, 1));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// `invalid_input` for a mapping that does not fit the columns; `io`, `busy`, `disk_full` and whatever the observer
/// returns end the import, and what was committed until then stays.
pub fn import(
    crm: &Crm,
    source: &mut dyn RecordSource,
    options: &ImportOptions,
    observer: &mut dyn Observer,
) -> Result<ImportReport> {
    run(Target::Handle(crm, None), source, options, false, observer)
}

/// Imports a file, with a verdict file beside the observer where one is named.
///
/// # Errors
/// `not_found` for a missing file; as [`import`].
pub fn import_file(crm: &Crm, request: &ImportFile, observer: &mut dyn Observer) -> Result<ImportReport> {
    let options = ImportOptions { exclusive: request.exclusive, ..request.options() };
    options.check()?;
    let mut file = open(&request.path)?;
    let size = file.metadata().map_err(|error| io_error("the file cannot be read", &error))?.len();
    let target = Target::Handle(crm, Some(fingerprint(&mut file, size, request)?));
    let input = BufReader::with_capacity(256 * 1024, file);
    let mut tee = Tee::new(observer, request.verdicts.as_deref())?;
    let report = match request.format()? {
        Format::Csv => {
            let mut source = CsvSource::new(input, request.delimiter_byte()?, Some(size))?;
            run(target, &mut source, &options, true, &mut tee)
        }
        Format::Jsonl => {
            let mut source = JsonLines::new(input, &paths(crm, &options)?, Some(size))?;
            run(target, &mut source, &options, false, &mut tee)
        }
    }?;
    tee.finish()?;
    Ok(report)
}

/// Imports a few rows in a transaction of the caller; each is announced like a single change.
///
/// # Errors
/// `limit` for more than 10,000 rows; as [`import`].
pub fn import_rows(tx: &WriteTransaction, request: ImportRows) -> Result<ImportReport> {
    if request.rows.len() > MAX_ROWS {
        return Err(Error::new(ErrorCode::Limit, "at most 10,000 rows at a time")
            .at("/rows")
            .hint("import a file, or split the rows"));
    }
    let options = request.options();
    let names: BTreeSet<&String> = request.rows.iter().flat_map(|row| row.keys()).collect();
    let columns: Vec<String> = names.into_iter().cloned().collect();
    let rows =
        request.rows.iter().map(|row| columns.iter().map(|name| row.get(name).and_then(cell)).collect::<Vec<_>>());
    let mut source = TableSource::new(columns.clone(), rows, None);
    if options.dry_run {
        // A savepoint that always fails leaves nothing behind.
        let mut report = None;
        let undone = tx.step(|| -> Result<()> {
            report = Some(run(Target::Within(tx), &mut source, &options, false, &mut ())?);
            Err(Error::internal("a dry run is undone"))
        });
        return report.ok_or_else(|| undone.err().unwrap_or_else(|| Error::internal("a dry run without an answer")));
    }
    tx.step(|| run(Target::Within(tx), &mut source, &options, false, &mut ()))
}

/// The text of a JSON value; lists and objects are no cells.
fn cell(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn run(
    target: Target<'_>,
    source: &mut dyn RecordSource,
    options: &ImportOptions,
    guarded: bool,
    observer: &mut dyn Observer,
) -> Result<ImportReport> {
    options.check()?;
    let plan = Plan::new(options.entity, &options.mapping, source.columns(), guarded)?;
    let context = match &target {
        Target::Handle(crm, _) => crm.read(|tx| context(tx, options, &plan))?,
        Target::Within(tx) => context(tx, options, &plan)?,
    };
    match options.entity {
        Entity::Customers => drive(&customers::CustomerRows { context: &context }, &context, target, source, observer),
        Entity::Products => drive(&products::ProductRows { context: &context }, &context, target, source, observer),
        Entity::Orders => drive(&orders::OrderRows { context: &context }, &context, target, source, observer),
        Entity::Refunds => drive(&refunds::RefundRows, &context, target, source, observer),
        Entity::Interactions => drive(&contacts::ContactRows { context: &context }, &context, target, source, observer),
    }
}

fn drive<K: engine::Kind>(
    kind: &K,
    context: &Context<'_>,
    target: Target<'_>,
    source: &mut dyn RecordSource,
    observer: &mut dyn Observer,
) -> Result<ImportReport> {
    let report = ImportReport::new(context.options, context.plan.unused.clone());
    let engine = Engine::new(kind, context, observer, report);
    match target {
        Target::Handle(crm, fingerprint) => engine.run(crm, source, fingerprint.as_ref()),
        Target::Within(tx) => engine.run_within(tx, source),
    }
}

fn context<'a>(tx: &ReadTransaction, options: &'a ImportOptions, plan: &'a Plan) -> Result<Context<'a>> {
    let settings = shop::settings(tx)?;
    let known = tx.customers().fields()?;
    for key in plan.custom_keys() {
        if !known.iter().any(|field| field.key == key) {
            return Err(Error::invalid(format!("/mapping/custom.{key}"), "the shop has no such field of its own")
                .allowed(known.iter().map(|field| field.key.as_str()))
                .hint("define it with customers.define_field"));
        }
    }
    Ok(Context {
        options,
        plan,
        zone: options.time_zone.unwrap_or(settings.time_zone),
        currency: options.currency.or(settings.base_currency),
        custom: known.into_iter().map(|field| (field.key.clone(), field)).collect(),
    })
}

/// What JSON lines are read through: the columns of the mapping, or the names of all fields.
fn paths(crm: &Crm, options: &ImportOptions) -> Result<Vec<String>> {
    if !options.mapping.is_empty() {
        let mapped: BTreeSet<&str> = options.mapping.columns().collect();
        return Ok(mapped.into_iter().map(str::to_owned).collect());
    }
    let mut names: Vec<String> = options.entity.fields().iter().map(|field: &Field| field.token().to_owned()).collect();
    if options.entity == Entity::Customers {
        let own = crm.read(|tx| tx.customers().fields())?;
        names.extend(own.iter().map(|field| format!("custom.{}", field.key)));
    }
    Ok(names)
}

fn open(path: &str) -> Result<File> {
    File::open(Path::new(path)).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::new(ErrorCode::NotFound, "there is no such file").at("/path"),
        _ => io_error("the file cannot be opened", &error).at("/path"),
    })
}

/// What tells this import of this file from any other: options, size, both ends of the file.
fn fingerprint(file: &mut File, size: u64, request: &ImportFile) -> Result<[u8; 32]> {
    let failed = |error: std::io::Error| io_error("the file cannot be read", &error);
    let mut hasher = blake3::Hasher::new();
    let request = ImportFile { path: String::new(), verdicts: None, exclusive: false, ..request.clone() };
    let meaning = serde_json::to_vec(&request).map_err(|_| Error::internal("an import cannot be described"))?;
    hasher.update(&meaning).update(&size.to_le_bytes());
    for start in [0, size.saturating_sub(FINGERPRINT_BYTES)] {
        let mut end = Vec::new();
        file.seek(SeekFrom::Start(start)).map_err(failed)?;
        file.take(FINGERPRINT_BYTES).read_to_end(&mut end).map_err(failed)?;
        hasher.update(&end);
    }
    file.rewind().map_err(failed)?;
    Ok(*hasher.finalize().as_bytes())
}

/// Writes verdicts into a file on their way to the observer.
struct Tee<'a> {
    observer: &'a mut dyn Observer,
    file: Option<BufWriter<File>>,
}

impl<'a> Tee<'a> {
    fn new(observer: &'a mut dyn Observer, path: Option<&str>) -> Result<Self> {
        let file = path.map(|path| super::export::create(Path::new(path), "/verdicts")).transpose()?;
        Ok(Tee { observer, file })
    }

    fn finish(mut self) -> Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush).map_err(|error| io_error("the verdict file", &error))
    }
}

impl Observer for Tee<'_> {
    fn row(&mut self, row: &RowVerdict) -> Result<()> {
        if let Some(file) = &mut self.file {
            serde_json::to_writer(&mut *file, row).map_err(|error| io_error("the verdict file", &error.into()))?;
            file.write_all(b"\n").map_err(|error| io_error("the verdict file", &error))?;
        }
        self.observer.row(row)
    }

    fn progress(&mut self, progress: super::Progress) -> Result<()> {
        self.observer.progress(progress)
    }
}
