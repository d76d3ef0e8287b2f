//! Warranties: days and states, plans, claims against a plain model, what tick tells, and what a check answers.

use super::check::WarrantyCover;
use super::rules::MACHINE;
use super::*;
use crate::Crm;
use crate::assets::{Asset, AssetFilter, AssetPatch, AssetState, NewAsset};
use crate::customers::{Block, NewBlock};
use crate::orders::{NewOrder, NewRefund, NewRefundLine, Order};
use crate::shop::ShopPatch;
use crate::testing::{Chance, at, done_by, person, shop_of, told};
use crate::vocabulary::{AssetId, CustomerId, Date, ErrorCode, FixedClock, Money, Patch, Quantity, Timestamp};
use std::sync::Arc;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn noon(text: &str) -> Timestamp {
    at(&format!("{text}T12:00:00Z"))
}

/// A shop on 2 March 2026 with a camera, of which pieces have serials, and a customer.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    let (crm, clock, wei) = shop_of("Wei");
    product(&crm, json!({ "sku": "CAM", "name": "Camera", "category": "photo/cameras", "serialised": true }));
    (crm, clock, wei)
}

fn product(crm: &Crm, product: serde_json::Value) {
    crm.write(|tx| tx.catalog().upsert(serde_json::from_value(product).unwrap())).unwrap();
}

fn save(crm: &Crm, plan: SaveWarrantyPlan) -> WarrantyPlan {
    crm.write(|tx| tx.warranties().save_plan(plan)).unwrap()
}

fn days(name: &str, kind: WarrantyKind, days: u32) -> SaveWarrantyPlan {
    SaveWarrantyPlan { days, ..SaveWarrantyPlan::new(name, kind, 0) }
}

/// A camera that the customer registers today.
fn camera(crm: &Crm, customer: CustomerId, serial: &str) -> Asset {
    crm.write(|tx| tx.assets().register(NewAsset::new(serial, "CAM").of(customer))).unwrap()
}

fn of(crm: &Crm, asset: AssetId) -> Vec<Warranty> {
    let filter = WarrantyFilter { asset_id: Some(asset), ..WarrantyFilter::default() };
    let mut all = crm.read(|tx| tx.warranties().list(&filter)).unwrap().items;
    all.reverse();
    all
}

fn check(crm: &Crm, query: WarrantyQuery) -> WarrantyCheck {
    crm.read(|tx| tx.warranties().check(&query)).unwrap()
}

fn by_serial(crm: &Crm, serial: &str) -> WarrantyCheck {
    check(crm, WarrantyQuery { serial: Some(serial.into()), ..WarrantyQuery::default() })
}

fn sold(crm: &Crm, customer: CustomerId, serials: &[&str]) -> Order {
    let order = json!({
        "customer": customer, "currency": "USD", "paid": true, "number": "N-7",
        "lines": [{ "sku": "CAM", "quantity": serials.len(), "unit_price": "100.00", "serials": serials }],
    });
    let order = serde_json::from_value::<NewOrder>(order).unwrap();
    crm.write(|tx| {
        let order = tx.orders().record(order)?;
        tx.orders().fulfil(order.id, &[], None)
    })
    .unwrap()
}

fn pieces(crm: &Crm, customer: CustomerId) -> Vec<Asset> {
    let filter = AssetFilter { customer_id: Some(customer), ..AssetFilter::default() };
    let mut all = crm.read(|tx| tx.assets().list(&filter)).unwrap().items;
    all.reverse();
    all
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use WarrantyState::{Active, Exhausted, Expired, Expiring, NotStarted, Suspended, Void};
    type Verb = (&'static str, fn(&WriteTransaction, WarrantyId) -> Result<()>, &'static [WarrantyState]);
    let verbs: [Verb; 4] = [
        ("suspend", |tx, id| tx.warranties().suspend(id, None).map(drop), &[Active, Expiring]),
        ("resume", |tx, id| tx.warranties().resume(id).map(drop), &[Suspended]),
        (
            "void",
            |tx, id| tx.warranties().void(id, VoidReason::Misuse).map(drop),
            &[NotStarted, Active, Expiring, Suspended],
        ),
        ("claim", |tx, id| tx.warranties().claim(id, None, None).map(drop), &[Active, Expiring]),
    ];
    for state in WarrantyState::ALL {
        for (name, verb, allowed) in verbs {
            let (crm, clock, wei) = shop();
            let starts = if *state == NotStarted { WarrantyStart::Installation } else { WarrantyStart::Delivery };
            let terms =
                SaveWarrantyPlan { starts, claims_limit: Some(1), ..days("Maker", WarrantyKind::Manufacturer, 100) };
            save(&crm, terms);
            let id = of(&crm, camera(&crm, wei, "A1").id)[0].id;
            crm.write(|tx| match state {
                Suspended => tx.warranties().suspend(id, None).map(drop),
                Void => tx.warranties().void(id, VoidReason::Other).map(drop),
                Exhausted => tx.warranties().claim(id, None, None).map(drop),
                _ => Ok(()),
            })
            .unwrap();
            match state {
                Expiring => clock.set(noon("2026-05-20")),
                Expired => clock.set(noon("2026-06-20")),
                _ => {}
            }
            let before = crm.read(|tx| tx.warranties().get(id)).unwrap();
            assert_eq!(before.state, *state);
            match crm.write(|tx| verb(tx, id)) {
                Ok(()) => assert!(allowed.contains(state), "{name} of {state}"),
                Err(error) => {
                    assert!(!allowed.contains(state), "{name} of {state}: {error}");
                    let code = if name == "claim" { ErrorCode::Conflict } else { ErrorCode::NotAllowedTransition };
                    assert_eq!(error.code(), code);
                    if name == "claim" {
                        assert_eq!((error.path(), error.existing_id()), (Some("/id"), Some(id.0)));
                    } else {
                        let listed: Vec<_> = MACHINE.allowed(*state).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), listed, "{name} of {state}");
                    }
                    assert_eq!(crm.read(|tx| tx.warranties().get(id)).unwrap(), before);
                }
            }
            assert_eq!(crm.check().unwrap().problems, Vec::<String>::new(), "{name} of {state}");
        }
    }
}

#[test]
fn days_are_those_of_the_shop_and_the_last_one_counts() {
    let (crm, clock, wei) = shop();
    let zone = ShopPatch { time_zone: Some(crate::time::Zone::parse("Asia/Shanghai").unwrap()), ..Default::default() };
    crm.write(|tx| tx.shop().configure(zone)).unwrap();
    save(&crm, SaveWarrantyPlan::new("Maker", WarrantyKind::Manufacturer, 12));
    // In Shanghai 31 March has begun already.
    clock.set(at("2026-03-30T17:00:00Z"));
    let asset = camera(&crm, wei, "A1");
    let made = of(&crm, asset.id).remove(0);
    assert_eq!((made.starts_on, made.ends_on), (Some(day("2026-03-31")), Some(day("2027-03-31"))));
    let left = |instant: &str| {
        clock.set(at(instant));
        let found = by_serial(&crm, "a-1").assets.remove(0);
        (found.verdict, found.days_left, found.warranty_state.unwrap())
    };
    use WarrantyVerdict::{InWarranty, OutOfWarranty};
    assert_eq!(left("2026-03-30T17:00:00Z"), (InWarranty, Some(365), WarrantyState::Active));
    assert_eq!(left("2027-02-28T12:00:00Z"), (InWarranty, Some(31), WarrantyState::Active));
    assert_eq!(left("2027-02-28T16:00:00Z"), (InWarranty, Some(30), WarrantyState::Expiring));
    assert_eq!(left("2027-03-31T15:59:59Z"), (InWarranty, Some(0), WarrantyState::Expiring));
    assert_eq!(left("2027-03-31T16:00:00Z"), (OutOfWarranty, None, WarrantyState::Expired));
    // A month that is too short ends with its last day.
    save(&crm, SaveWarrantyPlan { id: made.plan_id, ..SaveWarrantyPlan::new("Maker", WarrantyKind::Manufacturer, 1) });
    clock.set(at("2027-01-31T00:00:00Z"));
    let short = camera(&crm, wei, "A2");
    assert_eq!(of(&crm, short.id)[0].ends_on, Some(day("2027-02-28")));
    // What was made keeps its terms.
    assert_eq!(of(&crm, asset.id)[0].ends_on, made.ends_on);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_warranty_begins_with_what_its_plan_says_and_waits() {
    use WarrantyStart::{Delivery, Installation, Registration};
    for (starts, first) in [(Delivery, "2026-03-12"), (Registration, "2026-03-13"), (Installation, "2026-03-15")] {
        let (crm, clock, wei) = shop();
        save(&crm, SaveWarrantyPlan { starts, waiting_days: 10, ..days("Law", WarrantyKind::Statutory, 100) });
        sold(&crm, wei, &["A1"]);
        let asset = pieces(&crm, wei).remove(0);
        assert_eq!(of(&crm, asset.id)[0].starts_on.is_some(), starts == Delivery);
        assert_eq!(by_serial(&crm, "A1").verdict, WarrantyVerdict::OutOfWarranty);
        clock.set(noon("2026-03-03"));
        camera(&crm, wei, "A1");
        clock.set(noon("2026-03-06"));
        let installed = AssetPatch { installed_at: Patch::Set(noon("2026-03-05")), ..AssetPatch::default() };
        crm.write(|tx| tx.assets().update(asset.id, installed)).unwrap();
        let made = of(&crm, asset.id).remove(0);
        assert_eq!((made.starts_on, made.state), (Some(day(first)), WarrantyState::NotStarted), "{starts}");
        assert_eq!(made.ends_on, Some(day(first).plus_days(100)));
        clock.set(noon(first));
        crm.tick(None, None).unwrap();
        assert_eq!(by_serial(&crm, "A1").verdict, WarrantyVerdict::InWarranty, "{starts}");
        if starts == Installation {
            // It was noted wrongly: the days follow, and the log says that nobody's move it was.
            let later = AssetPatch { installed_at: Patch::Set(noon("2026-03-08")), ..AssetPatch::default() };
            crm.write(|tx| tx.assets().update(asset.id, later)).unwrap();
            let made = of(&crm, asset.id).remove(0);
            assert_eq!((made.starts_on, made.state), (Some(day("2026-03-18")), WarrantyState::NotStarted));
            let history = crm.read(|tx| tx.warranties().history(made.id)).unwrap();
            let steps: Vec<_> = history.iter().map(|step| (step.to.as_str(), step.forced)).collect();
            assert_eq!(steps, [("not_started", false), ("active", false), ("not_started", true)]);
        }
        assert_eq!(crm.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn the_closest_plan_of_each_kind_applies() {
    let (crm, _, wei) = shop();
    product(&crm, json!({ "sku": "DAYS", "name": "Days", "warranty_days": 90, "serialised": true }));
    let made = |serial: &str, sku: &str| {
        let asset = crm.write(|tx| tx.assets().register(NewAsset::new(serial, sku).of(wei))).unwrap();
        of(&crm, asset.id).into_iter().map(|one| (one.kind, one.plan_id, one.days)).collect::<Vec<_>>()
    };
    assert_eq!(made("1", "CAM"), []);
    assert_eq!(made("2", "DAYS"), [(WarrantyKind::Manufacturer, None, 90)]);
    let for_all = save(&crm, days("All", WarrantyKind::Manufacturer, 1));
    let category = |path: &str, length| SaveWarrantyPlan {
        category: Some(path.into()),
        ..days("Category", WarrantyKind::Manufacturer, length)
    };
    save(&crm, category("photo", 2));
    let deepest = save(&crm, category("photo/cameras", 3));
    save(&crm, category("photo/cam", 4));
    assert_eq!(made("3", "CAM"), [(WarrantyKind::Manufacturer, Some(deepest.id), 3)]);
    assert_eq!(made("4", "DAYS"), [(WarrantyKind::Manufacturer, Some(for_all.id), 1)]);
    let own = SaveWarrantyPlan { sku: Some("CAM".into()), ..days("Own", WarrantyKind::Manufacturer, 5) };
    let own = save(&crm, own);
    let law = save(&crm, days("Law", WarrantyKind::Statutory, 6));
    save(&crm, days("Extra", WarrantyKind::Extended, 7));
    let both = [(WarrantyKind::Manufacturer, Some(own.id), 5), (WarrantyKind::Statutory, Some(law.id), 6)];
    assert_eq!(made("5", "CAM"), both);
    save(
        &crm,
        SaveWarrantyPlan {
            id: Some(own.id),
            sku: Some("CAM".into()),
            active: false,
            ..days("Own", WarrantyKind::Manufacturer, 5)
        },
    );
    assert_eq!(made("6", "CAM")[0].1, Some(deepest.id));
    let list = |filter: WarrantyPlanFilter| crm.read(|tx| tx.warranties().plans(&filter)).unwrap().items.len();
    assert_eq!(list(WarrantyPlanFilter::default()), 7);
    assert_eq!(
        list(WarrantyPlanFilter { active: Some(true), kind: Some(WarrantyKind::Manufacturer), ..Default::default() }),
        4
    );
    assert_eq!(list(WarrantyPlanFilter { sku: Some("CAM".into()), ..Default::default() }), 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_plan_that_cannot_be_is_refused() {
    let (crm, ..) = shop();
    let good = || SaveWarrantyPlan::new("Plan", WarrantyKind::Extended, 12);
    let refused = [
        (SaveWarrantyPlan { months: 1_201, ..good() }, ErrorCode::Limit, "/months"),
        (SaveWarrantyPlan { days: 36_501, ..good() }, ErrorCode::Limit, "/days"),
        (SaveWarrantyPlan { waiting_days: 3_651, ..good() }, ErrorCode::Limit, "/waiting_days"),
        (SaveWarrantyPlan { months: 0, ..good() }, ErrorCode::InvalidInput, "/days"),
        (SaveWarrantyPlan { parts: false, labour: false, ..good() }, ErrorCode::InvalidInput, "/parts"),
        (SaveWarrantyPlan { claims_limit: Some(0), ..good() }, ErrorCode::InvalidInput, "/claims_limit"),
        (
            SaveWarrantyPlan { sku: Some("A".into()), category: Some("b".into()), ..good() },
            ErrorCode::InvalidInput,
            "/category",
        ),
        (SaveWarrantyPlan { starts: WarrantyStart::Fixed, ..good() }, ErrorCode::InvalidInput, "/starts"),
        (
            SaveWarrantyPlan { starts: WarrantyStart::Expiry, kind: WarrantyKind::Statutory, ..good() },
            ErrorCode::InvalidInput,
            "/starts",
        ),
        (SaveWarrantyPlan { name: " ".into(), ..good() }, ErrorCode::InvalidInput, "/name"),
    ];
    for (plan, code, path) in refused {
        let error = crm.write(|tx| tx.warranties().save_plan(plan)).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)));
    }
    let unknown = SaveWarrantyPlan { id: Some(WarrantyPlanId(9)), ..good() };
    assert!(crm.write(|tx| tx.warranties().save_plan(unknown)).unwrap_err().is_not_found());
    let known = save(&crm, good());
    let again = SaveWarrantyPlan { id: Some(known.id), ..good() };
    assert_eq!(save(&crm, again), known);
    assert_eq!(told(&crm, "warranty_plan."), ["warranty_plan.saved"]);
}

#[test]
fn an_extension_follows_the_other_cover_and_is_added_once() {
    let (crm, clock, wei) = shop();
    save(&crm, days("Maker", WarrantyKind::Manufacturer, 100));
    let extra = SaveWarrantyPlan {
        starts: WarrantyStart::Expiry,
        onsite: true,
        ..SaveWarrantyPlan::new("Extra", WarrantyKind::Extended, 12)
    };
    let extra = save(&crm, extra);
    let asset = camera(&crm, wei, "A1");
    let new = AddWarranty { asset_id: asset.id, plan_id: extra.id, starts_on: None, reference: Some("S-1".into()) };
    let add = |new: AddWarranty| crm.write(|tx| tx.warranties().add(new));
    let added = add(new.clone()).unwrap();
    assert_eq!((added.starts_on, added.ends_on), (Some(day("2026-06-11")), Some(day("2027-06-11"))));
    assert_eq!(added.starts, WarrantyStart::Fixed);
    assert_eq!(add(new.clone()).unwrap(), added);
    let other = save(
        &crm,
        SaveWarrantyPlan { sku: Some("LENS".into()), ..SaveWarrantyPlan::new("Lens", WarrantyKind::Extended, 1) },
    );
    let clash = add(AddWarranty { plan_id: other.id, ..new.clone() }).unwrap_err();
    assert_eq!(
        (clash.code(), clash.path(), clash.existing_id()),
        (ErrorCode::Conflict, Some("/reference"), Some(added.id.0))
    );
    let free = AddWarranty { reference: None, ..new.clone() };
    assert_eq!(add(AddWarranty { plan_id: other.id, ..free.clone() }).unwrap_err().path(), Some("/plan_id"));
    assert_eq!(add(AddWarranty { plan_id: WarrantyPlanId(9), ..free.clone() }).unwrap_err().path(), Some("/plan_id"));
    let unknown = add(AddWarranty { asset_id: AssetId(9), ..free.clone() }).unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), (ErrorCode::NotFound, Some("/asset_id")));
    let named = add(AddWarranty { starts_on: Some(day("2026-03-01")), ..free.clone() }).unwrap();
    assert_eq!(named.starts_on, Some(day("2026-03-01")));
    // Where nothing covers any more, it begins today.
    clock.set(noon("2028-01-01"));
    assert_eq!(add(free.clone()).unwrap().starts_on, Some(day("2028-01-01")));
    crm.write(|tx| tx.customers().block(&NewBlock::new(wei, Block::NoSales, "fraud"))).unwrap();
    assert_eq!(add(free.clone()).unwrap_err().code(), ErrorCode::Blocked);
    crm.write(|tx| tx.assets().transfer(asset.id, None, None)).unwrap();
    let nobody = add(free.clone()).unwrap_err();
    assert_eq!((nobody.code(), nobody.path()), (ErrorCode::Conflict, Some("/asset_id")));
    save(
        &crm,
        SaveWarrantyPlan {
            id: Some(extra.id),
            active: false,
            ..SaveWarrantyPlan::new("Extra", WarrantyKind::Extended, 12)
        },
    );
    let closed = add(free).unwrap_err();
    assert_eq!((closed.code(), closed.path()), (ErrorCode::Conflict, Some("/plan_id")));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_tells_once_that_a_warranty_is_expiring_and_once_that_it_expired() {
    let (crm, clock, wei) = shop();
    save(&crm, days("Maker", WarrantyKind::Manufacturer, 100));
    let id = of(&crm, camera(&crm, wei, "A1").id)[0].id;
    let ticked = |crm: &Crm| done_by(&crm.tick(None, None).unwrap(), "warranties");
    assert_eq!(ticked(&crm), 0);
    clock.set(noon("2026-05-10"));
    assert_eq!(ticked(&crm), 0);
    clock.set(at("2026-05-11T00:00:00Z"));
    assert_eq!((ticked(&crm), ticked(&crm)), (1, 0));
    clock.set(noon("2026-06-10"));
    assert_eq!(ticked(&crm), 0);
    clock.set(at("2026-06-11T00:00:00Z"));
    assert_eq!((ticked(&crm), ticked(&crm)), (1, 0));
    assert_eq!(told(&crm, "warranty."), ["warranty.created", "warranty.expiring", "warranty.expired"]);
    let history = crm.read(|tx| tx.warranties().history(id)).unwrap();
    assert_eq!(history.iter().map(|step| step.to.as_str()).collect::<Vec<_>>(), ["active", "expiring", "expired"]);
    // A tick that comes late says only what still matters, and so does a verb.
    let late = of(&crm, camera(&crm, wei, "A2").id)[0].id;
    clock.set(noon("2027-01-01"));
    assert_eq!(ticked(&crm), 1);
    assert_eq!(told(&crm, "warranty.").split_off(3), ["warranty.created", "warranty.expired"]);
    let history = crm.read(|tx| tx.warranties().history(late)).unwrap();
    assert_eq!(history.iter().map(|step| step.to.as_str()).collect::<Vec<_>>(), ["active", "expiring", "expired"]);
    assert!(crm.check().unwrap().ok);
}

/// A warranty as days since its shop opened.
struct Plain {
    first: i64,
    last: i64,
    extends: bool,
    limit: Option<u32>,
    used: u32,
    suspended: Option<i64>,
    void: bool,
}

impl Plain {
    fn state(&self, today: i64) -> WarrantyState {
        let waits = self.suspended.is_some() && self.extends;
        if self.void {
            WarrantyState::Void
        } else if self.limit == Some(self.used) {
            WarrantyState::Exhausted
        } else if today > self.last && !waits {
            WarrantyState::Expired
        } else if self.suspended.is_some() {
            WarrantyState::Suspended
        } else if today < self.first {
            WarrantyState::NotStarted
        } else if self.last - today <= 30 {
            WarrantyState::Expiring
        } else {
            WarrantyState::Active
        }
    }

    fn covers(&self, today: i64) -> bool {
        matches!(self.state(today), WarrantyState::Active | WarrantyState::Expiring)
    }
}

#[test]
fn claims_and_days_are_those_of_a_plain_model() {
    for seed in 0..60 {
        let mut dice = Chance(seed);
        let (crm, clock, wei) = shop();
        let (length, waiting) = (20 + dice.roll(100) as u32, dice.roll(10) as u32);
        let limit = Some(1 + dice.roll(6) as u32).filter(|_| dice.roll(2) == 0);
        let extends = dice.roll(2) == 0;
        let terms = SaveWarrantyPlan {
            waiting_days: waiting,
            claims_limit: limit,
            suspension_extends: extends,
            ..days("Maker", WarrantyKind::Manufacturer, length)
        };
        save(&crm, terms);
        let asset = camera(&crm, wei, "A1").id;
        let id = of(&crm, asset)[0].id;
        let first = i64::from(waiting);
        let mut plain =
            Plain { first, last: first + i64::from(length), extends, limit, used: 0, suspended: None, void: false };
        let mut today = 0;
        for turn in 0..40 {
            match dice.roll(9) {
                0..=2 => {
                    let key = format!("K{}", dice.roll(8));
                    let known = crm.read(|tx| tx.warranties().claims(id, &PageRequest::default())).unwrap().items;
                    let known = known.iter().any(|claim| claim.reference.as_ref() == Some(&key));
                    let done = crm.write(|tx| tx.warranties().claim(id, Some(&key), None));
                    assert_eq!(done.is_ok(), known || plain.covers(today), "seed {seed} turn {turn}");
                    if !known && done.is_ok() {
                        plain.used += 1;
                    }
                    if let Ok(done) = done {
                        assert_eq!(done.claims_left, limit.map(|limit| limit - plain.used));
                    }
                }
                3 => {
                    let done = crm.write(|tx| tx.warranties().suspend(id, Some("overdue")));
                    assert_eq!(done.is_ok(), plain.covers(today), "seed {seed} turn {turn}");
                    plain.suspended = if done.is_ok() { Some(today) } else { plain.suspended };
                }
                4 => {
                    let done = crm.write(|tx| tx.warranties().resume(id));
                    assert_eq!(done.is_ok(), plain.state(today) == WarrantyState::Suspended, "seed {seed} turn {turn}");
                    if let (Ok(_), Some(since)) = (done, plain.suspended.take()) {
                        plain.last += if extends { today - since } else { 0 };
                    }
                }
                5 if dice.roll(10) == 0 => {
                    let is_over = MACHINE.allowed(plain.state(today)).is_empty();
                    let done = crm.write(|tx| tx.warranties().void(id, VoidReason::Misuse));
                    assert_eq!(done.is_ok(), !is_over, "seed {seed} turn {turn}");
                    plain.void |= done.is_ok();
                }
                6 => drop(crm.tick(None, None).unwrap()),
                _ => {
                    today += dice.roll(12) as i64;
                    clock.set(noon("2026-03-02").plus_days(today));
                }
            }
            // A refused resume leaves it suspended; one that expired meanwhile is so for good.
            let known = crm.read(|tx| tx.warranties().get(id)).unwrap();
            assert_eq!(known.state, plain.state(today), "seed {seed} turn {turn}");
            assert_eq!(known.ends_on, Some(day("2026-03-02").plus_days(plain.last as i32)), "seed {seed} turn {turn}");
            assert_eq!(known.claims_used, plain.used);
            let found = by_serial(&crm, "A1").assets.remove(0);
            assert_eq!(found.verdict == WarrantyVerdict::InWarranty, plain.covers(today), "seed {seed} turn {turn}");
            assert_eq!(found.days_left, plain.covers(today).then(|| (plain.last - today) as i32));
            let now = crm.read(|tx| cover_at(tx, asset, tx.now())).unwrap();
            assert_eq!(now.is_some(), plain.covers(today));
            for state in WarrantyState::ALL {
                let filter = WarrantyFilter { state: Some(*state), ..WarrantyFilter::default() };
                let listed = crm.read(|tx| tx.warranties().list(&filter)).unwrap().items.len();
                assert_eq!(listed, usize::from(*state == plain.state(today)), "seed {seed} turn {turn}: {state}");
            }
        }
        let names = told(&crm, "warranty.");
        let count = |name: &str| names.iter().filter(|one| *one == name).count();
        assert_eq!(count("warranty.claimed"), plain.used as usize);
        assert!(count("warranty.expired") <= 1);
        assert_eq!(crm.check().unwrap().problems, Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn a_check_answers_for_serials_pieces_and_orders() {
    let (crm, clock, wei) = shop();
    let nothing = by_serial(&crm, "X9");
    assert_eq!((nothing.verdict, nothing.assets.len()), (WarrantyVerdict::NotFound, 0));
    save(&crm, days("Maker", WarrantyKind::Manufacturer, 400));
    let law = SaveWarrantyPlan { labour: false, ..days("Law", WarrantyKind::Statutory, 700) };
    save(&crm, law);
    let order = sold(&crm, wei, &["A1", "A2"]);
    let [first, second] = <[Asset; 2]>::try_from(pieces(&crm, wei)).unwrap();
    let found = by_serial(&crm, "a 1");
    assert_eq!(found.checked_on, day("2026-03-02"));
    let one = &found.assets[0];
    // The one that covers more, although the other covers longer.
    assert_eq!(
        (one.verdict, one.kind, one.days_left),
        (WarrantyVerdict::InWarranty, Some(WarrantyKind::Manufacturer), Some(400))
    );
    assert_eq!((one.parts, one.labour, one.onsite), (true, true, false));
    assert_eq!((one.order_id, one.order_number.as_deref()), (Some(order.id), Some("N-7")));
    assert_eq!((one.asset_id, one.serial.as_str()), (first.id, "A1"));
    crm.write(|tx| tx.warranties().void(one.warranty_id.unwrap(), VoidReason::Misuse)).unwrap();
    let one = by_serial(&crm, "A1").assets.remove(0);
    assert_eq!((one.kind, one.labour, one.days_left), (Some(WarrantyKind::Statutory), false, Some(700)));
    crm.write(|tx| tx.warranties().void(one.warranty_id.unwrap(), VoidReason::Misuse)).unwrap();
    let one = by_serial(&crm, "A1").assets.remove(0);
    assert_eq!((one.verdict, one.void_reason, one.days_left), (WarrantyVerdict::Void, Some(VoidReason::Misuse), None));
    let ways = [
        WarrantyQuery { order_id: Some(order.id), ..WarrantyQuery::default() },
        WarrantyQuery { order_number: Some(" N-7 ".into()), ..WarrantyQuery::default() },
    ];
    for way in ways {
        let found = check(&crm, way);
        let verdicts: Vec<_> = found.assets.iter().map(|one| (one.asset_id, one.verdict)).collect();
        assert_eq!(verdicts, [(first.id, WarrantyVerdict::Void), (second.id, WarrantyVerdict::InWarranty)]);
        assert_eq!(found.verdict, WarrantyVerdict::InWarranty);
    }
    let piece = |id| check(&crm, WarrantyQuery { asset_id: Some(id), ..WarrantyQuery::default() });
    assert_eq!(piece(second.id).verdict, WarrantyVerdict::InWarranty);
    assert_eq!(piece(AssetId(99)).verdict, WarrantyVerdict::NotFound);
    let none = WarrantyQuery { order_id: Some(crate::OrderId(99)), ..WarrantyQuery::default() };
    assert_eq!(check(&crm, none).verdict, WarrantyVerdict::NotFound);
    // Once nothing would cover any more, void is not what matters.
    clock.set(noon("2029-01-01"));
    let one = by_serial(&crm, "A1").assets.remove(0);
    assert_eq!((one.verdict, one.ends_on), (WarrantyVerdict::OutOfWarranty, Some(day("2028-01-31"))));
    let ask = |query: WarrantyQuery| crm.read(|tx| tx.warranties().check(&query)).unwrap_err();
    let two = WarrantyQuery { serial: Some("A1".into()), asset_id: Some(first.id), ..WarrantyQuery::default() };
    for wrong in [WarrantyQuery::default(), two] {
        assert_eq!(ask(wrong).code(), ErrorCode::InvalidInput);
    }
    let maker = WarrantyQuery { maker: Some("Lux".into()), asset_id: Some(first.id), ..WarrantyQuery::default() };
    assert_eq!(ask(maker).path(), Some("/maker"));
    // The number of the order was corrected.
    let patch = crate::orders::OrderPatch { number: Patch::Set("N-8".into()), ..Default::default() };
    crm.write(|tx| tx.orders().edit(order.id, patch)).unwrap();
    let way = WarrantyQuery { order_number: Some("N-8".into()), ..WarrantyQuery::default() };
    assert_eq!(check(&crm, way).assets.len(), 2);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_cover_is_asked_for_any_instant() {
    let (crm, clock, wei) = shop();
    save(&crm, days("Maker", WarrantyKind::Manufacturer, 100));
    let asset = camera(&crm, wei, "A1").id;
    let id = of(&crm, asset)[0].id;
    clock.set(noon("2026-03-10"));
    crm.write(|tx| tx.warranties().suspend(id, None)).unwrap();
    clock.set(noon("2026-04-01"));
    crm.write(|tx| tx.warranties().void(id, VoidReason::Misuse)).unwrap();
    let covered = |text: &str| crm.read(|tx| cover_at(tx, asset, noon(text))).unwrap();
    let cover = WarrantyCover { warranty_id: id, parts: true, labour: true, onsite: false };
    assert_eq!(covered("2026-03-01"), None);
    assert_eq!(covered("2026-03-02"), Some(cover));
    assert_eq!(covered("2026-03-09"), Some(cover));
    assert_eq!(covered("2026-03-10"), None);
    assert_eq!(covered("2026-04-02"), None);
}

#[test]
fn warranties_follow_their_piece_to_the_next_owner_or_do_not() {
    let (crm, _, wei) = shop();
    let ada = person(&crm, "Ada");
    save(&crm, SaveWarrantyPlan { transferable: false, ..days("Maker", WarrantyKind::Manufacturer, 100) });
    save(&crm, days("Law", WarrantyKind::Statutory, 50));
    sold(&crm, wei, &["A1"]);
    let asset = pieces(&crm, wei).remove(0).id;
    let states =
        |crm: &Crm| of(crm, asset).into_iter().map(|one| (one.kind, one.state, one.void_reason)).collect::<Vec<_>>();
    crm.write(|tx| tx.assets().transfer(asset, Some(ada), None)).unwrap();
    let after = [
        (WarrantyKind::Manufacturer, WarrantyState::Void, Some(VoidReason::TransferredNoCover)),
        (WarrantyKind::Statutory, WarrantyState::Active, None),
    ];
    assert_eq!(states(&crm), after);
    // To somebody unknown, who registers it: no new warranties for an old piece.
    crm.write(|tx| tx.assets().transfer(asset, None, None)).unwrap();
    crm.write(|tx| tx.assets().register(NewAsset::new("A1", "CAM").of(person_in(tx)))).unwrap();
    assert_eq!(states(&crm), after);
    // It comes back and is sold anew: the old ones are past, the new owner has new ones.
    crm.write(|tx| tx.assets().set_state(asset, AssetState::Returned, None)).unwrap();
    assert_eq!(by_serial(&crm, "A1").verdict, WarrantyVerdict::OutOfWarranty);
    sold(&crm, ada, &["A1"]);
    let all = of(&crm, asset);
    assert_eq!(all.iter().map(|one| one.past).collect::<Vec<_>>(), [true, true, false, false]);
    assert_eq!(all[1].void_reason, Some(VoidReason::Returned));
    assert_eq!(by_serial(&crm, "A1").assets[0].warranty_id, Some(all[2].id));
    let filter =
        WarrantyFilter { customer_id: Some(ada), state: Some(WarrantyState::Active), ..WarrantyFilter::default() };
    assert_eq!(crm.read(|tx| tx.warranties().list(&filter)).unwrap().items.len(), 2);
    crm.write(|tx| tx.assets().set_state(asset, AssetState::Scrapped, None)).unwrap();
    assert_eq!(of(&crm, asset)[2].void_reason, Some(VoidReason::Scrapped));
    assert_eq!(crm.check().unwrap().problems, Vec::<String>::new());
}

fn person_in(tx: &WriteTransaction) -> CustomerId {
    crate::testing::customer(tx, "Bob")
}

#[test]
fn what_was_refunded_in_full_has_no_warranty() {
    let (crm, _, wei) = shop();
    save(&crm, days("Maker", WarrantyKind::Manufacturer, 100));
    let order = sold(&crm, wei, &["A1", "A2"]);
    let line = order.lines[0].id;
    let back = |units: i32| NewRefund {
        order: Some(order.id),
        lines: vec![NewRefundLine { line, quantity: Quantity::units(units), amount: None, restock: false }],
        ..NewRefund::default()
    };
    crm.write(|tx| tx.refunds().record(back(1))).unwrap();
    // Which of the two it was is not known.
    assert_eq!(by_serial(&crm, "A1").verdict, WarrantyVerdict::InWarranty);
    crm.write(|tx| tx.refunds().record(back(1))).unwrap();
    for serial in ["A1", "A2"] {
        let found = by_serial(&crm, serial).assets.remove(0);
        assert_eq!((found.verdict, found.void_reason), (WarrantyVerdict::Void, Some(VoidReason::Refunded)));
    }
    // Of a whole order, without naming lines.
    let other = sold(&crm, wei, &["B1"]);
    let all = NewRefund { order: Some(other.id), amount: Some(Money::usd(100_00)), ..NewRefund::default() };
    crm.write(|tx| tx.refunds().record(all)).unwrap();
    assert_eq!(by_serial(&crm, "B1").verdict, WarrantyVerdict::Void);
    assert_eq!(told(&crm, "warranty.voided").len(), 3);
    assert!(crm.check().unwrap().ok);
}
