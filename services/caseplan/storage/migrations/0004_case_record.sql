-- The running record of a case (R023-R033, R035, R040): contacts, months
-- without one, enrollments, notes, investigations.

CREATE TABLE contacts (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  status TEXT NOT NULL
    CHECK (status IN ('scheduled', 'attempted', 'completed')),
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'collateral', 'both')),
  method TEXT NOT NULL
    CHECK (method IN ('in_person', 'telephone', 'video', 'written')),
  location TEXT CHECK (location IN (
    'office', 'home', 'school', 'work', 'community', 'treatment_site',
    'placement', 'jail', 'court')),
  contact_date TEXT NOT NULL CHECK (contact_date LIKE '____-__-__'),
  started_at INTEGER,
  source_entered_at INTEGER,
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK ((method = 'in_person') = (location IS NOT NULL)),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX contacts_standing ON contacts (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX contacts_standing_by_source
  ON contacts (source_system, source_id) WHERE superseded_at IS NULL;
CREATE INDEX contacts_by_case ON contacts (case_id, contact_date, id);
CREATE INDEX contacts_by_officer ON contacts (officer_id, contact_date, id);
CREATE INDEX contacts_by_day ON contacts (contact_date, id);

CREATE TABLE contacts_objectives (
  fact_id TEXT NOT NULL,
  fact_revision INTEGER NOT NULL,
  plan_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  PRIMARY KEY (fact_id, fact_revision, plan_id, objective_id),
  FOREIGN KEY (fact_id, fact_revision) REFERENCES contacts (id, revision),
  FOREIGN KEY (plan_id, objective_id) REFERENCES plan_objectives (plan_id, id)
) STRICT;
CREATE INDEX contacts_objectives_by_objective
  ON contacts_objectives (plan_id, objective_id);

CREATE TABLE no_contact_reasons (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  -- First day of the calendar month.
  month TEXT NOT NULL CHECK (month LIKE '____-__-01'),
  code TEXT NOT NULL CHECK (code IN (
    'warrant', 'residential_treatment', 'in_custody', 'unable_to_contact',
    'absconded', 'transferred', 'courtesy', 'interstate', 'medical',
    'deported', 'out_of_state_placement', 'case_closed', 'new_case',
    'deceased')),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  comment TEXT NOT NULL CHECK (length(comment) <= 2000),
  warrant_request_date TEXT CHECK (warrant_request_date LIKE '____-__-__'),
  revoking_order TEXT CHECK (revoking_order IN ('prepared', 'approved')),
  residential_confirmed_date TEXT
    CHECK (residential_confirmed_date LIKE '____-__-__'),
  entered_date TEXT NOT NULL CHECK (entered_date LIKE '____-__-__'),
  source_entered_at INTEGER,
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK (code = 'warrant'
         OR (warrant_request_date IS NULL AND revoking_order IS NULL)),
  CHECK (code = 'residential_treatment'
         OR residential_confirmed_date IS NULL),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX no_contact_reasons_standing ON no_contact_reasons (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX no_contact_reasons_standing_by_source
  ON no_contact_reasons (source_system, source_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX no_contact_reasons_by_case_month
  ON no_contact_reasons (case_id, month, code) WHERE superseded_at IS NULL;
CREATE INDEX no_contact_reasons_by_case
  ON no_contact_reasons (case_id, month, id);
CREATE INDEX no_contact_reasons_by_month ON no_contact_reasons (month, id);

CREATE TABLE enrollments (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  program TEXT NOT NULL CHECK (length(program) BETWEEN 1 AND 63),
  program_group TEXT NOT NULL CHECK (length(program_group) <= 63),
  provider TEXT NOT NULL CHECK (length(provider) <= 200),
  status TEXT NOT NULL CHECK (status IN (
    'pending', 'active', 'completed', 'discharged', 'not_enrolled')),
  referral_date TEXT NOT NULL CHECK (referral_date LIKE '____-__-__'),
  start_date TEXT
    CHECK (start_date LIKE '____-__-__' AND start_date >= referral_date),
  end_date TEXT CHECK (end_date LIKE '____-__-__' AND end_date >= start_date),
  verified_date TEXT CHECK (verified_date LIKE '____-__-__'),
  not_enrolled_reason TEXT NOT NULL
    CHECK (length(not_enrolled_reason) <= 1000),
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK (status NOT IN ('active', 'completed', 'discharged')
         OR start_date IS NOT NULL),
  CHECK ((status IN ('completed', 'discharged')) = (end_date IS NOT NULL)),
  CHECK ((status = 'not_enrolled') = (not_enrolled_reason <> '')),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX enrollments_standing ON enrollments (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX enrollments_standing_by_source
  ON enrollments (source_system, source_id) WHERE superseded_at IS NULL;
CREATE INDEX enrollments_by_case ON enrollments (case_id, referral_date, id);
CREATE INDEX enrollments_by_day ON enrollments (referral_date, id);

CREATE TABLE enrollments_objectives (
  fact_id TEXT NOT NULL,
  fact_revision INTEGER NOT NULL,
  plan_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  PRIMARY KEY (fact_id, fact_revision, plan_id, objective_id),
  FOREIGN KEY (fact_id, fact_revision) REFERENCES enrollments (id, revision),
  FOREIGN KEY (plan_id, objective_id) REFERENCES plan_objectives (plan_id, id)
) STRICT;
CREATE INDEX enrollments_objectives_by_objective
  ON enrollments_objectives (plan_id, objective_id);

CREATE TABLE notes (
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  case_id TEXT NOT NULL REFERENCES cases (id),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  category TEXT NOT NULL CHECK (category IN (
    'general', 'objective', 'provider_feedback', 'residential_staff',
    'team_meeting')),
  note_date TEXT NOT NULL CHECK (note_date LIKE '____-__-__'),
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  covers_safety INTEGER NOT NULL CHECK (covers_safety IN (0, 1)),
  covers_permanency INTEGER NOT NULL CHECK (covers_permanency IN (0, 1)),
  covers_well_being INTEGER NOT NULL CHECK (covers_well_being IN (0, 1)),
  source_entered_at INTEGER,
  source_system TEXT,
  source_id TEXT,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  PRIMARY KEY (id, revision),
  CHECK ((source_system IS NULL) = (source_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX notes_standing ON notes (id)
  WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX notes_standing_by_source
  ON notes (source_system, source_id) WHERE superseded_at IS NULL;
CREATE INDEX notes_by_case ON notes (case_id, note_date, id);
CREATE INDEX notes_by_day ON notes (note_date, id);

CREATE TABLE notes_objectives (
  fact_id TEXT NOT NULL,
  fact_revision INTEGER NOT NULL,
  plan_id TEXT NOT NULL,
  objective_id TEXT NOT NULL,
  PRIMARY KEY (fact_id, fact_revision, plan_id, objective_id),
  FOREIGN KEY (fact_id, fact_revision) REFERENCES notes (id, revision),
  FOREIGN KEY (plan_id, objective_id) REFERENCES plan_objectives (plan_id, id)
) STRICT;
CREATE INDEX notes_objectives_by_objective
  ON notes_objectives (plan_id, objective_id);

CREATE TABLE investigations (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  case_id TEXT NOT NULL REFERENCES cases (id),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 63),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  opened_date TEXT NOT NULL CHECK (opened_date LIKE '____-__-__'),
  due_date TEXT CHECK (due_date LIKE '____-__-__'),
  -- Last day on which it was open.
  closed_date TEXT
    CHECK (closed_date LIKE '____-__-__' AND closed_date >= opened_date),
  outcome TEXT NOT NULL CHECK (length(outcome) <= 1000),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  CHECK ((closed_date IS NULL) = (outcome = '')),
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;
CREATE INDEX investigations_by_case ON investigations (case_id, opened_date, id);
CREATE INDEX investigations_by_officer
  ON investigations (officer_id, opened_date, id);
CREATE INDEX investigations_by_day ON investigations (opened_date, id);
