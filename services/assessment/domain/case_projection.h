// case_projection.h: what the caseplan service says of cases and of who carries
// them, as far as this service needs it.

#ifndef SERVICES_ASSESSMENT_DOMAIN_CASE_PROJECTION_H_
#define SERVICES_ASSESSMENT_DOMAIN_CASE_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::assessment::domain {

// Civil days, both ends in it; without `last` it has no known end.
struct Days {
  absl::CivilDay first;
  std::optional<absl::CivilDay> last;
};

// Every one of these has the feed's version, from 1; the higher one stays.

// The client is assessed for a case; its division decides by which rules.
struct ProjectedCase {
  std::string id;
  int64_t version = 1;
  std::string division;
  // As the division's pack names it; it may need no assessment.
  std::string case_type;
  absl::CivilDay received_date;
  std::optional<absl::CivilDay> start_date;
  std::optional<std::string> unit_id;
  // Last day on which it was open.
  std::optional<absl::CivilDay> closed_date;
  // Its name in the system that it was imported from; none when entered here.
  std::optional<std::string> source_system;
  std::optional<std::string> source_id;
};

enum class CaseStatus {
  kActive,
  kInCustody,
  kResidentialTreatment,
  kPlacement,
  kAbsconded,
  kWarrant,
  kOutOfCounty,
};

// Where the client of a case is: custody pauses the clocks (R043).
struct ProjectedCaseState {
  std::string id;
  int64_t version = 1;
  std::string case_id;
  CaseStatus status = CaseStatus::kActive;
  Days days;
  // False when another fact took its days.
  bool stands = true;
};

// A version of a case's plan: a division may want the first assessment before
// the first plan.
struct ProjectedPlan {
  std::string id;
  int64_t version = 1;
  std::string case_id;
  // Counts the versions of the case's plan.
  int32_t number = 1;
  absl::CivilDay first_day;
  // None for a draft.
  std::optional<absl::Time> approved_at;
  // False when it was taken back.
  bool stands = true;
};

enum class AssignmentRole { kPrimary, kSecondary, kCourtesy };

// Who carries a case.
struct ProjectedAssignment {
  std::string id;
  int64_t version = 1;
  std::string case_id;
  std::string officer_id;
  AssignmentRole role = AssignmentRole::kPrimary;
  Days days;
  bool stands = true;
};

struct ProjectedOfficer {
  std::string id;
  int64_t version = 1;
  // Subject of the person's tokens.
  std::optional<std::string> staff_subject;
  Days days;
  // False when the record was taken back.
  bool stands = true;
};

// Where an officer works and under whom.
struct ProjectedPosting {
  std::string id;
  int64_t version = 1;
  std::string officer_id;
  std::string unit_id;
  std::optional<std::string> supervisor_id;
  std::optional<std::string> acting_supervisor_id;
  Days days;
  bool stands = true;
};

struct ProjectedUnit {
  std::string id;
  int64_t version = 1;
  std::string division;
  Days days;
  bool stands = true;
};

// The cases that a caller reaches on a day: all of the county's; or those that
// one officer carries, and those that the officers carry whom that one
// supervises on the day. With neither, none.
struct Reach {
  bool everything = false;
  // The caller's own staff record; empty when there is none in service.
  std::string officer_id;
  // Whether it reaches to the officers supervised, as supervisor or acting
  // supervisor.
  bool supervises = false;
  // The day of the call in the county's zone.
  absl::CivilDay day;
};

}  // namespace caseload::assessment::domain

#endif  // SERVICES_ASSESSMENT_DOMAIN_CASE_PROJECTION_H_
