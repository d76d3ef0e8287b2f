//! The facts of one customer whose packed facts are out of date: a few bytes beside its name on the list, so that a
//! reader of many finds them in one place instead of all over the orders.
//!
//! Layout: the number of orders as u32, then day (i32) and amount (i64) of each order and after them of each refund, all
//! little-endian, each kind by ascending day.

use super::codec::{Entry, EntryKind};

/// Customers with more facts than this are read from the orders instead: writing so much with every order costs more.
const MOST_FACTS: usize = 512;
const HEADER: usize = 4;
const FACT: usize = 12;

/// The bytes of a customer's facts; none for too many.
pub(super) fn pack(entries: &[Entry]) -> Option<Vec<u8>> {
    if entries.len() > MOST_FACTS {
        return None;
    }
    let of = |kind| entries.iter().filter(move |entry| entry.kind == kind);
    let orders = of(EntryKind::Order).count() as u32;
    let mut bytes = Vec::with_capacity(HEADER + entries.len() * FACT);
    bytes.extend_from_slice(&orders.to_le_bytes());
    for entry in of(EntryKind::Order).chain(of(EntryKind::Refund)) {
        bytes.extend_from_slice(&entry.day.to_le_bytes());
        bytes.extend_from_slice(&entry.amount.to_le_bytes());
    }
    Some(bytes)
}

/// Adds the facts of a customer; whether the bytes were whole.
pub(super) fn unpack(local: u16, bytes: &[u8], entries: &mut Vec<Entry>) -> bool {
    let Some((header, facts)) = bytes.split_first_chunk::<HEADER>() else { return false };
    let (facts, rest) = facts.as_chunks::<FACT>();
    let orders = u32::from_le_bytes(*header) as usize;
    if !rest.is_empty() || orders > facts.len() {
        return false;
    }
    entries.extend(facts.iter().enumerate().map(|(at, fact)| {
        let [a, b, c, d, amount @ ..] = *fact;
        Entry {
            local,
            kind: if at < orders { EntryKind::Order } else { EntryKind::Refund },
            day: i32::from_le_bytes([a, b, c, d]),
            amount: i64::from_le_bytes(amount),
        }
    }));
    true
}
