PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_migrations (  component TEXT NOT NULL,  number INTEGER NOT NULL CHECK (number > 0),  name TEXT NOT NULL,  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),  PRIMARY KEY (component, number)) STRICT;
INSERT INTO schema_migrations VALUES('audit',1,'audit_log','1d42257e6c77279045669c9ad94cdc55ba32c5226a7b9b5c709dcfb3765d049d');
INSERT INTO schema_migrations VALUES('idempotency',1,'request_replays','8647a85c32840a0bb79ebe6c1967b655a126e8ed50a0f7c3006c0780edc78b8e');
INSERT INTO schema_migrations VALUES('feed',1,'changes','3abf8f8bea76e18e3663b2bfb662f16ca7b87cd377d7848b45aed5ae73b765f4');
INSERT INTO schema_migrations VALUES('feed',2,'feed_store','6abfd596cc6c69aa34484a361a8d8e3f01ac06f4981b127dd64a86fdb638b21d');
INSERT INTO schema_migrations VALUES('conference',1,'conferences','272968cc1b920aa17b65107652c950c995bd861d63cf0d4a1ccbcaf78f689217');
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  -- When the call began; microseconds since 1970, UTC.
  recorded_at INTEGER NOT NULL,
  -- "person/...", "service/..." or "partner/...".
  principal TEXT NOT NULL CHECK (principal <> ''),
  -- The person on whose behalf a machine called, or ''.
  person TEXT NOT NULL,
  -- "/caseload.caseplan.v1.CaseloadService/CreateUnit".
  method TEXT NOT NULL CHECK (method <> ''),
  -- The gRPC code's name: "OK", "PermissionDenied" ...
  code TEXT NOT NULL CHECK (code <> ''),
  -- The error's reason, or ''.
  reason TEXT NOT NULL,
  -- JSON array of the names of the records that were read or changed.
  records TEXT NOT NULL,
  request_id TEXT NOT NULL,
  traceparent TEXT NOT NULL
) STRICT;
INSERT INTO audit_log VALUES(1,1795322832675806,'person/manager-1','manager-1','/caseload.conference.v1.ConferenceService/ListConferenceCoverage','OK','','[]','','');
INSERT INTO audit_log VALUES(2,1795322833561410,'person/manager-1','manager-1','/caseload.conference.v1.ConferenceService/ScheduleConference','OK','','["conferences/5ab7snqh5fvpkc895zcavg89zj"]','','');
CREATE TABLE request_replays (
  principal TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  -- SHA-256 of the request, hexadecimal: the same id with another body is
  -- refused.
  request_sha256 TEXT NOT NULL,
  -- proto3 JSON of the answer.
  response TEXT NOT NULL,
  -- Microseconds since 1970, UTC.
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (principal, method, request_id)
) STRICT;
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The transaction; always 0 here, where ids suffice.
  xid INTEGER NOT NULL DEFAULT 0,
  resource_name TEXT NOT NULL CHECK (resource_name <> ''),
  kind TEXT NOT NULL CHECK (kind <> ''),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- Microseconds since 1970, UTC.
  recorded_at INTEGER NOT NULL,
  -- Full name of the state's message, and the state as proto3 JSON.
  state_type TEXT NOT NULL,
  state TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  UNIQUE (resource_name, version)
) STRICT;
INSERT INTO changes VALUES(1,0,'conferences/5ab7snqh5fvpkc895zcavg89zj','conference',1,1795322833561410,'caseload.conference.v1.ConferenceState','{"name":"conferences/5ab7snqh5fvpkc895zcavg89zj","revision":1,"state":"STATE_SCHEDULED","kind":"KIND_QUARTERLY","officer":{"officer":"officers/0ga2qjm2nmbjypgs036gr3kxpk","displayName":"Nanaqua Example-Nimoki","email":"officer000005@example.org","staffSubject":"officer000005"},"supervisor":{"officer":"officers/0z46c4fg3yrwq9x7j8a86rzdjh","displayName":"Mokiba Example-Natale","email":"officer000002@example.org","staffSubject":"officer000002"},"unit":"units/775pa3xyecfmza6mxhxsskejjk","division":"juvenile","policyPackId":"juvenile-4.6","policyVersionLabel":"2021-03-22","policyDigest":"444db69c99a2cc933509c61b083266fca691a35ddd896604fc7665127c8e67fd","countyTimeZone":"America/Los_Angeles","conferenceDate":{"year":2027,"month":1,"day":12},"appointment":{"time":{"localDate":{"year":2027,"month":1,"day":12},"hours":10,"timeZone":"America/Los_Angeles","durationMinutes":60},"startTime":"2027-01-12T18:00:00Z","endTime":"2027-01-12T19:00:00Z","location":"Room 1","room":"rooms/room-1"},"notice":{"basis":"BASIS_ORDINARY","dueByDate":{"year":2027,"month":1,"day":2},"warnDate":{"year":2026,"month":12,"day":31},"escalateDate":{"year":2027,"month":1,"day":1},"daySetTime":"2026-11-22T04:47:13.561410Z","daySetRevision":1,"obligations":[{"recipient":"officers/0ga2qjm2nmbjypgs036gr3kxpk","kind":"KIND_INVITATION","targetTime":"2026-11-22T04:47:13.561410Z"},{"recipient":"officers/0ga2qjm2nmbjypgs036gr3kxpk","kind":"KIND_FORMAL_NOTICE","targetTime":"2026-12-29T16:00:00Z","bearsDuty":true}]},"quarter":{"label":"2027-Q1","firstDay":{"year":2027,"month":1,"day":1},"lastDay":{"year":2027,"month":3,"day":31}}}','');
CREATE TABLE feed_store (
  singleton INTEGER NOT NULL UNIQUE CHECK (singleton = 1),
  -- Random; a restored or moved store gets a new one, so that a follower's
  -- position in the old store is not taken for one in this.
  epoch TEXT NOT NULL CHECK (epoch <> ''),
  pruned_xid INTEGER NOT NULL DEFAULT 0,
  pruned_id INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO feed_store VALUES(1,'5xywfjs0d6tn8b4b2nkq5zd69e',0,0);
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
INSERT INTO conferences VALUES('5ab7snqh5fvpkc895zcavg89zj',1,'0ga2qjm2nmbjypgs036gr3kxpk','Nanaqua Example-Nimoki','officer000005@example.org','officer000005','0z46c4fg3yrwq9x7j8a86rzdjh','Mokiba Example-Natale','officer000002@example.org','officer000002','','775pa3xyecfmza6mxhxsskejjk','juvenile','QUARTERLY','SCHEDULED',1,'2027-01-12T10:00','America/Los_Angeles',60,1799776800000000,1799780400000000,'Room 1','room-1','2027-01-12','America/Los_Angeles','2027-Q1','2027-01-01','2027-03-31','ORDINARY','','2027-01-02','2026-12-31','2027-01-01',1795322833561410,1,'',NULL,NULL,'','','','','juvenile-4.6','2021-03-22','444db69c99a2cc933509c61b083266fca691a35ddd896604fc7665127c8e67fd',1795322833561410,1795322833561410);
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
INSERT INTO conference_revisions VALUES('5ab7snqh5fvpkc895zcavg89zj',1,'SCHEDULED','0z46c4fg3yrwq9x7j8a86rzdjh','2027-01-12T10:00','America/Los_Angeles',60,1799776800000000,1799780400000000,'Room 1','room-1','ORDINARY','2027-01-02','',1795322833561410,'person/manager-1');
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
INSERT INTO notice_obligations VALUES('5ab7snqh5fvpkc895zcavg89zj',1,'0ga2qjm2nmbjypgs036gr3kxpk','INVITATION',1795322833561410,0);
INSERT INTO notice_obligations VALUES('5ab7snqh5fvpkc895zcavg89zj',1,'0ga2qjm2nmbjypgs036gr3kxpk','FORMAL_NOTICE',1798560000000000,1);
CREATE TABLE bookings (
  resource TEXT NOT NULL CHECK (resource <> ''),
  slot_at INTEGER NOT NULL CHECK (slot_at % 300000000 = 0),
  set_over_by TEXT NOT NULL,
  conference_id TEXT NOT NULL REFERENCES conferences (id),
  PRIMARY KEY (resource, slot_at, set_over_by)
) STRICT;
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799776800000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799777100000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799777400000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799777700000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799778000000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799778300000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799778600000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799778900000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799779200000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799779500000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799779800000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0ga2qjm2nmbjypgs036gr3kxpk',1799780100000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799776800000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799777100000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799777400000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799777700000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799778000000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799778300000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799778600000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799778900000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799779200000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799779500000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799779800000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('officers/0z46c4fg3yrwq9x7j8a86rzdjh',1799780100000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799776800000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799777100000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799777400000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799777700000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799778000000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799778300000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799778600000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799778900000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799779200000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799779500000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799779800000000,'','5ab7snqh5fvpkc895zcavg89zj');
INSERT INTO bookings VALUES('rooms/room-1',1799780100000000,'','5ab7snqh5fvpkc895zcavg89zj');
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
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('changes',1);
CREATE INDEX audit_log_by_principal ON audit_log (principal, id);
CREATE INDEX request_replays_by_age ON request_replays (recorded_at);
CREATE INDEX changes_by_order ON changes (xid, id);
CREATE INDEX conferences_by_start ON conferences (start_at, id);
CREATE INDEX conferences_by_officer ON conferences (officer_id, start_at, id);
CREATE INDEX conferences_by_supervisor
  ON conferences (supervisor_id, start_at, id);
CREATE INDEX conferences_by_date ON conferences (conference_date, officer_id);
CREATE INDEX bookings_by_conference ON bookings (conference_id);
CREATE INDEX notice_waivers_by_officer
  ON notice_waivers (officer_id, conference_date);
CREATE INDEX notice_waivers_by_conference ON notice_waivers (conference_id);
COMMIT;
