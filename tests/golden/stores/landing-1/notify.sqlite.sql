PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_migrations (  component TEXT NOT NULL,  number INTEGER NOT NULL CHECK (number > 0),  name TEXT NOT NULL,  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),  PRIMARY KEY (component, number)) STRICT;
INSERT INTO schema_migrations VALUES('audit',1,'audit_log','1d42257e6c77279045669c9ad94cdc55ba32c5226a7b9b5c709dcfb3765d049d');
INSERT INTO schema_migrations VALUES('idempotency',1,'request_replays','8647a85c32840a0bb79ebe6c1967b655a126e8ed50a0f7c3006c0780edc78b8e');
INSERT INTO schema_migrations VALUES('feed',1,'changes','3abf8f8bea76e18e3663b2bfb662f16ca7b87cd377d7848b45aed5ae73b765f4');
INSERT INTO schema_migrations VALUES('feed',2,'feed_store','6abfd596cc6c69aa34484a361a8d8e3f01ac06f4981b127dd64a86fdb638b21d');
INSERT INTO schema_migrations VALUES('notify',1,'messages','b619b06b916004f37613df591399298d2913a30d3c600eae07faa2ea30eb2915');
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  -- When the call began; microseconds since 1970, UTC.
  recorded_at INTEGER NOT NULL,
  -- "person/...", "service/..." or "partner/...".
  principal TEXT NOT NULL CHECK (principal <> ''),
  -- The person on whose behalf a machine called, or ''.
  person TEXT NOT NULL,
  -- "/caseload.caseplan.v1.CaseloadService/CreateUnit".
  method TEXT NOT NULL CHECK (method <> ''),
  -- The gRPC code's name: "OK", "PermissionDenied" ...
  code TEXT NOT NULL CHECK (code <> ''),
  -- The error's reason, or ''.
  reason TEXT NOT NULL,
  -- JSON array of the names of the records that were read or changed.
  records TEXT NOT NULL,
  request_id TEXT NOT NULL,
  traceparent TEXT NOT NULL
) STRICT;
CREATE TABLE request_replays (
  principal TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  -- SHA-256 of the request, hexadecimal: the same id with another body is
  -- refused.
  request_sha256 TEXT NOT NULL,
  -- proto3 JSON of the answer.
  response TEXT NOT NULL,
  -- Microseconds since 1970, UTC.
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (principal, method, request_id)
) STRICT;
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The transaction; always 0 here, where ids suffice.
  xid INTEGER NOT NULL DEFAULT 0,
  resource_name TEXT NOT NULL CHECK (resource_name <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- Microseconds since 1970, UTC.
  recorded_at INTEGER NOT NULL,
  -- Full name of the state's message, and the state as proto3 JSON.
  state_type TEXT NOT NULL,
  state TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  UNIQUE (resource_name, version)
) STRICT;
CREATE TABLE feed_store (
  singleton INTEGER NOT NULL UNIQUE CHECK (singleton = 1),
  -- Random; a restored or moved store gets a new one, so that a follower's
  -- position in the old store is not taken for one in this.
  epoch TEXT NOT NULL CHECK (epoch <> ''),
  pruned_xid INTEGER NOT NULL DEFAULT 0,
  pruned_id INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO feed_store VALUES(1,'5egf0gzay520nqrday20aqqsvj',0,0);
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
DELETE FROM sqlite_sequence;
CREATE INDEX audit_log_by_principal ON audit_log (principal, id);
CREATE INDEX request_replays_by_age ON request_replays (recorded_at);
CREATE INDEX changes_by_order ON changes (xid, id);
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
COMMIT;
