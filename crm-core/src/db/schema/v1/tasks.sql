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
CREATE INDEX crm_task_due ON crm_task (due_at) WHERE ended_at IS NULL AND overdue_at IS NULL;
CREATE INDEX crm_task_reminder ON crm_task (remind_at) WHERE ended_at IS NULL AND reminded_at IS NULL;
CREATE INDEX crm_task_customer ON crm_task (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX crm_task_ref ON crm_task (ref_entity, ref_id) WHERE ref_id IS NOT NULL;

-- Tasks, for queries; without what was written.
CREATE VIEW crm_tasks AS
SELECT id, customer_id, kind, priority, state, assignee_id, due_at, overdue_at, ref_entity, ref_id, origin, created_at,
  ended_at
FROM crm_task;
