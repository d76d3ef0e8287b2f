//! The 360° view.
