-- Units, staff records, postings and leave (R001, R002).
--
-- Civil days are text 'YYYY-MM-DD', instants microseconds since 1970 UTC.
-- A fact (posting, leave) is a row that never changes but for superseded_at: a
-- correction is a new revision of the same id. What stands is the rows without
-- superseded_at; what stood at an instant is those recorded at or before it and
-- not superseded by then.

CREATE TABLE units (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  division TEXT NOT NULL CHECK (length(division) BETWEEN 1 AND 63),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;
CREATE INDEX units_by_division ON units (division, id);

CREATE TABLE officers (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  staff_subject TEXT UNIQUE CHECK (length(staff_subject) BETWEEN 1 AND 200),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  capacity_factor REAL NOT NULL CHECK (capacity_factor BETWEEN 0.1 AND 2.0),
  capacity_reason TEXT NOT NULL CHECK (length(capacity_reason) <= 500),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  CHECK (capacity_factor = 1.0 OR capacity_reason <> ''),
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;

CREATE TABLE postings (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  unit_id TEXT NOT NULL REFERENCES units (id),
  supervisor_id TEXT REFERENCES officers (id)
    CHECK (supervisor_id <> officer_id),
  acting_supervisor_id TEXT REFERENCES officers (id)
    CHECK (acting_supervisor_id <> officer_id),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  full_time_equivalent REAL NOT NULL
    CHECK (full_time_equivalent > 0 AND full_time_equivalent <= 1.0),
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX postings_standing ON postings (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX postings_standing_by_source
  ON postings (source_system, source_id) WHERE superseded_at IS NULL;
-- No overlap of an officer's standing postings is checked where they are
-- written. These state as much of it as a key can.
CREATE UNIQUE INDEX postings_standing_by_officer
  ON postings (officer_id, first_day) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX postings_open_by_officer
  ON postings (officer_id) WHERE superseded_at IS NULL AND last_day IS NULL;
CREATE INDEX postings_by_officer ON postings (officer_id, first_day, id);
CREATE INDEX postings_by_day ON postings (first_day, id);
CREATE INDEX postings_by_unit ON postings (unit_id, first_day, id);
CREATE INDEX postings_by_supervisor ON postings (supervisor_id, first_day);
CREATE INDEX postings_by_acting_supervisor
  ON postings (acting_supervisor_id, first_day);

CREATE TABLE leaves (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  kind TEXT NOT NULL
    CHECK (kind IN ('planned', 'unplanned', 'leave_of_absence')),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX leaves_standing ON leaves (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX leaves_standing_by_source
  ON leaves (source_system, source_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX leaves_standing_by_officer
  ON leaves (officer_id, first_day) WHERE superseded_at IS NULL;
CREATE INDEX leaves_by_officer ON leaves (officer_id, first_day, id);
CREATE INDEX leaves_by_day ON leaves (first_day, id);
