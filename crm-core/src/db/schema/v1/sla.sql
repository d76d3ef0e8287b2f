-- sla: service calendars, targets and due times.

-- When the shop serves.
CREATE TABLE crm_service_calendar (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: name that the shop gave
  plan TEXT NOT NULL, -- plain: JSON of zone, hours, holidays and special days
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

-- What the shop promises, in time of a calendar.
CREATE TABLE crm_sla (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: name that the shop gave
  calendar_id INTEGER REFERENCES crm_service_calendar (id),
  targets TEXT NOT NULL, -- plain: JSON of the targets in the order in which they are tried
  pauses TEXT NOT NULL, -- plain: JSON of the states in which its clock stands
  warn_at INTEGER NOT NULL,
  is_default INTEGER NOT NULL,
  is_active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crm_sla_default ON crm_sla (is_default) WHERE is_default = 1;
CREATE INDEX crm_sla_calendar ON crm_sla (calendar_id) WHERE calendar_id IS NOT NULL;

-- What the shop promises, for queries.
CREATE VIEW crm_slas AS
SELECT id, name, calendar_id, targets, pauses, warn_at, is_default, is_active, created_at
FROM crm_sla;
