//! Every stage with every move, closing, reopening, and standing still.

use super::*;
use crate::customers::MergeRequest;
use crate::opportunities::rules::MACHINE;
use crate::orders::NewOrder;
use crate::tasks::{TaskFilter, TaskKind};
use crate::testing::{done_by, told};
use crate::vocabulary::ErrorCode;
use std::collections::BTreeMap;

const STAGES: [&str; 8] = ["discovery", "qualification", "proposal", "negotiation", "commit", "on_hold", "won", "lost"];

fn status(stage: &str) -> OpportunityStatus {
    OpportunityStatus::parse(stage).unwrap_or(OpportunityStatus::Open)
}

/// Takes an opportunity to a stage by the verb for it.
fn go(tx: &WriteTransaction, id: OpportunityId, from: &str, to: &str) -> Result<Opportunity> {
    let rooms = tx.opportunities();
    match status(to) {
        OpportunityStatus::Lost => rooms.lose(id, &LostReason::Price.into()),
        OpportunityStatus::OnHold => rooms.hold(id, None),
        OpportunityStatus::Won => rooms.win(id, OpportunityWin::default()),
        OpportunityStatus::Open if rules::is_closed(status(from)) => rooms.reopen(id, "by_mistake", Some(to)),
        OpportunityStatus::Open => rooms.move_to(id, to),
    }
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    let (crm, _, customer) = shop();
    for from in STAGES {
        for to in STAGES {
            crm.write(|tx| {
                let id = tx.opportunities().create(new(customer, 100_00))?.id;
                if from != "discovery" {
                    go(tx, id, "discovery", from)?;
                }
                let before = tx.opportunities().get(id)?;
                assert_eq!((before.stage.as_str(), before.status), (from, status(from)));
                let allowed: Vec<&str> = STAGES
                    .into_iter()
                    .filter(|next| *next != from && MACHINE.may(status(from), status(next)))
                    .collect();
                match go(tx, id, from, to) {
                    Ok(moved) => {
                        assert!(allowed.contains(&to), "{from} to {to}");
                        assert_eq!((moved.stage.as_str(), moved.status), (to, status(to)));
                        assert_eq!(moved.closed_at.is_some(), rules::is_closed(moved.status));
                        assert_eq!(moved.close_amount.is_some(), to == "won");
                        assert_eq!(moved.lost_reason.is_some(), to == "lost");
                        assert_eq!(moved, tx.opportunities().get(id)?);
                        let last = tx.opportunities().history(id)?.moves.pop().unwrap();
                        assert_eq!((last.from.as_deref(), last.to.as_str()), (Some(from), to));
                    }
                    Err(error) => {
                        assert!(!allowed.contains(&to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition, "{from} to {to}");
                        assert_eq!(error.allowed_values(), allowed, "{from} to {to}");
                        assert_eq!(tx.opportunities().get(id)?, before);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_move_alone_neither_loses_nor_reopens_but_wins() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let id = tx.opportunities().create(new(customer, 100_00))?.id;
        let error = tx.opportunities().move_to(id, "lost").unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/stage")));
        let error = tx.opportunities().move_to(id, "nowhere").unwrap_err();
        assert_eq!((error.code(), error.allowed_values().len()), (ErrorCode::InvalidInput, 8));
        let won = tx.opportunities().move_to(id, "won")?;
        assert_eq!((won.status, won.close_amount), (OpportunityStatus::Won, Some(Money::usd(100_00))));
        assert_eq!(won.probability, rules::CERTAIN);
        assert_eq!(tx.opportunities().move_to(id, "commit").unwrap_err().code(), ErrorCode::InvalidInput);
        assert_eq!(tx.opportunities().reopen(id, "not a token", None).unwrap_err().path(), Some("/reason"));
        Ok(())
    })
    .unwrap();
}

#[test]
fn reopening_returns_to_the_stage_before_unless_an_order_came_of_it() {
    let (crm, clock, customer) = shop();
    crm.write(|tx| {
        let id = tx.opportunities().create(new(customer, 100_00))?.id;
        tx.opportunities().move_to(id, "negotiation")?;
        tx.opportunities().hold(id, None)?;
        clock.set(at("2026-03-03T09:00:00Z"));
        tx.opportunities()
            .lose(id, &OpportunityLoss { competitor: Some("Acme".into()), ..LostReason::Competitor.into() })?;
        let open = tx.opportunities().reopen(id, "came_back", None)?;
        assert_eq!((open.stage.as_str(), open.lost_reason, open.closed_at), ("negotiation", None, None));
        assert_eq!(open.competitor.as_deref(), Some("Acme"));
        assert_eq!(tx.opportunities().history(id)?.moves.last().unwrap().reason.as_deref(), Some("came_back"));

        let stranger = tx.customers().create(NewCustomer::person("Li"))?.id;
        let theirs = tx.orders().record(NewOrder::new(stranger, Money::usd(1_00)))?.id;
        let foreign = OpportunityWin { order_id: Some(theirs), ..OpportunityWin::default() };
        assert_eq!(tx.opportunities().win(id, foreign).unwrap_err().path(), Some("/order_id"));
        let order = tx.orders().record(NewOrder::new(customer, Money::usd(90_00)))?.id;
        let how = OpportunityWin { amount: Some(Money::usd(90_00)), order_id: Some(order), stage: None };
        let euros = OpportunityWin { amount: Some(Money::new(1, crate::Currency::EUR)), ..how.clone() };
        assert_eq!(tx.opportunities().win(id, euros).unwrap_err().path(), Some("/amount"));
        let won = tx.opportunities().win(id, how)?;
        assert_eq!((won.close_amount, won.order_id), (Some(Money::usd(90_00)), Some(order)));
        let error = tx.opportunities().reopen(id, "came_back", None).unwrap_err();
        assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(order.0)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_order_wins_whatever_state_its_opportunity_is_in() {
    let (crm, _, customer) = shop();
    for from in STAGES {
        crm.write(|tx| {
            let id = tx.opportunities().create(new(customer, 100_00))?.id;
            if from != "discovery" {
                go(tx, id, "discovery", from)?;
            }
            let order = tx.orders().record(NewOrder::new(customer, Money::usd(80_00)))?;
            ordered(tx, id, &order)?;
            let won = tx.opportunities().get(id)?;
            let amount = if from == "won" { 100_00 } else { 80_00 };
            assert_eq!((won.status, won.order_id), (OpportunityStatus::Won, Some(order.id)), "{from}");
            assert_eq!(won.close_amount, Some(Money::usd(amount)));
            let moves = tx.opportunities().history(id)?.moves;
            for pair in moves.windows(2) {
                assert!(MACHINE.may(status(&pair[0].to), status(&pair[1].to)), "{pair:?}");
            }
            let second = tx.orders().record(NewOrder::new(customer, Money::usd(70_00)))?;
            ordered(tx, id, &second)?;
            assert_eq!(tx.opportunities().get(id)?, won);
            Ok(())
        })
        .unwrap();
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn times_in_stages_add_up_to_the_age() {
    let (crm, clock, customer) = shop();
    let id = crm.write(|tx| tx.opportunities().create(new(customer, 1))).unwrap().id;
    for (stage, day) in [("proposal", 3), ("discovery", 5), ("proposal", 9)] {
        clock.set(at(&format!("2026-03-{day:02}T09:00:00Z")));
        crm.write(|tx| tx.opportunities().move_to(id, stage)).unwrap();
    }
    clock.set(at("2026-03-10T09:00:00Z"));
    let history = crm.read(|tx| tx.opportunities().history(id)).unwrap();
    let day = 86_400_000;
    let found: Vec<_> = history.stages.iter().map(|t| (t.stage.as_str(), t.visits, t.duration_ms / day)).collect();
    assert_eq!(found, [("discovery", 2, 5), ("proposal", 2, 3)]);
    assert_eq!(history.moves[1].duration_ms, Some(day));
}

#[test]
fn tick_reports_once_a_stage_what_stands_still() {
    let (crm, clock, customer) = shop();
    let (open, waiting) = crm
        .write(|tx| {
            let owned = NewOpportunity { owner_id: Some(StaffId(7)), ..new(customer, 1) };
            let (open, waiting) =
                (tx.opportunities().create(owned)?.id, tx.opportunities().create(new(customer, 1))?.id);
            tx.opportunities().hold(waiting, None)?;
            Ok((open, waiting))
        })
        .unwrap();
    let changed = || {
        let report = crm.tick(None, None).unwrap();
        done_by(&report, "opportunities")
    };
    clock.set(at("2026-03-16T08:59:59Z"));
    assert_eq!(changed(), 0);
    assert_eq!(crm.tick(None, None).unwrap().next_at, Some(at("2026-03-16T09:00:00Z")));
    clock.set(at("2026-03-16T09:00:00Z"));
    assert_eq!((changed(), changed()), (1, 0));
    let stalled = crm.read(|tx| tx.opportunities().get(open)).unwrap();
    assert_eq!(stalled.stalled_at, Some(at("2026-03-16T09:00:00Z")));
    let tasks = crm.read(|tx| tx.tasks().list(&TaskFilter::default())).unwrap().items;
    assert_eq!(tasks.len(), 1);
    assert_eq!(
        (tasks[0].kind, tasks[0].assignee_id, tasks[0].customer_id),
        (TaskKind::Review, Some(StaffId(7)), Some(customer))
    );
    assert_eq!(tasks[0].origin.as_deref(), Some("opportunities.stalled"));
    assert_eq!(tasks[0].reference.as_ref().unwrap().id, open.0);
    // A new stage can be stood in anew; the open task of the first report is enough.
    crm.write(|tx| tx.opportunities().move_to(open, "commit")).unwrap();
    clock.set(at("2026-03-30T09:00:00Z"));
    assert_eq!((changed(), changed()), (1, 0));
    assert_eq!(crm.read(|tx| tx.tasks().list(&TaskFilter::default())).unwrap().items.len(), 1);
    assert_eq!(told(&crm, "opportunity.").iter().filter(|name| *name == "opportunity.stalled").count(), 2);
    assert_eq!(crm.read(|tx| tx.opportunities().get(waiting)).unwrap().stalled_at, None);
    crm.write(|tx| tx.opportunities().lose(open, &LostReason::NoResponse.into())).unwrap();
    clock.set(at("2027-03-30T09:00:00Z"));
    assert_eq!(changed(), 0);
}

#[test]
fn a_handover_and_a_merge_take_opportunities_along() {
    let (crm, _, wei) = shop();
    crm.write(|tx| {
        let li = tx.customers().create(NewCustomer::person("Li"))?.id;
        let mine = |customer| NewOpportunity { owner_id: Some(StaffId(7)), ..new(customer, 5_00) };
        let (open, held, won) = (
            tx.opportunities().create(mine(li))?.id,
            tx.opportunities().create(mine(wei))?.id,
            tx.opportunities().create(mine(wei))?.id,
        );
        tx.opportunities().hold(held, None)?;
        tx.opportunities().win(won, OpportunityWin::default())?;
        assert_eq!((has_open(tx, li)?, has_open(tx, wei)?), (true, false));
        assert_eq!(open_of(tx, wei, 10)?.iter().map(|row| row.id).collect::<Vec<_>>(), [held]);
        assert_eq!(transfer(tx, StaffId(7), StaffId(8))?, 2);
        assert_eq!(tx.opportunities().get(won)?.owner_id, Some(StaffId(7)));
        let merge = tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: li, rules: BTreeMap::new() })?;
        assert_eq!(tx.opportunities().get(open)?.customer_id, wei);
        assert_eq!(open_of(tx, wei, 1)?.len(), 1);
        assert!(has_open(tx, wei)?);
        let filter = OpportunityFilter { customer_id: Some(li), ..OpportunityFilter::default() };
        assert_eq!(tx.opportunities().list(&filter)?.items.len(), 3);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.opportunities().get(open)?.customer_id, li);
        assert!(tx.opportunities().history(open)?.moves.iter().all(|step| step.customer_id == Some(li)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
