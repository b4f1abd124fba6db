// policy check, list, effective, activate: the county's written policy.

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "caseload/caseplan/v1/policy_service.pb.h"
#include "services/common/ids/ids.h"
#include "services/common/status/status_macros.h"
#include "tools/authority/authority.h"
#include "tools/caseloadctl/commands.h"
#include "tools/caseloadctl/connection.h"
#include "tools/caseloadctl/list_all.h"
#include "tools/caseloadctl/options.h"
#include "tools/caseloadctl/output.h"
#include "tools/caseloadctl/reports/reports.h"

namespace caseload::caseloadctl {
namespace {

namespace v1 = caseplan::v1;

constexpr char kService[] = "caseload.caseplan.v1.PolicyService/";

struct CheckArguments {
  Connection connection;
  Output output;
  std::string file;
};

// Whether the pack is good.
absl::StatusOr<bool> Check(const CheckArguments& arguments) {
  v1::CheckPolicyPackRequest request;
  ABSL_ASSIGN_OR_RETURN(*request.mutable_text()->mutable_text(),
                        authority::ReadWholeFile(arguments.file));
  request.mutable_text()->set_file(
      std::filesystem::path(arguments.file).filename().string());
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::CheckPolicyPackResponse result;
  ABSL_RETURN_IF_ERROR(
      client.Call(absl::StrCat(kService, "CheckPolicyPack"), request, &result));
  ABSL_RETURN_IF_ERROR(
      Print(arguments.output, {&result}, PolicyCheckReport(result)));
  return result.problems().empty();
}

struct ListArguments {
  Connection connection;
  Output output;
  v1::ListPolicyPacksRequest request;
};

absl::Status List(const ListArguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  ABSL_ASSIGN_OR_RETURN(const v1::ListPolicyPacksResponse packs,
                        ListAll<v1::ListPolicyPacksResponse>(
                            client, absl::StrCat(kService, "ListPolicyPacks"),
                            arguments.request));
  return Print(arguments.output, {&packs}, PolicyListReport(packs));
}

struct EffectiveArguments {
  Connection connection;
  Output output;
  v1::GetEffectivePolicyRequest request;
};

absl::Status Effective(const EffectiveArguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  v1::EffectivePolicy policy;
  ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "GetEffectivePolicy"),
                                   arguments.request, &policy));
  return Print(arguments.output, {&policy}, EffectivePolicyReport(policy));
}

struct ActivateArguments {
  Connection connection;
  Output output;
  std::string pack;
  bool dry_run = false;
  v1::ActivatePolicyPackRequest request;
};

absl::Status DryRun(const ActivateArguments& arguments, const Client& client) {
  v1::DryRunPolicyPackRequest request;
  request.set_policy_pack(NameIn("policyPacks", arguments.pack));
  *request.mutable_effective_date() = arguments.request.effective_date();
  v1::DryRunPolicyPackResponse effect;
  ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "DryRunPolicyPack"),
                                   request, &effect));
  return Print(arguments.output, {&effect}, PolicyEffectReport(effect));
}

absl::Status Activate(ActivateArguments& arguments) {
  ABSL_ASSIGN_OR_RETURN(const Client client,
                        Client::Connect(arguments.connection));
  if (arguments.dry_run) return DryRun(arguments, client);
  arguments.request.set_name(NameIn("policyPacks", arguments.pack));
  if (arguments.request.request_id().empty()) {
    arguments.request.set_request_id(ids::RandomIdSource().NewId());
  }
  v1::ActivatePolicyPackResponse result;
  ABSL_RETURN_IF_ERROR(client.Call(absl::StrCat(kService, "ActivatePolicyPack"),
                                   arguments.request, &result));
  return Print(arguments.output, {&result}, PolicyActivationReport(result));
}

void AddCheck(CLI::App* policy, int* exit_code) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = policy->add_subcommand(
      "check", "Say everything that is wrong with a pack; stores nothing.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output);
  command->add_option("file", arguments->file, "textproto of a policy pack")
      ->required()
      ->check(CLI::ExistingFile);
  command->footer(
      "Exit code 1 when something is wrong.\n"
      "Example:\n  caseloadctl policy check policies/packs/juvenile.textproto");
  command->callback([arguments, exit_code] {
    const absl::StatusOr<bool> good = Check(*arguments);
    *exit_code = !good.ok() ? Exit(good.status())
                 : *good    ? kExitOk
                            : kExitFailed;
  });
}

void AddList(CLI::App* policy, int* exit_code) {
  auto arguments = std::make_shared<ListArguments>();
  CLI::App* command =
      policy->add_subcommand("list", "List the versions that are stored.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output);
  command->add_option_function<std::string>(
      "--division",
      [request = &arguments->request](const std::string& text) {
        request->set_division(text);
      },
      "only its versions");
  command->footer("Example:\n  caseloadctl policy list --division juvenile");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(List(*arguments)); });
}

void AddEffective(CLI::App* policy, int* exit_code) {
  auto arguments = std::make_shared<EffectiveArguments>();
  CLI::App* command = policy->add_subcommand(
      "effective", "The version that governs a division on a day.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output);
  v1::GetEffectivePolicyRequest* request = &arguments->request;
  command
      ->add_option_function<std::string>(
          "division",
          [request](const std::string& text) { request->set_division(text); },
          "which division")
      ->required();
  AddDay(
      command, "day", [request] { return request->mutable_date(); },
      "which day")
      ->required();
  command->footer(
      "--json shows the whole pack.\n"
      "Example:\n  caseloadctl policy effective adult 2026-11-23");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Effective(*arguments)); });
}

void AddActivate(CLI::App* policy, int* exit_code) {
  auto arguments = std::make_shared<ActivateArguments>();
  CLI::App* command = policy->add_subcommand(
      "activate", "Make a stored version govern its division from a day on.");
  AddConnectionOptions(command, &arguments->connection, "caseplan");
  AddOutputOptions(command, &arguments->output);
  v1::ActivatePolicyPackRequest* request = &arguments->request;
  command->add_option("pack", arguments->pack, "which, as `policy list` says")
      ->required();
  AddDay(
      command, "day", [request] { return request->mutable_effective_date(); },
      "first day on which it governs")
      ->required();
  CLI::Option* dry_run =
      command->add_flag("--dry-run", arguments->dry_run,
                        "say what would change, and change nothing");
  command
      ->add_flag_callback(
          "--force", [request] { request->set_force(true); },
          "let it govern before tomorrow; for a manager, with a reason")
      ->excludes(dry_run);
  command->add_option_function<std::string>(
      "--reason",
      [request](const std::string& text) { request->set_reason(text); },
      "why; at most 500 characters");
  command->add_option_function<std::string>(
      "--request-id",
      [request](const std::string& text) { request->set_request_id(text); },
      "the same again is answered with the first answer");
  command->footer(
      "Example:\n"
      "  caseloadctl policy activate 0f3a... 2027-01-01 --dry-run");
  command->callback(
      [arguments, exit_code] { *exit_code = Exit(Activate(*arguments)); });
}

}  // namespace

void AddPolicy(CLI::App* app, int* exit_code) {
  CLI::App* policy = app->add_subcommand(
      "policy",
      "The county's written policy: check, list, effective, activate.");
  policy->require_subcommand(1);
  AddActivate(policy, exit_code);
  AddCheck(policy, exit_code);
  AddEffective(policy, exit_code);
  AddList(policy, exit_code);
}

}  // namespace caseload::caseloadctl
