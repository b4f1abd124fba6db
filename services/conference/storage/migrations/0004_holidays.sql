-- The county's holidays, as caseplan tells them.
--
-- A projection of its feed (kind holiday): nothing here is entered, and all of
-- it can be read again from there. `version` is the feed's; the higher one
-- stays. It is 0 while the feed is read again from its beginning and has not
-- told of the holiday yet.
CREATE TABLE holidays (
  -- Resource name: "holidays/h".
  name TEXT PRIMARY KEY CHECK (name <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  -- A day may have several.
  holiday_date TEXT NOT NULL CHECK (holiday_date LIKE '____-__-__'),
  -- 0 when it was deleted or taken back.
  stands INTEGER NOT NULL CHECK (stands IN (0, 1))
) STRICT;
CREATE INDEX holidays_standing ON holidays (holiday_date) WHERE stands = 1;
CREATE INDEX holidays_unconfirmed ON holidays (name) WHERE version = 0;
