// notices, ledger: what the notify service knows.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "caseload/notify/v1/notify_service.pb.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/list_all.h"
#include "tools/caseloadctl/options.h"
#include "tools/caseloadctl/output.h"
#include "tools/caseloadctl/reports/reports.h"

namespace caseload::caseloadctl {
namespace {

namespace v1 = notify::v1;

constexpr char kService[] = "caseload.notify.v1.NotifyService/";

struct NoticesArguments {
  Connection connection;
  Output output;
  std::string name;
  std::string conference;
  std::string officer;
  std::vector<std::string> state;
};

absl::Status OneNotice(const NoticesArguments& arguments,
                       const Client& client) {
  v1::GetMessageRequest request;
  request.set_name(NameIn("messages", arguments.name));
  v1::Message message;
  ABSL_RETURN_IF_ERROR(
      client.Call(absl::StrCat(kService, "GetMessage"), request, &message));
  return Print(arguments.output, {&message}, NoticeReport(message));
}

absl::Status Notices(const NoticesArguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  if (!arguments.name.empty()) return OneNotice(arguments, client);
  v1::ListMessagesRequest request;
  request.set_conference(NameIn("conferences", arguments.conference));
  request.set_recipient(NameIn("officers", arguments.officer));
  if (!arguments.state.empty()) {
    request.set_state(ChosenOf<v1::MessageState>(arguments.state.front()));
  }
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListMessagesResponse messages,
      ListAll<v1::ListMessagesResponse>(
          client, absl::StrCat(kService, "ListMessages"), request));
  return Print(arguments.output, {&messages}, NoticesReport(messages));
}

struct LedgerArguments {
  Connection connection;
  Output output;
  std::string conference;
  std::string officer;
  std::string supervisor;
  v1::ListNoticeLedgerRequest request;
};

absl::Status Ledger(LedgerArguments& arguments) {
  v1::ListNoticeLedgerRequest& request = arguments.request;
  request.set_conference(NameIn("conferences", arguments.conference));
  request.set_recipient(NameIn("officers", arguments.officer));
  request.set_supervisor(NameIn("officers", arguments.supervisor));
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListNoticeLedgerResponse ledger,
      ListAll<v1::ListNoticeLedgerResponse>(
          client, absl::StrCat(kService, "ListNoticeLedger"), request));
  return Print(arguments.output, {&ledger}, LedgerReport(ledger));
}

}  // namespace

void AddNotices(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<NoticesArguments>();
  CLI::App* command = app->add_subcommand(
      "notices",
      "List the messages to officers, or show one and every attempt at it.");
  AddConnectionOptions(command, &arguments->connection, "notify");
  AddOutputOptions(command, &arguments->output);
  CLI::Option* one =
      command->add_option("message", arguments->name, "only this one");
  command->add_option("--conference", arguments->conference, "only about it")
      ->excludes(one);
  command->add_option("--officer", arguments->officer, "only to them")
      ->excludes(one);
  AddChoices<v1::MessageState>(command, "--state", &arguments->state,
                               "only in this state")
      ->expected(1)
      ->excludes(one);
  command->footer(
      "Examples:\n"
      "  caseloadctl notices --state failed\n"
      "  caseloadctl notices 01jd0m8h2q4x6w9r3c5v7b1n0k");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Notices(*arguments)); });
}

void AddLedger(CLI::App* app, int* exit_code) {
  auto arguments = std::make_shared<LedgerArguments>();
  CLI::App* command = app->add_subcommand(
      "ledger", "The proof, per notice, that the officer was told in time.");
  AddConnectionOptions(command, &arguments->connection, "notify");
  AddOutputOptions(command, &arguments->output, /*html=*/true);
  command->add_option("--conference", arguments->conference, "only about it");
  command->add_option("--officer", arguments->officer, "only to them");
  command->add_option("--supervisor", arguments->supervisor,
                      "only of conferences that they hold");
  v1::ListNoticeLedgerRequest* request = &arguments->request;
  command->add_option_function<std::string>(
      "--division",
      [request](const std::string& text) { request->set_division(text); },
      "only under its manual");
  AddDay(
      command, "--from",
      [request] { return request->mutable_due_by()->mutable_start_date(); },
      "only due on this day or later");
  AddDay(
      command, "--to",
      [request] { return request->mutable_due_by()->mutable_end_date(); },
      "only due on this day or earlier");
  command->add_flag_callback(
      "--breaches", [request] { request->set_breaches_only(true); },
      "only breaches");
  command->footer(
      "Examples:\n"
      "  caseloadctl ledger --from 2026-10-01 --to 2026-12-31\n"
      "  caseloadctl ledger --breaches --html >breaches.html");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Ledger(*arguments)); });
}

}  // namespace caseload::caseloadctl
