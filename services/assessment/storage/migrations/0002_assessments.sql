-- Assessments. What was entered and what was computed stand side by side; a
-- completed one changes in its state alone.
CREATE TABLE assessments (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  -- The caseplan service's case.
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  instrument_id TEXT NOT NULL,
  instrument_version TEXT NOT NULL,
  -- Copies of the definition's: who sees it, what it counts for.
  clinical INTEGER NOT NULL CHECK (clinical IN (0, 1)),
  sets_risk INTEGER NOT NULL CHECK (sets_risk IN (0, 1)),
  -- '' when the instrument has no norm groups.
  norm_group_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('DRAFT', 'COMPLETE', 'SUPERSEDED')),
  assessed_date TEXT NOT NULL CHECK (assessed_date LIKE '____-__-__'),
  entered_total INTEGER CHECK (entered_total >= 0),
  -- '' when none was entered.
  entered_level TEXT NOT NULL,
  has_strengths INTEGER NOT NULL CHECK (has_strengths IN (0, 1)),
  has_needs INTEGER NOT NULL CHECK (has_needs IN (0, 1)),
  has_risk_to_community INTEGER NOT NULL CHECK (
    has_risk_to_community IN (0, 1)),
  -- The narrative parts: caseload.assessment.v1.Assessment as proto3 JSON, with
  -- no other field set; only ever read whole.
  content TEXT NOT NULL CHECK (content <> ''),
  -- What the instrument made of it; NULL while a draft. The total is also NULL
  -- where nothing is summed, the level '' where there are none.
  scored_total INTEGER CHECK (scored_total >= 0),
  scored_level TEXT,
  missing_items INTEGER CHECK (missing_items >= 0),
  provisional INTEGER CHECK (provisional IN (0, 1)),
  disagrees INTEGER CHECK (disagrees IN (0, 1)),
  uses_unverified_figures INTEGER CHECK (uses_unverified_figures IN (0, 1)),
  -- Last day on which it is current by the instrument's own interval.
  current_until_date TEXT CHECK (
    current_until_date LIKE '____-__-__'
    AND current_until_date >= assessed_date),
  -- Grows with every change, from 1.
  version INTEGER NOT NULL CHECK (version >= 1),
  -- Microseconds since 1970, UTC; and by which principal.
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL CHECK (created_by <> ''),
  completed_at INTEGER,
  completed_by TEXT CHECK (completed_by <> ''),
  FOREIGN KEY (instrument_id, instrument_version)
    REFERENCES instruments (instrument_id, version),
  CHECK (clinical = 0 OR sets_risk = 0),
  CHECK ((state = 'DRAFT') = (completed_at IS NULL)),
  CHECK ((completed_at IS NULL) = (completed_by IS NULL)),
  CHECK ((completed_at IS NULL) = (scored_level IS NULL)),
  CHECK ((completed_at IS NULL) = (missing_items IS NULL)),
  CHECK ((completed_at IS NULL) = (provisional IS NULL)),
  CHECK ((completed_at IS NULL) = (disagrees IS NULL)),
  CHECK ((completed_at IS NULL) = (uses_unverified_figures IS NULL)),
  CHECK ((completed_at IS NULL) = (current_until_date IS NULL)),
  CHECK (completed_at IS NOT NULL OR scored_total IS NULL)
) STRICT;
CREATE INDEX assessments_by_case ON assessments (case_id, assessed_date, id);
-- One latest assessment of each instrument on a case.
CREATE UNIQUE INDEX assessments_complete_once
  ON assessments (case_id, instrument_id) WHERE state = 'COMPLETE';

-- What was found in each domain of the instrument.
CREATE TABLE assessment_domains (
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  -- Place in the order of entry, from 0.
  position INTEGER NOT NULL CHECK (position >= 0),
  domain_id TEXT NOT NULL CHECK (domain_id <> ''),
  -- Either a score or counts of items; neither while it is not scored.
  score INTEGER CHECK (score >= 0),
  present_items INTEGER CHECK (present_items >= 0),
  absent_items INTEGER CHECK (absent_items >= 0),
  missing_items INTEGER NOT NULL CHECK (missing_items >= 0),
  recorded_need TEXT NOT NULL CHECK (
    recorded_need IN ('NONE', 'LOW', 'MODERATE', 'HIGH')),
  driver INTEGER NOT NULL CHECK (driver IN (0, 1)),
  reviewed_with_client_date TEXT CHECK (
    reviewed_with_client_date LIKE '____-__-__'),
  note TEXT NOT NULL,
  -- The domain's own band of the score; '' while a draft and where it has none.
  level TEXT NOT NULL,
  PRIMARY KEY (assessment_id, domain_id),
  UNIQUE (assessment_id, position),
  CHECK ((present_items IS NULL) = (absent_items IS NULL)),
  CHECK (score IS NULL OR present_items IS NULL)
) STRICT;

-- What a completed assessment's level means in each band scheme.
CREATE TABLE assessment_bands (
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  band_scheme_id TEXT NOT NULL CHECK (band_scheme_id <> ''),
  band_id TEXT NOT NULL CHECK (band_id <> ''),
  PRIMARY KEY (assessment_id, band_scheme_id)
) STRICT;
