//! Opening and closing a file, and what belongs to an open one.

use crate::codes::{ABI_VERSION, crm_durability, crm_flag};
use crate::error::crm_error;
use crate::guard::{guard, guard_on, misuse, require_place};
use crate::handles::{Handles, Kind, watch_forks};
use crate::structs::{self, Growing};
use crate::{text, transaction};
use crm_core::{Crm, Durability, Error, FixedClock, Options, Result, Timestamp};
use std::ffi::c_char;
use std::mem::offset_of;
use std::sync::Arc;
use std::time::Duration;

/// An open customer base. Any number of threads may use it at once; after a fork each process opens its own.
pub struct crm {
    _opaque: [u8; 0],
}

/// How a file is opened. Set `struct_size` to `sizeof(crm_options)` and everything else that is not needed to zero.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct crm_options {
    /// `sizeof(crm_options)`: how much of the struct the caller knows.
    pub struct_size: u32,
    /// The sum of `crm_flag`s.
    pub flags: u32,
    /// The path of the file, UTF-8.
    pub path: *const c_char,
    /// Its length in bytes or `CRM_NUL`.
    pub path_len: isize,
    /// Milliseconds that a writer waits for other writers; 0 for the default of 5,000.
    pub timeout_ms: u32,
    /// One of `crm_durability`.
    pub durability: i32,
    /// With `CRM_OPEN_FIXED_CLOCK`: milliseconds since 1970-01-01 UTC.
    pub fixed_clock_ms: i64,
    /// With `CRM_OPEN_SEED`: the seed.
    pub seed: u64,
    /// The page cache of each connection in KiB; 0 for the default of 16,384.
    pub cache_kib: u32,
    /// Zero.
    pub reserved: u32,
}

/// What a handle stands for.
pub(crate) struct Session {
    pub(crate) crm: Crm,
    clock: Option<Arc<FixedClock>>,
}

static SESSIONS: Handles<Session> = Handles::new(Kind::Crm);

/// Runs what a function does on the file of a handle.
pub(crate) fn on(
    handle: *const crm,
    error: *mut *mut crm_error,
    call: impl FnOnce(&Arc<Session>) -> Result<()>,
) -> i32 {
    match SESSIONS.get(handle) {
        Ok(session) => guard_on(&session.crm, error, || call(&session)),
        Err(found) => guard(error, || Err(found)),
    }
}

// SAFETY: a struct of integers and a pointer, the size first.
unsafe impl Growing for crm_options {
    const NAME: &'static str = "crm_options";
    const LEAST: usize = offset_of!(crm_options, timeout_ms);
}

/// # Safety
/// `options` is NULL or points to a struct of the size that it names.
unsafe fn read_options(options: *const crm_options) -> Result<crm_options> {
    if options.is_null() {
        return Err(misuse("options is NULL"));
    }
    // SAFETY: not NULL, and the caller's promise.
    unsafe { structs::read(options, structs::size_given(options)?) }.map_err(|error| error.at("/options"))
}

const ALL_FLAGS: u32 = 63;

fn session(given: &crm_options) -> Result<Session> {
    let has = |flag: crm_flag| given.flags & flag as u32 != 0;
    if given.flags & !ALL_FLAGS != 0 || given.reserved != 0 {
        return Err(Error::invalid("/options/flags", "a flag is set that this version of the library does not know"));
    }
    let mut options =
        Options::default().read_only(has(crm_flag::CRM_OPEN_READ_ONLY)).create(!has(crm_flag::CRM_OPEN_EXISTING));
    options = match given.durability {
        full if full == crm_durability::CRM_DURABILITY_FULL as i32 => options.durability(Durability::Full),
        relaxed if relaxed == crm_durability::CRM_DURABILITY_RELAXED as i32 => options.durability(Durability::Relaxed),
        _ => return Err(Error::invalid("/options/durability", "there is no such durability")),
    };
    if has(crm_flag::CRM_OPEN_NO_WAIT) {
        options = options.timeout(Duration::ZERO);
    } else if given.timeout_ms > 0 {
        options = options.timeout(Duration::from_millis(given.timeout_ms.into()));
    }
    if has(crm_flag::CRM_OPEN_SEED) {
        options = options.seed(given.seed);
    }
    if given.cache_kib > 0 {
        options = options.cache_kib(given.cache_kib);
    }
    let mut clock = None;
    if has(crm_flag::CRM_OPEN_FIXED_CLOCK) {
        let at = Timestamp::from_millis(given.fixed_clock_ms).map_err(|error| error.at("/options/fixed_clock_ms"))?;
        let fixed = Arc::new(FixedClock::new(at));
        options = options.clock(Arc::<FixedClock>::clone(&fixed));
        clock = Some(fixed);
    }
    let crm = if has(crm_flag::CRM_OPEN_IN_MEMORY) {
        Crm::in_memory_with(options)?
    } else {
        // SAFETY: the caller's promise about its options.
        let path = unsafe { text::text(given.path, given.path_len, "path") }?;
        if path.is_empty() || path.contains('\0') {
            return Err(Error::invalid("/path", "the path is empty or holds NUL"));
        }
        Crm::open_with(path, options)?
    };
    Ok(Session { crm, clock })
}

/// Opens a file, creating it when it is missing; `*out` is the handle. Opening never changes a file that is newer,
/// damaged or of another program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_open(options: *const crm_options, out: *mut *mut crm, error: *mut *mut crm_error) -> i32 {
    guard(error, || {
        require_place(out, "out")?;
        // SAFETY: `out` was checked.
        unsafe { out.write(std::ptr::null_mut()) };
        watch_forks();
        // SAFETY: the caller's promise about its options.
        let session = session(&unsafe { read_options(options) }?)?;
        let handle = SESSIONS.add(session)?;
        // SAFETY: as above.
        unsafe { out.write(handle) };
        Ok(())
    })
}

/// Closes a handle; transactions that are still open on it are rolled back, and later calls return `CRM_MISUSE`.
#[unsafe(no_mangle)]
pub extern "C" fn crm_close(handle: *mut crm, error: *mut *mut crm_error) -> i32 {
    guard(error, || {
        let session = SESSIONS.take(handle)?;
        transaction::end_all_of(&session);
        session.crm.close();
        Ok(())
    })
}

/// Ends what other threads are running on the handle; those calls return `CRM_INTERRUPTED` and change nothing.
#[unsafe(no_mangle)]
pub extern "C" fn crm_interrupt(handle: *const crm, error: *mut *mut crm_error) -> i32 {
    on(handle, error, |session| {
        session.crm.interrupter().interrupt();
        Ok(())
    })
}

/// Moves the clock of a handle that was opened with `CRM_OPEN_FIXED_CLOCK`; milliseconds since 1970-01-01 UTC.
#[unsafe(no_mangle)]
pub extern "C" fn crm_set_clock(handle: *const crm, now_ms: i64, error: *mut *mut crm_error) -> i32 {
    on(handle, error, |session| {
        let clock = session.clock.as_ref().ok_or_else(|| {
            misuse("the handle runs on the machine's clock").hint("open it with CRM_OPEN_FIXED_CLOCK")
        })?;
        clock.set(Timestamp::from_millis(now_ms).map_err(|error| error.at("/now_ms"))?);
        Ok(())
    })
}

/// The version of the library, for example "1.2.3".
#[unsafe(no_mangle)]
pub extern "C" fn crm_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The version of the functions and structs; it changes when something is removed or changed, not when it is added.
#[unsafe(no_mangle)]
pub extern "C" fn crm_abi_version() -> i32 {
    ABI_VERSION
}
