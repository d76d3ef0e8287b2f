//! Telephone numbers as E.164: `+`, country code, national number, no trunk zero.
//!
//! The metadata of the `phonenumber` crate takes about 80 ms to load in a process, and a request handler may live only
//! for one order. So the common spellings never touch it: numbers that have their country code already, and Chinese
//! mobile numbers in a Chinese shop. They get basic checks only, which also keeps a number range that was opened after
//! the metadata was made from being refused. All other national spellings are read by the metadata, must exist in
//! their country's plan, and give the same key as the international spelling of the number.

use std::borrow::Cow;
use std::str::FromStr;

use phonenumber::country;
use phonenumber::metadata::DATABASE;
use unicode_normalization::UnicodeNormalization;

use super::identity::IdentityProblem;

/// The fewest digits, country code included. A few islands have numbers of seven; a number cut short is far commoner.
const MIN_DIGITS: usize = 8;
/// The most digits that E.164 allows.
const MAX_DIGITS: usize = 15;

/// Country codes after which a zero is part of the number: Italy, the plans of West and Central Africa that have no
/// trunk prefix, Ascension, San Marino, Tajikistan. Elsewhere a zero there is a trunk zero written by mistake, which
/// the metadata removes.
const KEEPS_ZERO: [&str; 10] = ["39", "225", "226", "227", "229", "241", "242", "247", "378", "992"];

/// The country codes of two digits; 1 and 7 have one, all others three.
const TWO_DIGIT_CODES: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
];

/// Returns a number as E.164 (`+8613800138000`).
///
/// Spaces, dashes, dots, slashes and brackets between digits do not count, nor do a leading `tel:` and an extension
/// (`ext. 12`, `x12`, `#12`, `转12`), which is dropped. Full-width, Arabic, Persian and Devanagari digits are read.
/// `00` stands for `+` where the region does not read it otherwise. `default_region` (ISO 3166-1 alpha-2, any case) is
/// the country of numbers without a country code.
///
/// # Errors
/// [`IdentityProblem::PhoneCharacters`], [`IdentityProblem::PhoneLength`] (8..=15 digits),
/// [`IdentityProblem::PhoneRegionMissing`], [`IdentityProblem::PhoneRegionUnknown`], and
/// [`IdentityProblem::PhoneNotInPlan`] for a national number that its country does not have.
pub(crate) fn e164(given: &str, default_region: Option<&str>) -> Result<String, IdentityProblem> {
    let written = Written::read(given)?;
    if written.international {
        return international(&written.digits, written.optional_zero);
    }

    let Some(region) = default_region else {
        return match international_prefix_removed(&written.digits) {
            Some(digits) => international(digits, written.optional_zero),
            None => Err(IdentityProblem::PhoneRegionMissing),
        };
    };
    let region =
        country::Id::from_str(&region.trim().to_ascii_uppercase()).map_err(|_| IdentityProblem::PhoneRegionUnknown)?;
    national(&written, region)
}

/// Whether a character is a hyphen, dash or minus of any width.
pub(crate) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// A number as it was written: its digits, and what its signs say about them.
struct Written {
    digits: String,
    /// It begins with `+`.
    international: bool,
    /// It contains `(0)`: a zero to dial inside the country only.
    optional_zero: bool,
}

impl Written {
    fn read(given: &str) -> Result<Self, IdentityProblem> {
        let folded = compatible(given);
        let number = without_scheme(folded.trim());
        let number = without_extension(number);

        let mut digits = String::with_capacity(number.len());
        let mut international = false;
        for character in number.chars() {
            if let Some(digit) = ascii_digit(character) {
                digits.push(digit);
            } else if character == '+' && digits.is_empty() && !international {
                international = true;
            } else if !is_between_digits(character) {
                return Err(IdentityProblem::PhoneCharacters);
            }
        }
        if digits.is_empty() {
            return Err(IdentityProblem::PhoneCharacters);
        }
        // Longer than any number with any international prefix; keeps what the metadata has to read short.
        if digits.len() > MAX_DIGITS + 6 {
            return Err(IdentityProblem::PhoneLength);
        }
        Ok(Self { digits, international, optional_zero: number.contains("(0)") })
    }
}

/// NFKC; ASCII is in that form already.
fn compatible(given: &str) -> Cow<'_, str> {
    if given.is_ascii() { Cow::Borrowed(given) } else { Cow::Owned(given.nfkc().collect()) }
}

fn international(digits: &str, optional_zero: bool) -> Result<String, IdentityProblem> {
    // "+0086…" is "0086…" by somebody who was told to begin with a plus.
    let digits = international_prefix_removed(digits).unwrap_or(digits);
    if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
        return Err(IdentityProblem::PhoneLength);
    }
    if digits.starts_with('0') {
        return Err(IdentityProblem::PhoneNotInPlan);
    }

    let code = country_code(digits);
    let zero_follows = digits[code.len()..].starts_with('0');
    let is_settled = !zero_follows || (KEEPS_ZERO.contains(&code) && !optional_zero);
    if is_settled {
        return Ok(format!("+{digits}"));
    }
    by_metadata(None, &format!("+{digits}"))
}

fn national(written: &Written, region: country::Id) -> Result<String, IdentityProblem> {
    let digits = written.digits.as_str();
    if region == country::CN && is_chinese_mobile(digits) {
        return Ok(format!("+86{digits}"));
    }
    if let Some(rest) = dialled_abroad(region, digits) {
        return international(rest, written.optional_zero);
    }
    match (by_metadata(Some(region), digits), international_prefix_removed(digits)) {
        (Err(_), Some(rest)) => international(rest, written.optional_zero),
        (outcome, _) => outcome,
    }
}

/// The digits after the region's own international prefix (`011` in the United States), when the metadata read the
/// number so. They are taken from the text, since the crate strips the trunk prefix of the region that the call comes
/// from: `011 86 138…` from the United States would lose its 1.
fn dialled_abroad(region: country::Id, digits: &str) -> Option<&str> {
    let number = phonenumber::parse(Some(region), digits).ok()?;
    if number.code().source() != country::Source::Idd {
        return None;
    }
    let plan = DATABASE.by_id(region.as_ref())?;
    let prefix = plan.international_prefix()?.find(digits)?;
    if prefix.start() == 0 { digits.get(prefix.end()..) } else { None }
}

/// Eleven digits that begin with 13 to 19: the whole range that China has set apart for mobile numbers.
fn is_chinese_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes().get(1), Some(b'3'..=b'9'))
}

/// Reads digits, with or without a leading `+`, by the numbering plans.
fn by_metadata(region: Option<country::Id>, digits: &str) -> Result<String, IdentityProblem> {
    let number = phonenumber::parse(region, digits).map_err(|_| IdentityProblem::PhoneNotInPlan)?;
    if !number.is_valid() {
        return Err(IdentityProblem::PhoneNotInPlan);
    }
    let digits = format!("{}{}", number.code().value(), number.national());
    if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
        return Err(IdentityProblem::PhoneLength);
    }
    Ok(format!("+{digits}"))
}

/// The country code at the head of international digits.
fn country_code(digits: &str) -> &str {
    let two = digits.get(..2).unwrap_or(digits);
    let length = match digits.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if TWO_DIGIT_CODES.contains(&two) => 2,
        _ => 3,
    };
    digits.get(..length).unwrap_or(digits)
}

/// The digits after `00`, the international prefix of most countries.
fn international_prefix_removed(digits: &str) -> Option<&str> {
    digits.strip_prefix("00").filter(|rest| !rest.starts_with('0'))
}

fn without_scheme(number: &str) -> &str {
    match number.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => number[4..].trim_start(),
        _ => number,
    }
}

/// Cuts an extension off: a mark that follows at least [`EXTENSION_AFTER`] digits and is followed by digits only.
fn without_extension(number: &str) -> &str {
    let mut digits_before = 0;
    for (position, character) in number.char_indices() {
        if ascii_digit(character).is_some() {
            digits_before += 1;
        }
        let may_begin =
            digits_before >= EXTENSION_AFTER && (matches!(character, ';' | '#') || character.is_alphabetic());
        if may_begin && is_extension(&number[position..]) {
            return &number[..position];
        }
    }
    number
}

/// No number is shorter than this before its extension.
const EXTENSION_AFTER: usize = 5;

fn is_extension(tail: &str) -> bool {
    const MARKS: [&str; 11] = [";ext=", "extension", "extn", "ext", "x", "#", "转接", "转", "轉", "分机", "内线"];
    let lower = tail.to_lowercase();
    let Some(after) = MARKS.iter().find_map(|mark| lower.strip_prefix(mark)) else {
        return false;
    };
    let number = after.trim_start_matches(['.', ':', ' ']).trim_end();
    (1..=8).contains(&number.chars().count()) && number.chars().all(|c| ascii_digit(c).is_some())
}

/// The ASCII digit of a decimal digit in the scripts that people dial in; NFKC has folded the full-width ones.
fn ascii_digit(character: char) -> Option<char> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        _ => return None,
    };
    char::from_digit(character as u32 - zero as u32, 10)
}

fn is_between_digits(character: char) -> bool {
    character.is_whitespace()
        || is_dash(character)
        || matches!(character, '.' | '(' | ')' | '[' | ']' | '/' | '~' | '·')
}
