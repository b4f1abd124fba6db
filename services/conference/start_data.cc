#include "services/conference/start_data.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/policy/problem.h"
#include "services/policy/proto/load.h"

namespace caseload::conference {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file),
                     std::istreambuf_iterator<char>());
}

std::vector<std::filesystem::path> PackFiles(const std::string& directory) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".textproto") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

absl::StatusOr<std::vector<policy::PolicyPack>> ReadPacks(
    const std::string& directory) {
  std::vector<policy::PolicyPack> packs;
  std::vector<policy::PolicyProblem> problems;
  for (const std::filesystem::path& file : PackFiles(directory)) {
    auto loaded = policy::LoadPack(file.filename().string(), ReadFile(file));
    if (loaded.ok()) {
      packs.push_back(std::move(loaded->value));
    } else {
      problems.insert(problems.end(), loaded.problems().begin(),
                      loaded.problems().end());
    }
  }
  if (!problems.empty()) {
    return absl::InvalidArgumentError(policy::ToString(problems));
  }
  if (packs.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no policy pack in --packs ", directory));
  }
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
    if (!day.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ":", number, ": '", text, "' is no day"));
    }
    holidays.push_back(*day);
  }
  return policy::WorkingDays(std::move(holidays));
}

}  // namespace caseload::conference
