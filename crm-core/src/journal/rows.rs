//! Rows that follow a merge, with their log.

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
