//! What time alone changes: boundaries that have passed.

use super::rules::Facts;
use super::{CustomerStage, evaluate, store};
use crate::db::{ReadTransaction, StepOutcome, Tick, WriteTransaction};
use crate::insight::rfm;
use crate::records::{customers, shop};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{CustomerId, Result};

/// Customers whose stored stage is compared at once.
const COMPARED: usize = 512;

/// Customers who are moved in one transaction.
const BATCH: usize = 2_000;

/// The step of `tick`: moves everybody whose boundary has passed, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| move_due(tx, BATCH))
}

/// Moves up to `customers` customers whose boundary has passed, the most overdue first; how many there were.
pub(crate) fn move_due(tx: &WriteTransaction, customers: usize) -> Result<usize> {
    let due = store::due(tx, tx.now(), customers)?;
    let zone = shop::settings(tx)?.time_zone;
    for customer in &due {
        let (Some(mut facts), Some(stored)) = evaluate::gather(tx, *customer)? else { continue };
        let mut from = stored.stage;
        let (row, entered) = evaluate::pass_boundaries(tx, &mut facts, stored.clone(), zone, tx.now())?;
        for (step, numbers) in &entered {
            evaluate::announce(tx, step, Some(from), numbers)?;
            from = step.stage;
        }
        evaluate::keep(tx, Some(&stored), &row)?;
    }
    Ok(due.len())
}

/// Compares every stored stage with a recomputation from the facts.
///
/// A boundary that has passed without a tick is no difference: such a customer is compared at the last moment before. Nor
/// is a customer whose turn after a new snapshot has not come yet.
pub(crate) fn differences(tx: &ReadTransaction) -> Result<Vec<String>> {
    let zone = shop::settings(tx)?.time_zone;
    let mut wrong: Vec<CustomerId> = Vec::new();
    let mut after = CustomerId(0);
    loop {
        let ids = customers::ids_after(tx, after, COMPARED)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for customer in ids {
            let agrees = match evaluate::gather(tx, customer)? {
                (Some(facts), Some(row)) => is_derived(tx, &row, facts, zone)? || !rfm::is_evaluated(tx, customer)?,
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

fn is_derived(tx: &ReadTransaction, row: &CustomerStage, mut facts: Facts, zone: Zone) -> Result<bool> {
    let last_valid = row.next_evaluation_at.map_or(tx.now(), |at| at.plus_millis(-1).min(tx.now()));
    let (derived, _) = evaluate::derive(tx, row.customer_id, &mut facts, None, zone, last_valid)?;
    Ok(derived.stage == row.stage && derived.next_evaluation_at == row.next_evaluation_at)
}
