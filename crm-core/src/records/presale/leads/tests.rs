//! Leads: moves, capture, assignment, score, conversion, and what time and contacts do to them.

use super::*;
use crate::customers::{IdentityInput, IdentityKind, MergeRequest, NewCustomer};
use crate::interactions::{Channel, Direction, InteractionKind, NewInteraction};
use crate::testing::{OPENING, at, done_by, shop, told};
use crate::vocabulary::{Currency, ErrorCode, PageRequest, Patch};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn email(value: &str) -> IdentityInput {
    IdentityInput::new(IdentityKind::Email, value)
}

fn wei() -> NewLead {
    NewLead { identities: vec![email("Wei@example.com")], ..NewLead::new(LeadSource::WebForm, "Wei") }
}

fn call(customer: CustomerId, direction: Direction) -> NewInteraction {
    NewInteraction::new(Channel::PhoneOut, direction, InteractionKind::Call).with(customer)
}

/// A lead that has come to a state by allowed moves.
fn lead_in(tx: &WriteTransaction, state: LeadState) -> Lead {
    use LeadState::{Contacted, Converted, Junk, New, Nurturing, Qualified, Recycled, Unqualified};
    let path: &[LeadState] = match state {
        New => &[],
        Contacted => &[Contacted],
        Nurturing => &[Contacted, Nurturing],
        Qualified => &[Qualified],
        Unqualified => &[Unqualified],
        Recycled => &[Unqualified, Recycled],
        Converted => &[Qualified, Converted],
        Junk => &[Junk],
    };
    let mut lead = tx.leads().capture(NewLead::new(LeadSource::Other, "Somebody")).unwrap();
    for to in path {
        lead = go(tx, lead.id, *to).unwrap();
    }
    lead
}

fn go(tx: &WriteTransaction, id: LeadId, to: LeadState) -> Result<Lead> {
    match to {
        LeadState::Converted => tx.leads().convert(id, None, None).map(|done| done.lead),
        LeadState::Unqualified => tx.leads().set_state(id, to, Some(LeadLostReason::Timing), None),
        _ => tx.leads().set_state(id, to, None, None),
    }
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    for from in LeadState::ALL {
        for to in LeadState::ALL {
            let (crm, _) = shop();
            crm.write(|tx| {
                let lead = lead_in(tx, *from);
                assert_eq!(lead.state, *from);
                match go(tx, lead.id, *to) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(moved.state, *to);
                        assert_eq!(moved.ended_at.is_some(), rules::is_ended(*to));
                        assert_eq!(moved.lost_reason.is_some(), *to == LeadState::Unqualified);
                        assert_eq!(moved, tx.leads().get(lead.id)?);
                        let log = journal::stages_of(tx, "lead", lead.id.0)?;
                        let last = log.last().unwrap();
                        assert_eq!((last.from.as_deref(), last.to.as_str()), (Some(from.token()), to.token()));
                        let wanted = (*to == LeadState::Unqualified).then_some("timing");
                        assert_eq!(last.reason.as_deref(), wanted);
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                        assert_eq!(tx.leads().get(lead.id)?, lead);
                    }
                }
                Ok(())
            })
            .unwrap();
            assert!(crm.check().unwrap().ok);
        }
    }
}

#[test]
fn the_same_external_id_is_the_same_lead_and_old_reports_are_ignored() {
    let (crm, _) = shop();
    let report = |note: &str, updated: &str| NewLead {
        note: Some(note.to_owned()),
        skus: vec!["A".to_owned(), "A".to_owned(), "B".to_owned()],
        system: Some("forms".to_owned()),
        external_id: Some("7".to_owned()),
        updated_at: Some(at(updated)),
        ..wei()
    };
    crm.write(|tx| {
        let first = tx.leads().capture(report("one", "2026-03-02T08:00:00Z"))?;
        assert_eq!((first.skus.len(), first.identities[0].value.as_str()), (2, "wei@example.com"));
        let second = tx.leads().capture(report("two", "2026-03-02T08:30:00Z"))?;
        assert_eq!((second.id, second.note.as_deref()), (first.id, Some("two")));
        let late = tx.leads().capture(report("three", "2026-03-02T08:10:00Z"))?;
        assert_eq!(late.note.as_deref(), Some("two"));
        // What a report leaves out stays.
        let bare = NewLead {
            identities: Vec::new(),
            name: None,
            note: None,
            skus: Vec::new(),
            ..report("", "2026-03-02T08:40:00Z")
        };
        assert_eq!(tx.leads().capture(NewLead { company: Some("Acme".to_owned()), ..bare })?.skus, ["A", "B"]);
        go(tx, first.id, LeadState::Junk)?;
        assert_eq!(tx.leads().capture(report("four", "2026-03-02T09:00:00Z"))?.note.as_deref(), Some("two"));
        let count = tx.leads().capture_many(vec![
            report("five", "2026-03-02T09:00:00Z"),
            NewLead { external_id: Some("8".to_owned()), ..report("six", "2026-03-02T09:00:00Z") },
            NewLead { external_id: Some("8".to_owned()), ..report("six", "2026-03-02T09:00:00Z") },
        ])?;
        assert_eq!(count, LeadCount { created: 1, updated: 0, unchanged: 2, linked: 0, assigned: 0 });
        let bad = tx.leads().capture_many(vec![wei(), NewLead { identities: vec![email("nobody")], ..wei() }]);
        assert_eq!(bad.unwrap_err().path(), Some("/leads/1/identities/0/value"));
        assert_eq!(tx.leads().list(&LeadFilter { any_state: true, ..LeadFilter::default() })?.items.len(), 2);
        Ok(())
    })
    .unwrap();
    assert_eq!(
        told(&crm, "lead."),
        ["lead.created", "lead.updated", "lead.updated", "lead.junked", "lead.many_captured"]
    );
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_known_customer_is_linked_at_capture_and_later() {
    let (crm, _) = shop();
    let early = crm.write(|tx| tx.leads().capture(wei())).unwrap();
    assert_eq!(early.customer_id, None);
    let customer = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei").email("wei@example.com"))).unwrap();
    crm.write(|tx| {
        assert_eq!(tx.leads().get(early.id)?.customer_id, Some(customer.id));
        tx.customers().set_owner(customer.id, Some(StaffId(9)))?;
        let late = tx.leads().capture(wei())?;
        assert_eq!((late.customer_id, late.owner_id, late.rule_id), (Some(customer.id), Some(StaffId(9)), None));
        assert!(has_open(tx, customer.id)?);
        for lead in [early.id, late.id] {
            go(tx, lead, LeadState::Junk)?;
        }
        assert!(!has_open(tx, customer.id)?);
        let log = journal::stages_of(tx, "lead", early.id.0)?;
        assert!(log.iter().all(|step| step.customer_id == Some(customer.id)));
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "lead.")[..2], ["lead.created", "lead.linked"]);
    assert!(crm.check().unwrap().ok);
}

fn rule(kind: LeadRuleKind, position: u32, staff: &[i64], condition: LeadCondition) -> NewLeadRule {
    NewLeadRule {
        name: kind.to_string(),
        kind,
        position,
        condition,
        staff: staff.iter().copied().map(StaffId).collect(),
        response_minutes: None,
    }
}

#[test]
fn rules_assign_in_their_order_and_explain_themselves() {
    let (crm, _) = shop();
    crm.write(|tx| {
        tx.catalog().upsert(
            serde_json::from_value(json!({"sku": "MUG", "name": "Mug", "category": "home/kitchen"})).unwrap(),
        )?;
        let place = LeadCondition { countries: vec!["DE".to_owned()], ..LeadCondition::default() };
        let goods = LeadCondition { product_lines: vec!["home".to_owned()], ..LeadCondition::default() };
        let turns = tx.leads().create_rule(rule(LeadRuleKind::RoundRobin, 9, &[1, 2, 2], LeadCondition::default()))?;
        let german = tx
            .leads()
            .create_rule(NewLeadRule { response_minutes: Some(30), ..rule(LeadRuleKind::Territory, 1, &[5], place) })?;
        let kitchen = tx.leads().create_rule(rule(LeadRuleKind::ProductLine, 2, &[6], goods))?;
        let german_lead = tx.leads().capture(NewLead { country: Some("DE".to_owned()), ..wei() })?;
        assert_eq!((german_lead.owner_id, german_lead.rule_id), (Some(StaffId(5)), Some(german.id)));
        assert_eq!(german_lead.sla_due_at, Some(at("2026-03-02T09:30:00Z")));
        let kitchen_lead = tx.leads().capture(NewLead { skus: vec!["MUG".to_owned()], ..wei() })?;
        assert_eq!((kitchen_lead.owner_id, kitchen_lead.rule_id), (Some(StaffId(6)), Some(kitchen.id)));
        let mut owners = Vec::new();
        for _ in 0..6 {
            owners.extend(tx.leads().capture(wei())?.owner_id.map(|owner| owner.0));
        }
        assert_eq!(owners, [1, 2, 2, 1, 2, 2]);
        let given = tx.leads().capture(NewLead { owner_id: Some(StaffId(8)), ..wei() })?;
        assert_eq!((given.owner_id, given.rule_id), (Some(StaffId(8)), None));

        let explained = tx.leads().explain_assignment(kitchen_lead.id)?;
        let verdicts: Vec<_> = explained.rules.iter().map(|one| (one.rule_id, one.fits, one.missed.len())).collect();
        assert_eq!(verdicts, [(german.id, false, 1), (kitchen.id, true, 0), (turns.id, true, 0)]);
        assert_eq!(explained.rules[0].missed, ["territories"]);
        assert_eq!(explained.next_owner_id, Some(StaffId(6)));

        // The fewest open leads: 1 has two, 2 has four, 8 has one.
        let off = LeadRulePatch { is_active: Some(false), ..LeadRulePatch::default() };
        for other in [german.id, kitchen.id, turns.id] {
            tx.leads().update_rule(other, off.clone())?;
        }
        assert_eq!(tx.leads().assign(given.id, None).unwrap_err().code(), ErrorCode::Conflict);
        tx.leads().create_rule(rule(LeadRuleKind::Load, 0, &[1, 2, 8], LeadCondition::default()))?;
        let mut owners = Vec::new();
        for _ in 0..3 {
            owners.extend(tx.leads().capture(wei())?.owner_id.map(|owner| owner.0));
        }
        assert_eq!(owners, [8, 1, 8]);
        assert_eq!(transfer(tx, StaffId(2), StaffId(3))?, 4);
        let of = |owner| LeadFilter { owner_id: Some(StaffId(owner)), ..LeadFilter::default() };
        assert_eq!((tx.leads().list(&of(2))?.items.len(), tx.leads().list(&of(3))?.items.len()), (0, 4));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn rules_without_sense_are_refused() {
    let (crm, _) = shop();
    let none = LeadCondition::default;
    let cases = [
        (rule(LeadRuleKind::RoundRobin, 0, &[], none()), "/staff"),
        (rule(LeadRuleKind::RoundRobin, 0, &[1, 0], none()), "/staff/1"),
        (rule(LeadRuleKind::Territory, 0, &[1], none()), "/condition/territories"),
        (rule(LeadRuleKind::ProductLine, 0, &[1], none()), "/condition/product_lines"),
        (
            rule(LeadRuleKind::Load, 0, &[1], LeadCondition { countries: vec!["de".to_owned()], ..none() }),
            "/condition/countries/0",
        ),
        (rule(LeadRuleKind::Load, 0, &[1], LeadCondition { min_score: Some(101), ..none() }), "/condition/min_score"),
        (NewLeadRule { response_minutes: Some(0), ..rule(LeadRuleKind::Load, 0, &[1], none()) }, "/response_minutes"),
    ];
    for (new, path) in cases {
        assert_eq!(crm.write(|tx| tx.leads().create_rule(new)).unwrap_err().path(), Some(path));
    }
    assert!(crm.read(|tx| tx.leads().list_rules()).unwrap().is_empty());
}

#[test]
fn a_contact_answers_a_lead_and_recycling_asks_anew() {
    let (crm, clock) = shop();
    let customer = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei").email("wei@example.com"))).unwrap();
    let lead = crm.write(|tx| tx.leads().capture(wei())).unwrap();
    clock.set(at("2026-03-02T10:00:00Z"));
    crm.write(|tx| tx.interactions().record(call(customer.id, Direction::In))).unwrap();
    let heard = crm.read(|tx| tx.leads().get(lead.id)).unwrap();
    assert_eq!((heard.state, heard.responded_at, heard.score), (LeadState::New, None, lead.score + 4));
    clock.set(at("2026-03-02T11:00:00Z"));
    crm.write(|tx| tx.interactions().record(call(customer.id, Direction::Out))).unwrap();
    let answered = crm.read(|tx| tx.leads().get(lead.id)).unwrap();
    assert_eq!((answered.state, answered.responded_at), (LeadState::Contacted, Some(at("2026-03-02T11:00:00Z"))));
    clock.set(at("2026-03-02T12:00:00Z"));
    crm.write(|tx| go(tx, lead.id, LeadState::Unqualified)).unwrap();
    clock.set(at("2026-03-02T13:00:00Z"));
    let recycled = crm.write(|tx| go(tx, lead.id, LeadState::Recycled)).unwrap();
    assert_eq!((recycled.responded_at, recycled.sla_due_at), (None, Some(at("2026-03-03T13:00:00Z"))));
    crm.write(|tx| tx.interactions().record(call(customer.id, Direction::In))).unwrap();
    assert_eq!(crm.read(|tx| tx.leads().get(lead.id)).unwrap().responded_at, None);
    clock.set(at("2026-03-02T14:00:00Z"));
    crm.write(|tx| tx.interactions().record(call(customer.id, Direction::Out))).unwrap();
    let again = crm.read(|tx| tx.leads().get(lead.id)).unwrap();
    assert_eq!((again.state, again.responded_at), (LeadState::Contacted, Some(at("2026-03-02T14:00:00Z"))));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_reports_a_missing_response_once_and_a_stale_lead_with_a_task() {
    let (crm, clock) = shop();
    let lead = crm.write(|tx| tx.leads().capture(NewLead { owner_id: Some(StaffId(7)), ..wei() })).unwrap();
    let tick = |instant: &str| {
        clock.set(at(instant));
        let report = crm.tick(None, None).unwrap();
        assert!(report.done);
        done_by(&report, "leads")
    };
    assert_eq!(tick("2026-03-03T08:59:59Z"), 0);
    // The first response and the first day of life end at one instant.
    assert_eq!(tick("2026-03-03T09:00:00Z"), 1);
    assert_eq!(tick("2026-03-03T09:00:00Z"), 0);
    let overdue = LeadFilter { overdue: true, ..LeadFilter::default() };
    assert_eq!(crm.read(|tx| tx.leads().list(&overdue)).unwrap().items.len(), 1);
    assert_eq!(tick("2026-03-09T09:00:00Z"), 1);
    assert_eq!(tick("2026-03-09T09:00:00Z"), 0);
    let tasks = crm.read(|tx| tx.tasks().list(&crate::tasks::TaskFilter::default())).unwrap().items;
    assert_eq!(
        (tasks.len(), tasks[0].origin.as_deref(), tasks[0].assignee_id),
        (1, Some("leads.stale"), Some(StaffId(7)))
    );
    // A change makes it fresh; when it grows stale again, the open task is enough.
    let note = LeadPatch { note: Patch::Set("called".to_owned()), ..LeadPatch::default() };
    assert_eq!(crm.write(|tx| tx.leads().update(lead.id, note)).unwrap().stale_at, None);
    assert_eq!(tick("2026-03-16T09:00:00Z"), 1);
    assert_eq!(crm.read(|tx| tx.tasks().list(&crate::tasks::TaskFilter::default())).unwrap().items.len(), 1);
    let names: Vec<String> = told(&crm, "lead.").into_iter().filter(|name| name != "lead.scored").collect();
    assert_eq!(names, ["lead.created", "lead.response_overdue", "lead.stale", "lead.updated", "lead.stale"]);
    crm.write(|tx| go(tx, lead.id, LeadState::Junk)).unwrap();
    assert_eq!(tick("2027-03-16T09:00:00Z"), 0);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_a_customer_was_told_before_answers_a_lead_that_is_linked_later() {
    let (crm, clock) = shop();
    let customer = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei"))).unwrap().id;
    let report = |customer_id| NewLead {
        customer_id,
        system: Some("forms".to_owned()),
        external_id: Some("7".to_owned()),
        ..wei()
    };
    let [updated, reported] =
        crm.write(|tx| Ok([tx.leads().capture(wei())?.id, tx.leads().capture(report(None))?.id])).unwrap();
    let called = at("2026-03-02T10:00:00Z");
    clock.set(called);
    crm.write(|tx| tx.interactions().record(call(customer, Direction::Out))).unwrap();
    clock.set(at("2026-03-02T11:00:00Z"));
    crm.write(|tx| {
        let patch = LeadPatch { customer_id: Some(customer), ..LeadPatch::default() };
        tx.leads().update(updated, patch)?;
        tx.leads().capture(report(Some(customer)))
    })
    .unwrap();
    for id in [updated, reported] {
        let lead = crm.read(|tx| tx.leads().get(id)).unwrap();
        assert_eq!((lead.state, lead.responded_at), (LeadState::Contacted, Some(called)), "{id}");
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_tells_of_a_lead_that_got_hot_without_a_change() {
    let (crm, clock) = shop();
    let lead = crm
        .write(|tx| {
            let lead = tx.leads().capture(NewLead {
                company: Some("Acme".to_owned()),
                employees: Some(2_000),
                skus: ["A", "B", "C"].map(str::to_owned).to_vec(),
                ..NewLead { source: LeadSource::Referral, ..wei() }
            })?;
            assert_eq!((lead.score, lead.hot_at), (66, None));
            // Callers whom nobody knows touch no customer.
            for _ in 0..2 {
                let new =
                    NewInteraction { identity: Some(email("wei@example.com")), ..call(CustomerId(1), Direction::In) };
                tx.interactions().record(NewInteraction { customer_id: None, ..new })?;
            }
            Ok(lead)
        })
        .unwrap();
    clock.set(at("2026-03-03T09:00:00Z"));
    crm.tick(None, None).unwrap();
    crm.tick(None, None).unwrap();
    let hot = crm.read(|tx| tx.leads().get(lead.id)).unwrap();
    assert_eq!((hot.score, hot.hot_at), (73, Some(at("2026-03-03T09:00:00Z"))));
    assert_eq!(told(&crm, "lead."), ["lead.created", "lead.response_overdue", "lead.scored", "lead.hot"]);
}

#[test]
fn a_report_that_says_nothing_new_is_no_change() {
    let (crm, clock) = shop();
    let report = |note: &str, updated: &str| NewLead {
        note: Some(note.to_owned()),
        system: Some("forms".to_owned()),
        external_id: Some("7".to_owned()),
        updated_at: Some(at(updated)),
        ..wei()
    };
    let first = crm.write(|tx| tx.leads().capture(report("one", "2026-03-02T08:00:00Z"))).unwrap();
    clock.set(at("2026-03-02T10:00:00Z"));
    crm.write(|tx| {
        let count = tx.leads().capture_many(vec![report("one", "2026-03-02T09:30:00Z")])?;
        assert_eq!(count, LeadCount { unchanged: 1, ..LeadCount::default() });
        let after = tx.leads().get(first.id)?;
        assert_eq!(after.host_updated_at, Some(at("2026-03-02T09:30:00Z")));
        assert_eq!(after, Lead { host_updated_at: after.host_updated_at, ..first.clone() });
        // What was reported in between is outdated.
        assert_eq!(tx.leads().capture(report("two", "2026-03-02T09:00:00Z"))?, after);
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "lead."), ["lead.created"]);
}

#[test]
fn the_first_response_is_due_by_the_rule_and_the_arrival_while_it_is_awaited() {
    let (crm, clock) = shop();
    let report = || NewLead { system: Some("forms".to_owned()), external_id: Some("7".to_owned()), ..wei() };
    let (lead, quick) = crm
        .write(|tx| {
            let quick = rule(LeadRuleKind::RoundRobin, 0, &[1], LeadCondition::default());
            let quick = tx.leads().create_rule(NewLeadRule { response_minutes: Some(30), ..quick })?;
            Ok((tx.leads().capture(report())?, quick.id))
        })
        .unwrap();
    assert_eq!((lead.rule_id, lead.sla_due_at), (Some(quick), Some(at("2026-03-02T09:30:00Z"))));
    clock.set(at("2026-03-02T09:30:00Z"));
    crm.tick(None, None).unwrap();
    crm.write(|tx| {
        assert!(tx.leads().get(lead.id)?.overdue_at.is_some());
        // Another source alone moves nothing: who looks after it stays.
        let source = tx.leads().capture(NewLead { source: LeadSource::Chat, ..report() })?;
        assert_eq!((source.sla_due_at, source.overdue_at.is_some()), (lead.sla_due_at, true));
        // Somebody who is named is not held to the time of the rule, and not late yet.
        let named = tx.leads().capture(NewLead { owner_id: Some(StaffId(9)), ..report() })?;
        assert_eq!((named.rule_id, named.sla_due_at), (None, Some(at("2026-03-03T09:00:00Z"))));
        assert_eq!(named.overdue_at, None);
        let earlier = tx.leads().capture(NewLead { at: Some(at("2026-03-01T12:00:00Z")), ..report() })?;
        assert_eq!(earlier.sla_due_at, Some(at("2026-03-02T12:00:00Z")));
        let ruled = tx.leads().assign(lead.id, None)?;
        assert_eq!((ruled.rule_id, ruled.sla_due_at), (Some(quick), Some(at("2026-03-01T12:30:00Z"))));
        // A recycled lead counts from then on; one that was answered keeps what it had.
        go(tx, lead.id, LeadState::Unqualified)?;
        go(tx, lead.id, LeadState::Recycled)?;
        let again = tx.leads().assign(lead.id, Some(StaffId(9)))?;
        assert_eq!(again.sla_due_at, Some(at("2026-03-03T09:30:00Z")));
        go(tx, lead.id, LeadState::Contacted)?;
        assert_eq!(tx.leads().assign(lead.id, None)?.sla_due_at, again.sla_due_at);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn many_leads_are_spread_by_rules_that_are_read_once() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let load = tx.leads().create_rule(rule(LeadRuleKind::Load, 0, &[1, 2, 3], LeadCondition::default()))?.id;
        tx.leads().capture(NewLead { owner_id: Some(StaffId(1)), ..wei() })?;
        let mine = |owner: i64, key: &str| NewLead {
            owner_id: Some(StaffId(owner)),
            system: Some("forms".to_owned()),
            external_id: Some(key.to_owned()),
            ..wei()
        };
        // 1 has one lead, gets two more, and gives one to 2: the others go where the fewest are.
        let given = vec![mine(1, "a"), mine(1, "b"), wei(), wei(), mine(2, "a"), wei(), wei(), wei()];
        assert_eq!(tx.leads().capture_many(given)?.assigned, 7);
        let open = store::open_counts(tx, &[1, 2, 3].map(StaffId))?;
        assert_eq!(open, [3, 3, 2]);

        // What changes behind a desk does not reach it: rules and counts are read once.
        let mut desk = Desk::read(tx)?;
        let lead = tx.leads().get(LeadId(1))?;
        assert_eq!(desk.assign(tx, &lead)?.map(|choice| choice.owner), Some(StaffId(3)));
        for _ in 0..5 {
            tx.leads().capture(NewLead { owner_id: Some(StaffId(3)), ..wei() })?;
        }
        tx.leads().update_rule(load, LeadRulePatch { is_active: Some(false), ..LeadRulePatch::default() })?;
        assert_eq!(desk.assign(tx, &lead)?.map(|choice| choice.owner), Some(StaffId(3)));
        desk.moved(None, Some(StaffId(3)));
        desk.moved(None, Some(StaffId(3)));
        assert_eq!(desk.assign(tx, &lead)?.map(|choice| choice.owner), Some(StaffId(1)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_lead_becomes_a_customer_with_its_history() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let mut calls = Vec::new();
        for _ in 0..2 {
            let new = NewInteraction { identity: Some(email("WEI@example.com")), ..call(CustomerId(1), Direction::In) };
            calls.push(tx.interactions().record(NewInteraction { customer_id: None, ..new })?.id);
        }
        let lead =
            tx.leads().capture(NewLead { owner_id: Some(StaffId(7)), country: Some("CN".to_owned()), ..wei() })?;
        assert_eq!(tx.leads().explain_score(lead.id)?.score, lead.score);
        go(tx, lead.id, LeadState::Qualified)?;
        let done = tx.leads().convert(
            lead.id,
            None,
            Some(LeadDeal { currency: Some(Currency::USD), ..LeadDeal::default() }),
        )?;
        assert!(done.customer_created);
        let opportunity = tx.opportunities().get(done.opportunity_id.unwrap())?;
        assert_eq!((opportunity.customer_id, opportunity.owner_id), (done.customer_id, Some(StaffId(7))));
        assert_eq!((done.interactions, done.lead.state), (2, LeadState::Converted));
        assert_eq!(done.lead, tx.leads().get(lead.id)?);
        let customer = tx.customers().get(done.customer_id)?;
        assert_eq!((customer.name.as_deref(), customer.country.as_deref()), (Some("Wei"), Some("CN")));
        assert_eq!((customer.owner_id, customer.identities.len()), (Some(StaffId(7)), 1));
        for call in calls {
            assert_eq!(tx.interactions().get(call)?.customer_id, Some(customer.id));
        }
        let log = journal::stages_of(tx, "lead", lead.id.0)?;
        assert_eq!(log.len(), 3);
        assert!(log.iter().all(|step| step.customer_id == Some(customer.id)));

        // Another lead of the same person becomes the same customer, and brings a phone number.
        let phone = IdentityInput::new(IdentityKind::Phone, "+8613800138000");
        let second = tx.leads().capture(NewLead { identities: vec![email("wei@example.com"), phone], ..wei() })?;
        go(tx, second.id, LeadState::Qualified)?;
        let again = tx.leads().convert(second.id, None, None)?;
        assert_eq!((again.customer_id, again.customer_created), (customer.id, false));
        assert_eq!(tx.customers().get(customer.id)?.identities.len(), 2);
        assert_eq!(tx.leads().convert(second.id, None, None).unwrap_err().code(), ErrorCode::NotAllowedTransition);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_lead_follows_a_merge_and_comes_back() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let a = tx.customers().create(NewCustomer::person("A").email("a@example.com"))?;
        let b = tx.customers().create(NewCustomer::person("B").email("b@example.com"))?;
        tx.interactions().record(call(a.id, Direction::In))?;
        let lead = tx.leads().capture(NewLead { customer_id: Some(b.id), ..NewLead::new(LeadSource::Call, "B") })?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: a.id, loser_id: b.id, rules: BTreeMap::new() })?;
        assert_eq!(tx.leads().get(lead.id)?.customer_id, Some(a.id));
        assert!(has_open(tx, a.id)? && !has_open(tx, b.id)?);
        let of_b = LeadFilter { customer_id: Some(b.id), ..LeadFilter::default() };
        assert_eq!(tx.leads().list(&of_b)?.items.len(), 1);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.leads().get(lead.id)?.customer_id, Some(b.id));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn lists_filter_and_pages_fit_together() {
    let (crm, clock) = shop();
    for (number, day) in [3_i64, 1, 2, 2].iter().enumerate() {
        clock.set(at(OPENING).plus_days(*day));
        let new = NewLead {
            territory: Some(format!("north {}", number % 2)),
            skus: vec![format!("S{number}")],
            identities: vec![email(&format!("p{number}@example.com"))],
            ..NewLead::new(LeadSource::ALL.iter().copied().nth(number).unwrap(), "P")
        };
        crm.write(|tx| tx.leads().capture(new)).unwrap();
    }
    let list = |filter: LeadFilter| -> Vec<i64> {
        crm.read(|tx| tx.leads().list(&filter)).unwrap().items.iter().map(|lead| lead.id.0).collect()
    };
    let any = LeadFilter::default;
    assert_eq!(list(any()), [1, 4, 3, 2]);
    assert_eq!(list(LeadFilter { territory: Some(" north  1".to_owned()), ..any() }), [4, 2]);
    assert_eq!(list(LeadFilter { sku: Some("S2".to_owned()), ..any() }), [3]);
    assert_eq!(list(LeadFilter { identity: Some(email("P1@Example.com")), ..any() }), [2]);
    assert_eq!(list(LeadFilter { source: Some(LeadSource::Import), ..any() }), [2]);
    assert_eq!(list(LeadFilter { from: Some(at(OPENING).plus_days(2)), ..any() }), [1, 4, 3]);
    assert_eq!(list(LeadFilter { min_score: Some(100), ..any() }), [] as [i64; 0]);
    assert_eq!(list(LeadFilter { unassigned: true, state: Some(LeadState::New), ..any() }).len(), 4);
    let (mut seen, mut page) = (Vec::new(), PageRequest::first(1));
    loop {
        let found = crm.read(|tx| tx.leads().list(&LeadFilter { page: page.clone(), ..any() })).unwrap();
        seen.extend(found.items.iter().map(|lead| lead.id.0));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [1, 4, 3, 2]);
    let foreign = LeadFilter { page: PageRequest { after: page.after, ..page }, unassigned: true, ..any() };
    assert_eq!(crm.read(|tx| tx.leads().list(&foreign)).unwrap_err().code(), ErrorCode::InvalidInput);
}

#[test]
fn a_hot_lead_is_told_of_once() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let phone = IdentityInput::new(IdentityKind::Phone, "+8613800138000");
        let lead = tx.leads().capture(NewLead {
            company: Some("Acme".to_owned()),
            employees: Some(2_000),
            country: Some("CN".to_owned()),
            skus: ["A", "B", "C", "D"].map(str::to_owned).to_vec(),
            identities: vec![email("wei@example.com"), phone],
            ..NewLead::new(LeadSource::Referral, "Wei")
        })?;
        let explained = tx.leads().explain_score(lead.id)?;
        let points: Vec<u8> = explained.parts.iter().map(|part| part.points).collect();
        assert_eq!(points, [20, 16, 10, 15, 0, 10, 5]);
        assert_eq!((explained.score, explained.hot, lead.score, lead.hot_at), (76, true, 76, Some(tx.now())));
        tx.leads().update(lead.id, LeadPatch { note: Patch::Set("!".to_owned()), ..LeadPatch::default() })?;
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "lead."), ["lead.created", "lead.hot", "lead.updated"]);
}

proptest! {
    #[test]
    fn a_score_is_the_sum_of_parts_within_their_limits(
        source in 0..LeadSource::ALL.len(), skus in 0..60_usize, contacts in 0..1_000_u32, employees in any::<Option<u32>>(),
        named in any::<bool>(), age in -100_000_000..10_000_000_000_i64,
    ) {
        let (crm, _) = shop();
        let lead = crm.write(|tx| tx.leads().capture(NewLead {
            source: LeadSource::ALL[source],
            name: named.then(|| "Wei".to_owned()),
            employees,
            skus: (0..skus).map(|sku| sku.to_string()).collect(),
            ..wei()
        })).unwrap();
        let now = lead.active_at.plus_millis(age);
        let parts = score::parts(&lead, contacts, now);
        prop_assert!(parts.iter().all(|part| part.points <= part.most));
        prop_assert_eq!(parts.iter().map(|part| u32::from(part.most)).sum::<u32>(), 100);
        prop_assert_eq!(u32::from(score::total(&parts)), parts.iter().map(|part| u32::from(part.points)).sum::<u32>());
        // Time alone changes nothing before the next look.
        let next = score::next_look(lead.active_at, now);
        prop_assert!(next.is_none_or(|next| next > now));
        if let Some(next) = next {
            let before = score::parts(&lead, contacts, next.plus_millis(-1));
            prop_assert!(next.plus_millis(-1) < now || score::total(&before) == score::total(&parts));
            prop_assert!(score::total(&score::parts(&lead, contacts, next)) < score::total(&parts));
        }
    }
}
