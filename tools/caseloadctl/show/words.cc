#include "tools/caseloadctl/show/words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace caseload::caseloadctl {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// "CONFERENCE_COVERAGE_" for ConferenceCoverage.
std::string Prefix(const EnumDescriptor& descriptor) {
  std::string prefix;
  for (const char letter : descriptor.name()) {
    if (absl::ascii_isupper(letter) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(letter));
  }
  return prefix + "_";
}

std::string LowerWords(const EnumValueDescriptor& value) {
  const std::string prefix = Prefix(*value.type());
  absl::string_view name = value.name();
  if (absl::StartsWith(name, prefix)) name.remove_prefix(prefix.size());
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", " "}}));
}

std::string AsChoice(const EnumValueDescriptor& value) {
  return absl::StrReplaceAll(LowerWords(value), {{" ", "-"}});
}

}  // namespace

std::string Day(const type::v1::Date& day) {
  if (day.year() == 0) return "";
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string Days(const type::v1::DateRange& days) {
  if (!days.has_start_date() && !days.has_end_date()) return "";
  return absl::StrCat(days.has_start_date() ? Day(days.start_date()) : "...",
                      " to ",
                      days.has_end_date() ? Day(days.end_date()) : "...");
}

bool ParseDay(absl::string_view text, type::v1::Date* day) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  int year = 0, month = 0, number = 0;
  if (text.size() != 10 || parts.size() != 3 ||
      !absl::SimpleAtoi(parts[0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) ||
      !absl::SimpleAtoi(parts[2], &number)) {
    return false;
  }
  const absl::CivilDay civil(year, month, number);
  if (civil.year() != year || civil.month() != month || civil.day() != number) {
    return false;
  }
  day->set_year(year);
  day->set_month(month);
  day->set_day(number);
  return true;
}

std::string Moment(const google::protobuf::Timestamp& instant,
                   absl::string_view zone) {
  if (instant.seconds() == 0 && instant.nanos() == 0) return "";
  const absl::Time time = absl::FromUnixSeconds(instant.seconds());
  absl::TimeZone local;
  if (zone.empty() || !absl::LoadTimeZone(std::string(zone), &local)) {
    return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone());
  }
  return absl::FormatTime("%Y-%m-%d %H:%M", time, local);
}

std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

std::string NameIn(absl::string_view collection, absl::string_view id) {
  if (id.empty() || absl::StartsWith(id, absl::StrCat(collection, "/"))) {
    return std::string(id);
  }
  return absl::StrCat(collection, "/", id);
}

std::string Words(const EnumDescriptor& descriptor, int number) {
  if (number == 0) return "";
  const EnumValueDescriptor* value = descriptor.FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : LowerWords(*value);
}

std::vector<std::string> Choices(const EnumDescriptor& descriptor) {
  std::vector<std::string> choices;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    if (descriptor.value(i)->number() == 0) continue;
    choices.push_back(AsChoice(*descriptor.value(i)));
  }
  return choices;
}

int Chosen(const EnumDescriptor& descriptor, absl::string_view choice) {
  for (int i = 0; i < descriptor.value_count(); ++i) {
    if (AsChoice(*descriptor.value(i)) == choice) {
      return descriptor.value(i)->number();
    }
  }
  return 0;
}

std::string OutOf(int numerator, int denominator) {
  if (denominator == 0) return "-";
  return absl::StrFormat("%d of %d (%.0f %%)", numerator, denominator,
                         100.0 * numerator / denominator);
}

}  // namespace caseload::caseloadctl
