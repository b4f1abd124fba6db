-- An INTEGER of the dialect rule, in a comment; it's not touched.
CREATE TABLE units (
  id INTEGER PRIMARY KEY,
  county TEXT NOT NULL CHECK (county IN ('INTEGER', 'REAL')),
  weight REAL NOT NULL DEFAULT 1.5,
  opened INTEGER NOT NULL,
  closed INTEGER CONSTRAINT units_closed CHECK (closed >= opened),
  note TEXT,
  UNIQUE (county, opened)
) STRICT;

CREATE INDEX units_open ON units (opened) WHERE closed IS NULL;
