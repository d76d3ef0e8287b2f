//! Every operation of the library by its name, with JSON in and out.

use crate::buffer::{self, crm_buf};
use crate::error::crm_error;
use crate::guard::guard;
use crate::open::{crm, on};
use crate::text::{bytes, text};
use crm_core::{Error, ErrorCode, ops};
use std::ffi::c_char;

/// Calls an operation in a transaction of its own. `json` is its input, an object or nothing; the result is JSON in
/// `*out`, which may be NULL. Operations: `crm_describe`, or include/ops.json.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_call(
    handle: *const crm,
    op: *const c_char,
    op_len: isize,
    json: *const c_char,
    json_len: isize,
    out: *mut crm_buf,
    error: *mut *mut crm_error,
) -> i32 {
    buffer::clear(out);
    on(handle, error, |session| {
        // SAFETY: the caller's promise about its texts.
        let (op, json) = unsafe { (text(op, op_len, "op")?, bytes(json, json_len, "json")?) };
        buffer::give(out, session.crm.call_json(op, json)?);
        Ok(())
    })
}

/// Calls a writing operation once per request key: the same key with the same input again gives the first answer and
/// changes nothing; with another input it is `CRM_IDEMPOTENCY_CONFLICT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_call_once(
    handle: *const crm,
    op: *const c_char,
    op_len: isize,
    key: *const c_char,
    key_len: isize,
    json: *const c_char,
    json_len: isize,
    out: *mut crm_buf,
    error: *mut *mut crm_error,
) -> i32 {
    buffer::clear(out);
    on(handle, error, |session| {
        // SAFETY: the caller's promise about its texts.
        let (op, key, json) =
            unsafe { (text(op, op_len, "op")?, text(key, key_len, "key")?, bytes(json, json_len, "json")?) };
        buffer::give(out, session.crm.call_json_once(op, key, json)?);
        Ok(())
    })
}

/// Describes an operation (one sentence, input and output schema, errors), or all of them when `op` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_describe(
    op: *const c_char,
    op_len: isize,
    out: *mut crm_buf,
    error: *mut *mut crm_error,
) -> i32 {
    buffer::clear(out);
    guard(error, || {
        let description = if op.is_null() {
            ops::describe_all()
        } else {
            // SAFETY: the caller's promise about its texts.
            let name = unsafe { text(op, op_len, "op") }?;
            ops::describe(ops::find(name).ok_or_else(|| {
                Error::new(ErrorCode::UnknownOperation, "there is no operation of that name")
                    .hint("crm_describe with NULL lists all operations")
            })?)
        };
        buffer::give(out, description.to_string().into_bytes());
        Ok(())
    })
}
