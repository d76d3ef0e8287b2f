//! Recording touches and web events, one by one and by the hundred thousand: the same path, with one event of the journal
//! each or one for all.

use super::whose::{Lookup, Whose};
use super::{NewTouch, NewWebEvent, Touch, TouchCount, Touches, WebEvent, rules, settle_source, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::vocabulary::{CustomerId, Error, ErrorCode, Result, TouchId, WebEventId};
use serde_json::json;
use std::collections::BTreeSet;

/// The most touches or web events of one call.
const MAX_ROWS: usize = 200_000;

impl Touches<'_, WriteTransaction> {
    /// Records how a customer or a visitor came. The first touch of a customer is its source from then on.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `not_found` for an unknown customer.
    pub fn record(&self, new: NewTouch) -> Result<Touch> {
        let tx = self.tx;
        tx.step(|| {
            let mut touch = touch_of(tx, new, &mut Lookup::new(tx))?;
            touch.id = store::insert_touches(tx, std::slice::from_ref(&touch), journal::next_seq(tx)?)?;
            let payload = json!({
                "visitor_id": touch.visitor_id, "source": touch.source, "medium": touch.medium,
                "campaign": touch.campaign, "at": touch.at,
            });
            let event = Entry::new("touch.recorded").customer(touch.customer_id).entity("touch", touch.id);
            journal::append(tx, event.payload(payload))?;
            touch.customer_id.map_or(Ok(()), |customer| settle_source(tx, customer))?;
            Ok(touch)
        })
    }

    /// Records many touches, all or nothing; the journal gets one event for all of them.
    ///
    /// # Errors
    /// As [`record`](Self::record), with the position in the path; `limit` for more than 200,000.
    pub fn record_many(&self, touches: Vec<NewTouch>) -> Result<TouchCount> {
        let tx = self.tx;
        require_few("/touches", touches.len())?;
        tx.step(|| {
            let mut lookup = Lookup::new(tx);
            let mut rows = Vec::with_capacity(touches.len());
            for (at, new) in touches.into_iter().enumerate() {
                rows.push(touch_of(tx, new, &mut lookup).map_err(|error| error.under(format_args!("/touches/{at}")))?);
            }
            if rows.is_empty() {
                return Ok(TouchCount::default());
            }
            store::insert_touches(tx, &rows, journal::next_seq(tx)?)?;
            let customers: BTreeSet<CustomerId> = rows.iter().filter_map(|touch| touch.customer_id).collect();
            let known = rows.iter().filter(|touch| touch.customer_id.is_some()).count() as u64;
            tx.quietly(|| customers.into_iter().try_for_each(|customer| settle_source(tx, customer)))?;
            finish(tx, "touch.many_recorded", rows.len() as u64, known, &lookup)
        })
    }

    /// Records what somebody did on the site.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `not_found` for an unknown customer.
    pub fn record_web_event(&self, new: NewWebEvent) -> Result<WebEvent> {
        let tx = self.tx;
        tx.step(|| {
            let mut event = web_event_of(tx, new, &mut Lookup::new(tx))?;
            event.id = store::insert_web_events(tx, std::slice::from_ref(&event), journal::next_seq(tx)?)?;
            let payload = json!({ "visitor_id": event.visitor_id, "sku": event.sku, "at": event.at });
            let told = Entry::new(rules::event_of(event.kind)).customer(event.customer_id);
            journal::append(tx, told.entity("web_event", event.id).payload(payload))?;
            Ok(event)
        })
    }

    /// Records much of what was done on the site, all or nothing; the journal gets one event for all of it.
    ///
    /// # Errors
    /// As [`record_web_event`](Self::record_web_event), with the position in the path; `limit` for more than 200,000.
    pub fn record_web_events(&self, events: Vec<NewWebEvent>) -> Result<TouchCount> {
        let tx = self.tx;
        require_few("/web_events", events.len())?;
        tx.step(|| {
            let mut lookup = Lookup::new(tx);
            let mut rows = Vec::with_capacity(events.len());
            for (at, new) in events.into_iter().enumerate() {
                let row = web_event_of(tx, new, &mut lookup);
                rows.push(row.map_err(|error| error.under(format_args!("/web_events/{at}")))?);
            }
            if rows.is_empty() {
                return Ok(TouchCount::default());
            }
            store::insert_web_events(tx, &rows, journal::next_seq(tx)?)?;
            let known = rows.iter().filter(|event| event.customer_id.is_some()).count() as u64;
            finish(tx, "web_event.many_recorded", rows.len() as u64, known, &lookup)
        })
    }
}

fn touch_of(tx: &WriteTransaction, new: NewTouch, lookup: &mut Lookup<'_>) -> Result<Touch> {
    let new = rules::clean_touch(new)?;
    let Whose { customer, visitor } = lookup.find(new.customer_id, new.visitor)?;
    Ok(Touch {
        id: TouchId(0),
        customer_id: customer,
        visitor_id: visitor,
        at: new.at.unwrap_or(tx.now()),
        source: new.source,
        medium: new.medium,
        campaign: new.campaign,
        content: new.content,
        term: new.term,
        referrer: new.referrer,
        landing: new.landing,
        cost: new.cost,
        recorded_at: tx.now(),
    })
}

fn web_event_of(tx: &WriteTransaction, new: NewWebEvent, lookup: &mut Lookup<'_>) -> Result<WebEvent> {
    let new = rules::clean_web_event(new)?;
    let Whose { customer, visitor } = lookup.find(new.customer_id, new.visitor)?;
    Ok(WebEvent {
        id: WebEventId(0),
        customer_id: customer,
        visitor_id: visitor,
        kind: new.kind,
        at: new.at.unwrap_or(tx.now()),
        sku: new.sku,
        query: new.query,
        url: new.url,
    })
}

fn require_few(path: &str, count: usize) -> Result<()> {
    if count > MAX_ROWS {
        return Err(Error::new(ErrorCode::Limit, "at most 200,000 are recorded at once").at(path));
    }
    Ok(())
}

/// Tells of a batch.
fn finish(
    tx: &WriteTransaction,
    name: &'static str,
    recorded: u64,
    known: u64,
    lookup: &Lookup<'_>,
) -> Result<TouchCount> {
    let count = TouchCount { recorded, known, new_visitors: lookup.new_visitors };
    journal::append(tx, Entry::new(name).payload(json!(count)))?;
    Ok(count)
}
