//! The step of `tick`: quotes that have run out expire, and the end of others is announced once, in time.

use super::{moves, store};
use crate::db::{ReadTransaction, StepOutcome, Tick};
use crate::records::shop;
use crate::vocabulary::{Result, Timestamp};

/// Days before the last one on which the end of a quote is announced.
pub(super) const NOTICE_DAYS: i32 = 3;
/// Quotes that `tick` works off in one transaction.
const BATCH: usize = 500;

pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(next_due, |tx| {
        let today = shop::today(tx)?;
        let over = store::run_out(tx, today, BATCH)?;
        let ending = if over.is_empty() { store::ending(tx, today.plus_days(NOTICE_DAYS), BATCH)? } else { Vec::new() };
        let count = over.len() + ending.len();
        for mut quote in over {
            moves::expire(tx, &mut quote)?;
        }
        for mut quote in ending {
            moves::announce_end(tx, &mut quote)?;
        }
        Ok(count)
    })
}

/// The midnight at which a quote has run out, or at which its end is announced.
fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    let zone = shop::settings(tx)?.time_zone;
    let (runs_out, unannounced) = store::first_ends(tx)?;
    let over = runs_out.map(|last| zone.start_of(last.plus_days(1)));
    let notice = unannounced.map(|last| zone.start_of(last.plus_days(-NOTICE_DAYS)));
    Ok(over.into_iter().chain(notice).min())
}
