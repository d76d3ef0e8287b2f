//! What it means: rooms that read the records and own only derived tables.

pub mod care;
pub mod entitlement;
pub mod facts;
pub mod lifecycle;
pub mod rfm;
pub mod view;
