//! Orders, payments and refunds.
