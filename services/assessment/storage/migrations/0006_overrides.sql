-- Overrides of the risk level (R032, R039). The scored level is not touched.
--
-- `overrides` is what was asked for and decided; its state changes.
-- `override_periods` are the facts that a day is judged by: rows that are never
-- changed. A correction supersedes one.
CREATE TABLE overrides (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  -- The caseplan service's case.
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  -- Whose scored level it is about.
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  band_scheme_id TEXT NOT NULL CHECK (band_scheme_id <> ''),
  -- The instrument's own level and its band, as they were scored.
  from_level TEXT NOT NULL,
  from_band TEXT NOT NULL CHECK (from_band <> ''),
  to_band TEXT NOT NULL CHECK (to_band <> ''),
  direction TEXT NOT NULL CHECK (direction IN ('UP', 'DOWN', 'NONE')),
  reason_code TEXT NOT NULL CHECK (reason_code <> ''),
  -- '' in imported history.
  narrative TEXT NOT NULL,
  -- First and last day asked for; the last is NULL for a permanent one.
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  expiry_date TEXT CHECK (
    expiry_date LIKE '____-__-__' AND expiry_date >= effective_date),
  state TEXT NOT NULL CHECK (
    state IN ('REQUESTED', 'APPROVED', 'DECLINED', 'ENDED', 'EXPIRED')),
  -- Microseconds since 1970, UTC; and by which principal. Of an imported one,
  -- the officer's id in its system.
  requested_at INTEGER NOT NULL,
  requested_by TEXT NOT NULL CHECK (requested_by <> ''),
  decided_at INTEGER,
  decided_by TEXT CHECK (decided_by <> ''),
  decision_note TEXT NOT NULL,
  ended_at INTEGER,
  ended_by TEXT CHECK (ended_by <> ''),
  end_reason TEXT NOT NULL,
  -- "juvenile-4.6/2021-03-22".
  policy TEXT NOT NULL CHECK (policy <> ''),
  -- Grows with every change, from 1.
  version INTEGER NOT NULL CHECK (version >= 1),
  -- Its name in the system that it was imported from; NULL when it was asked
  -- for here.
  source_system TEXT,
  source_id TEXT,
  -- Last talked about with the supervisor, as that system says.
  discussed_date TEXT CHECK (discussed_date LIKE '____-__-__'),
  -- From when on it counts for nothing: taken back by that system, wholly or by
  -- a correction.
  withdrawn_at INTEGER,
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  -- An export may leave out who decided.
  CHECK (state = 'REQUESTED' OR decided_at IS NOT NULL
         OR source_system IS NOT NULL),
  CHECK (state <> 'REQUESTED' OR decided_at IS NULL),
  CHECK ((state IN ('ENDED', 'EXPIRED')) = (ended_at IS NOT NULL)),
  CHECK (state <> 'EXPIRED' OR expiry_date IS NOT NULL),
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  CHECK (source_system IS NOT NULL OR withdrawn_at IS NULL),
  -- Nobody decides what they asked for; imported history may.
  CHECK (source_system IS NOT NULL OR decided_by <> requested_by),
  CHECK (source_system IS NOT NULL OR direction <> 'NONE')
) STRICT;
CREATE INDEX overrides_by_case ON overrides (case_id, requested_at, id);
CREATE INDEX overrides_by_assessment ON overrides (assessment_id);
CREATE INDEX overrides_by_time ON overrides (requested_at, id);
CREATE INDEX overrides_by_state ON overrides (state, requested_at, id);
-- What the sweeper looks for.
CREATE INDEX overrides_to_expire ON overrides (expiry_date)
  WHERE state = 'APPROVED';

-- Days on which an approved override is in force.
CREATE TABLE override_periods (
  override_id TEXT NOT NULL REFERENCES overrides (id),
  -- From 1; each supersedes the one before.
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  -- NULL for a permanent one.
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (override_id, revision)
) STRICT;
CREATE INDEX override_periods_by_case
  ON override_periods (case_id, first_day);
CREATE UNIQUE INDEX override_periods_stand_once
  ON override_periods (override_id) WHERE superseded_at IS NULL;

-- Assessments by day, for the share of them that was overridden.
CREATE INDEX assessments_that_set_risk ON assessments (assessed_date)
  WHERE sets_risk = 1 AND completed_at IS NOT NULL AND withdrawn_at IS NULL;
