//! The look-up that every request of a shop begins with.

use crate::error::crm_error;
use crate::guard::require_place;
use crate::open::{crm, on};
use crate::text::text;
use crate::transaction::{crm_tx, inside};
use crm_core::customers::{IdentityInput, IdentityKind};
use crm_core::{CustomerId, Result};
use std::ffi::c_char;

/// # Safety
/// Both texts are as [`text`] wants them.
unsafe fn identity(
    kind: *const c_char,
    kind_len: isize,
    value: *const c_char,
    value_len: isize,
) -> Result<IdentityInput> {
    // SAFETY: the caller's promise about its texts.
    let (kind, value) = unsafe { (text(kind, kind_len, "kind")?, text(value, value_len, "value")?) };
    Ok(IdentityInput::new(IdentityKind::parse(kind).map_err(|error| error.at("/kind"))?, value))
}

/// Answers with the id of a customer; 0 for nobody, which is no customer's id.
///
/// # Safety
/// `id` was checked.
unsafe fn give(id: *mut i64, found: Option<CustomerId>) {
    // SAFETY: the caller's promise.
    unsafe { id.write(found.map_or(0, i64::from)) };
}

/// The id of the customer that has an identity: `kind` is a token such as "email", "phone" or "external_id" (whose
/// value is "source:id"). `*id` is 0, and the answer `CRM_OK`, when nobody has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_customer_id(
    handle: *const crm,
    kind: *const c_char,
    kind_len: isize,
    value: *const c_char,
    value_len: isize,
    id: *mut i64,
    error: *mut *mut crm_error,
) -> i32 {
    on(handle, error, |session| {
        require_place(id, "id")?;
        // SAFETY: `id` was checked; the caller's promise about its texts.
        let identity = unsafe {
            give(id, None);
            identity(kind, kind_len, value, value_len)
        }?;
        let found = session.crm.read(|tx| tx.customers().id_of(&identity))?;
        // SAFETY: as above.
        unsafe { give(id, found) };
        Ok(())
    })
}

/// The same in a transaction, which also sees what it has changed itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_tx_customer_id(
    transaction: *const crm_tx,
    kind: *const c_char,
    kind_len: isize,
    value: *const c_char,
    value_len: isize,
    id: *mut i64,
    error: *mut *mut crm_error,
) -> i32 {
    inside(transaction, error, |open| {
        require_place(id, "id")?;
        // SAFETY: `id` was checked; the caller's promise about its texts.
        let identity = unsafe {
            give(id, None);
            identity(kind, kind_len, value, value_len)
        }?;
        let found = open.reader().customers().id_of(&identity)?;
        // SAFETY: as above.
        unsafe { give(id, found) };
        Ok(())
    })
}
