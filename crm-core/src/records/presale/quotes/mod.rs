//! Quotes: offers with a price and an end.
