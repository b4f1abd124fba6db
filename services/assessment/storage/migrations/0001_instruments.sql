-- One row for each version of each instrument; rows are only inserted.
CREATE TABLE instruments (
  instrument_id TEXT NOT NULL CHECK (instrument_id <> ''),
  version TEXT NOT NULL CHECK (version <> ''),
  title TEXT NOT NULL,
  population TEXT NOT NULL CHECK (population IN ('JUVENILE', 'ADULT', 'ANY')),
  scoring_convention TEXT NOT NULL CHECK (
    scoring_convention IN ('SUM_OF_DOMAINS', 'LEVEL_RECORDED', 'NARRATIVE')),
  -- It may set a case's risk level; a clinical one never does.
  sets_risk INTEGER NOT NULL CHECK (sets_risk IN (0, 1)),
  clinical INTEGER NOT NULL CHECK (clinical IN (0, 1)),
  -- A figure of it is an example without a citable source.
  has_unverified_figures INTEGER NOT NULL CHECK (
    has_unverified_figures IN (0, 1)),
  -- First and last day on which it may be used; the last is NULL while in use.
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  retired_date TEXT CHECK (
    retired_date LIKE '____-__-__' AND retired_date >= effective_date),
  -- Digest of the definition, 64 hex digits.
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  -- caseload.policy.v1.Instrument as proto3 JSON; only ever read whole.
  definition TEXT NOT NULL CHECK (definition <> ''),
  origin TEXT NOT NULL CHECK (origin IN ('CREATED', 'SHIPPED')),
  -- Microseconds since 1970, UTC.
  created_at INTEGER NOT NULL,
  -- Principal that stored it.
  created_by TEXT NOT NULL CHECK (created_by <> ''),
  PRIMARY KEY (instrument_id, version),
  CHECK (clinical = 0 OR sets_risk = 0)
) STRICT;
