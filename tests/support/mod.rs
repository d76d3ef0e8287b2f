//! What the tests of crashes, failing disks and many processes have in common.

#![allow(dead_code, reason = "every test program uses its own part of the support")]

pub(crate) mod chance;
pub(crate) mod disk;
pub(crate) mod power;
pub(crate) mod replay;
pub(crate) mod shim;
pub(crate) mod story;

/// Whether the long form was asked for (`make crash-full` and the like).
pub(crate) fn full() -> bool {
    std::env::var_os("CRM_FULL").is_some()
}
