#include "services/policy/calendar.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace caseload::policy {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(c); });
}

// Names as the zone database has them: letters, digits, "_+-", in parts
// separated by "/". Keeps paths and absl's own "Fixed/" and "localtime" out.
bool IsZoneDatabaseName(absl::string_view name) {
  if (name.empty() || name.size() > 64 || name == "localtime") return false;
  if (name.front() == '/' || name.back() == '/') return false;
  if (absl::StrContains(name, "//")) return false;
  if (absl::StartsWith(name, "Fixed/") || absl::StartsWith(name, "Etc/GMT")) {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '+' || c == '-' ||
           c == '/';
  });
}

int FirstMonthOfQuarter(const QuarterRule& rule) {
  return rule.kind == QuarterKind::kFiscal ? rule.fiscal_first_month : 1;
}

// Months since the first month of the year (calendar or fiscal) of `month`.
int MonthsIntoYear(int month, const QuarterRule& rule) {
  return (month - FirstMonthOfQuarter(rule) + 12) % 12;
}

}  // namespace

bool DayRange::Contains(absl::CivilDay day) const {
  return first <= day && day <= last;
}

int64_t DayRange::Length() const {
  return last < first ? 0 : (last - first) + 1;
}

DayRange DayRange::Intersect(const DayRange& other) const {
  return {std::max(first, other.first), std::min(last, other.last)};
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  const absl::Status bad = absl::InvalidArgumentError(
      absl::StrCat("is not a day of the form YYYY-MM-DD between ", kFirstYear,
                   " and ", kLastYear));
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad;
  int year = 0;
  int month = 0;
  int day = 0;
  if (!AllDigits(text.substr(0, 4)) || !AllDigits(text.substr(5, 2)) ||
      !AllDigits(text.substr(8, 2)) ||
      !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return bad;
  }
  if (year < kFirstYear || year > kLastYear) return bad;
  // CivilDay normalises 30 February to 2 March; a day that moved did not exist.
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month || civil.day() != day) return bad;
  return civil;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name) {
  absl::TimeZone zone;
  if (!IsZoneDatabaseName(name) || !absl::LoadTimeZone(name, &zone)) {
    return absl::InvalidArgumentError(
        "is not the name of a zone in the IANA database, such as "
        "America/Los_Angeles");
  }
  return zone;
}

absl::CivilDay LocalDay(absl::Time instant, const absl::TimeZone& zone) {
  return absl::ToCivilDay(instant, zone);
}

ResolvedTime ResolveLocalTime(absl::CivilSecond local,
                              const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(local);
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::SKIPPED:
      return {info.pre, LocalTimeKind::kSkipped};
    case absl::TimeZone::TimeInfo::REPEATED:
      return {info.pre, LocalTimeKind::kRepeated};
    case absl::TimeZone::TimeInfo::UNIQUE:
      break;
  }
  return {info.pre, LocalTimeKind::kUnique};
}

absl::Time StartOfDay(absl::CivilDay day, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day));
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(),
                        std::min(day.day(), last.day()));
}

DayRange MonthOf(absl::CivilDay day) {
  const absl::CivilMonth month(day);
  return {absl::CivilDay(month), absl::CivilDay(month + 1) - 1};
}

DayRange WeekOf(absl::CivilDay day) {
  const absl::CivilDay monday =
      absl::PrevWeekday(day + 1, absl::Weekday::monday);
  return {monday, monday + 6};
}

absl::CivilDay AddPeriod(absl::CivilDay day, const Period& period) {
  return period.months != 0 ? AddMonths(day, period.months) : day + period.days;
}

DayRange QuarterOf(absl::CivilDay day, const QuarterRule& rule) {
  if (rule.kind == QuarterKind::kRolling) {
    return {day - (rule.rolling_days - 1), day};
  }
  const int into = MonthsIntoYear(day.month(), rule) % 3;
  const absl::CivilMonth first = absl::CivilMonth(day) - into;
  return {absl::CivilDay(first), absl::CivilDay(first + 3) - 1};
}

DayRange PreviousQuarterOf(absl::CivilDay day, const QuarterRule& rule) {
  return QuarterOf(QuarterOf(day, rule).first - 1, rule);
}

std::string QuarterLabel(absl::CivilDay day, const QuarterRule& rule) {
  const DayRange quarter = QuarterOf(day, rule);
  if (rule.kind == QuarterKind::kRolling) {
    return absl::StrCat(FormatDay(quarter.first), "/", FormatDay(quarter.last));
  }
  const int into = MonthsIntoYear(quarter.first.month(), rule);
  const absl::CivilMonth year_start = absl::CivilMonth(quarter.first) - into;
  return absl::StrCat(rule.kind == QuarterKind::kFiscal ? "FY" : "",
                      year_start.year(), "-Q", into / 3 + 1);
}

WorkingDays::WorkingDays(std::vector<absl::CivilDay> holidays)
    : holidays_(std::move(holidays)) {
  std::sort(holidays_.begin(), holidays_.end());
}

bool WorkingDays::IsHoliday(absl::CivilDay day) const {
  return std::binary_search(holidays_.begin(), holidays_.end(), day);
}

bool WorkingDays::IsWorkingDay(absl::CivilDay day) const {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday &&
         weekday != absl::Weekday::sunday && !IsHoliday(day);
}

absl::CivilDay WorkingDays::OnOrAfter(absl::CivilDay day) const {
  while (!IsWorkingDay(day)) ++day;
  return day;
}

absl::CivilDay WorkingDays::OnOrBefore(absl::CivilDay day) const {
  while (!IsWorkingDay(day)) --day;
  return day;
}

absl::CivilDay WorkingDays::Add(absl::CivilDay day, int count) const {
  if (count <= 0) return OnOrAfter(day);
  for (int i = 0; i < count; ++i) day = OnOrAfter(day + 1);
  return day;
}

}  // namespace caseload::policy
