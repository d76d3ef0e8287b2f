//! Assets: the products that customers have, piece by piece.
//!
//! Owns pieces with a serial, and who has had each of them. Promises that a serial of a maker names one piece as long as
//! it is not scrapped; that a piece is on file as soon as its order line is delivered, and once, however often the order
//! changes; that registering twice is registering once; that a piece which belongs to somebody is never taken by
//! another, and that nobody is told whose it is; and that every owner stays known, with the order and configuration
//! behind.
//!
//! What is delivered stays an asset when the shop notes less as delivered later: a piece comes back by its state.

mod delivery;
mod model;
mod moves;
mod register;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use delivery::react;
pub use model::{Asset, AssetFilter, AssetHistory, AssetOrigin, AssetOwner, AssetPatch, AssetState, NewAsset};
pub(crate) use moves::{CUSTOMER_ROWS, follow};
pub(crate) use store::held_by;

use crate::db::{AssetTurn, ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{AssetId, CustomerId, OrderId, Page, Result, text};
use serde_json::json;

room! {
    /// The products that customers have, by serial.
    Assets, assets
}

impl<T: Reading> Assets<'_, T> {
    /// One asset.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: AssetId) -> Result<Asset> {
        Asset::by_id(self.tx.reader(), id)?.or_not_found(AssetId::WHAT, id)
    }

    /// The pieces that bear a serial, of all makers or of one; those that are scrapped at the end, the latest before the
    /// others, at most 100. None is an answer too.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a text that is no serial number.
    pub fn by_serial(&self, serial: &str, maker: Option<&str>) -> Result<Vec<Asset>> {
        let maker = text::optional_name("/maker", maker)?;
        with_serial(self.tx.reader(), serial, maker.as_deref())
    }

    /// Assets, the latest before the others, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page, article or serial.
    pub fn list(&self, filter: &AssetFilter) -> Result<Page<Asset>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        filter.sku = filter.sku.as_deref().map(|sku| rules::sku("/sku", sku)).transpose()?;
        let prefix = filter.serial_prefix.as_deref().map(|prefix| rules::key("/serial_prefix", prefix));
        filter.serial_prefix = prefix.transpose()?;
        let listing = filter.page.of("assets", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |asset| [asset.id.0]))
    }

    /// Who has had an asset, and the states it was in.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: AssetId) -> Result<AssetHistory> {
        let tx = self.tx.reader();
        self.get(id)?;
        let states = journal::stages_of(tx, rules::MACHINE.entity(), id.0)?;
        Ok(AssetHistory { owners: store::owners(tx, id)?, states })
    }
}

impl Assets<'_, WriteTransaction> {
    /// Registers a piece to a customer, or notes one that the shop has in stock. What the customer has already stays as
    /// it is, and takes what is not known of it yet; a piece in stock, or one that was given on to somebody unknown,
    /// becomes the customer's.
    ///
    /// # Errors
    /// `invalid_input` for a bad field, or an unknown piece without an article; `not_found` for an unknown customer or
    /// order line, and for a serial that is not on file when only those are wanted; `conflict` for a piece of somebody
    /// else, of another article, or of one of several makers; `not_allowed_transition` for a piece that came back and is
    /// not in stock.
    pub fn register(&self, new: NewAsset) -> Result<Asset> {
        self.tx.step(|| register::register(self.tx, new))
    }

    /// Changes what is known of an asset.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field.
    pub fn update(&self, id: AssetId, patch: AssetPatch) -> Result<Asset> {
        let tx = self.tx;
        let known = self.get(id)?;
        let mut after = known.clone();
        patch.installed_at.apply(&mut after.installed_at);
        rules::require_past(after.installed_at, tx.now())?;
        patch.location.cleaned(|text| text::optional_name("/location", Some(text)))?.apply(&mut after.location);
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            save(tx, &mut after)?;
            announce(tx, "asset.updated", &after, json!({ "installed_at": after.installed_at }))?;
            if after.installed_at != known.installed_at {
                tell(tx, id, AssetTurn::Dated)?;
            }
            self.get(id)
        })
    }

    /// Takes an asset to another state. One that is returned belongs to nobody any more; one in stock again has neither
    /// order nor dates; `transferred` says that the owner gave it on to somebody unknown.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `conflict` for a state that needs an
    /// owner while there is none; `invalid_input` for a reason that is no token.
    pub fn set_state(&self, id: AssetId, to: AssetState, reason: Option<&str>) -> Result<Asset> {
        let known = self.get(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        self.tx.step(|| moves::set_state(self.tx, known, to, reason.as_deref()))
    }

    /// Notes that the owner gave an asset on: to a customer, or to somebody unknown, who may register it. Where it stands
    /// is not known any more; its order, configuration and dates stay; its warranties stay as far as their plans say so.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` when it is the customer's already; `not_allowed_transition` for one that is in stock,
    /// returned or scrapped.
    pub fn transfer(&self, id: AssetId, to: Option<CustomerId>, reason: Option<&str>) -> Result<Asset> {
        let known = self.get(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        self.tx.step(|| moves::transfer(self.tx, known, to, reason.as_deref()))
    }
}

/// The asset of an id that was given.
///
/// # Errors
/// `not_found` at `/asset_id`.
pub(crate) fn require(tx: &ReadTransaction, id: AssetId) -> Result<Asset> {
    tx.assets().get(id).map_err(|error| error.at("/asset_id"))
}

/// The pieces that bear a serial, those that are scrapped at the end.
pub(crate) fn with_serial(tx: &ReadTransaction, serial: &str, maker: Option<&str>) -> Result<Vec<Asset>> {
    let mut found = store::of_serial(tx, &rules::key("/serial", serial)?)?;
    if let Some(maker) = maker {
        found.retain(|one| one.maker.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(maker)));
    }
    Ok(found)
}

/// What was last sold on an order.
pub(crate) fn of_order(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Asset>> {
    store::of_order(tx, order)
}

/// What was last sold on orders with a number.
pub(crate) fn of_order_number(tx: &ReadTransaction, number: &str) -> Result<Vec<Asset>> {
    store::of_number(tx, number)
}

/// Assets that contradict themselves; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let (owners, states, numbers) = store::contradictions(tx)?;
    let found = [
        (owners, "assets contradict who has had them"),
        (states, "assets have no owner that fits their state"),
        (numbers, "assets have another number than their order"),
    ];
    Ok(found.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}

/// Writes an asset that changed.
fn save(tx: &WriteTransaction, asset: &mut Asset) -> Result<()> {
    asset.updated_at = tx.now();
    asset.update(tx, journal::next_seq(tx)?)
}

/// Lets the rooms above follow what became of an asset.
fn tell(tx: &WriteTransaction, id: AssetId, turn: AssetTurn) -> Result<()> {
    tx.database().wiring.asset_followers.iter().try_for_each(|follow| follow(tx, id, turn))
}

fn announce(tx: &WriteTransaction, name: &'static str, asset: &Asset, more: serde_json::Value) -> Result<()> {
    let facts = json!({ "sku": asset.sku, "state": asset.state, "order_id": asset.order_id });
    let event = Entry::new(name).customer(asset.customer_id).entity("asset", asset.id).payload(facts).facts(more);
    journal::append(tx, event).map(drop)
}
