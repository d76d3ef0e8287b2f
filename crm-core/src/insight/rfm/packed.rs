//! The scores of 4,096 customers in a few kilobytes.
//!
//! One number per customer, by its place in the chunk: 0 without scores, else 1 + ((r − 1)·n + f − 1)·n + m − 1 for n
//! bins. Up to six bins a number takes one byte, from seven on two (little-endian).

/// The layout that [`pack`] writes.
pub(super) const VERSION: u16 = 1;

const fn is_narrow(bins: u8) -> bool {
    // 6³ + 1 numbers fit a byte.
    bins <= 6
}

/// The scores of a chunk, from (place, r, f, m) by ascending place.
pub(super) fn pack(bins: u8, rows: impl Iterator<Item = (u16, [u8; 3])>) -> Vec<u8> {
    let n = u16::from(bins);
    let mut bytes = Vec::new();
    let width = if is_narrow(bins) { 1 } else { 2 };
    for (local, [r, f, m]) in rows {
        let number = 1 + ((u16::from(r) - 1) * n + u16::from(f) - 1) * n + u16::from(m) - 1;
        bytes.resize(usize::from(local) * width, 0);
        bytes.extend_from_slice(&number.to_le_bytes()[..width]);
    }
    bytes
}

/// The scores of the customer at a place; none without scores, or where the bytes make none.
pub(super) fn unpack(bins: u8, bytes: &[u8], local: u16) -> Option<[u8; 3]> {
    let at = usize::from(local);
    let number = if is_narrow(bins) {
        u16::from(*bytes.get(at)?)
    } else {
        u16::from_le_bytes([*bytes.get(2 * at)?, *bytes.get(2 * at + 1)?])
    };
    let n = u16::from(bins);
    let below = number.checked_sub(1).filter(|below| *below < n * n * n)?;
    let score = |value: u16| (value % n) as u8 + 1;
    Some([score(below / (n * n)), score(below / n), score(below)])
}

/// Number of places that the bytes speak of.
pub(super) const fn places(bins: u8, bytes: &[u8]) -> usize {
    if is_narrow(bins) { bytes.len() } else { bytes.len() / 2 }
}
