// current_risk.h: what the assessment service says of a case's current risk.
//
// A projection of its feed: caseplan reads these facts and enters none of them.
// Which of the assessments decides the level, and whether it is current, is a
// rule of the division's policy (R016, R039, R043).

#ifndef SERVICES_CASEPLAN_DOMAIN_CURRENT_RISK_H_
#define SERVICES_CASEPLAN_DOMAIN_CURRENT_RISK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::caseplan {

// What a vendor's system recorded for a domain beside its score.
enum class RecordedNeed { kNone, kLow, kModerate, kHigh };

// What an instrument's own level means in one band scheme.
struct RiskBand {
  // "juvenile-4".
  std::string band_scheme_id;
  // "high".
  std::string band_id;
};

// What was found in one domain of the instrument.
struct RiskDomain {
  std::string domain_id;
  // It can change, so a plan may target it.
  bool dynamic = false;
  // Need areas of a plan that answer it.
  std::vector<std::string> need_areas;
  // None when the instrument sums nothing.
  std::optional<int32_t> score;
  // Highest score; 0 when the instrument sums nothing.
  int32_t maximum_score = 0;
  // The domain's own band of the score; empty when it has none.
  std::string level;
  // Place of that band among the domain's, 0 for the lowest; none without one.
  std::optional<int32_t> level_rank;
  RecordedNeed recorded_need = RecordedNeed::kNone;
  // It drives the person's offending.
  bool driver = false;
  // Last day on which it was gone through with the client (R042).
  std::optional<absl::CivilDay> reviewed_with_client_date;
};

// The latest completed assessment of a case with one instrument.
struct RiskAssessment {
  std::string assessment_id;
  std::string instrument_id;
  std::string instrument_version;
  // Day on which the client was assessed.
  absl::CivilDay assessed_date;
  absl::Time completed_at;
  // It may decide the level of risk.
  bool sets_risk = false;
  // The instrument's own level; empty when it has none.
  std::string level;
  std::vector<RiskBand> bands;
  // Items were missing, within what the instrument allows.
  bool provisional = false;
  // The definition holds figures that were not found in a citable source.
  bool uses_unverified_figures = false;
  // Last day on which it is current by the instrument's own interval.
  absl::CivilDay current_until_date;
  // In the instrument's order.
  std::vector<RiskDomain> domains;
};

// Days on which an override of the level is in force (R032).
struct RiskOverride {
  std::string override_id;
  std::string band_scheme_id;
  std::string band_id;
  absl::CivilDay first_day;
  // None for a permanent one.
  std::optional<absl::CivilDay> last_day;
};

// One case's current risk as the assessment service last told it.
struct CurrentRisk {
  std::string case_id;
  // The feed's version of the state, from 1; the higher one stays.
  int64_t version = 1;
  // When the assessment service recorded it.
  absl::Time recorded_at;
  // By instrument; clinical ones are never told.
  std::vector<RiskAssessment> latest;
  // By first day; also those whose days are over.
  std::vector<RiskOverride> overrides;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_CURRENT_RISK_H_
