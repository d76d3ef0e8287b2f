//! Delimited text with quotes (RFC 4180), read so that one broken row costs one row.
//!
//! The usual readers take a quote that is never closed as the beginning of a cell that lasts to the end of the file.
//! This one collects the lines of a quoted cell, and when they do not make a row of the header's width it blames the
//! first line alone and reads the others again. A quote inside a cell that does not begin with one is a character
//! like any other (`5" nail`).

use super::{Record, RecordSource, Step};
use crate::db::io_error;
use crate::vocabulary::{Error, ErrorCode, Result, text};
use std::collections::VecDeque;
use std::io::BufRead;

/// Bytes and lines that one row may have.
const MAX_ROW_BYTES: usize = 1024 * 1024;
const MAX_ROW_LINES: usize = 1_000;
const MAX_COLUMNS: usize = 2_000;
/// Delimiters that are recognised by themselves; the earlier wins a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A CSV file: its header, then rows.
pub struct CsvSource<R> {
    input: R,
    delimiter: u8,
    columns: Vec<String>,
    /// Lines that were read ahead and must be read again, with their line ends.
    again: VecDeque<Vec<u8>>,
    /// The number of the line that was handed out last.
    line: u64,
    bytes: u64,
    size: Option<u64>,
    splitter: Splitter,
}

/// How a row of bytes ended.
#[derive(Debug, PartialEq, Eq)]
enum Parsed {
    Whole,
    /// A quote is still open.
    Open,
    /// Text stands behind a closing quote.
    Junk,
}

impl<R: BufRead> CsvSource<R> {
    /// Reads the header. Without a delimiter the header decides among comma, semicolon, tab and bar.
    ///
    /// # Errors
    /// `invalid_input` for an empty file, another encoding than UTF-8, or a header with empty or repeated names.
    pub fn new(input: R, delimiter: Option<u8>, size: Option<u64>) -> Result<Self> {
        let mut source = CsvSource {
            input,
            delimiter: delimiter.unwrap_or(b','),
            columns: Vec::new(),
            again: VecDeque::new(),
            line: 0,
            bytes: 0,
            size,
            splitter: Splitter::default(),
        };
        let mut first = source.read_line()?.ok_or_else(|| Error::invalid("/path", "the file is empty"))?;
        if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
            return Err(Error::invalid("/path", "the file is UTF-16").hint("save it as UTF-8"));
        }
        if first.starts_with(b"\xef\xbb\xbf") {
            first.drain(..3);
        }
        source.delimiter = delimiter.unwrap_or_else(|| detect_delimiter(&first));
        source.again.push_back(first);
        let mut header = Record::default();
        match source.next(&mut header)? {
            Step::Row => {}
            Step::Broken { reason, .. } => {
                return Err(Error::invalid("/path", format!("the header cannot be read: {reason}")));
            }
            Step::End => return Err(Error::invalid("/path", "the file is empty")),
        }
        source.columns = header.iter().map(|name| name.unwrap_or_default().trim().to_owned()).collect();
        require_header(&source.columns)?;
        Ok(source)
    }

    /// The delimiter in use.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The next line with its end, from what was put back or from the file.
    fn read_line(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let read =
            self.input.read_until(b'\n', &mut line).map_err(|error| io_error("the file cannot be read", &error))?;
        self.bytes += read as u64;
        Ok((read > 0).then_some(line))
    }

    /// The lines of the next row: more than one while a quote is open. `None` at the end.
    fn gather(&mut self) -> Result<Option<(Vec<Vec<u8>>, Parsed)>> {
        let Some(first) = self.read_line()? else {
            return Ok(None);
        };
        self.splitter.begin();
        let mut parsed = self.splitter.feed(&first, self.delimiter, false);
        let mut lines = vec![first];
        let is_open = |parsed: &Parsed| *parsed == Parsed::Open;
        while is_open(&parsed) && self.splitter.text.len() <= MAX_ROW_BYTES && lines.len() <= MAX_ROW_LINES {
            let Some(line) = self.read_line()? else { break };
            parsed = self.splitter.feed(&line, self.delimiter, true);
            lines.push(line);
        }
        Ok(Some((lines, parsed)))
    }
}

impl<R: BufRead> RecordSource for CsvSource<R> {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn next(&mut self, record: &mut Record) -> Result<Step> {
        loop {
            let line = self.line + 1;
            record.begin(line);
            let Some((mut lines, parsed)) = self.gather()? else {
                return Ok(Step::End);
            };
            self.splitter.finish(record);
            if lines.len() == 1 && is_blank(&lines[0]) {
                self.line += 1;
                continue;
            }
            match refusal(&parsed, record, self.columns.len(), self.splitter.text.len()) {
                None => {
                    self.line += lines.len() as u64;
                    return Ok(Step::Row);
                }
                Some(reason) => {
                    // One line is blamed; what was read behind it may be sound.
                    self.line += 1;
                    for line in lines.drain(1..).rev() {
                        self.again.push_front(line);
                    }
                    return Ok(Step::Broken { line, reason });
                }
            }
        }
    }

    fn progress(&self) -> (u64, Option<u64>) {
        let ahead: usize = self.again.iter().map(Vec::len).sum();
        (self.bytes - ahead as u64, self.size)
    }
}

/// Why a parsed row cannot be taken; 0 columns stand for the header itself.
fn refusal(parsed: &Parsed, record: &Record, columns: usize, bytes: usize) -> Option<String> {
    match parsed {
        Parsed::Open => return Some("a quote is opened and not closed".to_owned()),
        Parsed::Junk => return Some("text stands behind a closing quote".to_owned()),
        Parsed::Whole => {}
    }
    if bytes > MAX_ROW_BYTES {
        return Some("the row is larger than 1 MiB".to_owned());
    }
    if record.is_empty() || record.iter().any(|cell| cell.is_none()) {
        return Some("the row is not valid UTF-8".to_owned());
    }
    if record.iter().flatten().any(|cell| cell.contains('\0')) {
        return Some("the row contains a NUL character".to_owned());
    }
    if columns > 0 && record.len() != columns {
        return Some(format!("the row has {} cells, the header has {columns}", record.len()));
    }
    None
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b'\r' | b'\n'))
}

/// Splits a row, line by line; a cell in quotes may go on in the next line.
#[derive(Default)]
struct Splitter {
    /// The cells one after the other, without their quotes.
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    fn begin(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Takes the next line of the row; `open` says that it begins inside quotes.
    fn feed(&mut self, line: &[u8], delimiter: u8, mut open: bool) -> Parsed {
        let mut at = 0;
        loop {
            if open || line.get(at) == Some(&b'"') {
                if !open {
                    at += 1;
                }
                match self.quoted(line, at) {
                    None => return Parsed::Open,
                    Some(end) => at = end,
                }
                open = false;
                if line.get(at).is_some_and(|byte| *byte != delimiter) && !is_blank(&line[at..]) {
                    return Parsed::Junk;
                }
            } else {
                let rest = trim_line_end(&line[at..]);
                let cell = rest.iter().position(|byte| *byte == delimiter).unwrap_or(rest.len());
                self.text.extend_from_slice(&rest[..cell]);
                at += cell;
            }
            self.ends.push(self.text.len());
            if line.get(at) != Some(&delimiter) {
                return Parsed::Whole;
            }
            at += 1;
        }
    }

    /// Takes a cell up to its closing quote; where the line goes on behind it, or `None` when it stays open.
    fn quoted(&mut self, line: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let Some(quote) = line[at..].iter().position(|byte| *byte == b'"') else {
                self.text.extend_from_slice(&line[at..]);
                return None;
            };
            self.text.extend_from_slice(&line[at..at + quote]);
            at += quote + 1;
            if line.get(at) != Some(&b'"') {
                return Some(at);
            }
            self.text.push(b'"');
            at += 1;
        }
    }

    /// Moves the cells into the record; none when the row is not UTF-8.
    fn finish(&self, record: &mut Record) {
        let Ok(whole) = std::str::from_utf8(&self.text) else {
            return;
        };
        let mut start = 0;
        for end in &self.ends {
            // A cell ends between two characters, but two broken ones may add up to a sound text.
            record.push(whole.get(start..*end));
            start = *end;
        }
    }
}

fn trim_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// The delimiter that splits the header most often outside quotes.
fn detect_delimiter(header: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in header {
        if *byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some(index) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
            counts[index] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |index| DELIMITERS[index])
}

fn require_header(columns: &[String]) -> Result<()> {
    if columns.len() > MAX_COLUMNS {
        return Err(Error::new(ErrorCode::Limit, "a file has at most 2,000 columns").at("/path"));
    }
    for (at, name) in columns.iter().enumerate() {
        if !name.is_empty() && columns[..at].contains(name) {
            return Err(Error::invalid("/path", format!("the header names two columns {}", text::quoted(name)))
                .hint("rename one of them, so that the mapping can tell them apart"));
        }
    }
    if columns.iter().all(String::is_empty) {
        return Err(Error::invalid("/path", "the header names no columns"));
    }
    Ok(())
}
