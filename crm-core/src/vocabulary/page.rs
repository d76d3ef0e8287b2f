//! Pages by keyset: a page ends with the sort key of its last row, and the next one starts after it. Never OFFSET,
//! so that page 1,000 costs what page 1 costs and rows inserted meanwhile shift nothing.

use crate::vocabulary::{Error, Result};
use serde::{Deserialize, Serialize};

/// The most rows of one page.
pub const MAX_PAGE: u32 = 10_000;
const DEFAULT_PAGE: u32 = 100;

/// Which page of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PageRequest {
    /// Rows at the most, 1 to 10,000; 100 by default.
    pub limit: Option<u32>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl PageRequest {
    /// The first page with a number of rows.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        PageRequest { limit: Some(limit), after: None }
    }

    /// The number of rows wanted.
    ///
    /// # Errors
    /// `limit` for 0 or more than 10,000.
    pub fn rows(&self) -> Result<usize> {
        match self.limit.unwrap_or(DEFAULT_PAGE) {
            limit @ 1..=MAX_PAGE => Ok(limit as usize),
            _ => Err(Error::new(crate::ErrorCode::Limit, "a page has 1 to 10,000 rows")
                .at("/page/limit")
                .hint("follow `next` for more rows")),
        }
    }

    /// The sort key after which the page starts, for a list whose other arguments hash to `filter`.
    ///
    /// # Errors
    /// `invalid_input` when the token is not one of this list with these arguments.
    fn start<const N: usize>(&self, filter: u64) -> Result<Option<[i64; N]>> {
        let Some(token) = &self.after else {
            return Ok(None);
        };
        let foreign = || {
            Error::invalid("/page/after", "this page token does not belong to this list")
                .hint("pass the `next` of the page before, with the same filter")
        };
        let bytes = decode_hex(token).ok_or_else(foreign)?;
        if bytes.len() != 8 * (N + 1) {
            return Err(foreign());
        }
        let mut words = bytes.chunks_exact(8).map(|word| i64::from_be_bytes(word.try_into().unwrap_or_default()));
        if words.next() != Some(filter as i64) {
            return Err(foreign());
        }
        let mut key = [0_i64; N];
        for (slot, word) in key.iter_mut().zip(words) {
            *slot = word;
        }
        Ok(Some(key))
    }
}

/// A list that is being read: from where, and how far.
pub(crate) struct Listing<const N: usize> {
    rows: usize,
    filter: u64,
    /// The sort key after which the page starts; none for the first page.
    pub(crate) start: Option<[i64; N]>,
}

impl<const N: usize> Listing<N> {
    /// Rows to read: one more than the page shows tells whether there is another.
    pub(crate) fn rows(&self) -> usize {
        self.rows + 1
    }

    /// The same as SQLite binds it.
    pub(crate) fn limit(&self) -> i64 {
        self.rows() as i64
    }

    /// The page from the rows that were read.
    pub(crate) fn page<T>(&self, mut items: Vec<T>, key: impl Fn(&T) -> [i64; N]) -> Page<T> {
        let more = items.len() > self.rows;
        items.truncate(self.rows);
        let next = if more { items.last().map(|last| token(self.filter, &key(last))) } else { None };
        Page { items, next }
    }
}

impl PageRequest {
    /// Begins to read a list. `filter` holds all that decides which rows are in it; its field `page` does not count.
    ///
    /// # Errors
    /// `limit` for a bad number of rows, `invalid_input` for the token of another list or filter.
    pub(crate) fn of<const N: usize>(&self, list: &str, filter: &impl Serialize) -> Result<Listing<N>> {
        let rows = self.rows()?;
        let mut filter = serde_json::to_value(filter).map_err(|error| Error::internal(error.to_string()))?;
        if let Some(fields) = filter.as_object_mut() {
            fields.remove("page");
        }
        let filter = filter_hash(&[list.as_bytes(), filter.to_string().as_bytes()]);
        Ok(Listing { rows, filter, start: self.start(filter)? })
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub items: Vec<T>,
    /// The token of the next page; null on the last one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page with its rows converted.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(convert).collect(), next: self.next }
    }
}

/// A hash of a list's arguments, so that a token of one filter is refused by another.
fn filter_hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut word = [0_u8; 8];
    word.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(word)
}

fn token(filter: u64, key: &[i64]) -> String {
    let words = std::iter::once(filter as i64).chain(key.iter().copied());
    words.map(|word| format!("{:016x}", word as u64)).collect()
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || text.len() > 1024 || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
