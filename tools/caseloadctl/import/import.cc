#include "tools/caseloadctl/import/import.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/import.pb.h"
#include "google/protobuf/message.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/csv/schema.h"
#include "tools/caseloadctl/csv/values.h"
#include "tools/caseloadctl/import/convert.h"

namespace caseload::caseloadctl {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;
using type::v1::ImportOutcome;
using type::v1::ImportRecordsResponse;

// The service takes at most so many records, and 1 MiB, in a batch.
constexpr size_t kBatchRecords = 500;
constexpr size_t kBatchBytes = size_t{512} << 10;

// Which rows a reading of a file sends.
enum class Pass {
  // All of them.
  kFirst,
  // Those that may pass now that others have come.
  kAgain,
  // The same for the last time: what is refused now is rejected.
  kLast,
};

// One file, from its first reading to its last.
struct File {
  const csv::FileSchema* schema = nullptr;
  csv::FileSummary summary;
  KindReport report;
  // Lines of rows that another row may mend.
  absl::flat_hash_set<int64_t> later;
  // A row's id could not be read: nothing can be said to be missing.
  bool lost_an_id = false;
  std::ofstream reject_stream;
  std::unique_ptr<csv::RejectWriter> rejects;
};

class Importer {
 public:
  Importer(const std::string& directory, const ImportOptions& options,
           Sender& sender)
      : directory_(directory), options_(options), sender_(sender) {}

  absl::StatusOr<ImportReport> Run(const csv::CheckSummary& checked);

 private:
  absl::Status Send(File& file);
  absl::Status Read(File& file, Pass pass);
  absl::Status Take(File& file, Pass pass, csv::RowOutcome row);
  absl::Status TakeRejected(File& file, csv::RowOutcome row);
  absl::Status Flush(File& file, Pass pass);
  absl::Status Settle(File& file, Pass pass, const ImportOutcome& outcome,
                      csv::RowOutcome& row);
  absl::Status Reject(File& file, const csv::RowOutcome& row);
  absl::Status WithdrawMissing(File& file);
  absl::Status Close(File& file);
  void Count(File& file, const ImportOutcome& outcome,
             const csv::RowOutcome& row);
  void Report(csv::Problem problem);

  const std::string& directory_;
  const ImportOptions& options_;
  Sender& sender_;
  csv::IdSets ids_;
  ImportReport report_;
  // Columns of the file that is being read, for its reject file.
  std::vector<std::string> header_;
  int64_t done_ = 0;
  // The batch, of the type of the file's service, and its rows, in one order.
  std::unique_ptr<Message> batch_;
  size_t batch_bytes_ = 0;
  std::vector<csv::RowOutcome> rows_;
};

void Importer::Report(csv::Problem problem) {
  ++report_.problems;
  options_.on_problem(problem);
}

void Importer::Count(File& file, const ImportOutcome& outcome,
                     const csv::RowOutcome& row) {
  switch (outcome.result()) {
    case ImportOutcome::RESULT_NEW:
      ++file.report.created;
      break;
    case ImportOutcome::RESULT_CHANGED:
      ++file.report.changed;
      break;
    case ImportOutcome::RESULT_UNCHANGED:
      ++file.report.unchanged;
      break;
    default:
      ++file.report.withdrawn;
      return;
  }
  if (!outcome.flags().empty()) ++file.report.flagged;
  for (const auto& flag : outcome.flags()) {
    Report({file.summary.file, row.record->line, flag.column(), flag.reason(),
            absl::StrCat("kept with a flag: ", flag.text())});
  }
  const auto officer = row.record->values.find("officer_id");
  if (officer != row.record->values.end()) {
    ++report_.officers[officer->second][file.schema->name];
  }
}

absl::Status Importer::Reject(File& file, const csv::RowOutcome& row) {
  ++file.report.rejected;
  if (options_.reject_directory.empty()) return absl::OkStatus();
  if (file.rejects == nullptr) {
    const fs::path path = fs::path(options_.reject_directory) /
                          absl::StrCat(file.schema->name, ".rejects.csv");
    file.reject_stream.open(path, std::ios::binary | std::ios::trunc);
    if (!file.reject_stream) {
      return absl::PermissionDeniedError(
          absl::StrCat("cannot write ", path.string()));
    }
    file.rejects =
        std::make_unique<csv::RejectWriter>(header_, file.reject_stream);
  }
  file.rejects->Write(row);
  return absl::OkStatus();
}

absl::Status Importer::Close(File& file) {
  if (file.rejects == nullptr) return absl::OkStatus();
  file.rejects.reset();
  file.reject_stream.close();
  if (!file.reject_stream.fail()) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat("cannot write ", file.schema->name,
                                         ".rejects.csv to its end"));
}

absl::Status Importer::Settle(File& file, Pass pass,
                              const ImportOutcome& outcome,
                              csv::RowOutcome& row) {
  if (!row.record.has_value()) return absl::OkStatus();
  const int64_t line = row.record->line;
  if (outcome.result() != ImportOutcome::RESULT_REJECTED) {
    file.later.erase(line);
    Count(file, outcome, row);
    return absl::OkStatus();
  }
  if (outcome.try_later() && pass != Pass::kLast) {
    file.later.insert(line);
    return absl::OkStatus();
  }
  file.later.erase(line);
  for (const auto& problem : outcome.problems()) {
    row.problems.push_back({file.summary.file, line, problem.column(),
                            problem.reason(), problem.text()});
    Report(row.problems.back());
  }
  return Reject(file, row);
}

absl::Status Importer::Flush(File& file, Pass pass) {
  if (rows_.empty()) return absl::OkStatus();
  SetRun(options_.run, batch_.get());
  ABSL_ASSIGN_OR_RETURN(const ImportRecordsResponse response,
                        sender_.Send(*batch_));
  if (static_cast<size_t>(response.outcomes_size()) != rows_.size()) {
    return absl::InternalError("the service answered for other rows");
  }
  for (size_t i = 0; i < rows_.size(); ++i) {
    ABSL_RETURN_IF_ERROR(
        Settle(file, pass, response.outcomes(static_cast<int>(i)), rows_[i]));
  }
  batch_->Clear();
  batch_bytes_ = 0;
  rows_.clear();
  if (pass == Pass::kFirst) {
    options_.on_progress(file.summary.file, done_, file.summary.rows);
  }
  return absl::OkStatus();
}

absl::Status Importer::TakeRejected(File& file, csv::RowOutcome row) {
  ABSL_RETURN_IF_ERROR(Reject(file, row));
  // The record stands in the file: it must not count as missing.
  std::unique_ptr<Message> record = NewImportRecord(*file.schema);
  type::v1::ImportRow& key = *MutableRow(record.get());
  for (size_t i = 0; i < row.rejected_cells.size(); ++i) {
    const std::string& cell = row.rejected_cells[i];
    if (header_[i] == csv::kSourceSystemColumn && csv::IsCode(cell)) {
      key.mutable_external_id()->set_source_system(cell);
    } else if (header_[i] == csv::kIdColumn && csv::IsExternalId(cell)) {
      key.mutable_external_id()->set_id(cell);
    }
  }
  if (key.external_id().id().empty() ||
      key.external_id().source_system().empty()) {
    file.lost_an_id = true;
    return absl::OkStatus();
  }
  key.set_unreadable(true);
  AddRecord(std::move(record), batch_.get());
  rows_.push_back(std::move(row));
  return absl::OkStatus();
}

absl::Status Importer::Take(File& file, Pass pass, csv::RowOutcome row) {
  if (row.record.has_value()) {
    if (pass != Pass::kFirst && !file.later.contains(row.record->line)) {
      return absl::OkStatus();
    }
    std::unique_ptr<Message> record = ToImportRecord(*file.schema, *row.record);
    MutableRow(record.get())->set_last_try(pass == Pass::kLast);
    batch_bytes_ += record->ByteSizeLong();
    AddRecord(std::move(record), batch_.get());
    rows_.push_back(std::move(row));
  } else if (pass == Pass::kFirst) {
    ABSL_RETURN_IF_ERROR(TakeRejected(file, std::move(row)));
  }
  if (rows_.size() < kBatchRecords && batch_bytes_ < kBatchBytes) {
    return absl::OkStatus();
  }
  return Flush(file, pass);
}

absl::Status Importer::Read(File& file, Pass pass) {
  std::ifstream in(fs::path(directory_) / file.summary.file, std::ios::binary);
  if (!in) {
    return absl::UnknownError(absl::StrCat("cannot open ", file.summary.file));
  }
  // The first reading has filled the sets of ids and checked against them.
  csv::IdSets* ids = pass == Pass::kFirst ? &ids_ : nullptr;
  if (ids != nullptr && !file.summary.full_for.empty() &&
      !file.summary.faulty) {
    ids->Begin(file.schema->kind);
  }
  csv::RecordReader reader(in, file.summary.file, *file.schema,
                           {options_.latin1, ids, true});
  header_ = reader.header();
  done_ = 0;
  batch_.reset(RequestFor(*file.schema)->New());
  csv::RowOutcome row;
  while (reader.Next(&row)) {
    done_ = reader.rows();
    ABSL_RETURN_IF_ERROR(Take(file, pass, std::move(row)));
    row = csv::RowOutcome();
  }
  if (pass == Pass::kFirst) file.report.read = reader.rows();
  return Flush(file, pass);
}

absl::Status Importer::WithdrawMissing(File& file) {
  if (file.summary.faulty || file.lost_an_id) return absl::OkStatus();
  for (const std::string& system : file.summary.full_for) {
    const std::unique_ptr<Message> request(RequestFor(*file.schema)->New());
    SetRun(options_.run, request.get());
    type::v1::ImportEnd& end = *MutableEnd(request.get());
    end.set_kind(file.schema->name);
    end.set_source_system(system);
    do {
      ABSL_ASSIGN_OR_RETURN(const ImportRecordsResponse response,
                            sender_.Send(*request));
      for (const ImportOutcome& outcome : response.outcomes()) {
        if (outcome.result() == ImportOutcome::RESULT_WITHDRAWN) {
          ++file.report.missing_withdrawn;
          continue;
        }
        ++file.report.missing_kept;
        for (const auto& problem : outcome.problems()) {
          Report({file.summary.file, 0, "", problem.reason(),
                  absl::StrCat("is missing from the full export and kept: ",
                               outcome.id(), " ", problem.text())});
        }
      }
      end.set_after(response.next());
    } while (!end.after().empty());
  }
  return absl::OkStatus();
}

// Sends all rows of the file, and those that may pass later as long as some do.
absl::Status Importer::Send(File& file) {
  ABSL_RETURN_IF_ERROR(Read(file, Pass::kFirst));
  // What caseplan takes waits for nobody's feed.
  const bool follows = RequestFor(*file.schema)->GetDescriptor() !=
                       caseplan::v1::ImportRecordsRequest::descriptor();
  absl::Duration waited;
  while (!file.later.empty()) {
    const size_t before = file.later.size();
    ABSL_RETURN_IF_ERROR(Read(file, Pass::kAgain));
    if (file.later.size() < before) {
      waited = absl::ZeroDuration();
    } else if (!follows || waited >= options_.feed_patience) {
      break;
    } else {
      options_.wait(options_.feed_pause);
      waited += options_.feed_pause;
    }
  }
  return absl::OkStatus();
}

KindReport ReportOf(const csv::FileSummary& summary,
                    const csv::FileSchema& schema) {
  KindReport report;
  report.kind = schema.name;
  report.imported = ContentField(schema) != nullptr;
  report.faulty = summary.faulty;
  report.read = summary.rows;
  report.rejected = summary.rejected;
  return report;
}

absl::StatusOr<ImportReport> Importer::Run(const csv::CheckSummary& checked) {
  report_.problems = checked.problems;
  std::vector<std::unique_ptr<File>> files;
  for (const csv::FileSummary& summary : checked.files) {
    const csv::FileSchema* schema = csv::FindSchema(summary.file);
    if (schema == nullptr || schema->kind == csv::RecordKind::kManifest ||
        !fs::exists(fs::path(directory_) / summary.file)) {
      continue;
    }
    auto file = std::make_unique<File>();
    file->schema = schema;
    file->summary = summary;
    file->report = ReportOf(summary, *schema);
    if (file->report.imported && !sender_.Takes(*RequestFor(*schema))) {
      file->report.imported = false;
      file->report.has_target = false;
    }
    files.push_back(std::move(file));
  }
  for (auto& file : files) {
    if (!file->report.imported) continue;
    file->report.rejected = 0;
    ABSL_RETURN_IF_ERROR(Send(*file));
  }
  // Children are taken back before their parents.
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    if (!(*file)->report.imported) continue;
    ABSL_RETURN_IF_ERROR(WithdrawMissing(**file));
    if (!(*file)->later.empty()) {
      ABSL_RETURN_IF_ERROR(Read(**file, Pass::kLast));
    }
    ABSL_RETURN_IF_ERROR(Close(**file));
  }
  for (auto& file : files) report_.kinds.push_back(std::move(file->report));
  for (const csv::FileSummary& summary : checked.files) {
    if (!summary.faulty || csv::FindSchema(summary.file) != nullptr) continue;
    KindReport report;
    report.kind = summary.file;
    report.imported = false;
    report.faulty = true;
    report_.kinds.push_back(std::move(report));
  }
  return std::move(report_);
}

}  // namespace

int64_t ImportReport::rejected_rows() const {
  int64_t rows = 0;
  for (const KindReport& kind : kinds) rows += kind.rejected;
  return rows;
}

int64_t ImportReport::flagged_rows() const {
  int64_t rows = 0;
  for (const KindReport& kind : kinds) rows += kind.flagged;
  return rows;
}

int64_t ImportReport::kept_records() const {
  int64_t records = 0;
  for (const KindReport& kind : kinds) records += kind.missing_kept;
  return records;
}

bool ImportReport::any_faulty() const {
  return std::any_of(kinds.begin(), kinds.end(),
                     [](const KindReport& kind) { return kind.faulty; });
}

absl::StatusOr<ImportReport> ImportDirectory(const std::string& directory,
                                             const ImportOptions& options,
                                             Sender& sender) {
  ABSL_ASSIGN_OR_RETURN(
      const csv::CheckSummary checked,
      csv::CheckDirectory(directory, {options.latin1, ""}, options.on_problem));
  return Importer(directory, options, sender).Run(checked);
}

absl::StatusOr<ImportReport> DryRun(const std::string& directory,
                                    const ImportOptions& options) {
  ABSL_ASSIGN_OR_RETURN(
      const csv::CheckSummary checked,
      csv::CheckDirectory(directory, {options.latin1, options.reject_directory},
                          options.on_problem));
  ImportReport report;
  report.problems = checked.problems;
  for (const csv::FileSummary& summary : checked.files) {
    const csv::FileSchema* schema = csv::FindSchema(summary.file);
    if (schema == nullptr || schema->kind == csv::RecordKind::kManifest) {
      if (!summary.faulty) continue;
      KindReport faulty;
      faulty.kind = summary.file;
      faulty.imported = false;
      faulty.faulty = true;
      report.kinds.push_back(std::move(faulty));
    } else {
      report.kinds.push_back(ReportOf(summary, *schema));
    }
  }
  return report;
}

}  // namespace caseload::caseloadctl
