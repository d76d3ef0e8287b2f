-- touches: how visitors came, and what they did on the site.

-- One row: for how long web events are kept.
CREATE TABLE crm_touch_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  web_event_days INTEGER NOT NULL
) STRICT;

INSERT INTO crm_touch_setting (id, web_event_days) VALUES (1, 400);

-- Browsers and devices. Whose they are is told by crm_identity.
CREATE TABLE crm_visitor (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, -- plain: token; cookie_id or device_id
  value TEXT NOT NULL, -- pii: the id of the browser or device
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_visitor_key ON crm_visitor (kind, value);

-- How a customer or a visitor came: one row per arrival.
CREATE TABLE crm_touch (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  visitor_id INTEGER REFERENCES crm_visitor (id),
  at INTEGER NOT NULL,
  source TEXT NOT NULL, -- plain: where from, such as google
  medium TEXT, -- plain: in what way, such as cpc
  campaign TEXT, -- plain: name of the campaign
  content TEXT, -- plain: which advertisement or link
  term TEXT, -- plain: the paid keyword
  referrer TEXT, -- pii: address of the page before, which may name a person
  landing TEXT, -- pii: address of the first page, which may name a person
  cost_minor INTEGER,
  cost_currency TEXT, -- plain: ISO 4217
  recorded_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_touch_customer ON crm_touch (customer_id, at) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_touch_visitor ON crm_touch (visitor_id, at) WHERE visitor_id IS NOT NULL;
CREATE INDEX crm_touch_at ON crm_touch (at);

-- What a customer or a visitor did on the site; dropped after a time.
CREATE TABLE crm_web_event (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  visitor_id INTEGER REFERENCES crm_visitor (id),
  kind TEXT NOT NULL, -- plain: token
  at INTEGER NOT NULL,
  sku TEXT, -- plain: article number
  query TEXT, -- pii: what was searched for, as typed
  url TEXT, -- pii: address of the page, which may name a person
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_web_event_customer ON crm_web_event (customer_id, at) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_web_event_visitor ON crm_web_event (visitor_id, at) WHERE visitor_id IS NOT NULL;
CREATE INDEX crm_web_event_at ON crm_web_event (at);

-- Touches, for queries; without addresses of pages.
CREATE VIEW crm_touches AS
SELECT id, customer_id, visitor_id, at, source, medium, campaign, content, term, cost_minor, cost_currency
FROM crm_touch;

-- Web events, for queries; without what was typed.
CREATE VIEW crm_web_events AS
SELECT id, customer_id, visitor_id, kind, at, sku
FROM crm_web_event;
