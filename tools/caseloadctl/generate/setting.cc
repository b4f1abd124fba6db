#include "tools/caseloadctl/generate/setting.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace caseload::generate {

absl::CivilDay FirstOfQuarter(absl::CivilDay day) {
  return absl::CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
}

absl::CivilDay LastOfMonth(absl::CivilMonth month) {
  return absl::CivilDay(month + 1) - 1;
}

absl::CivilDay Weekday(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  if (weekday == absl::Weekday::saturday) return day + 2;
  if (weekday == absl::Weekday::sunday) return day + 1;
  return day;
}

absl::CivilDay Setting::HistoryBegins() const {
  return FirstOfQuarter(FirstOfQuarter(as_of) - 1);
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string DayTextUntil(absl::CivilDay day, absl::CivilDay last) {
  return day > last ? "" : DayText(day);
}

std::string MonthText(absl::CivilMonth month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

std::string InstantText(const Setting& setting, absl::CivilDay day, int hour,
                        int minute) {
  const absl::CivilSecond second(day.year(), day.month(), day.day(), hour,
                                 minute, 0);
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez",
                          absl::FromCivil(second, setting.zone), setting.zone);
}

std::string EnteredSoon(const Setting& setting, absl::CivilDay day) {
  const absl::CivilDay entered =
      std::min(setting.as_of, day + setting.random->Between(0, 2));
  const int hour = setting.random->Between(14, 17);
  return InstantText(setting, entered, hour, setting.random->Between(0, 59));
}

std::string InventedName(Random* random) {
  static constexpr const char* kSyllables[] = {
      "ba", "lo", "mi", "ru", "ta", "ve", "zo", "ki", "na", "pe",
      "so", "da", "fe", "gu", "ho", "ja", "le", "mo", "ni", "qua"};
  constexpr uint64_t kCount = sizeof(kSyllables) / sizeof(kSyllables[0]);
  std::string name;
  const int syllables = random->Between(2, 3);
  for (int i = 0; i < syllables; ++i) {
    absl::StrAppend(&name, kSyllables[random->Below(kCount)]);
  }
  name[0] = absl::ascii_toupper(static_cast<unsigned char>(name[0]));
  return name;
}

std::string InventedFamilyName(Random* random) {
  return absl::StrCat("Example-", InventedName(random));
}

}  // namespace caseload::generate
