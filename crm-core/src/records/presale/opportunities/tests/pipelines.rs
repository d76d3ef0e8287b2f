//! Pipelines of the shop's own.

use super::*;
use crate::vocabulary::{ErrorCode, PipelineId};

fn stage(key: &str, maps_to: OpportunityStatus, ppm: Option<i64>) -> NewPipelineStage {
    NewPipelineStage { key: key.into(), name: key.into(), maps_to, probability: ppm.map(Rate::from_ppm) }
}

fn tender() -> NewPipeline {
    use OpportunityStatus::{Lost, Open, Won};
    NewPipeline {
        key: "tender".into(),
        name: "Tenders".into(),
        is_default: false,
        stages: vec![
            stage("invited", Open, Some(50_000)),
            stage("handed_in", Open, Some(300_000)),
            stage("awarded", Won, None),
            stage("lost_on_price", Lost, None),
            stage("withdrawn", Lost, Some(0)),
        ],
    }
}

#[test]
fn a_shop_has_the_default_pipeline_from_the_start() {
    let (crm, _, _) = shop();
    let pipelines = crm.read(|tx| tx.pipelines().list()).unwrap();
    assert_eq!(pipelines.len(), 1);
    assert!(pipelines[0].is_default);
    let stages: Vec<_> =
        pipelines[0].stages.iter().map(|s| (s.key.as_str(), s.maps_to.token(), s.probability.ppm())).collect();
    assert_eq!(
        stages,
        [
            ("discovery", "open", 100_000),
            ("qualification", "open", 200_000),
            ("proposal", "open", 500_000),
            ("negotiation", "open", 800_000),
            ("commit", "open", 900_000),
            ("on_hold", "on_hold", 0),
            ("won", "won", 1_000_000),
            ("lost", "lost", 0),
        ]
    );
}

#[test]
fn stages_of_the_shop_map_to_the_core() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let pipeline = tx.pipelines().save(&tender())?;
        let made =
            tx.opportunities().create(NewOpportunity { pipeline_id: Some(pipeline.id), ..new(customer, 7_00) })?;
        assert_eq!((made.stage.as_str(), made.probability.ppm()), ("invited", 50_000));
        assert_eq!(tx.opportunities().hold(made.id, None).unwrap_err().path(), Some("/stage"));
        assert_eq!(tx.opportunities().move_to(made.id, "commit").unwrap_err().code(), ErrorCode::InvalidInput);
        let lost = OpportunityLoss { stage: Some("withdrawn".into()), ..LostReason::NoDecision.into() };
        let lost = tx.opportunities().lose(made.id, &lost)?;
        assert_eq!((lost.stage.as_str(), lost.status), ("withdrawn", OpportunityStatus::Lost));
        let wrong = OpportunityLoss { stage: Some("awarded".into()), ..LostReason::NoDecision.into() };
        assert_eq!(
            tx.opportunities().lose(made.id, &wrong).unwrap_err().allowed_values(),
            ["lost_on_price", "withdrawn"]
        );
        assert_eq!(tx.opportunities().reopen(made.id, "again", None)?.stage, "invited");
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn saving_again_keeps_stages_and_moves_probabilities() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let first = tx.pipelines().save(&tender())?;
        let made = tx.opportunities().create(NewOpportunity { pipeline_id: Some(first.id), ..new(customer, 7_00) })?;
        let mut after = tender();
        after.is_default = true;
        after.stages.swap(0, 1);
        after.stages[1].probability = Some(Rate::from_ppm(60_000));
        after.stages.remove(4);
        after.stages.push(stage("asked_back", OpportunityStatus::OnHold, None));
        let second = tx.pipelines().save(&after)?;
        assert_eq!((second.id, second.is_default), (first.id, true));
        let keys: Vec<_> = second.stages.iter().map(|stage| stage.key.as_str()).collect();
        assert_eq!(keys, ["handed_in", "invited", "awarded", "lost_on_price", "asked_back"]);
        assert_eq!(second.stages[1].id, first.stages[0].id);
        assert_eq!(tx.opportunities().get(made.id)?.probability.ppm(), 60_000);
        assert_eq!(tx.opportunities().create(new(customer, 1))?.pipeline_id, second.id);
        assert!(!tx.pipelines().get(PipelineId(1))?.is_default);
        // It stays the default until another is; saving what is known says nothing.
        let seq = journal::last_seq(tx)?;
        assert_eq!(tx.pipelines().save(&after)?, second);
        after.is_default = false;
        assert_eq!(tx.pipelines().save(&after)?, second);
        assert_eq!(journal::last_seq(tx)?, seq);
        let renamed = NewPipeline { name: "Calls".into(), ..after.clone() };
        assert_eq!(tx.pipelines().save(&renamed)?.name, "Calls");
        assert_eq!(journal::last_seq(tx)?, seq + 1);

        after.stages[1].maps_to = OpportunityStatus::OnHold;
        let error = tx.pipelines().save(&after).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Conflict, Some("/stages/1")));
        after.stages.remove(1);
        assert_eq!(tx.pipelines().save(&after).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(tx.pipelines().get(second.id)?.stages.len(), 5);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_no_pipeline_can_be_is_refused() {
    use OpportunityStatus::{Lost, Open, Won};
    let (crm, _, _) = shop();
    let refused = |change: &dyn Fn(&mut Vec<NewPipelineStage>)| {
        let mut given = tender();
        change(&mut given.stages);
        let error = crm.write(|tx| tx.pipelines().save(&given)).unwrap_err();
        (error.code(), error.path().unwrap().to_owned())
    };
    let invalid = |path: &str| (ErrorCode::InvalidInput, path.to_owned());
    assert_eq!(refused(&|stages| stages.retain(|stage| stage.maps_to != Won)), invalid("/stages"));
    assert_eq!(refused(&|stages| stages.retain(|stage| stage.maps_to != Lost)), invalid("/stages"));
    assert_eq!(refused(&|stages| stages.retain(|stage| stage.maps_to != Open)), invalid("/stages"));
    assert_eq!(refused(&|stages| stages[1].key = "invited".into()), invalid("/stages/1/key"));
    assert_eq!(refused(&|stages| stages[1].key = "not a token".into()), invalid("/stages/1/key"));
    assert_eq!(refused(&|stages| stages[0].probability = None), invalid("/stages/0/probability"));
    assert_eq!(refused(&|stages| stages[0].probability = Some(Rate::from_ppm(-1))), invalid("/stages/0/probability"));
    assert_eq!(refused(&|stages| stages[2].probability = Some(Rate::from_ppm(1))), invalid("/stages/2/probability"));
    let many = |stages: &mut Vec<NewPipelineStage>| {
        stages.extend((0..50).map(|number| stage(&format!("s{number}"), Open, Some(1))));
    };
    assert_eq!(refused(&many), (ErrorCode::Limit, "/stages".to_owned()));
    assert_eq!(crm.read(|tx| tx.pipelines().list()).unwrap().len(), 1);
}
