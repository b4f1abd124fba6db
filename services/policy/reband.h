// reband.h: what a scored assessment comes to under another version of its
// instrument (R098; "re-banding under a new version writes a derived level
// beside it").

#ifndef SERVICES_POLICY_REBAND_H_
#define SERVICES_POLICY_REBAND_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/policy/instrument.h"

namespace caseload::policy {

// Why an assessment cannot be banded by another version than its own.
enum class RebandObstacle {
  kNone = 0,
  // One version computes the level and the other records it.
  kOtherConvention = 1,
  // The domains differ, or what they can score.
  kOtherDomains = 2,
  kNormGroupUnknown = 3,
  // The norm group scores its items by another range of points.
  kOtherItemRange = 4,
  kNoTotal = 5,
  kTooManyItemsMissing = 6,
  kOutsideBands = 7,
  // The version has no level of the name that was recorded.
  kLevelUnknown = 8,
};

// A level of a case may follow from the version: it sets risk and has levels.
bool IsRebandable(const Instrument& instrument);

// What a completed assessment holds.
struct ScoredFacts {
  // Empty when its version has no norm groups.
  absl::string_view norm_group_id;
  // nullopt when it has none.
  std::optional<int> total;
  // The scored level, which for a recorded one is what was recorded.
  absl::string_view level;
  int missing_items = 0;
};

struct Rebanded {
  RebandObstacle obstacle = RebandObstacle::kNone;
  // The version's own level; empty with an obstacle.
  std::string level;
};

// The level of an assessment that was scored by `scored_by` under `target`. A
// total says the same under both only where both add up the same domains, so
// anything else is an obstacle and never a guess: by bands of another gender,
// setting or item range least of all.
Rebanded Reband(const Instrument& scored_by, const Instrument& target,
                const ScoredFacts& facts);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_REBAND_H_
