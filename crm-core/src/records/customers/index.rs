//! Keeping the search index equal to the rows.
//!
//! Verbs only note whose words changed; the index follows before the commit, or before it is searched in the same
//! transaction. Full-text tables write their pending rows out at every savepoint, so that indexing inside the verbs
//! would cost a segment per customer instead of one per transaction.

use super::find::with_details;
use super::{rules, store};
use crate::db::{Round, Touch, WriteTransaction};
use crate::vocabulary::{CustomerId, Result};

/// Indexes the customers whose words changed.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    round.customers_with(Touch::WORDS).try_for_each(|customer| reindex(tx, customer))
}

fn reindex(tx: &WriteTransaction, id: CustomerId) -> Result<()> {
    // A step that was taken back may have touched a customer that there is not.
    let Some(customer) = store::customer::get(tx, id)? else {
        return Ok(());
    };
    let (before, after) = (store::index::of(tx, id)?, rules::indexed(&with_details(tx, customer)?));
    if before == after {
        return Ok(());
    }
    store::index::remove(tx, id, &before)?;
    store::index::add(tx, id, &after)
}
