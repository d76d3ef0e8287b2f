//! The ledger of points: what comes in can be spent until it expires, what expires first is spent first.

use super::{LoyaltyProgram, PointsEntry, PointsKind, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::vocabulary::{CustomerId, Error, ErrorCode, OrderId, PointsEntryId, Result, Timestamp, text};
use serde_json::json;

const MAX_KEY: usize = 128;
/// Entries of one customer that expire at once before a change.
const MAX_OVERDUE: usize = 10_000;

/// What is said about an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    pub(super) order: Option<OrderId>,
    pub(super) reason: Option<String>,
    pub(super) key: Option<String>,
}

impl About {
    /// From what was given.
    pub(super) fn new(order: Option<OrderId>, reason: Option<&str>, key: Option<&str>) -> Result<Self> {
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        let key = key.map(|key| text::key("/key", key, MAX_KEY)).transpose()?;
        Ok(About { order, reason, key })
    }
}

/// When points of this moment expire.
pub(super) fn expiry(tx: &WriteTransaction, program: &LoyaltyProgram) -> Option<Timestamp> {
    program.expiry_days.map(|days| tx.now().plus_days(days.into()))
}

/// The entry that a request with this key has made already.
pub(super) fn known(
    tx: &WriteTransaction,
    customer: CustomerId,
    kind: PointsKind,
    points: i64,
    about: &About,
) -> Result<Option<PointsEntry>> {
    let Some(key) = &about.key else { return Ok(None) };
    let Some(known) = store::by_key(tx, key)? else { return Ok(None) };
    if (known.customer_id, known.kind, known.points, known.order_id) != (customer, kind, points, about.order) {
        return Err(Error::new(ErrorCode::IdempotencyConflict, "this key came with another request")
            .at("/key")
            .existing(known.id));
    }
    Ok(Some(known))
}

/// Adds points that can be spent until they expire.
pub(super) fn add(
    tx: &WriteTransaction,
    customer: CustomerId,
    (kind, points): (PointsKind, i64),
    expires_at: Option<Timestamp>,
    about: About,
) -> Result<PointsEntry> {
    insert(tx, customer, (kind, points), (points, expires_at), about)
}

/// Points that were taken, and when they would have expired.
pub(super) type Piece = (Option<Timestamp>, i64);

/// Takes points, those of an order before all others, then those that expire first; the pieces that they were.
///
/// # Errors
/// `limit` when there are fewer.
pub(super) fn take(
    tx: &WriteTransaction,
    customer: CustomerId,
    (kind, points): (PointsKind, i64),
    about: About,
) -> Result<(PointsEntry, Vec<Piece>)> {
    expire(tx, Some(customer), MAX_OVERDUE)?;
    let balance = store::balance(tx, customer)?;
    if points > balance {
        return Err(Error::new(ErrorCode::Limit, format!("only {balance} points are left")).at("/points"));
    }
    let mut left = store::left_of(tx, customer)?;
    if kind == PointsKind::Reverse {
        left.sort_by_key(|lot| lot.order_id != about.order);
    }
    let mut open = points;
    let mut pieces = Vec::new();
    for mut lot in left {
        let taken = open.min(lot.remaining);
        if taken == 0 {
            break;
        }
        open -= taken;
        lot.remaining -= taken;
        lot.update(tx, journal::next_seq(tx)?)?;
        pieces.push((lot.expires_at, taken));
    }
    Ok((insert(tx, customer, (kind, -points), (0, None), about)?, pieces))
}

/// Lets points expire whose time is over, of one customer or of all; how many entries.
pub(super) fn expire(tx: &WriteTransaction, customer: Option<CustomerId>, rows: usize) -> Result<usize> {
    let due = store::overdue(tx, customer, rows)?;
    for mut lot in due.iter().cloned() {
        let rest = std::mem::take(&mut lot.remaining);
        lot.update(tx, journal::next_seq(tx)?)?;
        // What an order earned and lost by time alone is not taken back once more when it is refunded.
        let about = About { order: lot.order_id.filter(|_| lot.kind == PointsKind::Earn), ..About::default() };
        insert(tx, lot.customer_id, (PointsKind::Expire, -rest), (0, None), about)?;
    }
    Ok(due.len())
}

/// Announces points that are about to expire, each entry once; how many.
pub(super) fn announce(tx: &WriteTransaction, rows: usize) -> Result<usize> {
    let due = store::to_announce(tx, rows)?;
    for mut lot in due.iter().cloned() {
        lot.announced_at = Some(tx.now());
        lot.update(tx, journal::next_seq(tx)?)?;
        let facts = json!({ "points": lot.remaining, "expires_at": lot.expires_at });
        let event = Entry::new("points.expiring").customer(lot.customer_id).entity("points_entry", lot.id);
        journal::append(tx, event.payload(facts))?;
    }
    Ok(due.len())
}

/// Makes the sum of a customer's entries equal to what is left of them, after an unmerge has parted points from the
/// entries that spent them: what one customer spent of the other's counts as transferred.
pub(super) fn reconcile(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    let gap = store::gap(tx, customer)?;
    if gap == 0 {
        return Ok(());
    }
    let about = About { reason: Some("unmerge".to_owned()), ..About::default() };
    insert(tx, customer, (PointsKind::Transfer, -gap), (0, None), about).map(drop)
}

fn insert(
    tx: &WriteTransaction,
    customer: CustomerId,
    (kind, points): (PointsKind, i64),
    (remaining, expires_at): (i64, Option<Timestamp>),
    about: About,
) -> Result<PointsEntry> {
    let mut entry = PointsEntry {
        id: PointsEntryId(0),
        customer_id: customer,
        kind,
        points,
        remaining,
        order_id: about.order,
        expires_at,
        announced_at: None,
        reason: about.reason,
        key: about.key,
        at: tx.now(),
    };
    entry.id = entry.insert(tx, journal::next_seq(tx)?)?;
    let name = match kind {
        PointsKind::Earn => "points.earned",
        PointsKind::Redeem => "points.redeemed",
        PointsKind::Expire => "points.expired",
        PointsKind::Adjust => "points.adjusted",
        PointsKind::Reverse => "points.reversed",
        PointsKind::Transfer => "points.transferred",
        PointsKind::Bonus => "points.granted",
    };
    let facts = json!({
        "points": points, "order_id": entry.order_id, "expires_at": expires_at, "reason": entry.reason,
    });
    let event = Entry::new(name).customer(customer).entity("points_entry", entry.id);
    journal::append(tx, event.payload(facts))?;
    Ok(entry)
}
