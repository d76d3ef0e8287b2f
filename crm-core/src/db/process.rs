//! Whether this is still the process that opened the file.
//!
//! A connection that came through a fork must never be touched: closing it would drop the parent's locks. The process
//! id tells, but asking for it is a call of the system, which takes longer than a look-up. A binding that hears of each
//! fork (`pthread_atfork`) says so once, and then counting the forks is enough.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static WATCHED: AtomicBool = AtomicBool::new(false);
static FORKS: AtomicUsize = AtomicUsize::new(0);

/// How often this process is a child of a fork, counted since [`watch_forks`]; 0 in the process that loaded the
/// library.
#[must_use]
pub fn forks() -> usize {
    FORKS.load(Ordering::Relaxed)
}

/// Says that [`forked`] will be called in every child of a fork from now on, so that process ids need not be compared.
pub fn watch_forks() {
    WATCHED.store(true, Ordering::Relaxed);
}

/// Says that this process is a new child of a fork. It only adds to an atomic number, which is allowed there.
pub fn forked() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// A process, as it is remembered by what belongs to it.
#[derive(Debug)]
pub(crate) struct Process {
    id: u32,
    /// The count of forks, when they were watched already.
    forks: Option<usize>,
}

impl Process {
    pub(crate) fn this() -> Self {
        Process { id: std::process::id(), forks: WATCHED.load(Ordering::Relaxed).then(forks) }
    }

    /// A process that this is not.
    #[cfg(test)]
    pub(crate) fn another() -> Self {
        Process { id: std::process::id().wrapping_add(1), forks: WATCHED.load(Ordering::Relaxed).then_some(usize::MAX) }
    }

    /// Whether this is another process now.
    pub(crate) fn is_foreign(&self) -> bool {
        match self.forks {
            Some(then) => then != forks(),
            None => self.id != std::process::id(),
        }
    }
}
