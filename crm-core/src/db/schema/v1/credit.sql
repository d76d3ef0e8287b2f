-- credit: how customers treat the shop, as an append-only ledger.

-- One row: the settings, and how far tick has looked at all customers after they changed; null when it is through.
CREATE TABLE crm_credit_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  looked_until INTEGER,
  rev INTEGER NOT NULL
) STRICT;

-- Entries are never changed and never deleted; a reversal is an entry of its own that names the one it takes back.
CREATE TABLE crm_credit_entry (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  delta INTEGER NOT NULL,
  ref_entity TEXT, -- plain: kind of the entity that it rests on
  ref_id INTEGER,
  reason TEXT, -- plain: token
  note TEXT, -- pii: more about it, as written
  staff_id INTEGER,
  automatic INTEGER NOT NULL,
  reverses_id INTEGER REFERENCES crm_credit_entry (id),
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_credit_entry_customer ON crm_credit_entry (customer_id, at);
CREATE UNIQUE INDEX crm_credit_entry_reverses ON crm_credit_entry (reverses_id) WHERE reverses_id IS NOT NULL;

-- Customers whose facts changed and whose entries tick compares with them.
CREATE TABLE crm_credit_due (
  customer_id INTEGER PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_credit_due_since ON crm_credit_due (since);

-- Entries of the credit record, for queries; without what was written.
CREATE VIEW crm_credit_entries AS
SELECT id, customer_id, kind, delta, ref_entity, ref_id, reason, staff_id, automatic, reverses_id, at, recorded_at
FROM crm_credit_entry;
