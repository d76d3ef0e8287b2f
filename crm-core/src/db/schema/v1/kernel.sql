-- The kernel: what the file says of itself, and the journal.

-- Facts about the file, one row each.
CREATE TABLE crm_meta (
  name TEXT PRIMARY KEY, -- plain: name of the fact
  value TEXT NOT NULL -- plain: its value
) STRICT, WITHOUT ROWID;

INSERT INTO crm_meta (name, value) VALUES ('min_reader', '1'), ('min_writer', '1');

-- What happened, in order. Ids and facts that are not personal; every row is chained to the one before by its hash.
CREATE TABLE crm_event (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  name TEXT NOT NULL, -- plain: event name such as customer.created
  version INTEGER NOT NULL,
  customer_id INTEGER,
  entity TEXT, -- plain: kind of the entity
  entity_id INTEGER,
  actor TEXT, -- plain: who, as a role and number such as staff:7
  source TEXT, -- plain: the system that reported it
  payload TEXT NOT NULL, -- plain: JSON without personal data
  hash BLOB NOT NULL -- plain: blake3 of the row and the hash before
) STRICT;

-- How far each named consumer has read, and what it has taken but not acknowledged.
CREATE TABLE crm_consumer (
  name TEXT PRIMARY KEY, -- plain: name that the host chose
  acked INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  leased_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every move of every state machine.
CREATE TABLE crm_stage_change (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER,
  entity TEXT NOT NULL, -- plain: kind of the entity
  entity_id INTEGER NOT NULL,
  from_state TEXT, -- plain: token
  to_state TEXT NOT NULL, -- plain: token
  at INTEGER NOT NULL,
  duration_ms INTEGER,
  actor TEXT, -- plain: who, as a role and number
  reason TEXT, -- plain: token
  forced INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX crm_stage_change_entity ON crm_stage_change (entity, entity_id, at);
CREATE INDEX crm_stage_change_customer ON crm_stage_change (customer_id) WHERE customer_id IS NOT NULL;

-- One thin row per contact, order, refund and stage change, in the order of time.
CREATE TABLE crm_timeline (
  customer_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  entity_id INTEGER NOT NULL,
  PRIMARY KEY (customer_id, at, kind, entity_id)
) STRICT, WITHOUT ROWID;

-- Answers to request keys, so that a repeated request is replayed and not done again.
CREATE TABLE crm_request (
  key TEXT PRIMARY KEY, -- plain: the host's request key
  body_hash BLOB NOT NULL, -- plain: keyed hash of the request
  answer TEXT NOT NULL, -- pii: the JSON answer, which may name a person
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_request_at ON crm_request (at);
