use super::*;
use crate::db::WriteTransaction;
use crate::journal::timeline;
use crate::records::customers::{IdentityKind, NewCustomer};
use crate::records::interactions::{Channel, Direction, InteractionKind, NewInteraction};
use crate::records::orders::NewOrder;
use crate::records::shop::ShopPatch;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Money, OrderId, PageRequest, Timestamp};
use crate::{Crm, ErrorCode, FixedClock, Options};
use serde_json::json;
use std::sync::Arc;

pub(super) const ZONE: &str = "Asia/Shanghai";

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(super) struct Shop {
    pub(super) crm: Crm,
    pub(super) clock: Arc<FixedClock>,
}

impl Shop {
    pub(super) fn open(now: &str) -> Shop {
        let clock = Arc::new(FixedClock::new(at(now)));
        let crm = Crm::in_memory_with(Options::default().clock(clock.clone()).seed(1)).unwrap();
        let patch = ShopPatch { time_zone: Some(Zone::parse(ZONE).unwrap()), ..ShopPatch::default() };
        crm.write(|tx| tx.shop().configure(patch)).unwrap();
        Shop { crm, clock }
    }

    pub(super) fn customer(&self, email: &str) -> CustomerId {
        self.crm.write(|tx| tx.customers().create(NewCustomer::person("王伟").email(email))).unwrap().id
    }

    pub(super) fn order(&self, customer: CustomerId, placed: Timestamp) -> OrderId {
        let order = NewOrder::new(customer, Money::cny(10_00)).paid().placed_at(placed);
        self.crm.write(|tx| tx.orders().record(order)).unwrap().id
    }

    /// Moves up to so many customers; whether more are due.
    pub(super) fn tick(&self, customers: usize) -> bool {
        self.crm.write(|tx| tick::move_due(tx, customers)).unwrap() == customers
    }

    pub(super) fn of(&self, customer: CustomerId) -> CustomerStage {
        self.crm.read(|tx| tx.lifecycle().of(customer)).unwrap()
    }

    pub(super) fn stored(&self, customer: CustomerId) -> CustomerStage {
        self.crm.read(|tx| store::get(tx, customer)).unwrap().unwrap()
    }

    pub(super) fn history(&self, customer: CustomerId) -> Vec<(Option<String>, String, Timestamp)> {
        let moves = self.crm.read(|tx| tx.lifecycle().history(customer)).unwrap();
        moves.into_iter().map(|step| (step.from, step.to, step.at)).collect()
    }

    pub(super) fn sound(&self) {
        assert_eq!(self.crm.read(differences).unwrap(), [""; 0]);
    }
}

#[test]
fn everybody_has_a_stage_from_the_first_commit_on() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let create = |new: NewCustomer| shop.crm.write(|tx| tx.customers().create(new)).unwrap().id;
    let cases = [
        (NewCustomer::person("Ada"), Stage::Anonymous),
        (NewCustomer::default().identity(IdentityKind::CookieId, "c-1"), Stage::Anonymous),
        (NewCustomer::default().identity(IdentityKind::DeviceId, "d-1"), Stage::Anonymous),
        (NewCustomer::default().identity(IdentityKind::WechatOpenid, "o-1"), Stage::Prospect),
        (NewCustomer::default().external_id("shop", "7"), Stage::Prospect),
        (NewCustomer::company("Ada & Co"), Stage::Prospect),
    ];
    let count = cases.len();
    for (new, stage) in cases {
        let customer = create(new);
        let row = shop.of(customer);
        assert_eq!((row.stage, row.since), (stage, at("2026-01-10T12:00:00Z")));
        assert_eq!(row.next_evaluation_at, None);
        assert_eq!(shop.history(customer), [(None, stage.token().to_owned(), row.since)]);
        assert_eq!(shop.stored(customer), row);
    }
    let counts = shop.crm.read(|tx| tx.lifecycle().counts()).unwrap();
    assert_eq!(counts.len(), Stage::ALL.len());
    let of = |stage| counts.iter().find(|one| one.stage == stage).unwrap().customers;
    assert_eq!((of(Stage::Anonymous), of(Stage::Prospect), of(Stage::Lost)), (3, count as u64 - 3, 0));
    shop.sound();
}

#[test]
fn an_enquiry_makes_a_prospect_and_an_order_a_customer() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let ada = shop.crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap().id;
    let contact = |kind| NewInteraction::new(Channel::Chat, Direction::In, kind).with(ada);
    shop.crm.write(|tx| tx.interactions().record(contact(InteractionKind::Note))).unwrap();
    assert_eq!(shop.of(ada).stage, Stage::Anonymous);
    shop.crm.write(|tx| tx.interactions().record(contact(InteractionKind::Enquiry))).unwrap();
    assert_eq!(shop.of(ada).stage, Stage::Prospect);
    shop.order(ada, at("2026-01-09T17:00:00Z"));
    let row = shop.of(ada);
    assert_eq!((row.stage, row.orders, row.gap_days), (Stage::FirstTime, 1, Some(60)));
    // It was the 10th in Shanghai; 120 days later is the last day of the stage.
    assert_eq!(row.next_evaluation_at, Some(at("2026-05-10T16:00:00Z")));
    let events = shop.crm.read(|tx| tx.events().list(0, 100)).unwrap();
    let changes: Vec<_> = events.iter().filter(|event| event.name == "customer.stage_changed").collect();
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[2].customer_id, Some(ada));
    assert_eq!(
        changes[2].payload,
        json!({"from": "prospect", "to": "first_time", "at": "2026-01-10T12:00:00Z", "numbers": {
            "as_of": "2026-01-10", "orders": 1, "orders_in_year": 1, "last_order": "2026-01-10", "days_since_last": 0,
            "gap_days": 60, "own_gap": false, "gap_before_last": null, "label": null}})
    );
    let points = shop.crm.read(|tx| timeline::before(tx, ada, None, 10)).unwrap();
    assert_eq!(points.iter().filter(|point| point.kind == timeline::Kind::StageChange).count(), 3);
    shop.sound();
}

#[test]
fn a_stage_is_right_inside_the_transaction_that_changes_it() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let stages = |tx: &WriteTransaction, customer| -> Result<(Stage, u64)> {
        let stage = tx.lifecycle().of(customer)?.stage;
        let counts = tx.lifecycle().counts()?;
        Ok((stage, counts.iter().find(|one| one.stage == stage).map_or(0, |one| one.customers)))
    };
    shop.crm
        .write(|tx| {
            let ada = tx.customers().create(NewCustomer::person("Ada"))?.id;
            assert_eq!(stages(tx, ada)?, (Stage::Anonymous, 1));
            tx.orders().record(NewOrder::new(ada, Money::cny(1_00)).paid())?;
            assert_eq!(stages(tx, ada)?, (Stage::FirstTime, 1));
            Ok(())
        })
        .unwrap();
    assert_eq!(shop.crm.read(|tx| tx.lifecycle().of(CustomerId(99))).unwrap_err().code(), ErrorCode::NotFound);
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let ada = shop.customer("ada@example.com");
    shop.order(ada, at("2026-01-10T00:00:00Z"));
    assert!(shop.crm.tick(None, None).unwrap().done);
    let before = shop.stored(ada);
    let events = shop.crm.read(|tx| tx.events().last()).unwrap();
    shop.crm.write(|tx| evaluate::evaluate(tx, &[ada], tx.now())).unwrap();
    let report = shop.crm.tick(None, None).unwrap();
    assert_eq!((report.done, report.next_at), (true, Some(at("2026-01-10T16:00:00Z"))), "tomorrow's snapshot");
    let due = report.steps.iter().find(|step| step.room == "lifecycle").unwrap();
    assert_eq!((due.done, due.changed), (true, 0));
    assert_eq!(shop.stored(ada), before);
    assert_eq!(shop.crm.read(|tx| tx.events().last()).unwrap(), events);
}

#[test]
fn time_moves_a_customer_at_local_midnights_and_an_order_wins_back() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let ada = shop.customer("ada@example.com");
    shop.order(ada, at("2026-01-10T12:00:00Z"));
    shop.clock.set(at("2026-05-10T15:59:59Z"));
    shop.tick(10);
    assert_eq!(shop.of(ada).stage, Stage::FirstTime);
    shop.clock.set(at("2026-05-10T16:00:00Z"));
    // Reading is right before any tick, and the tick then writes the same.
    let read = shop.of(ada);
    assert_eq!((read.stage, read.since), (Stage::AtRisk, at("2026-05-10T16:00:00Z")));
    assert_eq!(shop.stored(ada).stage, Stage::FirstTime);
    shop.sound();
    shop.tick(10);
    assert_eq!(shop.stored(ada), read);
    // A long pause: every boundary is passed at its own midnight.
    shop.clock.set(at("2027-12-01T00:00:00Z"));
    shop.tick(10);
    shop.order(ada, at("2027-12-01T00:00:00Z"));
    let names: Vec<(String, Timestamp)> = shop.history(ada).into_iter().map(|(_, to, at)| (to, at)).collect();
    let expected = [
        ("prospect", "2026-01-10T12:00:00Z"),
        ("first_time", "2026-01-10T12:00:00Z"),
        ("at_risk", "2026-05-10T16:00:00Z"),
        ("dormant", "2026-07-09T16:00:00Z"),
        ("lost", "2027-01-10T16:00:00Z"),
        ("won_back", "2027-12-01T00:00:00Z"),
    ];
    assert_eq!(names, expected.map(|(stage, since)| (stage.to_owned(), at(since))));
    shop.sound();
}

#[test]
fn another_zone_moves_every_boundary() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let ada = shop.customer("ada@example.com");
    shop.order(ada, at("2026-01-10T12:00:00Z"));
    let patch = ShopPatch { time_zone: Some(Zone::UTC), ..ShopPatch::default() };
    shop.crm.write(|tx| tx.shop().configure(patch)).unwrap();
    assert_eq!(shop.stored(ada).next_evaluation_at, Some(at("2026-05-11T00:00:00Z")));
    shop.sound();
}

#[test]
fn a_stage_is_listed_page_by_page() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let all: Vec<CustomerId> = (0..7).map(|number| shop.customer(&format!("c{number}@example.com"))).collect();
    shop.order(all[3], at("2026-01-10T00:00:00Z"));
    let (mut found, mut page) = (Vec::new(), PageRequest::first(2));
    loop {
        let filter = StageFilter { stage: Stage::Prospect, page: page.clone() };
        let answer = shop.crm.read(|tx| tx.lifecycle().list(&filter)).unwrap();
        found.extend(answer.items.into_iter().map(|row| row.customer_id));
        let Some(next) = answer.next else { break };
        page.after = Some(next);
    }
    assert_eq!(found, [0, 1, 2, 4, 5, 6].map(|at: usize| all[at]));
}

#[test]
fn a_stored_stage_that_is_wrong_is_found() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let ada = shop.customer("ada@example.com");
    shop.order(ada, at("2026-01-10T00:00:00Z"));
    let wrong = [
        CustomerStage { stage: Stage::Lost, ..shop.stored(ada) },
        CustomerStage { next_evaluation_at: None, ..shop.stored(ada) },
        CustomerStage { next_evaluation_at: Some(at("2026-05-11T16:00:00Z")), ..shop.stored(ada) },
    ];
    shop.sound();
    for row in wrong {
        shop.crm.write(|tx| store::save(tx, &row)).unwrap();
        assert_eq!(shop.crm.read(differences).unwrap().len(), 1, "{row:?}");
    }
    shop.crm.write(|tx| store::remove(tx, ada)).unwrap();
    assert!(!shop.crm.check().unwrap().ok);
}

#[test]
fn a_snapshot_moves_whom_its_labels_and_its_gap_concern() {
    let shop = Shop::open("2026-01-10T12:00:00Z");
    let now = at("2026-01-10T12:00:00Z");
    let regular = shop.customer("regular@example.com");
    let twice = shop.customer("twice@example.com");
    for ago in [0, 100, 200, 300] {
        shop.order(regular, now.plus_days(-ago));
    }
    for ago in [0, 30] {
        shop.order(twice, now.plus_days(-ago));
    }
    for number in 0..10 {
        let once = shop.customer(&format!("once{number}@example.com"));
        shop.order(once, now.plus_days(-60));
    }
    assert_eq!((shop.of(regular).stage, shop.of(twice).stage), (Stage::Loyal, Stage::Repeat));
    assert_eq!((shop.of(twice).gap_days, shop.of(twice).own_gap), (Some(60), false));
    shop.crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    let label = |customer| shop.crm.read(|tx| tx.rfm().of(customer)).unwrap().label;
    assert_eq!(label(regular).as_deref(), Some("champions"));
    assert_eq!(shop.stored(regular).label, label(regular));
    assert_eq!((shop.stored(regular).stage, shop.stored(regular).own_gap), (Stage::Champion, true));
    assert_eq!(shop.stored(twice).gap_days, Some(100), "the gap of the shop");
    assert_eq!(shop.stored(twice).next_evaluation_at, Some(at("2026-07-29T16:00:00Z")), "200 days on");
    shop.sound();
    // One order of somebody moves nobody else; the next snapshot does.
    for ago in [0, 1, 2] {
        let other = shop.customer(&format!("other{ago}@example.com"));
        for step in 0..12 {
            shop.order(other, now.plus_days(-ago - step));
        }
    }
    assert_eq!(shop.stored(regular).stage, Stage::Champion);
    shop.sound();
    shop.clock.set(now.plus_days(1));
    let report = shop.crm.tick(None, None).unwrap();
    assert!(report.done);
    shop.sound();
    assert_eq!(shop.stored(twice).gap_days, Some(7), "most gaps are a day now, and a week is the least");
    let counts = shop.crm.read(|tx| tx.lifecycle().counts()).unwrap();
    assert_eq!(counts.iter().map(|one| one.customers).sum::<u64>(), 15);
}
