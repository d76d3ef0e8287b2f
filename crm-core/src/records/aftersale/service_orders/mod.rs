//! Repairs and maintenance visits.
