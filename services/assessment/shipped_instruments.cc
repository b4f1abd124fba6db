#include "services/assessment/shipped_instruments.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "caseload/policy/v1/instrument.pb.h"
#include "services/assessment/convert.h"
#include "services/assessment/instrument_registry.h"
#include "services/assessment/storage/instrument_store.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/load.h"

namespace caseload::assessment {
namespace {

constexpr char kExtension[] = ".textproto";
constexpr char kPrincipal[] = "service/assessment";

using LoadedInstrument =
    policy::Loaded<policy::v1::Instrument, policy::Instrument>;

struct Definition {
  std::string file;
  LoadedInstrument loaded;
};

policy::PolicyProblem ProblemIn(const std::string& file, std::string field,
                                std::string reason) {
  policy::PolicyProblem problem;
  problem.file = file;
  problem.field = std::move(field);
  problem.reason = std::move(reason);
  return problem;
}

// By name, so that every start does the same.
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
    return absl::NotFoundError(absl::StrCat(
        "the directory of instruments cannot be read: ", directory));
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)),
                   std::istreambuf_iterator<char>());
  if (!stream.good() && !stream.eof()) return std::nullopt;
  return text;
}

std::vector<Definition> ParseFiles(
    const std::vector<std::string>& files,
    std::vector<policy::PolicyProblem>* problems) {
  std::vector<Definition> definitions;
  for (const std::string& file : files) {
    const std::optional<std::string> text = ReadFile(file);
    if (!text.has_value()) {
      problems->push_back(ProblemIn(file, "", "cannot be read"));
      continue;
    }
    policy::Checked<LoadedInstrument> checked =
        policy::LoadInstrument(file, *text);
    problems->insert(problems->end(), checked.problems.begin(),
                     checked.problems.end());
    if (checked.ok()) definitions.push_back({file, *std::move(checked.value)});
  }
  return definitions;
}

absl::Status StoreOne(sql::Transaction& tx, const Definition& definition,
                      absl::Time now, ShippedInstruments* result) {
  const policy::Instrument& value = definition.loaded.value;
  const InstrumentName name{value.id, value.version};
  ABSL_ASSIGN_OR_RETURN(const std::optional<storage::InstrumentRow> stored,
                        storage::FindInstrument(tx, value.id, value.version));
  if (!stored.has_value()) {
    InstrumentRecording recording;
    recording.origin = v1::Instrument::ORIGIN_SHIPPED;
    recording.recorded_at = now;
    recording.recorded_by = kPrincipal;
    ABSL_RETURN_IF_ERROR(StoreInstrument(tx, definition.loaded.message, value,
                                         recording, /*traceparent=*/"")
                             .status());
    result->stored.push_back(name);
  } else if (stored->content_hash == value.digest) {
    result->unchanged.push_back(name);
  } else {
    result->refused.push_back(ProblemIn(
        definition.file, "version",
        absl::StrCat("is ", name.ToString(),
                     ", which is stored with another content; a version never "
                     "changes, so give the new content a new version")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ShippedInstruments> LoadShippedInstruments(
    sql::Database& database, const std::string& directory, absl::Time now) {
  ABSL_ASSIGN_OR_RETURN(const std::vector<std::string> files,
                        FilesIn(directory));
  ShippedInstruments parsed;
  const std::vector<Definition> definitions =
      ParseFiles(files, &parsed.refused);
  ShippedInstruments result;
  const sql::Apply apply = [&](sql::Transaction& tx) -> absl::Status {
    result = parsed;  // it may run again
    for (const Definition& definition : definitions) {
      ABSL_RETURN_IF_ERROR(StoreOne(tx, definition, now, &result));
    }
    return absl::OkStatus();
  };
  ABSL_RETURN_IF_ERROR(database.WriteAndWait(sql::WriteOptions(), apply));
  return result;
}

}  // namespace caseload::assessment
