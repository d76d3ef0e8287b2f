-- opportunities: sales pipelines with their stages, and what may be sold to a customer.

CREATE TABLE crm_pipeline (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE, -- plain: token
  name TEXT NOT NULL, -- plain: what people call it
  is_default INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_pipeline_default ON crm_pipeline (is_default) WHERE is_default = 1;

CREATE TABLE crm_pipeline_stage (
  id INTEGER PRIMARY KEY,
  pipeline_id INTEGER NOT NULL REFERENCES crm_pipeline (id),
  key TEXT NOT NULL, -- plain: token, unique within its pipeline
  name TEXT NOT NULL, -- plain: what people call it
  position INTEGER NOT NULL,
  maps_to TEXT NOT NULL, -- plain: token of the core status
  probability INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_pipeline_stage_key ON crm_pipeline_stage (pipeline_id, key);

-- The pipeline that every shop has from the start, so that reading finds it before anything was written.
INSERT INTO crm_pipeline (id, key, name, is_default, rev) VALUES (1, 'default', 'Sales', 1, 0);
INSERT INTO crm_pipeline_stage (id, pipeline_id, key, name, position, maps_to, probability, rev) VALUES
  (1, 1, 'discovery', 'Discovery', 0, 'open', 100000, 0),
  (2, 1, 'qualification', 'Qualification', 1, 'open', 200000, 0),
  (3, 1, 'proposal', 'Proposal', 2, 'open', 500000, 0),
  (4, 1, 'negotiation', 'Negotiation', 3, 'open', 800000, 0),
  (5, 1, 'commit', 'Commit', 4, 'open', 900000, 0),
  (6, 1, 'on_hold', 'On hold', 5, 'on_hold', 0, 0),
  (7, 1, 'won', 'Won', 6, 'won', 1000000, 0),
  (8, 1, 'lost', 'Lost', 7, 'lost', 0, 0);

CREATE TABLE crm_opportunity (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  name TEXT NOT NULL, -- pii: what it is about, as written
  pipeline_id INTEGER NOT NULL REFERENCES crm_pipeline (id),
  stage TEXT NOT NULL, -- plain: key of the pipeline's stage
  status TEXT NOT NULL, -- plain: token, what the stage maps to
  amount_minor INTEGER NOT NULL,
  amount_currency TEXT NOT NULL, -- plain: ISO 4217
  amount_from_lines INTEGER NOT NULL,
  own_probability INTEGER,
  expected_close INTEGER,
  owner_id INTEGER,
  channel TEXT, -- plain: token of the sales channel
  source TEXT, -- plain: token, where it came from
  campaign TEXT, -- plain: the host's key of the campaign
  competitor TEXT, -- plain: names of firms that offer against the shop
  need TEXT, -- pii: what the customer needs, as written
  solution TEXT, -- pii: what the shop proposes, as written
  stage_since INTEGER NOT NULL,
  stalled_at INTEGER,
  closed_at INTEGER,
  close_amount_minor INTEGER,
  close_amount_currency TEXT, -- plain: ISO 4217
  lost_reason TEXT, -- plain: token
  order_id INTEGER REFERENCES crm_order (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_opportunity_customer ON crm_opportunity (customer_id, status);
CREATE INDEX crm_opportunity_owner ON crm_opportunity (owner_id, status) WHERE owner_id IS NOT NULL;
CREATE INDEX crm_opportunity_stage ON crm_opportunity (pipeline_id, stage);
-- In the order of lists: those without an expected close come last.
CREATE INDEX crm_opportunity_close ON crm_opportunity (coalesce(expected_close, 9223372036854775807), id);
CREATE INDEX crm_opportunity_status ON crm_opportunity (status, expected_close);
-- What tick has to look at: open ones that were not yet reported to stand still.
CREATE INDEX crm_opportunity_still ON crm_opportunity (stage_since) WHERE status = 'open' AND stalled_at IS NULL;

CREATE TABLE crm_opportunity_line (
  opportunity_id INTEGER NOT NULL REFERENCES crm_opportunity (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number
  name TEXT, -- plain: product name as offered
  quantity INTEGER NOT NULL,
  unit_price INTEGER NOT NULL,
  PRIMARY KEY (opportunity_id, position)
) STRICT, WITHOUT ROWID;

-- Opportunities, for queries; without what was written.
CREATE VIEW crm_opportunities AS
SELECT o.id, o.customer_id, p.key AS pipeline, o.stage, o.status, o.amount_minor, o.amount_currency,
  CASE o.status WHEN 'won' THEN 1000000 WHEN 'lost' THEN 0 ELSE coalesce(o.own_probability, s.probability) END
    AS probability,
  o.expected_close, o.owner_id, o.channel, o.source, o.campaign, o.stage_since, o.closed_at, o.close_amount_minor,
  o.lost_reason, o.order_id, o.created_at
FROM crm_opportunity o
JOIN crm_pipeline p ON p.id = o.pipeline_id
JOIN crm_pipeline_stage s ON s.pipeline_id = o.pipeline_id AND s.key = o.stage;
