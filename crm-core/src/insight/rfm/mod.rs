//! RFM scores and labels.
