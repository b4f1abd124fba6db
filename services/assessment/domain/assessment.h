// assessment.h: an assessment as a plain value.

#ifndef SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_H_
#define SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/policy/rating.h"

namespace caseload::assessment::domain {

// Where an assessment is in its life.
enum class State { kDraft = 1, kComplete = 2, kSuperseded = 3 };

// What a vendor's system recorded of a domain.
enum class RecordedNeed { kNone = 0, kLow = 1, kModerate = 2, kHigh = 3 };

// Answers to a domain's items, each worth one point when present.
struct ItemCounts {
  int present = 0;
  int absent = 0;
};

// What was found in one domain of the instrument.
struct DomainEntry {
  std::string domain_id;
  // At most one of the two is set.
  std::optional<int> score;
  std::optional<ItemCounts> item_counts;
  int missing_items = 0;
  RecordedNeed recorded_need = RecordedNeed::kNone;
  bool driver = false;
  std::optional<absl::CivilDay> reviewed_with_client_date;
  std::string note;
  // The domain's own band of the score; empty while a draft and where the
  // instrument has none.
  std::string level;
  // At most one on each scale of the instrument.
  std::vector<policy::Rating> ratings;

  // The points, however they were entered; nullopt while not scored.
  std::optional<int> Points() const {
    if (item_counts.has_value()) return item_counts->present;
    return score;
  }
};

// A level in a division's band scheme.
struct LevelBand {
  std::string band_scheme_id;
  std::string band_id;
};

// What the instrument made of the entries. Never changes.
struct Result {
  // nullopt when the instrument sums nothing.
  std::optional<int> total;
  // The instrument's own level; empty when it has none.
  std::string level;
  std::vector<LevelBand> bands;
  int missing_items = 0;
  bool provisional = false;
  // Imported only: the source's total or level is not what was computed.
  bool disagrees = false;
  bool uses_unverified_figures = false;
  // Last day on which it is current by the instrument's own interval.
  absl::CivilDay current_until_date;
};

// What the level is under another version of the instrument; stands beside the
// result, and the latest of an assessment governs from its first day on.
struct DerivedLevel {
  std::string instrument_version;
  std::string level;
  std::vector<LevelBand> bands;
  bool uses_unverified_figures = false;
  absl::CivilDay effective_date;
  absl::Time derived_at;
  std::string derived_by;
};

struct Assessment {
  std::string id;
  std::string case_id;
  std::string instrument_id;
  std::string instrument_version;
  // The definition's, copied: they decide who sees it and what it counts for.
  bool clinical = false;
  bool sets_risk = false;
  // Empty when the instrument has no norm groups.
  std::string norm_group_id;
  State state = State::kDraft;
  absl::CivilDay assessed_date;
  std::vector<DomainEntry> domains;
  std::optional<int> entered_total;
  std::string entered_level;
  // Which of the three sections hold something (R074).
  bool has_strengths = false;
  bool has_needs = false;
  bool has_risk_to_community = false;
  // The narrative parts as the store keeps them; only ever read whole.
  std::string content_json;
  // Set once it is complete.
  std::optional<Result> result;
  // The latest one; nullopt when it was never re-banded.
  std::optional<DerivedLevel> derived;
  // Grows by one with every change, from 1.
  int64_t version = 1;
  absl::Time created_at;
  std::string created_by;
  std::optional<absl::Time> completed_at;
  std::string completed_by;
  // From when on it counts for nothing: imported only.
  std::optional<absl::Time> withdrawn_at;
};

}  // namespace caseload::assessment::domain

#endif  // SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_H_
