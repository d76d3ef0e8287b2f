//! Decoding an input: size and depth first, then serde, whose messages are stripped of the values they quote.

use crate::vocabulary::{Error, ErrorCode, Result};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// Bytes of one JSON input.
pub(crate) const MAX_JSON: usize = 8 * 1024 * 1024;
/// Nested arrays and objects of one JSON input.
pub(crate) const MAX_DEPTH: usize = 32;

/// Decodes the input of an operation from any serde format.
///
/// # Errors
/// `invalid_input` that names the field and never its value.
pub fn decode<T: DeserializeOwned>(input: &mut dyn erased_serde::Deserializer<'_>) -> Result<T> {
    serde_path_to_error::deserialize(input).map_err(|error| {
        let path = pointer(error.path());
        describe(&error.into_inner().to_string()).at(path)
    })
}

/// Refuses JSON that is too large or too deep, or goes on after its end, before anything is built from it.
pub(crate) fn require_bounded(json: &[u8]) -> Result<()> {
    if json.len() > MAX_JSON {
        return Err(Error::new(ErrorCode::Limit, "the input is larger than 8 MiB").hint("split it into several calls"));
    }
    let (mut depth, mut in_string, mut escaped, mut ended) = (0_usize, false, false, false);
    for byte in json {
        if ended && !byte.is_ascii_whitespace() {
            return Err(Error::invalid("", "the input goes on after its end"));
        }
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Error::new(ErrorCode::Limit, "the input is nested more than 32 deep"));
                }
            }
            b']' | b'}' if !in_string => {
                depth = depth.saturating_sub(1);
                ended = depth == 0;
            }
            _ => {}
        }
    }
    Ok(())
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        pointer.push('/');
        match segment {
            Segment::Seq { index } => pointer.push_str(&index.to_string()),
            Segment::Map { key } => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => pointer.push_str(variant),
            Segment::Unknown => pointer.push('?'),
        }
    }
    pointer
}

/// Turns serde's sentence into ours: what was expected stays, what was given goes (it may be personal).
fn describe(message: &str) -> Error {
    let message = message.split(" at line ").next().unwrap_or(message);
    let expected = quoted_after(message, "expected ");
    if message.starts_with("unknown field") {
        return Error::invalid("", "there is no such field").allowed(expected);
    }
    if message.starts_with("unknown variant") {
        return Error::invalid("", "there is no such value").allowed(expected);
    }
    if message.starts_with("missing field") || message.starts_with("duplicate field") {
        return Error::invalid("", message.to_owned());
    }
    if message.starts_with("invalid type")
        || message.starts_with("invalid value")
        || message.starts_with("invalid length")
    {
        let wanted = message.rsplit_once("expected ").map_or("another type", |(_, wanted)| wanted);
        return Error::invalid("", format!("expected {wanted}"));
    }
    if message.contains("EOF while parsing") || message.starts_with("expected") || message.starts_with("trailing") {
        return Error::invalid("", "the input is not valid JSON");
    }
    if message.contains("unicode") || message.contains("control character") || message.contains("escape") {
        return Error::invalid("", "the input holds invalid UTF-8 or an unescaped control character");
    }
    // What our own types say; they never quote the value.
    Error::invalid("", message.to_owned())
}

/// The words in backticks behind a mark: "expected one of `a`, `b`" → a, b.
fn quoted_after(message: &str, mark: &str) -> Vec<String> {
    let tail = message.split_once(mark).map_or("", |(_, tail)| tail);
    tail.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
