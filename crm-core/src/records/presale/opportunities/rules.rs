//! Pure decisions about opportunities.

use super::pipelines::{Pipeline, PipelineStage};
use super::{
    NewOpportunity, NewOpportunityLine, Opportunity, OpportunityLine, OpportunityPatch, OpportunityStatus, StageTime,
};
use crate::journal::StageChange;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Currency, Error, ErrorCode, Money, Patch, Rate, Result, Timestamp, ids, text};

/// The most lines of an opportunity.
const MAX_LINES: usize = 500;
const MAX_KEY: usize = 128;
/// What is certain.
pub(super) const CERTAIN: Rate = Rate::from_ppm(1_000_000);

/// The moves between core statuses; within open they go from stage to stage.
pub(crate) static MACHINE: Machine<OpportunityStatus> = {
    use OpportunityStatus::{Lost, OnHold, Open, Won};
    Machine::new(
        "opportunity",
        &[(Open, &[Open, OnHold, Won, Lost]), (OnHold, &[Open, Lost]), (Won, &[Open]), (Lost, &[Open])],
    )
};

/// Whether an opportunity in this status is closed.
pub(super) fn is_closed(status: OpportunityStatus) -> bool {
    matches!(status, OpportunityStatus::Won | OpportunityStatus::Lost)
}

/// Refuses to change the figures of a closed opportunity.
pub(super) fn require_not_closed(known: &Opportunity) -> Result<()> {
    if is_closed(known.status) {
        return Err(Error::conflict(format!("the opportunity is {}", known.status))
            .existing(known.id)
            .hint("reopen it first, or create a new one"));
    }
    Ok(())
}

/// The keys of the stages to which the machine lets an opportunity go.
pub(super) fn allowed<'a>(pipeline: &'a Pipeline, known: &Opportunity) -> Vec<&'a str> {
    let next = pipeline.stages.iter().filter(|stage| stage.key != known.stage);
    next.filter(|stage| MACHINE.may(known.status, stage.maps_to)).map(|stage| stage.key.as_str()).collect()
}

/// Requires that an opportunity may go to a stage of its pipeline.
pub(super) fn require_move(pipeline: &Pipeline, known: &Opportunity, to: &PipelineStage) -> Result<()> {
    if known.stage != to.key && MACHINE.may(known.status, to.maps_to) {
        return Ok(());
    }
    Err(refused(pipeline, known, format!("opportunity cannot go from {} to {}", known.stage, to.key)))
}

/// The error of a move that is not allowed.
pub(super) fn refused(pipeline: &Pipeline, known: &Opportunity, message: String) -> Error {
    Error::new(ErrorCode::NotAllowedTransition, message).at("/stage").allowed(allowed(pipeline, known))
}

/// The stage of a key.
pub(super) fn stage_of<'a>(pipeline: &'a Pipeline, key: &str) -> Result<&'a PipelineStage> {
    pipeline.stages.iter().find(|stage| stage.key == key).ok_or_else(|| {
        Error::invalid("/stage", "the pipeline has no stage of this key")
            .allowed(pipeline.stages.iter().map(|stage| stage.key.as_str()))
    })
}

/// The stage of a key that maps to a status, or the first that does.
pub(super) fn stage_for<'a>(
    pipeline: &'a Pipeline,
    key: Option<&str>,
    status: OpportunityStatus,
) -> Result<&'a PipelineStage> {
    let fitting = || pipeline.stages.iter().filter(|stage| stage.maps_to == status);
    let found = match key {
        Some(key) => Some(stage_of(pipeline, key)?).filter(|stage| stage.maps_to == status),
        None => fitting().next(),
    };
    found.ok_or_else(|| {
        let what = if key.is_some() { "the stage does not map" } else { "the pipeline has no stage that maps" };
        Error::invalid("/stage", format!("{what} to {status}")).allowed(fitting().map(|stage| stage.key.as_str()))
    })
}

/// The stage of a new opportunity.
pub(super) fn first_stage<'a>(pipeline: &'a Pipeline, key: Option<&str>) -> Result<&'a PipelineStage> {
    stage_for(pipeline, key, OpportunityStatus::Open)
}

/// How likely an opportunity is.
pub(super) fn probability(row: &Opportunity, of_stage: Rate) -> Rate {
    match row.status {
        OpportunityStatus::Won => CERTAIN,
        OpportunityStatus::Lost => Rate::default(),
        OpportunityStatus::Open | OpportunityStatus::OnHold => row.own_probability.unwrap_or(of_stage),
    }
}

/// Requires a share between 0 and 1.
pub(super) fn require_share(path: &str, rate: Option<Rate>) -> Result<()> {
    if rate.is_some_and(|rate| !(0..=CERTAIN.ppm()).contains(&rate.ppm())) {
        return Err(Error::invalid(path, "a probability is 0 to 1"));
    }
    Ok(())
}

/// The opportunity with clean text, or why it is refused.
pub(super) fn clean(new: NewOpportunity) -> Result<NewOpportunity> {
    ids::require_row_id("/owner_id", new.owner_id.map(i64::from))?;
    require_share("/probability", new.probability)?;
    require_amount("/amount", new.amount)?;
    let token = |path, text: Option<String>| text.map(|text| text::token(path, &text)).transpose();
    Ok(NewOpportunity {
        name: text::name("/name", &new.name)?,
        lines: clean_lines(&new.lines)?,
        channel: token("/channel", new.channel)?,
        source: token("/source", new.source)?,
        campaign: new.campaign.map(|key| text::key("/campaign", &key, MAX_KEY)).transpose()?,
        competitor: text::optional_name("/competitor", new.competitor.as_deref())?,
        need: text::optional_note("/need", new.need.as_deref())?,
        solution: text::optional_note("/solution", new.solution.as_deref())?,
        ..new
    })
}

/// Lines with clean text, or why one is refused.
pub(super) fn clean_lines(lines: &[NewOpportunityLine]) -> Result<Vec<NewOpportunityLine>> {
    if lines.len() > MAX_LINES {
        return Err(Error::new(ErrorCode::Limit, "an opportunity has at most 500 lines").at("/lines"));
    }
    let clean = |line: &NewOpportunityLine| {
        if line.quantity.thousandths() < 0 {
            return Err(Error::invalid("/quantity", "the quantity must not be negative"));
        }
        if line.unit_price.micros() < 0 {
            return Err(Error::invalid("/unit_price", "the price must not be negative"));
        }
        Ok(NewOpportunityLine {
            sku: text::key("/sku", &line.sku, MAX_KEY)?,
            name: text::optional_name("/name", line.name.as_deref())?,
            ..line.clone()
        })
    };
    lines.iter().enumerate().map(|(at, line)| clean(line).map_err(|e| e.under(format_args!("/lines/{at}")))).collect()
}

/// Lines with what they come to.
pub(super) fn priced(lines: &[NewOpportunityLine], currency: Currency) -> Result<Vec<OpportunityLine>> {
    let price = |(at, line): (usize, &NewOpportunityLine)| {
        let total = line.unit_price.total(line.quantity, currency);
        Ok(OpportunityLine {
            sku: line.sku.clone(),
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
            total: total.map_err(|error| error.at(format!("/lines/{at}/unit_price")))?,
        })
    };
    lines.iter().enumerate().map(price).collect()
}

/// What lines come to.
pub(super) fn sum(lines: &[OpportunityLine], currency: Currency) -> Result<Money> {
    let add = |sum: Money, line: &OpportunityLine| sum.checked_add(line.total);
    lines.iter().try_fold(Money::zero(currency), add).map_err(|error| error.at("/lines"))
}

/// The one currency of a new opportunity.
pub(super) fn currency_of(new: &NewOpportunity, base: Option<Currency>) -> Result<Currency> {
    if let (Some(amount), Some(currency)) = (new.amount, new.currency) {
        Money::zero(currency).same_currency(amount).map_err(|error| error.at("/amount"))?;
    }
    let named = new.amount.map(|amount| amount.currency).or(new.currency).or(base);
    named.ok_or_else(|| Error::invalid("/currency", "the currency is missing").hint("name it, such as CNY or USD"))
}

/// Requires an amount that is not negative.
pub(super) fn require_amount(path: &str, amount: Option<Money>) -> Result<()> {
    if amount.is_some_and(|amount| amount.minor < 0) {
        return Err(Error::invalid(path, "the amount must not be negative"));
    }
    Ok(())
}

/// The opportunity after a change.
pub(super) fn patched(known: &Opportunity, patch: OpportunityPatch) -> Result<Opportunity> {
    let figures = !(patch.amount.is_keep() && patch.probability.is_keep() && patch.expected_close.is_keep());
    if figures {
        require_not_closed(known)?;
    }
    let mut after = known.clone();
    if let Some(name) = patch.name {
        after.name = text::name("/name", &name)?;
    }
    match patch.amount {
        Patch::Keep => {}
        Patch::Clear => {
            (after.amount, after.amount_from_lines) = (sum(&known.lines, known.amount.currency)?, true);
        }
        Patch::Set(amount) => {
            require_amount("/amount", Some(amount))?;
            if !known.lines.is_empty() {
                known.amount.same_currency(amount).map_err(|error| error.at("/amount"))?;
            }
            (after.amount, after.amount_from_lines) = (amount, false);
        }
    }
    if let Patch::Set(rate) = &patch.probability {
        require_share("/probability", Some(*rate))?;
    }
    if let Patch::Set(staff) = &patch.owner_id {
        ids::require_row_id("/owner_id", Some(staff.0))?;
    }
    patch.probability.apply(&mut after.own_probability);
    patch.expected_close.apply(&mut after.expected_close);
    patch.owner_id.apply(&mut after.owner_id);
    patch.channel.try_map(|channel| text::token("/channel", &channel))?.apply(&mut after.channel);
    patch.source.try_map(|source| text::token("/source", &source))?.apply(&mut after.source);
    patch.campaign.try_map(|key| text::key("/campaign", &key, MAX_KEY))?.apply(&mut after.campaign);
    let name = |name: &str| text::optional_name("/competitor", Some(name));
    patch.competitor.cleaned(name)?.apply(&mut after.competitor);
    patch.need.cleaned(|need| text::optional_note("/need", Some(need)))?.apply(&mut after.need);
    patch.solution.cleaned(|text| text::optional_note("/solution", Some(text)))?.apply(&mut after.solution);
    Ok(after)
}

/// The names of the fields that differ, for the journal.
pub(super) fn changed_fields(before: &Opportunity, after: &Opportunity) -> Vec<&'static str> {
    let pairs = [
        ("name", before.name != after.name),
        ("amount", (before.amount, before.amount_from_lines) != (after.amount, after.amount_from_lines)),
        ("probability", before.own_probability != after.own_probability),
        ("expected_close", before.expected_close != after.expected_close),
        ("owner_id", before.owner_id != after.owner_id),
        ("channel", before.channel != after.channel),
        ("source", before.source != after.source),
        ("campaign", before.campaign != after.campaign),
        ("competitor", before.competitor != after.competitor),
        ("need", before.need != after.need),
        ("solution", before.solution != after.solution),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}

/// How long an opportunity was in each stage by its moves, oldest first.
pub(super) fn stage_times(moves: &[StageChange], now: Timestamp) -> Vec<StageTime> {
    let mut times: Vec<StageTime> = Vec::new();
    for (at, step) in moves.iter().enumerate() {
        let left = moves.get(at + 1).map_or(now, |next| next.at);
        let spent = (left.millis() - step.at.millis()).max(0);
        match times.iter_mut().find(|time| time.stage == step.to) {
            Some(time) => {
                time.visits += 1;
                time.duration_ms += spent;
            }
            None => times.push(StageTime { stage: step.to.clone(), visits: 1, duration_ms: spent }),
        }
    }
    times
}
