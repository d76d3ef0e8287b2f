//! Suggestions, praise, defects and wishes.
