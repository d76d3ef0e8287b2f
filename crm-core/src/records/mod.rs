//! What happened: the rooms that own the facts.

pub mod catalog;
pub mod customers;
pub mod interactions;
pub mod orders;
pub mod shop;
