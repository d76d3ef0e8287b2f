-- community: boards, topics, posts and clubs.

-- One row: the settings.
CREATE TABLE crm_community_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL, -- plain: JSON of the settings
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_club (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE, -- plain: token
  name TEXT NOT NULL, -- plain: what the shop calls it
  about TEXT, -- plain: text of the shop
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_club_member (
  id INTEGER PRIMARY KEY,
  club_id INTEGER NOT NULL REFERENCES crm_club (id),
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  joined_at INTEGER NOT NULL,
  left_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_club_member_club ON crm_club_member (club_id, customer_id) WHERE left_at IS NULL;
CREATE INDEX crm_club_member_customer ON crm_club_member (customer_id);

CREATE TABLE crm_board (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE, -- plain: token
  name TEXT NOT NULL, -- plain: what the shop calls it
  language TEXT NOT NULL, -- plain: BCP 47
  position INTEGER NOT NULL,
  staff_only INTEGER NOT NULL,
  club_id INTEGER REFERENCES crm_club (id),
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_topic (
  id INTEGER PRIMARY KEY,
  board_id INTEGER NOT NULL REFERENCES crm_board (id),
  customer_id INTEGER REFERENCES crm_customer (id),
  staff_id INTEGER,
  title TEXT NOT NULL, -- pii: what somebody wrote
  body TEXT NOT NULL, -- pii: what somebody wrote
  state TEXT NOT NULL, -- plain: token
  solution_id INTEGER,
  rewarded_id INTEGER,
  unanswered_due INTEGER,
  unanswered_at INTEGER,
  -- Equal to the time of the newest post, or of the topic, at any time.
  active_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_topic_board ON crm_topic (board_id, active_at, id);
CREATE INDEX crm_topic_active ON crm_topic (active_at, id);
CREATE INDEX crm_topic_created ON crm_topic (created_at);
CREATE INDEX crm_topic_customer ON crm_topic (customer_id) WHERE customer_id IS NOT NULL;
-- Questions that tick looks at next.
CREATE INDEX crm_topic_unanswered ON crm_topic (unanswered_due) WHERE unanswered_due IS NOT NULL;

-- What a topic is about.
CREATE TABLE crm_topic_subject (
  topic_id INTEGER NOT NULL REFERENCES crm_topic (id),
  kind TEXT NOT NULL, -- plain: sku or tag
  value TEXT NOT NULL, -- plain: article number or tag
  PRIMARY KEY (topic_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_topic_subject_value ON crm_topic_subject (kind, value, topic_id);

CREATE TABLE crm_post (
  id INTEGER PRIMARY KEY,
  topic_id INTEGER NOT NULL REFERENCES crm_topic (id),
  customer_id INTEGER REFERENCES crm_customer (id),
  staff_id INTEGER,
  body TEXT NOT NULL, -- pii: what somebody wrote
  hidden_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_post_topic ON crm_post (topic_id, id);
CREATE INDEX crm_post_created ON crm_post (created_at);
CREATE INDEX crm_post_customer ON crm_post (customer_id) WHERE customer_id IS NOT NULL;

-- Votes for topics (post 0) and posts.
CREATE TABLE crm_forum_vote (
  id INTEGER PRIMARY KEY,
  topic_id INTEGER NOT NULL REFERENCES crm_topic (id),
  post_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  at INTEGER NOT NULL,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_forum_vote_topic ON crm_forum_vote (topic_id, post_id, customer_id);
CREATE INDEX crm_forum_vote_at ON crm_forum_vote (at);
CREATE INDEX crm_forum_vote_customer ON crm_forum_vote (customer_id);

-- Complaints about topics (post 0) and posts.
CREATE TABLE crm_forum_report (
  id INTEGER PRIMARY KEY,
  topic_id INTEGER NOT NULL REFERENCES crm_topic (id),
  post_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES crm_customer (id),
  reason TEXT NOT NULL, -- plain: token
  at INTEGER NOT NULL,
  handled_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_forum_report_open ON crm_forum_report (topic_id, post_id, customer_id) WHERE handled_at IS NULL;
CREATE INDEX crm_forum_report_customer ON crm_forum_report (customer_id);

-- Words of topics that are not hidden; the row id is the topic's id. Not contentless: only so do deleted words leave the
-- file.
CREATE VIRTUAL TABLE crm_topic_search USING fts5(
  title, -- pii: indexed words of the title
  tags, -- plain: indexed words of the tags
  body, -- pii: indexed words of the topic and its solution
  facets, -- plain: board, language and subjects as tokens
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', columnsize = 0
);
INSERT INTO crm_topic_search (crm_topic_search, rank) VALUES ('secure-delete', 1);

-- Boards, topics and clubs, for queries; without what was written.
CREATE VIEW crm_boards AS
SELECT id, key, name, language, position, staff_only, club_id, active, created_at FROM crm_board;
CREATE VIEW crm_topics AS
SELECT id, board_id, customer_id, staff_id, state, solution_id, unanswered_at, active_at, created_at FROM crm_topic;
CREATE VIEW crm_posts AS
SELECT id, topic_id, customer_id, staff_id, hidden_at, created_at FROM crm_post;
CREATE VIEW crm_club_members AS
SELECT m.id, c.key AS club, m.customer_id, m.joined_at, m.left_at
FROM crm_club_member m JOIN crm_club c ON c.id = m.club_id;
