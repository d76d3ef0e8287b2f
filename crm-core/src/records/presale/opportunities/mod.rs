//! Opportunities: sales that may come, in pipelines.
