//! Every move of a ticket, its clock against a plain model, complaints, merges, and who gets what.

use super::*;
use crate::Crm;
use crate::ErrorCode;
use crate::customers::{Block, MergeRequest, NewBlock, NewCustomer};
use crate::records::aftersale::sla::{CalendarPlan, NewCalendar, NewSla, SlaPause, SlaTarget};
use crate::records::interactions::{Channel, InteractionFilter};
use crate::records::orders::NewOrder;
use crate::records::tasks::appointments::WeekHours;
use crate::records::tasks::{Priority, TaskFilter, TaskKind};
use crate::testing::{Chance, at, call, customer, done_by, shop, shop_of, told};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{FixedClock, Money, OrderLineId, PageRequest, Patch, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

const MINUTE: i64 = 60_000;

/// Monday to Friday, 09:00 to 17:00 in Berlin; an hour to the answer, eight hours to the resolution, half of both when it
/// is urgent.
fn promise(tx: &WriteTransaction) -> crate::SlaId {
    let hours = (1..=5).map(|weekday| WeekHours { weekday, from_minute: 540, until_minute: 1_020 }).collect();
    let plan = CalendarPlan {
        time_zone: Zone::parse("Europe/Berlin").unwrap(),
        hours,
        holidays: Vec::new(),
        special_days: Vec::new(),
    };
    let calendar = tx.sla().save_calendar(NewCalendar { id: None, name: "Office".into(), plan }).unwrap();
    let target = |priority, first, whole| SlaTarget {
        priority,
        first_response_s: Some(first),
        resolution_s: Some(whole),
        ..SlaTarget::default()
    };
    let targets = vec![target(Some(Priority::Urgent), 1_800, 14_400), target(None, 3_600, 28_800)];
    let sla = NewSla { calendar_id: Some(calendar.id), is_default: true, ..NewSla::new("Office", targets) };
    tx.sla().save(sla).unwrap().id
}

fn incident(customer: CustomerId) -> NewTicket {
    NewTicket::new(TicketKind::Incident, "It does not start").with(customer)
}

fn reply(id: TicketId, wait: bool) -> TicketReply {
    TicketReply { id, body: "Is it plugged in?".into(), staff_id: Some(StaffId(7)), wait }
}

/// A ticket that was brought to a state by the verbs.
fn in_state(tx: &WriteTransaction, customer: CustomerId, state: TicketState) -> Ticket {
    use TicketState::*;
    let tickets = tx.tickets();
    let id = tickets.open(incident(customer)).unwrap().id;
    let set = |state| tickets.set_state(id, state, None).unwrap();
    match state {
        New => {}
        Assigned => drop(tickets.assign(id, Some(StaffId(7))).unwrap()),
        Open | Spam => drop(set(state)),
        WaitingCustomer | WaitingThirdParty | WaitingParts => {
            set(Open);
            set(state);
        }
        Escalated => drop(tickets.escalate(id, "He is a judge", None).unwrap()),
        Resolved => drop(tickets.resolve(id, "Plugged in", None, None).unwrap()),
        Reopened => {
            tickets.resolve(id, "Plugged in", None, None).unwrap();
            tickets.reopen(id, "not_so").unwrap();
        }
        Closed => {
            tickets.resolve(id, "Plugged in", None, None).unwrap();
            set(Closed);
        }
        Duplicate => {
            let other = tickets.open(incident(customer)).unwrap();
            tickets.merge(id, other.id).unwrap();
        }
    }
    let ticket = tickets.get(id).unwrap();
    assert_eq!(ticket.state, state);
    ticket
}

#[test]
fn every_state_allows_its_moves_and_no_others() {
    let verbs = [
        TicketState::Resolved,
        TicketState::Reopened,
        TicketState::Escalated,
        TicketState::Duplicate,
        TicketState::Assigned,
    ];
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        for from in TicketState::ALL {
            for to in TicketState::ALL {
                let ticket = in_state(tx, wei, *from);
                let result = tx.tickets().set_state(ticket.id, *to, Some("because"));
                if !MACHINE.may(*from, *to) {
                    let error = result.unwrap_err();
                    assert_eq!(error.code(), ErrorCode::NotAllowedTransition, "{from} to {to}");
                    let allowed: Vec<String> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                    assert_eq!(error.allowed_values(), allowed);
                } else if verbs.contains(to) {
                    let error = result.unwrap_err();
                    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/state")));
                    assert!(error.next_step().unwrap().starts_with("use tickets."));
                } else {
                    let after = result.unwrap();
                    assert_eq!((after.state, after.ended_at.is_some()), (*to, rules::is_over(*to)));
                    let moves = tx.tickets().history(ticket.id)?.moves;
                    assert_eq!(moves.last().unwrap().reason.as_deref(), Some("because"));
                    continue;
                }
                assert_eq!(tx.tickets().get(ticket.id)?.state, *from);
            }
        }
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn verbs_go_by_open_where_they_must_and_refuse_what_is_over() {
    use TicketState::*;
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let tickets = tx.tickets();
        for from in TicketState::ALL {
            let ends = matches!(from, Resolved | Closed | Spam | Duplicate);
            let fresh = || in_state(tx, wei, *from).id;
            let state = |result: Result<Ticket>| result.map(|ticket| ticket.state).map_err(|error| error.code());
            let or_refused = |to: TicketState| if ends { Err(ErrorCode::NotAllowedTransition) } else { Ok(to) };
            assert_eq!(state(tickets.resolve(fresh(), "Done", Some("plug"), None)), or_refused(Resolved), "{from}");
            assert_eq!(state(tickets.escalate(fresh(), "Loud", Some(StaffId(9)))), or_refused(Escalated), "{from}");
            let reopened = if *from == Resolved { Ok(Reopened) } else { Err(ErrorCode::NotAllowedTransition) };
            assert_eq!(state(tickets.reopen(fresh(), "again")), reopened, "{from}");
            let id = fresh();
            let answered = tickets.respond(&reply(id, false)).map(|_| tickets.get(id).unwrap());
            let expected = match from {
                Closed | Spam | Duplicate => Err(ErrorCode::Conflict),
                New | Assigned | Reopened => Ok(Open),
                other => Ok(*other),
            };
            assert_eq!(state(answered), expected, "{from}");
            let id = fresh();
            let heard = tickets.receive(id, "Hello?").map(|_| tickets.get(id).unwrap());
            let expected = match from {
                Closed | Spam | Duplicate => Err(ErrorCode::Conflict),
                WaitingCustomer => Ok(Open),
                Resolved => Ok(Reopened),
                other => Ok(*other),
            };
            assert_eq!(state(heard), expected, "{from}");
            let rated = tickets.rate(fresh(), 5, None).map(|ticket| ticket.csat).map_err(|error| error.code());
            assert_eq!(rated, if matches!(from, Resolved | Closed) { Ok(Some(5)) } else { Err(ErrorCode::Conflict) });
            tickets.note(fresh(), "A note", None)?;
            let assigned = tickets.assign(fresh(), Some(StaffId(3)));
            assert_eq!(assigned.is_err(), matches!(from, Closed | Spam | Duplicate), "{from}");
        }
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_ticket_gets_number_contact_due_times_and_one_event() {
    let (crm, clock, wei) = shop_of("Wei");
    // Monday, 09:00 in London is 10:00 in Berlin.
    let ticket = crm
        .write(|tx| {
            promise(tx);
            let order = tx.orders().record(NewOrder::new(wei, Money::usd(900)).paid())?;
            let new = NewTicket {
                channel: Channel::PhoneIn,
                order_id: Some(order.id),
                category: Some("device/power".into()),
                tags: vec!["vip".into()],
                customer_id: None,
                ..incident(wei)
            };
            tx.tickets().open(new)
        })
        .unwrap();
    assert_eq!((ticket.number.as_str(), ticket.state, ticket.customer_id), ("T-000001", TicketState::New, Some(wei)));
    assert_eq!(ticket.first_due_at, Some(at("2026-03-02T10:00:00Z")));
    assert_eq!(ticket.resolve_due_at, Some(at("2026-03-03T09:00:00Z")));
    assert_eq!((ticket.due_at, ticket.look_at), (ticket.first_due_at, Some(at("2026-03-02T09:48:00Z"))));
    assert_eq!(told(&crm, "ticket."), ["ticket.opened"]);
    assert_eq!(told(&crm, "interaction."), Vec::<String>::new());
    crm.write(|tx| {
        tx.tickets().respond(&reply(ticket.id, true))?;
        tx.tickets().note(ticket.id, "He is a judge", Some(StaffId(7)))
    })
    .unwrap();
    clock.set(at("2026-03-02T09:30:00Z"));
    crm.write(|tx| tx.tickets().receive(ticket.id, "It is")).unwrap();
    let contacts = crm.read(|tx| {
        tx.interactions().list(&InteractionFilter { customer_id: Some(wei), ..InteractionFilter::default() })
    });
    let channels: Vec<Channel> = contacts.unwrap().items.into_iter().map(|contact| contact.channel).collect();
    assert_eq!(channels.len(), 3);
    assert_eq!(channels.iter().filter(|channel| **channel == Channel::PhoneOut).count(), 1);
    let track = crm.read(|tx| tx.tickets().track("T-000001", Some(wei))).unwrap();
    let said: Vec<&str> = track.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(said, ["Is it plugged in?", "It is"]);
    assert_eq!((track.state, track.answer_due_at), (TicketState::Open, None));
    // Half an hour was waited for the customer.
    assert_eq!(track.resolve_due_at, Some(at("2026-03-03T09:30:00Z")));
    crm.write(|tx| {
        let other = customer(tx, "Mei");
        assert_eq!(tx.tickets().track("T-000001", Some(other)).unwrap_err().code(), ErrorCode::NotFound);
        let page = |public_only| {
            let filter = TicketMessageFilter { id: ticket.id, public_only, page: PageRequest::first(2) };
            tx.tickets().messages(&filter).unwrap()
        };
        assert_eq!((page(false).items.len(), page(false).next.is_some()), (2, true));
        assert_eq!((page(true).items.len(), page(true).next), (2, None));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn bad_tickets_are_refused_and_named() {
    let (crm, _, wei) = shop_of("Wei");
    let mei = crate::testing::person(&crm, "Mei");
    let order = crm.write(|tx| tx.orders().record(NewOrder::new(mei, Money::usd(900)))).unwrap();
    let good = || incident(wei);
    let cases = [
        (NewTicket { subject: " ".into(), ..good() }, ErrorCode::InvalidInput, "/subject"),
        (NewTicket { customer_id: None, ..good() }, ErrorCode::InvalidInput, "/customer_id"),
        (NewTicket { customer_id: Some(CustomerId(99)), ..good() }, ErrorCode::NotFound, "/customer_id"),
        (NewTicket { order_id: Some(order.id), ..good() }, ErrorCode::InvalidInput, "/order_id"),
        (NewTicket { order_id: Some(crate::OrderId(77)), ..good() }, ErrorCode::NotFound, "/order_id"),
        (NewTicket { order_line_id: Some(OrderLineId(1)), ..good() }, ErrorCode::InvalidInput, "/order_id"),
        (
            NewTicket { customer_id: None, order_id: Some(order.id), order_line_id: Some(OrderLineId(9)), ..good() },
            ErrorCode::NotFound,
            "/order_line_id",
        ),
        (NewTicket { asset_id: Some(crate::AssetId(5)), ..good() }, ErrorCode::NotFound, "/asset_id"),
        (NewTicket { interaction_id: Some(crate::InteractionId(5)), ..good() }, ErrorCode::NotFound, "/interaction_id"),
        (NewTicket { sla_id: Some(crate::SlaId(5)), ..good() }, ErrorCode::NotFound, "/sla_id"),
        (NewTicket { assignee_id: Some(StaffId(0)), ..good() }, ErrorCode::InvalidInput, "/assignee_id"),
        (NewTicket { team: Some("no team".into()), ..good() }, ErrorCode::InvalidInput, "/team"),
        (NewTicket { language: Some("in Chinese".into()), ..good() }, ErrorCode::InvalidInput, "/language"),
    ];
    for (new, code, path) in cases {
        let error = crm.write(|tx| tx.tickets().open(new)).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)));
    }
    assert_eq!(told(&crm, "ticket."), Vec::<String>::new());
}

/// What a ticket's clock should say, from the stretches in which it ran.
struct Model {
    /// Service time that was used, in milliseconds.
    used: i64,
    since: Option<Timestamp>,
}

#[test]
fn due_times_keep_what_was_used_through_every_change() {
    for seed in 0..12 {
        run_clock(seed);
    }
}

fn run_clock(seed: u64) {
    let mut chance = Chance(seed);
    let (crm, clock, wei) = shop_of("Wei");
    let (calendar, id) = crm
        .write(|tx| {
            let sla = promise(tx);
            Ok((tx.sla().get(sla)?.calendar_id, tx.tickets().open(incident(wei))?.id))
        })
        .unwrap();
    let mut model = Model { used: 0, since: Some(at(crate::testing::OPENING)) };
    let mut now = at(crate::testing::OPENING);
    let mut answered = false;
    for step in 0..40 {
        now = now.plus_millis(chance.below(6 * 60) * MINUTE);
        clock.set(now);
        let before = crm.read(|tx| tx.tickets().get(id)).unwrap();
        if rules::is_over(before.state) {
            break;
        }
        let waiting = [TicketState::WaitingCustomer, TicketState::WaitingThirdParty, TicketState::WaitingParts];
        crm.write(|tx| {
            let tickets = tx.tickets();
            match chance.below(9) {
                0 => drop(tickets.respond(&reply(id, false))?),
                1 => drop(tickets.receive(id, "Hm")?),
                2 | 3 => {
                    let to = *chance.of(&waiting);
                    if MACHINE.may(before.state, to) {
                        tickets.set_state(id, to, None)?;
                    }
                }
                4 | 5 => {
                    if MACHINE.may(before.state, TicketState::Open) {
                        tickets.set_state(id, TicketState::Open, None)?;
                    }
                }
                6 => {
                    let priority = *chance.of(&[Priority::Urgent, Priority::Normal]);
                    tickets.update(id, TicketPatch { priority: Some(priority), ..TicketPatch::default() })?;
                }
                7 => {
                    if before.state == TicketState::Resolved {
                        tickets.reopen(id, "again")?;
                    } else if chance.below(3) == 0 {
                        tickets.resolve(id, "Done", None, None)?;
                    }
                }
                _ => drop(tickets.note(id, "Hm", None)?),
            }
            Ok(())
        })
        .unwrap();
        if chance.below(2) == 0 {
            crm.tick(None, None).unwrap();
        }
        let ticket = crm.read(|tx| tx.tickets().get(id)).unwrap();
        let runs = rules::is_open(ticket.state) && rules::pause_of(ticket.state).is_none();
        if let Some(since) = model.since {
            model.used += crm.read(|tx| tx.sla().elapsed(calendar, since, now)).unwrap() * 1_000;
        }
        model.since = runs.then_some(now);
        answered |= ticket.first_at.is_some();
        let (first, whole) = if ticket.priority == Priority::Urgent { (1_800, 14_400) } else { (3_600, 28_800) };
        // What is fulfilled keeps the target that it had.
        if ticket.first_at.is_none() {
            assert_eq!(ticket.first_target_s, Some(first), "{seed}/{step}");
        }
        if ticket.resolved_at.is_none() {
            assert_eq!(ticket.resolve_target_s, Some(whole), "{seed}/{step}");
        }
        let due = |seconds: i64| {
            let left = u32::try_from(((seconds * 1_000 - model.used) / 1_000).max(0)).unwrap();
            crm.read(|tx| tx.sla().due(calendar, now, left)).unwrap()
        };
        match ticket.resolve_status.unwrap() {
            // What is due now or before now is due at the instant of the change, which came too late for it.
            SlaStatus::Pending => {
                let expected = due(i64::from(whole));
                let same = ticket.resolve_due_at == Some(expected) || model.used > i64::from(whole) * 1_000;
                assert!(same, "{seed}/{step}: {ticket:?}, {expected}");
            }
            SlaStatus::Paused => assert!(!runs && ticket.resolve_due_at.is_none()),
            // At most the longest time that was ever promised.
            SlaStatus::Met => assert!(ticket.resolved_at.is_some() && model.used <= 28_800_000),
            SlaStatus::Breached => assert!(ticket.escalation_level > 0),
            SlaStatus::Cancelled => panic!("nothing cancels it"),
        }
        if !answered && ticket.first_status == Some(SlaStatus::Pending) && model.used <= i64::from(first) * 1_000 {
            assert_eq!(ticket.first_due_at, Some(due(i64::from(first))), "{seed}/{step}");
        }
    }
    for name in ["ticket.sla_warning", "ticket.sla_breached"] {
        let mut targets: Vec<String> = crm
            .read(|tx| tx.events().list(0, 10_000))
            .unwrap()
            .into_iter()
            .filter(|event| event.name == name)
            .map(|event| event.payload["target"].to_string())
            .collect();
        let told = targets.len();
        targets.sort();
        targets.dedup();
        assert_eq!(targets.len(), told, "{seed}: {name} once for each promise");
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn time_warns_once_and_breaks_once_and_closes() {
    let (crm, clock, wei) = shop_of("Wei");
    let id = crm
        .write(|tx| {
            promise(tx);
            tx.tickets().open(NewTicket { assignee_id: Some(StaffId(7)), ..incident(wei) })
        })
        .unwrap()
        .id;
    let tick = |text: &str| {
        clock.set(at(text));
        done_by(&crm.tick(None, None).unwrap(), "tickets")
    };
    assert_eq!(tick("2026-03-02T09:47:59Z"), 0);
    assert_eq!(tick("2026-03-02T09:48:00Z"), 1);
    // Just up is not too late.
    assert_eq!(tick("2026-03-02T10:00:00Z"), 0);
    assert_eq!(told(&crm, "ticket.sla"), ["ticket.sla_warning"]);
    assert_eq!(tick("2026-03-02T10:00:00.001Z"), 1);
    assert_eq!(tick("2026-03-02T10:00:00.001Z"), 0);
    assert_eq!(told(&crm, "ticket.sla"), ["ticket.sla_warning", "ticket.sla_breached"]);
    let ticket = crm.read(|tx| tx.tickets().get(id)).unwrap();
    assert_eq!((ticket.first_status, ticket.escalation_level), (Some(SlaStatus::Breached), 1));
    let tasks = crm.read(|tx| tx.tasks().list(&TaskFilter { assignee_id: Some(StaffId(7)), ..TaskFilter::default() }));
    let tasks = tasks.unwrap().items;
    assert_eq!((tasks.len(), tasks[0].priority, tasks[0].title.contains(&ticket.number)), (1, Priority::Urgent, true));
    // A late answer stays late, and the resolution is broken by the verb that comes too late for it.
    crm.write(|tx| tx.tickets().respond(&reply(id, false))).unwrap();
    clock.set(at("2026-03-03T09:00:00.001Z"));
    let resolved = crm.write(|tx| tx.tickets().resolve(id, "A new fuse", Some("fuse"), None)).unwrap();
    assert_eq!(
        (resolved.first_status, resolved.resolve_status),
        (Some(SlaStatus::Breached), Some(SlaStatus::Breached))
    );
    assert_eq!(told(&crm, "ticket.sla_breached").len(), 2);
    assert_eq!(tick("2026-03-08T09:00:00Z"), 0);
    assert_eq!(tick("2026-03-08T09:00:00.001Z"), 1);
    assert_eq!(crm.read(|tx| tx.tickets().get(id)).unwrap().state, TicketState::Closed);
    assert_eq!(tick("2027-03-08T09:00:00Z"), 0);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_reopened_ticket_goes_on_where_it_stood() {
    let (crm, clock, wei) = shop_of("Wei");
    let id = crm
        .write(|tx| {
            promise(tx);
            Ok(tx.tickets().open(incident(wei))?.id)
        })
        .unwrap();
    clock.set(at("2026-03-02T12:00:00Z"));
    let resolved = crm.write(|tx| tx.tickets().resolve(id, "Done", None, None)).unwrap();
    // The resolution was the first word of the shop, and came too late for that.
    assert_eq!((resolved.first_status, resolved.resolve_status), (Some(SlaStatus::Breached), Some(SlaStatus::Met)));
    assert_eq!(resolved.due_at, None);
    clock.set(at("2026-03-04T09:00:00Z"));
    crm.write(|tx| tx.tickets().receive(id, "It is not")).unwrap();
    let again = crm.read(|tx| tx.tickets().get(id)).unwrap();
    assert_eq!((again.state, again.reopen_count), (TicketState::Reopened, 1));
    // Three of eight hours were used.
    assert_eq!(again.resolve_due_at, Some(at("2026-03-04T14:00:00Z")));
    assert_eq!(again.resolve_status, Some(SlaStatus::Pending));
    let pauses = crm.read(|tx| tx.tickets().history(id)).unwrap().pauses;
    assert_eq!(pauses, []);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn pauses_are_kept_as_rows_with_their_reason() {
    let (crm, clock, wei) = shop_of("Wei");
    crm.write(|tx| {
        promise(tx);
        tx.tickets().open(incident(wei))?;
        tx.tickets().respond(&reply(TicketId(1), true))
    })
    .unwrap();
    clock.set(at("2026-03-02T11:00:00Z"));
    crm.write(|tx| {
        tx.tickets().set_state(TicketId(1), TicketState::Open, None)?;
        tx.tickets().set_state(TicketId(1), TicketState::WaitingParts, None)
    })
    .unwrap();
    let pauses = crm.read(|tx| tx.tickets().history(TicketId(1))).unwrap().pauses;
    let pause = |from, until: Option<&str>, reason| TicketPause { from: at(from), until: until.map(at), reason };
    assert_eq!(
        pauses,
        [
            pause("2026-03-02T09:00:00Z", Some("2026-03-02T11:00:00Z"), SlaPause::WaitingCustomer),
            pause("2026-03-02T11:00:00Z", None, SlaPause::WaitingParts),
        ]
    );
    // A ticket that was told to wait by nobody's promise has no pause.
    crm.write(|tx| {
        let target = SlaTarget { kind: Some(TicketKind::Praise), first_response_s: Some(1), ..SlaTarget::default() };
        let sla = tx.sla().save(NewSla::new("Nothing", vec![target]))?;
        let patch = TicketPatch { sla_id: Patch::Set(sla.id), ..TicketPatch::default() };
        let ticket = tx.tickets().update(TicketId(1), patch)?;
        assert_eq!((ticket.paused_since, ticket.resolve_status, ticket.resolve_target_s), (None, None, None));
        let patch = TicketPatch { sla_id: Patch::Clear, ..TicketPatch::default() };
        let ticket = tx.tickets().update(TicketId(1), patch)?;
        assert_eq!((ticket.paused_since, ticket.resolve_status), (Some(tx.now()), Some(SlaStatus::Paused)));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_complaint_always_has_an_owner_and_a_time_for_the_answer() {
    let (crm, clock, wei) = shop_of("Wei");
    let complaint = |customer| NewTicket::new(TicketKind::Complaint, "Too late").with(customer);
    crm.write(|tx| {
        // A customer whom the shop does not serve may complain, ask and praise, and gets no service.
        tx.customers().block(&NewBlock::new(wei, Block::NoService, "chargeback"))?;
        let ticket = tx.tickets().open(complaint(wei))?;
        assert_eq!(
            (ticket.assignee_id, ticket.priority, ticket.state),
            (Some(StaffId(1)), Priority::High, TicketState::Assigned)
        );
        assert_eq!(
            (ticket.first_due_at, ticket.first_status),
            (Some(at("2026-03-05T09:00:00Z")), Some(SlaStatus::Pending))
        );
        assert_eq!(open_complaint(tx, wei)?, Some(ticket.id));
        for kind in TicketKind::ALL {
            let opened = tx.tickets().open(NewTicket::new(*kind, "Hello").with(wei));
            match rules::promises_service(*kind) {
                true => assert_eq!(opened.unwrap_err().code(), ErrorCode::Blocked, "{kind}"),
                false => drop(opened?),
            }
        }
        tx.tickets().open(NewTicket { allow_blocked: true, ..incident(wei) })?;
        let mei = tx.customers().create(NewCustomer::person("Mei"))?.id;
        tx.customers().set_owner(mei, Some(StaffId(5)))?;
        assert_eq!(tx.tickets().open(complaint(mei))?.assignee_id, Some(StaffId(5)));
        // Waiting for the customer does not put the answer off, and nobody takes the owner away.
        let id = tx.tickets().open(NewTicket { priority: Priority::Urgent, ..complaint(mei) })?.id;
        let error = tx.tickets().set_state(id, TicketState::New, None).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/state")));
        tx.tickets().set_state(id, TicketState::Open, None)?;
        let waits = tx.tickets().set_state(id, TicketState::WaitingThirdParty, None)?;
        assert_eq!((waits.priority, waits.due_at), (Priority::Urgent, Some(at("2026-03-05T09:00:00Z"))));
        // A question becomes one.
        let asked = tx.tickets().open(NewTicket::new(TicketKind::Question, "Where is it?").with(mei))?;
        let patch = TicketPatch { kind: Some(TicketKind::Complaint), ..TicketPatch::default() };
        let after = tx.tickets().update(asked.id, patch)?;
        assert_eq!(
            (after.assignee_id, after.priority, after.state),
            (Some(StaffId(5)), Priority::High, TicketState::Assigned)
        );
        assert!(after.first_due_at.is_some());
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "ticket.complaint").len(), 5);
    clock.set(at("2026-03-05T09:00:01Z"));
    crm.tick(None, None).unwrap();
    assert_eq!(told(&crm, "ticket.sla_breached").len(), 5);
    crm.write(|tx| {
        let first = open_complaint(tx, wei)?.unwrap();
        tx.tickets().resolve(first, "Sorry", None, None)?;
        assert_eq!(open_complaint(tx, wei)?, Some(first));
        tx.tickets().set_state(first, TicketState::Closed, None)?;
        assert!(open_complaint(tx, wei)?.is_some_and(|other| other != first));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_sla_answers_for_complaints_too() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        promise(tx);
        let ticket = tx.tickets().open(NewTicket::new(TicketKind::Complaint, "Too late").with(wei))?;
        assert_eq!((ticket.first_target_s, ticket.first_due_at), (Some(3_600), Some(at("2026-03-02T10:00:00Z"))));
        Ok(())
    })
    .unwrap();
}

#[test]
fn merged_tickets_go_on_as_one() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        promise(tx);
        let order = tx.orders().record(NewOrder::new(wei, Money::usd(900)))?;
        let tickets = tx.tickets();
        let winner = tickets.open(incident(wei))?.id;
        let new = NewTicket { order_id: Some(order.id), body: Some("Nothing lights up".into()), ..incident(wei) };
        let loser = tickets.open(NewTicket { kind: TicketKind::Complaint, ..new })?.id;
        tickets.respond(&reply(loser, true))?;
        tickets.note(loser, "Angry", None)?;
        let after = tickets.merge(loser, winner)?;
        assert_eq!((after.id, after.order_id), (winner, Some(order.id)));
        // The complaint goes on with it.
        assert_eq!(
            (after.kind, after.assignee_id, after.priority),
            (TicketKind::Complaint, Some(StaffId(1)), Priority::High)
        );
        let gone = tickets.get(loser)?;
        assert_eq!((gone.state, gone.duplicate_of_id), (TicketState::Duplicate, Some(winner)));
        assert_eq!((gone.resolve_status, gone.first_status), (Some(SlaStatus::Cancelled), Some(SlaStatus::Met)));
        let said = |id| {
            let filter = TicketMessageFilter { id, public_only: false, page: PageRequest::default() };
            tickets.messages(&filter).unwrap().items
        };
        assert_eq!(said(loser), []);
        let bodies: Vec<String> = said(winner).into_iter().map(|message| message.body).collect();
        assert_eq!(bodies, ["Is it plugged in?", "Angry", "T-000002: It does not start\n\nNothing lights up"]);
        let track = tickets.track("T-000002", Some(wei))?;
        assert_eq!((track.state, track.duplicate_of.as_deref()), (TicketState::Duplicate, Some("T-000001")));
        let refused = |id, into| {
            tickets.merge(id, into).map(drop).map_err(|error| (error.code(), error.path().map(str::to_owned)))
        };
        let invalid = Err((ErrorCode::InvalidInput, Some("/into".to_owned())));
        assert_eq!(refused(winner, winner), invalid);
        let mei = customer(tx, "Mei");
        let other = tickets.open(incident(mei))?.id;
        assert_eq!(refused(other, winner), invalid);
        assert_eq!(refused(other, loser), invalid);
        let second = tickets.open(incident(wei))?.id;
        assert_eq!(refused(second, loser), Err((ErrorCode::Conflict, Some("/into".to_owned()))));
        // Somebody unknown turns out to be known.
        let unknown = NewTicket { contact: Some("a caller".into()), customer_id: None, ..incident(wei) };
        let unknown = tickets.open(unknown)?.id;
        assert_eq!(tickets.merge(second, unknown)?.customer_id, Some(wei));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

fn rule(key: &str, method: TicketMethod, staff: &[i64]) -> TicketRule {
    TicketRule {
        key: key.into(),
        kinds: Vec::new(),
        categories: Vec::new(),
        priorities: Vec::new(),
        languages: Vec::new(),
        method,
        staff: staff.iter().copied().map(StaffId).collect(),
        team: None,
    }
}

#[test]
fn rules_choose_in_turn_or_by_load() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let turn = TicketRule {
            categories: vec!["delivery".into()],
            team: Some("logistics".into()),
            ..rule("turn", TicketMethod::RoundRobin, &[1, 2, 2])
        };
        let load = TicketRule { kinds: vec![TicketKind::Incident], ..rule("load", TicketMethod::LeastLoad, &[8, 9]) };
        let german = TicketRule { languages: vec!["de".into()], ..rule("german", TicketMethod::RoundRobin, &[4]) };
        tx.tickets().save_rules(TicketRules { rules: vec![turn.clone(), load.clone(), german] })?;
        let open = |kind, category: Option<&str>, language: Option<&str>| {
            let new = NewTicket {
                category: category.map(str::to_owned),
                language: language.map(str::to_owned),
                ..NewTicket::new(kind, "Hello").with(wei)
            };
            let ticket = tx.tickets().open(new).unwrap();
            (ticket.assignee_id.map(|staff| staff.0), ticket.rule, ticket.team)
        };
        let turns: Vec<_> = (0..4).map(|_| open(TicketKind::Question, Some("delivery/late"), None).0).collect();
        assert_eq!(turns, [Some(1), Some(2), Some(2), Some(1)]);
        assert_eq!(open(TicketKind::Question, Some("delivery"), None).2.as_deref(), Some("logistics"));
        // Eight has one more to do.
        tx.tickets().open(NewTicket { assignee_id: Some(StaffId(8)), ..incident(wei) })?;
        let loads: Vec<_> = (0..3).map(|_| open(TicketKind::Incident, None, None).0).collect();
        assert_eq!(loads, [Some(9), Some(8), Some(9)]);
        assert_eq!(open(TicketKind::Praise, None, Some("de-AT")), (Some(4), Some("german".into()), None));
        assert_eq!(open(TicketKind::Praise, None, Some("den")), (None, None, None));
        let lost = tx.tickets().open(NewTicket::new(TicketKind::Praise, "Thanks").with(wei))?;
        let error = tx.tickets().assign(lost.id, None).unwrap_err();
        assert_eq!((error.code(), error.next_step().is_some()), (ErrorCode::Conflict, true));
        // Whose turn it is stays known when the rules are saved again.
        tx.tickets().save_rules(TicketRules { rules: vec![load, TicketRule { team: None, ..turn }] })?;
        assert_eq!(open(TicketKind::Question, Some("delivery"), None).0, Some(2));
        let twice = TicketRules { rules: vec![rule("a", TicketMethod::LeastLoad, &[1]); 2] };
        assert_eq!(tx.tickets().save_rules(twice).unwrap_err().path(), Some("/rules/1/key"));
        let nobody = TicketRules { rules: vec![rule("a", TicketMethod::LeastLoad, &[])] };
        assert_eq!(tx.tickets().save_rules(nobody).unwrap_err().path(), Some("/rules/0/staff"));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_tighter_promise_of_a_contract_wins_over_the_sla() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        promise(tx);
        let targets = |customer| {
            let ticket = tx.tickets().open(incident(customer)).unwrap();
            (ticket.first_target_s, ticket.resolve_target_s, ticket.first_due_at)
        };
        let by_sla = (Some(3_600), Some(28_800), Some(at("2026-03-02T10:00:00Z")));
        assert_eq!(targets(wei), by_sla);
        let terms = json!({
            "customer_id": wei, "price": { "amount": "365.00", "currency": "USD" }, "starts_on": "2026-03-02",
            "months": 12, "response_s": 1_800, "resolution_s": 57_600,
        });
        let contract = tx.contracts().create(serde_json::from_value(terms).unwrap())?.id;
        assert_eq!(targets(wei), by_sla, "a draft promises nothing");
        tx.contracts().send(contract)?;
        tx.contracts().sign(contract)?;
        // The looser time of the contract does not take the SLA's place.
        assert_eq!(targets(wei), (Some(1_800), Some(28_800), Some(at("2026-03-02T09:30:00Z"))));
        assert_eq!(targets(customer(tx, "Kim")), by_sla);
        tx.contracts().suspend(contract, None)?;
        assert_eq!(targets(wei), by_sla);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn only_a_complaint_is_upheld_and_the_decision_ends_with_it() {
    let (crm, clock, wei) = shop_of("Wei");
    crm.write(|tx| {
        let tickets = tx.tickets();
        let open = |kind| tickets.open(NewTicket::new(kind, "It hums").with(wei)).unwrap().id;
        let (first, second, other) =
            (open(TicketKind::Complaint), open(TicketKind::Complaint), open(TicketKind::Incident));
        for upheld in [true, false] {
            let error = tickets.resolve(other, "Done", None, Some(upheld)).unwrap_err();
            assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/upheld")));
        }
        assert_eq!(tickets.get(other)?.state, TicketState::New, "nothing half done");
        assert_eq!(tickets.resolve(first, "Sorry", None, Some(true))?.upheld, Some(true));
        assert_eq!(tickets.resolve(second, "No", None, Some(false))?.upheld, Some(false));
        assert_eq!(decided_of(tx, wei)?, [(first, true, tx.now()), (second, false, tx.now())]);
        assert_eq!(tickets.reopen(first, "not_so")?.upheld, None);
        assert_eq!(tickets.resolve(first, "Sorry", None, None)?.upheld, None, "undecided");
        let patch = TicketPatch { kind: Some(TicketKind::Question), ..TicketPatch::default() };
        assert_eq!(tickets.update(second, patch)?.upheld, None);
        assert_eq!(decided_of(tx, wei)?, []);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
    // What is closed stays decided.
    let third = crm
        .write(|tx| {
            let id = tx.tickets().open(NewTicket::new(TicketKind::Complaint, "Late").with(wei))?.id;
            tx.tickets().resolve(id, "Sorry", None, Some(true))
        })
        .unwrap();
    clock.set(third.updated_at.plus_days(30));
    crm.tick(None, None).unwrap();
    let closed = crm.read(|tx| tx.tickets().get(third.id)).unwrap();
    assert_eq!((closed.state, closed.upheld), (TicketState::Closed, Some(true)));
    assert_eq!(crm.read(|tx| decided_of(tx, wei)).unwrap(), [(third.id, true, third.updated_at)]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_handover_takes_what_is_not_over_and_the_rules() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let mine = || NewTicket { assignee_id: Some(StaffId(7)), ..incident(wei) };
        let ids: Vec<TicketId> = (0..3).map(|_| tx.tickets().open(mine()).unwrap().id).collect();
        tx.tickets().resolve(ids[1], "Done", None, None)?;
        tx.tickets().resolve(ids[2], "Done", None, None)?;
        tx.tickets().set_state(ids[2], TicketState::Closed, None)?;
        let rules = TicketRules { rules: vec![rule("all", TicketMethod::RoundRobin, &[7, 9])] };
        tx.tickets().save_rules(rules)?;
        let moved = tx.staff().transfer(StaffId(7), StaffId(8))?;
        assert_eq!((moved.tickets, moved.ticket_rules), (2, 1));
        let owners: Vec<_> = ids.iter().map(|id| tx.tickets().get(*id).unwrap().assignee_id.unwrap().0).collect();
        assert_eq!(owners, [8, 8, 7]);
        assert_eq!(tx.tickets().rules()?.rules[0].staff, [StaffId(8), StaffId(9)]);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_low_rating_makes_somebody_call_back_once() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let id = tx.tickets().open(NewTicket { assignee_id: Some(StaffId(7)), ..incident(wei) })?.id;
        tx.tickets().resolve(id, "Done", None, None)?;
        tx.tickets().rate(id, 3, None)?;
        tx.tickets().rate(id, 2, Some("Slow"))?;
        let rated = tx.tickets().rate(id, 1, None)?;
        assert_eq!((rated.csat, rated.csat_comment), (Some(1), None));
        let tasks = tx.tasks().list(&TaskFilter { kind: Some(TaskKind::Callback), ..TaskFilter::default() })?.items;
        assert_eq!((tasks.len(), tasks[0].assignee_id, tasks[0].customer_id), (1, Some(StaffId(7)), Some(wei)));
        for bad in [0, 6] {
            assert_eq!(tx.tickets().rate(id, bad, None).unwrap_err().path(), Some("/csat"));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "ticket.csat_low").len(), 2);
}

#[test]
fn lists_go_by_what_is_due_and_pages_fit_together() {
    let (crm, clock) = shop();
    setup_list(&crm, &clock);
    let list = |filter: TicketFilter| crm.read(|tx| tx.tickets().list(&filter)).unwrap();
    let ids = |filter: TicketFilter| list(filter).items.iter().map(|ticket| ticket.id.0).collect::<Vec<_>>();
    let all = TicketFilter::default;
    // The urgent one first, then in their order; the one that waits and the one without a promise last.
    assert_eq!(ids(all()), [3, 1, 2, 4]);
    let mut seen = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found = list(TicketFilter { page: page.clone(), ..all() });
        seen.extend(found.items.iter().map(|ticket| ticket.id.0));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [3, 1, 2, 4]);
    let foreign = TicketFilter { page, unassigned: true, ..all() };
    assert_eq!(crm.read(|tx| tx.tickets().list(&foreign)).unwrap_err().code(), ErrorCode::InvalidInput);
    assert_eq!(ids(TicketFilter { any_state: true, ..all() }).len(), 6);
    assert_eq!(ids(TicketFilter { state: Some(TicketState::Closed), ..all() }), [5]);
    assert_eq!(ids(TicketFilter { state: Some(TicketState::WaitingCustomer), ..all() }), [2]);
    assert_eq!(ids(TicketFilter { assignee_id: Some(StaffId(7)), ..all() }), [3]);
    assert_eq!(ids(TicketFilter { unassigned: true, ..all() }), [1, 2, 4]);
    assert_eq!(ids(TicketFilter { category: Some("device".into()), ..all() }), [1]);
    assert_eq!(ids(TicketFilter { kind: Some(TicketKind::Question), ..all() }), [4]);
    assert_eq!(ids(TicketFilter { overdue: true, ..all() }), [3]);
    assert_eq!(ids(TicketFilter { min_escalation: Some(1), any_state: true, ..all() }), Vec::<i64>::new());
    assert_eq!(ids(TicketFilter { customer_id: Some(CustomerId(2)), ..all() }), [4]);
    let from = Some(at("2026-03-02T09:30:00Z"));
    assert_eq!(ids(TicketFilter { from, any_state: true, ..all() }), Vec::<i64>::new());
    assert!(crm.check().unwrap().ok);
}

fn setup_list(crm: &Crm, clock: &Arc<FixedClock>) {
    crm.write(|tx| {
        let sla = promise(tx);
        let (wei, mei) = (customer(tx, "Wei"), customer(tx, "Mei"));
        let open = |new| tx.tickets().open(new).unwrap().id;
        open(NewTicket { category: Some("device/power".into()), ..incident(wei) });
        let waits = open(incident(wei));
        tx.tickets().respond(&reply(waits, true))?;
        open(NewTicket { priority: Priority::Urgent, assignee_id: Some(StaffId(7)), ..incident(wei) });
        let target = SlaTarget { kind: Some(TicketKind::Praise), resolution_s: Some(1), ..SlaTarget::default() };
        let nothing = tx.sla().save(NewSla::new("Nothing", vec![target]))?.id;
        assert_ne!(nothing, sla);
        open(NewTicket { sla_id: Some(nothing), ..NewTicket::new(TicketKind::Question, "Where?").with(mei) });
        let closed = open(incident(wei));
        tx.tickets().resolve(closed, "Done", Some("plug"), None)?;
        tx.tickets().set_state(closed, TicketState::Closed, None)?;
        let junk = open(incident(wei));
        tx.tickets().set_state(junk, TicketState::Spam, None)
    })
    .unwrap();
    clock.set(at("2026-03-02T09:45:00Z"));
}

#[test]
fn the_summary_says_what_is_open_and_what_became_of_the_rest() {
    let (crm, clock) = shop();
    setup_list(&crm, &clock);
    let period = |from: &str, until: &str| TicketPeriod { from: at(from), until: at(until) };
    let day = period("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    let found = crm.read(|tx| tx.tickets().summary(&day)).unwrap();
    assert_eq!((found.open, found.overdue, found.breached), (4, 1, 0));
    let count = |of: &str, tickets| TicketCount { of: Some(of.to_owned()), tickets };
    assert_eq!(found.by_state, [count("new", 2), count("assigned", 1), count("waiting_customer", 1)]);
    assert_eq!(found.by_priority, [count("normal", 3), count("urgent", 1)]);
    let staff = |assignee_id: Option<i64>, tickets| StaffTickets { assignee_id: assignee_id.map(StaffId), tickets };
    assert_eq!(found.by_assignee, [staff(None, 3), staff(Some(7), 1)]);
    assert_eq!((found.opened, found.complaints, found.reopened), (5, 0, 0));
    let done = |done, met| TicketPerformance { done, average_s: Some(0), met, breached: 0 };
    assert_eq!((found.first_response, found.resolution), (done(2, 2), done(1, 1)));
    assert_eq!((found.causes, found.csat_hundredths), (vec![count("plug", 1)], None));
    // Reopened, rated and too late.
    clock.set(at("2026-03-03T09:00:00Z"));
    crm.write(|tx| {
        tx.tickets().resolve(TicketId(1), "Done", None, None)?;
        tx.tickets().rate(TicketId(1), 4, None)?;
        tx.tickets().reopen(TicketId(1), "again")
    })
    .unwrap();
    let found = crm.read(|tx| tx.tickets().summary(&day)).unwrap();
    assert_eq!((found.reopened, found.reopen_rate.unwrap().ppm()), (1, 200_000));
    assert_eq!((found.csat_hundredths, found.first_response.breached), (Some(400), 1));
    assert_eq!(found.first_response.average_s, Some(28_800));
    let none = crm.read(|tx| tx.tickets().summary(&period("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"))).unwrap();
    assert_eq!((none.opened, none.reopen_rate, none.first_response.average_s), (0, None, None));
    let bad = period("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
    assert_eq!(crm.read(|tx| tx.tickets().summary(&bad)).unwrap_err().path(), Some("/until"));
}

#[test]
fn a_ticket_changes_within_its_bounds() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let tickets = tx.tickets();
        let unknown = NewTicket { contact: Some("the man at the door".into()), ..incident(wei) };
        let id = tickets.open(NewTicket { customer_id: None, ..unknown })?.id;
        let change = |patch| tickets.update(id, patch).map_err(|error| (error.code(), error.path().map(str::to_owned)));
        let mei = customer(tx, "Mei");
        let named = change(TicketPatch { customer_id: Some(wei), ..TicketPatch::default() }).unwrap();
        assert_eq!(named.customer_id, Some(wei));
        assert!(tickets.history(id)?.moves.iter().all(|step| step.customer_id == Some(wei)));
        let other = change(TicketPatch { customer_id: Some(mei), ..TicketPatch::default() });
        assert_eq!(other.unwrap_err(), (ErrorCode::Conflict, Some("/customer_id".to_owned())));
        let line = change(TicketPatch { order_line_id: Patch::Set(OrderLineId(1)), ..TicketPatch::default() });
        assert_eq!(line.unwrap_err(), (ErrorCode::InvalidInput, Some("/order_id".to_owned())));
        // The same again says nothing.
        let before = tx.events().last()?;
        change(TicketPatch { subject: Some("It does not  start".into()), ..TicketPatch::default() }).unwrap();
        assert_eq!(tx.events().last()?, before);
        let target = SlaTarget { resolution_s: Some(1), ..SlaTarget::default() };
        let old = tx.sla().save(NewSla { is_active: false, ..NewSla::new("Old", vec![target]) })?;
        let sla = change(TicketPatch { sla_id: Patch::Set(old.id), ..TicketPatch::default() });
        assert_eq!(sla.unwrap_err(), (ErrorCode::Conflict, Some("/sla_id".to_owned())));
        tickets.set_state(id, TicketState::Spam, None)?;
        assert_eq!(change(TicketPatch::default()).unwrap_err().0, ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn settings_hold_for_what_comes_after() {
    let (crm, clock, wei) = shop_of("Wei");
    let settings =
        TicketSettings { prefix: "SUP-".into(), close_after_days: 1, csat_low: 1, ..TicketSettings::default() };
    crm.write(|tx| {
        assert_eq!(tx.tickets().settings()?, TicketSettings::default());
        assert_eq!(tx.tickets().save_settings(settings.clone())?, settings);
        let ticket = tx.tickets().open(incident(wei))?;
        assert_eq!(ticket.number, "SUP-000001");
        tx.tickets().resolve(ticket.id, "Done", None, None)?;
        tx.tickets().rate(ticket.id, 2, None)?;
        let bad = |settings: TicketSettings, path: &str| {
            assert_eq!(tx.tickets().save_settings(settings).unwrap_err().path(), Some(path));
        };
        bad(TicketSettings { prefix: "a b".into(), ..settings.clone() }, "/prefix");
        bad(TicketSettings { prefix: "a".repeat(17), ..settings.clone() }, "/prefix");
        bad(TicketSettings { close_after_days: 0, ..settings.clone() }, "/close_after_days");
        bad(TicketSettings { complaint_answer_days: 366, ..settings.clone() }, "/complaint_answer_days");
        bad(TicketSettings { complaint_owner_id: StaffId(0), ..settings.clone() }, "/complaint_owner_id");
        bad(TicketSettings { csat_low: 6, ..settings.clone() }, "/csat_low");
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "ticket.csat_low"), Vec::<String>::new());
    clock.set(at("2026-03-03T09:00:00Z"));
    crm.tick(None, None).unwrap();
    assert_eq!(told(&crm, "ticket.closed").len(), 1);
}

#[test]
fn a_ticket_follows_a_merge_and_comes_back() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let (a, b) = (customer(tx, "A"), customer(tx, "B"));
        let ticket = tx.tickets().open(NewTicket::new(TicketKind::Complaint, "Too late").with(b))?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: a, loser_id: b, rules: BTreeMap::new() })?;
        assert_eq!(tx.tickets().get(ticket.id)?.customer_id, Some(a));
        assert_eq!((open_complaint(tx, a)?, open_complaint(tx, b)?), (Some(ticket.id), None));
        assert_eq!(alive_of(tx, a, 10)?.len(), 1);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.tickets().get(ticket.id)?.customer_id, Some(b));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn due_times_follow_the_piece_that_is_named_later() {
    let (crm, _, wei) = shop_of("Wei");
    let asset = call(&crm, "assets.register", json!({ "serial": "S1", "sku": "CAM", "customer_id": wei }));
    let terms = json!({
        "customer_id": wei, "price": { "amount": "365.00", "currency": "USD" }, "starts_on": "2026-03-01",
        "months": 12, "asset_ids": [asset["id"]], "response_s": 3600,
    });
    let contract = call(&crm, "contracts.create", terms);
    call(&crm, "contracts.send", json!({ "id": contract["id"] }));
    call(&crm, "contracts.sign", json!({ "id": contract["id"] }));
    let ticket = crm.write(|tx| tx.tickets().open(incident(wei))).unwrap();
    assert_eq!(ticket.first_due_at, None);
    let named = json!({ "id": ticket.id, "changes": { "asset_id": asset["id"] } });
    assert_eq!(call(&crm, "tickets.update", named)["first_due_at"], json!(ticket.opened_at.plus_millis(60 * MINUTE)));
}
