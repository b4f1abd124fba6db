-- The messages that the department owes its officers: one row for every
-- conference, revision, recipient and kind (R131).
CREATE TABLE messages (
  message_id TEXT NOT NULL PRIMARY KEY CHECK (message_id <> ''),
  -- Ids, without their collections.
  conference_id TEXT NOT NULL CHECK (conference_id <> ''),
  conference_revision INTEGER NOT NULL CHECK (conference_revision >= 1),
  recipient_id TEXT NOT NULL CHECK (recipient_id <> ''),
  kind TEXT NOT NULL CHECK (kind IN
    ('INVITATION', 'FORMAL_NOTICE', 'COMBINED', 'CHANGE', 'CANCELLATION')),
  -- Subjects of the tokens of those who may read the message, or ''.
  recipient_subject TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  supervisor_id TEXT NOT NULL,
  supervisor_subject TEXT NOT NULL,
  division TEXT NOT NULL,
  -- Civil day of the conference, and the zone in which its days are counted.
  conference_date TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  -- The message as it was handed in, without counts: proto3 JSON of
  -- caseload.notify.v1.Message, and the SHA-256 of its canonical form.
  content TEXT NOT NULL,
  content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
  -- proto3 JSON of caseload.notify.v1.ReminderCounts, and when they were taken.
  counts TEXT,
  counts_snapshot_at INTEGER,
  -- Microseconds since 1970, UTC, here and below.
  target_at INTEGER NOT NULL,
  deadline_at INTEGER NOT NULL,
  -- The duty to give notice; all NULL when the message bears none.
  due_by_date TEXT,
  warn_date TEXT,
  escalate_date TEXT,
  basis TEXT CHECK (basis IN
    ('ORDINARY', 'WAIVED', 'SHORT_NOTICE', 'ADDITIONAL', 'POSTPONED')),
  basis_reason TEXT NOT NULL,
  -- Message-ID without brackets, chosen once; UID of the calendar event.
  message_id_header TEXT NOT NULL UNIQUE,
  calendar_uid TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('PENDING', 'SENDING', 'ACCEPTED', 'UNKNOWN', 'FAILED', 'CANCELLED')),
  -- Not before this instant is it tried (again).
  next_attempt_at INTEGER,
  -- Attempts that ended the data and got no refusal.
  possible_copies INTEGER NOT NULL CHECK (possible_copies >= 0),
  -- The bytes that were handed over, kept while a copy of them may exist, so
  -- that a further copy is the same; and the instant that they are dated.
  mail TEXT,
  mail_dated_at INTEGER,
  accepted_at INTEGER,
  -- Civil day of accepted_at in time_zone.
  accepted_date TEXT,
  -- The reply that decided last, and whose.
  reply_code INTEGER NOT NULL,
  reply TEXT NOT NULL,
  mail_server TEXT NOT NULL,
  cancel_reason TEXT NOT NULL,
  -- The lease: who holds it, its fencing number (the number of attempts so far)
  -- and until when, by the store's own clock.
  lease_holder TEXT,
  lease_number INTEGER NOT NULL CHECK (lease_number >= 0),
  lease_expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (conference_id, conference_revision, recipient_id, kind),
  CHECK ((state IN ('PENDING', 'UNKNOWN')) = (next_attempt_at IS NOT NULL)),
  CHECK ((state = 'SENDING') = (lease_expires_at IS NOT NULL)),
  CHECK ((state = 'SENDING') = (lease_holder IS NOT NULL)),
  CHECK ((state = 'ACCEPTED') = (accepted_at IS NOT NULL)),
  CHECK ((accepted_at IS NULL) = (accepted_date IS NULL)),
  CHECK ((due_by_date IS NULL) = (basis IS NULL)),
  CHECK ((counts IS NULL) = (counts_snapshot_at IS NULL)),
  CHECK ((mail IS NULL) = (mail_dated_at IS NULL)),
  CHECK (state <> 'UNKNOWN' OR mail IS NOT NULL)
) STRICT;
CREATE INDEX messages_by_next_attempt ON messages (next_attempt_at)
  WHERE next_attempt_at IS NOT NULL;
CREATE INDEX messages_by_lease ON messages (lease_expires_at)
  WHERE lease_expires_at IS NOT NULL;
CREATE INDEX messages_by_age ON messages (created_at, message_id);
CREATE INDEX messages_by_recipient ON messages
  (recipient_id, created_at, message_id);
CREATE INDEX messages_by_recipient_subject ON messages
  (recipient_subject, created_at, message_id);
CREATE INDEX messages_by_supervisor_subject ON messages
  (supervisor_subject, created_at, message_id);
CREATE INDEX messages_by_due_day ON messages (due_by_date, message_id)
  WHERE due_by_date IS NOT NULL;

-- Every conversation with the mail server about a message.
CREATE TABLE delivery_attempts (
  message_id TEXT NOT NULL REFERENCES messages (message_id),
  -- The fencing number of the lease that it ran under.
  number INTEGER NOT NULL CHECK (number >= 1),
  started_at INTEGER NOT NULL,
  -- When the worker made up its mind to end the data: from here on a copy may
  -- exist, whatever else is known.
  data_end_at INTEGER,
  ended_at INTEGER,
  outcome TEXT CHECK (outcome IN ('ACCEPTED', 'UNREACHABLE', 'DEFERRED',
    'REJECTED', 'UNKNOWN', 'ABANDONED')),
  -- What was last said to the server.
  stage TEXT NOT NULL,
  reply_code INTEGER NOT NULL,
  reply TEXT NOT NULL,
  mail_server TEXT NOT NULL,
  -- The refusal of the supervisor's copy, or ''.
  copy_reply TEXT NOT NULL,
  PRIMARY KEY (message_id, number),
  CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CHECK (outcome IS NULL OR outcome NOT IN ('ACCEPTED', 'UNKNOWN')
         OR data_end_at IS NOT NULL)
) STRICT;
