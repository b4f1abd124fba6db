// contact_standard.h: whether contacts meet the standard of a case (R026-R031,
// R038, R087), in calendar windows and in rolling days.
//
// What counts: a contact that is COMPLETED and with the person. An attempted
// contact never counts and a collateral one never counts for the person; which
// methods count is the pack's. Any officer's contact meets the case's standard.

#ifndef SERVICES_POLICY_CONTACT_STANDARD_H_
#define SERVICES_POLICY_CONTACT_STANDARD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/policy/calendar.h"
#include "services/policy/pack.h"

namespace caseload::policy {

enum class ContactOutcome { kScheduled, kAttempted, kCompleted };
enum class ContactWith { kPerson, kCollateral, kBoth };

// One recorded contact.
struct ContactFact {
  // Civil day in the county's zone.
  absl::CivilDay day;
  ContactOutcome outcome = ContactOutcome::kCompleted;
  ContactWith with = ContactWith::kPerson;
  ContactMethod method = ContactMethod::kInPerson;
  ContactLocation location = ContactLocation::kOffice;
  // The person was met where they were looked for.
  bool positive = false;
  // Made by a program's staff; counts under the substitution rule only.
  bool substituted = false;
  // A collateral contact with the program in which the person takes part.
  bool with_program = false;
};

// The supervision that is judged. One band per call: a period in which the
// level changed is split by the caller at the day of the change.
struct SupervisionFacts {
  std::string case_type_id;
  // Supervision band: an override in force, else the scored level's.
  std::string band_id;
  absl::CivilDay start;
  // Last day of supervision; nullopt while open.
  std::optional<absl::CivilDay> end;
  // Days of an evidence-based program that opens substitution.
  std::optional<DayRange> program;
};

// The standard of a band and case type: the type's own, else the general one.
// nullptr for a band that the pack does not have.
const ContactStandard* FindContactStandard(const PolicyPack& pack,
                                           absl::string_view band_id,
                                           absl::string_view case_type_id);

// Whether a contact counts for a requirement, substitution aside.
bool Counts(const PolicyPack& pack, const ContactRequirement& requirement,
            const ContactFact& contact);

// How a requirement stands.
enum class ContactState {
  // The standard asks for nothing.
  kNotRequired,
  // The window reaches beyond the supervision: too new, or already closed.
  kNotJudged,
  kMet,
  // There is still time.
  kPending,
  kMissed,
};

struct RequirementJudgement {
  std::string requirement_id;
  ContactState state = ContactState::kNotJudged;
  // In the worst window of the period, or the last one.
  int required = 0;
  int completed = 0;
  // The last day on which the next contact is in time; nullopt when the
  // supervision has ended.
  std::optional<absl::CivilDay> next_due;
};

struct ContactJudgement {
  PolicyVersion policy;
  ContactState state = ContactState::kNotRequired;
  std::vector<RequirementJudgement> requirements;
  // The earliest of the requirements' next_due.
  std::optional<absl::CivilDay> next_due;
};

// Judges the calendar month that holds `day_in_month`, as known on `as_of`.
ContactJudgement JudgeContactsInMonth(const PolicyPack& pack,
                                      const SupervisionFacts& supervision,
                                      absl::Span<const ContactFact> contacts,
                                      absl::CivilDay day_in_month,
                                      absl::CivilDay as_of);

// Judges the pack's quarter that holds `day_in_quarter`, as known on `as_of`.
ContactJudgement JudgeContactsInQuarter(const PolicyPack& pack,
                                        const SupervisionFacts& supervision,
                                        absl::Span<const ContactFact> contacts,
                                        absl::CivilDay day_in_quarter,
                                        absl::CivilDay as_of);

// Judges the windows that belong to `period`: weeks by their Thursday, months
// by their last day. A caller splits a period in which the policy changed.
ContactJudgement JudgeContactsInPeriod(const PolicyPack& pack,
                                       const SupervisionFacts& supervision,
                                       absl::Span<const ContactFact> contacts,
                                       const DayRange& period,
                                       absl::CivilDay as_of);

// The first day whose contacts can matter to a judgement of `period`, the
// standard's windows being as long as they are.
absl::CivilDay ContactsMatterFrom(const PolicyPack& pack,
                                  const DayRange& period);

// Completed contacts with the person by class of location; "other" is a share
// of its own (R038). The shares' denominator is Total().
struct LocationShares {
  PolicyVersion policy;
  int office = 0;
  int placement = 0;
  int field = 0;
  int other = 0;

  int Total() const { return office + placement + field + other; }
};
LocationShares CountLocations(const PolicyPack& pack,
                              absl::Span<const ContactFact> contacts,
                              const DayRange& period);

// A no-contact reason as entered.
struct ReasonFact {
  std::string code;
  // Day of entry in the source system.
  absl::CivilDay entered;
  // What is on file for it.
  std::vector<NoContactEvidence> evidence;
};

// What the close of a month looks at.
struct MonthFacts {
  SupervisionFacts supervision;
  std::vector<ContactFact> contacts;
  std::vector<ReasonFact> reasons;
  // A warrant request is pending in the month (R029).
  bool warrant_pending = false;
};

enum class MonthFindingKind {
  // Not contacted, and attempts only (R026).
  kAttemptedOnly,
  // Neither contacted nor attempted (R026).
  kNotAttempted,
  // Not contacted, and no reason (R027).
  kReasonMissing,
  // The reason was entered after the month's last day (R028).
  kReasonLate,
  // A pending warrant request without the warrant reason (R029).
  kWarrantReasonMissing,
  // A reason without what must be on file for it (R029-R031).
  kEvidenceMissing,
  // A reason that the pack does not have.
  kUnknownReason,
};

struct MonthFinding {
  MonthFindingKind kind;
  // The reason it is about, or empty.
  std::string reason_code;
  // Set for kEvidenceMissing.
  std::optional<NoContactEvidence> evidence;
};

struct MonthJudgement {
  PolicyVersion policy;
  // A contact with the person was asked for: standard above zero, open on the
  // month's last day, and for long enough.
  bool contact_required = false;
  // The system gives the case its new-case reason: open on the last day, and
  // not for long enough.
  bool new_case = false;
  // A completed contact with the person by a method that counts.
  bool contacted = false;
  bool attempted = false;
  std::vector<MonthFinding> findings;
};

// Judges one case's month as known on `as_of`. While the month lasts, what is
// missing is reported as it stands; "late" needs the month to have ended.
MonthJudgement JudgeMonth(const PolicyPack& pack, const MonthFacts& facts,
                          absl::CivilDay day_in_month, absl::CivilDay as_of);

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_CONTACT_STANDARD_H_
