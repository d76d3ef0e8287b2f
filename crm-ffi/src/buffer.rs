//! Answers: bytes that the caller owns.

use std::ffi::c_char;

/// An answer of the library: UTF-8 of `len` bytes with a NUL behind it that `len` does not count. Freed by
/// `crm_buf_free`; its fields are not to be changed.
#[repr(C)]
pub struct crm_buf {
    /// The bytes; NULL when there are none.
    pub ptr: *mut c_char,
    /// How many.
    pub len: usize,
}

/// Hands bytes to the caller, who may not want them.
pub(crate) fn give(out: *mut crm_buf, mut bytes: Vec<u8>) {
    if out.is_null() {
        return;
    }
    let len = bytes.len();
    bytes.push(0);
    let ptr = Box::into_raw(bytes.into_boxed_slice()).cast();
    // SAFETY: the caller gives NULL or a place for a buffer.
    unsafe { out.write(crm_buf { ptr, len }) };
}

/// No answer yet, so that the caller's variable need not be initialised and can always be freed.
pub(crate) fn clear(out: *mut crm_buf) {
    if !out.is_null() {
        // SAFETY: the caller gives NULL or a place for a buffer.
        unsafe { out.write(crm_buf { ptr: std::ptr::null_mut(), len: 0 }) };
    }
}

/// Frees an answer and empties the buffer. NULL and a buffer that was freed already are ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_buf_free(buffer: *mut crm_buf) {
    // SAFETY: the caller gives NULL or a buffer that this library filled, or one that is zero.
    let Some(buffer) = (unsafe { buffer.as_mut() }) else { return };
    if !buffer.ptr.is_null() {
        let slice = std::ptr::slice_from_raw_parts_mut(buffer.ptr.cast::<u8>(), buffer.len + 1);
        // SAFETY: `give` made it so.
        drop(unsafe { Box::from_raw(slice) });
    }
    buffer.ptr = std::ptr::null_mut();
    buffer.len = 0;
}
