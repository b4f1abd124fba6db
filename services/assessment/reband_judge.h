// reband_judge.h: what a version makes of a page of cases.

#ifndef SERVICES_ASSESSMENT_REBAND_JUDGE_H_
#define SERVICES_ASSESSMENT_REBAND_JUDGE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/storage/reband_store.h"
#include "services/common/sql/database.h"
#include "services/policy/instrument.h"
#include "services/policy/reband.h"

namespace caseload::assessment {

// What a case's level is now and what it would be.
struct RebandedCase {
  storage::RebandCandidate candidate;
  // The version by which it is banded now: its own, or the one under which it
  // was re-banded last.
  std::string from_version;
  std::string from_level;
  std::vector<domain::LevelBand> from_bands;
  // It stands under the version already, and nothing is to be done.
  bool stands = false;
  policy::RebandObstacle obstacle = policy::RebandObstacle::kNone;
  // With neither of both: the level under the version.
  std::string to_level;
  std::vector<domain::LevelBand> to_bands;

  bool Derives() const {
    return !stands && obstacle == policy::RebandObstacle::kNone;
  }
  // Level or bands would be others.
  bool Changes() const;
};

// A page of cases.
struct RebandPage {
  std::vector<RebandedCase> cases;
  // There are cases after it.
  bool more = false;
};

// Judges the open cases after `position`, at most `limit` (1 to 500), under
// `target`.
absl::StatusOr<RebandPage> JudgeRebanding(sql::Transaction& tx,
                                          const policy::Instrument& target,
                                          absl::CivilDay day,
                                          const std::string& position,
                                          int limit);

}  // namespace caseload::assessment

#endif  // SERVICES_ASSESSMENT_REBAND_JUDGE_H_
