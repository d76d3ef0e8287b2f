//! Cells that a spreadsheet would run.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is a formula to spreadsheets. The export puts
//! a `'` in front of it unless it is a number, and the import takes it off again. A cell that already begins with such
//! a mark gets one more, so that the way back is exact.

use std::borrow::Cow;

/// Whether a cell, after any number of marks, begins like a formula.
fn begins_like_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether a cell is a plain decimal number.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
}

/// The cell as it is written.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    if begins_like_formula(cell) && !is_number(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was meant.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| begins_like_formula(rest)).unwrap_or(cell)
}
