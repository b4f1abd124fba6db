#include "tools/caseloadctl/generate/roster.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace caseload::generate {
namespace {

using csv::RecordKind;

constexpr int kTeamSize = 8;

struct Holiday {
  absl::CivilDay day;
  const char* name;
};

// The n-th weekday of a month; n = 0 is the last one.
absl::CivilDay Nth(int year, int month, absl::Weekday weekday, int n) {
  if (n == 0)
    return absl::PrevWeekday(absl::CivilDay(year, month + 1, 1), weekday);
  absl::CivilDay day =
      absl::NextWeekday(absl::CivilDay(year, month, 1) - 1, weekday);
  return day + 7 * (n - 1);
}

// A holiday on a Sunday is kept on the Monday.
absl::CivilDay Kept(int year, int month, int day) {
  const absl::CivilDay date(year, month, day);
  return absl::GetWeekday(date) == absl::Weekday::sunday ? date + 1 : date;
}

std::vector<Holiday> HolidaysOf(int year) {
  const absl::CivilDay thanksgiving = Nth(year, 11, absl::Weekday::thursday, 4);
  return {
      {Kept(year, 1, 1), "New Year's Day"},
      {Nth(year, 1, absl::Weekday::monday, 3), "Martin Luther King Jr. Day"},
      {Nth(year, 2, absl::Weekday::monday, 3), "Presidents' Day"},
      {Kept(year, 3, 31), "Cesar Chavez Day"},
      {Nth(year, 5, absl::Weekday::monday, 0), "Memorial Day"},
      {Kept(year, 6, 19), "Juneteenth"},
      {Kept(year, 7, 4), "Independence Day"},
      {Nth(year, 9, absl::Weekday::monday, 1), "Labor Day"},
      {Kept(year, 11, 11), "Veterans Day"},
      {thanksgiving, "Thanksgiving Day"},
      {thanksgiving + 1, "Day after Thanksgiving"},
      {Kept(year, 12, 25), "Christmas Day"}};
}

}  // namespace

Roster::Roster(const Setting& setting, int staff)
    : setting_(setting),
      units_({{"", "Juvenile Services", true, 28},
              {"", "Placement/Commitment", true, 8},
              {"", "Coastal Valley Academy", true, 8},
              {"", "Adult Supervision North", false, 28},
              {"", "Adult Supervision South", false, 28}}),
      kinds_(setting.random, {{"usual", 12},
                              {"part_time", 2},
                              {"on_leave", 2},
                              {"without_cases", 1},
                              {"left", 1},
                              {"moved", 2}}) {
  WriteHolidays();
  WriteUnits();
  supervisors_.resize(units_.size());
  turns_.resize(units_.size());
  next_turn_.resize(units_.size());
  std::string name;
  manager_id_ =
      WriteStaff("manager", setting_.as_of - 5000, std::nullopt, &name);
  WritePosting(manager_id_, 0, "", "", false, setting_.as_of - 5000,
               std::nullopt);
  const std::vector<int> officers = OfficersOfUnits(staff);
  for (size_t unit = 0; unit < units_.size(); ++unit) {
    for (int left = officers[unit]; left > 0; left -= kTeamSize) {
      WriteTeam(unit, std::min(left, kTeamSize));
    }
    setting_.random->Shuffle(&turns_[unit]);
  }
}

void Roster::WriteHolidays() {
  for (int year = static_cast<int>(setting_.as_of.year()) - 1;
       year <= setting_.as_of.year() + 1; ++year) {
    for (const Holiday& holiday : HolidaysOf(year)) {
      holidays_.push_back(holiday.day);
      setting_.out->Row(
          RecordKind::kHolidays, setting_.out->NextId(RecordKind::kHolidays),
          {{"date", DayText(holiday.day)}, {"name", holiday.name}});
    }
  }
}

void Roster::WriteUnits() {
  for (Unit& unit : units_) {
    unit.id = setting_.out->NextId(RecordKind::kUnits);
    setting_.out->Row(
        RecordKind::kUnits, unit.id,
        {{"name", unit.name},
         {"division", unit.juvenile ? "juvenile" : "adult"},
         {"first_day", DayText(setting_.as_of - 6000)},
         {"location", absl::StrCat(unit.name, ", conference room")}});
  }
}

// One manager, a supervisor for each team, and as many officers as fit; by the
// units' weights, at least one each, the rest to the first units.
std::vector<int> Roster::OfficersOfUnits(int staff) const {
  for (int officers = staff; officers > 0; --officers) {
    std::vector<int> counts;
    int given = 0;
    for (const Unit& unit : units_) {
      counts.push_back(std::max(1, officers * unit.weight / 100));
      given += counts.back();
    }
    for (size_t i = 0; given < officers; ++i, ++given) {
      ++counts[i % counts.size()];
    }
    int needed = 1 + given;
    for (int count : counts) needed += (count + kTeamSize - 1) / kTeamSize;
    if (needed <= staff) return counts;
  }
  return std::vector<int>(units_.size(), 1);
}

std::string Roster::WriteStaff(const std::string& classification,
                               absl::CivilDay first_day,
                               std::optional<absl::CivilDay> last_day,
                               std::string* name) {
  const std::string id = setting_.out->NextId(RecordKind::kOfficers);
  *name = absl::StrCat(InventedName(setting_.random), " ",
                       InventedFamilyName(setting_.random));
  const std::string login = absl::StrCat("officer", id.substr(3));
  setting_.out->Row(
      RecordKind::kOfficers, id,
      {{"display_name", *name},
       {"email", absl::StrCat(login, "@example.org")},
       {"classification", classification},
       {"staff_subject", login},
       {"first_day", DayText(first_day)},
       {"last_day", last_day.has_value() ? DayText(*last_day) : ""}});
  return id;
}

void Roster::WritePosting(const std::string& officer_id, size_t unit,
                          const std::string& supervisor_id,
                          const std::string& acting_id, bool part_time,
                          absl::CivilDay first,
                          std::optional<absl::CivilDay> last) {
  setting_.out->Row(RecordKind::kPostings,
                    setting_.out->NextId(RecordKind::kPostings),
                    {{"officer_id", officer_id},
                     {"unit_id", units_[unit].id},
                     {"supervisor_id", supervisor_id},
                     {"acting_supervisor_id", acting_id},
                     {"fte", part_time ? "0.50" : "1.00"},
                     {"starts_on", DayText(first)},
                     {"ends_on", last.has_value() ? DayText(*last) : ""}});
}

void Roster::WriteLeave(const std::string& officer_id, const std::string& type,
                        absl::CivilDay first,
                        std::optional<absl::CivilDay> last) {
  setting_.out->Row(RecordKind::kLeave,
                    setting_.out->NextId(RecordKind::kLeave),
                    {{"officer_id", officer_id},
                     {"leave_type", type},
                     {"starts_on", DayText(first)},
                     {"ends_on", last.has_value() ? DayText(*last) : ""}});
}

// A supervisor and their officers. The first adult team's supervisor is on a
// long leave, and the manager stands in.
void Roster::WriteTeam(size_t unit, int size) {
  std::string name;
  const absl::CivilDay first =
      setting_.as_of - setting_.random->Between(2500, 5000);
  const std::string supervisor = WriteStaff("sdpo", first, std::nullopt, &name);
  WritePosting(supervisor, unit, manager_id_, "", false, first, std::nullopt);
  if (supervisors_[unit].empty()) supervisors_[unit] = supervisor;
  std::string acting;
  std::optional<absl::CivilDay> acting_since;
  if (!units_[unit].juvenile && !acting_supervisor_written_) {
    acting_supervisor_written_ = true;
    acting = manager_id_;
    acting_since = setting_.as_of - 40;
    WriteLeave(supervisor, "leave_of_absence", *acting_since, std::nullopt);
  }
  for (int i = 0; i < size; ++i) {
    WriteOfficer(unit, supervisor, acting, acting_since);
  }
}

void Roster::WriteOfficer(size_t unit, const std::string& supervisor_id,
                          const std::string& acting_supervisor_id,
                          std::optional<absl::CivilDay> acting_since) {
  Random* random = setting_.random;
  const std::string kind = kinds_.Draw();
  Officer officer;
  officer.unit = unit;
  officer.supervisor_id = supervisor_id;
  if (acting_since.has_value()) {
    officer.acting_supervisor_id = acting_supervisor_id;
    officer.acting_since = *acting_since;
  }
  officer.first_day = setting_.as_of - random->Between(1200, 4000);
  officer.part_time = kind == "part_time";
  officer.carries_cases = kind != "without_cases";
  if (kind == "left")
    officer.last_day = setting_.as_of - random->Between(21, 45);
  const int grade = random->Between(1, 3);
  officer.id = WriteStaff(grade == 1   ? "dpo-i"
                          : grade == 2 ? "dpo-ii"
                                       : "dpo-iii",
                          officer.first_day, officer.last_day, &officer.name);
  absl::CivilDay posted = officer.first_day;
  if (kind == "moved") {
    // Came from the unit before some months ago.
    const absl::CivilDay moved = setting_.as_of - random->Between(60, 200);
    const size_t before = (unit + units_.size() - 1) % units_.size();
    WritePosting(officer.id, before, supervisors_[unit], "", false, posted,
                 moved - 1);
    posted = moved;
  }
  if (acting_since.has_value() && !officer.last_day.has_value()) {
    if (posted < *acting_since) {
      WritePosting(officer.id, unit, supervisor_id, "", officer.part_time,
                   posted, *acting_since - 1);
      posted = *acting_since;
    }
    WritePosting(officer.id, unit, supervisor_id, acting_supervisor_id,
                 officer.part_time, posted, std::nullopt);
  } else {
    WritePosting(officer.id, unit, supervisor_id, "", officer.part_time, posted,
                 officer.last_day);
  }
  if (kind == "on_leave") {
    const absl::CivilDay away = setting_.as_of - random->Between(5, 30);
    WriteLeave(officer.id, random->Below(2) == 0 ? "unplanned" : "planned",
               away, setting_.as_of + random->Between(5, 40));
  } else if (random->Below(3) == 0 && !officer.last_day.has_value()) {
    const absl::CivilDay away = setting_.as_of - random->Between(60, 120);
    WriteLeave(officer.id, "planned", away, away + random->Between(4, 12));
  }
  if (officer.carries_cases) {
    for (int i = 0; i < (officer.part_time ? 1 : 2); ++i) {
      turns_[unit].push_back(officers_.size());
    }
  }
  officers_.push_back(std::move(officer));
}

const Officer* Roster::NextOfficer(size_t unit, absl::CivilDay received) {
  for (size_t i = 0; i < turns_[unit].size(); ++i) {
    const size_t turn = next_turn_[unit]++ % turns_[unit].size();
    const Officer& officer = officers_[turns_[unit][turn]];
    if (officer.last_day.has_value() && received + 7 > *officer.last_day) {
      continue;
    }
    return &officer;
  }
  return nullptr;
}

const Officer* Roster::NextPresentOfficer(size_t unit) {
  return NextOfficer(unit, setting_.as_of);
}

const std::string& Roster::SupervisorOf(size_t unit) const {
  return supervisors_[unit];
}

absl::CivilDay Roster::WorkingDay(absl::CivilDay day) const {
  while (Weekday(day) != day || std::find(holidays_.begin(), holidays_.end(),
                                          day) != holidays_.end()) {
    ++day;
  }
  return day;
}

void Roster::WriteConference(const Officer& officer, absl::CivilDay day) {
  Random* random = setting_.random;
  const int hour = random->Between(8, 15);
  const bool additional = random->Below(12) == 0;
  const bool acting =
      !officer.acting_supervisor_id.empty() && day >= officer.acting_since;
  setting_.out->Row(
      RecordKind::kConferences, setting_.out->NextId(RecordKind::kConferences),
      {{"officer_id", officer.id},
       {"supervisor_id",
        acting ? officer.acting_supervisor_id : officer.supervisor_id},
       {"starts_at",
        absl::StrCat(DayText(day), absl::StrFormat("T%02d:00", hour))},
       {"zone", setting_.zone.name()},
       {"duration_minutes", additional ? "30" : "60"},
       {"location",
        absl::StrCat(units_[officer.unit].name, ", conference room")},
       {"conference_type", additional ? "additional" : "quarterly"},
       {"components_reviewed",
        additional
            ? "case-plans"
            : "assessments;case-plans;enrollments;contacts;journal-notes"},
       {"notice_sent_at", InstantText(setting_, day - random->Between(11, 16),
                                      8, random->Between(0, 30))},
       {"entered_at", EnteredSoon(setting_, day)}});
}

void Roster::WriteConferences() {
  Random* random = setting_.random;
  Deck held_before = Deck::Percent(random, 90);
  Deck held_now = Deck::Percent(random, 40);
  const absl::CivilDay quarter = FirstOfQuarter(setting_.as_of);
  const absl::CivilDay before = FirstOfQuarter(quarter - 1);
  for (const Officer& officer : officers_) {
    if (!officer.carries_cases) continue;
    if (held_before.Yes()) {
      WriteConference(officer, WorkingDay(before + random->Between(20, 85)));
    }
    if (officer.last_day.has_value() || !held_now.Yes()) continue;
    const int days = static_cast<int>(setting_.as_of - quarter);
    if (days < 10) continue;
    WriteConference(officer,
                    WorkingDay(quarter + random->Between(2, days - 7)));
  }
}

}  // namespace caseload::generate
