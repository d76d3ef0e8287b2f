//! The one way in: errors become codes, panics stop here.

use crate::codes::crm_code;
use crate::error::{clear, crm_error, fail};
use crm_core::{Crm, Error, ErrorCode, Result};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Where the last panic of this thread happened: a place in the sources, never data.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps a panic from printing: its message may hold what a customer typed.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
            PLACE.with(|cell| cell.replace(place.unwrap_or_default()));
        }));
    });
}

/// Runs what a function does.
pub(crate) fn guard(error: *mut *mut crm_error, call: impl FnOnce() -> Result<()>) -> i32 {
    run(error, call, || {})
}

/// Runs what a function does on an open file; after a panic the file's handle is unusable.
pub(crate) fn guard_on(crm: &Crm, error: *mut *mut crm_error, call: impl FnOnce() -> Result<()>) -> i32 {
    run(error, call, || crm.poison())
}

fn run(error: *mut *mut crm_error, call: impl FnOnce() -> Result<()>, poison: impl FnOnce()) -> i32 {
    silence();
    clear(error);
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(())) => crm_code::CRM_OK as i32,
        Ok(Err(found)) => fail(error, &found),
        Err(payload) => {
            // The payload's own destructor could panic again.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
            poison();
            let place = PLACE.with(RefCell::take);
            fail(error, &Error::internal(format!("the library failed at {place}")).hint("open the file again"))
        }
    }
}

/// `misuse` with what is wrong about an argument.
pub(crate) fn misuse(what: &str) -> Error {
    Error::new(ErrorCode::Misuse, what)
}

/// Checks a pointer that must point to a place for an answer.
pub(crate) fn require_place<T>(place: *mut T, name: &str) -> Result<()> {
    if place.is_null() { Err(misuse(&format!("{name} is NULL"))) } else { Ok(()) }
}
