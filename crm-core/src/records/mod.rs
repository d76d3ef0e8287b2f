//! What happened: the rooms that own the facts.

pub(crate) mod aftersale;
pub mod catalog;
pub mod customers;
pub mod interactions;
pub mod orders;
pub(crate) mod presale;
pub(crate) mod sale;
pub mod shop;
pub mod staff;
pub mod tasks;
