//! Surveys: every move, answers of every kind, conditions, versions, rewards, scores against a plain model.

use super::invitations::follow_up;
use super::*;
use crate::Crm;
use crate::coupons::{CouponFilter, NewCouponProgram};
use crate::customers::{MergeRequest, NewCustomer};
use crate::interactions::Reference;
use crate::orders::NewOrder;
use crate::records::aftersale::tickets::{TicketFilter, TicketKind};
use crate::tasks::TaskFilter;
use crate::testing::{Chance, at, customer, done_by, shop, shop_of, told};
use crate::vocabulary::{CustomerId, Date, ErrorCode, InvitationId, Money, PageRequest, Patch, Quantity, Rate};
use std::collections::BTreeMap;

fn texts(text: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("en".to_owned(), text.to_owned())])
}

fn ask(key: &str, kind: QuestionKind) -> NewQuestion {
    let options: &[&str] = match kind {
        QuestionKind::Single | QuestionKind::Multi | QuestionKind::Ranking => &["tea", "cups", "pots"],
        _ => &[],
    };
    let option = |key: &&str| SurveyOption { key: (*key).to_owned(), text: texts(key) };
    NewQuestion {
        key: key.to_owned(),
        kind,
        text: texts(key),
        options: options.iter().map(option).collect(),
        required: false,
        min: None,
        max: None,
        only_if: None,
    }
}

fn reply(question: &str, value: Value) -> SurveyAnswer {
    SurveyAnswer { question: question.to_owned(), value }
}

fn active(tx: &WriteTransaction, new: NewSurvey) -> Survey {
    let survey = tx.surveys().create(new).unwrap();
    tx.surveys().set_state(survey.id, SurveyState::Active).unwrap()
}

fn of(questions: Vec<NewQuestion>) -> NewSurvey {
    NewSurvey { languages: vec!["en".to_owned()], questions, ..NewSurvey::new("How was it?") }
}

fn nps() -> NewSurvey {
    of(vec![NewQuestion { required: true, ..ask("nps", QuestionKind::Nps) }])
}

fn to(survey: &Survey, customer: CustomerId) -> NewInvitation {
    NewInvitation { customer_id: Some(customer), ..NewInvitation::to(survey.id) }
}

#[test]
fn every_move_of_a_survey_is_allowed_or_lists_what_is() {
    use SurveyState::{Active, Archived, Closed, Draft, Paused};
    let way = |state: SurveyState| -> Vec<SurveyState> {
        match state {
            Draft => vec![],
            Active => vec![Active],
            Paused => vec![Active, Paused],
            Closed => vec![Active, Closed],
            Archived => vec![Archived],
        }
    };
    for from in SurveyState::ALL {
        for to in SurveyState::ALL {
            let (crm, _) = shop();
            crm.write(|tx| {
                let survey = tx.surveys().create(nps())?;
                for step in way(*from) {
                    tx.surveys().set_state(survey.id, step)?;
                }
                match tx.surveys().set_state(survey.id, *to) {
                    Ok(moved) => {
                        assert!(SURVEY.may(*from, *to), "{from} to {to}");
                        assert_eq!(moved.state, *to);
                        assert_eq!(tx.surveys().get(survey.id)?, moved);
                    }
                    Err(error) => {
                        assert!(!SURVEY.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        let allowed: Vec<_> = SURVEY.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
}

/// Brings an invitation into a state, by the verbs that lead there.
fn brought(crm: &Crm, clock: &crate::vocabulary::FixedClock, state: InvitationState) -> SurveyInvitation {
    use InvitationState::{Completed, Disqualified, Expired, Invited, Opened, OptedOut, Partial, Rewarded, Started};
    let reward = SurveyReward { points: 10, program_id: None, at_once: false };
    let new = NewSurvey { reward: Some(reward), ..nps() };
    let id = crm
        .write(|tx| {
            let ada = customer(tx, "Ada");
            let survey = active(tx, new.clone());
            let invitation = tx.surveys().invite(to(&survey, ada))?;
            let token = &invitation.token;
            let answers = [reply("nps", json!(9))];
            match state {
                Invited | Expired => {}
                Opened => drop(tx.surveys().open(token, None)?),
                Started => drop(tx.surveys().start(token)?),
                Partial => drop(tx.surveys().answer(token, &answers)?),
                OptedOut => drop(tx.surveys().opt_out(token)?),
                Completed | Rewarded | Disqualified => drop(tx.surveys().complete(token, &answers)?),
            }
            if state == Rewarded {
                tx.surveys().reward(invitation.id)?;
            }
            if state == Disqualified {
                tx.surveys().disqualify(invitation.id, Some("too_fast"))?;
            }
            Ok(invitation.id)
        })
        .unwrap();
    if state == Expired {
        clock.set(at("2026-05-02T09:00:00Z"));
        crm.tick(None, None).unwrap();
    }
    let found = crm.read(|tx| tx.surveys().invitation(id)).unwrap();
    assert_eq!(found.state, state);
    found
}

#[test]
fn every_state_of_an_invitation_answers_every_verb() {
    use InvitationState::{Completed, Disqualified, Expired, Invited, Opened, OptedOut, Partial, Rewarded, Started};
    for from in InvitationState::ALL {
        // What each verb leads to, or none when it is refused.
        let open = match from {
            Invited | Opened => Some(Opened),
            Started | Partial => Some(*from),
            _ => None,
        };
        let is_open = open.is_some();
        let answered = is_open.then_some(Partial);
        let completed = is_open.then_some(Completed);
        let started = is_open.then_some(if *from == Partial { Partial } else { Started });
        let rewarded = matches!(from, Completed | Rewarded).then_some(Rewarded);
        let opted = (*from == Invited).then_some(OptedOut);
        let disqualified = (*from == Completed).then_some(Disqualified);
        let expired = if is_open { Expired } else { *from };
        let answers = [reply("nps", json!(3))];
        type Verb<'a> = &'a dyn Fn(&WriteTransaction, &SurveyInvitation) -> Result<InvitationState>;
        let verbs: [(&str, Option<InvitationState>, Verb<'_>); 7] = [
            ("open", open, &|tx, one| tx.surveys().open(&one.token, None).map(|form| form.state)),
            ("start", started, &|tx, one| tx.surveys().start(&one.token).map(|one| one.state)),
            ("answer", answered, &|tx, one| tx.surveys().answer(&one.token, &answers).map(|one| one.state)),
            ("complete", completed, &|tx, one| {
                tx.surveys().complete(&one.token, &answers).map(|outcome| outcome.invitation.state)
            }),
            ("opt_out", opted, &|tx, one| tx.surveys().opt_out(&one.token).map(|one| one.state)),
            ("reward", rewarded, &|tx, one| tx.surveys().reward(one.id).map(|outcome| outcome.invitation.state)),
            ("disqualify", disqualified, &|tx, one| tx.surveys().disqualify(one.id, None).map(|one| one.state)),
        ];
        for (name, expected, verb) in verbs {
            let (crm, clock) = shop();
            let known = brought(&crm, &clock, *from);
            match (expected, crm.write(|tx| verb(tx, &known))) {
                (Some(expected), Ok(state)) => {
                    assert_eq!(state, expected, "{name} from {from}");
                    assert_eq!(crm.read(|tx| tx.surveys().invitation(known.id)).unwrap().state, expected);
                }
                (None, Err(error)) => {
                    assert!(
                        matches!(error.code(), ErrorCode::Conflict | ErrorCode::NotAllowedTransition),
                        "{name} from {from}: {error}"
                    );
                    assert_eq!(crm.read(|tx| tx.surveys().invitation(known.id)).unwrap(), known);
                }
                (expected, found) => panic!("{name} from {from}: expected {expected:?}, found {found:?}"),
            }
            assert!(crm.check().unwrap().ok);
        }
        let (crm, clock) = shop();
        let known = brought(&crm, &clock, *from);
        clock.set(at("2026-06-02T09:00:00Z"));
        crm.tick(None, None).unwrap();
        assert_eq!(crm.read(|tx| tx.surveys().invitation(known.id)).unwrap().state, expired, "tick from {from}");
        // Every move that was logged is one of the machine.
        let history = crm.read(|tx| tx.surveys().history(known.id)).unwrap();
        for step in history.iter().filter(|step| step.from.is_some()) {
            let from = InvitationState::parse(step.from.as_deref().unwrap()).unwrap();
            assert!(INVITATION.may(from, InvitationState::parse(&step.to).unwrap()));
            assert!(!step.forced);
        }
    }
}

#[test]
fn an_answer_fits_the_kind_of_its_question() {
    use QuestionKind::{Ces, Csat, Date, Multi, Nps, Number, Ranking, Scale, Single, Text};
    let good = [
        (Single, json!("tea")),
        (Multi, json!(["pots", "tea"])),
        (Scale, json!(5)),
        (Nps, json!(0)),
        (Csat, json!(1)),
        (Ces, json!(7)),
        (Text, json!("Lovely.\nMore!")),
        (Date, json!("2024-02-29")),
        (Number, json!("-12.5")),
        (Ranking, json!(["pots", "tea", "cups"])),
    ];
    let bad = [
        (Single, json!("milk"), "/answers/0/value"),
        (Single, json!(["tea"]), "/answers/0/value"),
        (Multi, json!(["tea", "milk"]), "/answers/0/value/1"),
        (Multi, json!(["tea", "tea"]), "/answers/0/value/1"),
        (Multi, json!("tea"), "/answers/0/value"),
        (Scale, json!(6), "/answers/0/value"),
        (Scale, json!("5"), "/answers/0/value"),
        (Nps, json!(11), "/answers/0/value"),
        (Nps, json!(-1), "/answers/0/value"),
        (Csat, json!(0), "/answers/0/value"),
        (Ces, json!(8), "/answers/0/value"),
        (Ces, json!(1.5), "/answers/0/value"),
        (Text, json!(7), "/answers/0/value"),
        (Text, json!("x".repeat(10_001)), "/answers/0/value"),
        (Date, json!("2023-02-29"), "/answers/0/value"),
        (Number, json!("1.2345"), "/answers/0/value"),
        (Number, json!(i64::MAX), "/answers/0/value"),
        (Number, json!(1_000_000_001), "/answers/0/value"),
        (Ranking, json!(["pots", "tea"]), "/answers/0/value"),
    ];
    let (crm, _) = shop();
    crm.write(|tx| {
        for (kind, value) in &good {
            let survey = active(tx, of(vec![ask("q", *kind)]));
            let token = tx.surveys().invite(NewInvitation::to(survey.id))?.token;
            tx.surveys().answer(&token, &[reply("q", value.clone())])?;
            assert_eq!(tx.surveys().open(&token, None)?.questions[0].answer.as_ref(), Some(value), "{kind}");
            // Null takes it back.
            tx.surveys().answer(&token, &[reply("q", Value::Null)])?;
            assert_eq!(tx.surveys().open(&token, None)?.questions[0].answer, None);
        }
        for (kind, value, path) in &bad {
            let survey = active(tx, of(vec![ask("q", *kind)]));
            let invitation = tx.surveys().invite(NewInvitation::to(survey.id))?;
            let error = tx.surveys().answer(&invitation.token, &[reply("q", value.clone())]).unwrap_err();
            assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some(*path)), "{kind} {error}");
            // Nothing was begun.
            assert_eq!(tx.surveys().invitation(invitation.id)?, invitation);
        }
        let bounded = NewQuestion { min: Some(2), max: Some(2), ..ask("q", Multi) };
        let survey = active(tx, of(vec![bounded]));
        let token = tx.surveys().invite(NewInvitation::to(survey.id))?.token;
        assert!(tx.surveys().answer(&token, &[reply("q", json!(["tea"]))]).is_err());
        tx.surveys().answer(&token, &[reply("q", json!(["tea", "cups"]))])?;
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_question_is_asked_only_if_an_earlier_answer_says_so() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let when = |question: &str, options: &[&str], to: Option<i64>| {
            let options = options.iter().map(|key| (*key).to_owned()).collect();
            Some(SurveyCondition { question: question.to_owned(), options, from: None, to })
        };
        let survey = active(
            tx,
            of(vec![
                NewQuestion { required: true, ..ask("nps", QuestionKind::Nps) },
                NewQuestion { required: true, only_if: when("nps", &[], Some(6)), ..ask("what", QuestionKind::Single) },
                NewQuestion { required: true, only_if: when("what", &["tea"], None), ..ask("why", QuestionKind::Text) },
            ]),
        );
        let token = tx.surveys().invite(NewInvitation::to(survey.id))?.token;
        let early = tx.surveys().answer(&token, &[reply("nps", json!(9)), reply("what", json!("tea"))]).unwrap_err();
        assert_eq!(early.path(), Some("/answers/1/question"));
        tx.surveys().answer(&token, &[reply("nps", json!(3))])?;
        let open = tx.surveys().complete(&token, &[]).unwrap_err();
        assert_eq!((open.path(), open.allowed_values()), (Some("/answers"), &["what".to_owned()][..]));
        tx.surveys().answer(&token, &[reply("what", json!("tea")), reply("why", json!("cold"))])?;
        // The first answer changes: the others are not asked any more, and go.
        tx.surveys().complete(&token, &[reply("nps", json!(10))])?;
        let results = tx.surveys().results(&results_of(&survey))?;
        let answered: Vec<_> = results.questions.iter().map(|question| question.answered).collect();
        assert_eq!(answered, [1, 0, 0]);
        for (broken, path) in [
            (when("later", &[], None), "/questions/1/only_if/question"),
            (when("nps", &["tea"], None), "/questions/1/only_if/options"),
        ] {
            let questions =
                vec![ask("nps", QuestionKind::Nps), NewQuestion { only_if: broken, ..ask("b", QuestionKind::Text) }];
            assert_eq!(tx.surveys().create(of(questions)).unwrap_err().path(), Some(path));
        }
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

fn results_of(survey: &Survey) -> SurveyResultFilter {
    SurveyResultFilter { survey_id: survey.id, version: None, ref_entity: None, from: None, before: None }
}

#[test]
fn whoever_has_begun_keeps_the_questions() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let survey = active(tx, nps());
        let begun = tx.surveys().invite(NewInvitation::to(survey.id))?;
        let waiting = tx.surveys().invite(NewInvitation::to(survey.id))?;
        assert_ne!(begun.token, waiting.token);
        tx.surveys().answer(&begun.token, &[reply("nps", json!(8))])?;
        let changed = tx.surveys().set_questions(survey.id, vec![ask("csat", QuestionKind::Csat)])?;
        assert_eq!(changed.version, 2);
        assert_eq!(tx.surveys().complete(&begun.token, &[])?.invitation.version, Some(1));
        assert_eq!(tx.surveys().open(&waiting.token, None)?.questions[0].key, "csat");
        assert!(tx.surveys().answer(&waiting.token, &[reply("nps", json!(8))]).is_err());
        tx.surveys().complete(&waiting.token, &[reply("csat", json!(4))])?;
        let of = |version| tx.surveys().results(&SurveyResultFilter { version: Some(version), ..results_of(&survey) });
        assert_eq!((of(1)?.questions[0].answered, of(2)?.questions[0].answered), (1, 1));
        assert_eq!(of(3).unwrap_err().path(), Some("/version"));
        // A draft keeps its version.
        let draft = tx.surveys().create(nps())?;
        assert_eq!(tx.surveys().set_questions(draft.id, vec![ask("b", QuestionKind::Text)])?.version, 1);
        assert_eq!(tx.surveys().list(&SurveyFilter::default())?.items[1].questions.len(), 1);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn nothing_is_answered_after_the_end_or_before_the_beginning() {
    let (crm, clock) = shop();
    let token = crm
        .write(|tx| {
            let times = NewSurvey {
                opens_at: Some(at("2026-03-03T00:00:00Z")),
                closes_at: Some(at("2026-03-05T00:00:00Z")),
                ..nps()
            };
            let survey = active(tx, times);
            let invitation = tx.surveys().invite(NewInvitation::to(survey.id))?;
            assert_eq!(invitation.expires_at, at("2026-03-05T00:00:00Z"));
            Ok(invitation.token)
        })
        .unwrap();
    let answer = || crm.write(|tx| tx.surveys().answer(&token, &[reply("nps", json!(9))]));
    assert_eq!(answer().unwrap_err().message(), "the survey is not open yet");
    clock.set(at("2026-03-03T00:00:00Z"));
    answer().unwrap();
    crm.write(|tx| tx.surveys().set_state(SurveyId(1), SurveyState::Paused)).unwrap();
    assert_eq!(answer().unwrap_err().code(), ErrorCode::Conflict);
    crm.write(|tx| tx.surveys().set_state(SurveyId(1), SurveyState::Active)).unwrap();
    clock.set(at("2026-03-05T00:00:00Z"));
    // Before tick has come.
    assert_eq!(answer().unwrap_err().message(), "the survey is closed");
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "surveys"), 2);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "surveys"), 0);
    assert_eq!(crm.read(|tx| tx.surveys().get(SurveyId(1))).unwrap().state, SurveyState::Closed);
    assert_eq!(answer().unwrap_err().message(), "the invitation is expired");
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_reminds_of_what_waits_once_each_time() {
    let (crm, clock) = shop();
    crm.write(|tx| {
        let survey = active(tx, NewSurvey { remind_days: vec![2, 5, 40], ..nps() });
        let answered = tx.surveys().invite(NewInvitation::to(survey.id))?;
        tx.surveys().invite(NewInvitation::to(survey.id))?;
        tx.surveys().complete(&answered.token, &[reply("nps", json!(7))])
    })
    .unwrap();
    for (time, told_by_then) in [
        ("2026-03-03T09:00:00Z", 0),
        ("2026-03-04T09:00:00Z", 1),
        ("2026-03-05T09:00:00Z", 1),
        ("2026-03-30T09:00:00Z", 2),
    ] {
        clock.set(at(time));
        crm.tick(None, None).unwrap();
        assert_eq!(told(&crm, "survey.reminded").len(), told_by_then, "{time}");
    }
    // The third would come after the invitation has expired.
    let waiting = crm.read(|tx| tx.surveys().invitation(InvitationId(2))).unwrap();
    assert_eq!((waiting.reminders, waiting.remind_at), (2, None));
}

#[test]
fn a_reward_comes_once() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let program = tx.coupons().create_program(NewCouponProgram::percent("Thanks", Rate::from_ppm(100_000)))?;
        let reward = SurveyReward { points: 50, program_id: Some(program.id), at_once: true };
        let survey = active(tx, NewSurvey { reward: Some(reward), ..nps() });
        let invitation = tx.surveys().invite(to(&survey, ada))?;
        let outcome = tx.surveys().complete(&invitation.token, &[reply("nps", json!(9))])?;
        assert_eq!(outcome.invitation.state, InvitationState::Rewarded);
        assert_eq!(outcome.invitation.points, Some(50));
        for _ in 0..3 {
            assert_eq!(tx.surveys().reward(invitation.id)?, outcome);
        }
        assert_eq!(tx.loyalty().balance(ada)?.points, 50);
        let coupons = tx.coupons().list(&CouponFilter { customer_id: Some(ada), ..CouponFilter::default() })?.items;
        assert_eq!(coupons.len(), 1);
        assert_eq!(Some(&coupons[0].code), outcome.coupon_code.as_ref());
        assert!(tx.surveys().complete(&invitation.token, &[]).is_err());
        assert!(tx.surveys().disqualify(invitation.id, None).is_err());

        // Nobody known: points wait for a customer, and only a personal token finds one.
        let anonymous = tx.surveys().invite(NewInvitation::to(survey.id))?;
        let done = tx.surveys().complete(&anonymous.token, &[reply("nps", json!(9))])?;
        assert_eq!((done.invitation.state, done.coupon_code), (InvitationState::Completed, None));
        assert_eq!(tx.surveys().reward(anonymous.id).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(tx.surveys().attach(anonymous.id, ada).unwrap_err().code(), ErrorCode::Conflict);
        let personal = tx.surveys().invite(NewInvitation { personal: true, ..NewInvitation::to(survey.id) })?;
        tx.surveys().complete(&personal.token, &[reply("nps", json!(2))])?;
        let attached = tx.surveys().attach(personal.id, ada)?;
        assert_eq!((attached.state, attached.customer_id), (InvitationState::Rewarded, Some(ada)));
        assert!(attached.ticket_id.is_some());
        assert_eq!(tx.tickets().list(&TicketFilter::default())?.items.len(), 1);
        assert_eq!(tx.surveys().attach(personal.id, ada)?, tx.surveys().invitation(personal.id)?);
        assert_eq!(tx.loyalty().balance(ada)?.points, 100);

        // Disqualified answers leave the scores and get nothing.
        let looked_at = SurveyReward { points: 5, program_id: None, at_once: false };
        let other = active(tx, NewSurvey { reward: Some(looked_at), ..nps() });
        let bad = tx.surveys().invite(to(&other, ada))?;
        tx.surveys().complete(&bad.token, &[reply("nps", json!(0))])?;
        let of_other = SurveyScoreFilter { survey_id: Some(other.id), ..SurveyScoreFilter::default() };
        assert_eq!(tx.surveys().scores(&of_other)?.nps.unwrap().detractors, 1);
        tx.surveys().disqualify(bad.id, Some("too_fast"))?;
        assert_eq!(tx.surveys().scores(&of_other)?.nps, None);
        assert_eq!(tx.surveys().reward(bad.id).unwrap_err().code(), ErrorCode::NotAllowedTransition);
        assert_eq!(tx.loyalty().balance(ada)?.points, 100);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_detractor_opens_one_ticket_and_a_promoter_is_told_of() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let survey = active(tx, nps());
        let order = tx.orders().record(NewOrder::new(ada, Money::usd(1)))?.id;
        for (id, mark) in [(order.0, 6), (2, 7), (3, 9)] {
            let reference = Some(Reference { entity: "order".to_owned(), id });
            let invitation = tx.surveys().invite(NewInvitation { reference, ..to(&survey, ada) })?;
            let done = tx.surveys().complete(&invitation.token, &[reply("nps", json!(mark))])?;
            assert_eq!(done.invitation.ticket_id.is_some(), mark == 6);
        }
        let tickets = tx.tickets().list(&TicketFilter { customer_id: Some(ada), ..TicketFilter::default() })?.items;
        assert_eq!(tickets.len(), 1);
        assert_eq!((tickets[0].kind, tickets[0].order_id), (TicketKind::Complaint, Some(order)));
        let first = tx.surveys().invitation(InvitationId(1))?;
        assert_eq!(first.ticket_id, Some(tickets[0].id));
        follow_up(tx, &survey, &mut first.clone())?;
        assert_eq!(tx.tickets().list(&TicketFilter::default())?.items.len(), 1, "once");
        assert!(tx.tasks().list(&TaskFilter::default())?.items.is_empty());
        // An order that is somebody else's is not named.
        let other = tx.orders().record(NewOrder::new(customer(tx, "Kim"), Money::usd(1)))?.id;
        let reference = Some(Reference { entity: "order".to_owned(), id: other.0 });
        let asked = active(tx, nps());
        let invitation = tx.surveys().invite(NewInvitation { reference, ..to(&asked, ada) })?;
        let done = tx.surveys().complete(&invitation.token, &[reply("nps", json!(0))])?.invitation;
        let ticket = tx.tickets().get(done.ticket_id.unwrap())?;
        assert_eq!((ticket.customer_id, ticket.order_id), (Some(ada), None));
        // And a survey that does not ask for it opens none.
        let quiet = active(tx, NewSurvey { follow_up: false, ..nps() });
        let invitation = tx.surveys().invite(to(&quiet, ada))?;
        let done = tx.surveys().complete(&invitation.token, &[reply("nps", json!(0))])?.invitation;
        assert_eq!(done.ticket_id, None);
        let [nps, csat] = latest_of(tx, ada)?;
        assert_eq!((nps.map(|latest| latest.mark), csat), (Some(0), None));
        // The same order is not asked about twice, and nobody who does not want to.
        let again =
            NewInvitation { reference: Some(Reference { entity: "order".to_owned(), id: 1 }), ..to(&survey, ada) };
        assert_eq!(tx.surveys().invite(again).unwrap_err().existing_id(), Some(1));
        let last = tx.surveys().invite(to(&survey, ada))?;
        assert_eq!(tx.surveys().invite(to(&survey, ada)).unwrap_err().existing_id(), Some(last.id.0));
        tx.surveys().opt_out(&last.token)?;
        assert_eq!(tx.surveys().invite(to(&survey, ada)).unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert_eq!(
        told(&crm, "survey.nps_"),
        ["survey.nps_detractor", "survey.nps_promoter", "survey.nps_detractor", "survey.nps_detractor"]
    );
    assert!(crm.check().unwrap().ok);
}

fn half_even(part: i128, whole: i128) -> i64 {
    let (low, rest) = (part.div_euclid(whole), part.rem_euclid(whole) * 2);
    let up = rest > whole || (rest == whole && low % 2 != 0);
    i64::try_from(low + i128::from(up)).unwrap()
}

#[test]
fn scores_and_results_are_those_of_a_plain_model() {
    for seed in 0..6 {
        let mut chance = Chance(seed);
        let (crm, clock) = shop();
        let mut model: Vec<(Date, i64, i64, Vec<&str>)> = Vec::new();
        let new = of(vec![
            ask("nps", QuestionKind::Nps),
            ask("csat", QuestionKind::Csat),
            ask("best", QuestionKind::Ranking),
        ]);
        let survey = crm.write(|tx| Ok(active(tx, new))).unwrap();
        // The time of a transaction is that of its beginning.
        for _ in 0..60 {
            let month = 3 + chance.below(3);
            clock.set(at(&format!("2026-{month:02}-{:02}T12:00:00Z", 2 + chance.below(27))));
            crm.write(|tx| {
                let (nps, csat) = (chance.below(11), 1 + chance.below(5));
                let mut order = vec!["tea", "cups", "pots"];
                order.rotate_left(chance.below(3) as usize);
                let token = tx.surveys().invite(NewInvitation::to(survey.id))?.token;
                let answers =
                    [reply("nps", json!(nps)), reply("csat", json!(csat)), reply("best", json!(order.clone()))];
                tx.surveys().complete(&token, &answers)?;
                model.push((Date::from_ymd(2026, month as u32, 1)?, nps, csat, order));
                Ok(())
            })
            .unwrap();
        }
        crm.read(|tx| {
            let check = |scores: &SurveyScores, rows: &[&(Date, i64, i64, Vec<&str>)]| {
                let n = rows.len() as i128;
                let promoters = rows.iter().filter(|row| row.1 >= 9).count() as i128;
                let detractors = rows.iter().filter(|row| row.1 <= 6).count() as i128;
                let nps = scores.nps.as_ref().unwrap();
                assert_eq!(nps.score, half_even((promoters - detractors) * 100, n));
                assert_eq!((nps.n, nps.promoters, nps.detractors), (n as u64, promoters as u64, detractors as u64));
                assert_eq!(nps.passives + nps.promoters + nps.detractors, nps.n);
                let csat = scores.csat.as_ref().unwrap();
                let satisfied = rows.iter().filter(|row| row.2 >= 4).count() as i128;
                assert_eq!(csat.share.ppm(), half_even(satisfied * 1_000_000, n));
                let sum: i64 = rows.iter().map(|row| row.2).sum();
                assert_eq!(csat.mean, Quantity::from_thousandths(half_even(i128::from(sum) * 1_000, n)));
            };
            let all: Vec<_> = model.iter().collect();
            check(&tx.surveys().scores(&SurveyScoreFilter::default())?, &all);
            let trend = tx.surveys().trend(&SurveyScoreFilter::default())?;
            for month in &trend {
                let rows: Vec<_> = model.iter().filter(|row| row.0 == month.month).collect();
                check(&month.scores, &rows);
            }
            assert_eq!(trend.iter().map(|month| month.scores.nps.as_ref().unwrap().n).sum::<u64>(), 60);
            let april = SurveyScoreFilter {
                from: Some(at("2026-04-01T00:00:00Z")),
                before: Some(at("2026-05-01T00:00:00Z")),
                ..SurveyScoreFilter::default()
            };
            let rows: Vec<_> = model.iter().filter(|row| row.0 == Date::from_ymd(2026, 4, 1).unwrap()).collect();
            check(&tx.surveys().scores(&april)?, &rows);
            let results = tx.surveys().results(&results_of(&survey))?;
            assert_eq!(
                (results.invited, results.completed, results.response),
                (60, 60, Some(Rate::from_ppm(1_000_000)))
            );
            let best = &results.questions[2];
            for option in &best.options {
                let place = |row: &(Date, i64, i64, Vec<&str>)| {
                    row.3.iter().position(|key| *key == option.key).unwrap() as i128 + 1
                };
                let places: i128 = model.iter().map(place).sum();
                assert_eq!(option.mean_place, Some(Quantity::from_thousandths(half_even(places * 1_000, 60))));
                assert_eq!(option.count, 60);
            }
            let marks: u64 = results.questions[0].marks.iter().map(|mark| mark.count).sum();
            assert_eq!(marks, 60);
            Ok(())
        })
        .unwrap();
        assert!(crm.check().unwrap().ok);
    }
}

#[test]
fn texts_go_page_by_page_and_stay_out_of_events() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let survey = active(tx, of(vec![ask("why", QuestionKind::Text), ask("what", QuestionKind::Text)]));
        for text in ["Rosebud one", "Rosebud two"] {
            let token = tx.surveys().invite(NewInvitation { personal: true, ..NewInvitation::to(survey.id) })?.token;
            tx.surveys().complete(&token, &[reply("why", json!(text)), reply("what", json!("tea"))])?;
        }
        tx.surveys().attach(InvitationId(2), ada)?;
        let mut filter = SurveyTextFilter { survey_id: survey.id, question: None, page: PageRequest::first(3) };
        let page = tx.surveys().texts(&filter)?;
        assert_eq!(
            page.items.iter().map(|text| text.text.as_str()).collect::<Vec<_>>(),
            ["Rosebud one", "tea", "Rosebud two"]
        );
        filter.page.after = page.next;
        assert_eq!(tx.surveys().texts(&filter)?.items[0].customer_id, Some(ada));
        let only =
            SurveyTextFilter { survey_id: survey.id, question: Some("why".to_owned()), page: PageRequest::default() };
        assert_eq!(tx.surveys().texts(&only)?.items.len(), 2);
        let events = serde_json::to_string(&tx.events().list(0, 1_000)?).unwrap();
        assert!(!events.contains("Rosebud"));
        let token = tx.surveys().invitation(InvitationId(1))?.token;
        assert!(!events.contains(&token));
        Ok(())
    })
    .unwrap();
}

#[test]
fn fields_that_do_not_fit_are_refused() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let refused = |new: NewSurvey| tx.surveys().create(new).unwrap_err().path().map(str::to_owned);
        let reward = |points| Some(SurveyReward { points, program_id: None, at_once: true });
        for (new, path) in [
            (NewSurvey { name: " ".to_owned(), ..nps() }, "/name"),
            (NewSurvey { languages: vec!["en".to_owned(), "x".to_owned()], ..nps() }, "/languages/1"),
            (NewSurvey { languages: vec!["en".to_owned(), "de".to_owned()], ..nps() }, "/questions/0/text"),
            (NewSurvey { invitation_days: 0, ..nps() }, "/invitation_days"),
            (NewSurvey { remind_days: vec![3, 3], ..nps() }, "/remind_days/1"),
            (NewSurvey { reward: reward(0), ..nps() }, "/reward"),
            (NewSurvey { reward: reward(1_000_001), ..nps() }, "/reward/points"),
            (of(vec![ask("a", QuestionKind::Text), ask("a", QuestionKind::Text)]), "/questions/1/key"),
            (of(vec![NewQuestion { options: Vec::new(), ..ask("a", QuestionKind::Single) }]), "/questions/0/options"),
            (of(vec![NewQuestion { max: Some(9), ..ask("a", QuestionKind::Nps) }]), "/questions/0/max"),
            (of(vec![NewQuestion { min: Some(5), ..ask("a", QuestionKind::Scale) }]), "/questions/0/max"),
        ] {
            assert_eq!(refused(new).as_deref(), Some(path));
        }
        let survey = active(tx, nps());
        let patch = SurveyPatch { closes_at: Patch::Set(at("2026-04-01T00:00:00Z")), ..SurveyPatch::default() };
        assert_eq!(tx.surveys().update(survey.id, patch.clone())?.closes_at, Some(at("2026-04-01T00:00:00Z")));
        tx.surveys().set_state(survey.id, SurveyState::Closed)?;
        assert_eq!(tx.surveys().update(survey.id, patch).unwrap_err().code(), ErrorCode::Conflict);
        let late = NewInvitation::to(survey.id);
        assert_eq!(tx.surveys().invite(late).unwrap_err().path(), Some("/survey_id"));
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_invitation_follows_a_merge_and_comes_back() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let (a, b) =
            (tx.customers().create(NewCustomer::person("A"))?, tx.customers().create(NewCustomer::person("B"))?);
        let survey = active(tx, nps());
        let invitation = tx.surveys().invite(to(&survey, b.id))?;
        tx.surveys().complete(&invitation.token, &[reply("nps", json!(4))])?;
        let merge = tx.customers().merge(&MergeRequest { winner_id: a.id, loser_id: b.id, rules: BTreeMap::new() })?;
        assert_eq!(tx.surveys().invitation(invitation.id)?.customer_id, Some(a.id));
        assert_eq!(latest_of(tx, a.id)?[0].map(|latest| latest.mark), Some(4));
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.surveys().invitation(invitation.id)?.customer_id, Some(b.id));
        assert_eq!(tx.surveys().history(invitation.id)?[0].customer_id, Some(b.id));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
