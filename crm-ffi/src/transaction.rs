//! Transactions that span several calls.

use crate::buffer::{self, crm_buf};
use crate::codes::crm_mode;
use crate::error::crm_error;
use crate::guard::{guard, guard_on, misuse, require_place};
use crate::handles::{Handles, Kind};
use crate::open::{Session, crm, on};
use crate::text::{bytes, text};
use crm_core::{Error, ReadTransaction, Result, WriteTransaction};
use parking_lot::Mutex;
use std::ffi::c_char;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// An open transaction. It ends with `crm_commit`, `crm_rollback`, or the closing of its handle; one thread at a time
/// is served.
pub struct crm_tx {
    _opaque: [u8; 0],
}

pub(crate) enum Open {
    Read(ReadTransaction),
    Write(WriteTransaction),
}

impl Open {
    /// The transaction as a reader.
    pub(crate) fn reader(&self) -> &ReadTransaction {
        match self {
            Open::Read(transaction) => transaction,
            Open::Write(transaction) => transaction,
        }
    }
}

/// What a transaction's handle stands for; empty once it has ended.
struct Entry {
    session: Arc<Session>,
    open: Mutex<Option<Open>>,
}

static TRANSACTIONS: Handles<Entry> = Handles::new(Kind::Transaction);

fn ended() -> Error {
    misuse("the transaction has ended")
}

/// Runs what a function does in a transaction; a panic ends the transaction as well.
pub(crate) fn inside(handle: *const crm_tx, error: *mut *mut crm_error, call: impl FnOnce(&Open) -> Result<()>) -> i32 {
    match TRANSACTIONS.get(handle) {
        Ok(entry) => guard_on(&entry.session.crm, error, || {
            entry.session.crm.require_usable()?;
            // Taken out while it is used: a panic drops it, which rolls back.
            let mut place = entry.open.lock();
            let open = place.take().ok_or_else(ended)?;
            let result = call(&open);
            *place = Some(open);
            result
        }),
        Err(found) => guard(error, || Err(found)),
    }
}

/// Runs what a function changes in a write transaction.
pub(crate) fn writing(
    handle: *const crm_tx,
    error: *mut *mut crm_error,
    call: impl FnOnce(&WriteTransaction) -> Result<()>,
) -> i32 {
    inside(handle, error, |open| match open {
        Open::Write(transaction) => call(transaction),
        Open::Read(_) => Err(Error::conflict("this transaction only reads").hint("begin one with CRM_WRITE")),
    })
}

/// Rolls back what is still open on a handle that is being closed.
pub(crate) fn end_all_of(session: &Arc<Session>) {
    for entry in TRANSACTIONS.take_all(|entry| Arc::ptr_eq(&entry.session, session)) {
        drop(entry.open.lock().take());
    }
}

/// Begins a transaction: one atomic change (`CRM_WRITE`) or one snapshot (`CRM_READ`). A thread that writes must use
/// its transaction for all it does on this handle until it ends; another write would be `CRM_CONFLICT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_begin(
    handle: *const crm,
    mode: i32,
    out: *mut *mut crm_tx,
    error: *mut *mut crm_error,
) -> i32 {
    on(handle, error, |session| {
        require_place(out, "out")?;
        // SAFETY: `out` was checked.
        unsafe { out.write(std::ptr::null_mut()) };
        let open = match mode {
            write if write == crm_mode::CRM_WRITE as i32 => Open::Write(session.crm.begin_write()?),
            read if read == crm_mode::CRM_READ as i32 => Open::Read(session.crm.begin_read()?),
            _ => return Err(misuse("the mode is neither CRM_WRITE nor CRM_READ")),
        };
        let transaction = TRANSACTIONS.add(Entry { session: Arc::clone(session), open: Mutex::new(Some(open)) })?;
        // SAFETY: as above.
        unsafe { out.write(transaction) };
        Ok(())
    })
}

/// Makes the change permanent. The transaction has ended whatever the answer: after an error nothing was changed.
#[unsafe(no_mangle)]
pub extern "C" fn crm_commit(transaction: *mut crm_tx, error: *mut *mut crm_error) -> i32 {
    finish(transaction, error, |open| match open {
        Open::Write(transaction) => transaction.commit(),
        Open::Read(_) => Ok(()),
    })
}

/// Undoes everything that was done in the transaction and ends it.
#[unsafe(no_mangle)]
pub extern "C" fn crm_rollback(transaction: *mut crm_tx, error: *mut *mut crm_error) -> i32 {
    finish(transaction, error, |open| {
        drop(open);
        Ok(())
    })
}

fn finish(handle: *mut crm_tx, error: *mut *mut crm_error, end: impl FnOnce(Open) -> Result<()>) -> i32 {
    match TRANSACTIONS.take(handle) {
        Ok(entry) => guard_on(&entry.session.crm, error, || {
            let open = entry.open.lock().take();
            entry.session.crm.require_usable()?;
            end(open.ok_or_else(ended)?)
        }),
        Err(found) => guard(error, || Err(found)),
    }
}

/// Calls an operation in a transaction. After an error the transaction goes on as if the call had not been made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_tx_call(
    transaction: *const crm_tx,
    op: *const c_char,
    op_len: isize,
    json: *const c_char,
    json_len: isize,
    out: *mut crm_buf,
    error: *mut *mut crm_error,
) -> i32 {
    buffer::clear(out);
    inside(transaction, error, |open| {
        // SAFETY: the caller's promise about its texts.
        let (op, json) = unsafe { (text(op, op_len, "op")?, bytes(json, json_len, "json")?) };
        let answer = match open {
            Open::Read(transaction) => transaction.call_json(op, json),
            Open::Write(transaction) => transaction.call_json(op, json),
        };
        buffer::give(out, answer?);
        Ok(())
    })
}

/// Calls a writing operation once per request key in a transaction, as `crm_call_once`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_tx_call_once(
    transaction: *const crm_tx,
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
    writing(transaction, error, |transaction| {
        // SAFETY: the caller's promise about its texts.
        let (op, key, json) =
            unsafe { (text(op, op_len, "op")?, text(key, key_len, "key")?, bytes(json, json_len, "json")?) };
        buffer::give(out, transaction.call_json_once(op, key, json)?);
        Ok(())
    })
}

/// Ends calls of the transaction that run for longer than this from now with `CRM_INTERRUPTED`; 0 for no deadline.
#[unsafe(no_mangle)]
pub extern "C" fn crm_tx_set_deadline(
    transaction: *const crm_tx,
    milliseconds: u32,
    error: *mut *mut crm_error,
) -> i32 {
    inside(transaction, error, |open| {
        let deadline = (milliseconds > 0).then(|| Instant::now() + Duration::from_millis(milliseconds.into()));
        open.reader().set_deadline(deadline);
        Ok(())
    })
}
