//! The recorder misses nothing and the replay loses what a disk may lose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::chance::Chance;
use support::disk::Fate;
use support::replay::Recording;
use support::shim;

const ROOT: &str = "CRM_REPLAY_ROOT";
const MEMBER: &str = "CRM_REPLAY_MEMBER";

/// The child: one function per story, all below the directory in [`ROOT`].
#[test]
#[ignore = "the body of a child process"]
fn every_kind_of_change() {
    let Some(root) = env::var_os(ROOT).map(PathBuf::from) else {
        return;
    };
    fs::create_dir(root.join("below")).unwrap();
    let mut file = File::create(root.join("plain")).unwrap();
    file.write_all(b"0123456789").unwrap();
    file.seek(SeekFrom::Start(2)).unwrap();
    file.write_all(b"ab").unwrap();
    file.write_all_at(b"yz", 20).unwrap();
    file.set_len(21).unwrap();
    let mut appended = OpenOptions::new().append(true).create(true).open(root.join("below/appended")).unwrap();
    for part in ["one ", "two ", "three"] {
        appended.write_all(part.as_bytes()).unwrap();
    }
    fs::copy(root.join("plain"), root.join("copy")).unwrap();
    fs::write(root.join("moved"), "new").unwrap();
    fs::write(root.join("target"), "old").unwrap();
    fs::rename(root.join("moved"), root.join("target")).unwrap();
    fs::write(root.join("again"), "first").unwrap();
    fs::remove_file(root.join("again")).unwrap();
    fs::write(root.join("again"), "second").unwrap();
    fs::write(root.join("again"), "3").unwrap();
    file.write_all_at(b"!", 0).unwrap();
    fs::write(root.join("gone"), "gone").unwrap();
    let gone = OpenOptions::new().write(true).open(root.join("gone")).unwrap();
    fs::remove_file(root.join("gone")).unwrap();
    gone.write_all_at(b"after", 0).unwrap();
}

/// A file replaced by the rules (acknowledged as 1), then without them (2).
#[test]
#[ignore = "the body of a child process"]
fn a_file_is_replaced() {
    let Some(root) = env::var_os(ROOT).map(PathBuf::from) else {
        return;
    };
    let mut acknowledgements = File::create(env::var_os("CRM_SHIM_ACK").unwrap()).unwrap();
    let replace = |text: &str, synced: bool| {
        let mut file = File::create(root.join("new")).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        if synced {
            file.sync_all().unwrap();
        }
        fs::rename(root.join("new"), root.join("settings")).unwrap();
        if synced {
            File::open(&root).unwrap().sync_all().unwrap();
        }
    };
    replace("safe", true);
    acknowledgements.write_all(b"1\n").unwrap();
    replace(&"x".repeat(5_000), false);
    acknowledgements.write_all(b"2\n").unwrap();
}

/// Three processes that append to one file and make files of their own.
#[test]
#[ignore = "the body of a child process"]
fn several_processes_write() {
    let Some(root) = env::var_os(ROOT).map(PathBuf::from) else {
        return;
    };
    let Ok(member) = env::var(MEMBER) else {
        start_members();
        return;
    };
    let mut common = OpenOptions::new().append(true).create(true).open(root.join("common")).unwrap();
    for number in 0..200 {
        let line = format!("{member} {number}\n");
        common.write_all(line.as_bytes()).unwrap();
        let own = root.join(format!("own-{member}"));
        fs::write(&own, line).unwrap();
        match number % 3 {
            0 => fs::rename(&own, root.join("last")).unwrap(),
            1 => fs::remove_file(&own).unwrap(),
            _ => {}
        }
    }
}

fn start_members() {
    let members: Vec<_> = (0..3)
        .map(|number| {
            Command::new(env::current_exe().unwrap())
                .args(env::args().skip(1))
                .env(MEMBER, number.to_string())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut member in members {
        assert!(member.wait().unwrap().success());
    }
}

struct Place {
    _directory: tempfile::TempDir,
    root: PathBuf,
    outside: PathBuf,
    scratch: PathBuf,
}

fn place() -> Place {
    let directory = tempfile::tempdir().unwrap();
    let path = fs::canonicalize(directory.path()).unwrap();
    let [root, outside, scratch] = ["root", "outside", "scratch"].map(|name| path.join(name));
    for path in [&root, &outside, &scratch] {
        fs::create_dir(path).unwrap();
    }
    Place { _directory: directory, root, outside, scratch }
}

fn recorded(story: &str, place: &Place) -> Option<Recording> {
    let library = shim::library()?;
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--nocapture", story]).env(ROOT, &place.root);
    Some(shim::record(&mut command, library, &place.root, &place.outside))
}

fn files(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().to_path_buf();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn crashed(
    recording: &Recording,
    before: Option<&Path>,
    point: usize,
    (fate, seed): (Fate, u64),
    place: &Place,
) -> BTreeMap<PathBuf, Vec<u8>> {
    let into = place.scratch.join(format!("{point}-{fate:?}-{seed}"));
    fs::create_dir(&into).unwrap();
    let mut disk = recording.disk(before).unwrap();
    disk.advance_to(point);
    disk.crash(fate, &mut Chance::new(seed), &into).unwrap();
    files(&into)
}

#[test]
fn with_everything_kept_the_replay_equals_the_directory() {
    let place = place();
    let Some(recording) = recorded("every_kind_of_change", &place) else {
        return;
    };
    let found = crashed(&recording, None, recording.len(), (Fate::Kept, 0), &place);
    assert_eq!(found, files(&place.root));
    assert_eq!(found[Path::new("plain")], b"!1ab456789\0\0\0\0\0\0\0\0\0\0y");
    assert_eq!(found[Path::new("again")], b"3");
    assert_eq!(found.len(), 5);
    // Nothing was synced, so nothing is certain.
    let dropped = crashed(&recording, None, recording.len(), (Fate::Dropped, 0), &place);
    assert!(dropped.is_empty(), "{dropped:?}");
}

#[test]
fn several_processes_are_recorded_in_their_order() {
    let place = place();
    let Some(recording) = recorded("several_processes_write", &place) else {
        return;
    };
    let found = crashed(&recording, None, recording.len(), (Fate::Kept, 0), &place);
    assert_eq!(found, files(&place.root));
    let common = String::from_utf8(found[Path::new("common")].clone()).unwrap();
    assert_eq!(common.lines().count(), 600);
}

#[test]
fn a_record_can_begin_in_a_directory_with_files() {
    let place = place();
    let before = place.outside.join("before");
    fs::create_dir_all(before.join("below")).unwrap();
    for root in [&place.root, &before] {
        fs::write(root.join("plain"), "what was there before, and longer").unwrap();
        fs::write(root.join("other"), "untouched").unwrap();
    }
    let Some(recording) = recorded("every_kind_of_change", &place) else {
        return;
    };
    let found = crashed(&recording, Some(&before), recording.len(), (Fate::Kept, 0), &place);
    assert_eq!(found, files(&place.root));
    let dropped = crashed(&recording, Some(&before), recording.len(), (Fate::Dropped, 0), &place);
    assert_eq!(dropped, files(&before));
}

#[test]
fn what_was_synced_survives_and_the_rest_is_uncertain() {
    let place = place();
    let Some(recording) = recorded("a_file_is_replaced", &place) else {
        return;
    };
    let settings = Path::new("settings");
    let first = recording.first_acknowledgement();
    for fate in Fate::ALL {
        let found = crashed(&recording, None, first, (fate, 1), &place);
        assert_eq!(found[settings], b"safe", "{fate:?}");
    }
    let end = recording.len();
    let mut disk = recording.disk(None).unwrap();
    disk.advance_to(end);
    assert_eq!(disk.acknowledged().iter().copied().collect::<Vec<u64>>(), [1, 2]);
    let dropped = crashed(&recording, None, end, (Fate::Dropped, 2), &place);
    assert_eq!(dropped[settings], b"safe");
    let kept = crashed(&recording, None, end, (Fate::Kept, 2), &place);
    assert_eq!(kept[settings], [b'x'; 5_000]);
    let torn: Vec<Vec<u8>> = (10..60)
        .filter_map(|seed| crashed(&recording, None, end, (Fate::Torn, seed), &place).remove(settings))
        .collect();
    assert!(torn.iter().any(|bytes| bytes == b"safe"), "never the old name");
    let is_torn = |bytes: &Vec<u8>| bytes.contains(&b'x') && bytes.contains(&0);
    assert!(torn.iter().any(is_torn), "never torn");
    for bytes in torn.iter().filter(|bytes| is_torn(bytes)) {
        for sector in bytes.chunks(512) {
            assert!(sector.iter().all(|byte| *byte == sector[0]), "torn in a sector");
        }
    }
}

#[test]
fn a_record_that_is_cut_off_is_left_out() {
    let place = place();
    let Some(recording) = recorded("a_file_is_replaced", &place) else {
        return;
    };
    let log = place.outside.join("record");
    let bytes = fs::read(&log).unwrap();
    fs::write(&log, &bytes[..bytes.len() - 3]).unwrap();
    let shorter = Recording::read(&log, &place.root).unwrap();
    assert_eq!(shorter.len(), recording.len() - 1);
    fs::write(&log, &bytes[1..]).unwrap();
    assert!(Recording::read(&log, &place.root).is_err());
}
