-- warranties: what is covered of assets, by whom and until when. Days are calendar days in the shop's zone.

CREATE TABLE crm_warranty_plan (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: name of the plan
  kind TEXT NOT NULL, -- plain: token
  sku TEXT, -- plain: article number that it is for
  category TEXT, -- plain: path of the category that it is for
  starts TEXT NOT NULL, -- plain: token
  months INTEGER NOT NULL,
  days INTEGER NOT NULL,
  waiting_days INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  labour INTEGER NOT NULL,
  onsite INTEGER NOT NULL,
  transferable INTEGER NOT NULL,
  claims_limit INTEGER,
  suspension_extends INTEGER NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_warranty_plan_active ON crm_warranty_plan (kind) WHERE active = 1;

-- The terms are those of the plan when the warranty was made. `state` is the last one that was noted; the days decide.
CREATE TABLE crm_warranty (
  id INTEGER PRIMARY KEY,
  asset_id INTEGER NOT NULL REFERENCES crm_asset (id),
  plan_id INTEGER REFERENCES crm_warranty_plan (id),
  kind TEXT NOT NULL, -- plain: token
  reference TEXT, -- plain: the host's key of its sale
  starts TEXT NOT NULL, -- plain: token
  months INTEGER NOT NULL,
  days INTEGER NOT NULL,
  waiting_days INTEGER NOT NULL,
  extended_days INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  labour INTEGER NOT NULL,
  onsite INTEGER NOT NULL,
  transferable INTEGER NOT NULL,
  claims_limit INTEGER,
  claims_used INTEGER NOT NULL,
  suspension_extends INTEGER NOT NULL,
  starts_on INTEGER,
  ends_on INTEGER,
  state TEXT NOT NULL, -- plain: token
  suspended_at INTEGER,
  exhausted_at INTEGER,
  void_at INTEGER,
  void_reason TEXT, -- plain: token
  past INTEGER NOT NULL,
  next_on INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_warranty_asset ON crm_warranty (asset_id);
CREATE INDEX crm_warranty_ends ON crm_warranty (ends_on) WHERE ends_on IS NOT NULL;
CREATE INDEX crm_warranty_plan_id ON crm_warranty (plan_id) WHERE plan_id IS NOT NULL;
CREATE UNIQUE INDEX crm_warranty_reference ON crm_warranty (reference, asset_id) WHERE reference IS NOT NULL;
-- What tick has to look at, by the day on which it changes.
CREATE INDEX crm_warranty_next ON crm_warranty (next_on) WHERE next_on IS NOT NULL;

CREATE TABLE crm_warranty_claim (
  id INTEGER PRIMARY KEY,
  warranty_id INTEGER NOT NULL REFERENCES crm_warranty (id),
  reference TEXT, -- plain: the host's key of the claim
  note TEXT, -- pii: what was claimed, as written
  claimed_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_warranty_claim_warranty ON crm_warranty_claim (warranty_id);
CREATE UNIQUE INDEX crm_warranty_claim_reference ON crm_warranty_claim (reference, warranty_id)
  WHERE reference IS NOT NULL;

-- Plans of warranties, for queries.
CREATE VIEW crm_warranty_plans AS
SELECT id, name, kind, sku, category, starts, months, days, waiting_days, parts, labour, onsite, transferable,
  claims_limit, suspension_extends, active, created_at
FROM crm_warranty_plan;

-- Warranties, for queries.
CREATE VIEW crm_warranties AS
SELECT id, asset_id, plan_id, kind, reference, starts, parts, labour, onsite, transferable, claims_limit, claims_used,
  starts_on, ends_on, state, suspended_at, exhausted_at, void_at, void_reason, created_at
FROM crm_warranty;

-- Claims on warranties, for queries; without what was written.
CREATE VIEW crm_warranty_claims AS
SELECT id, warranty_id, reference, claimed_at
FROM crm_warranty_claim;
