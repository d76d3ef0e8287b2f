//! The two files of the gate: where they lie, whom they belong to, and whether
//! they are still the ones that everybody else sees.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

/// Tries to open a file that others delete and create at the same moment.
const OPEN_ATTEMPTS: u32 = 16;
const OWNER_ONLY: u32 = 0o600;

/// The two files, each opened once per gate.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) lock: File,
    pub(super) wait: File,
}

impl Files {
    pub(super) fn open(database: &Path) -> io::Result<Files> {
        Ok(Files { lock: open_beside(database, ".lock")?, wait: open_beside(database, ".wait")? })
    }

    pub(super) fn are_in_place(&self, database: &Path) -> bool {
        is_in_place(&self.lock, &beside(database, ".lock")) && is_in_place(&self.wait, &beside(database, ".wait"))
    }

    /// Waiters hold `<db>.wait` shared, so an exclusive lock tells whether there
    /// is one. A failure counts as nobody: it costs fairness, not safety.
    pub(super) fn somebody_waits(&self) -> bool {
        match self.wait.try_lock() {
            Ok(()) => {
                let _ = self.wait.unlock();
                false
            }
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(_)) => false,
        }
    }
}

/// The absolute path of the database without symbolic links, so that two names
/// of one file lead to one gate and a later change of directory does no harm.
pub(super) fn resolve(database: &Path) -> io::Result<PathBuf> {
    if let Ok(path) = fs::canonicalize(database) {
        return Ok(path);
    }
    let Some(name) = database.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path of the database names no file"));
    };
    let directory = match database.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    Ok(fs::canonicalize(directory)?.join(name))
}

fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(database);
    path.push(suffix);
    PathBuf::from(path)
}

fn open_beside(database: &Path, suffix: &str) -> io::Result<File> {
    let path = beside(database, suffix);
    for _ in 0..OPEN_ATTEMPTS {
        let file = match create(&path, database) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => reopen(&path),
            created => created,
        };
        match file {
            Ok(file) if is_in_place(&file, &path) => return Ok(file),
            // Deleted between two steps: begin again.
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        "the directory of the database is missing, or its lock files are deleted at once",
    ))
}

/// Creates the file for its owner alone. Creating and opening are separate
/// steps, because the system refuses O_CREAT on another user's file in a
/// shared directory such as /tmp.
fn create(path: &Path, database: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(OWNER_ONLY).open(path)?;
    file.set_permissions(Permissions::from_mode(OWNER_ONLY))?;
    adopt_owner(&file, database);
    Ok(file)
}

fn reopen(path: &Path) -> io::Result<File> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the lock file beside the database is not a regular file",
        ));
    }
    OpenOptions::new().read(true).write(true).open(path)
}

/// A lock file that root created would shut the shop out of its own database.
/// Only root may give files away, so anybody else's failure is expected.
fn adopt_owner(file: &File, database: &Path) {
    let (Ok(ours), Ok(theirs)) = (file.metadata(), fs::metadata(database)) else {
        return;
    };
    if ours.uid() != theirs.uid() {
        let _ = fchown(file, Some(theirs.uid()), Some(theirs.gid()));
    }
}

/// Whether the path still leads to the open file, and not through a link.
fn is_in_place(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}
