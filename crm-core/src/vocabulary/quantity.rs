//! Quantities in thousandths: 1.5 m of cloth is 1,500. JSON shows decimal strings and takes strings or integers.

use crate::vocabulary::{Error, Result};
use serde::{Deserializer, de};
use std::fmt;

/// Parses a plain decimal number ("-12.50") into an integer scaled by 10^`scale`.
///
/// # Errors
/// `invalid_input` when the text is no plain decimal, has more than `scale` decimals, or does not fit.
pub(crate) fn parse_scaled(text: &str, scale: u32, what: &str) -> Result<i64> {
    let not_decimal = || Error::invalid("", format!("{what} must be a plain decimal number such as 12.50"));
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return Err(not_decimal());
    }
    let kept = fraction.trim_end_matches('0');
    if kept.len() > scale as usize {
        return Err(Error::invalid("", format!("{what} has more than {scale} decimals")));
    }
    let mut value: i64 = 0;
    let padding = std::iter::repeat_n(b'0', scale as usize - kept.len());
    for byte in whole.bytes().chain(kept.bytes()).chain(padding) {
        let digit = i64::from(byte - b'0');
        value = value
            .checked_mul(10)
            .and_then(|shifted| if negative { shifted.checked_sub(digit) } else { shifted.checked_add(digit) })
            .ok_or_else(|| Error::invalid("", format!("{what} is too large")))?;
    }
    Ok(value)
}

/// Writes an integer scaled by 10^`scale` as a decimal with at least `least` decimals.
pub(crate) fn format_scaled(value: i64, scale: u32, least: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let mut fraction = fraction;
    while fraction.len() > least as usize && fraction.ends_with('0') {
        fraction = &fraction[..fraction.len() - 1];
    }
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Deserialises a decimal string or an integer; used by all scaled types.
pub(crate) fn deserialize_scaled<'de, D: Deserializer<'de>>(
    deserializer: D,
    scale: u32,
    what: &'static str,
) -> std::result::Result<i64, D::Error> {
    struct Visitor(u32, &'static str);
    impl de::Visitor<'_> for Visitor {
        type Value = i64;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} as a decimal string or an integer", self.1)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<i64, E> {
            parse_scaled(text, self.0, self.1).map_err(|error| E::custom(error.message()))
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> std::result::Result<i64, E> {
            number.checked_mul(10_i64.pow(self.0)).ok_or_else(|| E::custom(format!("{} is too large", self.1)))
        }
        fn visit_u64<E: de::Error>(self, number: u64) -> std::result::Result<i64, E> {
            i64::try_from(number)
                .map_err(|_| E::custom(format!("{} is too large", self.1)))
                .and_then(|number| self.visit_i64(number))
        }
    }
    deserializer.deserialize_any(Visitor(scale, what))
}

/// The JSON schema of a decimal string.
pub(crate) fn decimal_schema(description: &str) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "format": "decimal", "description": description })
}

/// A quantity in thousandths of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// One piece.
    pub const ONE: Quantity = Quantity(1_000);

    /// A whole number of units.
    #[must_use]
    pub const fn units(units: i32) -> Self {
        Quantity(units as i64 * 1_000)
    }

    /// A quantity from thousandths.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Quantity(thousandths)
    }

    /// The quantity in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_scaled(self.0, 3, 0))
    }
}

/// The JSON, schema and SQL forms of a scaled decimal.
macro_rules! scaled_serde {
    ($name:ident, $scale:literal, $what:literal, $about:literal) => {
        impl $name {
            /// Parses a decimal string.
            ///
            /// # Errors
            /// `invalid_input` when it is no plain decimal or has too many decimals.
            pub fn parse(text: &str) -> $crate::vocabulary::Result<Self> {
                $crate::vocabulary::quantity::parse_scaled(text, $scale, $what).map($name)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                $crate::vocabulary::quantity::deserialize_scaled(deserializer, $scale, $what).map($name)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::vocabulary::quantity::decimal_schema($about)
            }
        }
        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                i64::column_result(value).map($name)
            }
        }
    };
}
pub(crate) use scaled_serde;

scaled_serde!(Quantity, 3, "a quantity", "A quantity with at most three decimals; integers are taken too.");
