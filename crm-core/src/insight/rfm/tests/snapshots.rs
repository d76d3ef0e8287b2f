//! Snapshots, standings, moves, what-if, and the daily snapshot of `tick`.

use super::{date, noon, order, shop_on, somebody};
use crate::insight::rfm::{
    LabelMap, LabelRule, Method, PROSPECT, RfmOptions, RfmScores, RfmSettingsPatch, RfmThresholds, label_of,
    shop_median_gap,
};
use crate::records::orders::facts_of;
use crate::vocabulary::Patch;
use crate::{Crm, CustomerId, ErrorCode, Money, PageRequest, ReadTransaction};

/// Ten customers: the nth has n orders, the last one 10·n days ago.
fn ten(day: &str) -> (Crm, std::sync::Arc<crate::FixedClock>, Vec<CustomerId>) {
    let (crm, clock) = shop_on(day);
    let customers = crm
        .write(|tx| {
            let customers: Vec<CustomerId> = (0..10).map(|_| somebody(tx)).collect();
            for (customer, n) in customers.iter().zip(1..) {
                for order_number in 0..n {
                    let at = date(day).plus_days(-10 * n - 7 * order_number).to_string();
                    tx.orders().record(order(*customer, &at, 10_00 * i64::from(n)))?;
                }
            }
            Ok(customers)
        })
        .unwrap();
    (crm, clock, customers)
}

fn label(crm: &Crm, customer: CustomerId) -> Option<String> {
    let of_today = |tx: &ReadTransaction| {
        let today = tx.shop().settings()?.time_zone.date_of(tx.now());
        label_of(tx, customer, &facts_of(tx, customer)?, today)
    };
    crm.read(of_today).unwrap()
}

#[test]
fn a_snapshot_decides_labels_and_own_orders_move_nobody_else() {
    let (crm, _, customers) = ten("2026-03-01");
    assert_eq!(label(&crm, customers[0]), None);
    let standing = crm.read(|tx| tx.rfm().of(customers[0])).unwrap();
    assert_eq!((standing.scores, standing.label, standing.facts.unwrap().frequency), (None, None, 1));

    let snapshot = crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    assert_eq!((snapshot.as_of, snapshot.customers, snapshot.daily), (date("2026-03-01"), 10, false));
    assert_eq!(crm.read(shop_median_gap).unwrap(), Some(7));
    let table = crm.read(|tx| tx.rfm().score(&RfmOptions::default())).unwrap();
    for customer in &customers {
        assert_eq!(label(&crm, *customer).as_deref(), Some(table.label_of(*customer)));
    }
    let nobody = crm.write(|tx| Ok(somebody(tx))).unwrap();
    assert_eq!(label(&crm, nobody).as_deref(), Some(PROSPECT));

    // Ten orders of the last customer change its own label at once and nobody else's.
    let before: Vec<_> = customers.iter().map(|customer| label(&crm, *customer)).collect();
    crm.write(|tx| (0..10).try_for_each(|_| tx.orders().record(order(customers[9], "2026-03-01", 1)).map(|_| ())))
        .unwrap();
    let after: Vec<_> = customers.iter().map(|customer| label(&crm, *customer)).collect();
    assert_eq!(before[..9], after[..9]);
    assert_ne!(before[9], after[9]);
    assert_eq!(after[9].as_deref(), Some("champions"));
    let standing = crm.read(|tx| tx.rfm().of(customers[9])).unwrap();
    assert_eq!(standing.scores, Some(RfmScores { r: 5, f: 5, m: 5 }));
    assert_eq!(standing.snapshot_id, Some(snapshot.id));
}

#[test]
fn a_label_is_explained() {
    let (crm, _, customers) = ten("2026-03-01");
    let options = RfmOptions::as_of(date("2026-03-01"));
    let why = crm.read(|tx| tx.rfm().explain(customers[1], &options)).unwrap();
    let row = crm.read(|tx| tx.rfm().score(&options)).unwrap().of(customers[1]).unwrap();
    assert_eq!(why.scores, Some(RfmScores { r: row.r, f: row.f, m: row.m }));
    assert_eq!((why.label.as_str(), why.snapshot_id), (row.label.as_str(), None));
    let facts = why.facts.unwrap();
    assert_eq!((facts.recency_days, facts.frequency, facts.monetary), (20, 2, Money::usd(40_00)));
    assert_eq!(facts.last_order, date("2026-02-09"));
    assert_eq!(why.rule.unwrap().label, row.label);
    assert_eq!(why.cut_points.frequency.len(), 4);
    assert_eq!(
        why.sentence,
        "As of 2026-03-01 the last order was 20 days ago (R 5 of 5), with 2 orders (F 1) and 40.00 USD (M 1); that fits \
         the rule \"new_customer: R 5, F + M 2-3\"."
    );
    // By the snapshot: its cut points, even after others have ordered.
    crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    crm.write(|tx| tx.orders().record(order(customers[8], "2026-03-01", 1))).unwrap();
    let by_snapshot = crm.read(|tx| tx.rfm().explain(customers[1], &RfmOptions::default())).unwrap();
    assert!(by_snapshot.snapshot_id.is_some());
    assert_eq!((by_snapshot.label, by_snapshot.scores), (why.label, why.scores));
}

#[test]
fn moves_are_announced_counted_and_listed() {
    let (crm, clock, customers) = ten("2026-03-01");
    let first = crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    // The first snapshot is one event; so many labels at once are no news of anybody.
    let names = |after: i64| -> Vec<String> {
        let events = crm.read(|tx| tx.events().list(after, 10_000)).unwrap();
        events.into_iter().map(|event| event.name).filter(|name| name.contains("rfm")).collect()
    };
    assert_eq!(names(0), ["rfm.snapshot_taken"]);
    let last = crm.read(|tx| tx.events().last()).unwrap();
    clock.set(noon("2026-03-20"));
    let newcomer = crm.write(|tx| Ok(somebody(tx))).unwrap();
    crm.write(|tx| {
        tx.orders().record(order(newcomer, "2026-03-19", 5_00))?;
        tx.orders().record(order(customers[9], "2026-03-18", 500_00))
    })
    .unwrap();
    let second = crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    let moves = crm.read(|tx| tx.rfm().moves(first.id, second.id)).unwrap();
    assert_eq!(moves.cells.iter().map(|cell| cell.customers).sum::<u64>(), 11);
    let moved: u64 = moves.cells.iter().filter(|cell| cell.from != cell.to).map(|cell| cell.customers).sum();
    assert!(moved >= 2);
    assert_eq!(names(last).iter().filter(|name| *name == "customer.rfm_group_changed").count() as u64, moved);

    let from_nothing: Vec<_> = moves.cells.iter().filter(|cell| cell.from == PROSPECT).collect();
    assert_eq!(from_nothing.len(), 1);
    let cell = from_nothing[0];
    let page =
        crm.read(|tx| tx.rfm().moved([first.id, second.id], [PROSPECT, &cell.to], &PageRequest::first(1))).unwrap();
    assert_eq!((page.items.len(), page.items[0].customer_id, page.items[0].from), (1, newcomer, None));
    assert_eq!(page.next, None);
    let unknown = crm
        .read(|tx| tx.rfm().moved([first.id, second.id], ["friends", "loyal"], &PageRequest::default()))
        .unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), (ErrorCode::InvalidInput, Some("/from_label")));

    // All cells together are all customers, page by page.
    let mut seen = 0;
    for cell in &moves.cells {
        let mut page = PageRequest::first(2);
        loop {
            let found = crm.read(|tx| tx.rfm().moved([first.id, second.id], [&cell.from, &cell.to], &page)).unwrap();
            seen += found.items.len();
            let Some(next) = found.next else { break };
            page.after = Some(next);
        }
    }
    assert_eq!(seen, 11);
}

#[test]
fn a_snapshot_of_the_past_is_kept_and_decides_nothing() {
    let (crm, _, customers) = ten("2026-03-01");
    let now = crm.write(|tx| tx.rfm().snapshot(None)).unwrap();
    let past = crm.write(|tx| tx.rfm().snapshot(Some(date("2026-01-20")))).unwrap();
    assert_eq!(past.customers, 8);
    assert_eq!(crm.read(|tx| tx.rfm().of(customers[0])).unwrap().snapshot_id, Some(now.id));
    let listed = crm.read(|tx| tx.rfm().snapshots(&PageRequest::default())).unwrap();
    assert_eq!(listed.items.iter().map(|snapshot| snapshot.id).collect::<Vec<_>>(), [now.id, past.id]);
    let moves = crm.read(|tx| tx.rfm().moves(past.id, now.id)).unwrap();
    assert_eq!(moves.cells.iter().map(|cell| cell.customers).sum::<u64>(), 10);
}

#[test]
fn what_if_compares_without_storing() {
    let (crm, _, _) = ten("2026-03-01");
    let thresholds =
        RfmThresholds { recency_days: vec![20], frequency: vec![100], monetary: vec![Money::usd(1_000_000_00)] };
    let options = RfmOptions {
        method: Some(Method::Fixed),
        thresholds: Some(thresholds),
        ..RfmOptions::as_of(date("2026-03-01"))
    };
    let last = crm.read(|tx| tx.events().last()).unwrap();
    let what_if = crm.read(|tx| tx.rfm().what_if(&options)).unwrap();
    let of = |label: &str| what_if.summary.labels.iter().find(|entry| entry.label == label).unwrap().customers;
    assert_eq!((of("new_customer"), of("lost"), of(PROSPECT)), (2, 8, 0));
    assert_eq!(what_if.cells.iter().map(|cell| cell.customers).sum::<u64>(), 10);
    assert!(what_if.cells.iter().all(|cell| cell.to == "new_customer" || cell.to == "lost"));
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), last);
}

#[test]
fn a_summary_adds_up() {
    let (crm, _, customers) = ten("2026-03-01");
    crm.write(|tx| Ok(somebody(tx))).unwrap();
    let summary = crm.read(|tx| tx.rfm().summary(&RfmOptions::default())).unwrap();
    let total: i64 = (1..=10).map(|n| 10_00 * n * n).sum();
    assert_eq!(summary.revenue, Some(Money::usd(total)));
    let counted: u64 = summary.labels.iter().map(|label| label.customers).sum();
    assert_eq!(counted as usize, customers.len() + 1);
    let parts: i64 = summary.labels.iter().filter_map(|label| label.revenue).map(|money| money.minor).sum();
    assert_eq!(parts, total);
    let loyal = summary.labels.iter().find(|label| label.label == "new_customer").unwrap();
    assert_eq!(loyal.customers, 2);
    assert_eq!(loyal.share.unwrap().ppm(), 200_000);
    assert_eq!(loyal.median_recency_days.unwrap().to_string(), "15");
    assert_eq!(loyal.median_frequency.unwrap().to_string(), "1.5");
    assert_eq!(loyal.median_monetary, Some(Money::usd(25_00)));
}

#[test]
fn tick_takes_one_snapshot_a_day_and_thins_old_ones() {
    let (crm, clock, _) = ten("2026-03-01");
    let report = crm.tick(None, None).unwrap();
    assert_eq!((report.done, report.next_at.unwrap().to_string().as_str()), (true, "2026-03-02T00:00:00Z"));
    let changed =
        |report: &crate::TickReport, room: &str| report.steps.iter().find(|step| step.room == room).unwrap().changed;
    assert_eq!((changed(&report, "facts"), changed(&report, "rfm")), (1, 1));
    assert_eq!(changed(&crm.tick(None, None).unwrap(), "rfm"), 0);
    for day in 1..=120 {
        clock.set(noon(&date("2026-03-01").plus_days(day).to_string()));
        crm.tick(None, None).unwrap();
    }
    let kept = crm.read(|tx| tx.rfm().snapshots(&PageRequest::first(1_000))).unwrap().items;
    let days: Vec<String> = kept.iter().map(|snapshot| snapshot.as_of.to_string()).collect();
    // 2026-06-29 and 35 days before it, then the last of each month.
    assert_eq!(days.len(), 36 + 2);
    assert_eq!(days[0], "2026-06-29");
    assert_eq!(days[35..], ["2026-05-25", "2026-04-30", "2026-03-31"]);
    assert!(crm.check().unwrap().ok);

    crm.write(|tx| tx.rfm().configure(RfmSettingsPatch { daily_snapshot: Some(false), ..Default::default() })).unwrap();
    clock.set(noon("2026-07-10"));
    assert_eq!(changed(&crm.tick(None, None).unwrap(), "rfm"), 0);
}

#[test]
fn a_tick_without_time_leaves_the_rest_to_the_next() {
    let (crm, _, customers) = ten("2026-03-01");
    let first = crm.tick(None, Some(std::time::Duration::ZERO)).unwrap();
    assert!(!first.done);
    assert_eq!(first.next_at, Some(noon("2026-03-01")));
    let mut calls = 0;
    while !crm.tick(None, Some(std::time::Duration::from_millis(200))).unwrap().done {
        calls += 1;
        assert!(calls < 100);
    }
    assert!(label(&crm, customers[0]).is_some());
}

#[test]
fn settings_and_label_map_are_kept() {
    let (crm, _, customers) = ten("2026-03-01");
    let patch = RfmSettingsPatch { bins: Some(3), window_days: Patch::Set(30), ..RfmSettingsPatch::default() };
    crm.write(|tx| tx.rfm().configure(patch)).unwrap();
    let rule = |label: &str, r| LabelRule { label: label.to_owned(), r, s: (2, 10) };
    let map = LabelMap { rules: vec![rule("warm", (3, 5)), rule("cold", (1, 2))] };
    crm.write(|tx| tx.rfm().set_labels(Some(map.clone()))).unwrap();
    let table = crm.read(|tx| tx.rfm().score(&RfmOptions::default())).unwrap();
    assert_eq!((table.about.bins, table.about.window_days), (3, Some(30)));
    assert_eq!(table.labels, ["warm", "cold", PROSPECT]);
    // The window is the 30 days that end with today: customer 4 ordered 40 days ago for the last time.
    assert_eq!(table.of(customers[3]).unwrap().frequency, 0);
    assert_eq!(table.of(customers[2]).unwrap().frequency, 0);
    assert_eq!(table.of(customers[1]).unwrap().frequency, 2);
    // A call can take all history again.
    let all = RfmOptions { window_days: Patch::Clear, ..RfmOptions::default() };
    assert_eq!(crm.read(|tx| tx.rfm().score(&all)).unwrap().of(customers[3]).unwrap().frequency, 4);
    assert_eq!(crm.read(|tx| tx.rfm().labels()).unwrap(), map);
    crm.write(|tx| tx.rfm().set_labels(None)).unwrap();
    assert_eq!(crm.read(|tx| tx.rfm().labels()).unwrap(), LabelMap::default());
    let bad = RfmSettingsPatch { window_days: Patch::Set(0), ..RfmSettingsPatch::default() };
    assert_eq!(crm.write(|tx| tx.rfm().configure(bad)).unwrap_err().path(), Some("/window_days"));
}

#[test]
fn pages_of_scores_hold_everybody_once() {
    let (crm, _, customers) = ten("2026-03-01");
    let table = crm.read(|tx| tx.rfm().score(&RfmOptions::default())).unwrap();
    let mut seen = Vec::new();
    let mut page = PageRequest::first(3);
    loop {
        let found = table.page(None, &page).unwrap();
        seen.extend(found.items.iter().map(|row| row.customer_id));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, customers);
    let labelled = table.page(Some("new_customer"), &PageRequest::default()).unwrap();
    assert_eq!(labelled.items.iter().map(|row| row.customer_id).collect::<Vec<_>>(), customers[..2]);
    // A token of one list is refused by another.
    let foreign = PageRequest { limit: None, after: table.page(None, &PageRequest::first(1)).unwrap().next };
    assert_eq!(table.page(Some("lost"), &foreign).unwrap_err().path(), Some("/page/after"));
}
