//! The SQL of entitlements.

use super::{EntitlementOverride, EntitlementRules};
use crate::db::{ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::{CustomerId, EntitlementOverrideId, Result};
use rusqlite::params;

stored! {
    EntitlementOverride in "crm_entitlement_override" by EntitlementOverrideId {
        customer_id, level, price => (price_minor, price_currency), reason, until, staff_id, created_at, ended_at,
    }
}

const RULES: &str = "crm_entitlement";

pub(super) fn rules(tx: &ReadTransaction) -> Result<EntitlementRules> {
    settings_of(tx, RULES)
}

pub(super) fn save_rules(tx: &WriteTransaction, rules: &EntitlementRules, rev: i64) -> Result<()> {
    save_settings(tx, RULES, rules, rev)
}

/// The exception of a customer that holds now: the newest, where a merge brought several together.
pub(super) fn exception(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<EntitlementOverride>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND ended_at IS NULL AND (until IS NULL OR until > ?2) ORDER BY id DESC LIMIT 1",
        EntitlementOverride::SELECT
    );
    tx.one(&sql, params![customer, tx.now()], EntitlementOverride::from_row)
}

/// Ends all exceptions of a customer that hold now; how many.
pub(super) fn end_exceptions(tx: &WriteTransaction, customer: CustomerId, rev: i64) -> Result<usize> {
    tx.run(
        "UPDATE crm_entitlement_override SET ended_at = ?2, rev = ?3
         WHERE customer_id = ?1 AND ended_at IS NULL AND (until IS NULL OR until > ?2)",
        params![customer, tx.now(), rev],
    )
}
