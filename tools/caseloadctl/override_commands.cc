// overrides: who is supervised by another band than the scored one, what waits
// for a decision, and how many there are.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "caseload/assessment/v1/assessment_service.pb.h"
#include "services/common/ids/ids.h"
#include "services/common/status/status_macros.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/list_all.h"
#include "tools/caseloadctl/options.h"
#include "tools/caseloadctl/output.h"
#include "tools/caseloadctl/reports/reports.h"

namespace caseload::caseloadctl {
namespace {

namespace v1 = assessment::v1;

constexpr char kService[] = "caseload.assessment.v1.AssessmentService/";

struct Arguments {
  Connection connection;
  Output output;
  std::string name;
  std::string case_id;
  std::string text;
  std::vector<std::string> state;
  v1::RequestOverrideRequest request;
  v1::ReportOverrideRatesRequest rates;
};

// Calls a method that answers with one override.
template <typename Request>
absl::Status ShowOne(const Arguments& arguments, const std::string& method,
                     const Request& request) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::Override override;
  ABSL_RETURN_IF_ERROR(
      client.Call(absl::StrCat(kService, method), request, &override));
  return Print(arguments.output, {&override}, OverrideReport(override));
}

absl::Status List(const Arguments& arguments) {
  if (!arguments.name.empty()) {
    v1::GetOverrideRequest request;
    request.set_name(NameIn("overrides", arguments.name));
    return ShowOne(arguments, "GetOverride", request);
  }
  v1::ListOverridesRequest request;
  request.set_case_(NameIn("cases", arguments.case_id));
  if (!arguments.state.empty()) {
    request.set_state(ChosenOf<v1::Override::State>(arguments.state.front()));
  }
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  ABSL_ASSIGN_OR_RETURN(
      const v1::ListOverridesResponse overrides,
      ListAll<v1::ListOverridesResponse>(
          client, absl::StrCat(kService, "ListOverrides"), request));
  return Print(arguments.output, {&overrides}, OverridesReport(overrides));
}

absl::Status Request(Arguments& arguments) {
  arguments.request.mutable_override()->set_case_(
      NameIn("cases", arguments.case_id));
  arguments.request.set_request_id(ids::RandomIdSource().NewId());
  return ShowOne(arguments, "RequestOverride", arguments.request);
}

absl::Status Decide(const Arguments& arguments,
                    v1::DecideOverrideRequest::Decision decision) {
  v1::DecideOverrideRequest request;
  request.set_name(NameIn("overrides", arguments.name));
  request.set_decision(decision);
  request.set_note(arguments.text);
  request.set_request_id(ids::RandomIdSource().NewId());
  return ShowOne(arguments, "DecideOverride", request);
}

absl::Status End(const Arguments& arguments) {
  v1::EndOverrideRequest request;
  request.set_name(NameIn("overrides", arguments.name));
  request.set_reason(arguments.text);
  request.set_request_id(ids::RandomIdSource().NewId());
  return ShowOne(arguments, "EndOverride", request);
}

absl::Status Rates(const Arguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::ReportOverrideRatesResponse rates;
  ABSL_RETURN_IF_ERROR(client.Call(
      absl::StrCat(kService, "ReportOverrideRates"), arguments.rates, &rates));
  return Print(arguments.output, {&rates}, OverrideRatesReport(rates));
}

// A subcommand with what all of them have.
CLI::App* Add(CLI::App* overrides, Arguments* arguments, const char* name,
              const char* help, const char* example) {
  CLI::App* command = overrides->add_subcommand(name, help);
  command->footer(
      absl::StrCat("Example:\n  caseloadctl overrides ", name, " ", example));
  AddConnectionOptions(command, &arguments->connection, "assessment");
  AddOutputOptions(command, &arguments->output);
  return command;
}

void AddList(CLI::App* overrides, const std::shared_ptr<Arguments>& arguments,
             int* exit_code) {
  CLI::App* command =
      Add(overrides, arguments.get(), "list",
          "List the overrides of the cases that you reach, the latest request "
          "first, or show one.",
          "--state requested");
  CLI::Option* one =
      command->add_option("override", arguments->name, "only this one");
  command->add_option("--case", arguments->case_id, "only of this case")
      ->excludes(one);
  AddChoices<v1::Override::State>(command, "--state", &arguments->state,
                                  "only in this state")
      ->expected(1)
      ->excludes(one);
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(List(*arguments)); });
}

void AddRequest(CLI::App* overrides,
                const std::shared_ptr<Arguments>& arguments, int* exit_code) {
  CLI::App* command =
      Add(overrides, arguments.get(), "request",
          "Ask for another band than the scored one. Somebody else decides.",
          "01jd0m8h2q --to high --reason crisis \\\n"
          "      --narrative 'lost the home' --until 2026-12-31");
  v1::RequestOverrideRequest* request = &arguments->request;
  const auto text = [&](const char* name, const char* help,
                        void (*set)(v1::Override*, const std::string&)) {
    command
        ->add_option_function<std::string>(
            name,
            [request, set](const std::string& value) {
              set(request->mutable_override(), value);
            },
            help)
        ->required();
  };
  command->add_option("case", arguments->case_id, "whose level")->required();
  text("--to", "the band instead: high",
       [](v1::Override* override, const std::string& value) {
         override->set_to_band(value);
       });
  text("--reason", "a reason of the division's policy: crisis",
       [](v1::Override* override, const std::string& value) {
         override->set_reason_code(value);
       });
  text("--narrative", "why, in words",
       [](v1::Override* override, const std::string& value) {
         override->set_narrative(value);
       });
  AddDay(
      command, "--from",
      [request] {
        return request->mutable_override()->mutable_effective_date();
      },
      "first day in force; today when not given");
  AddDay(
      command, "--until",
      [request] { return request->mutable_override()->mutable_expiry_date(); },
      "last day in force; permanent when not given");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Request(*arguments)); });
}

void AddDecision(CLI::App* overrides,
                 const std::shared_ptr<Arguments>& arguments, int* exit_code,
                 bool approve) {
  CLI::App* command =
      Add(overrides, arguments.get(), approve ? "approve" : "decline",
          approve ? "Approve what somebody else asked for."
                  : "Decline what somebody else asked for.",
          approve ? "01jd0m9k4r --note agreed"
                  : "01jd0m9k4r --note 'the level fits'");
  command->add_option("override", arguments->name, "which one")->required();
  command->add_option("--note", arguments->text, "why")->required(!approve);
  command->callback([arguments, exit_code, approve] {
    *exit_code = Exit(Decide(
        *arguments, approve ? v1::DecideOverrideRequest::DECISION_APPROVE
                            : v1::DecideOverrideRequest::DECISION_DECLINE));
  });
}

void AddEnd(CLI::App* overrides, const std::shared_ptr<Arguments>& arguments,
            int* exit_code) {
  CLI::App* command =
      Add(overrides, arguments.get(), "end",
          "End an approved override: from today on the scored level counts.",
          "01jd0m9k4r --reason 'found a home'");
  command->add_option("override", arguments->name, "which one")->required();
  command->add_option("--reason", arguments->text, "why")->required();
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(End(*arguments)); });
}

void AddRates(CLI::App* overrides, const std::shared_ptr<Arguments>& arguments,
              int* exit_code) {
  CLI::App* command =
      Add(overrides, arguments.get(), "rates",
          "The share of assessments whose level was overridden, by officer, "
          "unit, division and in all.",
          "--from 2026-10-01 --to 2026-12-31");
  v1::ReportOverrideRatesRequest* rates = &arguments->rates;
  AddDay(
      command, "--from",
      [rates] { return rates->mutable_period()->mutable_start_date(); },
      "assessed on this day or later")
      ->required();
  AddDay(
      command, "--to",
      [rates] { return rates->mutable_period()->mutable_end_date(); },
      "assessed on this day or earlier")
      ->required();
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Rates(*arguments)); });
}

}  // namespace

void AddOverrides(CLI::App* app, int* exit_code) {
  CLI::App* overrides = app->add_subcommand(
      "overrides",
      "Overrides of the risk level: what is asked for, decided, in force, and "
      "how often.");
  overrides->require_subcommand(1);
  const auto arguments = [] { return std::make_shared<Arguments>(); };
  AddList(overrides, arguments(), exit_code);
  AddRequest(overrides, arguments(), exit_code);
  AddDecision(overrides, arguments(), exit_code, /*approve=*/true);
  AddDecision(overrides, arguments(), exit_code, /*approve=*/false);
  AddEnd(overrides, arguments(), exit_code);
  AddRates(overrides, arguments(), exit_code);
}

}  // namespace caseload::caseloadctl
