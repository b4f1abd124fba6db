// names.h: the resource names of caseplan, parsed and formatted in one place.
//
//   std::optional<CaseName> name = CaseName::Parse("cases/c-1");
//   PlanName{*name, "p-1"}.ToString();  // "cases/c-1/plans/p-1"

#ifndef SERVICES_CASEPLAN_DOMAIN_NAMES_H_
#define SERVICES_CASEPLAN_DOMAIN_NAMES_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace caseload::caseplan {

namespace internal {
// Whether `name` is "<parent>/<collection>/<id>" with an id of 1 to 63
// characters of a-z, 0-9 and '-' that begins with a letter or digit; an empty
// parent has no slash after it.
bool SplitName(absl::string_view name, absl::string_view collection,
               absl::string_view* parent, absl::string_view* id);
}  // namespace internal

// "<collection>/<id>".
template <const char* kCollection>
struct RootName {
  std::string id;

  static std::optional<RootName> Parse(absl::string_view name) {
    absl::string_view parent, id;
    if (!internal::SplitName(name, kCollection, &parent, &id) ||
        !parent.empty()) {
      return std::nullopt;
    }
    return RootName{std::string(id)};
  }
  std::string ToString() const { return absl::StrCat(kCollection, "/", id); }
  static std::string Form() { return absl::StrCat(kCollection, "/{id}"); }
};

// "<parent>/<collection>/<id>".
template <typename Parent, const char* kCollection>
struct ChildName {
  Parent parent;
  std::string id;

  static std::optional<ChildName> Parse(absl::string_view name) {
    absl::string_view parent_name, id;
    if (!internal::SplitName(name, kCollection, &parent_name, &id)) {
      return std::nullopt;
    }
    std::optional<Parent> parent = Parent::Parse(parent_name);
    if (!parent.has_value()) return std::nullopt;
    return ChildName{*std::move(parent), std::string(id)};
  }
  std::string ToString() const {
    return absl::StrCat(parent.ToString(), "/", kCollection, "/", id);
  }
  static std::string Form() {
    return absl::StrCat(Parent::Form(), "/", kCollection, "/{id}");
  }
};

inline constexpr char kUnits[] = "units";
inline constexpr char kOfficers[] = "officers";
inline constexpr char kPostings[] = "postings";
inline constexpr char kLeaves[] = "leaves";
inline constexpr char kClients[] = "clients";
inline constexpr char kIdentifiers[] = "identifiers";
inline constexpr char kCases[] = "cases";
inline constexpr char kStates[] = "states";
inline constexpr char kAssignments[] = "assignments";
inline constexpr char kPlans[] = "plans";
inline constexpr char kObjectives[] = "objectives";
inline constexpr char kContacts[] = "contacts";
inline constexpr char kNoContactReasons[] = "noContactReasons";
inline constexpr char kEnrollments[] = "enrollments";
inline constexpr char kNotes[] = "notes";
inline constexpr char kInvestigations[] = "investigations";
inline constexpr char kConditions[] = "conditions";
inline constexpr char kHolidays[] = "holidays";
inline constexpr char kPolicyPacks[] = "policyPacks";
inline constexpr char kActivations[] = "activations";

using UnitName = RootName<kUnits>;
using OfficerName = RootName<kOfficers>;
using PostingName = ChildName<OfficerName, kPostings>;
using LeaveName = ChildName<OfficerName, kLeaves>;
using ClientName = RootName<kClients>;
// Not a resource of its own: which identifier of a client, by its kind.
using IdentifierName = ChildName<ClientName, kIdentifiers>;
using CaseName = RootName<kCases>;
using CaseStateName = ChildName<CaseName, kStates>;
using AssignmentName = ChildName<CaseName, kAssignments>;
using PlanName = ChildName<CaseName, kPlans>;
using ObjectiveName = ChildName<PlanName, kObjectives>;
using ContactName = ChildName<CaseName, kContacts>;
using NoContactReasonName = ChildName<CaseName, kNoContactReasons>;
using EnrollmentName = ChildName<CaseName, kEnrollments>;
using NoteName = ChildName<CaseName, kNotes>;
using InvestigationName = ChildName<CaseName, kInvestigations>;
using ConditionName = ChildName<CaseName, kConditions>;
using HolidayName = RootName<kHolidays>;
using PolicyPackName = RootName<kPolicyPacks>;
using ActivationName = ChildName<PolicyPackName, kActivations>;

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_NAMES_H_
