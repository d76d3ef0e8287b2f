//! Pipelines: the stages through which a shop takes what it sells.

use super::rules::{self, CERTAIN};
use super::{OpportunityStatus, Pipelines, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, PipelineId, PipelineStageId, Rate, Result, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The most stages of a pipeline.
const MAX_STAGES: usize = 50;

/// A pipeline as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPipeline {
    /// Its key, a token; one that is known is changed.
    pub key: String,
    /// What people call it, at most 512 bytes.
    pub name: String,
    /// Whether new opportunities go here; the one that did before does not any more.
    #[serde(default)]
    pub is_default: bool,
    /// All its stages in their order, 1 to 50; at least one each maps to open, won and lost.
    pub stages: Vec<NewPipelineStage>,
}

/// A stage of a pipeline as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPipelineStage {
    /// Its key, a token, unique within the pipeline.
    pub key: String,
    /// What people call it, at most 512 bytes.
    pub name: String,
    /// The core status that it stands for; open by default.
    #[serde(default = "open")]
    pub maps_to: OpportunityStatus,
    /// How likely an opportunity is in it, 0 to 1; needed for open, 1 for won, 0 for lost, 0 by default for on_hold.
    #[serde(default)]
    pub probability: Option<Rate>,
}

fn open() -> OpportunityStatus {
    OpportunityStatus::Open
}

/// A pipeline as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Pipeline {
    /// The id.
    pub id: PipelineId,
    /// Its key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whether new opportunities go here.
    pub is_default: bool,
    /// Its stages in their order.
    pub stages: Vec<PipelineStage>,
}

/// A stage of a pipeline as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PipelineStage {
    /// The id.
    pub id: PipelineStageId,
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// Its key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its place, from 0.
    pub position: i64,
    /// The core status that it stands for.
    pub maps_to: OpportunityStatus,
    /// How likely an opportunity is in it.
    pub probability: Rate,
}

impl<T: Reading> Pipelines<'_, T> {
    /// One pipeline with its stages.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: PipelineId) -> Result<Pipeline> {
        let tx = self.tx.reader();
        with_stages(tx, Pipeline::by_id(tx, id)?.or_not_found(PipelineId::WHAT, id)?)
    }

    /// All pipelines with their stages, in the order in which they were made. A new shop has one, which is the default.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn list(&self) -> Result<Vec<Pipeline>> {
        let tx = self.tx.reader();
        store::pipelines(tx)?.into_iter().map(|pipeline| with_stages(tx, pipeline)).collect()
    }
}

impl Pipelines<'_, WriteTransaction> {
    /// Makes a pipeline, or brings the one of this key to what is given. A stage that keeps its key keeps its
    /// opportunities; a new probability holds for all of them that have none of their own. What is already as given
    /// stays as it is, without an event.
    ///
    /// # Errors
    /// `invalid_input` for bad or missing stages; `limit` for more than 50; `conflict` for a stage that would go or get
    /// another core status while opportunities stand in it.
    pub fn save(&self, new: &NewPipeline) -> Result<Pipeline> {
        let tx = self.tx;
        let (key, name) = (text::token("/key", &new.key)?, text::name("/name", &new.name)?);
        let stages = clean(&new.stages)?;
        let known = store::pipeline_of(tx, &key)?.map(|pipeline| with_stages(tx, pipeline)).transpose()?;
        if let Some(known) = known.as_ref().filter(|known| is_as_given(known, new.is_default, &name, &stages)) {
            return Ok(known.clone());
        }
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            if new.is_default {
                store::clear_default(tx, rev)?;
            }
            let was_default = known.as_ref().is_some_and(|known| known.is_default);
            let id = known.as_ref().map_or(PipelineId(0), |known| known.id);
            let is_default = new.is_default || was_default;
            let mut pipeline = Pipeline { id, key, name, is_default, stages: Vec::new() };
            match &known {
                Some(_) => pipeline.update(tx, rev)?,
                None => pipeline.id = pipeline.insert(tx, rev)?,
            }
            let before = known.map_or_else(Vec::new, |known| known.stages);
            replace_stages(tx, &pipeline, &before, &stages, rev)?;
            let payload = json!({ "key": pipeline.key, "stages": stages.len(), "is_default": pipeline.is_default });
            journal::append(tx, Entry::new("pipeline.saved").entity("pipeline", pipeline.id).payload(payload))?;
            with_stages(tx, pipeline)
        })
    }
}

/// A pipeline by its id, the default one without an id.
pub(super) fn of(tx: &ReadTransaction, id: Option<PipelineId>) -> Result<Pipeline> {
    let found = match id {
        Some(id) => {
            Pipeline::by_id(tx, id)?.or_not_found(PipelineId::WHAT, id).map_err(|error| error.at("/pipeline_id"))?
        }
        None => store::default_pipeline(tx)?.ok_or_else(|| Error::internal("there is no default pipeline"))?,
    };
    with_stages(tx, found)
}

fn with_stages(tx: &ReadTransaction, mut pipeline: Pipeline) -> Result<Pipeline> {
    pipeline.stages = store::stages(tx, pipeline.id)?;
    Ok(pipeline)
}

/// Whether saving would change nothing.
fn is_as_given(known: &Pipeline, is_default: bool, name: &str, stages: &[PipelineStage]) -> bool {
    // What a stage is given, without what its place in the file is.
    let given = |stage: &PipelineStage| (stage.key.clone(), stage.name.clone(), stage.maps_to, stage.probability);
    known.name == name
        && (known.is_default || !is_default)
        && known.stages.iter().map(given).eq(stages.iter().map(given))
}

/// Writes the stages of a pipeline anew; those that keep their keys keep their ids.
fn replace_stages(
    tx: &WriteTransaction,
    pipeline: &Pipeline,
    before: &[PipelineStage],
    after: &[PipelineStage],
    rev: i64,
) -> Result<()> {
    for (at, old) in before.iter().enumerate() {
        let kept = after.iter().find(|stage| stage.key == old.key);
        if kept.is_some_and(|stage| stage.maps_to == old.maps_to) {
            continue;
        }
        if store::stands_in(tx, pipeline.id, &old.key)? {
            let at = after.iter().position(|stage| stage.key == old.key).unwrap_or(at);
            return Err(Error::conflict(format!("opportunities stand in the stage {}", old.key))
                .at(format!("/stages/{at}"))
                .hint("move them to another stage first"));
        }
        if kept.is_none() {
            store::remove_stage(tx, old.id)?;
        }
    }
    for (position, stage) in (0..).zip(after) {
        let known = before.iter().find(|old| old.key == stage.key);
        let id = known.map_or(PipelineStageId(0), |old| old.id);
        let stage = PipelineStage { id, pipeline_id: pipeline.id, position, ..stage.clone() };
        match known {
            Some(old) if *old == stage => {}
            Some(_) => stage.update(tx, rev)?,
            None => drop(stage.insert(tx, rev)?),
        }
    }
    Ok(())
}

/// Stages with clean text and their probabilities, or why they are refused.
fn clean(given: &[NewPipelineStage]) -> Result<Vec<PipelineStage>> {
    if given.len() > MAX_STAGES {
        return Err(Error::new(ErrorCode::Limit, "a pipeline has at most 50 stages").at("/stages"));
    }
    let mut stages: Vec<PipelineStage> = Vec::with_capacity(given.len());
    for (at, stage) in given.iter().enumerate() {
        let made = clean_stage(stage).map_err(|error| error.under(format_args!("/stages/{at}")))?;
        if stages.iter().any(|other| other.key == made.key) {
            return Err(Error::invalid(format!("/stages/{at}/key"), "the key is that of an earlier stage"));
        }
        stages.push(made);
    }
    for status in [OpportunityStatus::Open, OpportunityStatus::Won, OpportunityStatus::Lost] {
        if !stages.iter().any(|stage| stage.maps_to == status) {
            return Err(Error::invalid("/stages", format!("a pipeline has a stage that maps to {status}")));
        }
    }
    Ok(stages)
}

fn clean_stage(stage: &NewPipelineStage) -> Result<PipelineStage> {
    rules::require_share("/probability", stage.probability)?;
    let fixed = match stage.maps_to {
        OpportunityStatus::Won => Some(CERTAIN),
        OpportunityStatus::Lost => Some(Rate::default()),
        OpportunityStatus::Open | OpportunityStatus::OnHold => None,
    };
    let probability = match (fixed, stage.probability) {
        (Some(fixed), Some(given)) if given != fixed => {
            return Err(Error::invalid("/probability", format!("the probability of {} is {fixed}", stage.maps_to)));
        }
        (Some(fixed), _) => fixed,
        (None, Some(given)) => given,
        (None, None) if stage.maps_to == OpportunityStatus::OnHold => Rate::default(),
        (None, None) => return Err(Error::invalid("/probability", "an open stage has a probability")),
    };
    Ok(PipelineStage {
        id: PipelineStageId(0),
        pipeline_id: PipelineId(0),
        key: text::token("/key", &stage.key)?,
        name: text::name("/name", &stage.name)?,
        position: 0,
        maps_to: stage.maps_to,
        probability,
    })
}
