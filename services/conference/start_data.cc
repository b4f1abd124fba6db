#include "services/conference/start_data.h"

#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/status_macros.h"
#include "services/policy/problem.h"
#include "services/policy/proto/files.h"
#include "services/policy/proto/load.h"

namespace caseload::conference {

absl::StatusOr<std::vector<policy::PolicyPack>> ReadPacks(
    const std::string& directory) {
  std::vector<policy::PolicyProblem> problems;
  ABSL_ASSIGN_OR_RETURN(
      auto files,
      policy::LoadDirectory(directory, &policy::LoadPack, &problems));
  if (!problems.empty()) {
    return absl::InvalidArgumentError(policy::ToString(problems));
  }
  if (files.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no policy pack in --packs ", directory));
  }
  std::vector<policy::PolicyPack> packs;
  packs.reserve(files.size());
  for (auto& file : files) packs.push_back(std::move(file.value.value));
  return packs;
}

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
