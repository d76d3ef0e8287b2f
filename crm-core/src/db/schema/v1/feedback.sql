-- feedback: what customers suggest, praise and complain about, and what became of it.

-- One row: until when it is answered, and what helpful ideas bring.
CREATE TABLE crm_feedback_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_feedback (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  kind TEXT NOT NULL, -- plain: token
  about TEXT NOT NULL, -- plain: token
  sku TEXT, -- plain: article number
  competitor_id INTEGER,
  competitor_product_id INTEGER,
  text TEXT NOT NULL, -- pii: as written
  ref_entity TEXT, -- plain: kind of the entity in which it came
  ref_id INTEGER,
  state TEXT NOT NULL, -- plain: token
  idea_id INTEGER REFERENCES crm_feedback (id),
  supporters INTEGER NOT NULL,
  answer TEXT, -- pii: what the shop says to it
  answered_at INTEGER,
  answered_by INTEGER,
  effect_note TEXT, -- pii: what it changed
  effect_at INTEGER,
  news_at INTEGER,
  told_at INTEGER,
  due_at INTEGER,
  reminded_at INTEGER,
  credited_at INTEGER,
  credited_points INTEGER,
  received_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_feedback_received ON crm_feedback (received_at, id);
CREATE INDEX crm_feedback_state ON crm_feedback (state, received_at);
CREATE INDEX crm_feedback_customer ON crm_feedback (customer_id, received_at);
CREATE INDEX crm_feedback_sku ON crm_feedback (sku, received_at) WHERE sku IS NOT NULL;
CREATE INDEX crm_feedback_idea ON crm_feedback (idea_id) WHERE idea_id IS NOT NULL;
-- Whose customers have something to be told, and what tick has to remind of next.
CREATE INDEX crm_feedback_news ON crm_feedback (received_at, id) WHERE news_at IS NOT NULL;
CREATE INDEX crm_feedback_due ON crm_feedback (due_at) WHERE due_at IS NOT NULL AND reminded_at IS NULL;

-- Customers who want the same.
CREATE TABLE crm_feedback_vote (
  id INTEGER PRIMARY KEY,
  feedback_id INTEGER NOT NULL REFERENCES crm_feedback (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  voted_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_feedback_vote_feedback ON crm_feedback_vote (feedback_id, customer_id);
CREATE INDEX crm_feedback_vote_customer ON crm_feedback_vote (customer_id);

-- Feedback, for queries; without what was written.
CREATE VIEW crm_feedbacks AS
SELECT id, customer_id, kind, about, sku, competitor_id, competitor_product_id, state, idea_id, supporters, answered_at,
  effect_at, told_at, due_at, credited_at, credited_points, received_at, updated_at
FROM crm_feedback;
