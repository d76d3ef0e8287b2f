use super::timeline::{self, Kind};
use super::*;
use crate::vocabulary::{CustomerId, FixedClock, Timestamp};
use crate::{Crm, ErrorCode, Options};
use std::sync::Arc;

fn with_events(count: usize) -> (Crm, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new(Timestamp::parse("2026-01-01T00:00:00Z").unwrap()));
    let crm = Crm::in_memory_with(Options::default().clock(clock.clone())).unwrap();
    crm.write(|tx| {
        tx.on_behalf_of(Some("staff:7"), Some("test"));
        for number in 0..count {
            append(tx, Entry::new("test.happened").customer(CustomerId(1)).entity("order", number as i64))?;
        }
        Ok(())
    })
    .unwrap();
    (crm, clock)
}

#[test]
fn two_workers_of_one_consumer_never_share() {
    let (crm, clock) = with_events(5);
    let take = |limit| {
        crm.write(|tx| tx.events().take("mail", limit, 60)).unwrap().events.iter().map(|e| e.seq).collect::<Vec<_>>()
    };
    assert_eq!(take(2), [1, 2]);
    assert_eq!(take(2), [3, 4]);
    crm.write(|tx| tx.events().ack("mail", 2)).unwrap();
    clock.set(Timestamp::parse("2026-01-01T00:02:00Z").unwrap());
    // The lease has expired: what was not acknowledged comes again.
    assert_eq!(take(10), [3, 4, 5]);
    assert_eq!(take(10), [0_i64; 0]);
    crm.write(|tx| tx.events().ack("mail", 5)).unwrap();
    clock.set(Timestamp::parse("2026-01-01T00:09:00Z").unwrap());
    assert_eq!(take(10), [0_i64; 0]);
    // Another consumer has its own position.
    assert_eq!(crm.write(|tx| tx.events().take("audit", 1, 60)).unwrap().events[0].seq, 1);
}

#[test]
fn acknowledging_what_was_not_taken_is_refused() {
    let (crm, _) = with_events(3);
    assert_eq!(crm.write(|tx| tx.events().ack("mail", 1)).unwrap_err().code(), ErrorCode::NotFound);
    crm.write(|tx| tx.events().take("mail", 1, 60)).unwrap();
    assert_eq!(crm.write(|tx| tx.events().ack("mail", 2)).unwrap_err().code(), ErrorCode::InvalidInput);
    for bad in ["", "with space", &"x".repeat(65)] {
        assert!(crm.write(|tx| tx.events().take(bad, 1, 60)).is_err());
    }
    assert!(crm.write(|tx| tx.events().take("mail", 0, 60)).is_err());
    assert!(crm.write(|tx| tx.events().take("mail", 1, 0)).is_err());
}

#[test]
fn the_chain_shows_every_change_of_the_past() {
    let changes = [
        "UPDATE crm_event SET at = at + 1 WHERE seq = 2",
        "UPDATE crm_event SET customer_id = NULL WHERE seq = 3",
        "UPDATE crm_event SET actor = 'staff:8' WHERE seq = 1",
        "UPDATE crm_event SET payload = '{\"a\":1}' WHERE seq = 4",
        "UPDATE crm_event SET entity_id = 99 WHERE seq = 2",
        "DELETE FROM crm_event WHERE seq = 2",
        "DELETE FROM crm_event WHERE seq = 1",
    ];
    for change in changes {
        let (crm, _) = with_events(4);
        assert!(crm.check().unwrap().ok);
        crm.write(|tx| tx.run(change, [])).unwrap();
        assert!(!crm.check().unwrap().ok, "{change}");
    }
}

#[test]
fn a_rolled_back_step_does_not_break_the_chain() {
    let (crm, _) = with_events(1);
    crm.write(|tx| {
        let failed: crate::Result<()> = tx.step(|| {
            append(tx, Entry::new("test.lost"))?;
            Err(crate::Error::conflict("no"))
        });
        assert!(failed.is_err());
        append(tx, Entry::new("test.kept")).map(|_| ())
    })
    .unwrap();
    let names: Vec<_> = crm.read(|tx| tx.events().list(0, 10)).unwrap().into_iter().map(|event| event.name).collect();
    assert_eq!(names, ["test.happened", "test.kept"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn moves_are_logged_with_their_duration() {
    let crm = Crm::in_memory().unwrap();
    let at = |text: &str| Timestamp::parse(text).unwrap();
    let step = |from, to, at| Move {
        customer: Some(CustomerId(7)),
        entity: "order",
        entity_id: 3,
        from,
        to,
        at,
        reason: None,
        forced: false,
    };
    crm.write(|tx| {
        record(tx, &step(None, "pending", at("2026-01-01T00:00:00Z")))?;
        record(tx, &step(Some("pending"), "confirmed", at("2026-01-01T01:00:00Z")))
    })
    .unwrap();
    crm.read(|tx| {
        let log = stages_of(tx, "order", 3)?;
        assert_eq!(log.len(), 2);
        assert_eq!((log[0].duration_ms, log[1].duration_ms), (None, Some(3_600_000)));
        let points = timeline::before(tx, CustomerId(7), None, 10)?;
        assert_eq!(
            points.iter().map(|point| (point.kind, point.entity_id)).collect::<Vec<_>>(),
            [(Kind::StageChange, log[1].id), (Kind::StageChange, log[0].id)]
        );
        Ok(())
    })
    .unwrap();
}
