//! What rooms above lend to rooms below, wired in `crm.rs`: rooms never call up.

use crate::db::{Reaction, WriteTransaction};
use crate::vocabulary::{CustomerId, OrderId, Result};

/// Rows of a room that belong to a customer and follow a merge.
pub(crate) struct CustomerRows {
    /// The table, as the record of the merge names it.
    pub(crate) table: &'static str,
    /// Moves every row from one customer to another (timeline rows with them); the ids of the moved rows.
    pub(crate) move_all: fn(&WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>>,
    /// Moves these rows, as far as they still belong to `from`, back to a customer.
    pub(crate) move_back: fn(&WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()>,
}

/// Declares the rows of a table with `id` and `customer_id` that follow a merge; `moving` names the entity whose log of
/// moves goes with them, where it has states.
macro_rules! customer_rows {
    ($name:ident, $table:literal $(, moving $entity:literal)?) => {
        /// The rows that follow a merge.
        pub(crate) const $name: $crate::db::CustomerRows = {
            use $crate::db::WriteTransaction;
            use $crate::vocabulary::{CustomerId, Result};

            fn moved(tx: &WriteTransaction, ids: &[i64], to: CustomerId) -> Result<()> {
                // Tables without states have nothing to follow.
                let _ = (&tx, &ids, &to);
                $(for id in ids {
                    $crate::journal::follow(tx, $entity, *id, to)?;
                })?
                Ok(())
            }

            fn move_all(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
                let sql = concat!("UPDATE ", $table, " SET customer_id = ?2 WHERE customer_id = ?1 RETURNING id");
                let ids = tx.returning(sql, [from, to], |row| row.get(0))?;
                moved(tx, &ids, to)?;
                Ok(ids)
            }

            fn move_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
                let sql = concat!("UPDATE ", $table, " SET customer_id = ?2 WHERE id = ?1 AND customer_id = ?3");
                for id in ids {
                    if tx.run(sql, [*id, to.0, from.0])? > 0 {
                        moved(tx, &[*id], to)?;
                    }
                }
                Ok(())
            }

            $crate::db::CustomerRows { table: $table, move_all, move_back }
        };
    };
}

/// Brings a derived value of one customer up to date at once, after its facts moved by a merge or unmerge.
pub(crate) type Refresh = fn(&WriteTransaction, CustomerId) -> Result<()>;

/// Gives the rows of an order in a later room to the customer to whom the order now belongs.
pub(crate) type FollowOrder = fn(&WriteTransaction, OrderId, CustomerId) -> Result<()>;

/// Everything that is wired.
pub(crate) struct Wiring {
    /// Run before every commit, in this order, over what was touched.
    pub(crate) reactions: &'static [Reaction],
    /// Rows that follow a merge.
    pub(crate) customer_rows: &'static [CustomerRows],
    /// Rows that follow an order which is given to another customer by hand.
    pub(crate) order_followers: &'static [FollowOrder],
    /// Derived values that follow a merge.
    pub(crate) refreshes: &'static [Refresh],
}
