//! The clock of a ticket: how much service time it has used, and when what is due.
//!
//! The clock runs while somebody has to work on the ticket and stands while it waits. Whenever something changes on
//! which due times rest, the time that was used is added up in the time of the SLA that held, and what is left is
//! counted on from now.

use super::model::{SlaStatus, Ticket, TicketState};
use super::{rules, store};
use crate::db::ReadTransaction;
use crate::records::aftersale::sla::{self, ServiceTime, SlaPause, TicketKind};
use crate::records::aftersale::{assets, contracts};
use crate::records::shop;
use crate::vocabulary::{Rate, Result, Timestamp};

/// What holds for a ticket.
struct Promise {
    time: ServiceTime,
    first_s: Option<u32>,
    resolve_s: Option<u32>,
    pauses: Vec<SlaPause>,
    warn_at: Rate,
    /// Until when a complaint is answered for which no SLA says so, whatever the clock shows.
    answer_by: Option<Timestamp>,
}

const WARN_AT: Rate = Rate::from_ppm(800_000);

fn promise(tx: &ReadTransaction, ticket: &Ticket) -> Result<Promise> {
    let about = (ticket.priority, ticket.kind, ticket.category.as_deref());
    let terms = match ticket.sla_id {
        Some(id) => sla::terms(tx, Some(id), about)?,
        None => None,
    };
    let mut promise = match terms {
        Some(terms) => Promise {
            time: terms.time,
            first_s: terms.first_response_s,
            resolve_s: terms.resolution_s,
            pauses: terms.pauses,
            warn_at: terms.warn_at,
            answer_by: None,
        },
        None => Promise {
            time: ServiceTime::ALWAYS,
            first_s: None,
            resolve_s: None,
            pauses: SlaPause::ALL.to_vec(),
            warn_at: WARN_AT,
            answer_by: None,
        },
    };
    let (first, resolve) = contract_targets(tx, ticket)?;
    promise.first_s = tighter(promise.first_s, first);
    promise.resolve_s = tighter(promise.resolve_s, resolve);
    if promise.first_s.is_none() && ticket.kind == TicketKind::Complaint {
        let days = store::settings(tx)?.complaint_answer_days;
        promise.answer_by = Some(shop::settings(tx)?.time_zone.plus_days(ticket.opened_at, days));
    }
    Ok(promise)
}

fn tighter(known: Option<u32>, other: Option<u32>) -> Option<u32> {
    known.into_iter().chain(other).min()
}

/// Seconds to the first response and to the resolution that a service contract of the customer promises.
fn contract_targets(tx: &ReadTransaction, ticket: &Ticket) -> Result<(Option<u32>, Option<u32>)> {
    let Some(customer) = ticket.customer_id else { return Ok((None, None)) };
    let sku = ticket.asset_id.map(|asset| assets::require(tx, asset)).transpose()?.map(|asset| asset.sku);
    let cover = contracts::cover_at(tx, customer, ticket.asset_id, sku.as_deref(), tx.now())?;
    let seconds = |promised: Option<i64>| promised.and_then(|seconds| u32::try_from(seconds).ok());
    Ok(cover.map_or((None, None), |cover| (seconds(cover.response_s), seconds(cover.resolution_s))))
}

/// Brings the clock and what is due to the state, priority and SLA that a ticket has now.
pub(super) fn settle(tx: &ReadTransaction, before: &Ticket, after: &mut Ticket) -> Result<()> {
    let now = tx.now();
    let promise = promise(tx, after)?;
    if let Some(since) = after.clock_since {
        let time = if before.sla_id == after.sla_id { promise.time.clone() } else { time_of(tx, before)? };
        after.clock_ms = after.clock_ms.saturating_add(time.elapsed(since, now)?);
    }
    let is_open = rules::is_open(after.state);
    let waits = rules::pause_of(after.state).is_some_and(|pause| promise.pauses.contains(&pause));
    let is_promised = promise.first_s.is_some() || promise.resolve_s.is_some();
    after.clock_since = (is_open && !waits && is_promised).then_some(now);
    after.paused_since = if waits && is_promised { after.paused_since.or(Some(now)) } else { None };
    if after.first_at.is_none() {
        after.first_target_s = promise.first_s;
        let known = (after.first_due_at, after.first_warn_at, after.first_status);
        let planned = match promise.answer_by {
            Some(by) if is_open && known.2 != Some(SlaStatus::Breached) => {
                let whole = by.millis() - after.opened_at.millis();
                let warn = after.opened_at.plus_millis(sla::share_of(whole, promise.warn_at));
                (Some(by), Some(warn), Some(SlaStatus::Pending))
            }
            _ => leg(&promise, after, promise.first_s, known, now)?,
        };
        (after.first_due_at, after.first_warn_at, after.first_status) = planned;
    }
    if after.resolved_at.is_none() {
        after.resolve_target_s = promise.resolve_s;
        let known = (after.resolve_due_at, after.resolve_warn_at, after.resolve_status);
        let planned = leg(&promise, after, promise.resolve_s, known, now)?;
        (after.resolve_due_at, after.resolve_warn_at, after.resolve_status) = planned;
    }
    Ok(())
}

/// When something is due, when it is warned of, and how it stands.
type Leg = (Option<Timestamp>, Option<Timestamp>, Option<SlaStatus>);

/// A promise that is not fulfilled yet, counted on from now.
fn leg(promise: &Promise, ticket: &Ticket, seconds: Option<u32>, known: Leg, now: Timestamp) -> Result<Leg> {
    if known.2 == Some(SlaStatus::Breached) {
        return Ok(known);
    }
    if rules::is_over(ticket.state) {
        return Ok((None, None, known.2.map(|_| SlaStatus::Cancelled)));
    }
    let Some(seconds) = seconds else { return Ok((None, None, None)) };
    if ticket.clock_since.is_none() {
        return Ok((None, None, Some(SlaStatus::Paused)));
    }
    let whole = i64::from(seconds) * 1_000;
    let left = |part: i64| promise.time.due(now, part - ticket.clock_ms).map_err(|error| error.at("/sla_id"));
    let due = left(whole)?;
    Ok((Some(due), Some(left(sla::share_of(whole, promise.warn_at))?), Some(SlaStatus::Pending)))
}

/// In whose time the clock of a ticket ran.
fn time_of(tx: &ReadTransaction, ticket: &Ticket) -> Result<ServiceTime> {
    let about = (ticket.priority, ticket.kind, ticket.category.as_deref());
    let terms = match ticket.sla_id {
        Some(id) => sla::terms(tx, Some(id), about)?,
        None => None,
    };
    Ok(terms.map_or(ServiceTime::ALWAYS, |terms| terms.time))
}

/// A promise that is fulfilled now; one that was broken before stays so.
pub(super) fn fulfilled(status: Option<SlaStatus>) -> Option<SlaStatus> {
    match status {
        Some(SlaStatus::Pending | SlaStatus::Paused) => Some(SlaStatus::Met),
        other => other,
    }
}

/// What is due next of an open ticket, and when `tick` looks at it; a resolved one is looked at when it is closed.
pub(super) fn place(ticket: &Ticket) -> (Option<Timestamp>, Option<Timestamp>) {
    if !rules::is_open(ticket.state) {
        return (None, ticket.look_at.filter(|_| ticket.state == TicketState::Resolved));
    }
    let first = (ticket.first_due_at, ticket.first_warn_at, ticket.first_warned_at, ticket.first_status);
    let resolve = (ticket.resolve_due_at, ticket.resolve_warn_at, ticket.resolve_warned_at, ticket.resolve_status);
    let (mut due_at, mut look_at): (Option<Timestamp>, Option<Timestamp>) = (None, None);
    for (due, warn, warned, status) in
        [Some(first).filter(|_| ticket.first_at.is_none()), Some(resolve)].into_iter().flatten()
    {
        due_at = due_at.into_iter().chain(due).min();
        if status == Some(SlaStatus::Pending) {
            // It is broken when the time has passed, and kept when it is just up.
            let broken = due.map(|due| due.plus_millis(1));
            let warn = warn.filter(|warn| warned.is_none() && Some(*warn) < broken);
            look_at = look_at.into_iter().chain(broken).chain(warn).min();
        }
    }
    (due_at, look_at)
}
