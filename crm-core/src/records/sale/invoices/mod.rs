//! Invoices and credit notes.
