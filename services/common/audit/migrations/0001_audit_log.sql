-- One row for every call that reached the wrapper, allowed or refused. Rows are
-- only inserted. Records are named by opaque ids; no name and no narrative.
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
CREATE INDEX audit_log_by_principal ON audit_log (principal, id);
