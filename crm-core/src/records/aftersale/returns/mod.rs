//! Returns by line, with approval and resolution.
