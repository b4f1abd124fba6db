#include "services/caseplan/domain/supervision_case.h"

#include <algorithm>

namespace caseload::caseplan {

namespace {

constexpr int kAgeOfMajority = 18;

bool HasGuardian(const Client& client) {
  return std::any_of(
      client.related_persons.begin(), client.related_persons.end(),
      [](const RelatedPerson& person) { return person.is_guardian; });
}

}  // namespace

std::optional<bool> IsMinorOn(const Client& client, absl::CivilDay day) {
  if (!client.date_of_birth.has_value()) return std::nullopt;
  const absl::CivilDay& born = *client.date_of_birth;
  // CivilDay makes 1 March of a 29 February that does not exist.
  return day <
         absl::CivilDay(born.year() + kAgeOfMajority, born.month(), born.day());
}

std::vector<IntakeGap> IntakeGapsOn(const Client& client, absl::CivilDay day) {
  bool has_emergency_contact = false;
  for (const RelatedPerson& person : client.related_persons) {
    has_emergency_contact |= person.is_emergency_contact;
  }
  std::vector<IntakeGap> gaps;
  if (!client.date_of_birth.has_value()) {
    gaps.push_back(IntakeGap::kDateOfBirth);
  }
  if (client.phone.empty() && client.address.empty()) {
    gaps.push_back(IntakeGap::kReach);
  }
  if (!has_emergency_contact) gaps.push_back(IntakeGap::kEmergencyContact);
  if (IsMinorOn(client, day).value_or(false) && !HasGuardian(client)) {
    gaps.push_back(IntakeGap::kGuardian);
  }
  return gaps;
}

bool NeedsGuardian(const Client& client, absl::CivilDay day) {
  return IsMinorOn(client, day).value_or(HasGuardian(client));
}

}  // namespace caseload::caseplan
