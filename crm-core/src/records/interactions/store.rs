//! The SQL of contacts.

use super::{Interaction, InteractionFilter, InteractionSummary, Reference};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::journal::timeline::{self, Kind};
use crate::records::customers::{IdentityInput, IdentityKind};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CustomerId, InteractionId, Result, Timestamp};
use rusqlite::{Row, params};

const COLUMNS: &str = "i.id, i.customer_id, i.identity_kind, i.identity_value, i.channel, i.direction, i.kind, i.at,
  i.duration_s, i.staff_id, i.subject, i.body, i.outcome, i.thread_id, i.ref_entity, i.ref_id, i.sentiment, i.source,
  i.external_id, i.host_updated_at, i.recorded_at, i.updated_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Interaction> {
    let mut columns = Columns::new(row);
    Ok(Interaction {
        id: columns.next()?,
        customer_id: columns.next()?,
        identity: identity(columns.next()?, columns.next()?),
        channel: columns.next()?,
        direction: columns.next()?,
        kind: columns.next()?,
        at: columns.next()?,
        duration_s: columns.next()?,
        staff_id: columns.next()?,
        subject: columns.next()?,
        body: columns.next()?,
        outcome: columns.next()?,
        thread_id: columns.next()?,
        reference: reference(columns.next()?, columns.next()?),
        sentiment: columns.next()?,
        source: columns.next()?,
        external_id: columns.next()?,
        host_updated_at: columns.next()?,
        recorded_at: columns.next()?,
        updated_at: columns.next()?,
    })
}

fn identity(kind: Option<IdentityKind>, value: Option<String>) -> Option<IdentityInput> {
    Some(IdentityInput { kind: kind?, value: value? })
}

fn reference(entity: Option<String>, id: Option<i64>) -> Option<Reference> {
    Some(Reference { entity: entity?, id: id? })
}

pub(crate) fn get(tx: &ReadTransaction, id: InteractionId) -> Result<Option<Interaction>> {
    tx.one(&format!("SELECT {COLUMNS} FROM crm_interaction i WHERE i.id = ?1"), [id], from_row)
}

pub(crate) fn find_external(tx: &ReadTransaction, source: &str, external: &str) -> Result<Option<Interaction>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_interaction i WHERE i.source = ?1 AND i.external_id = ?2");
    tx.one(&sql, [source, external], from_row)
}

/// Contacts in short by their ids.
pub(crate) fn summaries_with(
    tx: &ReadTransaction,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<InteractionSummary>> {
    tx.all_of(
        "SELECT i.id, i.channel, i.direction, i.kind, i.outcome, i.at, i.duration_s, i.staff_id, i.subject, i.sentiment,
           i.ref_entity, i.ref_id
         FROM crm_interaction i WHERE i.id = ?1",
        ids,
        |row| {
            let mut columns = Columns::new(row);
            Ok(InteractionSummary {
                id: columns.next()?,
                channel: columns.next()?,
                direction: columns.next()?,
                kind: columns.next()?,
                outcome: columns.next()?,
                at: columns.next()?,
                duration_s: columns.next()?,
                staff_id: columns.next()?,
                subject: columns.next()?,
                sentiment: columns.next()?,
                reference: reference(columns.next()?, columns.next()?),
            })
        },
    )
}

/// Whether a customer ever asked before a purchase.
pub(crate) fn has_enquiry(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_timeline t CROSS JOIN crm_interaction i ON i.id = t.entity_id
           WHERE t.customer_id = ?1 AND t.kind = ?2 AND i.kind = 'enquiry')",
        params![customer, Kind::Interaction as i64],
    )
}

/// The contacts with somebody from an instant on; internal notes are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Since {
    /// How many.
    pub(crate) count: u32,
    /// When the last one was.
    pub(crate) last_at: Option<Timestamp>,
    /// When the shop first turned to the customer.
    pub(crate) first_out_at: Option<Timestamp>,
}

/// The contacts with a customer from an instant on; those that the shop made, from another one on.
pub(crate) fn since(tx: &ReadTransaction, customer: CustomerId, from: Timestamp, out_from: Timestamp) -> Result<Since> {
    let found = tx.one(
        "SELECT count(*), max(t.at), min(CASE WHEN i.direction = 'out' AND t.at >= ?4 THEN t.at END)
         FROM crm_timeline t CROSS JOIN crm_interaction i ON i.id = t.entity_id
         WHERE t.customer_id = ?1 AND t.at >= ?2 AND t.kind = ?3 AND i.direction <> 'internal'",
        params![customer, from, Kind::Interaction as i64, out_from],
        |row| Ok(Since { count: row.get(0)?, last_at: row.get(1)?, first_out_at: row.get(2)? }),
    )?;
    Ok(found.unwrap_or_default())
}

/// How many contacts without a customer came by an identity from an instant on.
pub(crate) fn unattached_since(tx: &ReadTransaction, identity: &IdentityInput, from: Timestamp) -> Result<u32> {
    tx.value(
        "SELECT count(*) FROM crm_interaction
         WHERE customer_id IS NULL AND identity_kind = ?1 AND identity_value = ?2 AND +at >= ?3
           AND direction <> 'internal'",
        params![identity.kind, identity.value, from],
    )
}

/// The contacts without a customer that came by an identity.
pub(crate) fn unattached_of(tx: &ReadTransaction, identity: &IdentityInput) -> Result<Vec<InteractionId>> {
    tx.all(
        "SELECT id FROM crm_interaction WHERE customer_id IS NULL AND identity_kind = ?1 AND identity_value = ?2
         ORDER BY id",
        params![identity.kind, identity.value],
        |row| row.get(0),
    )
}

/// Up to `rows` contacts before a position (time, id), newest first.
///
/// One customer's contacts are read along the timeline; every other list along an index in the order of time. The plus
/// sign keeps SQLite from choosing an index by a condition that is only a filter.
pub(crate) fn list(tx: &ReadTransaction, filter: &InteractionFilter, listing: &Listing<2>) -> Result<Vec<Interaction>> {
    let by_customer = filter.customer_id.is_some();
    let (at, id, source) = if by_customer {
        ("t.at", "t.entity_id", "crm_timeline t CROSS JOIN crm_interaction i ON i.id = t.entity_id")
    } else {
        ("i.at", "i.id", "crm_interaction i")
    };
    let by_thread = !by_customer && filter.thread_id.is_some();
    let mut conditions = Conditions::default();
    conditions.add("t.customer_id = ?", filter.customer_id);
    conditions.add("t.kind = ?", by_customer.then_some(Kind::Interaction as i64));
    conditions.add(if by_customer { "+i.thread_id = ?" } else { "i.thread_id = ?" }, filter.thread_id.clone());
    let channel = if by_customer || by_thread { "+i.channel = ?" } else { "i.channel = ?" };
    conditions.add(channel, filter.channel);
    conditions.add("+i.direction = ?", filter.direction);
    conditions.add("+i.kind = ?", filter.kind);
    conditions.add("+i.outcome = ?", filter.outcome);
    conditions.add("+i.staff_id = ?", filter.staff_id);
    if filter.unattached {
        conditions.add_fixed("i.customer_id IS NULL");
    }
    conditions.add(&format!("{at} >= ?"), filter.from);
    conditions.add(&format!("{at} < ?"), filter.until);
    // The bound on the time alone lets SQLite begin in the middle of an index.
    conditions.add(&format!("{at} <= ?"), listing.start.map(|[last_at, _]| last_at));
    conditions.add_start(&format!("({at}, {id}) <"), listing.start);
    let select = format!("SELECT {COLUMNS} FROM {source}");
    conditions.read(tx, &select, &format!("{at} DESC, {id} DESC"), listing.limit(), from_row)
}

pub(crate) fn insert(tx: &WriteTransaction, contact: &Interaction, rev: i64) -> Result<InteractionId> {
    let id = tx.insert(
        "INSERT INTO crm_interaction (customer_id, identity_kind, identity_value, channel, direction, kind, at,
           duration_s, staff_id, subject, body, outcome, thread_id, ref_entity, ref_id, sentiment, source, external_id,
           host_updated_at, recorded_at, updated_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
        params![
            contact.customer_id,
            contact.identity.as_ref().map(|identity| identity.kind),
            contact.identity.as_ref().map(|identity| &identity.value),
            contact.channel,
            contact.direction,
            contact.kind,
            contact.at,
            contact.duration_s,
            contact.staff_id,
            contact.subject,
            contact.body,
            contact.outcome,
            contact.thread_id,
            contact.reference.as_ref().map(|reference| &reference.entity),
            contact.reference.as_ref().map(|reference| reference.id),
            contact.sentiment,
            contact.source,
            contact.external_id,
            contact.host_updated_at,
            contact.recorded_at,
            contact.updated_at,
            rev
        ],
    )?;
    Ok(InteractionId(id))
}

/// Stores a changed contact; its source, external id and time of recording never change.
pub(crate) fn update(tx: &WriteTransaction, contact: &Interaction, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_interaction SET customer_id = ?2, identity_kind = ?3, identity_value = ?4, channel = ?5,
           direction = ?6, kind = ?7, at = ?8, duration_s = ?9, staff_id = ?10, subject = ?11, body = ?12, outcome = ?13,
           thread_id = ?14, ref_entity = ?15, ref_id = ?16, sentiment = ?17, host_updated_at = ?18, updated_at = ?19,
           rev = ?20
         WHERE id = ?1",
        params![
            contact.id,
            contact.customer_id,
            contact.identity.as_ref().map(|identity| identity.kind),
            contact.identity.as_ref().map(|identity| &identity.value),
            contact.channel,
            contact.direction,
            contact.kind,
            contact.at,
            contact.duration_s,
            contact.staff_id,
            contact.subject,
            contact.body,
            contact.outcome,
            contact.thread_id,
            contact.reference.as_ref().map(|reference| &reference.entity),
            contact.reference.as_ref().map(|reference| reference.id),
            contact.sentiment,
            contact.host_updated_at,
            contact.updated_at,
            rev
        ],
    )?;
    Ok(())
}

/// Moves every contact of a customer to another, with its row of the timeline; the ids of what moved.
pub(crate) fn move_all(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let moving: Vec<i64> = tx.all(
        "SELECT entity_id FROM crm_timeline WHERE customer_id = ?1 AND kind = ?2 ORDER BY entity_id",
        params![from, Kind::Interaction as i64],
        |row| row.get(0),
    )?;
    move_back(tx, &moving, from, to)?;
    Ok(moving)
}

/// Moves these contacts, as far as they belong to `from`, to another customer, with their rows of the timeline.
pub(crate) fn move_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    for id in ids {
        let moved: Vec<Timestamp> = tx.returning(
            "UPDATE crm_interaction SET customer_id = ?3 WHERE id = ?1 AND customer_id = ?2 RETURNING at",
            params![id, from, to],
            |row| row.get(0),
        )?;
        for at in moved {
            timeline::remove(tx, from, at, Kind::Interaction, *id)?;
            timeline::add(tx, to, at, Kind::Interaction, *id)?;
        }
    }
    Ok(())
}
