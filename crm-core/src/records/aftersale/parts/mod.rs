//! Spare parts and goods: how much of them lies where, what they fit, and what is promised to whom.
//!
//! Owns the stock of anything with an article number, parts and goods for sale alike, as a ledger of movements per place
//! (a warehouse, the van of a technician), and reservations. Promises that what is on hand is the sum of the ledger and
//! never below 0, that no more is reserved than there is, that a reservation ends once (handed out, released, or expired by
//! `tick`), that a part that runs low says so once until it has recovered, and that the chain of parts that take each
//! other's place has no circle. Refuses to know suppliers: `parts.to_reorder` says what to order, the host orders it.

mod ledger;
mod model;
mod movements;
mod reserve;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{
    NewPart, Part, PartFilter, PartLookup, PartPatch, PlaceStock, StockAvailability, StockLevels, StockToReorder,
    SuccessorStock,
};
pub(crate) use movements::main_place;
pub use movements::{
    NewPartReservation, NewStockMove, PartReservation, PartReservationFilter, PartReservationState, StockMove,
    StockMoveFilter, StockMoveKind, StockTransfer,
};
pub(crate) use reserve::tick;

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, ErrorCode, Page, PageRequest, PartId, Quantity, Result, figures};
use serde_json::json;

room! {
    /// Spare parts and goods, their stock and reservations.
    Parts, parts
}

/// The most parts that an answer about one article names.
const MAX_FITTING: usize = 1_000;
/// How many parts may take each other's place in turn.
const MAX_CHAIN: usize = 100;

impl<T: Reading> Parts<'_, T> {
    /// One part.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: PartId) -> Result<Part> {
        let tx = self.tx.reader();
        whole(tx, Part::by_id(tx, id)?.or_not_found(PartId::WHAT, id)?)
    }

    /// The part of an article number, and the one that takes its place now.
    ///
    /// # Errors
    /// `not_found` at `/sku` for an article that is not kept in stock.
    pub fn find(&self, sku: &str) -> Result<PartLookup> {
        let tx = self.tx.reader();
        let part = whole(tx, require_sku(tx, sku)?)?;
        let chain = chain_of(tx, &part)?;
        let skus = std::iter::once(&part).chain(&chain).map(|part| part.sku.clone()).collect();
        let (superseded, current) = (!chain.is_empty(), chain.into_iter().next_back());
        let current = current.map(|current| whole(tx, current)).transpose()?.unwrap_or_else(|| part.clone());
        Ok(PartLookup { part, current, superseded, chain: skus })
    }

    /// Parts in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &PartFilter) -> Result<Page<Part>> {
        let listing = filter.page.of("parts", filter)?;
        Ok(listing.page(store::list(self.tx.reader(), filter, &listing)?, |part| [part.id.0]))
    }

    /// The parts that fit an article, by their article numbers, the first 1,000: those that say so, and those that take the
    /// place of one of them.
    ///
    /// # Errors
    /// `invalid_input` for a blank article number.
    pub fn fitting(&self, sku: &str) -> Result<Vec<Part>> {
        store::fitting(self.tx.reader(), &rules::sku("/sku", sku)?, MAX_FITTING)
    }

    /// How much there is of an article, place by place, and of what takes its place.
    ///
    /// # Errors
    /// `not_found` at `/sku` for an article that is not kept in stock.
    pub fn availability(&self, sku: &str) -> Result<StockAvailability> {
        let tx = self.tx.reader();
        let part = require_sku(tx, sku)?;
        let free = |part: &Part| Quantity::from_thousandths(part.on_hand.thousandths() - part.reserved.thousandths());
        let successor = chain_of(tx, &part)?.into_iter().next_back();
        Ok(StockAvailability {
            part_id: part.id,
            available: free(&part),
            low: part.low_since.is_some(),
            places: store::places(tx, part.id)?,
            successor: successor.map(|part| SuccessorStock { part_id: part.id, available: free(&part), sku: part.sku }),
            sku: part.sku,
            unit: part.unit,
            on_hand: part.on_hand,
            reserved: part.reserved,
        })
    }

    /// How well the shop is stocked.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn levels(&self) -> Result<StockLevels> {
        let [kept, available, low] = store::levels(self.tx.reader())?;
        let share = figures::share(available, kept)?;
        Ok(StockLevels {
            kept: kept.unsigned_abs(),
            available: available.unsigned_abs(),
            out_of_stock: kept.abs_diff(available),
            low: low.unsigned_abs(),
            availability: share,
        })
    }

    /// What has to be ordered, that which is low for the longest time first, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn to_reorder(&self, page: &PageRequest) -> Result<Page<StockToReorder>> {
        let listing = page.of("parts_to_reorder", &())?;
        let found = listing.page(store::low(self.tx.reader(), &listing)?, |part| {
            [part.low_since.map_or(0, crate::Timestamp::millis), part.id.0]
        });
        Ok(found.map(|part| StockToReorder { quantity: rules::to_reorder(&part), part }))
    }
}

impl Parts<'_, WriteTransaction> {
    /// Records a part, or goods for sale, without stock.
    ///
    /// # Errors
    /// `conflict` with the known one for an article number that is taken; `invalid_input` for a bad field.
    pub fn create(&self, new: NewPart) -> Result<Part> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        if let Some(known) = store::of_sku(tx, &new.sku)? {
            return Err(Error::conflict("the article is kept already").at("/sku").existing(known.id));
        }
        let mut part = Part {
            id: PartId(0),
            sku: new.sku,
            name: new.name,
            fits: new.fits,
            unit: new.unit,
            cost: new.cost,
            price: new.price,
            reorder_point: new.reorder_point,
            reorder_quantity: new.reorder_quantity,
            superseded_by: None,
            active: true,
            on_hand: Quantity::default(),
            reserved: Quantity::default(),
            available: Quantity::default(),
            low_since: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            part.id = part.insert(tx, journal::next_seq(tx)?)?;
            store::replace_fits(tx, part.id, &part.fits)?;
            announce(tx, "part.created", &part)?;
            ledger::settle(tx, &mut part)
        })?;
        Ok(part)
    }

    /// Changes a part.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field.
    pub fn update(&self, id: PartId, patch: PartPatch) -> Result<Part> {
        let tx = self.tx;
        let known = self.get(id)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            if after.fits != known.fits {
                store::replace_fits(tx, id, &after.fits)?;
            }
            announce(tx, "part.updated", &after)?;
            ledger::settle(tx, &mut after)
        })?;
        Ok(after)
    }

    /// Says which part takes the place of another; none takes that back. The stock of the old one can be used up.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` at `/by` for a part that would take its own place, also by way of others; `limit` for
    /// more than 100 parts in a row.
    pub fn supersede(&self, id: PartId, by: Option<PartId>) -> Result<Part> {
        let tx = self.tx;
        let mut part = self.get(id)?;
        if part.superseded_by == by {
            return Ok(part);
        }
        if let Some(by) = by {
            let successor = Part::by_id(tx, by)?.or_not_found(PartId::WHAT, by).map_err(|error| error.at("/by"))?;
            let chain = chain_of(tx, &successor)?;
            if by == id || chain.iter().any(|part| part.id == id) {
                return Err(Error::invalid("/by", "a part does not take its own place")
                    .hint("parts.find shows the parts that take each other's place"));
            }
            if chain.len() + 1 >= MAX_CHAIN {
                return Err(Error::new(ErrorCode::Limit, "at most 100 parts take each other's place").at("/by"));
            }
        }
        part.superseded_by = by;
        tx.step(|| {
            announce(tx, "part.superseded", &part)?;
            ledger::settle(tx, &mut part)
        })?;
        Ok(part)
    }
}

/// The part of an article number, if it is kept in stock.
// Called by the rooms that use parts.
pub(crate) fn of_sku(tx: &ReadTransaction, sku: &str) -> Result<Option<Part>> {
    store::of_sku(tx, sku)
}

/// The part of an article number.
fn require_sku(tx: &ReadTransaction, sku: &str) -> Result<Part> {
    store::of_sku(tx, &rules::sku("/sku", sku)?)?.ok_or_else(|| {
        Error::new(ErrorCode::NotFound, "the article is not kept in stock")
            .at("/sku")
            .hint("record it with parts.create")
    })
}

/// The parts that take the place of one, in turn, the current one last.
fn chain_of(tx: &ReadTransaction, part: &Part) -> Result<Vec<Part>> {
    let mut chain = Vec::new();
    let mut next = part.superseded_by;
    while let Some(id) = next {
        if chain.len() > MAX_CHAIN {
            return Err(Error::internal("the parts that take each other's place form a circle"));
        }
        let part = Part::by_id(tx, id)?.or_not_found(PartId::WHAT, id)?;
        next = part.superseded_by;
        chain.push(part);
    }
    Ok(chain)
}

/// The part with what it fits and what of it is free.
fn whole(tx: &ReadTransaction, part: Part) -> Result<Part> {
    let found = store::complete(tx, vec![part])?.pop();
    found.ok_or_else(|| Error::internal("a part was lost while it was read"))
}

fn announce(tx: &WriteTransaction, name: &'static str, part: &Part) -> Result<()> {
    let facts = json!({
        "sku": part.sku, "active": part.active, "superseded_by": part.superseded_by, "on_hand": part.on_hand,
        "reserved": part.reserved, "reorder_point": part.reorder_point,
    });
    journal::append(tx, Entry::new(name).entity("part", part.id).payload(facts)).map(drop)
}

/// Stock that contradicts its ledger; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let what = [
        "places whose stock is not the sum of its ledger",
        "places whose open reservations are not what is promised",
        "parts whose stock is not the sum of its places",
        "parts that take their own place",
    ];
    let mut found: Vec<(&str, i64)> = what.into_iter().zip(store::contradictions(tx)?).collect();
    let parts = store::with_reorder_point(tx)?;
    let marked = parts.iter().filter(|part| part.low_since.is_some() != rules::is_low(part)).count();
    found.push(("parts whose mark of being low is wrong", i64::try_from(marked).unwrap_or(i64::MAX)));
    Ok(found.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{count} {what}")).collect())
}
