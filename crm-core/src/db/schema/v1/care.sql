-- care: which occasions to greet, thank, remind or call customers the shop has used, or let pass.

-- One row: the rules, one per reason.
CREATE TABLE crm_care_rule (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the rules
  rev INTEGER NOT NULL
) STRICT;

-- `occasion` is a day; `about_id` names the order, ticket or warranty, if it is about one.
CREATE TABLE crm_care (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  reason TEXT NOT NULL, -- plain: token
  occasion INTEGER NOT NULL,
  about_id INTEGER,
  outcome TEXT NOT NULL, -- plain: token
  staff_id INTEGER,
  note TEXT, -- pii: what came of it, as written
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
-- Not unique: a merge may bring two of one occasion together.
CREATE INDEX crm_care_occasion ON crm_care (customer_id, reason, occasion);

-- Occasions that were used or let pass, for queries; without what was written.
CREATE VIEW crm_cares AS
SELECT id, customer_id, reason, date(occasion * 86400, 'unixepoch') AS occasion, about_id, outcome,
  staff_id, at
FROM crm_care;
