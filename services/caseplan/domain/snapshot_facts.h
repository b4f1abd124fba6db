// snapshot_facts.h: what a snapshot is made of: the days that it is about, and
// what the record holds of one case.

#ifndef SERVICES_CASEPLAN_DOMAIN_SNAPSHOT_FACTS_H_
#define SERVICES_CASEPLAN_DOMAIN_SNAPSHOT_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/caseplan/domain/case_plan.h"
#include "services/caseplan/domain/case_record.h"
#include "services/caseplan/domain/current_risk.h"
#include "services/caseplan/domain/supervision_case.h"
#include "services/policy/calendar.h"
#include "services/policy/clocks.h"

namespace caseload::caseplan {

// The days that a snapshot is about. None is after `as_of`.
struct SnapshotDays {
  absl::CivilDay as_of;
  // The period that was asked for.
  std::optional<policy::DayRange> period;
  // Whole calendar months, but for the last, which ends with `as_of`: those of
  // the period, else of the calendar quarter of `as_of`; in any case the month
  // of `as_of` and the one before, whose late reasons a conference early in a
  // quarter would not see otherwise (R028).
  policy::DayRange review;
};
SnapshotDays MakeSnapshotDays(absl::CivilDay as_of,
                              const std::optional<policy::DayRange>& period);

// A version of the case's plan that was approved on or before the day.
struct PlanVersion {
  std::string id;
  // The days that it says of itself.
  DayPeriod period;
  absl::CivilDay approved;
  // The last signature; none while they are sought (R078).
  std::optional<absl::CivilDay> signed_on;
  std::optional<absl::CivilDay> last_review;
  std::vector<Objective> objectives;
};

// A contact, as far as judging it goes.
struct ContactEntry {
  absl::CivilDay date;
  ContactStatus status = ContactStatus::kCompleted;
  ContactKind kind = ContactKind::kDirect;
  ContactMethod method = ContactMethod::kInPerson;
  // In person only.
  std::optional<ContactLocation> location;

  // Completed, and with the client (R026, R038).
  bool CompletedWithClient() const {
    return status == ContactStatus::kCompleted &&
           kind != ContactKind::kCollateral;
  }
};

// What the record holds of one case, as far as it had happened by the day.
struct CaseFile {
  Case supervision_case;
  // "Family name, given name".
  std::string client_display_name;
  // First day of the primary officer's assignment that holds on the day; none
  // when there is none.
  std::optional<absl::CivilDay> assigned_date;
  // By first day. `confirmed_date` is the last confirmation by the day.
  std::vector<CaseState> states;
  // By number.
  std::vector<PlanVersion> plans;
  // Those that can matter to the days; by day.
  std::vector<ContactEntry> contacts;
  // Also of contacts that are not among `contacts`.
  std::optional<absl::CivilDay> last_completed_contact;
  std::optional<absl::CivilDay> last_attempted_contact;
  // Of the months of `review`.
  std::vector<NoContactReason> reasons;
  // By day of referral; status and verification are those of the day.
  std::vector<Enrollment> enrollments;
  // Days of notes in `review` that speak of an objective (R025), and of talks
  // with residential staff (R031).
  std::vector<absl::CivilDay> objective_notes;
  std::vector<absl::CivilDay> residential_notes;
  std::optional<absl::CivilDay> last_objective_note;
  // Open on the day; by day of opening.
  std::vector<Investigation> investigations;
  // What is known now of assessments, also of later ones.
  CurrentRisk risk;
  // Overrides of the level that are, were or will be in force.
  std::vector<policy::OverrideFact> overrides;
};

}  // namespace caseload::caseplan

#endif  // SERVICES_CASEPLAN_DOMAIN_SNAPSHOT_FACTS_H_
