//! A disk that fails gives a typed error, loses nothing acknowledged, and the handle works when it is well again.
//!
//! The child arms one fault after its first sale, sells during it and after it, and prints each outcome; the parent
//! asserts that the fault fired, the code, and what is in the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use crm_core::{Crm, Options};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use support::shim::{self, Faults};
use support::story;

const FOLDER: &str = "CRM_FAULT_FOLDER";
const SWITCH: &str = "CRM_FAULT_SWITCH";
const SELLER: &str = "seller_before_during_and_after_a_fault";
const OPENER: &str = "opener_during_and_after_a_fault";

fn places() -> Option<(PathBuf, PathBuf)> {
    Some((PathBuf::from(env::var_os(FOLDER)?), PathBuf::from(env::var_os(SWITCH)?)))
}

fn outcome<T>(result: crm_core::Result<T>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(error) => error.code().token(),
    }
}

#[test]
#[ignore = "the body of a child process"]
fn seller_before_during_and_after_a_fault() {
    let Some((folder, switch)) = places() else { return };
    let crm = story::open(&folder, Options::default()).unwrap();
    println!("\nbefore {}", outcome(story::sell(&crm, 1)));
    fs::write(&switch, "").unwrap();
    println!("during {}", outcome(story::sell(&crm, 2)));
    fs::remove_file(&switch).unwrap();
    println!("after {}", outcome(story::sell(&crm, 3)));
    drop(crm);
    println!("kept {:?}", story::survivors(&folder));
}

#[test]
#[ignore = "the body of a child process"]
fn opener_during_and_after_a_fault() {
    let Some((folder, switch)) = places() else { return };
    fs::write(&switch, "").unwrap();
    let read = || Crm::open(folder.join(story::FILE)).and_then(|crm| crm.read(|tx| tx.shop().settings()));
    println!("\nduring {}", outcome(read()));
    fs::remove_file(&switch).unwrap();
    println!("after {}", outcome(read()));
    println!("kept {:?}", story::survivors(&folder));
}

/// The lines of the child, or `None` where the shim cannot be built.
fn run(child: &str, call: &str, suffix: &str, error: &str) -> Option<Vec<String>> {
    let library = shim::library()?;
    let directory = tempfile::tempdir().unwrap();
    let (folder, outside) = (directory.path().join("shop"), directory.path().join("outside"));
    fs::create_dir(&folder).unwrap();
    fs::create_dir(&outside).unwrap();
    if child == OPENER {
        let crm = story::open(&folder, Options::default()).unwrap();
        story::sell(&crm, 1).unwrap();
    }
    let faults = Faults::in_directory(&outside).fail(call, suffix, 1, error, 0);
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--nocapture", child]).env(FOLDER, &folder).env(SWITCH, faults.switch());
    faults.apply(&mut command, library);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{call} {suffix} {error}: {output:?}");
    assert!(!faults.fired().is_empty(), "the fault {call} {suffix} {error} did not fire");
    let lines = String::from_utf8(output.stdout).unwrap();
    let wanted = ["before ", "during ", "after ", "kept "];
    Some(lines.lines().filter(|line| wanted.iter().any(|start| line.starts_with(start))).map(str::to_owned).collect())
}

#[test]
fn a_sale_on_a_failing_disk_fails_whole_and_the_next_one_holds() {
    let cases = [("pwrite", "shop.db-wal", "ENOSPC", "disk_full"), ("pwrite", "shop.db-wal", "EIO", "io")];
    for (call, suffix, error, code) in cases {
        let Some(lines) = run(SELLER, call, suffix, error) else { return };
        assert_eq!(lines, ["before ok", &format!("during {code}"), "after ok", "kept {1, 3}"], "{call} {error}");
    }
}

#[test]
fn a_sale_that_the_disk_did_not_confirm_is_not_acknowledged() {
    let Some(lines) = run(SELLER, "sync", "shop.db-wal", "EIO") else { return };
    // Whether sale 2 is there is unknown; that the handle must be opened again is said.
    assert_eq!(&lines[..3], ["before ok", "during io", "after poisoned"]);
    assert!(lines[3].starts_with("kept {1"), "{lines:?}");
}

#[test]
fn opening_under_a_fault_is_refused_and_works_afterwards() {
    let cases = [
        ("open", "shop.db", "EMFILE"),
        ("open", "shop.db-wal", "EMFILE"),
        ("open", "shop.db-shm", "EMFILE"),
        ("open", "shop.db.lock", "EMFILE"),
        ("pwrite", "shop.db-shm", "ENOSPC"),
        ("ftruncate", "shop.db-shm", "EIO"),
    ];
    for (call, suffix, error) in cases {
        let Some(lines) = run(OPENER, call, suffix, error) else { return };
        assert_eq!(lines, ["during io", "after ok", "kept {1}"], "{call} {suffix} {error}");
    }
}

#[test]
fn damage_is_named_and_never_repaired() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path();
    let crm = story::open(folder, Options::default()).unwrap();
    (1..=400).for_each(|number| story::sell(&crm, number).unwrap());
    drop(crm);
    let path = folder.join(story::FILE);
    let sound = fs::read(&path).unwrap();
    let mut chance = support::chance::Chance::new(7);
    let flips = if support::full() { 2_000 } else { 120 };
    let mut named = 0;
    for _ in 0..flips {
        let mut bytes = sound.clone();
        match chance.below(10) {
            0 => bytes.truncate(chance.below(bytes.len())),
            _ => {
                // Where something is: most of a young file is the empty rest of pages.
                let mut at = chance.below(bytes.len());
                while bytes[at] == 0 {
                    at = chance.below(bytes.len());
                }
                bytes[at] ^= 1 << chance.below(8);
            }
        }
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.join(format!("{}{suffix}", story::FILE)));
        }
        fs::write(&path, &bytes).unwrap();
        // Whatever was hit: an answer or a typed error, no crash, no hang, and reading changes no byte.
        let report = Crm::open_with(&path, Options::default().read_only(true)).and_then(|crm| crm.check());
        named += usize::from(report.is_ok_and(|report| !report.ok));
        assert_eq!(fs::read(&path).unwrap(), bytes, "a damaged file was changed");
    }
    assert!(named > flips / 50, "the check saw {named} of {flips} damages");
}
