//! The stage of a customer.
