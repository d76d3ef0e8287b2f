-- exchange: imports, so that an interrupted one goes on where it stopped.

CREATE TABLE crm_import_job (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL, -- plain: token
  source TEXT NOT NULL, -- plain: the system that the rows come from
  policy TEXT NOT NULL, -- plain: token
  fingerprint BLOB, -- plain: hash of the options and of the file's size, beginning and end
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  position INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  merged INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  new_customers INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_import_job_open ON crm_import_job (fingerprint) WHERE finished_at IS NULL;

-- Imports, for queries.
CREATE VIEW crm_import_jobs AS
SELECT id, entity, source, policy, started_at, finished_at, position AS rows, created, updated, merged, skipped,
  rejected, new_customers
FROM crm_import_job;
