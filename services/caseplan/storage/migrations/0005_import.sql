-- What was imported, under the key of the system that it came from.
--
-- One row for each external id of a kind. `record` is the resource name here.
-- `digest` is over the row as it came: equal digests are one content, so that a
-- file that is imported twice changes nothing. `run` is the last run in which
-- the record came with something to say about it, `result` what became of it
-- then: a batch that is sent again in its run is answered as it was.

CREATE TABLE imported_records (
  kind TEXT NOT NULL,
  source_system TEXT NOT NULL,
  source_id TEXT NOT NULL,
  record TEXT NOT NULL CHECK (record <> ''),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  entered_at INTEGER,
  received_at INTEGER NOT NULL,
  run TEXT NOT NULL CHECK (length(run) BETWEEN 1 AND 63),
  result INTEGER NOT NULL,
  withdrawn_at INTEGER,
  PRIMARY KEY (kind, source_system, source_id)
) STRICT;

-- A unit or staff record that its system took back: nothing refers to it, and
-- nobody finds it.
ALTER TABLE units ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE officers ADD COLUMN withdrawn_at INTEGER;
