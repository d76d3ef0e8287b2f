-- interactions: contacts with customers.

-- One row per contact. A contact with a caller whom nobody knows yet has no customer; it can be attached later.
-- The rows of one customer are found through crm_timeline, in the order of time.
CREATE TABLE crm_interaction (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  identity_kind TEXT, -- plain: token; kind of the address that the contact came from, where it was given
  identity_value TEXT, -- pii: that address, normalised
  channel TEXT NOT NULL, -- plain: token
  direction TEXT NOT NULL, -- plain: token
  kind TEXT NOT NULL, -- plain: token
  at INTEGER NOT NULL,
  duration_s INTEGER,
  staff_id INTEGER,
  subject TEXT, -- pii: what it was about, as written
  body TEXT, -- pii: what was said
  outcome TEXT NOT NULL, -- plain: token
  thread_id TEXT, -- pii: the host's name of the conversation, which may hold an address
  ref_entity TEXT, -- plain: kind of the entity that it was about
  ref_id INTEGER,
  sentiment INTEGER,
  source TEXT, -- plain: the system that reported it
  external_id TEXT, -- plain: its id there
  host_updated_at INTEGER,
  recorded_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_interaction_external ON crm_interaction (source, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX crm_interaction_at ON crm_interaction (at);
CREATE INDEX crm_interaction_channel ON crm_interaction (channel, at);
CREATE INDEX crm_interaction_thread ON crm_interaction (thread_id, at) WHERE thread_id IS NOT NULL;
CREATE INDEX crm_interaction_unattached ON crm_interaction (at) WHERE customer_id IS NULL;
CREATE INDEX crm_interaction_caller ON crm_interaction (identity_kind, identity_value)
  WHERE customer_id IS NULL AND identity_value IS NOT NULL;

-- Contacts, for queries; without what was written or said.
CREATE VIEW crm_interactions AS
SELECT id, customer_id, channel, direction, kind, at, duration_s, staff_id, outcome, ref_entity, ref_id, sentiment,
  source, external_id, recorded_at
FROM crm_interaction;
