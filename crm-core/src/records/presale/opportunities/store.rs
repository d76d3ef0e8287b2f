//! The SQL of opportunities and pipelines.

use super::forecast::ForecastFilter;
use super::pipelines::{Pipeline, PipelineStage};
use super::{Opportunity, OpportunityFilter, OpportunityLine};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{
    Currency, CustomerId, Date, Money, OpportunityId, PipelineId, PipelineStageId, Quantity, Rate, Result, StaffId,
    Timestamp, UnitPrice,
};
use rusqlite::params;

stored! {
    Opportunity in "crm_opportunity" by OpportunityId {
        customer_id, name, pipeline_id, stage, status, amount => (amount_minor, amount_currency), amount_from_lines,
        own_probability, expected_close, owner_id, channel, source, campaign, competitor, need, solution, stage_since,
        stalled_at, closed_at, close_amount => (close_amount_minor, close_amount_currency), lost_reason, order_id,
        created_at, updated_at,
    }
    besides { probability: Rate::default(), lines: Vec::new() }
}

stored! {
    Pipeline in "crm_pipeline" by PipelineId { key, name, is_default }
    besides { stages: Vec::new() }
}

stored! {
    PipelineStage in "crm_pipeline_stage" by PipelineStageId {
        pipeline_id, key, name, position, maps_to, probability,
    }
}

/// The end of time, for opportunities without an expected close: they come last.
const NEVER: i64 = i64::MAX;

/// Where an opportunity stands in a list: by its expected close.
pub(super) fn key(row: &Opportunity) -> [i64; 2] {
    [row.expected_close.map_or(NEVER, |day| day.days().into()), row.id.0]
}

/// The expected day, as it is indexed: opportunities without one come last.
macro_rules! close {
    () => {
        "coalesce(expected_close, 9223372036854775807)"
    };
}

pub(super) fn list(tx: &ReadTransaction, filter: &OpportunityFilter, listing: &Listing<2>) -> Result<Vec<Opportunity>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("owner_id = ?", filter.owner_id);
    conditions.add("pipeline_id = ?", filter.pipeline_id);
    conditions.add("stage = ?", filter.stage.as_deref());
    conditions.add("status = ?", filter.status);
    conditions.add(concat!(close!(), " < ?"), filter.closing_before);
    // The bound on the day alone lets SQLite begin in the middle of the index.
    conditions.add(concat!(close!(), " >= ?"), listing.start.map(|[day, _]| day));
    conditions.add_start(concat!("(", close!(), ", id) >"), listing.start);
    conditions.read(tx, Opportunity::SELECT, concat!(close!(), ", id"), listing.limit(), Opportunity::from_row)
}

/// What a forecast reads of an open opportunity.
pub(super) struct Open {
    pub(super) amount: Money,
    pub(super) probability: Rate,
    pub(super) expected_close: Option<Date>,
    pub(super) owner_id: Option<StaffId>,
    pub(super) pipeline_id: PipelineId,
    pub(super) pipeline: String,
    pub(super) channel: Option<String>,
}

pub(super) fn open(tx: &ReadTransaction, filter: &ForecastFilter) -> Result<Vec<Open>> {
    let select = "SELECT o.amount_minor, o.amount_currency, coalesce(o.own_probability, s.probability),
        o.expected_close, o.owner_id, o.pipeline_id, p.key, o.channel
      FROM crm_opportunity o
      JOIN crm_pipeline p ON p.id = o.pipeline_id
      JOIN crm_pipeline_stage s ON s.pipeline_id = o.pipeline_id AND s.key = o.stage";
    let mut conditions = Conditions::default();
    conditions.add_fixed("o.status = 'open'");
    conditions.add("o.customer_id = ?", filter.customer_id);
    conditions.add("o.owner_id = ?", filter.owner_id);
    conditions.add("o.pipeline_id = ?", filter.pipeline_id);
    conditions.add("o.expected_close >= ?", filter.closing_from);
    conditions.add("o.expected_close < ?", filter.closing_before);
    conditions.read(tx, select, "o.id", i64::MAX, |row| {
        let mut columns = Columns::new(row);
        Ok(Open {
            amount: Money::new(columns.next()?, columns.next()?),
            probability: columns.next()?,
            expected_close: columns.next()?,
            owner_id: columns.next()?,
            pipeline_id: columns.next()?,
            pipeline: columns.next()?,
            channel: columns.next()?,
        })
    })
}

pub(super) fn has_open(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_opportunity WHERE customer_id = ?1 AND status = 'open')", [customer])
}

pub(super) fn not_closed(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<Opportunity>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND status IN ('open', 'on_hold')
         ORDER BY coalesce(expected_close, 9223372036854775807), id LIMIT ?2",
        Opportunity::SELECT
    );
    tx.all(&sql, params![customer, rows as i64], Opportunity::from_row)
}

/// Gives the opportunities of one member of the staff that are not closed to another; how many.
pub(super) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId, rev: i64) -> Result<usize> {
    tx.run(
        "UPDATE crm_opportunity SET owner_id = ?2, updated_at = ?3, rev = ?4
         WHERE owner_id = ?1 AND status IN ('open', 'on_hold')",
        params![from, to, tx.now(), rev],
    )
}

/// Since when the one stands in its stage that has stood longest of those that were not reported.
pub(super) fn first_still(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    // Named, because SQLite would rather read all that are open.
    tx.value(
        "SELECT min(stage_since) FROM crm_opportunity INDEXED BY crm_opportunity_still
         WHERE status = 'open' AND stalled_at IS NULL",
        [],
    )
}

/// Open ones that were not reported and stand in their stage since an instant or longer, the longest first.
pub(super) fn still(tx: &ReadTransaction, since: Timestamp, rows: usize) -> Result<Vec<Opportunity>> {
    let sql = format!(
        "{} INDEXED BY crm_opportunity_still
         WHERE status = 'open' AND stalled_at IS NULL AND stage_since <= ?1 ORDER BY stage_since LIMIT ?2",
        Opportunity::SELECT
    );
    tx.all(&sql, params![since, rows as i64], Opportunity::from_row)
}

pub(super) fn set_stalled(tx: &WriteTransaction, id: OpportunityId, at: Timestamp, rev: i64) -> Result<()> {
    tx.run("UPDATE crm_opportunity SET stalled_at = ?2, rev = ?3 WHERE id = ?1", params![id, at, rev]).map(drop)
}

pub(super) fn lines(tx: &ReadTransaction, id: OpportunityId, currency: Currency) -> Result<Vec<OpportunityLine>> {
    let sql = "SELECT sku, name, quantity, unit_price FROM crm_opportunity_line
               WHERE opportunity_id = ?1 ORDER BY position";
    let rows: Vec<(String, Option<String>, Quantity, UnitPrice)> =
        tx.all(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let line = |(sku, name, quantity, unit_price): (String, Option<String>, Quantity, UnitPrice)| {
        Ok(OpportunityLine { sku, name, quantity, unit_price, total: unit_price.total(quantity, currency)? })
    };
    rows.into_iter().map(line).collect()
}

pub(super) fn write_lines(tx: &WriteTransaction, id: OpportunityId, lines: &[OpportunityLine]) -> Result<()> {
    tx.run("DELETE FROM crm_opportunity_line WHERE opportunity_id = ?1", [id])?;
    for (position, line) in (0_i64..).zip(lines) {
        tx.run(
            "INSERT INTO crm_opportunity_line (opportunity_id, position, sku, name, quantity, unit_price)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, position, line.sku, line.name, line.quantity, line.unit_price],
        )?;
    }
    Ok(())
}

pub(super) fn pipelines(tx: &ReadTransaction) -> Result<Vec<Pipeline>> {
    tx.all(&format!("{} ORDER BY id", Pipeline::SELECT), [], Pipeline::from_row)
}

pub(super) fn pipeline_of(tx: &ReadTransaction, key: &str) -> Result<Option<Pipeline>> {
    tx.one(&format!("{} WHERE key = ?1", Pipeline::SELECT), [key], Pipeline::from_row)
}

pub(super) fn default_pipeline(tx: &ReadTransaction) -> Result<Option<Pipeline>> {
    tx.one(&format!("{} WHERE is_default = 1", Pipeline::SELECT), [], Pipeline::from_row)
}

pub(super) fn clear_default(tx: &WriteTransaction, rev: i64) -> Result<()> {
    tx.run("UPDATE crm_pipeline SET is_default = 0, rev = ?1 WHERE is_default = 1", [rev]).map(drop)
}

pub(super) fn stages(tx: &ReadTransaction, pipeline: PipelineId) -> Result<Vec<PipelineStage>> {
    let sql = format!("{} WHERE pipeline_id = ?1 ORDER BY position", PipelineStage::SELECT);
    tx.all(&sql, [pipeline], PipelineStage::from_row)
}

pub(super) fn probability(tx: &ReadTransaction, pipeline: PipelineId, stage: &str) -> Result<Option<Rate>> {
    let sql = "SELECT probability FROM crm_pipeline_stage WHERE pipeline_id = ?1 AND key = ?2";
    tx.one(sql, params![pipeline, stage], |row| row.get(0))
}

pub(super) fn remove_stage(tx: &WriteTransaction, id: PipelineStageId) -> Result<()> {
    tx.run("DELETE FROM crm_pipeline_stage WHERE id = ?1", [id]).map(drop)
}

/// Whether any opportunity, closed ones included, stands in a stage.
pub(super) fn stands_in(tx: &ReadTransaction, pipeline: PipelineId, stage: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_opportunity WHERE pipeline_id = ?1 AND stage = ?2)",
        params![pipeline, stage],
    )
}

/// Stored values that do not follow from what they are derived from: one sentence per kind of difference.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let astray: i64 = tx.value(
        "SELECT count(*) FROM crm_opportunity o
         LEFT JOIN crm_pipeline_stage s ON s.pipeline_id = o.pipeline_id AND s.key = o.stage
         WHERE s.maps_to IS NULL OR s.maps_to <> o.status",
        [],
    )?;
    if astray > 0 {
        problems.push(format!("{astray} opportunities have a status that is not their stage's"));
    }
    let unlogged: i64 = tx.value(
        "SELECT count(*) FROM crm_opportunity o WHERE o.stage IS NOT (
           SELECT to_state FROM crm_stage_change WHERE entity = 'opportunity' AND entity_id = o.id
           ORDER BY at DESC, id DESC LIMIT 1)",
        [],
    )?;
    if unlogged > 0 {
        problems.push(format!("{unlogged} opportunities stand in a stage that the log does not tell of"));
    }
    let mut wrong = 0;
    tx.each("SELECT id, amount_minor, amount_currency FROM crm_opportunity WHERE amount_from_lines = 1", [], |row| {
        let read =
            || -> rusqlite::Result<(OpportunityId, i64, Currency)> { Ok((row.get(0)?, row.get(1)?, row.get(2)?)) };
        let (id, minor, currency) = read().map_err(|error| tx.note(error))?;
        let sum = super::rules::sum(&lines(tx, id, currency)?, currency)?;
        wrong += i64::from(sum.minor != minor);
        Ok(())
    })?;
    if wrong > 0 {
        problems.push(format!("{wrong} opportunities have an amount that is not the sum of their lines"));
    }
    Ok(problems)
}
