#include "services/notify/domain/local_time.h"

#include <string>

#include "absl/strings/match.h"

namespace caseload::notify {

std::optional<absl::TimeZone> FindZone(absl::string_view iana_name) {
  // Abseil also takes "Fixed/UTC+03:00:00", "localtime" and paths.
  if (iana_name.empty() || iana_name == "localtime" ||
      absl::StartsWith(iana_name, "Fixed/") ||
      absl::StartsWith(iana_name, "/") || absl::StrContains(iana_name, "..") ||
      absl::StrContains(iana_name, ":")) {
    return std::nullopt;
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(std::string(iana_name), &zone)) return std::nullopt;
  return zone;
}

std::optional<absl::Time> InstantOf(absl::CivilMinute start,
                                    absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(start));
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) return std::nullopt;
  return info.pre;
}

absl::CivilDay DayOf(absl::Time instant, absl::TimeZone zone) {
  return absl::ToCivilDay(instant, zone);
}

}  // namespace caseload::notify
