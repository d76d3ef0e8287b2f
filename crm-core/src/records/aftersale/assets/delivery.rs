//! What is delivered becomes an asset: the reaction to orders whose lines name serials.

use super::register::{self, Bought, Gain};
use super::rules::{self, MACHINE, Piece};
use super::{Asset, AssetOrigin, AssetState, moves, save, store};
use crate::db::{ReadTransaction, Round, WriteTransaction};
use crate::journal;
use crate::records::interactions::Reference;
use crate::records::orders::{self, Order, OrderLine, OrderState};
use crate::records::sale::shipments::{ShipmentFilter, ShipmentState};
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::{OrderId, PageRequest, Result, Timestamp, page};

/// The rule that tells the staff of a serial that somebody else has.
const ORIGIN: &str = "assets.serial_conflict";

/// The reaction to changed orders: pieces that were delivered become their buyer's, once.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    for order in &round.orders {
        if orders::has_serials(tx, *order)? {
            deliver(tx, *order)?;
        }
        if store::has_order(tx, *order)? {
            store::set_number(tx, *order, tx.orders().get(*order)?.number.as_deref())?;
        }
    }
    Ok(())
}

fn deliver(tx: &WriteTransaction, order: OrderId) -> Result<()> {
    let order = tx.orders().get(order)?;
    if matches!(order.state, OrderState::Draft | OrderState::Cancelled) {
        return Ok(());
    }
    for line in &order.lines {
        for serial in delivered(&order, line) {
            piece(tx, &order, line, serial)?;
        }
    }
    Ok(())
}

/// The serials of a line that have reached the buyer: all of an order that is completed, otherwise so many of them, in
/// their sequence, as whole pieces were delivered.
fn delivered<'a>(order: &Order, line: &'a OrderLine) -> &'a [String] {
    let is_complete = matches!(order.state, OrderState::Completed | OrderState::Closed);
    let all = line.serials.len();
    let pieces = if is_complete || line.fulfilled >= line.quantity && line.fulfilled.thousandths() > 0 {
        all
    } else {
        usize::try_from(line.fulfilled.thousandths().max(0) / 1_000).unwrap_or(all)
    };
    &line.serials[..pieces.min(all)]
}

fn piece(tx: &WriteTransaction, order: &Order, line: &OrderLine, serial: &str) -> Result<()> {
    // A host may send what is no serial; the order is a fact all the same.
    let Ok(key) = rules::key("", serial) else { return Ok(()) };
    if store::was_sold(tx, (order.id, line.id), &key)? {
        return Ok(());
    }
    let product = tx.catalog().find(&line.sku)?;
    if product.as_ref().is_some_and(|product| !product.serialised) {
        return Ok(());
    }
    let maker = product.and_then(|product| product.brand);
    let piece = Piece { serial: serial.to_owned(), key, sku: Some(line.sku.clone()), maker };
    let live = store::live(tx, &piece.key)?;
    let bought = Bought {
        order: order.id,
        line: line.id,
        number: order.number.clone(),
        sku: line.sku.clone(),
        configuration: line.configuration,
    };
    let gain = Gain {
        customer: order.customer_id,
        how: AssetOrigin::Sale,
        bought: Some(bought),
        delivered_at: Some(delivered_at(tx, order, line)?),
    };
    match rules::pick(&live, &piece) {
        Ok(None) => register::own(tx, register::blank(tx, piece, line.sku.clone()), &gain).map(drop),
        Ok(Some(known)) => take(tx, order, known.clone(), &gain),
        Err(_) => ask(tx, order),
    }
}

/// Gives a piece that is on file to the buyer, unless it is somebody else's.
fn take(tx: &WriteTransaction, order: &Order, known: Asset, gain: &Gain) -> Result<()> {
    if known.customer_id.is_some_and(|owner| owner != gain.customer) {
        return ask(tx, order);
    }
    if known.customer_id.is_some() {
        // The buyer registered it before the shop noted the delivery.
        let mut after = known;
        if after.order_id.is_none()
            && let Some(bought) = &gain.bought
        {
            register::note_purchase(&mut after, bought);
            after.delivered_at = gain.delivered_at;
            save(tx, &mut after)?;
            store::set_order(tx, &after, journal::next_seq(tx)?)?;
            super::tell(tx, after.id, crate::db::AssetTurn::Dated)?;
        }
        return Ok(());
    }
    let known = match known.state {
        AssetState::Returned => moves::set_state(tx, known, AssetState::InStock, Some("sold_again"))?,
        _ => known,
    };
    match MACHINE.may(known.state, AssetState::Sold) {
        true => register::own(tx, known, gain).map(drop),
        // Somebody unknown has it.
        false => ask(tx, order),
    }
}

/// When what is delivered of a line was: with its last parcel that arrived, or when the order was completed.
fn delivered_at(tx: &ReadTransaction, order: &Order, line: &OrderLine) -> Result<Timestamp> {
    let filter = ShipmentFilter {
        order_id: Some(order.id),
        state: Some(ShipmentState::Delivered),
        page: PageRequest::first(page::MAX_PAGE),
        ..ShipmentFilter::default()
    };
    let parcels = tx.shipments().list(&filter)?.items;
    let holds =
        |parcel: &&crate::records::sale::shipments::Shipment| parcel.lines.iter().any(|one| one.line == line.id);
    let last = parcels.iter().filter(holds).filter_map(|parcel| parcel.delivered_at).max();
    Ok(last.or(order.completed_at).unwrap_or(tx.now()).min(tx.now()))
}

/// Asks the staff, once as long as they have not answered, whose the pieces of an order are.
fn ask(tx: &WriteTransaction, order: &Order) -> Result<()> {
    let task = NewTask {
        customer_id: Some(order.customer_id),
        reference: Some(Reference { entity: "order".to_owned(), id: order.id.0 }),
        origin: Some(ORIGIN.to_owned()),
        ..NewTask::new(TaskKind::Review, "A delivered serial belongs to somebody else")
    };
    tx.tasks().ensure(task).map(drop)
}
