//! A defect on demand, so that the tests can see what a defect does.

use crate::error::crm_error;
use crate::open::{crm, on};

/// Panics inside the guard with a message that must not be seen.
#[unsafe(no_mangle)]
pub extern "C" fn crm_test_panic(handle: *const crm, error: *mut *mut crm_error) -> i32 {
    on(handle, error, |_| std::panic::panic_any("a secret of a customer".to_owned()))
}
