#include "tools/caseloadctl/generate/export_writer.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/caseloadctl/csv/writer.h"

namespace caseload::generate {
namespace {

using csv::RecordKind;

absl::string_view PrefixOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kHolidays:
      return "HD";
    case RecordKind::kOfficers:
      return "OF";
    case RecordKind::kUnits:
      return "UN";
    case RecordKind::kPostings:
      return "PO";
    case RecordKind::kLeave:
      return "LV";
    case RecordKind::kClients:
      return "CL";
    case RecordKind::kIdentifiers:
      return "ID";
    case RecordKind::kGuardians:
      return "GU";
    case RecordKind::kCases:
      return "CA";
    case RecordKind::kClientStates:
      return "ST";
    case RecordKind::kAssignments:
      return "AG";
    case RecordKind::kConditions:
      return "CD";
    case RecordKind::kAssessments:
      return "AM";
    case RecordKind::kOverrides:
      return "OV";
    case RecordKind::kPlans:
      return "PL";
    case RecordKind::kObjectives:
      return "OB";
    case RecordKind::kEnrollments:
      return "EN";
    case RecordKind::kContacts:
      return "CT";
    case RecordKind::kNoContactReasons:
      return "NC";
    case RecordKind::kNotes:
      return "NT";
    case RecordKind::kInvestigations:
      return "IV";
    case RecordKind::kConferences:
      return "CF";
    case RecordKind::kManifest:
      break;
  }
  return "XX";
}

}  // namespace

ExportWriter::ExportWriter(std::string directory, std::string source_system)
    : directory_(std::move(directory)),
      source_system_(std::move(source_system)) {}

absl::Status ExportWriter::Open() {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  for (const csv::FileSchema& schema : csv::RecordSchemas()) {
    const std::string path = absl::StrCat(directory_, "/", schema.file_name());
    files_.emplace_back();
    files_.back().out.open(path, std::ios::binary | std::ios::trunc);
    if (!files_.back().out) {
      return absl::UnknownError(absl::StrCat("cannot write ", path));
    }
    std::vector<std::string> header;
    for (const csv::Column& column : schema.columns) {
      header.push_back(column.name);
    }
    csv::WriteRow(header, files_.back().out);
  }
  return absl::OkStatus();
}

std::string ExportWriter::NextId(RecordKind kind) {
  File& file = files_[static_cast<size_t>(kind)];
  return absl::StrFormat("%s-%06d", PrefixOf(kind), ++file.ids);
}

void ExportWriter::Row(RecordKind kind, absl::string_view id,
                       std::initializer_list<Cell> cells) {
  const csv::FileSchema& schema = csv::SchemaOf(kind);
  std::vector<std::string> row(schema.columns.size());
  row[0] = source_system_;
  row[1] = std::string(id);
  for (const Cell& cell : cells) {
    const int index = schema.Find(cell.first);
    if (index < 0) {
      std::fprintf(stderr, "%s has no column %s\n", schema.name.c_str(),
                   std::string(cell.first).c_str());
      std::abort();
    }
    row[static_cast<size_t>(index)] = cell.second;
  }
  File& file = files_[static_cast<size_t>(kind)];
  ++file.rows;
  csv::WriteRow(row, file.out);
}

absl::Status ExportWriter::Close(absl::string_view exported_at) {
  const std::string path =
      absl::StrCat(directory_, "/", csv::ManifestSchema().file_name());
  std::ofstream manifest(path, std::ios::binary | std::ios::trunc);
  csv::WriteRow({"source_system", "file", "mode", "rows", "exported_at"},
                manifest);
  bool good = true;
  for (size_t i = 0; i < files_.size(); ++i) {
    csv::WriteRow({source_system_, csv::RecordSchemas()[i].file_name(), "full",
                   absl::StrCat(files_[i].rows), std::string(exported_at)},
                  manifest);
    files_[i].out.close();
    good = good && !files_[i].out.fail();
  }
  manifest.close();
  if (!good || manifest.fail()) {
    return absl::UnknownError(absl::StrCat("cannot write the files in ",
                                           directory_, " to their end"));
  }
  return absl::OkStatus();
}

}  // namespace caseload::generate
