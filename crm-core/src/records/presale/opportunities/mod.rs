//! Opportunities: what may be sold to a customer, how likely, and when.
//!
//! Owns sales pipelines with their stages, and opportunities with their lines. A shop names the stages as it works; each
//! maps to one of four core statuses, and the machine of those decides what may follow what. Promises that an amount is
//! its own or the sum of its lines, that the probability is its own or its stage's, that every move is logged, and that
//! one that stands still is reported once a stage, by `tick`.
//!
//! Refuses to close without a word: a lost one has a reason, a won one an amount, and one of which an order came stays won.

mod forecast;
mod model;
mod moves;
mod pipelines;
mod rules;
mod store;
mod tick;

#[cfg(test)]
mod tests;

pub use forecast::{Forecast, ForecastFilter, ForecastPart};
pub use model::{
    LostReason, NewOpportunity, NewOpportunityLine, Opportunity, OpportunityFilter, OpportunityHistory,
    OpportunityLine, OpportunityLoss, OpportunityPatch, OpportunityStatus, OpportunitySummary, OpportunityWin,
    StageTime,
};
pub(crate) use moves::ordered;
pub use pipelines::{NewPipeline, NewPipelineStage, Pipeline, PipelineStage};
pub(crate) use store::compare;
pub(crate) use tick::tick;

use crate::db::{ReadTransaction, Reading, Touch, WriteTransaction};
use crate::journal::{self, Entry, Move};
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Money, OpportunityId, Page, Rate, Result, StaffId};
use serde_json::json;

room! {
    /// What may be sold to customers.
    Opportunities, opportunities
}

room! {
    /// Sales pipelines and their stages.
    Pipelines, pipelines
}

customer_rows! { CUSTOMER_ROWS, "crm_opportunity", moving "opportunity" }

impl<T: Reading> Opportunities<'_, T> {
    /// One opportunity with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: OpportunityId) -> Result<Opportunity> {
        get(self.tx.reader(), id)
    }

    /// Opportunities with their lines, those that are expected to close first before the others, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &OpportunityFilter) -> Result<Page<Opportunity>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("opportunities", &filter)?;
        let found = store::list(tx, &filter, &listing)?;
        let mut page = listing.page(found, store::key);
        page.items = page.items.into_iter().map(|row| completed(tx, row)).collect::<Result<_>>()?;
        Ok(page)
    }

    /// The moves of an opportunity through its stages, and how long it was in each; in its present one until now.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: OpportunityId) -> Result<OpportunityHistory> {
        let tx = self.tx.reader();
        self.get(id)?;
        let moves = journal::stages_of(tx, rules::MACHINE.entity(), id.0)?;
        let stages = rules::stage_times(&moves, tx.now());
        Ok(OpportunityHistory { moves, stages })
    }

    /// What the open opportunities come to in the shop's base currency, at today's rates, whole and weighted by their
    /// probabilities; by month of the expected close, owner, pipeline and channel. Parts add up to the whole.
    ///
    /// # Errors
    /// `not_found` for a missing exchange rate, or an unknown customer or pipeline.
    pub fn forecast(&self, filter: &ForecastFilter) -> Result<Forecast> {
        forecast::forecast(self.tx.reader(), filter)
    }
}

impl Opportunities<'_, WriteTransaction> {
    /// Records an open opportunity, in the first open stage of the default pipeline unless others are named.
    ///
    /// # Errors
    /// `invalid_input` for a bad field or a stage that is not open; `not_found` for an unknown customer or pipeline;
    /// `blocked` for a customer to whom the shop sells nothing.
    pub fn create(&self, new: NewOpportunity) -> Result<Opportunity> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        let customer_id = customers::require_at(tx, new.customer_id, "/customer_id")?;
        customers::require_sellable(tx, customer_id)?;
        let pipeline = pipelines::of(tx, new.pipeline_id)?;
        let stage = rules::first_stage(&pipeline, new.stage.as_deref())?;
        let currency = rules::currency_of(&new, shop::settings(tx)?.base_currency)?;
        let lines = rules::priced(&new.lines, currency)?;
        let mut made = Opportunity {
            id: OpportunityId(0),
            customer_id,
            name: new.name,
            pipeline_id: pipeline.id,
            stage: stage.key.clone(),
            status: stage.maps_to,
            amount: new.amount.map_or_else(|| rules::sum(&lines, currency), Ok)?,
            amount_from_lines: new.amount.is_none(),
            own_probability: new.probability,
            probability: Rate::default(),
            expected_close: new.expected_close,
            owner_id: new.owner_id,
            channel: new.channel,
            source: new.source,
            campaign: new.campaign,
            competitor: new.competitor,
            need: new.need,
            solution: new.solution,
            stage_since: tx.now(),
            stalled_at: None,
            closed_at: None,
            close_amount: None,
            lost_reason: None,
            order_id: None,
            created_at: tx.now(),
            updated_at: tx.now(),
            lines,
        };
        made.probability = rules::probability(&made, stage.probability);
        tx.step(|| {
            shop::base_currency_or_adopt(tx, currency)?;
            made.id = made.insert(tx, journal::next_seq(tx)?)?;
            store::write_lines(tx, made.id, &made.lines)?;
            log(tx, &made, None, None)?;
            announce(tx, "opportunity.created", &made, json!({ "pipeline": pipeline.key, "source": made.source }))
        })?;
        Ok(made)
    }

    /// Changes what an opportunity says. Amount, probability and expected close of a closed one stay.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a figure of a closed one; `invalid_input` for a bad field.
    pub fn update(&self, id: OpportunityId, patch: OpportunityPatch) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        after.probability = effective(tx, &after)?;
        after.updated_at = tx.now();
        let fields = rules::changed_fields(&known, &after);
        save(tx, &after, "opportunity.updated", json!({ "fields": fields }))?;
        Ok(after)
    }

    /// Sets what an opportunity is about, all lines anew, in its currency; its amount follows unless it has its own.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a closed one; `invalid_input` for a bad line; `limit` for more than 500.
    pub fn set_lines(&self, id: OpportunityId, lines: &[NewOpportunityLine]) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        rules::require_not_closed(&known)?;
        let mut after = known.clone();
        let currency = known.amount.currency;
        after.lines = rules::priced(&rules::clean_lines(lines)?, currency)?;
        if after.amount_from_lines {
            after.amount = rules::sum(&after.lines, currency)?;
        }
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            store::write_lines(tx, id, &after.lines)?;
            save(tx, &after, "opportunity.updated", json!({ "fields": ["lines"], "lines": after.lines.len() }))
        })?;
        Ok(after)
    }
}

/// Whether a customer has an open opportunity.
pub(crate) fn has_open(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    store::has_open(tx, customer)
}

/// The opportunities of a customer that are not closed, the first to close before the others, in short.
pub(crate) fn open_of(tx: &ReadTransaction, customer: CustomerId, limit: usize) -> Result<Vec<OpportunitySummary>> {
    let found = store::not_closed(tx, customer, limit)?;
    found.into_iter().map(|row| completed(tx, row).map(OpportunitySummary::from)).collect()
}

/// Gives the opportunities of one member of the staff that are not closed to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    Ok(store::transfer(tx, from, to, journal::next_seq(tx)?)? as u64)
}

/// One opportunity with its lines, as stored and derived.
fn get(tx: &ReadTransaction, id: OpportunityId) -> Result<Opportunity> {
    completed(tx, Opportunity::by_id(tx, id)?.or_not_found(OpportunityId::WHAT, id)?)
}

/// The row with its lines and the probability that holds.
fn completed(tx: &ReadTransaction, mut row: Opportunity) -> Result<Opportunity> {
    row.probability = effective(tx, &row)?;
    row.lines = store::lines(tx, row.id, row.amount.currency)?;
    Ok(row)
}

fn effective(tx: &ReadTransaction, row: &Opportunity) -> Result<Rate> {
    let of_stage = store::probability(tx, row.pipeline_id, &row.stage)?;
    Ok(rules::probability(row, of_stage.unwrap_or_default()))
}

/// Logs a move of an opportunity to the stage where it stands now.
fn log(tx: &WriteTransaction, row: &Opportunity, from: Option<&str>, reason: Option<&str>) -> Result<()> {
    let step = Move {
        customer: Some(row.customer_id),
        entity: rules::MACHINE.entity(),
        entity_id: row.id.0,
        from,
        to: &row.stage,
        at: tx.now(),
        reason,
        forced: false,
    };
    journal::record(tx, &step)
}

/// Writes a changed opportunity and announces it.
fn save(tx: &WriteTransaction, after: &Opportunity, event: &'static str, payload: serde_json::Value) -> Result<()> {
    tx.step(|| {
        after.update(tx, journal::next_seq(tx)?)?;
        announce(tx, event, after, payload)
    })
}

/// Announces a change, with where the opportunity stands and what it comes to beside the given facts.
fn announce(tx: &WriteTransaction, name: &'static str, row: &Opportunity, facts: serde_json::Value) -> Result<()> {
    let amount: Money = row.close_amount.unwrap_or(row.amount);
    let payload = json!({
        "stage": row.stage, "status": row.status, "amount": amount, "owner_id": row.owner_id,
        "pipeline_id": row.pipeline_id,
    });
    tx.touch(row.customer_id, Touch::PRESALE);
    let event = Entry::new(name).customer(row.customer_id).entity("opportunity", row.id);
    journal::append(tx, event.payload(payload).facts(facts)).map(drop)
}
