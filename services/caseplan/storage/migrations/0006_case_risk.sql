-- What the assessment service says of each case's current risk (R016, R039).
--
-- A projection of its feed (kind case_risk): nothing here is entered, and all
-- of it can be read again from there. A case is not a foreign key: the two
-- services' stores are restored apart from each other.

CREATE TABLE case_risks (
  case_id TEXT PRIMARY KEY CHECK (length(case_id) BETWEEN 1 AND 63),
  -- The feed's version of the state; the higher one stays. 0 while the feed is
  -- read again from its beginning and has not told of the case yet.
  version INTEGER NOT NULL CHECK (version >= 0),
  -- When the assessment service recorded it, microseconds since 1970 UTC.
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_risks_unconfirmed ON case_risks (case_id) WHERE version = 0;

-- The latest completed assessment with each instrument.
CREATE TABLE case_risk_assessments (
  case_id TEXT NOT NULL REFERENCES case_risks (case_id),
  -- Place in the state's list, from 0.
  position INTEGER NOT NULL CHECK (position >= 0),
  assessment_id TEXT NOT NULL CHECK (assessment_id <> ''),
  instrument_id TEXT NOT NULL CHECK (instrument_id <> ''),
  instrument_version TEXT NOT NULL CHECK (instrument_version <> ''),
  assessed_date TEXT NOT NULL CHECK (assessed_date LIKE '____-__-__'),
  completed_at INTEGER NOT NULL,
  sets_risk INTEGER NOT NULL CHECK (sets_risk IN (0, 1)),
  -- '' when the instrument has no levels.
  level TEXT NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  uses_unverified_figures INTEGER NOT NULL CHECK (
    uses_unverified_figures IN (0, 1)),
  current_until_date TEXT NOT NULL CHECK (
    current_until_date LIKE '____-__-__'
    AND current_until_date >= assessed_date),
  PRIMARY KEY (case_id, position)
) STRICT;

-- What the level means in each band scheme.
CREATE TABLE case_risk_bands (
  case_id TEXT NOT NULL,
  assessment_position INTEGER NOT NULL,
  band_scheme_id TEXT NOT NULL CHECK (band_scheme_id <> ''),
  band_id TEXT NOT NULL CHECK (band_id <> ''),
  PRIMARY KEY (case_id, assessment_position, band_scheme_id),
  FOREIGN KEY (case_id, assessment_position)
    REFERENCES case_risk_assessments (case_id, position)
) STRICT;

CREATE TABLE case_risk_domains (
  case_id TEXT NOT NULL,
  assessment_position INTEGER NOT NULL,
  -- Place in the instrument's order, from 0.
  position INTEGER NOT NULL CHECK (position >= 0),
  domain_id TEXT NOT NULL CHECK (domain_id <> ''),
  dynamic INTEGER NOT NULL CHECK (dynamic IN (0, 1)),
  -- One a line, read as a whole.
  need_areas TEXT NOT NULL,
  score INTEGER CHECK (score >= 0),
  -- 0 when the instrument sums nothing.
  maximum_score INTEGER NOT NULL CHECK (maximum_score >= 0),
  -- '' when the domain has no bands; the rank is then NULL.
  level TEXT NOT NULL,
  level_rank INTEGER CHECK (level_rank >= 0),
  recorded_need TEXT NOT NULL CHECK (
    recorded_need IN ('none', 'low', 'moderate', 'high')),
  driver INTEGER NOT NULL CHECK (driver IN (0, 1)),
  reviewed_with_client_date TEXT CHECK (
    reviewed_with_client_date LIKE '____-__-__'),
  PRIMARY KEY (case_id, assessment_position, position),
  FOREIGN KEY (case_id, assessment_position)
    REFERENCES case_risk_assessments (case_id, position)
) STRICT;
