//! Base values against a model that follows the definition word by word.

use super::*;
use std::collections::BTreeMap;

type Owners = BTreeMap<u16, Vec<Entry>>;

/// (customer, recency, frequency, monetary) of each row.
fn rows(base: &BaseColumns) -> Vec<(i64, i32, u32, i64)> {
    (0..base.len())
        .map(|row| (base.customer[row], base.recency_days[row], base.frequency[row], base.monetary[row]))
        .collect()
}

/// The definition, one customer at a time, straight from the words of the specification.
fn model(owners: &Owners, as_of: i32, start: Option<i32>, skip: &LocalSet) -> BaseColumns {
    let mut base = BaseColumns::default();
    for (local, own) in owners.iter().filter(|(local, _)| !skip.contains(**local)) {
        let orders = || own.iter().filter(|entry| entry.kind == EntryKind::Order);
        base.future_orders += orders().filter(|order| order.day > as_of).count() as u64;
        let Some(last) = orders().map(|order| order.day).filter(|day| *day <= as_of).max() else {
            continue;
        };
        let in_window = |entry: &&Entry| entry.day <= as_of && start.is_none_or(|start| entry.day >= start);
        base.customer.push((3 << 12) + i64::from(*local));
        base.recency_days.push(as_of - last);
        base.frequency.push(orders().filter(in_window).count() as u32);
        base.monetary.push(own.iter().filter(in_window).map(|entry| entry.amount).sum());
    }
    base
}

#[test]
fn base_values_equal_the_definition() {
    let mut numbers = Numbers(3);
    for round in 0..24 {
        let (wide_days, wide_amounts) = WIDTHS[round % 4];
        let count = numbers.below(1_500) as usize;
        let entries = numbers.entries(count, wide_days, wide_amounts);
        let packed = pack(&entries);
        let mut owners = Owners::new();
        for entry in &entries {
            owners.entry(entry.local).or_default().push(*entry);
        }
        let header = packed.header;
        let mut skip = LocalSet::EMPTY;
        for _ in 0..numbers.below(200) {
            skip.insert(numbers.below(4_096) as u16);
        }
        let skip = if round % 3 == 0 { LocalSet::EMPTY } else { skip };

        let some_days = [numbers.day(wide_days), numbers.day(wide_days)];
        let edges = [header.base_day - 1, header.base_day, header.max_day, header.max_day + 1];
        for as_of in edges.into_iter().chain(some_days).filter(|day| (FIRST_DAY..=LAST_DAY).contains(day)) {
            let starts = [i32::MIN, i32::MAX, as_of - 30, as_of, as_of + 1, header.base_day, some_days[0]];
            for start in starts.map(Some).into_iter().chain([None]) {
                let expected = model(&owners, as_of, start, &skip);
                let mut scanned = BaseColumns::default();
                packed.view(3).unwrap().base_values(as_of, start, &skip, &mut scanned).unwrap();
                assert_eq!(scanned, expected, "as of {as_of}, window from {start:?}");

                let mut pushed = BaseColumns::default();
                for (local, own) in owners.iter().filter(|(local, _)| !skip.contains(**local)) {
                    let own = own.iter().map(|entry| (entry.kind, entry.day, entry.amount));
                    pushed.push_customer(customer_of(3, *local), own, as_of, start).unwrap();
                }
                assert_eq!(pushed, expected, "customer by customer");
            }
        }
    }
}

#[test]
fn windows_limit_frequency_and_monetary_but_not_recency() {
    let packed =
        pack(&[order(1, 100, 5_000), refund(1, 205, -700), refund(2, 205, -1), order(3, 210, 0), order(4, 301, 9)]);
    let first = 3 << 12;
    let base = base_values(&packed, 300, Some(200));
    assert_eq!(rows(&base), [(first + 1, 200, 0, -700), (first + 3, 90, 1, 0)]);
    assert_eq!(base.future_orders, 1);
    assert_eq!(rows(&base_values(&packed, 204, None)), [(first + 1, 104, 1, 5_000)]);
}

#[test]
fn rows_are_added_behind_those_that_are_there() {
    let packed = pack(&[order(5, 100, 1)]);
    let mut base = BaseColumns::default();
    packed.view(0).unwrap().base_values(100, None, &LocalSet::EMPTY, &mut base).unwrap();
    packed.view(1).unwrap().base_values(101, None, &LocalSet::EMPTY, &mut base).unwrap();
    assert_eq!(rows(&base), [(5, 0, 1, 1), (4_101, 1, 1, 1)]);
}

#[test]
fn a_sum_beyond_64_bits_names_the_customer_and_adds_nothing() {
    let mut base = BaseColumns::default();
    pack(&[order(1, 1, 1)]).view(0).unwrap().base_values(1, None, &LocalSet::EMPTY, &mut base).unwrap();
    let before = base.clone();
    let packed = pack(&[order(0, 1, 1), order(9, 1, i64::MAX), order(9, 2, 1), order(9, 3, 1)]);
    let view = packed.view(0).unwrap();

    let overflow = CodecError::MonetaryOverflow(9);
    assert_eq!(view.base_values(2, None, &LocalSet::EMPTY, &mut base), Err(overflow));
    let own = [1, 2].map(|day| (EntryKind::Order, day, i64::MAX));
    assert_eq!(base.push_customer(9, own, 2, None), Err(overflow));
    assert_eq!(base, before);

    // What a refund brings back into range is no overflow, whatever comes first.
    let packed = pack(&[order(9, 1, i64::MAX), order(9, 2, 5), refund(9, 3, -5)]);
    assert_eq!(base_values(&packed, 3, None).monetary, [i64::MAX]);
}

#[test]
fn median_gap_counts_days_not_orders() {
    let median = |days: &[i32], as_of| median_gap_days(days.iter().copied(), as_of, &mut vec![99]);
    assert_eq!(median(&[], 10), None);
    assert_eq!(median(&[1, 1, 1], 10), None);
    assert_eq!(median(&[1, 5], 4), None);
    assert_eq!(median(&[1, 1, 5], 5), Some(4));
    assert_eq!(median(&[100, 100, 107, 110, 200], 200), Some(7));
    // Gaps 7 and 3, then 3 and 8: the mean, 5.5 rounded up.
    assert_eq!(median(&[100, 100, 107, 110, 200], 150), Some(5));
    assert_eq!(median(&[0, 8, 11], 11), Some(6));
    assert_eq!(median(&[i32::MIN, i32::MAX], i32::MAX), Some(u32::MAX));
}
