//! How results and errors look.

use super::Failure;
use crm::Error;
use serde_json::Value;
use std::io::Write;

/// Prints an error with everything it knows.
pub(crate) fn tell(error: &Error) {
    eprintln!("error: {}", error.message());
    if let Some(path) = error.path().filter(|path| !path.is_empty()) {
        eprintln!("  at: {path}");
    }
    if !error.allowed_values().is_empty() {
        eprintln!("  allowed: {}", error.allowed_values().join(", "));
    }
    if let Some(id) = error.existing_id() {
        eprintln!("  existing id: {id}");
    }
    if let Some(hint) = error.next_step() {
        eprintln!("  hint: {hint}");
    }
    eprintln!("  code: {}", error.code().token());
}

/// Prints JSON for people.
pub(crate) fn json(value: &Value) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(|error| Failure::Output(error.into()))?;
    writeln!(out)?;
    Ok(())
}

/// Prints JSON as it came.
pub(crate) fn bytes(text: &[u8]) -> Result<(), Failure> {
    let value: Value = serde_json::from_slice(text).map_err(|error| Failure::Output(error.into()))?;
    json(&value)
}

/// A table in columns: the first left, the others right.
pub(crate) fn table(out: &mut impl Write, header: &[&str], rows: &[Vec<String>]) -> std::io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (column, cell) in cells.enumerate() {
            let padding = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if column == 0 {
                text.push_str(&format!("{cell}{padding}"));
            } else {
                text.push_str(&format!("  {padding}{cell}"));
            }
        }
        writeln!(out, "{}", text.trim_end())
    };
    line(&mut header.iter().copied())?;
    rows.iter().try_for_each(|row| line(&mut row.iter().map(String::as_str)))
}
