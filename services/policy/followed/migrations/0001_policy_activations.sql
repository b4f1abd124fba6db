-- From when on which policy governs a division, as caseplan's PolicyService
-- tells it (R060, R103).
--
-- A projection of its feed (kind policy_activation): nothing here is entered,
-- and all of it can be read again from there. `version` is the feed's; the
-- higher one stays. It is 0 while the feed is read again from its beginning and
-- has not told of the activation yet.
--
-- A store of the conference service has the table, and its indexes, already:
-- from that service's third migration, of before others followed too.
CREATE TABLE IF NOT EXISTS policy_activations (
  -- Resource name: "policyPacks/p/activations/a".
  name TEXT PRIMARY KEY CHECK (name <> ''),
  version INTEGER NOT NULL CHECK (version >= 0),
  division TEXT NOT NULL CHECK (division <> ''),
  effective_date TEXT NOT NULL CHECK (effective_date LIKE '____-__-__'),
  recorded_at INTEGER NOT NULL,
  -- 0 when another activation took its place.
  stands INTEGER NOT NULL CHECK (stands IN (0, 1)),
  -- The pack: caseload.policy.v1.PolicyPack as proto3 JSON.
  pack TEXT NOT NULL CHECK (pack <> '')
) STRICT;
CREATE INDEX IF NOT EXISTS policy_activations_standing
  ON policy_activations (division, effective_date, recorded_at)
  WHERE stands = 1;
CREATE INDEX IF NOT EXISTS policy_activations_unconfirmed ON policy_activations (name)
  WHERE version = 0;
