//! Writing rows of named cells as CSV or JSON lines.

use crate::db::io_error;
use crate::doors::exchange::{Field, Format, cell};
use crate::vocabulary::{Error, Result};
use serde_json::{Map, Value};
use std::io::Write;

/// One flat row: the fields that it has, in any order.
#[derive(Debug, Default)]
pub(crate) struct FlatRow(Vec<(Field, String)>);

impl FlatRow {
    /// Sets a field, unless there is nothing to say.
    pub(crate) fn set(&mut self, field: Field, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.0.push((field, value.to_string()));
        }
    }

    fn get(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }
}

/// Rows with the columns of an entity.
pub(crate) struct RowWriter<W: Write> {
    file: W,
    format: Format,
    columns: Vec<Field>,
    /// The shop's own fields, in the order of their columns.
    pub(crate) custom: Vec<String>,
    pub(crate) rows: u64,
}

impl<W: Write> RowWriter<W> {
    /// Begins the file with its header.
    pub(crate) fn new(file: W, format: Format, columns: Vec<Field>, custom: Vec<String>) -> Result<Self> {
        let mut writer = RowWriter { file, format, columns, custom, rows: 0 };
        if format == Format::Csv {
            let names: Vec<String> = writer.columns.iter().map(|field| field.token().to_owned()).collect();
            let custom = writer.custom.iter().map(|key| format!("custom.{key}"));
            let header: Vec<String> = names.into_iter().chain(custom).collect();
            writer.line(header.iter().map(|name| Some(name.as_str())))?;
        }
        Ok(writer)
    }

    /// Writes a row; `custom` holds the values of the shop's own fields in the order of their columns.
    pub(crate) fn write(&mut self, row: &FlatRow, custom: &[Option<String>]) -> Result<()> {
        self.rows += 1;
        if self.format == Format::Csv {
            let columns = std::mem::take(&mut self.columns);
            let cells = columns.iter().map(|field| row.get(*field));
            let written = self.line(cells.chain(custom.iter().map(Option::as_deref)));
            self.columns = columns;
            return written;
        }
        let mut object = Map::new();
        for field in &self.columns {
            if let Some(text) = row.get(*field) {
                object.insert(field.token().to_owned(), Value::String(text.to_owned()));
            }
        }
        let values = self.custom.iter().zip(custom).filter_map(|(key, value)| Some((key, value.as_ref()?)));
        let own: Map<String, Value> = values.map(|(key, text)| (key.clone(), Value::String(text.clone()))).collect();
        if !own.is_empty() {
            object.insert("custom".to_owned(), Value::Object(own));
        }
        serde_json::to_writer(&mut self.file, &object).map_err(|error| failed(&error.into()))?;
        self.file.write_all(b"\n").map_err(|error| failed(&error))
    }

    /// One line of delimited text.
    fn line<'c>(&mut self, cells: impl Iterator<Item = Option<&'c str>>) -> Result<()> {
        let mut text = String::new();
        for (at, value) in cells.enumerate() {
            if at > 0 {
                text.push(',');
            }
            quote(&cell::guarded(value.unwrap_or_default()), &mut text);
        }
        text.push_str("\r\n");
        self.file.write_all(text.as_bytes()).map_err(|error| failed(&error))
    }

    /// Ends the file; its rows.
    pub(crate) fn finish(mut self) -> Result<u64> {
        self.file.flush().map_err(|error| failed(&error))?;
        Ok(self.rows)
    }
}

fn quote(value: &str, into: &mut String) {
    if !value.contains([',', '"', '\r', '\n']) {
        into.push_str(value);
        return;
    }
    into.push('"');
    into.push_str(&value.replace('"', "\"\""));
    into.push('"');
}

fn failed(error: &std::io::Error) -> Error {
    io_error("the export cannot be written", error)
}
