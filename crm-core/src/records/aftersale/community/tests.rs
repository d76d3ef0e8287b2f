//! Community: every move, solutions and points, complaints, votes against a plain model, clubs, and what is talked
//! about.

use super::*;
use crate::customers::MergeRequest;
use crate::testing::{Chance, at, customer, done_by, shop, shop_of, told};
use crate::vocabulary::{BoardId, CustomerId, ErrorCode, Patch, StaffId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

fn board(tx: &WriteTransaction, key: &str) -> BoardId {
    let new = NewBoard {
        key: key.to_owned(),
        name: key.to_owned(),
        language: None,
        position: 0,
        staff_only: false,
        club_id: None,
    };
    tx.community().create_board(new).unwrap().id
}

fn topic(tx: &WriteTransaction, board: BoardId, by: CustomerId) -> Topic {
    tx.community().create_topic(NewTopic::of(board, by, "Which tea?", "I look for a green one.")).unwrap()
}

fn reply(tx: &WriteTransaction, topic: TopicId, by: CustomerId) -> PostId {
    tx.community().reply(NewPost::of(topic, by, "Take Longjing.")).unwrap().id
}

fn of_topic(topic: TopicId, customer: CustomerId) -> ForumVote {
    ForumVote { topic_id: topic, post_id: None, customer_id: customer }
}

fn found(tx: &WriteTransaction, text: &str) -> Vec<i64> {
    tx.community().search(&TopicSearch::of(text)).unwrap().iter().map(|topic| topic.id.0).collect()
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use TopicState::{Answered, Closed, Hidden, Open};
    for from in TopicState::ALL {
        for to in TopicState::ALL {
            let (crm, _, ada) = shop_of("Ada");
            crm.write(|tx| {
                let bob = customer(tx, "Bob");
                let id = topic(tx, board(tx, "tea"), ada).id;
                let post = reply(tx, id, bob);
                tx.community().accept(id, post)?;
                match from {
                    Answered => {}
                    Open | Closed | Hidden => drop(tx.community().set_topic_state(id, *from, None)?),
                }
                let known = tx.community().topic(id)?;
                assert_eq!(known.state, *from);
                match tx.community().set_topic_state(id, *to, Some("tidy")) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(tx.community().topic(id)?, moved);
                        assert_eq!(moved.solution_id.is_some(), *from != Open && *to != Open);
                        assert_eq!(found(tx, "tea").is_empty(), *to == Hidden);
                        assert_eq!(
                            tx.community().reply(NewPost::of(id, bob, "More.")).is_ok(),
                            matches!(to, Open | Answered)
                        );
                    }
                    Err(error) => {
                        // An open one has no solution yet.
                        let lacks = *from == Open && *to == Answered;
                        assert!(!MACHINE.may(*from, *to) || lacks, "{from} to {to}: {error}");
                        let code = if lacks { ErrorCode::Conflict } else { ErrorCode::NotAllowedTransition };
                        assert_eq!(error.code(), code);
                        assert_eq!(tx.community().topic(id)?, known);
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
fn a_solution_is_worth_its_points_once() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let (bob, eve) = (customer(tx, "Bob"), customer(tx, "Eve"));
        let tea = board(tx, "tea");
        tx.community().configure(&CommunityPatch { solution_points: Some(25), ..CommunityPatch::default() })?;
        let points = |customer| tx.loyalty().balance(customer).unwrap().points;
        let one = topic(tx, tea, ada).id;
        let (own, first, second) = (reply(tx, one, ada), reply(tx, one, bob), reply(tx, one, eve));
        // Nobody is paid for answering oneself.
        assert_eq!(tx.community().accept(one, own)?.state, TopicState::Answered);
        assert_eq!(points(ada), 0);
        assert_eq!(tx.community().accept(one, first)?.rewarded_id, Some(first));
        for post in [first, second, first] {
            assert_eq!(tx.community().accept(one, post)?.solution_id, Some(post));
        }
        assert_eq!((points(bob), points(eve)), (25, 0));
        // The solution is found, and is none any more once it is hidden.
        assert_eq!(found(tx, "longjing"), [one.0]);
        tx.community().hide_post(first, true, Some("wrong"))?;
        let after = tx.community().topic(one)?;
        assert_eq!((after.state, after.solution_id, after.posts), (TopicState::Open, None, 2));
        assert_eq!(found(tx, "longjing"), [0_i64; 0]);
        assert_eq!(tx.community().accept(one, first).unwrap_err().path(), Some("/post_id"));
        tx.community().hide_post(first, false, None)?;
        tx.community().accept(one, first)?;
        assert_eq!(points(bob), 25);
        // A post of another topic, and a topic that is closed.
        let other = topic(tx, tea, ada).id;
        assert_eq!(tx.community().accept(other, second).unwrap_err().code(), ErrorCode::NotFound);
        tx.community().set_topic_state(one, TopicState::Closed, None)?;
        assert_eq!(tx.community().accept(one, second).unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn enough_complaints_hide_until_somebody_has_looked() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let people: Vec<_> = (0..4).map(|_| customer(tx, "Bob")).collect();
        let one = topic(tx, board(tx, "tea"), ada).id;
        let post = reply(tx, one, ada);
        let complain = |post: Option<PostId>, customer: CustomerId| {
            let reason = "spam".to_owned();
            tx.community().report(NewForumReport { topic_id: one, post_id: post, customer_id: customer, reason })
        };
        let known = complain(Some(post), people[0])?;
        // The same customer again does not count twice.
        assert_eq!(complain(Some(post), people[0])?, known);
        complain(Some(post), people[1])?;
        assert_eq!(tx.community().post(post)?.hidden_at, None);
        assert!(complain(Some(post), people[2])?.handled_at.is_some());
        assert!(tx.community().post(post)?.hidden_at.is_some());
        assert_eq!(
            tx.community().posts(&PostFilter { topic_id: one, hidden: false, page: Default::default() })?.items,
            []
        );
        assert_eq!(complain(Some(post), people[3]).unwrap_err().code(), ErrorCode::NotFound);
        // Shown again, complaints count from the beginning.
        tx.community().hide_post(post, false, None)?;
        complain(Some(post), people[0])?;
        assert_eq!(tx.community().post(post)?.hidden_at, None);
        assert_eq!(tx.community().reports(&ForumReportFilter::default())?.items.len(), 1);
        for person in &people[..3] {
            complain(None, *person)?;
        }
        assert_eq!(tx.community().topic(one)?.state, TopicState::Hidden);
        assert_eq!(tx.community().topics(&TopicFilter::default())?.items, []);
        let all = ForumReportFilter { handled: true, ..ForumReportFilter::default() };
        assert_eq!(tx.community().reports(&all)?.items.len(), 7);
        assert_eq!(tx.community().vote(of_topic(one, people[0])).unwrap_err().path(), Some("/topic_id"));
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "community.post_").len(), 2);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_unanswered_question_becomes_a_task_once() {
    let (crm, clock, ada) = shop_of("Ada");
    let [first, second] = crm
        .write(|tx| {
            let (bob, tea) = (customer(tx, "Bob"), board(tx, "tea"));
            let (first, second) = (topic(tx, tea, ada).id, topic(tx, tea, ada).id);
            // Nobody answers oneself.
            reply(tx, first, ada);
            reply(tx, second, bob);
            Ok([first, second])
        })
        .unwrap();
    clock.set(at("2026-03-03T08:59:59Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "community"), 0);
    clock.set(at("2026-03-03T09:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "community"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "community"), 0);
    crm.read(|tx| {
        let at = |id| tx.community().topic(id).unwrap().unanswered_at;
        assert_eq!((at(first), at(second)), (Some(crate::testing::at("2026-03-03T09:00:00Z")), None));
        let tasks = tx.tasks().list(&Default::default())?.items;
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0].reference, Some(Reference { entity: "topic".to_owned(), id: first.0 }));
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "community.question_unanswered").len(), 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn votes_are_those_of_a_plain_model() {
    for seed in 0..6_u64 {
        let mut chance = Chance(seed);
        let mut below = |sides: u64| usize::try_from(chance.roll(sides)).unwrap();
        let (crm, _, ada) = shop_of("Ada");
        crm.write(|tx| {
            let people: Vec<_> = (0..4).map(|_| customer(tx, "Bob")).collect();
            let id = topic(tx, board(tx, "tea"), ada).id;
            let posts = [None, Some(reply(tx, id, ada)), Some(reply(tx, id, people[0]))];
            let mut model: BTreeMap<Option<PostId>, BTreeSet<CustomerId>> = BTreeMap::new();
            for _ in 0..120 {
                let (post, person) = (posts[below(3)], people[below(4)]);
                let vote = ForumVote { topic_id: id, post_id: post, customer_id: person };
                let voters = model.entry(post).or_default();
                let counted = if below(3) > 0 {
                    if post == posts[2] && person == people[0] {
                        assert_eq!(tx.community().vote(vote).unwrap_err().code(), ErrorCode::Conflict);
                        continue;
                    }
                    voters.insert(person);
                    tx.community().vote(vote)?
                } else {
                    voters.remove(&person);
                    tx.community().unvote(vote)?
                };
                assert_eq!(counted.votes, voters.len() as u64);
            }
            let votes = |post: Option<PostId>| model.get(&post).map_or(0, |voters| voters.len() as u64);
            assert_eq!(tx.community().topic(id)?.votes, votes(None));
            for post in
                tx.community().posts(&PostFilter { topic_id: id, hidden: false, page: Default::default() })?.items
            {
                assert_eq!(post.votes, votes(Some(post.id)));
            }
            Ok(())
        })
        .unwrap();
        assert!(crm.check().unwrap().ok);
    }
}

#[test]
fn boards_say_who_writes_in_them() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let club =
            tx.community().create_club(NewClub { key: "tea".to_owned(), name: "Tea".to_owned(), about: None })?;
        let news = board(tx, "news");
        let patch = BoardPatch { staff_only: Some(true), ..BoardPatch::default() };
        tx.community().update_board(news, patch)?;
        let by_ada = |board| NewTopic::of(board, ada, "Hello", "World");
        assert_eq!(tx.community().create_topic(by_ada(news)).unwrap_err().path(), Some("/board_id"));
        let by_staff = NewTopic { customer_id: None, staff_id: Some(StaffId(7)), ..by_ada(news) };
        let told = tx.community().create_topic(by_staff)?;
        assert!(tx.community().reply(NewPost::of(told.id, ada, "Thanks")).is_ok());
        let members = board(tx, "members");
        let patch = BoardPatch { club_id: Patch::Set(club.id), ..BoardPatch::default() };
        tx.community().update_board(members, patch)?;
        assert_eq!(tx.community().create_topic(by_ada(members)).unwrap_err().existing_id(), Some(club.id.0));
        for _ in 0..2 {
            assert_eq!(tx.community().join(club.id, ada)?.members, 1);
        }
        let one = tx.community().create_topic(by_ada(members))?;
        for _ in 0..2 {
            assert_eq!(tx.community().leave(club.id, ada)?.members, 0);
        }
        assert_eq!(tx.community().reply(NewPost::of(one.id, ada, "More")).unwrap_err().path(), Some("/customer_id"));
        tx.community().update_board(
            members,
            BoardPatch { active: Some(false), club_id: Patch::Clear, ..BoardPatch::default() },
        )?;
        assert_eq!(tx.community().create_topic(by_ada(members)).unwrap_err().code(), ErrorCode::Conflict);
        let nobody = NewTopic { customer_id: None, ..by_ada(news) };
        assert_eq!(tx.community().create_topic(nobody).unwrap_err().path(), Some("/customer_id"));
        assert_eq!(tx.community().boards()?.len(), 2);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn topics_are_found_by_words_boards_and_subjects() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let (tea, pots) = (board(tx, "tea"), board(tx, "pots"));
        let of = |board, title: &str, body: &str, tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            tx.community().create_topic(NewTopic { tags, ..NewTopic::of(board, ada, title, body) }).unwrap().id.0
        };
        let a = of(tea, "Green tea", "Which water?", &["Water"]);
        let b = of(pots, "A pot", "For green tea", &[]);
        let c = of(tea, "绿茶的水温", "八十度", &[]);
        assert_eq!(found(tx, "green TEA"), [a, b]);
        assert_eq!((found(tx, "水温"), found(tx, "wat"), found(tx, "\"green OR")), (vec![c], vec![a], vec![]));
        let search = |search: TopicSearch| -> Vec<i64> {
            tx.community().search(&search).unwrap().iter().map(|topic| topic.id.0).collect()
        };
        assert_eq!(search(TopicSearch { board_id: Some(pots), ..TopicSearch::of("tea") }), [b]);
        assert_eq!(search(TopicSearch { tag: Some("WATER".to_owned()), ..TopicSearch::of("tea") }), [a]);
        assert_eq!(search(TopicSearch { language: Some("de".to_owned()), ..TopicSearch::of("tea") }), [0_i64; 0]);
        let by_tag = TopicFilter { tag: Some("water".to_owned()), ..TopicFilter::default() };
        assert_eq!(tx.community().topics(&by_tag)?.items.len(), 1);
        let patch = TopicPatch { board_id: Some(pots), title: Some("Oolong".to_owned()), ..TopicPatch::default() };
        tx.community().update_topic(TopicId(a), patch)?;
        assert_eq!(search(TopicSearch { board_id: Some(pots), ..TopicSearch::of("oolong") }), [a]);
        Ok(())
    })
    .unwrap();
    let events = crm.read(|tx| Ok(serde_json::to_string(&tx.events().list(0, 1_000)?).unwrap())).unwrap();
    assert!(!events.contains("Green tea") && !events.contains("绿茶"));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_is_talked_about_is_counted_and_compared() {
    let (crm, clock, ada) = shop_of("Ada");
    let write = |time: &str, call: &dyn Fn(&WriteTransaction)| {
        clock.set(at(time));
        crm.write(|tx| {
            call(tx);
            Ok(())
        })
        .unwrap();
    };
    let bob = crate::testing::person(&crm, "Bob");
    let begin = |tx: &WriteTransaction, tags: &[&str], skus: &[&str]| {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        let new = NewTopic::of(BoardId(1), ada, "A topic", "Text");
        tx.community().create_topic(NewTopic { tags: owned(tags), skus: owned(skus), ..new }).unwrap();
    };
    write("2026-03-02T10:00:00Z", &|tx| {
        board(tx, "tea");
        for sku in ["K-1", "K-2"] {
            let product = json!({ "sku": sku, "name": sku, "category": "kettles" });
            tx.catalog().upsert(serde_json::from_value(product).unwrap()).unwrap();
        }
        begin(tx, &["lime"], &["K-1"]);
        begin(tx, &["lid"], &[]);
    });
    write("2026-03-10T10:00:00Z", &|tx| {
        begin(tx, &["lime"], &["K-2"]);
        reply(tx, TopicId(1), bob);
        reply(tx, TopicId(1), ada);
        tx.community().vote(of_topic(TopicId(1), bob)).unwrap();
        // What is hidden does not count.
        begin(tx, &["spam"], &[]);
        reply(tx, TopicId(4), bob);
        tx.community().set_topic_state(TopicId(4), TopicState::Hidden, None).unwrap();
        let hidden = reply(tx, TopicId(2), bob);
        tx.community().hide_post(hidden, true, None).unwrap();
    });
    let period =
        |from: &str, before: &str| HotPeriod { from: at(from), before: at(before), board_id: None, limit: None };
    let hot = crm.read(|tx| tx.community().hot(&period("2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z"))).unwrap();
    let scores: Vec<_> =
        hot.topics.iter().map(|one| (one.topic_id.0, one.score, one.posts, one.votes, one.authors)).collect();
    assert_eq!(scores, [(1, 11, 2, 1, 2), (3, 3, 0, 0, 1)]);
    let lines = |all: &[TopicDemand]| -> Vec<(String, u64, u64, i64)> {
        all.iter().map(|one| (one.value.clone(), one.topics, one.before, one.change)).collect()
    };
    assert_eq!(lines(&hot.tags), [("lime".to_owned(), 2, 1, 1), ("lid".to_owned(), 0, 1, -1)]);
    assert_eq!(lines(&hot.skus), [("K-2".to_owned(), 1, 0, 1), ("K-1".to_owned(), 1, 1, 0)]);
    assert_eq!(lines(&hot.categories), [("kettles".to_owned(), 2, 1, 1)]);
    crm.read(|tx| {
        let bad = HotPeriod { limit: Some(0), ..period("2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z") };
        assert_eq!(tx.community().hot(&bad).unwrap_err().path(), Some("/limit"));
        let bad = period("2026-03-09T00:00:00Z", "2026-03-09T00:00:00Z");
        assert_eq!(tx.community().hot(&bad).unwrap_err().path(), Some("/before"));
        let never = Timestamp::saturating_from_millis(i64::MAX);
        let all = HotPeriod { from: Timestamp::saturating_from_millis(i64::MIN), before: never, ..bad };
        assert_eq!(tx.community().hot(&all)?.topics.len(), 3);
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_a_customer_wrote_follows_a_merge_and_comes_back() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let (a, b) = (customer(tx, "A"), customer(tx, "B"));
        let club =
            tx.community().create_club(NewClub { key: "tea".to_owned(), name: "Tea".to_owned(), about: None })?.id;
        let tea = board(tx, "tea");
        let (mine, other) = (topic(tx, tea, b).id, topic(tx, tea, customer(tx, "C")).id);
        let post = reply(tx, other, b);
        for person in [a, b] {
            tx.community().vote(of_topic(other, person))?;
            tx.community().join(club, person)?;
        }
        assert_eq!(tx.community().topic(other)?.votes, 2);
        let merge = tx.customers().merge(&MergeRequest { winner_id: a, loser_id: b, rules: BTreeMap::new() })?;
        assert_eq!(tx.community().topic(mine)?.customer_id, Some(a));
        assert_eq!(tx.community().post(post)?.customer_id, Some(a));
        // One customer has one voice and is one member.
        assert_eq!((tx.community().topic(other)?.votes, tx.community().club(club)?.members), (1, 1));
        let members = ClubMemberFilter { club_id: club, page: Default::default() };
        assert_eq!(tx.community().members(&members)?.items.len(), 1);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.community().topic(mine)?.customer_id, Some(b));
        assert_eq!((tx.community().topic(other)?.votes, tx.community().club(club)?.members), (2, 2));
        assert_eq!(tx.community().history(mine)?[0].customer_id, Some(b));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
