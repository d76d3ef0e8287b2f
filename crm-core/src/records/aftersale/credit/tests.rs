//! The credit record: weights, the ledger against a plain model, each fact of the file, and merges.

use super::*;
use crate::Crm;
use crate::appointments::{AppointmentKind, NewAppointment};
use crate::customers::{IdentityKind, MergeRequest, NewCustomer, Verified};
use crate::interactions::Reference;
use crate::orders::{CancelReason, NewOrder, NewPayment, NewRefund, OrderFilter, OrderPatch, OrderState, PayState};
use crate::records::aftersale::tickets::{NewTicket, TicketKind, TicketPatch, TicketState};
use crate::returns::{NewReturn, NewReturnLine, ReturnReason};
use crate::reviews::{NewReview, ReviewReader, ReviewState, ReviewSubject};
use crate::shipments::{NewShipment, ShipmentState};
use crate::testing::{Chance, OPENING, at, customer, done_by, person, shop, shop_of, sound, told};
use crate::vocabulary::{CreditEntryId, ErrorCode, MergeId, Money, OrderId, PageRequest, StaffId};

fn activate(crm: &Crm) {
    let patch = CreditSettingsPatch { active: Some(true), helpful_votes: Some(2), ..CreditSettingsPatch::default() };
    crm.write(|tx| tx.credit().configure(patch)).unwrap();
    crm.tick(None, None).unwrap();
}

/// What stands in the record of a customer, after `tick`.
fn standing(crm: &Crm, customer: CustomerId) -> Vec<(CreditKind, i64)> {
    assert!(crm.tick(None, None).unwrap().done);
    let standing = crm.read(|tx| tx.credit().of(customer, None)).unwrap();
    let mut entries: Vec<_> = standing.entries.iter().map(|one| (one.entry.kind, one.entry.delta)).collect();
    entries.sort_unstable();
    entries
}

fn completed(crm: &Crm, customer: CustomerId) -> OrderId {
    let order = NewOrder { state: Some(OrderState::Completed), ..NewOrder::new(customer, Money::usd(900)) };
    crm.write(|tx| tx.orders().record(order.paid())).unwrap().id
}

#[test]
fn a_weight_halves_and_falls_all_the_while() {
    let start = at(OPENING);
    let weight = |half_life, days: i64| rules::weight(half_life, start, start.plus_days(days)).unwrap();
    for (days, expected) in [(0, 1_000_000), (50, 750_000), (100, 500_000), (150, 375_000), (200, 250_000), (2_100, 0)]
    {
        assert_eq!(weight(100, days), expected, "{days}");
    }
    assert_eq!(weight(0, 36_500), 1_000_000);
    assert_eq!(weight(100, -1), 0);
    assert_eq!(rules::weight(100, start, start.plus_days(1).plus_millis(-1)).unwrap(), 1_000_000);
    for half_life in [1, 7, 365, 36_500] {
        let weights: Vec<i64> = (0..20_000).map(|days| weight(half_life, days)).collect();
        assert!(weights.is_sorted_by(|one, other| one >= other));
        assert!(weights.iter().all(|weight| (0..=1_000_000).contains(weight)));
    }
    assert_eq!(weight(1, i64::from(i32::MAX)), 0);
}

#[test]
fn a_score_has_bounds_and_a_level() {
    let settings = CreditSettings::default();
    let score = |points: i64| {
        let score = rules::score(&settings, points * 1_000).unwrap();
        (score.score, score.level.token())
    };
    let expected = [
        (-501, (0, "poor")),
        (-101, (399, "poor")),
        (-100, (400, "fair")),
        (50, (550, "good")),
        (199, (699, "good")),
        (200, (700, "excellent")),
        (9_999, (1_000, "excellent")),
    ];
    for (points, wanted) in expected {
        assert_eq!(score(points), wanted);
    }
    assert_eq!(rules::score(&settings, 500).unwrap().score, 500, "half to even");
    assert_eq!(rules::score(&settings, 1_500).unwrap().score, 502);
}

#[test]
fn the_ledger_equals_a_plain_model() {
    for seed in 0..8 {
        let mut chance = Chance(seed);
        let (crm, clock, ada) = shop_of("Ada");
        let half_life = *chance.of(&[0, 10, 100]);
        let patch = CreditSettingsPatch { half_life_days: Some(half_life), ..CreditSettingsPatch::default() };
        crm.write(|tx| tx.credit().configure(patch)).unwrap();
        let (start, mut day) = (at(OPENING), 0_i64);
        // Points, the day of the fact, and whether it stands.
        let mut model: Vec<(CreditEntryId, i64, i64, bool)> = Vec::new();
        for _ in 0..120 {
            match chance.below(4) {
                0 | 1 => {
                    let delta = 1 + chance.below(200);
                    let delta = if chance.below(2) == 0 { delta } else { -delta };
                    let of = day - chance.below(50);
                    let new =
                        NewCreditEntry { at: Some(start.plus_days(of)), ..NewCreditEntry::manual(ada, delta, "seen") };
                    let made = crm.write(|tx| tx.credit().add(new)).unwrap();
                    model.push((made.id, delta, of, true));
                }
                2 if !model.is_empty() => {
                    let one = chance.below(model.len() as i64) as usize;
                    let done = crm.write(|tx| tx.credit().reverse(model[one].0, Some("error")));
                    assert_eq!(done.is_ok(), model[one].3);
                    model[one].3 = false;
                }
                _ => {
                    day += chance.below(15);
                    clock.set(start.plus_days(day));
                }
            }
            // At any instant, by what is known today.
            for asked in [day, day - 20, day + 35] {
                let as_of = start.plus_days(asked);
                let standing = crm.read(|tx| tx.credit().of(ada, Some(as_of))).unwrap();
                let counts = model.iter().filter(|(_, _, of, stands)| *stands && *of <= asked);
                let exact: f64 = counts
                    .map(|(_, delta, of, _)| match half_life {
                        0 => *delta as f64,
                        days => {
                            let (whole, rest) = ((asked - of) / i64::from(days), (asked - of) % i64::from(days));
                            let way = 1.0 - rest as f64 / (2 * days) as f64;
                            *delta as f64 * way / 2_f64.powi(whole as i32)
                        }
                    })
                    .sum();
                let points: i64 = standing.entries.iter().map(|one| one.points.thousandths()).sum();
                assert_eq!(points + standing.others.thousandths(), standing.points.thousandths());
                let sums: i64 = standing.sums.iter().map(|one| one.points.thousandths()).sum();
                assert_eq!(sums, points);
                let tolerance = 0.002 * (1 + model.len()) as f64;
                assert!((points as f64 / 1_000.0 - exact).abs() <= tolerance, "{points} {exact}");
                let score = f64::from(standing.score);
                assert!((score - (500.0 + exact).clamp(0.0, 1_000.0)).abs() <= 0.5 + tolerance);
                assert_eq!(crm.read(|tx| tx.credit().of(ada, Some(as_of))).unwrap(), standing);
            }
            let now = crm.read(|tx| Ok((tx.credit().score(ada)?, tx.credit().of(ada, None)?))).unwrap();
            assert_eq!((now.0.score, now.0.level), (now.1.score, now.1.level));
        }
        let entries = crm.read(|tx| {
            tx.credit().history(&CreditFilter { customer_id: ada, kind: None, page: PageRequest::first(1_000) })
        });
        let reversed = model.iter().filter(|one| !one.3).count();
        assert_eq!(entries.unwrap().items.len(), model.len() + reversed);
        sound(&crm);
    }
}

#[test]
fn what_is_entered_by_hand() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let refused = |new: NewCreditEntry| {
            let error = tx.credit().add(new).unwrap_err();
            (error.code(), error.path().unwrap_or_default().to_owned())
        };
        let plain = || NewCreditEntry::manual(ada, 30, "helped");
        let invalid = |path: &str| (ErrorCode::InvalidInput, path.to_owned());
        assert_eq!(refused(NewCreditEntry { delta: None, ..plain() }), invalid("/delta"));
        assert_eq!(refused(NewCreditEntry { delta: Some(0), ..plain() }), invalid("/delta"));
        assert_eq!(refused(NewCreditEntry { delta: Some(1_001), ..plain() }), (ErrorCode::Limit, "/delta".into()));
        assert_eq!(refused(NewCreditEntry { delta: Some(i64::MIN), ..plain() }), (ErrorCode::Limit, "/delta".into()));
        assert_eq!(refused(NewCreditEntry { reason: None, ..plain() }), invalid("/reason"));
        assert_eq!(refused(NewCreditEntry { at: Some(tx.now().plus_millis(1)), ..plain() }), invalid("/at"));
        let nobody = NewCreditEntry { customer_id: CustomerId(9), ..plain() };
        assert_eq!(refused(nobody), (ErrorCode::NotFound, "/customer_id".into()));
        let fact = Reference { entity: "return".into(), id: 4 };
        let abuse = NewCreditEntry {
            reference: Some(fact),
            staff_id: Some(StaffId(3)),
            ..NewCreditEntry::new(ada, CreditKind::ReturnAbuse)
        };
        let first = tx.credit().add(abuse.clone())?;
        assert_eq!((first.delta, first.automatic), (-40, false));
        assert_eq!(tx.credit().add(abuse.clone())?, first);
        let other = NewCreditEntry { delta: Some(-41), ..abuse.clone() };
        assert_eq!(refused(other), (ErrorCode::IdempotencyConflict, "/ref".into()));
        let back = tx.credit().reverse(first.id, Some("wrong_person"))?;
        assert_eq!((back.delta, back.reverses_id, back.at), (40, Some(first.id), first.at));
        for (id, existing) in [(first.id, back.id), (back.id, back.id)] {
            let error = tx.credit().reverse(id, None).unwrap_err();
            assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(existing.0)));
        }
        // What was taken back may be entered anew.
        assert_ne!(tx.credit().add(abuse)?.id, first.id);
        assert_eq!(tx.credit().of(ada, None)?.score, 460);
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "credit."), ["credit.entered", "credit.reversed", "credit.entered"]);
    sound(&crm);
}

#[test]
fn settings_have_bounds_and_are_kept() {
    let (crm, _) = shop();
    let set = |patch: CreditSettingsPatch| crm.write(|tx| tx.credit().configure(patch));
    let none = CreditSettingsPatch::default;
    let refused = |patch| set(patch).unwrap_err().path().unwrap_or_default().to_owned();
    assert_eq!(refused(CreditSettingsPatch { base: Some(1_001), ..none() }), "/base");
    assert_eq!(refused(CreditSettingsPatch { helpful_votes: Some(0), ..none() }), "/helpful_votes");
    assert_eq!(refused(CreditSettingsPatch { good_from: Some(399), ..none() }), "/good_from");
    assert_eq!(refused(CreditSettingsPatch { excellent_from: Some(1_001), ..none() }), "/excellent_from");
    let deltas = Some(vec![CreditDelta { kind: CreditKind::NoShow, delta: -1_001 }]);
    assert_eq!(refused(CreditSettingsPatch { deltas, ..none() }), "/deltas/0/delta");
    let deltas = Some(vec![CreditDelta { kind: CreditKind::NoShow, delta: -7 }]);
    let after = set(CreditSettingsPatch { deltas, ..none() }).unwrap();
    assert_eq!(after.deltas.len(), CreditKind::ALL.len());
    assert_eq!(rules::delta_of(&after, CreditKind::NoShow), -7);
    assert_eq!(rules::delta_of(&after, CreditKind::Chargeback), -80);
    assert_eq!(crm.read(|tx| tx.credit().settings()).unwrap(), after);
}

#[test]
fn every_fact_of_the_file_counts_once_and_as_long_as_it_is_one() {
    use CreditKind::{
        Chargeback, CompletedOrder, NoShow, OnTimePayment, RefusedDelivery, ReviewHelpful, ReviewRemoved,
        VerifiedIdentity,
    };
    let (crm, clock) = shop();
    let ada =
        crm.write(|tx| tx.customers().create(NewCustomer::person("Ada").email("ada@example.com").phone("+4930123456")));
    let ada = ada.unwrap().id;
    let before = completed(&crm, ada);
    assert!(standing(&crm, ada).is_empty(), "switched off");
    activate(&crm);
    // What was there before is looked at too.
    let mut expected = vec![(OnTimePayment, 5), (CompletedOrder, 10)];
    assert_eq!(standing(&crm, ada), expected);
    assert_eq!(crm.read(|tx| tx.credit().of(ada, None)).unwrap().score, 515);
    assert_eq!(standing(&crm, ada), expected, "once");
    // An order that is paid late, and one that never is.
    let late = crm.write(|tx| tx.orders().record(NewOrder::new(ada, Money::usd(100)))).unwrap().id;
    clock.set(at(OPENING).plus_days(15));
    crm.write(|tx| tx.payments().record(late, &NewPayment::capture(Money::usd(100)), false)).unwrap();
    let stays = |crm: &Crm| standing(crm, ada).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(stays(&crm), [OnTimePayment, CompletedOrder]);
    // Identities.
    let ids: Vec<_> = crm.read(|tx| tx.customers().get(ada)).unwrap().identities.iter().map(|one| one.id).collect();
    let verify = |id, verified| crm.write(|tx| tx.customers().verify_identity(id, verified, None)).unwrap();
    verify(ids[1], Verified::Verified);
    verify(ids[0], Verified::Verified);
    expected.push((VerifiedIdentity, 20));
    assert_eq!(standing(&crm, ada), expected);
    ids.iter().for_each(|id| drop(verify(*id, Verified::Unverified)));
    expected.pop();
    assert_eq!(standing(&crm, ada), expected);
    // A parcel that nobody takes, an appointment that nobody keeps.
    let order = NewOrder { customer: Some(ada), ..NewOrder::default() }.line("MUG", 1, Money::usd(100));
    let order = crm.write(|tx| tx.orders().record(order)).unwrap();
    crm.write(|tx| {
        let state = Some(ShipmentState::OutForDelivery);
        let parcel = tx.shipments().create(NewShipment { state, ..NewShipment::of(order.id) })?;
        for state in [ShipmentState::FailedAttempt, ShipmentState::Returning, ShipmentState::Returned] {
            tx.shipments().set_state(parcel.id, state, None, None)?;
        }
        let lost = tx
            .shipments()
            .create(NewShipment { state: Some(ShipmentState::Returning), ..NewShipment::of(order.id) })?;
        tx.shipments().set_state(lost.id, ShipmentState::Returned, None, None)?;
        let visit = tx.appointments().book(NewAppointment {
            staff_id: StaffId(1),
            customer_id: Some(ada),
            kind: AppointmentKind::Visit,
            starts_at: tx.now(),
            minutes: 30,
            place: None,
            note: None,
            remind_minutes: None,
            force: true,
            allow_blocked: false,
        })?;
        tx.appointments().no_show(visit.id, None)
    })
    .unwrap();
    assert_eq!(stays(&crm), [OnTimePayment, CompletedOrder, NoShow, RefusedDelivery]);
    // Reviews.
    let (kim, bo) = (person(&crm, "Kim"), person(&crm, "Bo"));
    let by = |who| ReviewReader { customer_id: Some(who), visitor: None };
    let review = crm
        .write(|tx| {
            let review = tx.reviews().post(NewReview::new(ada, ReviewSubject::shop(), 5))?.id;
            tx.reviews().moderate(review, ReviewState::Published, None)?;
            tx.reviews().vote(review, &by(kim), true)?;
            tx.reviews().vote(review, &by(bo), true)?;
            Ok(review)
        })
        .unwrap();
    assert!(stays(&crm).contains(&ReviewHelpful));
    crm.write(|tx| tx.reviews().vote(review, &by(bo), false)).unwrap();
    assert!(!stays(&crm).contains(&ReviewHelpful));
    crm.write(|tx| tx.reviews().moderate(review, ReviewState::Removed, Some("spam"))).unwrap();
    assert!(stays(&crm).contains(&ReviewRemoved));
    // The bank takes a payment back, and with it all that the order brought.
    let refund = NewRefund {
        order: Some(before),
        amount: Some(Money::usd(900)),
        reason: Some("chargeback".into()),
        ..NewRefund::default()
    };
    crm.write(|tx| tx.refunds().record(refund)).unwrap();
    assert_eq!(stays(&crm), [ReviewRemoved, Chargeback, NoShow, RefusedDelivery]);
    sound(&crm);
    // What somebody has taken back is not entered again.
    let filter = CreditFilter { customer_id: ada, kind: Some(Chargeback), page: PageRequest::default() };
    let entry = crm.read(|tx| tx.credit().history(&filter)).unwrap().items[0].clone();
    assert!(entry.automatic);
    crm.write(|tx| tx.credit().reverse(entry.id, Some("kindness"))).unwrap();
    completed(&crm, ada);
    assert_eq!(stays(&crm), [OnTimePayment, CompletedOrder, ReviewRemoved, NoShow, RefusedDelivery]);
    let off = CreditSettingsPatch { active: Some(false), ..CreditSettingsPatch::default() };
    crm.write(|tx| tx.credit().configure(off)).unwrap();
    completed(&crm, ada);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "credit"), 0);
    assert_eq!(stays(&crm).len(), 5);
    sound(&crm);
}

#[test]
fn a_decided_complaint_counts_until_it_is_reopened() {
    use CreditKind::{ComplaintRejected, ComplaintUpheld};
    let (crm, _, ada) = shop_of("Ada");
    activate(&crm);
    let resolved = |who, upheld| {
        crm.write(|tx| {
            let ticket = tx.tickets().open(NewTicket::new(TicketKind::Complaint, "It hums").with(who))?;
            tx.tickets().resolve(ticket.id, "Looked at", None, upheld)
        })
        .unwrap()
        .id
    };
    let again = |id, upheld| {
        crm.write(|tx| {
            tx.tickets().reopen(id, "not_so")?;
            tx.tickets().resolve(id, "Looked at", None, upheld)
        })
        .unwrap();
    };
    let first = resolved(ada, None);
    assert!(standing(&crm, ada).is_empty(), "undecided");
    again(first, Some(true));
    assert_eq!(standing(&crm, ada), [(ComplaintUpheld, 5)]);
    let second = resolved(ada, Some(false));
    assert_eq!(standing(&crm, ada), [(ComplaintUpheld, 5), (ComplaintRejected, -10)]);
    sound(&crm);
    crm.write(|tx| tx.tickets().reopen(second, "not_so")).unwrap();
    assert_eq!(standing(&crm, ada), [(ComplaintUpheld, 5)]);
    crm.write(|tx| tx.tickets().resolve(second, "Looked at", None, Some(false))).unwrap();
    again(first, Some(false));
    assert_eq!(standing(&crm, ada), [(ComplaintRejected, -10); 2]);
    crm.write(|tx| tx.tickets().set_state(first, TicketState::Closed, None)).unwrap();
    assert_eq!(standing(&crm, ada), [(ComplaintRejected, -10); 2]);
    let patch = TicketPatch { kind: Some(TicketKind::Question), ..TicketPatch::default() };
    crm.write(|tx| tx.tickets().update(second, patch)).unwrap();
    assert_eq!(standing(&crm, ada), [(ComplaintRejected, -10)]);
    // Complaints follow a merge and back.
    let kim = person(&crm, "Kim");
    resolved(kim, Some(true));
    assert_eq!(standing(&crm, kim), [(ComplaintUpheld, 5)]);
    let request = MergeRequest { winner_id: ada, loser_id: kim, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(standing(&crm, ada), [(ComplaintUpheld, 5), (ComplaintRejected, -10)]);
    sound(&crm);
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(standing(&crm, ada), [(ComplaintRejected, -10)]);
    assert_eq!(standing(&crm, kim), [(ComplaintUpheld, 5)]);
    sound(&crm);
}

#[test]
fn returns_are_abused_while_too_much_comes_back_without_the_shops_fault() {
    let (crm, _, ada) = shop_of("Ada");
    activate(&crm);
    let abuse = |crm: &Crm| standing(crm, ada).iter().filter(|(kind, _)| *kind == CreditKind::ReturnAbuse).count();
    let back = |reason| {
        let order = NewOrder { customer: Some(ada), ..NewOrder::default() }.line("MUG", 1, Money::usd(900));
        crm.write(|tx| {
            let order = tx.orders().record(order.paid())?;
            let state = Some(ShipmentState::Delivered);
            tx.shipments().create(NewShipment { state, ..NewShipment::of(order.id) })?;
            tx.returns().request(NewReturn::of(order.id, vec![NewReturnLine::new(order.lines[0].id, reason)]))
        })
        .unwrap()
        .id
    };
    let patch = CreditSettingsPatch { abuse_returns: Some(2), ..CreditSettingsPatch::default() };
    crm.write(|tx| tx.credit().configure(patch)).unwrap();
    back(ReturnReason::ChangedMind);
    assert_eq!(abuse(&crm), 0, "one is none");
    back(ReturnReason::Defective);
    assert_eq!(abuse(&crm), 1);
    let third = back(ReturnReason::Damaged);
    assert_eq!(abuse(&crm), 0, "a third of all");
    back(ReturnReason::Size);
    assert_eq!(abuse(&crm), 1);
    crm.write(|tx| tx.returns().cancel(third, None)).unwrap();
    assert_eq!(abuse(&crm), 1);
    // Whose returns are another's after a merge, of whom it is not so.
    let kim = person(&crm, "Kim");
    let order = NewOrder { customer: Some(kim), ..NewOrder::default() }.line("MUG", 9, Money::usd(900));
    crm.write(|tx| tx.orders().record(order.paid())).unwrap();
    let request = MergeRequest { winner_id: kim, loser_id: ada, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(abuse(&crm), 0);
    sound(&crm);
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(abuse(&crm), 1);
    sound(&crm);
}

#[test]
fn entries_equal_the_facts_whatever_happens() {
    for seed in 0..6 {
        let mut chance = Chance(seed);
        let (crm, clock) = shop();
        activate(&crm);
        let people = [person(&crm, "Ada"), person(&crm, "Kim"), person(&crm, "Bo")];
        let mut merges: Vec<MergeId> = Vec::new();
        let (mut orders, mut day): (Vec<OrderId>, i64) = (Vec::new(), 0);
        for _ in 0..60 {
            let who = *chance.of(&people);
            let order = orders.get(chance.below(orders.len().max(1) as i64) as usize).copied();
            match (chance.below(9), order) {
                (0..=2, _) => orders.push(completed(&crm, who)),
                (3, Some(order)) => drop(crm.write(|tx| tx.orders().cancel(order, CancelReason::Other, None))),
                (4, Some(order)) => {
                    let refund =
                        NewRefund { order: Some(order), amount: Some(Money::usd(450)), ..NewRefund::default() };
                    drop(crm.write(|tx| tx.refunds().record(refund)));
                }
                (5, Some(order)) => {
                    let patch = OrderPatch { customer: Some(who), ..OrderPatch::default() };
                    drop(crm.write(|tx| tx.orders().edit(order, patch)));
                }
                (6, _) => {
                    let request = MergeRequest { winner_id: who, loser_id: people[0], rules: BTreeMap::new() };
                    merges.extend(crm.write(|tx| tx.customers().merge(&request)).ok().map(|merge| merge.id));
                }
                (7, _) => drop(merges.pop().map(|merge| crm.write(|tx| tx.customers().unmerge(merge)))),
                _ => {
                    day += chance.below(20);
                    clock.set(at(OPENING).plus_days(day));
                }
            }
            if chance.below(3) == 0 {
                crm.tick(None, None).unwrap();
                sound(&crm);
            }
        }
        assert!(crm.tick(None, None).unwrap().done);
        for who in people {
            let filter = OrderFilter { customer: Some(who), page: PageRequest::first(1_000), ..OrderFilter::default() };
            let listed = crm.read(|tx| tx.orders().list(&filter)).unwrap().items;
            let stands = listed.iter().filter(|order| {
                matches!(order.state, OrderState::Completed | OrderState::Closed)
                    && order.pay_state != PayState::Refunded
            });
            let stands = stands.count() as u64;
            let year = at(OPENING).plus_days(day + 365);
            let standing = crm.read(|tx| tx.credit().of(who, Some(year))).unwrap();
            let count = |kind| standing.sums.iter().find(|sum| sum.kind == kind).map_or(0, |sum| sum.count);
            assert_eq!((count(CreditKind::CompletedOrder), count(CreditKind::OnTimePayment)), (stands, stands));
        }
        sound(&crm);
    }
}

#[test]
fn entries_follow_a_merge_and_back_with_what_took_them_back() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let (ada, kim) = (customer(tx, "Ada"), customer(tx, "Kim"));
        tx.credit().add(NewCreditEntry::manual(ada, 10, "helped"))?;
        let of_kim = tx.credit().add(NewCreditEntry::manual(kim, -100, "rude"))?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: kim, rules: BTreeMap::new() })?;
        assert_eq!(tx.credit().of(kim, None)?.score, 410);
        assert_eq!(tx.credit().of(kim, None)?.customer_id, ada);
        tx.credit().reverse(of_kim.id, Some("error"))?;
        assert_eq!(tx.credit().of(ada, None)?.score, 510);
        tx.customers().unmerge(merge.id)?;
        assert_eq!((tx.credit().of(ada, None)?.score, tx.credit().of(kim, None)?.score), (510, 500));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn one_proof_of_a_merged_customer_counts() {
    let (crm, _) = shop();
    activate(&crm);
    let proved = |name: &str, mail: &str| {
        crm.write(|tx| {
            let one = tx.customers().create(NewCustomer::person(name).identity(IdentityKind::Email, mail))?;
            tx.customers().verify_identity(one.identities[0].id, Verified::Verified, None)?;
            Ok(one.id)
        })
        .unwrap()
    };
    let (ada, kim) = (proved("Ada", "ada@example.com"), proved("Kim", "kim@example.com"));
    let proof = [(CreditKind::VerifiedIdentity, 20)];
    assert_eq!((standing(&crm, ada), standing(&crm, kim)), (proof.to_vec(), proof.to_vec()));
    let request = MergeRequest { winner_id: ada, loser_id: kim, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(standing(&crm, ada), proof);
    sound(&crm);
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!((standing(&crm, ada), standing(&crm, kim)), (proof.to_vec(), proof.to_vec()));
    sound(&crm);
}
