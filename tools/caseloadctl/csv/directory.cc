#include "tools/caseloadctl/csv/directory.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/csv/values.h"

namespace caseload::csv {
namespace {

namespace fs = std::filesystem;

// What the manifest says about one file.
struct Listed {
  bool full = false;
  std::vector<std::string> full_for;
  int64_t rows = 0;
};

class DirectoryCheck {
 public:
  DirectoryCheck(std::string directory, const CheckOptions& options,
                 const std::function<void(const Problem&)>& on_problem)
      : directory_(std::move(directory)),
        options_(options),
        on_problem_(on_problem) {}

  absl::StatusOr<CheckSummary> Run();

 private:
  absl::Status FindFiles();
  absl::Status CheckManifest();
  absl::Status CheckOne(const FileSchema& schema);
  absl::Status CheckRows(const FileSchema& schema, std::istream& in,
                         FileSummary* summary);
  absl::Status Reject(const FileSchema& schema, const RecordReader& reader,
                      const RowOutcome& row);
  absl::Status CloseRejects(const FileSchema& schema);
  void Report(const Problem& problem);
  void ReportFile(const std::string& file, absl::string_view reason,
                  absl::string_view text, FileSummary* summary);

  const std::string directory_;
  const CheckOptions& options_;
  const std::function<void(const Problem&)>& on_problem_;
  CheckSummary summary_;
  std::vector<std::string> present_;
  absl::btree_map<std::string, Listed> listed_;
  IdSets ids_;
  std::ofstream reject_stream_;
  std::unique_ptr<RejectWriter> rejects_;
};

void DirectoryCheck::Report(const Problem& problem) {
  ++summary_.problems;
  on_problem_(problem);
}

void DirectoryCheck::ReportFile(const std::string& file,
                                absl::string_view reason,
                                absl::string_view text, FileSummary* summary) {
  summary->faulty = true;
  Report({file, 0, "", std::string(reason), std::string(text)});
}

absl::Status DirectoryCheck::FindFiles() {
  std::error_code error;
  fs::directory_iterator iterator(directory_, error);
  if (error) {
    return absl::NotFoundError(absl::StrCat(
        directory_, " is no directory that can be read: ", error.message()));
  }
  for (const fs::directory_entry& entry : iterator) {
    const std::string name = entry.path().filename().string();
    if (!absl::EndsWith(name, ".csv")) continue;
    if (absl::EndsWith(name, ".rejects.csv")) continue;
    present_.push_back(name);
  }
  std::sort(present_.begin(), present_.end());
  if (present_.empty()) {
    return absl::NotFoundError(absl::StrCat(directory_, " holds no CSV file"));
  }
  return absl::OkStatus();
}

absl::Status DirectoryCheck::CheckManifest() {
  const std::string name = ManifestSchema().file_name();
  if (!std::binary_search(present_.begin(), present_.end(), name)) {
    return absl::OkStatus();
  }
  std::ifstream in(fs::path(directory_) / name, std::ios::binary);
  if (!in) return absl::UnknownError(absl::StrCat("cannot open ", name));
  FileSummary summary;
  summary.file = name;
  RecordReader reader(in, name, ManifestSchema(),
                      {options_.latin1, nullptr, false});
  RowOutcome row;
  while (reader.Next(&row)) {
    if (!row.record.has_value()) {
      ++summary.rejected;
      for (const Problem& problem : row.problems) Report(problem);
      continue;
    }
    const auto& values = row.record->values;
    Listed& listed = listed_[values.at("file")];
    listed.full = values.at("mode") == "full";
    if (listed.full) listed.full_for.push_back(values.at(kSourceSystemColumn));
    listed.rows += *ParseInteger(values.at("rows"));
  }
  summary.faulty = !reader.complete();
  for (const Problem& problem : reader.file_problems()) Report(problem);
  summary.rows = reader.rows();
  summary_.files.push_back(std::move(summary));
  return absl::OkStatus();
}

absl::Status DirectoryCheck::Reject(const FileSchema& schema,
                                    const RecordReader& reader,
                                    const RowOutcome& row) {
  if (options_.reject_directory.empty()) return absl::OkStatus();
  if (rejects_ == nullptr) {
    const fs::path path = fs::path(options_.reject_directory) /
                          absl::StrCat(schema.name, ".rejects.csv");
    reject_stream_ = std::ofstream(path, std::ios::binary | std::ios::trunc);
    if (!reject_stream_) {
      return absl::PermissionDeniedError(
          absl::StrCat("cannot write ", path.string()));
    }
    rejects_ = std::make_unique<RejectWriter>(reader.header(), reject_stream_);
  }
  rejects_->Write(row);
  return absl::OkStatus();
}

absl::Status DirectoryCheck::CloseRejects(const FileSchema& schema) {
  if (rejects_ == nullptr) return absl::OkStatus();
  rejects_.reset();
  reject_stream_.close();
  if (reject_stream_.fail()) {
    return absl::UnknownError(
        absl::StrCat("cannot write ", schema.name, ".rejects.csv to its end"));
  }
  return absl::OkStatus();
}

absl::Status DirectoryCheck::CheckRows(const FileSchema& schema,
                                       std::istream& in, FileSummary* summary) {
  RecordReader reader(in, summary->file, schema,
                      {options_.latin1, &ids_, false});
  RowOutcome row;
  while (reader.Next(&row)) {
    if (row.record.has_value()) continue;
    ++summary->rejected;
    for (const Problem& problem : row.problems) Report(problem);
    ABSL_RETURN_IF_ERROR(Reject(schema, reader, row));
  }
  summary->rows = reader.rows();
  summary->faulty = !reader.complete();
  for (const Problem& problem : reader.file_problems()) Report(problem);
  return CloseRejects(schema);
}

absl::Status DirectoryCheck::CheckOne(const FileSchema& schema) {
  FileSummary summary;
  summary.file = schema.file_name();
  auto listed = listed_.find(summary.file);
  const bool is_listed = listed != listed_.end();
  const bool present =
      std::binary_search(present_.begin(), present_.end(), summary.file);
  if (!present && !is_listed) return absl::OkStatus();
  if (is_listed) summary.full_for = listed->second.full_for;
  if (is_listed && listed->second.full) ids_.Begin(schema.kind);
  if (!present) {
    ReportFile(summary.file, "FILE_MISSING",
               "stands in manifest.csv and is not there", &summary);
  } else {
    std::ifstream in(fs::path(directory_) / summary.file, std::ios::binary);
    if (!in) {
      return absl::UnknownError(absl::StrCat("cannot open ", summary.file));
    }
    ABSL_RETURN_IF_ERROR(CheckRows(schema, in, &summary));
    if (is_listed && !summary.faulty && listed->second.rows != summary.rows) {
      ReportFile(summary.file, "ROW_COUNT_DIFFERS",
                 absl::StrCat("has ", summary.rows, " rows; manifest.csv says ",
                              listed->second.rows),
                 &summary);
    }
  }
  // What it lacks may only have been cut off.
  if (summary.faulty) ids_.Drop(schema.kind);
  summary_.files.push_back(std::move(summary));
  return absl::OkStatus();
}

absl::StatusOr<CheckSummary> DirectoryCheck::Run() {
  ABSL_RETURN_IF_ERROR(FindFiles());
  ABSL_RETURN_IF_ERROR(CheckManifest());
  for (const FileSchema& schema : RecordSchemas()) {
    ABSL_RETURN_IF_ERROR(CheckOne(schema));
  }
  for (const std::string& name : present_) {
    if (FindSchema(name) != nullptr) continue;
    FileSummary summary;
    summary.file = name;
    ReportFile(name, "FILE_UNKNOWN",
               "is no file of an export; rename or remove it", &summary);
    summary_.files.push_back(std::move(summary));
  }
  return std::move(summary_);
}

}  // namespace

int64_t CheckSummary::rejected_rows() const {
  int64_t rows = 0;
  for (const FileSummary& file : files) rows += file.rejected;
  return rows;
}

bool CheckSummary::any_faulty() const {
  return std::any_of(files.begin(), files.end(),
                     [](const FileSummary& file) { return file.faulty; });
}

absl::StatusOr<CheckSummary> CheckDirectory(
    const std::string& directory, const CheckOptions& options,
    const std::function<void(const Problem&)>& on_problem) {
  return DirectoryCheck(directory, options, on_problem).Run();
}

}  // namespace caseload::csv
