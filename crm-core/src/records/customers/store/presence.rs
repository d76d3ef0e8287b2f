//! What there is around a customer, asked in one statement.

use crate::db::{Columns, ReadTransaction};
use crate::vocabulary::{CustomerId, Error, Result};

/// Of which kinds a customer has any.
pub(crate) struct Presence {
    pub(crate) addresses: bool,
    pub(crate) custom: bool,
    pub(crate) tags: bool,
    pub(crate) lists: bool,
    pub(crate) relations: bool,
    pub(crate) losers: bool,
    pub(crate) duplicates: bool,
}

pub(crate) fn of(tx: &ReadTransaction, customer: CustomerId) -> Result<Presence> {
    let has = tx.one(
        "SELECT EXISTS (SELECT 1 FROM crm_address WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_custom_value WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_customer_tag WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_list_member WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_relation WHERE from_customer = ?1)
             OR EXISTS (SELECT 1 FROM crm_relation WHERE to_customer = ?1),
           EXISTS (SELECT 1 FROM crm_customer WHERE merged_into = ?1),
           EXISTS (SELECT 1 FROM crm_duplicate WHERE first_id = ?1)
             OR EXISTS (SELECT 1 FROM crm_duplicate WHERE second_id = ?1)",
        [customer],
        |row| {
            let mut columns = Columns::new(row);
            Ok(Presence {
                addresses: columns.next()?,
                custom: columns.next()?,
                tags: columns.next()?,
                lists: columns.next()?,
                relations: columns.next()?,
                losers: columns.next()?,
                duplicates: columns.next()?,
            })
        },
    )?;
    has.ok_or_else(|| Error::internal("a query without a row"))
}
