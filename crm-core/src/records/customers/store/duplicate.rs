//! Rows of `crm_duplicate`.

use crate::db::WriteTransaction;
use crate::records::customers::{DuplicateReason, DuplicateState};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::params;

/// Notes a pair; a known open pair keeps its better reason, a judged one stays judged. Whether anything changed.
pub(crate) fn note(
    tx: &WriteTransaction,
    first: CustomerId,
    second: CustomerId,
    reason: DuplicateReason,
    score: u8,
) -> Result<bool> {
    let changed = tx.run(
        "INSERT INTO crm_duplicate (first_id, second_id, reason, score, state, found_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (first_id, second_id) DO UPDATE SET reason = excluded.reason, score = excluded.score
         WHERE state = 'open' AND excluded.score > score",
        params![first, second, reason, score, DuplicateState::Open, tx.now()],
    )?;
    Ok(changed > 0)
}
