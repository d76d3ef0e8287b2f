//! Quotes run out: by the shop's midnight, whether tick has seen it or not.

use super::*;
use crate::shop::ShopPatch;
use crate::testing::{done_by, told};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{ErrorCode, PageRequest};

fn sent(crm: &Crm, customer: CustomerId, valid_until: &str) -> QuoteId {
    crm.write(|tx| {
        let id = tx.quotes().create(NewQuote { valid_until: Some(day(valid_until)), ..new(customer) })?.id;
        tx.quotes().send(id).map(|quote| quote.id)
    })
    .unwrap()
}

fn changed(crm: &Crm) -> u64 {
    let report = crm.tick(None, None).unwrap();
    done_by(&report, "quotes")
}

#[test]
fn tick_announces_the_end_once_and_then_expires() {
    let (crm, clock, customer) = shop();
    let zone = ShopPatch { time_zone: Some(Zone::parse("Asia/Shanghai").unwrap()), ..ShopPatch::default() };
    crm.write(|tx| tx.shop().configure(zone)).unwrap();
    let id = sent(&crm, customer, "2026-03-10");
    crm.write(|tx| tx.quotes().create(NewQuote { valid_until: Some(day("2026-03-10")), ..new(customer) })).unwrap();
    let get = || crm.read(|tx| tx.quotes().get(id)).unwrap();
    // The 7th begins in Shanghai at 16:00 UTC of the 6th.
    clock.set(at("2026-03-06T15:59:59Z"));
    assert_eq!(changed(&crm), 0);
    assert_eq!(crm.tick(None, None).unwrap().next_at, Some(at("2026-03-06T16:00:00Z")));
    clock.set(at("2026-03-06T16:00:00Z"));
    assert_eq!((changed(&crm), changed(&crm)), (1, 0));
    assert_eq!((get().state, get().expiring_at), (QuoteState::Sent, Some(at("2026-03-06T16:00:00Z"))));
    clock.set(at("2026-03-10T15:59:59Z"));
    assert_eq!((changed(&crm), get().state), (0, QuoteState::Sent));
    clock.set(at("2026-03-10T16:00:00Z"));
    // Before tick it is expired already, and after it for good.
    assert_eq!(get().state, QuoteState::Expired);
    assert_eq!((changed(&crm), changed(&crm)), (1, 0));
    assert_eq!((get().state, get().ended_at), (QuoteState::Expired, Some(at("2026-03-10T16:00:00Z"))));
    let announced: Vec<_> = told(&crm, "quote.").into_iter().filter(|name| name.starts_with("quote.expir")).collect();
    assert_eq!(announced, ["quote.expiring", "quote.expired"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_has_run_out_is_accepted_only_when_it_was_renewed() {
    let (crm, clock, customer) = shop();
    let ids: Vec<_> = (0..3).map(|_| sent(&crm, customer, "2026-03-10")).collect();
    crm.write(|tx| tx.quotes().mark_viewed(ids[1])).unwrap();
    let early = crm.write(|tx| tx.quotes().renew(ids[0], day("2026-04-10"), false)).unwrap_err();
    assert_eq!((early.code(), early.allowed_values().len()), (ErrorCode::NotAllowedTransition, 6));
    clock.set(at("2026-03-11T00:00:00Z"));
    // tick has not run.
    for id in &ids {
        let error = crm.write(|tx| tx.quotes().accept(*id)).unwrap_err();
        assert_eq!(
            (error.code(), error.allowed_values()),
            (ErrorCode::NotAllowedTransition, &["revised".to_owned(), "sent".to_owned()][..])
        );
    }
    let error = crm.write(|tx| tx.quotes().mark_viewed(ids[0])).unwrap_err();
    assert_eq!(error.allowed_values(), ["revised", "sent"]);
    // A refused move leaves nothing behind, the expiry included: that is for tick.
    assert!(!told(&crm, "quote.").contains(&"quote.expired".to_owned()));
    let error = crm.write(|tx| tx.quotes().renew(ids[0], day("2026-03-10"), false)).unwrap_err();
    assert_eq!(error.path(), Some("/valid_until"));
    let renewed = crm.write(|tx| tx.quotes().renew(ids[0], day("2026-03-12"), false)).unwrap();
    assert_eq!((renewed.state, renewed.valid_until), (QuoteState::Sent, day("2026-03-12")));
    assert_eq!((renewed.ended_at, renewed.renewed_at), (None, Some(at("2026-03-11T00:00:00Z"))));
    let accepted = crm.write(|tx| tx.quotes().accept(ids[0])).unwrap();
    assert_eq!((accepted.state, accepted.ended_at), (QuoteState::Accepted, None));
    let at_once = crm.write(|tx| tx.quotes().renew(ids[1], day("2026-03-11"), true)).unwrap();
    assert_eq!(at_once.state, QuoteState::Accepted);
    // The renewal runs out too.
    crm.write(|tx| tx.quotes().renew(ids[2], day("2026-03-12"), false)).unwrap();
    assert_eq!(changed(&crm), 1);
    let waits = crm.read(|tx| tx.quotes().get(ids[2])).unwrap();
    assert_eq!((waits.state, waits.expiring_at), (QuoteState::Sent, Some(at("2026-03-11T00:00:00Z"))));
    assert_eq!(crm.read(|tx| open_of(tx, customer, 9)).unwrap().len(), 3);
    let again = crm.write(|tx| tx.quotes().renew(ids[2], day("2026-03-20"), false)).unwrap_err();
    assert_eq!(again.code(), ErrorCode::NotAllowedTransition);
    clock.set(at("2026-03-13T00:00:00Z"));
    assert!(crm.write(|tx| tx.quotes().accept(ids[2])).is_err());
    assert!(crm.write(|tx| tx.quotes().send(ids[2])).is_err());
    assert_eq!(changed(&crm), 1);
    let sent_again = crm.write(|tx| tx.quotes().send(ids[2])).unwrap_err();
    assert_eq!((sent_again.code(), sent_again.allowed_values().len()), (ErrorCode::NotAllowedTransition, 2));
    let next = crm.write(|tx| tx.quotes().revise(ids[2], None)).unwrap();
    assert_eq!((next.version, next.valid_until, next.renewed_at), (2, day("2026-04-12"), None));
    // An accepted one does not run out.
    clock.set(at("2027-03-13T00:00:00Z"));
    assert_eq!(changed(&crm), 0);
    let history = crm.read(|tx| journal::stages_of(tx, "quote", ids[1].0)).unwrap();
    let way: Vec<_> = history.iter().map(|step| step.to.as_str()).collect();
    assert_eq!(way, ["draft", "sent", "viewed", "expired", "sent", "accepted"]);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn lists_tell_what_has_run_out_and_pages_fit_together() {
    let (crm, clock, customer) = shop();
    let ids: Vec<_> = (0..4).map(|number| sent(&crm, customer, &format!("2026-03-{}", 10 + number))).collect();
    clock.set(at("2026-03-12T00:00:00Z"));
    let list = |state| {
        let filter = QuoteFilter { state, ..QuoteFilter::default() };
        let items = crm.read(|tx| tx.quotes().list(&filter)).unwrap().items;
        items.into_iter().map(|quote| (quote.id, quote.state)).collect::<Vec<_>>()
    };
    let (sent, expired) = (QuoteState::Sent, QuoteState::Expired);
    assert_eq!(list(Some(sent)), [(ids[3], sent), (ids[2], sent)]);
    assert_eq!(list(Some(expired)), [(ids[1], expired), (ids[0], expired)]);
    assert_eq!(list(None).len(), 4);
    crm.tick(None, None).unwrap();
    assert_eq!(list(Some(expired)), [(ids[1], expired), (ids[0], expired)]);
    assert_eq!(crm.read(|tx| open_of(tx, customer, 9)).unwrap().len(), 2);
    let mut seen = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found =
            crm.read(|tx| tx.quotes().list(&QuoteFilter { page: page.clone(), ..QuoteFilter::default() })).unwrap();
        seen.extend(found.items.iter().map(|quote| quote.id));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [ids[3], ids[2], ids[1], ids[0]]);
}
