-- Policy packs and from when on they govern (R060, R097). Rows are only
-- inserted; an activation's superseded_at is written once.
--
-- Civil days are text 'YYYY-MM-DD', instants microseconds since 1970 UTC.

CREATE TABLE policy_packs (
  -- The first 32 digits of content_hash.
  id TEXT PRIMARY KEY CHECK (length(id) = 32),
  -- SHA-256 of the content, 64 hex digits.
  content_hash TEXT NOT NULL UNIQUE CHECK (length(content_hash) = 64),
  pack_id TEXT NOT NULL CHECK (pack_id <> ''),
  version_label TEXT NOT NULL CHECK (version_label <> ''),
  division TEXT NOT NULL CHECK (division <> ''),
  title TEXT NOT NULL CHECK (title <> ''),
  -- First day on which the manual says that it governs.
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  -- A figure of it is an example without a citable source.
  has_unverified_figures INTEGER NOT NULL CHECK (
    has_unverified_figures IN (0, 1)),
  origin TEXT NOT NULL CHECK (origin IN ('created', 'shipped')),
  -- caseload.policy.v1.PolicyPack as proto3 JSON; only ever read whole.
  content TEXT NOT NULL CHECK (content <> ''),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL CHECK (created_by <> ''),
  -- A judgement names its policy by these two.
  UNIQUE (pack_id, version_label),
  UNIQUE (id, division)
) STRICT;
CREATE INDEX policy_packs_by_day ON policy_packs (effective_date, id);
CREATE INDEX policy_packs_by_division
  ON policy_packs (division, effective_date, id);

CREATE TABLE policy_activations (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
  policy_pack_id TEXT NOT NULL,
  division TEXT NOT NULL,
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  -- It takes effect on the day of its recording or before.
  forced INTEGER NOT NULL CHECK (forced IN (0, 1)),
  reason TEXT NOT NULL CHECK (length(reason) <= 500),
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  superseded_at INTEGER CHECK (superseded_at >= recorded_at),
  CHECK (forced = 0 OR reason <> ''),
  -- A pack governs no division but its own.
  FOREIGN KEY (policy_pack_id, division) REFERENCES policy_packs (id, division)
) STRICT;
-- One pack takes effect in a division on a day.
CREATE UNIQUE INDEX policy_activations_standing
  ON policy_activations (division, effective_date) WHERE superseded_at IS NULL;
CREATE INDEX policy_activations_by_division
  ON policy_activations (division, effective_date, recorded_at);
CREATE INDEX policy_activations_by_pack
  ON policy_activations (policy_pack_id, effective_date, recorded_at);
