//! Tasks: moves, lists, and what tick does to them.

use super::*;
use crate::customers::{MergeRequest, NewCustomer};
use crate::testing::{at, done_by, shop};
use crate::vocabulary::{ErrorCode, PageRequest, Patch};
use std::collections::BTreeMap;

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    for from in TaskState::ALL {
        for to in TaskState::ALL {
            let (crm, _) = shop();
            crm.write(|tx| {
                let task = tx.tasks().create(NewTask::new(TaskKind::Other, "Tidy up"))?;
                if *from != TaskState::Open {
                    tx.tasks().set_state(task.id, *from, None)?;
                }
                match tx.tasks().set_state(task.id, *to, Some("as agreed")) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!((moved.state, moved.note.as_deref()), (*to, Some("as agreed")));
                        assert_eq!(moved.ended_at.is_some(), rules::is_over(*to));
                        assert_eq!(tx.tasks().get(task.id)?, moved);
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                        assert_eq!(tx.tasks().get(task.id)?.state, *from);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
}

#[test]
fn tick_reminds_once_and_reports_overdue_once_until_the_time_moves() {
    let (crm, clock) = shop();
    let names = || -> Vec<String> {
        let events = crm.read(|tx| tx.events().list(0, 1_000)).unwrap();
        events.into_iter().map(|event| event.name).filter(|name| name.starts_with("task.")).collect()
    };
    let task = crm
        .write(|tx| {
            tx.tasks().create(NewTask {
                due_at: Some(at("2026-03-03T09:00:00Z")),
                remind_at: Some(at("2026-03-03T08:00:00Z")),
                ..NewTask::new(TaskKind::Call, "Call Wei")
            })
        })
        .unwrap();
    let report = crm.tick(None, None).unwrap();
    assert_eq!(done_by(&report, "tasks"), 0);
    clock.set(at("2026-03-03T08:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "tasks"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "tasks"), 0);
    clock.set(at("2026-03-03T09:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "tasks"), 1);
    assert_eq!(names(), ["task.created", "task.reminded", "task.overdue"]);
    let later = TaskPatch { due_at: Patch::Set(at("2026-03-04T09:00:00Z")), ..TaskPatch::default() };
    let moved = crm.write(|tx| tx.tasks().update(task.id, later)).unwrap();
    assert_eq!((moved.overdue_at, moved.reminded_at), (None, Some(at("2026-03-03T08:00:00Z"))));
    clock.set(at("2026-03-04T09:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "tasks"), 1);
    crm.write(|tx| tx.tasks().set_state(task.id, TaskState::Done, None)).unwrap();
    clock.set(at("2027-03-04T09:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "tasks"), 0);
}

#[test]
fn lists_go_by_due_time_and_pages_fit_together() {
    let (crm, _) = shop();
    let wei = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei"))).unwrap();
    let due = [Some("2026-03-05T00:00:00Z"), None, Some("2026-03-04T00:00:00Z"), Some("2026-03-05T00:00:00Z"), None];
    crm.write(|tx| {
        for (number, due) in due.iter().enumerate() {
            tx.tasks().create(NewTask {
                due_at: due.map(at),
                assignee_id: Some(StaffId(1 + number as i64 % 2)),
                customer_id: (number == 0).then_some(wei.id),
                ..NewTask::new(TaskKind::Other, "Task")
            })?;
        }
        tx.tasks().set_state(TaskId(5), TaskState::Cancelled, None)
    })
    .unwrap();
    let list = |filter: &TaskFilter| crm.read(|tx| tx.tasks().list(filter)).unwrap();
    let ids = |page: &Page<Task>| page.items.iter().map(|task| task.id.0).collect::<Vec<_>>();
    assert_eq!(ids(&list(&TaskFilter::default())), [3, 1, 4, 2]);
    let mut seen = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found = list(&TaskFilter { page: page.clone(), ..TaskFilter::default() });
        seen.extend(ids(&found));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [3, 1, 4, 2]);
    assert_eq!(ids(&list(&TaskFilter { assignee_id: Some(StaffId(2)), ..TaskFilter::default() })), [4, 2]);
    assert_eq!(ids(&list(&TaskFilter { customer_id: Some(wei.id), ..TaskFilter::default() })), [1]);
    assert_eq!(ids(&list(&TaskFilter { state: Some(TaskState::Cancelled), ..TaskFilter::default() })), [5]);
    let before = TaskFilter { due_before: Some(at("2026-03-05T00:00:00Z")), ..TaskFilter::default() };
    assert_eq!(ids(&list(&before)), [3]);
    let foreign = TaskFilter { page, assignee_id: Some(StaffId(2)), ..TaskFilter::default() };
    assert_eq!(crm.read(|tx| tx.tasks().list(&foreign)).unwrap_err().code(), ErrorCode::InvalidInput);
}

#[test]
fn a_handover_moves_customers_and_open_tasks_only() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let wei = tx.customers().create(NewCustomer::person("Wei"))?;
        tx.customers().set_owner(wei.id, Some(StaffId(7)))?;
        for _ in 0..3 {
            tx.tasks().create(NewTask { assignee_id: Some(StaffId(7)), ..NewTask::new(TaskKind::Visit, "Visit") })?;
        }
        tx.tasks().set_state(TaskId(3), TaskState::Done, None)?;
        let moved = tx.staff().transfer(StaffId(7), StaffId(8))?;
        assert_eq!((moved.customers, moved.tasks), (1, 2));
        assert_eq!(tx.customers().get(wei.id)?.owner_id, Some(StaffId(8)));
        assert_eq!(tx.tasks().get(TaskId(3))?.assignee_id, Some(StaffId(7)));
        assert!(tx.staff().transfer(StaffId(8), StaffId(8)).is_err());
        let staff = |ids: &[i64]| ids.iter().copied().map(StaffId).collect::<Vec<_>>();
        for ids in [&[7, 9, 7][..], &[7, 8, 9], &[8, 9]] {
            let new = json!({ "name": "Rule", "kind": "round_robin", "staff": ids });
            tx.leads().create_rule(serde_json::from_value(new).unwrap())?;
        }
        // The successor takes the places over, and none twice that stood there already.
        assert_eq!(tx.staff().transfer(StaffId(7), StaffId(8))?.lead_rules, 2);
        let after: Vec<_> = tx.leads().list_rules()?.into_iter().map(|rule| rule.staff).collect();
        assert_eq!(after, [staff(&[8, 9, 8]), staff(&[8, 9]), staff(&[8, 9])]);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_task_follows_a_merge_and_comes_back() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let (a, b) =
            (tx.customers().create(NewCustomer::person("A"))?, tx.customers().create(NewCustomer::person("B"))?);
        let task = tx.tasks().create(NewTask { customer_id: Some(b.id), ..NewTask::new(TaskKind::Call, "Call B") })?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: a.id, loser_id: b.id, rules: BTreeMap::new() })?;
        assert_eq!(tx.tasks().get(task.id)?.customer_id, Some(a.id));
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.tasks().get(task.id)?.customer_id, Some(b.id));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
