//! The credit record of a customer.
