//! Builds `faults/shim.c` and puts it before a program: to make chosen calls
//! fail, or to record what the program does to its files. The environment
//! variables and the log are described at the top of `shim.c`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::replay::Recording;

/// The shim as a shared library, built once per test program.
///
/// `None`, with the reason printed, on a machine that cannot build it.
pub(crate) fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    LIBRARY.get_or_init(build).as_deref()
}

fn build() -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64")) {
        println!("skipped: the shim is for 64-bit Linux with glibc");
        return None;
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shim.so");
    // Several test programs may build it at once; the rename is one step.
    let fresh = library.with_extension(std::process::id().to_string());
    let output = Command::new("cc")
        .args("-std=c11 -Wall -Wextra -Wpedantic -Werror -O2".split(' '))
        .args(["-fPIC", "-shared", "-pthread", "-o"])
        .arg(&fresh)
        .arg(&source)
        .output();
    match output {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            fs::rename(&fresh, &library).unwrap();
            Some(library)
        }
        Err(error) => {
            println!("skipped: no C compiler ({error})");
            None
        }
    }
}

/// Calls that are to fail, and what became of them.
pub(crate) struct Faults {
    rules: Vec<String>,
    arm: PathBuf,
    fired: PathBuf,
}

impl Faults {
    /// No faults yet. `directory` gets the files by which they are armed and
    /// reported; it must not be the one of the database.
    pub(crate) fn in_directory(directory: &Path) -> Faults {
        Faults { rules: Vec::new(), arm: directory.join("armed"), fired: directory.join("fired") }
    }

    /// `call` on a path that ends with `suffix` fails with `error` from the
    /// `first` one on, `count` times (0: until disarmed).
    pub(crate) fn fail(mut self, call: &str, suffix: &str, first: u32, error: &str, count: u32) -> Faults {
        self.rules.push(format!("{call},{suffix},{first},{error},{count}"));
        self
    }

    /// Puts the shim before a program. Nothing fails until the file
    /// [`Faults::switch`] exists.
    pub(crate) fn apply(&self, command: &mut Command, library: &Path) {
        command
            .env("LD_PRELOAD", library)
            .env("CRM_SHIM_FAULT", self.rules.join(";"))
            .env("CRM_SHIM_ARM", &self.arm)
            .env("CRM_SHIM_FIRED", &self.fired);
    }

    /// The file that arms the faults while it exists; the program itself may
    /// create and remove it.
    pub(crate) fn switch(&self) -> &Path {
        &self.arm
    }

    /// The faults that fired, one line each: call, path, number, error.
    pub(crate) fn fired(&self) -> Vec<String> {
        fs::read_to_string(&self.fired).unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

/// Runs `workload` to its end and records what it does below `root`.
///
/// The workload finds in the environment variable `CRM_SHIM_ACK` the path of a
/// file to which it appends the number of each acknowledged piece of work, in
/// decimal with a newline, by one unbuffered write.
pub(crate) fn record(workload: &mut Command, library: &Path, root: &Path, outside: &Path) -> Recording {
    let root = fs::canonicalize(root).unwrap();
    let outside = fs::canonicalize(outside).unwrap();
    assert!(!outside.starts_with(&root), "the log would record itself");
    let log = outside.join("record");
    let output = workload
        .env("LD_PRELOAD", library)
        .env("CRM_SHIM_ROOT", &root)
        .env("CRM_SHIM_RECORD", &log)
        .env("CRM_SHIM_ACK", outside.join("acknowledged"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "the workload failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Recording::read(&log, &root).unwrap()
}
