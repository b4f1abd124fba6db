-- What the caseplan service says of cases, of who carries them and of who
-- supervises those: who may see what, and from when a case's clocks run
-- (R001, R002, R066, R068).
--
-- A projection of its feed: nothing here is entered, and all of it can be read
-- again from there. Resources arrive in no order across each other, so nothing
-- is a foreign key. `version` is the feed's; the higher one stays. It is 0
-- while the feed is read again from its beginning and has not told of the
-- resource yet.

CREATE TABLE projected_cases (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  division TEXT NOT NULL CHECK (division <> ''),
  received_date TEXT NOT NULL CHECK (received_date LIKE '____-__-__'),
  start_date TEXT CHECK (start_date LIKE '____-__-__'),
  unit_id TEXT,
  -- Last day on which it was open.
  closed_date TEXT CHECK (closed_date LIKE '____-__-__')
) STRICT;
CREATE INDEX projected_cases_unconfirmed ON projected_cases (id)
  WHERE version = 0;

CREATE TABLE projected_case_states (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  status TEXT NOT NULL CHECK (status IN (
    'active', 'in_custody', 'residential_treatment', 'placement', 'absconded',
    'warrant', 'out_of_county')),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  -- 0 when another fact took its days.
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX projected_case_states_by_case
  ON projected_case_states (case_id, first_day);
CREATE INDEX projected_case_states_unconfirmed ON projected_case_states (id)
  WHERE version = 0;

CREATE TABLE projected_assignments (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  officer_id TEXT NOT NULL CHECK (officer_id <> ''),
  role TEXT NOT NULL CHECK (role IN ('primary', 'secondary', 'courtesy')),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX projected_assignments_by_case
  ON projected_assignments (case_id, first_day);
CREATE INDEX projected_assignments_by_officer
  ON projected_assignments (officer_id, first_day);
CREATE INDEX projected_assignments_unconfirmed ON projected_assignments (id)
  WHERE version = 0;

CREATE TABLE projected_officers (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  -- Subject of the person's tokens.
  staff_subject TEXT,
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  -- 0 when the record was taken back.
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX projected_officers_by_subject
  ON projected_officers (staff_subject, id);
CREATE INDEX projected_officers_unconfirmed ON projected_officers (id)
  WHERE version = 0;

CREATE TABLE projected_postings (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  officer_id TEXT NOT NULL CHECK (officer_id <> ''),
  unit_id TEXT NOT NULL CHECK (unit_id <> ''),
  supervisor_id TEXT,
  acting_supervisor_id TEXT,
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX projected_postings_by_officer
  ON projected_postings (officer_id, first_day);
CREATE INDEX projected_postings_by_supervisor
  ON projected_postings (supervisor_id, first_day);
CREATE INDEX projected_postings_by_acting_supervisor
  ON projected_postings (acting_supervisor_id, first_day);
CREATE INDEX projected_postings_unconfirmed ON projected_postings (id)
  WHERE version = 0;

CREATE TABLE projected_units (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  division TEXT NOT NULL CHECK (division <> ''),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT CHECK (last_day LIKE '____-__-__' AND last_day >= first_day),
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX projected_units_unconfirmed ON projected_units (id)
  WHERE version = 0;
