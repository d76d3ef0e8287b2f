//! Reads the record of what a program did to its files.
//!
//! The format is described at the top of `faults/shim.c`; [`Disk`] plays the
//! record and cuts the power.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::chance::Chance;
use super::disk::Disk;

const MAGIC: u32 = 0x434d_5252;
const HEADER: usize = 40;

/// One operation; paths are relative to the recorded directory.
pub(super) enum Entry {
    Create { inode: u64, path: PathBuf },
    Write { file: Place, offset: usize, data: Range<usize> },
    Resize { file: Place, length: usize },
    Sync { file: Place },
    SyncDirectory { path: PathBuf },
    Unlink { path: PathBuf },
    Rename { from: PathBuf, to: PathBuf },
    Acknowledge { number: u64 },
}

/// A file that exists: its inode, and its path for one that the log did not
/// see being created.
pub(super) struct Place {
    pub(super) inode: u64,
    pub(super) path: PathBuf,
}

/// Everything that a program did to the files of one directory.
pub(crate) struct Recording {
    pub(super) bytes: Vec<u8>,
    pub(super) entries: Vec<Entry>,
}

impl Recording {
    /// Reads a log; `root` is the directory that was recorded, canonical.
    ///
    /// A last record that is cut off, because its program was killed, is left
    /// out.
    pub(crate) fn read(log: &Path, root: &Path) -> io::Result<Recording> {
        let bytes = fs::read(log)?;
        let mut entries = Vec::new();
        let mut start = 0;
        while let Some((entry, end)) = parse(&bytes, start, root)? {
            entries.push(entry);
            start = end;
        }
        Ok(Recording { bytes, entries })
    }

    /// How many operations there are; a crash point `k` lies after the first
    /// `k` of them.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The crash point just after the first acknowledgement: what comes before
    /// is the set-up. The end when there is none.
    pub(crate) fn first_acknowledgement(&self) -> usize {
        self.entries
            .iter()
            .position(|entry| matches!(entry, Entry::Acknowledge { .. }))
            .map_or(self.len(), |index| index + 1)
    }

    /// `count` different crash points from `first` to the end (fewer when there
    /// are not so many), ascending.
    pub(crate) fn crash_points(&self, first: usize, count: usize, chance: &mut Chance) -> Vec<usize> {
        let places = self.len().saturating_sub(first) + 1;
        let mut points = BTreeSet::new();
        while points.len() < count.min(places) {
            points.insert(first + chance.below(places));
        }
        points.into_iter().collect()
    }

    /// The disk before the first operation: empty, or with the files of
    /// `before` (a copy of the directory as it was), all of them synced.
    pub(crate) fn disk(&self, before: Option<&Path>) -> io::Result<Disk<'_>> {
        Disk::new(self, before)
    }
}

/// The record at `start` and where the next one begins.
fn parse(bytes: &[u8], start: usize, root: &Path) -> io::Result<Option<(Entry, usize)>> {
    let Some(header) = bytes.get(start..start + HEADER) else {
        return Ok(None);
    };
    let short = |at: usize| u32::from_ne_bytes(header[at..at + 4].try_into().unwrap());
    let long = |at: usize| u64::from_ne_bytes(header[at..at + 8].try_into().unwrap());
    if short(0) != MAGIC {
        return Err(broken(start, "no record begins here"));
    }
    let (inode, number) = (long(16), long(24));
    let path_end = start + HEADER + size(u64::from(short(12)));
    let end = path_end + size(long(32));
    let (Some(path), Some(data)) = (bytes.get(start + HEADER..path_end), bytes.get(path_end..end)) else {
        return Ok(None);
    };
    let inside = |path: &[u8]| {
        let path = Path::new(std::str::from_utf8(path).unwrap());
        path.strip_prefix(root).map(Path::to_path_buf).map_err(|_| broken(start, "a path outside of the root"))
    };
    let place = |path: &[u8]| inside(path).map(|path| Place { inode, path });
    let entry = match short(4) {
        1 => Entry::Create { inode, path: inside(path)? },
        2 => Entry::Write { file: place(path)?, offset: size(number), data: path_end..end },
        3 => Entry::Resize { file: place(path)?, length: size(number) },
        4 if number == 1 => Entry::SyncDirectory { path: inside(path)? },
        4 => Entry::Sync { file: place(path)? },
        5 => Entry::Unlink { path: inside(path)? },
        6 => Entry::Rename { from: inside(path)?, to: inside(data)? },
        7 => Entry::Acknowledge { number },
        _ => return Err(broken(start, "an unknown kind of record")),
    };
    Ok(Some((entry, end)))
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

fn broken(start: usize, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("record at byte {start}: {what}"))
}
