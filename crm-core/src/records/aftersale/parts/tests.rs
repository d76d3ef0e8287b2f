//! The ledger of stock against a plain model, the ends of reservations, chains of parts, and what runs low.

use super::rules::MACHINE;
use super::*;
use crate::records::interactions::Reference;
use crate::testing::{Chance, done_by, shop, sound, told};
use crate::vocabulary::{PartReservationId, Patch, Rate};
use crate::{PageRequest, Timestamp};
use std::collections::BTreeMap;

fn units(units: i32) -> Quantity {
    Quantity::units(units)
}

fn part(tx: &WriteTransaction, sku: &str) -> PartId {
    tx.parts().create(NewPart::new(sku, "Part")).unwrap().id
}

fn receive(tx: &WriteTransaction, part: PartId, quantity: i32) {
    tx.parts().receive(NewStockMove::new(part, units(quantity))).unwrap();
}

fn reservation(part_id: PartId, quantity: i32) -> NewPartReservation {
    NewPartReservation {
        part_id,
        quantity: units(quantity),
        place: main_place(),
        or_successor: false,
        reference: None,
        expires_at: None,
    }
}

fn transfer(part_id: PartId, quantity: i32, from: &str, to: &str) -> StockTransfer {
    StockTransfer { part_id, quantity: units(quantity), from: from.into(), to: to.into(), key: None }
}

#[test]
fn every_state_of_a_reservation_with_every_move() {
    for from in PartReservationState::ALL {
        for to in PartReservationState::ALL {
            let (crm, clock) = shop();
            crm.write(|tx| {
                let part = part(tx, "P-1");
                receive(tx, part, 5);
                let expires_at = Some(tx.now().plus_days(1));
                let made = tx.parts().reserve(NewPartReservation { expires_at, ..reservation(part, 3) })?;
                let go = |to: PartReservationState| match to {
                    PartReservationState::Reserved => Ok(()),
                    PartReservationState::Issued => tx.parts().issue_reserved(made.id, None).map(drop),
                    PartReservationState::Released => tx.parts().release(made.id).map(drop),
                    PartReservationState::Expired => {
                        let mut known = tx.parts().reservation(made.id)?;
                        tx.step(|| {
                            reserve::free(tx, &mut known, PartReservationState::Expired, "part.reservation_expired")
                        })
                    }
                };
                go(*from)?;
                if *to == PartReservationState::Reserved {
                    return Ok(());
                }
                let before = tx.parts().get(part)?;
                let went = go(*to);
                assert_eq!(went.is_ok(), MACHINE.may(*from, *to), "{from} to {to}");
                if let Err(error) = went {
                    assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                    assert_eq!(tx.parts().get(part)?, before, "a refused move changes nothing");
                    assert_eq!(tx.parts().reservation(made.id)?.state, *from);
                }
                Ok(())
            })
            .unwrap();
            clock.set(crm.read(|tx| Ok(tx.now())).unwrap().plus_days(2));
            crm.tick(None, None).unwrap();
            let open = PartReservationFilter { state: Some(PartReservationState::Reserved), ..Default::default() };
            assert!(crm.read(|tx| tx.parts().reservations(&open)).unwrap().items.is_empty());
            sound(&crm);
        }
    }
}

/// What one place holds: how much, and the open reservations with their ends.
#[derive(Default, Clone)]
struct Shelf {
    on_hand: i64,
    open: BTreeMap<PartReservationId, (i64, Option<Timestamp>)>,
}

impl Shelf {
    fn reserved(&self) -> i64 {
        self.open.values().map(|(quantity, _)| quantity).sum()
    }

    fn free(&self) -> i64 {
        self.on_hand - self.reserved()
    }
}

#[test]
fn stock_is_the_sum_of_its_ledger_and_of_a_plain_model() {
    for seed in 0..12 {
        let mut dice = Chance(seed);
        let (crm, clock) = shop();
        let parts = crm.write(|tx| Ok([part(tx, "P-1"), part(tx, "P-2")])).unwrap();
        let mut now = crm.read(|tx| Ok(tx.now())).unwrap();
        let mut shelves: BTreeMap<(PartId, &str), Shelf> = BTreeMap::new();
        for _ in 0..150 {
            let part = parts[dice.roll(2) as usize];
            let place = ["main", "van-1", "van-2"][dice.roll(3) as usize];
            let other = ["main", "van-1", "van-2"][dice.roll(3) as usize];
            let amount = 1 + dice.roll(4_000) as i64;
            let quantity = Quantity::from_thousandths(amount);
            let new = NewStockMove { place: place.into(), ..NewStockMove::new(part, quantity) };
            let kind = dice.roll(10);
            // Any change of a part's stock frees first what was reserved for too long.
            let frees = |shelves: &mut BTreeMap<(PartId, &str), Shelf>| {
                for ((of, _), shelf) in shelves.iter_mut() {
                    if *of == part {
                        shelf.open.retain(|_, (_, end)| end.is_none_or(|end| end > now));
                    }
                }
            };
            let before = shelves.clone();
            let shelf = before.get(&(part, place)).cloned().unwrap_or_default();
            let mut after = before.clone();
            frees(&mut after);
            let free = after.get(&(part, place)).map_or(0, Shelf::free);
            let done = match kind {
                0..=2 => {
                    after.entry((part, place)).or_default().on_hand += amount;
                    let done = crm.write(|tx| match kind {
                        0 => tx.parts().take_back(new),
                        _ => tx.parts().receive(new),
                    });
                    assert!(done.is_ok(), "{done:?}");
                    true
                }
                3 => {
                    let done = crm.write(|tx| tx.parts().issue(new)).is_ok();
                    assert_eq!(done, amount <= free);
                    after.entry((part, place)).or_default().on_hand -= amount;
                    done
                }
                4 => {
                    let less = NewStockMove {
                        quantity: Quantity::from_thousandths(-amount),
                        reason: Some("counted".into()),
                        ..new
                    };
                    let done = crm.write(|tx| tx.parts().adjust(less)).is_ok();
                    assert_eq!(done, amount <= free);
                    after.entry((part, place)).or_default().on_hand -= amount;
                    done
                }
                5 => {
                    let given = StockTransfer { quantity, ..transfer(part, 1, place, other) };
                    let done = crm.write(|tx| tx.parts().transfer(given)).is_ok();
                    assert_eq!(done, amount <= free && place != other);
                    after.entry((part, place)).or_default().on_hand -= amount;
                    after.entry((part, other)).or_default().on_hand += amount;
                    done
                }
                6 | 7 => {
                    let expires_at = (dice.roll(2) == 0).then(|| now.plus_days(1 + dice.roll(5) as i64));
                    let wanted =
                        NewPartReservation { quantity, place: place.into(), expires_at, ..reservation(part, 1) };
                    let made = crm.write(|tx| tx.parts().reserve(wanted));
                    assert_eq!(made.is_ok(), amount <= free);
                    let done = made.is_ok();
                    if let Ok(made) = made {
                        after.entry((part, place)).or_default().open.insert(made.id, (amount, expires_at));
                    }
                    done
                }
                8 => match shelf.open.iter().next() {
                    Some((id, (reserved, end))) if dice.roll(2) == 0 => {
                        let taken = amount.min(*reserved);
                        let taken_of = Some(Quantity::from_thousandths(taken));
                        let done = crm.write(|tx| tx.parts().issue_reserved(*id, taken_of)).is_ok();
                        assert_eq!(done, end.is_none_or(|end| end > now));
                        // Handing out what is reserved leaves the other reservations alone.
                        after = before.clone();
                        let shelf = after.entry((part, place)).or_default();
                        shelf.on_hand -= taken;
                        shelf.open.remove(id);
                        done
                    }
                    Some((id, _)) => {
                        assert!(crm.write(|tx| tx.parts().release(*id)).is_ok());
                        after = before.clone();
                        after.entry((part, place)).or_default().open.remove(id);
                        true
                    }
                    None => false,
                },
                _ => {
                    now = now.plus_days(dice.roll(4) as i64);
                    clock.set(now);
                    let ticks = dice.roll(2) == 0;
                    if ticks {
                        crm.tick(None, None).unwrap();
                        after = before.clone();
                        for shelf in after.values_mut() {
                            shelf.open.retain(|_, (_, end)| end.is_none_or(|end| end > now));
                        }
                    }
                    ticks
                }
            };
            shelves = if done { after } else { before };
            for (part, sku) in parts.iter().zip(["P-1", "P-2"]) {
                let stock = crm.read(|tx| tx.parts().availability(sku)).unwrap();
                for place in &stock.places {
                    let shelf = shelves.get(&(*part, place.place.as_str())).cloned().unwrap_or_default();
                    assert_eq!(place.on_hand.thousandths(), shelf.on_hand);
                    assert_eq!(place.reserved.thousandths(), shelf.reserved());
                    assert_eq!(place.available.thousandths(), shelf.free());
                }
                let of_part = shelves.iter().filter(|((of, _), _)| of == part);
                assert_eq!(stock.available.thousandths(), of_part.map(|(_, shelf)| shelf.free()).sum::<i64>());
            }
        }
        for part in parts {
            let filter = StockMoveFilter { part_id: Some(part), page: PageRequest::first(1_000), ..Default::default() };
            let ledger = crm.read(|tx| tx.parts().moves(&filter)).unwrap().items;
            let sum: i64 = ledger.iter().map(|entry| entry.quantity.thousandths()).sum();
            assert_eq!(sum, crm.read(|tx| tx.parts().get(part)).unwrap().on_hand.thousandths());
        }
        sound(&crm);
    }
}

#[test]
fn no_more_is_reserved_or_handed_out_than_there_is() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let part = part(tx, "P-1");
        receive(tx, part, 5);
        let made = tx.parts().reserve(reservation(part, 4))?;
        for error in [
            tx.parts().reserve(reservation(part, 2)).unwrap_err(),
            tx.parts().issue(NewStockMove::new(part, units(2))).unwrap_err(),
            tx.parts()
                .adjust(NewStockMove { reason: Some("lost".into()), ..NewStockMove::new(part, units(-2)) })
                .unwrap_err(),
            tx.parts().transfer(transfer(part, 2, "main", "van-1")).unwrap_err(),
        ] {
            assert_eq!((error.code(), error.path()), (ErrorCode::Limit, Some("/quantity")));
            assert!(error.message().contains("only 1 are free"), "{error}");
        }
        let more = tx.parts().issue_reserved(made.id, Some(units(5))).unwrap_err();
        assert_eq!((more.code(), more.path()), (ErrorCode::InvalidInput, Some("/quantity")));
        // What is left over of a reservation is free again.
        tx.parts().issue_reserved(made.id, Some(units(1)))?;
        let known = tx.parts().get(part)?;
        assert_eq!((known.on_hand, known.reserved, known.available), (units(4), units(0), units(4)));
        let huge = NewStockMove::new(part, Quantity::from_thousandths(1_000_000_000_000_000));
        assert_eq!(tx.parts().receive(huge).unwrap_err().code(), ErrorCode::Limit);
        for bad in [0, -1, i64::MIN, i64::MAX] {
            let new = NewStockMove::new(part, Quantity::from_thousandths(bad));
            assert_eq!(tx.parts().receive(new).unwrap_err().path(), Some("/quantity"));
        }
        let unsaid = tx.parts().adjust(NewStockMove::new(part, units(-1))).unwrap_err();
        assert_eq!(unsaid.path(), Some("/reason"));
        let least =
            NewStockMove { reason: Some("x".into()), ..NewStockMove::new(part, Quantity::from_thousandths(i64::MIN)) };
        assert_eq!(tx.parts().adjust(least).unwrap_err().path(), Some("/quantity"));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn the_same_request_again_changes_nothing() {
    let (crm, clock) = shop();
    crm.write(|tx| {
        let part = part(tx, "P-1");
        let new = NewStockMove { key: Some("delivery-7".into()), ..NewStockMove::new(part, units(5)) };
        let first = tx.parts().receive(new.clone())?;
        clock.set(tx.now().plus_days(1));
        assert_eq!(tx.parts().receive(new.clone())?, first);
        let moved = StockTransfer { key: Some("round-1".into()), ..transfer(part, 2, "main", "van-1") };
        let gone = tx.parts().transfer(moved.clone())?;
        assert_eq!(gone.quantity, units(-2));
        assert_eq!(tx.parts().transfer(moved)?, gone);
        for error in [
            tx.parts().receive(NewStockMove { quantity: units(6), ..new.clone() }).unwrap_err(),
            tx.parts().issue(new).unwrap_err(),
        ] {
            assert_eq!((error.code(), error.existing_id()), (ErrorCode::IdempotencyConflict, Some(first.id.0)));
        }
        assert_eq!(tx.parts().get(part)?.on_hand, units(5));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_part_that_runs_low_says_so_once_until_it_has_recovered() {
    let (crm, _) = shop();
    let lows = || told(&crm, "part.low_stock").len();
    let kept = crm
        .write(|tx| {
            let new = NewPart {
                reorder_point: Some(units(3)),
                reorder_quantity: Some(units(10)),
                ..NewPart::new("P-1", "Pump")
            };
            let kept = tx.parts().create(new)?.id;
            receive(tx, kept, 5);
            part(tx, "P-2");
            Ok(kept)
        })
        .unwrap();
    // A part without stock is low from the beginning; the stock that came has lifted it.
    assert_eq!(lows(), 1);
    crm.write(|tx| {
        let made = tx.parts().reserve(reservation(kept, 2))?;
        tx.parts().issue(NewStockMove::new(kept, units(1)))?;
        let low = tx.parts().to_reorder(&PageRequest::default())?.items;
        assert_eq!(low.iter().map(|one| (one.part.id, one.quantity)).collect::<Vec<_>>(), [(kept, units(10))]);
        tx.parts().release(made.id)?;
        assert!(tx.parts().to_reorder(&PageRequest::default())?.items.is_empty());
        tx.parts().issue(NewStockMove::new(kept, units(1)))?;
        let levels = tx.parts().levels()?;
        assert_eq!((levels.kept, levels.available, levels.out_of_stock, levels.low), (2, 1, 1, 1));
        assert_eq!(levels.availability, Some(Rate::from_ppm(500_000)));
        Ok(())
    })
    .unwrap();
    assert_eq!(lows(), 3);
    crm.write(|tx| {
        // Less is missing than is ordered at a time, unless the reorder point rises; without one nothing is ever low.
        let patch = PartPatch { reorder_point: Patch::Set(units(40)), ..PartPatch::default() };
        assert!(tx.parts().update(kept, patch)?.low_since.is_some());
        assert_eq!(tx.parts().to_reorder(&PageRequest::default())?.items[0].quantity, units(38));
        let patch = PartPatch { reorder_point: Patch::Clear, ..PartPatch::default() };
        assert_eq!(tx.parts().update(kept, patch)?.low_since, None);
        Ok(())
    })
    .unwrap();
    assert_eq!(lows(), 3);
    sound(&crm);
}

#[test]
fn parts_take_each_others_place_without_a_circle() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let fits = NewPart { fits: vec!["MIXER".into(), "MIXER".into()], ..NewPart::new("P-1", "Old pump") };
        let old = tx.parts().create(fits)?;
        assert_eq!(old.fits, ["MIXER"]);
        let (middle, new) = (part(tx, "P-2"), part(tx, "P-3"));
        receive(tx, old.id, 1);
        receive(tx, new, 5);
        tx.parts().supersede(old.id, Some(middle))?;
        tx.parts().supersede(middle, Some(new))?;
        for (id, by) in [(new, old.id), (new, middle), (new, new), (old.id, old.id)] {
            let error = tx.parts().supersede(id, Some(by)).unwrap_err();
            assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/by")));
        }
        let found = tx.parts().find("P-1")?;
        assert_eq!((found.part.id, found.current.id, found.superseded), (old.id, new, true));
        assert_eq!(found.chain, ["P-1", "P-2", "P-3"]);
        let current = tx.parts().find("P-3")?;
        assert_eq!((current.part.id, current.current.id, current.superseded), (new, new, false));
        let fitting: Vec<_> = tx.parts().fitting("MIXER")?.into_iter().map(|part| part.sku).collect();
        assert_eq!(fitting, ["P-1", "P-2", "P-3"]);
        assert!(tx.parts().fitting("KETTLE")?.is_empty());
        let stock = tx.parts().availability("P-1")?;
        assert_eq!(stock.successor.map(|next| (next.sku, next.available)), Some(("P-3".into(), units(5))));
        // The old part is used up first; afterwards its successor with enough takes its place, when that is asked for.
        assert_eq!(tx.parts().reserve(reservation(old.id, 1))?.wanted_part_id, None);
        let error = tx.parts().reserve(reservation(old.id, 2)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Limit, Some("/quantity")));
        let made = tx.parts().reserve(NewPartReservation { or_successor: true, ..reservation(old.id, 2) })?;
        assert_eq!((made.part_id, made.wanted_part_id), (new, Some(old.id)));
        let none = tx.parts().reserve(NewPartReservation { or_successor: true, ..reservation(old.id, 4) }).unwrap_err();
        assert_eq!(none.code(), ErrorCode::Limit);
        tx.parts().supersede(middle, None)?;
        assert_eq!(tx.parts().find("P-1")?.current.id, middle);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn reservations_end_by_themselves_once() {
    let (crm, clock) = shop();
    let (part, made) = crm
        .write(|tx| {
            let part = part(tx, "P-1");
            receive(tx, part, 5);
            let reference = Some(Reference { entity: "service_order".into(), id: 7 });
            let expires_at = Some(tx.now().plus_days(1));
            let past = NewPartReservation { expires_at: Some(tx.now()), ..reservation(part, 1) };
            assert_eq!(tx.parts().reserve(past).unwrap_err().path(), Some("/expires_at"));
            let made = tx.parts().reserve(NewPartReservation { reference, expires_at, ..reservation(part, 5) })?;
            Ok((part, made))
        })
        .unwrap();
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "parts"), 0);
    clock.set(made.expires_at.unwrap());
    crm.write(|tx| {
        let late = tx.parts().issue_reserved(made.id, None).unwrap_err();
        assert_eq!(late.code(), ErrorCode::NotAllowedTransition);
        Ok(())
    })
    .unwrap();
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "parts"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "parts"), 0);
    assert_eq!(told(&crm, "part.reservation_expired").len(), 1);
    let filter = PartReservationFilter {
        reference: Some(Reference { entity: "service_order".into(), id: 7 }),
        ..PartReservationFilter::default()
    };
    let found = crm.read(|tx| tx.parts().reservations(&filter)).unwrap().items;
    assert_eq!(found.iter().map(|one| one.state).collect::<Vec<_>>(), [PartReservationState::Expired]);
    crm.write(|tx| {
        // Before tick too: what was reserved for too long makes way.
        let expires_at = Some(tx.now().plus_days(1));
        tx.parts().reserve(NewPartReservation { expires_at, ..reservation(part, 5) })
    })
    .unwrap();
    clock.set(made.expires_at.unwrap().plus_days(1));
    crm.write(|tx| tx.parts().reserve(reservation(part, 5))).unwrap();
    sound(&crm);
}

#[test]
fn a_part_that_is_not_kept_is_used_up_but_not_promised() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let id = part(tx, "P-1");
        assert_eq!(tx.parts().create(NewPart::new(" P-1 ", "Again")).unwrap_err().existing_id(), Some(id.0));
        receive(tx, id, 2);
        tx.parts().update(id, PartPatch { active: Some(false), ..PartPatch::default() })?;
        let error = tx.parts().reserve(reservation(id, 1)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Conflict, Some("/part_id")));
        tx.parts().issue(NewStockMove::new(id, units(2)))?;
        assert_eq!(tx.parts().availability("P-1")?.on_hand, units(0));
        let missing = tx.parts().availability("P-9").unwrap_err();
        assert_eq!((missing.code(), missing.path()), (ErrorCode::NotFound, Some("/sku")));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_transfer_is_no_shortage() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let part = tx.parts().create(NewPart { reorder_point: Some(units(5)), ..NewPart::new("TEA", "Part") })?.id;
        receive(tx, part, 8);
        let before = told_in(tx);
        tx.parts().transfer(transfer(part, 6, "main", "van-1"))?;
        assert_eq!(tx.parts().get(part)?.low_since, None);
        assert_eq!(told_in(tx), before + 1, "only that stock was moved");
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "part.low_stock"), ["part.low_stock"], "of the empty shelf at first, and not again");
    sound(&crm);
}

/// How many events there are.
fn told_in(tx: &WriteTransaction) -> usize {
    tx.events().list(0, 10_000).unwrap().len()
}
