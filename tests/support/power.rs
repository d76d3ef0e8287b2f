//! Cuts the power at many points of a recording and asks what survived.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::chance::Chance;
use super::disk::Fate;
use super::replay::Recording;

/// What was found at the crash points.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Crash points looked at.
    pub(crate) points: usize,
    /// Those at which something was not synced yet.
    pub(crate) with_unsynced: usize,
    /// Those at which an unsynced change was lost or torn.
    pub(crate) with_losses: usize,
    /// What the check found wrong, with the point and its fate.
    pub(crate) findings: Vec<String>,
}

/// Rebuilds the directory at `count` random points after the first
/// acknowledgement, with the fates in turn, and calls `check` with the rebuilt
/// directory and the numbers acknowledged so far.
///
/// `check` returns what was lost as an error and panics for what must not be
/// in any case, such as a corrupt file. `before` is a copy of the directory as
/// it was when the recording began; `scratch` is an empty directory.
pub(crate) fn survey(
    recording: &Recording,
    before: Option<&Path>,
    count: usize,
    seed: u64,
    scratch: &Path,
    mut check: impl FnMut(&Path, &BTreeSet<u64>) -> Result<(), String>,
) -> Survey {
    println!("seed {seed}, {} operations", recording.len());
    let mut chance = Chance::new(seed);
    let first = recording.first_acknowledgement();
    let mut disk = recording.disk(before).unwrap();
    let mut survey = Survey::default();
    for (index, point) in recording.crash_points(first, count, &mut chance).into_iter().enumerate() {
        let fate = Fate::ALL[index % Fate::ALL.len()];
        let directory = scratch.join(format!("{point}"));
        fs::create_dir(&directory).unwrap();
        disk.advance_to(point);
        let crash = disk.crash(fate, &mut chance, &directory).unwrap();
        survey.points += 1;
        survey.with_unsynced += usize::from(crash.unsynced > 0);
        survey.with_losses += usize::from(crash.lost > 0);
        if let Err(finding) = check(&directory, disk.acknowledged()) {
            survey.findings.push(format!("point {point}, {fate:?}: {finding}"));
        }
        fs::remove_dir_all(&directory).unwrap();
    }
    survey
}
