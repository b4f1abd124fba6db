// officer.h: units, officers, and where and when officers work.

#ifndef SERVICES_CASEPLAN_DOMAIN_OFFICER_H_
#define SERVICES_CASEPLAN_DOMAIN_OFFICER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/recording.h"

namespace caseload::caseplan {

// A unit of the department (R001).
struct Unit {
  std::string id;
  std::string display_name;
  // Id of the division whose policy pack judges its officers.
  std::string division;
  // The days on which officers can be posted to it.
  DayPeriod period;
  std::optional<ExternalId> external_id;
  // From 1; the etag is made of it.
  int64_t version = 1;
  absl::Time created_at;
};

// A staff record: officers and supervisors alike.
struct Officer {
  std::string id;
  std::string display_name;
  std::string email;
  // Subject of the person's tokens; none for somebody who never signs in.
  std::optional<std::string> staff_subject;
  // The days of service.
  DayPeriod service;
  // Factor on the caseload limits (R068), 0.1 to 2.0.
  double capacity_factor = 1.0;
  std::string capacity_reason;
  std::optional<ExternalId> external_id;
  int64_t version = 1;
  absl::Time created_at;
};

// Where an officer works on the days of a period. At most one for each officer
// and day.
struct Posting {
  std::string id;
  std::string officer_id;
  std::string unit_id;
  // None: a vacancy.
  std::optional<std::string> supervisor_id;
  std::optional<std::string> acting_supervisor_id;
  DayPeriod period;
  // Full-time equivalent, over 0 to 1.0.
  double full_time_equivalent = 1.0;
  std::optional<ExternalId> external_id;
  Recording recording;
};

// Numbered as caseload.caseplan.v1.OfficerLeave.Kind.
enum class LeaveKind { kPlanned = 1, kUnplanned = 2, kLeaveOfAbsence = 3 };

// Days on which an officer does not work. No day is covered twice.
struct Leave {
  std::string id;
  std::string officer_id;
  LeaveKind kind = LeaveKind::kPlanned;
  DayPeriod period;
  std::optional<ExternalId> external_id;
  Recording recording;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_OFFICER_H_
