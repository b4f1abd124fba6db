-- Up to where the dispatcher has followed this store's own change feed.
CREATE TABLE notice_dispatch_cursor (
  singleton INTEGER NOT NULL UNIQUE CHECK (singleton = 1),
  xid INTEGER NOT NULL,
  id INTEGER NOT NULL
) STRICT;
INSERT INTO notice_dispatch_cursor (singleton, xid, id) VALUES (1, 0, 0);

-- What is to be brought about at notify: one row for each obligation, made
-- when its event is followed.
CREATE TABLE notice_dispatches (
  conference_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  recipient_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('WAITING', 'HANDED_IN', 'WITHDRAWING',
    'WITHDRAWN', 'OVERTAKEN', 'REFUSED')),
  -- The conference as the event told it: ConferenceState, proto3 JSON.
  event TEXT NOT NULL,
  -- "messages/{message}" of notify, or '' while it is not known.
  message_name TEXT NOT NULL,
  -- When the next thing is to be done: handing in, withdrawing, or asking for
  -- fresh counts. NULL when nothing is.
  next_attempt_at INTEGER,
  -- Since when handing in or withdrawing is due.
  due_at INTEGER NOT NULL,
  -- Number of the last claim, and until when it holds by the store's clock.
  claim_number INTEGER NOT NULL CHECK (claim_number >= 0),
  claim_expires_at INTEGER,
  -- Attempts since the last that succeeded.
  failures INTEGER NOT NULL CHECK (failures >= 0),
  -- Reason of the last attempt that failed, or ''.
  failure_reason TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (conference_id, revision, recipient_id, kind),
  FOREIGN KEY (conference_id, revision, recipient_id, kind)
    REFERENCES notice_obligations (conference_id, revision, recipient_id, kind),
  CHECK (state NOT IN ('WAITING', 'WITHDRAWING') OR next_attempt_at IS NOT NULL),
  CHECK (state NOT IN ('WITHDRAWN', 'OVERTAKEN', 'REFUSED')
    OR next_attempt_at IS NULL),
  CHECK (state NOT IN ('HANDED_IN', 'OVERTAKEN') OR message_name <> ''),
  CHECK (state <> 'REFUSED' OR failure_reason <> '')
) STRICT;
CREATE INDEX notice_dispatches_by_attempt
  ON notice_dispatches (state, next_attempt_at);
