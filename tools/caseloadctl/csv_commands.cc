#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/csv/directory.h"
#include "tools/caseloadctl/csv/schema.h"

namespace caseload::caseloadctl {
namespace {

using Json = nlohmann::ordered_json;

// Writes problems as they come, so that a million of them need no memory.
class Report {
 public:
  virtual ~Report() = default;
  virtual void Add(const csv::Problem& problem) = 0;
  virtual void Finish(const csv::CheckSummary& summary) = 0;
};

class TableReport final : public Report {
 public:
  void Add(const csv::Problem& problem) override {
    if (problem.file != file_) {
      std::cout << (file_.empty() ? "" : "\n") << problem.file << "\n";
      Line("LINE", "COLUMN", "REASON", "WHAT IS WRONG");
      file_ = problem.file;
    }
    Line(problem.line == 0 ? "-" : absl::StrCat(problem.line),
         problem.column.empty() ? "-" : problem.column, problem.reason,
         problem.text);
  }

  void Finish(const csv::CheckSummary& summary) override {
    std::cout << (file_.empty() ? "" : "\n");
    std::cout << absl::StreamFormat("%-24s %10s %10s\n", "FILE", "ROWS",
                                    "REJECTED");
    for (const csv::FileSummary& file : summary.files) {
      std::cout << absl::StreamFormat("%-24s %10d %10d%s\n", file.file,
                                      file.rows, file.rejected,
                                      file.faulty ? "  faulty" : "");
    }
    std::cout << absl::StreamFormat("\n%d problems; %d rows rejected\n",
                                    summary.problems, summary.rejected_rows());
  }

 private:
  static void Line(const std::string& line, const std::string& column,
                   const std::string& reason, const std::string& text) {
    std::cout << absl::StreamFormat("  %8s  %-24s %-20s %s\n", line, column,
                                    reason, text);
  }
  std::string file_;
};

class JsonReport final : public Report {
 public:
  void Add(const csv::Problem& problem) override {
    Json json;
    json["file"] = problem.file;
    if (problem.line != 0) json["line"] = problem.line;
    if (!problem.column.empty()) json["column"] = problem.column;
    json["reason"] = problem.reason;
    json["text"] = problem.text;
    std::cout << (any_ ? ",\n    " : "{\n  \"problems\": [\n    ")
              << Text(json);
    any_ = true;
  }

  void Finish(const csv::CheckSummary& summary) override {
    std::cout << (any_ ? "\n  ],\n" : "{\n  \"problems\": [],\n");
    Json files = Json::array();
    for (const csv::FileSummary& file : summary.files) {
      files.push_back({{"file", file.file},
                       {"rows", file.rows},
                       {"rejected", file.rejected},
                       {"faulty", file.faulty}});
    }
    std::cout << "  \"files\": " << Text(files)
              << ",\n  \"rejectedRows\": " << summary.rejected_rows()
              << "\n}\n";
  }

 private:
  // A file's name may hold bytes that are no UTF-8.
  static std::string Text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  bool any_ = false;
};

struct CheckArguments {
  std::string directory;
  std::string encoding = "utf-8";
  std::string rejects;
  bool json = false;
};

int Check(const CheckArguments& arguments) {
  csv::CheckOptions options;
  options.latin1 = arguments.encoding == "latin-1";
  options.reject_directory = arguments.rejects;
  if (!options.reject_directory.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.reject_directory, error);
    if (error) {
      std::cerr << "caseloadctl: cannot make " << options.reject_directory
                << ": " << error.message() << "\n";
      return kExitFailed;
    }
  }
  std::unique_ptr<Report> report = std::make_unique<TableReport>();
  if (arguments.json) report = std::make_unique<JsonReport>();
  absl::StatusOr<csv::CheckSummary> summary = csv::CheckDirectory(
      arguments.directory, options,
      [&report](const csv::Problem& problem) { report->Add(problem); });
  if (!summary.ok()) {
    std::cerr << "caseloadctl: " << summary.status().message() << "\n";
    return kExitFailed;
  }
  report->Finish(*summary);
  if (summary->any_faulty()) return kExitFailed;
  return summary->rejected_rows() > 0 ? kExitRowsRejected : kExitOk;
}

}  // namespace

void AddCsvCheck(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app->add_subcommand(
      "csv-check",
      "Read the CSV export in DIR against its schema and list every bad row; "
      "nothing is sent anywhere.");
  command->add_option("DIR", arguments->directory, "directory of the export")
      ->required();
  command
      ->add_option("--encoding", arguments->encoding,
                   "utf-8, or latin-1 for files without a byte order mark")
      ->check(CLI::IsMember({"utf-8", "latin-1"}))
      ->capture_default_str();
  command->add_option("--rejects", arguments->rejects,
                      "write rejected rows to NAME.rejects.csv in this "
                      "directory, to be corrected and read again");
  command->add_flag("--json", arguments->json, "answer as one JSON document");
  command->footer(
      "Exit codes: 0 all rows are good, 1 a file as a whole is faulty or "
      "cannot\n"
      "be read, 2 wrong usage, 3 some rows were rejected.\n"
      "Examples:\n"
      "  caseloadctl csv-check examples/county\n"
      "  caseloadctl csv-check export --encoding latin-1 --rejects rejected\n"
      "  caseloadctl csv-check export --json | jq '.problems[].reason'");
  command->callback([arguments, exit_code] { *exit_code = Check(*arguments); });
}

void AddCsvSchema(CLI::App* app, int* exit_code) {
  CLI::App* command = app->add_subcommand(
      "csv-schema",
      "Print the columns of every file of an export as Markdown, as they stand "
      "in docs/import-format.md.");
  command->footer("Example:\n  caseloadctl csv-schema | less");
  command->callback([exit_code] {
    std::cout << csv::SchemaMarkdown();
    *exit_code = kExitOk;
  });
}

}  // namespace caseload::caseloadctl
