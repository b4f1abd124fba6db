// conferences, coverage: what the conference service knows.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/conference/v1/conference_service.pb.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/list_all.h"
#include "tools/caseloadctl/options.h"
#include "tools/caseloadctl/output.h"
#include "tools/caseloadctl/reports/reports.h"

namespace caseload::caseloadctl {
namespace {

namespace v1 = conference::v1;

constexpr char kService[] = "caseload.conference.v1.ConferenceService/";

struct ConferencesArguments {
  Connection connection;
  Output output;
  std::string name;
  std::string officer;
  std::string supervisor;
  std::vector<std::string> states;
  v1::ListConferencesRequest request;
};

absl::Status OneConference(const ConferencesArguments& arguments,
                           const Client& client) {
  v1::GetConferenceRequest request;
  request.set_name(NameIn("conferences", arguments.name));
  v1::Conference conference;
  ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "GetConference"),
                                   request, &conference));
  return Print(arguments.output, {&conference}, ConferenceReport(conference));
}

absl::Status Conferences(ConferencesArguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  if (!arguments.name.empty()) return OneConference(arguments, client);
  v1::ListConferencesRequest& request = arguments.request;
  request.set_officer(NameIn("officers", arguments.officer));
  request.set_supervisor(NameIn("officers", arguments.supervisor));
  for (const std::string& state : arguments.states) {
    request.add_states(ChosenOf<v1::Conference::State>(state));
  }
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListConferencesResponse conferences,
      ListAll<v1::ListConferencesResponse>(
          client, absl::StrCat(kService, "ListConferences"), request));
  return Print(arguments.output, {&conferences},
               ConferencesReport(conferences));
}

struct CoverageArguments {
  Connection connection;
  Output output;
  std::string unit;
  std::string supervisor;
  std::vector<std::string> states;
  v1::ListConferenceCoverageRequest request;
};

absl::Status Coverage(CoverageArguments& arguments) {
  v1::ListConferenceCoverageRequest& request = arguments.request;
  request.set_unit(NameIn("units", arguments.unit));
  request.set_supervisor(NameIn("officers", arguments.supervisor));
  for (const std::string& state : arguments.states) {
    request.add_states(ChosenOf<v1::ConferenceCoverage::State>(state));
  }
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListConferenceCoverageResponse coverage,
      ListAll<v1::ListConferenceCoverageResponse>(
          client, absl::StrCat(kService, "ListConferenceCoverage"), request));
  return Print(arguments.output, {&coverage}, CoverageReport(coverage));
}

}  // namespace

void AddConferences(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<ConferencesArguments>();
  CLI::App* command = app->add_subcommand(
      "conferences", "List conferences, or show one and what is owed for it.");
  AddConnectionOptions(command, &arguments->connection, "conference");
  AddOutputOptions(command, &arguments->output);
  CLI::Option* one =
      command->add_option("conference", arguments->name, "only this one");
  command->add_option("--officer", arguments->officer, "only about them")
      ->excludes(one);
  command
      ->add_option("--supervisor", arguments->supervisor, "only held by them")
      ->excludes(one);
  AddChoices<v1::Conference::State>(command, "--state", &arguments->states,
                                    "only in these states")
      ->excludes(one);
  v1::ListConferencesRequest* request = &arguments->request;
  AddDay(
      command, "--from", [request] { return request->mutable_from_date(); },
      "only on this day or later")
      ->excludes(one);
  AddDay(
      command, "--to", [request] { return request->mutable_to_date(); },
      "only on this day or earlier")
      ->excludes(one);
  command->footer(
      "Examples:\n"
      "  caseloadctl conferences --from 2026-11-23 --state scheduled\n"
      "  caseloadctl conferences 01jd0m8h2q4x6w9r3c5v7b1n0k");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Conferences(*arguments)); });
}

void AddCoverage(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<CoverageArguments>();
  CLI::App* command = app->add_subcommand(
      "coverage", "Who has had the quarter's conference, and who has not.");
  AddConnectionOptions(command, &arguments->connection, "conference");
  AddOutputOptions(command, &arguments->output, /*html=*/true);
  v1::ListConferenceCoverageRequest* request = &arguments->request;
  AddDay(
      command, "day", [request] { return request->mutable_quarter_day(); },
      "a day of the quarter")
      ->required();
  AddDay(
      command, "--as-of", [request] { return request->mutable_as_of(); },
      "what had been held by this day; default the day of the call");
  command->add_option_function<std::string>(
      "--division",
      [request](const std::string& text) { request->set_division(text); },
      "only its officers");
  command->add_option("--unit", arguments->unit, "only its officers");
  command->add_option("--supervisor", arguments->supervisor,
                      "only officers under them");
  AddChoices<v1::ConferenceCoverage::State>(
      command, "--state", &arguments->states, "only in these states");
  command->footer(
      "Examples:\n"
      "  caseloadctl coverage 2026-11-23 --state not-scheduled,overdue\n"
      "  caseloadctl coverage 2026-11-23 --html >coverage.html");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Coverage(*arguments)); });
}

}  // namespace caseload::caseloadctl
