//! The five years of the shop: which days are busy, and what a moment is called.

use super::draw::scale;

/// First day of the shop, in days since 1970-01-01: 2020-01-01.
pub const FIRST_DAY: i64 = 18_262;
/// Number of days on which the shop is open, all five years of it.
pub const DAYS: usize = 1_827;
/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

/// The calendar is cut into this many slots; a busy day owns more of them.
pub const SLOTS: u32 = 1 << 15;
/// Jan to Dec, in percent of an average month.
const MONTH_WEIGHT: [u32; 12] = [92, 82, 92, 92, 98, 100, 92, 90, 98, 104, 138, 128];
/// Hours to choose from; the evening stands there more than once.
pub const HOURS: [u8; 32] = [
    0, 1, 6, 7, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 17, 18, 18, 19, 19, 20, 20, 20, 21, 21,
    22, 23,
];

pub fn first_moment() -> i64 {
    FIRST_DAY * DAY_MS
}

pub fn last_moment() -> i64 {
    (FIRST_DAY + DAYS as i64) * DAY_MS - 1
}

/// Which day each slot belongs to: months and weekends decide how many a day owns.
pub fn calendar() -> Vec<u16> {
    let weight = |day: usize| {
        let (_, month, _) = civil(FIRST_DAY + day as i64);
        let weekday = (FIRST_DAY as usize + day + 4) % 7; // 1970-01-01 was a Thursday
        let busy = if weekday == 0 || weekday == 6 { 115 } else { 94 };
        u64::from(MONTH_WEIGHT[month as usize - 1]) * busy
    };
    let whole: u64 = (0..DAYS).map(weight).sum();
    let mut slots = Vec::with_capacity(SLOTS as usize);
    let mut sum = 0;
    for day in 0..DAYS {
        sum += weight(day);
        slots.resize(scale(sum, u64::from(SLOTS), whole) as usize, day as u16);
    }
    slots
}

/// Year, month and day of a day number; the arithmetic of Hinnant's
/// "chrono-compatible low-level date algorithms" for dates after 1970.
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

/// A moment's day as ISO 8601, UTC.
pub fn iso_day(at: i64) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY_MS));
    format!("{year:04}-{month:02}-{day:02}")
}
