//! Customers: people and companies.
