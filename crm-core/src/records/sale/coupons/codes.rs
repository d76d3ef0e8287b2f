//! Codes that people can read out and nobody can guess.

use crate::db::{WriteTransaction, chance};
use crate::vocabulary::{Error, Result};

/// Digits and capitals without those that look alike: 0 and O, 1 and I.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of a generated code, five bits each.
const LENGTH: usize = 12;
const ATTEMPTS: i64 = 32;

/// A code that is not taken, behind a prefix. `what` and the numbers make it another one for each thing of a seeded file.
pub(super) fn generate(
    tx: &WriteTransaction,
    (what, prefix): (&str, &str),
    (rev, number): (i64, i64),
    is_taken: impl Fn(&str) -> Result<bool>,
) -> Result<String> {
    for attempt in 0..ATTEMPTS {
        let bytes = chance(tx, what, &[rev, number, attempt])?;
        let letters = bytes.iter().take(LENGTH).map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        let code: String = prefix.chars().chain(letters).collect();
        if !is_taken(&code)? {
            return Ok(code);
        }
    }
    Err(Error::internal("no code was free"))
}
