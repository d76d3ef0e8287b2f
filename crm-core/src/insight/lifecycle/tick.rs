//! What time alone changes: boundaries that have passed.

use super::rules::Facts;
use super::{CustomerStage, evaluate, rules, store};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::records::{customers, shop};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{CustomerId, Result, Timestamp};

/// Customers whose stored stage is compared at once.
const COMPARED: usize = 512;

/// What one step of a tick did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticked {
    /// Customers who were looked at.
    pub(crate) evaluated: usize,
    /// Whether there is more to do now.
    pub(crate) more: bool,
    /// When the next boundary of anybody passes.
    pub(crate) next_at: Option<Timestamp>,
}

/// Moves up to `customers` customers whose boundary has passed. Call it again, in a transaction of its own, while there is
/// more.
pub(crate) fn tick(tx: &WriteTransaction, now: Timestamp, customers: usize) -> Result<Ticked> {
    let due = store::due(tx, now, customers)?;
    let zone = shop::settings(tx)?.time_zone;
    for (_, facts, stored) in evaluate::gather(tx, &due)? {
        if let (Some(facts), Some(row)) = (facts, stored) {
            let mut from = row.stage;
            let (row, entered) = evaluate::pass_boundaries(&facts, row, zone, now);
            for step in &entered {
                evaluate::announce(tx, step, Some(from), &rules::numbers_on(&facts, zone.date_of(step.since)))?;
                from = step.stage;
            }
            store::save(tx, &row)?;
        }
    }
    Ok(Ticked { evaluated: due.len(), more: due.len() == customers, next_at: store::next_due(tx)? })
}

/// Compares every stored stage with a recomputation from the facts.
///
/// A boundary that has passed without a tick is no difference: such a customer is compared at the last moment before.
pub(crate) fn differences(tx: &ReadTransaction) -> Result<Vec<String>> {
    let zone = shop::settings(tx)?.time_zone;
    let mut wrong: Vec<CustomerId> = Vec::new();
    let mut after = CustomerId(0);
    loop {
        let ids = customers::ids_after(tx, after, COMPARED)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for (customer, facts, stored) in evaluate::gather(tx, &ids)? {
            let agrees = match (&facts, &stored) {
                (Some(facts), Some(row)) => is_derived(row, facts, zone, tx.now()),
                (facts, row) => facts.is_none() && row.is_none(),
            };
            if !agrees {
                wrong.push(customer);
            }
        }
    }
    let first = wrong.first().map(|first| {
        format!("the stored stage of {} customers differs from a recomputation, first of customer {first}", wrong.len())
    });
    Ok(first.into_iter().collect())
}

fn is_derived(row: &CustomerStage, facts: &Facts, zone: Zone, now: Timestamp) -> bool {
    let last_valid = row.next_evaluation_at.map_or(now, |at| at.plus_millis(-1).min(now));
    let derived = evaluate::derive(row.customer_id, facts, None, zone, last_valid);
    derived.stage == row.stage && derived.next_evaluation_at == row.next_evaluation_at
}
