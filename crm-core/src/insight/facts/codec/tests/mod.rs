mod base_values;
mod damage;

use super::*;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn day(&mut self, wide: bool) -> i32 {
        if wide {
            return FIRST_DAY + self.below((LAST_DAY - FIRST_DAY) as u64 + 1) as i32;
        }
        10_000 + self.below(300) as i32
    }

    fn amount(&mut self, wide: bool) -> i64 {
        if wide {
            // Far beyond i32, and no sum of a test's entries leaves i64.
            return self.next() as i64 >> 12;
        }
        self.below(100_000) as i64
    }

    /// Few customers with many orders and many with few, as in a shop; some have refunds only.
    fn entries(&mut self, count: usize, wide_days: bool, wide_amounts: bool) -> Vec<Entry> {
        let entry = |_| {
            let local = (self.below(64) * self.below(64)) as u16;
            let (day, amount) = (self.day(wide_days), self.amount(wide_amounts));
            if self.below(5) > 0 {
                return order(local, day, amount);
            }
            refund(local, day, -amount)
        };
        (0..count).map(entry).collect()
    }
}

fn order(local: u16, day: i32, amount: i64) -> Entry {
    Entry { local, kind: EntryKind::Order, day, amount }
}

fn refund(local: u16, day: i32, amount: i64) -> Entry {
    Entry { local, kind: EntryKind::Refund, day, amount }
}

fn pack(entries: &[Entry]) -> PackedChunk {
    encode(&mut entries.to_vec()).unwrap()
}

fn base_values(packed: &PackedChunk, as_of_day: i32, window_start_day: Option<i32>) -> BaseColumns {
    let mut base = BaseColumns::default();
    let view = packed.view(3).unwrap();
    view.base_values(as_of_day, window_start_day, &LocalSet::EMPTY, &mut base).unwrap();
    base
}

fn refunds_of(view: &ChunkView<'_>, local: u16) -> Vec<(i32, i64)> {
    view.refund_rows().filter(|(owner, ..)| *owner == local).map(|(_, day, amount)| (day, amount)).collect()
}

fn byte_len(packed: &PackedChunk) -> usize {
    let blobs = packed.blobs();
    let columns = [blobs.order_ends, blobs.order_days, blobs.order_amounts];
    let refunds = [blobs.refund_locals, blobs.refund_days, blobs.refund_amounts];
    columns.iter().chain(&refunds).map(|column| column.len()).sum()
}

const WIDTHS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

#[test]
fn ids_split_into_chunk_and_local_and_back() {
    for customer in [0, 1, 4_095, 4_096, 1_000_000, i64::MAX] {
        assert_eq!(customer_of(chunk_of(customer), local_of(customer)), customer);
    }
    assert_eq!((chunk_of(4_096), local_of(4_097)), (1, 1));
}

#[test]
fn entries_come_back_at_every_width() {
    let mut numbers = Numbers(1);
    for (wide_days, wide_amounts) in WIDTHS {
        for count in [1, 2, 30, 3_000] {
            let entries = numbers.entries(count, wide_days, wide_amounts);
            let packed = pack(&entries);
            let view = packed.view(3).unwrap();
            view.verify().unwrap();

            let mut expected = entries.clone();
            expected.sort_by_key(|entry| (entry.kind, *entry));
            assert_eq!(view.entries().collect::<Vec<_>>(), expected);
            for local in [0, 1, 12, 4_095, 4_096, u16::MAX] {
                let of = |kind| {
                    let own = expected.iter().filter(move |entry| (entry.local, entry.kind) == (local, kind));
                    own.map(|entry| (entry.day, entry.amount)).collect::<Vec<_>>()
                };
                assert_eq!(view.orders_of(local).collect::<Vec<_>>(), of(EntryKind::Order));
                assert_eq!(refunds_of(&view, local), of(EntryKind::Refund));
            }
        }
    }
}

#[test]
fn orders_and_refunds_choose_their_widths_apart() {
    let packed = pack(&[order(0, 0, 1), refund(0, 70_000, -1 << 40), order(1, 65_535, i64::from(i32::MIN))]);
    assert_eq!(packed.order_days.len(), 2 * 2);
    assert_eq!(packed.order_amounts.len(), 2 * 4);
    assert_eq!((packed.refund_days.len(), packed.refund_amounts.len()), (4, 8));
    let just_too_wide = pack(&[order(0, 0, 1), order(1, 65_536, i64::from(i32::MAX) + 1)]);
    assert_eq!((just_too_wide.order_days.len(), just_too_wide.order_amounts.len()), (2 * 4, 2 * 8));
}

#[test]
fn more_orders_than_u16_take_wide_ends() {
    let entries: Vec<Entry> = (0..70_000).map(|n| order((n % 3) as u16, 10_000 + n % 50, 1)).collect();
    let packed = pack(&entries);
    assert_eq!(packed.order_ends.len(), 3 * 4);
    let frequencies = base_values(&packed, 10_100, None).frequency;
    assert_eq!(frequencies, [23_334, 23_333, 23_333]);
}

#[test]
fn an_order_of_an_ordinary_shop_takes_at_most_eight_bytes() {
    let buys_once: Vec<Entry> = (0..4_096).map(|local| order(local, 10_000 + i32::from(local % 700), 12_900)).collect();
    assert_eq!(byte_len(&pack(&buys_once)), 8 * 4_096);
}

#[test]
fn bytes_do_not_depend_on_the_order_of_entries() {
    let mut entries = Numbers(2).entries(500, true, true);
    let packed = pack(&entries);
    entries.reverse();
    assert_eq!(pack(&entries), packed);
}

#[test]
fn an_empty_chunk_reads_as_empty() {
    let packed = pack(&[]);
    assert_eq!(byte_len(&packed), 0);
    let view = packed.view(3).unwrap();
    view.verify().unwrap();
    assert_eq!(view.entries().count(), 0);
    assert_eq!(view.days_of_customers(&LocalSet::EMPTY).count(), 0);
    assert_eq!(base_values(&packed, 0, None), BaseColumns::default());
}

#[test]
fn extreme_days_and_amounts_survive() {
    let packed = pack(&[order(0, FIRST_DAY, i64::MAX), order(4_095, LAST_DAY, i64::MIN)]);
    packed.view(3).unwrap().verify().unwrap();
    let base = base_values(&packed, LAST_DAY, None);
    assert_eq!(base.recency_days, [LAST_DAY - FIRST_DAY, 0]);
    assert_eq!(base.monetary, [i64::MAX, i64::MIN]);
    assert_eq!(base_values(&packed, FIRST_DAY, Some(i32::MIN)).future_orders, 1);
}

#[test]
fn impossible_entries_and_days_are_refused() {
    let refused = |entry| encode(&mut [entry]).unwrap_err();
    assert_eq!(refused(order(4_096, 0, 0)), CodecError::LocalOutOfRange(4_096));
    for day in [FIRST_DAY - 1, LAST_DAY + 1, i32::MIN, i32::MAX] {
        assert_eq!(refused(order(0, day, 0)), CodecError::DayOutOfRange(day));
        let mut base = BaseColumns::default();
        let packed = pack(&[order(0, 0, 0)]);
        let scanned = packed.view(0).unwrap().base_values(day, None, &LocalSet::EMPTY, &mut base);
        assert_eq!(scanned, Err(CodecError::DayOutOfRange(day)));
        assert_eq!(base.push_customer(0, [], day, None), Err(CodecError::DayOutOfRange(day)));
    }
    let packed = pack(&[]);
    for chunk in [-1, i64::MAX] {
        assert_eq!(packed.view(chunk).unwrap_err(), CodecError::ChunkOutOfRange(chunk));
    }
}

#[test]
fn days_are_given_for_those_with_orders() {
    let packed = pack(&[order(2, 5, 10), order(2, 3, 20), refund(3, 4, -1), order(4, 9, 30), order(6, 1, 1)]);
    let view = packed.view(3).unwrap();
    let mut skip = LocalSet::EMPTY;
    assert!(skip.is_empty());
    skip.insert(6);
    let seen: Vec<(u16, Vec<i32>)> =
        view.days_of_customers(&skip).map(|(local, days)| (local, days.iter().collect())).collect();
    assert_eq!(seen, [(2, vec![3, 5]), (4, vec![9])]);
    assert_eq!(view.orders_of(2).collect::<Vec<_>>(), [(3, 20), (5, 10)]);

    let (_, days) = view.days_of_customers(&skip).next().unwrap();
    assert_eq!((days.first(), days.range(1..3).len()), (Some(3), 0));
    assert_eq!([2, 3, 4, 5, 6].map(|day| days.count_through(day)), [0, 1, 1, 2, 2]);
}
