use super::*;
use crate::records::customers::{
    FieldType, IdentityKind, MergeRequest, NewAddress, NewCustomer, NewField, NewRelation, RelationKind,
};
use crate::records::interactions::{Channel, Direction, InteractionKind, NewInteraction};
use crate::records::orders::{NewOrder, NewRefund};
use crate::testing::{self, at};
use crate::vocabulary::{Money, PageRequest};
use crate::{Crm, FixedClock, Options};
use serde_json::json;
use std::sync::Arc;

fn shop() -> Crm {
    let clock = Arc::new(FixedClock::new(at("2026-01-10T12:00:00Z")));
    Crm::in_memory_with(Options::default().clock(clock).seed(1)).unwrap()
}

fn customer(crm: &Crm, name: &str, email: &str) -> CustomerId {
    crm.write(|tx| tx.customers().create(NewCustomer::person(name).email(email))).unwrap().id
}

fn order(crm: &Crm, customer: CustomerId, minor: i64, placed: &str, paid: bool) -> crate::OrderId {
    let order = NewOrder::new(customer, Money::cny(minor)).placed_at(at(placed));
    let order = if paid { order.paid() } else { order };
    crm.write(|tx| tx.orders().record(order)).unwrap().id
}

fn contact(crm: &Crm, customer: CustomerId, when: &str) -> crate::InteractionId {
    let new = NewInteraction {
        at: Some(at(when)),
        subject: Some("Where is it?".into()),
        body: Some("secret".into()),
        ..NewInteraction::new(Channel::Email, Direction::In, InteractionKind::OrderHelp)
    };
    crm.write(|tx| tx.interactions().record(new.with(customer))).unwrap().id
}

fn view(crm: &Crm, id: CustomerId) -> CustomerView {
    crm.read(|tx| tx.customers().view(id)).unwrap()
}

#[test]
fn a_view_holds_what_every_room_knows() {
    let crm = shop();
    let wei = crm
        .write(|tx| {
            let mut new = NewCustomer::person("王伟").email("wei@example.com").phone("+8613800138000");
            new.tags = vec!["vip".into()];
            new.addresses =
                vec![serde_json::from_value::<NewAddress>(json!({"kind": "home", "city": "Beijing"})).unwrap()];
            let field = json!({"key": "shoe_size", "type": FieldType::Int});
            tx.customers().define_field(serde_json::from_value::<NewField>(field).unwrap())?;
            new.custom.insert("shoe_size".into(), json!(42));
            let wei = tx.customers().create(new)?.id;
            let firm = tx.customers().create(NewCustomer::company("Wei & Co"))?.id;
            let relation =
                NewRelation { from_id: wei, to_id: firm, kind: RelationKind::ContactOf, since: None, until: None };
            tx.customers().relate(&relation)?;
            let list = tx.customers().create_list("Beta testers", None)?.id;
            let former = tx.customers().create_list("Former", None)?.id;
            tx.customers().add_to_list(list, &[wei], None)?;
            tx.customers().add_to_list(former, &[wei], None)?;
            tx.customers().remove_from_list(former, &[wei])?;
            Ok(wei)
        })
        .unwrap();
    let paid = order(&crm, wei, 100_00, "2026-01-05T00:00:00Z", true);
    let open = order(&crm, wei, 30_00, "2026-01-08T00:00:00Z", false);
    let also_open = order(&crm, wei, 5_00, "2026-01-09T00:00:00Z", false);
    let refund = NewRefund { order: Some(paid), amount: Some(Money::cny(10_00)), ..NewRefund::default() };
    let refund = crm.write(|tx| tx.refunds().record(refund)).unwrap();
    let mail = contact(&crm, wei, "2026-01-09T12:00:00Z");
    crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    let view = view(&crm, wei);
    assert_eq!(view.at, at("2026-01-10T12:00:00Z"));
    let who = &view.descriptive;
    assert_eq!(who.customer, crm.read(|tx| tx.customers().get(wei)).unwrap());
    assert_eq!((who.addresses.len(), who.tags.as_slice()), (1, ["vip".to_owned()].as_slice()));
    assert_eq!((who.lists.len(), who.custom["shoe_size"].clone()), (1, json!(42)), "the list it left is not shown");
    assert_eq!(view.relations.len(), 1);
    assert_eq!(view.presale, PresaleBlock::default());
    assert_eq!((view.promotional.coupons.len(), view.promotional.loyalty.clone()), (0, None));
    let bought = &view.transactional;
    assert_eq!(bought.metrics, crm.read(|tx| tx.orders().metrics(wei)).unwrap());
    assert_eq!(bought.metrics.orders, 1);
    let ids: Vec<_> = bought.recent_orders.iter().map(|order| order.id).collect();
    assert_eq!(ids, [also_open, open, paid]);
    assert_eq!(
        (bought.recent_orders[2].paid, bought.recent_orders[2].refunded),
        (Money::cny(100_00), Money::cny(10_00))
    );
    assert_eq!(
        bought.recent_refunds.iter().map(|one| (one.id, one.order_id)).collect::<Vec<_>>(),
        [(refund.id, Some(paid))]
    );
    assert_eq!(bought.open_balances, [OpenBalance { orders: 2, amount: Money::cny(35_00) }]);
    assert_eq!(view.rfm, crm.read(|tx| tx.rfm().of(wei)).unwrap());
    assert!(view.rfm.label.is_some() && view.rfm.facts.is_some());
    assert_eq!(view.lifecycle, crm.read(|tx| tx.lifecycle().of(wei)).unwrap());
    assert_eq!(view.lifecycle.stage.token(), "first_time");
    assert!(view.timeline.iter().any(|entry| entry.kind == TimelineKind::Interaction && entry.id == mail.0));
    assert!(!serde_json::to_string(&view).unwrap().contains("secret"), "what was said is left to interactions.get");
    assert_eq!(view.flags.blocked, Block::None);
    assert!(!view.flags.archived && !view.flags.erased && !view.flags.followed_merge);
    assert_eq!((view.flags.merged_from.len(), view.flags.open_duplicates.len()), (0, 0));
}

#[test]
fn a_cancelled_order_owes_nothing_and_currencies_stay_apart() {
    let crm = shop();
    let wei = customer(&crm, "王伟", "wei@example.com");
    order(&crm, wei, 30_00, "2026-01-08T00:00:00Z", false);
    let dollars =
        NewOrder { rate: Some(crate::ExchangeRate::parse("7").unwrap()), ..NewOrder::new(wei, Money::usd(9_00)) };
    crm.write(|tx| tx.orders().record(dollars)).unwrap();
    let gone = order(&crm, wei, 5_00, "2026-01-09T00:00:00Z", false);
    crm.write(|tx| tx.orders().cancel(gone, orders::CancelReason::Customer, None)).unwrap();
    let open = view(&crm, wei).transactional.open_balances;
    assert_eq!(
        open,
        [OpenBalance { orders: 1, amount: Money::cny(30_00) }, OpenBalance { orders: 1, amount: Money::usd(9_00) }]
    );
}

#[test]
fn a_view_is_bounded() {
    let crm = shop();
    let wei = customer(&crm, "王伟", "wei@example.com");
    for day in 1..=9 {
        order(&crm, wei, 1_00, &format!("2026-01-0{day}T00:00:00Z"), true);
    }
    let few = ViewRequest { id: wei, orders: 2, timeline: 3 };
    let few = crm.read(|tx| tx.customers().view(few)).unwrap();
    assert_eq!((few.transactional.recent_orders.len(), few.timeline.len()), (2, 3));
    assert_eq!((view(&crm, wei).transactional.recent_orders.len(), view(&crm, wei).timeline.len()), (5, 10));
    for (orders, timeline, path) in [(101, 1, "/orders"), (1, 101, "/timeline")] {
        let error = crm.read(|tx| tx.customers().view(ViewRequest { id: wei, orders, timeline })).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Limit, Some(path)));
    }
    assert!(crm.read(|tx| tx.customers().view(CustomerId(99))).unwrap_err().is_not_found());
}

#[test]
fn a_merge_is_followed_and_shown() {
    let crm = shop();
    let wei = customer(&crm, "王伟", "wei@example.com");
    let twin = customer(&crm, "王伟", "twin@example.com");
    let third = customer(&crm, "王伟", "third@example.com");
    order(&crm, wei, 10_00, "2026-01-05T00:00:00Z", true);
    order(&crm, twin, 20_00, "2025-01-06T00:00:00Z", true);
    contact(&crm, twin, "2026-01-07T00:00:00Z");
    let stage = |id| crm.read(|tx| tx.lifecycle().of(id)).unwrap();
    let (wei_before, twin_before) = (stage(wei), stage(twin));
    let [wei_timeline, twin_timeline] = [wei, twin].map(|id| view(&crm, id).timeline);
    let merge = |winner_id, loser_id| {
        let request = MergeRequest { winner_id, loser_id, rules: Default::default() };
        crm.write(|tx| tx.customers().merge(&request)).unwrap()
    };
    merge(twin, third);
    let merged = merge(wei, twin);
    let joint = view(&crm, twin);
    assert_eq!(joint.descriptive.customer.id, wei);
    assert!(joint.flags.followed_merge && !view(&crm, wei).flags.followed_merge);
    assert_eq!(joint.flags.merged_from, [twin, third]);
    assert_eq!(joint.transactional.metrics.orders, 2);
    assert_eq!(joint.lifecycle.stage.token(), "won_back", "a year lies between the two orders");
    assert!(joint.timeline.iter().any(|entry| entry.kind == TimelineKind::Interaction));
    assert!(crm.check().unwrap().ok);
    crm.write(|tx| tx.customers().unmerge(merged.id)).unwrap();
    assert_eq!(stage(twin), twin_before, "the stage comes back with its own beginning");
    assert_eq!(stage(wei).stage, wei_before.stage);
    assert_eq!(view(&crm, wei).flags.merged_from, [] as [CustomerId; 0]);
    let without_stages = |entries: Vec<TimelineEntry>| {
        entries.into_iter().filter(|entry| entry.kind != TimelineKind::StageChange).collect::<Vec<_>>()
    };
    assert_eq!(without_stages(view(&crm, wei).timeline), without_stages(wei_timeline));
    assert_eq!(without_stages(view(&crm, twin).timeline), without_stages(twin_timeline));
    assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap().problems);
}

#[test]
fn a_view_inside_a_transaction_shows_what_it_changed() {
    let crm = shop();
    crm.write(|tx| {
        let ada = tx.customers().create(NewCustomer::default().identity(IdentityKind::CookieId, "c-1"))?.id;
        assert_eq!(tx.customers().view(ada)?.lifecycle.stage.token(), "anonymous");
        tx.orders().record(NewOrder::new(ada, Money::cny(1_00)).paid())?;
        let view = tx.customers().view(ada)?;
        assert_eq!((view.lifecycle.stage.token(), view.transactional.metrics.orders), ("first_time", 1));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_timeline_is_one_sequence_page_by_page() {
    let crm = shop();
    let wei = customer(&crm, "王伟", "wei@example.com");
    let other = customer(&crm, "李娜", "li@example.com");
    for day in 1..=8 {
        let when = format!("2025-12-0{day}T00:00:00Z");
        let id = order(&crm, wei, 10_00, &when, true);
        contact(&crm, wei, &when);
        contact(&crm, other, &when);
        if day % 3 == 0 {
            let back = NewRefund {
                order: Some(id),
                amount: Some(Money::cny(1_00)),
                refunded_at: Some(at(&when)),
                ..NewRefund::default()
            };
            crm.write(|tx| tx.refunds().record(back)).unwrap();
        }
    }
    let page = |request: PageRequest| {
        crm.read(|tx| tx.customers().timeline(&TimelineRequest { id: wei, page: request.clone() })).unwrap()
    };
    let all = page(PageRequest::first(1_000)).items;
    let count = |kind| all.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!((count(TimelineKind::Order), count(TimelineKind::Interaction), count(TimelineKind::Refund)), (8, 8, 2));
    assert!(count(TimelineKind::StageChange) >= 2);
    assert!(all.windows(2).all(|pair| pair[0].at >= pair[1].at), "newest first");
    for entry in &all {
        // Exactly the details of its kind, and of the right row.
        let ids = [
            entry.interaction.as_ref().map(|one| one.id.0),
            entry.order.as_ref().map(|one| one.id.0),
            entry.refund.as_ref().map(|one| one.id.0),
            entry.stage_change.as_ref().map(|one| one.id),
        ];
        let kinds = [TimelineKind::Interaction, TimelineKind::Order, TimelineKind::Refund, TimelineKind::StageChange];
        for (id, kind) in ids.iter().zip(kinds) {
            assert_eq!(*id, (kind == entry.kind).then_some(entry.id));
        }
        let own = [
            entry.interaction.as_ref().map(|one| one.at),
            entry.order.as_ref().map(|one| one.placed_at),
            entry.refund.as_ref().map(|one| one.refunded_at),
            entry.stage_change.as_ref().map(|one| one.at),
        ];
        assert_eq!(own.into_iter().flatten().collect::<Vec<_>>(), [entry.at]);
    }
    let (mut paged, mut request) = (Vec::new(), PageRequest::first(3));
    loop {
        let answer = page(request.clone());
        paged.extend(answer.items);
        let Some(next) = answer.next else { break };
        request.after = Some(next);
    }
    assert_eq!(paged, all);
    let foreign =
        TimelineRequest { id: other, page: PageRequest { limit: Some(1), after: page(PageRequest::first(1)).next } };
    assert_eq!(crm.read(|tx| tx.customers().timeline(&foreign)).unwrap_err().path(), Some("/page/after"));
}

#[test]
fn a_view_shows_what_the_customer_has_and_what_is_open() {
    let crm = shop();
    let wei = customer(&crm, "Wei", "wei@example.com");
    let other = customer(&crm, "Ada", "ada@example.com");
    let call = |op: &str, input: Value| testing::call(&crm, op, input);
    let empty = view(&crm, wei);
    assert_eq!((empty.service.assets.len(), empty.service.tickets.len(), empty.flags.open_complaint), (0, 0, None));
    let owner = |customer: CustomerId, serial: &str| {
        call("assets.register", json!({ "serial": serial, "sku": "CAM", "customer_id": customer }))
    };
    call("warranties.save_plan", json!({ "name": "Maker", "kind": "manufacturer", "months": 12 }));
    let asset = owner(wei, "S1");
    owner(other, "S2");
    let open =
        |kind: &str| call("tickets.open", json!({ "kind": kind, "subject": "Hm", "customer_id": wei }))["id"].clone();
    let (question, complaint, request) = (open("question"), open("complaint"), open("service_request"));
    let spam = open("question");
    call("tickets.set_state", json!({ "id": spam, "state": "spam" }));
    let wish = json!({ "customer_id": wei, "kind": "wish", "about": "product", "text": "In red, please." });
    let wish = call("feedback.record", wish);
    let bought = order(&crm, wei, 100_00, "2026-01-05T00:00:00Z", true);
    let review = json!({ "customer_id": wei, "subject": { "kind": "order", "id": bought }, "rating": 5 });
    let review = call("reviews.post", review);
    let service = json!({ "kind": "repair", "asset_id": asset["id"], "currency": "CNY" });
    let service = call("service_orders.create", service);

    let view = view(&crm, wei);
    let ids = |tickets: &[Ticket]| tickets.iter().map(|ticket| json!(ticket.id)).collect::<Vec<_>>();
    assert_eq!(ids(&view.service.tickets), [question]);
    assert_eq!(ids(&view.transactional.complaints), std::slice::from_ref(&complaint));
    assert_eq!(ids(&view.transactional.requests), [request]);
    assert_eq!(json!(view.flags.open_complaint), complaint);
    assert_eq!(view.service.assets.len(), 1);
    let piece = &view.service.assets[0];
    assert_eq!((json!(piece.asset_id), json!(piece.verdict)), (asset["id"].clone(), json!("in_warranty")));
    assert_eq!(json!(view.service.reviews[0].id), review["id"]);
    assert_eq!(json!(view.service.service_orders[0].id), service["id"]);
    assert_eq!(json!(view.promotional.suggestions[0].id), wish["id"]);
    assert_eq!(view.service.credit.score, 500);
    assert_eq!(view.service.csat, None);
    // However many tickets came after it.
    (0..25).for_each(|_| drop(open("incident")));
    assert_eq!(json!(self::view(&crm, wei).flags.open_complaint), complaint);
    call("tickets.resolve", json!({ "id": complaint, "resolution": "Sent again" }));
    call("tickets.set_state", json!({ "id": complaint, "state": "closed" }));
    assert_eq!(self::view(&crm, wei).flags.open_complaint, None);
}
