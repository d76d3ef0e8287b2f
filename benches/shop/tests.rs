//! What the head of `shop.rs` says about the shop, held to it.

use std::collections::HashSet;

use super::*;

#[test]
fn equal_seeds_make_equal_shops_and_others_do_not() {
    let (one, two, other) = (Shop::new(7, 500, 3_000), Shop::new(7, 500, 3_000), Shop::new(8, 500, 3_000));
    assert!(one.customers().eq(two.customers()));
    assert!(one.orders().eq(two.orders()));
    assert!(one.interactions().eq(two.interactions()));
    assert!(one.products().eq(two.products()));
    assert!(!one.orders().eq(other.orders()));
    assert!(!one.customers().eq(other.customers()));
}

#[test]
fn a_known_seed_keeps_its_shop() {
    let shop = Shop::new(1, 1_000, 5_000);
    let mut text = Vec::new();
    shop.write_entries(&mut text).unwrap();
    let hash = text
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(hash, 3_148_923_594_181_493_955);
}

#[test]
fn counts_are_exact_for_every_ratio() {
    for (customers, orders) in [(0, 0), (1, 1), (1, 40), (3, 1), (10, 10), (1_000, 1_100), (1_000, 5_000), (997, 9_973)]
    {
        let shop = Shop::new(3, customers, orders);
        assert_eq!(shop.customers().count() as u64, customers);
        assert_eq!(shop.customers().map(|customer| customer.orders).sum::<u64>(), orders);
        assert_eq!(shop.orders().count() as u64, orders);
        let mut numbers: Vec<u64> = shop.orders_by_customer().map(|order| order.number).collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(1..=orders));
    }
}

#[test]
fn most_buy_once_and_a_few_buy_very_often() {
    for (customers, orders) in [(20_000, 100_000), (20_000, 200_000)] {
        let shop = Shop::new(11, customers, orders);
        let counts: Vec<u64> = shop.customers().map(|customer| customer.orders).collect();
        let once = counts.iter().filter(|&&count| count == 1).count() as f64 / customers as f64;
        assert!((0.55..=0.70).contains(&once), "{once}");
        let most = counts.iter().max().copied().unwrap();
        assert!(most > 50 * orders / customers && most < 250 * orders / customers, "{most}");
    }
}

#[test]
fn dates_lie_in_the_five_years_and_come_in_order() {
    let shop = Shop::new(5, 60_000, 900_000);
    let range = first_moment()..=last_moment();
    let (mut before, mut count, mut days) = ((0, 0), 0, HashSet::new());
    for order in shop.orders() {
        assert!(range.contains(&order.placed_at));
        assert!(before < (order.placed_at, order.number));
        before = (order.placed_at, order.number);
        count += 1;
        days.insert(order.placed_at / DAY_MS);
    }
    assert_eq!(count, 900_000, "several spans of days join without gap or overlap");
    assert_eq!(days.len(), DAYS);
    assert_eq!((iso_day(first_moment()), iso_day(last_moment())), ("2020-01-01".to_owned(), "2024-12-31".to_owned()));
}

#[test]
fn both_orderings_hold_the_same_orders() {
    let shop = Shop::new(5, 800, 4_000);
    let mut by_customer: Vec<Order> = shop.orders_by_customer().collect();
    assert!(by_customer.is_sorted_by_key(|order| (order.customer, order.placed_at, order.number)));
    by_customer.sort_unstable_by_key(|order| (order.placed_at, order.number));
    assert!(shop.orders().eq(by_customer));
}

#[test]
fn customers_are_told_apart_by_every_identity() {
    let shop = Shop::new(9, 30_000, 60_000);
    let (mut emails, mut phones, mut keys, mut chinese, mut short) =
        (HashSet::new(), HashSet::new(), HashSet::new(), 0, 0);
    let mut first_order = std::collections::HashMap::new();
    for order in shop.orders_by_customer() {
        first_order.entry(order.customer).or_insert(order.placed_at);
    }
    for customer in shop.customers() {
        assert!(customer.email.is_ascii() && customer.phone.starts_with('+'));
        assert!(customer.phone[1..].bytes().all(|byte| byte.is_ascii_digit()) && customer.phone.len() <= 16);
        assert_eq!(first_order[&customer.number], customer.created_at);
        if customer.language == "zh" {
            chinese += 1;
            short += usize::from(customer.name.chars().count() == 2);
        }
        assert!(emails.insert(customer.email) && phones.insert(customer.phone) && keys.insert(customer.external_id));
    }
    assert!((14_000..16_000).contains(&chinese), "{chinese}");
    assert!((chinese / 8..chinese / 5).contains(&short), "{short}");
}

#[test]
fn amounts_and_refunds_are_skewed_but_sound() {
    let shop = Shop::new(13, 10_000, 50_000);
    let mut totals = Vec::new();
    let mut refunds = 0;
    for order in shop.orders() {
        let total = order.total_cents();
        assert!(order.lines[0].product != order.lines[1].product);
        assert!(order.lines.iter().all(|line| (1..=PRODUCTS).contains(&line.product) && line.quantity > 0));
        if let Some(refund) = order.refund {
            refunds += 1;
            assert!(refund.at > order.placed_at || refund.at == last_moment());
            assert!(refund.at <= last_moment() && (1..=total).contains(&refund.amount_cents));
        }
        totals.push(total);
    }
    assert!((1_250..1_750).contains(&refunds), "{refunds}");
    totals.sort_unstable();
    let (median, mean) = (totals[25_000], totals.iter().sum::<i64>() / 50_000);
    assert!((5_000..12_000).contains(&median), "{median}");
    assert!(mean > median * 11 / 10, "the mean {mean} lies above the median {median}");
}
