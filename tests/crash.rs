//! kill -9: every acknowledged sale survives, no sale is half there, derived values equal a recomputation.
//!
//! Children sell in one file and acknowledge each sale through a pipe; the parent kills them at a random moment, opens
//! the file and counts. Others are killed while they write backups and while they set up new files. The short form runs
//! in `make test`, 500 rounds of 4 children and 50 of each other kind in `make crash-full`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use crm_core::{Crm, HostValue, Options};
use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use support::chance::Chance;
use support::{full, story};

const FOLDER: &str = "CRM_CRASH_FOLDER";
const FIRST: &str = "CRM_CRASH_FIRST";
const CHILDREN: u64 = 4;

#[test]
#[ignore = "the body of a child process"]
fn seller_until_it_is_killed() {
    let (Some(folder), Ok(first)) = (env::var_os(FOLDER).map(PathBuf::from), env::var(FIRST)) else { return };
    let crm = story::open(&folder, Options::default().timeout(Duration::from_secs(60))).unwrap();
    for number in first.parse::<u64>().unwrap().. {
        story::sell(&crm, number).unwrap();
        acknowledge(number);
    }
}

fn spawn(body: &str, folder: &Path, first: u64) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture", body])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Everything that a killed child had acknowledged.
fn acknowledged(child: &mut Child) -> Vec<u64> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("ack ")?.parse().ok()).collect()
}

#[test]
fn what_was_acknowledged_survives_the_kill() {
    let rounds = if full() { 500 } else { 8 };
    let mut chance = Chance::new(99);
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path();
    let mut promised = BTreeSet::new();
    for round in 0..rounds {
        // Every child of every round has numbers of its own; a new file now and then keeps the check short.
        if round % 25 == 0 {
            promised.clear();
            for suffix in ["", "-wal", "-shm", ".lock", ".wait"] {
                let _ = std::fs::remove_file(folder.join(format!("{}{suffix}", story::FILE)));
            }
            drop(story::open(folder, Options::default()).unwrap());
        }
        let first = |child: u64| (round as u64 * CHILDREN + child + 1) * 1_000_000;
        let mut children: Vec<Child> =
            (0..CHILDREN).map(|child| spawn("seller_until_it_is_killed", folder, first(child))).collect();
        std::thread::sleep(Duration::from_millis(150 + chance.below(350) as u64));
        children.iter_mut().for_each(|child| child.kill().unwrap());
        for child in &mut children {
            child.wait().unwrap();
        }
        for child in &mut children {
            promised.extend(acknowledged(child));
        }
        let survivors = story::survivors(folder);
        let lost: Vec<_> = promised.difference(&survivors).collect();
        assert!(lost.is_empty(), "round {round}: lost {lost:?}");
        // Beyond what was acknowledged, at most the one sale that each child was about to acknowledge.
        assert!(survivors.len() <= promised.len() + (CHILDREN as usize) * (round % 25 + 1));
        // Within a child the sales have no hole.
        for child in 0..CHILDREN {
            let own: Vec<u64> = survivors.range(first(child)..first(child) + 1_000_000).copied().collect();
            assert!(own.windows(2).all(|pair| pair[1] == pair[0] + 1), "a hole");
        }
    }
    assert!(!promised.is_empty(), "no child came to sell anything");
}

#[test]
#[ignore = "the body of a child process"]
fn archivist_until_it_is_killed() {
    let (Some(folder), Ok(first)) = (env::var_os(FOLDER).map(PathBuf::from), env::var(FIRST)) else { return };
    let crm = story::open(&folder, Options::default()).unwrap();
    for number in first.parse::<u64>().unwrap().. {
        crm.backup(folder.join(format!("backup-{number}.db"))).unwrap();
        acknowledge(number);
    }
}

#[test]
#[ignore = "the body of a child process"]
fn founder_until_it_is_killed() {
    let (Some(folder), Ok(first)) = (env::var_os(FOLDER).map(PathBuf::from), env::var(FIRST)) else { return };
    for number in first.parse::<u64>().unwrap().. {
        let path = folder.join(format!("new-{number}.db"));
        // Every other file is a shop's own, with rows in it, into which our tables come.
        if number % 2 == 0 {
            let own = rusqlite::Connection::open(&path).unwrap();
            own.execute_batch("BEGIN; CREATE TABLE mine (id INTEGER PRIMARY KEY); INSERT INTO mine VALUES (7); COMMIT")
                .unwrap();
        }
        drop(Crm::open(&path).unwrap());
        acknowledge(number);
    }
}

fn acknowledge(number: u64) {
    let mut out = std::io::stdout();
    out.write_all(format!("ack {number}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Kills a child at a random moment after its first acknowledgement; everything that it had acknowledged.
fn killed(body: &str, folder: &Path, first: u64, chance: &mut Chance) -> Vec<u64> {
    let mut child = spawn(body, folder, first);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut told: Vec<u64> = Vec::new();
    let number = |line: String| -> Option<u64> { line.strip_prefix("ack ")?.parse().ok() };
    while told.is_empty() {
        told.extend(lines.next().and_then(&number));
    }
    std::thread::sleep(Duration::from_millis(chance.below(60) as u64));
    child.kill().unwrap();
    child.wait().unwrap();
    told.extend(lines.filter_map(&number));
    told
}

/// The files in a folder whose names begin with a word and end in `.db`.
fn files(folder: &Path, word: &str) -> Vec<PathBuf> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let fits = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(word) && name.ends_with(".db")
    };
    names.filter(fits).collect()
}

#[test]
fn a_killed_backup_is_whole_or_not_there() {
    let mut chance = Chance::new(17);
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path();
    let crm = story::open(folder, Options::default()).unwrap();
    (1..=300).for_each(|number| story::sell(&crm, number).unwrap());
    drop(crm);
    for round in 0..if full() { 50 } else { 5 } {
        let told = killed("archivist_until_it_is_killed", folder, round * 1_000_000, &mut chance);
        assert_eq!(story::survivors(folder).len(), 300, "the file itself");
        let found = files(folder, "backup-");
        assert!(told.len() <= found.len(), "{} acknowledged, {} there", told.len(), found.len());
        for backup in found {
            let copy = Crm::open(&backup).unwrap();
            assert!(copy.check().unwrap().ok, "{}", backup.display());
            let sql = "SELECT count(*) FROM crm_products";
            let products = copy.read(|tx| tx.host().query_views(sql, &[])).unwrap().rows;
            assert_eq!(products, [[HostValue::Integer(300)]]);
            std::fs::remove_file(backup).unwrap();
        }
    }
}

#[test]
fn a_file_whose_making_was_killed_opens() {
    let mut chance = Chance::new(18);
    for round in 0..if full() { 50 } else { 5 } {
        let directory = tempfile::tempdir().unwrap();
        let folder = directory.path();
        let told = killed("founder_until_it_is_killed", folder, round * 1_000_000, &mut chance);
        let found = files(folder, "new-");
        assert!(told.len() <= found.len());
        for file in found {
            let crm = Crm::open(&file).unwrap();
            let report = crm.check().unwrap();
            assert!(report.ok, "{}: {:?}", file.display(), report.problems);
            // The shop's own rows are there, if the kill let it write them.
            if let Ok(own) = crm.read(|tx| tx.host().query("SELECT id FROM mine", &[])) {
                assert_eq!(own.rows, [[HostValue::Integer(7)]]);
            }
        }
    }
}
