//! Evaluating customers: gathering the facts of many at once, deriving, and writing what changed.

use super::rules::{self, Facts, Presale};
use super::{CustomerStage, ENTITY, Stage, StageNumbers, store};
use crate::db::{ReadTransaction, Round, WriteTransaction};
use crate::insight::rfm;
use crate::journal::{self, Entry, Move};
use crate::records::presale::{leads, opportunities, quotes};
use crate::records::sale::carts;
use crate::records::{customers, interactions, orders, shop};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{CustomerId, Date, Result, Timestamp};
use serde_json::json;

/// Customers who are evaluated at once when all are.
const CHUNK: usize = 512;

/// The reaction: the stage of everybody whose facts changed, or of all when the days themselves did.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    let touched: Vec<CustomerId> = round.customers.keys().copied().collect();
    evaluate(tx, &touched, tx.now())?;
    if !round.settings {
        return Ok(());
    }
    let mut after = CustomerId(0);
    loop {
        let ids = store::ids_after(tx, after, CHUNK)?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = *last;
        evaluate(tx, &ids, tx.now())?;
    }
}

/// Derives the stage of customers at an instant and writes what changed; how many stages did.
pub(crate) fn evaluate(tx: &WriteTransaction, customers: &[CustomerId], at: Timestamp) -> Result<usize> {
    let zone = shop::settings(tx)?.time_zone;
    let mut moved = 0;
    for customer in customers {
        let (facts, stored) = gather(tx, *customer)?;
        moved += usize::from(settle(tx, *customer, facts, stored, zone, at)?);
    }
    Ok(moved)
}

/// Brings the stored stage of one customer to what the facts say; whether the stage changed.
fn settle(
    tx: &WriteTransaction,
    customer: CustomerId,
    facts: Option<Facts>,
    stored: Option<CustomerStage>,
    zone: Zone,
    at: Timestamp,
) -> Result<bool> {
    let Some(mut facts) = facts else {
        // Merged into another: the history stays, so that an unmerge finds its stage again.
        if stored.is_some() {
            store::remove(tx, customer)?;
        }
        return Ok(false);
    };
    let before = match &stored {
        Some(row) => Some((row.stage, row.since)),
        None => last_move(tx, customer)?,
    };
    let (fresh, numbers) = derive(tx, customer, &mut facts, before, zone, at)?;
    keep(tx, stored.as_ref(), &fresh)?;
    let from = before.map(|(stage, _)| stage);
    if from == Some(fresh.stage) {
        return Ok(false);
    }
    announce(tx, &fresh, from, &numbers)?;
    Ok(true)
}

/// Writes what differs from the stored row; the index of stages is left alone where the stage stays.
pub(crate) fn keep(tx: &WriteTransaction, stored: Option<&CustomerStage>, fresh: &CustomerStage) -> Result<()> {
    match stored {
        Some(known) if known == fresh => Ok(()),
        Some(known) if (known.stage, known.since) == (fresh.stage, fresh.since) => store::refresh(tx, fresh),
        _ => store::save(tx, fresh),
    }
}

/// Logs a move and tells the world.
pub(crate) fn announce(
    tx: &WriteTransaction,
    row: &CustomerStage,
    from: Option<Stage>,
    numbers: &StageNumbers,
) -> Result<()> {
    let step = Move {
        customer: Some(row.customer_id),
        entity: ENTITY,
        entity_id: row.customer_id.0,
        from: from.map(Stage::token),
        to: row.stage.token(),
        at: row.since,
        reason: None,
        forced: false,
    };
    journal::record(tx, &step)?;
    let payload = json!({ "from": from, "to": row.stage, "at": row.since, "numbers": numbers });
    let event = Entry::new("customer.stage_changed").customer(row.customer_id).entity("customer", row.customer_id);
    journal::append(tx, event.payload(payload))?;
    Ok(())
}

/// The stage at an instant, the midnight at which it is looked at next, and the numbers behind it. It began now, unless
/// it was the same before. Label and presale are brought to the day: orders that are dated ahead change them
/// when their day comes.
pub(crate) fn derive(
    tx: &ReadTransaction,
    customer: CustomerId,
    facts: &mut Facts,
    before: Option<(Stage, Timestamp)>,
    zone: Zone,
    at: Timestamp,
) -> Result<(CustomerStage, StageNumbers)> {
    let day = zone.date_of(at);
    let has_ordered = facts.order_days.first().is_some_and(|first| *first <= day);
    // Only of somebody without orders does it matter what else is known.
    if !has_ordered {
        facts.presale = presale(tx, customer, facts.presale)?;
    }
    facts.label = if has_ordered { rfm::label_of(tx, customer, &facts.history, day)? } else { None };
    let (stage, numbers) = (rules::stage_on(facts, day), rules::numbers_on(facts, day));
    let row = CustomerStage {
        customer_id: customer,
        stage,
        since: before.filter(|(known, _)| *known == stage).map_or(at, |(_, since)| since),
        next_evaluation_at: rules::next_look(facts, day).map(|day| zone.start_of(day)),
        orders: numbers.orders,
        last_order: numbers.last_order,
        gap_days: numbers.gap_days,
        own_gap: numbers.own_gap,
        label: numbers.label.clone(),
    };
    Ok((row, numbers))
}

/// What is known of somebody without orders; as far as the first that decides, for only that counts.
fn presale(tx: &ReadTransaction, customer: CustomerId, known: Presale) -> Result<Presale> {
    let opportunity = opportunities::has_open(tx, customer)? || quotes::has_accepted(tx, customer)?;
    let lead = !opportunity && leads::has_open(tx, customer)?;
    let prospect = known.prospect
        || !opportunity
            && !lead
            && (customers::is_identified(tx, customer)?
                || interactions::has_enquiry(tx, customer)?
                || carts::has_active(tx, customer)?);
    Ok(Presale { opportunity, lead, prospect, ..known })
}

/// A stage that was entered, with the numbers behind it.
pub(crate) type Entered = (CustomerStage, StageNumbers);

/// Takes a stored stage through every boundary that has passed: the stage now, and each that was entered on the way.
pub(crate) fn pass_boundaries(
    tx: &ReadTransaction,
    facts: &mut Facts,
    mut row: CustomerStage,
    zone: Zone,
    now: Timestamp,
) -> Result<(CustomerStage, Vec<Entered>)> {
    let mut entered = Vec::new();
    while let Some(at) = row.next_evaluation_at.filter(|at| *at <= now) {
        let (next, numbers) = derive(tx, row.customer_id, facts, Some((row.stage, row.since)), zone, at)?;
        if next.stage != row.stage {
            entered.push((next.clone(), numbers));
        }
        row = next;
    }
    Ok((row, entered))
}

/// The last stage that the history knows, for a customer without a stored one.
pub(crate) fn last_move(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<(Stage, Timestamp)>> {
    let last = journal::last_stage_of(tx, ENTITY, customer.0)?;
    last.map(|(stage, at)| Ok((Stage::parse(&stage)?, at))).transpose()
}

/// The facts of one existing, unmerged customer.
pub(crate) fn facts_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Facts> {
    Ok(gather(tx, customer)?.0.unwrap_or_default())
}

/// Everything about a customer: the facts but for what depends on the day (none for one who was merged into another), and
/// the stored stage.
pub(crate) fn gather(tx: &ReadTransaction, customer: CustomerId) -> Result<(Option<Facts>, Option<CustomerStage>)> {
    let stored = store::get(tx, customer)?;
    let Some(standing) = customers::standing(tx, customer)? else { return Ok((None, stored)) };
    let history = orders::facts_of(tx, customer)?;
    let order_days: Vec<Date> = history.iter().filter(|fact| !fact.is_refund).map(|fact| fact.day).collect();
    let facts = Facts {
        erased: standing.erased,
        blocked: standing.blocked,
        order_days,
        history,
        shop_gap: rfm::shop_median_gap(tx)?,
        label: None,
        presale: Presale { prospect: standing.company, ..Presale::default() },
    };
    Ok((Some(facts), stored))
}
