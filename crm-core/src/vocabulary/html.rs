//! What pages are made of: text that HTML shows as it is, in elements and in attributes.

use crate::vocabulary::Rate;
use crate::vocabulary::quantity::format_scaled;
use std::fmt::{self, Write};

/// Text that is shown as it reads, whatever it holds.
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A rate as per cent.
pub(crate) struct Percent(pub(crate) Rate);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", format_scaled(self.0.ppm(), 4, 0))
    }
}
