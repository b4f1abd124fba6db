#include "tests/bench/import_rate.h"

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/status/status_macros.h"
#include "tests/bench/county.h"
#include "tests/bench/figures.h"
#include "tests/support/temp_dir.h"

namespace caseload::bench {
namespace {

using Json = nlohmann::ordered_json;

// What one import took and made of the files.
struct Rows {
  absl::Duration took;
  // Read, of the kinds that this version imports.
  int64_t count = 0;
  // Those kinds; <kind>.csv is the file.
  std::vector<std::string> kinds;
};

absl::StatusOr<Rows> RunOurs(const std::string& files) {
  County county;
  ABSL_ASSIGN_OR_RETURN(const County::Imported imported, county.Import(files));
  const Json report =
      Json::parse(imported.report, nullptr, /*allow_exceptions=*/false);
  if (!report.is_object() || !report.contains("kinds")) {
    return absl::InternalError("caseloadctl import wrote no report");
  }
  Rows rows;
  rows.took = imported.took;
  for (const Json& kind : report["kinds"]) {
    if (!kind.value("imported", false) || kind.value("read", 0) == 0) continue;
    rows.count += kind.value("read", 0);
    rows.kinds.push_back(kind.value("kind", ""));
  }
  if (rows.count == 0) return absl::InternalError("nothing was imported");
  return rows;
}

absl::StatusOr<absl::Duration> RunSqlite(const std::string& files,
                                         const std::vector<std::string>& kinds,
                                         const std::string& database) {
  std::string command = absl::StrCat(
      "sqlite3 ", database, " 'PRAGMA journal_mode=WAL' >/dev/null 2>&1");
  for (const std::string& kind : kinds) {
    absl::StrAppend(&command, " && sqlite3 ", database,
                    " '.mode csv' '.import ", files, "/", kind, ".csv ", kind,
                    "'");
  }
  const absl::Time begun = absl::Now();
  ABSL_RETURN_IF_ERROR(RunCommand(command));
  return absl::Now() - begun;
}

}  // namespace

absl::StatusOr<Json> MeasureImport(const ImportOptions& options) {
  const testing::TempDir directory;
  const std::string files = directory.File("county");
  ABSL_RETURN_IF_ERROR(RunCommand(
      absl::StrCat(Caseloadctl(), " generate-county --officers ",
                   options.officers, " --clients ", options.clients,
                   " --as-of 2026-11-22 --out ", files, " >/dev/null 2>&1")));
  std::vector<double> ours;
  std::vector<double> sqlite;
  int64_t count = 0;
  for (int round = 0; round < options.rounds; ++round) {
    ABSL_ASSIGN_OR_RETURN(const Rows rows, RunOurs(files));
    ABSL_ASSIGN_OR_RETURN(
        const absl::Duration took,
        RunSqlite(files, rows.kinds,
                  directory.File(absl::StrCat("plain", round, ".db"))));
    count = rows.count;
    ours.push_back(static_cast<double>(count) /
                   absl::ToDoubleSeconds(rows.took));
    sqlite.push_back(static_cast<double>(count) / absl::ToDoubleSeconds(took));
  }
  const Spread ratio = RatioOf(ours, sqlite);
  std::cout << absl::StreamFormat(
      "\nimport: %d rows, %d rounds; rows/s of ours / sqlite3 .import: %.4f "
      "[%.4f-%.4f] (%.0f / %.0f)\n",
      count, options.rounds, ratio.median, ratio.lowest, ratio.highest,
      SpreadOf(ours).median, SpreadOf(sqlite).median);
  return Json{{"rows", count},
              {"ratio", ToJson(ratio)},
              {"ours_rows_per_second", ToJson(SpreadOf(ours))},
              {"sqlite_rows_per_second", ToJson(SpreadOf(sqlite))}};
}

}  // namespace caseload::bench
