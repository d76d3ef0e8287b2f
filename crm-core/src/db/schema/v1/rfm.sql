-- rfm: how the shop scores, and stored snapshots.

-- One row: how scores are made when a call does not say otherwise.
CREATE TABLE crm_rfm_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  method TEXT NOT NULL, -- plain: token
  bins INTEGER NOT NULL,
  window_days INTEGER,
  basis TEXT NOT NULL, -- plain: token
  thresholds TEXT, -- plain: JSON of the shop's thresholds
  labels TEXT, -- plain: JSON of the shop's label map; NULL for the built-in one
  daily INTEGER NOT NULL
) STRICT;

INSERT INTO crm_rfm_setting (id, method, bins, basis, daily) VALUES (1, 'quantile', 5, 'net', 1);

-- What was believed on a day: cut points, label map and medians; the scores stand in crm_rfm_snapshot_chunk.
CREATE TABLE crm_rfm_snapshot (
  id INTEGER PRIMARY KEY,
  as_of INTEGER NOT NULL,
  taken_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  daily INTEGER NOT NULL,
  method TEXT NOT NULL, -- plain: token
  bins INTEGER NOT NULL,
  window_days INTEGER,
  basis TEXT NOT NULL, -- plain: token
  currency TEXT, -- plain: ISO 4217
  customers INTEGER NOT NULL,
  too_few INTEGER NOT NULL,
  future_orders INTEGER NOT NULL,
  median_gap_days INTEGER,
  cut_points TEXT NOT NULL, -- plain: JSON of the cut points
  labels TEXT NOT NULL, -- plain: JSON of the label map
  previous_id INTEGER,
  next_chunk INTEGER
) STRICT;
CREATE INDEX crm_rfm_snapshot_as_of ON crm_rfm_snapshot (as_of);

-- The scores of 4,096 customers: one number each, of one byte or (from seven bins on) two; 0 for a customer without
-- scores, else 1 + ((r - 1) * bins + f - 1) * bins + m - 1.
CREATE TABLE crm_rfm_snapshot_chunk (
  snapshot_id INTEGER NOT NULL REFERENCES crm_rfm_snapshot (id),
  chunk INTEGER NOT NULL,
  scores BLOB NOT NULL, -- plain: packed scores
  PRIMARY KEY (snapshot_id, chunk)
) STRICT;

-- Stored snapshots, for queries. The scores themselves are packed: rfm.score and rfm.moves read them.
CREATE VIEW crm_rfm_snapshots AS
SELECT id, date(as_of * 86400, 'unixepoch') AS as_of, taken_at, method, bins, window_days, basis, currency, customers,
  median_gap_days
FROM crm_rfm_snapshot;
