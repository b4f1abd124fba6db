// caseload.h: the clients' side of the county: clients with their cases and
// everything that hangs on a case.

#ifndef TOOLS_CASELOADCTL_GENERATE_CASELOAD_H_
#define TOOLS_CASELOADCTL_GENERATE_CASELOAD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tools/caseloadctl/generate/instruments.h"
#include "tools/caseloadctl/generate/roster.h"
#include "tools/caseloadctl/generate/setting.h"

namespace caseload::generate {

// Deals clients one by one; memory does not grow with their number.
class Caseload {
 public:
  Caseload(const Setting& setting, Roster* roster);

  // Writes one client with all that belongs to them.
  void WriteClient();

 private:
  // One case while it is being written.
  struct Case {
    std::string id;
    bool juvenile = false;
    bool female = false;
    bool administrative = false;
    size_t unit = 0;
    absl::CivilDay received;
    std::optional<absl::CivilDay> closed;
    std::string closing_reason;
    // What holds at the end, and since when.
    std::string state;
    absl::CivilDay state_since;
    // Officer until `changed`, then `officer_now`; empty is nobody.
    std::string officer_first;
    std::string officer_now;
    absl::CivilDay changed;
    // Risk: band 0 to 3; instrument null while never assessed.
    int band = 1;
    const Instrument* instrument = nullptr;
    std::string assessment_id;
    absl::CivilDay assessed_on;
    bool assessment_current = false;
    Scoring scoring;
    // The plan in force or last in force.
    std::string plan_id;
    std::vector<std::string> objective_ids;
    // Of the active enrollments.
    std::vector<std::string> objectives_served;
    bool enrolled = false;

    absl::CivilDay LastDay(absl::CivilDay as_of) const {
      return closed.value_or(as_of);
    }
  };
  // What one plan is to be like.
  struct PlanDraft {
    std::string kind;
    absl::CivilDay effective;
    absl::CivilDay expires;
    std::vector<std::string> need_areas;
  };

  int Age(absl::CivilDay day) const {
    return static_cast<int>(setting_.as_of - day);
  }
  const std::string& OfficerOn(const Case& c, absl::CivilDay day) const;

  // The client's gender.
  std::string WritePerson(const std::string& client, bool youth, bool both);
  void WriteCase(const std::string& client, const std::string& gender,
                 size_t unit);
  void SetDates(Case* c);
  void WriteCaseRow(const std::string& client, bool without_unit,
                    const Case& c);
  void WriteStates(Case* c);
  void WriteStateRow(const Case& c, const std::string& state,
                     absl::CivilDay from, std::optional<absl::CivilDay> to,
                     absl::CivilDay confirmed);
  bool WriteAssignments(Case* c);
  void WriteAssignmentRow(const Case& c, const std::string& officer,
                          absl::CivilDay from, std::optional<absl::CivilDay> to,
                          const std::string& reason);
  void WriteConditions(const Case& c);
  void WriteInvestigations(const Case& c);

  void WriteAssessments(Case* c);
  void WriteMainAssessment(Case* c, const std::string& fate);
  void WriteAssessmentRow(const Case& c, const std::string& id,
                          const Instrument& instrument,
                          const std::string& status, absl::CivilDay day,
                          const Scoring* scoring);
  void WriteOverride(const Case& c);

  void WritePlans(Case* c);
  std::optional<PlanDraft> DraftPlan(Case* c);
  std::vector<std::string> NeedAreas(const Case& c);
  void WritePlanRow(const Case& c, const std::string& id, int version,
                    const std::string& status, const PlanDraft& plan);
  void WriteObjectives(Case* c, const PlanDraft& plan);
  // Answers the objective's id.
  std::string WriteObjective(const std::string& plan_id, const PlanDraft& plan,
                             const std::string& need, int position,
                             const std::string& program, bool stabilization);
  void WriteEnrollment(Case* c, const std::string& program,
                       const std::string& fate, const std::string& objective);
  void WriteNotEnrolled(const Case& c);

  void WriteMonths(const Case& c);
  void WriteContactableMonth(const Case& c, absl::CivilMonth month,
                             absl::CivilDay first, absl::CivilDay last);
  void WriteAwayMonth(const Case& c, absl::CivilMonth month,
                      absl::CivilDay first, absl::CivilDay last);
  void WriteContact(const Case& c, const std::string& status,
                    const std::string& kind, absl::CivilDay day);
  // `when`: "in_time", "late" or "missing".
  void WriteReason(const Case& c, absl::CivilMonth month, absl::CivilDay first,
                   absl::CivilDay last, const std::string& reason,
                   const std::string& when,
                   std::optional<absl::CivilDay> confirmed = std::nullopt);
  void WriteNotes(const Case& c, absl::CivilDay first, absl::CivilDay last);
  void WriteNote(const Case& c, const std::string& category, absl::CivilDay day,
                 const std::string& text, const std::string& objectives);

  const Setting& setting_;
  Random* const random_;
  ExportWriter* const out_;
  Roster* const roster_;

  Deck unit_;
  Deck second_case_;
  Deck gender_;
  Deck age_of_case_;
  Deck closed_;
  Deck closing_reason_;
  Deck administrative_;
  Deck state_;
  Deck stale_;
  Deck booked_;
  Deck unassigned_new_;
  Deck reassigned_;
  std::vector<Deck> bands_;
  Deck adult_instrument_;
  Deck assessment_;
  Deck tcm_;
  Deck override_;
  Deck plan_;
  Deck juvenile_needs_;
  Deck adult_needs_;
  Deck not_indicated_;
  Deck smart_;
  Deck referral_;
  Deck enrollment_;
  Deck enrollment_age_;
  Deck unlinked_;
  Deck reason_not_enrolled_;
  Deck investigation_;
  Deck month_;
  Deck entered_;
  Deck reason_;
  Deck away_entered_;
  Deck warrant_reason_;
  Deck warrant_papers_;
  Deck residential_;
  Deck elsewhere_;
  Deck juvenile_place_;
  Deck adult_place_;
  Deck objective_note_;
};

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_CASELOAD_H_
