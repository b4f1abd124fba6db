#include "services/assessment/domain/override.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/policy/calendar.h"

namespace caseload::assessment::domain {
namespace {

void CheckDays(const policy::OverrideRules& rules, const Days& asked,
               absl::CivilDay today, status::FieldViolations* violations) {
  if (asked.first < today) {
    violations->Add("override.effective_date", "OVERRIDE_EFFECTIVE_IN_PAST",
                    "is before today; days that have passed are not changed");
  }
  if (!asked.last.has_value()) return;
  const std::string field = "override.expiry_date";
  if (*asked.last < today) {
    violations->Add(field, "OVERRIDE_EXPIRY_IN_PAST", "is before today");
  } else if (*asked.last < asked.first) {
    violations->Add(field, "PERIOD_REVERSED", "is before effective_date");
  } else if (const absl::CivilDay latest =
                 policy::AddPeriod(asked.first, rules.longest_temporary);
             *asked.last > latest) {
    violations->Add(
        field, "OVERRIDE_TOO_LONG",
        absl::StrCat("is after ", policy::FormatDay(latest),
                     ", the last day that the division's policy allows"));
  }
}

}  // namespace

bool Overlap(const Days& a, const Days& b) {
  return (!b.last.has_value() || a.first <= *b.last) &&
         (!a.last.has_value() || b.first <= *a.last);
}

OverrideDirection DirectionBetween(const policy::BandScheme& scheme,
                                   absl::string_view from,
                                   absl::string_view to) {
  const int before = scheme.RankOf(from).value_or(-1);
  const int after = scheme.RankOf(to).value_or(-1);
  if (before == after) return OverrideDirection::kNone;
  return after > before ? OverrideDirection::kUp : OverrideDirection::kDown;
}

absl::Status CheckRequest(const policy::PolicyPack& pack,
                          const policy::OverrideRules& rules,
                          const Override& request, absl::CivilDay today) {
  status::FieldViolations violations;
  if (!pack.band_scheme.RankOf(request.to_band_id).has_value()) {
    violations.Add("override.to_band", "OVERRIDE_BAND_UNKNOWN",
                   "is no band of the division's scheme");
  } else if (request.to_band_id == request.from.band_id) {
    violations.Add("override.to_band", "OVERRIDE_BAND_UNCHANGED",
                   "is the band that is scored; there is nothing to override");
  }
  if (rules.FindReason(request.reason_code) == nullptr) {
    violations.Add("override.reason_code", "OVERRIDE_REASON_UNKNOWN",
                   "is no reason of the division's policy");
  }
  CheckDays(rules, request.asked, today, &violations);
  return violations.ToStatus();
}

absl::Status CheckMayDecide(const policy::OverrideRules& rules,
                            const Override& override, absl::string_view person,
                            const std::vector<std::string>& roles) {
  if (override.requested.by == person) {
    return status::PermissionDenied(
        "OVERRIDE_DECIDED_BY_REQUESTER",
        "who asks for an override never decides it; somebody else does");
  }
  return CheckMayEnd(rules, roles);
}

absl::Status CheckMayEnd(const policy::OverrideRules& rules,
                         const std::vector<std::string>& roles) {
  for (const std::string& role : roles) {
    if (policy::Holds(rules.approver_roles, role)) return absl::OkStatus();
  }
  return status::PermissionDenied(
      "OVERRIDE_APPROVER_ROLE_MISSING",
      "the division's policy names the roles that decide about overrides, and "
      "the caller has none of them");
}

Days DaysInForce(const Override& request, absl::CivilDay today) {
  return {std::max(request.asked.first, today), request.asked.last};
}

absl::Status CheckApproval(const Override& request,
                           const std::optional<ScoredLevel>& now,
                           const std::vector<OverridePeriod>& others,
                           absl::CivilDay today, absl::string_view name) {
  if (request.asked.last.has_value() && *request.asked.last < today) {
    return status::FailedPrecondition(
        "OVERRIDE_EXPIRY_IN_PAST", name,
        "its last day has passed; decline it and ask for another");
  }
  if (!now.has_value() || now->band_id != request.from.band_id ||
      now->band_scheme_id != request.from.band_scheme_id) {
    return status::FailedPrecondition(
        "OVERRIDE_LEVEL_CHANGED", name,
        "the case is scored otherwise than when it was asked for; decline it "
        "and ask for another");
  }
  const Days days = DaysInForce(request, today);
  for (const OverridePeriod& other : others) {
    if (other.override_id == request.id || !Overlap(days, other.days)) continue;
    return status::FailedPrecondition(
        "OVERRIDE_OVERLAPS", absl::StrCat("overrides/", other.override_id),
        "is approved for some of the same days; end it first");
  }
  return absl::OkStatus();
}

absl::Status CheckLasts(const Override& override, absl::CivilDay today,
                        absl::string_view name) {
  const bool lasts = override.state == OverrideState::kApproved &&
                     override.in_force.has_value() &&
                     (!override.in_force->last.has_value() ||
                      *override.in_force->last >= today);
  if (lasts) return absl::OkStatus();
  return status::FailedPrecondition(
      "OVERRIDE_NOT_APPROVED", name,
      "only an approved override whose days are not over is ended");
}

std::optional<Days> DaysWhenEnded(const Days& in_force, absl::CivilDay today) {
  if (in_force.first >= today) return std::nullopt;
  return Days{in_force.first, today - 1};
}

}  // namespace caseload::assessment::domain
