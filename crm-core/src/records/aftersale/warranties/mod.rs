//! Warranties of assets and the warranty check.
