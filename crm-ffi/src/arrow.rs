//! Whole tables column by column: the Arrow C stream interface, which every data frame library reads.

use crate::error::crm_error;
use crate::guard::require_place;
use crate::open::{Session, crm, on};
use crate::text::bytes;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use crm_core::Result;
use std::ffi::c_char;

/// Answers with a table; an empty stream, whose `release` is NULL, when there is none.
///
/// # Safety
/// `out` is NULL or a place for a stream; the text is as [`bytes`] wants it.
unsafe fn give(
    session: &Session,
    table: &str,
    json: *const c_char,
    json_len: isize,
    out: *mut FFI_ArrowArrayStream,
) -> Result<()> {
    require_place(out, "out")?;
    // SAFETY: `out` was checked; what it held before is not a stream.
    unsafe { out.write(FFI_ArrowArrayStream::empty()) };
    // SAFETY: the caller's promise about its text.
    let json = unsafe { bytes(json, json_len, "json") }?;
    let stream = session.crm.arrow_json(table, json)?.into_stream();
    // SAFETY: as above; an empty stream needs no release.
    unsafe { out.write(stream) };
    Ok(())
}

/// Scores all customers and gives the scores as an Arrow stream: customer_id, recency_days, frequency, monetary, r, f,
/// m, label. `json` holds the options of `rfm.score` without the page, such as `{"as_of": "2026-06-30"}`, or nothing.
/// The receiver calls `out->release(out)`; the stream is independent of the handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_rfm_stream(
    handle: *const crm,
    json: *const c_char,
    json_len: isize,
    out: *mut FFI_ArrowArrayStream,
    error: *mut *mut crm_error,
) -> i32 {
    // SAFETY: the caller's promise about its arguments.
    on(handle, error, |session| unsafe { give(session, "rfm.score", json, json_len, out) })
}

/// All customers with their metrics, stage and label as an Arrow stream, ascending by id. `json` is
/// `{"archived": true}` to include archived ones, or nothing. The receiver calls `out->release(out)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_customers_stream(
    handle: *const crm,
    json: *const c_char,
    json_len: isize,
    out: *mut FFI_ArrowArrayStream,
    error: *mut *mut crm_error,
) -> i32 {
    // SAFETY: the caller's promise about its arguments.
    on(handle, error, |session| unsafe { give(session, "customers", json, json_len, out) })
}
