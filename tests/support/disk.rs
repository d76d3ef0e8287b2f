//! A disk during a recording, and what a power loss leaves of it.
//!
//! The model of the disk:
//! - What was written to a file before its last fsync or fdatasync is there.
//! - Later writes and changes of length may be there or not, each for itself
//!   and so in any order; a write may be torn between sectors of 512 bytes.
//! - Names follow POSIX, which is stricter than most file systems: a file that
//!   was created, renamed or unlinked is so for certain after an fsync of its
//!   directory. Without one, some first part of these changes is there.
//!
//! Not modelled: sectors that are torn in themselves, and disks that lie about
//! an fsync.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::chance::Chance;
use super::replay::{Entry, Place, Recording};

const SECTOR: usize = 512;

/// What becomes of that which was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// All of it is lost.
    Dropped,
    /// All of it is there.
    Kept,
    /// Each write and each change of length by the toss of a coin.
    Random,
    /// As `Random`, but each sector of a write for itself.
    Torn,
}

impl Fate {
    pub(crate) const ALL: [Fate; 4] = [Fate::Dropped, Fate::Kept, Fate::Random, Fate::Torn];
}

/// What a crash met; shows that a test had something to lose.
///
/// Without the `-shm` files of SQLite, which are never synced and never needed
/// after a power loss.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Crash {
    /// Writes and changes of length that had not been synced.
    pub(crate) unsynced: usize,
    /// Those that are not or not wholly there.
    pub(crate) lost: usize,
}

/// A change of a file that is not synced yet.
enum Change {
    Write { offset: usize, data: Range<usize> },
    Resize { length: usize },
}

/// One file, whatever its names: an index into [`Disk::files`] identifies it.
#[derive(Default)]
struct Content {
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

/// A change of a directory that is not synced yet.
enum NameChange {
    Create { path: PathBuf, file: usize },
    Unlink { path: PathBuf },
    Rename { from: PathBuf, to: PathBuf },
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            NameChange::Create { path, file } => {
                names.insert(path.clone(), *file);
            }
            NameChange::Unlink { path } => {
                names.remove(path);
            }
            NameChange::Rename { from, to } => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }

    fn touches(&self, directory: &Path) -> bool {
        let place = match self {
            NameChange::Create { path, .. } | NameChange::Unlink { path } => path,
            NameChange::Rename { to, .. } => to,
        };
        place.parent() == Some(directory)
    }
}

/// The state of the disk at some point of a recording.
pub(crate) struct Disk<'recording> {
    recording: &'recording Recording,
    position: usize,
    acknowledged: BTreeSet<u64>,
    files: Vec<Content>,
    /// Which file an inode of the log stands for now.
    inodes: HashMap<u64, usize>,
    /// The names that the program sees, relative to the root.
    current: BTreeMap<PathBuf, usize>,
    /// The names that survive for certain.
    synced: BTreeMap<PathBuf, usize>,
    unsynced: Vec<NameChange>,
}

impl<'recording> Disk<'recording> {
    pub(super) fn new(recording: &'recording Recording, before: Option<&Path>) -> io::Result<Disk<'recording>> {
        let mut disk = Disk {
            recording,
            position: 0,
            acknowledged: BTreeSet::new(),
            files: Vec::new(),
            inodes: HashMap::new(),
            current: BTreeMap::new(),
            synced: BTreeMap::new(),
            unsynced: Vec::new(),
        };
        if let Some(before) = before {
            disk.load(before, Path::new(""))?;
        }
        Ok(disk)
    }

    fn load(&mut self, before: &Path, below: &Path) -> io::Result<()> {
        for entry in fs::read_dir(before.join(below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.load(before, &path)?;
                continue;
            }
            let file = self.new_file();
            self.files[file].synced = fs::read(entry.path())?;
            self.current.insert(path.clone(), file);
            self.synced.insert(path, file);
        }
        Ok(())
    }

    /// Lets the operations before the crash point `point` happen.
    ///
    /// # Panics
    ///
    /// When the point lies before an earlier one.
    pub(crate) fn advance_to(&mut self, point: usize) {
        assert!(point >= self.position, "time runs forward only");
        let recording = self.recording;
        for entry in &recording.entries[self.position..point] {
            self.happen(entry);
        }
        self.position = point;
    }

    /// The numbers acknowledged so far: what must survive.
    pub(crate) fn acknowledged(&self) -> &BTreeSet<u64> {
        &self.acknowledged
    }

    fn happen(&mut self, entry: &Entry) {
        match entry {
            Entry::Create { inode, path } => {
                let file = self.new_file();
                self.inodes.insert(*inode, file);
                self.change_name(NameChange::Create { path: path.clone(), file });
            }
            Entry::Write { file, offset, data } => {
                let change = Change::Write { offset: *offset, data: data.clone() };
                self.content(file).unsynced.push(change);
            }
            Entry::Resize { file, length } => {
                let change = Change::Resize { length: *length };
                self.content(file).unsynced.push(change);
            }
            Entry::Sync { file } => {
                let bytes = &self.recording.bytes[..];
                let content = self.content(file);
                for change in std::mem::take(&mut content.unsynced) {
                    change.apply(&mut content.synced, bytes);
                }
            }
            Entry::SyncDirectory { path } => self.sync_directory(path),
            Entry::Unlink { path } => self.change_name(NameChange::Unlink { path: path.clone() }),
            Entry::Rename { from, to } => self.change_name(NameChange::Rename { from: from.clone(), to: to.clone() }),
            Entry::Acknowledge { number } => {
                self.acknowledged.insert(*number);
            }
        }
    }

    fn new_file(&mut self) -> usize {
        self.files.push(Content::default());
        self.files.len() - 1
    }

    fn content(&mut self, place: &Place) -> &mut Content {
        let file = *self.inodes.entry(place.inode).or_insert_with(|| {
            *self
                .current
                .get(&place.path)
                .unwrap_or_else(|| panic!("{:?} was there before the record began", place.path))
        });
        &mut self.files[file]
    }

    fn change_name(&mut self, change: NameChange) {
        change.apply(&mut self.current);
        self.unsynced.push(change);
    }

    /// Changes of one directory reach the disk in their order.
    fn sync_directory(&mut self, directory: &Path) {
        let (now, later) = std::mem::take(&mut self.unsynced).into_iter().partition(|change| change.touches(directory));
        self.unsynced = later;
        let now: Vec<NameChange> = now;
        for change in now {
            change.apply(&mut self.synced);
        }
    }

    /// Writes to the empty directory `into` what a power loss at this point
    /// could leave.
    pub(crate) fn crash(&self, fate: Fate, chance: &mut Chance, into: &Path) -> io::Result<Crash> {
        let mut sum = Crash::default();
        for (name, file) in self.surviving_names(fate, chance) {
            let path = into.join(&name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut crash = Crash::default();
            let bytes = self.surviving_bytes(&self.files[file], fate, chance, &mut crash);
            fs::write(path, bytes)?;
            if !name.to_string_lossy().ends_with("-shm") {
                sum.unsynced += crash.unsynced;
                sum.lost += crash.lost;
            }
        }
        Ok(sum)
    }

    fn surviving_names(&self, fate: Fate, chance: &mut Chance) -> BTreeMap<PathBuf, usize> {
        let count = match fate {
            Fate::Dropped => 0,
            Fate::Kept => self.unsynced.len(),
            Fate::Random | Fate::Torn => chance.below(self.unsynced.len() + 1),
        };
        let mut names = self.synced.clone();
        for change in &self.unsynced[..count] {
            change.apply(&mut names);
        }
        names
    }

    fn surviving_bytes(&self, content: &Content, fate: Fate, chance: &mut Chance, crash: &mut Crash) -> Vec<u8> {
        let log = &self.recording.bytes;
        let mut bytes = content.synced.clone();
        for change in &content.unsynced {
            crash.unsynced += 1;
            let whole = match (fate, change) {
                (Fate::Dropped, _) => false,
                (Fate::Kept, _) => {
                    change.apply(&mut bytes, log);
                    true
                }
                (Fate::Torn, Change::Write { offset, data }) => tear(&mut bytes, *offset, &log[data.clone()], chance),
                (Fate::Random | Fate::Torn, _) => {
                    let kept = chance.coin();
                    if kept {
                        change.apply(&mut bytes, log);
                    }
                    kept
                }
            };
            crash.lost += usize::from(!whole);
        }
        bytes
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>, log: &[u8]) {
        match self {
            Change::Write { offset, data } => write_at(bytes, *offset, &log[data.clone()]),
            Change::Resize { length } => bytes.resize(*length, 0),
        }
    }
}

fn write_at(bytes: &mut Vec<u8>, offset: usize, data: &[u8]) {
    let end = offset + data.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[offset..end].copy_from_slice(data);
}

/// Writes some of the sectors; whether it was all of them.
fn tear(bytes: &mut Vec<u8>, offset: usize, data: &[u8], chance: &mut Chance) -> bool {
    let mut whole = true;
    let mut done = 0;
    while done < data.len() {
        let rest_of_sector = SECTOR - (offset + done) % SECTOR;
        let end = data.len().min(done + rest_of_sector);
        if chance.coin() {
            write_at(bytes, offset + done, &data[done..end]);
        } else {
            whole = false;
        }
        done = end;
    }
    whole
}
