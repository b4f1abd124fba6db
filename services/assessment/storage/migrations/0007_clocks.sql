-- What a case's clocks need beside receipt and custody (R016, R073): its type,
-- which may need no assessment, and its plans, before the first of which a
-- division may want one.

-- As the division's pack names it; '' until caseplan tells it.
ALTER TABLE projected_cases ADD COLUMN case_type TEXT NOT NULL DEFAULT '';

CREATE TABLE projected_plans (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  -- Counts the versions of the case's plan.
  number INTEGER NOT NULL CHECK (number >= 1),
  first_day TEXT NOT NULL CHECK (first_day LIKE '____-__-__'),
  -- Microseconds since 1970, UTC; NULL for a draft.
  approved_at INTEGER,
  -- 0 when it was taken back.
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX projected_plans_by_case ON projected_plans (case_id, number);
CREATE INDEX projected_plans_unconfirmed ON projected_plans (id)
  WHERE version = 0;

-- Caseplan's feed is read again from its beginning, and tells both of what was
-- projected already. Until it is read, news are not fresh.
UPDATE projected_cases SET version = 0;
DELETE FROM followed_feeds WHERE feed = 'caseplan';
