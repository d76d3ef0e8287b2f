//! What moves with a merge, and back.

use crate::db::WriteTransaction;
use crate::records::customers::store;
use crate::records::customers::store::merge::{Flag, MovedTable};
use crate::vocabulary::{CustomerId, Result};
use std::collections::BTreeMap;

/// Ids of the moved rows by table. Tables whose rows have no id of their own are listed by what names a row of one
/// customer: the tag, the list, the field. `primary_identities` and the like list what was the first of its kind.
pub(crate) type Moved = BTreeMap<String, Vec<i64>>;

/// Moves every row of the loser to the winner, except where the winner has its own (a tag, a value, a profile).
pub(crate) fn move_all(tx: &WriteTransaction, loser: CustomerId, winner: CustomerId) -> Result<Moved> {
    let mut moved = Moved::new();
    for flag in Flag::ALL {
        moved.insert(flag.key.to_owned(), flag.yield_to(tx, loser, winner)?);
    }
    for table in MovedTable::ALL {
        moved.insert(table.key.to_owned(), table.move_all(tx, loser, winner)?);
    }
    for rows in tx.database().wiring.customer_rows {
        moved.insert(rows.table.to_owned(), (rows.move_all)(tx, loser, winner)?);
    }
    moved.retain(|_, ids| !ids.is_empty());
    Ok(moved)
}

/// Moves back what moved, as far as it is still the winner's.
pub(crate) fn move_back(tx: &WriteTransaction, moved: &Moved, winner: CustomerId, loser: CustomerId) -> Result<()> {
    let ids = |key: &str| moved.get(key).map_or(&[][..], Vec::as_slice);
    // Whatever became the first of its kind with the winner leaves without that honour …
    for flag in Flag::ALL {
        flag.clear(tx, winner, ids(flag.table))?;
    }
    for table in MovedTable::ALL {
        table.move_back(tx, ids(table.key), winner, loser)?;
    }
    // … and what was the first of its kind with the loser is it again.
    for flag in Flag::ALL {
        flag.set(tx, loser, ids(flag.key))?;
    }
    for customer in [winner, loser] {
        store::identity::promote_oldest(tx, customer)?;
        store::address::promote_oldest(tx, customer)?;
    }
    for rows in tx.database().wiring.customer_rows {
        if !ids(rows.table).is_empty() {
            (rows.move_back)(tx, ids(rows.table), winner, loser)?;
        }
    }
    Ok(())
}
