//! The SQL of points and tiers.

use super::{CustomerTier, ExpiringPoints, LoyaltyProgram, PointsEntry, PointsFilter, PointsKind, Tier};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction, save_settings, settings_of};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, OrderId, PointsEntryId, Result, TierId, Timestamp};
use rusqlite::{Row, params};

stored! {
    PointsEntry in "crm_points_entry" by PointsEntryId {
        customer_id, kind, points, remaining, order_id, expires_at, announced_at, reason, key, at,
    }
}

stored! {
    Tier in "crm_tier" by TierId {
        name, rank, min_spend => (min_spend_minor, min_spend_currency), min_points, window_days, price_percent,
        free_shipping, benefits, grace_days, active, created_at, updated_at,
    }
}

/// How long before their end points are announced.
const REMIND_MILLIS: i64 = 30 * 86_400_000;

const PROGRAM: &str = "crm_loyalty_program";

pub(super) fn program(tx: &ReadTransaction) -> Result<LoyaltyProgram> {
    settings_of(tx, PROGRAM)
}

pub(super) fn save_program(tx: &WriteTransaction, program: &LoyaltyProgram, rev: i64) -> Result<()> {
    save_settings(tx, PROGRAM, program, rev)
}

/// The points that a customer can spend: what is left and has not expired.
pub(super) fn balance(tx: &ReadTransaction, customer: CustomerId) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(remaining), 0) FROM crm_points_entry
         WHERE customer_id = ?1 AND remaining > 0 AND (expires_at IS NULL OR expires_at > ?2)",
        params![customer, tx.now()],
    )
}

pub(super) fn expiring(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<ExpiringPoints>> {
    tx.all(
        "SELECT expires_at, sum(remaining) FROM crm_points_entry
         WHERE customer_id = ?1 AND remaining > 0 AND expires_at > ?2 GROUP BY expires_at ORDER BY expires_at LIMIT ?3",
        params![customer, tx.now(), rows as i64],
        |row| Ok(ExpiringPoints { at: row.get(0)?, points: row.get(1)? }),
    )
}

pub(super) fn list(tx: &ReadTransaction, filter: &PointsFilter, listing: &Listing<1>) -> Result<Vec<PointsEntry>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", Some(filter.customer_id));
    conditions.add("kind = ?", filter.kind);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, PointsEntry::SELECT, "id", listing.limit(), PointsEntry::from_row)
}

/// What is left of a customer's points, that which expires first before the rest.
pub(super) fn left_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<PointsEntry>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND remaining > 0 ORDER BY expires_at IS NULL, expires_at, id",
        PointsEntry::SELECT
    );
    tx.all(&sql, [customer], PointsEntry::from_row)
}

/// Points whose time is over, of one customer or of all.
pub(super) fn overdue(tx: &ReadTransaction, customer: Option<CustomerId>, rows: usize) -> Result<Vec<PointsEntry>> {
    let which = if customer.is_some() { "customer_id = ?3" } else { "?3 IS NULL" };
    let sql = format!(
        "{} WHERE {which} AND remaining > 0 AND expires_at IS NOT NULL AND expires_at <= ?1
         ORDER BY expires_at, id LIMIT ?2",
        PointsEntry::SELECT
    );
    tx.all(&sql, params![tx.now(), rows as i64, customer], PointsEntry::from_row)
}

/// Points whose end is to be announced: it is near, and has not come.
pub(super) fn to_announce(tx: &ReadTransaction, rows: usize) -> Result<Vec<PointsEntry>> {
    let sql = format!(
        "{} WHERE remaining > 0 AND expires_at IS NOT NULL AND announced_at IS NULL AND expires_at > ?1
           AND expires_at <= ?2
         ORDER BY expires_at, id LIMIT ?3",
        PointsEntry::SELECT
    );
    let now = tx.now();
    tx.all(&sql, params![now, now.plus_millis(REMIND_MILLIS), rows as i64], PointsEntry::from_row)
}

pub(super) fn by_key(tx: &ReadTransaction, key: &str) -> Result<Option<PointsEntry>> {
    tx.one(&format!("{} WHERE key = ?1", PointsEntry::SELECT), [key], PointsEntry::from_row)
}

pub(super) fn of_order(tx: &ReadTransaction, order: OrderId) -> Result<Vec<PointsEntry>> {
    tx.all(&format!("{} WHERE order_id = ?1 ORDER BY id", PointsEntry::SELECT), [order], PointsEntry::from_row)
}

/// What counts for tiers: points that were earned or given, less those that were taken back.
pub(super) fn merits(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<(Timestamp, i64)>> {
    tx.all(
        "SELECT at, points FROM crm_points_entry
         WHERE customer_id = ?1 AND (kind IN (?2, ?3) OR (kind = ?4 AND points < 0))",
        params![customer, PointsKind::Earn, PointsKind::Bonus, PointsKind::Reverse],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The sum of all entries less what is left of them: 0 unless rows were moved away by an unmerge.
pub(super) fn gap(tx: &ReadTransaction, customer: CustomerId) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(points), 0) - coalesce(sum(remaining), 0) FROM crm_points_entry WHERE customer_id = ?1",
        [customer],
    )
}

/// All tiers, from the lowest rank on.
pub(super) fn tiers(tx: &ReadTransaction) -> Result<Vec<Tier>> {
    tx.all(&format!("{} ORDER BY rank", Tier::SELECT), [], Tier::from_row)
}

pub(super) fn tier_of_rank(tx: &ReadTransaction, rank: u32) -> Result<Option<TierId>> {
    tx.one("SELECT id FROM crm_tier WHERE rank = ?1", [rank], |row| row.get(0))
}

/// The rank of the tier that a customer is in.
pub(super) fn rank_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<u32>> {
    let sql = "SELECT t.rank FROM crm_customer_tier c JOIN crm_tier t ON t.id = c.tier_id WHERE c.customer_id = ?1";
    tx.one(sql, [customer], |row| row.get(0))
}

fn standing(row: &Row<'_>) -> rusqlite::Result<CustomerTier> {
    let mut columns = Columns::new(row);
    Ok(CustomerTier {
        customer_id: columns.next()?,
        tier_id: columns.next()?,
        since: columns.next()?,
        grace_until: columns.next()?,
        next_evaluation_at: columns.next()?,
    })
}

pub(super) fn standing_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<CustomerTier>> {
    let sql = "SELECT customer_id, tier_id, since, grace_until, next_evaluation_at FROM crm_customer_tier
               WHERE customer_id = ?1";
    tx.one(sql, [customer], standing)
}

pub(super) fn save_standing(tx: &WriteTransaction, row: &CustomerTier, rev: i64) -> Result<()> {
    tx.run(
        "INSERT OR REPLACE INTO crm_customer_tier (customer_id, tier_id, since, grace_until, next_evaluation_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![row.customer_id, row.tier_id, row.since, row.grace_until, row.next_evaluation_at, rev],
    )?;
    Ok(())
}

pub(super) fn delete_standing(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM crm_customer_tier WHERE customer_id = ?1", [customer])?;
    Ok(())
}

/// Has everybody in a tier evaluated by the next `tick`.
pub(super) fn evaluate_soon(tx: &WriteTransaction, tier: TierId, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_customer_tier SET next_evaluation_at = min(coalesce(next_evaluation_at, ?2), ?2), rev = ?3
         WHERE tier_id = ?1",
        params![tier, tx.now(), rev],
    )?;
    Ok(())
}

/// Customers whose tier time alone may have changed.
pub(super) fn due(tx: &ReadTransaction, rows: usize) -> Result<Vec<CustomerId>> {
    tx.all(
        "SELECT customer_id FROM crm_customer_tier WHERE next_evaluation_at IS NOT NULL AND next_evaluation_at <= ?1
         ORDER BY next_evaluation_at LIMIT ?2",
        params![tx.now(), rows as i64],
        |row| row.get(0),
    )
}

/// The next instant at which points expire or are announced, or a tier is to be evaluated.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value(
        "SELECT min(at) FROM (
           SELECT min(expires_at) AS at FROM crm_points_entry WHERE remaining > 0 AND expires_at IS NOT NULL
           UNION ALL SELECT min(expires_at) - ?1 FROM crm_points_entry
             WHERE remaining > 0 AND expires_at IS NOT NULL AND announced_at IS NULL
           UNION ALL SELECT min(next_evaluation_at) FROM crm_customer_tier WHERE next_evaluation_at IS NOT NULL)",
        [REMIND_MILLIS],
    )
}

/// Customers whose entries contradict each other.
pub(super) fn differences(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM crm_points_entry GROUP BY customer_id
           HAVING sum(points) <> sum(remaining) OR sum(points) < 0 OR max(remaining - max(points, 0)) > 0)",
        [],
    )
}
