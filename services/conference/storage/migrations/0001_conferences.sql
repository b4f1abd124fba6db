-- Conferences, each as it stands now. Instants are microseconds since 1970 UTC,
-- days are the county's civil days.
CREATE TABLE conferences (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  -- Grows with every change; the etag.
  version INTEGER NOT NULL CHECK (version >= 1),
  officer_id TEXT NOT NULL CHECK (officer_id <> ''),
  -- Names and addresses as they were when the conference was set or moved: a
  -- notice needs nobody's answer.
  officer_name TEXT NOT NULL,
  officer_email TEXT NOT NULL,
  officer_subject TEXT NOT NULL,
  supervisor_id TEXT NOT NULL CHECK (supervisor_id <> ''),
  supervisor_name TEXT NOT NULL,
  supervisor_email TEXT NOT NULL,
  supervisor_subject TEXT NOT NULL,
  -- Why neither supervisor nor acting supervisor holds it, or ''.
  holder_reason TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  division TEXT NOT NULL CHECK (division <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('QUARTERLY', 'ADDITIONAL')),
  state TEXT NOT NULL
    CHECK (state IN ('SCHEDULED', 'HELD', 'NOT_HELD', 'CANCELLED')),
  -- Grows with each move of date, time or place and with the cancellation.
  revision INTEGER NOT NULL CHECK (revision >= 1),
  -- "2026-11-30T09:00" on the clocks of time_zone, an IANA name.
  local_start TEXT NOT NULL,
  time_zone TEXT NOT NULL CHECK (time_zone <> ''),
  duration_minutes INTEGER NOT NULL
    CHECK (duration_minutes BETWEEN 15 AND 480),
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  location TEXT NOT NULL,
  -- '' for none.
  room_id TEXT NOT NULL,
  -- Civil day of start_at in county_zone.
  conference_date TEXT NOT NULL,
  county_zone TEXT NOT NULL CHECK (county_zone <> ''),
  -- The quarter that it counts for.
  quarter_label TEXT NOT NULL,
  quarter_first_date TEXT NOT NULL,
  quarter_last_date TEXT NOT NULL,
  -- The ten-day rule's side; see NoticeDuty in conference.proto.
  notice_basis TEXT NOT NULL CHECK (notice_basis IN
    ('ORDINARY', 'WAIVED', 'SHORT_NOTICE', 'ADDITIONAL', 'POSTPONED')),
  notice_basis_reason TEXT NOT NULL,
  due_by_date TEXT NOT NULL,
  warn_date TEXT NOT NULL,
  escalate_date TEXT NOT NULL,
  day_set_at INTEGER NOT NULL,
  day_set_revision INTEGER NOT NULL CHECK (day_set_revision >= 1),
  -- '' for none.
  waiver_id TEXT NOT NULL,
  postponed_from_at INTEGER,
  postponed_accepted_at INTEGER,
  move_reason_code TEXT NOT NULL,
  -- Names of rules set aside, with commas between; read whole.
  overridden_rules TEXT NOT NULL,
  override_reason TEXT NOT NULL,
  -- Why it was last moved, cancelled or not held, or ''.
  change_reason TEXT NOT NULL,
  -- The policy that judged it (R060).
  policy_pack_id TEXT NOT NULL,
  policy_version_label TEXT NOT NULL,
  policy_digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK (end_at > start_at),
  CHECK (officer_id <> supervisor_id),
  CHECK (quarter_first_date <= quarter_last_date),
  CHECK ((postponed_from_at IS NULL) = (postponed_accepted_at IS NULL)),
  CHECK ((overridden_rules = '') = (override_reason = ''))
) STRICT;
CREATE INDEX conferences_by_start ON conferences (start_at, id);
CREATE INDEX conferences_by_officer ON conferences (officer_id, start_at, id);
CREATE INDEX conferences_by_supervisor
  ON conferences (supervisor_id, start_at, id);
CREATE INDEX conferences_by_date ON conferences (conference_date, officer_id);

-- What was agreed in each revision, and by whom. Rows are only inserted.
CREATE TABLE conference_revisions (
  conference_id TEXT NOT NULL REFERENCES conferences (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  state TEXT NOT NULL
    CHECK (state IN ('SCHEDULED', 'HELD', 'NOT_HELD', 'CANCELLED')),
  supervisor_id TEXT NOT NULL,
  local_start TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  location TEXT NOT NULL,
  room_id TEXT NOT NULL,
  notice_basis TEXT NOT NULL,
  due_by_date TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (conference_id, revision)
) STRICT;

-- Messages owed to officers: one of a kind for each revision and recipient.
CREATE TABLE notice_obligations (
  conference_id TEXT NOT NULL REFERENCES conferences (id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  recipient_id TEXT NOT NULL CHECK (recipient_id <> ''),
  kind TEXT NOT NULL CHECK (kind IN
    ('INVITATION', 'FORMAL_NOTICE', 'COMBINED', 'CHANGE', 'CANCELLATION')),
  target_at INTEGER NOT NULL,
  bears_duty INTEGER NOT NULL CHECK (bears_duty IN (0, 1)),
  PRIMARY KEY (conference_id, revision, recipient_id, kind)
) STRICT;

-- Who and what is taken when: one row for each five minutes of a conference and
-- each of its officer, its holder ("officers/...") and its room ("rooms/...").
-- The key is what makes double booking impossible; a conference that was set
-- over another one with a reason names itself, so that it does not collide.
CREATE TABLE bookings (
  resource TEXT NOT NULL CHECK (resource <> ''),
  slot_at INTEGER NOT NULL CHECK (slot_at % 300000000 = 0),
  set_over_by TEXT NOT NULL,
  conference_id TEXT NOT NULL REFERENCES conferences (id),
  PRIMARY KEY (resource, slot_at, set_over_by)
) STRICT;
CREATE INDEX bookings_by_conference ON bookings (conference_id);

-- Waivers of the ten days.
CREATE TABLE notice_waivers (
  id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 1),
  officer_id TEXT NOT NULL CHECK (officer_id <> ''),
  division TEXT NOT NULL CHECK (division <> ''),
  conference_date TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  state TEXT NOT NULL
    CHECK (state IN ('PENDING', 'APPROVED', 'REFUSED', 'USED')),
  requested_by TEXT NOT NULL CHECK (requested_by <> ''),
  requested_at INTEGER NOT NULL,
  -- '' while pending.
  decided_by TEXT NOT NULL,
  decided_at INTEGER,
  decision_note TEXT NOT NULL,
  conference_id TEXT REFERENCES conferences (id),
  CHECK (decided_by <> requested_by),
  CHECK ((state = 'PENDING') = (decided_at IS NULL)),
  CHECK ((state = 'USED') = (conference_id IS NOT NULL))
) STRICT;
CREATE INDEX notice_waivers_by_officer
  ON notice_waivers (officer_id, conference_date);
CREATE INDEX notice_waivers_by_conference ON notice_waivers (conference_id);
