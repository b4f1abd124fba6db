// officers, snapshot, case: what caseplan knows of caseloads.

#include <memory>
#include <string>

#include "caseload/caseplan/v1/caseload_service.pb.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/list_all.h"
#include "tools/caseloadctl/options.h"
#include "tools/caseloadctl/output.h"
#include "tools/caseloadctl/reports/reports.h"

namespace caseload::caseloadctl {
namespace {

namespace v1 = caseplan::v1;

constexpr char kService[] = "caseload.caseplan.v1.CaseloadService/";

struct OfficersArguments {
  Connection connection;
  Output output;
  v1::ListOfficersRequest request;
};

absl::Status Officers(const OfficersArguments& arguments) {
  v1::ListOfficerPostingsResponse postings;
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  if (arguments.request.has_in_service_on()) {
    v1::ListOfficerPostingsRequest of_the_day;
    of_the_day.set_parent("officers/-");
    *of_the_day.mutable_as_of() = arguments.request.in_service_on();
    ABSL_ASSIGN_OR_RETURN(
        postings,
        ListAll<v1::ListOfficerPostingsResponse>(
            client, absl::StrCat(kService, "ListOfficerPostings"), of_the_day));
  }
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListOfficersResponse officers,
      ListAll<v1::ListOfficersResponse>(
          client, absl::StrCat(kService, "ListOfficers"), arguments.request));
  return Print(arguments.output, {&officers, &postings},
               OfficersReport(officers, postings));
}

struct SnapshotArguments {
  Connection connection;
  Output output;
  std::string officer;
  v1::GetCaseloadSnapshotRequest request;
  bool findings = false;
};

absl::Status Snapshot(SnapshotArguments& arguments) {
  v1::GetCaseloadSnapshotRequest& request = arguments.request;
  request.set_officer(NameIn("officers", arguments.officer));
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::CaseloadSnapshot snapshot;
  ABSL_RETURN_IF_ERROR(client.Call(
      absl::StrCat(kService, "GetCaseloadSnapshot"), request, &snapshot));
  return Print(arguments.output, {&snapshot},
               SnapshotReport(snapshot, arguments.findings));
}

struct CaseArguments {
  Connection connection;
  Output output;
  std::string name;
  v1::GetCaseViewRequest request;
};

absl::Status ViewCase(CaseArguments& arguments) {
  arguments.request.set_name(NameIn("cases", arguments.name));
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::CaseView view;
  ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "GetCaseView"),
                                   arguments.request, &view));
  return Print(arguments.output, {&view}, CaseReport(view));
}

}  // namespace

void AddOfficers(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<OfficersArguments>();
  CLI::App* command = app->add_subcommand(
      "officers", "List the staff; with a day, where they work on it.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output);
  AddDay(
      command, "--on",
      [request = &arguments->request] {
        return request->mutable_in_service_on();
      },
      "only who is in service on the day");
  command->footer("Example:\n  caseloadctl officers --on 2026-11-23");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Officers(*arguments)); });
}

void AddSnapshot(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<SnapshotArguments>();
  CLI::App* command = app->add_subcommand(
      "snapshot",
      "An officer's caseload on a day, judged against the division's policy.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output, /*html=*/true);
  command->add_option("officer", arguments->officer, "whose caseload")
      ->required();
  AddDay(
      command, "--as-of",
      [request = &arguments->request] { return request->mutable_as_of(); },
      "the day; default the day of the call");
  CLI::Option* from = AddDay(
      command, "--from",
      [request = &arguments->request] {
        return request->mutable_period()->mutable_start_date();
      },
      "count contacts from this day on too");
  CLI::Option* to = AddDay(
      command, "--to",
      [request = &arguments->request] {
        return request->mutable_period()->mutable_end_date();
      },
      "and up to this one");
  from->needs(to);
  to->needs(from);
  command->add_flag("--findings", arguments->findings,
                    "list every finding behind the counts");
  command->footer(
      "Examples:\n"
      "  caseloadctl snapshot o-12 --as-of 2026-11-23 --findings\n"
      "  caseloadctl snapshot o-12 --html >caseload.html");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Snapshot(*arguments)); });
}

void AddCase(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<CaseArguments>();
  CLI::App* command =
      app->add_subcommand("case", "One case with its record, as of a day.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output);
  command->add_option("case", arguments->name, "which case")->required();
  AddDay(
      command, "--as-of",
      [request = &arguments->request] { return request->mutable_as_of(); },
      "the day; default the day of the call");
  command->footer("Example:\n  caseloadctl case c-104 --as-of 2026-11-23");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(ViewCase(*arguments)); });
}

}  // namespace caseload::caseloadctl
