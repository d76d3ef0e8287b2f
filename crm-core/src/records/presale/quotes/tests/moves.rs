//! Every state with every move, approval, versions and numbers.

use super::*;
use crate::customers::MergeRequest;
use crate::opportunities::{LostReason, NewOpportunity, OpportunityStatus};
use crate::quotes::moves::expire;
use crate::testing::told;
use crate::vocabulary::ErrorCode;
use std::collections::BTreeMap;

/// Takes a new quote to a state by the verbs that lead there.
fn reach(tx: &WriteTransaction, customer: CustomerId, state: QuoteState) -> QuoteId {
    let rooms = tx.quotes();
    let id = rooms.create(new(customer)).unwrap().id;
    if !matches!(state, QuoteState::Draft | QuoteState::Cancelled) {
        rooms.send(id).unwrap();
    }
    match state {
        QuoteState::Draft | QuoteState::Sent => {}
        QuoteState::Viewed => drop(rooms.mark_viewed(id).unwrap()),
        QuoteState::Accepted => drop(rooms.accept(id).unwrap()),
        QuoteState::Declined => drop(rooms.decline(id, LostReason::Price).unwrap()),
        QuoteState::Revised => drop(rooms.revise(id, None).unwrap()),
        QuoteState::Cancelled => drop(rooms.cancel(id, None).unwrap()),
        QuoteState::Ordered => {
            rooms.accept(id).unwrap();
            rooms.order(id, QuoteOrder::default()).unwrap();
        }
        QuoteState::Expired => {
            let mut quote = stored(tx, id).unwrap();
            expire(tx, &mut quote).unwrap();
        }
    }
    id
}

/// Tries to take a quote to a state by the verb for it.
fn go(tx: &WriteTransaction, id: QuoteId, to: QuoteState) -> Result<QuoteState> {
    let rooms = tx.quotes();
    match to {
        QuoteState::Draft => return rooms.update(id, QuotePatch::default()).map(|quote| quote.state),
        QuoteState::Sent if stored(tx, id)?.state == QuoteState::Expired => {
            rooms.renew(id, day("2026-12-31"), false)?
        }
        QuoteState::Sent => rooms.send(id)?,
        QuoteState::Viewed => rooms.mark_viewed(id)?,
        QuoteState::Accepted => rooms.accept(id)?,
        QuoteState::Declined => rooms.decline(id, LostReason::Timing)?,
        QuoteState::Expired => {
            let mut quote = stored(tx, id)?;
            tx.step(|| expire(tx, &mut quote))?;
            quote
        }
        QuoteState::Revised => {
            rooms.revise(id, None)?;
            rooms.get(id)?
        }
        QuoteState::Ordered => {
            rooms.order(id, QuoteOrder::default())?;
            rooms.get(id)?
        }
        QuoteState::Cancelled => rooms.cancel(id, Some("by_mistake"))?,
    };
    Ok(rooms.get(id)?.state)
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    let (crm, _, customer) = shop();
    for from in QuoteState::ALL {
        for to in QuoteState::ALL.iter().filter(|to| **to != QuoteState::Draft) {
            crm.write(|tx| {
                let id = reach(tx, customer, *from);
                let before = tx.quotes().get(id)?;
                assert_eq!(before.state, *from);
                match go(tx, id, *to) {
                    // The second look at a quote changes nothing.
                    Ok(_) if (from, to) == (&QuoteState::Viewed, &QuoteState::Viewed) => {
                        assert_eq!(tx.quotes().get(id)?, before);
                    }
                    Ok(state) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(state, *to);
                        assert_eq!(tx.quotes().get(id)?.ended_at.is_some(), rules::is_ended(*to));
                        let last = journal::last_stage_of(tx, "quote", id.0)?.unwrap();
                        assert_eq!(last.0, to.token());
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition, "{from} to {to}");
                        let allowed: Vec<_> = MACHINE.allowed(*from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed, "{from} to {to}");
                        assert_eq!(tx.quotes().get(id)?, before);
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
    assert!(crm.check().unwrap().ok, "{:?}", crm.check().unwrap());
}

#[test]
fn only_drafts_change_and_only_what_offers_something_is_sent() {
    let (crm, clock, customer) = shop();
    for state in QuoteState::ALL.iter().filter(|state| **state != QuoteState::Draft) {
        crm.write(|tx| {
            let id = reach(tx, customer, *state);
            let change = QuotePatch { title: Patch::Set("Later".into()), ..QuotePatch::default() };
            let error = tx.quotes().update(id, change).unwrap_err();
            assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(id.0)));
            assert_eq!(tx.quotes().approve(id, StaffId(1)).unwrap_err().code(), ErrorCode::Conflict);
            Ok(())
        })
        .unwrap();
    }
    let id = crm.write(|tx| tx.quotes().create(NewQuote::new(customer, Currency::USD))).unwrap().id;
    assert_eq!(crm.write(|tx| tx.quotes().send(id)).unwrap_err().code(), ErrorCode::Conflict);
    let lines = QuotePatch { lines: Some(vec![line(1_000, 1)]), ..QuotePatch::default() };
    crm.write(|tx| tx.quotes().update(id, lines)).unwrap();
    clock.set(at("2026-12-31T00:00:00Z"));
    assert_eq!(crm.write(|tx| tx.quotes().send(id)).unwrap_err().code(), ErrorCode::Conflict);
    let longer = QuotePatch { valid_until: Some(day("2026-12-31")), ..QuotePatch::default() };
    let sent = crm
        .write(|tx| {
            tx.quotes().update(id, longer)?;
            tx.quotes().send(id)
        })
        .unwrap();
    assert_eq!((sent.state, sent.sent_at), (QuoteState::Sent, Some(at("2026-12-31T00:00:00Z"))));
}

#[test]
fn a_discount_above_the_limit_leaves_only_when_it_was_approved() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let rate = Rate::from_ppm;
        let with = |line_rate, whole_rate| NewQuote {
            lines: vec![NewQuoteLine { discount_rate: rate(line_rate), ..line(1_000, 10_000_000) }, line(1_000, 1)],
            discount_rate: rate(whole_rate),
            ..new(customer)
        };
        // 5 % on top of 5 % is 9.75 %; 5 % on top of 6 % is 10.7 %.
        assert!(!tx.quotes().create(with(100_000, 0))?.needs_approval);
        assert!(!tx.quotes().create(with(50_000, 50_000))?.needs_approval);
        assert!(tx.quotes().create(with(100_001, 0))?.needs_approval);
        assert!(tx.quotes().create(with(0, 100_001))?.needs_approval);
        let id = tx.quotes().create(with(60_000, 50_000))?.id;
        let error = tx.quotes().send(id).unwrap_err();
        assert_eq!((error.code(), error.next_step().is_some()), (ErrorCode::Conflict, true));
        assert_eq!(tx.quotes().approve(id, StaffId(0)).unwrap_err().path(), Some("/staff_id"));
        let approved = tx.quotes().approve(id, StaffId(9))?;
        assert_eq!((approved.needs_approval, approved.approved_by), (false, Some(StaffId(9))));
        // Words leave the approval, another discount voids it.
        let words = QuotePatch { note: Patch::Set("Thank you".into()), ..QuotePatch::default() };
        assert_eq!(tx.quotes().update(id, words)?.approved_by, Some(StaffId(9)));
        let more = QuotePatch { discount_rate: Some(rate(60_000)), ..QuotePatch::default() };
        let changed = tx.quotes().update(id, more)?;
        assert_eq!((changed.needs_approval, changed.approved_by), (true, None));
        tx.quotes().approve(id, StaffId(9))?;
        assert_eq!(tx.quotes().send(id)?.state, QuoteState::Sent);
        // The next version is approved anew, unless the limit has moved.
        let next = tx.quotes().revise(id, None)?;
        assert!(next.needs_approval);
        tx.quotes()
            .configure(QuoteSettingsPatch { approval_limit: Some(rate(200_000)), ..QuoteSettingsPatch::default() })?;
        assert!(!tx.quotes().get(next.id)?.needs_approval);
        assert_eq!(tx.quotes().send(next.id)?.state, QuoteState::Sent);
        Ok(())
    })
    .unwrap();
}

#[test]
fn versions_share_a_number_and_numbers_have_no_gap() {
    let (crm, clock, customer) = shop();
    let create = || crm.write(|tx| tx.quotes().create(new(customer))).unwrap();
    let first = create();
    assert_eq!((first.number.as_str(), first.version, first.previous_id), ("Q-2026-0001", 1, None));
    // A transaction that fails gives its number back, and so does a step.
    let failed = crm.write(|tx| {
        tx.quotes().create(new(customer))?;
        Err::<(), _>(Error::conflict("no"))
    });
    assert!(failed.is_err());
    assert_eq!(create().number, "Q-2026-0002");
    let revised = crm
        .write(|tx| {
            tx.quotes().send(first.id)?;
            tx.quotes().revise(first.id, Some(day("2026-06-30")))
        })
        .unwrap();
    assert_eq!((revised.number.as_str(), revised.version, revised.previous_id), ("Q-2026-0001", 2, Some(first.id)));
    assert_eq!((revised.state, revised.sent_at, revised.valid_until), (QuoteState::Draft, None, day("2026-06-30")));
    assert_eq!((revised.total, &revised.lines), (first.total, &first.lines));
    let old = crm.read(|tx| tx.quotes().get(first.id)).unwrap();
    assert_eq!(old.state, QuoteState::Revised);
    assert_eq!(crm.write(|tx| tx.quotes().revise(first.id, None)).unwrap_err().allowed_values(), [""; 0]);
    let versions = QuoteFilter { number: Some("Q-2026-0001".into()), ..QuoteFilter::default() };
    let found = crm.read(|tx| tx.quotes().list(&versions)).unwrap().items;
    assert_eq!(found.iter().map(|quote| quote.version).collect::<Vec<_>>(), [2, 1]);
    // The year is that of the shop's zone.
    let zone = shop::ShopPatch {
        time_zone: Some(crate::vocabulary::time::Zone::parse("Asia/Shanghai").unwrap()),
        ..shop::ShopPatch::default()
    };
    crm.write(|tx| tx.shop().configure(zone)).unwrap();
    clock.set(at("2026-12-31T16:00:00Z"));
    assert_eq!(create().number, "Q-2027-0001");
    crm.write(|tx| {
        tx.quotes().configure(QuoteSettingsPatch {
            number_prefix: Some("AN7".into()),
            number_yearly: Some(false),
            valid_days: Some(7),
            ..QuoteSettingsPatch::default()
        })
    })
    .unwrap();
    let other = create();
    assert_eq!((other.number.as_str(), other.valid_until), ("AN7-0001", day("2027-01-08")));
    assert_eq!(create().number, "AN7-0002");
    assert!(crm.check().unwrap().ok);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let (crm, _, _) = shop();
    let refused = |patch: QuoteSettingsPatch| {
        crm.write(|tx| tx.quotes().configure(patch)).unwrap_err().path().unwrap().to_owned()
    };
    let none = QuoteSettingsPatch::default;
    assert_eq!(refused(QuoteSettingsPatch { approval_limit: Some(Rate::from_ppm(-1)), ..none() }), "/approval_limit");
    assert_eq!(refused(QuoteSettingsPatch { valid_days: Some(0), ..none() }), "/valid_days");
    assert_eq!(refused(QuoteSettingsPatch { number_prefix: Some("a b".into()), ..none() }), "/number_prefix");
    assert_eq!(refused(QuoteSettingsPatch { number_prefix: Some("a".repeat(17)), ..none() }), "/number_prefix");
    assert_eq!(told(&crm, "quote."), [""; 0]);
}

#[test]
fn an_opportunity_gives_its_lines_and_is_won_by_the_order() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let lamps = tx.opportunities().create(NewOpportunity {
            currency: Some(Currency::EUR),
            lines: vec![crate::opportunities::NewOpportunityLine {
                sku: "LAMP".into(),
                name: Some("Lamp".into()),
                quantity: Quantity::units(3),
                unit_price: UnitPrice::from_micros(5_000_000),
            }],
            ..NewOpportunity::new(customer, "Lamps")
        })?;
        let given = NewQuote { opportunity_id: Some(lamps.id), currency: None, lines: Vec::new(), ..new(customer) };
        let quote = tx.quotes().create(given.clone())?;
        assert_eq!((quote.total, quote.lines[0].name.as_deref()), (Money::new(15_00, Currency::EUR), Some("Lamp")));
        let stranger = tx.customers().create(NewCustomer::person("Li"))?.id;
        let foreign = NewQuote { customer_id: stranger, ..given };
        assert_eq!(tx.quotes().create(foreign).unwrap_err().path(), Some("/opportunity_id"));
        tx.quotes().send(quote.id)?;
        tx.quotes().accept(quote.id)?;
        let order = tx.quotes().order(quote.id, QuoteOrder::default())?;
        let won = tx.opportunities().get(lamps.id)?;
        assert_eq!((won.status, won.order_id), (OpportunityStatus::Won, Some(order.id)));
        assert_eq!(won.close_amount, Some(Money::new(15_00, Currency::EUR)));
        let error = tx.opportunities().reopen(lamps.id, "no", None).unwrap_err();
        assert_eq!(error.existing_id(), Some(order.id.0));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_handover_and_a_merge_take_quotes_along() {
    let (crm, _, wei) = shop();
    crm.write(|tx| {
        let li = tx.customers().create(NewCustomer::person("Li"))?.id;
        let sent = reach(tx, li, QuoteState::Sent);
        let accepted = reach(tx, li, QuoteState::Accepted);
        let ordered = reach(tx, li, QuoteState::Ordered);
        assert_eq!((has_accepted(tx, li)?, has_accepted(tx, wei)?), (true, false));
        let open: Vec<_> = open_of(tx, li, 10)?.into_iter().map(|quote| (quote.id, quote.total)).collect();
        assert_eq!(open, [(accepted, Money::usd(19_98)), (sent, Money::usd(19_98))]);
        assert_eq!(open_of(tx, li, 1)?.len(), 1);
        let owned = NewQuote { owner_id: Some(StaffId(7)), ..new(li) };
        let (mine, gone) = (tx.quotes().create(owned.clone())?.id, tx.quotes().create(owned)?.id);
        tx.quotes().cancel(gone, None)?;
        assert_eq!(transfer(tx, StaffId(7), StaffId(8))?, 1);
        assert_eq!(tx.quotes().get(mine)?.owner_id, Some(StaffId(8)));
        let merge = tx.customers().merge(&MergeRequest { winner_id: wei, loser_id: li, rules: BTreeMap::new() })?;
        assert_eq!(tx.quotes().get(sent)?.customer_id, wei);
        assert!(has_accepted(tx, wei)?);
        let filter = QuoteFilter { customer_id: Some(li), ..QuoteFilter::default() };
        assert_eq!(tx.quotes().list(&filter)?.items.len(), 5);
        // An order of a quote goes to whoever the customer is now, and comes back with the others.
        let order = tx.quotes().order(accepted, QuoteOrder::default())?;
        assert_eq!(order.customer_id, wei);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.quotes().get(ordered)?.customer_id, li);
        assert!(!has_accepted(tx, li)?);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}
