//! The SQL of customers, one file per group of tables.

pub(crate) mod address;
pub(crate) mod company;
pub(crate) mod compare;
pub(crate) mod customer;
pub(crate) mod duplicate;
pub(crate) mod external;
pub(crate) mod field;
pub(crate) mod identity;
pub(crate) mod index;
pub(crate) mod list;
pub(crate) mod merge;
pub(crate) mod page;
pub(crate) mod presence;
pub(crate) mod relation;
pub(crate) mod search;
pub(crate) mod standing;
pub(crate) mod tag;
