//! Import and export from the shell.

use super::{Failure, Outcome, create, open};
use clap::{Args, ValueEnum};
use crm::exchange::{
    self, Entity, ExportFile, Format, ImportFile, ImportReport, Mapping, NumberFormat, Observer, Policy, Progress,
    RowVerdict, TimeFormat, Verdict,
};
use crm::{Currency, Error};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Imports a file.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file of the shop.
    file: PathBuf,
    /// What the rows are: customers, products, orders, refunds or interactions.
    entity: String,
    /// The CSV or JSONL file.
    data: PathBuf,
    /// Which column means what: customer=customer_id,placed_at=date,total=amount,channel='web'.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<String>,
    /// The currency of amounts without one.
    #[arg(long)]
    currency: Option<String>,
    /// The system that the rows come from.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// What happens to rows whose key is known: skip, update or merge.
    #[arg(long)]
    policy: Option<String>,
    /// csv or jsonl; by the name of the file by default.
    #[arg(long)]
    format: Option<String>,
    /// The delimiter of a CSV file; the header decides by default.
    #[arg(long)]
    delimiter: Option<String>,
    /// How times are written: iso, day_first, month_first, compact, unix_seconds or unix_millis.
    #[arg(long)]
    time_format: Option<String>,
    /// The zone of times without one; the shop's by default.
    #[arg(long)]
    timezone: Option<String>,
    /// How numbers are written: plain (1234.50), grouped (1,234.50) or comma (1.234,50).
    #[arg(long)]
    number_format: Option<String>,
    /// A new file for one verdict per row, as JSON lines.
    #[arg(long)]
    verdicts: Option<PathBuf>,
    /// Judge every row and keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// Keep other writers out for longer than 250 ms at a time, for speed.
    #[arg(long)]
    exclusive: bool,
}

/// Parses an argument and names it in the error.
fn argument<T>(name: &str, text: Option<&String>, parse: impl Fn(&str) -> crm::Result<T>) -> Result<Option<T>, Error> {
    text.map(|text| parse(text).map_err(|error| error.at(name))).transpose()
}

impl Import {
    pub(crate) fn run(self) -> Outcome {
        let request = self.request()?;
        let crm = open(&self.file)?;
        let mut watcher = Watcher::new();
        let report = exchange::import_file(&crm, &request, &mut watcher);
        watcher.bar.finish_and_clear();
        tell(&report?, &self.file)
    }

    fn request(&self) -> Result<ImportFile, Error> {
        Ok(ImportFile {
            entity: Entity::parse(&self.entity).map_err(|error| error.at("ENTITY"))?,
            path: self.data.to_string_lossy().into_owned(),
            format: argument("--format", self.format.as_ref(), Format::parse)?,
            delimiter: self.delimiter.clone(),
            verdicts: self.verdicts.as_ref().map(|path| path.to_string_lossy().into_owned()),
            exclusive: self.exclusive,
            mapping: argument("--map", self.map.as_ref(), Mapping::parse)?.unwrap_or_default(),
            source: self.source.clone(),
            currency: argument("--currency", self.currency.as_ref(), Currency::parse)?,
            policy: argument("--policy", self.policy.as_ref(), Policy::parse)?,
            time_format: argument("--time-format", self.time_format.as_ref(), TimeFormat::parse)?,
            time_zone: argument("--timezone", self.timezone.as_ref(), crm::time::Zone::parse)?,
            number_format: argument("--number-format", self.number_format.as_ref(), NumberFormat::parse)?,
            dry_run: self.dry_run,
        })
    }
}

/// Tells what an import did; rejected rows on the standard error.
fn tell(report: &ImportReport, file: &std::path::Path) -> Outcome {
    for row in &report.rejections {
        eprintln!("line {}: {}", row.line, row.reason.as_deref().unwrap_or("rejected"));
    }
    let listed = report.rejections.len() as u64;
    if report.rejected > listed {
        eprintln!("… and {} more; --verdicts FILE keeps all of them", report.rejected - listed);
    }
    let mut out = std::io::stdout().lock();
    let what = if report.dry_run { "dry run, nothing kept: " } else { "" };
    writeln!(
        out,
        "{}: {what}{} rows of {}: {} created, {} updated, {} merged, {} skipped, {} rejected; {} new customers",
        file.display(),
        report.rows,
        report.entity,
        report.created,
        report.updated,
        report.merged,
        report.skipped,
        report.rejected,
        report.new_customers
    )?;
    if report.resumed_after > 0 {
        writeln!(out, "resumed after row {}", report.resumed_after)?;
    }
    if !report.unused_columns.is_empty() {
        writeln!(out, "columns that nothing reads: {}", report.unused_columns.join(", "))?;
    }
    Ok(())
}

/// Shows the progress where a person watches.
struct Watcher {
    bar: ProgressBar,
    rejected: u64,
}

impl Watcher {
    fn new() -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let template = "{bar:32} {percent:>3} %  {msg}  {elapsed} elapsed, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Watcher { bar, rejected: 0 }
    }
}

impl Observer for Watcher {
    fn row(&mut self, row: &RowVerdict) -> crm::Result<()> {
        self.rejected += u64::from(row.verdict == Verdict::Rejected);
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> crm::Result<()> {
        if let Some(of) = progress.of {
            self.bar.set_length(of);
        }
        self.bar.set_position(progress.done);
        self.bar.set_message(format!("{} rows, {} rejected", progress.rows, self.rejected));
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExportFormat {
    /// Everything, as JSON lines, one file per table: `crm restore` takes it back exactly.
    Jsonl,
    /// Customers, products, orders, refunds and interactions, one file each: `crm import` takes them back.
    Csv,
}

/// Exports a file.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file of the shop.
    file: PathBuf,
    /// The folder to write into; with --entity, the file to write.
    target: PathBuf,
    /// How to write.
    #[arg(long, value_enum, default_value = "jsonl")]
    format: ExportFormat,
    /// Only this entity, flat: customers, products, orders, refunds or interactions.
    #[arg(long)]
    entity: Option<String>,
}

impl Export {
    pub(crate) fn run(self) -> Outcome {
        let format = match self.format {
            ExportFormat::Jsonl => Format::Jsonl,
            ExportFormat::Csv => Format::Csv,
        };
        let crm = open(&self.file)?;
        let mut out = std::io::stdout().lock();
        if let Some(entity) = argument("--entity", self.entity.as_ref(), Entity::parse)? {
            let path = self.target.to_string_lossy().into_owned();
            let count = exchange::export_file(&crm, &ExportFile { path, entity, format })?;
            writeln!(out, "{}: {} rows", self.target.display(), count.rows)?;
            return Ok(());
        }
        if format == Format::Jsonl {
            let report = exchange::export_all(&crm, &self.target)?;
            let rows: u64 = report.files.iter().map(|file| file.rows).sum();
            writeln!(out, "{}: {} files, {rows} rows", self.target.display(), report.files.len())?;
            return Ok(());
        }
        std::fs::create_dir_all(&self.target).map_err(Failure::Output)?;
        for entity in Entity::ALL {
            let path = self.target.join(format!("{entity}.csv"));
            let text = path.to_string_lossy().into_owned();
            let count = exchange::export_file(&crm, &ExportFile { path: text, entity: *entity, format })?;
            writeln!(out, "{}: {} rows", path.display(), count.rows)?;
        }
        Ok(())
    }
}

/// Restores a complete export.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The new file.
    file: PathBuf,
    /// The folder of a complete export.
    folder: PathBuf,
}

impl Restore {
    pub(crate) fn run(self) -> Outcome {
        let crm = create(&self.file)?;
        let report = exchange::restore(&crm, &self.folder)?;
        let rows: u64 = report.files.iter().map(|file| file.rows).sum();
        println!("{}: {rows} rows, checked", self.file.display());
        Ok(())
    }
}
