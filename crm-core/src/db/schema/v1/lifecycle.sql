-- lifecycle: the stage of each customer and when it is looked at next.

-- Derived: one row per customer who was not merged into another. The numbers are those of the last evaluation.
CREATE TABLE crm_lifecycle (
  customer_id INTEGER PRIMARY KEY REFERENCES crm_customer (id),
  stage TEXT NOT NULL, -- plain: token
  since INTEGER NOT NULL,
  next_eval_at INTEGER,
  orders INTEGER NOT NULL,
  last_day INTEGER,
  gap_days INTEGER,
  own_gap INTEGER NOT NULL,
  label TEXT -- plain: RFM label
) STRICT;
CREATE INDEX crm_lifecycle_due ON crm_lifecycle (next_eval_at) WHERE next_eval_at IS NOT NULL;
-- Who fell silent. No list of two: for that SQLite would build a table with every row that is written.
CREATE INDEX crm_lifecycle_silent ON crm_lifecycle (since) WHERE stage = 'at_risk' OR stage = 'dormant';
CREATE INDEX crm_lifecycle_stage ON crm_lifecycle (stage, customer_id);

-- Stages, for queries; as of the last tick.
CREATE VIEW crm_lifecycles AS
SELECT customer_id, stage, since, next_eval_at, orders, last_day, gap_days, own_gap, label FROM crm_lifecycle;
