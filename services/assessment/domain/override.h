// override.h: overrides of the risk level, and what may be asked for and
// decided (R032).
//
// Enumerators have the numbers of their counterparts in
// caseload.assessment.v1.Override.

#ifndef SERVICES_ASSESSMENT_DOMAIN_OVERRIDE_H_
#define SERVICES_ASSESSMENT_DOMAIN_OVERRIDE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/assessment/domain/case_projection.h"
#include "services/policy/pack.h"

namespace caseload::assessment::domain {

enum class OverrideState {
  kRequested = 1,
  kApproved = 2,
  kDeclined = 3,
  kEnded = 4,
  kExpired = 5,
};

enum class OverrideDirection { kUp = 1, kDown = 2, kNone = 3 };

// A level as an instrument scored it and a division reads it.
struct ScoredLevel {
  std::string assessment_id;
  // The instrument's own.
  std::string level_id;
  std::string band_scheme_id;
  std::string band_id;
};

// Who did something, and when.
struct Act {
  absl::Time at;
  // Principal.
  std::string by;
};

// The record of a system that something was imported from.
struct Origin {
  std::string source_system;
  std::string source_id;
};

struct Override {
  std::string id;
  std::string case_id;
  ScoredLevel from;
  std::string to_band_id;
  OverrideDirection direction = OverrideDirection::kUp;
  std::string reason_code;
  std::string narrative;
  // The days asked for; without `last`, a permanent one.
  Days asked;
  OverrideState state = OverrideState::kRequested;
  Act requested;
  std::optional<Act> decided;
  std::string decision_note;
  // Ended or expired.
  std::optional<Act> ended;
  std::string end_reason;
  // "juvenile-4.6/2021-03-22".
  std::string policy;
  // Grows by one with every change, from 1.
  int64_t version = 1;
  // None when it was asked for here.
  std::optional<Origin> origin;
  std::optional<absl::CivilDay> discussed;
  // From when on it counts for nothing: imported only.
  std::optional<absl::Time> withdrawn_at;
  // The days on which it is in force, as they stand; none when it never was.
  std::optional<Days> in_force;
};

// Days on which an override of a case is in force.
struct OverridePeriod {
  std::string override_id;
  std::string case_id;
  std::string band_scheme_id;
  std::string band_id;
  Days days;
};

// Whether the two share a day.
bool Overlap(const Days& a, const Days& b);

// From one band of the scheme to another.
OverrideDirection DirectionBetween(const policy::BandScheme& scheme,
                                   absl::string_view from,
                                   absl::string_view to);

// What the division's policy says of a request that was made on `today`. Each
// field in which it is wrong is named, as INVALID_ARGUMENT, in the paths of
// RequestOverrideRequest. `rules` are the pack's.
absl::Status CheckRequest(const policy::PolicyPack& pack,
                          const policy::OverrideRules& rules,
                          const Override& request, absl::CivilDay today);

// Whether `person`, who has `roles` as policy names them, may decide or end it:
// PERMISSION_DENIED. Who asked may not decide, whatever their roles.
absl::Status CheckMayDecide(const policy::OverrideRules& rules,
                            const Override& override, absl::string_view person,
                            const std::vector<std::string>& roles);
absl::Status CheckMayEnd(const policy::OverrideRules& rules,
                         const std::vector<std::string>& roles);

// The days on which a request is in force that is approved on `today`: never
// days that have passed.
Days DaysInForce(const Override& request, absl::CivilDay today);

// Whether the request can be approved on `today`: its days are not over, the
// case is scored as it was (`now`; none when nothing is scored any more), and
// no other override that stands (`others`) has a day of it.
// FAILED_PRECONDITION about `name`.
absl::Status CheckApproval(const Override& request,
                           const std::optional<ScoredLevel>& now,
                           const std::vector<OverridePeriod>& others,
                           absl::CivilDay today, absl::string_view name);

// Whether it is approved and its days are not over on `today`.
absl::Status CheckLasts(const Override& override, absl::CivilDay today,
                        absl::string_view name);

// Its days when it is ended on `today`, from which on the scored level counts;
// none when it never was in force.
std::optional<Days> DaysWhenEnded(const Days& in_force, absl::CivilDay today);

}  // namespace caseload::assessment::domain

#endif  // SERVICES_ASSESSMENT_DOMAIN_OVERRIDE_H_
