//! No acknowledged sale is lost when the power fails.
//!
//! The workload is recorded once; then the disk is rebuilt as it could be after a power loss at many points: unsynced
//! writes dropped, kept at random, or torn. A test of this kind proves nothing when it cannot fail, so the same
//! workload with relaxed durability must lose sales. Killing the process instead would not tell the two apart, because
//! the system keeps what a killed process has written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use crm_core::{Durability, Options};
use std::collections::BTreeSet;
use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::power::{Survey, survey};
use support::{full, shim, story};

const SALES: u64 = 120;
const SEED: u64 = 20_240_229;
const FOLDER: &str = "CRM_POWER_FOLDER";
const RELAXED: &str = "CRM_POWER_RELAXED";

fn points() -> usize {
    if full() { 600 } else { 60 }
}

#[test]
#[ignore = "the body of a child process"]
fn workload_of_sales() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let durability = if env::var_os(RELAXED).is_some() { Durability::Relaxed } else { Durability::Full };
    let mut acknowledgements =
        OpenOptions::new().create(true).append(true).open(env::var_os("CRM_SHIM_ACK").unwrap()).unwrap();
    let crm = story::open(&folder, Options::default().durability(durability)).unwrap();
    for number in 1..=SALES {
        story::sell(&crm, number).unwrap();
        acknowledgements.write_all(format!("{number}\n").as_bytes()).unwrap();
    }
}

/// Damage, half sales and holes panic; lost sales are the error.
fn check(folder: &Path, acknowledged: &BTreeSet<u64>) -> Result<(), String> {
    let survivors = story::survivors(folder);
    let highest = survivors.last().copied().unwrap_or(0);
    assert_eq!(survivors.len() as u64, highest, "a hole between the sales");
    let last = acknowledged.last().copied().unwrap_or(0);
    if highest < last { Err(format!("{highest} survived, {last} acknowledged")) } else { Ok(()) }
}

/// `None` where the shim cannot be built.
fn losses(relaxed: bool) -> Option<Survey> {
    let library = shim::library()?;
    let directory = tempfile::tempdir().unwrap();
    let place = |name: &str| {
        let path = directory.path().join(name);
        fs::create_dir(&path).unwrap();
        path
    };
    let (root, outside, scratch) = (place("root"), place("outside"), place("scratch"));
    let mut workload = Command::new(env::current_exe().unwrap());
    workload.args(["--exact", "--ignored", "--nocapture", "workload_of_sales"]).env(FOLDER, &root);
    if relaxed {
        workload.env(RELAXED, "1");
    }
    let recording = shim::record(&mut workload, library, &root, &outside);
    let survey = survey(&recording, None, points(), SEED, &scratch, check);
    println!(
        "relaxed {relaxed}: {} points, {} with unsynced changes, {} with losses of them, {} findings",
        survey.points,
        survey.with_unsynced,
        survey.with_losses,
        survey.findings.len()
    );
    assert_eq!(survey.points, points());
    assert!(survey.with_losses > survey.points / 4, "nothing was at stake");
    Some(survey)
}

#[test]
fn full_durability_loses_no_acknowledged_sale() {
    let Some(survey) = losses(false) else { return };
    assert!(survey.findings.is_empty(), "{:#?}", survey.findings);
}

#[test]
fn relaxed_durability_is_caught_losing_sales() {
    let Some(survey) = losses(true) else { return };
    assert!(survey.findings.len() > survey.points / 10, "the test is blind");
}
