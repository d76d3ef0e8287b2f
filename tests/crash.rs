//! kill -9: every acknowledged sale survives, no sale is half there, derived values equal a recomputation.
//!
//! Children sell in one file and acknowledge each sale through a pipe; the parent kills them at a random moment, opens
//! the file and counts. The short form runs in `make test`, 500 rounds of 4 children in `make crash-full`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use crm_core::Options;
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
    let mut out = std::io::stdout();
    for number in first.parse::<u64>().unwrap().. {
        story::sell(&crm, number).unwrap();
        out.write_all(format!("ack {number}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

fn spawn(folder: &Path, first: u64) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture", "seller_until_it_is_killed"])
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
        let mut children: Vec<Child> = (0..CHILDREN).map(|child| spawn(folder, first(child))).collect();
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
