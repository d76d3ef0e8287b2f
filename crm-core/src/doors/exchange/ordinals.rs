//! The ordinal of a row among equal rows of one file, in bounded memory.
//!
//! Orders without a key of their own are told apart by their content and by how many equal rows stand before them in
//! the file: two equal rows are two orders, the same file again is the same orders, a longer version of it adds only
//! what is new. Counts are kept in memory up to a cap and then written away as sorted runs, with a filter in front of
//! each that answers most questions without reading it.

use crate::db::io_error;
use crate::vocabulary::Result;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Counts that are kept in memory: about 20 MiB.
const CAP: usize = 500_000;
const ENTRY: usize = 12;
/// Bits of the filter per entry, and how many of them an entry sets: 1 in 100 questions reads in vain.
const FILTER_BITS: usize = 10;
const FILTER_PROBES: u64 = 7;

/// The number that stands for a content.
pub(crate) fn hash(content: &[u8]) -> u64 {
    let mut word = [0_u8; 8];
    word.copy_from_slice(&blake3::hash(content).as_bytes()[..8]);
    u64::from_le_bytes(word)
}

/// Counts of equal rows.
pub(crate) struct Ordinals {
    recent: HashMap<u64, u32>,
    runs: Vec<Run>,
    cap: usize,
}

impl Ordinals {
    pub(crate) fn new() -> Self {
        Ordinals::with_cap(CAP)
    }

    fn with_cap(cap: usize) -> Self {
        Ordinals { recent: HashMap::new(), runs: Vec::new(), cap }
    }

    /// How many equal rows came before this one.
    ///
    /// # Errors
    /// `io` and `disk_full` when counts cannot be written away.
    pub(crate) fn next(&mut self, content: u64) -> Result<u32> {
        if let Some(count) = self.recent.get_mut(&content) {
            let before = *count;
            *count += 1;
            return Ok(before);
        }
        let mut before = 0;
        for run in self.runs.iter_mut().rev() {
            if let Some(count) = run.find(content)? {
                before = count;
                break;
            }
        }
        if self.recent.len() >= self.cap {
            let mut entries: Vec<(u64, u32)> = self.recent.drain().collect();
            entries.sort_unstable();
            self.runs.push(Run::write(&entries)?);
        }
        self.recent.insert(content, before + 1);
        Ok(before)
    }
}

/// Counts that were written away, sorted; the file goes with the run.
struct Run {
    file: File,
    path: PathBuf,
    entries: u64,
    filter: Vec<u64>,
}

impl Run {
    fn write(entries: &[(u64, u32)]) -> Result<Self> {
        let (file, path) = create_scratch()?;
        let mut filter = vec![0_u64; (entries.len() * FILTER_BITS).div_ceil(64).max(1)];
        let mut writer = BufWriter::new(&file);
        for (content, count) in entries {
            for bit in probes(*content, filter.len()) {
                filter[bit / 64] |= 1 << (bit % 64);
            }
            let mut bytes = [0_u8; ENTRY];
            bytes[..8].copy_from_slice(&content.to_le_bytes());
            bytes[8..].copy_from_slice(&count.to_le_bytes());
            writer.write_all(&bytes).map_err(|error| io_error("the import's scratch file", &error))?;
        }
        writer.flush().map_err(|error| io_error("the import's scratch file", &error))?;
        drop(writer);
        Ok(Run { file, path, entries: entries.len() as u64, filter })
    }

    fn find(&mut self, content: u64) -> Result<Option<u32>> {
        if !probes(content, self.filter.len()).all(|bit| self.filter[bit / 64] & (1 << (bit % 64)) != 0) {
            return Ok(None);
        }
        let (mut low, mut high) = (0, self.entries);
        while low < high {
            let middle = low + (high - low) / 2;
            let (found, count) = self.entry(middle)?;
            match found.cmp(&content) {
                std::cmp::Ordering::Equal => return Ok(Some(count)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }

    fn entry(&mut self, at: u64) -> Result<(u64, u32)> {
        let mut bytes = [0_u8; ENTRY];
        let mut read = || {
            self.file.seek(SeekFrom::Start(at * ENTRY as u64))?;
            self.file.read_exact(&mut bytes)
        };
        read().map_err(|error| io_error("the import's scratch file", &error))?;
        let (mut content, mut count) = ([0_u8; 8], [0_u8; 4]);
        content.copy_from_slice(&bytes[..8]);
        count.copy_from_slice(&bytes[8..]);
        Ok((u64::from_le_bytes(content), u32::from_le_bytes(count)))
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The bits of the filter that stand for a content.
fn probes(content: u64, words: usize) -> impl Iterator<Item = usize> {
    let step = content.rotate_left(32) | 1;
    (0..FILTER_PROBES).map(move |probe| (content.wrapping_add(step.wrapping_mul(probe)) % (words as u64 * 64)) as usize)
}

/// A new file that only its owner may read; it holds hashes, no content.
fn create_scratch() -> Result<(File, PathBuf)> {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("crm-import-{}-{number}", std::process::id()));
        match options.open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io_error("the import's scratch file", &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Chance;

    #[test]
    fn counts_survive_being_written_away() {
        let mut small = Ordinals::with_cap(16);
        let mut plain: HashMap<u64, u32> = HashMap::new();
        // A fixed walk over 300 contents that meets many of them again, near and far.
        let mut chance = Chance(7);
        for _ in 0..5_000 {
            let content = chance.roll(300).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let expected = plain.entry(content).or_default();
            assert_eq!(small.next(content).unwrap(), *expected);
            *expected += 1;
        }
        assert!(small.runs.len() > 10, "the walk was meant to pass the cap");
    }

    #[test]
    fn scratch_files_go_with_their_run() {
        let run = Run::write(&[(1, 1)]).unwrap();
        let path = run.path.clone();
        assert!(path.exists());
        drop(run);
        assert!(!path.exists());
    }
}
