-- What the import of the running record needs: the county's calendar, conditions
-- of cases, and what plans and investigations said before they were corrected.

CREATE TABLE holidays (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  holiday_date TEXT NOT NULL CHECK (holiday_date LIKE '____-__-__'),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  -- Deleted, or taken back by its system: nobody finds it.
  withdrawn_at INTEGER,
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;
CREATE INDEX holidays_by_day ON holidays (holiday_date, id);

-- Facts, as those of 0004.
CREATE TABLE case_conditions (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  condition_type TEXT NOT NULL CHECK (length(condition_type) BETWEEN 1 AND 63),
  description TEXT NOT NULL CHECK (length(description) <= 2000),
  ordered_date TEXT NOT NULL CHECK (ordered_date LIKE '____-__-__'),
  due_date TEXT
    CHECK (due_date LIKE '____-__-__' AND due_date >= ordered_date),
  status TEXT NOT NULL
    CHECK (status IN ('ordered', 'met', 'not_met', 'removed')),
  -- Since when it has the status.
  status_date TEXT CHECK (status_date LIKE '____-__-__'),
  source_entered_at INTEGER,
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX case_conditions_standing ON case_conditions (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX case_conditions_standing_by_source
  ON case_conditions (source_system, source_id) WHERE superseded_at IS NULL;
CREATE INDEX case_conditions_by_case
  ON case_conditions (case_id, ordered_date, id);
CREATE INDEX case_conditions_by_day ON case_conditions (ordered_date, id);

-- An imported version: what its system says of its state (NULL for one that was
-- written here), the days of its reviews, one a line, read as a whole, and the
-- assessment that it rests on, under its id there.
ALTER TABLE plans ADD COLUMN source_state TEXT CHECK (
  source_state IN ('draft', 'provisional', 'approved', 'superseded'));
ALTER TABLE plans ADD COLUMN review_dates TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN source_assessment_id TEXT NOT NULL DEFAULT ''
  CHECK (length(source_assessment_id) <= 64);
-- Taken back by its system: nobody finds it. A version that was taken back has
-- given its number free: it is numbered above all that count.
ALTER TABLE plans ADD COLUMN withdrawn_at INTEGER;
DROP INDEX plans_draft;
CREATE UNIQUE INDEX plans_draft ON plans (case_id)
  WHERE state = 'draft' AND withdrawn_at IS NULL;
DROP INDEX plans_in_force;
CREATE UNIQUE INDEX plans_in_force ON plans (case_id)
  WHERE state IN ('provisional', 'approved') AND withdrawn_at IS NULL;
ALTER TABLE plan_objectives ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE investigations ADD COLUMN withdrawn_at INTEGER;

-- What a plan version or an investigation said before an import corrected it or
-- took it back. `state` is the whole resource, in proto3 JSON, with its personal
-- data.
CREATE TABLE earlier_states (
  record TEXT NOT NULL CHECK (record <> ''),
  -- The version whose content it is.
  version INTEGER NOT NULL CHECK (version >= 1),
  state TEXT NOT NULL,
  superseded_at INTEGER NOT NULL,
  superseded_by TEXT NOT NULL CHECK (superseded_by <> ''),
  PRIMARY KEY (record, version)
) STRICT;
