//! From the text of a cell to a value: times, amounts, truth. Nothing is guessed and nothing is rounded.

use crate::vocabulary::time::Zone;
use crate::vocabulary::{Date, Error, Result, Timestamp};
use std::borrow::Cow;

tokens! {
    /// How times are written.
    pub enum TimeFormat("time format") {
        /// RFC 3339, or YYYY-MM-DD with an optional HH:MM or HH:MM:SS in the shop's zone.
        Iso = "iso",
        /// DD/MM/YYYY (or with dots or dashes) with an optional time.
        DayFirst = "day_first",
        /// MM/DD/YYYY (or with dots or dashes) with an optional time.
        MonthFirst = "month_first",
        /// YYYYMMDD with an optional time.
        Compact = "compact",
        /// Seconds since 1970-01-01 UTC.
        UnixSeconds = "unix_seconds",
        /// Milliseconds since 1970-01-01 UTC.
        UnixMillis = "unix_millis",
    }
}

tokens! {
    /// How numbers are written.
    pub enum NumberFormat("number format") {
        /// 1234.50
        Plain = "plain",
        /// 1,234.50: commas group thousands.
        Grouped = "grouped",
        /// 1.234,50: dots group thousands, a comma stands before the decimals.
        Comma = "comma",
    }
}

const MILLIS_PER_SECOND: i64 = 1_000;

/// The instant that a cell names; a day alone is its first instant in the zone.
///
/// # Errors
/// `invalid_input` that names the expected form and never the text.
pub(crate) fn time(text: &str, format: TimeFormat, zone: Zone) -> Result<Timestamp> {
    match format {
        TimeFormat::UnixSeconds => whole(text)?
            .checked_mul(MILLIS_PER_SECOND)
            .ok_or_else(|| Error::invalid("", "a time must lie in the years 0001 to 9999"))
            .and_then(Timestamp::from_millis),
        TimeFormat::UnixMillis => Timestamp::from_millis(whole(text)?),
        TimeFormat::Iso if has_offset(text) => Timestamp::parse(&with_t(text)).map_err(|_| unreadable(format)),
        _ => local(text, format, zone),
    }
}

/// A time of day behind a day, in the zone.
fn local(text: &str, format: TimeFormat, zone: Zone) -> Result<Timestamp> {
    let (day, clock) = text.split_once(['T', ' ']).map_or((text, None), |(day, clock)| (day, Some(clock.trim())));
    let day = date(day, format)?;
    let (hour, minute, second, milli) = clock.map_or(Ok((0, 0, 0, 0)), |clock| clock_time(clock, format))?;
    let local = day.naive().and_hms_milli_opt(hour, minute, second, milli).ok_or_else(|| unreadable(format))?;
    Ok(zone.instant_of(local))
}

/// The calendar day that a cell names.
///
/// # Errors
/// As [`time`].
pub(crate) fn date(text: &str, format: TimeFormat) -> Result<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let (year, month, day) = match (format, &parts[..]) {
        (TimeFormat::Iso, [year, month, day]) if text.len() == 10 && text.as_bytes()[4] == b'-' => {
            (*year, *month, *day)
        }
        (TimeFormat::DayFirst, [day, month, year]) => (*year, *month, *day),
        (TimeFormat::MonthFirst, [month, day, year]) => (*year, *month, *day),
        (TimeFormat::Compact, [whole]) if whole.len() == 8 && whole.is_ascii() => {
            (&whole[..4], &whole[4..6], &whole[6..])
        }
        _ => return Err(unreadable(format)),
    };
    // Two digits of a year would be a guess of the century.
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(unreadable(format));
    }
    let number = |text: &str| digits(text).ok_or_else(|| unreadable(format));
    let year = i32::try_from(number(year)?).map_err(|_| unreadable(format))?;
    Date::from_ymd(year, number(month)?, number(day)?)
}

/// HH:MM, HH:MM:SS or HH:MM:SS.mmm, with one or two digits each.
fn clock_time(text: &str, format: TimeFormat) -> Result<(u32, u32, u32, u32)> {
    let mut parts = text.split(':');
    let mut next = |required: bool| match parts.next() {
        Some(part) => Some(part),
        None if required => None,
        None => Some("0"),
    };
    let (hour, minute, second) = (next(true), next(true), next(false));
    let parsed = || {
        let (second, fraction) = second?.split_once('.').unwrap_or((second?, "0"));
        let milli = digits(&format!("{:0<3}", fraction.get(..fraction.len().min(3))?))?;
        let short = |part: &str| (part.len() <= 2).then(|| digits(part)).flatten();
        digits(fraction.get(..fraction.len().min(9))?)?;
        Some((short(hour?)?, short(minute?)?, short(second)?, milli))
    };
    let found = parsed().ok_or_else(|| unreadable(format))?;
    if parts.next().is_some() {
        return Err(unreadable(format));
    }
    Ok(found)
}

/// Whether a text ends with `Z` or an offset such as `+08:00`.
fn has_offset(text: &str) -> bool {
    let Some(clock) = text.get(10..) else { return false };
    clock.ends_with(['Z', 'z']) || clock.rfind(['+', '-']).is_some()
}

/// RFC 3339 allows a space in the place of the T.
fn with_t(text: &str) -> Cow<'_, str> {
    if text.as_bytes().get(10) == Some(&b' ') { Cow::Owned(text.replacen(' ', "T", 1)) } else { Cow::Borrowed(text) }
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A whole number.
///
/// # Errors
/// `invalid_input` for anything else.
pub(crate) fn whole(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::invalid("", "a whole number is needed"))
}

/// A whole number of days, seconds and the like, at least 0.
///
/// # Errors
/// `invalid_input` for anything else.
pub(crate) fn count(text: &str) -> Result<u32> {
    text.parse().map_err(|_| Error::invalid("", "a whole number of at least 0 is needed"))
}

fn unreadable(format: TimeFormat) -> Error {
    let wanted = match format {
        TimeFormat::Iso => "a time must be RFC 3339 or YYYY-MM-DD[ HH:MM[:SS]]",
        TimeFormat::DayFirst => "a time must be DD/MM/YYYY[ HH:MM[:SS]]",
        TimeFormat::MonthFirst => "a time must be MM/DD/YYYY[ HH:MM[:SS]]",
        TimeFormat::Compact => "a time must be YYYYMMDD[ HH:MM[:SS]]",
        TimeFormat::UnixSeconds | TimeFormat::UnixMillis => "a whole number is needed",
    };
    Error::invalid("", wanted).hint("choose another time_format, or write the times in this one")
}

/// A number in the plain form, with a dot before the decimals and nothing else.
///
/// # Errors
/// `invalid_input` when the groups of thousands are not groups of three digits.
pub(crate) fn plain_number(text: &str, format: NumberFormat) -> Result<Cow<'_, str>> {
    let (group, point) = match format {
        NumberFormat::Plain => return Ok(Cow::Borrowed(text)),
        NumberFormat::Grouped => (',', '.'),
        NumberFormat::Comma => ('.', ','),
    };
    let (sign, unsigned) = text.split_at(usize::from(text.starts_with(['-', '+'])));
    let (whole, fraction) = unsigned.split_once(point).map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
    let groups: Vec<&str> = whole.split(group).collect();
    let grouped =
        groups.len() == 1 || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|digits| digits.len() == 3));
    if !grouped {
        return Err(Error::invalid("", "the thousands are not grouped by three digits").hint("check number_format"));
    }
    Ok(Cow::Owned(match fraction {
        Some(fraction) => format!("{sign}{}.{fraction}", groups.concat()),
        None => format!("{sign}{}", groups.concat()),
    }))
}

/// Yes or no.
///
/// # Errors
/// `invalid_input` that lists the words that are understood.
pub(crate) fn truth(text: &str) -> Result<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(Error::invalid("", "a truth value is needed").allowed(["true", "false", "yes", "no", "1", "0"])),
    }
}

/// The parts of a list in one cell.
pub(crate) fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
