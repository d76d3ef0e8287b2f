//! Appointments: moves, free slots over changes of the clocks, overlaps against a plain model, reminders.

use super::*;
use crate::Crm;
use crate::customers::{MergeRequest, NewCustomer};
use crate::shop::ShopPatch;
use crate::testing::{Chance, at, done_by, shop_at};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{ErrorCode, FixedClock};
use std::collections::BTreeMap;
use std::sync::Arc;

const NINA: StaffId = StaffId(7);

/// A shop in a zone, whose Nina works every day between two hours.
fn shop(zone: &str, now: &str, hours: (u16, u16)) -> (Crm, Arc<FixedClock>) {
    let (crm, clock) = shop_at(now);
    let week = |weekday| WeekHours { weekday, from_minute: hours.0 * 60, until_minute: hours.1 * 60 };
    crm.write(|tx| {
        let zone = Some(Zone::parse(zone)?);
        tx.shop().configure(ShopPatch { time_zone: zone, ..ShopPatch::default() })?;
        tx.appointments().set_hours(NINA, &(1..=7).map(week).collect::<Vec<_>>())
    })
    .unwrap();
    (crm, clock)
}

fn new(starts_at: &str, minutes: u32) -> NewAppointment {
    NewAppointment {
        staff_id: NINA,
        customer_id: None,
        kind: AppointmentKind::Visit,
        starts_at: at(starts_at),
        minutes,
        place: None,
        note: None,
        remind_minutes: None,
        force: false,
        allow_blocked: false,
    }
}

fn request(from: &str, until: &str, minutes: u32) -> SlotRequest {
    SlotRequest { staff_id: NINA, from: at(from), until: at(until), minutes, step_minutes: None }
}

fn starts(crm: &Crm, request: &SlotRequest) -> Vec<String> {
    let slots = crm.read(|tx| tx.appointments().free_slots(request)).unwrap();
    slots.iter().map(|slot| slot.starts_at.to_string()).collect()
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use AppointmentState::{Booked, Cancelled, Completed, NoShow};
    for from in AppointmentState::ALL {
        for to in [Completed, Cancelled, NoShow] {
            let (crm, _) = shop("UTC", "2026-03-02T08:00:00Z", (9, 17));
            crm.write(|tx| {
                let room = tx.appointments();
                let id = room.book(new("2026-03-02T10:00:00Z", 30))?.id;
                let go = |to: AppointmentState| match to {
                    Booked => room.get(id),
                    Completed => room.complete(id, Some("went well")),
                    Cancelled => room.cancel(id, Some("went well")),
                    NoShow => room.no_show(id, Some("went well")),
                };
                go(*from)?;
                match go(to) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, to), "{from} to {to}");
                        assert_eq!((moved.state, moved.note.as_deref()), (to, Some("went well")));
                        assert!(moved.ended_at.is_some());
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        assert!(error.allowed_values().is_empty());
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
}

#[test]
fn slots_follow_the_wall_clock_over_changes_of_the_clocks() {
    // 29 March 2026: 02:00 to 03:00 does not exist in Berlin, so that 00:00 to 06:00 lasts five hours.
    let (crm, _) = shop("Europe/Berlin", "2026-01-01T00:00:00Z", (0, 6));
    let day = |from: &str, until: &str| starts(&crm, &request(from, until, 60));
    let short = day("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    assert_eq!(
        short,
        [
            "2026-03-28T23:00:00Z",
            "2026-03-29T00:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z",
            "2026-03-29T03:00:00Z"
        ]
    );
    // 25 October 2026: 02:00 to 03:00 comes twice, so that 00:00 to 06:00 lasts seven hours.
    assert_eq!(day("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z").len(), 7);
    assert_eq!(day("2026-06-09T22:00:00Z", "2026-06-10T22:00:00Z").len(), 6);
    // The same hour of the day is another instant in winter and in summer.
    let (crm, _) = shop("Europe/Berlin", "2026-01-01T00:00:00Z", (9, 10));
    let two = starts(&crm, &request("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z", 60));
    assert_eq!(two, ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]);
}

#[test]
fn slots_are_never_in_the_past_and_keep_to_exceptions() {
    let (crm, clock) = shop("UTC", "2026-03-02T10:10:00Z", (9, 12));
    let today = request("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", 30);
    assert_eq!(starts(&crm, &today), ["2026-03-02T10:30:00Z", "2026-03-02T11:00:00Z", "2026-03-02T11:30:00Z"]);
    crm.write(|tx| tx.appointments().book(new("2026-03-02T11:10:00Z", 10))).unwrap();
    assert_eq!(starts(&crm, &today), ["2026-03-02T10:30:00Z", "2026-03-02T11:30:00Z"]);
    let dense = SlotRequest { step_minutes: Some(10), ..today.clone() };
    let times = ["10:10", "10:20", "10:30", "10:40", "11:20", "11:30"].map(|time| format!("2026-03-02T{time}:00Z"));
    assert_eq!(starts(&crm, &dense), times);
    let day = Date::parse("2026-03-03").unwrap();
    let off = |hours: Option<&[DayHours]>| {
        let known = crm.write(|tx| tx.appointments().set_exception(NINA, day, hours)).unwrap();
        (known.exceptions.len(), starts(&crm, &request("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z", 60)).len())
    };
    assert_eq!(off(Some(&[])), (1, 0));
    assert_eq!(off(Some(&[DayHours { from_minute: 600, until_minute: 720 }])), (1, 2));
    assert_eq!(off(None), (0, 3));
    clock.set(at("2026-03-02T12:00:00Z"));
    assert!(starts(&crm, &today).is_empty());
    // Working time over midnight is one stretch.
    let (crm, _) = shop("UTC", "2026-03-01T00:00:00Z", (0, 24));
    crm.write(|tx| tx.appointments().book(new("2026-03-02T23:30:00Z", 60))).unwrap();
}

#[test]
fn what_is_booked_never_overlaps() {
    let (crm, _) = shop("Europe/Berlin", "2026-03-20T00:00:00Z", (8, 18));
    let base = at("2026-03-28T00:00:00Z");
    let mut chance = Chance(11);
    let mut below = |end: u64| chance.roll(end);
    let mut model: BTreeMap<AppointmentId, (Timestamp, Timestamp)> = BTreeMap::new();
    for _ in 0..400 {
        let starts_at = base.plus_millis(below(48 * 12) as i64 * 5 * rules::MINUTE);
        let minutes = 5 * (1 + below(24)) as u32;
        let time = (starts_at, starts_at.plus_millis(i64::from(minutes) * rules::MINUTE));
        let known = model.keys().nth(below(model.len().max(1) as u64) as usize).copied();
        let (moved, done) = match (below(4), known) {
            (0, Some(id)) => {
                (Some(id), crm.write(|tx| tx.appointments().reschedule(id, starts_at, Some(minutes), true)))
            }
            (1, Some(id)) => {
                crm.write(|tx| tx.appointments().cancel(id, None)).unwrap();
                model.remove(&id);
                continue;
            }
            _ => {
                let new = NewAppointment { force: true, starts_at, ..new("2026-03-28T00:00:00Z", minutes) };
                (None, crm.write(|tx| tx.appointments().book(new)))
            }
        };
        let taken = model.iter().any(|(id, other)| Some(*id) != moved && other.0 < time.1 && time.0 < other.1);
        match done {
            Ok(booked) => {
                assert!(!taken);
                model.insert(booked.id, time);
            }
            Err(error) => {
                assert!(taken, "{error}");
                let other = AppointmentId(error.existing_id().unwrap());
                assert!(model[&other].0 < time.1 && time.0 < model[&other].1);
            }
        }
        let wanted =
            SlotRequest { staff_id: NINA, from: base, until: base.plus_days(3), minutes, step_minutes: Some(15) };
        let slots = crm.read(|tx| tx.appointments().free_slots(&wanted)).unwrap();
        for slot in &slots {
            assert!(model.values().all(|other| other.1 <= slot.starts_at || slot.ends_at <= other.0));
        }
        // Whatever is free can be booked.
        if let Some(slot) = slots.get(below(slots.len().max(1) as u64) as usize) {
            let transaction = crm.begin_write().unwrap();
            let new = NewAppointment { starts_at: slot.starts_at, ..new("2026-03-28T00:00:00Z", minutes) };
            transaction.appointments().book(new).unwrap();
        }
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_reminds_once_until_the_time_moves() {
    let (crm, clock) = shop("UTC", "2026-03-02T08:00:00Z", (9, 17));
    let booked = NewAppointment { remind_minutes: Some(60), ..new("2026-03-02T10:00:00Z", 30) };
    let id = crm.write(|tx| tx.appointments().book(booked)).unwrap().id;
    let reminded = |now: &str| {
        clock.set(at(now));
        let report = crm.tick(None, None).unwrap();
        done_by(&report, "appointments")
    };
    assert_eq!(reminded("2026-03-02T08:59:59Z"), 0);
    assert_eq!(reminded("2026-03-02T09:00:00Z"), 1);
    assert_eq!(reminded("2026-03-02T09:00:01Z"), 0);
    let moved = crm.write(|tx| tx.appointments().reschedule(id, at("2026-03-03T10:00:00Z"), None, false)).unwrap();
    assert_eq!((moved.remind_at, moved.reminded_at), (Some(at("2026-03-03T09:00:00Z")), None));
    assert_eq!(reminded("2026-03-03T09:00:00Z"), 1);
    let other = NewAppointment { remind_minutes: Some(0), ..new("2026-03-04T10:00:00Z", 30) };
    let other = crm.write(|tx| tx.appointments().book(other)).unwrap().id;
    crm.write(|tx| tx.appointments().cancel(other, None)).unwrap();
    assert_eq!(reminded("2026-04-01T00:00:00Z"), 0);
    let late = crm.write(|tx| tx.appointments().book(new("2026-03-05T10:00:00Z", 30))).unwrap_err();
    assert_eq!((late.code(), late.path()), (ErrorCode::InvalidInput, Some("/starts_at")));
}

#[test]
fn an_appointment_follows_a_merge_and_comes_back() {
    let (crm, _) = shop("UTC", "2026-03-02T08:00:00Z", (9, 17));
    crm.write(|tx| {
        let (a, b) =
            (tx.customers().create(NewCustomer::person("A"))?, tx.customers().create(NewCustomer::person("B"))?);
        let booked = NewAppointment { customer_id: Some(b.id), ..new("2026-03-02T10:00:00Z", 30) };
        let id = tx.appointments().book(booked)?.id;
        let merge = tx.customers().merge(&MergeRequest { winner_id: a.id, loser_id: b.id, rules: BTreeMap::new() })?;
        assert_eq!(tx.appointments().get(id)?.customer_id, Some(a.id));
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.appointments().get(id)?.customer_id, Some(b.id));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_began_in_the_past_is_not_reminded_of() {
    let (crm, clock) = shop("UTC", "2026-03-02T10:00:00Z", (9, 17));
    let forced = |starts_at: &str, remind: u32| {
        let new = NewAppointment { remind_minutes: Some(remind), force: true, ..new(starts_at, 30) };
        crm.write(|tx| tx.appointments().book(new)).unwrap()
    };
    let reminded = |now: &str| {
        clock.set(at(now));
        crm.tick(None, None).unwrap();
        crate::testing::told(&crm, "appointment.reminded").len()
    };
    let past = forced("2026-03-01T10:00:00Z", 60);
    let begun = forced("2026-03-02T09:45:00Z", 60);
    let soon = forced("2026-03-02T10:15:00Z", 60);
    assert_eq!((past.remind_at, begun.remind_at, soon.remind_at), (None, None, Some(at("2026-03-02T09:15:00Z"))));
    assert_eq!(reminded("2026-03-02T10:00:00Z"), 1);
    // One that is moved into the past is not reminded of either, and is recorded as having taken place.
    let moved = forced("2026-03-03T10:00:00Z", 60);
    let moved = crm.write(|tx| tx.appointments().reschedule(moved.id, at("2026-03-01T12:00:00Z"), None, true)).unwrap();
    assert_eq!((moved.remind_at, moved.reminded_at), (None, None));
    assert_eq!(reminded("2026-03-03T10:00:00Z"), 1);
    assert_eq!(crm.write(|tx| tx.appointments().complete(moved.id, None)).unwrap().state, AppointmentState::Completed);
    // A tick that comes while one takes place still reminds; one that comes afterwards does not, and comes to rest.
    let (running, over) = (forced("2026-03-04T10:00:00Z", 0), forced("2026-03-05T10:00:00Z", 0));
    assert_eq!(reminded("2026-03-04T10:29:59Z"), 2);
    assert_eq!(reminded("2026-03-05T10:30:00Z"), 2);
    let [running, over] = [running, over].map(|one| crm.read(|tx| tx.appointments().get(one.id)).unwrap());
    assert_eq!((running.reminded_at, over.reminded_at), (Some(at("2026-03-04T10:29:59Z")), None));
    assert_eq!(over.remind_at, None);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "appointments"), 0);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_handover_takes_along_what_the_other_has_time_for() {
    let (crm, clock) = shop("UTC", "2026-03-02T08:00:00Z", (9, 17));
    let bob = StaffId(8);
    let taken = |starts_at: &str| NewAppointment { staff_id: bob, force: true, ..new(starts_at, 30) };
    let [begun, free, busy, off] = crm
        .write(|tx| {
            let book = |new: NewAppointment| tx.appointments().book(new).map(|one| one.id);
            book(taken("2026-03-02T12:15:00Z"))?;
            // It ends as the other begins.
            book(taken("2026-03-02T10:30:00Z"))?;
            Ok([
                book(new("2026-03-02T09:00:00Z", 30))?,
                book(new("2026-03-02T11:00:00Z", 30))?,
                book(new("2026-03-02T12:00:00Z", 30))?,
                book(new("2026-03-02T13:00:00Z", 30))?,
            ])
        })
        .unwrap();
    clock.set(at("2026-03-02T09:10:00Z"));
    crm.write(|tx| {
        tx.appointments().cancel(off, None)?;
        let done = tx.staff().transfer(NINA, bob)?;
        assert_eq!((done.appointments, done.kept_appointments), (1, vec![busy]));
        for (id, staff) in [(begun, NINA), (free, bob), (busy, NINA), (off, NINA)] {
            assert_eq!(tx.appointments().get(id)?.staff_id, staff, "{id}");
        }
        let told = tx.events().list(0, 100)?.pop().unwrap();
        assert_eq!(told.name, "staff.transferred");
        assert_eq!(told.payload["moved"]["kept_appointments"], json!([busy]));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
