//! What is entered and taken back.

use super::model::{CreditEntry, NewCreditEntry};
use super::{Credit, rules, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CreditEntryId, Error, ErrorCode, Result, text};
use serde_json::json;

impl Credit<'_, WriteTransaction> {
    /// Enters something by hand. The same fact under the same kind is entered once: again it is the same entry.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `idempotency_conflict` for a fact that is entered with other points;
    /// `invalid_input` and `limit` for a bad field.
    pub fn add(&self, new: NewCreditEntry) -> Result<CreditEntry> {
        let tx = self.tx;
        let (new, delta) = rules::clean(new, &store::settings(tx)?, tx.now())?;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        let known = match &new.reference {
            Some(fact) => store::of_fact(tx, customer, new.kind, fact)?,
            None => None,
        };
        if let Some(known) = known {
            if known.delta == delta {
                return Ok(known);
            }
            return Err(Error::new(ErrorCode::IdempotencyConflict, "this fact is entered with other points")
                .at("/ref")
                .existing(known.id)
                .hint("take it back with credit.reverse first"));
        }
        let entry = CreditEntry {
            id: CreditEntryId(0),
            customer_id: customer,
            kind: new.kind,
            delta,
            reference: new.reference,
            reason: new.reason,
            note: new.note,
            staff_id: new.staff_id,
            automatic: false,
            reverses_id: None,
            at: new.at.unwrap_or(tx.now()),
            recorded_at: tx.now(),
        };
        tx.step(|| enter(tx, entry))
    }

    /// Takes an entry back by another one; what `tick` had entered it does not enter again. Why is a token.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a reversal, and for an entry that was taken back; `invalid_input` for a bad reason.
    pub fn reverse(&self, id: CreditEntryId, reason: Option<&str>) -> Result<CreditEntry> {
        let tx = self.tx;
        let entry = CreditEntry::by_id(tx, id)?.or_not_found(CreditEntryId::WHAT, id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        if entry.reverses_id.is_some() {
            return Err(Error::conflict("this entry takes another one back").existing(id).hint("enter a new one"));
        }
        if let Some(known) = store::reversal_of(tx, id)? {
            return Err(Error::conflict("the entry was taken back").existing(known));
        }
        tx.step(|| take_back(tx, entry, reason, false))
    }
}

/// Appends the entry that takes another one back.
pub(super) fn take_back(
    tx: &WriteTransaction,
    entry: CreditEntry,
    reason: Option<String>,
    automatic: bool,
) -> Result<CreditEntry> {
    let reversal = CreditEntry {
        id: CreditEntryId(0),
        delta: -entry.delta,
        reason,
        note: None,
        staff_id: None,
        automatic,
        reverses_id: Some(entry.id),
        recorded_at: tx.now(),
        ..entry
    };
    enter(tx, reversal)
}

/// Appends an entry and announces it.
pub(super) fn enter(tx: &WriteTransaction, mut entry: CreditEntry) -> Result<CreditEntry> {
    entry.id = entry.insert(tx, journal::next_seq(tx)?)?;
    let name = if entry.reverses_id.is_some() { "credit.reversed" } else { "credit.entered" };
    let facts = json!({
        "kind": entry.kind, "delta": entry.delta, "ref": entry.reference, "reason": entry.reason,
        "automatic": entry.automatic, "reverses_id": entry.reverses_id,
    });
    let event = Entry::new(name).customer(entry.customer_id).entity("credit_entry", entry.id);
    journal::append(tx, event.payload(facts))?;
    Ok(entry)
}
