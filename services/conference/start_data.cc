#include "services/conference/start_data.h"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace caseload::conference {

absl::StatusOr<policy::WorkingDays> ReadWorkingDays(const std::string& file) {
  if (file.empty()) return policy::WorkingDays();
  std::ifstream stream(file);
  if (!stream) {
    return absl::InvalidArgumentError(
        absl::StrCat("--holidays ", file, " cannot be read"));
  }
  std::vector<absl::CivilDay> holidays;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    const std::string text(absl::StripAsciiWhitespace(
        std::pair<std::string, std::string>(
            absl::StrSplit(line, absl::MaxSplits('#', 1)))
            .first));
    if (text.empty()) continue;
    const auto day = policy::ParseDay(text);
    if (!day.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ":", number, ": '", text, "' is no day"));
    }
    holidays.push_back(*day);
  }
  return policy::WorkingDays(std::move(holidays));
}

}  // namespace caseload::conference
