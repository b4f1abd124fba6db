// roster.h: the department's side of the county: holidays, units, officers with
// their postings and leave, and the conferences that were held.

#ifndef TOOLS_CASELOADCTL_GENERATE_ROSTER_H_
#define TOOLS_CASELOADCTL_GENERATE_ROSTER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tools/caseloadctl/generate/setting.h"

namespace caseload::generate {

struct Unit {
  std::string id;
  std::string name;
  bool juvenile = false;
  // Cases and officers of 100.
  int weight = 0;
};

struct Officer {
  std::string id;
  std::string name;
  size_t unit = 0;
  std::string supervisor_id;
  // Who stands in for the supervisor since `acting_since`; empty: nobody.
  std::string acting_supervisor_id;
  absl::CivilDay acting_since;
  absl::CivilDay first_day;
  // The last day of one who left; the post is vacant since.
  std::optional<absl::CivilDay> last_day;
  bool part_time = false;
  bool carries_cases = true;
};

class Roster {
 public:
  // Writes holidays, units, officers, postings and leave of `staff` persons.
  Roster(const Setting& setting, int staff);

  const std::vector<Unit>& units() const { return units_; }

  // The officer of `unit` who gets the next case received on `received`; null
  // when the unit has none.
  const Officer* NextOfficer(size_t unit, absl::CivilDay received);
  // One who is there today.
  const Officer* NextPresentOfficer(size_t unit);
  // Who looks after cases without an officer.
  const std::string& SupervisorOf(size_t unit) const;

  // Writes the conferences held in the quarter before as_of and so far in the
  // present one.
  void WriteConferences();

 private:
  void WriteHolidays();
  void WriteUnits();
  std::vector<int> OfficersOfUnits(int staff) const;
  std::string WriteStaff(const std::string& classification,
                         absl::CivilDay first_day,
                         std::optional<absl::CivilDay> last_day,
                         std::string* name);
  void WriteTeam(size_t unit, int size);
  void WriteOfficer(size_t unit, const std::string& supervisor_id,
                    const std::string& acting_supervisor_id,
                    std::optional<absl::CivilDay> acting_since);
  void WritePosting(const std::string& officer_id, size_t unit,
                    const std::string& supervisor_id,
                    const std::string& acting_id, bool part_time,
                    absl::CivilDay first, std::optional<absl::CivilDay> last);
  void WriteLeave(const std::string& officer_id, const std::string& type,
                  absl::CivilDay first, std::optional<absl::CivilDay> last);
  void WriteConference(const Officer& officer, absl::CivilDay day);
  // The day itself, or the next that is neither weekend nor holiday.
  absl::CivilDay WorkingDay(absl::CivilDay day) const;

  const Setting& setting_;
  std::vector<absl::CivilDay> holidays_;
  std::vector<Unit> units_;
  std::vector<Officer> officers_;
  std::string manager_id_;
  std::vector<std::string> supervisors_;
  // Per unit, indexes of officers_; a full-time officer stands there twice.
  std::vector<std::vector<size_t>> turns_;
  std::vector<size_t> next_turn_;
  bool acting_supervisor_written_ = false;
  Deck kinds_;
};

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_ROSTER_H_
