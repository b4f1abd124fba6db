// validate_record.h: contacts, no-contact reasons, enrollments, notes,
// conditions and investigations, judged by the request alone. See validate.h.

#ifndef SERVICES_CASEPLAN_VALIDATE_RECORD_H_
#define SERVICES_CASEPLAN_VALIDATE_RECORD_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "caseload/caseplan/v1/case_record.pb.h"
#include "services/caseplan/validate.h"

namespace caseload::caseplan {

// The call's case, instant and zone.
struct RecordContext {
  // "cases/{case}": objectives are of its plans.
  absl::string_view case_name;
  absl::Time now;
  absl::TimeZone zone;

  absl::CivilDay Today() const { return absl::ToCivilDay(now, zone); }
};

// CONTACT_IN_FUTURE for one that took place or was tried, and is after the
// call; TIME_NOT_ON_DATE when start_time is not an instant of its date in the
// county.
absl::Status ValidateContact(const v1::Contact& contact,
                             const RecordContext& context);
absl::Status ValidateNoContactReason(const v1::NoContactReason& reason,
                                     const RecordContext& context);
absl::Status ValidateEnrollment(const v1::Enrollment& enrollment,
                                const RecordContext& context);
absl::Status ValidateNote(const v1::JournalNote& note,
                          const RecordContext& context);
absl::Status ValidateInvestigation(const v1::Investigation& investigation,
                                   const RecordContext& context);
absl::Status ValidateCondition(const v1::CaseCondition& condition,
                               const RecordContext& context);

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_VALIDATE_RECORD_H_
