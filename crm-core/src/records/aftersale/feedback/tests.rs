//! Feedback: every state with every move, what follows an idea, supporters against a plain model, reminders, rewards,
//! sums, and merges.

use super::*;
use crate::collateral::{NewCompetitor, NewCompetitorProduct};
use crate::credit::CreditFilter;
use crate::customers::{Block, MergeRequest, NewBlock};
use crate::loyalty::LoyaltyProgramPatch;
use crate::tasks::TaskFilter;
use crate::testing::{Chance, OPENING, at, customer, done_by, person, shop, shop_of, sound, told};
use crate::vocabulary::{CompetitorId, ErrorCode, PageRequest, Quantity, StaffId};
use FeedbackState::{Declined, Done, Planned, Received, UnderReview};
use std::collections::{BTreeMap, BTreeSet};

fn idea(customer: CustomerId) -> NewFeedback {
    NewFeedback::new(customer, FeedbackKind::Suggestion, FeedbackAbout::Product, "A lid for the mug.")
}

fn taken(tx: &WriteTransaction, id: FeedbackId, way: &[FeedbackState]) -> FeedbackEntry {
    way.iter().for_each(|state| drop(tx.feedback().set_state(id, *state, None).unwrap()));
    tx.feedback().get(id).unwrap()
}

#[test]
fn every_state_with_every_move() {
    let ways: [(FeedbackState, &[FeedbackState], &[FeedbackState]); 5] = [
        (Received, &[], &[UnderReview, Declined]),
        (UnderReview, &[UnderReview], &[Planned, Done, Declined]),
        (Planned, &[UnderReview, Planned], &[Done, Declined, UnderReview]),
        (Done, &[UnderReview, Done], &[]),
        (Declined, &[Declined], &[UnderReview]),
    ];
    let (crm, _, ada) = shop_of("Ada");
    for (from, way, next) in ways {
        for to in FeedbackState::ALL {
            crm.write(|tx| {
                let one = tx.feedback().record(idea(ada))?;
                assert_eq!(taken(tx, one.id, way).state, from);
                match tx.feedback().set_state(one.id, *to, Some("looked_at")) {
                    Ok(moved) => {
                        assert!(next.contains(to), "{from} to {to}");
                        assert_eq!(moved.news_at.is_some(), rules::is_over(*to) || rules::is_over(from));
                        let last = tx.feedback().history(one.id)?.pop().unwrap();
                        assert_eq!((last.to.as_str(), last.reason.as_deref()), (to.token(), Some("looked_at")));
                    }
                    Err(error) => {
                        assert!(!next.contains(to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = next.iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
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
fn what_is_refused() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let refused = |new: NewFeedback| {
            let error = tx.feedback().record(new).unwrap_err();
            (error.code(), error.path().unwrap_or_default().to_owned())
        };
        let invalid = |path: &str| (ErrorCode::InvalidInput, path.to_owned());
        let missing = |path: &str| (ErrorCode::NotFound, path.to_owned());
        assert_eq!(refused(NewFeedback { text: " \n".into(), ..idea(ada) }), invalid("/text"));
        assert_eq!(refused(NewFeedback { sku: Some(" ".into()), ..idea(ada) }), invalid("/sku"));
        assert_eq!(refused(idea(CustomerId(9))), missing("/customer_id"));
        let competitor_id = Some(CompetitorId(1));
        assert_eq!(refused(NewFeedback { competitor_id, ..idea(ada) }), invalid("/competitor_id"));
        let other = NewFeedback { about: FeedbackAbout::Competitor, ..idea(ada) };
        assert_eq!(refused(NewFeedback { competitor_id, ..other.clone() }), missing("/competitor_id"));
        let named = |name: &str| {
            tx.collateral()
                .create_competitor(NewCompetitor { name: name.to_owned(), strengths: None, weaknesses: None })
                .unwrap()
                .id
        };
        let (one, two) = (named("One"), named("Two"));
        let cup = NewCompetitorProduct {
            competitor_id: one,
            name: "Cup".to_owned(),
            sku: None,
            strengths: None,
            weaknesses: None,
            price: None,
            price_on: None,
        };
        let product = tx.collateral().create_competitor_product(cup)?.id;
        let of = |competitor, product| NewFeedback {
            competitor_id: Some(competitor),
            competitor_product_id: Some(product),
            ..other.clone()
        };
        assert_eq!(refused(of(two, product)), invalid("/competitor_product_id"));
        assert_eq!(tx.feedback().record(of(one, product))?.competitor_product_id, Some(product));
        let reference = Some(crate::interactions::Reference { entity: "interaction".into(), id: 0 });
        assert_eq!(refused(NewFeedback { reference, ..idea(ada) }), invalid("/ref/id"));
        let one = tx.feedback().record(idea(ada))?.id;
        let code = |result: Result<FeedbackEntry>| result.unwrap_err().code();
        assert_eq!(code(tx.feedback().tell(one)), ErrorCode::Conflict);
        assert_eq!(code(tx.feedback().record_effect(one, "It fits.")), ErrorCode::Conflict);
        assert_eq!(code(tx.feedback().answer(one, " ", None)), ErrorCode::InvalidInput);
        assert_eq!(code(tx.feedback().credit(one, None, None)), ErrorCode::Conflict);
        assert_eq!(code(tx.feedback().part(one)), ErrorCode::Conflict);
        assert_eq!(code(tx.feedback().join(one, one)), ErrorCode::InvalidInput);
        assert_eq!(code(tx.feedback().vote(one, CustomerId(99), true)), ErrorCode::NotFound);
        let patch = FeedbackSettingsPatch { answer_within_days: Some(366), ..FeedbackSettingsPatch::default() };
        assert_eq!(tx.feedback().configure(&patch).unwrap_err().path(), Some("/answer_within_days"));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn from_its_coming_to_the_moment_its_customer_knows() {
    let (crm, clock, ada) = shop_of("Ada");
    let one = crm.write(|tx| tx.feedback().record(idea(ada))).unwrap().id;
    let to_tell = || {
        let filter = FeedbackFilter { to_tell: true, ..FeedbackFilter::default() };
        crm.read(|tx| tx.feedback().list(&filter)).unwrap().items.len()
    };
    assert_eq!(to_tell(), 0);
    clock.set(at(OPENING).plus_days(1));
    let answered = crm.write(|tx| tx.feedback().answer(one, "We look at it.", Some(StaffId(4)))).unwrap();
    assert_eq!((answered.answered_at, answered.answered_by), (Some(at(OPENING).plus_days(1)), Some(StaffId(4))));
    assert_eq!((answered.due_at, to_tell()), (None, 1));
    assert!(crm.write(|tx| tx.feedback().tell(one)).unwrap().told_at.is_some());
    assert_eq!(to_tell(), 0);
    crm.write(|tx| Ok(taken(tx, one, &[UnderReview, Planned]))).unwrap();
    assert_eq!(to_tell(), 0, "nothing that a customer has to know yet");
    crm.write(|tx| Ok(taken(tx, one, &[Done]))).unwrap();
    assert_eq!(to_tell(), 1);
    crm.write(|tx| tx.feedback().tell(one)).unwrap();
    clock.set(at(OPENING).plus_days(30));
    let effect = crm.write(|tx| tx.feedback().record_effect(one, "Half as many broken mugs.")).unwrap();
    assert_eq!((effect.effect_at, to_tell()), (Some(at(OPENING).plus_days(30)), 1));
    let known = crm.write(|tx| tx.feedback().tell(one)).unwrap();
    assert_eq!(crm.write(|tx| tx.feedback().tell(one)).unwrap(), known);
    // Another answer stays the answer to when it was first given.
    let again = crm.write(|tx| tx.feedback().answer(one, "It is made.", None)).unwrap();
    assert_eq!(again.answered_at, Some(at(OPENING).plus_days(1)));
    let names = [
        "received",
        "answered",
        "told",
        "state_changed",
        "state_changed",
        "state_changed",
        "told",
        "effect_recorded",
        "told",
        "answered",
    ];
    assert_eq!(told(&crm, "feedback."), names.map(|name| format!("feedback.{name}")));
    sound(&crm);
}

#[test]
fn what_several_say_is_one_idea() {
    let (crm, _) = shop();
    let people = ["Ada", "Kim", "Bo", "Eve"].map(|name| person(&crm, name));
    let [first, second, third] =
        crm.write(|tx| Ok([0, 1, 2].map(|who| tx.feedback().record(idea(people[who])).unwrap().id))).unwrap();
    crm.write(|tx| {
        tx.feedback().join(third, second)?;
        taken(tx, first, &[UnderReview]);
        let joined = tx.feedback().join(second, first)?;
        assert_eq!((joined.id, joined.supporters), (first, 3));
        assert_eq!(tx.feedback().join(second, first)?, joined, "once");
        // What was joined to it came along, and stands where the idea does.
        for id in [second, third] {
            let one = tx.feedback().get(id)?;
            assert_eq!((one.idea_id, one.state, one.due_at, one.supporters), (Some(first), UnderReview, None, 1));
        }
        let conflict = |result: Result<FeedbackEntry>| {
            let error = result.unwrap_err();
            (error.code(), error.existing_id())
        };
        let joined = (ErrorCode::Conflict, Some(first.0));
        assert_eq!(conflict(tx.feedback().set_state(second, Planned, None)), joined);
        assert_eq!(conflict(tx.feedback().answer(second, "No.", None)), joined);
        let other = tx.feedback().record(idea(people[3]))?.id;
        assert_eq!(conflict(tx.feedback().join(other, second)), joined);
        assert_eq!(conflict(tx.feedback().join(second, other)), joined);
        // A vote for a part is one for the idea; who gave a part wants it anyway.
        assert_eq!(tx.feedback().vote(third, people[3], true)?.supporters, 4);
        assert_eq!(tx.feedback().vote(first, people[3], true)?.supporters, 4);
        assert_eq!(tx.feedback().vote(second, people[2], true)?.supporters, 4);
        assert_eq!(tx.feedback().vote(first, people[3], false)?.supporters, 3);
        tx.feedback().answer(first, "We make one.", None)?;
        taken(tx, first, &[Planned, Done]);
        let filter = FeedbackFilter { to_tell: true, ..FeedbackFilter::default() };
        assert_eq!(tx.feedback().list(&filter)?.items.len(), 3);
        assert_eq!(conflict(tx.feedback().vote(first, people[3], true)).0, ErrorCode::Conflict);
        // Who comes late is told what the others were.
        let late = tx.feedback().join(other, first)?;
        assert_eq!(late.supporters, 4);
        let late = tx.feedback().get(other)?;
        assert!(late.state == Done && late.news_at.is_some() && late.answered_at.is_some());
        let alone = tx.feedback().part(third)?;
        assert_eq!((alone.idea_id, alone.state, alone.supporters), (None, Done, 1));
        // Bo has voted for it besides.
        assert_eq!(tx.feedback().get(first)?.supporters, 4);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn supporters_equal_a_plain_model() {
    for seed in 0..6 {
        let mut chance = Chance(seed);
        let (crm, _) = shop();
        let people: Vec<_> = (0..5).map(|at| person(&crm, &format!("P{at}"))).collect();
        // Who gave it, what it is joined to, and who votes for it.
        let mut model: Vec<(usize, Option<usize>, BTreeSet<usize>)> = Vec::new();
        let id = |at: usize| FeedbackId(at as i64 + 1);
        for _ in 0..120 {
            let who = chance.below(5) as usize;
            let (one, other) = (chance.below(12) as usize, chance.below(12) as usize);
            match chance.below(5) {
                0 if model.len() < 12 => {
                    crm.write(|tx| tx.feedback().record(idea(people[who]))).unwrap();
                    model.push((who, None, BTreeSet::new()));
                }
                1 if one < model.len() && other < model.len() && one != other => {
                    let done = crm.write(|tx| tx.feedback().join(id(one), id(other)));
                    let may = model[other].1.is_none() && (model[one].1.is_none() || model[one].1 == Some(other));
                    assert_eq!(done.is_ok(), may);
                    if may {
                        let moved = model.iter_mut().enumerate().filter(|(at, row)| *at == one || row.1 == Some(one));
                        moved.for_each(|(_, row)| row.1 = Some(other));
                    }
                }
                2 if one < model.len() && chance.below(3) == 0 => {
                    assert_eq!(crm.write(|tx| tx.feedback().part(id(one))).is_ok(), model[one].1.is_some());
                    model[one].1 = None;
                }
                _ if one < model.len() => {
                    let wants = chance.below(3) > 0;
                    crm.write(|tx| tx.feedback().vote(id(one), people[who], wants)).unwrap();
                    let root = model[one].1.unwrap_or(one);
                    let group = |(at, row): &(usize, &mut (usize, Option<usize>, BTreeSet<usize>))| {
                        *at == root || row.1 == Some(root)
                    };
                    if !wants {
                        let rows = model.iter_mut().enumerate().filter(group);
                        rows.for_each(|(_, row)| {
                            row.2.remove(&who);
                        });
                    } else if !model.iter_mut().enumerate().filter(group).any(|(_, row)| row.2.contains(&who)) {
                        model[root].2.insert(who);
                    }
                }
                _ => {}
            }
            for at in 0..model.len() {
                let group = model.iter().enumerate().filter(|(other, row)| *other == at || row.1 == Some(at));
                let wanted: BTreeSet<usize> = group.flat_map(|(_, row)| row.2.iter().copied().chain([row.0])).collect();
                let stored = crm.read(|tx| tx.feedback().get(id(at))).unwrap();
                assert_eq!(stored.supporters as usize, wanted.len(), "{seed}: {at}");
                assert_eq!(stored.idea_id, model[at].1.map(id));
            }
        }
        let mut filter =
            FeedbackFilter { sort: Some(FeedbackSort::Supporters), ideas_only: true, ..FeedbackFilter::default() };
        filter.page.limit = Some(3);
        let mut listed = Vec::new();
        loop {
            let page = crm.read(|tx| tx.feedback().list(&filter)).unwrap();
            listed.extend(page.items);
            filter.page.after = page.next;
            if filter.page.after.is_none() {
                break;
            }
        }
        assert_eq!(listed.len(), model.iter().filter(|row| row.1.is_none()).count());
        assert!(listed.is_sorted_by(|one, other| one.supporters >= other.supporters));
        sound(&crm);
    }
}

#[test]
fn what_nobody_answers_makes_one_task() {
    let (crm, clock, ada) = shop_of("Ada");
    let [open, answered, declined, joined] = crm
        .write(|tx| {
            let ids = [0; 4].map(|_| tx.feedback().record(idea(ada)).unwrap().id);
            tx.feedback().answer(ids[1], "Yes.", None)?;
            tx.feedback().set_state(ids[2], Declined, None)?;
            tx.feedback().join(ids[3], ids[0])?;
            Ok(ids)
        })
        .unwrap();
    clock.set(at(OPENING).plus_days(7).plus_millis(-1));
    let report = crm.tick(None, None).unwrap();
    assert_eq!((done_by(&report, "feedback"), report.next_at), (0, Some(at(OPENING).plus_days(7))));
    clock.set(at(OPENING).plus_days(7));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "feedback"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "feedback"), 0);
    let tasks = crm.read(|tx| tx.tasks().list(&TaskFilter::default())).unwrap().items;
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].reference.as_ref().map(|about| about.id), Some(open.0));
    assert_eq!(told(&crm, "feedback.unanswered").len(), 1);
    // What is parted waits for itself.
    crm.write(|tx| tx.feedback().part(joined)).unwrap();
    clock.set(at(OPENING).plus_days(14));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "feedback"), 1);
    let unanswered = FeedbackFilter { unanswered: true, ..FeedbackFilter::default() };
    let left = crm.read(|tx| tx.feedback().list(&unanswered)).unwrap().items;
    assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [joined, open]);
    assert!(![answered, declined].contains(&left[0].id));
    let never = FeedbackSettingsPatch { answer_within_days: Some(0), ..FeedbackSettingsPatch::default() };
    crm.write(|tx| {
        tx.feedback().configure(&never)?;
        assert_eq!(tx.feedback().record(idea(ada))?.due_at, None);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn tick_reads_the_index_of_what_is_due() {
    let (crm, _) = shop();
    let due = format!("{} {}", FeedbackEntry::SELECT, store::DUE.replace("?1", "1").replace("?2", "1"));
    for sql in [store::NEXT, due.as_str()] {
        let plan: Vec<String> =
            crm.read(|tx| tx.all(&format!("EXPLAIN QUERY PLAN {sql}"), [], |row| row.get(3))).unwrap();
        assert!(plan.iter().all(|step| step.contains("crm_feedback_due")), "{plan:?}");
    }
}

#[test]
fn an_idea_that_helped_is_rewarded_once() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        tx.loyalty().configure(LoyaltyProgramPatch { active: Some(true), ..LoyaltyProgramPatch::default() })?;
        let one = tx.feedback().record(idea(ada))?.id;
        taken(tx, one, &[UnderReview, Done]);
        let rewarded = tx.feedback().credit(one, None, None)?;
        assert_eq!(rewarded.credited_points, Some(100));
        assert_eq!(tx.feedback().credit(one, Some(7), Some(7))?, rewarded);
        assert_eq!((tx.loyalty().balance(ada)?.points, tx.credit().of(ada, None)?.score), (100, 520));
        let filter = CreditFilter { customer_id: ada, kind: None, page: PageRequest::default() };
        let entry = tx.credit().history(&filter)?.items.remove(0);
        assert_eq!(entry.reference.map(|fact| (fact.entity, fact.id)), Some(("feedback".to_owned(), one.0)));
        let two = tx.feedback().record(idea(ada))?.id;
        taken(tx, two, &[UnderReview, Done]);
        assert_eq!(tx.feedback().credit(two, Some(1_000_001), None).unwrap_err().path(), Some("/points"));
        assert_eq!(tx.feedback().credit(two, Some(0), Some(0))?.credited_points, Some(0));
        assert_eq!((tx.loyalty().balance(ada)?.points, tx.credit().of(ada, None)?.score), (100, 520));
        let three = tx.feedback().record(idea(ada))?.id;
        taken(tx, three, &[UnderReview, Done]);
        tx.customers().block(&NewBlock::new(ada, Block::NoSales, "fraud"))?;
        assert_eq!(tx.feedback().credit(three, None, None).unwrap_err().code(), ErrorCode::Blocked);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn sums_of_a_time() {
    let (crm, clock) = shop();
    let (ada, kim) = (person(&crm, "Ada"), person(&crm, "Kim"));
    let day = |days: i64| at(OPENING).plus_days(days);
    let of = |customer, kind, about, sku: Option<&str>| NewFeedback {
        sku: sku.map(str::to_owned),
        ..NewFeedback::new(customer, kind, about, "So it is.")
    };
    let ids = crm
        .write(|tx| {
            let given = [
                of(ada, FeedbackKind::Suggestion, FeedbackAbout::Product, Some("MUG")),
                of(ada, FeedbackKind::Wish, FeedbackAbout::Product, Some("MUG")),
                of(kim, FeedbackKind::Defect, FeedbackAbout::Site, None),
                of(kim, FeedbackKind::Praise, FeedbackAbout::Product, Some("TEA")),
            ];
            Ok(given.map(|new| tx.feedback().record(new).unwrap().id))
        })
        .unwrap();
    for (at, days) in [(0, 1), (1, 2), (3, 4)] {
        clock.set(day(days));
        crm.write(|tx| tx.feedback().answer(ids[at], "Thank you.", None)).unwrap();
    }
    crm.write(|tx| {
        ids.iter().filter(|id| **id != ids[2]).for_each(|id| drop(taken(tx, *id, &[UnderReview, Done])));
        tx.feedback().tell(ids[0])
    })
    .unwrap();
    clock.set(day(10));
    crm.write(|tx| tx.feedback().record(of(kim, FeedbackKind::Praise, FeedbackAbout::Other, None))).unwrap();
    let sums = |period: FeedbackPeriod| crm.read(|tx| tx.feedback().summary(&period)).unwrap();
    let shown = |counts: &[FeedbackCount]| {
        counts.iter().map(|one| format!("{} {}", one.key, one.count)).collect::<Vec<_>>().join(", ")
    };
    let all = sums(FeedbackPeriod { before: Some(day(5)), ..FeedbackPeriod::default() });
    assert_eq!(shown(&all.kinds), "defect 1, praise 1, suggestion 1, wish 1");
    assert_eq!((shown(&all.about), shown(&all.states)), ("product 3, site 1".into(), "done 3, received 1".into()));
    assert_eq!(shown(&all.skus), "MUG 2, TEA 1");
    assert_eq!((all.count, all.open, all.unanswered, all.to_tell), (4, 1, 1, 2));
    assert_eq!(all.median_days, Some(Quantity::units(2)));
    assert_eq!(all.teachers, [FeedbackTeacher { customer_id: ada, done: 2 }]);
    let late = sums(FeedbackPeriod { from: Some(day(5)), ..FeedbackPeriod::default() });
    assert_eq!((late.count, late.unanswered, late.median_days, late.teachers.len()), (1, 1, None, 0));
    let mugs = sums(FeedbackPeriod { sku: Some("MUG".into()), ..FeedbackPeriod::default() });
    assert_eq!(
        (mugs.count, shown(&mugs.skus), mugs.median_days),
        (2, "MUG 2".into(), Some(Quantity::from_thousandths(1_500)))
    );
    sound(&crm);
}

#[test]
fn feedback_and_votes_follow_a_merge_and_back() {
    let (crm, _) = shop();
    let (one, two, merge) = crm
        .write(|tx| {
            let (ada, kim) = (customer(tx, "Ada"), customer(tx, "Kim"));
            let one = tx.feedback().record(idea(ada))?.id;
            let two = tx.feedback().record(idea(customer(tx, "Bo")))?.id;
            tx.feedback().vote(one, kim, true)?;
            tx.feedback().vote(two, ada, true)?;
            tx.feedback().vote(two, kim, true)?;
            tx.feedback().join(tx.feedback().record(idea(kim))?.id, one)?;
            let merge =
                tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: kim, rules: BTreeMap::new() })?;
            Ok((one, two, merge.id))
        })
        .unwrap();
    let supporters = |id| crm.read(|tx| tx.feedback().get(id)).unwrap().supporters;
    assert_eq!((supporters(one), supporters(two)), (1, 2));
    sound(&crm);
    crm.write(|tx| tx.customers().unmerge(merge)).unwrap();
    assert_eq!((supporters(one), supporters(two)), (2, 3));
    sound(&crm);
}

#[test]
fn what_waits_again_is_reminded_of_again() {
    let (crm, clock, ada) = shop_of("Ada");
    let [one, two] =
        crm.write(|tx| Ok([idea(ada), idea(ada)].map(|new| tx.feedback().record(new).unwrap().id))).unwrap();
    let later = |days| {
        clock.set(at(OPENING).plus_days(days));
        done_by(&crm.tick(None, None).unwrap(), "feedback")
    };
    assert_eq!(later(8), 2);
    // Parted from an idea it waits from now on.
    crm.write(|tx| tx.feedback().join(one, two)).unwrap();
    let parted = crm.write(|tx| tx.feedback().part(one)).unwrap();
    assert_eq!((parted.due_at, parted.reminded_at), (Some(at(OPENING).plus_days(15)), None));
    assert_eq!(later(16), 1);
    // What was declined unanswered and is looked at again waits too.
    crm.write(|tx| tx.feedback().set_state(two, Declined, None)).unwrap();
    let again = crm.write(|tx| tx.feedback().set_state(two, UnderReview, None)).unwrap();
    assert_eq!((again.due_at, again.reminded_at), (Some(at(OPENING).plus_days(23)), None));
    sound(&crm);
}
