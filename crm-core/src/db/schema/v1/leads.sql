-- leads: people who may want to buy.

-- One row: how fast leads are to be answered, and what counts as stale and as hot.
CREATE TABLE crm_lead_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  response_minutes INTEGER NOT NULL,
  stale_days INTEGER NOT NULL,
  hot_score INTEGER NOT NULL
) STRICT;

INSERT INTO crm_lead_setting (id, response_minutes, stale_days, hot_score) VALUES (1, 1440, 7, 70);

-- Who gets a lead for which nobody was named: the first rule in the order of position that fits.
CREATE TABLE crm_lead_rule (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: name that the shop gave
  kind TEXT NOT NULL, -- plain: token
  position INTEGER NOT NULL,
  condition TEXT NOT NULL, -- plain: JSON, what a lead must be like
  response_minutes INTEGER,
  is_active INTEGER NOT NULL,
  assigned INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_lead_rule_order ON crm_lead_rule (position) WHERE is_active = 1;

-- Among whom a rule chooses.
CREATE TABLE crm_lead_rule_staff (
  rule_id INTEGER NOT NULL REFERENCES crm_lead_rule (id),
  position INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  PRIMARY KEY (rule_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_lead (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  state TEXT NOT NULL, -- plain: token
  source TEXT NOT NULL, -- plain: token; how the lead came
  name TEXT, -- pii: display name
  company TEXT, -- pii: name of the company, which may be a person's
  employees INTEGER,
  territory TEXT, -- plain: sales territory as the shop names it
  country TEXT, -- plain: ISO 3166-1
  language TEXT, -- plain: BCP 47
  note TEXT, -- pii: free text
  owner_id INTEGER,
  rule_id INTEGER REFERENCES crm_lead_rule (id),
  score INTEGER NOT NULL,
  scored_at INTEGER NOT NULL,
  look_at INTEGER,
  hot_at INTEGER,
  lost_reason TEXT, -- plain: token
  captured_at INTEGER NOT NULL,
  sla_due_at INTEGER,
  responded_at INTEGER,
  overdue_at INTEGER,
  active_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  stale_at INTEGER,
  opportunity_id INTEGER,
  converted_at INTEGER,
  ended_at INTEGER,
  system TEXT, -- plain: the system that reported it
  external_id TEXT, -- plain: its id there
  host_updated_at INTEGER,
  recorded_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_lead_external ON crm_lead (system, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX crm_lead_customer ON crm_lead (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_lead_at ON crm_lead (captured_at);
CREATE INDEX crm_lead_state ON crm_lead (state, captured_at);
-- Open work: per person, without a customer, and what tick has to look at next.
CREATE INDEX crm_lead_owner ON crm_lead (owner_id, captured_at);
CREATE INDEX crm_lead_open ON crm_lead (captured_at) WHERE ended_at IS NULL;
CREATE INDEX crm_lead_unknown ON crm_lead (id) WHERE customer_id IS NULL AND ended_at IS NULL;
CREATE INDEX crm_lead_response ON crm_lead (sla_due_at)
  WHERE ended_at IS NULL AND responded_at IS NULL AND overdue_at IS NULL;
CREATE INDEX crm_lead_stale ON crm_lead (changed_at) WHERE ended_at IS NULL AND stale_at IS NULL;
CREATE INDEX crm_lead_look ON crm_lead (look_at) WHERE look_at IS NOT NULL;

-- How the person behind a lead can be reached and recognised.
CREATE TABLE crm_lead_identity (
  lead_id INTEGER NOT NULL REFERENCES crm_lead (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL, -- plain: token
  value TEXT NOT NULL, -- pii: the identity, normalised
  PRIMARY KEY (lead_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_lead_identity_key ON crm_lead_identity (kind, value);

-- What the person behind a lead wants.
CREATE TABLE crm_lead_interest (
  lead_id INTEGER NOT NULL REFERENCES crm_lead (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number
  PRIMARY KEY (lead_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_lead_interest_sku ON crm_lead_interest (sku);

-- Leads, for queries; without who they are.
CREATE VIEW crm_leads AS
SELECT id, customer_id, state, source, employees, territory, country, language, owner_id, rule_id, score, lost_reason,
  captured_at, sla_due_at, responded_at, overdue_at, changed_at, stale_at, opportunity_id, converted_at, ended_at
FROM crm_lead;
