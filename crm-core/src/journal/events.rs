//! Events: appending with a hash chain, and delivery to named consumers.

use crate::db::{Columns, ReadTransaction, Reading, WriteTransaction};
use crate::vocabulary::{CustomerId, Error, Result, Timestamp};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of every event's payload; payloads only ever gain fields.
const PAYLOAD_VERSION: i64 = 1;
const MAX_TAKE: u32 = 10_000;
const MAX_LEASE_SECONDS: u32 = 86_400;
const COLUMNS: &str = "seq, at, name, version, customer_id, entity, entity_id, actor, source, payload";

room! {
    /// What happened, in order, delivered at least once to each named consumer.
    Events, events
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Event {
    /// The number of the event; ascending, never reused.
    pub seq: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened: a noun and a verb in the past tense, such as `customer.created`.
    pub name: String,
    /// The version of the payload; later versions only add fields.
    pub version: i64,
    /// The customer whom it concerns.
    pub customer_id: Option<CustomerId>,
    /// The kind of the changed entity, such as `order`.
    pub entity: Option<String>,
    /// Its id.
    pub entity_id: Option<i64>,
    /// Who did it, such as `staff:7`.
    pub actor: Option<String>,
    /// The system that reported it, such as `woocommerce`.
    pub source: Option<String>,
    /// Facts about it, never personal data.
    pub payload: Value,
}

/// What a consumer has taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EventBatch {
    /// The events, oldest first.
    pub events: Vec<Event>,
    /// Until when no other worker of this consumer gets them; unacknowledged ones come again afterwards.
    pub leased_until: Timestamp,
}

/// An event to be appended.
pub(crate) struct Entry {
    name: &'static str,
    customer: Option<CustomerId>,
    entity: Option<(&'static str, i64)>,
    payload: Value,
}

impl Entry {
    pub(crate) fn new(name: &'static str) -> Self {
        Entry { name, customer: None, entity: None, payload: Value::Object(serde_json::Map::new()) }
    }

    pub(crate) fn customer(mut self, customer: impl Into<Option<CustomerId>>) -> Self {
        self.customer = customer.into();
        self
    }

    pub(crate) fn entity(mut self, kind: &'static str, id: impl Into<i64>) -> Self {
        self.entity = Some((kind, id.into()));
        self
    }

    /// More facts beside those of the payload; both are objects.
    pub(crate) fn facts(mut self, more: Value) -> Self {
        if let (Some(all), Value::Object(more)) = (self.payload.as_object_mut(), more) {
            all.extend(more);
        }
        self
    }

    /// Facts; never a value that could be personal.
    pub(crate) fn payload(mut self, payload: Value) -> Self {
        self.payload = payload;
        self
    }
}

/// The number that the next appended event will have; rows store it as `rev`.
pub(crate) fn next_seq(tx: &WriteTransaction) -> Result<i64> {
    Ok(chain(tx)?.0 + 1)
}

/// The number of the last event, 0 before the first: another one for every committed change that was announced.
pub(crate) fn last_seq(tx: &ReadTransaction) -> Result<i64> {
    tx.value("SELECT coalesce(max(seq), 0) FROM crm_event", [])
}

/// The number and hash of the last event, read once per transaction.
fn chain(tx: &WriteTransaction) -> Result<(i64, [u8; 32])> {
    if let Some(known) = tx.changes().chain {
        return Ok(known);
    }
    let last =
        tx.one("SELECT seq, hash FROM crm_event ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let head = last.unwrap_or((0, [0; 32]));
    tx.changes().chain = Some(head);
    Ok(head)
}

/// Appends an event; its number.
pub(crate) fn append(tx: &WriteTransaction, entry: Entry) -> Result<i64> {
    let (seq, before) = chain(tx)?;
    if tx.changes().quiet {
        return Ok(seq + 1);
    }
    let (actor, source) = {
        let changes = tx.changes();
        (changes.actor.clone(), changes.source.clone())
    };
    let event = Event {
        seq: seq + 1,
        at: tx.now(),
        name: entry.name.to_owned(),
        version: PAYLOAD_VERSION,
        customer_id: entry.customer,
        entity: entry.entity.map(|(kind, _)| kind.to_owned()),
        entity_id: entry.entity.map(|(_, id)| id),
        actor,
        source,
        payload: entry.payload,
    };
    let payload = event.payload.to_string();
    let hash = hash(&before, &event, &payload);
    tx.run(
        "INSERT INTO crm_event (seq, at, name, version, customer_id, entity, entity_id, actor, source, payload, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            event.seq,
            event.at,
            event.name,
            event.version,
            event.customer_id,
            event.entity,
            event.entity_id,
            event.actor,
            event.source,
            payload,
            hash
        ],
    )?;
    let mut changes = tx.changes();
    changes.chain = Some((event.seq, hash));
    changes.announced = true;
    Ok(event.seq)
}

fn hash(before: &[u8; 32], event: &Event, payload: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before);
    for number in [Some(event.seq), Some(event.at.millis()), Some(event.version)] {
        field(&mut hasher, number.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }
    for number in [event.customer_id.map(|id| id.0), event.entity_id] {
        field(&mut hasher, number.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }
    let texts = [Some(event.name.as_str()), event.entity.as_deref(), event.actor.as_deref(), event.source.as_deref()];
    for text in texts.into_iter().chain([Some(payload)]) {
        field(&mut hasher, text.map(str::as_bytes));
    }
    *hasher.finalize().as_bytes()
}

/// Length first, so that no two rows share a byte string; an absent field differs from an empty one.
fn field(hasher: &mut blake3::Hasher, bytes: Option<&[u8]>) {
    let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
    hasher.update(&length.to_le_bytes());
    hasher.update(bytes.unwrap_or_default());
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<(Event, String)> {
    let mut columns = Columns::new(row);
    let mut event = Event {
        seq: columns.next()?,
        at: columns.next()?,
        name: columns.next()?,
        version: columns.next()?,
        customer_id: columns.next()?,
        entity: columns.next()?,
        entity_id: columns.next()?,
        actor: columns.next()?,
        source: columns.next()?,
        payload: Value::Null,
    };
    let payload: String = columns.next()?;
    event.payload = serde_json::from_str(&payload).unwrap_or(Value::Null);
    Ok((event, payload))
}

/// Recomputes the hash chain; one sentence when a row does not fit.
pub(crate) fn verify(tx: &ReadTransaction) -> Result<Option<String>> {
    let mut before = [0_u8; 32];
    let mut expected_seq = 0;
    let mut broken = None;
    tx.each(&format!("SELECT {COLUMNS}, hash FROM crm_event ORDER BY seq"), [], |row| {
        let (event, payload) = from_row(row)?;
        let stored: [u8; 32] = row.get(10)?;
        expected_seq += 1;
        if broken.is_none() && (event.seq != expected_seq || hash(&before, &event, &payload) != stored) {
            broken = Some(format!("the journal was changed at or before event {}", event.seq));
        }
        before = stored;
        Ok(())
    })?;
    Ok(broken)
}

impl<T: Reading> Events<'_, T> {
    /// Events after a number, oldest first, without taking them.
    ///
    /// # Errors
    /// `invalid_input` for a limit outside 1 to 10,000.
    pub fn list(&self, after: i64, limit: u32) -> Result<Vec<Event>> {
        require_limit(limit)?;
        read_after(self.tx.reader(), after, i64::from(limit))
    }

    /// The number of the last event, 0 before the first.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn last(&self) -> Result<i64> {
        last_seq(self.tx.reader())
    }
}

fn read_after(tx: &ReadTransaction, after: i64, limit: i64) -> Result<Vec<Event>> {
    let sql = format!("SELECT {COLUMNS} FROM crm_event WHERE seq > ?1 ORDER BY seq LIMIT ?2");
    tx.all(&sql, params![after, limit], |row| from_row(row).map(|(event, _)| event))
}

fn require_limit(limit: u32) -> Result<()> {
    if (1..=MAX_TAKE).contains(&limit) {
        return Ok(());
    }
    Err(Error::invalid("/limit", "a batch has 1 to 10,000 events"))
}

impl Events<'_, WriteTransaction> {
    /// Takes the next events of a named consumer for `lease_seconds`. Two workers of one consumer never hold the same
    /// events; what is not acknowledged in time is delivered again.
    ///
    /// # Errors
    /// `invalid_input` for an empty name, a limit outside 1 to 10,000 or a lease outside 1 second to 1 day.
    pub fn take(&self, consumer: &str, limit: u32, lease_seconds: u32) -> Result<EventBatch> {
        require_consumer(consumer)?;
        require_limit(limit)?;
        if !(1..=MAX_LEASE_SECONDS).contains(&lease_seconds) {
            return Err(Error::invalid("/lease_seconds", "a lease lasts 1 second to 1 day"));
        }
        let tx = self.tx;
        let (acked, taken, leased_until) =
            position(tx, consumer)?.unwrap_or((0, 0, Timestamp::saturating_from_millis(0)));
        // An expired lease: its events are delivered again.
        let from = if leased_until <= tx.now() { acked } else { taken };
        let events = read_after(tx, from, i64::from(limit))?;
        let leased_until = if events.is_empty() {
            leased_until.max(tx.now())
        } else {
            leased_until.max(tx.now().plus_millis(i64::from(lease_seconds) * 1_000))
        };
        if let Some(last) = events.last() {
            tx.run(
                "INSERT INTO crm_consumer (name, acked, taken, leased_until) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET taken = excluded.taken, leased_until = excluded.leased_until",
                params![consumer, acked, last.seq, leased_until],
            )?;
        }
        Ok(EventBatch { events, leased_until })
    }

    /// Acknowledges everything up to and including an event; the consumer never gets it again.
    ///
    /// # Errors
    /// `not_found` for a consumer that has taken nothing; `invalid_input` for a number that it has not taken.
    pub fn ack(&self, consumer: &str, seq: i64) -> Result<()> {
        require_consumer(consumer)?;
        let tx = self.tx;
        let Some((acked, taken, _)) = position(tx, consumer)? else {
            return Err(Error::new(crate::ErrorCode::NotFound, "this consumer has taken no events").at("/consumer"));
        };
        if seq > taken {
            return Err(Error::invalid("/seq", format!("event {seq} was not taken; the last taken one is {taken}")));
        }
        if seq > acked {
            tx.run("UPDATE crm_consumer SET acked = ?2 WHERE name = ?1", params![consumer, seq])?;
        }
        Ok(())
    }
}

fn position(tx: &ReadTransaction, consumer: &str) -> Result<Option<(i64, i64, Timestamp)>> {
    tx.one("SELECT acked, taken, leased_until FROM crm_consumer WHERE name = ?1", [consumer], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

fn require_consumer(name: &str) -> Result<()> {
    let fits = (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'));
    if fits {
        return Ok(());
    }
    Err(Error::invalid("/consumer", "a consumer's name has 1 to 64 letters, digits, '_', '-', '.' or ':'"))
}
