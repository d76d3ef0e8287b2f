//! Moving an opportunity: from stage to stage, to a pause, to its end and back.

use super::pipelines::{self, Pipeline, PipelineStage};
use super::{
    Opportunities, Opportunity, OpportunityLoss, OpportunityStatus, OpportunityWin, announce, get, log, rules, store,
};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::orders::Order;
use crate::vocabulary::{Error, OpportunityId, Result, text};
use serde_json::json;

/// Why a lost or waiting one came back by itself.
const ORDERED: &str = "ordered";

/// One move that is to be made.
struct Step<'a> {
    to: &'a PipelineStage,
    reason: Option<&'a str>,
    event: &'static str,
}

impl Opportunities<'_, WriteTransaction> {
    /// Takes an opportunity to another stage of its pipeline: an open one, one that waits, or a won one, which is the same
    /// as winning it. The opportunity afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the stages that may follow; `invalid_input` for an unknown stage,
    /// for a lost one, which needs a reason, and for a closed opportunity, which is reopened.
    pub fn move_to(&self, id: OpportunityId, stage: &str) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        let pipeline = pipelines::of(tx, Some(known.pipeline_id))?;
        let to = rules::stage_of(&pipeline, stage)?;
        rules::require_move(&pipeline, &known, to)?;
        if to.maps_to == OpportunityStatus::Lost {
            return Err(Error::invalid("/stage", "a lost opportunity has a reason").hint("use opportunities.lose"));
        }
        if rules::is_closed(known.status) {
            return Err(Error::invalid("/stage", "reopening has a reason").hint("use opportunities.reopen"));
        }
        if to.maps_to == OpportunityStatus::Won {
            return self.win(id, OpportunityWin { stage: Some(to.key.clone()), ..OpportunityWin::default() });
        }
        go(tx, &pipeline, &known, &Step { to, reason: None, event: "opportunity.stage_changed" }, |_| ())
    }

    /// Closes an opportunity as won: with what it came to, and the order if there is one. The opportunity afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for another currency or another customer's order.
    pub fn win(&self, id: OpportunityId, how: OpportunityWin) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        let pipeline = pipelines::of(tx, Some(known.pipeline_id))?;
        let to = rules::stage_for(&pipeline, how.stage.as_deref(), OpportunityStatus::Won)?;
        rules::require_move(&pipeline, &known, to)?;
        rules::require_amount("/amount", how.amount)?;
        let amount = how.amount.unwrap_or(known.amount);
        known.amount.same_currency(amount).map_err(|error| error.at("/amount"))?;
        if let Some(order) = how.order_id {
            let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
            if order.customer_id != known.customer_id {
                return Err(Error::invalid("/order_id", "the order is of another customer"));
            }
        }
        go(tx, &pipeline, &known, &Step { to, reason: None, event: "opportunity.won" }, |after| {
            (after.close_amount, after.order_id) = (Some(amount), how.order_id);
        })
    }

    /// Closes an opportunity as lost, and why. The opportunity afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a stage that does not map to lost.
    pub fn lose(&self, id: OpportunityId, how: &OpportunityLoss) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        let pipeline = pipelines::of(tx, Some(known.pipeline_id))?;
        let to = rules::stage_for(&pipeline, how.stage.as_deref(), OpportunityStatus::Lost)?;
        rules::require_move(&pipeline, &known, to)?;
        let competitor = text::optional_name("/competitor", how.competitor.as_deref())?;
        let step = Step { to, reason: Some(how.reason.token()), event: "opportunity.lost" };
        go(tx, &pipeline, &known, &step, |after| {
            after.lost_reason = Some(how.reason);
            after.competitor = competitor.or(after.competitor.take());
        })
    }

    /// Lets an open opportunity wait; `move_to` an open stage goes on with it. The opportunity afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition`; `invalid_input` for a pipeline without a stage that maps to on_hold.
    pub fn hold(&self, id: OpportunityId, stage: Option<&str>) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        let pipeline = pipelines::of(tx, Some(known.pipeline_id))?;
        let to = rules::stage_for(&pipeline, stage, OpportunityStatus::OnHold)?;
        go(tx, &pipeline, &known, &Step { to, reason: None, event: "opportunity.stage_changed" }, |_| ())
    }

    /// Opens a closed opportunity again, in the open stage where it was before unless another is named. The opportunity
    /// afterwards.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not closed; `conflict` with the order that came of a won
    /// one; `invalid_input` for a reason that is no token.
    pub fn reopen(&self, id: OpportunityId, reason: &str, stage: Option<&str>) -> Result<Opportunity> {
        let tx = self.tx;
        let known = self.get(id)?;
        let reason = text::token("/reason", reason)?;
        let pipeline = pipelines::of(tx, Some(known.pipeline_id))?;
        if !rules::is_closed(known.status) {
            let error = rules::refused(&pipeline, &known, format!("opportunity is {}, not closed", known.status));
            return Err(error.hint("use opportunities.move"));
        }
        if let Some(order) = known.order_id {
            return Err(Error::conflict("an order came of this opportunity")
                .existing(order)
                .hint("create a new opportunity for what is to be sold besides"));
        }
        let to = match stage {
            Some(_) => rules::stage_for(&pipeline, stage, OpportunityStatus::Open)?,
            None => last_open(tx, &pipeline, &known)?,
        };
        go(tx, &pipeline, &known, &Step { to, reason: Some(&reason), event: "opportunity.reopened" }, |_| ())
    }
}

/// Notes the order that came of an opportunity and wins it, with the order's total where the currency is the same. One
/// that waited or was lost is taken up again first, so that the log tells how it went.
// Called by quotes when one is ordered.
pub(crate) fn ordered(tx: &WriteTransaction, id: OpportunityId, order: &Order) -> Result<()> {
    let mut known = get(tx, id)?;
    if known.order_id.is_some() {
        // Of one opportunity may come several orders; the first is the one that closed it.
        return Ok(());
    }
    let pipeline = pipelines::of(tx, Some(known.pipeline_id))?;
    if matches!(known.status, OpportunityStatus::OnHold | OpportunityStatus::Lost) {
        let step = Step { to: last_open(tx, &pipeline, &known)?, reason: Some(ORDERED), event: "opportunity.reopened" };
        known = go(tx, &pipeline, &known, &step, |_| ())?;
    }
    if known.status == OpportunityStatus::Won {
        known.order_id = Some(order.id);
        known.updated_at = tx.now();
        return super::save(tx, &known, "opportunity.updated", json!({ "fields": ["order_id"], "order_id": order.id }));
    }
    let total = Some(order.total).filter(|total| total.currency == known.amount.currency);
    let to = rules::stage_for(&pipeline, None, OpportunityStatus::Won)?;
    go(tx, &pipeline, &known, &Step { to, reason: None, event: "opportunity.won" }, |after| {
        (after.close_amount, after.order_id) = (Some(total.unwrap_or(after.amount)), Some(order.id));
    })
    .map(drop)
}

/// The open stage where an opportunity was last, if the pipeline still has it; its first open stage otherwise.
fn last_open<'a>(tx: &WriteTransaction, pipeline: &'a Pipeline, known: &Opportunity) -> Result<&'a PipelineStage> {
    let moves = journal::stages_of(tx, rules::MACHINE.entity(), known.id.0)?;
    let open = |key: &str| {
        let stage = pipeline.stages.iter().find(|stage| stage.key == key);
        stage.filter(|stage| stage.maps_to == OpportunityStatus::Open)
    };
    match moves.iter().rev().find_map(|step| open(&step.to)) {
        Some(stage) => Ok(stage),
        None => rules::first_stage(pipeline, None),
    }
}

/// Makes a move: checked, logged, written and announced.
fn go(
    tx: &WriteTransaction,
    pipeline: &Pipeline,
    known: &Opportunity,
    step: &Step<'_>,
    change: impl FnOnce(&mut Opportunity),
) -> Result<Opportunity> {
    rules::require_move(pipeline, known, step.to)?;
    let mut after = known.clone();
    (after.stage, after.status) = (step.to.key.clone(), step.to.maps_to);
    (after.stage_since, after.stalled_at, after.updated_at) = (tx.now(), None, tx.now());
    after.closed_at = rules::is_closed(after.status).then(|| tx.now());
    (after.close_amount, after.lost_reason) = (None, None);
    change(&mut after);
    after.probability = rules::probability(&after, step.to.probability);
    tx.step(|| {
        log(tx, &after, Some(&known.stage), step.reason)?;
        after.update(tx, journal::next_seq(tx)?)?;
        let facts = json!({ "from": known.stage, "reason": step.reason, "order_id": after.order_id });
        announce(tx, step.event, &after, facts)
    })?;
    Ok(after)
}

/// Notes that an opportunity stands still.
pub(super) fn stall(tx: &WriteTransaction, row: Opportunity) -> Result<Opportunity> {
    let mut after = row;
    after.stalled_at = Some(tx.now());
    store::set_stalled(tx, after.id, tx.now(), journal::next_seq(tx)?)?;
    announce(tx, "opportunity.stalled", &after, json!({ "stage_since": after.stage_since }))?;
    Ok(after)
}
