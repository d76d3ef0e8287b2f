//! One open file: its writer, its readers, its gate, and what is known about its health.

use crate::db::connection::{self, Role, Wire};
use crate::db::gate::{Gate, GateError, GateGuard};
use crate::db::options::{Durability, Options};
use crate::db::{BackupReport, Process, Wiring, migrate};
use crate::vocabulary::{Error, ErrorCode, Result};
use parking_lot::{ArcMutexGuard, Mutex, RawMutex};
use std::any::{Any, TypeId};
use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Idle readers that are kept; more are opened when more threads read at once.
const IDLE_READERS: usize = 8;
/// The write-ahead log is truncated by the writer that finds it larger than this.
const WAL_LIMIT: u64 = 16 * 1024 * 1024;

const HEALTHY: u8 = 0;
const CORRUPT: u8 = 1;
const FAILED_SYNC: u8 = 2;
const PANICKED: u8 = 3;
const CLOSED: u8 = 4;

thread_local! {
    static THREAD: Cell<u64> = const { Cell::new(0) };
}

/// A number that identifies this thread, never 0.
fn this_thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    THREAD.with(|cell| {
        if cell.get() == 0 {
            cell.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        cell.get()
    })
}

/// A connection, locked for one transaction.
pub(crate) type WireGuard = ArcMutexGuard<RawMutex, Wire>;

/// An open file, shared by all clones of a handle.
pub(crate) struct Database {
    /// `None` for a database in memory.
    pub(crate) path: Option<PathBuf>,
    pub(crate) options: Options,
    pub(crate) read_only: bool,
    pub(crate) wiring: &'static Wiring,
    process: Process,
    gate: Option<Gate>,
    writer: Arc<Mutex<Wire>>,
    /// The thread that writes now, 0 for none.
    writing_thread: AtomicU64,
    readers: Mutex<Vec<Arc<Mutex<Wire>>>>,
    health: AtomicU8,
    interrupts: Mutex<HashMap<u64, rusqlite::InterruptHandle>>,
    made: Mutex<HashMap<TypeId, Made>>,
}

/// A value with the text of the file that it was made from; one of each type.
struct Made {
    text: Box<str>,
    value: Arc<dyn Any + Send + Sync>,
}

impl Database {
    /// Opens a file in the safe order: gate, file, version, migration, readers.
    pub(crate) fn open(path: &Path, options: Options, wiring: &'static Wiring) -> Result<Arc<Self>> {
        // An absolute path also keeps SQLite from reading "file:…" as a URI.
        let path = std::path::absolute(path).map_err(|error| io_error("the path", &error))?;
        let exists = path.try_exists().map_err(|error| io_error("the folder of the file", &error))?;
        if !exists && (options.read_only || !options.create) {
            return Err(Error::new(ErrorCode::NotFound, "the file does not exist").hint("create it, or check the path"));
        }
        if path.is_dir() {
            return Err(Error::new(ErrorCode::NotADatabase, "the path is a folder").hint("name a file"));
        }
        if options.read_only {
            return Self::open_read_only(path, options, wiring);
        }
        let gate = Gate::open(&path).map_err(|error| io_error("the lock file beside the database", &error))?;
        let held = acquire(&gate, options.timeout)?;
        if !exists {
            create_private(&path)?;
        }
        let wire = connection::open(Some(&path), false, options.cache_kib)?;
        let access = migrate::prepare(&wire, &path)?;
        drop(held);
        if access == migrate::Access::ReadOnly {
            return Self::open_read_only(path, options.read_only(true), wiring);
        }
        let full_sync = options.durability == Durability::Full;
        connection::take_role(&wire, Role::Writer { full_sync })?;
        Ok(Arc::new(Self::new(Some(path), options, false, wiring, Some(gate), wire)))
    }

    fn open_read_only(path: PathBuf, options: Options, wiring: &'static Wiring) -> Result<Arc<Self>> {
        let wire = connection::open(Some(&path), true, options.cache_kib)?;
        migrate::inspect(&wire)?;
        connection::take_role(&wire, Role::Reader)?;
        Ok(Arc::new(Self::new(Some(path), options, true, wiring, None, wire)))
    }

    /// A private database in memory: one connection serves readers and writers in turn.
    pub(crate) fn in_memory(options: Options, wiring: &'static Wiring) -> Result<Arc<Self>> {
        let mut wire = connection::open(None, false, options.cache_kib)?;
        migrate::create_in_memory(&mut wire)?;
        Ok(Arc::new(Self::new(None, options, false, wiring, None, wire)))
    }

    fn new(
        path: Option<PathBuf>,
        options: Options,
        read_only: bool,
        wiring: &'static Wiring,
        gate: Option<Gate>,
        wire: Wire,
    ) -> Self {
        let interrupts = HashMap::from([(wire.number(), wire.get_interrupt_handle())]);
        Database {
            path,
            options,
            read_only,
            wiring,
            process: Process::this(),
            gate,
            writer: Arc::new(Mutex::new(wire)),
            writing_thread: AtomicU64::new(0),
            readers: Mutex::new(Vec::new()),
            health: AtomicU8::new(HEALTHY),
            interrupts: Mutex::new(interrupts),
            made: Mutex::default(),
        }
    }

    /// The value that was made from this text, if it is the last of its type.
    pub(crate) fn kept<T: Send + Sync + 'static>(&self, text: &str) -> Option<Arc<T>> {
        let made = self.made.lock();
        let known = made.get(&TypeId::of::<T>()).filter(|known| &*known.text == text)?;
        Arc::clone(&known.value).downcast().ok()
    }

    /// Keeps a value with the text that it was made from.
    pub(crate) fn keep<T: Send + Sync + 'static>(&self, text: &str, value: &Arc<T>) {
        let made = Made { text: text.into(), value: value.clone() };
        self.made.lock().insert(TypeId::of::<T>(), made);
    }

    /// Whether this handle came through a fork: the connections belong to the parent.
    pub(crate) fn is_foreign(&self) -> bool {
        self.process.is_foreign()
    }

    /// Refuses a handle, and a transaction of it, that came through a fork.
    pub(crate) fn require_own(&self) -> Result<()> {
        if self.is_foreign() {
            return Err(Error::new(ErrorCode::Forked, "this handle was opened before a fork")
                .hint("open the file in each process after the fork"));
        }
        Ok(())
    }

    /// Refuses a handle that came through a fork, was closed, or is known to be broken.
    pub(crate) fn require_usable(&self) -> Result<()> {
        self.require_own()?;
        match self.health.load(Ordering::Acquire) {
            PANICKED => {
                Err(Error::new(ErrorCode::Poisoned, "an earlier call ended in a panic").hint("open the file again"))
            }
            FAILED_SYNC => Err(Error::new(ErrorCode::Poisoned, "an earlier commit was not confirmed by the disk")
                .hint("open the file again and look whether the change is there")),
            CLOSED => Err(Error::new(ErrorCode::Misuse, "the handle is closed").hint("open the file again")),
            _ => Ok(()),
        }
    }

    /// Remembers a panic, so that later calls get a typed error.
    pub(crate) fn poison(&self) {
        self.health.store(PANICKED, Ordering::Release);
    }

    /// Ends the use of this handle and of all its clones.
    pub(crate) fn close(&self) {
        if !self.is_foreign() {
            self.health.store(CLOSED, Ordering::Release);
            self.readers.lock().clear();
        }
    }

    /// Maps an error of SQLite and latches what makes the handle unusable.
    pub(crate) fn note(&self, error: rusqlite::Error) -> Error {
        if let Some(code) = error.sqlite_error().map(|failure| failure.extended_code) {
            if code == super::sqlite_error::IOERR_FSYNC {
                self.health.store(FAILED_SYNC, Ordering::Release);
            } else if code & 0xff == rusqlite::ffi::SQLITE_CORRUPT {
                let _ = self.health.compare_exchange(HEALTHY, CORRUPT, Ordering::AcqRel, Ordering::Acquire);
            }
        }
        Error::from(error)
    }

    /// The writer's connection and, for a file, the gate; waits at most the timeout for both.
    pub(crate) fn lock_writer(&self) -> Result<(WireGuard, Option<GateGuard>)> {
        if self.read_only {
            return Err(Error::new(ErrorCode::ReadOnly, "the file was opened for reading only"));
        }
        if self.health.load(Ordering::Acquire) == CORRUPT {
            return Err(Error::new(ErrorCode::Corrupt, "the file is damaged, so this handle only reads")
                .hint("keep the file, restore the latest backup into another one"));
        }
        let start = Instant::now();
        let writer = self.lock_connection()?;
        let rest = self.options.timeout.saturating_sub(start.elapsed());
        let gate = match &self.gate {
            Some(gate) => match acquire(gate, rest) {
                Ok(guard) => Some(guard),
                Err(error) => {
                    self.writing_thread.store(0, Ordering::Release);
                    return Err(error);
                }
            },
            None => None,
        };
        Ok((writer, gate))
    }

    /// The one connection of a database in memory, for reading.
    pub(crate) fn lock_connection(&self) -> Result<WireGuard> {
        let me = this_thread();
        if self.writing_thread.load(Ordering::Acquire) == me {
            return Err(Error::conflict("this thread already has a transaction open on this handle")
                .hint("use the open transaction, or end it first"));
        }
        let Some(writer) = self.writer.try_lock_arc_for(self.options.timeout) else {
            return Err(Error::new(ErrorCode::Busy, "another thread held the writer for longer than the timeout")
                .hint("try again, or open with a longer timeout"));
        };
        self.require_usable()?;
        self.writing_thread.store(me, Ordering::Release);
        Ok(writer)
    }

    /// The writer is free again.
    pub(crate) fn release_writer(&self) {
        self.writing_thread.store(0, Ordering::Release);
    }

    /// A reader of its own, from the pool or new; `None` for a database in memory.
    pub(crate) fn take_reader(&self) -> Result<Option<WireGuard>> {
        let idle = self.readers.lock().pop();
        match idle {
            Some(reader) => Ok(Some(reader.lock_arc())),
            None => self.open_reader(),
        }
    }

    /// A reader that has seen nothing yet; `None` for a database in memory.
    pub(crate) fn open_reader(&self) -> Result<Option<WireGuard>> {
        let Some(path) = &self.path else { return Ok(None) };
        let reader = connection::open(Some(path), self.read_only, self.options.cache_kib)?;
        connection::take_role(&reader, Role::Reader)?;
        self.interrupts.lock().insert(reader.number(), reader.get_interrupt_handle());
        Ok(Some(Arc::new(Mutex::new(reader)).lock_arc()))
    }

    /// Takes a reader back into the pool; its lock is released by the caller right after.
    pub(crate) fn give_back(&self, reader: &Arc<Mutex<Wire>>, number: u64) {
        if self.is_foreign() {
            // Closing a connection that came through a fork would drop the parent's locks.
            std::mem::forget(Arc::clone(reader));
            return;
        }
        let mut readers = self.readers.lock();
        let wanted = readers.len() < IDLE_READERS && self.health.load(Ordering::Acquire) != CLOSED;
        if wanted {
            readers.push(Arc::clone(reader));
        } else {
            self.interrupts.lock().remove(&number);
        }
    }

    /// Copies the file into a new one and verifies the copy; waits for no writer.
    pub(crate) fn backup(&self, target: &Path) -> Result<BackupReport> {
        self.require_usable()?;
        match self.take_reader()? {
            Some(reader) => {
                let report = super::backup::backup(&reader, target);
                self.give_back(WireGuard::mutex(&reader), reader.number());
                report
            }
            None => {
                let report = super::backup::backup(&*self.lock_connection()?, target);
                self.release_writer();
                report
            }
        }
    }

    /// Truncates a write-ahead log that has grown; called by the writer that still holds the gate.
    pub(crate) fn bound_wal(&self, writer: &Wire) {
        let Some(path) = &self.path else { return };
        if std::fs::metadata(sibling(path, "-wal")).is_ok_and(|wal| wal.len() > WAL_LIMIT) {
            // A reader may still need the log; the next writer tries again.
            let _ = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }

    /// A handle that ends running statements from another thread.
    pub(crate) fn interrupt(&self) {
        for handle in self.interrupts.lock().values() {
            handle.interrupt();
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.is_foreign() {
            // A child must not close the parent's connections: POSIX locks belong to the process pair.
            for reader in self.readers.lock().drain(..) {
                std::mem::forget(reader);
            }
            std::mem::forget(Arc::clone(&self.writer));
        }
    }
}

/// Ends running statements of a handle from any thread.
#[derive(Clone)]
pub struct Interrupter(pub(crate) Arc<Database>);

impl Interrupter {
    /// Ends what runs now; those calls return `interrupted` and change nothing.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

/// A path with something behind its name: `shop.db` → `shop.db-wal`.
pub(crate) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Creates an empty file that only its owner may read.
pub(crate) fn create_private(path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(io_error("the file", &error)),
    }
}

fn acquire(gate: &Gate, timeout: Duration) -> Result<GateGuard> {
    gate.acquire(timeout).map_err(|error| match error {
        GateError::Timeout(waited) => {
            Error::new(ErrorCode::Busy, format!("other writers held the file for {} ms", waited.as_millis()))
                .hint("try again, or open with a longer timeout")
        }
        GateError::Io(error) => io_error("the lock file beside the database", &error),
        GateError::Forked => Error::new(ErrorCode::Forked, "this handle was opened before a fork")
            .hint("open the file in each process after the fork"),
    })
}

/// An error of the operating system, without the path (it may name a person).
pub(crate) fn io_error(what: &str, error: &std::io::Error) -> Error {
    use std::io::ErrorKind;
    let code = match error.kind() {
        ErrorKind::NotFound => ErrorCode::NotFound,
        ErrorKind::PermissionDenied => ErrorCode::Permission,
        ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    };
    Error::new(code, format!("{what}: {}", error.kind()))
}
