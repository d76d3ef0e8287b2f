-- loyalty: the programme, the ledger of points, tiers and who is in which.

-- One row: how points are earned and when they expire.
CREATE TABLE crm_loyalty_program (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

-- Points are only ever added to; what is left of an entry that gave points is consumed by later ones, so that the sum of
-- what is left is the balance too.
CREATE TABLE crm_points_entry (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  points INTEGER NOT NULL,
  remaining INTEGER NOT NULL CHECK (remaining >= 0),
  order_id INTEGER REFERENCES crm_order (id),
  expires_at INTEGER,
  announced_at INTEGER,
  reason TEXT, -- plain: token
  key TEXT, -- plain: the host's key of the request
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_points_entry_customer ON crm_points_entry (customer_id, id);
CREATE INDEX crm_points_entry_expiry ON crm_points_entry (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX crm_points_entry_reminder ON crm_points_entry (expires_at)
  WHERE remaining > 0 AND expires_at IS NOT NULL AND announced_at IS NULL;
CREATE INDEX crm_points_entry_order ON crm_points_entry (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX crm_points_entry_key ON crm_points_entry (key) WHERE key IS NOT NULL;

CREATE TABLE crm_tier (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: what the shop calls it
  rank INTEGER NOT NULL,
  min_spend_minor INTEGER,
  min_spend_currency TEXT, -- plain: ISO 4217
  min_points INTEGER,
  window_days INTEGER,
  price_percent INTEGER NOT NULL,
  free_shipping INTEGER NOT NULL,
  benefits TEXT NOT NULL, -- plain: JSON list of what the tier offers
  grace_days INTEGER NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_tier_rank ON crm_tier (rank);

CREATE TABLE crm_customer_tier (
  customer_id INTEGER PRIMARY KEY REFERENCES crm_customer (id),
  tier_id INTEGER REFERENCES crm_tier (id),
  since INTEGER NOT NULL,
  grace_until INTEGER,
  next_evaluation_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_customer_tier_due ON crm_customer_tier (next_evaluation_at) WHERE next_evaluation_at IS NOT NULL;
CREATE INDEX crm_customer_tier_of ON crm_customer_tier (tier_id) WHERE tier_id IS NOT NULL;

-- The ledger of points, for queries.
CREATE VIEW crm_points_entries AS
SELECT id, customer_id, kind, points, remaining, order_id, expires_at, reason, at FROM crm_points_entry;

-- Balances of points, for queries.
CREATE VIEW crm_points_balances AS
SELECT customer_id, sum(points) AS points FROM crm_points_entry GROUP BY customer_id;

-- Tiers, for queries; the percentage as a share.
CREATE VIEW crm_tiers AS
SELECT id, name, rank, min_spend_minor, min_spend_currency, min_points, window_days,
  price_percent / 1000000.0 AS price_percent, grace_days, active
FROM crm_tier;

-- Who is in which tier, for queries.
CREATE VIEW crm_customer_tiers AS
SELECT customer_id, tier_id, since, grace_until, next_evaluation_at FROM crm_customer_tier;
