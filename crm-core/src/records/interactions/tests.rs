use super::*;
use crate::journal::timeline::Kind;
use crate::records::customers::{IdentityKind, NewCustomer};
use crate::testing::{at, told};
use crate::vocabulary::{PageRequest, Patch, StaffId};
use crate::{Crm, ErrorCode, FixedClock, Options};
use std::sync::Arc;

fn shop() -> (Crm, CustomerId) {
    let clock = Arc::new(FixedClock::new(at("2026-01-10T12:00:00Z")));
    let crm = Crm::in_memory_with(Options::default().clock(clock)).unwrap();
    let wei = customer(&crm, "王伟", "wei@example.com");
    (crm, wei)
}

fn customer(crm: &Crm, name: &str, email: &str) -> CustomerId {
    let new = NewCustomer { name: Some(name.into()), email: Some(email.into()), ..NewCustomer::default() };
    crm.write(|tx| tx.customers().create(new)).unwrap().id
}

fn call() -> NewInteraction {
    NewInteraction::new(Channel::PhoneIn, Direction::In, InteractionKind::Enquiry)
}

/// What the timeline of a customer points at, newest first.
fn points(crm: &Crm, customer: CustomerId) -> Vec<(Kind, i64)> {
    let points = crm.read(|tx| timeline::before(tx, customer, None, 1_000)).unwrap();
    let contacts = points.into_iter().filter(|point| point.kind == Kind::Interaction);
    contacts.map(|point| (point.kind, point.entity_id)).collect()
}

#[test]
fn every_token_is_stored_and_read_back() {
    let (crm, wei) = shop();
    crm.write(|tx| {
        for channel in Channel::ALL {
            for (kind, outcome) in InteractionKind::ALL.iter().zip(InteractionOutcome::ALL.iter().cycle()) {
                for direction in Direction::ALL {
                    let new = NewInteraction { outcome: *outcome, ..NewInteraction::new(*channel, *direction, *kind) };
                    let stored = tx.interactions().record(new.with(wei))?;
                    assert_eq!(tx.interactions().get(stored.id)?, stored);
                    assert_eq!((stored.channel, stored.direction, stored.kind), (*channel, *direction, *kind));
                    assert_eq!(stored.outcome, *outcome);
                }
            }
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(points(&crm, wei).len(), 17 * 11 * 3);
}

#[test]
fn all_fields_are_kept_cleaned() {
    let (crm, wei) = shop();
    let new = NewInteraction {
        at: Some(at("2025-12-01T08:00:00Z")),
        duration_s: Some(90),
        staff_id: Some(StaffId(7)),
        subject: Some("  Late \u{202E} parcel ".into()),
        body: Some("one\r\ntwo".into()),
        thread_id: Some(" T-1 ".into()),
        reference: Some(Reference { entity: "order".into(), id: 5 }),
        sentiment: Some(-100),
        ..call()
    };
    let stored = crm.write(|tx| tx.interactions().record(new.with(wei))).unwrap();
    assert_eq!(stored.subject.as_deref(), Some("Late parcel"));
    assert_eq!(stored.body.as_deref(), Some("one\ntwo"));
    assert_eq!(stored.thread_id.as_deref(), Some("T-1"));
    assert_eq!(stored.reference, Some(Reference { entity: "order".into(), id: 5 }));
    assert_eq!((stored.duration_s, stored.staff_id, stored.sentiment), (Some(90), Some(StaffId(7)), Some(-100)));
    assert_eq!((stored.at, stored.recorded_at), (at("2025-12-01T08:00:00Z"), at("2026-01-10T12:00:00Z")));
}

#[test]
fn bad_fields_are_named() {
    let (crm, wei) = shop();
    let cases = [
        (NewInteraction { sentiment: Some(101), ..call() }, "/sentiment"),
        (NewInteraction { sentiment: Some(-101), ..call() }, "/sentiment"),
        (NewInteraction { duration_s: Some(31_622_401), ..call() }, "/duration_s"),
        (NewInteraction { staff_id: Some(StaffId(0)), ..call() }, "/staff_id"),
        (NewInteraction { external_id: Some("1".into()), ..call() }, "/source"),
        (NewInteraction { source: Some("no spaces".into()), ..call() }, "/source"),
        (NewInteraction { subject: Some("a\0b".into()), ..call() }, "/subject"),
        (NewInteraction { body: Some("x".repeat(65_537)), ..call() }, "/body"),
        (NewInteraction { thread_id: Some(" ".into()), ..call() }, "/thread_id"),
        (NewInteraction { reference: Some(Reference { entity: "order".into(), id: 0 }), ..call() }, "/ref/id"),
        (NewInteraction { reference: Some(Reference { entity: "".into(), id: 1 }), ..call() }, "/ref/entity"),
        (NewInteraction { customer_id: Some(CustomerId(99)), ..call() }, "/customer_id"),
        (
            NewInteraction { identity: Some(IdentityInput::new(IdentityKind::Email, "secret")), ..call() },
            "/identity/value",
        ),
        (
            NewInteraction { identity: Some(IdentityInput::new(IdentityKind::Qq, "10001")), ..call().with(wei) },
            "/identity",
        ),
    ];
    for (new, path) in cases {
        let error = crm.write(|tx| tx.interactions().record_many(vec![call().with(wei), new.clone()])).unwrap_err();
        assert_eq!(error.path(), Some(format!("/interactions/1{path}").as_str()), "{error}");
        assert!(!error.to_string().contains("secret"));
    }
    assert_eq!(points(&crm, wei), []);
    assert_eq!(told(&crm, "interaction."), [""; 0]);
}

#[test]
fn an_unknown_caller_is_kept_and_attached_later() {
    let (crm, wei) = shop();
    let phone = |number: &str| Some(IdentityInput::new(IdentityKind::Phone, number));
    let unknown = NewInteraction { identity: phone("+86 138 0013 8000"), ..call() };
    let first = crm.write(|tx| tx.interactions().record(unknown.clone())).unwrap();
    let again = crm.write(|tx| tx.interactions().record(unknown.clone())).unwrap();
    let other = NewInteraction { identity: phone("+8613900139000"), ..call() };
    let other = crm.write(|tx| tx.interactions().record(other)).unwrap();
    assert_eq!(first.customer_id, None);
    assert_eq!(first.identity.as_ref().unwrap().value, "+8613800138000");
    let unattached = InteractionFilter { unattached: true, ..InteractionFilter::default() };
    let list = |filter: &InteractionFilter| {
        let page = crm.read(|tx| tx.interactions().list(filter)).unwrap();
        page.items.into_iter().map(|contact| contact.id).collect::<Vec<_>>()
    };
    assert_eq!(list(&unattached), [other.id, again.id, first.id]);
    assert_eq!(crm.write(|tx| tx.interactions().attach(again.id, wei, true)).unwrap(), 2);
    assert_eq!(crm.write(|tx| tx.interactions().attach(again.id, wei, true)).unwrap(), 0, "it is there already");
    assert_eq!(list(&unattached), [other.id]);
    assert_eq!(points(&crm, wei), [(Kind::Interaction, again.id.0), (Kind::Interaction, first.id.0)]);
    // A wrong attachment is corrected, and the timeline follows.
    let li = customer(&crm, "李娜", "li@example.com");
    assert_eq!(crm.write(|tx| tx.interactions().attach(first.id, li, false)).unwrap(), 1);
    assert_eq!((points(&crm, wei).len(), points(&crm, li).len()), (1, 1));
    assert_eq!(told(&crm, "interaction.").iter().filter(|name| *name == "interaction.attached").count(), 3);
    assert_eq!(
        crm.write(|tx| tx.interactions().attach(InteractionId(99), li, false)).unwrap_err().code(),
        ErrorCode::NotFound
    );
}

#[test]
fn a_known_identity_finds_the_customer() {
    let (crm, wei) = shop();
    let identity = Some(IdentityInput::new(IdentityKind::Email, " WEI@Example.com "));
    let stored = crm.write(|tx| tx.interactions().record(NewInteraction { identity, ..call() })).unwrap();
    assert_eq!(stored.customer_id, Some(wei));
    assert_eq!(points(&crm, wei), [(Kind::Interaction, stored.id.0)]);
}

#[test]
fn the_same_external_id_is_the_same_contact() {
    let (crm, wei) = shop();
    let report = |outcome, updated: &str| NewInteraction {
        outcome,
        source: Some("helpdesk".into()),
        external_id: Some("E-1".into()),
        updated_at: Some(at(updated)),
        ..call()
    };
    let record = |new: NewInteraction| crm.write(|tx| tx.interactions().record(new)).unwrap();
    let first = record(report(InteractionOutcome::None, "2026-01-05T00:00:00Z"));
    crm.write(|tx| tx.interactions().attach(first.id, wei, false)).unwrap();
    let newer = record(report(InteractionOutcome::Resolved, "2026-01-06T00:00:00Z"));
    assert_eq!((newer.id, newer.outcome), (first.id, InteractionOutcome::Resolved));
    assert_eq!(newer.customer_id, Some(wei), "a report without a customer leaves the attachment");
    let late = record(report(InteractionOutcome::Lost, "2026-01-05T12:00:00Z"));
    assert_eq!(late.outcome, InteractionOutcome::Resolved, "an older report is ignored");
    record(report(InteractionOutcome::Resolved, "2026-01-06T00:00:00Z"));
    assert_eq!(
        told(&crm, "interaction."),
        ["interaction.recorded", "interaction.attached", "interaction.updated"],
        "what changes nothing says nothing"
    );
    // Another time moves the row of the timeline.
    record(NewInteraction {
        at: Some(at("2025-01-01T00:00:00Z")),
        ..report(InteractionOutcome::Resolved, "2026-01-07T00:00:00Z")
    });
    let moved = crm.read(|tx| timeline::before(tx, wei, Some([at("2025-01-02T00:00:00Z").millis(), 9, 0]), 9)).unwrap();
    assert_eq!(moved.len(), 1);
    assert_eq!(points(&crm, wei).len(), 1);
}

#[test]
fn many_are_recorded_with_one_event() {
    let (crm, wei) = shop();
    let with_id = |id: i32| NewInteraction {
        source: Some("phone".into()),
        external_id: Some(id.to_string()),
        at: Some(at("2026-01-01T00:00:00Z")),
        ..call()
    };
    let many: Vec<_> = (0..5).map(|id| with_id(id).with(wei)).chain([with_id(77), with_id(3).with(wei)]).collect();
    let count = crm.write(|tx| tx.interactions().record_many(many.clone())).unwrap();
    assert_eq!(count, InteractionCount { created: 6, updated: 0, unchanged: 1, unattached: 1 });
    assert_eq!(told(&crm, "interaction."), ["interaction.many_recorded"]);
    let count = crm.write(|tx| tx.interactions().record_many(many)).unwrap();
    assert_eq!(count, InteractionCount { created: 0, updated: 0, unchanged: 7, unattached: 0 });
    assert_eq!(told(&crm, "interaction.").len(), 1);
    // Single events come again afterwards.
    crm.write(|tx| tx.interactions().record(call())).unwrap();
    assert_eq!(told(&crm, "interaction."), ["interaction.many_recorded", "interaction.recorded"]);
}

#[test]
fn changes_keep_what_they_do_not_name() {
    let (crm, wei) = shop();
    let new = NewInteraction { subject: Some("Hello".into()), sentiment: Some(5), ..call() };
    let stored = crm.write(|tx| tx.interactions().record(new.with(wei))).unwrap();
    let patch = InteractionPatch {
        outcome: Some(InteractionOutcome::Callback),
        sentiment: Patch::Clear,
        body: Patch::Set("wants an offer".into()),
        subject: Patch::Set("  ".into()),
        ..InteractionPatch::default()
    };
    let after = crm.write(|tx| tx.interactions().update(stored.id, patch)).unwrap();
    assert_eq!(
        after,
        Interaction {
            outcome: InteractionOutcome::Callback,
            sentiment: None,
            body: Some("wants an offer".into()),
            subject: None,
            ..stored.clone()
        }
    );
    assert_eq!(crm.read(|tx| tx.interactions().get(stored.id)).unwrap(), after);
    let last = crm.read(|tx| tx.events().list(0, 100)).unwrap().into_iter().next_back().unwrap();
    assert_eq!(last.payload, json!({"fields": ["subject", "body", "outcome", "sentiment"], "outcome": "callback"}));
    let same = InteractionPatch { outcome: Some(InteractionOutcome::Callback), ..InteractionPatch::default() };
    let before = crm.read(|tx| tx.events().last()).unwrap();
    assert_eq!(crm.write(|tx| tx.interactions().update(stored.id, same)).unwrap(), after);
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), before);
}

#[test]
fn lists_meet_every_condition_page_by_page() {
    let (crm, wei) = shop();
    let li = customer(&crm, "李娜", "li@example.com");
    let channels = [Channel::Email, Channel::Chat, Channel::PhoneIn];
    crm.write(|tx| {
        for number in 0_i64..60 {
            let new = NewInteraction {
                at: Some(at("2026-01-01T00:00:00Z").plus_millis(number / 4 * 1_000)),
                channel: channels[number as usize % 3],
                thread_id: (number % 2 == 0).then(|| "T".to_owned()),
                customer_id: [Some(wei), Some(li), None][number as usize % 5 % 3],
                staff_id: (number % 7 == 0).then_some(StaffId(7)),
                ..call()
            };
            tx.interactions().record(new)?;
        }
        Ok(())
    })
    .unwrap();
    let all = crm
        .read(|tx| tx.interactions().list(&InteractionFilter { page: PageRequest::first(100), ..Default::default() }))
        .unwrap()
        .items;
    assert_eq!(all.len(), 60);
    assert!(all.windows(2).all(|pair| (pair[0].at, pair[0].id) > (pair[1].at, pair[1].id)), "newest first");
    let later = Some(at("2026-01-01T00:00:03Z"));
    let earlier = Some(at("2026-01-01T00:00:11Z"));
    for mask in 0_u32..64 {
        let on = |bit: u32| mask & (1 << bit) != 0;
        let filter = InteractionFilter {
            customer_id: on(0).then_some(wei),
            thread_id: on(1).then(|| "T".to_owned()),
            channel: on(2).then_some(Channel::Chat),
            staff_id: on(3).then_some(StaffId(7)),
            unattached: on(4),
            from: if on(5) { later } else { None },
            until: if on(5) { earlier } else { None },
            ..Default::default()
        };
        let expected: Vec<InteractionId> = all
            .iter()
            .filter(|one| filter.customer_id.is_none_or(|id| one.customer_id == Some(id)))
            .filter(|one| filter.thread_id.is_none() || one.thread_id == filter.thread_id)
            .filter(|one| filter.channel.is_none_or(|channel| one.channel == channel))
            .filter(|one| filter.staff_id.is_none() || one.staff_id == filter.staff_id)
            .filter(|one| !filter.unattached || one.customer_id.is_none())
            .filter(|one| filter.from.is_none_or(|from| one.at >= from))
            .filter(|one| filter.until.is_none_or(|until| one.at < until))
            .map(|one| one.id)
            .collect();
        let mut found = Vec::new();
        let mut page = PageRequest::first(3);
        loop {
            let filter = InteractionFilter { page: page.clone(), ..filter.clone() };
            let answer = crm.read(|tx| tx.interactions().list(&filter)).unwrap();
            found.extend(answer.items.into_iter().map(|one| one.id));
            let Some(next) = answer.next else { break };
            page.after = Some(next);
        }
        assert_eq!(found, expected, "{filter:?}");
    }
}

#[test]
fn a_page_of_another_list_is_refused() {
    let (crm, wei) = shop();
    crm.write(|tx| tx.interactions().record_many(vec![call().with(wei), call().with(wei)])).unwrap();
    let filter = |channel, after| InteractionFilter {
        channel,
        page: PageRequest { limit: Some(1), after },
        ..InteractionFilter::default()
    };
    let first = crm.read(|tx| tx.interactions().list(&filter(None, None))).unwrap();
    let error = crm.read(|tx| tx.interactions().list(&filter(Some(Channel::PhoneIn), first.next))).unwrap_err();
    assert_eq!(error.path(), Some("/page/after"));
}

#[test]
fn contacts_follow_a_merge_and_come_back() {
    let (crm, wei) = shop();
    let li = customer(&crm, "李娜", "li@example.com");
    let record = |customer| crm.write(|tx| tx.interactions().record(call().with(customer))).unwrap().id;
    let (of_wei, of_li) = (record(wei), record(li));
    let moved = crm.write(|tx| (CUSTOMER_ROWS.move_all)(tx, li, wei)).unwrap();
    assert_eq!(moved, [of_li.0]);
    assert_eq!((points(&crm, wei).len(), points(&crm, li).len()), (2, 0));
    let later = record(wei);
    // What was given to somebody else since does not come back.
    crm.write(|tx| (CUSTOMER_ROWS.move_back)(tx, &[of_li.0, 99], wei, li)).unwrap();
    assert_eq!(points(&crm, wei), [(Kind::Interaction, later.0), (Kind::Interaction, of_wei.0)]);
    assert_eq!(points(&crm, li), [(Kind::Interaction, of_li.0)]);
}
