-- Ratings of single areas, and levels under later versions of an instrument.

-- What an area was rated on one of the instrument's scales.
CREATE TABLE assessment_ratings (
  assessment_id TEXT NOT NULL,
  domain_id TEXT NOT NULL,
  scale_id TEXT NOT NULL CHECK (scale_id <> ''),
  -- In steps of the scale; or one of the scale's special codes.
  value INTEGER CHECK (value >= 0),
  special_code INTEGER,
  PRIMARY KEY (assessment_id, domain_id, scale_id),
  FOREIGN KEY (assessment_id, domain_id)
    REFERENCES assessment_domains (assessment_id, domain_id),
  CHECK ((value IS NULL) <> (special_code IS NULL))
) STRICT;

-- One row for each time that the open cases were re-banded under a version.
CREATE TABLE rebandings (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  instrument_id TEXT NOT NULL,
  instrument_version TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('RUNNING', 'DONE')),
  -- First day on which the derived levels govern.
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  -- The last case that was looked at; '' before the first.
  position TEXT NOT NULL,
  -- Open cases with an assessment of the instrument when it began.
  total_cases INTEGER NOT NULL CHECK (total_cases >= 0),
  -- Looked at so far; of them those that got a derived level, and of these those
  -- that changed; and those that the version cannot band.
  examined_cases INTEGER NOT NULL CHECK (examined_cases >= 0),
  derived_cases INTEGER NOT NULL CHECK (derived_cases >= 0),
  changed_cases INTEGER NOT NULL CHECK (
    changed_cases >= 0 AND changed_cases <= derived_cases),
  not_comparable_cases INTEGER NOT NULL CHECK (not_comparable_cases >= 0),
  -- Microseconds since 1970, UTC; and by which principal.
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL CHECK (started_by <> ''),
  finished_at INTEGER,
  FOREIGN KEY (instrument_id, instrument_version)
    REFERENCES instruments (instrument_id, version),
  CHECK (derived_cases + not_comparable_cases <= examined_cases),
  CHECK ((state = 'DONE') = (finished_at IS NOT NULL))
) STRICT;
-- One version of an instrument at a time.
CREATE UNIQUE INDEX rebandings_running_once
  ON rebandings (instrument_id) WHERE state = 'RUNNING';

-- What the level of a completed assessment is under another version than its
-- own. Rows are only inserted, and the scored level stays as it is; the latest
-- row of an assessment governs.
CREATE TABLE derived_levels (
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  rebanding_id TEXT NOT NULL REFERENCES rebandings (id),
  -- The version's own level.
  level TEXT NOT NULL CHECK (level <> ''),
  -- Copies of the version's and of the re-banding's.
  instrument_version TEXT NOT NULL CHECK (instrument_version <> ''),
  uses_unverified_figures INTEGER NOT NULL CHECK (
    uses_unverified_figures IN (0, 1)),
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  derived_at INTEGER NOT NULL,
  derived_by TEXT NOT NULL CHECK (derived_by <> ''),
  PRIMARY KEY (assessment_id, rebanding_id)
) STRICT;

-- What a derived level means in each band scheme.
CREATE TABLE derived_level_bands (
  assessment_id TEXT NOT NULL,
  rebanding_id TEXT NOT NULL,
  band_scheme_id TEXT NOT NULL CHECK (band_scheme_id <> ''),
  band_id TEXT NOT NULL CHECK (band_id <> ''),
  PRIMARY KEY (assessment_id, rebanding_id, band_scheme_id),
  FOREIGN KEY (assessment_id, rebanding_id)
    REFERENCES derived_levels (assessment_id, rebanding_id)
) STRICT;

-- The latest assessments of an instrument, case by case.
CREATE INDEX assessments_latest_by_instrument
  ON assessments (instrument_id, case_id) WHERE state = 'COMPLETE';
