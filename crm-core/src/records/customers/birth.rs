//! A date of birth, with or without its year: many shops only ask for the day to congratulate on.

use crate::vocabulary::{Date, Error, Result};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;

/// A leap year, so that 29 February is a day of the year.
const ANY_LEAP_YEAR: i32 = 2000;

/// A date of birth: `1990-05-17`, or `--05-17` when the year is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl BirthDate {
    /// Parses `YYYY-MM-DD` or `--MM-DD`.
    ///
    /// # Errors
    /// `invalid_input` for anything else and for a day that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("", "a date of birth must be written as YYYY-MM-DD, or --MM-DD without the year");
        let (year, rest) = match text.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => {
                Date::parse(text).map_err(|_| wrong())?;
                let (year, rest) = text.split_once('-').ok_or_else(wrong)?;
                (Some(year.parse().map_err(|_| wrong())?), rest)
            }
        };
        let is_day = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let (month, day) =
            rest.split_once('-').filter(|(month, day)| is_day(month) && is_day(day)).ok_or_else(wrong)?;
        let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
        Date::from_ymd(year.unwrap_or(ANY_LEAP_YEAR), month, day)?;
        Ok(BirthDate { year, month, day })
    }

    /// The whole date, when the year is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        Date::from_ymd(self.year?, self.month, self.day).ok()
    }

    /// The month (1 to 12) and day (1 to 31) to congratulate on.
    #[must_use]
    pub fn month_and_day(self) -> (u32, u32) {
        (self.month, self.day)
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

/// Personal data stays out of debug output.
impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(…)")
    }
}

impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        BirthDate::parse(&text).map_err(|error| de::Error::custom(error.message()))
    }
}

impl schemars::JsonSchema for BirthDate {
    fn schema_name() -> Cow<'static, str> {
        "BirthDate".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^([0-9]{4}|-)-[0-9]{2}-[0-9]{2}$",
            "description": "YYYY-MM-DD, or --MM-DD without the year."
        })
    }
}

impl ToSql for BirthDate {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.to_string()))
    }
}

impl FromSql for BirthDate {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        BirthDate::parse(value.as_str()?).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
