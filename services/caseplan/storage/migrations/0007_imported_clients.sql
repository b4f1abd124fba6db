-- What an import says of clients and cases beyond what people entered (R063),
-- and that their system took one back: nobody finds it any more.

ALTER TABLE clients ADD COLUMN gender TEXT NOT NULL DEFAULT ''
  CHECK (gender IN ('', 'female', 'male', 'nonbinary', 'unknown'));
ALTER TABLE clients ADD COLUMN race TEXT NOT NULL DEFAULT ''
  CHECK (length(race) <= 63);
ALTER TABLE clients ADD COLUMN ethnicity TEXT NOT NULL DEFAULT ''
  CHECK (length(ethnicity) <= 63);
ALTER TABLE clients ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE cases ADD COLUMN withdrawn_at INTEGER;

-- Which row of an export a related person is.
ALTER TABLE client_related_persons ADD COLUMN source_system TEXT;
ALTER TABLE client_related_persons ADD COLUMN source_id TEXT;
