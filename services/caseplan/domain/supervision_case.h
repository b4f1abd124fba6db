// supervision_case.h: clients, their cases, and who carries them.

#ifndef SERVICES_CASEPLAN_DOMAIN_SUPERVISION_CASE_H_
#define SERVICES_CASEPLAN_DOMAIN_SUPERVISION_CASE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/day_period.h"
#include "services/caseplan/domain/recording.h"

namespace caseload::caseplan {

// A number or key by which an agency knows a client; one of a kind for each.
struct Identifier {
  std::string kind;
  std::string value;
};

// A guardian or emergency contact, or both (R070, R078).
struct RelatedPerson {
  bool is_guardian = false;
  bool is_emergency_contact = false;
  std::string display_name;
  std::string relationship;
  std::string phone;
  std::string email;
  std::optional<ExternalId> external_id;
};

// Numbered as caseload.caseplan.v1.Client.Gender; kNotAsked is its 0.
enum class Gender {
  kNotAsked = 0,
  kFemale = 1,
  kMale = 2,
  kNonbinary = 3,
  kUnknown = 4
};

// A person under supervision.
struct Client {
  std::string id;
  std::string given_name;
  std::string family_name;
  std::optional<absl::CivilDay> date_of_birth;
  std::string phone;
  std::string address;
  std::string preferred_language;
  Gender gender = Gender::kNotAsked;
  // The county's codes (R063); empty when not asked.
  std::string race;
  std::string ethnicity;
  std::vector<Identifier> identifiers;
  std::vector<RelatedPerson> related_persons;
  std::optional<ExternalId> external_id;
  int64_t version = 1;
  absl::Time created_at;
};

// Numbered as caseload.caseplan.v1.Client.IntakeGap.
enum class IntakeGap {
  kDateOfBirth = 1,
  kReach = 2,
  kEmergencyContact = 3,
  kGuardian = 4
};

// Whether the client is under 18 on `day`; none when the date of birth is not
// known. A person born on 29 February comes of age on 1 March.
std::optional<bool> IsMinorOn(const Client& client, absl::CivilDay day);

// What the intake lacks on `day` (R070): identifying and emergency contact
// information, and for a minor a guardian. In the order of the enumeration.
std::vector<IntakeGap> IntakeGapsOn(const Client& client, absl::CivilDay day);

// Whether a guardian signs the client's plan on `day` (R078): for a minor, and,
// when nobody knows the age, for whoever has a guardian.
bool NeedsGuardian(const Client& client, absl::CivilDay day);

// Numbered as caseload.caseplan.v1.Case.ClosingReason.
enum class ClosingReason {
  kCompleted = 1,
  kTerminatedEarly = 2,
  kRevoked = 3,
  kTransferred = 4,
  kDismissed = 5,
  kDeceased = 6,
  kTerminatedUnsuccessful = 7
};

// One grant or petition under which a client is supervised.
struct Case {
  std::string id;
  std::string client_id;
  std::string division;
  std::string case_type;
  std::vector<std::string> court_numbers;
  absl::CivilDay received_date;
  std::optional<absl::CivilDay> start_date;
  std::optional<absl::CivilDay> expected_end_date;
  // The unit that received it.
  std::optional<std::string> unit_id;
  // On the caseload (R068), over 0 to 10.
  double weight = 1.0;
  std::string weight_reason;
  // Last day on which it was open; with it the reason.
  std::optional<absl::CivilDay> closed_date;
  std::optional<ClosingReason> closing_reason;
  std::optional<ExternalId> external_id;
  int64_t version = 1;
  absl::Time created_at;

  // The days on which it is open.
  DayPeriod OpenDays() const { return {received_date, closed_date}; }
};

// Numbered as caseload.caseplan.v1.CaseState.Status.
enum class CaseStatus {
  kActive = 1,
  kInCustody = 2,
  kResidentialTreatment = 3,
  kPlacement = 4,
  kAbsconded = 5,
  kWarrant = 6,
  kOutOfCounty = 7
};

// Where the client of a case is (R015, R030). At most one on a day.
struct CaseState {
  std::string id;
  std::string case_id;
  CaseStatus status = CaseStatus::kActive;
  DayPeriod period;
  // Last day on which somebody confirmed it; not before the period.
  absl::CivilDay confirmed_date;
  // Only in custody; empty when it was not said.
  std::string booking_type;
  std::optional<absl::CivilDay> expected_release_date;
  std::optional<ExternalId> external_id;
  Recording recording;
};

// Numbered as caseload.caseplan.v1.Assignment.Role.
enum class AssignmentRole { kPrimary = 1, kSecondary = 2, kCourtesy = 3 };

// Numbered as caseload.caseplan.v1.Assignment.ReassignmentReason.
enum class ReassignmentReason {
  kCaseNeed = 1,
  kWorkload = 2,
  kOfficerLeft = 3,
  kOfficerLeave = 4,
  kConflict = 5,
  kClientMoved = 6,
  kCorrection = 7
};

// Who carries a case. One primary officer for each case and day.
struct Assignment {
  std::string id;
  std::string case_id;
  std::string officer_id;
  AssignmentRole role = AssignmentRole::kPrimary;
  DayPeriod period;
  // Why the primary officer changed (R066).
  std::optional<ReassignmentReason> reason;
  std::optional<ExternalId> external_id;
  Recording recording;
};

// An open case that nobody is charged with on a day.
struct UnassignedCase {
  std::string case_id;
  std::optional<std::string> unit_id;
  std::string division;
  // The primary officer, when that one is posted to no unit; none when there is
  // none.
  std::optional<std::string> officer_id;
};

// An officer who carries cases on a day (R002).
struct CarryingOfficer {
  std::string officer_id;
  std::string display_name;
  std::string unit_id;
  std::string division;
  std::optional<std::string> supervisor_id;
  std::optional<std::string> acting_supervisor_id;
  int64_t primary_cases = 0;
  bool on_leave = false;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_SUPERVISION_CASE_H_
