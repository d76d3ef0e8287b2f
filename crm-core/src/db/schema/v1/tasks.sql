-- tasks: what somebody of the staff has to do.

CREATE TABLE crm_task (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  title TEXT NOT NULL, -- pii: what is to be done, as written
  note TEXT, -- pii: more about it, and what came of it
  priority TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  assignee_id INTEGER,
  due_at INTEGER,
  remind_at INTEGER,
  reminded_at INTEGER,
  overdue_at INTEGER,
  ref_entity TEXT, -- plain: kind of the entity that it is about
  ref_id INTEGER,
  origin TEXT, -- plain: the rule that made it, such as leads.stale
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
-- Open work: per person in the order of the due time, and what tick has to look at next.
CREATE INDEX crm_task_open ON crm_task (assignee_id, due_at) WHERE ended_at IS NULL;
CREATE INDEX crm_task_ended ON crm_task (assignee_id, due_at) WHERE ended_at IS NOT NULL;
CREATE INDEX crm_task_due ON crm_task (due_at) WHERE ended_at IS NULL AND overdue_at IS NULL;
CREATE INDEX crm_task_reminder ON crm_task (remind_at) WHERE ended_at IS NULL AND reminded_at IS NULL;
CREATE INDEX crm_task_customer ON crm_task (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_task_ref ON crm_task (ref_entity, ref_id) WHERE ref_id IS NOT NULL;

-- Tasks, for queries; without what was written.
CREATE VIEW crm_tasks AS
SELECT id, customer_id, kind, priority, state, assignee_id, due_at, overdue_at, ref_entity, ref_id, origin, created_at,
  ended_at
FROM crm_task;

-- When members of the staff work, in minutes of the day in the shop's zone.
CREATE TABLE crm_working_hours (
  staff_id INTEGER NOT NULL,
  weekday INTEGER NOT NULL,
  from_minute INTEGER NOT NULL,
  until_minute INTEGER NOT NULL,
  PRIMARY KEY (staff_id, weekday, from_minute)
) STRICT, WITHOUT ROWID;

-- Days with hours of their own.
CREATE TABLE crm_working_exception (
  staff_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  hours TEXT NOT NULL, -- plain: JSON of the working time of the day
  PRIMARY KEY (staff_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_appointment (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  customer_id INTEGER REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  state TEXT NOT NULL, -- plain: token
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  place TEXT, -- pii: where, as written
  note TEXT, -- pii: what it is about, and what came of it
  remind_at INTEGER,
  reminded_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
-- What is booked, per person in the order of time, and what tick has to remind of next.
CREATE INDEX crm_appointment_staff ON crm_appointment (staff_id, starts_at);
CREATE INDEX crm_appointment_reminder ON crm_appointment (remind_at) WHERE state = 'booked' AND reminded_at IS NULL;
CREATE INDEX crm_appointment_customer ON crm_appointment (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_appointment_time ON crm_appointment (starts_at, id);

-- Appointments, for queries; without what was written.
CREATE VIEW crm_appointments AS
SELECT id, staff_id, customer_id, kind, state, starts_at, ends_at, created_at, ended_at
FROM crm_appointment;
