-- The answer of every change that brought a request_id, stored in the change's
-- own transaction and kept for seven days.
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
CREATE INDEX request_replays_by_age ON request_replays (recorded_at);
