//! Registering pieces, and how a piece comes to its owner from the shop.

use super::rules::{self, MACHINE, Piece};
use super::{Asset, AssetOrigin, AssetOwner, AssetState, NewAsset, announce, save, store, tell};
use crate::db::{AssetTurn, ReadTransaction, WriteTransaction};
use crate::journal;
use crate::records::{customers, orders};
use crate::vocabulary::{
    AssetId, AssetOwnerId, ConfigurationId, CustomerId, Error, ErrorCode, OrderId, OrderLineId, Result, Timestamp,
};
use serde_json::json;

/// What a piece was bought on.
#[derive(Debug, Clone)]
pub(super) struct Bought {
    pub(super) order: OrderId,
    pub(super) line: OrderLineId,
    pub(super) number: Option<String>,
    pub(super) sku: String,
    pub(super) configuration: Option<ConfigurationId>,
}

/// How a piece comes to an owner from the shop.
#[derive(Debug, Clone)]
pub(super) struct Gain {
    pub(super) customer: CustomerId,
    pub(super) how: AssetOrigin,
    pub(super) bought: Option<Bought>,
    pub(super) delivered_at: Option<Timestamp>,
}

pub(super) fn register(tx: &WriteTransaction, new: NewAsset) -> Result<Asset> {
    let (mut piece, new) = rules::clean(new, tx.now())?;
    let customer = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
    let customer = customer.map_err(|error| error.at("/customer_id"))?;
    let bought = match (new.order_line_id, customer) {
        (Some(line), Some(customer)) => Some(bought(tx, line, customer)?),
        _ => None,
    };
    if let Some(bought) = &bought {
        match &piece.sku {
            Some(sku) if *sku != bought.sku => {
                return Err(Error::invalid("/sku", "the order line is one of another article"));
            }
            _ => piece.sku = Some(bought.sku.clone()),
        }
    }
    name_maker(tx, &mut piece)?;
    let live = store::live(tx, &piece.key)?;
    let Some(known) = rules::pick(&live, &piece)?.cloned() else {
        return create(tx, piece, &new, customer, bought);
    };
    match (known.customer_id, customer) {
        (Some(owner), Some(customer)) if owner == customer => complete(tx, known, &new, bought),
        (None, None) => Ok(known),
        (Some(_), None) => Err(Error::conflict("this piece is not in stock: it has an owner").at("/serial")),
        (Some(_), Some(_)) => Err(Error::conflict("this piece is registered to somebody else")
            .at("/serial")
            .hint("whoever gave it on says so with assets.transfer; or it bears the serial of another maker")),
        (None, Some(customer)) => {
            let gain = Gain { customer, how: AssetOrigin::Registration, bought, delivered_at: None };
            let mut asset = known;
            (asset.installed_at, asset.location) = (new.installed_at.or(asset.installed_at), new.location);
            own(tx, asset, &gain)
        }
    }
}

/// The line on which a customer bought a piece.
fn bought(tx: &ReadTransaction, line: OrderLineId, customer: CustomerId) -> Result<Bought> {
    let absent = || Error::not_found(OrderLineId::WHAT, line).at("/order_line_id");
    let order = match tx.orders().get(orders::order_of(line)) {
        Err(error) if error.is_not_found() => return Err(absent()),
        found => found?,
    };
    let found = order.lines.iter().find(|one| one.id == line).ok_or_else(absent)?;
    if order.customer_id != customer {
        return Err(Error::invalid("/order_line_id", "the order line is not one of this customer"));
    }
    let (sku, configuration) = (found.sku.clone(), found.configuration);
    Ok(Bought { order: order.id, line, number: order.number, sku, configuration })
}

/// A piece of an article is of the article's brand.
pub(super) fn name_maker(tx: &ReadTransaction, piece: &mut Piece) -> Result<()> {
    if let (None, Some(sku)) = (&piece.maker, &piece.sku) {
        piece.maker = tx.catalog().find(sku)?.and_then(|product| product.brand);
    }
    Ok(())
}

fn create(
    tx: &WriteTransaction,
    piece: Piece,
    new: &NewAsset,
    customer: Option<CustomerId>,
    bought: Option<Bought>,
) -> Result<Asset> {
    if new.known_only {
        return Err(Error::new(ErrorCode::NotFound, "no piece with this serial is on file")
            .at("/serial")
            .hint("look at the number once more; pieces of other sellers are registered without known_only"));
    }
    let sku = piece.sku.clone().ok_or_else(|| {
        Error::invalid("/sku", "a piece that is not on file needs its article").hint("name the article number")
    })?;
    let mut asset = blank(tx, piece, sku);
    (asset.installed_at, asset.location) = (new.installed_at, new.location.clone());
    match customer {
        Some(customer) => {
            own(tx, asset, &Gain { customer, how: AssetOrigin::Registration, bought, delivered_at: None })
        }
        None => {
            asset.id = asset.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &MACHINE, (asset.id.0, None), asset.state)?;
            announce(tx, "asset.registered", &asset, json!({ "how": null }))?;
            Ok(asset)
        }
    }
}

/// A piece in stock of which nothing else is known.
pub(super) fn blank(tx: &WriteTransaction, piece: Piece, sku: String) -> Asset {
    Asset {
        id: AssetId(0),
        serial: piece.serial,
        serial_key: piece.key,
        maker: piece.maker,
        sku,
        customer_id: None,
        state: AssetState::InStock,
        order_id: None,
        order_line_id: None,
        order_number: None,
        configuration_id: None,
        location: None,
        delivered_at: None,
        registered_at: None,
        installed_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// The owner registers what is the owner's already: what was not known of it is known now.
fn complete(tx: &WriteTransaction, known: Asset, new: &NewAsset, bought: Option<Bought>) -> Result<Asset> {
    let mut after = known.clone();
    after.registered_at = after.registered_at.or(Some(tx.now()));
    after.installed_at = after.installed_at.or(new.installed_at);
    after.location = after.location.or_else(|| new.location.clone());
    if after.order_id.is_none()
        && let Some(bought) = &bought
    {
        note_purchase(&mut after, bought);
    }
    if matches!(known.state, AssetState::Sold | AssetState::Transferred) {
        after.state = AssetState::InUse;
    }
    if after == known {
        return Ok(known);
    }
    if after.state != known.state {
        journal::go(tx, &MACHINE, (known.id.0, known.customer_id), (known.state, after.state), None)?;
    }
    save(tx, &mut after)?;
    if after.order_id != known.order_id {
        store::set_order(tx, &after, journal::next_seq(tx)?)?;
    }
    announce(tx, "asset.registered", &after, json!({ "how": AssetOrigin::Registration }))?;
    tell(tx, after.id, AssetTurn::Dated)?;
    tx.assets().get(after.id)
}

pub(super) fn note_purchase(asset: &mut Asset, bought: &Bought) {
    (asset.order_id, asset.order_line_id) = (Some(bought.order), Some(bought.line));
    asset.order_number.clone_from(&bought.number);
    asset.configuration_id = bought.configuration.or(asset.configuration_id);
}

/// Gives a piece without an owner, new or known, to one.
pub(super) fn own(tx: &WriteTransaction, mut asset: Asset, gain: &Gain) -> Result<Asset> {
    let customer = Some(gain.customer);
    let from = asset.state;
    let to = match gain.how {
        AssetOrigin::Sale => AssetState::Sold,
        AssetOrigin::Registration | AssetOrigin::Transfer => AssetState::InUse,
    };
    asset.customer_id = customer;
    asset.state = to;
    if let Some(bought) = &gain.bought {
        note_purchase(&mut asset, bought);
    }
    asset.delivered_at = gain.delivered_at.or(asset.delivered_at);
    if gain.how == AssetOrigin::Registration {
        asset.registered_at = asset.registered_at.or(Some(tx.now()));
    }
    if asset.id == AssetId(0) {
        asset.id = asset.insert(tx, journal::next_seq(tx)?)?;
        journal::begin(tx, &MACHINE, (asset.id.0, customer), to)?;
    } else {
        journal::go(tx, &MACHINE, (asset.id.0, customer), (from, to), None).map_err(|error| error.at("/serial"))?;
        save(tx, &mut asset)?;
    }
    enter(tx, &asset, gain.customer, gain.how, tx.now())?;
    announce(tx, "asset.registered", &asset, json!({ "how": gain.how }))?;
    tell(tx, asset.id, AssetTurn::Owned)?;
    tx.assets().get(asset.id)
}

/// Notes that an asset is a customer's from now on, as it stands.
pub(super) fn enter(
    tx: &WriteTransaction,
    asset: &Asset,
    customer: CustomerId,
    how: AssetOrigin,
    at: Timestamp,
) -> Result<()> {
    // Who gets it from its owner has not bought it on the owner's order.
    let is_sold = how != AssetOrigin::Transfer;
    let entry = AssetOwner {
        id: AssetOwnerId(0),
        asset_id: asset.id,
        customer_id: customer,
        how,
        order_id: asset.order_id.filter(|_| is_sold),
        order_line_id: asset.order_line_id.filter(|_| is_sold),
        configuration_id: asset.configuration_id,
        from_at: at,
        until_at: None,
    };
    entry.insert(tx, journal::next_seq(tx)?).map(drop)
}
