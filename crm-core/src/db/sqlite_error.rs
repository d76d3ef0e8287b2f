//! SQLite's result codes as errors of this library.
//!
//! Extended codes as measured: a full disk is 13; an EIO or EFBIG on write 778; a failed sync 1034; a full or failing
//! -shm 4874; a failing truncate 4618; no descriptors 14 or 8; a read-only remount 8.

use crate::vocabulary::{Error, ErrorCode};
use rusqlite::ffi;

/// A failed sync: the commit was not acknowledged and the handle must be opened again.
pub(crate) const IOERR_FSYNC: i32 = ffi::SQLITE_IOERR_FSYNC;

/// Characters of SQLite's message about a statement of the host.
const QUOTED: usize = 200;
const DISK_HINT: &str = "free space or check the disk, then call again; earlier data is intact";

/// The error for an extended result code.
pub(crate) fn from_code(extended: i32, detail: Option<&str>) -> Error {
    let suffix = detail.map(|text| format!(": {text}")).unwrap_or_default();
    match extended & 0xff {
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Error::new(ErrorCode::Busy, "another connection holds the file")
            .hint("try again, or open with a longer timeout"),
        ffi::SQLITE_FULL => Error::new(ErrorCode::DiskFull, "the disk is full").hint(DISK_HINT),
        ffi::SQLITE_IOERR if extended == IOERR_FSYNC => {
            Error::new(ErrorCode::Io, "the disk did not confirm the write, so the change is not acknowledged")
                .hint("open the file again and look whether the change is there")
        }
        ffi::SQLITE_IOERR => {
            Error::new(ErrorCode::Io, format!("the file could not be read or written (SQLite {extended})"))
                .hint(DISK_HINT)
        }
        ffi::SQLITE_CANTOPEN => Error::new(ErrorCode::Io, "the file could not be opened (SQLite 14)")
            .hint("check that the folder exists, its permissions, and the limit of open files"),
        ffi::SQLITE_READONLY => Error::new(ErrorCode::ReadOnly, "the file can only be read"),
        ffi::SQLITE_PERM => Error::new(ErrorCode::Permission, "access to the file was refused"),
        ffi::SQLITE_AUTH => Error::new(ErrorCode::Permission, format!("this statement is not allowed here{suffix}")),
        ffi::SQLITE_CORRUPT => Error::new(ErrorCode::Corrupt, "the file is damaged; it was left as it is")
            .hint("keep the file, restore the latest backup into another one"),
        ffi::SQLITE_NOTADB => {
            Error::new(ErrorCode::NotADatabase, "the file is no SQLite database; it was left as it is")
        }
        ffi::SQLITE_INTERRUPT => Error::new(ErrorCode::Interrupted, "the call was interrupted"),
        ffi::SQLITE_NOMEM | ffi::SQLITE_TOOBIG => Error::new(ErrorCode::Limit, "a value or statement is too large"),
        ffi::SQLITE_CONSTRAINT => {
            Error::new(ErrorCode::Conflict, format!("a constraint of the tables is broken{suffix}"))
        }
        _ => Error::internal(format!("SQLite error {extended}{suffix}")),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            // The text of SQLite's message can quote values of a row, so only the code is kept.
            rusqlite::Error::SqliteFailure(failure, _) => from_code(failure.extended_code, None),
            rusqlite::Error::SqlInputError { error, .. } => from_code(error.extended_code, None),
            rusqlite::Error::FromSqlConversionFailure(column, _, _) => {
                Error::new(ErrorCode::Corrupt, format!("column {column} of a stored row holds an unknown value"))
                    .hint("run check(); the file may come from a newer library")
            }
            rusqlite::Error::IntegralValueOutOfRange(column, _) | rusqlite::Error::InvalidColumnType(column, _, _) => {
                Error::new(ErrorCode::Corrupt, format!("column {column} of a stored row is out of range"))
            }
            other => Error::internal(format!("statement: {other}")),
        }
    }
}

/// The error of a statement that the host wrote: SQLite's message helps and quotes only the host's own SQL.
pub(crate) fn of_host_statement(error: rusqlite::Error) -> Error {
    let (code, text) = match error {
        rusqlite::Error::SqliteFailure(failure, text) => (failure.extended_code, text.unwrap_or_default()),
        rusqlite::Error::SqlInputError { error, msg, .. } => (error.extended_code, msg),
        other => return Error::invalid("/sql", other.to_string()),
    };
    let text: String = text.chars().take(QUOTED).collect();
    match code & 0xff {
        ffi::SQLITE_ERROR | ffi::SQLITE_MISMATCH | ffi::SQLITE_RANGE => Error::invalid("/sql", text),
        ffi::SQLITE_AUTH => Error::new(ErrorCode::Permission, text)
            .at("/sql")
            .hint("tables that begin with crm_ are reached through operations only"),
        _ => from_code(code, Some(&text)),
    }
}
