// instruments list, check, dry-run, create, reband: instruments as data, and
// what another version does to the open cases.

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "caseload/assessment/v1/instrument_service.pb.h"
#include "services/common/ids/ids.h"
#include "services/common/status/status_macros.h"
#include "services/policy/proto/load.h"
#include "services/policy/proto/provenance.h"
#include "tools/authority/authority.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/list_all.h"
#include "tools/caseloadctl/options.h"
#include "tools/caseloadctl/output.h"
#include "tools/caseloadctl/progress.h"
#include "tools/caseloadctl/reports/reports.h"

namespace caseload::caseloadctl {
namespace {

namespace v1 = assessment::v1;

constexpr char kService[] = "caseload.assessment.v1.InstrumentService/";
// Cases of one call: a small part of its deadline.
constexpr int kCasesAtOnce = 500;

struct Arguments {
  Connection connection;
  Output output;
  std::string file;
  std::string version;
  v1::ListInstrumentsRequest list;
};

// A definition in a file, or what is wrong with it.
struct Definition {
  policy::v1::Instrument message;
  InstrumentCheck check;
};

absl::StatusOr<Definition> ReadDefinition(const std::string& file) {
  ABSL_ASSIGN_OR_RETURN(const std::string text, authority::ReadWholeFile(file));
  auto loaded = policy::LoadInstrument(
      std::filesystem::path(file).filename().string(), text);
  Definition definition;
  definition.check.problems = std::move(loaded.problems);
  if (!loaded.ok()) return definition;
  definition.message = std::move(loaded.value->message);
  definition.check.name =
      absl::StrCat("instruments/", definition.message.instrument_id(),
                   "/versions/", definition.message.version());
  definition.check.has_unverified_figures =
      policy::HasUnverifiedFigures(definition.message);
  return definition;
}

std::string CheckJson(const InstrumentCheck& check) {
  nlohmann::ordered_json problems = nlohmann::ordered_json::array();
  for (const policy::PolicyProblem& problem : check.problems) {
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"column", problem.column},
                        {"field", problem.field},
                        {"reason", problem.reason}});
  }
  return nlohmann::ordered_json(
             {{"instrument", check.name},
              {"has_unverified_figures", check.has_unverified_figures},
              {"problems", std::move(problems)}})
             .dump(1) +
         "\n";
}

absl::Status PrintCheck(const Output& output, const InstrumentCheck& check) {
  if (!output.json) return Print(output, {}, InstrumentCheckReport(check));
  std::cout << CheckJson(check);
  return absl::OkStatus();
}

// Whether the definition is good; a bad one is explained.
absl::StatusOr<bool> Check(const Arguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Definition definition,
                        ReadDefinition(arguments.file));
  ABSL_RETURN_IF_ERROR(PrintCheck(arguments.output, definition.check));
  return definition.check.problems.empty();
}

absl::Status List(const Arguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListInstrumentsResponse all,
      ListAll<v1::ListInstrumentsResponse>(
          client, absl::StrCat(kService, "ListInstruments"), arguments.list));
  return Print(arguments.output, {&all}, InstrumentListReport(all));
}

// The moves of all pages as those of one.
void AddUp(v1::DryRunInstrumentResponse* all) {
  std::map<std::pair<std::string, std::string>, int> moves;
  for (const v1::LevelMove& move : all->moves()) {
    moves[{move.from_level(), move.to_level()}] += move.cases();
  }
  all->clear_moves();
  for (const auto& [levels, cases] : moves) {
    v1::LevelMove& move = *all->add_moves();
    move.set_from_level(levels.first);
    move.set_to_level(levels.second);
    move.set_cases(cases);
  }
}

absl::StatusOr<v1::DryRunInstrumentResponse> WholeEffect(
    const Client& client, v1::DryRunInstrumentRequest request) {
  request.set_page_size(kCasesAtOnce);
  v1::DryRunInstrumentResponse all;
  int64_t total = 0;
  int32_t examined = 0;
  do {
    v1::DryRunInstrumentResponse page;
    ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "DryRunInstrument"),
                                     request, &page));
    request.set_page_token(page.next_page_token());
    page.clear_next_page_token();
    if (total == 0) total = page.total_cases();
    examined += page.examined_cases();
    all.MergeFrom(page);
    // Cases open and close meanwhile: the last page ends it.
    ShowProgress("dry run", "cases looked at", examined,
                 request.page_token().empty()
                     ? examined
                     : std::max<int64_t>(total, examined + 1));
  } while (!request.page_token().empty());
  all.set_examined_cases(examined);
  AddUp(&all);
  return all;
}

absl::Status DryRun(const Arguments& arguments,
                    const policy::v1::Instrument& definition,
                    const Client& client) {
  v1::DryRunInstrumentRequest request;
  *request.mutable_definition() = definition;
  ABSL_ASSIGN_OR_RETURN(const v1::DryRunInstrumentResponse effect,
                        WholeEffect(client, std::move(request)));
  return Print(arguments.output, {&effect}, InstrumentEffectReport(effect));
}

absl::Status Create(const Arguments& arguments,
                    const policy::v1::Instrument& definition,
                    const Client& client) {
  v1::CreateInstrumentRequest request;
  *request.mutable_instrument()->mutable_definition() = definition;
  request.set_request_id(ids::RandomIdSource().NewId());
  v1::Instrument stored;
  ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "CreateInstrument"),
                                   request, &stored));
  return Print(arguments.output, {&stored}, InstrumentReport(stored));
}

// What is done with a good definition; a bad one is explained as by `check`.
using Use = absl::Status (*)(const Arguments&, const policy::v1::Instrument&,
                             const Client&);

absl::StatusOr<bool> UseFile(const Arguments& arguments, Use use) {
  ABSL_ASSIGN_OR_RETURN(const Definition definition,
                        ReadDefinition(arguments.file));
  if (!definition.check.problems.empty()) {
    ABSL_RETURN_IF_ERROR(PrintCheck(arguments.output, definition.check));
    return false;
  }
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  ABSL_RETURN_IF_ERROR(use(arguments, definition.message, client));
  return true;
}

// "ls-cmi/1.0" is "instruments/ls-cmi/versions/1.0"; the name is itself.
std::string NameOf(const std::string& version) {
  const std::vector<std::string> parts = absl::StrSplit(version, '/');
  if (parts.size() != 2) return version;
  return absl::StrCat("instruments/", parts[0], "/versions/", parts[1]);
}

absl::Status Reband(const Arguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::RebandInstrumentRequest request;
  request.set_name(NameOf(arguments.version));
  request.set_max_cases(kCasesAtOnce);
  v1::Rebanding rebanding;
  do {
    request.set_request_id(ids::RandomIdSource().NewId());
    rebanding.Clear();
    ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "RebandInstrument"),
                                     request, &rebanding));
    const bool done = rebanding.state() == v1::Rebanding::STATE_DONE;
    ShowProgress("re-banding", "cases looked at", rebanding.examined_cases(),
                 done ? rebanding.examined_cases()
                      : std::max<int64_t>(rebanding.total_cases(),
                                          rebanding.examined_cases() + 1));
  } while (rebanding.state() == v1::Rebanding::STATE_RUNNING);
  return Print(arguments.output, {&rebanding}, RebandingReport(rebanding));
}

// A subcommand with the options that all have.
CLI::App* AddCommand(CLI::App* parent, const char* name, const char* help,
                     bool connects, Arguments* arguments) {
  CLI::App* command = parent->add_subcommand(name, help);
  if (connects) {
    AddConnectionOptions(command, &arguments->connection, "assessment");
  }
  AddOutputOptions(command, &arguments->output);
  return command;
}

void AddFile(CLI::App* command, Arguments* arguments) {
  command->add_option("file", arguments->file, "textproto of an instrument")
      ->required()
      ->check(CLI::ExistingFile);
}

// Exit code 1 also for a definition with problems, which were printed. Without
// `use` it is checked and no more.
void RunOnFile(CLI::App* command, int* exit_code,
               const std::shared_ptr<Arguments>& arguments, Use use) {
  command->callback([arguments, exit_code, use] {
    const absl::StatusOr<bool> good =
        use == nullptr ? Check(*arguments) : UseFile(*arguments, use);
    *exit_code = !good.ok() ? Exit(good.status())
                 : *good    ? kExitOk
                            : kExitFailed;
  });
}

void AddList(CLI::App* instruments, int* exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      AddCommand(instruments, "list", "List the versions that are stored.",
                 true, arguments.get());
  v1::ListInstrumentsRequest* request = &arguments->list;
  request->set_parent("instruments/-");
  command->add_option_function<std::string>(
      "--instrument",
      [request](const std::string& id) {
        request->set_parent(NameIn("instruments", id));
      },
      "only its versions");
  AddDay(
      command, "--in-use-on",
      [request] { return request->mutable_in_use_on(); },
      "only those that may be used on the day");
  command->footer(
      "Example:\n  caseloadctl instruments list --instrument lsi-r");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(List(*arguments)); });
}

void AddOnFiles(CLI::App* instruments, int* exit_code) {
  auto check = std::make_shared<Arguments>();
  CLI::App* command = AddCommand(
      instruments, "check",
      "Say everything that is wrong with a definition, by field; asks nobody.",
      false, check.get());
  AddFile(command, check.get());
  command->footer(
      "Exit code 1 when something is wrong.\n"
      "Example:\n  caseloadctl instruments check my-lsi-r.textproto");
  RunOnFile(command, exit_code, check, nullptr);

  auto create = std::make_shared<Arguments>();
  command = AddCommand(instruments, "create", "Store a new version.", true,
                       create.get());
  AddFile(command, create.get());
  command->footer(
      "Example:\n  caseloadctl instruments create my-lsi-r.textproto");
  RunOnFile(command, exit_code, create, Create);

  auto dry_run = std::make_shared<Arguments>();
  command = AddCommand(instruments, "dry-run",
                       "Say which open cases a definition would move to "
                       "another level, and store nothing.",
                       true, dry_run.get());
  AddFile(command, dry_run.get());
  command->footer(
      "Example:\n  caseloadctl instruments dry-run my-lsi-r.textproto");
  RunOnFile(command, exit_code, dry_run, DryRun);
}

void AddReband(CLI::App* instruments, int* exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = AddCommand(
      instruments, "reband",
      "Band the open cases by a stored version: a derived level beside the "
      "scored one.",
      true, arguments.get());
  command
      ->add_option("version", arguments->version,
                   "which, as `instruments list` says: lsi-r/idaho-2020")
      ->required();
  command->footer(
      "What was broken off goes on where it ended when it is started again.\n"
      "Example:\n  caseloadctl instruments reband lsi-r/idaho-2020");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Reband(*arguments)); });
}

}  // namespace

void AddInstruments(CLI::App* app, int* exit_code) {
  CLI::App* instruments = app->add_subcommand(
      "instruments",
      "Instruments as data: list, check, dry-run, create, reband.");
  instruments->require_subcommand(1);
  AddList(instruments, exit_code);
  AddOnFiles(instruments, exit_code);
  AddReband(instruments, exit_code);
}

}  // namespace caseload::caseloadctl
