-- Plans of cases (R017-R022, R046, R076-R079, R090). A version that was
-- approved never changes but for its state and when it was superseded.

CREATE TABLE plans (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  case_id TEXT NOT NULL REFERENCES cases (id),
  -- Counts the versions of the case's plan.
  number INTEGER NOT NULL CHECK (number >= 1),
  state TEXT NOT NULL
    CHECK (state IN ('draft', 'provisional', 'approved', 'superseded')),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  last_day TEXT NOT NULL CHECK (last_day LIKE '____-__-__'),
  expedited INTEGER NOT NULL CHECK (expedited IN (0, 1)),
  goals TEXT NOT NULL CHECK (length(goals) <= 4000),
  expected_outcomes TEXT NOT NULL CHECK (length(expected_outcomes) <= 4000),
  participant_goals TEXT NOT NULL CHECK (length(participant_goals) <= 4000),
  supervision_level TEXT NOT NULL CHECK (length(supervision_level) <= 63),
  contacts_per_month INTEGER NOT NULL
    CHECK (contacts_per_month BETWEEN 0 AND 60),
  -- Ids, one a line, read as a whole.
  contact_types TEXT NOT NULL,
  monitoring TEXT NOT NULL CHECK (length(monitoring) <= 4000),
  conditions TEXT NOT NULL CHECK (length(conditions) <= 4000),
  benefits TEXT NOT NULL CHECK (length(benefits) <= 4000),
  consequences TEXT NOT NULL CHECK (length(consequences) <= 4000),
  -- SHA-256 in hex of what is signed.
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  approved_by TEXT,
  approved_at INTEGER,
  superseded_at INTEGER CHECK (superseded_at >= approved_at),
  source_system TEXT,
  source_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  UNIQUE (case_id, number),
  CHECK (last_day > first_day),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK ((state = 'draft') = (approved_at IS NULL)),
  CHECK ((state = 'superseded') = (superseded_at IS NOT NULL)),
  CHECK ((source_system IS NULL) = (source_id IS NULL)),
  UNIQUE (source_system, source_id)
) STRICT;
-- One draft, and one version in force.
CREATE UNIQUE INDEX plans_draft ON plans (case_id) WHERE state = 'draft';
CREATE UNIQUE INDEX plans_in_force ON plans (case_id)
  WHERE state IN ('provisional', 'approved');

CREATE TABLE plan_objectives (
  plan_id TEXT NOT NULL REFERENCES plans (id),
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 63),
  position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 49),
  need_area TEXT NOT NULL CHECK (length(need_area) <= 63),
  behavior TEXT NOT NULL CHECK (length(behavior) <= 2000),
  measure TEXT NOT NULL CHECK (length(measure) <= 1000),
  target_date TEXT CHECK (target_date LIKE '____-__-__'),
  responsible_person TEXT NOT NULL CHECK (length(responsible_person) <= 200),
  service TEXT NOT NULL CHECK (length(service) <= 500),
  service_provider TEXT NOT NULL CHECK (length(service_provider) <= 200),
  referral_program TEXT NOT NULL CHECK (length(referral_program) <= 63),
  stabilization INTEGER NOT NULL CHECK (stabilization IN (0, 1)),
  PRIMARY KEY (plan_id, id),
  UNIQUE (plan_id, position)
) STRICT;

CREATE TABLE plan_signatures (
  plan_id TEXT NOT NULL REFERENCES plans (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  signer TEXT NOT NULL
    CHECK (signer IN ('participant', 'guardian', 'officer')),
  outcome TEXT NOT NULL CHECK (outcome IN ('signed', 'refused', 'unable')),
  display_name TEXT NOT NULL CHECK (length(display_name) <= 200),
  signed_date TEXT NOT NULL CHECK (signed_date LIKE '____-__-__'),
  reason TEXT NOT NULL CHECK (length(reason) <= 1000),
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  PRIMARY KEY (plan_id, position),
  CHECK (outcome <> 'signed' OR display_name <> ''),
  CHECK (outcome = 'signed' OR reason <> '')
) STRICT;
