-- One row: which store this is, and up to where its changes were forgotten.
CREATE TABLE feed_store (
  singleton INTEGER NOT NULL UNIQUE CHECK (singleton = 1),
  -- Random; a restored or moved store gets a new one, so that a follower's
  -- position in the old store is not taken for one in this.
  epoch TEXT NOT NULL CHECK (epoch <> ''),
  pruned_xid INTEGER NOT NULL DEFAULT 0,
  pruned_id INTEGER NOT NULL DEFAULT 0
) STRICT;
