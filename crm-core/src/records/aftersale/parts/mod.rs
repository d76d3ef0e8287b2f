//! Spare parts, their stock and reservations.
