-- What the import of a county's own history needs.

-- A case's name in the system that it was imported from; NULL when it was
-- entered here.
ALTER TABLE projected_cases ADD COLUMN source_system TEXT;
ALTER TABLE projected_cases ADD COLUMN source_id TEXT;
CREATE INDEX projected_cases_by_source
  ON projected_cases (source_system, source_id);

-- From when on an assessment counts for nothing: taken back by the system that
-- it came from, wholly or by a correction. Microseconds since 1970, UTC.
ALTER TABLE assessments ADD COLUMN withdrawn_at INTEGER CHECK (
  withdrawn_at IS NULL OR state <> 'COMPLETE');
