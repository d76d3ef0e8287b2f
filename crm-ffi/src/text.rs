//! Text that comes in: a pointer and a length, or a text that ends with NUL.

use crate::codes::crm_length;
use crate::guard::misuse;
use crm_core::{Error, Result};
use std::ffi::{CStr, c_char};

/// A text in a struct; all zero when there is none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct crm_text {
    /// UTF-8.
    pub ptr: *const c_char,
    /// Its length in bytes or `CRM_NUL`.
    pub len: isize,
}

impl crm_text {
    /// The text, if there is one.
    ///
    /// # Safety
    /// As [`bytes`].
    pub(crate) unsafe fn optional<'a>(self, name: &str) -> Result<Option<&'a str>> {
        if self.ptr.is_null() && self.len == 0 {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { text(self.ptr, self.len, name) }.map(Some)
    }

    /// The text, owned, if there is one.
    ///
    /// # Safety
    /// As [`bytes`].
    pub(crate) unsafe fn owned(self, name: &str) -> Result<Option<String>> {
        // SAFETY: the caller's promise.
        Ok(unsafe { self.optional(name) }?.map(str::to_owned))
    }
}

/// The bytes of an argument; NULL of length 0 or `CRM_NUL` is empty.
///
/// # Safety
/// `pointer` is NULL, points to `length` bytes, or to a text that ends with NUL when `length` is `CRM_NUL`.
pub(crate) unsafe fn bytes<'a>(pointer: *const c_char, length: isize, name: &str) -> Result<&'a [u8]> {
    if pointer.is_null() {
        return if length <= 0 && length >= crm_length::CRM_NUL as isize {
            Ok(&[])
        } else {
            Err(misuse(&format!("{name} is NULL and its length is {length}")))
        };
    }
    if length == crm_length::CRM_NUL as isize {
        // SAFETY: the caller promises a NUL.
        return Ok(unsafe { CStr::from_ptr(pointer) }.to_bytes());
    }
    let length = usize::try_from(length).map_err(|_| misuse(&format!("the length of {name} is {length}")))?;
    // SAFETY: the caller promises that many bytes.
    Ok(unsafe { std::slice::from_raw_parts(pointer.cast(), length) })
}

/// The text of an argument.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(pointer: *const c_char, length: isize, name: &str) -> Result<&'a str> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(pointer, length, name) }?;
    std::str::from_utf8(bytes).map_err(|_| Error::invalid(format!("/{name}"), format!("{name} is not valid UTF-8")))
}
