//! Errors as objects of the caller: a code, a message, and everything else as JSON.

use crate::codes::crm_code;
use crate::handles::{Handles, Kind};
use crm_core::{Error, ErrorCode};
use std::ffi::{CString, c_char};

/// What went wrong. Freed by `crm_error_free`; the texts of its functions live as long.
pub struct crm_error {
    _opaque: [u8; 0],
}

struct Failure {
    code: ErrorCode,
    message: CString,
    json: CString,
}

static ERRORS: Handles<Failure> = Handles::new(Kind::Error);

/// Text without NUL; our own messages hold none.
fn c_text(text: String) -> CString {
    CString::new(text.replace('\0', "")).unwrap_or_default()
}

/// Hands an error to the caller, who may not want it; the code that the function returns.
pub(crate) fn fail(target: *mut *mut crm_error, error: &Error) -> i32 {
    if !target.is_null() {
        let mut message = error.message().to_owned();
        if let Some(hint) = error.next_step() {
            message = format!("{message}; {hint}");
        }
        let failure =
            Failure { code: error.code(), message: c_text(message), json: c_text(error.to_json().to_string()) };
        let handle = ERRORS.add(failure).unwrap_or(std::ptr::null_mut());
        // SAFETY: the caller gives NULL or a place for a pointer.
        unsafe { target.write(handle) };
    }
    error.code().number()
}

/// No error yet, so that the caller's variable need not be initialised.
pub(crate) fn clear(target: *mut *mut crm_error) {
    if !target.is_null() {
        // SAFETY: the caller gives NULL or a place for a pointer.
        unsafe { target.write(std::ptr::null_mut()) };
    }
}

const EMPTY: &std::ffi::CStr = c"";

/// The code of an error; `CRM_OK` for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn crm_error_code(error: *const crm_error) -> i32 {
    if error.is_null() {
        return crm_code::CRM_OK as i32;
    }
    ERRORS.get(error).map_or(crm_code::CRM_MISUSE as i32, |failure| failure.code.number())
}

/// One sentence for people, and what to do next; empty for NULL. It never holds personal data.
#[unsafe(no_mangle)]
pub extern "C" fn crm_error_message(error: *const crm_error) -> *const c_char {
    // The text belongs to the table's entry and stays where it is until the error is freed.
    ERRORS.get(error).map_or(EMPTY.as_ptr(), |failure| failure.message.as_ptr())
}

/// The whole error as JSON: code, message, path, hint, allowed, existing_id; empty for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn crm_error_json(error: *const crm_error) -> *const c_char {
    ERRORS.get(error).map_or(EMPTY.as_ptr(), |failure| failure.json.as_ptr())
}

/// Frees an error. NULL and an error that was freed already are ignored.
#[unsafe(no_mangle)]
pub extern "C" fn crm_error_free(error: *mut crm_error) {
    drop(ERRORS.take(error));
}

/// The stable token of a code, `not_found` for `CRM_NOT_FOUND`; `ok` for `CRM_OK` and NULL for no code.
#[unsafe(no_mangle)]
pub extern "C" fn crm_code_name(code: i32) -> *const c_char {
    NAMES.get(usize::try_from(code).unwrap_or(usize::MAX)).map_or(std::ptr::null(), |name| name.as_ptr())
}

/// The tokens in the order of the numbers, with C's end mark; the comparison below keeps them equal to the library's.
const NAMES: [&std::ffi::CStr; 22] = [
    c"ok",
    c"not_found",
    c"invalid_input",
    c"conflict",
    c"not_allowed_transition",
    c"idempotency_conflict",
    c"busy",
    c"interrupted",
    c"too_new",
    c"not_a_database",
    c"corrupt",
    c"disk_full",
    c"permission",
    c"read_only",
    c"io",
    c"forked",
    c"poisoned",
    c"misuse",
    c"limit",
    c"unknown_operation",
    c"internal",
    c"blocked",
];

const fn same(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}

const _: () = {
    assert!(NAMES.len() == ErrorCode::ALL.len() + 1);
    let mut at = 0;
    while at < ErrorCode::ALL.len() {
        assert!(same(ErrorCode::ALL[at].token().as_bytes(), NAMES[at + 1].to_bytes()));
        at += 1;
    }
};
