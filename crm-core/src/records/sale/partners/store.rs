//! The SQL of partners and commissions.

use super::terms::PlanTerms;
use super::{
    AttributedLines, Attribution, Beneficiary, Commission, CommissionFilter, CommissionPayout, CommissionPlan,
    CommissionShares, CommissionState, EntryKind, Partner, PartnerFilter,
};
use crate::db::{Columns, Conditions, Pair, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{
    AttributionId, CommissionId, CommissionPlanId, CustomerId, Date, OrderId, PartnerId, PayoutId, Result, Timestamp,
};
use rusqlite::types::ToSqlOutput;
use rusqlite::{ToSql, params};

stored! {
    Partner in "crm_partner" by PartnerId {
        customer_id, kind, code, territory, level, agreement, discount_rate, active, created_at, updated_at,
    }
}

stored! {
    CommissionPlan in "crm_commission_plan" by CommissionPlanId {
        name, terms, priority, starts_at, ends_at, created_at,
    }
}

stored! {
    Attribution in "crm_attribution" by AttributionId {
        order_id, customer_id, plan_id, lead => (lead, lead_id), shares, lines, period, base, kept,
        amount => (amount_minor, amount_currency), due_at, closed_at, created_at,
    }
    besides { commissions: Vec::new() }
}

stored! {
    Commission in "crm_commission" by CommissionId {
        attribution_id, order_id, line_id, plan_id, beneficiary => (beneficiary, beneficiary_id), base,
        amount => (amount_minor, amount_currency), clawed => (clawed_minor, clawed_currency), state, earned_at,
        approved_at, paid_at, payout_id, created_at, updated_at,
    }
}

stored! {
    CommissionPayout in "crm_payout" by PayoutId {
        beneficiary => (beneficiary, beneficiary_id), from_day, until_day, commissions,
        gross => (gross_minor, gross_currency), set_off => (set_off_minor, set_off_currency),
        amount => (amount_minor, amount_currency), paid_at,
    }
}

impl Pair for Beneficiary {
    fn read(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Beneficiary { kind: columns.next()?, id: columns.next()? })
    }
    fn split(&self) -> rusqlite::Result<[ToSqlOutput<'_>; 2]> {
        Ok([self.kind.to_sql()?, self.id.to_sql()?])
    }
}

as_json!(PlanTerms, CommissionShares, AttributedLines);

/// The partner of a code.
pub(super) fn partner_of(tx: &ReadTransaction, code: &str) -> Result<Option<Partner>> {
    tx.one(&format!("{} WHERE code = ?1", Partner::SELECT), [code], Partner::from_row)
}

/// The partners that a customer is.
pub(super) fn partners_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<Partner>> {
    let sql = format!("{} WHERE customer_id = ?1 ORDER BY id", Partner::SELECT);
    tx.all(&sql, [customer], Partner::from_row)
}

pub(super) fn partners(tx: &ReadTransaction, filter: &PartnerFilter, listing: &Listing<1>) -> Result<Vec<Partner>> {
    let mut conditions = Conditions::default();
    conditions.add("kind = ?", filter.kind);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("level = ?", filter.level.as_deref());
    conditions.add("active = ?", filter.active);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, Partner::SELECT, "id", listing.limit(), Partner::from_row)
}

/// Plans that are in force at an instant, the one that holds first.
pub(super) fn plans_at(tx: &ReadTransaction, at: Timestamp) -> Result<Vec<CommissionPlan>> {
    let sql = format!(
        "{} WHERE starts_at <= ?1 AND (ends_at IS NULL OR ends_at > ?1) ORDER BY priority DESC, id",
        CommissionPlan::SELECT
    );
    tx.all(&sql, [at], CommissionPlan::from_row)
}

pub(super) fn plans(tx: &ReadTransaction, listing: &Listing<1>) -> Result<Vec<CommissionPlan>> {
    let mut conditions = Conditions::default();
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, CommissionPlan::SELECT, "id", listing.limit(), CommissionPlan::from_row)
}

/// The commissions of an order, plan by plan.
pub(super) fn attributions_of(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Attribution>> {
    let sql = format!("{} WHERE order_id = ?1 ORDER BY id", Attribution::SELECT);
    tx.all(&sql, [order], Attribution::from_row)
}

/// Whether any commission follows its order.
pub(super) fn has_open(tx: &ReadTransaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_attribution WHERE closed_at IS NULL)", [])
}

/// The commissions that follow an order.
pub(super) fn open_of(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Attribution>> {
    let sql = format!("{} WHERE order_id = ?1 AND closed_at IS NULL ORDER BY id", Attribution::SELECT);
    tx.all(&sql, [order], Attribution::from_row)
}

/// Attributions whose claw-back period has ended, the oldest first.
pub(super) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Attribution>> {
    let sql = format!("{} WHERE closed_at IS NULL AND due_at <= ?1 ORDER BY due_at LIMIT ?2", Attribution::SELECT);
    tx.all(&sql, params![now, rows as i64], Attribution::from_row)
}

/// When the next claw-back period ends.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(due_at) FROM crm_attribution WHERE closed_at IS NULL", [])
}

/// What a beneficiary has sold under a plan in a period.
pub(super) fn turnover(tx: &ReadTransaction, plan: CommissionPlanId, lead: Beneficiary, period: Date) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(kept), 0) FROM crm_attribution
         WHERE plan_id = ?1 AND lead = ?2 AND lead_id = ?3 AND period = ?4",
        params![plan, lead.kind, lead.id, period],
    )
}

/// The commissions of an attribution.
pub(super) fn commissions_of(tx: &ReadTransaction, id: AttributionId) -> Result<Vec<Commission>> {
    let sql = format!("{} WHERE attribution_id = ?1 ORDER BY id", Commission::SELECT);
    tx.all(&sql, [id], Commission::from_row)
}

pub(super) fn commissions(
    tx: &ReadTransaction,
    filter: &CommissionFilter,
    listing: &Listing<1>,
) -> Result<Vec<Commission>> {
    let mut conditions = Conditions::default();
    conditions.add("beneficiary = ?", filter.beneficiary.map(|one| one.kind));
    conditions.add("beneficiary_id = ?", filter.beneficiary.map(|one| one.id));
    if let Some(order) = filter.order_id {
        conditions.add("attribution_id IN (SELECT id FROM crm_attribution WHERE order_id = ?)", Some(order));
    }
    conditions.add("plan_id = ?", filter.plan_id);
    conditions.add("state = ?", filter.state);
    if filter.state.is_none() && filter.beneficiary.is_some() {
        // The index of beneficiaries begins with the state.
        conditions.add_in("state", CommissionState::ALL);
    }
    conditions.add("earned_at >= ?", filter.earned_from);
    conditions.add("earned_at < ?", filter.earned_before);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, Commission::SELECT, "id", listing.limit(), Commission::from_row)
}

/// The approved commissions of a beneficiary that were earned in a period.
pub(super) fn approved(
    tx: &ReadTransaction,
    beneficiary: Beneficiary,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Commission>> {
    let sql = format!(
        "{} WHERE beneficiary = ?1 AND beneficiary_id = ?2 AND state = ?3 AND earned_at >= ?4 AND earned_at < ?5
         ORDER BY id",
        Commission::SELECT
    );
    let values = params![beneficiary.kind, beneficiary.id, CommissionState::Approved, from, until];
    tx.all(&sql, values, Commission::from_row)
}

/// One entry in the account of a beneficiary.
pub(super) struct NewEntry {
    pub(super) beneficiary: Beneficiary,
    pub(super) kind: EntryKind,
    pub(super) commission: Option<CommissionId>,
    pub(super) payout: Option<PayoutId>,
    pub(super) amount: i64,
    pub(super) open: bool,
}

pub(super) fn add_entry(tx: &WriteTransaction, entry: &NewEntry, rev: i64) -> Result<()> {
    tx.run(
        "INSERT INTO crm_commission_entry (beneficiary, beneficiary_id, kind, commission_id, payout_id, amount, open, at,
           rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            entry.beneficiary.kind,
            entry.beneficiary.id,
            entry.kind,
            entry.commission,
            entry.payout,
            entry.amount,
            entry.open,
            tx.now(),
            rev
        ],
    )
    .map(drop)
}

/// What was taken back of what had been paid and was not set off yet; not above 0.
pub(super) fn to_set_off(tx: &ReadTransaction, beneficiary: Beneficiary) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(amount), 0) FROM crm_commission_entry
         WHERE beneficiary = ?1 AND beneficiary_id = ?2 AND open = 1",
        params![beneficiary.kind, beneficiary.id],
    )
}

/// Notes that a payout has set off all that was open.
pub(super) fn set_off(tx: &WriteTransaction, beneficiary: Beneficiary, payout: PayoutId) -> Result<()> {
    tx.run(
        "UPDATE crm_commission_entry SET open = 0, payout_id = ?3
         WHERE beneficiary = ?1 AND beneficiary_id = ?2 AND open = 1",
        params![beneficiary.kind, beneficiary.id, payout],
    )
    .map(drop)
}

/// The sums of an account by kind of entry, of entries at or after `from` where it is given, and before `until`.
pub(super) fn sums(
    tx: &ReadTransaction,
    beneficiary: Beneficiary,
    (from, until): (Option<Timestamp>, Timestamp),
) -> Result<Vec<(EntryKind, i64)>> {
    tx.all(
        "SELECT kind, sum(amount) FROM crm_commission_entry
         WHERE beneficiary = ?1 AND beneficiary_id = ?2 AND at >= ?3 AND at < ?4 GROUP BY kind",
        params![beneficiary.kind, beneficiary.id, from.map_or(i64::MIN, Timestamp::millis), until],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Rows that contradict each other: commissions that do not add up to the whole or were taken back beyond it, and
/// accounts that differ from what the commissions and payouts make.
pub(super) fn contradictions(tx: &ReadTransaction) -> Result<[i64; 3]> {
    Ok([
        tx.value(
            "SELECT count(*) FROM crm_attribution a WHERE a.amount_minor <>
               (SELECT coalesce(sum(c.amount_minor), 0) FROM crm_commission c WHERE c.attribution_id = a.id)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM crm_commission WHERE clawed_minor NOT BETWEEN 0 AND amount_minor
               OR (state = 'clawed_back') <> (clawed_minor = amount_minor)",
            [],
        )?,
        tx.value(
            "SELECT count(*) FROM (SELECT sum(amount) AS amount FROM (
               SELECT beneficiary, beneficiary_id, amount FROM crm_commission_entry
               UNION ALL SELECT beneficiary, beneficiary_id, clawed_minor - amount_minor FROM crm_commission
                 WHERE earned_at IS NOT NULL
               UNION ALL SELECT beneficiary, beneficiary_id, amount_minor FROM crm_payout)
             GROUP BY beneficiary, beneficiary_id) WHERE amount <> 0",
            [],
        )?,
    ])
}
