//! Carts: moves, reports of hosts, what tick leaves, and how carts become orders.

use super::*;
use crate::customers::{IdentityKind, MergeRequest, NewCustomer, Party};
use crate::orders::{NewOrder, OrderState};
use crate::testing::{at, done_by, shop_of, told};
use crate::vocabulary::{FixedClock, Money, OrderId, PageRequest, Quantity, Rate, UnitPrice};
use crate::{Crm, ErrorCode};
use std::sync::Arc;

/// A shop on 2 March 2026, 9:00, and a customer.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    shop_of("Wei")
}

fn cookie(value: &str) -> IdentityInput {
    IdentityInput::new(IdentityKind::CookieId, value)
}

fn mugs(customer: CustomerId, units: i32) -> NewCart {
    NewCart::of(customer).line("MUG", units, Money::usd(10_00))
}

fn put(crm: &Crm, cart: NewCart) -> PutCart {
    crm.write(|tx| tx.carts().put(cart)).unwrap()
}

fn refused(crm: &Crm, cart: NewCart) -> Error {
    crm.write(|tx| tx.carts().put(cart)).unwrap_err()
}

fn get(crm: &Crm, id: CartId) -> Cart {
    crm.read(|tx| tx.carts().get(id)).unwrap()
}

fn ticked(crm: &Crm) -> u64 {
    let report = crm.tick(None, None).unwrap();
    done_by(&report, "carts")
}

fn order_of(id: CartId) -> CartOrder {
    CartOrder { id, order: NewOrder::default() }
}

#[test]
fn the_machine_is_that_of_the_model() {
    use CartState::{Abandoned, Active, Expired, Ordered, Recovered};
    let listed = [
        (Active, Abandoned),
        (Active, Ordered),
        (Abandoned, Recovered),
        (Abandoned, Expired),
        (Recovered, Abandoned),
        (Recovered, Ordered),
    ];
    for from in CartState::ALL {
        for to in CartState::ALL {
            assert_eq!(MACHINE.may(*from, *to), listed.contains(&(*from, *to)), "{from} to {to}");
        }
    }
}

#[test]
fn a_cart_is_worth_its_lines_each_rounded_once() {
    let (crm, _, wei) = shop();
    let line = |quantity: i64, micros: i64| CartLine {
        sku: "CLOTH".into(),
        name: None,
        quantity: Quantity::from_thousandths(quantity),
        unit_price: UnitPrice::from_micros(micros),
        configuration: None,
    };
    let new = NewCart {
        currency: Some(Currency::USD),
        lines: vec![line(1_500, 3_330_000), line(1_000, 5_000), line(1_000, 15_000)],
        ..NewCart::of(wei)
    };
    // 4.995 and 0.005 and 0.015 go to the even cent.
    let made = put(&crm, new.clone());
    assert_eq!((made.outcome, made.cart.value), (Outcome::Created, Money::usd(5_02)));
    assert_eq!(made.cart.units, Quantity::from_thousandths(3_500));
    assert_eq!(get(&crm, made.cart.id), made.cart);
    let many = NewCart { lines: vec![line(1_000, 1); 1_001], ..new.clone() };
    assert_eq!((refused(&crm, many.clone()).code(), refused(&crm, many).path()), (ErrorCode::Limit, Some("/lines")));
    let bad = |line: CartLine| NewCart { lines: vec![line], ..new.clone() };
    assert_eq!(refused(&crm, bad(line(0, 1))).path(), Some("/lines/0/quantity"));
    assert_eq!(refused(&crm, bad(line(1, -1))).path(), Some("/lines/0/unit_price"));
    let vast = line(i64::MAX, i64::MAX);
    assert_eq!(refused(&crm, bad(vast)).path(), Some("/lines/0"));
    let nobody = NewCart { customer_id: None, ..new.clone() };
    assert_eq!(refused(&crm, nobody).path(), Some("/customer_id"));
    let unknown = NewCart { customer_id: Some(CustomerId(77)), ..new.clone() };
    assert_eq!((refused(&crm, unknown).code()), ErrorCode::NotFound);
    let person = NewCart { visitor: Some(IdentityInput::new(IdentityKind::Email, "a@b.cn")), ..new.clone() };
    assert_eq!(refused(&crm, person).path(), Some("/visitor/kind"));
    let without = NewCart { currency: None, lines: Vec::new(), ..new.clone() };
    assert_eq!(refused(&crm, without).path(), Some("/currency"));
    let twice = NewCart { id: Some(made.cart.id), source: Some("w".into()), external_id: Some("1".into()), ..new };
    assert_eq!(refused(&crm, twice).path(), Some("/id"));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn reports_of_a_host_are_taken_once_and_in_the_order_of_their_times() {
    let (crm, _, wei) = shop();
    let report = |units: i32, updated: &str| NewCart {
        updated_at: Some(at(updated)),
        ..mugs(wei, units).from_source("woocommerce", "C1")
    };
    let first = put(&crm, report(1, "2026-03-02T08:00:00Z"));
    assert_eq!((first.outcome, first.cart.last_at), (Outcome::Created, at("2026-03-02T08:00:00Z")));
    assert_eq!(put(&crm, report(1, "2026-03-02T08:00:00Z")).outcome, Outcome::Unchanged);
    let second = put(&crm, report(3, "2026-03-02T08:10:00Z"));
    assert_eq!(
        (second.outcome, second.cart.id, second.cart.value),
        (Outcome::Updated, first.cart.id, Money::usd(30_00))
    );
    let older = put(&crm, report(9, "2026-03-02T08:05:00Z"));
    assert_eq!((older.outcome, &older.cart), (Outcome::Ignored, &second.cart));
    let same = put(&crm, report(3, "2026-03-02T08:20:00Z"));
    assert_eq!((same.outcome, same.cart.last_at), (Outcome::Unchanged, at("2026-03-02T08:10:00Z")));
    assert_eq!(put(&crm, report(9, "2026-03-02T08:15:00Z")).outcome, Outcome::Ignored);
    assert_eq!(crm.read(|tx| tx.carts().find("woocommerce", "C1")).unwrap().unwrap(), get(&crm, first.cart.id));
    assert_eq!(told(&crm, "cart."), ["cart.created", "cart.updated"]);
    // One that was ordered stays as it was bought.
    crm.write(|tx| tx.carts().order(order_of(first.cart.id))).unwrap();
    let after = put(&crm, report(5, "2026-03-02T08:40:00Z"));
    assert_eq!(
        (after.outcome, after.cart.state, after.cart.units),
        (Outcome::Ignored, CartState::Ordered, Quantity::units(3))
    );
    let by_id = NewCart { id: Some(first.cart.id), ..mugs(wei, 5) };
    assert_eq!(refused(&crm, by_id).code(), ErrorCode::Conflict);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn tick_leaves_an_idle_cart_once_and_lets_it_expire() {
    let (crm, clock, wei) = shop();
    let id = put(&crm, mugs(wei, 2)).cart.id;
    let empty = put(&crm, NewCart { currency: Some(Currency::USD), ..NewCart::of(wei) }).cart.id;
    clock.set(at("2026-03-02T09:59:59.999Z"));
    assert_eq!(ticked(&crm), 0);
    assert_eq!(crm.tick(None, None).unwrap().next_at, Some(at("2026-03-02T10:00:00Z")));
    clock.set(at("2026-03-02T10:00:00Z"));
    assert_eq!((ticked(&crm), ticked(&crm)), (1, 0));
    let left = get(&crm, id);
    assert_eq!(
        (left.state, left.abandoned_at, left.abandoned_value),
        (CartState::Abandoned, Some(at("2026-03-02T10:00:00Z")), Some(Money::usd(20_00)))
    );
    // A change brings it back; then it can be left again.
    let back = put(&crm, NewCart { id: Some(id), ..mugs(wei, 3) }).cart;
    assert_eq!(
        (back.state, back.recovered_at, back.abandoned_value),
        (CartState::Recovered, Some(at("2026-03-02T10:00:00Z")), Some(Money::usd(20_00)))
    );
    clock.set(at("2026-03-02T11:00:00Z"));
    assert_eq!(ticked(&crm), 1);
    assert_eq!(get(&crm, id).abandoned_value, Some(Money::usd(30_00)));
    clock.set(at("2026-04-01T09:59:59Z"));
    assert_eq!(ticked(&crm), 0);
    clock.set(at("2026-04-01T10:00:00Z"));
    assert_eq!(ticked(&crm), 1);
    assert_eq!((get(&crm, id).state, get(&crm, id).ended_at), (CartState::Expired, Some(at("2026-04-01T10:00:00Z"))));
    assert_eq!(get(&crm, empty).state, CartState::Active);
    // Whoever names it by its id keeps to the machine.
    let error = refused(&crm, NewCart { id: Some(id), ..mugs(wei, 1) });
    assert_eq!((error.code(), error.allowed_values().len()), (ErrorCode::NotAllowedTransition, 0));
    let error = crm.write(|tx| tx.carts().order(order_of(id))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
    assert_eq!(
        told(&crm, "cart.")[2..],
        ["cart.abandoned", "cart.recovered", "cart.updated", "cart.abandoned", "cart.expired"]
    );
    let states: Vec<String> = crm.read(|tx| tx.carts().history(id)).unwrap().into_iter().map(|step| step.to).collect();
    assert_eq!(states, ["active", "abandoned", "recovered", "abandoned", "expired"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_tick_that_comes_late_does_both_and_a_host_brings_an_expired_cart_back() {
    let (crm, clock, wei) = shop();
    let id = put(&crm, mugs(wei, 2).from_source("woocommerce", "C1")).cart.id;
    clock.set(at("2026-05-01T00:00:00Z"));
    assert_eq!((ticked(&crm), ticked(&crm)), (2, 0));
    assert_eq!(get(&crm, id).state, CartState::Expired);
    let back = put(&crm, mugs(wei, 1).from_source("woocommerce", "C1")).cart;
    assert_eq!((back.state, back.ended_at), (CartState::Recovered, None));
    let history = crm.read(|tx| tx.carts().history(id)).unwrap();
    assert_eq!(history.last().map(|step| (step.to.clone(), step.forced)), Some(("recovered".to_owned(), true)));
}

#[test]
fn tick_reads_the_indexes_of_what_is_due() {
    let (crm, _, _) = shop();
    for (sql, index) in [(store::NEXT_IDLE, "crm_cart_idle"), (store::NEXT_WAITING, "crm_cart_waiting")] {
        let plan: Vec<String> =
            crm.read(|tx| tx.all(&format!("EXPLAIN QUERY PLAN {sql}"), [], |row| row.get(3))).unwrap();
        assert!(plan.iter().all(|step| step.contains(index)), "{plan:?}");
    }
}

#[test]
fn settings_decide_when_and_are_bounded() {
    let (crm, clock, wei) = shop();
    let id = put(&crm, mugs(wei, 1)).cart.id;
    let configure = |minutes, days| {
        let patch = CartSettingsPatch { abandon_after_minutes: minutes, expire_after_days: days };
        crm.write(|tx| tx.carts().configure(patch))
    };
    assert_eq!(configure(Some(0), None).unwrap_err().path(), Some("/abandon_after_minutes"));
    assert_eq!(configure(Some(43_201), None).unwrap_err().path(), Some("/abandon_after_minutes"));
    assert_eq!(configure(Some(2_881), Some(2)).unwrap_err().path(), Some("/expire_after_days"));
    assert_eq!(configure(None, Some(u32::MAX)).unwrap_err().path(), Some("/expire_after_days"));
    let set = configure(Some(5), Some(1)).unwrap();
    assert_eq!(crm.read(|tx| tx.carts().settings()).unwrap(), set);
    clock.set(at("2026-03-02T09:05:00Z"));
    assert_eq!(ticked(&crm), 1);
    clock.set(at("2026-03-03T09:00:00Z"));
    assert_eq!(ticked(&crm), 1);
    assert_eq!(get(&crm, id).state, CartState::Expired);
}

#[test]
fn a_cart_becomes_an_order_exactly_once() {
    let (crm, clock, wei) = shop();
    let new = NewCart { channel: Some("app".into()), ..mugs(wei, 2) }.line("TEA", 1, Money::usd(3_50));
    let id = put(&crm, new).cart.id;
    clock.set(at("2026-03-02T12:00:00Z"));
    ticked(&crm);
    let order = NewOrder { shipping: Some(Money::usd(5_00)), paid: Some(true), ..NewOrder::default() };
    let request = CartOrder { id, order };
    let done = crm.write(|tx| tx.carts().order(request.clone())).unwrap();
    assert_eq!(
        (done.order.customer_id, done.order.total, done.order.channel.as_deref()),
        (wei, Money::usd(28_50), Some("app"))
    );
    assert_eq!(
        done.order.lines.iter().map(|line| (line.sku.as_str(), line.quantity)).collect::<Vec<_>>(),
        [("MUG", Quantity::units(2)), ("TEA", Quantity::units(1))]
    );
    assert_eq!((done.cart.state, done.cart.order_id), (CartState::Ordered, Some(done.order.id)));
    let again = crm.write(|tx| tx.carts().order(request)).unwrap();
    assert_eq!((again.order.id, &again.cart), (done.order.id, &done.cart));
    assert_eq!(crm.read(|tx| tx.orders().metrics(wei)).unwrap().orders, 1);
    let states: Vec<String> = crm.read(|tx| tx.carts().history(id)).unwrap().into_iter().map(|step| step.to).collect();
    assert_eq!(states, ["active", "abandoned", "recovered", "ordered"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn an_order_that_is_refused_leaves_the_cart_alone() {
    let (crm, _, wei) = shop();
    let id = put(&crm, mugs(wei, 2)).cart.id;
    let before = get(&crm, id);
    let order = |order: NewOrder| crm.write(|tx| tx.carts().order(CartOrder { id, order })).unwrap_err();
    let total = NewOrder { total: Some(Money::usd(1_00)), ..NewOrder::default() };
    assert_eq!(order(total).path(), Some("/order/total"));
    let lines = NewOrder::default().line("X", 1, Money::usd(1_00));
    assert_eq!(order(lines).path(), Some("/order/lines"));
    let euros = NewOrder { currency: Some(Currency::EUR), ..NewOrder::default() };
    assert_eq!(order(euros).path(), Some("/order/currency"));
    let other = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap().id;
    let foreign = NewOrder { customer: Some(other), ..NewOrder::default() };
    assert_eq!(order(foreign).path(), Some("/order/customer"));
    assert_eq!(get(&crm, id), before);
    assert_eq!(crm.read(|tx| tx.orders().metrics(wei)).unwrap().orders, 0);
    let empty = put(&crm, NewCart { currency: Some(Currency::USD), ..NewCart::of(wei) }).cart.id;
    assert_eq!(crm.write(|tx| tx.carts().order(order_of(empty))).unwrap_err().path(), Some("/id"));
    let nobody = put(&crm, NewCart::of_visitor(cookie("c1")).line("MUG", 1, Money::usd(1_00))).cart.id;
    assert_eq!(crm.write(|tx| tx.carts().order(order_of(nobody))).unwrap_err().path(), Some("/order/customer"));
    // A guest buys: the cart is the customer's whom the order made.
    let party = Party { name: Some("Guest".into()), ..Party::default() };
    let bought = CartOrder { id: nobody, order: NewOrder { party: Some(party), ..NewOrder::default() } };
    let bought = crm.write(|tx| tx.carts().order(bought)).unwrap();
    assert_eq!(bought.cart.customer_id, Some(bought.order.customer_id));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_host_names_the_order_of_a_cart_afterwards() {
    let (crm, clock, wei) = shop();
    let id = put(&crm, NewCart::of_visitor(cookie("c1")).line("MUG", 1, Money::usd(1_00))).cart.id;
    let other = put(&crm, mugs(wei, 1)).cart.id;
    clock.set(at("2026-05-02T12:00:00Z"));
    ticked(&crm);
    let order = |minor| crm.write(|tx| tx.orders().record(NewOrder::new(wei, Money::usd(minor)))).unwrap();
    let (first, second) = (order(1_00), order(2_00));
    assert_eq!(first.state, OrderState::Pending);
    let mark = |cart, order| crm.write(|tx| tx.carts().mark_ordered(cart, order));
    let marked = mark(id, first.id).unwrap();
    assert_eq!((marked.state, marked.order_id, marked.customer_id), (CartState::Ordered, Some(first.id), Some(wei)));
    assert_eq!(mark(id, first.id).unwrap(), marked);
    let history = crm.read(|tx| tx.carts().history(id)).unwrap();
    assert!(history.iter().all(|step| step.customer_id == Some(wei)));
    assert_eq!(history.last().map(|step| step.forced), Some(true), "an expired cart was bought after all");
    let error = mark(id, second.id).unwrap_err();
    assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(first.id.0)));
    let error = mark(other, first.id).unwrap_err();
    assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(id.0)));
    assert_eq!(mark(other, OrderId(99)).unwrap_err().path(), Some("/order_id"));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_visitor_who_says_who_it_is_takes_its_carts_along() {
    let (crm, _, wei) = shop();
    let of = |value: &str| NewCart::of_visitor(cookie(value)).line("MUG", 1, Money::usd(1_00));
    let (mine, yours) = (put(&crm, of("c1")).cart.id, put(&crm, of("c2")).cart.id);
    let identify = |visitor: IdentityInput, customer| crm.write(|tx| tx.carts().identify(&visitor, customer));
    assert_eq!(identify(cookie(" c1 "), wei).unwrap(), 1);
    assert_eq!(identify(cookie("c1"), wei).unwrap(), 0);
    assert_eq!((get(&crm, mine).customer_id, get(&crm, yours).customer_id), (Some(wei), None));
    assert!(crm.read(|tx| tx.carts().history(mine)).unwrap().iter().all(|step| step.customer_id == Some(wei)));
    assert_eq!(identify(IdentityInput::new(IdentityKind::Phone, "1"), wei).unwrap_err().path(), Some("/visitor/kind"));
    assert_eq!(identify(cookie("c2"), CustomerId(99)).unwrap_err().path(), Some("/customer_id"));
    // A cookie that a customer has tells at once whose cart it is.
    crm.write(|tx| tx.customers().add_identity(wei, &cookie("c3"))).unwrap();
    assert_eq!(put(&crm, of("c3")).cart.customer_id, Some(wei));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn who_has_an_active_cart() {
    let (crm, clock, wei) = shop();
    let active = || crm.read(|tx| has_active(tx, wei)).unwrap();
    let open = || crm.read(|tx| open_of(tx, wei, 10)).unwrap().iter().map(|cart| cart.state).collect::<Vec<_>>();
    assert!(!active() && open().is_empty());
    let id = put(&crm, NewCart { currency: Some(Currency::USD), ..NewCart::of(wei) }).cart.id;
    assert!(!active() && open().is_empty(), "there is nothing in it");
    put(&crm, NewCart { id: Some(id), ..mugs(wei, 1) });
    assert!(active());
    clock.set(at("2026-03-02T10:00:00Z"));
    ticked(&crm);
    assert!(!active());
    assert_eq!(open(), [CartState::Abandoned]);
    crm.write(|tx| tx.carts().order(order_of(id))).unwrap();
    assert!(!active() && open().is_empty());
}

#[test]
fn lists_are_filtered_and_paged() {
    let (crm, clock, wei) = shop();
    for minute in 0..3 {
        clock.set(at("2026-03-02T09:00:00Z").plus_millis(minute * 60_000));
        put(&crm, mugs(wei, 1));
    }
    put(&crm, NewCart { channel: Some("app".into()), ..NewCart::of_visitor(cookie("c1")) }.line("A", 1, Money::usd(1)));
    let list = |filter: CartFilter| {
        let page = crm.read(|tx| tx.carts().list(&filter)).unwrap();
        (page.items.iter().map(|cart| cart.id.0).collect::<Vec<_>>(), page.next)
    };
    let all = CartFilter::default();
    assert_eq!(list(all.clone()).0, [4, 3, 2, 1]);
    assert_eq!(list(CartFilter { customer_id: Some(wei), open: true, ..all.clone() }).0, [3, 2, 1]);
    assert_eq!(list(CartFilter { visitor: Some(cookie("c1")), ..all.clone() }).0, [4]);
    assert_eq!(list(CartFilter { channel: Some("app".into()), ..all.clone() }).0, [4]);
    assert_eq!(list(CartFilter { state: Some(CartState::Ordered), ..all.clone() }).0, [0_i64; 0]);
    let before = CartFilter { changed_before: Some(at("2026-03-02T09:01:00Z")), ..all.clone() };
    assert_eq!(list(before).0, [1]);
    let (first, next) = list(CartFilter { page: PageRequest::first(3), ..all.clone() });
    assert_eq!(first, [4, 3, 2]);
    assert_eq!(list(CartFilter { page: PageRequest { limit: Some(3), after: next }, ..all }).0, [1]);
}

#[test]
fn what_was_abandoned_and_what_became_of_it() {
    let (crm, clock, wei) = shop();
    let ids: Vec<CartId> = (1..=3).map(|units| put(&crm, mugs(wei, units)).cart.id).collect();
    put(&crm, NewCart::of(wei).line("TEA", 1, Money::new(7_00, Currency::EUR)));
    clock.set(at("2026-03-02T10:00:00Z"));
    assert_eq!(ticked(&crm), 4);
    crm.write(|tx| tx.carts().order(order_of(ids[0]))).unwrap();
    put(&crm, NewCart { id: Some(ids[1]), ..mugs(wei, 9) });
    clock.set(at("2026-04-01T09:30:00Z"));
    // The second was left again in April; the others expire.
    assert_eq!(ticked(&crm), 3);
    let ask =
        |from: &str, before: &str| crm.read(|tx| tx.carts().summary(CartPeriod { from: at(from), before: at(before) }));
    let march = ask("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z").unwrap();
    assert_eq!(march.len(), 2);
    assert_eq!((march[0].abandoned, march[0].abandoned_value), (1, Money::new(7_00, Currency::EUR)));
    let dollars = &march[1];
    assert_eq!((dollars.abandoned, dollars.abandoned_value), (2, Money::usd(40_00)));
    assert_eq!((dollars.recovered, dollars.recovered_value), (1, Money::usd(10_00)));
    assert_eq!((dollars.ordered, dollars.expired), (1, 1));
    assert_eq!((dollars.expired_value, dollars.recovery_rate), (Money::usd(30_00), Rate::from_ppm(500_000)));
    let april = ask("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z").unwrap();
    assert_eq!((april[0].abandoned, april[0].abandoned_value), (1, Money::usd(90_00)));
    assert!(ask("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z").unwrap().is_empty());
    assert_eq!(ask("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z").unwrap_err().path(), Some("/before"));
}

#[test]
fn carts_follow_a_merge_and_come_back() {
    let (crm, _, wei) = shop();
    let ada = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada"))).unwrap().id;
    let id = put(&crm, mugs(wei, 1)).cart.id;
    let owner = || {
        let history = crm.read(|tx| tx.carts().history(id)).unwrap();
        let owner = get(&crm, id).customer_id;
        assert!(history.iter().all(|step| step.customer_id == owner));
        owner
    };
    let request = MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(owner(), Some(ada));
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(owner(), Some(wei));
    assert!(crm.check().unwrap().ok);
}

/// A guest with an e-mail address.
fn guest(email: &str) -> NewOrder {
    let party = Party { identities: vec![IdentityInput::new(IdentityKind::Email, email)], ..Party::default() };
    NewOrder { party: Some(party), ..NewOrder::default() }
}

#[test]
fn a_cart_is_bought_by_nobody_but_its_customer() {
    let (crm, clock, wei) = shop();
    let ada = crm.write(|tx| tx.customers().create(NewCustomer::person("Ada").email("ada@example.com"))).unwrap().id;
    let id = put(&crm, mugs(wei, 2)).cart.id;
    clock.set(at("2026-03-02T12:00:00Z"));
    ticked(&crm);
    let before = (get(&crm, id), crm.read(|tx| tx.carts().history(id)).unwrap());
    let order = |order: NewOrder| crm.write(|tx| tx.carts().order(CartOrder { id, order }));
    let named = NewOrder { party: Some(Party { name: Some("Bo".into()), ..Party::default() }), ..NewOrder::default() };
    for other in [guest("ada@example.com"), guest("new@example.com"), named] {
        let error = order(other).unwrap_err();
        assert_eq!(
            (error.code(), error.path(), error.existing_id()),
            (ErrorCode::Conflict, Some("/order/party"), Some(wei.0))
        );
    }
    let error = order(NewOrder { customer: Some(ada), ..NewOrder::default() }).unwrap_err();
    assert_eq!(
        (error.code(), error.path(), error.existing_id()),
        (ErrorCode::Conflict, Some("/order/customer"), Some(wei.0))
    );
    // Neither the order nor its buyer nor a move of the cart is recorded.
    assert_eq!((get(&crm, id), crm.read(|tx| tx.carts().history(id)).unwrap()), before);
    let found = crm.read(|tx| tx.customers().id_of(&IdentityInput::new(IdentityKind::Email, "new@example.com")));
    assert_eq!(found.unwrap(), None);
    assert_eq!(crm.read(|tx| tx.orders().metrics(ada)).unwrap().orders, 0);
    // Once both are one customer, it is the same one.
    let request = MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() };
    crm.write(|tx| tx.customers().merge(&request)).unwrap();
    let done = order(guest("ada@example.com")).unwrap();
    assert_eq!((done.order.customer_id, done.cart.customer_id), (ada, Some(ada)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn carts_join_the_customer_by_every_way_of_getting_the_cookie() {
    type Way = fn(&WriteTransaction, CustomerId) -> Result<()>;
    let ways: [Way; 4] = [
        |tx, customer| tx.touches().identify(&cookie("c1"), customer).map(drop),
        |tx, customer| tx.customers().add_identity(customer, &cookie("c1")).map(drop),
        |tx, _| {
            let known = NewCustomer::person("Wei").email("wei@example.com").identity(IdentityKind::CookieId, "c1");
            tx.customers().upsert(known, customers::MatchPolicy::Merge).map(drop)
        },
        // Whoever had the cookie for a moment was somebody who is known.
        |tx, customer| {
            let other = tx.customers().create(NewCustomer::person("W.").identity(IdentityKind::CookieId, "c1"))?;
            let request = MergeRequest { winner_id: customer, loser_id: other.id, rules: BTreeMap::new() };
            tx.customers().merge(&request).map(drop)
        },
    ];
    for way in ways {
        let (crm, _) = crate::testing::shop();
        let wei =
            crm.write(|tx| tx.customers().create(NewCustomer::person("Wei").email("wei@example.com"))).unwrap().id;
        let of = |value: &str| NewCart::of_visitor(cookie(value)).line("MUG", 1, Money::usd(1_00));
        let (mine, yours) = (put(&crm, of("c1")).cart.id, put(&crm, of("c2")).cart.id);
        crm.write(|tx| way(tx, wei)).unwrap();
        assert_eq!((get(&crm, mine).customer_id, get(&crm, yours).customer_id), (Some(wei), None));
        let history = crm.read(|tx| tx.carts().history(mine)).unwrap();
        assert!(history.iter().all(|step| step.customer_id == Some(wei)));
        assert_eq!(told(&crm, "cart."), ["cart.created", "cart.created", "cart.identified"]);
        assert!(crm.read(|tx| has_active(tx, wei)).unwrap());
        assert!(crm.check().unwrap().ok);
    }
}

#[test]
fn who_gets_no_browser_costs_no_look_at_carts() {
    let (crm, _, wei) = shop();
    put(&crm, NewCart::of_visitor(cookie("c1")).line("MUG", 1, Money::usd(1_00)));
    let touched = |tx: &WriteTransaction| {
        let flags = tx.changes().pending.customers.get(&wei).copied().unwrap_or_default();
        (flags.meets(Touch::IDENTITIES), flags.meets(Touch::VISITORS))
    };
    let tx = crm.begin_write().unwrap();
    tx.customers().add_identity(wei, &IdentityInput::new(IdentityKind::Email, "wei@example.com")).unwrap();
    assert_eq!(touched(&tx), (true, false));
    tx.customers().add_identity(wei, &cookie("c1")).unwrap();
    assert_eq!(touched(&tx), (true, true));
    let plan: Vec<String> =
        tx.all(&format!("EXPLAIN QUERY PLAN {}", store::HAS_OWNERLESS), [], |row| row.get(3)).unwrap();
    assert!(plan.iter().any(|step| step.contains("crm_cart_ownerless")), "{plan:?}");
}

#[test]
fn a_cart_follows_its_order_to_another_customer() {
    let (crm, _, wei) = shop();
    let [ada, kim] = ["Ada", "Kim"].map(|name| crate::testing::person(&crm, name));
    let id = put(&crm, mugs(wei, 1)).cart.id;
    let order = crm.write(|tx| tx.carts().order(order_of(id))).unwrap().order.id;
    let owner = || {
        let history = crm.read(|tx| tx.carts().history(id)).unwrap();
        let owner = get(&crm, id).customer_id;
        assert!(history.iter().all(|step| step.customer_id == owner));
        owner.unwrap()
    };
    let give = |customer| {
        let patch = crate::orders::OrderPatch { customer: Some(customer), ..crate::orders::OrderPatch::default() };
        crm.write(|tx| tx.orders().edit(order, patch)).unwrap();
    };
    let request = MergeRequest { winner_id: ada, loser_id: wei, rules: BTreeMap::new() };
    let merge = crm.write(|tx| tx.customers().merge(&request)).unwrap();
    assert_eq!(owner(), ada);
    give(kim);
    assert_eq!(owner(), kim);
    // What was given away is not given back by taking the merge back.
    crm.write(|tx| tx.customers().unmerge(merge.id)).unwrap();
    assert_eq!(owner(), kim);
    give(wei);
    assert_eq!(owner(), wei);
    // A host's order of another customer takes the cart along at once.
    let second = put(&crm, mugs(wei, 1)).cart.id;
    let of_kim = crm.write(|tx| tx.orders().record(NewOrder::new(kim, Money::usd(10_00)))).unwrap().id;
    assert_eq!(crm.write(|tx| tx.carts().mark_ordered(second, of_kim)).unwrap().customer_id, Some(kim));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_check_finds_a_cart_that_contradicts_its_lines() {
    let (crm, _, wei) = shop();
    put(&crm, mugs(wei, 2).line("TEA", 1, Money::usd(3_50)));
    put(&crm, NewCart { currency: Some(Currency::USD), ..NewCart::of(wei) });
    put(&crm, mugs(wei, 3));
    assert!(crm.check().unwrap().ok);
    let contradict = |cart: i64| {
        let tx = crm.begin_write().unwrap();
        tx.run("UPDATE crm_cart SET value_minor = value_minor + 1 WHERE id = ?1", [cart]).unwrap();
        compare(&tx).unwrap()
    };
    for cart in 1..=3 {
        assert_eq!(contradict(cart), ["1 carts contradict their lines"], "{cart}");
    }
    crm.write(|tx| tx.run("UPDATE crm_cart SET units = units + 1", [])).unwrap();
    assert_eq!(crm.check().unwrap().problems, ["3 carts contradict their lines"]);
}
