-- surveys: surveys, invitations and answers.

CREATE TABLE crm_survey (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, -- plain: what the shop calls it
  state TEXT NOT NULL, -- plain: token
  languages TEXT NOT NULL, -- plain: JSON list of languages
  version INTEGER NOT NULL,
  opens_at INTEGER,
  closes_at INTEGER,
  invitation_days INTEGER NOT NULL,
  remind_days TEXT NOT NULL, -- plain: JSON list of numbers of days
  reward TEXT NOT NULL, -- plain: JSON of points and programme
  follow_up INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  closed_at INTEGER,
  rev INTEGER NOT NULL
) STRICT;
-- What tick has to close next.
CREATE INDEX crm_survey_closing ON crm_survey (closes_at) WHERE state IN ('active', 'paused');

-- The questions of each version; those of a version that was answered never change.
CREATE TABLE crm_survey_question (
  id INTEGER PRIMARY KEY,
  survey_id INTEGER NOT NULL REFERENCES crm_survey (id),
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  key TEXT NOT NULL, -- plain: token
  kind TEXT NOT NULL, -- plain: token
  text TEXT NOT NULL, -- plain: JSON, text of the shop by language
  options TEXT NOT NULL, -- plain: JSON, keys and texts of the shop
  required INTEGER NOT NULL,
  min INTEGER,
  max INTEGER,
  only_if TEXT NOT NULL, -- plain: JSON, condition on an earlier question
  rev INTEGER NOT NULL,
  UNIQUE (survey_id, version, key)
) STRICT;

CREATE TABLE crm_survey_invitation (
  id INTEGER PRIMARY KEY,
  survey_id INTEGER NOT NULL REFERENCES crm_survey (id),
  version INTEGER,
  customer_id INTEGER REFERENCES crm_customer (id),
  personal INTEGER NOT NULL,
  token TEXT NOT NULL UNIQUE, -- plain: who has it can answer
  state TEXT NOT NULL, -- plain: token
  ref_entity TEXT, -- plain: kind of the entity that it asks about
  ref_id INTEGER,
  language TEXT NOT NULL, -- plain: BCP 47
  invited_at INTEGER NOT NULL,
  opened_at INTEGER,
  started_at INTEGER,
  completed_at INTEGER,
  expires_at INTEGER NOT NULL,
  remind_at INTEGER,
  reminders INTEGER NOT NULL,
  ended_at INTEGER,
  points INTEGER,
  coupon_id INTEGER,
  ticket_id INTEGER REFERENCES crm_ticket (id),
  rev INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_survey_invitation_survey ON crm_survey_invitation (survey_id, id);
CREATE INDEX crm_survey_invitation_customer ON crm_survey_invitation (customer_id) WHERE customer_id IS NOT NULL;
-- What was completed, in the order of time; and what tick has to remind of and let expire next.
CREATE INDEX crm_survey_invitation_completed ON crm_survey_invitation (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX crm_survey_invitation_reminder ON crm_survey_invitation (remind_at) WHERE ended_at IS NULL;
CREATE INDEX crm_survey_invitation_expiry ON crm_survey_invitation (expires_at) WHERE ended_at IS NULL;

-- Answers: several rows for several options, in the order in which they were given. Numbers are in thousandths.
CREATE TABLE crm_survey_answer (
  invitation_id INTEGER NOT NULL REFERENCES crm_survey_invitation (id),
  question_id INTEGER NOT NULL REFERENCES crm_survey_question (id),
  position INTEGER NOT NULL,
  option TEXT, -- plain: key of an option
  number INTEGER,
  text TEXT, -- pii: what was answered
  PRIMARY KEY (invitation_id, question_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_survey_answer_question ON crm_survey_answer (question_id, invitation_id);

-- Surveys, for queries.
CREATE VIEW crm_surveys AS
SELECT id, name, state, version, opens_at, closes_at, created_at, closed_at FROM crm_survey;

-- Invitations, for queries; without the token that opens them.
CREATE VIEW crm_survey_invitations AS
SELECT id, survey_id, version, customer_id, state, ref_entity, ref_id, language, invited_at, opened_at, started_at,
  completed_at, expires_at, points, coupon_id
FROM crm_survey_invitation;

-- Marks and choices that were answered, for queries; without texts. Numbers are in thousandths.
CREATE VIEW crm_survey_answers AS
SELECT a.invitation_id, q.survey_id, q.key AS question, q.kind, a.position, a.option, a.number
FROM crm_survey_answer a JOIN crm_survey_question q ON q.id = a.question_id;
