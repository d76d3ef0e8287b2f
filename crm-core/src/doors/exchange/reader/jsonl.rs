//! JSON lines: one object a line, read through paths.
//!
//! A path such as `billing.email` or `lines.0.sku` names one value. `[]` behind a name (`line_items[].sku`) makes one
//! row per element, as a CSV of order lines would have it; all such paths of a mapping go through the same array.

use super::{Record, RecordSource, Step};
use crate::db::io_error;
use crate::vocabulary::{Error, Result, text};
use serde_json::Value;
use std::io::BufRead;

/// Bytes of one line, and nested objects in it.
const MAX_LINE_BYTES: u64 = 8 * 1024 * 1024;
const MAX_DEPTH: usize = 32;

/// One path, split around the array that it goes through.
#[derive(Debug, Clone)]
struct Path {
    head: Vec<String>,
    /// What stands behind `[]`, for a path with one.
    element: Option<Vec<String>>,
}

/// JSON lines as rows of text cells.
pub struct JsonLines<R> {
    input: R,
    columns: Vec<String>,
    paths: Vec<Path>,
    /// The array that rows are made of, if any path goes through one.
    array: Option<Vec<String>>,
    line: u64,
    bytes: u64,
    size: Option<u64>,
    current: Option<(Value, usize)>,
}

impl<R: BufRead> JsonLines<R> {
    /// Rows of the given paths.
    ///
    /// # Errors
    /// `invalid_input` when paths go through two different arrays, or one goes through two.
    pub fn new(input: R, paths: &[String], size: Option<u64>) -> Result<Self> {
        let parsed: Vec<Path> = paths.iter().map(|path| parse_path(path)).collect::<Result<_>>()?;
        let mut arrays = parsed.iter().filter(|path| path.element.is_some()).map(|path| &path.head);
        let array = arrays.next().cloned();
        if arrays.any(|other| Some(other) != array.as_ref()) {
            return Err(Error::invalid("/mapping", "the paths go through two different arrays")
                .hint("one file gives one kind of rows; map the other array in an import of its own"));
        }
        Ok(JsonLines { input, columns: paths.to_vec(), paths: parsed, array, line: 0, bytes: 0, size, current: None })
    }

    /// The next object; `Ok(None)` at the end.
    fn read_object(&mut self) -> Result<Option<std::result::Result<Value, String>>> {
        loop {
            let mut line = Vec::new();
            let mut limited = std::io::Read::take(&mut self.input, MAX_LINE_BYTES);
            let read =
                limited.read_until(b'\n', &mut line).map_err(|error| io_error("the file cannot be read", &error))?;
            if read == 0 {
                return Ok(None);
            }
            self.bytes += read as u64;
            self.line += 1;
            if read as u64 == MAX_LINE_BYTES && !line.ends_with(b"\n") {
                self.skip_line()?;
                return Ok(Some(Err("the line is longer than 8 MiB".to_owned())));
            }
            let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
            if !text.is_empty() {
                return Ok(Some(parse_object(text)));
            }
        }
    }

    /// Passes over the rest of a line without holding it.
    fn skip_line(&mut self) -> Result<()> {
        loop {
            let chunk = self.input.fill_buf().map_err(|error| io_error("the file cannot be read", &error))?;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let passed = end.map_or(chunk.len(), |end| end + 1);
            let finished = end.is_some() || chunk.is_empty();
            self.input.consume(passed);
            self.bytes += passed as u64;
            if finished {
                return Ok(());
            }
        }
    }

    /// The row of an element of the current object.
    fn fill(&self, object: &Value, element: usize, record: &mut Record) {
        record.begin(self.line);
        for path in &self.paths {
            let found = match (&path.element, &self.array) {
                (Some(rest), Some(array)) => {
                    follow(object, array).and_then(|array| array.get(element)).and_then(|item| follow(item, rest))
                }
                _ => follow(object, &path.head),
            };
            match found {
                None | Some(Value::Null) => record.push(None),
                Some(Value::String(text)) => record.push(Some(text)),
                Some(other) => record.push(Some(&other.to_string())),
            }
        }
    }
}

impl<R: BufRead> RecordSource for JsonLines<R> {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, record: &mut Record) -> Result<Step> {
        if self.current.is_none() {
            match self.read_object()? {
                None => return Ok(Step::End),
                Some(Err(reason)) => return Ok(Step::Broken { line: self.line, reason }),
                Some(Ok(object)) => self.current = Some((object, 0)),
            }
        }
        let Some((object, element)) = self.current.take() else {
            return Ok(Step::End);
        };
        self.fill(&object, element, record);
        let elements = self.array.as_ref().and_then(|array| follow(&object, array)?.as_array()).map_or(1, Vec::len);
        if element + 1 < elements {
            self.current = Some((object, element + 1));
        }
        Ok(Step::Row)
    }

    fn progress(&self) -> (u64, Option<u64>) {
        (self.bytes, self.size)
    }
}

/// Calls `visit` for every line that is not blank, with its number.
///
/// # Errors
/// `io`; `limit` for a line above the cap; what `visit` returns.
pub(crate) fn lines_of(
    mut input: impl BufRead,
    most: u64,
    mut visit: impl FnMut(u64, &[u8]) -> Result<()>,
) -> Result<()> {
    let (mut number, mut line) = (0, Vec::new());
    loop {
        line.clear();
        let mut limited = std::io::Read::take(&mut input, most);
        let read = limited.read_until(b'\n', &mut line).map_err(|error| io_error("the file cannot be read", &error))?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        if read as u64 == most && !line.ends_with(b"\n") {
            return Err(Error::new(crate::ErrorCode::Limit, format!("line {number} is too long")));
        }
        let text = line.trim_ascii();
        if !text.is_empty() {
            visit(number, text)?;
        }
    }
}

/// One object of JSON, bounded in depth; the reason quotes nothing of the line.
pub(crate) fn parse_object(text: &[u8]) -> std::result::Result<Value, String> {
    if depth(text) > MAX_DEPTH {
        return Err("the object is nested more than 32 deep".to_owned());
    }
    match serde_json::from_slice(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err("the line is not a JSON object".to_owned()),
        Err(_) if std::str::from_utf8(text).is_err() => Err("the line is not valid UTF-8".to_owned()),
        Err(_) => Err("the line is not valid JSON".to_owned()),
    }
}

fn depth(text: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn parse_path(path: &str) -> Result<Path> {
    let split = |part: &str| part.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let mut parts = path.split("[]");
    let head = split(parts.next().unwrap_or_default());
    let element = parts.next().map(split);
    if parts.next().is_some() || head.is_empty() {
        return Err(Error::invalid("/mapping", format!("{} is not a path of a JSON object", text::quoted(path)))
            .hint("write names joined by dots, with at most one []: customer.email, line_items[].sku"));
    }
    Ok(Path { head, element })
}

/// The value at a path; whole numbers name elements of arrays.
fn follow<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |at, name| match at {
        Value::Object(fields) => fields.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}
