-- Clients, cases, the states they pass through, and who carries them
-- (R015, R030, R066, R068, R070).

CREATE TABLE clients (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  given_name TEXT NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
  family_name TEXT NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
  date_of_birth TEXT CHECK (date_of_birth LIKE '____-__-__'),
  phone TEXT NOT NULL CHECK (length(phone) <= 50),
  address TEXT NOT NULL CHECK (length(address) <= 500),
  preferred_language TEXT NOT NULL CHECK (length(preferred_language) <= 35),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;
CREATE INDEX clients_by_family_name ON clients (family_name, id);

CREATE TABLE client_identifiers (
  client_id TEXT NOT NULL REFERENCES clients (id),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 63),
  value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 100),
  PRIMARY KEY (client_id, kind)
) STRICT;
CREATE INDEX client_identifiers_by_value ON client_identifiers (kind, value);

CREATE TABLE client_related_persons (
  client_id TEXT NOT NULL REFERENCES clients (id),
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 19),
  is_guardian INTEGER NOT NULL CHECK (is_guardian IN (0, 1)),
  is_emergency_contact INTEGER NOT NULL CHECK (is_emergency_contact IN (0, 1)),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  relationship TEXT NOT NULL CHECK (length(relationship) <= 100),
  phone TEXT NOT NULL CHECK (length(phone) <= 50),
  email TEXT NOT NULL CHECK (length(email) <= 254),
  PRIMARY KEY (client_id, position),
  CHECK (is_guardian + is_emergency_contact >= 1)
) STRICT;

CREATE TABLE cases (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  client_id TEXT NOT NULL REFERENCES clients (id),
  division TEXT NOT NULL CHECK (length(division) BETWEEN 1 AND 63),
  case_type TEXT NOT NULL CHECK (length(case_type) BETWEEN 1 AND 63),
  -- One a line, read as a whole.
  court_numbers TEXT NOT NULL,
  received_date TEXT NOT NULL CHECK (received_date LIKE '____-__-__'),
  start_date TEXT
    CHECK (start_date LIKE '____-__-__' AND start_date >= received_date),
  expected_end_date TEXT CHECK (expected_end_date LIKE '____-__-__'),
  unit_id TEXT REFERENCES units (id),
  weight REAL NOT NULL CHECK (weight > 0 AND weight <= 10),
  weight_reason TEXT NOT NULL CHECK (length(weight_reason) <= 500),
  -- Last day on which it was open.
  closed_date TEXT
    CHECK (closed_date LIKE '____-__-__' AND closed_date >= received_date),
  closing_reason TEXT CHECK (closing_reason IN (
    'completed', 'terminated_early', 'revoked', 'transferred', 'dismissed',
    'deceased', 'terminated_unsuccessful')),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  CHECK (weight = 1.0 OR weight_reason <> ''),
  CHECK ((closed_date IS NULL) = (closing_reason IS NULL)),
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;
CREATE INDEX cases_by_client ON cases (client_id, id);
CREATE INDEX cases_by_division ON cases (division, id);
CREATE INDEX cases_by_unit ON cases (unit_id, id);
CREATE INDEX cases_by_received ON cases (received_date, id);

CREATE TABLE case_states (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  status TEXT NOT NULL CHECK (status IN (
    'active', 'in_custody', 'residential_treatment', 'placement', 'absconded',
    'warrant', 'out_of_county')),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  confirmed_date TEXT NOT NULL CHECK (confirmed_date LIKE '____-__-__'),
  booking_type TEXT NOT NULL CHECK (length(booking_type) <= 63),
  expected_release_date TEXT CHECK (expected_release_date LIKE '____-__-__'),
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK (confirmed_date >= first_day),
  CHECK (status = 'in_custody'
         OR (booking_type = '' AND expected_release_date IS NULL)),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX case_states_standing ON case_states (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX case_states_standing_by_source
  ON case_states (source_system, source_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX case_states_standing_by_case
  ON case_states (case_id, first_day) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX case_states_open_by_case
  ON case_states (case_id) WHERE superseded_at IS NULL AND last_day IS NULL;
CREATE INDEX case_states_by_case ON case_states (case_id, first_day, id);
CREATE INDEX case_states_by_day ON case_states (first_day, id);

CREATE TABLE assignments (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  role TEXT NOT NULL CHECK (role IN ('primary', 'secondary', 'courtesy')),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  reason TEXT CHECK (reason IN (
    'case_need', 'workload', 'officer_left', 'officer_leave', 'conflict',
    'client_moved', 'correction')),
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX assignments_standing ON assignments (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX assignments_standing_by_source
  ON assignments (source_system, source_id) WHERE superseded_at IS NULL;
-- One primary officer for each case and day is checked where assignments are
-- written. These state as much of it as a key can.
CREATE UNIQUE INDEX assignments_primary_by_case ON assignments (case_id, first_day)
  WHERE role = 'primary' AND superseded_at IS NULL;
CREATE UNIQUE INDEX assignments_open_primary_by_case ON assignments (case_id)
  WHERE role = 'primary' AND superseded_at IS NULL AND last_day IS NULL;
CREATE INDEX assignments_by_case ON assignments (case_id, first_day, id);
CREATE INDEX assignments_by_officer ON assignments (officer_id, first_day, id);
CREATE INDEX assignments_by_day ON assignments (first_day, id);
