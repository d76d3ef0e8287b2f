-- quotes: what was offered to a customer, version by version.

-- One row: how this shop makes quotes.
CREATE TABLE crm_quote_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  approval_limit INTEGER NOT NULL,
  valid_days INTEGER NOT NULL,
  number_prefix TEXT NOT NULL, -- plain: token before the number
  number_yearly INTEGER NOT NULL,
  letterhead TEXT, -- plain: the shop's own name and address, printed on top
  rev INTEGER NOT NULL
) STRICT;

INSERT INTO crm_quote_settings (id, approval_limit, valid_days, number_prefix, number_yearly, rev)
VALUES (1, 100000, 30, 'Q', 1, 0);

-- The last number given in each series; taken in the transaction of the quote, so that none is left out.
CREATE TABLE crm_quote_series (
  series TEXT PRIMARY KEY, -- plain: what stands before the running number
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_quote (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL, -- plain: the number that people read, the same in all versions
  version INTEGER NOT NULL,
  previous_id INTEGER REFERENCES crm_quote (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  opportunity_id INTEGER REFERENCES crm_opportunity (id),
  title TEXT, -- pii: what it is about, as written
  note TEXT, -- pii: what the customer reads below the lines
  total_minor INTEGER NOT NULL,
  total_currency TEXT NOT NULL, -- plain: ISO 4217
  discount_rate INTEGER NOT NULL,
  tax_included INTEGER NOT NULL,
  state TEXT NOT NULL, -- plain: token
  valid_until INTEGER NOT NULL,
  owner_id INTEGER,
  channel TEXT, -- plain: token of the sales channel
  approved_at INTEGER,
  approved_by INTEGER,
  renewed_at INTEGER,
  expiring_at INTEGER,
  sent_at INTEGER,
  viewed_at INTEGER,
  accepted_at INTEGER,
  ended_at INTEGER,
  decline_reason TEXT, -- plain: token
  order_id INTEGER REFERENCES crm_order (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_quote_number ON crm_quote (number, version);
CREATE UNIQUE INDEX crm_quote_order ON crm_quote (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX crm_quote_customer ON crm_quote (customer_id, state);
CREATE INDEX crm_quote_state ON crm_quote (state);
CREATE INDEX crm_quote_opportunity ON crm_quote (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX crm_quote_owner ON crm_quote (owner_id) WHERE owner_id IS NOT NULL;
-- What tick has to look at: quotes that customers have and that run out.
CREATE INDEX crm_quote_running ON crm_quote (valid_until) WHERE state = 'sent' OR state = 'viewed';
CREATE INDEX crm_quote_unannounced ON crm_quote (valid_until)
  WHERE (state = 'sent' OR state = 'viewed') AND expiring_at IS NULL;

CREATE TABLE crm_quote_line (
  quote_id INTEGER NOT NULL REFERENCES crm_quote (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL, -- plain: article number
  name TEXT, -- plain: product name as offered
  quantity INTEGER NOT NULL,
  unit_price INTEGER NOT NULL,
  discount_rate INTEGER NOT NULL,
  tax_rate INTEGER NOT NULL,
  configuration_id INTEGER REFERENCES crm_configuration (id),
  PRIMARY KEY (quote_id, position)
) STRICT, WITHOUT ROWID;

-- Quotes, for queries; without what was written. One that has run out is expired at the latest when tick has seen it.
CREATE VIEW crm_quotes AS
SELECT id, number, version, previous_id, customer_id, opportunity_id, total_minor, total_currency, state, valid_until,
  owner_id, channel, approved_by, sent_at, viewed_at, accepted_at, ended_at, decline_reason, order_id, created_at
FROM crm_quote;
