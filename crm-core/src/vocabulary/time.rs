//! Time: instants in milliseconds UTC, calendar dates in the shop's zone, and the clock as an argument.

use crate::vocabulary::digits::Digits;
use crate::vocabulary::{Error, Result};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const MILLIS_PER_DAY: i64 = 86_400_000;
/// 0001-01-01T00:00:00Z.
const FIRST_MILLI: i64 = -62_135_596_800_000;
/// 9999-12-31T23:59:59.999Z.
const LAST_MILLI: i64 = 253_402_300_799_999;
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;

/// An instant: milliseconds since 1970-01-01 UTC, within the years 0001 to 9999. RFC 3339 in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant of a number of milliseconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// `invalid_input` outside the years 0001 to 9999.
    pub fn from_millis(millis: i64) -> Result<Self> {
        if (FIRST_MILLI..=LAST_MILLI).contains(&millis) {
            return Ok(Timestamp(millis));
        }
        Err(Error::invalid("", "a time must lie in the years 0001 to 9999"))
    }

    /// The nearest instant within the years 0001 to 9999.
    #[must_use]
    pub fn saturating_from_millis(millis: i64) -> Self {
        Timestamp(millis.clamp(FIRST_MILLI, LAST_MILLI))
    }

    /// Milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Parses RFC 3339 such as `2026-03-01T12:00:00Z` or `2026-03-01T20:00:00+08:00`.
    ///
    /// # Errors
    /// `invalid_input` for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| {
            Error::invalid("", "a time must be RFC 3339 with an offset").hint("write it as 2026-03-01T12:00:00Z")
        })?;
        Timestamp::from_millis(parsed.timestamp_millis())
    }

    /// This instant, moved by milliseconds; stops at the ends of the range.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Timestamp::saturating_from_millis(self.0.saturating_add(millis))
    }

    /// This instant, moved by whole days of 24 hours.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_millis(days.saturating_mul(MILLIS_PER_DAY))
    }

    fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// RFC 3339 in UTC; milliseconds only where there are any.
    fn digits(self) -> Digits {
        let mut text = Date(self.0.div_euclid(MILLIS_PER_DAY) as i32).digits();
        let (seconds, millis) = (self.0.rem_euclid(MILLIS_PER_DAY) / 1000, self.0.rem_euclid(1000));
        text.mark(b'T').number::<2>(seconds / 3600).mark(b':').number::<2>(seconds / 60 % 60);
        text.mark(b':').number::<2>(seconds % 60);
        if millis != 0 {
            text.mark(b'.').number::<3>(millis);
        }
        text.mark(b'Z');
        text
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits().text())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A calendar date: days since 1970-01-01, within the years 0001 to 9999. `YYYY-MM-DD` in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The date of a number of days since 1970-01-01.
    ///
    /// # Errors
    /// `invalid_input` outside the years 0001 to 9999.
    pub fn from_days(days: i32) -> Result<Self> {
        if (FIRST_DAY..=LAST_DAY).contains(&days) {
            return Ok(Date(days));
        }
        Err(Error::invalid("", "a date must lie in the years 0001 to 9999"))
    }

    /// The date of a year, month and day.
    ///
    /// # Errors
    /// `invalid_input` for a day that the calendar does not have.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| Error::invalid("", "there is no such calendar day"))?;
        Date::from_days(date.num_days_from_ce() - 719_163)
    }

    /// Parses `YYYY-MM-DD`.
    ///
    /// # Errors
    /// `invalid_input` for anything else.
    pub fn parse(text: &str) -> Result<Self> {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| text.len() == 10)
            .ok_or_else(|| Error::invalid("", "a date must be written as YYYY-MM-DD"))?;
        Date::from_days(date.num_days_from_ce() - 719_163)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// This date, moved by days; stops at the ends of the range.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Date(self.0.saturating_add(days).clamp(FIRST_DAY, LAST_DAY))
    }

    /// The same day so many months later, or the last day of a month that is too short.
    #[must_use]
    pub(crate) fn plus_months(self, months: u32) -> Self {
        let later = self.naive().checked_add_months(chrono::Months::new(months));
        later.map_or(Date(LAST_DAY), |later| Date((later.num_days_from_ce() - 719_163).clamp(FIRST_DAY, LAST_DAY)))
    }

    pub(crate) fn naive(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + 719_163).unwrap_or_default()
    }

    /// `YYYY-MM-DD`.
    fn digits(self) -> Digits {
        let date = self.naive();
        let mut text = Digits::default();
        text.number::<4>(date.year().into()).mark(b'-').number::<2>(date.month().into());
        text.mark(b'-').number::<2>(date.day().into());
        text
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits().text())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An IANA time zone such as `Asia/Shanghai`; it turns instants into the shop's calendar days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(chrono_tz::UTC);

    /// The zone of an IANA name.
    ///
    /// # Errors
    /// `invalid_input` for an unknown name.
    pub fn parse(name: &str) -> Result<Self> {
        name.parse::<chrono_tz::Tz>()
            .map(Zone)
            .map_err(|_| Error::invalid("", "unknown time zone").hint("use an IANA name such as Asia/Shanghai or UTC"))
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The calendar day of an instant in this zone.
    #[must_use]
    pub fn date_of(&self, at: Timestamp) -> Date {
        if self.0 == chrono_tz::UTC {
            return Date((at.0.div_euclid(MILLIS_PER_DAY)) as i32);
        }
        let local = at.to_utc().with_timezone(&self.0).date_naive();
        Date((local.num_days_from_ce() - 719_163).clamp(FIRST_DAY, LAST_DAY))
    }

    /// The first instant of a calendar day in this zone.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Timestamp {
        let midnight = date.naive().and_time(chrono::NaiveTime::MIN);
        self.instant_of(midnight)
    }

    /// The same wall-clock time so many calendar days later.
    pub(crate) fn plus_days(&self, at: Timestamp, days: u32) -> Timestamp {
        let local = at.to_utc().with_timezone(&self.0).naive_local();
        local.checked_add_days(chrono::Days::new(days.into())).map_or(at, |later| self.instant_of(later))
    }

    /// The instant of a wall-clock time; a time that the zone skips becomes the first instant after the gap, and one
    /// that it has twice the earlier.
    pub(crate) fn instant_of(&self, local: NaiveDateTime) -> Timestamp {
        let mut probe = local;
        // Samoa skipped a whole day.
        for _ in 0..=48 {
            if let Some(found) = self.0.from_local_datetime(&probe).earliest() {
                return Timestamp::saturating_from_millis(found.timestamp_millis());
            }
            probe += chrono::Duration::minutes(30);
        }
        Timestamp::saturating_from_millis(local.and_utc().timestamp_millis())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! text_serde {
    ($name:ident, |$value:ident| $text:expr, $format:literal, $about:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                let $value = self;
                serializer.serialize_str($text)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                let text = Cow::<str>::deserialize(deserializer)?;
                $name::parse(&text).map_err(|error| de::Error::custom(error.message()))
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format, "description": $about })
            }
        }
    };
}

text_serde!(Timestamp, |at| at.digits().text(), "date-time", "RFC 3339; always UTC in results.");
text_serde!(Date, |date| date.digits().text(), "date", "A calendar day, YYYY-MM-DD.");
text_serde!(Zone, |zone| zone.name(), "time-zone", "An IANA time zone name.");

impl rusqlite::types::ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl rusqlite::types::FromSql for Timestamp {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        i64::column_result(value).map(Timestamp::saturating_from_millis)
    }
}

impl rusqlite::types::ToSql for Date {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl rusqlite::types::FromSql for Date {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        i32::column_result(value).map(|days| Date(days.clamp(FIRST_DAY, LAST_DAY)))
    }
}

impl rusqlite::types::ToSql for Zone {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::from(self.name()))
    }
}

impl rusqlite::types::FromSql for Zone {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Zone::parse(value.as_str()?).map_err(|error| rusqlite::types::FromSqlError::Other(Box::new(error)))
    }
}

/// Where "now" comes from. The library never asks the system by itself.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::saturating_from_millis(i64::try_from(since.as_millis()).unwrap_or(LAST_MILLI))
    }
}

/// A clock that stands still until it is moved; for tests, replays and imports.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows one instant.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        FixedClock(AtomicI64::new(at.0))
    }

    /// Moves the clock.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
