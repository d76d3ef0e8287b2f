//! Goodwill and advance compensation from funds.
