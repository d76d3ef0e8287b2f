//! What text may enter the file, and in which form.
//!
//! Every string that a person typed or a shop delivered passes here before it is stored, so that equal text is equal
//! bytes (Unicode NFC), nothing invisible can disguise it (controls and bidirectional controls are stripped), and no
//! field grows without a bound. What cannot be repaired without guessing is refused: NUL, text above its cap, and a
//! token with characters outside its alphabet.
//!
//! Problems never contain the text they complain about: it may be personal, and messages end up in logs.

use crate::vocabulary::{Error, ErrorCode, Result};
use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The cap of a name and of any other one-line text, in bytes of UTF-8.
pub(crate) const NAME_MAX_BYTES: usize = 512;

/// The cap of a note and of any other text of several lines, in bytes of UTF-8.
pub(crate) const NOTE_MAX_BYTES: usize = 64 * 1024;

/// The cap of a token (the key of a custom field, the name of a source), in bytes.
pub(crate) const TOKEN_MAX_BYTES: usize = 64;

/// Why a text was refused; the message never contains the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextProblem {
    /// The text contains NUL (U+0000), which C callers would read as its end.
    ContainsNul,
    /// The cleaned text is longer than its cap.
    TooLong {
        /// The cap in bytes of UTF-8.
        max_bytes: usize,
    },
    /// A token is needed and nothing is there.
    EmptyToken,
    /// A token holds a character outside its alphabet, or does not begin with a letter or digit.
    TokenCharacters,
}

impl fmt::Display for TextProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContainsNul => formatter.write_str("the text contains a NUL character"),
            Self::TooLong { max_bytes } => {
                write!(formatter, "the text is longer than {max_bytes} bytes of UTF-8")
            }
            Self::EmptyToken => formatter.write_str("the key is empty"),
            Self::TokenCharacters => formatter
                .write_str("the key must begin with a letter or digit and hold only A-Z, a-z, 0-9, '_', '-' and '.'"),
        }
    }
}

impl std::error::Error for TextProblem {}

/// Returns a one-line text in its stored form.
///
/// NFC; controls and bidirectional controls stripped; every run of white space (line breaks included) becomes one
/// space; trimmed. Blank input gives an empty string: whether a name is needed is the caller's rule. `max_bytes` is
/// measured on the result; use [`NAME_MAX_BYTES`] unless the field has a cap of its own.
///
/// # Errors
/// [`TextProblem::ContainsNul`], [`TextProblem::TooLong`].
pub(crate) fn clean_name(text: &str, max_bytes: usize) -> Result<String, TextProblem> {
    refuse_nul(text)?;

    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let length_before = cleaned.len();
        if length_before > 0 {
            cleaned.push(' ');
        }
        let word_start = cleaned.len();
        cleaned.extend(word.chars().filter(|&c| !is_stripped(c)).nfc());
        // A word of stripped characters only leaves no second space behind.
        if cleaned.len() == word_start {
            cleaned.truncate(length_before);
        }
    }

    within(cleaned, max_bytes)
}

/// Returns a text of several lines in its stored form.
///
/// As [`clean_name`], but spaces inside, tabs and line breaks stay; CR LF and a lone CR become LF. White space at both
/// ends is trimmed. The cap is [`NOTE_MAX_BYTES`].
///
/// # Errors
/// [`TextProblem::ContainsNul`], [`TextProblem::TooLong`].
pub(crate) fn clean_note(text: &str) -> Result<String, TextProblem> {
    refuse_nul(text)?;

    let mut kept = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => kept.push('\n'),
            '\n' | '\t' => kept.push(character),
            other if is_stripped(other) => {}
            other => kept.push(other),
        }
    }

    let composed: String = kept.trim().nfc().collect();
    within(composed, NOTE_MAX_BYTES)
}

/// Returns a key in its stored form: trimmed, 1..=64 bytes of `A-Z a-z 0-9 _ - .`, the first a letter or digit.
///
/// Keys name things inside the shop (a custom field, a tag's key, a source); upper and lower case stay distinct.
///
/// # Errors
/// [`TextProblem::EmptyToken`], [`TextProblem::TokenCharacters`], [`TextProblem::TooLong`],
/// [`TextProblem::ContainsNul`].
pub(crate) fn clean_token(text: &str) -> Result<&str, TextProblem> {
    refuse_nul(text)?;
    let token = text.trim();
    if token.is_empty() {
        return Err(TextProblem::EmptyToken);
    }
    if token.len() > TOKEN_MAX_BYTES {
        return Err(TextProblem::TooLong { max_bytes: TOKEN_MAX_BYTES });
    }
    let begins_well = token.starts_with(|c: char| c.is_ascii_alphanumeric());
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !begins_well || !token.chars().all(allowed) {
        return Err(TextProblem::TokenCharacters);
    }
    Ok(token)
}

/// Whether a character steers the direction of text without being seen (Unicode property Bidi_Control).
///
/// Such marks let two different names look the same, and arrive with phone numbers copied from address books.
pub(crate) fn is_bidi_control(character: char) -> bool {
    matches!(
        character,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// Whether stored text never holds this character: C0 and C1 controls, bidirectional controls, the byte order mark.
fn is_stripped(character: char) -> bool {
    character.is_control() || is_bidi_control(character) || character == '\u{FEFF}'
}

fn refuse_nul(text: &str) -> Result<(), TextProblem> {
    if text.contains('\0') { Err(TextProblem::ContainsNul) } else { Ok(()) }
}

fn within(text: String, max_bytes: usize) -> Result<String, TextProblem> {
    if text.len() > max_bytes { Err(TextProblem::TooLong { max_bytes }) } else { Ok(text) }
}

impl TextProblem {
    /// The error for a field.
    pub(crate) fn at(self, path: &str) -> Error {
        let code = if matches!(self, Self::TooLong { .. }) { ErrorCode::Limit } else { ErrorCode::InvalidInput };
        Error::new(code, self.to_string()).at(path)
    }
}

/// A required one-line text of a field, in its stored form.
///
/// # Errors
/// `invalid_input` when it is blank or holds NUL, `limit` above 512 bytes.
pub(crate) fn name(path: &str, text: &str) -> Result<String> {
    let cleaned = clean_name(text, NAME_MAX_BYTES).map_err(|problem| problem.at(path))?;
    if cleaned.is_empty() {
        return Err(Error::invalid(path, "the text must not be empty"));
    }
    Ok(cleaned)
}

/// An optional one-line text of a field; blank is absent.
///
/// # Errors
/// As [`name`], without the blank.
pub(crate) fn optional_name(path: &str, text: Option<&str>) -> Result<Option<String>> {
    let cleaned = text.map(|text| clean_name(text, NAME_MAX_BYTES)).transpose().map_err(|problem| problem.at(path))?;
    Ok(cleaned.filter(|text| !text.is_empty()))
}

/// An optional text of several lines; blank is absent.
///
/// # Errors
/// `invalid_input` for NUL, `limit` above 64 KiB.
pub(crate) fn optional_note(path: &str, text: Option<&str>) -> Result<Option<String>> {
    let cleaned = text.map(clean_note).transpose().map_err(|problem| problem.at(path))?;
    Ok(cleaned.filter(|text| !text.is_empty()))
}

/// A text of several lines that must not be blank.
///
/// # Errors
/// As [`optional_note`]; `invalid_input` when it is blank.
pub(crate) fn note(path: &str, text: &str) -> Result<String> {
    optional_note(path, Some(text))?.ok_or_else(|| Error::invalid(path, "the text must not be empty"))
}

/// A key of another system (a sku, an external id): trimmed, not blank, no controls, at most `max` bytes.
///
/// # Errors
/// `invalid_input` when it is blank or holds controls, `limit` above the cap.
pub(crate) fn key(path: &str, text: &str, max: usize) -> Result<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Error::invalid(path, "the key must not be empty"));
    }
    if trimmed.chars().any(|character| character.is_control() || is_stripped(character)) {
        return Err(Error::invalid(path, "the key contains a control character"));
    }
    if trimmed.len() > max {
        return Err(TextProblem::TooLong { max_bytes: max }.at(path));
    }
    Ok(trimmed.to_owned())
}

/// A token of ours or of the host: 1 to 64 bytes of `A-Z a-z 0-9 _ - .`, beginning with a letter or digit.
///
/// # Errors
/// `invalid_input` for anything else.
pub(crate) fn token(path: &str, text: &str) -> Result<String> {
    clean_token(text).map(str::to_owned).map_err(|problem| problem.at(path))
}

/// The most characters of a name that a message repeats.
const QUOTED: usize = 64;

/// The name of a column or field, as a message about a file's header or a mapping repeats it: in double quotes,
/// escaped, and cut. Values are never repeated.
pub(crate) fn quoted(name: &str) -> String {
    match name.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{:?}…", &name[..end]),
        None => format!("{name:?}"),
    }
}

/// Whether a path such as `home/lamps` or `pt-BR` is another one or lies below it.
pub(crate) fn is_under(path: &str, parent: &str, mark: char) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with(mark))
}
