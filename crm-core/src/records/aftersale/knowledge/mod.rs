//! Articles that answer questions.
