//! What happened, for programs that follow: taken under a lease, acknowledged when it was worked off.

use crate::buffer::{self, crm_buf};
use crate::error::crm_error;
use crate::open::{crm, on};
use crate::text::text;
use crm_core::Error;
use std::ffi::c_char;

/// Takes the next events of a named consumer, `limit` at the most; JSON `{events, leased_until}`. They come again
/// when they are not acknowledged within the lease.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_events_take(
    handle: *const crm,
    consumer: *const c_char,
    consumer_len: isize,
    limit: u32,
    lease_seconds: u32,
    out: *mut crm_buf,
    error: *mut *mut crm_error,
) -> i32 {
    buffer::clear(out);
    on(handle, error, |session| {
        // SAFETY: the caller's promise about its texts.
        let consumer = unsafe { text(consumer, consumer_len, "consumer") }?;
        let batch = session.crm.write(|tx| tx.events().take(consumer, limit, lease_seconds))?;
        let json = serde_json::to_vec(&batch);
        buffer::give(out, json.map_err(|error| Error::internal(format!("events as JSON: {error}")))?);
        Ok(())
    })
}

/// Acknowledges everything up to and including the event `seq` for a consumer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_events_ack(
    handle: *const crm,
    consumer: *const c_char,
    consumer_len: isize,
    seq: i64,
    error: *mut *mut crm_error,
) -> i32 {
    on(handle, error, |session| {
        // SAFETY: the caller's promise about its texts.
        let consumer = unsafe { text(consumer, consumer_len, "consumer") }?;
        session.crm.write(|tx| tx.events().ack(consumer, seq))
    })
}
