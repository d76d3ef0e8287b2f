//! RFM scores and labels.

mod labels;
mod scoring;
