//! Values that nobody can guess, and that follow from the seed in a seeded file.

use crate::db::WriteTransaction;
use crate::vocabulary::Result;

/// Sixteen bytes for a thing: random, or in a seeded file a hash of the seed, the kind of the thing and its numbers.
pub(crate) fn chance(tx: &WriteTransaction, what: &str, numbers: &[i64]) -> Result<[u8; 16]> {
    match tx.database().options.seed {
        Some(seed) => Ok(seeded(seed, what, numbers)),
        None => tx.value("SELECT randomblob(16)", []),
    }
}

/// What a seed makes of a thing: the same seed and calls give the same values.
pub(crate) fn seeded(seed: u64, what: &str, numbers: &[i64]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(what.as_bytes()).update(&seed.to_le_bytes());
    for number in numbers {
        hasher.update(&number.to_le_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes
}
