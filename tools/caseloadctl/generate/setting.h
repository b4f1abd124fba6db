// setting.h: what all parts of the generator share: the day, the zone, chance
// and the files.

#ifndef TOOLS_CASELOADCTL_GENERATE_SETTING_H_
#define TOOLS_CASELOADCTL_GENERATE_SETTING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tools/caseloadctl/generate/export_writer.h"
#include "tools/caseloadctl/generate/random.h"

namespace caseload::generate {

struct Setting {
  absl::CivilDay as_of;
  absl::TimeZone zone;
  Random* random = nullptr;
  ExportWriter* out = nullptr;

  // The first day of the quarter before the one of as_of.
  absl::CivilDay HistoryBegins() const;
};

std::string DayText(absl::CivilDay day);
// Empty for a day after `last`.
std::string DayTextUntil(absl::CivilDay day, absl::CivilDay last);
std::string MonthText(absl::CivilMonth month);
// RFC 3339 in the county's zone.
std::string InstantText(const Setting& setting, absl::CivilDay day, int hour,
                        int minute);
// When an entry about `day` was made: the same day or up to two days later, in
// office hours, never after as_of.
std::string EnteredSoon(const Setting& setting, absl::CivilDay day);

absl::CivilDay FirstOfQuarter(absl::CivilDay day);
absl::CivilDay LastOfMonth(absl::CivilMonth month);
// The day itself, or the Monday after a weekend.
absl::CivilDay Weekday(absl::CivilDay day);

// Two or three made-up syllables; never a name of somebody.
std::string InventedName(Random* random);
// "Example-" and syllables: nobody can take it for a person's.
std::string InventedFamilyName(Random* random);

}  // namespace caseload::generate

#endif  // TOOLS_CASELOADCTL_GENERATE_SETTING_H_
