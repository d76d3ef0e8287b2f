//! How a file is opened.

use crate::vocabulary::{Clock, SystemClock};
use std::sync::Arc;
use std::time::Duration;

/// What a commit waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Until the disk has confirmed the write: an acknowledged change survives a power loss.
    #[default]
    Full,
    /// Until the operating system has it: survives a crash of the program; a power loss may take the latest changes.
    Relaxed,
}

/// How a file is opened.
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) seed: Option<u64>,
    pub(crate) durability: Durability,
    pub(crate) timeout: Duration,
    pub(crate) create: bool,
    pub(crate) read_only: bool,
    pub(crate) cache_kib: i32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            clock: Arc::new(SystemClock),
            seed: None,
            durability: Durability::Full,
            timeout: Duration::from_secs(5),
            create: true,
            read_only: false,
            cache_kib: 16 * 1024,
        }
    }
}

impl Options {
    /// Uses this clock instead of the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Makes random ids follow from this seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Chooses what a commit waits for; [`Durability::Full`] by default.
    #[must_use]
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// How long a writer waits for other writers before `busy`; 5 seconds by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whether a missing file is created; yes by default.
    #[must_use]
    pub fn create(mut self, create: bool) -> Self {
        self.create = create;
        self
    }

    /// Opens for reading only.
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// The page cache of each connection in KiB; 16,384 by default.
    #[must_use]
    pub fn cache_kib(mut self, kib: u32) -> Self {
        self.cache_kib = i32::try_from(kib).unwrap_or(i32::MAX);
        self
    }
}
