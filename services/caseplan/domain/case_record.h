// case_record.h: what happens on a case.

#ifndef SERVICES_CASEPLAN_DOMAIN_CASE_RECORD_H_
#define SERVICES_CASEPLAN_DOMAIN_CASE_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/caseplan/domain/recording.h"

namespace caseload::caseplan {

// An objective of a plan of the same case.
struct ObjectiveLink {
  std::string plan_id;
  std::string objective_id;
};

// Numbered as the enumerations of caseload.caseplan.v1.Contact.
enum class ContactStatus { kScheduled = 1, kAttempted = 2, kCompleted = 3 };
enum class ContactKind { kDirect = 1, kCollateral = 2, kBoth = 3 };
enum class ContactMethod {
  kInPerson = 1,
  kTelephone = 2,
  kVideo = 3,
  kWritten = 4
};
enum class ContactLocation {
  kOffice = 1,
  kHome = 2,
  kSchool = 3,
  kWork = 4,
  kCommunity = 5,
  kTreatmentSite = 6,
  kPlacement = 7,
  kJail = 8,
  kCourt = 9
};

// A contact with the client or about them.
struct Contact {
  std::string id;
  std::string case_id;
  std::string officer_id;
  ContactStatus status = ContactStatus::kCompleted;
  ContactKind kind = ContactKind::kDirect;
  ContactMethod method = ContactMethod::kInPerson;
  // In person only.
  std::optional<ContactLocation> location;
  absl::CivilDay date;
  std::optional<absl::Time> started_at;
  std::vector<ObjectiveLink> objectives;
  // When the source system took it in, if imported.
  std::optional<absl::Time> source_entered_at;
  std::optional<ExternalId> external_id;
  Recording recording;
};

// Numbered as caseload.caseplan.v1.NoContactReason.Code.
enum class NoContactCode {
  kWarrant = 1,
  kResidentialTreatment = 2,
  kInCustody = 3,
  kUnableToContact = 4,
  kAbsconded = 5,
  kTransferred = 6,
  kCourtesy = 7,
  kInterstate = 8,
  kMedical = 9,
  kDeported = 10,
  kOutOfStatePlacement = 11,
  kCaseClosed = 12,
  kNewCase = 13,
  kDeceased = 14
};
// Numbered as caseload.caseplan.v1.NoContactReason.RevokingOrder.
enum class RevokingOrder { kPrepared = 1, kApproved = 2 };

// Why nobody had contact in a calendar month (R027-R031).
struct NoContactReason {
  std::string id;
  std::string case_id;
  absl::CivilMonth month;
  NoContactCode code = NoContactCode::kUnableToContact;
  std::string officer_id;
  std::string comment;
  std::optional<absl::CivilDay> warrant_request_date;
  std::optional<RevokingOrder> revoking_order;
  std::optional<absl::CivilDay> residential_confirmed_date;
  // Day of entry in the county: the source system's when imported.
  absl::CivilDay entered_date;
  std::optional<absl::Time> source_entered_at;
  std::optional<ExternalId> external_id;
  Recording recording;

  // Entered after its month had ended (R028).
  bool IsLate() const { return absl::CivilMonth(entered_date) > month; }
};

// Numbered as caseload.caseplan.v1.Enrollment.Status.
enum class EnrollmentStatus {
  kPending = 1,
  kActive = 2,
  kCompleted = 3,
  kDischarged = 4,
  kNotEnrolled = 5
};

// A client's place in a program, or why there is none (R023, R024, R040).
struct Enrollment {
  std::string id;
  std::string case_id;
  std::string program;
  std::string program_group;
  std::string provider;
  EnrollmentStatus status = EnrollmentStatus::kPending;
  absl::CivilDay referral_date;
  std::optional<absl::CivilDay> start_date;
  std::optional<absl::CivilDay> end_date;
  std::optional<absl::CivilDay> verified_date;
  std::string not_enrolled_reason;
  std::vector<ObjectiveLink> objectives;
  std::optional<ExternalId> external_id;
  Recording recording;
};

// Numbered as caseload.caseplan.v1.JournalNote.Category.
enum class NoteCategory {
  kGeneral = 1,
  kObjective = 2,
  kProviderFeedback = 3,
  kResidentialStaff = 4,
  kTeamMeeting = 5
};

// What an officer wrote about a case.
struct Note {
  std::string id;
  std::string case_id;
  std::string officer_id;
  NoteCategory category = NoteCategory::kGeneral;
  absl::CivilDay date;
  std::string text;
  // Themes that it covers (R052).
  bool covers_safety = false;
  bool covers_permanency = false;
  bool covers_well_being = false;
  std::vector<ObjectiveLink> objectives;
  std::optional<absl::Time> source_entered_at;
  std::optional<ExternalId> external_id;
  Recording recording;
};

// An investigation event on a case (R033).
struct Investigation {
  std::string id;
  std::string case_id;
  std::string kind;
  std::string officer_id;
  absl::CivilDay opened_date;
  std::optional<absl::CivilDay> due_date;
  // Last day on which it was open; with it the outcome.
  std::optional<absl::CivilDay> closed_date;
  std::string outcome;
  std::optional<ExternalId> external_id;
  int64_t version = 1;
  absl::Time created_at;
  // Since when the system that it was imported from has taken it back.
  std::optional<absl::Time> withdrawn_at;
};

// Numbered as caseload.caseplan.v1.CaseCondition.Status.
enum class ConditionStatus {
  kOrdered = 1,
  kMet = 2,
  kNotMet = 3,
  kRemoved = 4
};

// What a court ordered in a case.
struct CaseCondition {
  std::string id;
  std::string case_id;
  std::string condition_type;
  std::string description;
  absl::CivilDay ordered_date;
  std::optional<absl::CivilDay> due_date;
  ConditionStatus status = ConditionStatus::kOrdered;
  // Since when it has the status.
  std::optional<absl::CivilDay> status_date;
  std::optional<absl::Time> source_entered_at;
  std::optional<ExternalId> external_id;
  Recording recording;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_CASE_RECORD_H_
