-- tickets: questions, incidents, complaints and service requests.

-- One row: how the shop handles tickets.
CREATE TABLE crm_ticket_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

-- Who gets a ticket for which nobody was named: the first rule in the order of position that fits.
CREATE TABLE crm_ticket_rule (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE, -- plain: token of the shop's own
  rule TEXT NOT NULL, -- plain: JSON of the rule
  assigned INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_ticket (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE, -- plain: number that customers are told
  kind TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  customer_id INTEGER REFERENCES crm_customer (id),
  contact TEXT, -- pii: how somebody unknown is reached
  asset_id INTEGER,
  order_id INTEGER,
  order_line_id INTEGER,
  channel TEXT NOT NULL, -- plain: token
  interaction_id INTEGER,
  language TEXT, -- plain: BCP 47
  category TEXT, -- plain: path that the shop gave
  priority TEXT NOT NULL, -- plain: token
  subject TEXT NOT NULL, -- pii: what it is about, as written
  body TEXT, -- pii: what was said
  assignee_id INTEGER,
  team TEXT, -- plain: token of the shop's own
  rule TEXT, -- plain: key of the rule that chose the assignee
  tags TEXT NOT NULL, -- plain: JSON list of tags
  escalation_level INTEGER NOT NULL,
  escalation_reason TEXT, -- pii: why, as written
  duplicate_of_id INTEGER REFERENCES crm_ticket (id),
  sla_id INTEGER REFERENCES crm_sla (id),
  clock_ms INTEGER NOT NULL,
  clock_since INTEGER,
  paused_since INTEGER,
  first_target_s INTEGER,
  first_due_at INTEGER,
  first_warn_at INTEGER,
  first_warned_at INTEGER,
  first_status TEXT, -- plain: token
  first_at INTEGER,
  resolve_target_s INTEGER,
  resolve_due_at INTEGER,
  resolve_warn_at INTEGER,
  resolve_warned_at INTEGER,
  resolve_status TEXT, -- plain: token
  resolved_at INTEGER,
  due_at INTEGER,
  look_at INTEGER,
  reopen_count INTEGER NOT NULL,
  cause TEXT, -- plain: token of the shop's own
  resolution TEXT, -- pii: how it was resolved, as written
  upheld INTEGER,
  csat INTEGER,
  csat_comment TEXT, -- pii: what the customer said
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
-- Open work in the order of what is due, for all and per person; what tick looks at next; the rest by state.
CREATE INDEX crm_ticket_open ON crm_ticket (coalesce(due_at, 9223372036854775807), id)
  WHERE resolved_at IS NULL AND ended_at IS NULL;
CREATE INDEX crm_ticket_assignee ON crm_ticket (assignee_id, coalesce(due_at, 9223372036854775807), id)
  WHERE resolved_at IS NULL AND ended_at IS NULL;
CREATE INDEX crm_ticket_look ON crm_ticket (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX crm_ticket_state ON crm_ticket (state, coalesce(due_at, 9223372036854775807), id);
CREATE INDEX crm_ticket_opened ON crm_ticket (opened_at);
CREATE INDEX crm_ticket_complaint ON crm_ticket (resolved_at) WHERE kind = 'complaint' AND resolved_at IS NOT NULL;
CREATE INDEX crm_ticket_customer ON crm_ticket (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_ticket_order ON crm_ticket (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX crm_ticket_asset ON crm_ticket (asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX crm_ticket_duplicate ON crm_ticket (duplicate_of_id) WHERE duplicate_of_id IS NOT NULL;
CREATE INDEX crm_ticket_sla ON crm_ticket (sla_id) WHERE sla_id IS NOT NULL;

-- What customers, staff and the library wrote.
CREATE TABLE crm_ticket_message (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES crm_ticket (id),
  author TEXT NOT NULL, -- plain: token
  is_public INTEGER NOT NULL,
  staff_id INTEGER,
  body TEXT NOT NULL, -- pii: what it says
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_ticket_message_ticket ON crm_ticket_message (ticket_id, id);

-- When the clock of a ticket stood.
CREATE TABLE crm_ticket_pause (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES crm_ticket (id),
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  reason TEXT NOT NULL -- plain: token of the state
) STRICT;
CREATE INDEX crm_ticket_pause_ticket ON crm_ticket_pause (ticket_id, id);

-- Tickets, for queries; without what was written.
CREATE VIEW crm_tickets AS
SELECT id, number, kind, state, customer_id, asset_id, order_id, order_line_id, channel, language, category, priority,
  assignee_id, team, rule, escalation_level, duplicate_of_id, sla_id, first_due_at, first_status, first_at,
  resolve_due_at, resolve_status, resolved_at, due_at, reopen_count, cause, upheld, csat, opened_at, updated_at, ended_at
FROM crm_ticket;
