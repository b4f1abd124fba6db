-- The change feed: one row for every change of a resource, inserted in the
-- change's own transaction. One writer: the id is the order of commits.
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
CREATE INDEX changes_by_order ON changes (xid, id);
