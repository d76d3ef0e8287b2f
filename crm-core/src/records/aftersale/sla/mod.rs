//! Service calendars, targets and due times.
