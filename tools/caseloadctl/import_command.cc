#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/ids/ids.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/import/import.h"
#include "tools/caseloadctl/progress.h"

namespace caseload::caseloadctl {
namespace {

using Json = nlohmann::ordered_json;

struct ImportArguments {
  Connection connection;
  std::string assessment_target;
  std::string directory;
  std::string encoding = "utf-8";
  std::string rejects;
  std::string run;
  bool dry_run = false;
  bool json = false;
};

void ShowProblem(const csv::Problem& problem) {
  std::cerr << problem.file;
  if (problem.line != 0) std::cerr << ":" << problem.line;
  if (!problem.column.empty()) std::cerr << " " << problem.column;
  std::cerr << " " << problem.reason << ": " << problem.text << "\n";
}

void PrintTable(const ImportReport& report, bool dry_run) {
  std::cout << absl::StreamFormat("%-20s %9s %9s %9s %9s %9s %9s %9s\n", "KIND",
                                  "READ", "NEW", "CHANGED", "UNCHANGED",
                                  "WITHDRAWN", "REJECTED", "FLAGGED");
  for (const KindReport& kind : report.kinds) {
    std::string note = kind.faulty ? "  faulty" : "";
    if (!kind.has_target && kind.read > 0) {
      absl::StrAppend(&note, "  not sent: no target of its service");
    } else if (!kind.imported && kind.read > 0) {
      absl::StrAppend(&note, "  not imported yet by this version");
    }
    if (kind.missing_kept > 0) {
      absl::StrAppend(&note, "  ", kind.missing_kept,
                      " missing but still referred to");
    }
    std::cout << absl::StreamFormat("%-20s %9d %9d %9d %9d %9d %9d %9d%s\n",
                                    kind.kind, kind.read, kind.created,
                                    kind.changed, kind.unchanged,
                                    kind.withdrawn + kind.missing_withdrawn,
                                    kind.rejected, kind.flagged, note);
  }
  if (!report.officers.empty()) {
    std::cout << "\nOFFICER               ROWS THAT STAND\n";
    for (const auto& [officer, kinds] : report.officers) {
      std::cout << absl::StreamFormat("%-20s", officer);
      for (const auto& [kind, rows] : kinds) {
        std::cout << "  " << kind << " " << rows;
      }
      std::cout << "\n";
    }
  }
  std::cout << "\n"
            << report.problems << " problems; " << report.rejected_rows()
            << " rows rejected, " << report.flagged_rows()
            << " kept with a flag" << (dry_run ? "; nothing was sent" : "")
            << "\n";
}

void PrintJson(const ImportReport& report, const std::string& run,
               bool dry_run) {
  Json kinds = Json::array();
  for (const KindReport& kind : report.kinds) {
    kinds.push_back({{"kind", kind.kind},
                     {"imported", kind.imported},
                     {"hasTarget", kind.has_target},
                     {"faulty", kind.faulty},
                     {"read", kind.read},
                     {"new", kind.created},
                     {"changed", kind.changed},
                     {"unchanged", kind.unchanged},
                     {"withdrawn", kind.withdrawn + kind.missing_withdrawn},
                     {"missingKept", kind.missing_kept},
                     {"rejected", kind.rejected},
                     {"flagged", kind.flagged}});
  }
  Json json;
  json["run"] = run;
  json["dryRun"] = dry_run;
  json["kinds"] = kinds;
  json["officers"] = report.officers;
  json["problems"] = report.problems;
  json["rejectedRows"] = report.rejected_rows();
  json["flaggedRows"] = report.flagged_rows();
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

// A stream to the service at `target`.
template <typename Stream>
absl::StatusOr<std::unique_ptr<Sender>> SenderTo(Connection connection,
                                                 const std::string& target) {
  connection.target = target;
  ABSL_ASSIGN_OR_RETURN(Client connected, Client::Connect(connection));
  const auto client = std::make_shared<Client>(std::move(connected));
  StreamSenderOptions options;
  options.new_context = [client] { return client->NewContext(); };
  return std::make_unique<Stream>(client->channel(), std::move(options));
}

// Streams to the services that were named.
absl::StatusOr<std::unique_ptr<Sender>> Connect(
    const ImportArguments& arguments) {
  auto routes = std::make_unique<RoutingSender>();
  const Connection& connection = arguments.connection;
  ABSL_ASSIGN_OR_RETURN(std::unique_ptr<Sender> caseplan,
                        SenderTo<StreamSender>(connection, connection.target));
  routes->Add(std::move(caseplan));
  if (arguments.assessment_target.empty()) return routes;
  if (connection.token_file == "-") {
    return absl::InvalidArgumentError(
        "--token-file - is read once; give a file when the import goes to "
        "more than one service");
  }
  ABSL_ASSIGN_OR_RETURN(std::unique_ptr<Sender> assessment,
                        SenderTo<AssessmentStreamSender>(
                            connection, arguments.assessment_target));
  routes->Add(std::move(assessment));
  return routes;
}

absl::StatusOr<ImportReport> Run(const ImportArguments& arguments,
                                 const std::string& run) {
  ImportOptions options;
  options.run = run;
  options.latin1 = arguments.encoding == "latin-1";
  options.reject_directory = arguments.rejects;
  options.on_problem = ShowProblem;
  options.on_progress = [](const std::string& file, int64_t done, int64_t all) {
    ShowProgress(file, "rows sent", done, all);
  };
  if (!options.reject_directory.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.reject_directory, error);
    if (error) {
      return absl::PermissionDeniedError(absl::StrCat(
          "cannot make ", options.reject_directory, ": ", error.message()));
    }
  }
  if (arguments.dry_run) return DryRun(arguments.directory, options);
  ABSL_ASSIGN_OR_RETURN(const std::unique_ptr<Sender> sender,
                        Connect(arguments));
  return ImportDirectory(arguments.directory, options, *sender);
}

int Import(const ImportArguments& arguments) {
  std::string run = arguments.run;
  if (run.empty()) run = ids::RandomIdSource().NewId();
  const absl::StatusOr<ImportReport> report = Run(arguments, run);
  if (!report.ok()) {
    std::cerr << "caseloadctl: " << Describe(report.status()) << "\n";
    return kExitFailed;
  }
  if (arguments.json) {
    PrintJson(*report, run, arguments.dry_run);
  } else {
    PrintTable(*report, arguments.dry_run);
  }
  if (report->any_faulty()) return kExitFailed;
  return report->rejected_rows() + report->kept_records() > 0
             ? kExitRowsRejected
             : kExitOk;
}

}  // namespace

void AddImport(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = app->add_subcommand(
      "import",
      "Send the CSV export in DIR to the services that keep its kinds: "
      "caseplan, "
      "and assessment where its target is given. Importing the same "
      "export twice changes nothing; what broke off is finished by importing "
      "again.");
  AddConnectionOptions(command, &arguments->connection);
  command
      ->add_option("--assessment-target", arguments->assessment_target,
                   "host:port of assessment's token port; without it "
                   "assessments and overrides are checked and not sent")
      ->envname("CASELOADCTL_ASSESSMENT_TARGET");
  command->add_option("DIR", arguments->directory, "directory of the export")
      ->required();
  command
      ->add_option("--encoding", arguments->encoding,
                   "utf-8, or latin-1 for files without a byte order mark")
      ->check(CLI::IsMember({"utf-8", "latin-1"}))
      ->capture_default_str();
  command->add_option("--rejects", arguments->rejects,
                      "write rejected rows to NAME.rejects.csv in this "
                      "directory, to be corrected and imported again");
  command->add_option("--run", arguments->run,
                      "name of the run, an id; made up when not given");
  command->add_flag("--dry-run", arguments->dry_run,
                    "only read and check; nothing is sent");
  command->add_flag("--json", arguments->json, "answer as one JSON document");
  command->footer(
      "Exit codes: 0 all rows stand, 1 a file as a whole is faulty or the\n"
      "import failed, 2 wrong usage, 3 some rows were rejected.\n"
      "Example:\n"
      "  caseloadctl import examples/county --target localhost:8444 \\\n"
      "      --trusted ca.pem --token-file records.token --rejects rejected");
  command->callback(
      [arguments, exit_code] { *exit_code = Import(*arguments); });
}

}  // namespace caseload::caseloadctl
