//! Blocks: what each forbids, their life, merges, and which verbs ask for them.

use super::super::*;
use crate::testing::{at, done_by, person, shop, told};
use crate::{Crm, CustomerId, ErrorCode, Result, StaffId};
use serde_json::{Value, json};

fn block(crm: &Crm, new: &NewBlock) -> Customer {
    crm.write(|tx| tx.customers().block(new)).unwrap()
}

fn call(crm: &Crm, op: &str, input: &Value) -> Result<Value> {
    crm.call_json(op, input.to_string().as_bytes()).map(|json| serde_json::from_slice(&json).unwrap())
}

#[test]
fn each_block_forbids_what_the_one_before_forbids_and_more() {
    let allowed = |block: Block| [block.allows_marketing(), block.allows_service(), block.allows_sales()];
    assert_eq!(allowed(Block::None), [true, true, true]);
    assert_eq!(allowed(Block::NoMarketing), [false, true, true]);
    assert_eq!(allowed(Block::NoService), [false, false, true]);
    assert_eq!(allowed(Block::NoSales), [false, false, false]);
}

#[test]
fn a_block_has_a_beginning_an_end_and_a_history() {
    let (crm, clock) = shop();
    let wei = person(&crm, "Wei");
    let (opening, noon) = (at("2026-03-02T09:00:00Z"), at("2026-03-02T12:00:00Z"));
    let first = NewBlock { staff_id: Some(StaffId(7)), ..NewBlock::new(wei, Block::NoMarketing, " asked ") };
    let blocked = block(&crm, &first);
    assert_eq!(
        (blocked.blocked, blocked.block_reason.as_deref(), blocked.blocked_since, blocked.blocked_by),
        (Block::NoMarketing, Some("asked"), Some(opening), Some(StaffId(7)))
    );
    clock.set(noon);
    // The same block goes on, another one begins anew.
    block(&crm, &first);
    let same = block(
        &crm,
        &NewBlock { until: Some(at("2026-03-05T00:00:00Z")), ..NewBlock::new(wei, Block::NoMarketing, "asked") },
    );
    assert_eq!((same.blocked_since, same.blocked_by), (Some(opening), Some(StaffId(7))));
    let until = at("2026-03-04T00:00:00Z");
    let other = block(&crm, &NewBlock { until: Some(until), ..NewBlock::new(wei, Block::NoSales, "fraud") });
    assert_eq!((other.blocked_since, other.blocked_until, other.blocked_by), (Some(noon), Some(until), None));
    assert_eq!(told(&crm, "customer.blocked").len(), 3, "the same again is no change");

    // At its end it is over, and tick notes that once.
    let millis_before = until.plus_millis(-1);
    let holds = |now| other.block_at(now).map(|block| block.block);
    assert_eq!((holds(millis_before), holds(until)), (Some(Block::NoSales), None));
    clock.set(millis_before);
    let report = crm.tick(None, None).unwrap();
    assert_eq!((done_by(&report, "customers"), report.next_at <= Some(until)), (0, true));
    assert!(crm.read(|tx| require_sellable(tx, wei)).is_err());
    clock.set(until);
    assert_eq!(crm.read(|tx| Ok((block_of(tx, wei)?, is_sellable(tx, wei)?))).unwrap(), (None, true));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "customers"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "customers"), 0);
    let after = crm.read(|tx| tx.customers().get(wei)).unwrap();
    assert_eq!((after.blocked, after.block_reason, after.blocked_since), (Block::None, None, None));
    assert_eq!((after.blocked_until, after.blocked_by), (None, None));
    let history = crm.read(|tx| tx.customers().block_history(wei)).unwrap();
    let moves: Vec<_> = history.iter().map(|one| (one.to.as_str(), one.reason.as_deref())).collect();
    assert_eq!(moves, [("no_marketing", Some("asked")), ("no_sales", Some("fraud")), ("none", None)]);
    let last =
        crm.read(|tx| tx.events().list(0, 999)).unwrap().into_iter().rfind(|one| one.name == "customer.unblocked");
    assert_eq!(last.unwrap().payload["expired"], true);
    // Without a block nothing is lifted.
    crm.write(|tx| tx.customers().unblock(wei, None)).unwrap();
    assert_eq!(told(&crm, "customer.unblocked").len(), 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_block_in_place_of_one_that_is_over_begins_anew() {
    let (crm, clock) = shop();
    let wei = person(&crm, "Wei");
    let until = at("2026-03-03T00:00:00Z");
    block(&crm, &NewBlock { until: Some(until), ..NewBlock::new(wei, Block::NoSales, "fraud") });
    clock.set(until);
    let again = block(&crm, &NewBlock::new(wei, Block::NoSales, "fraud"));
    assert_eq!((again.blocked_since, again.blocked_until), (Some(until), None));
    assert_eq!(told(&crm, "customer.unblocked").len(), 1);
}

#[test]
fn a_bad_block_is_refused() {
    let (crm, _) = shop();
    let wei = person(&crm, "Wei");
    let good = NewBlock::new(wei, Block::NoSales, "fraud");
    let cases = [
        (NewBlock { block: Block::None, ..good.clone() }, "/block"),
        (NewBlock { reason: " ".into(), ..good.clone() }, "/reason"),
        (NewBlock { reason: "he stole".into(), ..good.clone() }, "/reason"),
        (NewBlock { until: Some(at("2026-03-02T09:00:00Z")), ..good.clone() }, "/until"),
        (NewBlock { staff_id: Some(StaffId(0)), ..good.clone() }, "/staff_id"),
    ];
    for (bad, path) in cases {
        let error = crm.write(|tx| tx.customers().block(&bad)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some(path)));
    }
    let nobody = NewBlock { id: CustomerId(77), ..good };
    assert_eq!(crm.write(|tx| tx.customers().block(&nobody)).unwrap_err().code(), ErrorCode::NotFound);
    let error = call(&crm, "customers.block", &json!({"id": wei, "block": "no_sales"})).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput, "a block needs a reason");
}

#[test]
fn nobody_gets_rid_of_a_block_by_a_merge() {
    let (crm, clock) = shop();
    let day = |text: &str| Some(at(&format!("2026-03-{text}T00:00:00Z")));
    let cases = [
        ((Block::NoMarketing, None), (Block::NoSales, None), "loser"),
        ((Block::NoSales, None), (Block::NoService, None), "winner"),
        ((Block::NoSales, day("04")), (Block::NoSales, None), "loser"),
        ((Block::NoSales, None), (Block::NoSales, day("04")), "winner"),
        ((Block::NoMarketing, None), (Block::NoSales, day("03")), "winner"),
    ];
    for (number, (winners, losers, expected)) in cases.into_iter().enumerate() {
        clock.set(at("2026-03-02T09:00:00Z"));
        let [winner, loser] = ["winner", "loser"].map(|name| person(&crm, name));
        for (id, (kind, until), reason) in [(winner, winners, "winner"), (loser, losers, "loser")] {
            block(&crm, &NewBlock { until, ..NewBlock::new(id, kind, reason) });
        }
        clock.set(at("2026-03-03T00:00:00Z"));
        let request = MergeRequest { winner_id: winner, loser_id: loser, rules: Default::default() };
        let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
        let survivor = crm.read(|tx| tx.customers().get(winner)).unwrap();
        assert_eq!(survivor.block_reason.as_deref(), Some(expected), "{number}");
        assert!(!merge.changed_fields.contains(&"blocked_by".to_owned()), "only what differs: {number}");
        crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
        let reasons =
            crm.read(|tx| Ok([winner, loser].map(|id| tx.customers().get(id).unwrap().block_reason))).unwrap();
        assert_eq!(reasons, [Some("winner".to_owned()), Some("loser".to_owned())], "{number}");
    }
    // A block that somebody changed after the merge stays as a whole.
    let [winner, loser] = ["w", "l"].map(|name| person(&crm, name));
    block(&crm, &NewBlock::new(loser, Block::NoSales, "fraud"));
    let request = MergeRequest { winner_id: winner, loser_id: loser, rules: Default::default() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    block(&crm, &NewBlock { until: day("09"), ..NewBlock::new(winner, Block::NoSales, "fraud") });
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    let kept = crm.read(|tx| tx.customers().get(winner)).unwrap();
    assert_eq!((kept.blocked, kept.blocked_until), (Block::NoSales, day("09")));
    assert!(crm.check().unwrap().ok);
}

/// A shop whose customer 1 has a bit of everything.
fn busy_shop() -> (Crm, std::sync::Arc<crate::FixedClock>) {
    let (crm, clock) = shop();
    let lines = json!([{"sku": "MUG", "quantity": 1, "unit_price": "10"}]);
    let quote = json!({"customer_id": 1, "currency": "USD", "lines": lines});
    let short = json!({"customer_id": 1, "currency": "USD", "lines": lines, "valid_until": "2026-03-03"});
    let usd = |amount: &str| json!({"amount": amount, "currency": "USD"});
    let steps = [
        ("customers.create", json!({"name": "Wei", "email": "wei@example.com"})),
        ("customers.create", json!({"name": "Ada"})),
        ("orders.record", json!({"customer": 1, "total": usd("10.00"), "source": "web", "external_id": "1"})),
        ("carts.put", json!({"customer_id": 1, "currency": "USD", "lines": lines})),
        ("quotes.create", quote.clone()),
        ("quotes.create", quote.clone()),
        ("quotes.create", quote),
        ("quotes.create", short),
        ("quotes.send", json!({"id": 2})),
        ("quotes.send", json!({"id": 3})),
        ("quotes.send", json!({"id": 4})),
        ("quotes.accept", json!({"id": 3})),
        ("leads.capture", json!({"source": "call", "name": "Wei", "customer_id": 1})),
        ("leads.set_state", json!({"id": 1, "state": "qualified"})),
        ("coupons.create_program", json!({"name": "Spring", "kind": "percent", "rate": "0.1"})),
        ("coupons.issue", json!({"program_id": 1, "codes": ["SPRING26"]})),
        ("loyalty.bonus", json!({"customer_id": 1, "points": 100})),
    ];
    for (op, input) in steps {
        call(&crm, op, &input).unwrap_or_else(|error| panic!("{op}: {error}"));
    }
    clock.set(at("2026-03-06T09:00:00Z"));
    (crm, clock)
}

/// Every verb that promises something new, and the field that it names.
fn promises() -> Vec<(&'static str, Value, &'static str)> {
    let usd = |amount: &str| json!({"amount": amount, "currency": "USD"});
    let order = |who: Value| json!({"total": usd("5.00"), "customer": who});
    let visit = |kind: &str| json!({"staff_id": 7, "customer_id": 1, "kind": kind, "starts_at": "2026-03-10T10:00:00Z", "minutes": 30, "force": true});
    let reserve = json!({"code": "SPRING26", "customer_id": 1, "basket": {"total": usd("50.00")}, "key": "cart-1"});
    vec![
        ("orders.record", order(json!(1)), "/customer"),
        (
            "orders.record",
            json!({"total": usd("5.00"), "party": {"identities": [{"kind": "email", "value": "wei@example.com"}]}}),
            "/party",
        ),
        ("orders.record_many", json!({"orders": [order(json!(2)), order(json!(1))]}), "/orders/1/customer"),
        ("carts.order", json!({"id": 1}), "/order/customer"),
        ("quotes.create", json!({"customer_id": 1, "currency": "USD"}), "/customer_id"),
        ("quotes.send", json!({"id": 1}), "/id"),
        ("quotes.accept", json!({"id": 2}), "/id"),
        ("quotes.revise", json!({"id": 2}), "/id"),
        ("quotes.order", json!({"id": 3}), "/id"),
        ("quotes.renew", json!({"id": 4, "valid_until": "2026-04-01"}), "/id"),
        ("opportunities.create", json!({"customer_id": 1, "name": "Lamps", "currency": "USD"}), "/customer_id"),
        ("leads.convert", json!({"id": 1}), "/customer_id"),
        ("coupons.reserve", reserve, "/customer_id"),
        ("stored_values.issue", json!({"kind": "gift_card", "amount": usd("50.00"), "customer_id": 1}), "/customer_id"),
        ("loyalty.redeem", json!({"customer_id": 1, "points": 10}), "/customer_id"),
        ("appointments.book", visit("store"), "/customer_id"),
        ("appointments.book", visit("service"), "/customer_id"),
    ]
}

#[test]
fn promises_are_refused_to_whom_the_shop_sells_nothing() {
    let (crm, _) = busy_shop();
    block(&crm, &NewBlock::new(CustomerId(1), Block::NoSales, "fraud"));
    for (op, input, path) in promises() {
        let before = crm.read(|tx| tx.events().last()).unwrap();
        let error = call(&crm, op, &input).expect_err(op);
        assert_eq!((error.code(), error.path()), (ErrorCode::Blocked, Some(path)), "{op}: {error}");
        assert!(error.message().ends_with("block no_sales, reason fraud"), "{op}: {error}");
        assert!(error.next_step().is_some_and(|hint| !hint.is_empty()), "{op} says what to do next");
        assert_eq!(error.existing_id(), Some(1));
        assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), before, "{op} leaves nothing behind");
    }
    // The same goes through once the block is gone.
    crm.write(|tx| tx.customers().unblock(CustomerId(1), None)).unwrap();
    let appointment = promises().len() - 1;
    for (op, input, _) in promises().into_iter().take(appointment).filter(|(op, ..)| *op != "quotes.revise") {
        call(&crm, op, &input).unwrap_or_else(|error| panic!("{op}: {error}"));
    }
}

#[test]
fn weaker_blocks_let_buy() {
    for (kind, serves) in [(Block::NoMarketing, true), (Block::NoService, false)] {
        let (crm, _) = busy_shop();
        block(&crm, &NewBlock::new(CustomerId(1), kind, "asked"));
        for (op, input, _) in promises().into_iter().filter(|(op, ..)| *op != "quotes.revise") {
            let is_service = input["kind"] == "service";
            let input = if is_service { moved(input) } else { input };
            let found = call(&crm, op, &input).map(drop).map_err(|error| error.code());
            let expected = if is_service && !serves { Err(ErrorCode::Blocked) } else { Ok(()) };
            assert_eq!(found, expected, "{kind}: {op}");
        }
    }
}

fn moved(mut appointment: Value) -> Value {
    appointment["starts_at"] = json!("2026-03-11T10:00:00Z");
    appointment
}

#[test]
fn what_has_happened_is_always_recorded() {
    let (crm, _) = busy_shop();
    block(&crm, &NewBlock::new(CustomerId(1), Block::NoSales, "fraud"));
    let usd = |amount: &str| json!({"amount": amount, "currency": "USD"});
    let reported = json!({"order": {"customer": 1, "source": "web", "external_id": "2", "total": usd("7.00")}});
    let facts = [
        ("orders.sync", reported),
        ("orders.record", json!({"customer": 1, "source": "web", "external_id": "1", "total": usd("11.00")})),
        ("orders.record", json!({"customer": 1, "total": usd("5.00"), "allow_blocked": true})),
        ("orders.record_many", json!({"orders": [{"customer": 1, "total": usd("5.00"), "allow_blocked": true}]})),
        ("carts.order", json!({"id": 1, "order": {"allow_blocked": true}})),
        ("payments.record", json!({"order": 1, "payment": {"amount": usd("11.00")}})),
        ("refunds.record", json!({"order": 1, "amount": usd("3.00")})),
        (
            "interactions.record",
            json!({"customer_id": 1, "channel": "phone_in", "direction": "in", "kind": "complaint"}),
        ),
        ("leads.capture", json!({"source": "call", "name": "Wei", "customer_id": 1})),
        ("leads.convert", json!({"id": 1, "create_opportunity": false})),
        ("quotes.decline", json!({"id": 2, "reason": "price"})),
        ("stored_values.issue", json!({"kind": "store_credit", "amount": usd("5.00"), "customer_id": 1})),
        ("tasks.create", json!({"kind": "callback", "title": "Call back", "customer_id": 1})),
        (
            "appointments.book",
            json!({"staff_id": 7, "customer_id": 1, "kind": "service", "starts_at": "2026-03-10T10:00:00Z", "minutes": 30, "force": true, "allow_blocked": true}),
        ),
    ];
    for (op, input) in facts {
        call(&crm, op, &input).unwrap_or_else(|error| panic!("{op}: {error}"));
    }
    let check = json!({"code": "SPRING26", "customer_id": 1, "basket": {"total": usd("50.00")}});
    assert_eq!(call(&crm, "coupons.check", &check).unwrap()["reason"], "blocked");
    assert!(crm.check().unwrap().ok);
}
