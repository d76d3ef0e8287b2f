//! Merging two customers into one, and taking that back.
//!
//! The winner keeps its id and takes over what the loser has: identities, addresses, tags, lists, relations, custom
//! values, and the rows of every other room (orders, contacts …). The loser's row stays, points to the winner by
//! `merged_into`, and is followed wherever somebody still names it. The record of a merge lists what moved and what the
//! winner's fields were before; by it `unmerge` gives the loser back exactly the rows that it had. What came later
//! stays with the winner, and a field that was changed after the merge stays changed.
//!
//! A merged customer cannot be merged again, so that merges never lead in a circle.

mod fields;
mod moves;

use super::{Customer, Customers, DuplicateState, store};
use crate::db::{Reading, Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, MergeId, Result, Timestamp};
pub(crate) use fields::Changes;
pub use fields::FieldRule;
pub(crate) use moves::Moved;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// Which customers become one, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeRequest {
    /// Who stays.
    pub winner_id: CustomerId,
    /// Who is merged into the winner.
    pub loser_id: CustomerId,
    /// Rules of single fields; all others keep the winner's value, or take the loser's when the winner has none.
    #[serde(default)]
    pub rules: BTreeMap<String, FieldRule>,
}

/// A merge as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MergeRecord {
    /// The id.
    pub id: MergeId,
    /// Who stayed.
    pub winner_id: CustomerId,
    /// Who was merged.
    pub loser_id: CustomerId,
    /// When.
    pub at: Timestamp,
    /// The rules of single fields.
    pub rules: BTreeMap<String, FieldRule>,
    /// The fields of the winner that took another value.
    pub changed_fields: Vec<String>,
    /// How many rows moved, by table.
    pub moved: BTreeMap<String, u64>,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

impl<T: Reading> Customers<'_, T> {
    /// The merges that a customer won or lost, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn merges(&self, id: CustomerId) -> Result<Vec<MergeRecord>> {
        let tx = self.tx.reader();
        store::customer::get(tx, id)?.or_not_found(CustomerId::WHAT, id)?;
        let merges = store::merge::of(tx, id)?;
        Ok(merges.into_iter().map(|merge| merge.record).collect())
    }
}

impl Customers<'_, WriteTransaction> {
    /// Merges a customer into another one.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a customer with itself or a rule of an unknown field; `conflict` with the id of
    /// the surviving customer when one of them is merged already, or when one is erased.
    pub fn merge(&self, request: &MergeRequest) -> Result<MergeRecord> {
        let tx = self.tx;
        let winner = mergeable(tx, request.winner_id, "/winner_id")?;
        let loser = mergeable(tx, request.loser_id, "/loser_id")?;
        if winner.id == loser.id {
            return Err(Error::invalid("/loser_id", "a customer cannot be merged with itself"));
        }
        let changes = fields::decide(&winner, &loser, &request.rules, tx.now())?;
        let id = tx.step(|| {
            // Move everything, then let the winner's fields take what they take.
            let mut moved = moves::move_all(tx, loser.id, winner.id)?;
            let rev = journal::next_seq(tx)?;
            if !changes.is_empty() {
                let after = fields::applied(&winner, &changes)?;
                store::customer::update(tx, &Customer { rev, ..after })?;
            }
            store::merge::set_merged_into(tx, loser.id, Some(winner.id), rev)?;
            note_pair(tx, winner.id, loser.id, &mut moved)?;
            let id = store::merge::insert(tx, request, &changes, &moved, rev)?;

            let counts: BTreeMap<&str, usize> =
                moved.iter().map(|(table, ids)| (table.as_str(), ids.len())).filter(|(_, count)| *count > 0).collect();
            let payload = json!({ "merge_id": id, "loser_id": loser.id, "moved": counts });
            journal::append(
                tx,
                Entry::new("customer.merged").customer(winner.id).entity("customer", loser.id).payload(payload),
            )?;
            settle(tx, winner.id, loser.id)?;
            Ok(id)
        })?;
        let merge = store::merge::get(tx, id)?.or_not_found(MergeId::WHAT, id)?;
        Ok(merge.record)
    }

    /// Takes a merge back: the loser gets exactly the rows that it had, and lives again. Rows that came after the merge
    /// stay with the winner.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a merge that was taken back already, or when the winner itself was merged since.
    pub fn unmerge(&self, id: MergeId) -> Result<Customer> {
        let tx = self.tx;
        let merge = store::merge::get(tx, id)?.or_not_found(MergeId::WHAT, id)?;
        if merge.record.undone_at.is_some() {
            return Err(Error::conflict("this merge was taken back already").existing(merge.record.loser_id));
        }
        let winner = mergeable(tx, merge.record.winner_id, "/id")
            .map_err(|error| error.hint("take the later merge of its winner back first"))?;
        let loser = merge.record.loser_id;
        tx.step(|| {
            moves::move_back(tx, &merge.moved, winner.id, loser)?;
            let rev = journal::next_seq(tx)?;
            if let Some(before) = fields::restored(&winner, &merge.fields)? {
                store::customer::update(tx, &Customer { rev, ..before })?;
            }
            store::merge::set_merged_into(tx, loser, None, rev)?;
            store::merge::set_undone(tx, id)?;
            restore_pair(tx, winner.id, loser, &merge.moved)?;
            let payload = json!({ "merge_id": id, "loser_id": loser });
            let event = Entry::new("customer.unmerged").customer(winner.id).entity("customer", loser);
            journal::append(tx, event.payload(payload))?;
            settle(tx, winner.id, loser)
        })?;
        self.get(loser)
    }
}

/// A customer that may win or lose a merge.
fn mergeable(tx: &WriteTransaction, id: CustomerId, path: &str) -> Result<Customer> {
    let customer = store::customer::get(tx, id)?.or_not_found(CustomerId::WHAT, id).map_err(|error| error.at(path))?;
    if let Some(survivor) = customer.merged_into {
        return Err(Error::conflict("this customer is merged into another one already").at(path).existing(survivor));
    }
    if customer.erased_at.is_some() {
        return Err(Error::conflict("the personal data of this customer was erased").at(path).existing(id));
    }
    Ok(customer)
}

/// The keys under which the record of a merge notes what the pair of both was before.
const PAIRS: [(&str, DuplicateState); 2] =
    [("open_duplicates", DuplicateState::Open), ("dismissed_duplicates", DuplicateState::Dismissed)];

/// Closes the pair of both as merged, and notes what it was.
fn note_pair(tx: &WriteTransaction, winner: CustomerId, loser: CustomerId, moved: &mut Moved) -> Result<()> {
    let (first, second) = (winner.min(loser), winner.max(loser));
    let Some(pair) = store::duplicate::of_pair(tx, first, second)? else {
        return Ok(());
    };
    if let Some((key, _)) = PAIRS.iter().find(|(_, state)| *state == pair.state) {
        moved.insert((*key).to_owned(), pair.id.map(i64::from).into_iter().collect());
    }
    store::duplicate::set_state(tx, first, second, DuplicateState::Merged)
}

fn restore_pair(tx: &WriteTransaction, winner: CustomerId, loser: CustomerId, moved: &Moved) -> Result<()> {
    match PAIRS.iter().find(|(key, _)| moved.contains_key(*key)) {
        Some((_, state)) => store::duplicate::set_state(tx, winner.min(loser), winner.max(loser), *state),
        None => Ok(()),
    }
}

/// Brings what is derived up to date for both customers.
fn settle(tx: &WriteTransaction, winner: CustomerId, loser: CustomerId) -> Result<()> {
    // The identities may have come in this transaction, and nobody has looked at them yet.
    let identities = Touch::IDENTITIES.and(Touch::VISITORS);
    for id in [winner, loser] {
        for refresh in tx.database().wiring.refreshes {
            refresh(tx, id)?;
        }
        tx.touch(id, Touch::PROFILE.and(Touch::WORDS).and(Touch::ORDERS).and(Touch::CONTACTS).and(identities));
    }
    Ok(())
}
