-- What was imported, under the key of the system that it came from.
--
-- One row for each external id of a kind. `record` is the resource name here.
-- `digest` is over the row as it came: equal digests are one content, so that a
-- file that is imported twice changes nothing. `run` is the last run in which
-- the record came with something to say about it, `result` what became of it
-- then: a batch that is sent again in its run is answered as it was.
--
-- caseplan had this table before it was a component of its own, and keeps it.

CREATE TABLE IF NOT EXISTS imported_records (
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

-- The rules that the record breaks and stands all the same: "column REASON",
-- one a line.
ALTER TABLE imported_records ADD COLUMN flags TEXT NOT NULL DEFAULT '';
CREATE INDEX imported_records_flagged
  ON imported_records (kind, source_system, source_id) WHERE flags <> '';
-- Which record came under which key.
CREATE INDEX imported_records_by_record ON imported_records (record);

-- When each kind of a system came last, and whether its full export was ended.
CREATE TABLE import_runs (
  run TEXT NOT NULL CHECK (length(run) BETWEEN 1 AND 63),
  kind TEXT NOT NULL,
  source_system TEXT NOT NULL,
  first_batch_at INTEGER NOT NULL,
  last_batch_at INTEGER NOT NULL CHECK (last_batch_at >= first_batch_at),
  ended_at INTEGER,
  PRIMARY KEY (run, kind, source_system)
) STRICT;
CREATE INDEX import_runs_by_last_batch ON import_runs (last_batch_at);
