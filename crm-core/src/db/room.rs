//! The one macro that gives every room its handle.

/// Declares the handle of a room and the accessor on both transactions.
macro_rules! room {
    ($(#[$meta:meta])* $handle:ident, $accessor:ident) => {
        $(#[$meta])*
        pub struct $handle<'tx, T: $crate::db::Reading> {
            // A room that is only computed or only written uses one of the two doors.
            #[allow(dead_code)]
            pub(crate) tx: &'tx T,
        }

        impl $crate::db::ReadTransaction {
            $(#[$meta])*
            #[must_use]
            pub fn $accessor(&self) -> $handle<'_, $crate::db::ReadTransaction> { $handle { tx: self } }
        }

        impl $crate::db::WriteTransaction {
            $(#[$meta])*
            #[must_use]
            pub fn $accessor(&self) -> $handle<'_, $crate::db::WriteTransaction> { $handle { tx: self } }
        }
    };
}
