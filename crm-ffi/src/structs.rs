//! Structs that grow: the first field says how much of the struct the caller knows.

use crate::guard::misuse;
use crm_core::{Error, Result};
use std::mem::{MaybeUninit, size_of};

/// A struct of C whose first field is its size in bytes and that is valid when it is all zero.
///
/// # Safety
/// The type is `#[repr(C)]`, begins with a `u32`, and every bit pattern of zeros is a value.
pub(crate) unsafe trait Growing: Copy {
    /// Its name in C.
    const NAME: &'static str;
    /// The size of its first version.
    const LEAST: usize;
}

/// The size that the caller's struct says it has.
///
/// # Safety
/// `pointer` is not NULL and points to a struct of this kind.
pub(crate) unsafe fn size_given<T: Growing>(pointer: *const T) -> Result<usize> {
    // SAFETY: every version of the struct begins with its size.
    let given = unsafe { pointer.cast::<u32>().read_unaligned() } as usize;
    if (T::LEAST..=4096).contains(&given) {
        return Ok(given);
    }
    Err(misuse(&format!("struct_size is not sizeof({})", T::NAME)))
}

/// Copies what the caller knows; what it does not know is zero, and what this library does not know must be zero.
///
/// # Safety
/// `pointer` points to `given` bytes of a struct of this kind.
pub(crate) unsafe fn read<T: Growing>(pointer: *const T, given: usize) -> Result<T> {
    let known = size_of::<T>();
    let mut copy = MaybeUninit::<T>::zeroed();
    // SAFETY: both sides have at least that many bytes, and zeros are a value.
    let copy = unsafe {
        std::ptr::copy_nonoverlapping(pointer.cast::<u8>(), copy.as_mut_ptr().cast::<u8>(), given.min(known));
        copy.assume_init()
    };
    if given > known {
        // SAFETY: the caller's struct has `given` bytes.
        let rest = unsafe { std::slice::from_raw_parts(pointer.cast::<u8>().add(known), given - known) };
        if rest.iter().any(|byte| *byte != 0) {
            let message = format!("a field of {} is set that this version of the library does not know", T::NAME);
            return Err(Error::invalid("", message).hint("compare crm_abi_version() with the header"));
        }
    }
    Ok(copy)
}
