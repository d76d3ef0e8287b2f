//! The gate between threads, between gates and between processes.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use super::{Gate, GateError, GateGuard, Process, Shared};

const SHORT: Duration = Duration::from_millis(60);
/// Far above what any of these tests needs, so that only a hang fails.
const PATIENT: Duration = Duration::from_secs(120);
const CHILD_DATABASE: &str = "CRM_GATE_TEST_DATABASE";
const CHILD_TURNS: &str = "CRM_GATE_TEST_TURNS";

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn refused(gate: &Gate) -> Duration {
    match gate.acquire(SHORT) {
        Err(GateError::Timeout(waited)) => waited,
        other => panic!("expected a timeout, got {other:?}"),
    }
}

#[test]
fn a_guard_can_travel_between_threads() {
    fn is_send<T: Send + 'static>() {}
    fn is_sync<T: Sync>() {}
    is_send::<GateGuard>();
    is_send::<Gate>();
    is_sync::<Gate>();
    let directory = directory();
    let gate = Gate::open(&directory.path().join("shop.db")).unwrap();
    let guard = gate.acquire(PATIENT).unwrap();
    thread::spawn(move || drop(guard)).join().unwrap();
    drop(gate.acquire(Duration::ZERO).unwrap());
}

#[test]
fn two_gates_exclude_each_other_and_keep_the_timeout() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let (first, second) = (Gate::open(&database).unwrap(), Gate::open(&database).unwrap());
    let guard = first.acquire(PATIENT).unwrap();
    assert!(refused(&second) >= SHORT);
    assert!(matches!(second.acquire(Duration::ZERO), Err(GateError::Timeout(_))));
    drop(guard);
    let guard = second.acquire(PATIENT).unwrap();
    assert!(refused(&first) >= SHORT);
    drop(guard);
    drop(first.acquire(PATIENT).unwrap());
}

#[test]
fn clones_of_one_gate_exclude_each_other_and_keep_the_timeout() {
    let directory = directory();
    let gate = Gate::open(&directory.path().join("shop.db")).unwrap();
    let guard = gate.acquire(PATIENT).unwrap();
    assert!(refused(&gate.clone()) >= SHORT);
    drop(guard);
    drop(gate.clone().acquire(PATIENT).unwrap());
}

#[test]
fn a_refused_waiter_leaves_nothing_behind() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let (holder, waiter) = (Gate::open(&database).unwrap(), Gate::open(&database).unwrap());
    let guard = holder.acquire(PATIENT).unwrap();
    refused(&waiter);
    assert!(!guard.turn.files.somebody_waits());
    drop(guard);
    drop(waiter.acquire(Duration::ZERO).unwrap());
}

#[test]
fn a_waiter_is_seen_while_it_waits() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let holder = Gate::open(&database).unwrap();
    let waiter = Gate::open(&database).unwrap();
    let guard = holder.acquire(PATIENT).unwrap();
    let thread = thread::spawn(move || waiter.acquire(PATIENT).map(drop));
    while !guard.turn.files.somebody_waits() {
        thread::sleep(Duration::from_micros(100));
    }
    drop(guard);
    thread.join().unwrap().unwrap();
}

#[test]
fn gates_of_two_databases_do_not_meet() {
    let directory = directory();
    let first = Gate::open(&directory.path().join("one.db")).unwrap();
    let second = Gate::open(&directory.path().join("two.db")).unwrap();
    let _guard = first.acquire(Duration::ZERO).unwrap();
    drop(second.acquire(Duration::ZERO).unwrap());
}

#[test]
fn a_timeout_beyond_the_clock_is_no_timeout() {
    let directory = directory();
    let gate = Gate::open(&directory.path().join("shop.db")).unwrap();
    let guard = gate.acquire(Duration::MAX).unwrap();
    let (clone, other) = (gate.clone(), Gate::open(&directory.path().join("shop.db")).unwrap());
    let threads = [
        thread::spawn(move || clone.acquire(Duration::MAX).map(drop)),
        thread::spawn(move || other.acquire(Duration::MAX).map(drop)),
    ];
    thread::sleep(SHORT);
    drop(guard);
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

/// Takes turns until all have had `turns` in sum; returns the shares.
fn shares(gates: &[Gate], turns: u32, hold: Duration) -> Vec<u32> {
    let (inside, taken) = (AtomicU32::new(0), AtomicU32::new(0));
    let overlapped = AtomicBool::new(false);
    let start = Barrier::new(gates.len());
    let shares = thread::scope(|scope| {
        let takers: Vec<_> = gates
            .iter()
            .map(|gate| {
                let (inside, taken, overlapped, start) = (&inside, &taken, &overlapped, &start);
                scope.spawn(move || {
                    let mut share = 0;
                    start.wait();
                    loop {
                        let _guard = gate.acquire(PATIENT).unwrap();
                        if taken.fetch_add(1, Ordering::SeqCst) >= turns {
                            return share;
                        }
                        if inside.fetch_add(1, Ordering::SeqCst) != 0 {
                            overlapped.store(true, Ordering::SeqCst);
                        }
                        thread::sleep(hold);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        share += 1;
                    }
                })
            })
            .collect();
        takers.into_iter().map(|taker| taker.join().unwrap()).collect::<Vec<u32>>()
    });
    assert!(!overlapped.load(Ordering::SeqCst), "two held the gate at once");
    assert_eq!(shares.iter().sum::<u32>(), turns);
    shares
}

#[test]
fn gates_take_turns_and_nobody_starves() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let gates: Vec<Gate> = (0..6).map(|_| Gate::open(&database).unwrap()).collect();
    let shares = shares(&gates, 300, Duration::from_millis(2));
    // 50 each would be even; without the sleep of the releaser some have none.
    assert!(shares.iter().all(|share| *share >= 15), "{shares:?}");
}

#[test]
fn threads_of_one_gate_and_another_gate_take_turns() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let shared = Gate::open(&database).unwrap();
    let mut gates = vec![shared; 3];
    gates.push(Gate::open(&database).unwrap());
    let shares = shares(&gates, 200, Duration::from_millis(1));
    assert!(shares.iter().all(|share| *share >= 5), "{shares:?}");
}

#[test]
fn the_files_are_beside_the_database_for_the_owner_alone() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    Gate::open(&database).unwrap();
    for name in ["shop.db.lock", "shop.db.wait"] {
        let metadata = fs::metadata(directory.path().join(name)).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o7777, 0o600, "{name}");
        assert_eq!(metadata.len(), 0, "{name}");
    }
    assert!(!database.exists());
}

#[test]
fn the_files_get_the_owner_of_the_database() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    fs::write(&database, "").unwrap();
    if std::os::unix::fs::chown(&database, Some(65_534), Some(65_534)).is_err() {
        println!("skipped: only root can give a file to somebody else");
        return;
    }
    Gate::open(&database).unwrap();
    for name in ["shop.db.lock", "shop.db.wait"] {
        assert_eq!(fs::metadata(directory.path().join(name)).unwrap().uid(), 65_534);
    }
}

#[test]
fn one_database_has_one_gate_under_all_its_names() {
    let directory = directory();
    let real = directory.path().join("shop.db");
    fs::write(&real, "").unwrap();
    let link = directory.path().join("link.db");
    symlink(&real, &link).unwrap();
    let _guard = Gate::open(&real).unwrap().acquire(Duration::ZERO).unwrap();
    refused(&Gate::open(&link).unwrap());
}

#[test]
fn a_missing_directory_and_a_path_without_a_name_are_errors() {
    let directory = directory();
    let missing = directory.path().join("missing/shop.db");
    assert_eq!(Gate::open(&missing).unwrap_err().kind(), ErrorKind::NotFound);
    let nameless = directory.path().join("missing/..");
    assert_eq!(Gate::open(&nameless).unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[test]
fn a_link_or_a_directory_in_the_place_of_a_lock_file_is_refused() {
    for suffix in ["lock", "wait"] {
        let directory = directory();
        let database = directory.path().join("shop.db");
        let place = directory.path().join(format!("shop.db.{suffix}"));
        let target = directory.path().join("target");
        symlink(&target, &place).unwrap();
        assert_eq!(Gate::open(&database).unwrap_err().kind(), ErrorKind::InvalidInput);
        assert!(!target.exists(), "the link was followed");
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        assert_eq!(Gate::open(&database).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
}

#[test]
fn a_read_only_directory_is_a_permission_error() {
    let directory = directory();
    if fs::metadata("/proc/self").map_or(true, |process| process.uid() == 0) {
        println!("skipped: permissions do not bind root");
        return;
    }
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let error = Gate::open(&directory.path().join("shop.db")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert!(error.raw_os_error().is_some());
}

#[test]
fn a_deleted_lock_file_is_noticed_at_the_next_turn() {
    for suffix in ["lock", "wait"] {
        let directory = directory();
        let database = directory.path().join("shop.db");
        let old = Gate::open(&database).unwrap();
        drop(old.acquire(Duration::ZERO).unwrap());
        fs::remove_file(directory.path().join(format!("shop.db.{suffix}"))).unwrap();
        let new = Gate::open(&database).unwrap();
        let guard = new.acquire(Duration::ZERO).unwrap();
        refused(&old);
        drop(guard);
        let _guard = old.acquire(PATIENT).unwrap();
        refused(&new);
    }
}

/// A gate as a forked child sees it: the same descriptors, another process.
fn as_in_a_child(gate: &Gate) -> Gate {
    let slot = gate.shared.slot.lock();
    Gate {
        shared: std::sync::Arc::new(Shared {
            database: gate.shared.database.clone(),
            process: Process::another(),
            slot: parking_lot::Mutex::new(super::Slot {
                taken: false,
                waiting: 0,
                handed_over: false,
                files: std::sync::Arc::clone(&slot.files),
            }),
            freed: parking_lot::Condvar::new(),
        }),
    }
}

#[test]
fn a_forked_child_neither_acquires_nor_releases() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let gate = Gate::open(&database).unwrap();
    let child = as_in_a_child(&gate);
    assert!(matches!(child.acquire(PATIENT), Err(GateError::Forked)));
    let _guard = gate.acquire(PATIENT).unwrap();
    drop(GateGuard {
        turn: super::Turn {
            shared: std::sync::Arc::clone(&child.shared),
            files: std::sync::Arc::clone(&child.shared.slot.lock().files),
        },
    });
    refused(&Gate::open(&database).unwrap());
}

/// Runs one of the `child_…` functions below in a process of its own.
fn child(function: &str, database: &Path, turns: u32) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture"])
        .arg(format!("{}::{function}", module_path!().split_once("::").unwrap().1))
        .env(CHILD_DATABASE, database)
        .env(CHILD_TURNS, turns.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_for_line(child: &mut Child, wanted: &str) {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut seen = Vec::new();
    for line in lines.map_while(Result::ok) {
        if line.ends_with(wanted) {
            return;
        }
        seen.push(line);
    }
    panic!("the child ended without {wanted:?}: {seen:?}");
}

fn child_database() -> Option<PathBuf> {
    env::var_os(CHILD_DATABASE).map(PathBuf::from)
}

#[test]
#[ignore = "the body of a child process"]
fn child_holds_until_it_is_killed() {
    let Some(database) = child_database() else {
        return;
    };
    let _guard = Gate::open(&database).unwrap().acquire(PATIENT).unwrap();
    println!("\nheld");
    std::io::stdout().flush().unwrap();
    thread::sleep(PATIENT);
}

#[test]
#[ignore = "the body of a child process"]
fn child_waits_until_it_is_killed() {
    let Some(database) = child_database() else {
        return;
    };
    let gate = Gate::open(&database).unwrap();
    println!("\nwaiting");
    std::io::stdout().flush().unwrap();
    gate.acquire(PATIENT).map(drop).unwrap();
}

/// Adds one to the number in the file, `turns` times, without any other lock.
#[test]
#[ignore = "the body of a child process"]
fn child_counts() {
    let Some(database) = child_database() else {
        return;
    };
    let turns: u32 = env::var(CHILD_TURNS).unwrap().parse().unwrap();
    let gate = Gate::open(&database).unwrap();
    for _ in 0..turns {
        let _guard = gate.acquire(PATIENT).unwrap();
        let count: u32 = fs::read_to_string(&database).unwrap().parse().unwrap();
        thread::sleep(Duration::from_micros(200));
        fs::write(&database, (count + 1).to_string()).unwrap();
    }
}

#[test]
fn a_killed_holder_frees_the_gate() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let gate = Gate::open(&database).unwrap();
    let mut holder = child("child_holds_until_it_is_killed", &database, 0);
    wait_for_line(&mut holder, "held");
    refused(&gate);
    holder.kill().unwrap();
    holder.wait().unwrap();
    drop(gate.acquire(PATIENT).unwrap());
}

#[test]
fn a_killed_waiter_is_no_longer_seen() {
    let directory = directory();
    let database = directory.path().join("shop.db");
    let gate = Gate::open(&database).unwrap();
    let guard = gate.acquire(PATIENT).unwrap();
    let mut waiter = child("child_waits_until_it_is_killed", &database, 0);
    wait_for_line(&mut waiter, "waiting");
    while !guard.turn.files.somebody_waits() {
        thread::sleep(Duration::from_micros(100));
    }
    waiter.kill().unwrap();
    waiter.wait().unwrap();
    assert!(!guard.turn.files.somebody_waits());
}

#[test]
fn processes_lose_no_update() {
    let directory = directory();
    let database = directory.path().join("count");
    fs::write(&database, "0").unwrap();
    let children: Vec<Child> = (0..4).map(|_| child("child_counts", &database, 60)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(fs::read_to_string(&database).unwrap(), "240");
}
