//! How visitors came, and what they did on the site.
//!
//! Owns touches (one per arrival, with source and cost), web events, and the numbers of browsers and devices. Promises
//! that nothing of a visitor is lost when it turns out who it is: whatever is nobody's joins the customer who gets the
//! visitor's identity, by whichever verb, and stays with that customer when the browser has another user later. Web
//! events are kept for a limited time. Refuses to know whose a browser is: that is an identity of a customer.

mod model;
mod record;
mod rules;
mod store;
mod whose;

#[cfg(test)]
mod tests;

pub use model::{
    Identified, NewTouch, NewWebEvent, Touch, TouchCount, TouchFilter, TouchGroup, TouchSettings, TouchSummaryOptions,
    WebEvent, WebEventFilter, WebEventKind,
};

use crate::db::{ReadTransaction, Reading, Round, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers::{self, CustomerPatch, IdentityInput};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Page, Patch, Result, TouchId};
use serde_json::json;
use std::collections::BTreeSet;

room! {
    /// How visitors came, and what they did on the site.
    Touches, touches
}

customer_rows! { TOUCH_ROWS, "crm_touch" }
customer_rows! { WEB_EVENT_ROWS, "crm_web_event" }

/// Web events that `tick` drops in one transaction.
const BATCH: usize = 2_000;

impl<T: Reading> Touches<'_, T> {
    /// One touch.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: TouchId) -> Result<Touch> {
        Touch::by_id(self.tx.reader(), id)?.or_not_found(TouchId::WHAT, id)
    }

    /// Touches, the newest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page or visitor.
    pub fn list(&self, filter: &TouchFilter) -> Result<Page<Touch>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let visitor = filter.visitor.as_ref().map(|visitor| number_of(tx, visitor)).transpose()?;
        let listing = filter.page.of("touches", &filter)?;
        let found = store::list(tx, &filter, visitor, &listing)?;
        Ok(listing.page(found, |touch| [touch.at.millis(), touch.id.0]))
    }

    /// Web events, the newest first, page by page.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn list_web_events(&self, filter: &WebEventFilter) -> Result<Page<WebEvent>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let visitor = filter.visitor.as_ref().map(|visitor| number_of(tx, visitor)).transpose()?;
        let listing = filter.page.of("web_events", &filter)?;
        let found = store::list_web_events(tx, &filter, visitor, &listing)?;
        Ok(listing.page(found, |event| [event.at.millis(), event.id.0]))
    }

    /// Touches, visitors, customers and cost per source, medium and campaign, the largest group first.
    ///
    /// # Errors
    /// `limit` for a bad number of groups; `invalid_input` for a cost beyond what an amount can hold.
    pub fn summary(&self, options: &TouchSummaryOptions) -> Result<Vec<TouchGroup>> {
        store::summary(self.tx.reader(), options, rules::groups(options)?)
    }

    /// How the shop keeps touches.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<TouchSettings> {
        store::settings(self.tx.reader())
    }
}

impl Touches<'_, WriteTransaction> {
    /// Tells whose a browser or device is: the customer gets it as an identity, and with it all touches and web events
    /// that are nobody's yet.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for an identity that is no browser or device; `conflict` with
    /// the owner's id when another customer has it.
    pub fn identify(&self, visitor: &IdentityInput, customer: CustomerId) -> Result<Identified> {
        let tx = self.tx;
        customers::require_visitor(visitor).map_err(|error| error.under("/visitor"))?;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        tx.step(|| {
            let added = tx.customers().add_identity(customer, visitor);
            added.map_err(|error| if error.is_not_found() { error } else { error.at("/visitor/value") })?;
            join(tx, customer)
        })
    }

    /// Changes how the shop keeps touches.
    ///
    /// # Errors
    /// `invalid_input` for a number out of its range.
    pub fn configure(&self, settings: TouchSettings) -> Result<TouchSettings> {
        let tx = self.tx;
        rules::require_settings(settings)?;
        if settings != store::settings(tx)? {
            tx.step(|| {
                store::save_settings(tx, settings)?;
                journal::append(tx, Entry::new("touch_setting.updated").payload(json!(settings))).map(drop)
            })?;
        }
        Ok(settings)
    }
}

/// The number of a visitor in this file; 0, which nobody has, when it was never seen.
fn number_of(tx: &ReadTransaction, visitor: &IdentityInput) -> Result<i64> {
    let key = customers::recognise(tx, visitor).map_err(|error| error.under("/visitor"))?.0;
    Ok(store::visitor(tx, &key)?.unwrap_or(0))
}

/// Gives a customer what its browsers and devices did while they were nobody's.
fn join(tx: &WriteTransaction, customer: CustomerId) -> Result<Identified> {
    let mut joined = Identified::default();
    for key in customers::visitors_of(tx, customer)? {
        let Some(visitor) = store::visitor(tx, &key)? else { continue };
        let (touches, web_events) = store::join(tx, visitor, customer, journal::next_seq(tx)?)?;
        if touches + web_events > 0 {
            let payload = json!({ "touches": touches, "web_events": web_events });
            let event = Entry::new("visitor.identified").customer(customer).entity("visitor", visitor);
            journal::append(tx, event.payload(payload))?;
        }
        joined.touches += touches;
        joined.web_events += web_events;
    }
    if joined.touches > 0 {
        settle_source(tx, customer)?;
    }
    Ok(joined)
}

/// The first touch of a customer without a source is it from now on.
fn settle_source(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    let known = tx.customers().get(customer)?;
    if known.source_touch_id.is_some() || known.erased_at.is_some() {
        return Ok(());
    }
    let Some(first) = store::first_of(tx, customer)? else { return Ok(()) };
    let source = CustomerPatch { source_touch_id: Patch::Set(first.0), ..CustomerPatch::default() };
    tx.customers().update(customer, source).map(drop)
}

/// The reaction: whoever got a browser or device as an identity gets what it did before.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    let mut identified = round.customers_with(crate::db::Touch::VISITORS).peekable();
    if identified.peek().is_none() || !store::has_visitors(tx)? {
        return Ok(());
    }
    identified.try_for_each(|customer| join(tx, customer).map(drop))
}

/// The step of `tick`: drops web events that are too old, and visitors of whom nothing is left, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    let due = |tx: &ReadTransaction| {
        let days = i64::from(store::settings(tx)?.web_event_days);
        Ok(store::oldest_web_event(tx)?.map(|oldest| oldest.plus_days(days)))
    };
    tick.repeat(due, |tx| {
        let until = tx.now().plus_days(-i64::from(store::settings(tx)?.web_event_days));
        let removed = store::remove_web_events(tx, until, BATCH)?;
        let visitors: BTreeSet<i64> = removed.iter().flatten().copied().collect();
        visitors.into_iter().try_for_each(|visitor| store::remove_visitor(tx, visitor))?;
        let payload = json!({ "removed": removed.len(), "until": until });
        journal::append(tx, Entry::new("web_event.many_removed").payload(payload))?;
        Ok(removed.len())
    })
}
