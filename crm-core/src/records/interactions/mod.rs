//! Contacts: calls, mails, chats, visits, notes.
//!
//! Owns every contact with a customer, on whatever channel. Promises that a contact is never lost for want of a
//! customer: a caller whom nobody knows is recorded with the identity that was given, and can be attached later. The
//! same (source, external id) is the same contact, however often it is reported; an older report never replaces a newer
//! one. Refuses to judge: what a contact means for the lifecycle is decided in insight.

mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{
    Channel, Direction, Interaction, InteractionCount, InteractionFilter, InteractionKind, InteractionOutcome,
    InteractionPatch, InteractionSummary, NewInteraction, Reference,
};

pub(crate) use rules::clean_reference;
pub(crate) use store::{has_enquiry, since, summaries_with, unattached_of, unattached_since};

use crate::db::{CustomerRows, ReadTransaction, Reading, Touch, WriteTransaction};
use crate::journal::{self, Entry, timeline};
use crate::records::customers::{self, IdentityInput};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, InteractionId, Page, Result};
use serde_json::json;

room! {
    /// Contacts with customers.
    Interactions, interactions
}

/// The rows that follow a merge.
pub(crate) const CUSTOMER_ROWS: CustomerRows =
    CustomerRows { table: "crm_interaction", move_all: store::move_all, move_back: store::move_back };

/// With whom a contact was: the customer, if known, and the identity that was given, normalised.
pub(crate) struct Caller {
    pub(crate) customer: Option<CustomerId>,
    pub(crate) identity: Option<IdentityInput>,
}

/// What became of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recorded {
    Created { attached: bool },
    Updated,
    Unchanged,
}

impl<T: Reading> Interactions<'_, T> {
    /// One contact.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: InteractionId) -> Result<Interaction> {
        get(self.tx.reader(), id)
    }

    /// Contacts of a customer, a conversation, a channel or a time, newest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &InteractionFilter) -> Result<Page<Interaction>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("interactions", &filter)?;
        let found = store::list(tx, &filter, &listing)?;
        Ok(listing.page(found, |contact| [contact.at.millis(), contact.id.0]))
    }
}

impl Interactions<'_, WriteTransaction> {
    /// Records a contact, or updates the one that was reported before with the same source and external id.
    ///
    /// # Errors
    /// `invalid_input` for a bad field; `not_found` for an unknown customer.
    pub fn record(&self, new: NewInteraction) -> Result<Interaction> {
        let (id, _) = self.tx.step(|| self.record_one(new))?;
        self.get(id)
    }

    /// Records many contacts, all or nothing; the journal gets one event for all of them.
    ///
    /// # Errors
    /// As [`record`](Self::record), with the position of the contact in the path.
    pub fn record_many(&self, contacts: Vec<NewInteraction>) -> Result<InteractionCount> {
        let tx = self.tx;
        tx.step(|| {
            let count = tx.quietly(|| {
                let mut count = InteractionCount::default();
                for (at, new) in contacts.into_iter().enumerate() {
                    let (_, recorded) =
                        self.record_one(new).map_err(|error| error.under(format!("/interactions/{at}")))?;
                    match recorded {
                        Recorded::Created { attached } => {
                            count.created += 1;
                            count.unattached += u64::from(!attached);
                        }
                        Recorded::Updated => count.updated += 1,
                        Recorded::Unchanged => count.unchanged += 1,
                    }
                }
                Ok(count)
            })?;
            if count.created + count.updated > 0 {
                let payload = json!({ "created": count.created, "updated": count.updated });
                journal::append(tx, Entry::new("interaction.many_recorded").payload(payload))?;
            }
            Ok(count)
        })
    }

    /// Changes what is known of a contact, above all its outcome; the contact afterwards.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad field.
    pub fn update(&self, id: InteractionId, patch: InteractionPatch) -> Result<Interaction> {
        let tx = self.tx;
        let known = self.get(id)?;
        let (mut after, fields) = rules::patched(&known, rules::clean_patch(patch)?);
        if fields.is_empty() {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| replace(tx, &known, &after, &fields))?;
        Ok(after)
    }

    /// Gives a contact to a customer: a caller who is known now, or one who was taken for somebody else. With
    /// `same_identity`, all contacts without a customer that came by the same identity follow. How many moved.
    ///
    /// # Errors
    /// `not_found` for an unknown contact or customer.
    pub fn attach(&self, id: InteractionId, customer: CustomerId, same_identity: bool) -> Result<usize> {
        let tx = self.tx;
        let known = self.get(id)?;
        let customer = customers::require(tx, customer)?;
        let mut moving = vec![known];
        if let (true, Some(identity)) = (same_identity, &moving[0].identity) {
            let others = unattached_of(tx, identity)?;
            for other in others.into_iter().filter(|other| *other != id) {
                moving.push(self.get(other)?);
            }
        }
        moving.retain(|contact| contact.customer_id != Some(customer));
        tx.step(|| {
            for contact in &moving {
                let after = Interaction { customer_id: Some(customer), updated_at: tx.now(), ..contact.clone() };
                write(tx, contact, &after)?;
                let payload = json!({ "from": contact.customer_id });
                let event = Entry::new("interaction.attached").entity("interaction", contact.id);
                journal::append(tx, event.customer(customer).payload(payload))?;
            }
            Ok(moving.len())
        })
    }

    /// Records one report; the caller holds the step.
    pub(crate) fn record_one(&self, new: NewInteraction) -> Result<(InteractionId, Recorded)> {
        let tx = self.tx;
        let mut new = rules::clean(new)?;
        let caller = caller_of(tx, new.customer_id, new.identity.take())?;
        let known = match (&new.source, &new.external_id) {
            (Some(source), Some(external)) => store::find_external(tx, source, external)?,
            _ => None,
        };
        let Some(known) = known else {
            return create(tx, &rules::as_stored(new, caller, None, tx.now()));
        };
        if rules::is_outdated(&known, new.updated_at) {
            return Ok((known.id, Recorded::Unchanged));
        }
        let after = rules::as_stored(new, caller, Some(&known), tx.now());
        let fields = rules::changed_fields(&known, &after);
        if fields.is_empty() {
            return Ok((known.id, Recorded::Unchanged));
        }
        replace(tx, &known, &after, &fields)?;
        Ok((known.id, Recorded::Updated))
    }
}

/// The contact that a system reported under its key.
pub(crate) fn id_of(tx: &ReadTransaction, source: &str, external_id: &str) -> Result<Option<InteractionId>> {
    Ok(store::find_external(tx, source, external_id)?.map(|known| known.id))
}

/// One contact, for the rooms above.
pub(crate) fn get(tx: &ReadTransaction, id: InteractionId) -> Result<Interaction> {
    store::get(tx, id)?.or_not_found(InteractionId::WHAT, id)
}

/// With whom a contact was.
fn caller_of(tx: &ReadTransaction, customer: Option<CustomerId>, identity: Option<IdentityInput>) -> Result<Caller> {
    if let Some(customer) = customer {
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        return Ok(Caller { customer: Some(customer), identity: None });
    }
    let Some(identity) = identity else {
        return Ok(Caller { customer: None, identity: None });
    };
    let (identity, customer) = customers::recognise(tx, &identity).map_err(|error| error.under("/identity"))?;
    Ok(Caller { customer, identity: Some(identity) })
}

fn create(tx: &WriteTransaction, contact: &Interaction) -> Result<(InteractionId, Recorded)> {
    let id = store::insert(tx, contact, journal::next_seq(tx)?)?;
    if let Some(customer) = contact.customer_id {
        timeline::add(tx, customer, contact.at, timeline::Kind::Interaction, id.0)?;
        tx.touch(customer, Touch::CONTACTS);
    }
    let payload = json!({
        "channel": contact.channel,
        "direction": contact.direction,
        "kind": contact.kind,
        "outcome": contact.outcome,
        "at": contact.at,
    });
    let event = Entry::new("interaction.recorded").customer(contact.customer_id).entity("interaction", id);
    journal::append(tx, event.payload(payload))?;
    Ok((id, Recorded::Created { attached: contact.customer_id.is_some() }))
}

fn replace(tx: &WriteTransaction, before: &Interaction, after: &Interaction, fields: &[&str]) -> Result<()> {
    write(tx, before, after)?;
    let event = Entry::new("interaction.updated").customer(after.customer_id).entity("interaction", after.id);
    journal::append(tx, event.payload(json!({ "fields": fields, "outcome": after.outcome })))?;
    Ok(())
}

/// Stores a changed contact and moves its row of the timeline along.
fn write(tx: &WriteTransaction, before: &Interaction, after: &Interaction) -> Result<()> {
    store::update(tx, after, journal::next_seq(tx)?)?;
    if (before.customer_id, before.at) != (after.customer_id, after.at) {
        if let Some(customer) = before.customer_id {
            timeline::remove(tx, customer, before.at, timeline::Kind::Interaction, before.id.0)?;
        }
        if let Some(customer) = after.customer_id {
            timeline::add(tx, customer, after.at, timeline::Kind::Interaction, after.id.0)?;
        }
    }
    for customer in [before.customer_id, after.customer_id].into_iter().flatten() {
        tx.touch(customer, Touch::CONTACTS);
    }
    Ok(())
}
