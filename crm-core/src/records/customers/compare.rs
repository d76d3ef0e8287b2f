//! What the check of a file compares: first choices, merges, and the search index against the rows.

use super::find::with_details;
use super::{rules, store};
use crate::db::ReadTransaction;
use crate::vocabulary::{CustomerId, Result};

/// Customers that are read at once.
const CHUNK: u32 = 1_000;

/// One sentence per kind of difference.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let without = store::compare::without_first(tx)?;
    if without > 0 {
        problems.push(format!("{without} identities or addresses are of a kind without a first choice"));
    }
    let astray = store::compare::rows_of_merged(tx)?;
    if astray > 0 {
        problems.push(format!("{astray} identities or addresses belong to a customer that was merged"));
    }
    let stale = stale_index(tx)?;
    if stale > 0 {
        problems.push(format!("the search index differs from the rows of {stale} customers"));
    }
    Ok(problems)
}

/// Customers whose words in the search index are not those of their rows.
fn stale_index(tx: &ReadTransaction) -> Result<u64> {
    let (mut stale, mut after) = (0, CustomerId(0));
    loop {
        let customers = store::compare::customers_after(tx, after, CHUNK)?;
        let Some(last) = customers.last() else {
            return Ok(stale);
        };
        after = last.id;
        for customer in customers {
            let customer = with_details(tx, customer)?;
            stale += u64::from(store::index::of(tx, customer.id)? != rules::indexed(&customer));
        }
    }
}
