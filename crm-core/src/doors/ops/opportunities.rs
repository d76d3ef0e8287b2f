//! The operations of opportunities and pipelines.

use super::shapes::Nothing;
use crate::records::presale::opportunities::{
    Forecast, ForecastFilter, LostReason, NewOpportunity, NewOpportunityLine, NewPipeline, Opportunity,
    OpportunityFilter, OpportunityHistory, OpportunityLoss, OpportunityPatch, OpportunityWin, Pipeline,
};
use crate::vocabulary::{Money, OpportunityId, OrderId, Page, PipelineId};

input! {
    /// An opportunity by its id.
    OpportunityRef {
        /// The id.
        id: OpportunityId,
    }
}

input! {
    /// A change of an opportunity.
    OpportunityUpdate {
        /// The id.
        id: OpportunityId,
        /// What changes; absent fields stay, null clears.
        changes: OpportunityPatch,
    }
}

input! {
    /// What an opportunity is about.
    OpportunityLines {
        /// The id.
        id: OpportunityId,
        /// All lines anew, at most 500.
        lines: Vec<NewOpportunityLine>,
    }
}

input! {
    /// Where an opportunity goes.
    OpportunityMove {
        /// The id.
        id: OpportunityId,
        /// The key of a stage of its pipeline.
        stage: String,
    }
}

input! {
    /// How an opportunity is won.
    OpportunityWon {
        /// The id.
        id: OpportunityId,
        /// What it came to, in its currency; its amount by default.
        #[serde(default)]
        amount: Option<Money>,
        /// The order of the same customer that came of it.
        #[serde(default)]
        order_id: Option<OrderId>,
        /// The key of a stage that maps to won; the pipeline's first by default.
        #[serde(default)]
        stage: Option<String>,
    }
}

input! {
    /// How an opportunity is lost.
    OpportunityLost {
        /// The id.
        id: OpportunityId,
        /// Why.
        reason: LostReason,
        /// Who offered against the shop; the known text stays by default.
        #[serde(default)]
        competitor: Option<String>,
        /// The key of a stage that maps to lost; the pipeline's first by default.
        #[serde(default)]
        stage: Option<String>,
    }
}

input! {
    /// An opportunity that waits.
    OpportunityHold {
        /// The id.
        id: OpportunityId,
        /// The key of a stage that maps to on_hold; the pipeline's first by default.
        #[serde(default)]
        stage: Option<String>,
    }
}

input! {
    /// An opportunity that is opened again.
    OpportunityReopen {
        /// The id.
        id: OpportunityId,
        /// Why, a token such as `by_mistake`.
        reason: String,
        /// The key of an open stage; where it was before by default.
        #[serde(default)]
        stage: Option<String>,
    }
}

input! {
    /// A pipeline by its id.
    PipelineRef {
        /// The id.
        id: PipelineId,
    }
}

ops! { pub(super) OPS:
    Write "opportunities.create" "Records an open opportunity of a customer." [NotFound, Limit, Blocked]
        |tx, p: NewOpportunity| -> Opportunity { tx.opportunities().create(p) };
    Read "opportunities.get" "One opportunity with its lines." [NotFound]
        |tx, p: OpportunityRef| -> Opportunity { tx.opportunities().get(p.id) };
    Read "opportunities.list" "Opportunities by customer, owner, stage, status and expected close, the first to close first." [NotFound, Limit]
        |tx, p: OpportunityFilter| -> Page<Opportunity> { tx.opportunities().list(&p) };
    Write "opportunities.update" "Changes what an opportunity says." [NotFound, Conflict, Limit]
        |tx, p: OpportunityUpdate| -> Opportunity { tx.opportunities().update(p.id, p.changes) };
    Write "opportunities.set_lines" "Sets what an opportunity is about; its amount follows unless it has its own." [NotFound, Conflict, Limit]
        |tx, p: OpportunityLines| -> Opportunity { tx.opportunities().set_lines(p.id, &p.lines) };
    Write "opportunities.move" "Takes an opportunity to another stage of its pipeline." [NotFound, NotAllowedTransition]
        |tx, p: OpportunityMove| -> Opportunity { tx.opportunities().move_to(p.id, &p.stage) };
    Write "opportunities.win" "Closes an opportunity as won." [NotFound, NotAllowedTransition]
        |tx, p: OpportunityWon| -> Opportunity {
            tx.opportunities().win(p.id, OpportunityWin { amount: p.amount, order_id: p.order_id, stage: p.stage })
        };
    Write "opportunities.lose" "Closes an opportunity as lost, and why." [NotFound, NotAllowedTransition, Limit]
        |tx, p: OpportunityLost| -> Opportunity {
            let how = OpportunityLoss { reason: p.reason, competitor: p.competitor, stage: p.stage };
            tx.opportunities().lose(p.id, &how)
        };
    Write "opportunities.hold" "Lets an open opportunity wait." [NotFound, NotAllowedTransition]
        |tx, p: OpportunityHold| -> Opportunity { tx.opportunities().hold(p.id, p.stage.as_deref()) };
    Write "opportunities.reopen" "Opens a closed opportunity again, unless an order came of it." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: OpportunityReopen| -> Opportunity {
            tx.opportunities().reopen(p.id, &p.reason, p.stage.as_deref())
        };
    Read "opportunities.history" "The moves of an opportunity, and how long it was in each stage." [NotFound]
        |tx, p: OpportunityRef| -> OpportunityHistory { tx.opportunities().history(p.id) };
    Read "opportunities.forecast" "What open opportunities come to in the base currency, whole and weighted by probability, and by month, owner, pipeline and channel." [NotFound]
        |tx, p: ForecastFilter| -> Forecast { tx.opportunities().forecast(&p) };
    Write "pipelines.save" "Makes a sales pipeline with its stages, or changes the one of this key." [Conflict, Limit]
        |tx, p: NewPipeline| -> Pipeline { tx.pipelines().save(&p) };
    Read "pipelines.get" "One sales pipeline with its stages." [NotFound]
        |tx, p: PipelineRef| -> Pipeline { tx.pipelines().get(p.id) };
    Read "pipelines.list" "All sales pipelines with their stages." []
        |tx, _p: Nothing| -> Vec<Pipeline> { tx.pipelines().list() };
}
