//! RFM from the shell.

use super::{Failure, Outcome, open, output};
use clap::{Args, ValueEnum};
use crm::rfm::{Method, RfmOptions, RfmRow, RfmSummary};
use crm::{CustomerId, Date, Error, ReadTransaction};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// How to print.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum OutputFormat {
    /// The labels in numbers, for people.
    Table,
    /// One line per customer.
    Csv,
    /// The labels in numbers and all customers.
    Json,
}

/// Scores all customers.
#[derive(Debug, Args)]
pub(crate) struct Rfm {
    /// The file.
    file: PathBuf,
    /// The day as of which they are scored, YYYY-MM-DD; today in the shop's zone by default.
    #[arg(long)]
    as_of: Option<String>,
    /// quantile, percent_rank, ntile, qcut, r_rfm, jenks or one_timer.
    #[arg(long)]
    method: Option<String>,
    /// The number of scores in each dimension.
    #[arg(long)]
    bins: Option<u8>,
    /// Frequency and monetary value of the last days only.
    #[arg(long)]
    window_days: Option<u32>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: OutputFormat,
}

impl Rfm {
    pub(crate) fn run(self) -> Outcome {
        let options = self.options()?;
        let crm = open(&self.file)?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        match self.format {
            OutputFormat::Table => labels(&crm.read(|tx| tx.rfm().summary(&options))?, &mut out)?,
            OutputFormat::Csv => csv(&crm.read(|tx| customers(tx, &options))?, &mut out)?,
            OutputFormat::Json => {
                let (summary, rows) = crm.read(|tx| Ok((tx.rfm().summary(&options)?, customers(tx, &options)?)))?;
                let rows: Vec<Value> =
                    rows.iter().map(|(name, row)| json!({ "customer": name, "scores": row })).collect();
                let all = json!({ "about": summary.about, "labels": summary.labels, "customers": rows });
                serde_json::to_writer_pretty(&mut out, &all).map_err(|error| Failure::Output(error.into()))?;
                writeln!(out)?;
            }
        }
        out.flush()?;
        Ok(())
    }

    fn options(&self) -> Result<RfmOptions, Error> {
        let day = self.as_of.as_deref().map(|day| Date::parse(day).map_err(|error| error.at("--as-of")));
        let mut options = RfmOptions { as_of: day.transpose()?, ..RfmOptions::default() };
        if let Some(method) = &self.method {
            options = options.method(Method::parse(method).map_err(|error| error.at("--method"))?);
        }
        if let Some(bins) = self.bins {
            options = options.bins(bins);
        }
        if let Some(days) = self.window_days {
            options = options.window_days(days);
        }
        Ok(options)
    }
}

/// All scored customers under the names that the shop knows them by.
fn customers(tx: &ReadTransaction, options: &RfmOptions) -> crm::Result<Vec<(String, RfmRow)>> {
    let names: HashMap<CustomerId, String> = tx.customers().external_ids()?.into_iter().collect();
    let name = |id: CustomerId| match names.get(&id) {
        Some(name) => name.split_once(':').map_or(name.as_str(), |(_, key)| key).to_owned(),
        None => id.to_string(),
    };
    Ok(tx.rfm().score(options)?.rows().map(|row| (name(row.customer_id), row)).collect())
}

fn csv(rows: &[(String, RfmRow)], out: &mut impl Write) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    let failed = |error: csv::Error| Failure::Output(error.into());
    writer
        .write_record(["customer", "recency_days", "frequency", "monetary", "r", "f", "m", "label"])
        .map_err(failed)?;
    for (name, row) in rows {
        let numbers = [
            row.recency_days.to_string(),
            row.frequency.to_string(),
            row.monetary.amount(),
            row.r.to_string(),
            row.f.to_string(),
            row.m.to_string(),
        ];
        let cells = [name.as_str()].into_iter().chain(numbers.iter().map(String::as_str)).chain([row.label.as_str()]);
        writer.write_record(cells).map_err(failed)?;
    }
    writer.flush()?;
    Ok(())
}

/// The labels in numbers.
pub(crate) fn labels(summary: &RfmSummary, out: &mut impl Write) -> std::io::Result<()> {
    let about = &summary.about;
    let window = about.window_days.map_or_else(|| "all history".to_owned(), |days| format!("last {days} days"));
    writeln!(
        out,
        "RFM as of {}: {} customers with orders, {} bins by {}, {window}",
        about.as_of, about.customers, about.bins, about.method
    )?;
    if about.future_orders > 0 {
        writeln!(out, "{} orders after that day are ignored", about.future_orders)?;
    }
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let percent = |rate: Option<crm::Rate>| shown(rate.map(|rate| format!("{:.1} %", rate.ppm() as f64 / 10_000.0)));
    let rows: Vec<Vec<String>> = summary
        .labels
        .iter()
        .map(|label| {
            vec![
                label.label.clone(),
                label.customers.to_string(),
                percent(label.share),
                shown(label.revenue.map(|amount| amount.amount())),
                percent(label.revenue_share),
                shown(label.median_recency_days.map(|days| days.to_string())),
                shown(label.median_frequency.map(|orders| orders.to_string())),
                shown(label.median_monetary.map(|amount| amount.amount())),
            ]
        })
        .collect();
    let currency = about.currency.map_or_else(String::new, |currency| format!(" {currency}"));
    let revenue = format!("revenue{currency}");
    let header = ["label", "customers", "share", revenue.as_str(), "share", "median R", "median F", "median M"];
    output::table(out, &header, &rows)
}
