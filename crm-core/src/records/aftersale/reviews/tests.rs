//! Reviews: every state with every move, votes and summaries against plain models, verified purchases, whom to ask, and
//! merges.

use super::*;
use crate::Crm;
use crate::customers::MergeRequest;
use crate::orders::{CancelReason, NewOrder, NewRefund, OrderPatch, OrderState};
use crate::records::aftersale::tickets::{TicketFilter, TicketKind};
use crate::tasks::TaskFilter;
use crate::testing::{Chance, OPENING, at, customer, person, shop, shop_of, sound, told};
use crate::vocabulary::{ErrorCode, Money, PageRequest, Patch, Quantity, Rate, StaffId};
use std::collections::{BTreeMap, BTreeSet};

fn mug() -> ReviewSubject {
    ReviewSubject::product("MUG")
}

fn published(tx: &WriteTransaction, customer: CustomerId, subject: ReviewSubject, rating: u8) -> Review {
    let review = tx.reviews().post(NewReview::new(customer, subject, rating)).unwrap();
    tx.reviews().moderate(review.id, ReviewState::Published, None).unwrap()
}

fn reader(customer: CustomerId) -> ReviewReader {
    ReviewReader { customer_id: Some(customer), visitor: None }
}

fn visitor(key: &str) -> ReviewReader {
    ReviewReader { customer_id: None, visitor: Some(key.to_owned()) }
}

fn publish_all(crm: &Crm) {
    let patch = ReviewSettingsPatch { auto_publish: Some(true), ..ReviewSettingsPatch::default() };
    crm.write(|tx| tx.reviews().configure(patch)).unwrap();
}

#[test]
fn every_state_with_every_move() {
    use ReviewState::{Hidden, Pending, Published, Removed};
    let ways: [(ReviewState, &[ReviewState]); 4] =
        [(Pending, &[]), (Published, &[Published]), (Hidden, &[Hidden]), (Removed, &[Removed])];
    let allowed = |from, to| match from {
        Pending => matches!(to, Published | Hidden | Removed),
        Published => matches!(to, Hidden | Removed | Pending),
        Hidden => matches!(to, Published | Removed | Pending),
        Removed => false,
    };
    let (crm, _) = shop();
    for (from, way) in ways {
        for to in ReviewState::ALL {
            crm.write(|tx| {
                let review = tx.reviews().post(NewReview::new(customer(tx, "Ada"), mug(), 4))?;
                for step in way {
                    tx.reviews().moderate(review.id, *step, None)?;
                }
                let moved = tx.reviews().moderate(review.id, *to, Some("looked_at"));
                assert_eq!(moved.is_ok(), allowed(from, *to), "{from} to {to}");
                match moved {
                    Ok(moved) => {
                        assert_eq!(moved.state, *to);
                        let history = tx.reviews().history(review.id)?;
                        assert_eq!(history.last().unwrap().to, to.token());
                        assert_eq!(history.last().unwrap().reason.as_deref(), Some("looked_at"));
                    }
                    Err(error) => {
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        assert_eq!(tx.reviews().get(review.id)?.state, from);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
    sound(&crm);
}

#[test]
fn a_customer_has_one_review_of_a_subject() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let first = tx.reviews().post(NewReview::new(ada, mug(), 5))?;
        let again = tx.reviews().post(NewReview::new(ada, mug(), 1)).unwrap_err();
        assert_eq!((again.code(), again.existing_id()), (ErrorCode::Conflict, Some(first.id.0)));
        tx.reviews().post(NewReview::new(ada, ReviewSubject::shop(), 5))?;
        tx.reviews().post(NewReview::new(ada, ReviewSubject::staff(StaffId(1)), 5))?;
        tx.reviews().post(NewReview::new(ada, ReviewSubject::service(ReviewedService::Ticket, 1), 5))?;
        tx.reviews().post(NewReview::new(ada, ReviewSubject::service(ReviewedService::ServiceOrder, 1), 5))?;
        // What was removed does not keep a new one away.
        tx.reviews().moderate(first.id, ReviewState::Removed, Some("spam"))?;
        tx.reviews().post(NewReview::new(ada, mug(), 4))?;
        let patch = ReviewPatch { rating: Some(1), ..ReviewPatch::default() };
        assert_eq!(tx.reviews().update(first.id, patch).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(tx.reviews().reply(first.id, Some("So?"), None).unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    let read = crm.read(|tx| tx.reviews().get(ReviewId(4))).unwrap();
    assert_eq!(read.subject, ReviewSubject::service(ReviewedService::Ticket, 1));
    sound(&crm);
}

#[test]
fn what_is_refused() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let refused = |new: NewReview| {
            let error = tx.reviews().post(new).unwrap_err();
            (error.code(), error.path().unwrap_or_default().to_owned())
        };
        let invalid = |path: &str| (ErrorCode::InvalidInput, path.to_owned());
        let plain = || NewReview::new(ada, mug(), 3);
        for rating in [0, 6, 255] {
            assert_eq!(refused(NewReview { rating, ..plain() }), invalid("/rating"));
        }
        let aspects = [("fit".to_owned(), 6)].into();
        assert_eq!(refused(NewReview { aspects, ..plain() }), invalid("/aspects"));
        let aspects = (0..21).map(|at| (format!("a{at}"), 1)).collect();
        assert_eq!(refused(NewReview { aspects, ..plain() }), (ErrorCode::Limit, "/aspects".into()));
        let photos = vec!["p".into(); 21];
        assert_eq!(refused(NewReview { photos, ..plain() }), (ErrorCode::Limit, "/photos".into()));
        let photos = vec!["p".into(), " ".into()];
        assert_eq!(refused(NewReview { photos, ..plain() }), invalid("/photos/1"));
        let posted_at = Some(tx.now().plus_millis(1));
        assert_eq!(refused(NewReview { posted_at, ..plain() }), invalid("/posted_at"));
        let bare = ReviewSubject { sku: None, ..mug() };
        assert_eq!(refused(NewReview { subject: bare, ..plain() }), invalid("/subject/sku"));
        let both = ReviewSubject { id: Some(1), ..mug() };
        assert_eq!(refused(NewReview { subject: both, ..plain() }), invalid("/subject/id"));
        let unnamed = ReviewSubject { service: None, ..ReviewSubject::service(ReviewedService::Ticket, 1) };
        assert_eq!(refused(NewReview { subject: unnamed, ..plain() }), invalid("/subject/service"));
        let order = ReviewSubject::order(OrderId(9));
        assert_eq!(refused(NewReview { subject: order, ..plain() }), (ErrorCode::NotFound, "/subject/id".into()));
        let other = tx.orders().record(NewOrder::new(customer(tx, "Kim"), Money::usd(1)))?;
        assert_eq!(refused(NewReview { subject: ReviewSubject::order(other.id), ..plain() }), invalid("/subject/id"));
        let nobody = NewReview { customer_id: CustomerId(99), ..plain() };
        assert_eq!(refused(nobody), (ErrorCode::NotFound, "/customer_id".into()));
        assert!(
            tx.reviews()
                .list(&ReviewFilter { state: Some(ReviewState::Pending), ..ReviewFilter::default() })?
                .items
                .is_empty()
        );
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn settings_publish_what_is_good_verified_and_decent() {
    let (crm, _) = shop();
    crm.write(|tx| {
        tx.reviews().configure(ReviewSettingsPatch {
            auto_publish: Some(true),
            auto_publish_from: Some(3),
            auto_publish_verified_only: Some(true),
            hold_words: Some(vec!["Scam".into(), "骗".into(), "scam".into()]),
            ..ReviewSettingsPatch::default()
        })?;
        assert_eq!(tx.reviews().settings()?.hold_words, ["scam", "骗"]);
        let state = |rating, text: &str, buys: bool| {
            let who = customer(tx, "Ada");
            if buys {
                let order = NewOrder { customer: Some(who), ..NewOrder::default() }.line("MUG", 1, Money::usd(500));
                tx.orders().record(order.paid()).unwrap();
            }
            tx.reviews().post(NewReview::new(who, mug(), rating).text(text)).unwrap().state
        };
        assert_eq!(state(3, "Fine.", true), ReviewState::Published);
        assert_eq!(state(2, "Fine.", true), ReviewState::Pending);
        assert_eq!(state(5, "Fine.", false), ReviewState::Pending);
        assert_eq!(state(5, "No SCAM.", true), ReviewState::Pending);
        assert_eq!(state(5, "骗人", true), ReviewState::Pending);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_changed_review_is_looked_at_again() {
    let (crm, _, ada) = shop_of("Ada");
    let change = |id, text: &str| {
        let patch = ReviewPatch { text: Patch::Set(text.into()), ..ReviewPatch::default() };
        crm.write(|tx| tx.reviews().update(id, patch)).unwrap()
    };
    let first = crm.write(|tx| Ok(published(tx, ada, mug(), 5))).unwrap();
    let changed = change(first.id, "Chipped.");
    assert_eq!((changed.state, changed.revisions), (ReviewState::Pending, 1));
    assert_eq!(change(first.id, " Chipped. "), changed, "nothing differs");
    publish_all(&crm);
    assert_eq!(change(first.id, "Not chipped.").state, ReviewState::Published);
    // What the shop has hidden its author does not bring back, and reported words do not escape by a change.
    crm.write(|tx| tx.reviews().moderate(first.id, ReviewState::Hidden, None)).unwrap();
    assert_eq!(change(first.id, "Broken.").state, ReviewState::Pending);
    crm.write(|tx| {
        tx.reviews().moderate(first.id, ReviewState::Published, None)?;
        for key in ["a", "b", "c"] {
            tx.reviews().report(first.id, &visitor(key), ReviewReportReason::False, None)?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(change(first.id, "Whole.").state, ReviewState::Pending);
    sound(&crm);
}

#[test]
fn a_negative_review_is_announced_and_opens_one_ticket() {
    let (crm, _, ada) = shop_of("Ada");
    let order = NewOrder { customer: Some(ada), ..NewOrder::default() };
    let order = order.line("TEA", 1, Money::usd(300)).line("MUG", 1, Money::usd(500)).paid();
    crm.write(|tx| {
        let order = tx.orders().record(order)?;
        let review = tx.reviews().post(NewReview::new(ada, mug(), 3).text("Chipped."))?;
        assert_eq!(review.ticket_id, None);
        let rate = |rating| {
            let patch = ReviewPatch { rating: Some(rating), ..ReviewPatch::default() };
            tx.reviews().update(review.id, patch).map(|after| after.ticket_id)
        };
        let opened = rate(2)?;
        assert_eq!([rate(1)?, rate(4)?, rate(1)?], [opened; 3]);
        assert_eq!(tx.reviews().get(review.id)?.ticket_id, opened);
        let ticket = tx.tickets().get(opened.unwrap())?;
        assert_eq!((ticket.kind, ticket.customer_id), (TicketKind::Complaint, Some(ada)));
        assert_eq!(
            (ticket.subject.as_str(), ticket.body.as_deref()),
            ("Negative review: product MUG", Some("Chipped."))
        );
        assert_eq!((ticket.order_id, ticket.order_line_id), (Some(order.id), Some(order.lines[1].id)));
        assert!(ticket.assignee_id.is_some() && ticket.first_due_at.is_some(), "somebody answers");
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "review.negative").len(), 2);
    let tickets = || crm.read(|tx| tx.tickets().list(&TicketFilter::default())).unwrap().items;
    assert_eq!(tickets().len(), 1);
    assert!(crm.read(|tx| tx.tasks().list(&TaskFilter::default())).unwrap().items.is_empty());
    // An order that is not paid is named, one that went to somebody else is not.
    crm.write(|tx| {
        let order = || tx.orders().record(NewOrder::new(ada, Money::usd(1))).map(|order| order.id);
        let (own, given) = (order()?, order()?);
        let review = tx.reviews().post(NewReview::new(ada, ReviewSubject::order(own), 1))?;
        let ticket = tx.tickets().get(review.ticket_id.unwrap())?;
        assert_eq!((ticket.order_id, ticket.order_line_id), (Some(own), None));
        let review = tx.reviews().post(NewReview::new(ada, ReviewSubject::order(given), 5))?;
        tx.orders().edit(given, OrderPatch { customer: Some(customer(tx, "Kim")), ..OrderPatch::default() })?;
        let patch = ReviewPatch { rating: Some(1), ..ReviewPatch::default() };
        let review = tx.reviews().update(review.id, patch)?;
        let ticket = tx.tickets().get(review.ticket_id.unwrap())?;
        assert_eq!((ticket.customer_id, ticket.order_id), (Some(ada), None));
        Ok(())
    })
    .unwrap();
    assert_eq!((told(&crm, "review.negative").len(), tickets().len()), (4, 3));
    let post = |crm: &Crm, patch| {
        crm.write(|tx| {
            tx.reviews().configure(patch)?;
            tx.reviews().post(NewReview::new(customer(tx, "Bo"), ReviewSubject::shop(), 1))
        })
        .unwrap()
        .ticket_id
    };
    assert_eq!(
        post(&crm, ReviewSettingsPatch { negative_ticket: Some(false), ..ReviewSettingsPatch::default() }),
        None
    );
    assert_eq!((told(&crm, "review.negative").len(), tickets().len()), (5, 3));
    assert_eq!(post(&crm, ReviewSettingsPatch { negative_until: Some(0), ..ReviewSettingsPatch::default() }), None);
    assert_eq!((told(&crm, "review.negative").len(), tickets().len()), (5, 3));
    sound(&crm);
}

#[test]
fn reports_take_a_review_back_once_they_are_enough() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let review = published(tx, ada, mug(), 5);
        let kim = customer(tx, "Kim");
        let report = |by: &ReviewReader| tx.reviews().report(review.id, by, ReviewReportReason::Spam, Some("Look!"));
        assert_eq!(report(&reader(kim))?.reports, 1);
        assert_eq!(report(&reader(kim))?.reports, 1, "once each");
        assert_eq!(report(&visitor("x"))?.state, ReviewState::Published);
        let third = report(&visitor("y"))?;
        assert_eq!((third.state, third.reports), (ReviewState::Pending, 3));
        assert_eq!(report(&visitor("z")).unwrap_err().code(), ErrorCode::Conflict);
        let back = tx.reviews().moderate(review.id, ReviewState::Published, None)?;
        assert_eq!(back.reports, 0);
        assert_eq!(report(&reader(kim))?.reports, 1, "once more after somebody has looked");
        for (customer_id, visitor) in [(None, None), (Some(kim), Some("k".to_owned()))] {
            let error = report(&ReviewReader { customer_id, visitor }).unwrap_err();
            assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/customer_id")));
        }
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn votes_and_summaries_equal_a_plain_model() {
    for seed in 0..6 {
        let mut chance = Chance(seed);
        let (crm, _) = shop();
        publish_all(&crm);
        let people: Vec<_> = (0..5).map(|at| person(&crm, &format!("P{at}"))).collect();
        let subjects = [mug(), ReviewSubject::product("TEA"), ReviewSubject::shop()];
        let mut model: BTreeMap<ReviewId, (usize, usize, u8, ReviewState, BTreeSet<usize>)> = BTreeMap::new();
        for _ in 0..150 {
            let (who, what) = (chance.below(5) as usize, chance.below(3) as usize);
            let rating = 1 + chance.below(5) as u8;
            let known = model.keys().copied().nth(chance.below(12) as usize);
            match (chance.below(6), known) {
                (0 | 1, _) => {
                    let new = NewReview {
                        aspects: [("fit".to_owned(), rating)].into(),
                        ..NewReview::new(people[who], subjects[what].clone(), rating)
                    };
                    let made = crm.write(|tx| tx.reviews().post(new));
                    let has = model.values().any(|one| (one.0, one.1) == (who, what) && one.3 != ReviewState::Removed);
                    assert_eq!(made.is_err(), has);
                    if let Ok(made) = made {
                        model.insert(made.id, (who, what, rating, ReviewState::Published, BTreeSet::new()));
                    }
                }
                (2, Some(id)) => {
                    let to = *chance.of(ReviewState::ALL);
                    let moved = crm.write(|tx| tx.reviews().moderate(id, to, None));
                    let one = model.get_mut(&id).unwrap();
                    assert_eq!(moved.is_ok(), rules::MACHINE.may(one.3, to));
                    one.3 = moved.map_or(one.3, |moved| moved.state);
                }
                (_, Some(id)) => {
                    let (voter, helpful) = (chance.below(8) as usize, chance.below(3) > 0);
                    let by = people.get(voter).map_or_else(|| visitor(&format!("v{voter}")), |one| reader(*one));
                    let voted = crm.write(|tx| tx.reviews().vote(id, &by, helpful));
                    let one = model.get_mut(&id).unwrap();
                    assert_eq!(voted.is_ok(), one.3 == ReviewState::Published && voter != one.0);
                    if let Ok(voted) = voted {
                        if helpful {
                            one.4.insert(voter)
                        } else {
                            one.4.remove(&voter)
                        };
                        assert_eq!(voted.helpful as usize, one.4.len());
                    }
                }
                _ => {}
            }
        }
        for (what, subject) in subjects.iter().enumerate() {
            let summary = crm.read(|tx| tx.reviews().summary(subject.clone())).unwrap();
            let shown = |one: &&(usize, usize, u8, ReviewState, BTreeSet<usize>)| {
                one.1 == what && one.3 == ReviewState::Published
            };
            let ratings: Vec<u64> = model.values().filter(shown).map(|one| one.2.into()).collect();
            assert_eq!(summary.count, ratings.len() as u64);
            let counted = (1..=5).map(|rating| ratings.iter().filter(|one| **one == rating).count() as u64);
            assert_eq!(summary.distribution, counted.collect::<Vec<_>>());
            let exact = ratings.iter().sum::<u64>() as f64 / ratings.len() as f64;
            match summary.mean {
                None => assert!(ratings.is_empty() && summary.aspects.is_empty()),
                Some(mean) => {
                    assert!((mean.thousandths() as f64 / 1_000.0 - exact).abs() <= 0.0005);
                    assert_eq!((summary.aspects[0].count, summary.aspects[0].mean), (summary.count, mean));
                }
            }
            for sort in ReviewSort::ALL {
                let mut filter =
                    ReviewFilter { subject: Some(subject.clone()), sort: Some(*sort), ..ReviewFilter::default() };
                filter.page.limit = Some(2);
                let mut listed = Vec::new();
                loop {
                    let page = crm.read(|tx| tx.reviews().list(&filter)).unwrap();
                    listed.extend(page.items);
                    filter.page.after = page.next;
                    if filter.page.after.is_none() {
                        break;
                    }
                }
                assert_eq!(listed.len() as u64, summary.count);
                assert!(listed.is_sorted_by(|one, other| store::key(*sort, one) > store::key(*sort, other)));
            }
        }
        sound(&crm);
    }
}

#[test]
fn purchases_are_verified_by_what_the_orders_say_today() {
    let (crm, clock, ada) = shop_of("Ada");
    let buy = |who: CustomerId, paid: bool| {
        let order = NewOrder { customer: Some(who), ..NewOrder::default() }.line("MUG", 1, Money::usd(500));
        crm.write(|tx| tx.orders().record(if paid { order.paid() } else { order })).unwrap().id
    };
    let verified = |id: ReviewId| crm.read(|tx| tx.reviews().get(id)).unwrap().verified_purchase;
    let (unpaid, review, tea, whole) = (buy(ada, false), 1, 2, 3);
    crm.write(|tx| {
        tx.reviews().post(NewReview::new(ada, mug(), 5))?;
        tx.reviews().post(NewReview::new(ada, ReviewSubject::product("TEA"), 5))?;
        tx.reviews().post(NewReview::new(ada, ReviewSubject::order(unpaid), 5))
    })
    .unwrap();
    let ids = [review, tea, whole].map(ReviewId);
    assert_eq!(ids.map(verified), [None; 3]);
    crm.write(|tx| tx.payments().record(unpaid, &crate::orders::NewPayment::capture(Money::usd(500)), false)).unwrap();
    assert_eq!(ids.map(verified), [Some(unpaid), None, Some(unpaid)]);
    // What went back was bought all the same.
    let back = NewRefund { order: Some(unpaid), amount: Some(Money::usd(500)), ..NewRefund::default() };
    crm.write(|tx| tx.refunds().record(back)).unwrap();
    assert_eq!(verified(ids[0]), Some(unpaid));
    // An order that becomes somebody else's shows nothing of Ada.
    let kim = person(&crm, "Kim");
    let given = OrderPatch { customer: Some(kim), ..OrderPatch::default() };
    crm.write(|tx| tx.orders().edit(unpaid, given)).unwrap();
    assert_eq!(ids.map(verified), [None; 3]);
    // A purchase after the review shows nothing; one that is called off neither.
    clock.set(at(OPENING).plus_days(1));
    buy(ada, true);
    assert_eq!(verified(ids[0]), None);
    let early = NewOrder { customer: Some(ada), placed_at: Some(at(OPENING).plus_days(-1)), ..NewOrder::default() };
    let early = crm.write(|tx| tx.orders().record(early.line("MUG", 1, Money::usd(500)).paid())).unwrap().id;
    assert_eq!(verified(ids[0]), Some(early));
    crm.write(|tx| tx.orders().cancel(early, CancelReason::Customer, None)).unwrap();
    assert_eq!(verified(ids[0]), None);
    let shop = ReviewSubject::shop();
    let share = crm.write(|tx| {
        published(tx, kim, shop.clone(), 5);
        published(tx, customer(tx, "Bo"), shop.clone(), 4);
        tx.reviews().summary(shop.clone())
    });
    let share = share.unwrap();
    assert_eq!((share.verified, share.verified_share), (1, Some(Rate::from_ppm(500_000))));
    assert_eq!(share.mean, Some(Quantity::from_thousandths(4_500)));
    sound(&crm);
}

#[test]
fn whom_to_ask_and_who_was_asked() {
    let (crm, clock) = shop();
    let done = |name: &str, skus: &[&str]| {
        crm.write(|tx| {
            let who = customer(tx, name);
            let mut order = NewOrder { customer: Some(who), ..NewOrder::default() };
            for sku in skus {
                order = order.line(sku, 1, Money::usd(500));
            }
            if skus.is_empty() {
                order.total = Some(Money::usd(100));
            }
            order.state = Some(OrderState::Completed);
            Ok((who, tx.orders().record(order.paid())?.id))
        })
        .unwrap()
    };
    let due = || crm.read(|tx| tx.reviews().due(&PageRequest::default())).unwrap().items;
    let (ada, first) = done("Ada", &["MUG", "TEA", "MUG"]);
    let (kim, second) = done("Kim", &[]);
    let (_, third) = done("Bo", &["POT"]);
    let (eve, _) = done("Eve", &["POT"]);
    crm.write(|tx| {
        tx.customers().block(&crate::customers::NewBlock::new(eve, crate::customers::Block::NoMarketing, "asked"))
    })
    .unwrap();
    let open = crm.write(|tx| tx.orders().record(NewOrder::new(ada, Money::usd(1)).paid())).unwrap().id;
    assert!(due().is_empty(), "too early");
    clock.set(at(OPENING).plus_days(7));
    let all = due();
    assert_eq!(all.iter().map(|one| one.order_id).collect::<Vec<_>>(), [first, second, third]);
    assert_eq!((all[0].customer_id, all[0].reason.as_str()), (ada, "completed_order"));
    assert_eq!(all[0].skus, ["MUG", "TEA"]);
    let page = crm.read(|tx| tx.reviews().due(&PageRequest::first(2))).unwrap();
    let rest = PageRequest { limit: Some(2), after: page.next };
    assert_eq!(crm.read(|tx| tx.reviews().due(&rest)).unwrap().items, all[2..]);
    crm.write(|tx| {
        let asked = tx.reviews().ask(third)?;
        assert_eq!(tx.reviews().ask(third)?, asked);
        assert_eq!(tx.reviews().ask(open).unwrap_err().code(), ErrorCode::Conflict);
        tx.reviews().post(NewReview::new(ada, mug(), 5))?;
        tx.reviews().post(NewReview::new(kim, ReviewSubject::order(second), 5))
    })
    .unwrap();
    let left = due();
    assert_eq!((left.len(), &left[0].skus), (1, &vec!["TEA".to_owned()]));
    crm.write(|tx| tx.reviews().post(NewReview::new(ada, ReviewSubject::product("TEA"), 5))).unwrap();
    assert!(due().is_empty());
    let _ = done("Late", &["MUG"]);
    clock.set(at(OPENING).plus_days(7 + 91));
    assert!(due().is_empty(), "too late");
    assert_eq!(told(&crm, "review.asked").len(), 1);
    sound(&crm);
}

#[test]
fn reviews_and_votes_follow_a_merge_and_back() {
    let (crm, _) = shop();
    let (ada, kim, bo) = (person(&crm, "Ada"), person(&crm, "Kim"), person(&crm, "Bo"));
    let (by_kim, by_bo, merge) = crm
        .write(|tx| {
            let by_kim = published(tx, kim, mug(), 5).id;
            let by_bo = published(tx, bo, mug(), 4).id;
            tx.reviews().vote(by_kim, &reader(ada), true)?;
            tx.reviews().vote(by_kim, &reader(bo), true)?;
            tx.reviews().vote(by_bo, &reader(ada), true)?;
            tx.reviews().vote(by_bo, &reader(kim), true)?;
            assert_eq!(tx.reviews().vote(by_bo, &reader(bo), true).unwrap_err().code(), ErrorCode::Conflict);
            let merge =
                tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: kim, rules: BTreeMap::new() })?;
            Ok((by_kim, by_bo, merge.id))
        })
        .unwrap();
    let helpful = |id| crm.read(|tx| tx.reviews().get(id)).unwrap().helpful;
    assert_eq!((helpful(by_kim), helpful(by_bo)), (1, 1));
    let mine = ReviewFilter { customer_id: Some(kim), ..ReviewFilter::default() };
    let mine = crm.read(|tx| tx.reviews().list(&mine)).unwrap().items;
    assert_eq!((mine.len(), mine[0].customer_id), (1, ada));
    sound(&crm);
    crm.write(|tx| tx.customers().unmerge(merge)).unwrap();
    assert_eq!((helpful(by_kim), helpful(by_bo)), (2, 2));
    assert_eq!(crm.read(|tx| tx.reviews().get(by_kim)).unwrap().customer_id, kim);
    sound(&crm);
}
