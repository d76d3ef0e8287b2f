//! Installed products of customers, by serial.
