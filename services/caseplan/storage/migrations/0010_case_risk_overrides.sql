-- Overrides of each case's level, as the assessment service tells them with its
-- current risk (R032).
--
-- Part of the projection of 0006: replaced as a whole with it.
CREATE TABLE case_risk_overrides (
  case_id TEXT NOT NULL REFERENCES case_risks (case_id),
  -- Place in the state's list, from 0.
  position INTEGER NOT NULL CHECK (position >= 0),
  override_id TEXT NOT NULL CHECK (override_id <> ''),
  band_scheme_id TEXT NOT NULL CHECK (band_scheme_id <> ''),
  band_id TEXT NOT NULL CHECK (band_id <> ''),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  -- NULL for a permanent one.
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  PRIMARY KEY (case_id, position)
) STRICT;
