-- What the bytes of a cached snapshot were built from. One row for every officer
-- ("officers/<id>"), one for the county (policy, holidays, units) and one for
-- the staff (who is posted where and supervised by whom). A change of anything
-- that a snapshot shows raises the counter and draws a new tag in its own
-- transaction: counters come again after a restore, tags do not.
CREATE TABLE generations (
  scope TEXT PRIMARY KEY CHECK (scope <> ''),
  counter INTEGER NOT NULL CHECK (counter >= 1),
  tag TEXT NOT NULL CHECK (length(tag) = 26)
) STRICT;
