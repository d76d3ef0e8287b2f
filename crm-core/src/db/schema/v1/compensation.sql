-- compensation: funds, and what customers get from them when something went wrong.

CREATE TABLE crm_compensation_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of who approves what
  rev INTEGER NOT NULL
) STRICT;

-- What a fund has left is funded − reserved − paid + recovered; each is the sum of its entries at any time.
CREATE TABLE crm_fund (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: what the shop calls it
  limit_minor INTEGER NOT NULL,
  limit_currency TEXT NOT NULL, -- plain: ISO 4217
  period TEXT NOT NULL, -- plain: token
  active INTEGER NOT NULL,
  funded_minor INTEGER NOT NULL,
  funded_currency TEXT NOT NULL, -- plain: ISO 4217
  reserved_minor INTEGER NOT NULL,
  reserved_currency TEXT NOT NULL, -- plain: ISO 4217
  paid_minor INTEGER NOT NULL,
  paid_currency TEXT NOT NULL, -- plain: ISO 4217
  recovered_minor INTEGER NOT NULL,
  recovered_currency TEXT NOT NULL, -- plain: ISO 4217
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_fund_entry (
  id INTEGER PRIMARY KEY,
  fund_id INTEGER NOT NULL REFERENCES crm_fund (id),
  kind TEXT NOT NULL, -- plain: token
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  compensation_id INTEGER REFERENCES crm_compensation (id),
  reason TEXT, -- plain: token
  key TEXT, -- plain: the host's key of the request
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_fund_entry_of ON crm_fund_entry (fund_id, id);
CREATE UNIQUE INDEX crm_fund_entry_key ON crm_fund_entry (fund_id, key) WHERE key IS NOT NULL;

CREATE TABLE crm_compensation (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  amount_base_minor INTEGER NOT NULL,
  amount_base_currency TEXT NOT NULL, -- plain: ISO 4217
  cause TEXT NOT NULL, -- plain: token
  ref_entity TEXT, -- plain: kind of the entity that it is about
  ref_id INTEGER,
  fund_id INTEGER REFERENCES crm_fund (id),
  order_id INTEGER REFERENCES crm_order (id),
  points INTEGER,
  program_id INTEGER REFERENCES crm_coupon_program (id),
  gift_sku TEXT, -- plain: article number
  proposed_by INTEGER,
  decided_by INTEGER,
  end_reason TEXT, -- plain: token
  refund_id INTEGER REFERENCES crm_refund (id),
  points_entry_id INTEGER REFERENCES crm_points_entry (id),
  coupon_id INTEGER REFERENCES crm_coupon (id),
  stored_value_id INTEGER REFERENCES crm_stored_value (id),
  recovered_minor INTEGER,
  recovered_currency TEXT, -- plain: ISO 4217
  recovered_base_minor INTEGER,
  recovered_base_currency TEXT, -- plain: ISO 4217
  recovered_from TEXT, -- plain: token
  note TEXT, -- pii: more about it, as written
  created_at INTEGER NOT NULL,
  decided_at INTEGER,
  paid_at INTEGER,
  recovered_at INTEGER,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_compensation_customer ON crm_compensation (customer_id);
CREATE INDEX crm_compensation_state ON crm_compensation (state, id);
CREATE INDEX crm_compensation_fund ON crm_compensation (fund_id, created_at) WHERE fund_id IS NOT NULL;
CREATE INDEX crm_compensation_order ON crm_compensation (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX crm_compensation_ref ON crm_compensation (ref_entity, ref_id) WHERE ref_id IS NOT NULL;
-- What statistics of a period look at.
CREATE INDEX crm_compensation_paid ON crm_compensation (paid_at) WHERE paid_at IS NOT NULL;

-- Funds and what they have left, for queries.
CREATE VIEW crm_funds AS
SELECT id, name, limit_minor, limit_currency, period, active, funded_minor, reserved_minor, paid_minor, recovered_minor,
  funded_minor - reserved_minor - paid_minor + recovered_minor AS left_minor
FROM crm_fund;

-- Compensations, for queries; without what was written.
CREATE VIEW crm_compensations AS
SELECT id, customer_id, kind, state, amount_minor, amount_currency, amount_base_minor, cause, ref_entity, ref_id, fund_id,
  order_id, points, proposed_by, decided_by, refund_id, recovered_minor, created_at, paid_at, recovered_at
FROM crm_compensation;
