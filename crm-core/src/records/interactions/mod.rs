//! Contacts with customers.
