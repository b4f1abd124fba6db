-- How far this store has followed other services' change feeds. A row is
-- written in the transaction that applies what it says was applied.
CREATE TABLE followed_feeds (
  -- The service that is followed, and for what: "assessment".
  feed TEXT PRIMARY KEY CHECK (feed <> ''),
  -- Everything before it is applied; '' is before the first change.
  resume_token TEXT NOT NULL,
  -- The feed is read again from its beginning because its store is another one
  -- than before: what was projected from the old one is not swept out yet.
  rereading INTEGER NOT NULL CHECK (rereading IN (0, 1)),
  -- When this service last knew that nothing newer was committed over there,
  -- microseconds since 1970 UTC; NULL before the first time.
  heartbeat_at INTEGER
) STRICT;
