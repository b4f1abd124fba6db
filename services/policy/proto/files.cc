#include "services/policy/proto/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace caseload::policy {
namespace {

constexpr char kExtension[] = ".textproto";

absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& directory) {
  std::error_code error;
  std::filesystem::directory_iterator entry(directory, error);
  std::vector<std::string> files;
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    if (entry->path().extension() == kExtension) {
      files.push_back(entry->path().string());
    }
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("the directory cannot be read: ", directory));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

absl::StatusOr<std::vector<TextFile>> ReadTextprotos(
    const std::string& directory, std::vector<PolicyProblem>* problems) {
  absl::StatusOr<std::vector<std::string>> paths = FilesIn(directory);
  if (!paths.ok()) return paths.status();
  std::vector<TextFile> files;
  for (std::string& path : *paths) {
    std::ifstream stream(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)),
                     std::istreambuf_iterator<char>());
    if (stream.good() || stream.eof()) {
      files.push_back({std::move(path), std::move(text)});
      continue;
    }
    PolicyProblem problem;
    problem.file = std::move(path);
    problem.reason = "cannot be read";
    problems->push_back(std::move(problem));
  }
  return files;
}

}  // namespace caseload::policy
