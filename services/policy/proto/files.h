// files.h: the packs or instruments of a folder.

#ifndef SERVICES_POLICY_PROTO_FILES_H_
#define SERVICES_POLICY_PROTO_FILES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/policy/problem.h"
#include "services/policy/proto/convert.h"

namespace caseload::policy {

struct TextFile {
  std::string path;
  std::string text;
};

// All *.textproto files of `directory`, by name, so that every start does the
// same. One that cannot be read is a problem. NOT_FOUND when there is no such
// directory.
absl::StatusOr<std::vector<TextFile>> ReadTextprotos(
    const std::string& directory, std::vector<PolicyProblem>* problems);

// A file and what was made of it.
template <typename Value>
struct LoadedFile {
  std::string path;
  Value value;
};

// What `load` (LoadPack or LoadInstrument) makes of the files of `directory`. A
// bad file adds its problems and keeps no other out. NOT_FOUND as above.
template <typename Value>
absl::StatusOr<std::vector<LoadedFile<Value>>> LoadDirectory(
    const std::string& directory,
    Checked<Value> (*load)(absl::string_view file, absl::string_view text),
    std::vector<PolicyProblem>* problems) {
  absl::StatusOr<std::vector<TextFile>> files =
      ReadTextprotos(directory, problems);
  if (!files.ok()) return files.status();
  std::vector<LoadedFile<Value>> loaded;
  for (TextFile& file : *files) {
    Checked<Value> checked = load(file.path, file.text);
    problems->insert(problems->end(), checked.problems.begin(),
                     checked.problems.end());
    if (checked.ok()) {
      loaded.push_back({std::move(file.path), *std::move(checked.value)});
    }
  }
  return loaded;
}

}  // namespace caseload::policy

#endif  // SERVICES_POLICY_PROTO_FILES_H_
